"""Texts read token by token, for what one vector of a whole text blurs.

Beside its one vector a passage has a short vector for each of its tokens, which knows what stands
around it. Each token of a question looks for the one of the passage that is nearest to it, and the
mean of these cosines says how well the passage meets the question in its details (late
interaction, Khattab and Zaharia 2020, "ColBERT").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from torch import Tensor

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Tokens = npt.NDArray[np.int8]
"""Whole numbers, a token a row, of shape (tokens, width): each row is about `LONG` long."""

LONG = 127
"""The length of a token's vector; the product of two is their cosine times its square."""
WIDEST = 2**24 // LONG**2
"""Numbers of a token: up to here sums of products are whole numbers that float32 holds."""

_VECTORS = "vectors.npy"
_STARTS = "starts.npy"


@dataclass(frozen=True, slots=True)
class TokenHead:
    """What makes short vectors of a model's states: learnt with the model frozen.

    It reads the states after the model's layer `layer` (from 1), each brought to length 1: those of
    the last one are nearly the same for all tokens of a text, as their mean is what was trained.
    `projection` has the shape (width, size), the size being that of a state. The share of a token
    in its question grows with the sigmoid of `weighing`, of shape (size,), times its state, plus
    `bias`.
    """

    layer: int
    projection: Vectors
    weighing: Vectors
    bias: float

    @property
    def width(self) -> int:
        """How many numbers a token's vector has."""
        return len(self.projection)

    def read(self, states: Tensor) -> QueryTokens:
        """The tokens of a text, of shape (tokens, width), from its states, (tokens, size).

        With what each would count for if the text is a question, in sum 1.
        """
        import torch

        states = torch.nn.functional.normalize(states.float().cpu(), dim=1)
        vectors = torch.nn.functional.normalize(states @ torch.from_numpy(self.projection).T, dim=1)
        weights = (states @ torch.from_numpy(self.weighing) + self.bias).sigmoid()
        return QueryTokens(as_tokens(vectors.numpy()), (weights / weights.sum()).numpy())


@dataclass(frozen=True, slots=True)
class QueryTokens:
    """A question's tokens, and how much each of them counts: float32 of shape (tokens,), sum 1."""

    tokens: Tokens
    shares: Vectors

    def agreement(self, passages: Sequence[Tokens]) -> Vectors:
        """How well each passage meets the question, in -1…1, in their order.

        For each token of the question the cosine of the passage's token that is nearest to it, and
        of these the mean by their shares. A passage without tokens gets 0.
        """
        asked = self.tokens.T.astype(np.float32)
        return np.array([self._met(asked, own) for own in passages], np.float32)

    def _met(self, asked: Vectors, passage: Tokens) -> float:
        if not len(passage) or not len(self.tokens):
            return 0.0
        # Sums of whole numbers, and of no more than `WIDEST`: exact, however BLAS adds them.
        nearest = (passage.astype(np.float32) @ asked).max(axis=0) / np.float32(LONG**2)
        return float((nearest * self.shares).sum())


def as_tokens(vectors: Vectors) -> Tokens:
    """Vectors of length 1, rounded to the whole numbers that are kept."""
    return np.rint(vectors * LONG).astype(np.int8)


class TokenStore:
    """The tokens of passages by the passage's number. Safe to share between threads."""

    def __init__(self, vectors: Tokens, starts: Rows) -> None:
        self._vectors = vectors
        self._starts = starts

    @classmethod
    def build(cls, folder: Path, passages: Iterable[Tokens], width: int) -> None:
        """Writes the tokens, (own number, width) each; the place in the list is the number."""
        folder.mkdir(parents=True)
        kept = list(passages)
        np.save(folder / _STARTS, np.cumsum([0, *(len(own) for own in kept)], dtype=np.int64))
        np.save(folder / _VECTORS, np.concatenate([np.zeros((0, width), np.int8), *kept]))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The tokens in a folder; what is not asked for stays on the disk."""
        return cls(np.load(folder / _VECTORS, mmap_mode="r"), np.load(folder / _STARTS))

    def of(self, passages: Iterable[int]) -> list[Tokens]:
        """The tokens of these passages, in their order, to be read only."""
        starts = self._starts
        return [self._vectors[starts[number] : starts[number + 1]] for number in passages]
