"""The strings that readers copy, for each of the five papers and for what papers may lack."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from corpus import OfficialAnswer, Paper, PaperType, Question, Status
from retrieval.citation import CitationStyle, cite, numbers_as_text

PAGE = "https://zoek.officielebekendmakingen.nl"

VRAGEN = Paper(
    id="2021Z18068",
    type=PaperType.WRITTEN_QUESTIONS,
    title="Beantwoording vragen van het lid Boswijk (CDA) over het bericht",
    chamber="II",
    asked_on=date(2021, 10, 15),
    asked_by=("Boswijk (CDA)",),
    answered_by=("Knapen (Buitenlandse Zaken)", "Kamp (Defensie)"),
)
LIJST_748 = Paper(
    id="kst-27925-748",
    type=PaperType.QUESTION_LIST,
    title="Lijst van vragen en antwoorden",
    chamber="II",
    session="2020/21",
    dossier="27925",
    number="748",
    date=date(2020, 10, 9),
    answered_by=("Minister van Buitenlandse Zaken",),
    url=f"{PAGE}/kst-27925-748.html",
)
LIJST_956 = Paper(
    id="kst-27925-956",
    type=PaperType.QUESTION_LIST,
    title="Lijst van vragen en antwoorden over de brieven nr. 943 en nr. 946",
    chamber="II",
    session="2023/24",
    dossier="27925",
    number="956",
    date=date(2023, 10, 24),
    answered_by=("Minister van Buitenlandse Zaken",),
    url=f"{PAGE}/kst-27925-956.html",
)
OVERLEG = Paper(
    id="kst-27925-AA",
    type=PaperType.CONSULTATION,
    title="Verslag van een schriftelijk overleg",
    chamber="I",
    session="2019/20",
    dossier="27925",
    number="AA",
    date=date(2020, 3, 30),
    asked_on=date(2020, 2, 11),
    asked_by=("SP-fractie",),
    answered_by=("Minister van Buitenlandse Zaken",),
    url=f"{PAGE}/kst-27925-AA.html",
)
BRIEF = Paper(
    id="kst-27925-963",
    type=PaperType.LETTER,
    title="Brief van de Ministers van Defensie en van Buitenlandse Zaken",
    chamber="II",
    session="2023/24",
    dossier="27925",
    number="963",
    date=date(2023, 12, 20),
    answered_by=("Ollongren (Defensie)", "Bruins Slot (Buitenlandse Zaken)"),
    url=f"{PAGE}/kst-27925-963.html",
)
AANHANGSEL = Paper(
    id="ah-tk-20232024-1314",
    type=PaperType.WRITTEN_QUESTIONS,
    title="Antwoord op vragen van het lid Piri over Irak",
    chamber="II",
    session="2023/24",
    number="1314",
    asked_by=("Piri (GroenLinks-PvdA)",),
)


def answer(name: str, *numbers: int, heading: str | None = None) -> OfficialAnswer:
    return OfficialAnswer(
        id=name,
        questions=tuple(Question(number, f"Vraag {number}?") for number in numbers),
        text="Ja.",
        status=Status.SUBSTANTIVE,
        heading=heading,
    )


BOSWIJK_4 = answer("2021Z18068#4", 4)
Q12 = answer("kst-27925-748#12", 12)
Q7_10 = answer("kst-27925-956#7-10", 7, 8, 9, 10)
REPLY = answer("kst-27925-AA#2")
SECTION = answer("kst-27925-963#euam-irak", heading="EUAM Irak")
AH_3_5 = answer("ah-tk-20232024-1314#3-5", 3, 4, 5)

BOSWIJK = "Antwoord op schriftelijke vragen van het lid Boswijk (CDA), kenmerk 2021Z18068"


@pytest.mark.parametrize(
    ("paper", "official", "citation"),
    [
        (VRAGEN, None, BOSWIJK),
        (VRAGEN, BOSWIJK_4, f"{BOSWIJK}, antwoord op vraag 4"),
        (LIJST_748, None, "Kamerstukken II 2020/21, 27925, nr. 748"),
        (LIJST_748, Q12, "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 12"),
        (LIJST_956, None, "Kamerstukken II 2023/24, 27925, nr. 956"),
        (LIJST_956, Q7_10, "Kamerstukken II 2023/24, 27925, nr. 956, antwoord op vraag 7–10"),
        (OVERLEG, None, "Kamerstukken I 2019/20, 27925, AA"),
        (OVERLEG, REPLY, "Kamerstukken I 2019/20, 27925, AA"),
        (BRIEF, None, "Kamerstukken II 2023/24, 27925, nr. 963"),
        (BRIEF, SECTION, "Kamerstukken II 2023/24, 27925, nr. 963"),
        (AANHANGSEL, None, "Aanhangsel Handelingen II 2023/24, nr. 1314"),
        (AANHANGSEL, AH_3_5, "Aanhangsel Handelingen II 2023/24, nr. 1314, antwoord op vraag 3–5"),
    ],
)
def test_aanwijzingen(paper: Paper, official: OfficialAnswer | None, citation: str) -> None:
    assert cite(paper, official) == citation
    assert cite(paper, official, CitationStyle.AANWIJZINGEN) == citation


@pytest.mark.parametrize(
    ("paper", "official", "citation"),
    [
        (VRAGEN, None, BOSWIJK),
        (VRAGEN, BOSWIJK_4, f"{BOSWIJK}, antwoord op vraag 4"),
        (LIJST_748, None, "Kamerstuk 27 925, nr. 748"),
        (LIJST_748, Q12, "Kamerstuk 27 925, nr. 748, antwoord op vraag 12"),
        (LIJST_956, None, "Kamerstuk 27 925, nr. 956"),
        (LIJST_956, Q7_10, "Kamerstuk 27 925, nr. 956, antwoord op vraag 7–10"),
        (OVERLEG, None, "Kamerstuk 27 925, AA"),
        (OVERLEG, REPLY, "Kamerstuk 27 925, AA"),
        (BRIEF, None, "Kamerstuk 27 925, nr. 963"),
        (BRIEF, SECTION, "Kamerstuk 27 925, nr. 963"),
        (AANHANGSEL, None, "Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 1314"),
        (
            AANHANGSEL,
            AH_3_5,
            "Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 1314, antwoord op vraag 3–5",
        ),
    ],
)
def test_ministerie(paper: Paper, official: OfficialAnswer | None, citation: str) -> None:
    assert cite(paper, official, CitationStyle.MINISTERIE) == citation


@pytest.mark.parametrize(
    ("paper", "official", "citation"),
    [
        (
            VRAGEN,
            None,
            "Knapen (Buitenlandse Zaken) & Kamp (Defensie). (z.d.). Beantwoording vragen van het "
            "lid Boswijk (CDA) over het bericht (kenmerk 2021Z18068).",
        ),
        (
            VRAGEN,
            BOSWIJK_4,
            "Knapen (Buitenlandse Zaken) & Kamp (Defensie). (z.d.). Beantwoording vragen van het "
            "lid Boswijk (CDA) over het bericht (kenmerk 2021Z18068, antwoord op vraag 4).",
        ),
        (
            LIJST_748,
            None,
            "Minister van Buitenlandse Zaken. (2020, 9 oktober). Lijst van vragen en antwoorden "
            "(Kamerstukken II 2020/21, 27925, nr. 748). Tweede Kamer der Staten-Generaal. "
            f"{PAGE}/kst-27925-748.html",
        ),
        (
            LIJST_748,
            Q12,
            "Minister van Buitenlandse Zaken. (2020, 9 oktober). Lijst van vragen en antwoorden "
            "(Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 12). "
            f"Tweede Kamer der Staten-Generaal. {PAGE}/kst-27925-748.html",
        ),
        (
            LIJST_956,
            None,
            "Minister van Buitenlandse Zaken. (2023, 24 oktober). Lijst van vragen en antwoorden "
            "over de brieven nr. 943 en nr. 946 (Kamerstukken II 2023/24, 27925, nr. 956). "
            f"Tweede Kamer der Staten-Generaal. {PAGE}/kst-27925-956.html",
        ),
        (
            LIJST_956,
            Q7_10,
            "Minister van Buitenlandse Zaken. (2023, 24 oktober). Lijst van vragen en antwoorden "
            "over de brieven nr. 943 en nr. 946 (Kamerstukken II 2023/24, 27925, nr. 956, "
            "antwoord op vraag 7–10). Tweede Kamer der Staten-Generaal. "
            f"{PAGE}/kst-27925-956.html",
        ),
        (
            OVERLEG,
            None,
            "Minister van Buitenlandse Zaken. (2020, 30 maart). Verslag van een schriftelijk "
            "overleg (Kamerstukken I 2019/20, 27925, AA). Eerste Kamer der Staten-Generaal. "
            f"{PAGE}/kst-27925-AA.html",
        ),
        (
            OVERLEG,
            REPLY,
            "Minister van Buitenlandse Zaken. (2020, 30 maart). Verslag van een schriftelijk "
            "overleg (Kamerstukken I 2019/20, 27925, AA). Eerste Kamer der Staten-Generaal. "
            f"{PAGE}/kst-27925-AA.html",
        ),
        (
            BRIEF,
            None,
            "Ollongren (Defensie) & Bruins Slot (Buitenlandse Zaken). (2023, 20 december). Brief "
            "van de Ministers van Defensie en van Buitenlandse Zaken (Kamerstukken II 2023/24, "
            f"27925, nr. 963). Tweede Kamer der Staten-Generaal. {PAGE}/kst-27925-963.html",
        ),
        (
            BRIEF,
            SECTION,
            "Ollongren (Defensie) & Bruins Slot (Buitenlandse Zaken). (2023, 20 december). Brief "
            "van de Ministers van Defensie en van Buitenlandse Zaken (Kamerstukken II 2023/24, "
            f"27925, nr. 963). Tweede Kamer der Staten-Generaal. {PAGE}/kst-27925-963.html",
        ),
        (
            AANHANGSEL,
            AH_3_5,
            "Tweede Kamer der Staten-Generaal. (z.d.). Antwoord op vragen van het lid Piri over "
            "Irak (Aanhangsel Handelingen II 2023/24, nr. 1314, antwoord op vraag 3–5).",
        ),
    ],
)
def test_apa(paper: Paper, official: OfficialAnswer | None, citation: str) -> None:
    assert cite(paper, official, CitationStyle.APA) == citation


def test_apa_puts_no_full_stop_after_a_question_mark() -> None:
    paper = replace(LIJST_748, dossier=None, title="Hoe verder in Irak?", url=None)
    assert cite(paper, style=CitationStyle.APA) == (
        "Minister van Buitenlandse Zaken. (2020, 9 oktober). Hoe verder in Irak?"
    )


def test_apa_with_three_authors() -> None:
    paper = replace(BRIEF, answered_by=("Bruins Slot (BZ)", "Ollongren (Def)", "Yeşilgöz (JenV)"))
    assert cite(paper, style=CitationStyle.APA).startswith(
        "Bruins Slot (BZ), Ollongren (Def), & Yeşilgöz (JenV). (2023, 20 december). Brief"
    )


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((), ""),
        ((12,), "12"),
        ((13, 14), "13–14"),
        ((7, 8, 9, 10), "7–10"),
        ((3, 8), "3 en 8"),
        ((2, 4, 7), "2, 4 en 7"),
        ((1, 2, 3, 5), "1–3 en 5"),
        ((5, 1, 9, 2, 3, 8), "1–3, 5 en 8–9"),
        ((4, 4), "4"),
    ],
)
def test_numbers_as_text(numbers: tuple[int, ...], text: str) -> None:
    assert numbers_as_text(numbers) == text


@pytest.mark.parametrize(
    ("numbers", "text"), [((3, 8), "vraag 3 en 8"), ((1, 2, 3, 5), "vraag 1–3 en 5")]
)
def test_questions_apart(numbers: tuple[int, ...], text: str) -> None:
    official = answer("kst-27925-956#x", *numbers)
    assert cite(LIJST_956, official).endswith(f", nr. 956, antwoord op {text}")


@pytest.mark.parametrize(
    ("facts", "aanwijzingen", "ministerie"),
    [
        ({"session": None}, "Kamerstukken II, 27925, nr. 956", "Kamerstuk 27 925, nr. 956"),
        ({"chamber": None}, "Kamerstuk 27925, nr. 956", "Kamerstuk 27 925, nr. 956"),
        ({"number": None}, "Kamerstukken II 2023/24, 27925", "Kamerstuk 27 925"),
        (
            {"dossier": None},
            "Lijst van vragen en antwoorden over de brieven nr. 943 en nr. 946, 24 oktober 2023",
            "Lijst van vragen en antwoorden over de brieven nr. 943 en nr. 946, 24 oktober 2023",
        ),
        (
            {"dossier": None, "date": None, "title": "Lijst\nvan vragen"},
            "Lijst van vragen",
            "Lijst van vragen",
        ),
    ],
)
def test_unknown_facts_of_a_kamerstuk(
    facts: dict[str, Any], aanwijzingen: str, ministerie: str
) -> None:
    paper = replace(LIJST_956, **facts)
    assert cite(paper) == aanwijzingen
    assert cite(paper, style=CitationStyle.MINISTERIE) == ministerie


@pytest.mark.parametrize(
    ("facts", "aanwijzingen", "ministerie"),
    [
        (
            {"session": None},
            "Aanhangsel Handelingen II, nr. 1314",
            "Aanhangsel Handelingen, nr. 1314",
        ),
        (
            {"chamber": None},
            "Aanhangsel Handelingen 2023/24, nr. 1314",
            "Aanhangsel Handelingen, vergaderjaar 2023–2024, nr. 1314",
        ),
        (
            {"session": "1999/00"},
            "Aanhangsel Handelingen II 1999/00, nr. 1314",
            "Aanhangsel Handelingen, vergaderjaar 1999–2000, nr. 1314",
        ),
    ],
)
def test_unknown_facts_of_an_aanhangsel(
    facts: dict[str, Any], aanwijzingen: str, ministerie: str
) -> None:
    paper = replace(AANHANGSEL, **facts)
    assert cite(paper) == aanwijzingen
    assert cite(paper, style=CitationStyle.MINISTERIE) == ministerie


@pytest.mark.parametrize(
    ("facts", "citation"),
    [
        ({"asked_by": ()}, "Antwoord op schriftelijke vragen, kenmerk 2021Z18068"),
        (
            {"asked_by": ("Boswijk (CDA)", "Piri (PvdA)")},
            "Antwoord op schriftelijke vragen van de leden Boswijk (CDA) en Piri (PvdA), "
            "kenmerk 2021Z18068",
        ),
        (
            {"asked_by": ("A (SP)", "B (D66)", "C (VVD)")},
            "Antwoord op schriftelijke vragen van de leden A (SP), B (D66) en C (VVD), "
            "kenmerk 2021Z18068",
        ),
        (
            {"id": "antwoorden-irak"},
            "Antwoord op schriftelijke vragen van het lid Boswijk (CDA)",
        ),
    ],
)
def test_unknown_facts_of_written_questions(facts: dict[str, Any], citation: str) -> None:
    assert cite(replace(VRAGEN, **facts)) == citation


@pytest.mark.parametrize(
    ("facts", "start"),
    [
        (
            {"answered_by": ()},
            "Tweede Kamer der Staten-Generaal. (2020, 9 oktober). Lijst van vragen en antwoorden "
            f"(Kamerstukken II 2020/21, 27925, nr. 748). {PAGE}",
        ),
        (
            {"answered_by": (), "chamber": None, "date": None},
            "Lijst van vragen en antwoorden (Kamerstuk 27925, nr. 748). (z.d.). https",
        ),
        (
            {"dossier": None},
            "Minister van Buitenlandse Zaken. (2020, 9 oktober). Lijst van vragen en antwoorden. "
            "https",
        ),
    ],
)
def test_unknown_facts_in_apa(facts: dict[str, Any], start: str) -> None:
    assert cite(replace(LIJST_748, **facts), style=CitationStyle.APA).startswith(start)


@pytest.mark.parametrize(
    ("dossier", "number", "aanwijzingen", "ministerie"),
    [
        ("36600-VII", "1", "36600 VII, nr. 1", "36 600 VII, nr. 1"),
        ("31700-IV", "D", "31700 IV, D", "31 700 IV, D"),
        ("33183-R1975", "11", "33183 (R1975), nr. 11", "33 183 (R1975), nr. 11"),
        ("33183-(R1975)", "11", "33183 (R1975), nr. 11", "33 183 (R1975), nr. 11"),
        ("21501-02", "3174", "21501-02, nr. 3174", "21 501-02, nr. 3174"),
        ("9876", "3", "9876, nr. 3", "9876, nr. 3"),
        ("23700", "188b", "23700, nr. 188b", "23 700, nr. 188b"),
    ],
)
def test_dossiers_and_numbers(
    dossier: str, number: str, aanwijzingen: str, ministerie: str
) -> None:
    paper = replace(LIJST_748, dossier=dossier, number=number)
    assert cite(paper) == f"Kamerstukken II 2020/21, {aanwijzingen}"
    assert cite(paper, style=CitationStyle.MINISTERIE) == f"Kamerstuk {ministerie}"


@pytest.mark.parametrize(
    ("paper", "official", "key", "number"),
    [
        (VRAGEN, BOSWIJK_4, "2021Z18068_4", "2021Z18068"),
        (LIJST_748, None, "kst-27925-748", "27925, nr. 748"),
        (LIJST_748, Q12, "kst-27925-748_12", "27925, nr. 748"),
        (LIJST_956, Q7_10, "kst-27925-956_7-10", "27925, nr. 956"),
        (
            LIJST_956,
            answer("kst-27925-956#3,8", 3, 8),
            "kst-27925-956_3_8",
            "27925, nr. 956",
        ),
        (OVERLEG, REPLY, "kst-27925-AA_2", "27925, AA"),
        (BRIEF, SECTION, "kst-27925-963_euam-irak", "27925, nr. 963"),
        (AANHANGSEL, AH_3_5, "ah-tk-20232024-1314_3-5", "nr. 1314"),
    ],
)
def test_records_name_paper_and_answer(
    paper: Paper, official: OfficialAnswer | None, key: str, number: str
) -> None:
    (bibtex,) = parse_string(cite(paper, official, CitationStyle.BIBTEX)).entries
    (ris,) = rispy.loads(cite(paper, official, CitationStyle.RIS))
    (csl,) = json.loads(cite(paper, official, CitationStyle.CSL_JSON))

    assert bibtex.key == ris["id"] == csl["id"] == key
    assert bibtex["note"] == csl["note"] == cite(paper, official)
    assert ris["notes"] == [cite(paper, official)]
    assert bibtex["number"] == ris["issn"] == csl["number"] == number


def test_records_hold_the_facts() -> None:
    (csl,) = json.loads(cite(BRIEF, SECTION, CitationStyle.CSL_JSON))
    assert csl["genre"] == "Brief"
    assert csl["title"] == BRIEF.title
    assert [author["literal"] for author in csl["author"]] == list(BRIEF.answered_by)
    assert csl["publisher"] == "Tweede Kamer der Staten-Generaal"
    assert csl["collection-title"] == "Kamerstukken II 2023/24"
    assert csl["issued"] == {"date-parts": [[2023, 12, 20]]}
    assert csl["URL"] == BRIEF.url


def test_records_of_questions_outside_a_series_name_no_publisher_or_date() -> None:
    (csl,) = json.loads(cite(VRAGEN, style=CitationStyle.CSL_JSON))
    assert csl["genre"] == "Antwoord op schriftelijke vragen"
    assert not {"publisher", "collection-title", "issued", "URL"} & set(csl)


def test_names_of_the_styles() -> None:
    names = ["aanwijzingen", "ministerie", "apa", "bibtex", "ris", "csl-json"]
    assert [style.value for style in CitationStyle] == names
