"""The lines of an extracted text, told apart: running text, page furniture, footnotes.

What the file's format tells (`Extract`) is taken as it is; the rest is read from the words. In the
extraction of the starter corpus a space stands before the first line of each page and behind every
line that was broken at a space, and none behind a line that was broken inside a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from corpus.document import ParseWarning, Span
from corpus.extract import Extract, Format


class LineKind(Enum):
    BODY = auto()
    BLANK = auto()
    FURNITURE = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or the part of one that is of one kind: `source[start:end]`, newline included.

    `content` is its text without white space around it.
    """

    index: int
    start: int
    end: int
    text: str
    content: str
    kind: LineKind


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


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Layout:
    """A source with its lines told apart, its footnotes, and the marks that call them.

    Two layouts are never equal: what was found in one is remembered by its identity.

    `words` are all words of the source, case folded: they tell how it writes a word elsewhere.
    `has_blank_lines` is false where the extraction dropped those between paragraphs.
    `warnings` are the reader's, and those about footnotes whose end had to be guessed.
    """

    extract: Extract
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    marks: tuple[Mark, ...]
    words: frozenset[str] = field(repr=False)
    has_blank_lines: bool
    warnings: tuple[ParseWarning, ...] = ()
    _starts: tuple[int, ...] = field(default=(), repr=False)
    _called: tuple[Note, ...] = field(default=(), repr=False)

    @property
    def source(self) -> str:
        return self.extract.text

    def body(self) -> list[Line]:
        """The lines of running text, in order."""
        return _body(self)

    def paragraphs(self) -> Iterator[list[Line]]:
        """The lines of running text that stand together, without a line of another kind between."""
        paragraph: list[Line] = []
        for line in self.lines:
            if line.kind is LineKind.BODY:
                paragraph.append(line)
            elif paragraph:
                yield paragraph
                paragraph = []
        if paragraph:
            yield paragraph

    def lines_from(self, position: int) -> Iterator[Line]:
        """The lines from the one that holds `position` to the last."""
        first = bisect_right(self._starts, position) - 1
        for index in range(max(0, first), len(self.lines)):  # islice would walk there from 0
            yield self.lines[index]

    def kind_at(self, position: int) -> LineKind:
        """What the line that holds `position` belongs to."""
        return next((line.kind for line in self.lines_from(position)), LineKind.BLANK)

    def lines_between(self, before: Line, after: Line) -> tuple[Line, ...]:
        """The lines that stand between two others."""
        return self.lines[before.index + 1 : after.index]

    def notes_called(self, start: int, end: int) -> tuple[Note, ...]:
        """The footnotes whose marks stand in `source[start:end]`, in order."""
        if not self._called:
            return ()
        first = bisect_left(self._called, start, key=_called_at_of)
        last = bisect_left(self._called, end, key=_called_at_of)
        return self._called[first:last]

    def marks_in(self, start: int, end: int) -> Iterator[Mark]:
        """The marks of footnotes in `source[start:end]`, in order."""
        at = bisect_left(self.marks, start, key=_start_of)
        while at < len(self.marks) and self.marks[at].start < end:
            yield self.marks[at]
            at += 1

    def table_at(self, position: int) -> int | None:
        """Which table of the format holds `position`."""
        return _holder(self.extract.tables, position)

    def is_heading(self, span: Span) -> bool:
        """Whether the format sets a line of this range as a heading."""
        at = bisect_right(self.extract.headings, span[1], key=lambda heading: heading[0]) - 1
        return at >= 0 and self.extract.headings[at][1] > span[0]

    def page_at(self, position: int) -> int | None:
        """The number of the page that holds `position`, counted from 1; `None` without pages."""
        page = _holder(self.extract.pages, position)
        return None if page is None else page + 1


