"""The sentences of an answer that bear on the question."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpus import Span
from retrieval.result import Evidence

_MOST = 3
_NEAR = 0.02
"""Cosine. A sentence this near to the best one bears on the question as well as it does."""


def mark_evidence(
    text: str, sentences: Sequence[Span], scores: npt.NDArray[np.float32]
) -> tuple[Evidence, ...]:
    """The best sentence and those about as good, three at most, in reading order.

    `scores` has one number a sentence, higher is better. Equal scores go to the earlier sentence.
    """
    if not sentences:
        return ()
    order = sorted(range(len(sentences)), key=lambda i: (-round(float(scores[i]), 5), i))
    best = float(scores[order[0]])
    chosen = sorted(i for i in order[:_MOST] if float(scores[i]) >= best - _NEAR)
    return tuple(
        Evidence(text[start:end], start, end) for start, end in (sentences[i] for i in chosen)
    )
