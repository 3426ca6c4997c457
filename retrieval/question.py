"""What a user typed, made fit to search with, or refused."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from corpus import KamerbronError
from retrieval.result import Note

LONGEST = 4000
"""Characters. Longer texts are question sets or papers; the model would read only their start."""


class QuestionError(KamerbronError):
    """A question that cannot be searched with."""


@dataclass(frozen=True, slots=True)
class CleanQuestion:
    """A question in one line, composed (NFC), and what a reader should know about it."""

    text: str
    notes: tuple[Note, ...]


def clean_question(typed: str) -> CleanQuestion:
    """The question as it is searched with.

    Raises `QuestionError` when nothing is left to search with, or too much.
    """
    if len(typed) > LONGEST:
        raise QuestionError(
            "Expected one question of at most {most:,} characters, found {found:,}. Ask its parts "
            "one by one.",
            most=LONGEST,
            found=len(typed),
        )
    printable = "".join(" " if _is_control(character) else character for character in typed)
    text = " ".join(unicodedata.normalize("NFC", printable).split())
    if not any(character.isalnum() for character in text):
        raise QuestionError("Expected a question, found no words. Type what you want to know.")
    notes = []
    if any(_is_control(character) and not character.isspace() for character in typed):
        notes.append(Note.CONTROL_CHARACTERS)
    if _is_one_word(text):
        notes.append(Note.ONE_WORD)
    return CleanQuestion(text, tuple(notes))


def _is_one_word(text: str) -> bool:
    """Whether it is one word; Chinese and Japanese write whole questions without spaces."""
    wide = any(unicodedata.east_asian_width(character) in "WF" for character in text)
    return " " not in text and not wide


def _is_control(character: str) -> bool:
    """Control and format characters, lone surrogates and private ones carry no words."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}