# "Tweede Kamer, vergaderjaar 2020–2021, 27 925, nr. 748 3": the foot of a page, also broken over
# lines. Without the page behind it, it is a footnote that cites another paper.
_KAMERSTUK_FOOT = (
    r"(?P<chamber>Eerste|Tweede)\s+Kamer,\s+vergaderjaar\s+(?P<years>\d{4}[–-]\d{4}),\s+"
    r"(?P<dossier>\d{2}\s?\d{3}(?:[ -](?:\d{2}|R\d+|[IVXLC]+|[A-Z]))?(?:\s?\(R\s?\d+\))?),"
    r"\s+(?:nr\.\s+)?(?P<number>[A-Z]{1,3}|\d+)\s+(?P<page>\d{1,4})"
)
_AANHANGSEL_FOOT = (
    r"(?P<chamber_a>Eerste|Tweede)\s+Kamer,\s+vergaderjaar\s+(?P<years_a>\d{4}[–-]\d{4}),\s+"
    r"Aanhangsel(?!\s+(?:van|Handelingen|,))(?:\s+(?P<page_a>\d{1,4}))?"
)
RUNNING_FOOT = re.compile(
    rf"(?:[’']s-Gravenhage\s+\d{{4}}\s+)?(?:{_KAMERSTUK_FOOT}|{_AANHANGSEL_FOOT})(?=\s|$)"
)
_COLOPHON = re.compile(
    r"(?:(?:kst|ah)-[\w-]+\s+)?ISSN\s+\d{4}\s?-\s?\d{4}(?:\s+[’']s-Gravenhage\s+\d{4})?(?=\s|$)"
)
_PAGE_LINE = r"Pagina \d+ van \d+"
_COLOPHON_LINE = re.compile(
    rf"(?:kst|ah)-[\w-]+\d|[’']s-Gravenhage \d{{4}}|{_PAGE_LINE}"
    r"|KVR\d+|KST\d+|\d{4}(?:tk|ek)(?:kvr|kst)\w+(?:-[\w-]+)?|Sdu Uitgevers"
)
# What a ministry prints in the margin of each page: "Datum / 4 maart 2025 / Kenmerk / 2025-000123".
_MARGIN_LABEL = re.compile(
    r"(?:Datum|(?:Ons |Uw )?[Kk]enmerk|Onze referentie|Uw (?:referentie|brief))(?: \(kenmerk\))?:?"
)
_MARGIN_VALUE = re.compile(r"\d{1,2} [a-z]+ \d{4}|(?=[^\s\d]{0,20}\d)[\w./-]{4,40}")
_NOTE = re.compile(r"(?P<number>\d{1,2}) +\S")
# A note in a copy of a web page: "X Noot", its number on the next line, its text behind that.
_WEB_NOTE = re.compile(
    r"^[ \t]*(?:X )?Noot[ \t]*\n\s{0,9}(?P<number>\d{1,2})[ \t]*\n\s{0,9}\S[^\n]*\n?", re.MULTILINE
)
_LISTED_NOTE = re.compile(r"\[?(?P<number>\d{1,2}) ?[\])] *\S")
# A mark stands behind a word of lower case, or behind the punctuation that follows it; "vraagt? 1)"
# and "jl.[1 ]" are typed by hand. "m2", "F16", "CO2" and "COVID-19" are no marks. A year of five
# digits behind a month is a year and a mark: "8 december 20221" (kst-29893-262).
_MARK = re.compile(
    r"(?:(?<=[^\W\d_])(?<![A-Z])(?<!\bm)(?<!\b[kc]m)[.,;:»”’)?!]{0,2}(?P<glued>\d{1,2})"
    r"(?=[\s.,;:)»”?!]|$)"
    r"|(?:ari|maart|april|mei|juni|juli|augustus|ber|jaar(?: van)?) (?:19|20)\d\d"
    r"(?P<dated>\d)(?=[\s.,;:)»”?!]|$)"
    r"|\[(?P<bracketed>\d{1,2}) ?\]|(?<=[.?!»”’)]) ?(?P<listed>\d{1,2})\)(?=\s|$))"
    r"(?P<more>(?:[?!.]?, ?\d{1,2}(?![\w,.]?\d))*)"
)
_NUMBER = re.compile(r"\d{1,2}")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'’”»)\]]*\d{0,2}$")
_LABEL = re.compile(r"(?:Vra(?:ag|gen)|Antwoord(?:en)?)\b.{0,60}|\d{1,3}[.)]?|BRIEF VAN .*")
# Where a note may end inside a line that was wrapped anew: behind a year, an address, a full stop.
_TURN = re.compile(r"(?<=[\d.)»”/])\s+(?=[a-zà-ÿ])")
_NEXT_PART = re.compile(r"(?<=\.)\s+(?=BRIEF VAN (?:DE|HET) )")
_TWO_PAGES = 120  # lines
_LONGEST_NOTES = 15  # lines
# Fewer blank lines than this a line of text: the extraction dropped them.
_FEW_BLANKS = 0.02
_WORD = re.compile(r"[^\W\d_][\w’-]*|\([\w-]+\)[^\W\d_]+")


