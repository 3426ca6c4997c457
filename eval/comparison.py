"""Two runs over the same questions, compared question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from eval.evaluation import Evaluation, RunEvaluation
from eval.measures import auroc
from eval.questions import Question
from eval.statistics import Estimate, Floats, estimate, estimate_mean, sign_flip_p, swap_p

HEADLINE: Final = "nDCG@10"
"""The measure by which questions count as won or lost: it looks at all right answers."""

_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions the second run answers better, worse, and as well as the first."""

    wins: int
    losses: int
    ties: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What the second run gains over the first in one measure; negative where it loses.

    `p` is the chance of a gain or loss at least this large if neither were better. `tally` is
    `None` for a measure that single questions do not have (AUROC).
    """

    first: Estimate
    second: Estimate
    gain: Estimate
    p: float
    tally: Tally | None

    def as_json(self) -> dict[str, Any]:
        """The difference as `eval --compare --json` prints it."""
        tally = self.tally
        return {
            "first": self.first.as_json(),
            "second": self.second.as_json(),
            "gain": self.gain.as_json(),
            "p": self.p,
            "wins": tally.wins if tally else None,
            "losses": tally.losses if tally else None,
            "ties": tally.ties if tally else None,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """A question that the second run answers better (`gain` above 0) or worse, in nDCG@10.

    The ranks are those of the first right answer in either run, `None` where none was found.
    """

    question: Question
    gain: float
    first: int | None
    second: int | None

    def as_json(self) -> dict[str, Any]:
        """The change as `eval --compare --json` prints it."""
        return {
            "id": self.question.id,
            "query": self.question.query,
            "gain": self.gain,
            "first_rank": self.first,
            "second_rank": self.second,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs over the same questions: each measure's difference, and the questions that changed.

    `changes` are the largest first, in either direction.
    """

    first: str
    second: str
    differences: Mapping[str, Difference]
    changes: tuple[Change, ...]

    def as_json(self) -> dict[str, Any]:
        """The comparison as `eval --compare --json` prints it."""
        return {
            "first": self.first,
            "second": self.second,
            "measures": {name: found.as_json() for name, found in self.differences.items()},
            "changes": [change.as_json() for change in self.changes],
        }


def compare(evaluation: Evaluation, first: str, second: str) -> Comparison:
    """What the run named `second` gains over the one named `first`.

    Each measure that is a mean over questions gets a paired bootstrap interval and a paired
    randomisation test, and so does AUROC where there are questions of both sorts. The chances are
    those of each measure by itself: of twenty differences that are nothing, one is below 0.05.
    Raises `ValueError` for a run that the evaluation does not hold.
    """
    before, after = _run(evaluation, first), _run(evaluation, second)
    differences = {
        name: _difference(before.values[name], after.values[name])
        for name in before.values
        if before.values[name]
    }
    told = _auroc_difference(evaluation.questions, before, after)
    return Comparison(
        first,
        second,
        differences | ({"AUROC": told} if told else {}),
        _changes(evaluation.questions, before, after),
    )


def _run(evaluation: Evaluation, name: str) -> RunEvaluation:
    for run in evaluation.runs:
        if run.name == name:
            return run
    names = ", ".join(run.name for run in evaluation.runs)
    raise ValueError(f"Expected the name of a run, found {name!r}; there are {names}.")


def _difference(before: Mapping[str, float], after: Mapping[str, float]) -> Difference:
    gains = _gains(before, after)
    values = list(gains.values())
    return Difference(
        first=_mean(list(before.values())),
        second=_mean(list(after.values())),
        gain=_mean(values),
        p=sign_flip_p(values),
        tally=Tally(
            wins=sum(gain > 0 for gain in values),
            losses=sum(gain < 0 for gain in values),
            ties=sum(gain == 0 for gain in values),
        ),
    )


def _gains(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """The difference of each question; what only rounding tells apart is none."""
    gains = {id_: after[id_] - value for id_, value in before.items()}
    return {id_: gain if abs(gain) > _EQUAL else 0.0 for id_, gain in gains.items()}


def _mean(values: Sequence[float]) -> Estimate:
    found = estimate_mean(values)
    if found is None:
        raise ValueError("Expected a value a question, found none; leave the measure out.")
    return found


def _auroc_difference(
    questions: Sequence[Question], before: RunEvaluation, after: RunEvaluation
) -> Difference | None:
    one, other = (
        np.array([run.confidences[question.id] for question in questions], dtype=np.float64)
        for run in (before, after)
    )
    answerable = np.array([question.answerable for question in questions], dtype=np.bool_)

    def gain(weights: Floats) -> Floats:
        return auroc(other, answerable, weights) - auroc(one, answerable, weights)

    first, second = before.measures.get("AUROC"), after.measures.get("AUROC")
    difference = estimate(gain, len(questions))
    if first is None or second is None or difference is None:
        return None
    return Difference(first, second, difference, swap_p(one, other, answerable), tally=None)


def _changes(
    questions: Sequence[Question], before: RunEvaluation, after: RunEvaluation
) -> tuple[Change, ...]:
    gains = _gains(before.values[HEADLINE], after.values[HEADLINE])
    changes = [
        Change(question, gain, before.ranks[question.id], after.ranks[question.id])
        for question in questions
        if (gain := gains.get(question.id))
    ]
    return tuple(sorted(changes, key=lambda change: -round(abs(change.gain), 9)))
