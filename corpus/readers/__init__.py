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
        raise UnreadableError(
            "{path}: expected a file, found a folder. Name the files in it.", path=path
        )
    if not path.is_file():
        raise UnreadableError("{path}: expected a file, found none. Check the name.", path=path)
    try:
        size = path.stat().st_size
        _check_size(size, str(path))
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            "{path}: expected a file that can be read, but: {why}. Check its rights.",
            path=path,
            why=error.strerror,
        ) from None
    return read_bytes(raw, path.name)


def read_bytes(raw: bytes, name: str) -> Extract:
    """The text of a file by its bytes; `name` stands in messages. Raises as `read_file` does."""
    _check_size(len(raw), name)
    try:
        extract = _READERS[tell(raw)](raw)
    except UnreadableError as error:
        raise UnreadableError("{name}: {why}", name=name, why=error) from None
    if not extract.text.strip():
        raise UnreadableError(
            "{name}: expected a paper with text, found none: it is empty or holds only images. "
            "Run text recognition (OCR) on it, or get the paper from its source.",
            name=name,
        )
    return extract


def _check_size(size: int, name: str) -> None:
    if size == 0:
        raise UnreadableError(
            "{name}: expected a paper, found an empty file. Get it again.", name=name
        )
    if size > MOST_BYTES:
        raise UnreadableError(
            "{name}: expected a file of at most {most} MiB, found one of {found:,.0f} MiB. Papers "
            "are far smaller: leave out annexes and images, or save its text alone.",
            name=name,
            most=MOST_BYTES // _MEBIBYTE,
            found=size / _MEBIBYTE,
        )
