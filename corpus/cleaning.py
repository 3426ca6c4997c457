"""From lines as printed to text as read: word for word the source, without its line breaks.

Every character of a cleaned text except the white space between its pieces stands in the source,
and `Piece`s say where.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Piece, Span
from corpus.layout import Layout, Line, LineKind, Note

PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text as read, and where its pieces stand in the source."""

    text: str
    pieces: tuple[Piece, ...]

    def source_position(self, offset: int, end: int) -> int:
        """Where in the source `text[offset]` stands, or the next character that is from there.

        `end` stands for an offset behind the last.
        """
        for piece in self.pieces:
            if offset < piece.at + piece.length:
                return piece.start + max(0, offset - piece.at)
        return end


@dataclass(frozen=True, slots=True)
class _Fragment:
    """What one line gives to a text: `source[start:end]`, without white space around it."""

    start: int
    end: int
    line: Line


_SENTENCE_END = re.compile(r"[.!?…:;][\"'’”»)\]]*\d{0,2}$")
_HYPHEN = re.compile(r"[^\W_][-‐\u00ad]$")
_COMBINING = re.compile(r".[\u0300-\u036f]+")
_HEAD = re.compile(r"[^\W_][\w’]*")
_TAIL = re.compile(r"[\w’-]+$")
_LIST_MARKER = re.compile(r"[a-z]{1,3}[.)]\s|[–•-]\s")
_ADDRESS = re.compile(r"https?://\S*/$")
# A hyphen at a line end that hangs: "Irakse- en Koerdische", "zwaar- of lichtgewonden".
_HANGING = re.compile(r"(?:en|of|dan wel|als|tot|en/of|respectievelijk|noch)\b")
# Second halves that keep the hyphen of their compound: secretaris-generaal, minister-president.
_TITLES = frozenset({"generaal", "president", "majoor", "luitenant", "kolonel", "by"})
_KEEPING_FIRST = frozenset({"niet", "ex", "oud", "non", "vice", "adjunct", "kandidaat"})
_CLASHING = frozenset("aa ai au ee ei eu ie ii ij oe oi oo ou ui uu éé ée éi".split())


def clean(layout: Layout, ranges: list[Span]) -> CleanText:
    """The running text of `ranges`, each footnote after the paragraph that calls it.

    A blank line parts paragraphs. What stands between two lines only because a page ended there
    (its foot, its footnotes) does so only where a sentence ended too.
    """
    writer = _Writer(layout)
    before: _Fragment | None = None
    waiting: list[Note] = []
    for fragment in _fragments(layout, ranges):
        glue = _glue(layout, before, fragment) if before else ""
        if glue == PARAGRAPH:
            writer.add_notes(waiting)
            waiting = []
        writer.add(glue, fragment)
        waiting += layout.notes_called(fragment.start, fragment.end)
        before = fragment
    writer.add_notes(waiting)
    return writer.result()


