"""Small papers in the layouts of real ones, each with what a careful human reads in it."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus import Document, OfficialAnswer, parse_file
from corpus.references import cited_papers

QUIRKS = Path(__file__).parent / "quirks"
PAPERS = {p.stem: p for p in sorted(QUIRKS.iterdir()) if p.suffix in {".txt", ".xml", ".html"}}
every_paper = pytest.mark.parametrize("name", PAPERS)


@cache
def expected(name: str) -> dict[str, Any]:
    reading: dict[str, Any] = json.loads((QUIRKS / f"{name}.expected.json").read_text("utf-8"))
    return reading


@cache
def parsed(name: str) -> Document:
    return parse_file(PAPERS[name])


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def question(answer: OfficialAnswer) -> str:
    return plain(" ".join(question.text for question in answer.questions))


def groups(document: Document, wanted: list[Any]) -> list[Any]:
    """The groups as read: question numbers, or the wanted first words where they are what is read.

    Sections and blocks are known by their heading or their first words; anything else shows as the
    beginning of the text, so that a failure can be read.
    """
    read: list[Any] = []
    for index, answer in enumerate(document.answers):
        want = wanted[index] if index < len(wanted) else None
        if not isinstance(want, str):
            read.append(list(answer.numbers) or plain(answer.text)[:40])
        elif plain(answer.heading or "") == want or plain(answer.text).startswith(want):
            read.append(want)
        else:
            read.append(f"{answer.heading or ''} | {plain(answer.text)[:40]}")
    return read


def pairs(name: str) -> list[tuple[str, dict[str, Any], OfficialAnswer]]:
    """Each answer that the expected reading describes, with the one that was read in its place."""
    reading, document = expected(name), parsed(name)
    if groups(document, reading["groups"]) != reading["groups"]:
        pytest.fail("the groups differ, see test_groups")
    found = []
    for index, group in enumerate(reading["groups"]):
        key = str(index + 1) if isinstance(group, str) else ",".join(map(str, group))
        if key in reading.get("answers", {}):
            found.append((key, reading["answers"][key], document.answers[index]))
    return found


@every_paper
def test_type_and_identifier(name: str) -> None:
    reading, document = expected(name), parsed(name)
    assert document.paper.type.value == reading["type"]
    if reading["id"] is not None:
        assert document.id == reading["id"]


@every_paper
def test_groups(name: str) -> None:
    wanted = expected(name)["groups"]
    assert groups(parsed(name), wanted) == wanted


@every_paper
def test_answers_have_the_text_that_is_printed(name: str) -> None:
    wrong = []
    for key, want, answer in pairs(name):
        text = plain(answer.text)
        if not text.startswith(want.get("starts", "")):
            wrong.append(f"{key} starts {text[:60]!r}, not {want['starts']!r}")
        if not text.endswith(want.get("ends", "")):
            wrong.append(f"{key} ends {text[-60:]!r}, not {want['ends']!r}")
        wrong += [f"{key} lacks {part!r}" for part in want.get("has", []) if part not in text]
        wrong += [f"{key} holds {part!r}" for part in want.get("has_not", []) if part in text]
    assert not wrong


@every_paper
def test_questions_have_the_text_that_is_printed(name: str) -> None:
    wrong = []
    for key, want, answer in pairs(name):
        text = question(answer)
        if not text.startswith(want.get("question_starts", "")):
            wrong.append(f"{key} starts {text[:60]!r}, not {want['question_starts']!r}")
        if not text.endswith(want.get("question_ends", "")):
            wrong.append(f"{key} ends {text[-60:]!r}, not {want['question_ends']!r}")
        lacking = [part for part in want.get("question_has", []) if part not in text]
        wrong += [f"{key} lacks {part!r}: {text!r}" for part in lacking]
        wrong += [
            f"{key} holds {part!r}" for part in want.get("question_has_not", []) if part in text
        ]
    assert not wrong


@every_paper
def test_statuses_and_pointers(name: str) -> None:
    document = parsed(name)
    numbers = {answer.id: set(answer.numbers) for answer in document.answers}
    wrong = []
    for key, want, answer in pairs(name):
        if "status" in want and answer.status.value != want["status"]:
            wrong.append(f"{key} is {answer.status.value}, not {want['status']}")
        if "refers_to" in want:
            targets = [int(number) for number in want["refers_to"]]
            reached = set().union(*(numbers.get(target, set()) for target in answer.refers_to))
            known = all(target in numbers for target in answer.refers_to)
            hit = all(numbers.get(t, set()) & set(targets) for t in answer.refers_to)
            if not (known and hit and reached.issuperset(targets)):
                wrong.append(f"{key} refers to {answer.refers_to}, not to {targets}")
        if "asked_by" in want and sorted(answer.asked_by) != sorted(want["asked_by"]):
            wrong.append(f"{key} was asked by {answer.asked_by}, not {want['asked_by']}")
    assert not wrong


@every_paper
def test_facts(name: str) -> None:
    facts = expected(name).get("facts", {})
    read = parsed(name).as_json()
    assert {fact: read[fact] for fact in facts} == facts


@every_paper
def test_references(name: str) -> None:
    reading, document = expected(name), parsed(name)
    inside, outside = set(reading.get("references", [])), set(reading.get("also_named", []))
    cited = {paper for answer in document.answers for paper in answer.cites}
    assert inside <= cited <= inside | outside
    assert inside | outside <= set(cited_papers(plain(document.source)))


@pytest.mark.parametrize("name", [n for n in PAPERS if "warnings_at_least" in expected(n)])
def test_what_stays_uncertain_is_a_warning(name: str) -> None:
    assert len(parsed(name).warnings) >= expected(name)["warnings_at_least"]


@every_paper
def test_spans_and_furniture_cover_the_text_once(name: str) -> None:
    document = parsed(name)
    spans = [*document.furniture, *(span for a in document.answers for span in a.spans)]
    position = 0
    for start, end in sorted(spans):
        assert (start, end > start) == (position, True)
        position = end
    assert position == len(document.source)
