"""The user's own papers: each version with its original file, its text, and what it is.

One SQLite file holds the catalogue and the extracted texts, a folder beside it the originals under
their SHA-256. An original is written before its row is committed, so that a row always has its
file; what is not in a row is not there.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import ValidationError

from corpus.document import Document, PaperType
from corpus.errors import KamerbronError
from corpus.extract import Extract
from corpus.identifiers import read_identifier
from corpus.parsing import parse_extract
from corpus.worker import Read

CATALOGUE = "catalogue.sqlite"
_ORIGINALS = "originals"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS versions (
  sha256 TEXT PRIMARY KEY, id TEXT NOT NULL, text_sha256 TEXT NOT NULL, file TEXT NOT NULL,
  format TEXT NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL, as_letter INTEGER NOT NULL,
  modified TEXT NOT NULL, added TEXT NOT NULL, extract BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS versions_of_paper ON versions (id);
CREATE TABLE IF NOT EXISTS failures (
  file TEXT PRIMARY KEY, reason TEXT NOT NULL, at TEXT NOT NULL
);
"""
_FACTS = "sha256, id, text_sha256, file, format, type, title, as_letter, modified, added"


class StoreError(KamerbronError):
    """A library that is damaged, or a paper that cannot be put into it."""


class Outcome(StrEnum):
    """What became of a file that was to be added."""

    ADDED = "added"
    NEW_VERSION = "new-version"
    OLDER_VERSION = "older-version"
    ALREADY_THERE = "already-there"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a paper: a file that was added.

    `modified` is when the file says that it was last changed, as digits from the year on, or empty;
    `added` when it came in, as ISO date and time in UTC.
    """

    sha256: str
    id: str
    text_sha256: str
    file: str
    format: str
    type: PaperType
    title: str
    as_letter: bool
    modified: str
    added: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file or a stored paper that could not be read, and why."""

    file: str
    reason: str
    at: str = ""


class Library:
    """The papers that a user added, in a folder of their own. Made when the first one comes in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, path: Path, read: Read, *, as_letter: bool = False) -> tuple[Outcome, str]:
        """Stores a file that was read, all of it or nothing; what became of it, and in words.

        The same bytes, or the same text under the same identifier, are there already. Another text
        under the identifier is another version: the newest is used, all are kept. Raises
        `StoreError` where a file without an official identifier has the name of another paper.
        """
        raw = path.read_bytes()
        new = _version(path, raw, read, as_letter)
        with self._open() as catalogue, catalogue:
            catalogue.execute("BEGIN IMMEDIATE")
            known = list(_versions(catalogue, "WHERE id = ? OR sha256 = ?", new.id, new.sha256))
            same = [v for v in known if new.sha256 == v.sha256 or new.text_sha256 == v.text_sha256]
            if same:
                _forget(catalogue, path)
                return Outcome.ALREADY_THERE, f"{same[0].id} is there already ({same[0].file})"
            _refuse_clash(new, known)
            self._keep_original(new, raw)
            packed = zlib.compress(read.extract.to_json())
            catalogue.execute(
                f"INSERT INTO versions ({_FACTS}, extract) VALUES (?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608 (a constant)
                (*_row(new), packed),
            )
            _forget(catalogue, path)
        if not known:
            return Outcome.ADDED, f"{new.id}: {len(read.document.answers)} official answers"
        if newest([*known, new]) is new:
            return Outcome.NEW_VERSION, f"{new.id}: replaces the version of {known[-1].file}"
        return Outcome.OLDER_VERSION, f"{new.id}: older than the version in use; kept, not used"

    def remove(self, identifier: str) -> tuple[Version, ...]:
        """Takes a paper out with all its versions and originals; the versions that were there.

        Raises `StoreError` where the library does not hold it.
        """
        with self._open() as catalogue, catalogue:
            gone = tuple(_versions(catalogue, "WHERE id = ?", identifier))
            if not gone:
                raise StoreError(
                    "{id}: not among the papers that you added. `kamerbron corpus` lists them; "
                    "papers of the starter corpus stay.",
                    id=identifier,
                )
            catalogue.execute("DELETE FROM versions WHERE id = ?", (identifier,))
        for version in gone:
            self._original(version).unlink(missing_ok=True)
        return gone

    def papers(self) -> dict[str, tuple[Version, ...]]:
        """All versions of every paper by identifier, in the order in which they came in."""
        papers: dict[str, tuple[Version, ...]] = {}
        if self._exists():
            with self._open() as catalogue:
                for version in _versions(catalogue):
                    papers[version.id] = (*papers.get(version.id, ()), version)
        return papers

    def used(self) -> list[Version]:
        """The version of each paper that is used: the newest."""
        return [newest(list(versions)) for versions in self.papers().values()]

    def documents(self) -> Iterator[Document | Failure]:
        """Every paper read anew by today's parser, or why it cannot be."""
        for version in self.used():
            try:
                name = Path(version.file).stem
                extract = self._extract(version)
                document = parse_extract(extract, name=name, as_letter=version.as_letter)
            except KamerbronError as error:
                yield Failure(version.id, str(error))
                continue
            if document.id == version.id:
                yield document
            else:
                reason = f"now reads as {document.id}. Remove it and add its file again."
                yield Failure(version.id, reason)

    def remember_failure(self, path: Path, reason: str) -> None:
        """Keeps why a file could not be added, until it can."""
        with self._open() as catalogue, catalogue:
            catalogue.execute(
                "INSERT OR REPLACE INTO failures VALUES (?, ?, ?)",
                (str(path.absolute()), reason, _now()),
            )

    def failures(self) -> tuple[Failure, ...]:
        """The files that could not be added, the last first."""
        if not self._exists():
            return ()
        with self._open() as catalogue:
            rows = catalogue.execute("SELECT file, reason, at FROM failures ORDER BY at DESC")
            return tuple(Failure(*row) for row in rows)

    def damaged(self) -> Iterator[Failure]:
        """The originals that are missing or no longer have their SHA-256."""
        for versions in self.papers().values():
            for version in versions:
                path = self._original(version)
                if not path.is_file():
                    yield Failure(path.name, f"the original of {version.id} is missing")
                elif hashlib.sha256(path.read_bytes()).hexdigest() != version.sha256:
                    yield Failure(path.name, f"the original of {version.id} was changed")

    def _extract(self, version: Version) -> Extract:
        with self._open() as catalogue:
            row = catalogue.execute(
                "SELECT extract FROM versions WHERE sha256 = ?", (version.sha256,)
            ).fetchone()
        try:
            return Extract.from_json(zlib.decompress(row[0]))
        except (zlib.error, ValidationError) as error:
            raise StoreError(
                "{id}: its stored text is damaged. Remove the paper and add {file} again.",
                id=version.id,
                file=version.file,
            ) from error

    def _keep_original(self, version: Version, raw: bytes) -> None:
        path = self._original(version)
        path.parent.mkdir(exist_ok=True)
        aside = path.with_suffix(".part")
        with aside.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)

    def _original(self, version: Version) -> Path:
        return self.folder / _ORIGINALS / f"{version.sha256}.{version.format}"

    def _exists(self) -> bool:
        return (self.folder / CATALOGUE).is_file()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / CATALOGUE
        try:
            with closing(sqlite3.connect(path, timeout=60)) as connection:
                connection.executescript(_SCHEMA)
                yield connection
        except sqlite3.DatabaseError as error:
            raise StoreError(
                "{path}: the library's catalogue is damaged or in use ({why}). Close other "
                "Kamerbrons; else move the folder away and add the papers again.",
                path=path,
                why=error,
            ) from error


