"""The text of a PDF as printed: lines, paragraphs, pages, footnotes, and what frames them.

A PDF says where each letter stands and in what type, and nothing about lines or paragraphs. What
is a line, a column, a running head or a footnote is read off the geometry, with what most of the
paper looks like (its body type, its line pitch, its margins) as the measure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.document import ParseWarning, Span
from corpus.extract import Extract, Format, NoteText
from corpus.readers.errors import UnreadableError
from corpus.readers.pdf_glyphs import Piece, Rule, read_pieces, read_rules, shows_image
from corpus.readers.pdf_layout import Line, Row, lines_of, rows_of

MOST_PAGES = 3_000

_Range = tuple[float, float]
_SCANNED = (
    "expected a PDF with text, found only images: the paper is scanned. Run text recognition (OCR) "
    "on it and add the result."
)
_WITHOUT_TEXT = "expected a PDF with text, found none. Check that it is the paper that you mean."


def read_pdf(raw: bytes) -> Extract:
    """The text of a PDF with its pages, footnotes, headings, tables and furniture told apart.

    On each page the running head comes first, then the body column by column, the footnotes, and
    the foot. A hyphen at a line end stays, before the newline; no words are joined. Raises
    `UnreadableError` for what is no PDF, is damaged or encrypted, has no pages, more than
    `MOST_PAGES`, or no text.
    """
    with closing(_open(raw)) as document:
        count = len(document)
        if count == 0:
            raise UnreadableError(
                "expected a PDF with pages, found one without. Get the file again from its source."
            )
        if count > MOST_PAGES:
            raise UnreadableError(
                "expected a parliamentary paper of at most {most:,} pages, found {found:,}. Cut "
                "out the pages of the paper and add those.",
                most=MOST_PAGES,
                found=count,
            )
        pages = [_read_page(document, index) for index in range(count)]
        metadata = tuple(document.get_metadata_dict(skip_empty=True).items())
    if not any(page.rows or page.turned for page in pages):
        raise UnreadableError(_SCANNED if any(page.image for page in pages) else _WITHOUT_TEXT)
    return _Writer(_Print.of(pages), metadata).write(pages)


def _open(raw: bytes) -> pdfium.PdfDocument:
    if b"%PDF-" not in raw[:1024]:
        raise UnreadableError(
            "expected a PDF, found a file that does not begin as one. Check that the file is what "
            "its name says."
        )
    # pypdfium2's own way in takes a file without pages for one that failed, with the error of the
    # failure before.
    handle = pdfium_c.FPDF_LoadMemDocument64(raw, len(raw), None)
    if handle:
        return pdfium.PdfDocument(handle)
    if pdfium_c.FPDF_GetLastError() in {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}:
        raise UnreadableError(
            "expected a PDF that opens without a password, found an encrypted one. Save a copy "
            "without protection and add that."
        )
    raise UnreadableError(
        "expected a whole PDF, found a damaged one. Get the file again from its source, or print "
        "it to a new PDF."
    )


@dataclass(slots=True)
class _Page:
    """What was read of a page: `turned` are the rows whose text runs in another direction."""

    number: int
    top: float = 0.0
    bottom: float = 0.0
    rows: list[Row] = field(default_factory=list)
    turned: list[list[Row]] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    image: bool = False
    damaged: bool = False


def _read_page(document: pdfium.PdfDocument, index: int) -> _Page:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return _Page(index + 1, damaged=True)
    with closing(page):
        return _lay_out(page, index + 1)


def _lay_out(page: pdfium.PdfPage, number: int) -> _Page:
    by_turn: dict[int, list[Piece]] = {}
    for piece in read_pieces(page):
        by_turn.setdefault(piece.turn, []).append(piece)
    turns = sorted(by_turn, key=lambda turn: -sum(len(piece.text) for piece in by_turn[turn]))
    left, bottom, right, top = page.get_bbox()
    if turns and turns[0] in {90, 180, 270}:
        top, bottom = {90: (-left, -right), 180: (-bottom, -top), 270: (right, left)}[turns[0]]
    rows = [rows_of(by_turn[turn]) for turn in turns]
    has_gaps = bool(rows) and sum(len(row) > 1 for row in rows[0]) >= 3 and turns[0] == 0
    return _Page(
        number,
        top,
        bottom,
        rows[0] if rows else [],
        rows[1:],
        read_rules(page) if has_gaps else [],
        image=not _has_body(rows) and shows_image(page),
    )


def _has_body(rows: list[list[Row]]) -> bool:
    return sum(len(segment.text) for part in rows for row in part for segment in row) > 200


_RUNNING = re.compile(
    r"(?:Eerste|Tweede) Kamer, vergaderjaar \d{4}.*|[Pp]agina \d+(?: van \d+)?|"
    r"[Bb]lad \d+(?: van \d+)?|- ?\d+ ?-|\d+ ?/ ?\d+"
)
_COLOPHON = re.compile(
    r"(?:kst|ah|h)-?[\w-]*\d[\w-]*|KST\d+.*|ISSN \d{4} ?- ?\d{4}|[’']s-Gravenhage \d{4}|"
    r"Sdu .*\d{4}"
)
_PAGE_NUMBER = re.compile(r"^\d{1,4}\b|\b\d{1,4}(?= van \d{1,4}$)|\b\d{1,4}$")
_HEAD_ZONE, _FOOT_ZONE = 0.16, 0.16  # of the page height
_SMALLER = 0.93  # of the body size: type of footnotes and letterheads


@dataclass(slots=True)
class _Print:
    """How most of a paper is printed.

    `pitch` is the distance of lines by type size; `margins` by page number, where the body's lines
    begin and end; `repeated` the rows that stand at the same place of several pages; `called` the
    numbers that stand raised in the text.
    """

    size: float
    pitch: dict[float, float]
    margins: dict[int, _Range]
    repeated: set[tuple[str, int]]
    called: set[int]

    @classmethod
    def of(cls, pages: list[_Page]) -> _Print:
        segments = [segment for page in pages for row in page.rows for segment in row]
        sizes = Counter[float]()
        for segment in segments:
            sizes[round(segment.size, 1)] += len(segment.text)
        size = sizes.most_common(1)[0][0] if sizes else 10.0
        return cls(
            size=size,
            pitch=_pitches(pages),
            margins=_margins(pages, size),
            repeated=_repeated(pages),
            called={
                int(number)
                for segment in segments
                for start, end in segment.raised
                if start
                for number in re.findall(r"\d{1,3}", segment.text[start:end])
            },
        )

    def is_small(self, size: float) -> bool:
        return size <= _SMALLER * self.size

    def pitch_of(self, size: float) -> float:
        """The distance of two lines of this type size, in points."""
        return size * self.pitch.get(round(size, 1), self.pitch.get(0.0, 1.2))


def _pitches(pages: list[_Page]) -> dict[float, float]:
    """The usual distance of baselines, in type sizes, by type size; for size 0, of all."""
    counts: dict[float, Counter[float]] = {0.0: Counter()}
    for page in pages:
        for above, below in pairwise(page.rows):
            size = below[0].size
            ratio = round((above[0].y - below[0].y) / size, 2)
            if abs(above[0].size - size) < 0.2 and 0.9 < ratio < 2.5:
                counts[0.0][ratio] += 1
                counts.setdefault(round(size, 1), Counter())[ratio] += 1
    return {
        size: count.most_common(1)[0][0]
        for size, count in counts.items()
        if sum(count.values()) >= 3
    }


def _margins(pages: list[_Page], size: float) -> dict[int, _Range]:
    """Where the body's long lines begin and end, on each page that has some; 0 for all pages."""
    margins: dict[int, _Range] = {}
    for page in pages:
        long = [
            segment
            for row in page.rows
            for segment in row
            if len(segment.text) >= 30 and abs(segment.size - size) < 0.06 * size
        ]
        if len(long) >= 5:
            margins[page.number] = (
                min(segment.x0 for segment in long),
                max(segment.x1 for segment in long),
            )
    if margins:
        lefts, rights = zip(*margins.values(), strict=True)
        margins[0] = (sorted(lefts)[len(lefts) // 2], sorted(rights)[len(rights) // 2])
    return margins


def _repeated(pages: list[_Page]) -> set[tuple[str, int]]:
    """The rows, by text and height, that several pages have; a page number counts as the same."""
    found = Counter[tuple[str, int]]()
    for page in pages:
        found.update({key for row in page.rows for key in _keys(row, page.number)})
    least = 2 if len(pages) < 8 else 3
    return {key for key, count in found.items() if count >= least}


def _keys(row: Row, number: int) -> set[tuple[str, int]]:
    """A row's text with its height, give or take; also with a page number counted from this page's.

    A bare number counts as repeated only where it counts the pages.
    """
    text = " ".join(segment.text for segment in row)
    texts = {_PAGE_NUMBER.sub(lambda found: f"#{int(found[0]) - number}", text)}
    if not text.isdigit():
        texts.add(text)
    height = round(row[0].y / 3)
    return {(text, at) for text in texts for at in (height, height + 1)}


@dataclass(slots=True)
class _Parts:
    """The rows of a page by what they are, each from the top."""

    head: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    foot: list[Row] = field(default_factory=list)
    beside: list[Row] = field(default_factory=list)
    """Small type outside the body's margins."""
    aside: list[Row] = field(default_factory=list)
    """Body type outside the body's margins, in lines of its own."""


def _part(page: _Page, paper: _Print) -> _Parts:
    parts = _Parts()
    margins = paper.margins.get(page.number) or paper.margins.get(0)
    rows = []
    for row in page.rows:
        inside, small, aside = _beside(row, margins, paper)
        rows += [inside] if inside else []
        if aside and _is_repeated(aside, page, paper):
            small, aside = aside, []
        parts.beside += [small] if small else []
        parts.aside += [aside] if aside else []
    if not _is_block(parts.aside, paper):
        rows = sorted([*rows, *parts.aside], key=lambda row: -row[0].y)
        parts.aside = []
    height = page.top - page.bottom
    first, last = 0, len(rows)
    while last > first and _is_foot(rows, last - 1, page, paper, page.bottom + _FOOT_ZONE * height):
        last -= 1
    while first < last and _is_head(rows, first, page, paper, page.top - _HEAD_ZONE * height):
        first += 1
    while last < len(rows) and not _stands_apart(rows, last, paper):
        last += 1
    while first and not _stands_apart(rows, first, paper):
        first -= 1
    parts.head, parts.body, parts.foot = rows[:first], rows[first:last], rows[last:]
    return parts


def _is_block(rows: list[Row], paper: _Print) -> bool:
    """Whether rows outside the margins are a block of text: no numbers of questions, say."""
    if len(rows) < 3:
        return False
    gaps = [above[0].y - below[0].y for above, below in pairwise(rows)]
    letters = [sum(len(segment.text) for segment in row) for row in rows]
    return median(gaps) <= 2 * paper.pitch_of(paper.size) and median(letters) > 6


def _beside(row: Row, margins: _Range | None, paper: _Print) -> tuple[Row, Row, Row]:
    """The segments of a row inside the margins, outside in small type, and outside in body type."""
    if margins is None:
        return row, [], []
    reach = 0.5 * paper.size
    outside = [s for s in row if s.x1 < margins[0] - reach or s.x0 > margins[1] + reach]
    inside = [s for s in row if s not in outside]
    small = [
        s
        for s in outside
        if paper.is_small(s.size)
        and not _LABEL.match(s.text)
        and not any(abs(s.size - other.size) < 0.05 * s.size for other in inside)
    ]
    rest = [s for s in row if s not in small]
    if inside or not rest:
        return rest, small, []
    return [], small, rest


def _is_foot(rows: list[Row], index: int, page: _Page, paper: _Print, limit: float) -> bool:
    row = rows[index]
    gap = rows[index - 1][0].y - row[0].y if index else float("inf")
    return row[0].y < limit and _frames(row, gap, page, paper)


def _is_head(rows: list[Row], index: int, page: _Page, paper: _Print, limit: float) -> bool:
    row = rows[index]
    gap = row[0].y - rows[index + 1][0].y if index + 1 < len(rows) else float("inf")
    return row[0].y > limit and _frames(row, gap, page, paper)


def _stands_apart(rows: list[Row], index: int, paper: _Print) -> bool:
    """Whether there is more than a line's distance, or other type, above the row at `index`."""
    if not 0 < index < len(rows):
        return True
    above, below = rows[index - 1][0], rows[index][0]
    size = max(above.size, below.size)
    other_type = abs(above.size - below.size) > 0.08 * size
    return other_type or above.y - below.y > 1.25 * paper.pitch_of(size)


def _frames(row: Row, gap: float, page: _Page, paper: _Print) -> bool:
    """Whether a row at the edge of a page is printed around the text."""
    text = " ".join(segment.text for segment in row)
    if row[0].opens_note:
        return False
    if _RUNNING.fullmatch(text) or _COLOPHON.fullmatch(text):
        return True
    if text.isdigit():
        apart = gap > 1.6 * paper.pitch_of(paper.size)
        counted = int(text) == page.number or _is_repeated(row, page, paper)
        return apart and counted
    if all(segment.artifact for segment in row) and page.number > 1:
        return True
    return _is_repeated(row, page, paper)


def _is_repeated(row: Row, page: _Page, paper: _Print) -> bool:
    return any(key in paper.repeated for key in _keys(row, page.number))


_SENTENCE_END = re.compile(r"[.!?:;…][\"'’”»)\]]*(?:\d{1,3})?$")
_OPENS_SENTENCE = re.compile(r"[\"'‘“«(\[]*[A-Z0-9À-Þ•▪–-]")
_PLAIN_NOTE = re.compile(r"(\d{1,3})[.)]?\s+\S")
_LABEL = re.compile(r"(?:(?:Vraag|Vragen|Antwoord)\b.{0,60}|\d{1,3}[.)]?)$")
_MARK = re.compile(r"[\d\s,;*()\[\].–-]+")
_NUMBER = re.compile(r"\d{1,3}")
_UNIT = re.compile(r"(?:^|[\s\d(/])[kcdm]?m$")


class _Writer:
    """Writes the text of the pages and the ranges of it that are told apart."""

    def __init__(self, paper: _Print, metadata: tuple[tuple[str, str], ...]) -> None:
        self._paper = paper
        self._metadata = metadata
        self._parts: list[str] = []
        self._length = 0
        self._last: Line | None = None
        self._pages: list[Span] = []
        self._furniture: list[Span] = []
        self._notes: list[tuple[int, Span]] = []
        self._raised: list[tuple[Span, str]] = []
        self._headings: list[Span] = []
        self._tables: list[Span] = []
        self._warnings: list[ParseWarning] = []

    def write(self, pages: Iterable[_Page]) -> Extract:
        for page in pages:
            start = self._length
            self._page(page)
            self._pages.append((start, self._length))
        marks = self._marks()
        return Extract(
            text="".join(self._parts),
            format=Format.PDF,
            pages=tuple(self._pages),
            furniture=tuple(self._furniture),
            notes=tuple(
                NoteText(number, span, _called_at(number, span, marks))
                for number, span in self._notes
            ),
            marks=tuple(span for _, span in marks),
            headings=tuple(self._headings),
            tables=tuple(self._tables),
            metadata=self._metadata,
            warnings=tuple(self._warnings),
        )

    def _page(self, page: _Page) -> None:
        parts = _part(page, self._paper)
        middle = (page.top + page.bottom) / 2
        beside, notes = self._without_notes(lines_of(parts.beside, []), in_margin=True)
        self._frame(lines_of(parts.head, []))
        self._frame([flow for flow in beside if flow[0].y > middle])
        for rows in (parts.aside, parts.body, *page.turned):
            rules = page.rules if rows is parts.body else []
            flows, found = self._without_notes(lines_of(rows, rules))
            notes += found
            for flow in flows:
                self._flow(flow)
        for note in notes:
            self._note(note)
        self._frame([flow for flow in beside if flow[0].y <= middle])
        self._frame(lines_of(parts.foot, []))
        self._warn(page, parts)

    def _without_notes(
        self, flows: list[list[Line]], *, in_margin: bool = False
    ) -> tuple[list[list[Line]], list[_Note]]:
        rest: list[list[Line]] = []
        notes: list[_Note] = []
        for flow in flows:
            before = None if in_margin or notes or not self._notes else self._notes[-1][0]
            body, found = _take_notes(flow, self._paper, before)
            notes += found
            rest += [body] if body else []
        return rest, notes

    def _flow(self, flow: list[Line]) -> None:
        """Writes the lines of a column, a blank line between paragraphs."""
        parted = [self._begins_anew(flow[0])]
        for index, (above, line) in enumerate(pairwise(flow), 1):
            following = flow[index + 1] if index + 1 < len(flow) else None
            parted.append(_is_parted(above, line, following, self._paper))
        spans = []
        for line, anew in zip(flow, parted, strict=True):
            if anew:
                self._blank_line()
            spans.append(self._line(line))
            self._raised += [
                ((spans[-1][0] + start, spans[-1][0] + end), line.text[:start])
                for start, end in line.raised
                if start
            ]
        self._headings += [
            (spans[first][0], spans[last][1])
            for first, last in _headings(flow, parted, self._paper)
        ]
        self._tables += [(spans[first][0], spans[last][1]) for first, last in _table_ranges(flow)]
        self._last = flow[-1]

    def _begins_anew(self, line: Line) -> bool:
        """Whether the first line of a column is no continuation of the last line written."""
        last = self._last
        return last is None or bool(_SENTENCE_END.search(last.text)) or last.size != line.size

    def _note(self, note: _Note) -> None:
        self._blank_line()
        start = self._length
        for line in note.lines:
            self._line(line)
        self._notes.append((note.number, (start, self._length)))
        self._last = None

    def _frame(self, flows: list[list[Line]]) -> None:
        """Writes furniture, parted from what stands around it."""
        for flow in flows:
            self._blank_line()
            start = self._length
            for line in flow:
                self._line(line)
            self._furniture.append((start, self._length))
            self._last = None

    def _line(self, line: Line) -> Span:
        start = self._length
        self._write(f"{line.text}\n")
        return start, self._length

    def _blank_line(self) -> None:
        if self._length:
            self._write("\n")

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _marks(self) -> list[tuple[int, Span]]:
        """The raised numbers that call a note, or count on from one that does."""
        text = "".join(self._parts)
        noted = {number for number, _ in self._notes}
        marks: list[tuple[int, Span]] = []
        for (start, end), before in self._raised:
            if not _MARK.fullmatch(text, start, end) or _UNIT.search(before):
                continue
            for found in _NUMBER.finditer(text, start, end):
                number = int(found[0])
                if number in noted or number in {1, marks[-1][0] + 1 if marks else 1}:
                    marks.append((number, found.span()))
        return marks

    def _warn(self, page: _Page, parts: _Parts) -> None:
        at = max(0, self._length - 1)
        if page.damaged:
            message = f"page {page.number} is damaged and could not be read"
        elif page.image and not (page.rows or page.turned):
            message = f"page {page.number} holds an image and no text"
        elif page.image and not (parts.body or page.turned):
            message = f"page {page.number} holds an image and no text but its head and foot"
        else:
            return
        self._warnings.append(ParseWarning(at, message))


@dataclass(slots=True)
class _Note:
    number: int
    lines: list[Line]


def _take_notes(
    flow: list[Line], paper: _Print, before: int | None
) -> tuple[list[Line], list[_Note]]:
    """A column's lines without its footnotes, and those; `before` is the last number before it.

    A footnote is smaller than the body and begins with its number, raised, or plain where the text
    has a mark with that number. It goes on over the lines of its size below it.
    """
    body: list[Line] = []
    notes: list[_Note] = []
    current: _Note | None = None
    for index, line in enumerate(flow):
        above = flow[index - 1] if index else None
        number = _note_number(line, paper)
        if number is not None:
            current = _Note(number, [line])
            notes.append(current)
        elif current and _goes_on(current.lines[-1], line, paper):
            current.lines.append(line)
        elif not notes and before is not None and _is_carried_over(flow, index, above, paper):
            current = _Note(before, [line])
            notes.append(current)
        else:
            body.append(line)
            current = None
    return body, notes


def _note_number(line: Line, paper: _Print) -> int | None:
    if line.table or not line.size < 0.97 * paper.size:
        return None
    if line.opens_note:
        found = _NUMBER.match(line.text)
        return int(found[0]) if found else None
    plain = _PLAIN_NOTE.match(line.text)
    if plain and paper.is_small(line.size) and int(plain[1]) in paper.called:
        return int(plain[1])
    return None


def _goes_on(above: Line, line: Line, paper: _Print) -> bool:
    """Whether a footnote goes on: the same type, at most a blank line below."""
    near = above.y - line.y < 2.3 * paper.pitch_of(above.size)
    return near and not line.table and abs(above.size - line.size) < 0.05 * above.size


def _is_carried_over(flow: list[Line], index: int, above: Line | None, paper: _Print) -> bool:
    """Whether the foot of a column begins with the rest of a footnote of the page before."""
    line = flow[index]
    if line.bold or not paper.is_small(line.size):
        return False
    if above and above.y - line.y < 1.3 * paper.pitch_of(max(above.size, line.size)):
        return False
    return all(
        not other.table and abs(other.size - line.size) < 0.05 * line.size for other in flow[index:]
    )


def _called_at(number: int, span: Span, marks: list[tuple[int, Span]]) -> int | None:
    """Where the last mark of this number before the note stands, or else the first after it."""
    places = [start for mark, (start, _) in marks if mark == number]
    before = [place for place in places if place < span[0]]
    return before[-1] if before else next(iter(places), None)


def _is_parted(above: Line, line: Line, following: Line | None, paper: _Print) -> bool:
    """Whether a paragraph ends between two lines of a column."""
    if above.table or line.table:
        return above.table != line.table
    if line.y > above.y:  # the next cell of a table
        return not _LABEL.match(above.text)
    if above.y - line.y > 1.25 * paper.pitch_of(max(above.size, line.size)):
        return True
    if abs(above.size - line.size) > 0.08 * line.size:
        return True
    if above.bold != line.bold and not _LABEL.match(above.text):
        return True
    if not (_SENTENCE_END.search(above.text) and _OPENS_SENTENCE.match(line.text)):
        return False
    return _is_indented(above, line, following) or _had_room(above, line)


def _is_indented(above: Line, line: Line, following: Line | None) -> bool:
    em = line.size
    return line.x0 - above.x0 > 0.8 * em and (
        following is None or line.x0 - following.x0 > 0.8 * em
    )


def _had_room(above: Line, line: Line) -> bool:
    """Whether the first word of a line would have fitted on the line above it."""
    width = line.right - line.left
    if width < 18 * line.size:
        return False
    word = len(line.text.split(maxsplit=1)[0])
    needed = (word + 1) * (line.x1 - line.x0) / len(line.text) + 0.5 * line.size
    return above.x1 + needed < line.right


def _headings(flow: list[Line], parted: list[bool], paper: _Print) -> Iterator[tuple[int, int]]:
    """The first and last lines of headings: short, set apart by their type, standing alone."""
    first = 0
    while first < len(flow):
        last = first
        while last + 1 < len(flow) and not parted[last + 1] and _alike(flow[first], flow[last + 1]):
            last += 1
        ends = last + 1 == len(flow) or parted[last + 1]
        if parted[first] and _is_heading(flow[first : last + 1], ends, paper):
            yield first, last
        first = last + 1


def _alike(one: Line, other: Line) -> bool:
    return (
        one.bold == other.bold
        and one.italic == other.italic
        and abs(one.size - other.size) < 0.08 * one.size
    )


def _is_heading(lines: list[Line], ends: bool, paper: _Print) -> bool:
    text = " ".join(line.text for line in lines)
    if len(lines) > 3 or len(text) > 250 or not ends or any(line.table for line in lines):
        return False
    if text[-1] in ".?;,:" or not re.search(r"[^\W\d_]{2}", text):
        return False
    first = lines[0]
    return first.bold or first.italic or first.size > 1.12 * paper.size


def _table_ranges(flow: list[Line]) -> Iterator[tuple[int, int]]:
    """The first and last lines of the tables of a column."""
    first = 0
    for index, line in enumerate(flow):
        if line.table != flow[first].table:
            if flow[first].table:
                yield first, index - 1
            first = index
    if flow[first].table:
        yield first, len(flow) - 1
