"""One contract for every kind of vector index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from indexing.vectors import FaissIndex

ROWS = 400
DIMENSION = 16


def unit_vectors() -> np.ndarray:
    vectors = np.random.default_rng(7).normal(size=(ROWS, DIMENSION)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@pytest.fixture(params=[ROWS, 0], ids=["exact", "inverted lists"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> FaissIndex:
    path = tmp_path / "vectors.faiss"
    FaissIndex.build(unit_vectors(), exact_up_to=request.param).save(path)
    return FaissIndex.load(path)


def test_nearest_to_a_row_is_the_row_itself(index: FaissIndex) -> None:
    vectors = unit_vectors()
    for row in (0, 17, ROWS - 1):
        rows, scores = index.search(vectors[row], 3)
        assert rows[0] == row
        assert scores[0] == pytest.approx(1.0, abs=1e-5)
        assert list(scores) == sorted(scores, reverse=True)


def test_filter_comes_before_ranking(index: FaissIndex) -> None:
    """Even where all allowed rows are far from the query, as many are found as are asked for."""
    vectors = unit_vectors()
    far = np.argsort(vectors @ vectors[0])[:5].astype(np.int64)
    rows, scores = index.search(vectors[0], 3, far)
    expected = far[np.argsort(-(vectors[far] @ vectors[0]))][:3]
    assert rows.tolist() == expected.tolist()
    assert scores == pytest.approx(vectors[expected] @ vectors[0], abs=1e-5)


def test_more_asked_than_there_is(index: FaissIndex) -> None:
    rows, _ = index.search(unit_vectors()[0], 50, np.array([3, 5], np.int64))
    assert sorted(rows.tolist()) == [3, 5]


def test_nothing_allowed_nothing_found(index: FaissIndex) -> None:
    rows, scores = index.search(unit_vectors()[0], 5, np.zeros(0, np.int64))
    assert len(rows) == len(scores) == 0


def test_vectors_come_back_in_the_order_asked(index: FaissIndex) -> None:
    rows = np.array([9, 2, 300], np.int64)
    assert np.allclose(index.vectors(rows), unit_vectors()[rows])
    assert index.vectors(np.zeros(0, np.int64)).shape == (0, DIMENSION)


def test_size_decides_the_kind() -> None:
    build: Callable[..., FaissIndex] = FaissIndex.build
    assert type(build(unit_vectors())._index).__name__ == "IndexFlatIP"
    assert type(build(unit_vectors(), exact_up_to=100)._index).__name__ == "IndexIVFFlat"
