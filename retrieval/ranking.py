"""From what each part of the search says of an answer to one score, and the order of the answers.

Four parts look at every candidate: the *passage* (question and answer embedded together) for what
it is about, its *sentences* (each alone, and each with its question) for the fact asked for, and
the *terms* for names, numbers and abbreviations, which an embedding blurs. A fifth looks at the
best of these only: its *words*, held one by one against those of the question. They are added with
fixed weights: each is in 0…1 by itself, so that the sum means the same for every question.

What a question names (things, times, people, papers, an answer by its number) is held against the
same best ones and added on top. Every weight is positive: more of anything never ranks lower.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Signals:
    """What each part says of one answer; higher is better, 0 where a part found nothing.

    `passage`, `sentence` and `context` are cosines of the best chunk, sentence, and sentence with
    its question (of passage and sentence the mean, where no question is printed); `terms` is the
    share of the question's term weight that the answer holds, the mean of the question as asked and
    with its names in Dutch; `words` is how well the answer's tokens meet the question's, 0 for all
    where the model reads no tokens. All that follows is 0 for those not looked at twice, as is
    `words`. Of what the question names, `names` is the share that the answer names
    too, in any spelling, the rarer the heavier; `date` how well it suits the times asked about;
    `people` and `paper` are 1 where its paper is one of somebody named, or is named itself;
    `address` is 1 for the answer named by its number.
    """

    passage: float = 0.0
    sentence: float = 0.0
    context: float = 0.0
    terms: float = 0.0
    words: float = 0.0
    names: float = 0.0
    date: float = 0.0
    people: float = 0.0
    paper: float = 0.0
    address: float = 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts. The first five sum to 1; the others come on top."""

    passage: float
    sentence: float
    context: float
    terms: float
    words: float = 0.0
    names: float = 0.0
    date: float = 0.0
    people: float = 0.0
    paper: float = 0.0
    address: float = 0.0

    def added(self, signals: Signals) -> dict[str, float]:
        """What each part adds to an answer's score, by its name; the sum is the score."""
        return {part: getattr(self, part) * getattr(signals, part) for part in PARTS}

    def score(self, signals: Signals) -> float:
        """The score of an answer, rounded so that it does not hang on the order of additions."""
        return round(sum(self.added(signals).values()), 6)

    @property
    def look_twice(self) -> bool:
        """Whether anything beyond the first four parts counts."""
        return any(getattr(self, name) for name in PARTS[4:])


PARTS = tuple(field.name for field in fields(Signals))
"""The parts of the search, in the order of a score's making."""

DEFAULT = Weights(
    passage=0.15,
    sentence=0.15,
    context=0.25,
    terms=0.2,
    words=0.25,
    names=0.01,
    date=0.085,
    people=0.01,
    paper=0.085,
    address=1.0,
)
"""Chosen on the development questions (docs/decisions/0006-ranking-and-confidence.md)."""
MEANING_ONLY = Weights(passage=1.0, sentence=0.0, context=0.0, terms=0.0)
TERMS_ONLY = Weights(passage=0.0, sentence=0.0, context=0.0, terms=1.0)


@dataclass(frozen=True, slots=True)
class Ranked:
    """An answer in its place, by its identifier.

    `via` is the pointer ("Zie het antwoord op vraag 13") that called it up, where one did.
    """

    id: str
    score: float
    signals: Signals
    via: str | None = None


def rank(candidates: Mapping[str, Signals], weights: Weights) -> list[Ranked]:
    """The candidates, best first; equals by identifier, so that the order is always the same."""
    ranked = [Ranked(name, weights.score(signals), signals) for name, signals in candidates.items()]
    return sorted(ranked, key=lambda answer: (-answer.score, answer.id))
