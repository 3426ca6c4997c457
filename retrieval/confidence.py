"""How sure we are that the first hits hold an answer.

A logistic model over what the parts of the search say of the best candidates, and over how likely
their sentences answer the question (`answerability`). It is fitted on the development questions by
`benchmarks/fit_confidence.py`, which writes `calibration.json`, with the shipped model: for others,
whose cosines lie elsewhere, it is a guide.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from retrieval.answerability import answerability
from retrieval.expected import Fact, holds
from retrieval.ranking import Ranked

CALIBRATION = Path(__file__).with_name("calibration.json")


class Calibration(BaseModel):
    """A fitted model: one weight a feature, and the confidence from which on we answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float


class Calibrations(BaseModel):
    """The fitted models: with the answerability, and without it where it was not learnt for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    with_answerability: Calibration
    without: Calibration


PLAIN = ("passage", "sentence", "context", "asks a fact", "leaves it open")
FEATURES = (*PLAIN, "answerability")

FIRST = 3
"""Candidates, best first, that the confidence looks at."""


def features(
    ranked: Sequence[Ranked],
    facts: frozenset[Fact],
    found: str,
    answered: float | None = None,
) -> tuple[float, ...]:
    """What the confidence is read from, in the order of `FEATURES`.

    The best of each cosine among the first three; whether the question asks for a number, a sum, a
    day or a name, which papers leave open more often than a why; the share of these that the text
    `found`, the best sentences of the first three, does not hold; and `answered`, the chance that
    one of their sentences answers the question. Without that last one they are those of `PLAIN`.
    """
    first = ranked[:FIRST]
    values = (
        max(entry.signals.passage for entry in first),
        max(entry.signals.sentence for entry in first),
        max(entry.signals.context for entry in first),
        float(bool(facts)),
        1 - holds(found, facts),
    )
    return values if answered is None else (*values, answered)


def confidence(values: Sequence[float], model: Calibration) -> float:
    """The chance, in 0…1, that the first hits hold an answer, from the `features`."""
    z = model.bias + sum(
        weight * (value - mean) / scale
        for value, mean, scale, weight in zip(
            values, model.means, model.scales, model.weights, strict=True
        )
    )
    return round(1 / (1 + math.exp(-z)), 4)


def calibration(adaptation: str | None) -> Calibration:
    """The shipped calibration for a model with this adaptation (its digest)."""
    fitted = _shipped()
    return fitted.with_answerability if answerability(adaptation) else fitted.without


@cache
def _shipped() -> Calibrations:
    return Calibrations.model_validate_json(CALIBRATION.read_bytes())
