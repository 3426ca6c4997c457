"""What an evaluation holds and how it is shown."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from rich.console import Console

from eval import Evaluation, Run, evaluate, print_report


@pytest.fixture
def gold(question):
    return [
        question("q1", "a", language="nl", kind="factoid"),
        question("q2", "b", "c", language="nl", kind="several"),
        question("q3", "d", language="en", kind="factoid", query="who [bold]asked[/bold] [/x]"),
        question("q4", language="en", kind="unanswerable-hard"),
    ]


@pytest.fixture
def evaluation(gold, ranking) -> Evaluation:
    terms = Run(
        "terms only",
        {"q1": ranking("a"), "q2": ranking("x", "b"), "q3": (), "q4": ranking("a")},
        {"q1": 0.9, "q2": 0.4, "q3": 0.0, "q4": 0.6},
    )
    default = Run(
        "default",
        {
            "q1": ranking("a"),
            "q2": ranking("b", "c"),
            "q3": ranking("v", "w", "x", "y", "d"),
            "q4": ranking("a"),
        },
        {"q1": 0.9, "q2": 0.8, "q3": 0.7, "q4": 0.2},
    )
    return evaluate(gold, [terms, default], threshold=0.5)


def means(estimates) -> dict[str, float]:
    return {name: figure.mean for name, figure in estimates.items()}


def test_all_questions_together(evaluation: Evaluation) -> None:
    terms, default = evaluation.runs

    assert means(terms.measures) == {
        "recall@1": pytest.approx(1 / 3),
        "recall@3": pytest.approx(2 / 3),
        "recall@5": pytest.approx(2 / 3),
        "recall@10": pytest.approx(2 / 3),
        "MRR@10": pytest.approx((1 + 1 / 2 + 0) / 3),
        # q2: found 1/log2(3), ideal 1 + 1/log2(3).
        "nDCG@10": pytest.approx((1 + 0.6309297535714574 / 1.6309297535714574 + 0) / 3),
        "all@5": pytest.approx(1 / 2),
        "share kept": pytest.approx(1 / 3),
        "share caught": 0,
        # Only q1 is above q4's 0.6.
        "AUROC": pytest.approx(1 / 3),
        # One bin: confidences 1.9, right within three q1 and q2.
        "calibration error": pytest.approx(abs(1.9 - 2) / 4),
    }
    assert default.measures["recall@5"].mean == 1
    # q3's right answer is fifth, so it counts as wrong for calibration: 2.6 against 2.
    assert default.measures["calibration error"].mean == pytest.approx(0.6 / 4)
    assert default.measures["AUROC"].mean == 1
    assert {name: figure.count for name, figure in default.measures.items()} == {
        **dict.fromkeys(["recall@1", "recall@3", "recall@5", "recall@10"], 3),
        "MRR@10": 3,
        "nDCG@10": 3,
        "all@5": 1,
        "share kept": 3,
        "share caught": 1,
        "AUROC": 4,
        "calibration error": 4,
    }


def test_groups_by_language_and_kind(evaluation: Evaluation) -> None:
    groups = evaluation.runs[0].groups

    assert list(groups) == [
        *("language=nl", "language=en"),
        *("kind=factoid", "kind=several", "kind=unanswerable-hard"),
        "part=tune",
    ]
    assert groups["language=nl"]["recall@1"].mean == pytest.approx(1 / 2)
    assert groups["language=en"]["recall@1"].mean == 0
    assert "all@5" in groups["kind=several"]
    assert "all@5" not in groups["kind=factoid"]
    assert means(groups["kind=unanswerable-hard"]) == {
        "share caught": 0,
        "calibration error": pytest.approx(0.6),
    }


def test_json_has_the_agreed_shape(evaluation: Evaluation) -> None:
    printed = json.loads(json.dumps(evaluation.as_json(), allow_nan=False))

    assert list(printed) == ["runs"]
    assert [run["name"] for run in printed["runs"]] == ["terms only", "default"]
    for run in printed["runs"]:
        assert list(run) == ["name", "measures", "groups", "reliability"]
        for shown in run["reliability"]:
            assert list(shown) == ["confidence", "right", "count"]
        for measures in (run["measures"], *run["groups"].values()):
            assert measures
            for figure in measures.values():
                assert list(figure) == ["mean", "low", "high", "count"]
    ndcg = printed["runs"][1]["measures"]["nDCG@10"]
    assert 0 <= ndcg["low"] <= ndcg["mean"] <= ndcg["high"] <= 1
    assert "nDCG@10" in printed["runs"][1]["groups"]["language=nl"]


def test_misses_are_the_answerable_questions_without_a_right_first_hit(
    evaluation: Evaluation,
) -> None:
    terms, default = evaluation.runs

    assert [(m.question.id, m.found, m.rank) for m in terms.misses] == [
        ("q2", ("x", "b"), 2),
        ("q3", (), None),
    ]
    assert [(m.question.id, m.found, m.rank) for m in default.misses] == [
        ("q3", ("v", "w", "x"), 5)
    ]


def test_the_same_runs_give_the_same_evaluation(gold, ranking) -> None:
    run = Run("x", {q.id: ranking("a", "b") for q in gold}, {q.id: 0.5 for q in gold})

    assert evaluate(gold, [run], threshold=0.5) == evaluate(gold, [run], threshold=0.5)


def test_a_run_that_lacks_a_question_is_refused(gold) -> None:
    run = Run("half", {"q1": ()}, {"q1": 0.0})
    with pytest.raises(ValueError, match=r"'half' lacks 3 of the 4 questions, the first is q2"):
        evaluate(gold, [run], threshold=0.5)


def test_two_runs_of_one_name_are_refused(gold) -> None:
    run = Run("x", {q.id: () for q in gold}, {q.id: 0.0 for q in gold})
    with pytest.raises(ValueError, match=r"names of their own, found x more than once; rename one"):
        evaluate(gold, [run, run], threshold=0.5)


def test_no_questions_are_refused() -> None:
    with pytest.raises(ValueError, match=r"Expected questions to evaluate, found none"):
        evaluate([], [], threshold=0.5)


def printed(evaluation: Evaluation, *, misses: bool = False) -> str:
    console = Console(file=io.StringIO(), width=120)
    print_report(evaluation, console, misses=misses)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def row(text: str, *cells: str) -> list[str]:
    """The cells of the first table row that starts with the given ones."""
    rows = [re.split(r"  +", line.strip()) for line in text.splitlines()]
    return next(found for found in rows if found[: len(cells)] == list(cells))


def test_the_report_shows_the_runs_side_by_side(evaluation: Evaluation) -> None:
    text = printed(evaluation)

    assert "All 4 questions" in text
    terms, default = (run.measures["recall@1"] for run in evaluation.runs)
    assert row(text, "recall@1") == [
        "recall@1",
        "3",
        f"0.33 [{terms.low:.2f}–{terms.high:.2f}]",
        f"0.67 [{default.low:.2f}–{default.high:.2f}]",
    ]
    assert "at confidence 0.5" in text


def test_the_report_has_a_table_for_each_grouping_with_more_than_one_group(
    evaluation: Evaluation,
) -> None:
    text = printed(evaluation)

    assert "By language" in text
    assert "By kind" in text
    assert "By part" not in text
    hard = text.partition("unanswerable-hard")[2]
    assert row(hard, "share caught") == [
        "share caught",
        "1",
        "0.00 [0.00–0.00]",
        "1.00 [1.00–1.00]",
    ]
    assert text.count("AUROC") == text.count("MRR@10") == 1  # only over all questions
    dutch = text.partition("By language")[2].partition("nl")[2]
    assert row(dutch, "recall@1")[1] == "2"


def test_a_measure_that_one_run_lacks_is_a_dash(gold, ranking) -> None:
    whole = evaluate(gold[:1], [Run("x", {"q1": ranking("a")}, {"q1": 1.0})], threshold=0.5)
    nothing = replace(whole.runs[0], name="y", measures={})

    text = printed(replace(whole, runs=(*whole.runs, nothing)))

    assert row(text, "recall@1") == ["recall@1", "1", "1.00 [1.00–1.00]", "–"]


def test_misses_are_printed_on_request_with_the_query_as_typed(evaluation: Evaluation) -> None:
    assert "whose first hit is not right" not in printed(evaluation)

    text = printed(evaluation, misses=True)

    assert "terms only: questions whose first hit is not right" in text
    assert row(text, "q2") == ["q2", "vraag q2", "b", "x", "2"]
    assert row(text, "q3") == ["q3", "who [bold]asked[/bold] [/x]", "d", "nothing", "–"]
