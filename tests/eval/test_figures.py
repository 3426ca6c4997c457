"""Figures as all reports write them."""

from __future__ import annotations

from eval.figures import estimate_as_text, gain_as_text, p_as_text, rank_as_text
from eval.statistics import Estimate


def test_figures_show_their_intervals_and_a_dash_for_nothing() -> None:
    assert estimate_as_text(Estimate(0.844, 0.79, 0.885, 12)) == "0.84 [0.79–0.89]"
    assert gain_as_text(Estimate(0.05, -0.004, 0.11, 12)) == "+0.05 [-0.00, +0.11]"
    assert (estimate_as_text(None), rank_as_text(None), rank_as_text(7)) == ("–", "–", "7")


def test_a_small_chance_is_not_rounded_to_none() -> None:
    assert [p_as_text(p) for p in (1.0, 0.0414, 0.001, 1 / 10_001)] == [
        "1.000",
        "0.041",
        "0.001",
        "0.0001",
    ]
