"""Real answers as ministries and the Tweede Kamer publish them, compared with what an eye reads.

The documents are not part of the project: where they are absent, these tests are skipped.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus import Document, PaperType, Status, parse_file

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="../shared/samples is not here")

OCW = "Onderwijs, Cultuur en Wetenschap"
BZK = "Binnenlandse Zaken en Koninkrijksrelaties"
JENV = "Justitie en Veiligheid"
BHOS = "Minister voor Buitenlandse Handel en Ontwikkelingssamenwerking"
# File, identifier, groups, who asked, who answered, in whose name too, and when.
EXPECTED = [
    ("00fe7edd*", "ah-tk-20232024-1314", "1|2|3,4,5|6", ["Mutluer (GroenLinks-PvdA)",
     "Kostić (PvdD)"], [f"Dijkgraaf ({OCW})"], [], date(2024, 3, 25)),
    ("01bf9f06*", "ah-tk-20232024-1999", "1,2,3", ["Sneller (D66)", "Chakor (GroenLinks-PvdA)",
     "Van Nispen (SP)"], [f"De Jonge ({BZK})"], [], date(2024, 6, 7)),
    ("1a2d8959*", "ah-tk-20232024-2210", "1|2|3|4|5|6|7|8|9|10|11|12|13", ["Erkens (VVD)"],
     ["Hermans (Klimaat en Groene Groei)"], [], date(2024, 7, 23)),
    ("1b0f0b98*", "ah-tk-20232024-1786", "1|2|3|4|5|6|7|8|9|10,11|12|13|14|15",
     ["Hirsch (GroenLinks-PvdA)", "Teunissen (PvdA)"],
     ["Van Rij (Financiën – Fiscaliteit en Belastingdienst)"], [BHOS], date(2024, 5, 21)),
    ("1b26915f*", "ah-tk-20232024-1771", "1|2|3|4|5|6", ["Van Nispen (SP)"],
     ["Heijnen (Infrastructuur en Waterstaat)"], [f"Minister van {JENV}"], date(2024, 5, 17)),
    ("1b2d2126*", "ah-tk-20232024-2367", "1|2|3,4,5,6|7,8,9,10,11|12",
     ["Van der Lee (GroenLinks-PvdA)"], ["Heinen (Financiën)"], [], date(2024, 8, 29)),
    ("1bb0809b*", "ah-tk-20232024-1949", "1|2,3|4|5", ["Faber-van de Klashorst (PVV)"],
     [f"Yeşilgöz-Zegerius ({JENV})"], ["Minister voor Rechtsbescherming"], date(2024, 6, 11)),
    ("1c0f765c*", "ah-tk-20232024-1178", "1|2|3|4|5|6|7|8|9", ["Sneller (D66)"],
     [f"Van Huffelen ({BZK})"], [], date(2024, 3, 7)),
    ("1dac45ca*", "ah-tk-20232024-878", "1|2|3|4|5|6|7", ["Inge van Dijk (CDA)"],
     [f"Van Huffelen ({BZK})"], [], date(2024, 1, 26)),
    ("eerdmans*", "kenmerk-5303168", "1|2|3", ["Eerdmans (JA21)"],
     [f"Yeşilgöz-Zegerius ({JENV})"], [], date(2024, 3, 24)),
    ("politiebureau*", "2024Z11859", "1|2|4|5|6|7|3,8", ["Mutluer (GroenLinks-PvdA)",
     "Lahlah (GroenLinks-PvdA)", "Boswijk (CDA)", "Helder (BBB)"], [f"Van Weel ({JENV})"], [],
     date(2024, 7, 25)),
    ("temmink*", "2023Z19677", "1|2,3|4,5|6|7,8,9|10", ["Temmink (SP)", "Van Nispen (SP)"],
     [f"Yeşilgöz-Zegerius ({JENV})"], [], date(2024, 1, 11)),
]  # fmt: skip


def parsed(pattern: str) -> Document:
    return parse_file(next(SAMPLES.rglob(pattern)))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected[0].rstrip("*"))
def test_groups_and_facts_are_what_an_eye_reads(expected: tuple[object, ...]) -> None:
    document = parsed(str(expected[0]))
    paper = document.paper
    groups = "|".join(",".join(map(str, answer.numbers)) for answer in document.answers)
    assert (
        paper.id,
        groups,
        list(paper.asked_by),
        list(paper.answered_by),
        list(paper.on_behalf_of),
        paper.date,
    ) == expected[1:]


def test_a_mededeling_announces_and_names_the_letter() -> None:
    document = parsed("01bf9f06*")
    assert document.paper.type is PaperType.ANNOUNCEMENT
    assert [(a.status, a.cites) for a in document.answers] == [
        (Status.ANNOUNCEMENT, ("kst-36471-64",))
    ]


def test_tables_keep_their_rows_and_words_their_letters() -> None:
    answers = {answer.id.partition("#")[2]: answer.text for answer in parsed("00fe7edd*").answers}
    assert "Seksuele gerichtheid\t10\t14\t34\nTOTAAL\t12\t17\t40" in answers["6"]
    assert "regenboogprovincies zijn een initiatief" in answers["2"]
    assert "Regenboogbeleid Regenboogprovincies 2022 blijkt" in answers["3-5"]


def test_joint_questions_have_their_own_texts() -> None:
    joint = next(a for a in parsed("00fe7edd*").answers if len(a.questions) == 3)
    assert [question.text[:30] for question in joint.questions] == [
        "Deelt u de mening dat als een ",
        "Deelt u de mening dat regenboo",
        "Kent u de Inventarisatie Regen",
    ]
