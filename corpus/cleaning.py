"""From lines as printed to text as read: word for word the source, without its line breaks.

Every character of a cleaned text except the white space between its pieces stands in the source,
and `Piece`s say where.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from corpus.document import Piece, Span
from corpus.layout import Layout, Line, LineKind, Note

PARAGRAPH = "\n\n"
_CONTEXT = 200  # characters: all that is looked at on both sides of a line end


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text as read, and where its pieces stand in the source."""

    text: str
    pieces: tuple[Piece, ...]

    def source_position(self, offset: int, end: int) -> int:
        """Where in the source `text[offset]` stands, or the next character that is from there.

        `end` stands for an offset behind the last.
        """
        at = bisect_left(self.pieces, offset + 1, key=lambda piece: piece.at + piece.length)
        if at == len(self.pieces):
            return end
        return self.pieces[at].start + max(0, offset - self.pieces[at].at)


@dataclass(frozen=True, slots=True)
class _Fragment:
    """What one line gives to a text: `source[start:end]`, without white space around it."""

    start: int
    end: int
    line: Line


_SENTENCE_END = re.compile(r"[.!?…:;][\"'’”»)\]]*\d{0,2}$")
_HYPHENS = "-‐\u00ad"
_HYPHEN = re.compile(r"[^\W_][-‐\u00ad]$")
# Diacritics behind their letter: combining ones, and those that a PDF draws as a glyph of their own
# ("Kostic´", "Yes¸ilgöz"). Vowels are left alone: "risico´s" has an apostrophe.
_SPACING = {
    "´": "\u0301",
    "¸": "\u0327",
    "˘": "\u0306",
    "ˇ": "\u030c",
    "˙": "\u0307",
    "˛": "\u0328",
}
_DIACRITIC = re.compile(
    r"(?:[cnszlrCNSZLR]´|[csCSgGtTkK]¸|[gG]˘|[cdersnztCDERSNZT]ˇ|[zIZ]˙|[aeAE]˛)"
)
_COMPOSED = re.compile(rf".[\u0300-\u036f]+|{_DIACRITIC.pattern}")
_SIGN = re.compile(rf"[\u0300-\u036f{''.join(_SPACING)}]")
# A hyphen at a line end that lost its line end when the text was wrapped anew.
_BROKEN_WORD = re.compile(r"(?<=[^\W_])[-‐\u00ad]\s+(?=[^\W\d_])")
# "(lucht) aanvallen", where the paper writes "(lucht)aanvallen" elsewhere (kst-27925-956).
_PARTED_WORD = re.compile(r"(?P<whole>\([\w-]*\w\)(?P<gap> )[a-zà-ÿ][\w’]*)")
_PARTED_ADDRESS = re.compile(r"https?://(?:\S*/)?(?P<gap> )(?=[\w-]+[/%.]\w)")
_WHITE_SPACE = re.compile(r"\s{2,}|[^\S ]")
_SOFT = re.compile(r"[\u00ad\ufffe](?=\w)")
# Most lines hold nothing to skip: without one of these characters, or two spaces, a line is plain.
_PERHAPS_SKIPPED = re.compile(
    r"[\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u00ad\u2010:)-]"
)
# What may stand between two stretches of a line, from weak to strong.
_JOINTS = ["", " ", "\t"]
_HEAD = re.compile(r"[^\W_][\w’]*")
_TAIL = re.compile(r"[\w’-]+$")
_LIST_MARKER = re.compile(r"[a-z]{1,3}[.)]\s|[–•-]\s")
# An address broken over lines: "https://" + "www.…", "…%20provincies" + "%202022.pdf".
_ADDRESS = re.compile(r"(?:https?://|www\.)(?:\S*[/%?&=#_.~-])?$")
_ADDRESS_BEGUN = re.compile(r"(?:https?://|www\.)\S+$")
_ADDRESS_GOES_ON = re.compile(r"[/%?&=#_~]|[\w-]+[/%?&=_.]\w")
# A hyphen at a line end that hangs: "Irakse- en Koerdische", "zwaar- of lichtgewonden".
_HANGING = re.compile(r"(?:en|of|dan wel|als|tot|en/of|respectievelijk|noch)\b")
# Second halves that keep the hyphen of their compound: secretaris-generaal, minister-president.
_TITLES = frozenset({"generaal", "president", "majoor", "luitenant", "kolonel", "by"})
_KEEPING_FIRST = frozenset({"niet", "ex", "oud", "non", "vice", "adjunct", "kandidaat"})
_CLASHING = frozenset("aa ai au ee ei eu ie ii ij oe oi oo ou ui uu éé ée éi".split())


# An answer is looked at more than once on its way to a document.
_KNOWN: WeakKeyDictionary[Layout, dict[tuple[Span, ...], CleanText]] = WeakKeyDictionary()


def composed(text: str) -> str:
    """The text with its diacritics composed, those drawn as glyphs of their own too."""
    if _SIGN.search(text):
        text = _DIACRITIC.sub(lambda found: found[0][0] + _SPACING[found[0][1]], text)
    return unicodedata.normalize("NFC", text)


