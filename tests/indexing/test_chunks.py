"""Answers in pieces: nothing lost, nothing repeated, none too long for the model."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import STARTER, OfficialAnswer, Question, Status, load_corpus
from indexing.chunks import in_context, shorten_question, split_answer


def count(text: str) -> int:
    return len(text.split())


def an_answer(text: str, question: str = "Waarom?") -> OfficialAnswer:
    return OfficialAnswer("x#1", (Question(1, question),), text, Status.SUBSTANTIVE)


def test_answer_that_fits_is_one_chunk_with_its_question() -> None:
    (chunk,) = split_answer(an_answer("Daarom. En ook hierom."), count, 10)
    assert (chunk.start, chunk.end) == (0, 22)
    assert chunk.passage == "Waarom?\nDaarom. En ook hierom."


def test_long_answer_is_cut_between_sentences() -> None:
    text = "Een twee drie. Vier vijf zes. Zeven acht negen."
    chunks = split_answer(an_answer(text), count, 7)
    assert [text[c.start : c.end] for c in chunks] == [
        "Een twee drie. Vier vijf zes.",
        "Zeven acht negen.",
    ]
    assert [c.passage for c in chunks] == [
        "Waarom?\nEen twee drie. Vier vijf zes.",
        "Waarom?\nZeven acht negen.",
    ]


def test_long_question_leaves_room_for_the_answer() -> None:
    question = "Inleiding met veel woorden vooraf.\n\nWat is het antwoord?"
    (chunk,) = split_answer(an_answer("Dat is het.", question), count, 11)
    assert chunk.passage == "Wat is het antwoord?\nDat is het."


def test_long_question_stays_whole_where_the_answer_is_short() -> None:
    question = "Een lange vraag met negen woorden in een zin?"
    (chunk,) = split_answer(an_answer("Ja.", question), count, 10)
    assert chunk.passage == f"{question}\nJa."


@pytest.mark.parametrize("most", [1, 2, 40])
def test_question_of_one_endless_word_leaves_room_for_the_answer(most: int) -> None:
    answer = an_answer("Een twee drie.", "https://" + "x" * 500)
    chunks = split_answer(answer, len, most)
    assert all(chunk.end - chunk.start <= most for chunk in chunks)
    assert "".join(answer.text[c.start : c.end] for c in chunks).replace(" ", "") == "Eentweedrie."


def test_shortened_question_keeps_its_end_and_fits() -> None:
    question = "Inleiding vooraf.\n\nWat is het antwoord?"
    assert shorten_question(question, count, 9) == question
    assert shorten_question(question, count, 4) == "Wat is het antwoord?"
    assert shorten_question(question, count, 1) == "antwoord?"
    assert shorten_question(question, count, -3) == ""


def test_answer_without_text_has_no_chunk() -> None:
    assert split_answer(an_answer(""), count, 10) == []


def test_piece_without_question_is_embedded_as_it_is() -> None:
    assert in_context("", "Een alinea.") == "Een alinea."


@given(st.text(alphabet="ab \n.,", max_size=200), st.integers(4, 20))
def test_pieces_are_in_order_apart_and_hold_every_word(text: str, most: int) -> None:
    chunks = split_answer(an_answer(text.strip()), count, most)
    position = 0
    for chunk in chunks:
        assert position <= chunk.start < chunk.end
        position = chunk.end
    kept = "".join(text.strip()[c.start : c.end] for c in chunks)
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text)


@pytest.mark.parametrize("most", [32, 64, 320])
def test_starter_answers_are_covered_whole(most: int) -> None:
    for answer in load_corpus(STARTER).answers().values():
        chunks = split_answer(answer, count, most)
        assert all(count(chunk.passage) <= most for chunk in chunks)
        kept = "".join(answer.text[c.start : c.end] for c in chunks)
        assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", answer.text)
