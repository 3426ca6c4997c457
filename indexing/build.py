"""Building and refreshing the index: only what changed is embedded."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from corpus import Document, sentence_spans
from indexing.chunks import in_context, shorten_question, split_answer
from indexing.encoder import Encoder
from indexing.published import (
    FORMAT,
    GENERATIONS,
    PASSAGES,
    SENTENCES,
    TERMS,
    TEXTS,
    TOKENS,
    IndexRefused,
    Manifest,
    current_generation,
    describe_files,
    generation_of,
    is_whole,
    name_current,
    publish,
    read_manifest,
)
from indexing.recipe import Recipe
from indexing.terms import TermIndex
from indexing.texts import ChunkRow, SentenceRow, TextStore, write_texts
from indexing.tokens import Tokens, TokenStore
from indexing.vectors import FaissIndex

Progress = Callable[[str, int, int], None]
"""Called with the step, what is done of it, and what there is in all."""

Vector = npt.NDArray[np.float32]

_CONTEXT_TOKENS = 64
"""Of a question that goes with each sentence of its answer: its end, where it asks."""
_BUILDING = ".building-"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: how many texts were embedded, how many vectors reused, if anything."""

    generation: str
    embedded: int
    reused: int
    changed: bool


@dataclass(slots=True)
class _Embedded:
    """What the model made of texts, by their SHA-256: vectors of length 1, and passages' tokens."""

    vectors: dict[str, Vector] = field(default_factory=dict)
    tokens: dict[str, Tokens] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What an index is made of: its rows in order, and the texts to embed by their digest."""

    chunks: list[ChunkRow]
    sentences: list[SentenceRow]
    terms: list[tuple[str, str]]
    texts: dict[str, str]


def refresh(
    documents: Sequence[Document],
    fingerprint: str,
    recipe: Recipe,
    encoder: Encoder,
    root: Path,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> Refreshed:
    """Makes the index of these documents the current one.

    Nothing is done when it is already, whole; where it stands whole from before (the settings went
    back, or a build was interrupted at its very end) it is only named. Otherwise vectors of the
    current index are reused for every text that stays the same, and the rest is embedded. The term
    index is made anew each time: it takes little, and documents deleted from one would still count
    in its statistics, so that scores would hang on its history.

    Raises `IndexRefused` when another process is at it, or where there can be no folder. Whatever
    fails or is interrupted leaves the current index as it was.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IndexRefused(
            "{folder}: expected a folder that the index can be kept in, found: {why}. Set "
            "KAMERBRON_HOME to a folder that you may write in.",
            folder=root,
            why=error.strerror,
        ) from error
    generation = generation_of(recipe, encoder.revision, fingerprint)
    with _alone(root):
        if not rebuild and _is_whole(root, generation):
            return Refreshed(generation, 0, 0, changed=False)
        if not rebuild and is_whole(root, generation):
            name_current(root, generation)
            return Refreshed(generation, 0, 0, changed=True)
        known = _Embedded() if rebuild else _known(root, recipe, encoder.revision)
        plan = _plan(documents, encoder, recipe.chunk_tokens)
        embedded, new = _embedded(encoder, plan, known, progress)
        with _folder_aside(root) as aside:
            _write(aside, documents, plan, embedded, encoder)
            manifest = Manifest(
                format=FORMAT,
                generation=generation,
                model=recipe.model,
                revision=encoder.revision,
                dimension=encoder.dimension,
                query_prompt=recipe.query_prompt,
                passage_prompt=recipe.passage_prompt,
                chunk_tokens=recipe.chunk_tokens,
                corpus=fingerprint,
                documents=len(documents),
                answers=sum(len(document.answers) for document in documents),
                chunks=len(plan.chunks),
                sentences=len(plan.sentences),
                files=describe_files(aside),
            )
            publish(root, aside, manifest)
    return Refreshed(generation, new, len(plan.texts) - new, changed=True)


def _plan(documents: Sequence[Document], encoder: Encoder, chunk_tokens: int) -> _Plan:
    plan = _Plan([], [], [], {})
    most = min(chunk_tokens, encoder.max_tokens)

    def count_tokens(text: str) -> int:
        return len(encoder.token_spans(text))

    def noted(text: str) -> str:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        plan.texts[digest] = text
        return digest

    for document in documents:
        for answer in document.answers:
            for chunk in split_answer(answer, count_tokens, most):
                plan.chunks.append(
                    ChunkRow(answer.id, chunk.start, chunk.end, noted(chunk.passage))
                )
                plan.terms.append((document.id, chunk.passage))
            for start, end in sentence_spans(answer.text):
                sentence = answer.text[start:end]
                # The model reads only so far: a long question would leave nothing of the sentence.
                room = min(_CONTEXT_TOKENS, encoder.max_tokens - count_tokens(sentence))
                question = shorten_question(answer.asked, count_tokens, room)
                alone, together = noted(sentence), noted(in_context(question, sentence))
                plan.sentences.append(SentenceRow(answer.id, start, end, alone, together))
    return plan


