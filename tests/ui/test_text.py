"""The interface says everything in both languages."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest

from corpus import Paper, PaperType, Status
from retrieval import Kamerbron, Note
from retrieval.ranking import PARTS
from ui.text import EXAMPLES, LANGUAGES, PAGES, WORDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there(language: str) -> None:
    words = WORDS[language]
    assert all(asdict(words).values())
    assert set(words.statuses) == set(Status)
    assert set(words.kinds) == set(PaperType)
    assert set(words.notes) == set(Note)
    assert len(words.months) == 12
    assert set(words.parts) == {*PARTS, "meaning"} - {"passage", "sentence", "context", "words"}


@pytest.mark.parametrize("table", PAGES)
def test_every_page_says_all_in_both_languages(table: dict[str, Any]) -> None:
    assert set(table) == set(LANGUAGES)
    dutch, english = (asdict(table[language]) for language in LANGUAGES)
    assert all(dutch.values())
    assert all(english.values())


def test_languages_differ() -> None:
    dutch, english = asdict(WORDS["nl"]), asdict(WORDS["en"])
    same = {name for name in dutch if dutch[name] == english[name]}
    assert same <= {"status", "documents"}
    assert (WORDS["nl"].day(date(2020, 10, 9)), WORDS["en"].day(date(2020, 10, 9))) == (
        "9 oktober 2020",
        "9 October 2020",
    )


def test_the_day_of_a_paper_is_that_of_its_answers_or_of_the_asking_or_unknown() -> None:
    paper = Paper("x", PaperType.LETTER, "x", date=date(2020, 10, 9), asked_on=date(2020, 9, 1))
    assert WORDS["en"].day_of(paper) == "9 October 2020"
    assert WORDS["nl"].day_of(replace(paper, date=None)) == "ingezonden 1 september 2020"
    assert WORDS["nl"].day_of(replace(paper, date=None, asked_on=None)) == "datum onbekend"


@pytest.mark.parametrize("question", [q for examples in EXAMPLES.values() for q in examples])
def test_examples_have_an_answer(kamerbron: Kamerbron, question: str) -> None:
    assert kamerbron.ask(question).answerable