def read_layout(extract: Extract) -> Layout:
    """The lines of a text told apart. Nothing is dropped: the lines together are the text."""
    source = extract.text
    furniture = _joined([*extract.furniture, *_printed_furniture(source)], source)
    told = [(note.number, note.span, note.called_at) for note in extract.notes]
    told += [(int(m["number"]), m.span(), None) for m in _WEB_NOTE.finditer(source)]
    pieces = list(_pieces(source, furniture, [span for _, span, _ in told]))
    guess = _Notes(source, pieces, marked_pages=extract.format is Format.TEXT, typed=bool(told))
    guessed, warnings = guess.find()
    noted = sorted(
        [*told, *((number, span, None) for number, span in guessed)], key=lambda note: note[1]
    )
    pieces = list(_pieces(source, furniture, [span for _, span, _ in noted]))
    lines = tuple(
        Line(index, start, end, source[start:end], source[start:end].strip(), kind)
        for index, (start, end, kind) in enumerate(pieces)
    )
    marks = _marks(extract, lines, {number for number, _, called in noted if called is None})
    notes = tuple(_tied(noted, marks))
    return Layout(
        extract=extract,
        lines=lines,
        notes=notes,
        marks=marks,
        words=frozenset(word.casefold() for word in _WORD.findall(source)),
        has_blank_lines=not _without_blanks(source, pieces),
        warnings=(*extract.warnings, *warnings),
        _starts=tuple(line.start for line in lines),
        _called=tuple(sorted((n for n in notes if n.called_at is not None), key=_called_at_of)),
    )


Found = TypeVar("Found")


def once_a_layout(find: Callable[[Layout], Found]) -> Callable[[Layout], Found]:
    """The function, run once for each layout: several parsers look at the same lines."""
    found: WeakKeyDictionary[Layout, Found] = WeakKeyDictionary()

    @wraps(find)
    def look_up(layout: Layout) -> Found:
        try:
            return found[layout]
        except KeyError:
            return found.setdefault(layout, find(layout))

    return look_up


@once_a_layout
def _body(layout: Layout) -> list[Line]:
    return [line for line in layout.lines if line.kind is LineKind.BODY]


def _start_of(mark: Mark) -> int:
    return mark.start


def _called_at_of(note: Note) -> int:
    return note.called_at if note.called_at is not None else -1


def _holder(spans: tuple[Span, ...], position: int) -> int | None:
    at = bisect_right(spans, position, key=lambda span: span[0]) - 1
    return at if at >= 0 and position < spans[at][1] else None


def _printed_furniture(source: str) -> Iterator[Span]:
    """The feet of the paper's own pages and its colophon, wherever a line holds them."""
    feet = list(RUNNING_FOOT.finditer(source))
    keys = Counter(foot_key(foot) for foot in feet)
    most_common = max(keys, key=keys.__getitem__, default=None)
    for foot in feet:
        alone = _is_alone(source, foot.span())
        if alone or (keys[foot_key(foot)] > 1 and foot_key(foot) == most_common):
            yield foot.span()
    for colophon in _COLOPHON.finditer(source):
        yield colophon.span()
    position = 0
    for text in source.splitlines(keepends=True):
        if _COLOPHON_LINE.fullmatch(text.strip()):
            yield position, position + len(text)
        position += len(text)
    yield from _margins(source)


