"""The text of a plain text file, in any of the encodings that Dutch texts come in.

Single bytes are told apart by what they would spell: Dutch has few letters beyond ASCII, and in
the wrong encoding they become signs that stand in no word. A statistical guess among all the
encodings of the world (charset-normalizer) takes short Dutch texts for Polish or Turkish.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.document import ParseWarning, Span
from corpus.extract import Extract, Format
from corpus.readers.errors import UnreadableError

_MARKS = (  # the longer first: UTF-32 LE begins as UTF-16 LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SINGLE = {
    "cp1252": "Windows-1252",
    "iso-8859-15": "ISO-8859-15",
    "iso-8859-1": "ISO-8859-1",
    "mac-roman": "Mac Roman",
}
_NAMES = {**_SINGLE, "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_EXPECTED = frozenset(
    "áàâäãåçéèêëíìîïñóòôöøúùûüýÿæœßğışćčšžłńÁÀÄÇÉÈËÍÏÑÓÖØÚÜŠŽĲĳ"
    "’‘“”„«»–—…•·€£§°±²³µ½¼¾×©®™†¶\u00a0\u00ad"
)
# A sign between two letters: "re‘el" for "reëel". Of quotes only the closing one stands there.
_INSIDE_WORD = re.compile(r"(?<=[a-z])[‘“”„«»•–…€£§°±·]+(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the encoding that was guessed for it; `None` where the bytes state it."""

    text: str
    guessed: str | None = None


def read_text(raw: bytes) -> Extract:
    """The text of a file as it stands, line ends too; a form feed begins a page.

    An encoding that the bytes do not state is guessed, with a warning. Raises `UnreadableError`
    for bytes that are no text.
    """
    decoded = decode(raw)
    guess = ParseWarning(
        0,
        f"the file does not say how its letters are encoded: read as {decoded.guessed}. Where "
        "letters with accents are wrong, save it as UTF-8.",
    )
    return Extract(
        text=decoded.text,
        format=Format.TEXT,
        pages=_pages(decoded.text),
        warnings=(guess,) if decoded.guessed else (),
    )


def decode(raw: bytes) -> Decoded:
    """The text that bytes spell. Raises `UnreadableError` where they spell none."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return Decoded(_checked(_decoded(raw[len(mark) :], encoding)))
    if wide := _wide(raw):
        return Decoded(_checked(_decoded(raw, wide)), _NAMES[wide])
    try:
        return Decoded(_checked(raw.decode("utf-8")))
    except UnicodeDecodeError:
        text, encoding = _best(raw)
        return Decoded(_checked(text), _NAMES[encoding])


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            "expected text in {encoding}, as its first bytes say, found other bytes at {place:,}. "
            "Get the file again from its source, or save it as UTF-8.",
            encoding=encoding.upper(),
            place=error.start,
        ) from None


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a byte order mark: of nearly every letter one byte is zero."""
    if len(raw) < 4 or len(raw) % 2:
        return None
    letters = len(raw) / 2
    first, second = raw[::2].count(0) / letters, raw[1::2].count(0) / letters
    if second > 0.7 and first < 0.05:
        return "utf-16-le"
    return "utf-16-be" if first > 0.7 and second < 0.05 else None


def _best(raw: bytes) -> tuple[str, str]:
    """The text in the encoding of single bytes that spells it best; the first of equals."""
    read: list[tuple[int, str, str]] = []
    for encoding in _SINGLE:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:  # five bytes that Windows-1252 does not have
            continue
        read.append((_oddities(text), text, encoding))
    _, text, encoding = min(read, key=lambda candidate: candidate[0])
    return text, encoding


def _oddities(text: str) -> int:
    """How many characters are unlikely in Dutch where they stand."""
    unexpected = sum(sign not in _EXPECTED for sign in _BEYOND_ASCII.findall(text))
    return unexpected + sum(len(inside[0]) for inside in _INSIDE_WORD.finditer(text))


def _checked(text: str) -> str:
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls * 100 > len(text):
        raise UnreadableError(
            "expected text, found bytes that are none: a program's own format, or a damaged file. "
            "Save the paper as text (UTF-8), DOCX or PDF."
        )
    return text


def _pages(text: str) -> tuple[Span, ...]:
    """The pages between form feeds; a form feed at the very end is that of the last page."""
    last = len(text.rstrip())
    starts = [found.start() for found in re.finditer("\f", text) if found.start() < last]
    if not starts:
        return ()
    return tuple(pairwise([0, *(start for start in starts if start), len(text)]))
