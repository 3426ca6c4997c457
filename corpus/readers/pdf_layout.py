"""From pieces of text to printed lines in reading order: rows, columns, tables.

Pieces on one baseline form a row; wide gaps part a row into segments. Segments that stand below
each other beside others are columns where both sides are filled with running text, and the cells
of a table where they are aligned; what is neither is a line with a wide blank in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from corpus.document import Span
from corpus.readers.pdf_glyphs import Piece, Rule


@dataclass(slots=True)
class Segment:
    """Text on one baseline without a wide gap; `raised` are its superscripts, as ranges of it."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    artifact: bool
    raised: tuple[Span, ...] = ()

    @property
    def opens_note(self) -> bool:
        """Whether it begins with a raised number: the printed form of a footnote."""
        return bool(self.raised) and self.raised[0][0] == 0 and self.text[0].isdigit()


@dataclass(slots=True)
class Line:
    """A printed line of a column whose text runs from `left` to `right`."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    artifact: bool
    raised: tuple[Span, ...] = ()
    left: float = 0.0
    right: float = 0.0
    table: int = 0
    opens_note: bool = False


Row = list[Segment]

_JOIN_GAP = 0.12  # of the type size: what is closer belongs to one word
_CELL_GAP = 1.0  # of the type size: what is farther is another segment
_TABLE_GAP = 1.5  # of the type size: justified lines have smaller gaps
_SAME_LINE = 0.25  # of the type size: how far baselines of one line may differ
_SMALL = 0.85  # of the type size: superscripts are smaller
_LIST_LABEL = re.compile(r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.):]?|[•▪➢✓–*oo-])$")
_LONG = 20  # characters of a line of running text in a column
_FEW_ROWS = 4  # fewer lines beside each other are no columns


def rows_of(pieces: Sequence[Piece]) -> list[Row]:
    """The pieces as rows of segments, from the top, each from left to right."""
    rows = _baselines(pieces)
    _move_raised(rows)
    return [_segments(row) for row in rows if row]


def _baselines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.y):
        first = rows[-1][0] if rows else None
        if first and first.y - piece.y <= _SAME_LINE * min(first.size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.x0)
    return rows


def _move_raised(rows: list[list[Piece]]) -> None:
    """Puts superscripts and subscripts that got a row of their own into the line they stand in."""
    for index, row in enumerate(rows):
        for group in _close_groups(row):
            if sum(len(piece.text.strip()) for piece in group) > 12:
                continue
            host = _host(rows, index, group)
            if host is not None:
                for piece in group:
                    row.remove(piece)
                host.extend(group)
                host.sort(key=lambda piece: piece.x0)


def _close_groups(row: list[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    for piece in row:
        last = groups[-1][-1] if groups else None
        if last and piece.x0 - last.x1 <= 0.6 * last.size and 0.8 < last.size / piece.size < 1.25:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _host(rows: list[list[Piece]], index: int, group: list[Piece]) -> list[Piece] | None:
    """The row that a group of small letters stands in: larger type close by, slightly off."""
    size, y = group[0].size, group[0].y
    best: tuple[float, list[Piece]] | None = None
    for other in (index + 1, index - 1, index + 2, index - 2):
        if not 0 <= other < len(rows):
            continue
        row = rows[other]
        at = bisect_left(row, group[0].x0, key=lambda piece: piece.x0)
        for piece in row[max(0, at - 2) : at + 2]:
            lift = (y - piece.y) / piece.size
            if size > _SMALL * piece.size or not -0.45 <= lift <= 0.75:
                continue
            behind = group[0].x0 - piece.x1
            before = piece.x0 - group[-1].x1
            number = group[0].text.strip().isdigit() and lift > 0
            if -0.3 * piece.size <= behind <= 0.4 * piece.size:
                distance = abs(behind)
            elif number and -0.2 * piece.size <= before <= 1.5 * piece.size:
                distance = abs(before) + piece.size
            else:
                continue
            if best is None or distance < best[0]:
                best = distance, row
    return best[1] if best else None


def _segments(row: list[Piece]) -> Row:
    groups: list[list[Piece]] = []
    right = 0.0
    for piece in row:
        last = groups[-1][-1] if groups else None
        reach = _CELL_GAP * max(piece.size, last.size if last else 0.0)
        if last and piece.x0 - right <= reach and last.turn == piece.turn:
            groups[-1].append(piece)
            right = max(right, piece.x1)
        else:
            groups.append([piece])
            right = piece.x1
    return [_segment(group) for group in groups]


def _segment(pieces: list[Piece]) -> Segment:
    main = max(pieces, key=lambda piece: (piece.size, len(piece.text)))
    weights = Counter[float]()
    for piece in pieces:
        weights[piece.size] += len(piece.text.strip())
    size = weights.most_common(1)[0][0] if len(pieces) > 1 else main.size
    y = next(piece.y for piece in pieces if piece.size == size)
    text, raised, last = "", [], pieces[0]
    for piece in pieces:
        lifted = piece.size <= _SMALL * size and piece.y - y > 0.1 * size
        if text and not text[-1].isspace() and not piece.text[0].isspace():
            gap = (piece.x0 - last.x1) / max(piece.size, last.size)
            text += " " if gap > _JOIN_GAP * (2 if lifted else 1) else ""
        start = len(text) + len(piece.text) - len(piece.text.lstrip())
        text += piece.text
        if lifted:
            raised.append((start, len(text.rstrip())))
        last = piece
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    letters = sum(weights.values())
    return Segment(
        text=text,
        x0=pieces[0].x0,
        x1=max(piece.x1 for piece in pieces),
        y=y,
        size=size,
        bold=_share(pieces, letters, lambda piece: piece.bold),
        italic=_share(pieces, letters, lambda piece: piece.italic),
        artifact=all(piece.artifact for piece in pieces),
        raised=tuple((start - lead, end - lead) for start, end in raised),
    )


def _share(pieces: list[Piece], letters: float, has: Callable[[Piece], bool]) -> bool:
    return sum(len(piece.text.strip()) for piece in pieces if has(piece)) >= 0.9 * letters


def lines_of(rows: list[Row], rules: list[Rule]) -> list[list[Line]]:
    """The printed lines in reading order, one list for each column; `rules` are drawn lines."""
    flows: list[list[Line]] = []
    done = 0
    for top, bottom in _ladders(rules):
        first, last = (bisect_left(rows, -rule.y, key=_depth) for rule in (top, bottom))
        inside = rows[first:last]
        rungs = [rule.y for rule in rules if bottom.y <= rule.y <= top.y]
        steps = [part for part in _between(inside, rungs) if part]
        if first < done or not any(_is_wrapped(_cells(step)) for step in steps):
            continue
        flows += [_as_lines(part) for part in _columns(rows[done:first], rules, depth=0)]
        flows.append([line for step in steps for line in _step_lines(step)])
        done = last
    flows += [_as_lines(part) for part in _columns(rows[done:], rules, depth=0)]
    return [flow for flow in flows if flow]


def _depth(row: Row) -> float:
    return -row[0].y


def _ladders(rules: list[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """The top and bottom lines of tables whose rows are parted by lines of one width."""
    ladder: list[Rule] = []
    for rule in rules:
        same = ladder and abs(rule.x0 - ladder[0].x0) < 6 and abs(rule.x1 - ladder[0].x1) < 6
        if not same:
            if len(ladder) > 2:
                yield ladder[0], ladder[-1]
            ladder = []
        ladder.append(rule)
    if len(ladder) > 2:
        yield ladder[0], ladder[-1]


def _between(rows: list[Row], rungs: list[float]) -> Iterator[list[Row]]:
    done = 0
    for lower in rungs[1:]:
        start = done
        while done < len(rows) and rows[done][0].y >= lower:
            done += 1
        yield rows[start:done]
    yield rows[done:]


def _cells(rows: list[Row]) -> list[list[Row]]:
    """The cells of one row of a ruled table, from the left, each with its rows."""
    segments = sorted((s for row in rows for s in row), key=lambda s: s.x0)
    cells: list[list[Segment]] = []
    right = float("-inf")
    for segment in segments:
        if segment.x0 > right + 0.5 * segment.size:
            cells.append([])
        cells[-1].append(segment)
        right = max(right, segment.x1)
    return [
        [part for row in rows if (part := [s for s in row if any(s is c for c in cell)])]
        for cell in cells
    ]


def _is_wrapped(cells: list[list[Row]]) -> bool:
    """Whether a row of a ruled table has cells of several lines, and is not several rows."""
    heights = {len(cell) for cell in cells}
    if len(cells) < 2 or heights == {1}:
        return False
    return len(heights) > 1 or sum(_mean_length(cell) >= _LONG for cell in cells) > 1


def _mean_length(cell: list[Row]) -> float:
    return sum(len(segment.text) for row in cell for segment in row) / len(cell)


def _step_lines(rows: list[Row]) -> list[Line]:
    """A row of a ruled table: on one line, or cell after cell where the cells hold running text."""
    cells = _cells(rows)
    if not _is_wrapped(cells):
        return [_line(row, "\t", row[0].x0, row[-1].x1, int(len(row) > 1)) for row in rows]
    if all(len(cell) <= _FEW_ROWS and len(cell) * _mean_length(cell) < 80 for cell in cells):
        joined = [_joined([s for row in cell for s in row]) for cell in cells]
        return [_line(joined, "\t", joined[0].x0, joined[-1].x1, 1)]
    return [line for cell in cells for line in _as_lines(cell)]


def _joined(segments: list[Segment]) -> Segment:
    """The lines of a cell as one."""
    first = segments[0]
    text, raised = "", []
    for segment in segments:
        text += " " if text else ""
        raised += [(start + len(text), end + len(text)) for start, end in segment.raised]
        text += segment.text
    return Segment(
        text=text,
        x0=min(segment.x0 for segment in segments),
        x1=max(segment.x1 for segment in segments),
        y=first.y,
        size=first.size,
        bold=all(segment.bold for segment in segments),
        italic=all(segment.italic for segment in segments),
        artifact=first.artifact,
        raised=tuple(raised),
    )


def _columns(rows: list[Row], rules: list[Rule], depth: int) -> Iterator[list[Row]]:
    """The rows cut where columns begin and end, columns one after the other."""
    gutter = _gutter(rows) if depth < 4 else None
    if gutter is None:
        yield rows
        return
    plain: list[Row] = []
    for band in _bands(rows, gutter):
        left = [part for row in band if (part := [s for s in row if s.x1 <= gutter])]
        right = [part for row in band if (part := [s for s in row if s.x1 > gutter])]
        if not (_filled(left) and _filled(right)) or _cross(rules, band, gutter):
            plain += band
            continue
        if plain:
            yield plain
            plain = []
        yield from _columns(left, rules, depth + 1)
        yield from _columns(right, rules, depth + 1)
    if plain:
        yield plain


def _gutter(rows: list[Row]) -> float | None:
    """Where the second column begins, if several lines of running text begin there."""
    segments = [segment for row in rows for segment in row]
    if not segments:
        return None
    left = min(segment.x0 for segment in segments)
    right = max(segment.x1 for segment in segments)
    starts = Counter(
        round(segment.x0)
        for segment in segments
        if len(segment.text) >= _LONG and segment.x0 > left + 0.25 * (right - left)
    )
    common, count = starts.most_common(1)[0] if starts else (0, 0)
    return common - 2.0 if count >= _FEW_ROWS else None


def _bands(rows: list[Row], gutter: float) -> Iterator[list[Row]]:
    """Runs of rows that leave the gutter free, and runs that cross it."""
    band: list[Row] = []
    state = False
    for row in rows:
        crossed = any(segment.x0 < gutter - 1 and segment.x1 > gutter for segment in row)
        if band and crossed != state:
            yield band
            band = []
        band.append(row)
        state = crossed
    if band:
        yield band


def _filled(rows: list[Row]) -> bool:
    """Whether the lines are those of a column of running text."""
    if len(rows) < _FEW_ROWS:
        return False
    left = min(row[0].x0 for row in rows)
    width = max(row[-1].x1 for row in rows) - left
    lengths = [row[-1].x1 - row[0].x0 for row in rows]
    letters = [sum(len(segment.text) for segment in row) for row in rows]
    return median(lengths) >= 0.6 * width and median(letters) >= _LONG


def _cross(rules: list[Rule], band: list[Row], gutter: float) -> bool:
    """Whether lines are drawn through the gutter: then these are the cells of a table."""
    top, bottom = band[0][0].y, band[-1][0].y
    return any(
        rule.x0 < gutter - 5 and rule.x1 > gutter + 20 and bottom < rule.y < top for rule in rules
    )


def _as_lines(rows: list[Row]) -> list[Line]:
    tables = _tables(rows)
    segments = [segment for row in rows for segment in row]
    if not segments:
        return []
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    return [
        _line(row, "\t" if table else " ", left, right, table)
        for row, table in zip(rows, tables, strict=True)
    ]


def _line(row: Row, separator: str, left: float, right: float, table: int) -> Line:
    text, raised = "", []
    for segment in row:
        text += separator if text else ""
        raised += [(start + len(text), end + len(text)) for start, end in segment.raised]
        text += segment.text
    main = max(row, key=lambda segment: len(segment.text))
    return Line(
        text=text,
        x0=row[0].x0,
        x1=row[-1].x1,
        y=main.y,
        size=main.size,
        bold=all(segment.bold for segment in row),
        italic=all(segment.italic for segment in row),
        artifact=all(segment.artifact for segment in row),
        raised=tuple(raised),
        left=left,
        right=right,
        table=table,
        opens_note=row[0].opens_note,
    )


@dataclass(slots=True)
class _Run:
    """Rows below each other that may be a table."""

    first: int
    last: int
    members: list[int] = field(default_factory=list)


def _tables(rows: list[Row]) -> list[int]:
    """For each row the number of the table that it belongs to, or 0."""
    numbers = [0] * len(rows)
    table = 0
    for run in _runs(rows):
        members = [rows[index] for index in run.members]
        cells = max(len(row) for row in members)
        if len(members) >= (2 if cells > 2 else 3) and median(map(_blank, members)) >= _TABLE_GAP:
            table += 1
            for index in range(run.first, run.last + 1):
                numbers[index] = table
    return numbers


def _blank(row: Row) -> float:
    """The widest gap of a row, in type sizes."""
    return max((after.x0 - before.x1) / before.size for before, after in pairwise(row))


def _runs(rows: list[Row]) -> Iterator[_Run]:
    run: _Run | None = None
    for index, row in enumerate(rows):
        if len(row) < 2 or (len(row) == 2 and _LIST_LABEL.match(row[0].text)):
            continue
        if run and _continues(rows, run, index):
            run.last = index
            run.members.append(index)
        else:
            if run:
                yield run
            run = _Run(index, index, [index])
    if run:
        yield run


def _continues(rows: list[Row], run: _Run, index: int) -> bool:
    """Whether a row with cells continues the table above it: near, and aligned with its cells."""
    above, row = rows[run.last], rows[index]
    if above[0].y - row[0].y > 4 * max(above[0].size, row[0].size):
        return False
    for one, two in pairwise(rows[run.last : index + 1]):
        if one[0].y - two[0].y > 3 * max(one[0].size, two[0].size):
            return False
    return any(_aligned(rows[member], row) for member in run.members[-3:])


def _aligned(above: Row, row: Row) -> bool:
    matches = sum(
        any(
            abs(one.x0 - two.x0) < 3
            or abs(one.x1 - two.x1) < 3
            or abs(one.x0 + one.x1 - two.x0 - two.x1) < 6
            for two in above
        )
        for one in row
    )
    return matches >= min(2, len(row), len(above))
