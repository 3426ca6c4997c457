"""Parsing a file: what is refused, and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import STARTER, KamerbronError, PaperType, parse_file, parse_text


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
