"""The ways of searching that `kamerbron eval` puts side by side."""

from __future__ import annotations

from dataclasses import dataclass

from eval.run import Ranking, Scored, System, outcome
from retrieval import Kamerbron, QuestionError
from retrieval.ranking import MEANING_ONLY, TERMS_ONLY, Weights

_DEPTH = 10
"""Hits a question: the deepest measure looks at ten."""


@dataclass(frozen=True, slots=True)
class DefaultSystem:
    """What a user gets: all parts together, referrals resolved, calibrated confidence."""

    kamerbron: Kamerbron
    name: str = "default"

    def answer(self, question: str) -> tuple[Ranking, float]:
        """The hits, or none for a question that is refused."""
        try:
            return outcome(self.kamerbron.ask(question, k=_DEPTH))
        except QuestionError:
            return (), 0.0


@dataclass(frozen=True, slots=True)
class BaselineSystem:
    """One part of the search by itself, without referrals; its best score is its confidence."""

    kamerbron: Kamerbron
    name: str
    weights: Weights

    def answer(self, question: str) -> tuple[Ranking, float]:
        """The best answers by this part alone, or none for a question that is refused."""
        try:
            ranked = self.kamerbron.rank(question, self.weights)[:_DEPTH]
        except QuestionError:
            return (), 0.0
        found = tuple(Scored(entry.id, entry.score) for entry in ranked if entry.score > 0)
        return found, min(1.0, max(0.0, found[0].score)) if found else 0.0


def systems(kamerbron: Kamerbron) -> tuple[System, ...]:
    """The baselines and the default, in the order of the report."""
    return (
        BaselineSystem(kamerbron, "terms only", TERMS_ONLY),
        BaselineSystem(kamerbron, "meaning only", MEANING_ONLY),
        DefaultSystem(kamerbron),
    )
