"""Which papers may answer."""

from __future__ import annotations

from datetime import date

import pytest

from corpus import STARTER, Paper, PaperType, Status, load_corpus
from retrieval.filters import FilterError, Filters, dossiers, parties

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


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(chambers=("I",)), ["kst-27925-AA"]),
        (Filters(chambers=("II", "I")), [paper.id for paper in PAPERS]),
        (Filters(chambers=("I",), parties=("CDA",)), []),
        # the answers to Boswijk's questions are in no dossier
        (Filters(dossiers=("27 925",)), [paper.id for paper in PAPERS if paper.dossier]),
        (
            Filters(dossiers=("27925",), chambers=("II",), until=date(2022, 1, 1)),
            ["kst-27925-748"],
        ),
        # it is a filter on answers: no paper falls away
        (Filters(statuses=(Status.REFERRAL,)), [paper.id for paper in PAPERS]),
    ],
)
def test_chambers_dossiers_and_statuses(filters: Filters, expected: list[str]) -> None:
    assert ids(filters) == expected
    assert filters


def test_every_dossier_that_the_head_names_counts() -> None:
    paper = Paper("x", PaperType.LETTER, "t", dossier="36410-X", dossiers=("36410-X", "33 763"))
    assert dossiers(paper) == ("36410-X", "33763")
    assert Filters(dossiers=("33763",)).select([paper]) == (paper,)
    assert Filters(dossiers=("36 410-X",)).select([paper]) == (paper,)


def test_statuses_are_those_of_answers() -> None:
    answers = [a for document in load_corpus(STARTER).documents for a in document.answers]
    declined = Filters(statuses=(Status.DECLINED,))
    assert [answer.id for answer in answers if declined.lets(answer)] == [
        "kst-27925-748#15", "kst-27925-748#18", "kst-27925-956#13-14",
    ]  # fmt: skip
    assert all(Filters().lets(answer) for answer in answers)


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(chambers=("III",)), "III: no such chamber. There are I, II."),
        (Filters(dossiers=("30 000",)), "30000: no such dossier. There are 27925."),
        (
            Filters(statuses=("open",)),  # type: ignore[arg-type]
            "open: no such status. There are substantive, referral, announcement, declined.",
        ),
    ],
)
def test_values_that_do_not_exist_are_refused(filters: Filters, message: str) -> None:
    with pytest.raises(FilterError) as refused:
        filters.select(PAPERS)
    assert str(refused.value) == message


def test_a_refusal_among_many_papers_stays_legible() -> None:
    papers = [Paper(f"kst-{n}-1", PaperType.LETTER, "t") for n in range(10000, 10050)]
    with pytest.raises(FilterError, match=r"kst-10019-1 and 30 more\.$"):
        Filters(documents=("kst-1",)).select(papers)
