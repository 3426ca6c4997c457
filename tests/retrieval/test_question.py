"""What a user typed: made fit to search with, or refused with a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question import LONGEST, QuestionError, clean_question
from retrieval.result import Note


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "?!…", "\u200b", "\x00\x01"])
def test_question_without_words_is_refused(typed: str) -> None:
    with pytest.raises(QuestionError, match="Expected a question, found no words"):
        clean_question(typed)


def test_question_that_is_too_long_is_refused() -> None:
    with pytest.raises(QuestionError, match="at most 4,000 characters, found 10,000"):
        clean_question("vraag " * 1666 + "vier")
    assert clean_question("a" * LONGEST).text


def test_one_word_is_answered_and_noted() -> None:
    assert clean_question(" Hawija? ").notes == (Note.ONE_WORD,)
    assert clean_question("Hawija schade").notes == ()
    assert clean_question("伊拉克有多少荷兰士兵?").notes == ()


def test_control_characters_are_left_out_and_noted() -> None:
    question = clean_question("hoeveel\x00 doden\x1b[31m in\u202e Irak")
    assert question.text == "hoeveel doden [31m in Irak"
    assert question.notes == (Note.CONTROL_CHARACTERS,)


def test_lines_and_diacritics_are_composed() -> None:
    assert clean_question("Syrie\u0308\n  en Irak").text == "Syrië en Irak"
    assert clean_question("Syrie\u0308\n  en Irak").notes == ()


@given(st.text(max_size=200))
def test_any_text_is_cleaned_or_refused(typed: str) -> None:
    try:
        text = clean_question(typed).text
    except QuestionError:
        return
    assert text == " ".join(text.split())
    assert text.isprintable()
