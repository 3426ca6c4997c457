"""Vectors by row number, searched by cosine."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Protocol, Self

import faiss
import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

EXACT_UP_TO = 200_000
"""Rows. Up to here every vector is compared: some 30 ms for 200,000 of 384 numbers on two cores."""
_PROBED = 0.08
"""Share of the lists that a search in a larger index looks into."""


class VectorIndex(Protocol):
    """Vectors of length 1, in rows from 0 on. A higher score is better."""

    def search(self, query: Vectors, k: int, rows: Rows | None = None) -> tuple[Rows, Vectors]:
        """The `k` rows nearest to one query and their cosines, best first; fewer where fewer are.

        With `rows` only those are looked at, before anything is ranked.
        """
        ...

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of these rows, in this order."""
        ...

    def save(self, path: Path) -> None:
        """Writes the index to a file."""
        ...


class FaissIndex:
    """A `VectorIndex` over FAISS: exact while that is fast, inverted lists beyond."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors, *, exact_up_to: int = EXACT_UP_TO) -> Self:
        """An index over the rows of `vectors`."""
        count, dimension = vectors.shape
        index: faiss.Index
        if count <= exact_up_to:
            index = faiss.IndexFlatIP(dimension)
        else:
            lists = int(math.sqrt(count))
            index = faiss.IndexIVFFlat(
                faiss.IndexFlatIP(dimension), dimension, lists, faiss.METRIC_INNER_PRODUCT
            )
            index.train(vectors)
        index.add(vectors)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The index in a file whose bytes were verified: FAISS itself checks nothing."""
        index = faiss.read_index(str(path))
        if isinstance(index, faiss.IndexIVF):
            index.make_direct_map()
        return cls(index)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, k: int, rows: Rows | None = None) -> tuple[Rows, Vectors]:
        most = min(k, len(self) if rows is None else len(rows))
        if most == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        scores, found = self._index.search(
            query.reshape(1, -1), most, params=self._parameters(rows)
        )
        there = found[0] >= 0
        return found[0][there], scores[0][there]

    def vectors(self, rows: Rows) -> Vectors:
        if not len(rows):
            return np.zeros((0, self._index.d), np.float32)
        return np.asarray(self._index.reconstruct_batch(rows), np.float32)

    def save(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))

    def _parameters(self, rows: Rows | None) -> faiss.SearchParameters:
        selected = {} if rows is None else {"sel": faiss.IDSelectorBatch(rows)}
        if isinstance(self._index, faiss.IndexIVF):
            probed = max(8, int(self._index.nlist * _PROBED))
            # A filter may leave only a few rows anywhere: then every list is looked into.
            return faiss.SearchParametersIVF(  # type: ignore[call-arg]
                nprobe=probed if rows is None else self._index.nlist, **selected
            )
        return faiss.SearchParameters(**selected)
