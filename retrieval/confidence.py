"""How sure we are that the first hits hold an answer.

A logistic model over what the parts of the search say of the best candidates. It is fitted on the
development questions by `benchmarks/fit_confidence.py`, which writes `calibration.json`; cosines of
an e5 model crowd between 0.7 and 0.9, so no single one of them could tell.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from retrieval.ranking import Ranked

CALIBRATION = Path(__file__).with_name("calibration.json")


class Calibration(BaseModel):
    """The fitted model: one weight a feature, and the confidence from which on we answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float


FEATURES = ("passage", "sentence", "context", "terms")


def features(ranked: Sequence[Ranked]) -> tuple[float, ...]:
    """What the confidence is read from, in the order of `FEATURES`.

    The best of each signal among the first three.
    """
    first = ranked[:3]
    return (
        max(entry.signals.passage for entry in first),
        max(entry.signals.sentence for entry in first),
        max(entry.signals.context for entry in first),
        max(entry.signals.terms for entry in first),
    )


def confidence(ranked: Sequence[Ranked]) -> float:
    """The chance, in 0…1, that the first hits hold an answer; 0 without candidates."""
    if not ranked:
        return 0.0
    model = calibration()
    z = model.bias + sum(
        weight * (value - mean) / scale
        for value, mean, scale, weight in zip(
            features(ranked), model.means, model.scales, model.weights, strict=True
        )
    )
    return round(1 / (1 + math.exp(-z)), 4)


@cache
def calibration() -> Calibration:
    """The shipped calibration."""
    return Calibration.model_validate_json(CALIBRATION.read_bytes())