def clean(layout: Layout, ranges: list[Span]) -> CleanText:
    """The running text of `ranges`, each footnote after the paragraph that calls it.

    A blank line parts paragraphs. What stands between two lines only because a page ended there
    (its foot, its footnotes) does so only where a sentence ended too. The rows of a table keep
    lines of their own, its cells are parted by tabs.
    """
    known, key = _KNOWN.setdefault(layout, {}), tuple(ranges)
    if key not in known:
        known[key] = _cleaned(layout, ranges)
    return known[key]


def _cleaned(layout: Layout, ranges: list[Span]) -> CleanText:
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
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0

    def add(self, glue: str, fragment: _Fragment) -> None:
        if glue.startswith("\b"):  # take back the hyphen of a word broken at the line end
            self._take_back()
            glue = glue[1:]
        if self._length and glue:
            self._write(glue)
        position, joint = fragment.start, ""
        for start, end, instead in self._skipped(fragment):
            if position < start:
                if joint:
                    self._write(joint)
                self._copy(position, start)
                joint = ""
            position, joint = max(position, end), max(joint, instead, key=_JOINTS.index)
        if position < fragment.end:
            if joint:
                self._write(joint)
            self._copy(position, fragment.end)

    def add_notes(self, notes: list[Note]) -> None:
        for note in notes:
            before: _Fragment | None = None
            for fragment in _lines_of(self._layout, [note.span], LineKind.NOTE):
                self.add(_glue(self._layout, before, fragment) if before else PARAGRAPH, fragment)
                before = fragment

    def result(self) -> CleanText:
        return CleanText("".join(self._parts), tuple(self._pieces))

    def _skipped(self, fragment: _Fragment) -> list[tuple[int, int, str]]:
        """What of a fragment is not copied, and what stands in its place: see `_JOINTS`."""
        source, (start, end) = self._layout.source, (fragment.start, fragment.end)
        skipped = [(mark.start, mark.end, "") for mark in self._layout.marks_in(start, end)]
        if source.find("  ", start, end) < 0 and not _PERHAPS_SKIPPED.search(source, start, end):
            return skipped
        cells = self._layout.table_at(start) is not None
        skipped += [
            (*space.span(), "\t" if cells and "\t" in space[0] else " ")
            for space in _WHITE_SPACE.finditer(source, start, end)
        ]
        skipped += [(*hyphen.span(), "") for hyphen in _SOFT.finditer(source, start, end)]
        if not skipped and source.find(" ", start, end) < 0:  # the rest stands around a space
            return skipped
        for broken in _BROKEN_WORD.finditer(source, start, end):
            hyphen = broken.start() + 1
            left = source[max(start, hyphen - _CONTEXT) : hyphen]
            glue = _hyphen_glue(self._layout, left, source[broken.end() : broken.end() + _CONTEXT])
            if glue != " ":
                skipped.append((broken.start() + (glue == ""), broken.end(), ""))
        for parted in _PARTED_WORD.finditer(source, start, end):
            if parted["whole"].replace(" ", "").casefold() in self._layout.words:
                skipped.append((*parted.span("gap"), ""))
        skipped += [(*a.span("gap"), "") for a in _PARTED_ADDRESS.finditer(source, start, end)]
        return sorted(skipped)

    def _copy(self, start: int, end: int) -> None:
        """Writes a stretch of the source; a letter with combining diacritics is composed."""
        position = start
        if _SIGN.search(self._layout.source, start, end):
            for letter in _COMPOSED.finditer(self._layout.source, start, end):
                self._copy_piece(position, letter.start())
                self._copy_piece(*letter.span())
                position = letter.end()
        self._copy_piece(position, end)

    def _copy_piece(self, start: int, end: int) -> None:
        if start < end:
            self._pieces.append(Piece(self._length, start, end - start))
            text = self._layout.source[start:end]
            self._write(text if text.isascii() else composed(text))

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
    left = source[max(before.start, before.end - _CONTEXT) : before.end]
    right = source[after.start : min(after.end, after.start + _CONTEXT)]
    if layout.extract.tables:
        row, next_row = layout.table_at(before.start), layout.table_at(after.start)
        if row is not None or next_row is not None:
            return "\n" if row == next_row else PARAGRAPH
    if _parts_paragraphs(layout, before, after, left, right):
        return PARAGRAPH
    if left[-1] in _HYPHENS and _HYPHEN.search(left):
        if _ADDRESS_BEGUN.search(left):
            return ""
        return _hyphen_glue(layout, left, right)
    broken_at_space = source[before.end : before.end + 1] == " "
    if not broken_at_space and _is_broken_inside_word(layout, left, right):
        return ""
    return " "


def _parts_paragraphs(
    layout: Layout, before: _Fragment, after: _Fragment, left: str, right: str
) -> bool:
    if after.line.index == before.line.index + 1:
        return False
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
    in_address = "://" in left or "www." in left
    if in_address and (
        _ADDRESS.search(left) or (_ADDRESS_BEGUN.search(left) and _ADDRESS_GOES_ON.match(right))
    ):
        return True
    if not left.endswith(")") or left.endswith("-)") or not right[0].islower():
        return False
    head = _HEAD.match(right)
    if not head:
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
