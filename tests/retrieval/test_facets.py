"""What each filter would leave, counted in official answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import STARTER, OfficialAnswer, Paper, PaperType, Status, load_corpus
from retrieval import Facets, Filters
from retrieval.facets import AnswerTable
from retrieval.filters import CRITERIA

DOCUMENTS = load_corpus(STARTER).documents
PAPERS = [document.paper for document in DOCUMENTS]
ANSWERS = [answer for document in DOCUMENTS for answer in document.answers]


@pytest.fixture(scope="module")
def table() -> AnswerTable:
    return AnswerTable(PAPERS, ANSWERS)


def test_everything_in_the_starter_corpus_is_counted(table: AnswerTable) -> None:
    assert table.facets(Filters()) == Facets(
        chambers=(("I", 7), ("II", 127)),
        types=(
            (PaperType.WRITTEN_QUESTIONS, 9),
            (PaperType.QUESTION_LIST, 112),
            (PaperType.CONSULTATION, 7),
            (PaperType.LETTER, 6),
        ),
        dossiers=(("27925", 125),),
        parties=(("CDA", 9), ("SP", 7)),
        ministers=(
            ("Bruins Slot (Buitenlandse Zaken)", 6),
            ("Kamp (Defensie)", 9),
            ("Knapen (Buitenlandse Zaken)", 9),
            ("Minister van Buitenlandse Zaken", 119),
            ("Ollongren (Defensie)", 6),
        ),
        statuses=((Status.SUBSTANTIVE, 125), (Status.REFERRAL, 6), (Status.DECLINED, 3)),
        years=((2023, 50), (2021, 9), (2020, 75)),
        documents=(
            ("kst-27925-963", 6),
            ("kst-27925-956", 44),
            ("2021Z18068", 9),
            ("kst-27925-748", 68),
            ("kst-27925-AA", 7),
        ),
        passing=134,
        without={},
    )


def test_a_filter_does_not_hide_its_own_alternatives(table: AnswerTable) -> None:
    facets = table.facets(Filters(chambers=("I",), statuses=(Status.DECLINED,)))
    assert facets.chambers == (("I", 0), ("II", 3))
    assert facets.statuses == ((Status.SUBSTANTIVE, 7), (Status.REFERRAL, 0), (Status.DECLINED, 0))
    assert facets.years == ((2023, 0), (2021, 0), (2020, 0))
    assert facets.passing == 0


def test_where_nothing_passes_it_says_what_each_filter_takes(table: AnswerTable) -> None:
    """No letter of 2020: without the period there are 6 answers, without the kind of paper 75."""
    filters = Filters(since=date(2020, 1, 1), until=date(2020, 12, 31), types=("brief",))
    facets = table.facets(filters)
    assert (facets.passing, dict(facets.without)) == (0, {"period": 6, "types": 75})
    only_together = table.facets(replace(filters, parties=("CDA",)))
    assert dict(only_together.without) == {"period": 0, "types": 0, "parties": 0}
    declined = Filters(since=date(2021, 1, 1), statuses=(Status.DECLINED,))
    assert dict(table.facets(declined).without) == {"period": 3, "statuses": 59}


def test_what_was_chosen_is_listed_even_where_the_corpus_has_no_such_thing(
    table: AnswerTable,
) -> None:
    facets = table.facets(
        Filters(parties=("VVD",), ministers=("defensie",), documents=("kst-1",), types=("motie",))
    )
    assert facets.parties[-1] == ("VVD", 0)
    assert facets.ministers[-1] == ("defensie", 0)
    assert facets.documents[-1] == ("kst-1", 0)
    assert facets.types[-1] == ("motie", 0)
    assert table.facets(Filters(ministers=("defensie",))).ministers[-1] == ("defensie", 15)
    announced = table.facets(Filters(statuses=(Status.ANNOUNCEMENT,))).statuses
    assert announced[2] == (Status.ANNOUNCEMENT, 0)


def test_one_office_in_two_spellings_is_one_entry() -> None:
    papers = [
        Paper("a", PaperType.LETTER, "", answered_by=("Minister van Defensie",)),
        Paper("b", PaperType.LETTER, "", answered_by=("minister van Defensie", "Kamp (Defensie)")),
    ]
    answers = [OfficialAnswer(f"{name}#1", (), "Ja.", Status.SUBSTANTIVE) for name in "ab"]
    facets = AnswerTable(papers, answers).facets(Filters())
    assert facets.ministers == (("Kamp (Defensie)", 1), ("Minister van Defensie", 2))


def test_two_askers_of_one_party_count_an_answer_once() -> None:
    paper = Paper("a", PaperType.LETTER, "", asked_by=("Kati (SP)", "Dobbe (SP)", "De Hoop (PvdA)"))
    other = Paper("b", PaperType.LETTER, "", asked_by=("Piri (GroenLinks-PvdA)",))
    answers = [OfficialAnswer(f"{name}#1", (), "Ja.", Status.SUBSTANTIVE) for name in "ab"]
    facets = AnswerTable([paper, other], answers).facets(Filters())
    assert facets.parties == (("GroenLinks-PvdA", 1), ("PvdA", 2), ("SP", 1))


# Random papers, so that every filter meets values that overlap, fit each other, or are missing.
_days = st.none() | st.dates(date(2019, 1, 1), date(2022, 12, 31))
_DOSSIERS = ["27925", "36410-X", "21501-02"]
_ASKERS = ["Kati (SP)", "Mutluer (GroenLinks-PvdA)", "De Hoop (PvdA)", "SP-fractie", "Wilders"]
_MINISTERS = ["Minister van Defensie", "minister van Defensie", "Kamp (Defensie)", "Defensie"]
_papers = st.lists(
    st.builds(
        Paper,
        id=st.none(),
        type=st.sampled_from(PaperType),
        title=st.just(""),
        chamber=st.sampled_from([None, "I", "II"]),
        dossier=st.sampled_from([None, *_DOSSIERS]),
        dossiers=st.lists(st.sampled_from(_DOSSIERS), max_size=2).map(tuple),
        date=_days,
        asked_on=_days,
        asked_by=st.lists(st.sampled_from(_ASKERS), max_size=3).map(tuple),
        answered_by=st.lists(st.sampled_from(_MINISTERS), max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=8,
).map(lambda papers: [replace(paper, id=f"p{n}") for n, paper in enumerate(papers)])


def _filters(papers: list[Paper]) -> st.SearchStrategy[Filters]:
    def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
        return st.lists(st.sampled_from(values), max_size=2).map(tuple) if values else st.just(())

    known = sorted({d for paper in papers for d in CRITERIA["dossiers"].values(paper)})
    return st.builds(
        Filters,
        since=st.none() | st.dates(date(2019, 1, 1), date(2020, 12, 31)),
        until=st.none() | st.dates(date(2021, 1, 1), date(2022, 12, 31)),
        documents=some([paper.id for paper in papers]),
        types=some(list(PaperType)),
        parties=some(["SP", "PvdA", "groenlinks", "VVD"]),
        ministers=some(["defensie", "Minister van Defensie", "Kamp"]),
        chambers=some(["I", "II"]),
        dossiers=some(known),
        statuses=some(list(Status)),
    )


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_counts_are_those_of_the_filters_themselves(data: st.DataObject) -> None:
    papers = data.draw(_papers)
    statuses = data.draw(st.lists(st.sampled_from(Status), min_size=1, max_size=20))
    answers = [
        OfficialAnswer(f"{papers[n % len(papers)].id}#{n}", (), "Ja.", status)
        for n, status in enumerate(statuses)
    ]
    filters = data.draw(_filters(papers))

    def passing(filters: Filters) -> int:
        chosen = {paper.id for paper in filters.select(papers)}
        return sum(a.id.partition("#")[0] in chosen and filters.lets(a) for a in answers)

    facets = AnswerTable(papers, answers).facets(filters)
    for name in (*CRITERIA, "statuses"):
        listed = dict(getattr(facets, name))
        assert set(getattr(filters, name)) <= listed.keys()
        for value, count in listed.items():
            assert count == passing(replace(filters, **{name: (value,)})), (name, value)
    for year, count in facets.years:
        whole = {"since": date(year, 1, 1), "until": date(year, 12, 31)}
        assert count == passing(replace(filters, **whole)), year
    assert {year for year, _ in facets.years} == {p.known_day.year for p in papers if p.known_day}
    assert facets.passing == passing(filters)
    lifted = {name: {name: ()} for name in (*CRITERIA, "statuses") if getattr(filters, name)}
    if filters.since or filters.until:
        lifted["period"] = {"since": None, "until": None}
    assert dict(facets.without) == {
        name: passing(replace(filters, **change)) for name, change in lifted.items()
    }
