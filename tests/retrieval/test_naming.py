"""What a question names, held against the answers of the starter corpus; numbers worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import log, sqrt

import numpy as np
import numpy.typing as npt
import pytest

from corpus import STARTER, load_corpus
from indexing import PublishedIndex, Recipe, open_published, refresh
from indexing.encoder import PassageReadings, QueryReading
from indexing.tokens import QueryTokens
from retrieval import Kamerbron
from retrieval.aliases import Aliases, shipped
from retrieval.naming import Naming
from retrieval.ranking import Ranked, Signals


class NoMeaning:
    """An `Encoder` for which all texts mean the same: names are read from the texts themselves."""

    name = "none"
    revision = "r1"
    query_prompt = ""
    passage_prompt = ""
    dimension = 2
    max_tokens = 512
    token_width = 0

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.tile(np.array([1, 0], np.float32), (len(texts), 1))

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        if progress:
            progress(len(texts))
        return self.encode_queries(texts)

    def read_query(self, text: str) -> QueryReading:
        none = QueryTokens(np.zeros((0, 0), np.int8), np.zeros(0, np.float32))
        return QueryReading(self.encode_queries([text])[0], none)

    def read_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> PassageReadings:
        none = [np.zeros((0, 0), np.int8)] * len(texts)
        return PassageReadings(self.encode_passages(texts, progress=progress), none)

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        return [(at, at + 1) for at in range(0, len(text), 5)]

    def unknown_share(self, _text: str) -> float:
        return 0.0


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublishedIndex]:
    root = tmp_path_factory.mktemp("naming")
    recipe = Recipe(model="none", query_prompt="", passage_prompt="", chunk_tokens=320)
    refresh(load_corpus(STARTER).documents, "f1", recipe, NoMeaning(), root)
    opened = open_published(root, expect=recipe, revision="r1", fingerprint="f1")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def naming(index: PublishedIndex) -> Naming:
    return Naming(index, index.papers(), shipped())


def signals(naming: Naming, question: str, *answers: str) -> dict[str, Signals]:
    ranked = [Ranked(answer, 0.5, Signals(passage=0.75, terms=0.25)) for answer in answers]
    return naming.signals(question, naming.understood(question), ranked)


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("vraag 12 van nr. 748", ("kst-27925-748#12",)),
        ("vraag 8 van nr. 956", ("kst-27925-956#7-10",)),
        ("kst-27925-956#8", ("kst-27925-956#7-10",)),
        ("answer to question 21 of no. 748", ("kst-27925-748#20-21",)),
        ("vragen 7 t/m 11 van nr. 956", ("kst-27925-956#7-10", "kst-27925-956#11")),
        (
            "27925, 956 vraag 11 en vraag 4 van nr. 748",
            ("kst-27925-956#11", "kst-27925-748#4"),
        ),
        ("vraag 12 van nr. 999", ()),
        ("vraag 400 van nr. 748", ()),
        ("vraag 3 van nr. 963", ()),
        ("Wat staat er in nr. 748?", ()),
    ],
)
def test_an_answer_is_addressed_by_the_number_of_any_of_its_questions(
    naming: Naming, question: str, answers: tuple[str, ...]
) -> None:
    assert naming.addressed(naming.understood(question)) == answers


def test_the_answer_addressed_and_the_paper_named_are_marked(naming: Naming) -> None:
    answers = ("kst-27925-956#7-10", "kst-27925-956#11", "kst-27925-748#8")
    found = signals(naming, "vraag 8 van nr. 956", *answers)
    assert [found[answer].address for answer in answers] == [1, 0, 0]
    assert [found[answer].paper for answer in answers] == [0, 0, 0]
    found = signals(naming, "wat staat er in nr. 956", *answers)
    assert [found[answer].address for answer in answers] == [0, 0, 0]
    assert [found[answer].paper for answer in answers] == [1, 1, 0]


def test_the_terms_are_looked_for_with_names_in_dutch_too(index: PublishedIndex) -> None:
    """2021Z18068#3 says "Verenigde Staten", and nothing that the French question says."""
    question, answer = "Que disent les Américains ?", "2021Z18068#3"
    without, with_names = (
        next(e for e in Kamerbron(index, NoMeaning(), None, names).rank(question) if e.id == answer)
        for names in (Aliases(), shipped())
    )
    chunks = index.chunks_of({"2021Z18068"})
    chunk = np.array([n for n in chunks.tolist() if index.answer_of(n) == answer])
    said = index.term_shares("Que disent les Verenigde Staten ?", chunk)
    assert with_names.signals.terms == pytest.approx(
        (without.signals.terms + max(said.values())) / 2
    )
    assert with_names.signals.terms > 3 * without.signals.terms


