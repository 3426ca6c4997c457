"""The published index: a folder that is never changed, described and checked by its manifest.

    <root>/CURRENT                        the name of the generation that answers
    <root>/generations/<generation>/      texts.sqlite, passages.faiss, sentences.npy, tokens/…,
                                          terms/…, manifest.json

It is written aside, synced, renamed into place, and only then named by `CURRENT`. Readers compare
every byte with the manifest before FAISS, SQLite or tantivy see the first: FAISS has no checksum, a
flipped byte would load and search in silence.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain, islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus import KamerbronError, OfficialAnswer, Paper, Span
from indexing.recipe import Recipe
from indexing.terms import TermIndex
from indexing.texts import TextStore
from indexing.tokens import QueryTokens, TokenStore
from indexing.vectors import FaissIndex, Rows, Vectors

FORMAT = 6
"""Raise it whenever the files of an index, or what is embedded, change their meaning."""

CURRENT = "CURRENT"
GENERATIONS = "generations"
MANIFEST = "manifest.json"
TEXTS = "texts.sqlite"
PASSAGES = "passages.faiss"
SENTENCES = "sentences.npy"
TOKENS = "tokens"
TERMS = "terms"

_GENERATION = re.compile(rb"([0-9a-f]{16})\n")

_MAKE = "Make it with `kamerbron index`."
_REMAKE = "Make it anew with `kamerbron index --rebuild`."


class IndexRefused(KamerbronError):
    """An index that must not answer: missing, damaged, or made from or with something else."""


class FileEntry(BaseModel):
    """What a file of an index must be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    size: int


class Manifest(BaseModel):
    """What an index says of itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    generation: str
    model: str
    revision: str
    dimension: int
    query_prompt: str
    passage_prompt: str
    chunk_tokens: int
    corpus: str
    documents: int
    answers: int
    chunks: int
    sentences: int
    files: dict[str, FileEntry]

    def sealed(self) -> str:
        """The manifest as it is written: with its own digest, for it cannot list itself."""
        return _Sealed(seal=self.digest(), manifest=self).model_dump_json(indent=1)

    def digest(self) -> str:
        """The SHA-256 of everything that the manifest says."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class _Sealed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    seal: str
    manifest: Manifest


class _AnyFormat(BaseModel):
    """The one thing that a manifest of every format says."""

    format: int


class _AnyManifest(BaseModel):
    manifest: _AnyFormat


@dataclass(frozen=True, slots=True)
class FileCheck:
    """A file of the index and what is wrong with it; `None` where it is as published."""

    file: str
    problem: str | None


def generation_of(recipe: Recipe, revision: str, fingerprint: str) -> str:
    """The name of the index of a corpus made with a recipe: the same on every machine."""
    state = repr((FORMAT, sorted(asdict(recipe).items()), revision, fingerprint))
    return hashlib.sha256(state.encode()).hexdigest()[:16]