def _embedded(
    encoder: Encoder, plan: _Plan, known: _Embedded, progress: Progress | None
) -> tuple[_Embedded, int]:
    """The vectors of all texts and the tokens of the passages; how many texts were embedded."""
    passages = {chunk.digest for chunk in plan.chunks}
    unread = passages - known.tokens.keys()
    unembedded = plan.texts.keys() - passages - known.vectors.keys()
    whole = [digest for digest in plan.texts if digest in unread]
    rest = [digest for digest in plan.texts if digest in unembedded]
    done = 0

    def report(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress("embedding", done, len(whole) + len(rest))

    read = encoder.read_passages([plan.texts[digest] for digest in whole], progress=report)
    vectors = encoder.encode_passages([plan.texts[digest] for digest in rest], progress=report)
    new = _Embedded(
        dict(zip([*whole, *rest], [*read.vectors, *vectors], strict=True)),
        dict(zip(whole, read.tokens, strict=True)),
    )
    both = _Embedded(known.vectors | new.vectors, known.tokens | new.tokens)
    return both, len(new.vectors)


def _write(
    folder: Path,
    documents: Sequence[Document],
    plan: _Plan,
    embedded: _Embedded,
    encoder: Encoder,
) -> None:
    write_texts(folder / TEXTS, documents, plan.chunks, plan.sentences)
    vectors, dimension = embedded.vectors, encoder.dimension
    passages = [vectors[chunk.digest] for chunk in plan.chunks]
    FaissIndex.build(_stacked(passages, dimension)).save(folder / PASSAGES)
    digests = (d for sentence in plan.sentences for d in (sentence.alone, sentence.in_context))
    pairs = [vectors[digest] for digest in digests]
    np.save(
        folder / SENTENCES, _stacked(pairs, dimension).astype(np.float16).reshape(-1, 2, dimension)
    )
    tokens = (embedded.tokens[chunk.digest] for chunk in plan.chunks)
    TokenStore.build(folder / TOKENS, tokens, encoder.token_width)
    TermIndex.build(folder / TERMS, plan.terms)


def _stacked(vectors: Sequence[Vector], dimension: int) -> Vector:
    return np.asarray(vectors, np.float32).reshape(len(vectors), dimension)


def is_current(root: Path, recipe: Recipe, revision: str | None, fingerprint: str) -> bool:
    """Whether the current index is that of this corpus and recipe, and whole.

    Told without the model; without its revision nothing can be told.
    """
    return revision is not None and _is_whole(root, generation_of(recipe, revision, fingerprint))


def _is_whole(root: Path, generation: str) -> bool:
    return current_generation(root) == generation and is_whole(root, generation)


def _known(root: Path, recipe: Recipe, revision: str) -> _Embedded:
    """What the current index holds, if this model made it.

    A damaged index gives nothing. Sentence vectors are kept in half precision, so a passage's
    vector is taken from the passages.
    """
    try:
        manifest = read_manifest(root)
    except IndexRefused:
        return _Embedded()
    made_with = (manifest.model, manifest.revision, manifest.passage_prompt)
    wanted = (recipe.model, revision, recipe.passage_prompt)
    if made_with != wanted or not is_whole(root, manifest.generation):
        return _Embedded()
    folder = root / GENERATIONS / manifest.generation
    with closing(TextStore(folder / TEXTS)) as texts:
        pairs = texts.sentence_digests()
        passages = texts.chunk_digests()
    sentences = np.asarray(np.load(folder / SENTENCES), np.float32)
    known = _Embedded(
        {
            digest: vector
            for pair, vectors in zip(pairs, sentences, strict=True)
            for digest, vector in zip(pair, vectors, strict=True)
        }
    )
    rows = np.arange(len(passages), dtype=np.int64)
    known.vectors.update(
        zip(passages, FaissIndex.load(folder / PASSAGES).vectors(rows), strict=True)
    )
    tokens = map(np.array, TokenStore.load(folder / TOKENS).of(rows))  # copies: the file is let go
    known.tokens.update(zip(passages, tokens, strict=True))
    return known


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Keeps other processes from building at the same time."""
    lock = FileLock(root / ".building.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise IndexRefused(
            "{folder}: another process is building the index. Wait until it is done, then try "
            "again.",
            folder=root,
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _folder_aside(root: Path) -> Iterator[Path]:
    """A new folder to build in, gone afterwards unless it was moved into place.

    What an interrupted build left is removed first; nobody else builds now.
    """
    for left in root.glob(f"{_BUILDING}*"):
        if left.is_dir():
            shutil.rmtree(left)
    (root / GENERATIONS).mkdir(exist_ok=True)
    # Not one of `tempfile`: that would be closed to the other users of a shared index.
    aside = root / f"{_BUILDING}{os.getpid()}"
    aside.mkdir()
    try:
        yield aside
    finally:
        if aside.exists():
            shutil.rmtree(aside)
