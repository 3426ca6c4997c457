"""What questions name: papers and questions in them, periods, people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import STARTER, Paper, PaperType, load_corpus
from retrieval.understanding import Address, Role, understand

STARTERS = tuple(document.paper for document in load_corpus(STARTER).documents)
AANHANGSEL = Paper(
    id="ah-tk-20232024-1314",
    type=PaperType.WRITTEN_QUESTIONS,
    title="Antwoord op vragen",
    chamber="II",
    session="2023/24",
    number="1314",
    asked_by=("Çelik (SP)",),
)
PAPERS = (*STARTERS, AANHANGSEL)


@pytest.mark.parametrize(
    ("question", "document", "numbers"),
    [
        ("antwoord op vraag 12 van nr. 748", "kst-27925-748", [12]),
        ("vraag 12 nr 748", "kst-27925-748", [12]),
        ("kst-27925-748#12", "kst-27925-748", [12]),
        ("KST-27925-956#7-10", "kst-27925-956", [7, 8, 9, 10]),
        (
            "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 12",
            "kst-27925-748",
            [12],
        ),
        ("27 925 nr. 956 vraag 7-10", "kst-27925-956", [7, 8, 9, 10]),
        ("Aanhangsel 1314 vraag 3", "ah-tk-20232024-1314", [3]),
        ("Aanhangsel Handelingen II 2023/24, nr. 1314, vraag 3", "ah-tk-20232024-1314", [3]),
        ("2021Z18068 vraag 4", "2021Z18068", [4]),
        ("answer to question 12 of no. 748", "kst-27925-748", [12]),
        ("Frage 12 in Nr. 748", "kst-27925-748", [12]),
        ("question 12 du nº 748", "kst-27925-748", [12]),
        ("vragen 1 t/m 3 en 5 van nr. 748", "kst-27925-748", [1, 2, 3, 5]),
    ],
)
def test_an_address(question: str, document: str, numbers: list[int]) -> None:
    understood = understand(question, PAPERS)
    assert understood.addresses == tuple(Address(document, number) for number in numbers)
    assert understood.papers == ()
    assert understood.periods == ()


@pytest.mark.parametrize(
    "question",
    [
        "27925, 748 vraag 3 en vraag 4 van nr. 956",
        "vraag 3 van nr. 748 en vraag 4 van nr. 956",
        "nr. 748, vraag 3, en nr. 956, vraag 4",
    ],
)
def test_two_addresses_each_with_its_own_paper(question: str) -> None:
    assert understand(question, PAPERS).addresses == (
        Address("kst-27925-748", 3),
        Address("kst-27925-956", 4),
    )


@pytest.mark.parametrize(
    "question",
    [
        "vraag 12",
        "vraag 12 miljoen van nr. 748",
        "de vraag 12 procent te betalen, zie nr. 748",
        "vraag 3 oktober in nr. 748",
        "vraag 12 van nr. 747",
        "kst-27925-999#12",
        "27 926, nr. 748, vraag 12",
    ],
)
def test_no_address(question: str) -> None:
    assert understand(question, PAPERS).addresses == ()


def test_a_question_alone_is_an_address_where_there_is_one_paper() -> None:
    only = STARTERS[1]
    assert understand("vraag 12", (only,)).addresses == (Address(only.id, 12),)


@pytest.mark.parametrize(
    ("question", "papers"),
    [
        ("wat staat er in nr. 748", ("kst-27925-748",)),
        ("Kamerstuk 27925-963", ("kst-27925-963",)),
        ("de brief van 20 december 2023", ("kst-27925-963",)),
        ("the letter of 20 December 2023", ("kst-27925-963",)),
        ("wat vroeg de Eerste Kamer in stuk AA", ("kst-27925-AA",)),
        ("nr. 748 en nr. 956", ("kst-27925-748", "kst-27925-956")),
        ("resolutie nr. 748", ()),
        ("de brief van 21 december 2023", ()),
        ("op 20 december 2023", ()),
        ("748 militairen", ()),
        ("wat vindt de Eerste Kamer", ()),
    ],
)
def test_papers_named(question: str, papers: tuple[str, ...]) -> None:
    assert understand(question, PAPERS).papers == papers


def test_a_number_of_two_papers_names_neither() -> None:
    twin = replace(STARTERS[1], id="kst-11111-748", dossier="11111")
    assert understand("nr. 748", (*PAPERS, twin)).papers == ()
    assert understand("11 111, nr. 748", (*PAPERS, twin)).papers == ("kst-11111-748",)


def test_the_day_of_a_paper_is_no_period() -> None:
    understood = understand("wat zegt de brief van 20 december 2023 over oktober 2023", PAPERS)
    assert understood.papers == ("kst-27925-963",)
    assert [period.since for period in understood.periods] == [date(2023, 10, 1)]
    assert understood.period == understood.periods[0]


@pytest.mark.parametrize(
    ("question", "people"),
    [
        ("Wat vroeg boswijk?", [("Boswijk", Role.PERSON, ("2021Z18068",))]),
        ("minister Knapen", [("Knapen", Role.PERSON, ("2021Z18068",))]),
        ("vragen van Celik", [("Çelik", Role.PERSON, ("ah-tk-20232024-1314",))]),
        ("wat zei Ollongren", [("Ollongren", Role.PERSON, ("kst-27925-963",))]),
        ("het CDA", [("CDA", Role.PARTY, ("2021Z18068",))]),
        ("de SP-fractie", [("SP", Role.PARTY, ("kst-27925-AA", "ah-tk-20232024-1314"))]),
        ("de sp-fractie", [("SP", Role.PARTY, ("kst-27925-AA", "ah-tk-20232024-1314"))]),
        ("zei minister Kamp dat", [("Kamp", Role.PERSON, ("2021Z18068",))]),
        ("minister van Defensie", [("Defensie", Role.OFFICE, ("2021Z18068", "kst-27925-963"))]),
        ("wie bewaakt het kamp", []),
        ("hoeveel zijn er in Kamp Taji", []),
        ("hoeveel geeft Defensie uit", []),
    ],
)
def test_people(question: str, people: list[tuple[str, Role, tuple[str, ...]]]) -> None:
    found = understand(question, PAPERS).people
    assert [(one.name, one.role, one.documents) for one in found] == people


_WORDS = (
    "vraag vragen nr. 748 956 12 - 7-10 t/m kst-27925-748 #12 27 925 27925, AA Eerste Kamer "
    "Aanhangsel 1314 minister Boswijk SP brief van 20 december 2023 İ ß 2021Z18068 miljoen"
).split()


@given(st.text() | st.lists(st.sampled_from(_WORDS)).map(" ".join))
def test_any_text_is_understood(text: str) -> None:
    understood = understand(text, PAPERS)
    held = {paper.id for paper in PAPERS}
    assert {address.document for address in understood.addresses} <= held
    assert set(understood.papers) <= held
    for start, end in [
        *(p.source for p in understood.periods),
        *(n.span for n in understood.people),
    ]:
        assert 0 <= start < end <= len(text)
