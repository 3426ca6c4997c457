"""Which papers may answer."""

from __future__ import annotations

from datetime import date

import pytest

from corpus import STARTER, Paper, PaperType, load_corpus
from retrieval.filters import FilterError, Filters, parties

PAPERS = tuple(document.paper for document in load_corpus(STARTER).documents)


def ids(filters: Filters) -> list[str]:
    return [paper.id for paper in filters.select(PAPERS)]


def test_no_filter_lets_all_through() -> None:
    assert ids(Filters()) == [paper.id for paper in PAPERS]
    assert not Filters()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(since=date(2023, 1, 1)), ["kst-27925-956", "kst-27925-963"]),
        (Filters(since=date(2023, 10, 24), until=date(2023, 10, 24)), ["kst-27925-956"]),
        # no source dates the answer of 2021Z18068: the day on which it was asked stands in
        (Filters(since=date(2021, 1, 1), until=date(2021, 12, 31)), ["2021Z18068"]),
        (Filters(until=date(2020, 6, 1)), ["kst-27925-AA"]),
        (Filters(documents=("kst-27925-AA", "kst-27925-748")), ["kst-27925-748", "kst-27925-AA"]),
        (Filters(types=(PaperType.LETTER,)), ["kst-27925-963"]),
        (Filters(parties=("CDA",)), ["2021Z18068"]),
        (Filters(parties=("sp",)), ["kst-27925-AA"]),
        (Filters(parties=("VVD",)), []),
        (Filters(ministers=("Ollongren",)), ["kst-27925-963"]),
        (Filters(ministers=("defensie",)), ["2021Z18068", "kst-27925-963"]),
        (Filters(ministers=("defensie",), since=date(2022, 1, 1)), ["kst-27925-963"]),
    ],
)
def test_filters(filters: Filters, expected: list[str]) -> None:
    assert ids(filters) == expected
    assert filters


def test_undated_papers_pass_no_period() -> None:
    paper = Paper("x", PaperType.LETTER, "Brief")
    assert Filters(since=date(1900, 1, 1)).select([paper]) == ()
    assert Filters().select([paper]) == (paper,)


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(documents=("kst-1",)), "kst-1: no such document. There are 2021Z18068, "),
        (Filters(types=("motie",)), "motie: no such type. There are antwoord-op"),
        (Filters(since=date(2024, 1, 1), until=date(2023, 1, 1)), "ends .* before it begins"),
    ],
)
def test_impossible_filters_are_refused(filters: Filters, message: str) -> None:
    with pytest.raises(FilterError, match=message):
        filters.select(PAPERS)


def test_parties_of_members_and_fractions() -> None:
    paper = Paper(
        "x",
        PaperType.WRITTEN_QUESTIONS,
        "t",
        asked_by=("Kostić (PvdD)", "Mutluer (GroenLinks-PvdA)", "50PLUS-fractie"),
    )
    assert parties(paper) == ("PvdD", "GroenLinks-PvdA", "50PLUS")
    assert Filters(parties=("PvdA",)).select([paper]) == (paper,)
    assert Filters(parties=("PLUS",)).select([paper]) == ()
