"""Every measure with its numbers worked out by hand."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest

from eval import BeirQuestion
from eval.measures import (
    Bin,
    auroc,
    calibration_error,
    rank_of_right,
    ranking_measures,
    reliability,
    right_within,
    share_caught,
    share_kept,
)


def test_recall_at_k_is_one_from_the_rank_of_the_first_right_answer_on(question, ranking) -> None:
    gold = [question("q", "d", "unfound")]
    values = ranking_measures(gold, {"q": ranking("a", "b", "c", "d", "e")})

    assert [values[f"recall@{k}"]["q"] for k in (1, 3, 5, 10)] == [0, 0, 1, 1]


def test_recall_at_10_ends_at_the_tenth(question, ranking) -> None:
    gold = [question("tenth", "j"), question("eleventh", "k")]
    letters = ranking(*"abcdefghijk")
    values = ranking_measures(gold, {"tenth": letters, "eleventh": letters})

    assert values["recall@10"] == {"tenth": 1, "eleventh": 0}
    assert values["MRR@10"] == {"tenth": pytest.approx(1 / 10), "eleventh": 0}


def test_mrr_looks_at_the_first_right_answer(question, ranking) -> None:
    values = ranking_measures([question("q", "c", "d")], {"q": ranking("a", "b", "c", "d")})

    assert values["MRR@10"]["q"] == pytest.approx(1 / 3)


def test_ndcg_holds_the_gain_found_against_all_right_answers_first(question, ranking) -> None:
    # Right at ranks 2 and 4; ideally at 1 and 2.
    values = ranking_measures([question("q", "b", "d")], {"q": ranking("a", "b", "c", "d")})

    found = 1 / log2(2 + 1) + 1 / log2(4 + 1)
    ideal = 1 / log2(1 + 1) + 1 / log2(2 + 1)
    assert values["nDCG@10"]["q"] == pytest.approx(found / ideal)


def test_ndcg_of_graded_answers_has_their_grades_as_gain(ranking) -> None:
    graded = BeirQuestion("q", "vraag", {"a": 1, "b": 3})
    values = ranking_measures([graded], {"q": ranking("a", "x", "b")})

    found = 1 / log2(1 + 1) + 3 / log2(3 + 1)
    ideal = 3 / log2(1 + 1) + 1 / log2(2 + 1)
    assert values["nDCG@10"]["q"] == pytest.approx(found / ideal)
    assert values["recall@1"]["q"] == values["MRR@10"]["q"] == 1


def test_all_at_5_is_the_share_of_the_listed_answers_for_several_only(question, ranking) -> None:
    gold = [question("s", "b", "e", "f", kind="several"), question("one", "a")]
    letters = ranking(*"abcdef")
    values = ranking_measures(gold, {"s": letters, "one": letters})

    assert values["all@5"] == {"s": pytest.approx(2 / 3)}


def test_a_question_without_hits_is_a_miss_and_one_without_an_answer_no_part(
    question, ranking
) -> None:
    gold = [question("hit", "a"), question("empty", "a"), question("none"), question("absent", "a")]
    values = ranking_measures(gold, {"hit": ranking("a"), "empty": (), "none": ranking("a")})

    assert values["recall@1"] == {"hit": 1, "empty": 0, "absent": 0}
    assert values["MRR@10"] == {"hit": 1, "empty": 0, "absent": 0}
    assert values["nDCG@10"] == {"hit": 1, "empty": 0, "absent": 0}


def test_only_unanswerable_questions_give_no_values(question, ranking) -> None:
    values = ranking_measures([question("none")], {"none": ranking("a")})

    assert set(values) == {
        *("recall@1", "recall@3", "recall@5", "recall@10"),
        *("MRR@10", "nDCG@10", "all@5"),
    }
    assert not any(values.values())


@pytest.mark.parametrize("scores", [(0.5, 0.5), (0.800000002, 0.800000001), (0.1, 0.9)])
@pytest.mark.parametrize("ids", ["ab", "ba"])
def test_the_order_of_the_ranking_counts_not_the_scores(question, ranking, scores, ids) -> None:
    values = ranking_measures([question("q", ids[0])], {"q": ranking(*ids, scores=scores)})

    assert values["recall@1"]["q"] == values["MRR@10"]["q"] == values["nDCG@10"]["q"] == 1


def test_the_rank_of_the_right_answer(question, ranking) -> None:
    gold = question("q", "c", "d")

    assert rank_of_right(gold, ranking("a", "b", "c", "d")) == 3
    assert rank_of_right(gold, ranking("a")) is None
    assert right_within(gold, ranking("a", "b", "c"), 3)
    assert not right_within(gold, ranking("a", "b", "c"), 2)


def test_kept_and_caught_part_the_questions_at_the_threshold(question) -> None:
    gold = [question("a", "x"), question("b", "x"), question("c"), question("d")]
    confidences = {"a": 0.6, "b": 0.59, "c": 0.6, "d": 0.1}

    assert share_kept(gold, confidences, 0.6) == {"a": 1, "b": 0}
    assert share_caught(gold, confidences, 0.6) == {"c": 0, "d": 1}


def test_auroc_counts_the_pairs_in_the_right_order_and_ties_half() -> None:
    confidences = np.array([0.9, 0.5, 0.5, 0.2])
    answerable = np.array([True, True, False, False])

    # Pairs: 0.9>0.5, 0.9>0.2, 0.5=0.5 (half), 0.5>0.2.
    assert auroc(confidences, answerable) == pytest.approx(3.5 / 4)
    assert auroc(confidences, ~answerable) == pytest.approx(0.5 / 4)


def test_auroc_without_one_of_the_two_is_undefined() -> None:
    assert np.isnan(auroc(np.array([0.1, 0.2]), np.array([True, True])))
    assert np.isnan(auroc(np.array([]), np.array([], dtype=bool)))


def test_auroc_of_a_resample_counts_a_question_as_often_as_it_was_drawn() -> None:
    confidences = np.array([0.9, 0.3, 0.5, 0.2])
    answerable = np.array([True, True, False, False])
    weights = np.array([[1.0, 1, 1, 1], [0, 2, 1, 1], [0, 0, 2, 2]])

    # Once each: 3 of 4. Second row: 0.3 twice, against 0.5 and 0.2: 2 of 4. Third: no positive.
    assert auroc(confidences, answerable, weights) == pytest.approx(
        [3 / 4, 2 / 4, np.nan], nan_ok=True
    )


def test_calibration_error_is_the_mean_gap_of_equally_full_bins() -> None:
    confidences = np.array([0.9, 0.1, 0.7, 0.3])
    right = np.array([True, False, False, True])

    # Bins {0.1, 0.3} and {0.7, 0.9}: |0.2 − 0.5| = 0.3 and |0.8 − 0.5| = 0.3.
    assert calibration_error(confidences, right, bins=2) == pytest.approx(0.3)
    # Four bins: 0.1, 0.1, 0.7 and 0.7.
    assert calibration_error(confidences, right, bins=4) == pytest.approx(0.4)
    # By default a bin holds at least 10, so here there is one: |0.5 − 0.5|.
    assert calibration_error(confidences, right) == pytest.approx(0)


def test_calibration_error_keeps_equal_confidences_in_one_bin() -> None:
    confidences = np.full(4, 0.5)

    for order in ([True, True, False, False], [True, False, True, False]):
        assert calibration_error(confidences, np.array(order), bins=2) == pytest.approx(0)


def test_calibration_error_has_ten_bins_for_a_hundred_questions() -> None:
    # Ten groups of ten with confidence 0.05, 0.15 … 0.95, of which every other is all right.
    confidences = np.repeat(np.arange(10) / 10 + 0.05, 10)
    right = np.repeat(np.arange(10) % 2 == 1, 10)

    # Even groups are off by their confidence (mean 0.45), odd ones by what lacks to 1 (mean 0.45).
    assert calibration_error(confidences, right) == pytest.approx(0.45)


def test_calibration_error_of_a_resample_weighs_the_questions() -> None:
    confidences = np.array([0.1, 0.3, 0.7, 0.9])
    right = np.array([False, True, False, True])
    weights = np.array([[2.0, 0, 0, 2], [0, 4, 0, 0]])

    # First row: bins off by 2×0.1 and 2×0.1, over 4. Second: 4×0.7 over 4.
    assert calibration_error(confidences, right, weights, bins=2) == pytest.approx([0.1, 0.7])


def test_reliability_is_what_the_calibration_error_is_the_mean_of() -> None:
    confidences = np.array([0.9, 0.1, 0.7, 0.3])
    right = np.array([True, False, False, True])

    low, high = reliability(confidences, right, bins=2)
    assert (low, high) == (
        Bin(pytest.approx(0.2), 0.5, 2),
        Bin(pytest.approx(0.8), 0.5, 2),
    )
    assert high.as_json() == {"confidence": pytest.approx(0.8), "right": 0.5, "count": 2}
    # Equal confidences share a bin; the one that stays empty is left out.
    assert reliability(np.full(4, 0.5), right, bins=2) == (Bin(0.5, 0.5, 4),)


def test_reliability_and_calibration_error_agree_on_any_questions() -> None:
    random = np.random.default_rng(7)
    confidences = random.random(237).round(2)
    right = random.random(237) < confidences

    bins = reliability(confidences, right)

    assert sum(shown.count for shown in bins) == 237
    mean_gap = sum(shown.count * abs(shown.confidence - shown.right) for shown in bins) / 237
    assert calibration_error(confidences, right) == pytest.approx(mean_gap)
