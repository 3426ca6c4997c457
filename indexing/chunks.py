"""Pieces of official answers, small enough for the model to read whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus import OfficialAnswer, Span

CountTokens = Callable[[str], int]

_QUESTION_SHARE = 0.5
"""A question takes at most this share of a chunk, so that there is room for the answer."""
_SEPARATORS = ["\n\n", "\n", ". ", "? ", "; ", ", ", " ", ""]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of one answer: `answer.text[start:end]` is quoted, `passage` is embedded."""

    answer_id: str
    start: int
    end: int
    passage: str


def split_answer(answer: OfficialAnswer, count_tokens: CountTokens, most: int) -> list[Chunk]:
    """The answer in pieces that, with its question, have at most `most` tokens each.

    An answer that fits is one chunk, with its question whole. One without text has none. Pieces are
    in order and do not overlap; white space between them belongs to none. Of a question that is too
    long to go with the answer, the end is kept.
    """
    whole = in_context(answer.asked, answer.text)
    if answer.text and count_tokens(whole) <= most:
        return [Chunk(answer.id, 0, len(answer.text), whole)]
    question = shorten_question(answer.asked, count_tokens, int(most * _QUESTION_SHARE))
    room = most - count_tokens(question)
    return [
        Chunk(answer.id, start, end, in_context(question, answer.text[start:end]))
        for start, end in _pieces(answer.text, count_tokens, room)
    ]


def in_context(question: str, quoted: str) -> str:
    """The text that is embedded for a piece of an answer: its question, then the piece."""
    return f"{question}\n{quoted}" if question else quoted


def _pieces(text: str, count_tokens: CountTokens, room: int) -> list[Span]:
    if not text:
        return []
    if count_tokens(text) <= room:
        return [(0, len(text))]
    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        keep_separator="end",
        chunk_size=room,
        chunk_overlap=0,
        length_function=count_tokens,
        strip_whitespace=True,
    )
    spans: list[Span] = []
    position = 0
    for piece in splitter.split_text(text):
        start = text.index(piece, position)
        position = start + len(piece)
        spans.append((start, position))
    return spans


def shorten_question(question: str, count_tokens: CountTokens, most: int) -> str:
    """The question, or as much of its end as fits: the last paragraphs ask, the first introduce.

    Whole paragraphs go first, then words, then characters; with no room nothing is left.
    """
    paragraphs = question.split("\n\n")
    while len(paragraphs) > 1 and count_tokens("\n\n".join(paragraphs)) > most:
        del paragraphs[0]
    words = "\n\n".join(paragraphs).split(" ")
    while len(words) > 1 and count_tokens(" ".join(words)) > most:
        words = words[len(words) // 8 + 1 :]
    shortened = " ".join(words)
    while shortened and count_tokens(shortened) > most:
        shortened = shortened[len(shortened) // 2 + 1 :]
    return shortened
