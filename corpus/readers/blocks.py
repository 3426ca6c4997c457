"""What markup says of a text, as a tree of blocks, and the same written down as lines with ranges.

The readers of DOCX, HTML and XML make the tree; `write` makes the `Extract` of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from corpus.document import ParseWarning, Span
from corpus.extract import Extract, Format, NoteText, Part, PartKind

IMAGE = "an image was left out: what it shows is not in the text"
_SUPERSCRIPT = re.compile(r"[\[(]?\d{1,3}[\])]?(?:, ?\d{1,3}\)?)*")
_NUMBER = re.compile(r"(?:, ?)?[\[(]?\d{1,3}[\])]?")
# "m²", "km³" and "10⁶" are no notes.
_RAISED = re.compile(r"(?:(?<![^\W\d_])[kdcm]?m|(?<!\d)10)$")
_BLANK = re.compile(r"[ \t\r\n\f]+")
_FLAT = {ord(character): " " for character in "\t\n\r\f\v"}
# A cell of so many paragraphs is a column of text; a row of figures has no such cell.
_COLUMN = 6
_WIDEST = 256  # columns: beyond these no cell reaches into the rows below


@dataclass(eq=False, slots=True)
class Note:
    """A footnote: its number, and its text with that number as printed."""

    number: int
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    note: Note | None


@dataclass(eq=False, slots=True)
class Paragraph:
    """A paragraph as it is gathered: text, the marks of footnotes in it, and what was left out."""

    heading: bool = False
    length: int = 0
    marks: list[_Mark] = field(default_factory=list)
    lost: list[tuple[int, str]] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Adds text as it stands."""
        if text:
            self._pieces.append(text)
            self.length += len(text)

    def flow(self, text: str | None) -> None:
        """Adds text of which the white space was only there to set it, as in HTML and XML."""
        flat = _BLANK.sub(" ", text or "")
        begins = not self._pieces or self._pieces[-1][-1] in " \t\n"
        self.add(flat[1:] if begins and flat[:1] == " " else flat)

    def mark(self, text: str, note: Note | None = None) -> None:
        """Adds the mark of a footnote."""
        self.marks.append(_Mark(self.length, self.length + len(text), note))
        self.add(text)

    def superscript(self, text: str) -> None:
        """Adds raised text: a number is the mark of a footnote, but for units and powers."""
        last = self.marks[-1] if self.marks else None
        if text.isdigit() and last and last.end == self.length and not last.note:
            last.end += len(text)  # one number in two pieces
            self.add(text)
        elif not _SUPERSCRIPT.fullmatch(text.strip()) or _RAISED.search(self.end_of_text(4)):
            self.add(text)
        else:
            self.add(text[: len(text) - len(text.lstrip())])
            for number in _NUMBER.findall(text.strip()):
                self.mark(number)
            self.add(text[len(text.rstrip()) :])

    def lose(self, what: str) -> None:
        """Says that something stood here that is not in the text."""
        self.lost.append((self.length, what))

    def append(self, other: Paragraph, joint: str) -> None:
        """Adds another paragraph on the same line, behind a joint; its line ends become spaces."""
        self.add(joint)
        self.marks += [
            _Mark(m.start + self.length, m.end + self.length, m.note) for m in other.marks
        ]
        self.lost += [(at + self.length, what) for at, what in other.lost]
        self.add(other.text.translate(_FLAT))

    def trimmed(self) -> Paragraph:
        """The same without white space around it."""
        text = self.text
        content = text.strip()
        lead = text.index(content) if content else 0
        trimmed = Paragraph(heading=self.heading)
        trimmed.marks = [_Mark(m.start - lead, m.end - lead, m.note) for m in self.marks]
        trimmed.lost = [(min(max(0, at - lead), len(content)), what) for at, what in self.lost]
        trimmed.add(content)
        return trimmed

    def end_of_text(self, length: int) -> str:
        """The last characters, at least `length` where there are so many."""
        end = ""
        for piece in reversed(self._pieces):
            if len(end) >= length:
                break
            end = piece + end
        return end

    @property
    def text(self) -> str:
        return "".join(self._pieces)


