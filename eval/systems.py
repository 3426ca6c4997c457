"""The ways of searching that `kamerbron eval` puts side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from eval.lines import EvalError
from eval.run import Ranking, Scored, System, outcome
from retrieval import Kamerbron, QuestionError
from retrieval.ranking import DEFAULT as DEFAULT_WEIGHTS
from retrieval.ranking import MEANING_ONLY, TERMS_ONLY, Weights

TERMS: Final = "terms only"
MEANING: Final = "meaning only"
FUSION: Final = "rank fusion"
DEFAULT: Final = "default"
SYSTEM_NAMES: Final = (TERMS, MEANING, FUSION, DEFAULT)
"""The baselines and what a user gets, in the order of the report."""

_DEPTH = 10
"""Hits a question: the deepest measure looks at ten."""
_K = 60
"""The constant of rank fusion, as its authors chose it."""


@dataclass(frozen=True, slots=True)
class DefaultSystem:
    """What a user gets: all parts together, referrals resolved, calibrated confidence."""

    kamerbron: Kamerbron
    name: str = DEFAULT

    @property
    def configuration(self) -> Mapping[str, Any]:
        """How much each part counts; the rest stands in the code and the index."""
        return {"weights": asdict(DEFAULT_WEIGHTS)}

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

    @property
    def configuration(self) -> Mapping[str, Any]:
        """How much each part counts."""
        return {"weights": asdict(self.weights)}

    def answer(self, question: str) -> tuple[Ranking, float]:
        """The best answers by this part alone, or none for a question that is refused."""
        found = _found(self.kamerbron, question, self.weights)[:_DEPTH]
        return found, min(1.0, max(0.0, found[0].score)) if found else 0.0


@dataclass(frozen=True, slots=True)
class RankFusionSystem:
    """Terms only and meaning only, their rankings fused: the field's usual hybrid search."""

    kamerbron: Kamerbron
    name: str = FUSION

    @property
    def configuration(self) -> Mapping[str, Any]:
        """What is fused, and the constant."""
        return {"fused": [TERMS, MEANING], "k": _K}

    def answer(self, question: str) -> tuple[Ranking, float]:
        """The best answers by both; its confidence is the share of the highest score there is."""
        parts = [_found(self.kamerbron, question, part) for part in (TERMS_ONLY, MEANING_ONLY)]
        fused = fuse(parts)[:_DEPTH]
        highest = len(parts) / (_K + 1)
        return fused, min(1.0, fused[0].score / highest) if fused else 0.0


def fuse(rankings: Sequence[Ranking]) -> Ranking:
    """Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009), k = 60, best first.

    An answer's score is the sum, over the rankings that hold it, of 1 / (60 + its rank from 1);
    equals are ordered by identifier.
    """
    scores: dict[str, float] = defaultdict(float)
    for ranking in rankings:
        for rank, found in enumerate(ranking, start=1):
            scores[found.id] += 1 / (_K + rank)
    best = sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))
    return tuple(Scored(id_, score) for id_, score in best)


def check_system_names(names: Sequence[str]) -> tuple[str, ...]:
    """These systems in the order of the report, each once.

    Raises `EvalError` for a name that no system has.
    """
    asked = {_spelled(name) for name in names}
    unknown = sorted(asked.difference(SYSTEM_NAMES))
    if unknown:
        raise EvalError(
            "{name!r}: there is no such system. Choose among {known}.",
            name=unknown[0],
            known=", ".join(SYSTEM_NAMES),
        )
    return tuple(name for name in SYSTEM_NAMES if name in asked)


def system_or_file(given: str) -> str:
    """The name of the system that is meant ("terms-only": "terms only"), else what was given."""
    name = _spelled(given)
    return name if name in SYSTEM_NAMES else given


def _spelled(given: str) -> str:
    return given.strip().replace("-", " ")


def systems(kamerbron: Kamerbron, names: Sequence[str] = SYSTEM_NAMES) -> tuple[System, ...]:
    """The systems of these names, in the order of the report."""
    known: tuple[System, ...] = (
        BaselineSystem(kamerbron, TERMS, TERMS_ONLY),
        BaselineSystem(kamerbron, MEANING, MEANING_ONLY),
        RankFusionSystem(kamerbron),
        DefaultSystem(kamerbron),
    )
    wanted = check_system_names(names)
    return tuple(system for system in known if system.name in wanted)


def _found(kamerbron: Kamerbron, question: str, weights: Weights) -> Ranking:
    """All that these weights find anything in, best first; nothing for a refused question."""
    try:
        ranked = kamerbron.rank(question, weights)
    except QuestionError:
        return ()
    return tuple(Scored(entry.id, entry.score) for entry in ranked if entry.score > 0)
