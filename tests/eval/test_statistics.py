"""Bootstrap intervals and randomisation tests."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from eval.measures import auroc
from eval.statistics import RESAMPLES, Estimate, estimate, estimate_mean, sign_flip_p, swap_p


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


@pytest.mark.parametrize(
    ("differences", "chance"),
    [
        # Of the 8 ways to sign 3, 1 and 1, two give a sum as far from 0 as 5.
        ([3.0, 1.0, 1.0], 2 / 8),
        # 3 - 1 - 1 = 1, and no sum is nearer to 0.
        ([3.0, -1.0, -1.0], 1),
        ([1.0] * 5, 2 / 32),
        ([-1.0] * 5, 2 / 32),
        # Questions that both answer as well say nothing.
        ([1.0] * 5 + [0.0] * 100, 2 / 32),
        # Of the 16 ways to sign four ones, 2 give a sum of 4 or -4 and 8 one of 2 or -2.
        ([1.0, 1.0, 1.0, -1.0], 10 / 16),
    ],
)
def test_the_sign_flip_test_finds_the_share_of_signs_as_far_from_none(
    differences: list[float], chance: float
) -> None:
    # Three standard errors of a share of 10,000 draws, at most.
    assert sign_flip_p(differences) == pytest.approx(chance, abs=0.015)
    assert sign_flip_p(differences) == sign_flip_p(differences)


def test_what_was_measured_counts_as_one_draw_so_that_no_chance_is_zero() -> None:
    assert sign_flip_p([0.5] * 60) == 1 / 10_001
    assert sign_flip_p([0.0, 0.0]) == sign_flip_p([]) == 1


def test_sums_in_another_order_are_as_far() -> None:
    # 0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ in the last bit.
    assert sign_flip_p([0.1, 0.2, 0.3]) == pytest.approx(2 / 8, abs=0.015)


def test_more_questions_than_are_held_at_once_are_drawn_alike(monkeypatch) -> None:
    differences = np.random.default_rng(3).normal(0.1, 1, 50).tolist()
    whole = sign_flip_p(differences)
    monkeypatch.setattr("eval.statistics._AT_ONCE", 7 * 50)
    assert sign_flip_p(differences) == whole


def test_the_swap_test_finds_the_share_of_swaps_as_far_apart() -> None:
    # AUROC 1 against 0; swapping both turns that around, swapping one leaves two ties: 1/2, 1/2.
    right_way, wrong_way = np.array([0.9, 0.1]), np.array([0.1, 0.9])
    positive = np.array([True, False])

    assert swap_p(right_way, wrong_way, positive) == pytest.approx(1 / 2, abs=0.015)
    assert swap_p(right_way, right_way, positive) == 1


def test_the_swap_test_looks_at_the_order_of_confidences_only() -> None:
    random = np.random.default_rng(5)
    positive = np.arange(40) < 30
    good, poor = random.random(40) + positive, random.random(40)

    p = swap_p(poor, good, positive)
    assert p < 0.01
    assert swap_p(poor / 1000, np.exp(good), positive) == p
