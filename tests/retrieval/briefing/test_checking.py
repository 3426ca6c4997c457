"""Whether a quote stands in the corpus: unchanged, elsewhere, no longer, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from corpus import OfficialAnswer
from retrieval import CitationStyle
from retrieval.briefing import Briefing, Checked, Quote, Quoted, Standing, Unfounded, check
from retrieval.briefing.checking import Find, paragraphs

ID = "kst-27925-748#24"
REFERRAL = "kst-27925-748#14"
SECOND = "De VN verwacht dat het armoedecijfer in Irak in 2020 zal verdubbelen"
Finding = Callable[[Mapping[str, OfficialAnswer]], Find]


def taken(answers: Mapping[str, OfficialAnswer], find: Find, part: str = "") -> Checked:
    """A briefing of one quote, as it was seen in the starter corpus."""
    text = answers[ID].text
    at = text.index(part)
    spans = ((at, at + len(part)),) if part else ()
    return check(Briefing("Irak", (Quote(ID, spans, "noot"),)), find)


def changed(answers: Mapping[str, OfficialAnswer], text: str) -> dict[str, OfficialAnswer]:
    return {**answers, ID: replace(answers[ID], text=text)}


def test_quote_taken_with_its_evidence_is_of_whole_sentences(
    answers: Mapping[str, OfficialAnswer], find: Find
) -> None:
    (entry,) = taken(answers, find, SECOND).quoted
    (passage,) = entry.quote.passages(entry.answer)
    assert passage == SECOND + ", van 20% tot ongeveer 40%."
    assert entry.standing is Standing.UNCHANGED
    citation = "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 24"
    assert entry.quote.imprint is not None
    assert entry.quote.imprint.citation == citation
    assert entry.citation(CitationStyle.AANWIJZINGEN) == citation


def test_checking_again_changes_nothing(answers: Mapping[str, OfficialAnswer], find: Find) -> None:
    once = taken(answers, find, SECOND)
    assert check(once.briefing, find) == once


def test_quote_in_a_changed_answer_is_found_where_it_stands_now(
    answers: Mapping[str, OfficialAnswer], find: Find, finding: Finding
) -> None:
    before = taken(answers, find, SECOND)
    text = f"Een nieuwe eerste zin. {answers[ID].text}"
    now = check(before.briefing, finding(changed(answers, text)))
    (entry,) = now.quoted
    assert entry.standing is Standing.MOVED
    assert entry.quote.passages(entry.answer) == before.quoted[0].quote.passages(answers[ID])
    assert check(now.briefing, finding(changed(answers, text))) == now


def test_quote_that_stands_where_it_stood_says_that_the_rest_changed(
    answers: Mapping[str, OfficialAnswer], find: Find, finding: Finding
) -> None:
    before = taken(answers, find, SECOND)
    now = check(before.briefing, finding(changed(answers, answers[ID].text + " Nog een zin.")))
    assert [entry.standing for entry in now.entries] == [Standing.MOVED]
    assert now.briefing == before.briefing


def test_words_that_are_gone_or_stand_there_twice_are_not_quoted(
    answers: Mapping[str, OfficialAnswer], find: Find, finding: Finding
) -> None:
    before = taken(answers, find, SECOND)
    text = answers[ID].text
    for other in (text.replace("2020", "2021"), f"Nee. {text} {text}", "Zie het antwoord."):
        (entry,) = check(before.briefing, finding(changed(answers, other))).entries
        assert isinstance(entry, Unfounded)
        assert entry.standing is Standing.CHANGED
        assert entry.quote == before.briefing.quotes[0]


def test_words_that_are_part_of_a_sentence_now_are_not_quoted(
    answers: Mapping[str, OfficialAnswer], find: Find, finding: Finding
) -> None:
    before = taken(answers, find, SECOND)
    (passage,) = before.quoted[0].quote.passages(answers[ID])
    text = f"Het is niet zo dat wij zeggen: «{passage}» en dat was het"
    (entry,) = check(before.briefing, finding(changed(answers, text))).entries
    assert entry.standing is Standing.CHANGED


def test_answer_that_the_corpus_does_not_have_keeps_its_words(
    answers: Mapping[str, OfficialAnswer], find: Find, finding: Finding
) -> None:
    before = taken(answers, find, SECOND)
    now = check(before.briefing, finding({}))
    assert now.entries == (Unfounded(before.briefing.quotes[0], Standing.MISSING),)
    assert now.quoted == ()
    assert check(now.briefing, find) == before


def test_referral_brings_what_it_points_to(find: Find) -> None:
    (entry,) = check(Briefing("", (Quote(REFERRAL),)), find).quoted
    assert [answer.id for _, answer in entry.targets] == ["kst-27925-748#13"]


def test_gaps_are_shown_in_a_paragraph_and_between_paragraphs() -> None:
    text = "Een. Twee. Drie.\n\nVier. Vijf.\n\n1 Zes."
    assert paragraphs(text, ()) == ("Een. Twee. Drie.", "Vier. Vijf.", "1 Zes.")
    assert paragraphs(text, ((0, 4), (11, 23))) == ("Een. […] Drie.", "Vier.")
    assert paragraphs(text, ((0, 4), (24, 29))) == ("Een.", "[…]", "Vijf.")
    assert paragraphs(text, ((5, 10),)) == ("Twee.",)


def test_every_quote_of_the_corpus_is_one_of_paragraphs(
    answers: Mapping[str, OfficialAnswer], find: Find
) -> None:
    whole = Briefing("", tuple(Quote(name) for name in answers))
    for entry in check(whole, find).entries:
        assert isinstance(entry, Quoted)
        assert "\n\n".join(entry.paragraphs) == entry.answer.text