@dataclass(slots=True)
class Table:
    """Rows of cells; a cell is the blocks in it.

    `None` stands where a wider cell goes on, an empty list where one from the row above does.
    """

    rows: list[Row]


@dataclass(slots=True)
class Marked:
    """Blocks that the format marks as a question, an answer, a mededeling or (`None`) furniture."""

    kind: PartKind | None
    blocks: list[Block]
    label: str = ""


Row: TypeAlias = list["list[Block] | None"]
Block: TypeAlias = Paragraph | Table | Note | Marked


class Flow:
    """Gathers blocks from running markup: text goes into a paragraph until that is ended."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.paragraph = Paragraph()
        self._notes: list[Note] = []
        self._label = 0

    def label(self, text: str) -> None:
        """Opens an item of a list: its label stands before the first paragraph that follows."""
        self.close()
        self.paragraph.flow(text)
        self.paragraph.add(" ")
        self._label = self.paragraph.length

    def note(self, mark: str, note: Note) -> None:
        """Adds a mark; the note itself is put behind the paragraph."""
        self.paragraph.mark(mark, note)
        self._notes.append(note)

    def end(self, *, heading: bool = False) -> None:
        """Ends the paragraph, unless it is only a label that waits for its text."""
        if not self._label or self.paragraph.length > self._label:
            self.close(heading=heading)

    def close(self, *, heading: bool = False) -> None:
        """Ends the paragraph."""
        if self.paragraph.length or self.paragraph.lost:
            self.paragraph.heading = heading
            self.blocks.append(self.paragraph)
        self.blocks += self._notes
        self.paragraph, self._notes, self._label = Paragraph(), [], 0

    def add(self, block: Block) -> None:
        """Ends the paragraph and puts a block behind it."""
        self.close()
        self.blocks.append(block)


@dataclass(slots=True)
class Cell:
    """A cell of a table with its columns and rows; `column` is the first, 0: the next free."""

    blocks: list[Block]
    width: int = 1
    height: int = 1
    column: int = 0


def spread(cells: Iterable[Cell], above: dict[int, int]) -> Row:
    """A row with its cells in their columns.

    `above` tells for each column how many rows a cell from above still takes; it is brought to
    the next row.
    """
    row: Row = []
    taken = set(above)
    for column in taken:
        above[column] -= 1
    for cell in cells:
        while len(row) in taken or len(row) < min(cell.column, _WIDEST):
            row.append([])
        if cell.height > 1 and len(row) < _WIDEST:
            columns = range(len(row), len(row) + cell.width)
            above.update(dict.fromkeys(columns, cell.height - 1))
        row += [cell.blocks, *[None] * (cell.width - 1)]
    while len(row) in taken:
        row.append([])
    for column in [column for column, rows in above.items() if rows < 1]:
        del above[column]
    return row


def text_of(blocks: Iterable[Block]) -> str:
    """The text of blocks, a paragraph a line, without notes."""
    return "\n".join(paragraph.trimmed().text for paragraph in _paragraphs(blocks))


def write(
    blocks: list[Block],
    form: Format,
    metadata: Iterable[tuple[str, str]] = (),
) -> Extract:
    """The text of a tree of blocks: a blank line between them, a line for each row of a table."""
    writer = _Writer()
    writer.write(blocks)
    return writer.extract(form, tuple(metadata))


class _Writer:
    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._in_body = True
        self._begun = False  # whether running text was written
        self._marks: list[Span] = []
        self._calls: dict[Note, int] = {}
        self._notes: list[tuple[Note, Span]] = []
        self._headings: list[Span] = []
        self._tables: list[Span] = []
        self._furniture: list[Span] = []
        self._parts: list[Part] = []
        self._warnings: list[ParseWarning] = []

    def extract(self, form: Format, metadata: tuple[tuple[str, str], ...]) -> Extract:
        return Extract(
            text="".join(self._pieces),
            format=form,
            furniture=tuple(self._furniture),
            notes=tuple(
                NoteText(note.number, span, self._calls.get(note)) for note, span in self._notes
            ),
            marks=tuple(self._marks),
            headings=tuple(self._headings),
            tables=tuple(self._tables),
            parts=tuple(sorted(self._parts, key=lambda part: part.span)),
            metadata=metadata,
            warnings=tuple(self._warnings),
        )

    def write(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                self._write_paragraph(block)
            elif isinstance(block, Table):
                self._write_table(block)
            elif isinstance(block, Note):
                self._write_note(block)
            else:
                self._write_marked(block)

    def _next(self) -> int:
        """Where the next block will begin."""
        return self._length + (1 if self._length else 0)

    def _write_paragraph(self, paragraph: Paragraph) -> None:
        start = self._next()
        if self._write_line(paragraph.trimmed(), apart=True) and paragraph.heading:
            self._headings.append((start, self._length))

    def _write_line(self, line: Paragraph, *, apart: bool) -> bool:
        """Writes a paragraph as a line; `apart` from what stands before. Whether it had text."""
        text = line.text
        written = bool(text.strip())
        if written and apart and self._length:
            self._put("\n")
        if written:
            self._begun |= self._in_body
            for mark in line.marks:
                if mark.start < mark.end:
                    self._marks.append((mark.start + self._length, mark.end + self._length))
                if mark.note:
                    self._calls.setdefault(mark.note, mark.start + self._length)
        if self._begun and self._in_body:  # a letterhead has images above all text
            self._warnings += [
                ParseWarning(self._length + (at if written else 0), what) for at, what in line.lost
            ]
        if written:
            self._put(text + "\n")
        return written

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _write_note(self, note: Note) -> None:
        start = self._next()
        lines = [line.trimmed() for line in _paragraphs(note.blocks)]
        written = [self._write_line(line, apart=index == 0) for index, line in enumerate(lines)]
        if any(written):
            self._notes.append((note, (start, self._length)))

    def _write_marked(self, marked: Marked) -> None:
        start, parts, in_body = self._next(), len(self._parts), self._in_body
        self._in_body &= marked.kind is not None
        self.write(marked.blocks)
        self._in_body = in_body
        inner = min((part.span[0] for part in self._parts[parts:]), default=self._length)
        if start >= inner:
            return
        if marked.kind is not None:
            self._parts.append(Part(marked.kind, (start, inner), marked.label))
        elif in_body:
            self._furniture.append((start, self._length))

    def _write_table(self, table: Table) -> None:
        """Writes rows as lines; a row that only lays out text is written as that text."""
        start: int | None = None
        notes: list[Note] = []
        for row in table.rows:
            if _lays_out(row):
                self._end_table(start, notes)
                start = None
                for cell in row:
                    self.write(cell or ())
                continue
            line = _row(row, notes)
            begin = self._next()
            if self._write_line(line, apart=start is None) and start is None:
                start = begin
        self._end_table(start, notes)

    def _end_table(self, start: int | None, notes: list[Note]) -> None:
        if start is not None:
            self._tables.append((start, self._length))
        self.write(notes)
        notes.clear()


def _lays_out(row: Row) -> bool:
    cells = [cell for cell in row if cell is not None]
    return len(cells) == 1 or any(len(_paragraphs(cell)) >= _COLUMN for cell in cells)


def _row(cells: Row, notes: list[Note]) -> Paragraph:
    """The cells on one line, parted by tabs; the notes called in them are set aside."""
    row = Paragraph()
    for index, cell in enumerate(cells):
        flat = Paragraph()
        for paragraph in _paragraphs(cell or (), notes):
            flat.append(paragraph, " " if flat.length and paragraph.length else "")
        row.append(flat.trimmed(), "\t" if index else "")
    return row


def _paragraphs(blocks: Iterable[Block], notes: list[Note] | None = None) -> list[Paragraph]:
    """The paragraphs in blocks, those of tables in them too; `notes` takes up the notes."""
    found: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block)
        elif isinstance(block, Table):
            cells = (cell for row in block.rows for cell in row if cell)
            found += [paragraph for cell in cells for paragraph in _paragraphs(cell, notes)]
        elif isinstance(block, Marked):
            found += _paragraphs(block.blocks, notes)
        elif notes is not None:
            notes.append(block)
    return found
