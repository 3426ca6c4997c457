"""Refreshing the index: what is reused, what is only named, and what an interruption leaves."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus import Document, KamerbronError, Question
from indexing import IndexRefused, Recipe, is_current, open_published, refresh, verify
from indexing import published as published_module
from indexing.build import Refreshed
from indexing.published import CURRENT, FORMAT, GENERATIONS, MANIFEST, TEXTS, current_generation
from indexing.texts import TextStore

Toy = Any
Build = Callable[..., Refreshed]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def build(root: Path, documents: list[Document], recipe: Recipe, toy: Toy) -> Build:
    def run(
        fingerprint: str = "f1",
        recipe: Recipe = recipe,
        encoder: Toy = toy,
        documents: Sequence[Document] = documents,
        **options: Any,
    ) -> Refreshed:
        return refresh(documents, fingerprint, recipe, encoder, root, **options)

    return run


def folder_of(root: Path) -> Path:
    generation = current_generation(root)
    assert generation
    return root / GENERATIONS / generation


def open_it(root: Path, recipe: Recipe, corpus: str = "f1") -> None:
    open_published(root, expect=recipe, revision="r1", fingerprint=corpus).close()


def test_other_passage_prompt_reuses_nothing_other_chunking_what_it_can(
    build: Build, recipe: Recipe
) -> None:
    build()
    assert build(recipe=replace(recipe, chunk_tokens=32)).embedded == 0
    prompted = replace(recipe, passage_prompt="passage: ")
    assert build(recipe=prompted).reused == 0


def test_each_setting_has_its_own_generation(build: Build, recipe: Recipe, toy_of: Toy) -> None:
    generations = {
        build().generation,
        build("f2").generation,
        build(encoder=toy_of("r2")).generation,
        *(
            build(recipe=replace(recipe, **changed)).generation
            for changed in (
                {"model": "other"},
                {"query_prompt": "q: "},
                {"passage_prompt": "p: "},
                {"chunk_tokens": 32},
            )
        ),
    }
    assert len(generations) == 7


def test_going_back_to_the_previous_settings_embeds_nothing(
    root: Path, build: Build, recipe: Recipe, toy_of: Toy
) -> None:
    first = build()
    build(encoder=toy_of("r2"))
    again = build()
    assert (again.generation, again.embedded, again.changed) == (first.generation, 0, True)
    open_it(root, recipe)


def test_damaged_previous_generation_is_not_named_again(
    root: Path, build: Build, recipe: Recipe, toy_of: Toy
) -> None:
    build()
    (folder_of(root) / "passages.faiss").write_bytes(b"?")
    build(encoder=toy_of("r2"))
    assert build().embedded > 0
    open_it(root, recipe)


def test_nothing_is_current_without_a_known_revision(
    root: Path, build: Build, recipe: Recipe
) -> None:
    build()
    assert is_current(root, recipe, "r1", "f1")
    assert not is_current(root, recipe, "r1", "f2")
    assert not is_current(root, recipe, None, "f1")


def test_rebuild_that_fails_to_move_leaves_the_index(
    root: Path, build: Build, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    rename = Path.rename

    def fail(path: Path, target: Path) -> Path:
        if target.parent.name == GENERATIONS and "-old" not in path.name:
            raise KeyboardInterrupt
        return rename(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", fail)
        with pytest.raises(KeyboardInterrupt):
            build(rebuild=True)
    open_it(root, recipe)
    assert {path.name for path in root.iterdir()} <= {CURRENT, GENERATIONS, ".building.lock"}


def test_build_interrupted_before_it_was_named_is_named_next_time(
    root: Path, build: Build, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build().generation

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(published_module, "name_current", fail)
        with pytest.raises(KeyboardInterrupt):
            build("f2")
    assert current_generation(root) == first
    assert build("f2").embedded == 0
    open_it(root, recipe, "f2")


def test_what_a_killed_build_left_is_removed(root: Path, build: Build) -> None:
    left = root / ".building-1"
    (left / "terms").mkdir(parents=True)
    build()
    assert not left.exists()


def test_files_of_others_beside_the_generations_harm_nothing(
    root: Path, build: Build, recipe: Recipe
) -> None:
    build()
    (root / GENERATIONS / ".DS_Store").write_text("x")
    (folder_of(root) / ".DS_Store").write_text("x")
    open_it(root, recipe)
    assert [c.file for c in verify(root) if c.problem] == [".DS_Store"]
    assert not build().changed
    assert build("f2").changed


def test_index_is_open_to_the_users_that_the_umask_lets_in(root: Path, build: Build) -> None:
    build()
    assert folder_of(root).stat().st_mode == root.stat().st_mode


def test_folder_that_cannot_be_is_refused(
    tmp_path: Path, documents: list[Document], recipe: Recipe, toy: Toy
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexRefused, match=r"found: File exists\. Set KAMERBRON_HOME"):
        refresh(documents, "f1", recipe, toy, tmp_path / "file")


@pytest.mark.parametrize("raw", [b"", b"\xff\n", b"../../elsewhere\n", b"deadbeef", b"\0\n"])
def test_illegible_current_is_refused_and_mended(
    root: Path, build: Build, recipe: Recipe, raw: bytes
) -> None:
    build()
    (root / CURRENT).write_bytes(raw)
    with pytest.raises(IndexRefused, match=r"CURRENT: expected the name .*`kamerbron index`"):
        open_it(root, recipe)
    assert build().embedded == 0
    open_it(root, recipe)


def test_flipped_byte_anywhere_in_manifest_or_current_is_refused(
    root: Path, build: Build, recipe: Recipe
) -> None:
    build()
    for path in (folder_of(root) / MANIFEST, root / CURRENT):
        raw = path.read_bytes()
        for place in range(len(raw)):
            path.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
            with pytest.raises(IndexRefused):
                open_it(root, recipe)
        path.write_bytes(raw)
    open_it(root, recipe)


def test_manifest_of_another_format_is_told_apart_whatever_it_holds(
    root: Path, build: Build, recipe: Recipe
) -> None:
    build()
    (folder_of(root) / MANIFEST).write_text('{"manifest": {"format": 99, "engine": "x"}}')
    with pytest.raises(IndexRefused, match=rf"format 99, this Kamerbron reads format {FORMAT}"):
        open_it(root, recipe)


def test_index_named_while_another_is_opened_is_not_mixed_up_with_it(
    root: Path, build: Build, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files that are opened are the ones that were verified, though `CURRENT` moves between."""
    build()
    damaged = folder_of(root) / "sentences.npy"
    read = published_module.read_manifest

    def overtaken(folder: Path) -> Any:
        manifest = read(folder)
        monkeypatch.undo()
        build("f2")
        damaged.write_bytes(b"?")
        return manifest

    monkeypatch.setattr(published_module, "read_manifest", overtaken)
    with pytest.raises(IndexRefused, match=r"sentences\.npy"):
        open_it(root, recipe)


