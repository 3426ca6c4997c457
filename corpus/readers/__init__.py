"""From a file to its `Extract`, whatever format it is in."""

from __future__ import annotations

from pathlib import Path

from corpus.extract import Extract, Format
from corpus.readers.docx import read_docx
from corpus.readers.errors import UnreadableError
from corpus.readers.html import read_html
from corpus.readers.kinds import tell
from corpus.readers.pdf import read_pdf
from corpus.readers.text import read_text
from corpus.readers.xml import read_xml

MOST_BYTES = 64 * 2**20
_MEBIBYTE = 2**20
_READERS = {
    Format.TEXT: read_text,
    Format.PDF: read_pdf,
    Format.DOCX: read_docx,
    Format.HTML: read_html,
    Format.XML: read_xml,
}

__all__ = ["MOST_BYTES", "UnreadableError", "read_bytes", "read_file"]


def read_file(path: Path) -> Extract:
    """The text of a file, with what its format says about it; the format is told by the bytes.

    Raises `UnreadableError` for what is no file, is empty, larger than `MOST_BYTES` (which is said
    before it is read), of a format that is not read, or without text.
    """
    if path.is_dir():
        raise UnreadableError(f"{path}: expected a file, found a folder. Name the files in it.")
    if not path.is_file():
        raise UnreadableError(f"{path}: expected a file, found none. Check the name.")
    try:
        size = path.stat().st_size
        _check_size(size, str(path))
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            f"{path}: expected a file that can be read, but: {error.strerror}. Check its rights."
        ) from None
    return read_bytes(raw, path.name)


def read_bytes(raw: bytes, name: str) -> Extract:
    """The text of a file by its bytes; `name` stands in messages. Raises as `read_file` does."""
    _check_size(len(raw), name)
    try:
        extract = _READERS[tell(raw)](raw)
    except UnreadableError as error:
        raise UnreadableError(f"{name}: {error}") from None
    if not extract.text.strip():
        raise UnreadableError(
            f"{name}: expected a paper with text, found none: it is empty or holds only images. "
            "Run text recognition (OCR) on it, or get the paper from its source."
        )
    return extract


def _check_size(size: int, name: str) -> None:
    if size == 0:
        raise UnreadableError(f"{name}: expected a paper, found an empty file. Get it again.")
    if size > MOST_BYTES:
        raise UnreadableError(
            f"{name}: expected a file of at most {MOST_BYTES // _MEBIBYTE} MiB, found one of "
            f"{size / _MEBIBYTE:,.0f} MiB. Papers are far smaller: leave out annexes and images, "
            "or save its text alone."
        )
