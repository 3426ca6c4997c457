"""The parts of a DOCX, a zip of XML files, read within limits.

Not by python-docx: that opens every part before anyone can look at its size, refuses files with
macros, strict ones, and those with a relation that leads nowhere, and states an author, a title
and a date of its own where the file has none. Its paragraphs skip what stands in content controls,
tracked insertions and text boxes.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from corpus.readers.errors import UnreadableError
from corpus.readers.markup import parse_xml

MOST_UNPACKED = 200 * 2**20  # bytes of all members together
MOST_MEMBERS = 10_000
MOST_RATIO = 200  # how much smaller than its content a large member may be
_LARGE = 16 * 2**20
_MEBIBYTE = 2**20
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another points to; `kind` is the last word of the relation's type."""

    kind: str
    target: str


def open_zip(raw: bytes) -> zipfile.ZipFile:
    """The zip, if it is whole and unpacks within limits; raises `UnreadableError` otherwise."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise _damaged() from None
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or any(map(_blows_up, members)):
        raise UnreadableError(
            "expected a zip that unpacks to at most {most} MiB, found {files:,} files of "
            "{found:,.0f} MiB together, packed uncommonly tight: that is made to fill a machine, "
            "and is not opened. Save the paper anew as DOCX or PDF.",
            most=MOST_UNPACKED // _MEBIBYTE,
            files=len(members),
            found=unpacked / _MEBIBYTE,
        )
    for member in members:
        _check(member)
    return archive


def _blows_up(member: zipfile.ZipInfo) -> bool:
    return member.file_size > max(_LARGE, MOST_RATIO * member.compress_size)


def _check(member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
        raise UnreadableError(
            "expected a zip of parts that stay inside it, found one named “{part}”. No program "
            "writes that; get the file again from its source.",
            part=member.filename,
        )
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableError(
            "expected a zip that opens without a password, found a protected one. Save a copy "
            "without protection and add that."
        )


def _damaged() -> UnreadableError:
    return UnreadableError(
        "expected a whole DOCX, found a damaged zip. Get the file again from its source, or save "
        "it anew as DOCX or PDF."
    )


class Package:
    """The parts of a DOCX by name, and which part points to which."""

    def __init__(self, raw: bytes) -> None:
        self._archive = open_zip(raw)
        self._names = {name.lstrip("/"): name for name in self._archive.namelist()}
        self.main = next(
            (r.target for r in self.relations("").values() if r.kind == "officeDocument"),
            "word/document.xml",
        )

    def part(self, name: str) -> etree._Element | None:
        """The root of a part, `None` where the package has no such part."""
        if name not in self._names:
            return None
        try:
            raw = self._archive.read(self._names[name])
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError):
            raise _damaged() from None
        return parse_xml(raw)

    def relations(self, source: str) -> dict[str, Relation]:
        """What a part ("" for the package) points to inside the package, by the relation's id."""
        folder, name = posixpath.split(source)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for relation in root if root is not None else ():
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", "")] = Relation(kind, path)
        return found

    def related(self, source: str, kind: str) -> etree._Element | None:
        """The root of the first part of a kind that another points to."""
        targets = (r.target for r in self.relations(source).values() if r.kind == kind)
        return next((root for root in map(self.part, targets) if root is not None), None)
