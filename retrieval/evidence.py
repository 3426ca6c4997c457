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
"""How much it weighs, beside such a score, that a sentence holds all words of the question."""


def mark_evidence(
    wordings: Sequence[str],
    text: str,
    sentences: Sequence[Span],
    scores: npt.NDArray[np.floating],
) -> tuple[Evidence, ...]:
    """The two sentences that bear most on the question, in reading order.

    `wordings` are the question as asked and otherwise said; `scores`, of shape (sentences,), has
    how near each is to it in meaning and how likely it answers it. Equals go to the earlier one.
    """
    chosen = sorted(best_sentences(wordings, text, sentences, scores)[:_MOST])
    return tuple(
        Evidence(text[start:end], start, end) for start, end in (sentences[i] for i in chosen)
    )


def best_sentences(
    wordings: Sequence[str],
    text: str,
    sentences: Sequence[Span],
    scores: npt.NDArray[np.floating],
) -> list[int]:
    """The numbers of the sentences, the one that bears most on the question first.

    Of its words a sentence holds those of the wording of which it holds most.
    """
    wanted = [runs for runs in (set(character_runs(wording)) for wording in wordings) if runs]
    worth = []
    for (start, end), score in zip(sentences, scores, strict=True):
        held = set(character_runs(text[start:end]))
        shares = (len(runs & held) / len(runs) for runs in wanted)
        worth.append(float(score) + _WORDS * max(shares, default=0.0))
    return sorted(range(len(sentences)), key=lambda i: (-round(worth[i], 5), i))
