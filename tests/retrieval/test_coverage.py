"""What a corpus holds and does not, counted from its own papers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from corpus import STARTER, PaperType, ParseWarning, Status, load_corpus
from retrieval.coverage import coverage, place_of

DOCUMENTS = load_corpus(STARTER).documents


def test_the_starter_corpus() -> None:
    covered = coverage(DOCUMENTS)
    assert (covered.papers, covered.answers) == (5, 134)
    assert (covered.first, covered.last) == (date(2020, 3, 30), date(2023, 12, 20))
    assert {year: count.total() for year, count in covered.years.items()} == {
        2020: 2,
        2021: 1,
        2022: 0,
        2023: 2,
    }
    assert covered.empty_years == (2022,)
    assert covered.years[2021] == Counter({PaperType.WRITTEN_QUESTIONS: 1})
    assert covered.absent_types == (PaperType.ANNOUNCEMENT,)
    assert covered.statuses == Counter(
        {Status.SUBSTANTIVE: 125, Status.REFERRAL: 6, Status.DECLINED: 3}
    )
    assert covered.chambers == Counter({"II": 4, "I": 1})
    assert covered.dossiers == Counter({"27925": 4})
    assert (covered.without_dossier, covered.undated) == (1, 0)
    assert len(covered.named) == 19
    assert not {document.id for document in DOCUMENTS} & covered.named.keys()
    assert list(covered.named.values()) == sorted(covered.named.values(), reverse=True)


def test_a_paper_without_a_day_comes_last_and_no_papers_cover_nothing() -> None:
    undated = replace(DOCUMENTS[0], paper=replace(DOCUMENTS[0].paper, date=None, asked_on=None))
    covered = coverage([DOCUMENTS[1], undated])
    assert list(covered.years) == [2020, None]
    assert covered.undated == 1
    assert coverage([undated]).first is None
    assert coverage([]).years == {}


def test_the_place_of_a_warning_is_the_words_there() -> None:
    assert place_of(ParseWarning(4, "?"), "Een \n vraag  over\nIrak") == "vraag over Irak"
    assert place_of(ParseWarning(99, "?"), "Kort") == ""
