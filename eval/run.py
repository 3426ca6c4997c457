"""What a system found for the gold questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from eval.questions import Question
from retrieval.result import SearchResult


@dataclass(frozen=True, slots=True)
class Scored:
    """An official answer found, by its identifier, with its score; higher is better."""

    id: str
    score: float


Ranking = tuple[Scored, ...]
"""The official answers found for one question, best first, each once; empty where none was found.

The order is what counts. Scores may tie: nothing is sorted by them again.
"""

Progress = Callable[[int, int], None]
"""Called after each question with the number of questions done and the number in all."""


class System(Protocol):
    """Anything that answers questions and can so be evaluated: a search, or a way of searching."""

    @property
    def name(self) -> str:
        """What reports call it."""
        ...

    def answer(self, question: str, /) -> tuple[Ranking, float]:
        """What it finds for a question as typed, and how sure it is (0…1) that this answers it."""
        ...

    @property
    def configuration(self) -> Mapping[str, Any]:
        """What makes it find what it finds, beside the index: weights, constants."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """All that one system found: by question id its ranking, and its confidence in 0…1.

    `threshold` is the confidence from which on the system calls a question answered.

    Raises `ValueError` where the two do not hold the same questions, an answer is ranked twice for
    a question, or a confidence is not a number in 0…1.
    """

    name: str
    rankings: Mapping[str, Ranking]
    confidences: Mapping[str, float]
    threshold: float = 0.5

    def __post_init__(self) -> None:
        unpaired = self.rankings.keys() ^ self.confidences.keys()
        if unpaired:
            raise ValueError(
                f"Run {self.name!r}: expected a ranking and a confidence for every question, found "
                f"only one of them for {', '.join(sorted(unpaired))}; add the other."
            )
        for question, ranking in self.rankings.items():
            self._check(question, ranking, self.confidences[question])

    def _check(self, question: str, ranking: Ranking, confidence: float) -> None:
        if len({scored.id for scored in ranking}) < len(ranking):
            raise ValueError(
                f"Run {self.name!r}, question {question}: expected every official answer once, "
                f"found one twice in {[scored.id for scored in ranking]}; rank each once."
            )
        if not 0 <= confidence <= 1:
            raise ValueError(
                f"Run {self.name!r}, question {question}: expected a confidence in 0…1, found "
                f"{confidence}; calibrate it."
            )


def run_system(
    system: System, questions: Sequence[Question], progress: Progress | None = None
) -> Run:
    """What the system finds for each question; it is shown the queries only, one at a time."""
    rankings: dict[str, Ranking] = {}
    confidences: dict[str, float] = {}
    for done, question in enumerate(questions, start=1):
        rankings[question.id], confidences[question.id] = system.answer(question.query)
        if progress:
            progress(done, len(questions))
    return Run(system.name, rankings, confidences)


def outcome(result: SearchResult) -> tuple[Ranking, float]:
    """A search result as a `System` hands it back: its hits in their order, and its confidence."""
    return tuple(Scored(hit.answer.id, hit.score) for hit in result.hits), result.confidence
