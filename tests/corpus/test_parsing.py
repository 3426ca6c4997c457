"""Parsing a file: what is refused, and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import STARTER, KamerbronError, PaperType, parse_file, parse_text
from corpus.extract import Extract, Format, NoteText
from corpus.parsing import parse_extract


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("2021Z18068", PaperType.WRITTEN_QUESTIONS),
        ("kst-27925-748", PaperType.QUESTION_LIST),
        ("kst-27925-956", PaperType.QUESTION_LIST),
        ("kst-27925-963", PaperType.LETTER),
        ("kst-27925-AA", PaperType.CONSULTATION),
    ],
)
def test_kind_is_told_from_the_text(name: str, kind: PaperType) -> None:
    document = parse_file(STARTER / f"{name}.txt")
    assert document.paper.type is kind
    assert document.id == name


def test_facts_of_the_text_alone() -> None:
    paper = parse_file(STARTER / "kst-27925-748.txt").paper
    assert (paper.chamber, paper.session, paper.dossier, paper.number) == (
        "II",
        "2020/21",
        "27925",
        "748",
    )
    assert paper.date is None
    written = parse_file(STARTER / "2021Z18068.txt").paper
    assert written.asked_by == ("Boswijk (CDA)",)
    assert str(written.asked_on) == "2021-10-15"
    assert written.answered_by == ("Knapen (Buitenlandse Zaken)", "Kamp (Defensie)")
    consultation = parse_file(STARTER / "kst-27925-AA.txt").paper
    assert (str(consultation.asked_on), str(consultation.date)) == ("2020-02-11", "2020-03-30")


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KamerbronError, match=r"nergens\.txt: expected a file, found none"):
        parse_file(tmp_path / "nergens.txt")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "found an empty file"),
        (b" \n \n", "found none: it is empty"),
        (b"caf\xe9", "the text is none that we know"),
        (b"%PDF-1.7\n\x00\x01", "expected a whole PDF, found a damaged one"),
        (b"Zomaar een bericht.\n", "the text is none that we know"),
        (b"1\nWaarom?\n", "the text is none that we know"),
    ],
)
def test_what_is_no_paper_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "paper.txt"
    file.write_bytes(content)
    with pytest.raises(KamerbronError, match=message):
        parse_file(file)


def test_question_without_answer_is_a_warning_with_its_place() -> None:
    text = "Vraag 1\nWaarom?\nAntwoord\nDaarom.\nVraag 2\nEn nu?\nAntwoord\n"
    document = parse_text(text, name="x")
    assert [(w.at, w.message) for w in document.warnings] == [
        (text.index("Vraag 2"), "question 2: no answer found")
    ]


def test_grouped_labels_and_joint_answers() -> None:
    text = (
        "Vraag 1\nKomt dat er?\n\nAntwoord vraag 1\nJa.\n\n"
        "Vraag 2 en 3\nWanneer? En hoe?\n\nAntwoord op de vragen 2 en 3:\nIn mei.\n"
    )
    document = parse_text(text, name="x")
    assert [(a.id, a.numbers, a.asked, a.text) for a in document.answers] == [
        ("x#1", (1,), "Komt dat er?", "Ja."),
        ("x#2-3", (2, 3), "Wanneer? En hoe?", "In mei."),
    ]


_ASKED = (
    "Vragen van het lid Jansen (SP) aan de Minister van Financiën (ingezonden 3 maart 2024).\n\n"
)


@pytest.mark.parametrize(
    "questions",
    [
        "Vraag 1\n\nKlopt dat?\n\nVraag 2\n\nWat gaat u doen? Graag snel. De Kamer wacht.\n",
        "1\nKlopt dat?\n\n2\nWat gaat u doen? Graag snel. De Kamer wacht al lang.\n",
    ],
)
def test_questions_without_any_answer_are_refused(questions: str) -> None:
    with pytest.raises(KamerbronError, match="found only questions"):
        parse_text(_ASKED + questions, name="x")


def test_members_questions_are_no_lijst_though_their_subject_names_one() -> None:
    letter = (
        "Datum 7 mei 2024\nBetreft Beantwoording vragen van het lid Jansen (SP) over de lijst van "
        "vragen\n\nGeachte voorzitter,\n\nHierbij de antwoorden.\n\n"
        "1)\nKent u het artikel?\n\nJa.\n\n2)\nIs de rente te laag?\n\nNee.\n"
    )
    document = parse_text(letter, name="x")
    assert document.paper.type is PaperType.WRITTEN_QUESTIONS
    assert [answer.text for answer in document.answers] == ["Ja.", "Nee."]


def test_answers_behind_all_questions_under_the_same_numbers() -> None:
    text = (
        "Vergaderjaar 1999–2000 Aanhangsel van de Handelingen\n887\n"
        "Vragen van het lid Pieters (D66) aan de ministers van Financiën en van Economische Zaken "
        "over accijns. (Ingezonden 4 mei 2000)\n1\nStijgt de accijns?\n2, 3\nHoeveel? Waarom?\n"
        "Antwoord van minister Zalm (Financiën). (Ontvangen 1 juni 2000)\n"
        "1 t/m 3\nJa. Er zijn:\n1. hogere kosten;\n2. lagere baten.\n"
    )
    document = parse_text(text, name="x")
    assert document.id == "ah-tk-19991900-887"
    assert [(a.numbers, a.text.endswith("lagere baten.")) for a in document.answers] == [
        ((1, 2, 3), True)
    ]
    assert document.paper.answered_by == ("Zalm (Financiën)",)
    assert document.paper.asked_of == ("Minister van Financiën", "Minister van Economische Zaken")


def test_notes_typed_by_hand_are_found_beside_those_of_the_format() -> None:
    text = (
        "Vraag 1\n\nKlopt dat? 1)\n\nAntwoord 1\n\nJa, zie de motie1.\n\n1 Motie.\n\n1) De krant.\n"
    )
    mark, note = text.index("motie1") + 5, text.index("1 Motie.")
    extract = Extract(
        text,
        format=Format.DOCX,
        marks=((mark, mark + 1),),
        notes=(NoteText(1, (note, note + 9), called_at=mark),),
    )
    answer = parse_extract(extract, name="x").answers[0]
    assert answer.text == "Ja, zie de motie.\n\n1 Motie."
    assert answer.asked == "Klopt dat?\n\n1) De krant."


def test_more_lines_than_a_paper_can_have_are_refused() -> None:
    with pytest.raises(KamerbronError, match="at most 250,000 lines, found 300,000"):
        parse_text("Vraag 1\n" * 300_000, name="x")


def test_abbreviations_without_end_take_linear_time() -> None:
    """One sentence of 200,000 abbreviations: each used to be looked up from its beginning."""
    text = "Vraag 1\nWat?\nAntwoord\n" + "nr. 1 " * 200_000
    assert len(parse_text(text, name="x").answers) == 1
