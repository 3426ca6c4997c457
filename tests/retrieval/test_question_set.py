"""Question sets as members send them in and users paste them, read into their questions."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import STARTER, UnreadableError
from retrieval import QuestionSet, QuestionSetError, read_question_file, read_question_set
from retrieval.question_set import MOST_CHARACTERS, MOST_QUESTIONS, SubQuestion

SENT_IN = """2021Z99999
(ingezonden 5 maart 2024)

Vragen van het lid Boswijk (CDA) aan de Ministers van Buitenlandse Zaken en van Defensie over het
bericht dat de Amerikanen zich uit Irak terug-
trekken (ingezonden 5 maart 2024).

Vraag 1
Bent u bekend met het bericht «US to leave Iraq»?1

Vraag 2
Hoe concreet zijn de plannen? Zo ja,
wanneer gaan zij in?

Vragen 3 en 4. Wat betekent dit voor
a) de NAVO-missie;
b) de Nederlandse bijdrage?

Vraag 5 Kunt u deze vragen afzonderlijk beantwoorden? 2)

1) NOS, 12 maart 2024, «Waarom nu?» (https://nos.nl/artikel/1)
2) Kamerstuk 27 925, nr. 748

Toelichting:
Deze vragen dienen ter aanvulling van eerdere vragen. Wat is nieuw?
"""


def read(text: str) -> list[tuple[int, str, str]]:
    return [(q.number, q.label, q.text) for q in read_question_set(text).questions]


def texts(text: str) -> list[str]:
    return [question.text for question in read_question_set(text).questions]


def test_questions_of_a_member_with_head_footnotes_and_explanation() -> None:
    found = read_question_set(SENT_IN)
    assert found.subject == "het bericht dat de Amerikanen zich uit Irak terugtrekken"
    assert found.intro.startswith("2021Z99999 (ingezonden 5 maart 2024)\n\nVragen van het lid")
    assert [(q.number, q.label, q.text) for q in found.questions] == [
        (1, "Vraag 1", "Bent u bekend met het bericht «US to leave Iraq»?"),
        (2, "Vraag 2", "Hoe concreet zijn de plannen? Zo ja, wanneer gaan zij in?"),
        (
            3,
            "Vragen 3 en 4",
            "Wat betekent dit voor a) de NAVO-missie; b) de Nederlandse bijdrage?",
        ),
        (5, "Vraag 5", "Kunt u deze vragen afzonderlijk beantwoorden?"),
    ]


def test_line_ends_of_windows_and_old_macs_read_the_same() -> None:
    found = read_question_set(SENT_IN)
    assert read_question_set(SENT_IN.replace("\n", "\r\n")) == found
    assert read_question_set("\ufeff" + SENT_IN.replace("\n", "\r")) == found


@pytest.mark.parametrize(
    "labels",
    [
        ["Vraag 1\n", "Vraag 2\n", "Vraag 3\n"],
        ["Vraag 1. ", "Vraag 2. ", "Vraag 3. "],
        ["Vraag 1: ", "Vraag 2: ", "Vraag 3: "],
        ["VRAAG 1 ", "VRAAG 2 ", "VRAAG 3 "],
        ["**Vraag 1**\n", "**Vraag 2**\n", "**Vraag 3**\n"],
        ["Question 1 - ", "Question 2 - ", "Question 3 - "],
        ["Frage 1:\n", "Frage 2:\n", "Frage 3:\n"],
        ["Question 1 : ", "Question 2 : ", "Question 3 : "],
        ["1\n", "2\n", "3\n"],
        ["1. ", "2. ", "3. "],
        ["1) ", "2) ", "3) "],
        ["(1) ", "(2) ", "(3) "],
        ["1 ", "2 ", "3 "],
        ["a) ", "b) ", "c) "],
        ["a. ", "b. ", "c. "],
        ["- ", "- ", "- "],
        ["• ", "• ", "• "],
        ["* ", "* ", "* "],
        ["", "", ""],
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("intro", ["", "Hieronder volgen mijn vragen over de missie in Irak.\n\n"])
def test_labels_of_every_kind(labels: list[str], between: str, intro: str) -> None:
    asked = [
        "Hoeveel militairen zijn er?",
        "Waarom stijgt het dreigings-\nniveau in het land, en wat\nbetekent dat?",
        "Zo ja, wanneer?",
    ]
    if not any(labels):
        asked[1] = asked[1].replace("\nbetekent", " betekent")
    text = intro + between.join(
        label + question for label, question in zip(labels, asked, strict=True)
    )
    found = read_question_set(text)
    assert found.intro == intro.strip()
    assert [(q.number, q.text) for q in found.questions] == [
        (1, "Hoeveel militairen zijn er?"),
        (2, "Waarom stijgt het dreigingsniveau in het land, en wat betekent dat?"),
        (3, "Zo ja, wanneer?"),
    ]


def test_figures_that_open_a_line_open_no_question() -> None:
    assert texts(
        "1\nBent u bekend met het feit dat er\n2 Chinooks en\n3 000 militairen gaan op\n"
        "12 maart?\n2\nKlopt het dat 3 daarvan\n4. Wel. vliegen?\n3\nWaarom?"
    ) == [
        "Bent u bekend met het feit dat er 2 Chinooks en 3 000 militairen gaan op 12 maart?",
        "Klopt het dat 3 daarvan 4. Wel. vliegen?",
        "Waarom?",
    ]


def test_numbering_that_restarts_is_counted_on_under_its_headings() -> None:
    found = read_question_set(
        "Inzet\n\n1. Hoeveel?\n2. Wanneer?\n\nMunitie\n\n1. Is er genoeg?\n2. En elders?\n"
    )
    assert [(q.number, q.label, q.heading, q.text) for q in found.questions] == [
        (1, "1.", "", "Hoeveel?"),
        (2, "2.", "", "Wanneer?"),
        (3, "1.", "Munitie", "Is er genoeg?"),
        (4, "2.", "Munitie", "En elders?"),
    ]
    assert found.intro == "Inzet"


def test_a_list_within_a_question_is_part_of_it() -> None:
    assert texts(
        "1. Wat doet u?\n2. Hoeveel zijn er:\n   1. in Irak;\n   2. in Syrië?\n3. Waarom?\n"
    ) == ["Wat doet u?", "Hoeveel zijn er: 1. in Irak; 2. in Syrië?", "Waarom?"]
    assert texts("1) Wat doet u?\n- en waarom?\n- en wanneer?\n2) Wie?") == [
        "Wat doet u? - en waarom? - en wanneer?",
        "Wie?",
    ]


def test_footnotes_with_labels_of_their_own_are_no_questions() -> None:
    assert texts(
        "1) Kent u het bericht? 1)\n2) Wat vindt u daarvan? 2)\n\n"
        "1) «Wie wist wat?», https://nos.nl/a\n2) www.nu.nl/b\n"
    ) == ["Kent u het bericht?", "Wat vindt u daarvan?"]
    assert texts("1\nKent u het bericht? [1]\n2\nEn nu?\n\n[1] Kamerstuk 27 925, nr. 748\n") == [
        "Kent u het bericht?",
        "En nu?",
    ]


def test_numbers_of_chapters_and_gaps() -> None:
    assert [
        (number, label) for number, label, _ in read("1.1 Wat?\n1.2 Wie?\n2.1 Waar?\n2.2 Hoe?")
    ] == [(1, "1.1"), (2, "1.2"), (3, "2.1"), (4, "2.2")]
    assert [number for number, _, _ in read("1. Wat?\n2. Wie?\n4. Waar?\n5. Hoe?")] == [1, 2, 4, 5]


def test_bullets_end_before_the_greeting() -> None:
    assert texts("- Hoeveel?\n- Wanneer gaat\n  dit in?\n\nMet vriendelijke groet,\nJan") == [
        "Hoeveel?",
        "Wanneer gaat dit in?",
    ]


def test_without_labels_a_line_or_paragraph_is_a_question() -> None:
    assert texts("Hoeveel militairen zijn er in Irak?") == ["Hoeveel militairen zijn er in Irak?"]
    assert texts(
        "De minister schrijft dat er te weinig munitie is. Klopt dat? En waarom?\n\n"
        "Volgens de NOS stijgt de dreiging.\nWat is daarvan waar?\nGeef een overzicht per jaar.\n"
    ) == [
        "De minister schrijft dat er te weinig munitie is. Klopt dat? En waarom?",
        "Volgens de NOS stijgt de dreiging. Wat is daarvan waar?",
        "Geef een overzicht per jaar.",
    ]
    assert texts("dreigingsniveau Irak\nmunitie voor NMI") == [
        "dreigingsniveau Irak",
        "munitie voor NMI",
    ]


def test_an_answered_paper_gives_its_questions_alone() -> None:
    found = read_question_file(STARTER / "2021Z18068.txt")
    assert [question.number for question in found.questions] == list(range(1, 10))
    assert found.questions[5].text == (
        "Heeft u aanwijzingen dat de Amerikanen van plan zijn zich op korte termijn terug te "
        "trekken uit Irak?"
    )
    assert found.subject.startswith("het bericht dat de Amerikaanse president van plan is")
    many = read_question_file(STARTER / "kst-27925-956.txt")
    assert [question.number for question in many.questions] == list(range(1, 49))


def test_a_file_of_old_windows_programs(tmp_path: Path) -> None:
    path = tmp_path / "set.txt"
    path.write_bytes("1) Hoe is de situatie in Syrië?\r\n2) «Waarom»?\r\n".encode("cp1252"))
    assert [q.text for q in read_question_file(path).questions] == [
        "Hoe is de situatie in Syrië?",
        "«Waarom»?",
    ]
    with pytest.raises(UnreadableError, match="expected a file, found none"):
        read_question_file(tmp_path / "nergens.txt")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "found no words"),
        (" \n\t\r\n", "found no words"),
        ("?!\n---", "found no words"),
        ("Vraag 1\n\nVraag 2\n", "found labels without text"),
        ("Waarom? " * (MOST_CHARACTERS // 8 + 1), "at most 200,000 characters, found 200,008"),
        ("Waarom?\n" * (MOST_QUESTIONS + 1), "at most 500 questions, found 501"),
    ],
)
def test_what_is_no_set(text: str, message: str) -> None:
    with pytest.raises(QuestionSetError, match="^Expected .*" + re.escape(message)):
        read_question_set(text)


def test_as_many_questions_as_may_be() -> None:
    text = "\n".join(f"Vraag {n}\nWat kost onderdeel {n}?" for n in range(1, MOST_QUESTIONS + 1))
    found = read(text)
    assert len(found) == MOST_QUESTIONS
    assert found[-1] == (500, "Vraag 500", "Wat kost onderdeel 500?")


WORDS = st.text(string.ascii_lowercase, min_size=2, max_size=9)
QUESTIONS = st.lists(
    st.lists(WORDS, min_size=1, max_size=12).map(lambda words: f"Hoe {' '.join(words)}?"),
    min_size=2,
    max_size=12,
)


@given(QUESTIONS, st.sampled_from(["Vraag {}\n", "Vraag {}: ", "{}. ", "{}\n", "{}) ", "- ", ""]))
def test_every_set_gives_its_questions_back(asked: list[str], label: str) -> None:
    text = "\n\n".join(label.format(n) + question for n, question in enumerate(asked, 1))
    assert texts(text) == asked


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_question_set(text)
    except QuestionSetError:
        return
    assert isinstance(found, QuestionSet)
    assert all(any(map(str.isalnum, question.text)) for question in found.questions)


SETS = json.loads(Path(__file__).with_name("question_sets.json").read_text("utf-8"))
PARTS = "Over de vloot.\n\n1. Wat?\n\n2. Wie\n- hier\n- daar?\n\nVerkoop\n\n1. Hoe?\n2. Waar?"


@pytest.mark.parametrize("text", [SENT_IN, PARTS, *(case["text"] for case in SETS)])
def test_a_set_as_text_is_read_into_the_same(text: str) -> None:
    found = read_question_set(text)
    again = read_question_set(found.as_text())
    assert (again.intro, again.subject) == (found.intro, found.subject)
    assert [(q.number, q.text, q.heading) for q in again.questions] == [
        (q.number, q.text, q.heading) for q in found.questions
    ]


@pytest.mark.parametrize(
    ("text", "formal"),
    [
        ("Bent u bekend met het bericht «Iraq: protesters killed»? 1", True),
        ("Bent u bekend met het bericht dat Iran raketten afvuurt?1", True),
        ("Heeft u kennisgenomen van de uitzending van Nieuwsuur?", True),
        ("Kent u het bericht ‘Tientallen doden in Bagdad’?", True),
        ("Kunt u deze vragen één voor één en binnen de gebruikelijke termijn beantwoorden?", True),
        ("Bent u bekend met het bericht? Hoeveel doden vielen er?", False),
        ("Bent u bereid de missie te verlengen?", False),
        ("Kunt u deze cijfers toelichten?", False),
        ("Kent u de gevolgen van de terugtrekking?", False),
    ],
)
def test_formal_questions_are_told(text: str, formal: bool) -> None:
    assert SubQuestion(1, text).formal is formal
