"""From the text of a paper to a `Document`: tell its kind, read it, make the document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.document import Document, Paper, PaperType
from corpus.errors import KamerbronError
from corpus.facts import read_facts
from corpus.layout import Layout, read_layout
from corpus.papers.consultation import is_consultation, read_consultation
from corpus.papers.letter import is_letter, read_letter
from corpus.papers.numbered import (
    has_bare_numbers,
    has_question_labels,
    read_question_list,
    read_written_questions,
)
from corpus.reading import Reading, make_document


class ParseError(KamerbronError):
    """A text that cannot be read as an official answer."""


class _Recognise(Protocol):
    def __call__(self, layout: Layout) -> bool: ...


class _Read(Protocol):
    def __call__(self, layout: Layout) -> Reading: ...


@dataclass(frozen=True, slots=True)
class _Kind:
    type: PaperType
    recognise: _Recognise
    read: _Read


# In the order of trial: what is most particular first.
_KINDS = (
    _Kind(PaperType.CONSULTATION, is_consultation, read_consultation),
    _Kind(PaperType.WRITTEN_QUESTIONS, has_question_labels, read_written_questions),
    _Kind(PaperType.LETTER, is_letter, read_letter),
    _Kind(PaperType.QUESTION_LIST, has_bare_numbers, read_question_list),
)


def parse_file(path: Path) -> Document:
    """The document that a text file (UTF-8) holds.

    Raises `ParseError` for a file that is not there, is no text, is empty, or holds no official
    answer of a known kind.
    """
    return parse_text(read_text(path), name=path.stem)


def read_text(path: Path) -> str:
    """The text of a file, its line ends as they are."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ParseError(f"{path}: no such file. Check the name and the folder.") from None
    except OSError as error:
        raise ParseError(f"{path}: cannot be read ({error.strerror}). Name a text file.") from error
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParseError(
            f"{path.name}: expected text in UTF-8, found a byte that is not at position "
            f"{error.start}. Save the text of the paper as UTF-8 and try again."
        ) from None
    if "\x00" in text:
        raise ParseError(
            f"{path.name}: expected text, found a binary file. Save its text as UTF-8 and "
            "try again."
        )
    return text


def parse_text(source: str, *, name: str, paper: Paper | None = None) -> Document:
    """The document that a text holds; `paper` gives facts that are known better than from the text.

    `name` is the file's, without the ending: the identifier where the text states none. Raises
    `ParseError` where the text is empty, of no known kind, or holds no answer.
    """
    if not source.strip():
        raise ParseError(f"{name}: expected the text of a parliamentary paper, found nothing.")
    layout = read_layout(source)
    kind = next((kind for kind in _KINDS if kind.recognise(layout)), None)
    if kind is None:
        raise ParseError(
            f"{name}: expected a list of questions and answers, answers to written questions, a "
            "written consultation or a minister's letter; the text is none that we know. Check "
            "that it is the paper with the answers, whole and not scanned."
        )
    reading = kind.read(layout)
    if not reading.blocks:
        raise ParseError(f"{name}: a {kind.type.value} without any answer. Check that it is whole.")
    return make_document(layout, paper or read_facts(layout, kind.type, name), reading)
