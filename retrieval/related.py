"""Related answers: near in meaning to one, and yet another answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from corpus import OfficialAnswer, Status
from indexing import PublishedIndex
from indexing.vectors import Rows, Vectors

_NEAR = 200
"""Chunks that are looked at, the nearest first."""
_RELATED = 0.2
"""The cosine from which on an answer is related. Seen in the starter corpus: what lies below is
about something else, and answers to neighbouring questions on one matter have 0.3 to 0.5."""
_SAME = 0.8
"""Share of words in common from which on two answers say the same."""
_SAMPLE = 2000
"""Chunks that the middle of all is taken of."""


class Related:
    """Finds related answers by the vectors of an index. Safe to share between threads.

    Cosines are taken from the middle of all chunks. Papers on one subject crowd together in one
    direction, and an answer that speaks of everything would lie nearest to each of them: of the
    134 answers of the starter corpus one was then among the first three of 17, so of 12.
    """

    def __init__(self, index: PublishedIndex) -> None:
        self._index = index

    def to(self, answer: OfficialAnswer) -> Iterator[str]:
        """The answers that tell a reader of this one something else on its subject, best first.

        Left out are the answer itself, those that it points to or that point to it, pure pointers,
        announcements, openings of a letter that have neither question nor heading, and those that
        say nearly the same in the same words, to it or to each other.
        """
        said = [_words(answer)]
        for name in self._near(answer):
            other = self._index.answer(name)
            words = _words(other)
            if (
                name == answer.id
                or name in answer.refers_to
                or answer.id in other.refers_to
                or not other.asked
                or other.status in (Status.REFERRAL, Status.ANNOUNCEMENT)
                or any(_overlap(words, seen) >= _SAME for seen in said)
            ):
                continue
            said.append(words)
            yield name

    def _near(self, answer: OfficialAnswer) -> list[str]:
        """The answers near to an answer, by their nearest chunk, best first."""
        own = self._chunks_of(answer)
        if not len(own):
            return []
        middle = self._index.vectors(own).mean(axis=0)
        chunks = np.sort(self._index.nearest(middle, _NEAR))
        cosines = _cosines(self._index.vectors(chunks) - self._middle, middle - self._middle)
        best: dict[str, float] = {}
        for chunk, cosine in zip(chunks.tolist(), cosines.tolist(), strict=True):
            name = self._index.answer_of(chunk)
            best[name] = max(round(cosine, 6), best.get(name, _RELATED))
        near = [name for name, cosine in best.items() if cosine > _RELATED]
        return sorted(near, key=lambda name: (-best[name], name))

    def _chunks_of(self, answer: OfficialAnswer) -> Rows:
        chunks = self._index.chunks_of({answer.id.partition("#")[0]})
        mine = [chunk for chunk in chunks.tolist() if self._index.answer_of(chunk) == answer.id]
        return np.array(mine, np.int64)

    @cached_property
    def _middle(self) -> Vectors:
        chunks = self._index.chunks_of({paper.id for paper in self._index.papers()})
        sample = chunks[:: max(1, len(chunks) // _SAMPLE)]
        middle: Vectors = self._index.vectors(sample).mean(axis=0)
        return middle


def _cosines(vectors: Vectors, vector: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(vector)
    cosines: Vectors = vectors @ vector / np.maximum(lengths, np.finfo(np.float32).tiny)
    return cosines


def _words(answer: OfficialAnswer) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", answer.text.casefold()))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The words in both, as a share of those in either."""
    return len(one & other) / len(one | other) if one or other else 0.0
