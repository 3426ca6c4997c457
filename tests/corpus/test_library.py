"""The corpus folder: checked against its manifest, refused when it is something else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from corpus import STARTER, CorpusError, fingerprint, load_corpus


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    shutil.copytree(STARTER, folder)
    return folder


def test_same_bytes_same_fingerprint(copy: Path) -> None:
    assert load_corpus(copy).fingerprint == load_corpus(STARTER).fingerprint == fingerprint(copy)


def test_every_fact_says_where_it_was_read() -> None:
    manifest = json.loads((STARTER / "manifest.json").read_text("utf-8"))
    read_in = {f["read_in"] for d in manifest["documents"] for f in d["facts"].values()}
    assert read_in == {"text", "identifier", "kst-27925-749", "kst-27925-958"}


def test_changed_document_is_refused(copy: Path) -> None:
    file = copy / "kst-27925-748.txt"
    file.write_bytes(file.read_bytes().replace(b"487", b"478"))
    with pytest.raises(CorpusError, match=r"kst-27925-748\.txt: its SHA-256 is not the one"):
        load_corpus(copy)


def test_missing_document_is_refused(copy: Path) -> None:
    (copy / "kst-27925-AA.txt").unlink()
    with pytest.raises(CorpusError, match="the manifest names it, but it is not there"):
        fingerprint(copy)


def test_folder_without_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"expected a corpus with a manifest\.json, found none"):
        load_corpus(tmp_path)


def test_broken_manifest_is_refused(copy: Path) -> None:
    (copy / "manifest.json").write_text('{"documents": [{"id": "x"}]}')
    with pytest.raises(CorpusError, match="not a manifest of this version"):
        load_corpus(copy)


def test_changed_fact_changes_the_fingerprint(copy: Path) -> None:
    path = copy / "manifest.json"
    path.write_text(path.read_text("utf-8").replace("2020-10-09", "2020-10-10"), "utf-8")
    assert fingerprint(copy) != fingerprint(STARTER)
