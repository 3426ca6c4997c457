"""How sure a figure is, and a difference: bootstrap intervals and randomisation tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Statistic = Callable[[Floats], Floats]
"""Takes how often each question counts, shape (…, questions); gives a value a row, maybe NaN."""

RESAMPLES: Final = 2000
PERMUTATIONS: Final = 10_000
SEED: Final = 27925
_PERCENTILES = (2.5, 97.5)
_AT_ONCE = 4_000_000
"""Numbers that a randomisation test holds in memory at a time."""
_EQUAL = 1e-9
"""Sums of the same numbers in another order differ by less: they count as equal."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure measured over `count` questions, with its 95% interval from `low` to `high`."""

    mean: float
    low: float
    high: float
    count: int

    def as_json(self) -> dict[str, float]:
        """The estimate as `eval --json` prints it."""
        return {"mean": self.mean, "low": self.low, "high": self.high, "count": self.count}


def estimate(statistic: Statistic, count: int) -> Estimate | None:
    """The statistic over `count` questions with its 95% interval; `None` where it is undefined.

    The interval is the percentile bootstrap: the statistic over 2000 resamples of the questions,
    drawn with replacement from a fixed seed, so that the same questions give the same figures.
    Resamples in which it is undefined are left out.
    """
    if count == 0:
        return None
    value = float(statistic(np.ones(count)))
    if np.isnan(value):
        return None
    resampled = statistic(_resamples(count))
    low, high = np.percentile(resampled[~np.isnan(resampled)], _PERCENTILES)
    return Estimate(value, float(low), float(high), count)


def estimate_mean(values: Sequence[float]) -> Estimate | None:
    """The mean of one value a question, with its 95% interval; `None` where there is no value."""
    array = np.asarray(values, dtype=np.float64)
    return estimate(lambda weights: weights @ array / weights.sum(axis=-1), len(array))


def sign_flip_p(differences: Sequence[float]) -> float:
    """The chance of a mean at least this far from 0 if neither of two runs were better.

    The two-sided paired randomisation test: were the runs equally good, each question's difference
    could as well have had the other sign. Of 10,000 ways to draw the signs, from a fixed seed, the
    share whose mean is at least as far from 0; what was measured counts as one more of them, so
    that the chance is never 0. Without a difference it is 1.
    """
    # Zeros have no sign; leaving them out changes nothing but the draws.
    values = np.asarray([value for value in differences if value], dtype=np.float64)
    observed = abs(values.sum())
    return _share_as_far(observed, len(values), lambda flipped: np.where(flipped, -1, 1) @ values)


def swap_p(before: Floats, after: Floats, positive: Flags) -> float:
    """The chance of AUROCs at least this far apart if neither of two runs told better.

    As `sign_flip_p`, but a question's two confidences are swapped between the runs, as ranks: the
    runs may count in different scales, and AUROC looks at the order only. `positive` are the
    questions that have an answer.
    """
    ranks = np.stack([rankdata(before), rankdata(after)])
    observed = abs(float(np.diff(_auroc_of_ranks(ranks, positive))[0]))

    def gaps(swapped: Flags) -> Floats:
        one = np.where(swapped, ranks[1], ranks[0])
        other = np.where(swapped, ranks[0], ranks[1])
        gap: Floats = _auroc_of_ranks(one, positive) - _auroc_of_ranks(other, positive)
        return gap

    return _share_as_far(observed, len(before), gaps)


def _share_as_far(observed: float, count: int, statistic: Callable[[Flags], Floats]) -> float:
    """The share of 10,000 draws, shape (draws, count), with a statistic as far from 0."""
    random = np.random.default_rng(SEED)
    rows = max(1, _AT_ONCE // max(1, count))
    as_far = 0
    for start in range(0, PERMUTATIONS, rows):
        draws = random.random((min(rows, PERMUTATIONS - start), count)) < 1 / 2
        as_far += int((np.abs(statistic(draws)) >= observed - _EQUAL).sum())
    return (1 + as_far) / (1 + PERMUTATIONS)


def _auroc_of_ranks(values: Floats, positive: Flags) -> Floats:
    """The AUROC of each row: the Mann-Whitney statistic over the number of pairs."""
    positives = int(positive.sum())
    pairs = positives * (len(positive) - positives)
    ranked = rankdata(values, axis=-1)[..., positive].sum(axis=-1)
    share: Floats = (ranked - positives * (positives + 1) / 2) / pairs
    return share


@lru_cache(maxsize=64)
def _resamples(count: int) -> Floats:
    draws = np.random.default_rng(SEED).multinomial(
        count, np.full(count, 1 / count), size=RESAMPLES
    )
    weights = draws.astype(np.float64)
    weights.flags.writeable = False
    return weights
