"""The lines of an extracted text, told apart: running text, page furniture, footnotes.

The extraction puts a space before the first line of each page, a space behind every line that was
broken at a space, and none behind a line that was broken inside a word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import accumulate, islice

from corpus.document import Span


class LineKind(Enum):
    BODY = auto()
    BLANK = auto()
    FURNITURE = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `source[start:end]`, its newline included; `kind` is what it belongs to."""

    index: int
    start: int
    end: int
    text: str
    kind: LineKind

    @property
    def content(self) -> str:
        return self.text.strip()


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a footnote as glued to a word: `source[start:end]`."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    """The text of a footnote, with its number, at `span`, and the mark that calls it, if found."""

    number: int
    span: Span
    called_at: int | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A source with its lines told apart, its footnotes, and the marks that call them.

    `words` are all words of the source, case folded: they tell how it writes a word elsewhere.
    """

    source: str
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    marks: tuple[Mark, ...]
    words: frozenset[str] = field(repr=False)

    def body(self) -> list[Line]:
        """The lines of running text, in order."""
        return [line for line in self.lines if line.kind is LineKind.BODY]

    def lines_from(self, position: int) -> Iterator[Line]:
        """The lines from the one that holds `position` to the last."""
        first = bisect_right(self.lines, position, key=lambda line: line.start) - 1
        return islice(self.lines, max(0, first), None)

    def lines_between(self, before: Line, after: Line) -> tuple[Line, ...]:
        """The lines that stand between two others."""
        return self.lines[before.index + 1 : after.index]

    def notes_called(self, start: int, end: int) -> list[Note]:
        """The footnotes whose marks stand in `source[start:end]`, in order."""
        return [
            note
            for note in self.notes
            if note.called_at is not None and start <= note.called_at < end
        ]


# "Tweede Kamer, vergaderjaar 2020–2021, 27 925, nr. 748 3": the foot of a page.
RUNNING_FOOT = re.compile(
    r"(?P<chamber>Eerste|Tweede) Kamer, vergaderjaar (?P<years>\d{4}[–-]\d{4}), "
    r"(?P<dossier>\d{2} ?\d{3}(?:[ -][\dIVX]+)?), (?:nr\. )?(?P<number>[A-Z]+|\d+) (?P<page>\d+)"
)
_COLOPHON = re.compile(r"(?:kst|ah)-[\w-]+|ISSN \d{4} ?- ?\d{4}|’s-Gravenhage \d{4}")
_NOTE = re.compile(r"(?P<number>\d{1,2}) \S")
# A mark stands behind a word of lower case, or behind the punctuation that follows it. "m2", "F16",
# "CO2" and "COVID-19" are no marks.
_MARK = re.compile(
    r"(?<=[^\W\d_])(?<![A-Z])(?<!\bm)(?<!\b[kc]m)[.,;:»”’)]?(?P<number>\d{1,2})(?=[\s.,;:)»”]|$)"
)
_TWO_PAGES = 120  # lines
_WORD = re.compile(r"[^\W\d_][\w’-]*|\([\w-]+\)[^\W\d_]+")


def read_layout(source: str) -> Layout:
    """The lines of `source` told apart. Nothing is dropped: the lines together are the source."""
    raw = source.splitlines(keepends=True)
    ends = accumulate(len(text) for text in raw)
    lines = tuple(
        Line(index, end - len(text), end, text, kind)
        for index, (end, text, kind) in enumerate(zip(ends, raw, _kinds(raw), strict=True))
    )
    notes_without_call = _notes(lines)
    marks = _marks(lines, {number for number, _ in notes_without_call})
    return Layout(
        source=source,
        lines=lines,
        notes=tuple(
            Note(number, span, _called_at(number, span, marks))
            for number, span in notes_without_call
        ),
        marks=marks,
        words=frozenset(word.casefold() for word in _WORD.findall(source)),
    )


def begins_page(text: str) -> bool:
    """Whether the extraction marks this line as the first of a page."""
    return text.startswith(" ") and not text[1:2].isspace() and bool(text.strip())


def _kinds(raw: list[str]) -> list[LineKind]:
    kinds: list[LineKind] = []
    before = LineKind.BLANK
    for index, text in enumerate(raw):
        before = _kind(text, before, raw, index)
        kinds.append(before)
    return kinds


def _kind(text: str, before: LineKind, raw: list[str], index: int) -> LineKind:
    content = text.strip()
    if not content:
        return LineKind.BLANK
    if RUNNING_FOOT.fullmatch(content) or _COLOPHON.fullmatch(content):
        return LineKind.FURNITURE
    if begins_page(text):
        return LineKind.BODY
    if before is LineKind.NOTE:
        return LineKind.NOTE
    opens = _NOTE.match(content)
    if before is LineKind.BLANK and opens and _called_above(opens["number"], raw, index):
        return LineKind.NOTE
    return LineKind.BODY


def _called_above(number: str, raw: list[str], index: int) -> bool:
    """Whether a mark with this number stands on the lines above, on this page or the last."""
    return any(
        mark["number"] == number
        for line in raw[max(0, index - _TWO_PAGES) : index]
        for mark in _MARK.finditer(line.rstrip())
    )


def _notes(lines: tuple[Line, ...]) -> list[tuple[int, Span]]:
    notes: list[tuple[int, Span]] = []
    before: Line | None = None
    for line in lines:
        if line.kind is LineKind.NOTE:
            opens = _NOTE.match(line.content)
            follows = before is not None and before.kind is LineKind.NOTE
            expected = notes[-1][0] + 1 if notes else None
            if opens and (not follows or int(opens["number"]) == expected):
                notes.append((int(opens["number"]), (line.start, line.end)))
            else:
                number, (start, _) = notes[-1]
                notes[-1] = (number, (start, line.end))
        before = line
    return notes


def _marks(lines: tuple[Line, ...], noted: set[int]) -> tuple[Mark, ...]:
    """The marks, in order: those with a note of their number, and those that count on from one.

    A source may have lost a note's text and kept its mark (kst-27925-AA: "Kamer1, aangegeven").
    """
    marks: list[Mark] = []
    for line in lines:
        if line.kind is not LineKind.BODY:
            continue
        for match in _MARK.finditer(line.text.rstrip()):
            number = int(match["number"])
            counts_on = number in {1, marks[-1].number + 1 if marks else 1}
            if number in noted or counts_on:
                start = line.start + match.start("number")
                marks.append(Mark(number, start, line.start + match.end("number")))
    return tuple(marks)


def _called_at(number: int, span: Span, marks: tuple[Mark, ...]) -> int | None:
    """Where the last mark with this number stands before the note, or else after it."""
    places = [mark.start for mark in marks if mark.number == number]
    before = [place for place in places if place < span[0]]
    return before[-1] if before else next(iter(places), None)
