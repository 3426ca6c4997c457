"""What the questions say about one run or several, in all and by group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np

from eval.measures import (
    Bin,
    Flags,
    Floats,
    PerQuestion,
    auroc,
    calibration_error,
    rank_of_right,
    ranking_measures,
    reliability,
    right_within,
    share_caught,
    share_kept,
)
from eval.questions import Question
from eval.run import Ranking, Run
from eval.statistics import Estimate, estimate, estimate_mean

GROUPINGS: Final = ("language", "kind", "part")
"""The facts of a question by which results are also given apart."""

_CONFIDENCE_DEPTH = 3
_SHOWN_OF_A_MISS = 3

Estimates = Mapping[str, Estimate]
"""Figures by the measure's name, in the order of reports; a measure undefined here is absent."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A question whose first hit does not answer it, with what was found instead.

    `found` are the first three hits. `rank` counts from 1 and is `None` where no right answer was
    found at all.
    """

    question: Question
    found: tuple[str, ...]
    rank: int | None


@dataclass(frozen=True, slots=True)
class RunEvaluation:
    """The figures of one run, in all and by group ("language=nl", "kind=factoid"), and its misses.

    `values` holds what each question contributed to the measures that are a mean over questions,
    `ranks` the rank of the first right answer to each answerable question (`None` where none was
    found). `threshold` is the confidence from which on a question counted as answered, and
    `reliability` how often the run was right where it was how sure.
    """

    name: str
    threshold: float
    measures: Estimates
    groups: Mapping[str, Estimates]
    values: Mapping[str, Mapping[str, float]]
    ranks: Mapping[str, int | None]
    confidences: Mapping[str, float]
    reliability: tuple[Bin, ...]
    misses: tuple[Miss, ...]

    def as_json(self) -> dict[str, Any]:
        """The run as `eval --json` prints it."""
        return {
            "name": self.name,
            "measures": _estimates_as_json(self.measures),
            "groups": {name: _estimates_as_json(group) for name, group in self.groups.items()},
            "reliability": [shown.as_json() for shown in self.reliability],
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Several runs over the same questions, side by side."""

    questions: tuple[Question, ...]
    runs: tuple[RunEvaluation, ...]

    def about(self, name: str) -> Evaluation:
        """The same with the run of this name last: reports and plots are about the last run."""
        return replace(self, runs=tuple(sorted(self.runs, key=lambda run: run.name == name)))

    def as_json(self) -> dict[str, Any]:
        """The evaluation as `eval --json` prints it."""
        return {"runs": [run.as_json() for run in self.runs]}


def evaluate(
    questions: Sequence[Question], runs: Sequence[Run], *, threshold: float | None = None
) -> Evaluation:
    """Every measure of every run over the questions, in all and by language, kind and part.

    A question whose confidence is below the run's threshold, or below `threshold` where one is
    given, counts as called "not answered". Calibration holds the confidence against whether
    one of the first three hits answers the question.
    Raises `ValueError` for no questions, two runs of one name, or a run that lacks a question.
    """
    if not questions:
        raise ValueError("Expected questions to evaluate, found none; give at least one.")
    _check_names(runs)
    for run in runs:
        _check_complete(questions, run)
    return Evaluation(
        tuple(questions),
        tuple(
            _evaluate_run(questions, run, run.threshold if threshold is None else threshold)
            for run in runs
        ),
    )


def _evaluate_run(questions: Sequence[Question], run: Run, threshold: float) -> RunEvaluation:
    values = {
        **ranking_measures(questions, run.rankings),
        "share kept": share_kept(questions, run.confidences, threshold),
        "share caught": share_caught(questions, run.confidences, threshold),
    }
    confidences, _, right = _confidence_and_truth(questions, run)
    return RunEvaluation(
        name=run.name,
        threshold=threshold,
        measures=_summarize(questions, run, values),
        groups={
            name: _summarize(members, run, values) for name, members in _groups(questions).items()
        },
        values=values,
        ranks={
            question.id: rank_of_right(question, run.rankings[question.id])
            for question in questions
            if question.answerable
        },
        confidences={question.id: run.confidences[question.id] for question in questions},
        reliability=reliability(confidences, right),
        misses=_misses(questions, run),
    )


def _summarize(
    questions: Sequence[Question], run: Run, values: Mapping[str, PerQuestion]
) -> Estimates:
    summary = {
        name: estimate_mean([by_id[q.id] for q in questions if q.id in by_id])
        for name, by_id in values.items()
    }
    confidences, answerable, right = _confidence_and_truth(questions, run)
    count = len(questions)
    summary["AUROC"] = estimate(partial(auroc, confidences, answerable), count)
    summary["calibration error"] = estimate(partial(calibration_error, confidences, right), count)
    return {name: figure for name, figure in summary.items() if figure is not None}


def _confidence_and_truth(questions: Sequence[Question], run: Run) -> tuple[Floats, Flags, Flags]:
    confidences = np.array([run.confidences[q.id] for q in questions], dtype=np.float64)
    answerable = np.array([q.answerable for q in questions], dtype=np.bool_)
    right = np.array(
        [right_within(q, run.rankings[q.id], _CONFIDENCE_DEPTH) for q in questions], dtype=np.bool_
    )
    return confidences, answerable, right


def _groups(questions: Sequence[Question]) -> dict[str, list[Question]]:
    groups: dict[str, list[Question]] = {}
    for fact in GROUPINGS:
        for question in questions:
            if fact in question.facts:
                groups.setdefault(f"{fact}={question.facts[fact]}", []).append(question)
    return groups


def _misses(questions: Sequence[Question], run: Run) -> tuple[Miss, ...]:
    return tuple(
        _miss(question, run.rankings[question.id])
        for question in questions
        if question.answerable and not right_within(question, run.rankings[question.id], 1)
    )


def _miss(question: Question, ranking: Ranking) -> Miss:
    found = tuple(scored.id for scored in ranking[:_SHOWN_OF_A_MISS])
    return Miss(question, found, rank_of_right(question, ranking))


def _check_names(runs: Sequence[Run]) -> None:
    repeated = [name for name, times in Counter(run.name for run in runs).items() if times > 1]
    if repeated:
        raise ValueError(
            f"Expected runs with names of their own, found {', '.join(repeated)} more than once; "
            "rename one."
        )


def _check_complete(questions: Sequence[Question], run: Run) -> None:
    lacking = [question.id for question in questions if question.id not in run.rankings]
    if lacking:
        raise ValueError(
            f"Run {run.name!r} lacks {len(lacking)} of the {len(questions)} questions, the "
            f"first is {lacking[0]}; run the system over the same gold file."
        )


def _estimates_as_json(estimates: Estimates) -> dict[str, dict[str, float]]:
    return {name: figure.as_json() for name, figure in estimates.items()}
