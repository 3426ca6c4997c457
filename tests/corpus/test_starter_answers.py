"""The five starter papers, compared with what a human read in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus import STARTER, Corpus, Status, load_corpus

EXPECTED = json.loads((Path(__file__).parent / "expected_answers.json").read_text("utf-8"))
READ_BY_HAND: list[dict[str, Any]] = EXPECTED["answers"]


@pytest.fixture(scope="module")
def starter() -> Corpus:
    return load_corpus(STARTER)


@pytest.mark.parametrize("expected", READ_BY_HAND, ids=lambda expected: expected["id"])
def test_answer_is_what_a_human_reads(starter: Corpus, expected: dict[str, Any]) -> None:
    answer = starter.answers()[expected["id"]]
    assert answer.text == expected["text"]
    assert answer.asked == expected["question"]
    assert list(answer.numbers) == expected["numbers"]
    assert answer.status == expected["status"]
    assert list(answer.refers_to) == expected["refers_to"]


def test_hand_read_answers_span_all_papers() -> None:
    assert len(READ_BY_HAND) >= 25
    assert {expected["id"].split("#")[0] for expected in READ_BY_HAND} == {
        path.stem for path in STARTER.glob("*.txt")
    }


@pytest.mark.parametrize(
    ("document", "questions", "answers"),
    [("2021Z18068", 9, 9), ("kst-27925-748", 69, 68), ("kst-27925-956", 48, 44)],
)
def test_every_question_number_stands_once(
    starter: Corpus, document: str, questions: int, answers: int
) -> None:
    found = next(d for d in starter.documents if d.id == document)
    numbers = [number for answer in found.answers for number in answer.numbers]
    assert numbers == list(range(1, questions + 1))
    assert len(found.answers) == answers


def test_joint_answers_are_one_answer_to_several_questions(starter: Corpus) -> None:
    joint = {a.id: a.numbers for a in starter.answers().values() if len(a.questions) > 1}
    assert joint == {
        "kst-27925-748#20-21": (20, 21),
        "kst-27925-956#7-10": (7, 8, 9, 10),
        "kst-27925-956#13-14": (13, 14),
    }


def test_letter_is_read_by_its_headings(starter: Corpus) -> None:
    letter = next(d for d in starter.documents if d.id == "kst-27925-963")
    assert [(a.id.split("#")[1], a.heading) for a in letter.answers] == [
        ("1", None),
        ("veiligheidssituatie-in-irak", "Veiligheidssituatie in Irak"),
        (
            "gevolgen-huidige-en-geplande-nederlandse-missie-inzet-in-irak",
            "Gevolgen huidige en geplande Nederlandse missie-inzet in Irak",
        ),
        ("nmi-en-oir", "NMI en OIR"),
        ("euam-irak", "EUAM Irak"),
        ("combined-maritime-forces-cmf", "Combined Maritime Forces (CMF)"),
    ]


def test_consultation_tells_replies_from_repeated_questions(starter: Corpus) -> None:
    paper = next(d for d in starter.documents if d.id == "kst-27925-AA")
    openings = [(a.text.split()[:4], a.asked[:30]) for a in paper.answers]
    assert [" ".join(words) for words, _ in openings] == [
        "Het kabinet dankt de",
        "Het kabinet heeft begrip",
        "Het kabinet treedt niet",
        "Risico’s voor de Nederlandse",
        "Op dit moment is",
        "In fase 3 van",
        "Nederland heeft bilateraal en",
    ]
    assert [asked for _, asked in openings] == [
        "",
        "De leden van de SP-fractie heb",
        "De leden van de SP-fractie vra",
        "U heeft eerder in beantwoordin",
        "De leden van de SP-fractie vra",
        "Voorts vragen de leden van de ",
        "Ten slotte hebben de leden van",
    ]


def test_all_references_of_all_papers(starter: Corpus) -> None:
    found = {a.id: list(a.refers_to) for a in starter.answers().values() if a.refers_to}
    assert found == EXPECTED["refers_to"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [(Status.REFERRAL, EXPECTED["referrals"]), (Status.DECLINED, EXPECTED["declined"])],
)
def test_statuses_of_all_papers(starter: Corpus, status: Status, expected: list[str]) -> None:
    assert [a.id for a in starter.answers().values() if a.status is status] == expected


def test_facts_come_from_the_manifest(starter: Corpus) -> None:
    facts = {
        d.id: (d.paper.session, d.paper.number, str(d.paper.date), d.paper.answered_by)
        for d in starter.documents
    }
    assert facts == {
        "2021Z18068": (
            None,
            None,
            "None",
            ("Knapen (Buitenlandse Zaken)", "Kamp (Defensie)"),
        ),
        "kst-27925-748": ("2020/21", "748", "2020-10-09", ("Minister van Buitenlandse Zaken",)),
        "kst-27925-956": ("2023/24", "956", "2023-10-24", ("Minister van Buitenlandse Zaken",)),
        "kst-27925-963": (
            "2023/24",
            "963",
            "2023-12-20",
            ("Ollongren (Defensie)", "Bruins Slot (Buitenlandse Zaken)"),
        ),
        "kst-27925-AA": ("2019/20", "AA", "2020-03-30", ("Minister van Buitenlandse Zaken",)),
    }
