"""The published index: built aside, only what changed, refused when it is not what it should be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock

from corpus import Document, parse_text
from indexing import IndexRefused, PublishedIndex, Recipe, open_published, refresh, verify
from indexing.published import CURRENT, GENERATIONS, MANIFEST, current_generation
from indexing.terms import TermIndex

Toy = Any


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def build(root: Path, documents: list[Document], recipe: Recipe, toy: Toy) -> Callable[..., str]:
    def run(docs: Sequence[Document] = documents, fingerprint: str = "f1", **options: Any) -> str:
        return refresh(docs, fingerprint, recipe, toy, root, **options).generation

    return run


def opened(root: Path, recipe: Recipe, revision: str = "r1", corpus: str = "f1") -> PublishedIndex:
    return open_published(root, expect=recipe, revision=revision, fingerprint=corpus)


def folder_of(root: Path) -> Path:
    generation = current_generation(root)
    assert generation
    return root / GENERATIONS / generation


def test_index_answers_by_meaning_and_by_terms(
    root: Path, build: Callable[..., str], recipe: Recipe, toy: Toy
) -> None:
    generation = build()
    index = opened(root, recipe)
    assert index.generation == generation
    query = toy.encode_queries(["Hoeveel militairen zijn er in Irak?"])[0]
    chunks = index.nearest(query, 2)
    assert index.answer_of(int(chunks[0])) == "kst-1000-1#1"
    assert index.answer("kst-1000-1#1").text.startswith("Er zijn 120 militairen")
    assert [index.answer_of(chunk) for chunk, _ in index.with_terms("reductie", 1)] == [
        "kst-1000-2#1"
    ]
    cosines = index.sentence_meaning(query, "kst-1000-1#1")
    assert cosines.shape == (2, 2)
    assert index.sentence_spans("kst-1000-1#1") == [(0, 31), (32, 49)]
    assert index.chunks_of({"kst-1000-2"}).tolist() == [2, 3]
    asked = toy.read_query("militairen geven advies").tokens
    other, own = index.agreement(asked, ["kst-1000-2#1", "kst-1000-1#1"])
    assert own == pytest.approx(1)
    assert other < 0.7
    index.close()


def test_an_answer_of_several_chunks_agrees_as_its_best_one_does(
    root: Path, recipe: Recipe, toy: Toy
) -> None:
    text = " ".join(f"Zin {number} gaat over onderwerp{number}." for number in range(20))
    long = parse_text(f"1\nWat?\n{text}\n2\nEn?\nZie onderwerp3.\n", name="kst-1000-4")
    refresh([long], "f1", recipe, toy, root)
    index = opened(root, recipe)
    assert len(index.chunks_of({"kst-1000-4"})) > 2
    asked = toy.read_query("onderwerp3 onderwerp19").tokens
    # The first answer names both, in chunks apart: no chunk has more than one.
    assert index.agreement(asked, ["kst-1000-4#1", "kst-1000-4#2"]) == pytest.approx([0.5, 0.5])
    index.close()


def test_a_model_that_reads_no_tokens_agrees_on_nothing(
    root: Path, recipe: Recipe, documents: list[Document], toy: Toy
) -> None:
    reads = toy.read_query("120 militairen").tokens
    toy.token_width = 0
    refresh(documents, "f1", recipe, toy, root)
    index = opened(root, recipe)
    assert index.agreement(reads, ["kst-1000-1#1"]) == [0]
    index.close()


def test_nothing_changed_nothing_done(root: Path, build: Callable[..., str], toy: Toy) -> None:
    first = build()
    embedded = len(toy.embedded)
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    assert build() == first
    assert len(toy.embedded) == embedded
    after = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    assert {p: t for p, t in after.items() if p.suffix != ".lock"} == {
        p: t for p, t in before.items() if p.suffix != ".lock"
    }


def test_only_what_changed_is_embedded(
    root: Path, build: Callable[..., str], documents: list[Document], recipe: Recipe, toy: Toy
) -> None:
    build()
    toy.embedded.clear()
    added = parse_text("1\nNieuw?\nJa, dit is nieuw.\n2\nEcht?\nNee.\n", name="kst-1000-3")
    refreshed = refresh([*documents, added], "f2", recipe, toy, root)
    assert sorted(toy.embedded) == sorted(
        ["Nieuw?\nJa, dit is nieuw.", "Ja, dit is nieuw.", "Echt?\nNee.", "Nee."]
    )
    assert (refreshed.embedded, refreshed.changed) == (4, True)
    whole = refresh([*documents, added], "f2", recipe, toy, root.parent / "whole")
    assert whole.generation == refreshed.generation
    query = toy.encode_queries(["Hoeveel militairen?"])[0]
    one, two = opened(root, recipe, corpus="f2"), opened(root.parent / "whole", recipe, corpus="f2")
    assert one.nearest(query, 6).tolist() == two.nearest(query, 6).tolist()
    assert one.with_terms("militairen nieuw", 6) == two.with_terms("militairen nieuw", 6)
    tokens, answers = toy.read_query("militairen nieuw").tokens, [a.id for a in two.answers()]
    assert one.agreement(tokens, answers) == two.agreement(tokens, answers)
    one.close()
    two.close()


def test_a_passage_known_as_a_sentence_is_read_anew(
    root: Path, recipe: Recipe, toy: Toy, build: Callable[..., str]
) -> None:
    # Sentences are kept in half precision and without tokens.
    longer = parse_text("1\nEcht?\nNee, dat niet. Toch niet.\n2\nZo?\nJa.\n", name="kst-1000-5")
    shorter = parse_text("1\nEcht?\nNee, dat niet.\n2\nZo?\nJa.\n", name="kst-1000-6")
    build([longer])
    toy.embedded.clear()
    refreshed = refresh([longer, shorter], "f2", recipe, toy, root)
    assert toy.embedded == ["Echt?\nNee, dat niet."]
    assert refreshed.embedded == 1
    refresh([longer, shorter], "f2", recipe, toy, root.parent / "whole")
    one, two = opened(root, recipe, corpus="f2"), opened(root.parent / "whole", recipe, corpus="f2")
    rows = np.arange(4, dtype=np.int64)
    assert np.array_equal(one.vectors(rows), two.vectors(rows))
    read = toy.read_query("Nee, dat niet").tokens
    answers = ["kst-1000-5#1", "kst-1000-6#1"]
    assert one.agreement(read, answers) == two.agreement(read, answers) == pytest.approx([1, 1])
    one.close()
    two.close()


def test_rebuild_embeds_all(build: Callable[..., str], toy: Toy) -> None:
    build()
    embedded = len(toy.embedded)
    build(rebuild=True)
    assert len(toy.embedded) == 2 * embedded


def test_another_model_reuses_nothing(
    root: Path, build: Callable[..., str], documents: list[Document], recipe: Recipe, toy_of: Toy
) -> None:
    build()
    other = toy_of("r2")
    assert refresh(documents, "f1", recipe, other, root).reused == 0


def test_interrupted_build_leaves_the_index_as_it_was(
    root: Path,
    build: Callable[..., str],
    documents: list[Document],
    recipe: Recipe,
    toy: Toy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = build()

    class Interrupted(Exception):
        pass

    def fail(*_: Any) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        refresh(documents[:1], "f2", recipe, toy, root, rebuild=True, progress=fail)
    monkeypatch.setattr(TermIndex, "build", fail)  # the last file: all others are written
    with pytest.raises(Interrupted):
        refresh(documents[:1], "f2", recipe, toy, root, rebuild=True)
    assert current_generation(root) == first
    assert not [path for path in root.iterdir() if path.name.startswith(".building-")]
    opened(root, recipe).close()


def test_two_builds_at_once_are_refused(root: Path, build: Callable[..., str]) -> None:
    root.mkdir()
    with FileLock(root / ".building.lock"), pytest.raises(IndexRefused, match="another process"):
        build()


def test_previous_generation_is_kept_older_ones_go(root: Path, build: Callable[..., str]) -> None:
    generations = [build(fingerprint=name) for name in ("f1", "f2", "f3")]
    assert {path.name for path in (root / GENERATIONS).iterdir()} == set(generations[1:])


def test_missing_index_is_refused(root: Path, recipe: Recipe) -> None:
    with pytest.raises(IndexRefused, match=r"expected an index, found none\. Make it with `kam"):
        opened(root, recipe)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"model": "other"}, r"made with the model 'toy' \(r1\), the setting is 'other'"),
        ({"chunk_tokens": 99}, "chunks of 64 tokens, the setting is 99"),
        ({"query_prompt": "q: "}, "made with the prompts '' and '', the settings are 'q: '"),
    ],
)
def test_index_made_otherwise_is_refused(
    root: Path, build: Callable[..., str], recipe: Recipe, changed: dict[str, Any], message: str
) -> None:
    build()
    with pytest.raises(IndexRefused, match=message):
        opened(root, replace(recipe, **changed))


def test_index_of_another_model_revision_or_corpus_is_refused(
    root: Path, build: Callable[..., str], recipe: Recipe
) -> None:
    build()
    with pytest.raises(IndexRefused, match=r"the setting is 'toy' \(r2\)"):
        opened(root, recipe, revision="r2")
    with pytest.raises(IndexRefused, match="another state of the corpus"):
        opened(root, recipe, corpus="f2")


def test_flipped_byte_in_any_file_is_refused(
    root: Path, build: Callable[..., str], recipe: Recipe
) -> None:
    build()
    files = [p for p in folder_of(root).rglob("*") if p.is_file() and p.name != MANIFEST]
    assert len(files) >= 4
    for path in files:
        raw = path.read_bytes()
        if not raw:
            continue
        path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
        with pytest.raises(IndexRefused, match=rf"damaged: .*{path.name}: its bytes were changed"):
            opened(root, recipe)
        path.write_bytes(raw)
    opened(root, recipe).close()


def test_missing_file_and_stranger_are_named(root: Path, build: Callable[..., str]) -> None:
    build()
    folder = folder_of(root)
    (folder / "passages.faiss").unlink()
    (folder / "notes.txt").write_text("?")
    problems = {check.file: check.problem for check in verify(root) if check.problem}
    assert problems == {"passages.faiss": "missing", "notes.txt": "not part of the index"}


def test_damaged_index_is_mended_by_building(
    root: Path, build: Callable[..., str], recipe: Recipe
) -> None:
    build()
    (folder_of(root) / "sentences.npy").write_bytes(b"")
    build()
    opened(root, recipe).close()


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[1]"])
def test_broken_manifest_is_refused(
    root: Path, build: Callable[..., str], recipe: Recipe, content: bytes
) -> None:
    build()
    (folder_of(root) / MANIFEST).write_bytes(content)
    with pytest.raises(IndexRefused, match=r"manifest of an index.*--rebuild"):
        opened(root, recipe)


def test_current_that_names_nothing_is_refused(
    root: Path, build: Callable[..., str], recipe: Recipe
) -> None:
    build()
    (root / CURRENT).write_text("deadbeef" * 2 + "\n")
    with pytest.raises(IndexRefused, match="its manifest is missing"):
        opened(root, recipe)


def test_vectors_reused_are_the_ones_embedded(
    root: Path, build: Callable[..., str], recipe: Recipe, toy: Toy
) -> None:
    build()
    first = opened(root, recipe)
    query = toy.encode_queries(["troepen"])[0]
    chunks = np.arange(4, dtype=np.int64)
    before = first.meaning(query, chunks)
    build(fingerprint="f2")
    second = opened(root, recipe, corpus="f2")
    assert np.array_equal(second.meaning(query, chunks), before)
    first.close()
    second.close()
