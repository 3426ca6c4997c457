"""How good a run is, question by question and over all questions.

Measures of the ranking look at the questions that the papers answer; one for which nothing was
found counts as a miss and stays in the denominator. They are computed by ir-measures.

- `recall@k` is 1 where any of the official answers listed for the question is among the first k,
  else 0: each listed answer answers the question by itself, so one is enough. The field also calls
  this success@k, and uses recall for the share of the listed answers.
- `MRR@10` is one over the rank of the first right answer, 0 where it is not among the first 10.
- `nDCG@10` has the grade of a listed answer as its gain (1 throughout the gold set) and discount
  log2(rank + 1); in the ideal ranking they come first, the highest grades before the others.
- `all@5` is the share of the listed answers among the first 5, for questions of the kind
  "several" only: there no single answer is the whole story.

Measures of "no answer" look at the confidence, over all questions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import ir_measures
import numpy as np
from ir_measures import RR, Qrel, R, ScoredDoc, Success, nDCG
from numpy.typing import NDArray

from eval.questions import Question
from eval.run import Ranking

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
PerQuestion = dict[str, float]
"""A measure's value by question id, for the questions that take part in it."""

SEVERAL: Final = "several"
"""The kind of questions that want several official answers together."""

_RANKING: Final[Mapping[str, Any]] = {
    "recall@1": Success @ 1,
    "recall@3": Success @ 3,
    "recall@5": Success @ 5,
    "recall@10": Success @ 10,
    "MRR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
}
_SEVERAL: Final[Mapping[str, Any]] = {"all@5": R @ 5}
_MOST_BINS = 10
_LEAST_IN_A_BIN = 10


def ranking_measures(
    questions: Sequence[Question], rankings: Mapping[str, Ranking]
) -> dict[str, PerQuestion]:
    """Each measure of the ranking by name: recall@1/3/5/10, MRR@10, nDCG@10 and all@5.

    A question that the papers do not answer takes no part; one without a ranking is a miss.
    """
    answerable = [question for question in questions if question.answerable]
    several = [question for question in answerable if question.facts.get("kind") == SEVERAL]
    return _calculate(_RANKING, answerable, rankings) | _calculate(_SEVERAL, several, rankings)


def rank_of_right(question: Question, ranking: Ranking) -> int | None:
    """The rank, from 1, of the first hit that answers the question; `None` where none does."""
    right = set(question.expected)
    return next((rank for rank, found in enumerate(ranking, start=1) if found.id in right), None)


def right_within(question: Question, ranking: Ranking, depth: int) -> bool:
    """Whether one of the first `depth` hits answers the question."""
    return rank_of_right(question, ranking[:depth]) is not None


def share_kept(
    questions: Sequence[Question], confidences: Mapping[str, float], threshold: float
) -> PerQuestion:
    """By answerable question 1 where the confidence reaches the threshold, else 0."""
    return {q.id: float(confidences[q.id] >= threshold) for q in questions if q.answerable}


def share_caught(
    questions: Sequence[Question], confidences: Mapping[str, float], threshold: float
) -> PerQuestion:
    """By unanswerable question 1 where the confidence is below the threshold, else 0."""
    return {q.id: float(confidences[q.id] < threshold) for q in questions if not q.answerable}


def auroc(confidences: Floats, answerable: Flags, weights: Floats | None = None) -> Floats:
    """The chance that an answerable question gets more confidence than one that is not.

    A tie is half a chance; 0.5 is guessing, 1 is perfect, NaN is a set without one of the two.
    `weights` says how often each question counts, shape (…, questions), and gives one value for
    each row; without it each question counts once.
    """
    counts = np.ones(len(confidences)) if weights is None else weights
    positive, negative = counts[..., answerable], counts[..., ~answerable]
    lead = np.sign(confidences[answerable][:, None] - confidences[~answerable][None, :])
    wins = (positive @ (lead / 2 + 0.5) * negative).sum(axis=-1)
    return _divide(wins, positive.sum(axis=-1) * negative.sum(axis=-1))


def calibration_error(
    confidences: Floats, right: Flags, weights: Floats | None = None, bins: int | None = None
) -> Floats:
    """How far confidence is from the truth: the expected calibration error; 0 is best.

    Questions are put in `bins` bins of (nearly) equal size by their confidence, equal ones
    together; the error is the mean over questions of |mean confidence − share right| of their
    bin. By default there are 10 bins, fewer where a bin would hold less than 10 questions.
    `weights` is as for `auroc`; the bins stay those of the unweighted questions. The error cannot
    be negative, so chance alone lifts it: in small sets, and more so in resamples, it is too high
    rather than too low, and its interval may lie above it.
    """
    counts = np.ones(len(confidences)) if weights is None else weights
    bin_of = _bin_of(confidences, bins)
    member = bin_of[:, None] == np.unique(bin_of)
    gaps = (counts * (confidences - right)) @ member.astype(np.float64)
    return _divide(np.abs(gaps).sum(axis=-1), counts.sum(axis=-1))


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like confidence: how sure the system was of them, and how often right."""

    confidence: float
    right: float
    count: int

    def as_json(self) -> dict[str, float]:
        """The bin as `eval --json` prints it."""
        return {"confidence": self.confidence, "right": self.right, "count": self.count}


def reliability(confidences: Floats, right: Flags, bins: int | None = None) -> tuple[Bin, ...]:
    """The bins that `calibration_error` looks at, by rising confidence; empty ones left out.

    The mean over questions of |confidence − right| of their bin is that error.
    """
    bin_of = _bin_of(confidences, bins)
    return tuple(
        Bin(
            float(confidences[bin_of == number].mean()),
            float(right[bin_of == number].mean()),
            int((bin_of == number).sum()),
        )
        for number in np.unique(bin_of)
    )


def _calculate(
    measures: Mapping[str, Any], questions: Sequence[Question], rankings: Mapping[str, Ranking]
) -> dict[str, PerQuestion]:
    qrels = [Qrel(q.id, answer, grade) for q in questions for answer, grade in q.grades.items()]
    run = [doc for q in questions for doc in _by_rank(q.id, rankings.get(q.id, ()))]
    found = {
        (metric.measure, metric.query_id): float(metric.value)
        for metric in ir_measures.iter_calc(list(measures.values()), qrels, run)
    }
    # ir-measures hands values back in no fixed order; a mean must not depend on that.
    return {
        name: {question.id: found[measure, question.id] for question in questions}
        for name, measure in measures.items()
    }


def _by_rank(query_id: str, ranking: Ranking) -> list[ScoredDoc]:
    # The engines sort by score again, and differently: trec_eval in single precision with ties by
    # descending identifier, MS MARCO's with ties by ascending identifier. So they get ranks.
    return [
        ScoredDoc(query_id, found.id, float(len(ranking) - place))
        for place, found in enumerate(ranking)
    ]


def _bin_of(confidences: Floats, bins: int | None) -> NDArray[np.intp]:
    """The number of the bin of each question, from 0."""
    bins = bins or max(1, min(_MOST_BINS, len(confidences) // _LEAST_IN_A_BIN))
    places = np.searchsorted(np.sort(confidences), confidences, side="left")
    bin_of: NDArray[np.intp] = places * bins // max(1, len(confidences))
    return bin_of


def _divide(numerator: Floats, denominator: Floats) -> Floats:
    quotient = np.full(np.shape(denominator), np.nan)
    np.divide(numerator, denominator, out=quotient, where=np.asarray(denominator) > 0)
    return quotient
