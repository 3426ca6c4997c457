"""What a reader makes of a file: its text, and what the file's format says about that text.

A text has no format but its lines. A PDF knows where a page ends and which letters are small, a
DOCX knows its headings and footnotes, official XML knows its questions and answers. Readers write
this down as ranges of the text; parsers use what is there and look at the words for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter

from corpus.document import ParseWarning, Span


class Format(StrEnum):
    """What a file is by its bytes, whatever its name says."""

    TEXT = "txt"
    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    XML = "xml"


class PartKind(StrEnum):
    """What the format itself says that a range is."""

    QUESTION = "question"
    ANSWER = "answer"
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True, slots=True)
class Part:
    """A range that the format marks as a question, an answer or a mededeling, its label included.

    `label` is the number as the format gives it ("Vraag 3", "3, 4 en 5"), or empty.
    """

    kind: PartKind
    span: Span
    label: str = ""


@dataclass(frozen=True, slots=True)
class NoteText:
    """The text of a footnote: its number as printed included. `called_at` is where its mark stands.

    `called_at` is `None` where the format does not tie the mark to the note.
    """

    number: int
    span: Span
    called_at: int | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file, and ranges of it that its format tells apart.

    `text`: one printed line (or one paragraph, where the format has no printed lines) a line, each
    ended by a newline; a blank line between paragraphs. `pages` are the ranges of the pages, in
    order, empty where the format has none. `furniture` is what is printed around the text: running
    heads and feet, page numbers, letterheads. `marks` are the numbers of footnotes as glued to
    words (superscripts); `None` where the format cannot tell, so that they are guessed from the
    words. `headings` are lines set as such (bold, a heading style). `tables` hold one row a line,
    the cells parted by tabs. `metadata` are names and values that the file states about itself, in
    its own words ("DC.identifier", "kst-27925-748"). `warnings` say what could not be read, where.

    All spans are half-open character ranges of `text`, sorted, without overlap within a field.
    """

    text: str
    format: Format = Format.TEXT
    pages: tuple[Span, ...] = ()
    furniture: tuple[Span, ...] = ()
    notes: tuple[NoteText, ...] = ()
    marks: tuple[Span, ...] | None = None
    headings: tuple[Span, ...] = ()
    tables: tuple[Span, ...] = ()
    parts: tuple[Part, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    warnings: tuple[ParseWarning, ...] = ()

    def to_json(self) -> bytes:
        """The extract as JSON, to be stored; `from_json` gives the same back."""
        return _ADAPTER.dump_json(self)

    @classmethod
    def from_json(cls, raw: bytes) -> Extract:
        """The extract that `to_json` wrote. Raises `pydantic.ValidationError` for anything else."""
        return _ADAPTER.validate_json(raw)


_ADAPTER = TypeAdapter(Extract)