def newest(versions: list[Version]) -> Version:
    """The version to use: the last changed where all files say when, else the last added."""
    if all(version.modified for version in versions):
        return max(versions, key=lambda version: (version.modified, version.added))
    return max(versions, key=lambda version: version.added)


def _version(path: Path, raw: bytes, read: Read, as_letter: bool) -> Version:
    paper = read.document.paper
    return Version(
        sha256=hashlib.sha256(raw).hexdigest(),
        id=paper.id,
        text_sha256=hashlib.sha256(read.extract.text.encode()).hexdigest(),
        file=path.name,
        format=read.extract.format.value,
        type=paper.type,
        title=paper.title,
        as_letter=as_letter,
        modified=_modified(read.extract),
        added=_now(),
    )


def _modified(extract: Extract) -> str:
    """When the file says that it was changed: "D:20240325101500+01'00'", "2024-03-25T10:15:00Z"."""
    for name, value in extract.metadata:
        digits = re.sub(r"\D", "", value)[:14]
        if name.lower() in {"moddate", "modified", "dcterms.modified"} and len(digits) >= 8:
            return digits
    return ""


def _refuse_clash(new: Version, known: list[Version]) -> None:
    """Two papers without an official identifier may bear one file name: never taken for one."""
    official = read_identifier(new.id) or new.id.startswith("kenmerk-")
    others = [version for version in known if version.title != new.title]
    if others and not official:
        raise StoreError(
            "{file}: another paper is named {id} already ({title}), and neither states an official "
            "identifier. Rename the file, best to its identifier.",
            file=new.file,
            id=new.id,
            title=others[0].title,
        )


def _versions(catalogue: sqlite3.Connection, where: str = "", *values: str) -> Iterator[Version]:
    query = f"SELECT {_FACTS} FROM versions {where} ORDER BY added, rowid"  # noqa: S608 (constants)
    for row in catalogue.execute(query, values):
        sha256, id_, text, file, format_, type_, title, as_letter, modified, added = row
        yield Version(
            sha256,
            id_,
            text,
            file,
            format_,
            PaperType(type_),
            title,
            bool(as_letter),
            modified,
            added,
        )


def _row(version: Version) -> tuple[str | bool, ...]:
    return (
        version.sha256,
        version.id,
        version.text_sha256,
        version.file,
        version.format,
        version.type.value,
        version.title,
        version.as_letter,
        version.modified,
        version.added,
    )


def _forget(catalogue: sqlite3.Connection, path: Path) -> None:
    catalogue.execute("DELETE FROM failures WHERE file = ?", (str(path.absolute()),))


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