def test_signals_add_to_those_that_were_there(naming: Naming) -> None:
    question = "Waarom kwamen er geen beschermende maatregelen?"
    assert signals(naming, question, "kst-27925-748#33") == {
        "kst-27925-748#33": Signals(passage=0.75, terms=0.25)
    }


@pytest.mark.parametrize(
    "question",
    [
        "Hoeveel Nederlandse militairen bewaken de basis in Jordanië?",
        "how many DUTCH soldiers guard the base in Jordan?",
        "Wie viele niederländische Soldaten bewachen den Stützpunkt in Jordanien?",
        "Combien de soldats néerlandais gardent la base en Jordanie ?",
    ],
)
def test_the_same_things_are_named_in_every_language(naming: Naming, question: str) -> None:
    assert naming.named_in(question) == {"jordan", "netherlands", "soldiers"}
    assert naming.shared(question, "kst-27925-748#33") == ("jordan", "netherlands")
    assert naming.shared(question, "kst-27925-956#37") == ("netherlands", "soldiers")
    assert naming.shared("Wat doet Japan?", "kst-27925-748#33") == ()


def test_names_weigh_by_how_few_of_the_best_name_them(naming: Naming) -> None:
    question = "Wat weten Koerden over Jordanië?"
    assert naming.named_in(question) == {"kurds", "jordan"}
    two_of_jordan = ("kst-27925-748#31", "kst-27925-748#33")
    kurds, neither = "kst-27925-748#49", "kst-27925-956#37"
    found = signals(naming, question, *two_of_jordan, kurds, neither)
    jordan_weighs, kurds_weigh = log(1 + 4 / 3), log(1 + 4 / 2)
    whole = jordan_weighs + kurds_weigh
    for answer in two_of_jordan:
        assert found[answer].names == pytest.approx(jordan_weighs / whole)
    assert found[kurds].names == pytest.approx(kurds_weigh / whole)
    assert found[neither].names == 0


def test_a_thing_that_none_names_lowers_the_share(naming: Naming) -> None:
    answer = "kst-27925-748#33"
    assert signals(naming, "Wat gebeurt er in Jordanië?", answer)[answer].names == 1
    question = "Wat gebeurt er in Jordanië en Japan?"
    assert naming.named_in(question) == {"jordan", "japan"}
    share = log(1 + 1 / 2) / (log(1 + 1 / 2) + log(1 + 1 / 1))
    assert signals(naming, question, answer)[answer].names == pytest.approx(share)


def test_a_time_asked_about_is_held_against_the_paper_and_the_text(naming: Naming) -> None:
    early, late = "kst-27925-748#33", "kst-27925-963#combined-maritime-forces-cmf"
    # The paper of #33 is of 9 October 2020; its text names 30 September 2021, a day of 30, ahead.
    # The letter came 811 days after that month and names nothing of it.
    found = signals(naming, "Wat gebeurde er in september 2021?", early, late)
    assert found[early].date == pytest.approx((0.5 + 0.5 * sqrt(1 / 30)) / 2 * 0.1)
    assert found[late].date == pytest.approx(0.5 ** ((811 - 92) / 182) * 0.9)
    assert signals(naming, "Wat gebeurde er?", early, late)[early].date == 0


def test_a_paper_without_a_day_counts_from_the_day_it_was_asked(naming: Naming) -> None:
    # Asked on 15 October 2021; no time in this answer lies in that year.
    asked, other = "2021Z18068#8", "kst-27925-748#12"
    found = signals(naming, "Wat gebeurde er in oktober 2021?", asked, other)
    assert (found[asked].date, found[other].date) == (0.9, 0)


def test_people_mark_the_answers_of_their_papers(naming: Naming) -> None:
    answers = ("kst-27925-963#combined-maritime-forces-cmf", "2021Z18068#2", "kst-27925-748#12")
    found = signals(naming, "Wat schreef Ollongren hierover?", *answers)
    assert [found[answer].people for answer in answers] == [1, 0, 0]
    found = signals(naming, "Wat schreven Ollongren en Boswijk hierover?", *answers)
    assert [found[answer].people for answer in answers] == [1, 1, 0]


def test_whoever_is_in_all_papers_tells_none_apart(naming: Naming) -> None:
    answers = ("kst-27925-963#combined-maritime-forces-cmf", "2021Z18068#2", "kst-27925-748#12")
    question = "Wat zei de minister van Buitenlandse Zaken?"
    assert len(naming.understood(question).people[0].documents) == 5
    assert {entry.people for entry in signals(naming, question, *answers).values()} == {0}
