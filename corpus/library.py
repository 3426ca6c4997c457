"""The corpus: a folder of papers beside a manifest of their facts, and the papers of the user."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.document import Document, OfficialAnswer, Paper, PaperType
from corpus.errors import KamerbronError
from corpus.identifiers import read_identifier
from corpus.parsing import parse_text
from corpus.store import Failure, Library

STARTER = Path(__file__).parent / "starter"
MANIFEST = "manifest.json"


class CorpusError(KamerbronError):
    """A corpus folder that is not what its manifest says."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Entry):
    value: str
    read_in: str


class _Names(_Entry):
    value: tuple[str, ...]
    read_in: str


class _Day(_Entry):
    value: date
    read_in: str


class _Facts(_Entry):
    title: _Text
    chamber: _Text | None = None
    session: _Text | None = None
    dossier: _Text | None = None
    number: _Text | None = None
    date: _Day | None = None
    asked_on: _Day | None = None
    asked_by: _Names | None = None
    answered_by: _Names | None = None


class _ManifestDocument(_Entry):
    id: str
    file: str
    sha256: str
    type: PaperType
    facts: _Facts

    def paper(self) -> Paper:
        facts = self.facts
        identity = read_identifier(self.id)
        return Paper(
            id=self.id,
            type=self.type,
            title=facts.title.value,
            chamber=facts.chamber.value if facts.chamber else None,
            session=facts.session.value if facts.session else None,
            dossier=facts.dossier.value if facts.dossier else None,
            number=facts.number.value if facts.number else None,
            date=facts.date.value if facts.date else None,
            asked_on=facts.asked_on.value if facts.asked_on else None,
            asked_by=facts.asked_by.value if facts.asked_by else (),
            answered_by=facts.answered_by.value if facts.answered_by else (),
            url=identity.url if identity else None,
        )


class _Manifest(_Entry):
    documents: tuple[_ManifestDocument, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a folder, in the order of its manifest, then those that the user added.

    `fingerprint` changes with every byte of a document, every fact, and the parser itself.
    `failures` are the papers of the user that can no longer be read.
    """

    documents: tuple[Document, ...]
    fingerprint: str
    failures: tuple[Failure, ...] = ()

    def answers(self) -> dict[str, OfficialAnswer]:
        """Every official answer by its identifier, in reading order."""
        return {answer.id: answer for document in self.documents for answer in document.answers}


def load_corpus(folder: Path, library: Path | None = None) -> Corpus:
    """The documents that the manifest of a folder names, read, and those of a user's library.

    A paper of the library stands in for one of the folder with the same identifier; facts that only
    the manifest knows stay. Raises
    `CorpusError` where the manifest or a document of the folder is missing, damaged, or other than
    the manifest says; what of the library cannot be read is told in `failures`.
    """
    entries = _entries(folder)
    own = Library(library) if library else None
    found = list(own.documents()) if own else []
    known = {entry.id: entry.paper() for entry in entries}
    added = {
        item.id: _completed(item, known[item.id]) if item.id in known else item
        for item in found
        if isinstance(item, Document)
    }
    shipped = [_load(folder, entry) for entry in entries if entry.id not in added]
    return Corpus(
        documents=(*shipped, *added.values()),
        fingerprint=_fingerprint(entries, own),
        failures=tuple(item for item in found if isinstance(item, Failure)),
    )


def _completed(document: Document, known: Paper) -> Document:
    """The document with the facts that its own text leaves open."""
    facts = {
        field.name: getattr(known, field.name)
        for field in fields(Paper)
        if not getattr(document.paper, field.name)
    }
    return replace(document, paper=replace(document.paper, **facts))


def fingerprint(folder: Path, library: Path | None = None) -> str:
    """The corpus' fingerprint without reading it; each shipped file is checked against its hash."""
    entries = _entries(folder)
    for entry in entries:
        _bytes(folder, entry)
    return _fingerprint(entries, Library(library) if library else None)


def _entries(folder: Path) -> tuple[_ManifestDocument, ...]:
    path = folder / MANIFEST
    try:
        manifest = _Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise CorpusError(
            "{folder}: expected a corpus with a {manifest}, found none. Set KAMERBRON_CORPUS to a "
            "corpus folder, or unset it to use the starter corpus.",
            folder=folder,
            manifest=MANIFEST,
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        raise CorpusError(
            "{path}: not a manifest of this version of Kamerbron: {fault} at {place}. Restore it "
            "from the distribution.",
            path=path,
            fault=first["msg"],
            place="/".join(map(str, first["loc"])) or "the top",
        ) from None
    identifiers = [entry.id for entry in manifest.documents]
    twice = {identifier for identifier in identifiers if identifiers.count(identifier) > 1}
    if twice:
        raise CorpusError(
            "{path}: {papers} stands there twice. Keep one.",
            path=path,
            papers=", ".join(sorted(twice)),
        )
    return manifest.documents


def _load(folder: Path, entry: _ManifestDocument) -> Document:
    text = _bytes(folder, entry).decode("utf-8")
    return parse_text(text, name=entry.id, paper=entry.paper())


def _bytes(folder: Path, entry: _ManifestDocument) -> bytes:
    path = folder / entry.file
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise CorpusError(
            "{path}: the manifest names it, but it is not there. Restore it, or take it out of the "
            "manifest.",
            path=path,
        ) from None
    if hashlib.sha256(raw).hexdigest() != entry.sha256:
        raise CorpusError(
            "{path}: its SHA-256 is not the one in the manifest: the document was changed. "
            "Restore the original; official documents are kept as published.",
            path=path,
        )
    return raw


def _fingerprint(entries: Sequence[_ManifestDocument], library: Library | None) -> str:
    facts = [entry.model_dump(mode="json") for entry in entries]
    state: list[object] = [_parser_identity(), facts]
    if library and (used := library.used()):
        state.append([(version.id, version.sha256, version.as_letter) for version in used])
    text = json.dumps(state, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _parser_identity() -> str:
    """A digest of this room's code: another parser may read other answers from the same bytes."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
