"""Bootstrap intervals."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from eval.measures import auroc
from eval.statistics import RESAMPLES, Estimate, estimate, estimate_mean


def test_the_interval_of_a_share_is_the_one_that_the_binomial_gives() -> None:
    # 800 of 1000: the number of ones in a resample is binomial(1000, 0.8), whose 2.5th and 97.5th
    # percentiles are 775 and 824; the 5th and 95th would be 779 and 821. Two is left to chance.
    figure = estimate_mean([1.0] * 800 + [0.0] * 200)

    assert figure is not None
    assert (figure.mean, figure.count) == (pytest.approx(0.8), 1000)
    assert figure.low == pytest.approx(0.775, abs=0.002)
    assert figure.high == pytest.approx(0.824, abs=0.002)


def test_more_questions_give_a_narrower_interval() -> None:
    few, many = estimate_mean([1.0, 0.0] * 10), estimate_mean([1.0, 0.0] * 100)

    assert few is not None
    assert many is not None
    assert many.high - many.low < (few.high - few.low) / 2


def test_the_same_questions_give_the_same_interval() -> None:
    values = np.random.default_rng(1).random(40).tolist()

    assert estimate_mean(values) == estimate_mean(values)


def test_values_that_are_all_alike_have_no_width() -> None:
    assert estimate_mean([1.0]) == Estimate(1.0, 1.0, 1.0, 1)
    assert estimate_mean([0.0] * 7) == Estimate(0.0, 0.0, 0.0, 7)


def test_no_values_have_no_estimate() -> None:
    assert estimate_mean([]) is None


def test_questions_are_drawn_with_replacement_as_many_as_there_are() -> None:
    seen: list[np.ndarray] = []

    def record(weights: np.ndarray) -> np.ndarray:
        seen.append(weights)
        return weights.sum(axis=-1)

    estimate(record, 5)
    once, resamples = seen
    assert once.tolist() == [1, 1, 1, 1, 1]
    assert resamples.shape == (RESAMPLES, 5)
    assert (resamples.sum(axis=1) == 5).all()
    assert resamples.max() > 1
    assert resamples.mean(axis=0) == pytest.approx(np.ones(5), abs=0.1)


def test_resamples_in_which_the_statistic_is_undefined_are_left_out() -> None:
    # One question of each sort: half of the resamples lack one of them.
    figure = estimate(partial(auroc, np.array([0.9, 0.1]), np.array([True, False])), 2)

    assert figure == Estimate(1.0, 1.0, 1.0, 2)


def test_an_undefined_statistic_has_no_estimate() -> None:
    assert estimate(partial(auroc, np.array([0.9, 0.1]), np.array([True, True])), 2) is None


def test_an_estimate_as_json() -> None:
    assert Estimate(0.5, 0.25, 0.75, 12).as_json() == {
        "mean": 0.5,
        "low": 0.25,
        "high": 0.75,
        "count": 12,
    }
