"""Two runs compared: differences, wins and losses worked out by hand."""

from __future__ import annotations

import io
import json
from math import log2

import pytest
from rich.console import Console

from eval import Comparison, Run, compare, evaluate, print_comparison
from eval.comparison import Tally
from eval.statistics import estimate_mean, sign_flip_p


@pytest.fixture
def gold(question):
    return [
        question("q1", "a"),
        question("q2", "b"),
        question("q3", "c", query="who [bold]asked[/bold]"),
        question("q4", "d"),
        question("q5"),
    ]


@pytest.fixture
def evaluation(gold, ranking):
    before = Run(
        "before",
        {
            "q1": ranking("a"),
            "q2": ranking("x", "b"),
            "q3": (),
            "q4": ranking("d"),
            "q5": ranking("a"),
        },
        {"q1": 0.9, "q2": 0.2, "q3": 0.3, "q4": 0.8, "q5": 0.4},
    )
    after = Run(
        "after",
        {
            "q1": ranking("x", "y", "a"),
            "q2": ranking("b"),
            "q3": ranking("c"),
            "q4": ranking("d"),
            "q5": (),
        },
        {"q1": 0.9, "q2": 0.8, "q3": 0.7, "q4": 0.9, "q5": 0.1},
    )
    return evaluate(gold, [before, after])


@pytest.fixture
def comparison(evaluation) -> Comparison:
    return compare(evaluation, "before", "after")


def test_the_gain_is_the_mean_of_the_questions_differences(comparison: Comparison) -> None:
    mrr = comparison.differences["MRR@10"]
    gains = [1 / 3 - 1, 1 - 1 / 2, 1 - 0, 0]

    assert mrr.first.mean == pytest.approx((1 + 1 / 2 + 0 + 1) / 4)
    assert mrr.second.mean == pytest.approx((1 / 3 + 1 + 1 + 1) / 4)
    assert mrr.gain == estimate_mean(gains)
    assert mrr.gain.mean == pytest.approx(5 / 24)
    assert mrr.gain.low < 0 < mrr.gain.high
    assert mrr.p == sign_flip_p(gains)
    assert mrr.tally == Tally(wins=2, losses=1, ties=1)


def test_confidence_is_compared_too(comparison: Comparison) -> None:
    assert comparison.differences["share caught"].tally == Tally(0, 0, 1)
    # q2 and q3 are called answered by the second run only.
    assert comparison.differences["share kept"].tally == Tally(2, 0, 2)
    auroc = comparison.differences["AUROC"]
    # Of four pairs with q5 the first run has two in order, the second all.
    assert (auroc.first.mean, auroc.second.mean, auroc.gain.mean) == (0.5, 1, 0.5)
    assert auroc.tally is None
    assert 0 < auroc.p <= 1


def test_a_measure_that_no_question_has_is_left_out(comparison: Comparison, evaluation) -> None:
    assert "all@5" in evaluation.runs[0].values
    assert "all@5" not in comparison.differences
    assert list(comparison.differences)[-1] == "AUROC"


def test_changes_are_the_largest_first_with_both_ranks(comparison: Comparison) -> None:
    changes = [(c.question.id, c.gain, c.first, c.second) for c in comparison.changes]

    assert changes == [
        ("q3", 1, None, 1),
        ("q1", pytest.approx(1 / log2(3 + 1) - 1), 1, 3),
        ("q2", pytest.approx(1 - 1 / log2(2 + 1)), 2, 1),
    ]


def test_the_other_way_round_gains_are_losses(evaluation) -> None:
    there = compare(evaluation, "before", "after").differences["recall@1"]
    back = compare(evaluation, "after", "before").differences["recall@1"]

    assert (back.gain.mean, back.p) == (-there.gain.mean, pytest.approx(there.p, abs=0.02))
    assert (back.tally.wins, back.tally.losses) == (there.tally.losses, there.tally.wins)


def test_a_run_gains_nothing_over_itself(evaluation) -> None:
    same = compare(evaluation, "after", "after")

    assert same.changes == ()
    for difference in same.differences.values():
        assert (difference.gain.mean, difference.p) == (0, 1)


def test_without_unanswerable_questions_there_is_no_auroc(gold, ranking) -> None:
    runs = [Run(name, {"q1": ranking("a")}, {"q1": 0.5}) for name in ("one", "other")]

    assert "AUROC" not in compare(evaluate(gold[:1], runs), "one", "other").differences


def test_an_unknown_run_is_refused(evaluation) -> None:
    with pytest.raises(ValueError, match=r"found 'x'; there are before, after"):
        compare(evaluation, "before", "x")


def test_json_has_figures_chance_and_changes(comparison: Comparison) -> None:
    shown = json.loads(json.dumps(comparison.as_json(), allow_nan=False))

    assert list(shown) == ["first", "second", "measures", "changes"]
    recall = shown["measures"]["recall@1"]
    assert list(recall) == ["first", "second", "gain", "p", "wins", "losses", "ties"]
    assert list(recall["gain"]) == ["mean", "low", "high", "count"]
    assert shown["measures"]["AUROC"]["wins"] is None
    assert shown["changes"][0] == {
        "id": "q3",
        "query": "who [bold]asked[/bold]",
        "gain": 1.0,
        "first_rank": None,
        "second_rank": 1,
    }


def test_the_terminal_shows_gains_and_changes_as_typed(comparison: Comparison) -> None:
    console = Console(file=io.StringIO(), width=140)
    print_comparison(comparison, console)
    text = console.file.getvalue()

    assert "after against before" in text
    row = next(line.split() for line in text.splitlines() if line.strip().startswith("MRR@10"))
    assert row[0:2] == ["MRR@10", "4"]
    assert row[-3:] == ["2", "1", "1"]
    assert "+0.21" in row
    q3 = next(line for line in text.splitlines() if "who [bold]asked[/bold]" in line)
    assert q3.split()[-3:] == ["+1.00", "–", "1"]