def _margins(source: str) -> Iterator[Span]:
    """The blocks of labels and their values at the head or foot of a ministry's pages."""
    block: Span | None = None
    by_page = position = 0
    for text in [*source.splitlines(keepends=True), ""]:
        content, end = text.strip(), position + len(text)
        if re.fullmatch(_PAGE_LINE, content):
            if block:
                yield block
            block, by_page = None, end
        elif _MARGIN_LABEL.fullmatch(content) or (block and _MARGIN_VALUE.fullmatch(content)):
            block = (block[0] if block else position, end)
        elif content or not text:
            if block and by_page == block[0]:
                yield block
            block = None
        elif by_page == position:
            by_page = end
        position = end


def foot_key(foot: re.Match[str]) -> tuple[str | None, ...]:
    """Which paper a running foot names: vergaderjaar, dossier and number."""
    return foot["years"] or foot["years_a"], foot["dossier"], foot["number"]


def _is_alone(source: str, span: Span) -> bool:
    before = source.rfind("\n", 0, span[0]) + 1
    after = source.find("\n", span[1])
    return not (source[before : span[0]] + source[span[1] : after if after >= 0 else None]).strip()


def _joined(spans: list[Span], source: str) -> list[Span]:
    """The spans sorted and without overlap, each with the blank rest of its line."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        while end < len(source) and source[end] in " \t\r":
            end += 1
        if source[end : end + 1] == "\n":
            end += 1
        elif source[end - 1 : end] != "\n":
            while end > start and source[end - 1] in " \t\r":
                end -= 1
        begin = max(start, joined[-1][1]) if joined else start
        if begin < end:
            joined.append((begin, end))
    return joined


_Piece = tuple[int, int, LineKind]


def _without_blanks(source: str, pieces: list[_Piece]) -> bool:
    """Whether hardly a blank line parts paragraphs; the ends of pages are no such lines."""
    kinds = Counter(kind for start, end, kind in pieces if "\f" not in source[start:end])
    return kinds[LineKind.BLANK] < _FEW_BLANKS * kinds[LineKind.BODY]


def _pieces(source: str, furniture: Iterable[Span], notes: Iterable[Span]) -> Iterator[_Piece]:
    """The lines of the source, cut where furniture or a footnote begins or ends, with their kind.

    Where both claim a character it is furniture: a page's foot may stand inside a footnote.
    """
    spans = [(*span, LineKind.FURNITURE) for span in furniture]
    spans = _layered(spans, [(*span, LineKind.NOTE) for span in notes])
    claims = iter([*spans, (len(source), len(source), LineKind.BODY)])
    claim_start, claim_end, kind = next(claims)
    position = 0
    for text in source.splitlines(keepends=True):
        end = position + len(text)
        while position < end:
            while claim_end <= position and claim_start < len(source):
                claim_start, claim_end, kind = next(claims)
            if claim_start <= position < claim_end:
                stop = min(end, claim_end)
                yield position, stop, kind
            else:
                stop = min(end, claim_start) if claim_start > position else end
                blank = not source[position:stop].strip()
                yield position, stop, LineKind.BLANK if blank else LineKind.BODY
            position = stop


def _layered(above: list[_Piece], below: list[_Piece]) -> list[_Piece]:
    """Two layers of ranges as one without overlap; what is above hides what is below."""
    layered: list[_Piece] = []
    at = 0
    for start, end, kind in sorted(below):
        while at < len(above) and above[at][1] <= start:
            layered.append(above[at])
            at += 1
        position = start
        while at < len(above) and above[at][0] < end:
            if position < above[at][0]:
                layered.append((position, above[at][0], kind))
            layered.append(above[at])
            position = max(position, above[at][1])
            at += 1
        if position < end:
            layered.append((position, end, kind))
    return [*layered, *above[at:]]


class _Notes:
    """Finds the footnotes of a text whose format does not tell them.

    A note opens behind a blank line, a page's foot or another note, with a number that a mark
    above calls. It ends at a blank line, at the foot or the end of the page; where pages were
    joined, behind a line that was not broken at a space as the others are. Where the format tells
    notes, only `typed` ones are sought: "1) …", called by "… vraagt? 1)".
    """

    def __init__(
        self, source: str, pieces: list[_Piece], *, marked_pages: bool, typed: bool
    ) -> None:
        self._source = source
        self._pieces = pieces
        self._marked_pages = marked_pages
        body = [source[start:end] for start, end, kind in pieces if kind is LineKind.BODY]
        spaced = sum(text.rstrip("\r\n").endswith(" ") for text in body)
        # Where all lines end in a space it says nothing.
        self._spaced = len(body) / 2 < spaced < len(body)
        self._without_blanks = _without_blanks(source, pieces)
        self._typed = typed
        self._warnings: list[ParseWarning] = []

    def find(self) -> tuple[list[tuple[int, Span]], list[ParseWarning]]:
        """The notes with their numbers, in order, and where one ends by guess."""
        notes: list[tuple[int, Span]] = []
        called: dict[int, int] = {}
        before: _Piece = (0, 0, LineKind.BLANK)
        open_note = False
        last_body = ""
        for index, piece in enumerate(self._pieces):
            start, end, kind = piece
            text = self._source[start:end]
            if kind is not LineKind.BODY:
                if open_note:
                    notes[-1] = self._closed(notes[-1], last_body, index)
                open_note = False
            elif number := self._opens(text, index, before, called, open_note, notes):
                notes.append((number, (start, end)))
                open_note = True
            elif open_note and not self._ends_before(text, before):
                number, (begin, _) = notes[-1]
                notes[-1] = (number, (begin, end))
            else:
                open_note = False
                last_body = text
                called.update(
                    (number, index)
                    for mark in _marks_of(text)
                    if mark["listed"] or not self._typed
                    for _, _, number in _numbers_of(mark)
                )
            before = piece
        return notes, self._warnings

    def _opens(
        self,
        text: str,
        index: int,
        before: _Piece,
        called: dict[int, int],
        open_note: bool,
        notes: list[tuple[int, Span]],
    ) -> int | None:
        content = text.strip()
        listed = _LISTED_NOTE.match(content)
        match = listed if self._typed else _NOTE.match(content) or listed
        if not match or self._begins_page(text):
            return None
        number = int(match["number"])
        if open_note:
            return number if number == notes[-1][0] + 1 else None
        if before[2] is LineKind.BODY and not self._at_foot(index, number):
            return None
        near = index - called.get(number, -_TWO_PAGES - 1) <= _TWO_PAGES
        return number if near or (listed and number in called) else None

    def _at_foot(self, index: int, number: int) -> bool:
        """Whether a page's foot follows, with nothing but notes before it (no blank lines there).

        The next line that opens with a number there carries the next note's.
        """
        if not self._without_blanks:
            return False
        for start, end, kind in self._pieces[index + 1 : index + _LONGEST_NOTES]:
            if kind is LineKind.FURNITURE:
                return True
            if opens := _NOTE.match(self._source[start:end].strip()):
                if int(opens["number"]) != number + 1:
                    return False
                number += 1
            elif kind is LineKind.BODY and _LABEL.fullmatch(self._source[start:end].strip()):
                return False
        return False

    def _begins_page(self, text: str) -> bool:
        return self._marked_pages and begins_page(text)

    def _ends_before(self, text: str, before: _Piece) -> bool:
        """Whether this line goes on with the running text, behind the note's last line."""
        last = self._source[before[0] : before[1]].rstrip("\r\n")
        if self._begins_page(text) or _LABEL.fullmatch(text.strip()):
            return True
        return self._spaced and not last.endswith((" ", "-", "/", "\u00ad"))

    @staticmethod
    def _is_interrupted(last_body: str) -> bool:
        content = last_body.strip()
        return bool(content) and not _SENTENCE_END.search(content) and not _LABEL.fullmatch(content)

    def _closed(self, note: tuple[int, Span], last_body: str, index: int) -> tuple[int, Span]:
        """The note, ended inside its lines where the sentence goes on that it interrupted.

        Only in a text that was wrapped anew with its pages joined: there the lines do not tell.
        """
        number, (begin, end) = note
        if self._spaced:
            return note
        turn = _NEXT_PART.search(self._source, begin, end)
        if turn is None and self._is_interrupted(last_body):
            ahead = (self._source[a:b].strip() for a, b, _ in self._pieces[index : index + 3])
            if next(filter(None, ahead), "")[:1].islower():
                return note
            turn = _TURN.search(self._source, begin + 4, end)
        if turn is None:
            return note
        message = f"footnote {number}: where it ends was guessed from a sentence that goes on"
        self._warnings.append(ParseWarning(turn.end(), message))
        return number, (begin, turn.end())


