"""A small corpus and an encoder that needs no model: vectors of hashed words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pytest

from corpus import Document, parse_text
from indexing import Recipe
from indexing.encoder import PassageReadings, QueryReading
from indexing.tokens import LONG, QueryTokens, Tokens

TEXTS = {
    "kst-1000-1": (
        "1\nHoeveel militairen zijn er in Irak?\nEr zijn 120 militairen in Irak. "
        "Zij geven advies.\n"
        "2\nEn in Syrië?\nIn Syrië zijn er geen.\n"
    ),
    "kst-1000-2": (
        "1\nKomt er een troepenreductie?\nDe Verenigde Staten schalen af naar 3000 troepen.\n"
        "2\nWie betaalt dat?\nZie het antwoord op vraag 1.\n"
    ),
}


class ToyEncoder:
    """An `Encoder` whose vectors count hashed words, and whose tokens are hashed words."""

    name = "toy"
    query_prompt = ""
    passage_prompt = ""
    dimension = 64
    max_tokens = 512
    token_width = 64

    def __init__(self, revision: str = "r1") -> None:
        self.revision = revision
        self.embedded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return self._encode(texts)

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        self.embedded += texts
        if progress:
            progress(len(texts))
        return self._encode(texts)

    def read_query(self, text: str) -> QueryReading:
        tokens = self._tokens(text)
        shares = np.full(len(tokens), 1 / max(1, len(tokens)), np.float32)
        return QueryReading(self._encode([text])[0], QueryTokens(tokens, shares))

    def read_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> PassageReadings:
        vectors = self.encode_passages(texts, progress=progress)
        return PassageReadings(vectors, [self._tokens(text) for text in texts])

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]

    def unknown_share(self, _text: str) -> float:
        return 0.0

    def _encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for place in self._places(text):
                vectors[row, place] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)

    def _tokens(self, text: str) -> Tokens:
        if not self.token_width:
            return np.zeros((0, 0), np.int8)
        return (LONG * np.eye(self.token_width))[self._places(text)].astype(np.int8)

    def _places(self, text: str) -> list[int]:
        words = re.findall(r"\w+", text.lower())
        return [hashlib.sha256(word.encode()).digest()[0] % self.dimension for word in words]


@pytest.fixture
def toy() -> ToyEncoder:
    return ToyEncoder()


@pytest.fixture
def toy_of() -> type[ToyEncoder]:
    return ToyEncoder


@pytest.fixture
def documents() -> list[Document]:
    return [parse_text(text, name=name) for name, text in TEXTS.items()]


@pytest.fixture
def recipe() -> Recipe:
    return Recipe(model="toy", query_prompt="", passage_prompt="", chunk_tokens=64)
