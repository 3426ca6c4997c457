"""The sentences of an answer that bear on the question."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpus import Span
from indexing.terms import character_runs
from retrieval.result import Evidence

_MOST = 2
"""Sentences. A third one held the fact more often, but a reader with ten minutes reads two."""
_WORDS = 0.2
"""How much it weighs, beside the cosine, that a sentence holds all words of the question, whose
names are best said in Dutch."""


def mark_evidence(
    question: str, text: str, sentences: Sequence[Span], scores: npt.NDArray[np.float32]
) -> tuple[Evidence, ...]:
    """The two sentences that bear most on the question, in reading order.

    `scores` has the cosine of each sentence with the question. Equals go to the earlier sentence.
    """
    chosen = sorted(best_sentences(question, text, sentences, scores)[:_MOST])
    return tuple(
        Evidence(text[start:end], start, end) for start, end in (sentences[i] for i in chosen)
    )


def best_sentences(
    question: str, text: str, sentences: Sequence[Span], scores: npt.NDArray[np.float32]
) -> list[int]:
    """The numbers of the sentences, the one that bears most on the question first."""
    wanted = set(character_runs(question))
    worth = [
        float(score) + _WORDS * len(wanted & set(character_runs(text[start:end]))) / len(wanted)
        if wanted
        else float(score)
        for (start, end), score in zip(sentences, scores, strict=True)
    ]
    return sorted(range(len(sentences)), key=lambda i: (-round(worth[i], 5), i))