def begins_page(text: str) -> bool:
    """Whether the extraction marks this line as the first of a page."""
    return text.startswith(" ") and not text[1:2].isspace() and bool(text.strip())


def _marks(extract: Extract, lines: tuple[Line, ...], noted: set[int]) -> tuple[Mark, ...]:
    if extract.marks is not None:
        found = ((span, _NUMBER.search(extract.text, *span)) for span in extract.marks)
        told = [Mark(int(number[0]), *span) for span, number in found if number]
        if told or extract.format is Format.PDF:
            return tuple(sorted([*told, *_typed_marks(lines, noted, told)], key=_start_of))
    return tuple(_guessed_marks(lines, noted))


def _typed_marks(lines: tuple[Line, ...], noted: set[int], told: list[Mark]) -> Iterator[Mark]:
    """The marks "1)" of notes that the format does not tie, beside those that it tells."""
    taken = {mark.start for mark in told}
    for line in lines if noted else ():
        if line.kind is LineKind.BODY:
            for match in _marks_of(line.text):
                start = line.start + match.start()
                if match["listed"] and int(match["listed"]) in noted and start not in taken:
                    yield Mark(int(match["listed"]), start, line.start + match.start("more"))


def _guessed_marks(lines: tuple[Line, ...], noted: set[int]) -> Iterator[Mark]:
    """The marks, in order: those with a note of their number, and those that count on from one.

    A source may have lost a note's text and kept its mark (kst-27925-AA: "Kamer1, aangegeven").
    """
    last = 0
    for line in lines:
        if line.kind is not LineKind.BODY:
            continue
        for match in _marks_of(line.text):
            for start, end, number in _numbers_of(match):
                if number in noted or number in {1, last + 1}:
                    last = number
                    yield Mark(number, line.start + start, line.start + end)


