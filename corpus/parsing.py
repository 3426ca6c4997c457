"""From a file or its extract to a `Document`: tell its kind, read it, make the document."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.cleaning import clean
from corpus.document import Document, Paper, PaperType, Status
from corpus.errors import KamerbronError
from corpus.extract import Extract, Format
from corpus.facts import read_facts
from corpus.layout import Layout, read_layout
from corpus.papers.consultation import is_consultation, read_consultation
from corpus.papers.labels import page_numbers
from corpus.papers.letter import is_letter, read_letter
from corpus.papers.numbered import (
    has_answers,
    has_numbers,
    has_question_labels,
    read_numbered,
)
from corpus.reading import Reading, make_document
from corpus.references import status_of


class ParseError(KamerbronError):
    """A text that cannot be read as an official answer."""


UNKNOWN_KIND = (
    "{name}: expected a list of questions and answers, answers to written questions, a written "
    "consultation or a minister's letter; the text is none that we know. Check that it is the "
    "paper with the answers, whole and not scanned; a letter of another layout can be read with "
    "--as-letter."
)
"""The message for a text of no known kind: the one that may still be read as a letter."""


_HEAD = 3000  # characters
_MOST_LINES = 250_000  # some 4,000 printed pages: read within ten seconds
_TITLE = 400  # characters
_LIST = re.compile(r"\bLIJST VAN VRAGEN\b|VERSLAG HOUDENDE EEN LIJST", re.IGNORECASE)
_LIST_TITLE = re.compile(
    r"\bLIJST VAN VRAGEN\b|VERSLAG HOUDENDE EEN LIJST"
    r"|(?m:^[ \t]*(?:Nr\. \S+ )?(?:Verslag houdende een )?[Ll]ijst van vragen en antwoorden)"
)
_AANHANGSEL = re.compile(r"Aanhangsel (?:van de|tot het Verslag van de) Handelingen")
_WRITTEN = re.compile(
    r"[Vv]ragen (?:gesteld )?(?:van|door) (?:het (?:Kamer)?lid|de (?:Kamer)?leden)\b"
)


@dataclass(frozen=True, slots=True)
class _Kind:
    type: PaperType
    recognise: Callable[[Layout], bool]
    read: Callable[[Layout], Reading]


def _is_aanhangsel(layout: Layout) -> bool:
    """Whether a paper with numbered questions opens as one of the Aanhangsel."""
    return bool(_AANHANGSEL.search(_head(layout)[:_TITLE])) and _has_questions(layout)


def _is_list(layout: Layout) -> bool:
    """Whether a paper with numbered questions calls itself a lijst van vragen en antwoorden.

    It does in its title, or anywhere in its head where no members are said to have asked.
    """
    head = _head(layout)
    calls = _LIST_TITLE.search(layout.source[:_HEAD]) or (
        _LIST.search(head) and not _WRITTEN.search(head)
    )
    return bool(calls) and _has_questions(layout)


def _is_written(layout: Layout) -> bool:
    """Whether the questions are a member's: by the head, or by labels such as "Vraag 1"."""
    if has_question_labels(layout):
        return True
    return bool(_WRITTEN.search(_head(layout))) and has_numbers(layout)


def _has_questions(layout: Layout) -> bool:
    return has_question_labels(layout) or has_numbers(layout)


def _head(layout: Layout) -> str:
    return " ".join(layout.source[:_HEAD].split())


# In the order of trial: what is most particular first.
_KINDS = (
    _Kind(PaperType.WRITTEN_QUESTIONS, _is_aanhangsel, read_numbered),
    _Kind(PaperType.CONSULTATION, is_consultation, read_consultation),
    _Kind(PaperType.QUESTION_LIST, _is_list, read_numbered),
    _Kind(PaperType.WRITTEN_QUESTIONS, _is_written, read_numbered),
    _Kind(PaperType.LETTER, is_letter, read_letter),
    _Kind(PaperType.QUESTION_LIST, has_numbers, read_numbered),
)
_AS_LETTER = _Kind(PaperType.LETTER, is_letter, read_letter)


def parse_file(path: Path, *, as_letter: bool = False) -> Document:
    """The document that a file holds: PDF, DOCX, HTML, official XML or text, told by its bytes.

    Raises `UnreadableError` for a file that is not there or gives no text, `ParseError` for a text
    that holds no official answer of a known kind; `as_letter` reads one of no known kind by its
    headings.
    """
    from corpus.readers import read_file

    return parse_extract(read_file(path), name=path.stem, as_letter=as_letter)


def parse_text(source: str, *, name: str, paper: Paper | None = None) -> Document:
    """The document that a text holds; see `parse_extract`."""
    return parse_extract(Extract(source), name=name, paper=paper)


def parse_extract(
    extract: Extract, *, name: str, paper: Paper | None = None, as_letter: bool = False
) -> Document:
    """The document that an extract holds.

    `paper` gives facts that are known better than from the text. `name` is the file's, without the
    ending: the identifier where the text states none. Raises `ParseError` where the text is empty,
    of no known kind (unless it is to be read as a letter), or holds no answer.
    """
    if not extract.text.strip():
        raise ParseError(
            "{name}: expected the text of a parliamentary paper, found nothing.", name=name
        )
    lines = extract.text.count("\n")
    if lines > _MOST_LINES:
        raise ParseError(
            "{name}: expected a paper of at most {most:,} lines, found {found:,}. Split the file, "
            "or take out what is no part of the paper.",
            name=name,
            most=_MOST_LINES,
            found=lines,
        )
    layout = read_layout(extract)
    if extract.format is not Format.PDF and (pages := page_numbers(layout)):
        layout = read_layout(
            replace(extract, furniture=tuple(sorted([*extract.furniture, *pages])))
        )
    kind = next((kind for kind in _KINDS if kind.recognise(layout)), None)
    if kind is None and not as_letter:
        raise ParseError(UNKNOWN_KIND, name=name)
    kind = kind or _AS_LETTER
    reading = kind.read(layout)
    if kind.read is read_numbered and not has_answers(layout):
        raise ParseError(
            "{name}: expected questions with their answers, found only questions. Get the paper in "
            "which the minister answers them.",
            name=name,
        )
    if not reading.blocks:
        raise ParseError(
            "{name}: expected answers, found none (read as {kind}). Check that the paper is whole.",
            name=name,
            kind=kind.type.value,
        )
    type_ = PaperType.ANNOUNCEMENT if _only_announces(layout, reading) else kind.type
    begin = min(block.spans[0][0] for block in reading.blocks)
    stated, doubts = read_facts(layout, type_, name, begin)
    return make_document(
        layout, paper or stated, replace(reading, warnings=(*doubts, *reading.warnings))
    )


def _only_announces(layout: Layout, reading: Reading) -> bool:
    return all(
        block.announces or status_of(clean(layout, list(block.answer)).text) is Status.ANNOUNCEMENT
        for block in reading.blocks
    )