def describe_files(folder: Path) -> dict[str, FileEntry]:
    """Every file of a folder by its relative name, the manifest and lock files aside."""
    return {
        path.relative_to(folder).as_posix(): FileEntry(
            sha256=_sha256(path), size=path.stat().st_size
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST and path.suffix != ".lock"
    }


def publish(root: Path, built: Path, manifest: Manifest) -> None:
    """Moves a folder that was built aside into place and names it `CURRENT`.

    The generation that was current before is kept, for those who still read it; older ones go.
    """
    (built / MANIFEST).write_text(manifest.sealed(), "utf-8")
    for path in [*built.rglob("*"), built]:
        _sync(path)
    _put_in_place(built, root / GENERATIONS / manifest.generation)
    name_current(root, manifest.generation)


def name_current(root: Path, generation: str) -> None:
    """Has a generation that stands in its place answer from now on; all but the last two go."""
    before = current_generation(root)
    aside = root / f"{CURRENT}.new"
    aside.write_text(generation + "\n", "utf-8")
    _sync(aside)
    aside.replace(root / CURRENT)
    _sync(root)
    if before == generation:
        return
    for folder in (root / GENERATIONS).iterdir():
        if folder.is_dir() and folder.name not in {generation, before}:
            shutil.rmtree(folder)


def current_generation(root: Path) -> str | None:
    """The name of the generation that answers; `None` where none is named, or nothing legible."""
    try:
        named = _GENERATION.fullmatch((root / CURRENT).read_bytes())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    return named[1].decode() if named else None


def read_manifest(root: Path) -> Manifest:
    """The manifest of the current generation. Raises `IndexRefused` where there is none to read."""
    generation = current_generation(root)
    if generation is None and (root / CURRENT).exists():
        raise IndexRefused(
            "{file}: expected the name of a generation, found something else. " + _MAKE,
            file=root / CURRENT,
        )
    if generation is None:
        raise IndexRefused("{folder}: expected an index, found none. " + _MAKE, folder=root)
    return _manifest_in(root / GENERATIONS / generation)


def is_whole(root: Path, generation: str) -> bool:
    """Whether this generation, current or not, stands there as it was published."""
    folder = root / GENERATIONS / generation
    try:
        return not any(check.problem for check in _checks(folder, _manifest_in(folder)))
    except IndexRefused:
        return False


def _manifest_in(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
        found = _AnyManifest.model_validate_json(raw).manifest.format
        if found != FORMAT:
            raise IndexRefused(
                "The index has format {found}, this Kamerbron reads format {known}. " + _MAKE,
                found=found,
                known=FORMAT,
            )
        sealed = _Sealed.model_validate_json(raw)
    except FileNotFoundError:
        raise IndexRefused(
            "{file}: the index is named but its manifest is missing. " + _REMAKE, file=path
        ) from None
    except ValidationError:
        raise IndexRefused(
            "{file}: expected the manifest of an index, found something else. " + _REMAKE, file=path
        ) from None
    manifest = sealed.manifest
    if (sealed.seal, folder.name) != (manifest.digest(), manifest.generation):
        raise IndexRefused("{file}: the manifest was changed. " + _REMAKE, file=path)
    return manifest


def verify(root: Path) -> list[FileCheck]:
    """Every file that the current index should have, and what is wrong with it; then strangers.

    Raises `IndexRefused` only where there is no index or manifest to check by.
    """
    manifest = read_manifest(root)
    folder = root / GENERATIONS / manifest.generation
    strangers = sorted(describe_files(folder).keys() - manifest.files.keys())
    return _checks(folder, manifest) + [
        FileCheck(name, "not part of the index") for name in strangers
    ]


def _checks(folder: Path, manifest: Manifest) -> list[FileCheck]:
    """The files that the manifest lists; a stranger beside them is read by nobody."""
    there = describe_files(folder)
    return [
        FileCheck(name, _problem(entry, there.get(name)))
        for name, entry in sorted(manifest.files.items())
    ]


def open_published(
    root: Path, *, expect: Recipe, revision: str, fingerprint: str
) -> PublishedIndex:
    """The current index, every byte of it verified.

    Raises `IndexRefused`, with the command that mends it, where it is missing or damaged, or was
    made from another corpus, with another model or another chunking than expected.
    """
    manifest = read_manifest(root)
    _refuse_other(manifest, expect, revision, fingerprint)
    folder = root / GENERATIONS / manifest.generation
    # By this manifest, not by `CURRENT` once more: another process may have moved that meanwhile.
    for check in _checks(folder, manifest):
        if check.problem:
            raise IndexRefused(
                "The index is damaged: {file}: {problem}. " + _REMAKE,
                file=check.file,
                problem=check.problem,
            )
    try:
        return PublishedIndex(folder, manifest)
    except (ValueError, RuntimeError, sqlite3.Error) as error:
        raise IndexRefused(
            "The index is as it was published, but the FAISS, tantivy or SQLite that is installed "
            "cannot read it: {why} " + _REMAKE,
            why=error,
        ) from error


class PublishedIndex:
    """A verified index, open for reading. Safe to share between threads."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.generation = manifest.generation
        self._texts = TextStore(folder / TEXTS)
        self._passages = FaissIndex.load(folder / PASSAGES)
        self._sentences = np.load(folder / SENTENCES, mmap_mode="r")
        self._tokens = TokenStore.load(folder / TOKENS)
        self._terms = TermIndex.load(folder / TERMS)
        self._answer_of_chunk = self._texts.answers_of_chunks()
        self._chunks_of: dict[str, list[int]] = {}
        for chunk, answer in enumerate(self._answer_of_chunk):
            self._chunks_of.setdefault(answer, []).append(chunk)
        self._sentences_of = self._texts.sentences_of_answers()

    def papers(self) -> tuple[Paper, ...]:
        """All papers, in the order of the corpus."""
        return self._texts.papers()

    def answers(self) -> Iterator[OfficialAnswer]:
        """All official answers, in reading order."""
        return self._texts.answers()

    def answer(self, identifier: str) -> OfficialAnswer:
        """One official answer. Raises `KeyError` where there is none."""
        return self._texts.answer(identifier)

    def answers_of(self, paper: str) -> list[str]:
        """The identifiers of a paper's official answers, in reading order; none for a stranger."""
        return self._texts.answers_of(paper)

    def answer_of(self, chunk: int) -> str:
        """The identifier of the answer that a chunk is a piece of."""
        return self._answer_of_chunk[chunk]

    def chunks_of(self, documents: set[str]) -> Rows:
        """The numbers of the chunks of these documents, ascending."""
        return np.array(
            [
                chunk
                for chunk, answer in enumerate(self._answer_of_chunk)
                if answer.partition("#")[0] in documents
            ],
            dtype=np.int64,
        )

    def nearest(self, query: Vectors, k: int, chunks: Rows | None = None) -> Rows:
        """The `k` chunks nearest to a query in meaning, best first, of those allowed."""
        return self._passages.search(query, k, chunks)[0]

    def vectors(self, chunks: Rows) -> Vectors:
        """The vectors of these chunks, in their order."""
        return self._passages.vectors(chunks)

    def meaning(self, query: Vectors, chunks: Rows) -> Vectors:
        """The cosine of each of these chunks with a query, in their order."""
        return self._passages.vectors(chunks) @ query

    def agreement(self, question: QueryTokens, answers: Sequence[str]) -> list[float]:
        """How well the tokens of each answer meet a question's, in -1…1: those of its best chunk.

        0 for an answer without text, and where the model reads no tokens.
        """
        chunks = [self._chunks_of.get(answer, []) for answer in answers]
        found = iter(question.agreement(self._tokens.of(chain.from_iterable(chunks))).tolist())
        return [max(islice(found, len(own)), default=0.0) for own in chunks]

    def with_terms(
        self, question: str, k: int, documents: set[str] | None = None
    ) -> list[tuple[int, float]]:
        """The `k` chunks that hold most of a question's term weight: (chunk, share), best first."""
        return self._terms.search(question, k, documents)

    def term_shares(self, question: str, chunks: Rows) -> dict[int, float]:
        """The share of a question's term weight that each of these chunks holds, 0 left out."""
        return self._terms.shares(question, chunks.tolist())

    def sentence_vectors(self, answer: str) -> Vectors:
        """The vectors of an answer's sentences: shape (sentences, 2, width).

        Of each the sentence alone, then the sentence with its question.
        """
        numbers = self._sentences_of.get(answer, range(0))
        return np.asarray(self._sentences[numbers.start : numbers.stop], np.float32)

    def sentence_meaning(self, query: Vectors, answer: str) -> npt.NDArray[np.float32]:
        """The cosines of an answer's sentences with a query: shape (sentences, 2).

        The first column is the sentence alone, the second the sentence with its question.
        """
        return self.sentence_vectors(answer) @ query

    def sentence_spans(self, answer: str) -> list[Span]:
        """Where the sentences of an answer stand in its text, in order."""
        numbers = self._sentences_of.get(answer)
        return self._texts.sentence_spans(numbers) if numbers else []

    def close(self) -> None:
        """Gives the files back."""
        self._texts.close()


def _refuse_other(manifest: Manifest, expect: Recipe, revision: str, fingerprint: str) -> None:
    if (manifest.model, manifest.revision) != (expect.model, revision):
        raise IndexRefused(
            "The index was made with the model {made!r} ({made_revision}), the setting is "
            "{model!r} ({revision}). " + _MAKE,
            made=manifest.model,
            made_revision=manifest.revision,
            model=expect.model,
            revision=revision,
        )
    made = (manifest.query_prompt, manifest.passage_prompt)
    if made != (expect.query_prompt, expect.passage_prompt):
        raise IndexRefused(
            "The index was made with the prompts {made_query!r} and {made_passage!r}, the "
            "settings are {query!r} and {passage!r}. " + _MAKE,
            made_query=made[0],
            made_passage=made[1],
            query=expect.query_prompt,
            passage=expect.passage_prompt,
        )
    if manifest.chunk_tokens != expect.chunk_tokens:
        raise IndexRefused(
            "The index was made with chunks of {made} tokens, the setting is {tokens}. " + _MAKE,
            made=manifest.chunk_tokens,
            tokens=expect.chunk_tokens,
        )
    if manifest.corpus != fingerprint:
        raise IndexRefused(
            "The index was made from another state of the corpus, or by another version of its "
            "parser. " + _MAKE
        )


def _problem(expected: FileEntry, found: FileEntry | None) -> str | None:
    if found is None:
        return "missing"
    if found.size != expected.size:
        return f"{found.size} bytes, expected {expected.size}"
    return None if found.sha256 == expected.sha256 else "its bytes were changed"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put_in_place(built: Path, target: Path) -> None:
    """Moves a folder to its place; what stands there goes only once the new one is there."""
    old = built.with_name(f"{built.name}-old")
    if target.exists():
        target.rename(old)
    try:
        built.rename(target)
    except BaseException:
        if old.exists():
            old.rename(target)
        raise
    _sync(target.parent)
    if old.exists():
        shutil.rmtree(old)


def _sync(path: Path) -> None:
    """Has the system write a file or folder to the disk before we go on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