def _marks_of(text: str) -> Iterator[re.Match[str]]:
    """What may be marks in a line. Most lines hold no figure, and that is quickly seen."""
    return _MARK.finditer(text.rstrip()) if _NUMBER.search(text) else iter(())


def _numbers_of(match: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    if glued := match["glued"] or match["dated"]:
        yield *match.span("glued" if match["glued"] else "dated"), int(glued)
    else:
        group = "bracketed" if match["bracketed"] else "listed"
        yield match.start(), match.start("more"), int(match[group])
    for number in re.finditer(r", ?(\d{1,2})", match["more"]):
        at = match.start("more")
        yield at + number.start(), at + number.end(), int(number[1])


def _tied(noted: list[tuple[int, Span, int | None]], marks: tuple[Mark, ...]) -> Iterator[Note]:
    """Each note with the last mark of its number before it, or else the first behind it.

    A mark that the format ties to its note is no other's.
    """
    taken = {called_at for _, _, called_at in noted}
    places: dict[int, list[int]] = {}
    for mark in marks:
        if mark.start not in taken:
            places.setdefault(mark.number, []).append(mark.start)
    for number, span, called_at in noted:
        if called_at is None and number in places:
            at = bisect_left(places[number], span[0])
            called_at = places[number][max(0, at - 1)]
        yield Note(number, span, called_at)
