"""From what each part of the search says of an answer to one score, and the order of the answers.

Three parts look at every candidate: the *passage* (question and answer embedded together) for what
it is about, its *sentences* (each alone, and each with its question) for the fact asked for, and
the *terms* for names, numbers and abbreviations, which an embedding blurs. They are added with
fixed weights: each is in 0…1 by itself, so that the sum means the same for every question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signals:
    """What each part says of one answer; higher is better, 0 where a part found nothing.

    `passage`, `sentence` and `context` are cosines of the best chunk, sentence, and sentence with
    its question; `terms` is the share of the question's term weight that the answer holds.
    """

    passage: float = 0.0
    sentence: float = 0.0
    context: float = 0.0
    terms: float = 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts. The sum of the weights is 1, so that a score stays in 0…1."""

    passage: float
    sentence: float
    context: float
    terms: float

    def score(self, signals: Signals) -> float:
        """The score of an answer, rounded so that it does not hang on the order of additions."""
        return round(
            self.passage * signals.passage
            + self.sentence * signals.sentence
            + self.context * signals.context
            + self.terms * signals.terms,
            6,
        )


DEFAULT = Weights(passage=0.2, sentence=0.3, context=0.3, terms=0.2)
"""Chosen on the development questions (docs/decisions/0003-ranking.md)."""
MEANING_ONLY = Weights(passage=1.0, sentence=0.0, context=0.0, terms=0.0)
TERMS_ONLY = Weights(passage=0.0, sentence=0.0, context=0.0, terms=1.0)


@dataclass(frozen=True, slots=True)
class Ranked:
    """An answer in its place, by its identifier."""

    id: str
    score: float
    signals: Signals


def rank(candidates: Mapping[str, Signals], weights: Weights) -> list[Ranked]:
    """The candidates, best first; equals by identifier, so that the order is always the same."""
    ranked = [Ranked(name, weights.score(signals), signals) for name, signals in candidates.items()]
    return sorted(ranked, key=lambda answer: (-answer.score, answer.id))
