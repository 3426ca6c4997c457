"""Joining lines: hyphens, footnote marks, page ends."""

from __future__ import annotations

import pytest

from corpus.cleaning import clean
from corpus.extract import Extract
from corpus.layout import read_layout


def cleaned(text: str) -> str:
    return clean(read_layout(Extract(text)), [(0, len(text))]).text


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Islami-\ntische Staat", "Islamitische Staat"),
        ("de anti-ISIS-\ncoalitie", "de anti-ISIS-coalitie"),
        ("in Noordoost-\nSyrië", "in Noordoost-Syrië"),
        ("BUITEN-\nLANDSE ZAKEN", "BUITENLANDSE ZAKEN"),
        ("lid Huizinga-\nHeringa", "lid Huizinga-Heringa"),
        ("de NAVO-\nmissie", "de NAVO-missie"),
        ("de F-\n16’s", "de F-16’s"),
        ("Irakse-\nen Syrische grond", "Irakse- en Syrische grond"),
        ("secretaris-\ngeneraal", "secretaris-generaal"),
        ("de Coalitie. De Coalitie-\ninzet", "de Coalitie. De Coalitie-inzet"),
        ("het ambitie. Een ambitie-\nniveau", "het ambitie. Een ambitieniveau"),
        ("een low-cost vlucht; de low-\ncost markt", "een low-cost vlucht; de low-cost markt"),
        ("https://hcss.nl/sites/\nfiles/x.pdf", "https://hcss.nl/sites/files/x.pdf"),
        ("met (lucht)aanvallen en (lucht)\naanvallen", "met (lucht)aanvallen en (lucht)aanvallen"),
        ("twee  spaties \nen\tmeer", "twee spaties en meer"),
        ("S\u0327engal", "\u015eengal"),
    ],
)
def test_lines_are_joined_as_dutch_wants(printed: str, read: str) -> None:
    assert cleaned(printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (
            "Volgens VN-inschattingen1 zijn er.\n\n1 Bron: AP.\n",
            "Volgens VN-inschattingen zijn er.",
        ),
        ("278.080 m2 grond, CO2, F16 en COVID-19", "278.080 m2 grond, CO2, F16 en COVID-19"),
        ("Kamerstuk 27 925, nr. 722", "Kamerstuk 27 925, nr. 722"),
    ],
)
def test_only_footnote_marks_are_taken_off_words(printed: str, read: str) -> None:
    assert cleaned(printed).split("\n\n")[0] == read


def test_footnote_follows_the_paragraph_that_calls_it() -> None:
    page = (
        "Eerste zin.1 Tweede zin van deze \n\n1 Een noot.\n alinea gaat door. \n\nNieuwe alinea. \n"
    )
    assert cleaned(page) == (
        "Eerste zin. Tweede zin van deze alinea gaat door.\n\n1 Een noot.\n\nNieuwe alinea."
    )


def test_foot_of_the_page_inside_a_sentence_vanishes() -> None:
    foot = "Tweede Kamer, vergaderjaar 2020–2021, 27 925, nr. 748 3"
    assert cleaned(f"de bankensector, \n\n{foot}\n\n\n\nondersteuning.") == (
        "de bankensector, ondersteuning."
    )
    assert cleaned(f"Een zin. \n\n{foot}\n\n\n\nNog een.") == "Een zin.\n\nNog een."