def test_index_that_the_libraries_cannot_read_is_refused(
    root: Path, build: Build, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()

    def refuse(_path: Path) -> None:
        raise RuntimeError("Index type not recognized.")

    monkeypatch.setattr(published_module.FaissIndex, "load", refuse)
    with pytest.raises(KamerbronError, match=r"cannot read it: .*not recognized\. .*--rebuild"):
        open_it(root, recipe)


def test_sentence_in_context_of_a_long_question_is_not_cut_off(
    build: Build, documents: list[Document], toy: Toy
) -> None:
    toy.max_tokens = 30
    question = Question(1, "Deelt u de zorgen over de veiligheid? " * 10)
    first = documents[0].answers[0]
    answer = replace(first, questions=(question,), text="Ja, die zorgen delen wij.")
    build(documents=[replace(documents[0], answers=(answer,))])
    assert all(len(toy.token_spans(text)) <= toy.max_tokens for text in toy.embedded)
    assert any(text.endswith("Ja, die zorgen delen wij.") and "\n" in text for text in toy.embedded)


def test_text_store_cannot_be_written_and_serves_several_threads(root: Path, build: Build) -> None:
    build()
    before = sorted(path.name for path in folder_of(root).iterdir())
    with closing(TextStore(folder_of(root) / TEXTS)) as store:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            store._all("DELETE FROM papers")
        expected, found = list(store.answers()), []

        def read() -> None:
            found.extend([list(store.answers()) == expected for _ in range(50)])

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [True] * 200
    assert sorted(path.name for path in folder_of(root).iterdir()) == before
