"""The letters of a PDF page as runs with their place and type, read from pdfium in bulk.

A call into pdfium costs less than the Python around it, so what every character has (code, text
object, box) is fetched by `map` straight into arrays; what a text object has (baseline, size, font)
is asked once for each.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c


@dataclass(slots=True)
class Piece:
    """A run of letters of one type on one baseline, between wide gaps.

    `x0`, `x1` and the baseline `y` are in points, y upwards, turned so that the text runs to the
    right; `turn` is the angle in degrees by which the page shows it. `text` keeps its outer spaces,
    which `x0` and `x1` leave out.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    artifact: bool
    turn: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line drawn on a page."""

    x0: float
    x1: float
    y: float


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    turn: int
    bold: bool
    italic: bool
    artifact: bool


def _bulk(function: Any, result: Any, *arguments: Any) -> Any:
    """A pdfium function that takes addresses as plain integers, so that `map` can call it."""
    address = ctypes.cast(function, ctypes.c_void_p)
    return ctypes.cast(address, ctypes.CFUNCTYPE(result, *arguments))


_unicode = _bulk(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_object = _bulk(pdfium_c.FPDFText_GetTextObject, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int)
_generated = _bulk(pdfium_c.FPDFText_IsGenerated, ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_box = _bulk(
    pdfium_c.FPDFText_GetLooseCharBox,
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_void_p,
)

_SPACE_GAP = 0.17  # of the type size: a gap between letters that is a space
_CELL_GAP = 1.0  # of the type size: a gap that parts cells
_WIDE_BLANK = re.compile(r"\S[^\S\t\n]{3,}(?=\S)")
_BOLD_NAME = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
_ITALIC_NAME = re.compile(rb"italic|oblique|kursiv", re.IGNORECASE)
_ITALIC_FLAG, _FORCED_BOLD_FLAG = 1 << 6, 1 << 18
_FILL_AND_STROKE = 2  # how Word draws a bold that its font lacks
# What the file shows for codes that stand for no letter: line-end hyphens as pdfium reports them,
# bullets of the Symbol and Wingdings fonts, ligatures.
_SHOWN = str.maketrans(
    {
        "\x02": "-",
        "\x00": "\ufffd",
        "\ufffe": "-",
        "\uffff": "\ufffd",
        "\t": " ",
        "\uf0b7": "•",
        "\uf0a7": "▪",
        "\uf0d8": "➢",
        "\uf0fc": "✓",
        "\uf02d": "–",
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
    }
    | {chr(code): " " for code in (*range(3, 9), *range(10, 32), 0x7F, 0x85, 0x2028, 0x2029)}
    | {chr(code): "\ufffd" for code in (1, *range(0xD800, 0xE000))}
)


def read_pieces(page: pdfium.PdfPage) -> list[Piece]:
    """The pieces of text that a page shows, in the order in which the file draws them."""
    with _text_page(page) as handle:
        return _pieces(page, handle)


def read_rules(page: pdfium.PdfPage) -> list[Rule]:
    """The horizontal lines of a page, those that continue each other as one, from the top."""
    lines: list[Rule] = []
    for thing in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=2):
        left, bottom, right, top = thing.get_bounds()
        if right - left > 10 and top - bottom < 2.5:
            lines.append(Rule(left, right, (top + bottom) / 2))
    lines.sort(key=lambda line: (-round(line.y), line.x0))
    joined: list[Rule] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and abs(last.y - line.y) < 1.5 and line.x0 <= last.x1 + 3:
            joined[-1] = Rule(last.x0, max(last.x1, line.x1), last.y)
        else:
            joined.append(line)
    return joined


def shows_image(page: pdfium.PdfPage) -> bool:
    """Whether an image covers at least a fifth of the page."""
    width, height = page.get_size()
    for image in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) > width * height / 5:
            return True
    return False


@contextmanager
def _text_page(page: pdfium.PdfPage) -> Iterator[Any]:
    handle = pdfium_c.FPDFText_LoadPage(page.raw)
    try:
        yield handle
    finally:
        if handle:
            pdfium_c.FPDFText_ClosePage(handle)


def _pieces(page: pdfium.PdfPage, handle: Any) -> list[Piece]:
    count = pdfium_c.FPDFText_CountChars(handle) if handle else 0
    if count <= 0:
        return []
    address = ctypes.cast(handle, ctypes.c_void_p).value
    codes = np.fromiter(map(_unicode, repeat(address), range(count)), np.uint32, count)
    made_up = np.fromiter(map(_generated, repeat(address), range(count)), np.bool_, count)
    objects = np.fromiter(map(_object, repeat(address), range(count)), np.uint64, count)
    boxes = np.zeros((count, 4), np.float32)  # left, top, right, bottom
    base = boxes.ctypes.data
    deque(
        map(_box, repeat(address), range(count), range(base, base + 16 * count, 16)),
        maxlen=0,
    )
    shown = np.flatnonzero(~made_up & (objects != 0) & _on_page(page, boxes))
    return list(_cut(handle, shown, codes[shown], objects[shown], boxes[shown]))


def _on_page(page: pdfium.PdfPage, boxes: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    left, bottom, right, top = page.get_bbox()
    x = (boxes[:, 0] + boxes[:, 2]) / 2
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    inside: npt.NDArray[np.bool_] = (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
    return inside


def _cut(
    handle: Any,
    index: npt.NDArray[np.int64],
    codes: npt.NDArray[np.uint32],
    objects: npt.NDArray[np.uint64],
    boxes: npt.NDArray[np.float32],
) -> Iterator[Piece]:
    if not len(index):
        return
    starts = np.concatenate(([0], np.flatnonzero(objects[1:] != objects[:-1]) + 1))
    bounds = [*starts.tolist(), len(index)]
    text = _decode(codes)
    styles: dict[int, _Style] = {}
    fonts: dict[int, tuple[bool, bool]] = {}
    for start, end in pairwise(bounds):
        first, key = int(index[start]), int(objects[start])
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(handle, first, fonts)
        if style.size <= 0:
            continue
        y, left, right = _upright(handle, first, boxes[start:end], style.turn)
        yield from _split(text[start:end], left, right, y, style)


def _decode(codes: npt.NDArray[np.uint32]) -> str:
    codes = np.where((codes > 0x10FFFF) | ((codes >= 0xD800) & (codes < 0xE000)), 0xFFFD, codes)
    return codes.astype("<u4").tobytes().decode("utf-32-le")


def _style(handle: Any, index: int, fonts: dict[int, tuple[bool, bool]]) -> _Style:
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(handle, index, matrix)
    size = pdfium_c.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d)
    thing = pdfium_c.FPDFText_GetTextObject(handle, index)
    bold, italic = _font(thing, fonts)
    if pdfium_c.FPDFTextObj_GetTextRenderMode(thing) == _FILL_AND_STROKE:
        bold = True
    turn = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360
    return _Style(size, turn, bold, italic or abs(matrix.c) > abs(matrix.d) > 0, _artifact(thing))


def _font(thing: Any, fonts: dict[int, tuple[bool, bool]]) -> tuple[bool, bool]:
    """Whether the font of a text object is bold, and whether it is italic."""
    font = pdfium_c.FPDFTextObj_GetFont(thing)
    key = ctypes.cast(font, ctypes.c_void_p).value
    if key is None:
        return False, False
    if key not in fonts:
        name = ctypes.create_string_buffer(128)
        pdfium_c.FPDFFont_GetBaseFontName(font, name, len(name))
        flags = pdfium_c.FPDFFont_GetFlags(font)
        fonts[key] = (
            bool(flags & _FORCED_BOLD_FLAG) or bool(_BOLD_NAME.search(name.value)),
            bool(flags & _ITALIC_FLAG) or bool(_ITALIC_NAME.search(name.value)),
        )
    return fonts[key]


def _artifact(thing: Any) -> bool:
    """Whether the file itself marks a text object as no part of its text (tagged PDF)."""
    for position in range(pdfium_c.FPDFPageObj_CountMarks(thing)):
        mark = pdfium_c.FPDFPageObj_GetMark(thing, position)
        name, length = (ctypes.c_ushort * 16)(), ctypes.c_ulong()
        if (
            pdfium_c.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
            and bytes(name)[: max(0, length.value - 2)].decode("utf-16-le") == "Artifact"
        ):
            return True
    return False


def _upright(
    handle: Any, index: int, boxes: npt.NDArray[np.float32], turn: int
) -> tuple[float, npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Baseline, left and right edges of letters, as if their text ran to the right."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDFText_GetCharOrigin(handle, index, x, y)
    left, top, right, bottom = boxes.T
    if turn == 90:
        return -x.value, np.minimum(bottom, top), np.maximum(bottom, top)
    if turn == 180:
        return -y.value, -right, -left
    if turn == 270:
        return x.value, -np.maximum(bottom, top), -np.minimum(bottom, top)
    return y.value, left, right


def _split(
    text: str,
    left: npt.NDArray[np.float32],
    right: npt.NDArray[np.float32],
    y: float,
    style: _Style,
) -> Iterator[Piece]:
    """A text object cut at wide gaps, with a space put where a small gap shows one."""
    gaps = left[1:] - right[:-1]
    cuts = [match.end() for match in _WIDE_BLANK.finditer(text)] if "   " in text else []
    spaces: set[int] = set()
    if len(gaps) and float(gaps.max()) > _SPACE_GAP * style.size:
        threshold = _SPACE_GAP * style.size + max(0.0, float(np.median(gaps)))
        for at in (np.flatnonzero(gaps > threshold) + 1).tolist():
            if text[at - 1].isspace() or text[at].isspace():
                continue
            if gaps[at - 1] > _CELL_GAP * style.size:
                cuts.append(at)
            else:
                spaces.add(at)
    bounds = [0, *sorted(set(cuts)), len(text)]
    for start, end in pairwise(bounds):
        part = text[start:end]
        inner = part.strip()
        if not inner:
            continue
        first = start + part.index(inner[0])
        last = first + len(inner) - 1
        if spaces:
            part = "".join(f" {text[at]}" if at in spaces else text[at] for at in range(start, end))
        yield Piece(
            part.translate(_SHOWN),
            float(left[first]),
            float(right[last]),
            y,
            style.size,
            style.bold,
            style.italic,
            style.artifact,
            style.turn,
        )
