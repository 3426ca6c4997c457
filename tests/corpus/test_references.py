"""Numbers in labels, pointers, statuses."""

from __future__ import annotations

import pytest

from corpus import Status
from corpus.identifiers import answer_identifier, expand_numbers, read_identifier, slug
from corpus.references import mentioned_questions, status_of


@pytest.mark.parametrize(
    ("label", "numbers"),
    [
        ("4", (4,)),
        ("4 en 5", (4, 5)),
        ("1, 2 en 3", (1, 2, 3)),
        ("1 t/m 3", (1, 2, 3)),
        ("1 tot en met 3", (1, 2, 3)),
        ("7–10", (7, 8, 9, 10)),
        ("7, 8, 9 10 en 11", (7, 8, 9, 10, 11)),
        ("2 4", (2, 4)),
        ("1-3, 5", (1, 2, 3, 5)),
        ("9 t/m 3", (9, 3)),
    ],
)
def test_numbers_of_a_label(label: str, numbers: tuple[int, ...]) -> None:
    assert expand_numbers(label) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Zie het antwoord op vraag 13.", (13,)),
        ("geen toename (zie ook het antwoord op vragen 55 en 57).", (55, 57)),
        ("Zie antwoorden vragen 7 en 8", (7, 8)),
        ("Zie vraag 57, er is geen sprake van een toename", (57,)),
        ("zie ook Kamerstuk 27925, nr. 755 en het antwoord op vraag 4", (4,)),
        ("Zie het antwoord op vraag 3 van het lid Karabulut.", ()),
        ("De vraag of dat in 2023 kan", ()),
    ],
)
def test_mentioned_questions(text: str, numbers: tuple[int, ...]) -> None:
    assert mentioned_questions(text) == numbers


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Zie het antwoord op vraag 13.", Status.REFERRAL),
        ("Zie ook het antwoord op vraag 22.", Status.REFERRAL),
        ("Zie antwoord op vraag 10.", Status.REFERRAL),
        ("Zie het antwoord op de vragen 3, 4 en 5.", Status.REFERRAL),
        ("Ja. Zie het antwoord op vraag 12.", Status.SUBSTANTIVE),
        ("Zie vraag 57, er is geen sprake van een toename van aanslagen.", Status.SUBSTANTIVE),
        ("Het kabinet doet geen uitspraken over de inzet van anderen.", Status.DECLINED),
        ("Deze vragen worden beantwoord middels een brief.", Status.ANNOUNCEMENT),
        ("Nee.", Status.SUBSTANTIVE),
    ],
)
def test_status(text: str, status: Status) -> None:
    assert status_of(text) is status


def test_identifiers() -> None:
    assert answer_identifier("kst-27925-956", [7, 8, 9, 10]) == "kst-27925-956#7-10"
    assert answer_identifier("x", [8, 3]) == "x#3,8"
    assert slug("Combined Maritime Forces (CMF)") == "combined-maritime-forces-cmf"
    assert slug("Gevolgen voor Syrië") == "gevolgen-voor-syrie"
    eerste_kamer = read_identifier("kst-27925-AA")
    assert eerste_kamer is not None
    assert (eerste_kamer.chamber, eerste_kamer.number) == ("I", "AA")
    aanhangsel = read_identifier("ah-tk-20232024-1314")
    assert aanhangsel is not None
    assert (aanhangsel.chamber, aanhangsel.session, aanhangsel.number) == ("II", "2023/24", "1314")
    assert read_identifier("verslag") is None


@pytest.mark.parametrize(
    "identifier",
    ["kst-36600-VII-1", "kst-21501-02-3174", "kst-36600-B-K", "kst-20082009-31700-IV-D"],
)
def test_kamerstuk_forms_are_known(identifier: str) -> None:
    identity = read_identifier(identifier)
    assert identity is not None
    assert identity.url == f"https://zoek.officielebekendmakingen.nl/{identifier}.html"
