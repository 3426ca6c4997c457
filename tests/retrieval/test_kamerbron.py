"""Asking the starter corpus with the real model: what users get, and that it is always the same."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from copy import copy
from datetime import date

import numpy as np
import numpy.typing as npt
import pytest

from corpus import STARTER, load_corpus
from indexing.encoder import SentenceTransformerEncoder
from retrieval import Filters, Kamerbron, Note, QuestionError, Settings, UnknownAnswer
from retrieval.ranking import DEFAULT, MEANING_ONLY

ANSWERS = load_corpus(STARTER).answers()


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("Hoeveel demonstranten zijn er gedood in Irak?", "kst-27925-748#9"),
        ("How many protesters were killed in Iraq?", "kst-27925-748#9"),
        ("Wer trägt die Verantwortung für den Transport in den Chinooks?", "kst-27925-956#11"),
        ("combien d'habitants de la police ont été formés par le PNUD", "kst-27925-956#37"),
        ("stafofficieren Prosperity Guardian", "kst-27925-963#combined-maritime-forces-cmf"),
        ("geweldsinstructie NMI en OIR", "kst-27925-956#7-10"),
        ("Soleimani zelfverdediging artikel 51 VN Handvest", "kst-27925-AA#2"),
        (
            "aantal aanvallen in Irak en Syrië tussen 18 oktober en 12 december 2023",
            "kst-27925-963#veiligheidssituatie-in-irak",
        ),
    ],
)
def test_best_answer(kamerbron: Kamerbron, question: str, best: str) -> None:
    assert kamerbron.ask(question).hits[0].answer.id == best


def test_where_no_question_is_printed_the_passage_is_the_context(kamerbron: Kamerbron) -> None:
    """The thanks of a consultation come before its first question: half passage, half sentence."""
    ranked = {entry.id: entry.signals for entry in kamerbron.rank("Dankt het kabinet de leden?")}
    thanks = ranked["kst-27925-AA#1"]
    assert thanks.context == pytest.approx((thanks.sentence + thanks.passage) / 2, abs=1e-5)
    asked = ranked["kst-27925-AA#2"]
    assert asked.context != pytest.approx((asked.sentence + asked.passage) / 2, abs=1e-3)


def test_words_of_the_best_are_held_against_those_of_the_question(
    kamerbron: Kamerbron, encoder: SentenceTransformerEncoder
) -> None:
    question = "hoeveel militairen heeft Nederland in Irak"
    ranked = kamerbron.rank(question)
    tokens = encoder.read_query(question).tokens
    agreement = kamerbron._index.agreement(tokens, [entry.id for entry in ranked])
    assert [entry.signals.words for entry in ranked[:50]] == agreement[:50]
    assert min(agreement[:50]) > 0.3
    assert {entry.signals.words for entry in ranked[50:]} == {0.0}
    added = kamerbron.ask(question).hits[0].why.added["words"]
    assert added == DEFAULT.words * agreement[0] > 0.1
    assert {entry.signals.words for entry in kamerbron.rank(question, MEANING_ONLY)} == {0.0}


def test_a_model_that_reads_no_tokens_ranks_without_words(
    kamerbron: Kamerbron, encoder: SentenceTransformerEncoder
) -> None:
    without = copy(encoder)
    without._head = None
    ranked = Kamerbron(kamerbron._index, without, None).rank("militairen in Irak")
    assert len(ranked) > 100
    assert {entry.signals.words for entry in ranked} == {0.0}


def test_the_chance_that_a_sentence_answers_counts_as_evidence(
    kamerbron: Kamerbron, encoder: SentenceTransformerEncoder
) -> None:
    question = "hoeveel militairen heeft Nederland in Irak"
    vector = encoder.read_query(question).vector
    _, answer = kamerbron.answer("kst-27925-748#54")
    spans = kamerbron._index.sentence_spans(answer.id)

    class OneAnswers:
        def __init__(self, number: int) -> None:
            self.number = number

        def of(self, _question: object, sentences: Sequence[object]) -> npt.NDArray[np.float64]:
            return 10.0 * (np.arange(len(sentences)) == self.number)

    asked = copy(kamerbron)
    for number, span in enumerate(spans):
        asked._answerability = OneAnswers(number)  # type: ignore[assignment]
        marked = asked._evidence(question, answer, vector)
        assert span in {(one.start, one.end) for one in marked}
    asked._answerability = None
    by_nearness = asked._evidence(question, answer, vector)
    assert len(spans) > len(by_nearness) == 2


def test_hits_are_verbatim_ranked_and_cited(kamerbron: Kamerbron) -> None:
    result = kamerbron.ask("Wat betekent de Amerikaanse terugtrekking voor Nederland?", k=10)
    assert len(result.hits) == 10
    assert [hit.rank for hit in result.hits] == list(range(1, 11))
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.answer.id for hit in result.hits}) == 10
    for hit in result.hits:
        assert hit.answer == ANSWERS[hit.answer.id]
        assert hit.evidence
        for evidence in hit.evidence:
            assert hit.answer.text[evidence.start : evidence.end] == evidence.text
        assert hit.citation.startswith(("Kamerstukken", "Antwoord op schriftelijke vragen"))


def test_footnote_is_found_with_its_paragraph(kamerbron: Kamerbron) -> None:
    hit = kamerbron.ask("hoeveel aanvallen waren er in Irak en Syrië samen, ca. 117?").hits[0]
    assert any("ca. 117 aanvallen" in evidence.text for evidence in hit.evidence)


def test_referral_brings_the_answer_that_it_points_to(kamerbron: Kamerbron) -> None:
    """14 says only "Zie het antwoord op vraag 13."."""
    hits = kamerbron.ask("Hoe wordt de capaciteit van de TSC en PED ingezet?", k=3).hits
    found = [hit.answer.id for hit in hits]
    assert "kst-27925-748#13" in found
    pointer = next(hit for hit in hits if hit.answer.id == "kst-27925-748#14")
    assert pointer.as_json()["refers_to"] == ["kst-27925-748#13"]
    assert pointer.as_json()["status"] == "referral"


def test_one_hit_wanted_is_the_answer_and_not_the_pointer(kamerbron: Kamerbron) -> None:
    question = ANSWERS["kst-27925-956#36"].asked
    assert kamerbron.ask(question, k=1).hits[0].answer.id == "kst-27925-956#1"


def test_filters_come_before_ranking(kamerbron: Kamerbron) -> None:
    question = "Hoeveel demonstranten zijn er gedood in Irak?"
    letters = kamerbron.ask(question, k=50, filters=Filters(types=("brief",))).hits
    assert len(letters) == 6
    assert {hit.paper.id for hit in letters} == {"kst-27925-963"}
    late = kamerbron.ask(question, k=5, filters=Filters(since=date(2023, 1, 1))).hits
    assert len(late) == 5
    assert {hit.paper.id for hit in late} <= {"kst-27925-956", "kst-27925-963"}


def test_filters_that_leave_nothing(kamerbron: Kamerbron) -> None:
    result = kamerbron.ask("Irak en Syrië", filters=Filters(parties=("VVD",)))
    assert (result.hits, result.answerable, result.confidence) == ((), False, 0.0)
    assert result.notes == (Note.FILTERED_OUT,)


def test_same_question_same_bytes(kamerbron: Kamerbron, settings: Settings) -> None:
    question = "Hoe groot is de Nederlandse bijdrage aan de NAVO-missie in Irak?"
    first = json.dumps(kamerbron.ask(question).as_json())
    assert json.dumps(kamerbron.ask(question).as_json()) == first
    assert json.dumps(Kamerbron.open(settings).ask(question).as_json()) == first


def test_threads_share_one_kamerbron(kamerbron: Kamerbron) -> None:
    questions = ["geweldsinstructie voor OIR", "kamp Al Hol families", "munitie schaarste"] * 3
    expected = [kamerbron.ask(question).as_json() for question in questions]
    found: dict[int, object] = {}

    def ask(place: int) -> None:
        found[place] = kamerbron.ask(questions[place]).as_json()

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[place] for place in range(len(questions))] == expected


def test_unanswerable_question_still_lists_the_nearest(kamerbron: Kamerbron) -> None:
    result = kamerbron.ask("Wanneer gaat de AOW-leeftijd omhoog naar 68 jaar?")
    assert not result.answerable
    assert result.confidence < kamerbron.threshold
    assert len(result.hits) == 5


def test_answered_question_is_confident(kamerbron: Kamerbron) -> None:
    assert kamerbron.ask(
        "Hoeveel demonstranten zijn er in Irak omgekomen volgens de VN?"
    ).answerable


@pytest.mark.parametrize("question", ["", "  ", "x" * 5000, '% _ \\ "'])
def test_what_cannot_be_asked(kamerbron: Kamerbron, question: str) -> None:
    with pytest.raises(QuestionError, match="Expected"):
        kamerbron.ask(question)


def test_notes_on_the_question(kamerbron: Kamerbron) -> None:
    assert kamerbron.ask("Hawija").notes == (Note.ONE_WORD,)
    assert Note.CONTROL_CHARACTERS in kamerbron.ask("Hawija\x00 schade").notes
    assert Note.UNKNOWN_SCRIPT in kamerbron.ask("𓀀𓀁𓀂 𓀃𓀄𓀅 𓀆𓀇").notes


@pytest.mark.parametrize(
    "question",
    [
        "<script>alert(1)</script> Irak",
        "'; DROP TABLE papers; --",
        "runs:* AND (",
        "😀 Irak?",
    ],
)
def test_hostile_questions_are_only_questions(kamerbron: Kamerbron, question: str) -> None:
    result = kamerbron.ask(question)
    assert result.query == question
    assert len(result.hits) == 5


def test_answer_by_identifier(kamerbron: Kamerbron) -> None:
    paper, answer = kamerbron.answer("kst-27925-748#13")
    assert (paper.id, answer) == ("kst-27925-748", ANSWERS["kst-27925-748#13"])
    with pytest.raises(UnknownAnswer, match="kst-1#1: the index holds no such answer"):
        kamerbron.answer("kst-1#1")


def test_json_is_the_contract(kamerbron: Kamerbron) -> None:
    found = kamerbron.ask("Hoeveel demonstranten zijn er gedood in Irak?", k=1, id="q1").as_json()
    hit = found["hits"][0]
    assert list(found) == [
        "id", "query", "answerable", "confidence", "index", "hits", "timeline",
    ]  # fmt: skip
    assert list(hit) == [
        "rank", "score", "id", "document", "questions", "question", "answer", "evidence",
        "status", "refers_to", "date", "asked_by", "answered_by", "citation", "url", "why", "newer",
    ]  # fmt: skip
    assert (found["id"], hit["questions"], hit["date"]) == ("q1", [9], "2020-10-09")
    assert hit["citation"] == "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 9"
    assert hit["url"] == "https://zoek.officielebekendmakingen.nl/kst-27925-748.html"
    assert hit["answered_by"] == "Minister van Buitenlandse Zaken"
    assert hit["asked_by"] is None
