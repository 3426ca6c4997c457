"""What a file is, told by its bytes; its name may say anything."""

from __future__ import annotations

import re

from corpus.extract import Format
from corpus.readers.docx_package import open_zip
from corpus.readers.errors import UnreadableError
from corpus.readers.text import decode

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLE_KINDS = {  # names of streams in its directory
    "EncryptedPackage": "a document protected with a password",
    "WordDocument": "an old Word document (.doc)",
    "Workbook": "an old Excel workbook (.xls)",
    "PowerPoint Document": "an old PowerPoint presentation (.ppt)",
    "__substg1.0_": "an Outlook message (.msg)",
}
_MAGIC = (
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"\x89PNG\r\n\x1a\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"II*\0", "an image (TIFF)"),
    (b"MM\0*", "an image (TIFF)"),
    (b"GIF8", "an image (GIF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"%!PS", "a PostScript document"),
    (b"\xffWPC", "a WordPerfect document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"SQLite format 3\0", "a database (SQLite)"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIP_KINDS = (
    ("xl/workbook", "an Excel workbook (.xlsx)"),
    ("ppt/presentation", "a PowerPoint presentation (.pptx)"),
    ("META-INF/container.xml", "an e-book (EPUB)"),
    ("content.xml", "an OpenDocument file (.odt)"),
)
_MAIL = re.compile(
    r"(?:From |(?:Return-Path|Received|Delivered-To|From|MIME-Version|Message-ID|X-[\w-]+): )"
    r"[^\n]*\n(?:[\w-]+: [^\n]*\n|[ \t][^\n]*\n){2}",
    re.IGNORECASE,
)
_PROLOG = re.compile(
    r"\s*(?:(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE(?P<doctype>[^>\[]*)(?:\[.*?\]\s*)?>)\s*)*",
    re.DOTALL | re.IGNORECASE,
)
_ELEMENT = re.compile(r"<(?:[\w.-]+:)?(?P<name>[A-Za-z][\w.-]*)(?=[\s/>])")
_HTML = frozenset(
    "html head body div p table h1 h2 h3 h4 meta title link style script span article section main "
    "center font ul ol b i a br hr img pre form".split()
)
_HEAD = 65_536  # bytes that are looked at
_REMEDY = "Save it as DOCX or PDF and add that."


def tell(raw: bytes) -> Format:
    """The format of a file. Raises `UnreadableError`, with its name, for one that is not read."""
    if raw.startswith(_OLE):
        raise _refusal(_ole_kind(raw))
    if raw.startswith(_ZIP):
        return _tell_zip(raw)
    for magic, name in _MAGIC:
        if raw.startswith(magic):
            raise _refusal(name)
    if b"%PDF-" in raw[:1024]:
        return Format.PDF
    return _tell_text(raw)


def _refusal(name: str) -> UnreadableError:
    remedy = _REMEDY
    if "password" in name:
        remedy = "Save a copy without protection and add that."
    elif "image" in name:
        remedy = "Run text recognition (OCR) on it, save the result as PDF, and add that."
    elif "archive" in name or "zip" in name:
        remedy = "Unpack it and add the papers in it."
    return UnreadableError(
        "expected a PDF, DOCX, HTML page, official XML or text, found {found}. {remedy}",
        found=name,
        remedy=remedy,
    )


def _ole_kind(raw: bytes) -> str:
    for stream, name in _OLE_KINDS.items():
        if stream.encode("utf-16-le") in raw:
            return name
    return "an old Office document"


def _tell_zip(raw: bytes) -> Format:
    with open_zip(raw) as archive:
        names = archive.namelist()
        if any(re.fullmatch(r"/?word/document\d*\.xml", name) for name in names):
            return Format.DOCX
        kind = next((kind for part, kind in _ZIP_KINDS if _holds(names, part)), None)
    if kind is None and "[Content_Types].xml" in names:
        return Format.DOCX
    raise _refusal(kind or "a zip archive")


def _holds(names: list[str], part: str) -> bool:
    return any(name.startswith(part) for name in names)


def _tell_text(raw: bytes) -> Format:
    head = decode(raw[:_HEAD]).text
    if _MAIL.match(head):
        raise _refusal("an e-mail, or a web page saved as one (MHTML)")
    prolog = _PROLOG.match(head)
    begin = prolog.end() if prolog else 0
    doctype = (prolog["doctype"] or "") if prolog else ""
    element = _ELEMENT.match(head, begin)
    if element is None:
        return Format.XML if head.lstrip().startswith("<?xml") else Format.TEXT
    if doctype.strip().lower().startswith("html") or element["name"].lower() in _HTML:
        return Format.HTML
    return Format.XML