class _Writer:
    """Puts fragments behind each other and remembers where each came from."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._marks = {mark.start: mark.end for mark in layout.marks}
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0

    def add(self, glue: str, fragment: _Fragment) -> None:
        if glue.startswith("\b"):  # take back the hyphen of a word broken at the line end
            self._take_back()
            glue = glue[1:]
        if self._length:
            self._write(glue)
        before: int | None = None
        for start, end in self._runs(fragment):
            if before is not None and self._layout.source[before:start].isspace():
                self._write(" ")
            self._copy(start, end)
            before = end

    def add_notes(self, notes: list[Note]) -> None:
        for note in notes:
            before: _Fragment | None = None
            for fragment in _lines_of(self._layout, [note.span], LineKind.NOTE):
                self.add(_glue(self._layout, before, fragment) if before else PARAGRAPH, fragment)
                before = fragment

    def result(self) -> CleanText:
        return CleanText("".join(self._parts), tuple(self._pieces))

    def _runs(self, fragment: _Fragment) -> Iterator[Span]:
        """The stretches of a fragment without footnote marks and without runs of white space."""
        source, position, start = self._layout.source, fragment.start, fragment.start
        while position < fragment.end:
            skip = self._marks.get(position)
            if skip is None and source[position].isspace():
                skip = position + 1
                while source[skip].isspace():
                    skip += 1
                if skip == position + 1 and source[position] == " ":
                    skip = None
            if skip is None:
                position += 1
                continue
            if start < position:
                yield start, position
            position = start = skip
        if start < fragment.end:
            yield start, fragment.end

    def _copy(self, start: int, end: int) -> None:
        """Writes a stretch of the source; a letter with combining diacritics is composed."""
        position = start
        for letter in _COMBINING.finditer(self._layout.source, start, end):
            self._copy_piece(position, letter.start())
            self._copy_piece(*letter.span())
            position = letter.end()
        self._copy_piece(position, end)

    def _copy_piece(self, start: int, end: int) -> None:
        if start < end:
            self._pieces.append(Piece(self._length, start, end - start))
            self._write(unicodedata.normalize("NFC", self._layout.source[start:end]))

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _take_back(self) -> None:
        self._parts[-1] = self._parts[-1][:-1]
        self._length -= 1
        last = self._pieces.pop()
        if last.length > 1:
            self._pieces.append(Piece(last.at, last.start, last.length - 1))


def _fragments(layout: Layout, ranges: list[Span]) -> Iterator[_Fragment]:
    return _lines_of(layout, ranges, LineKind.BODY)


def _lines_of(layout: Layout, ranges: list[Span], kind: LineKind) -> Iterator[_Fragment]:
    for range_start, range_end in ranges:
        for line in layout.lines_from(range_start):
            if line.start >= range_end:
                break
            start, end = max(line.start, range_start), min(line.end, range_end)
            text = layout.source[start:end]
            if line.kind is kind and text.strip():
                lead = len(text) - len(text.lstrip())
                yield _Fragment(start + lead, start + len(text.rstrip()), line)


def _glue(layout: Layout, before: _Fragment, after: _Fragment) -> str:
    """What joins two fragments: a paragraph break, a space, nothing, or "\\b": drop the hyphen."""
    source = layout.source
    left, right = source[before.start : before.end], source[after.start : after.end]
    if _parts_paragraphs(layout, before, after, left, right):
        return PARAGRAPH
    if _HYPHEN.search(left):
        return _hyphen_glue(layout, left, right)
    broken_at_space = source[before.end : before.end + 1] == " "
    if not broken_at_space and _is_broken_inside_word(layout, left, right):
        return ""
    return " "


def _parts_paragraphs(
    layout: Layout, before: _Fragment, after: _Fragment, left: str, right: str
) -> bool:
    between = layout.lines_between(before.line, after.line)
    if not any(line.kind is LineKind.BLANK for line in between):
        return False
    ended = bool(_SENTENCE_END.search(left))
    page_ended = any(line.kind in {LineKind.FURNITURE, LineKind.NOTE} for line in between)
    if page_ended:
        return ended and not right[0].islower()
    torn = right[0].islower() and not ended and not _LIST_MARKER.match(right)
    return not torn


def _is_broken_inside_word(layout: Layout, left: str, right: str) -> bool:
    """A line broken inside a web address, or a word like "(lucht)aanvallen" that stands elsewhere
    in the paper whole (kst-27925-956, question 31)."""
    if _ADDRESS.search(left):
        return True
    head = _HEAD.match(right)
    if not left.endswith(")") or not head or not right[0].islower():
        return False
    return (left[left.rfind("(") :] + head[0]).casefold() in layout.words


def _hyphen_glue(layout: Layout, left: str, right: str) -> str:
    """How a line that ends in a hyphen goes on: "\\b" joins the word, "" keeps its own hyphen."""
    if _HANGING.match(right):
        return " "
    head, tail = _HEAD.match(right), _TAIL.search(left[:-1])
    if not head or not tail:
        return ""
    first, second = tail[0], head[0]
    if (first + second).casefold() in layout.words:
        return "\b"
    if f"{first}-{second}".casefold() in layout.words:
        return ""
    first = first.rsplit("-", 1)[-1]
    keeps = _keeps_hyphen(first, second) or (
        _clash(first, second) and first.casefold() in layout.words
    )
    return "" if keeps else "\b"


def _keeps_hyphen(first: str, second: str) -> bool:
    """Whether Dutch writes a hyphen between these halves of a word, wherever a line ends."""
    if first.isupper() and second.isupper():  # a heading: BUITENLANDSE ZAKEN
        return False
    if second[0].isupper() or second[0].isdigit() or first[-1].isdigit():
        return True
    if first[-1].isupper():  # an abbreviation: NAVO-missie, anti-ISIS-coalitie
        return True
    return first.lower() in _KEEPING_FIRST or second in _TITLES


def _clash(first: str, second: str) -> bool:
    """Whether the vowels where two words meet would be read as one sound: Coalitie-inzet."""
    return (first[-1] + second[0]).lower() in _CLASHING
