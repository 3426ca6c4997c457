"""How sure a figure is: bootstrap intervals over questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""Takes how often each question counts, shape (…, questions); gives a value a row, maybe NaN."""

RESAMPLES: Final = 2000
SEED: Final = 27925
_PERCENTILES = (2.5, 97.5)


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


@lru_cache(maxsize=64)
def _resamples(count: int) -> Floats:
    draws = np.random.default_rng(SEED).multinomial(
        count, np.full(count, 1 / count), size=RESAMPLES
    )
    weights = draws.astype(np.float64)
    weights.flags.writeable = False
    return weights
