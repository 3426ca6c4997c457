"""Evaluations and comparisons as tables in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.comparison import HEADLINE, Change, Comparison, Difference
from eval.evaluation import GROUPINGS, Estimates, Evaluation, Miss, RunEvaluation
from eval.figures import (
    GROUP_MEASURES,
    estimate_as_text,
    gain_as_text,
    groups_of,
    measures_of,
    p_as_text,
    rank_as_text,
)
from eval.statistics import Estimate

# Wide enough for an identifier such as kst-27925-748#20-21 to stay on one line.
_MISS_WIDTHS: Final = {"expected": 19, "first three found": 19}
_MOST_CHANGES = 20


def print_report(evaluation: Evaluation, console: Console, *, misses: bool = False) -> None:
    """Prints all measures side by side, in all and by group; then each run's misses if asked.

    A figure reads `0.84 [0.79–0.89]`: as measured, with its 95% bootstrap interval; `n` is the
    number of questions it is over. A dash marks a measure that those questions do not define, and a
    grouping with a single group has no table of its own. A miss shows the rank of the first right
    answer, with a dash where none was found.
    """
    console.print(_overall(evaluation))
    for grouping in GROUPINGS:
        if len(groups_of(evaluation.runs, grouping)) > 1:
            console.print(_by_group(evaluation, grouping))
    console.print(_legend(evaluation))
    if misses:
        for run in evaluation.runs:
            console.print(_misses(run))


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Prints what the second run gains over the first, by measure, then the largest changes.

    A gain is given with its 95% bootstrap interval over questions, the chance p of one this large
    if neither were better, and the number of questions won, lost and tied.
    """
    console.print(_differences(comparison))
    if comparison.changes:
        console.print(_changes(comparison))
    console.print(_comparison_legend(comparison))


def _differences(comparison: Comparison) -> Table:
    title = Text(f"{comparison.second} against {comparison.first}")
    table = Table(title=title, box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("measure")
    for name in ("n", comparison.first, comparison.second, "gain", "p", "won", "lost", "tied"):
        table.add_column(Text(name), justify="right")
    for measure, difference in comparison.differences.items():
        table.add_row(Text(measure), *_difference_cells(difference))
    return table


def _difference_cells(difference: Difference) -> tuple[Text, ...]:
    tally = difference.tally
    counts = (tally.wins, tally.losses, tally.ties) if tally else ("–", "–", "–")
    return (
        Text(str(difference.gain.count)),
        _cell(difference.first),
        _cell(difference.second),
        Text(gain_as_text(difference.gain)),
        Text(p_as_text(difference.p)),
        *(Text(str(count)) for count in counts),
    )


def _changes(comparison: Comparison) -> Table:
    title = Text(f"Questions won and lost by {comparison.second}, the largest first")
    table = Table(title=title, box=SIMPLE_HEAD)
    for name in ("id", "query"):
        table.add_column(name, overflow="fold")
    for name in (HEADLINE, f"rank, {comparison.first}", f"rank, {comparison.second}"):
        table.add_column(Text(name), justify="right")
    for change in comparison.changes[:_MOST_CHANGES]:
        table.add_row(*_change_cells(change))
    return table


def _change_cells(change: Change) -> tuple[Text, ...]:
    return (
        Text(change.question.id),
        Text(change.question.query),
        Text(f"{change.gain:+.2f}", style="green" if change.gain > 0 else "red"),
        Text(rank_as_text(change.first)),
        Text(rank_as_text(change.second)),
    )


def _comparison_legend(comparison: Comparison) -> Text:
    left_out = len(comparison.changes) - _MOST_CHANGES
    more = f" {left_out} more changes are in --json and --report." if left_out > 0 else ""
    return Text(
        "gain: second minus first, with its 95% bootstrap interval over questions. p: two-sided "
        "paired randomisation test, 10,000 draws, each measure by itself." + more
    )


def _overall(evaluation: Evaluation) -> Table:
    table = _side_by_side(f"All {len(evaluation.questions)} questions", evaluation.runs)
    sets = [run.measures for run in evaluation.runs]
    for measure in measures_of(sets):
        table.add_row(Text(measure), *_figures(measure, sets))
    return table


def _by_group(evaluation: Evaluation, grouping: str) -> Table:
    table = _side_by_side(f"By {grouping}", evaluation.runs)
    for group in groups_of(evaluation.runs, grouping):
        table.add_section()
        table.add_row(Text(group.partition("=")[2], style="bold"))
        _add_group(table, [run.groups.get(group, {}) for run in evaluation.runs])
    return table


def _add_group(table: Table, sets: Sequence[Estimates]) -> None:
    for measure in measures_of(sets):
        if measure in GROUP_MEASURES:
            table.add_row(Text(f"  {measure}"), *_figures(measure, sets))


def _misses(run: RunEvaluation) -> Table:
    table = Table(
        title=Text(f"{run.name}: questions whose first hit is not right"), box=SIMPLE_HEAD
    )
    for name in ("id", "query", "expected", "first three found", "rank"):
        table.add_column(name, min_width=_MISS_WIDTHS.get(name), overflow="fold")
    for miss in run.misses:
        table.add_row(*_miss_cells(miss))
    return table


def _miss_cells(miss: Miss) -> tuple[Text, ...]:
    return (
        Text(miss.question.id),
        Text(miss.question.query),
        Text("\n".join(miss.question.expected)),
        Text("\n".join(miss.found) or "nothing"),
        Text(rank_as_text(miss.rank)),
    )


def _legend(evaluation: Evaluation) -> Text:
    thresholds = dict.fromkeys(f"{run.threshold:g}" for run in evaluation.runs)
    return Text(
        "In brackets the 95% bootstrap interval over questions; n is the number of questions. "
        "recall@k: a right answer is among the first k. Kept and caught at confidence "
        f"{' and '.join(thresholds)}."
    )


def _side_by_side(title: str, runs: Iterable[RunEvaluation]) -> Table:
    table = Table(title=title, box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("measure")
    table.add_column("n", justify="right")
    for run in runs:
        table.add_column(Text(run.name), justify="right")
    return table


def _figures(measure: str, sets: Sequence[Estimates]) -> list[Text]:
    figures = [estimates.get(measure) for estimates in sets]
    count = next((figure.count for figure in figures if figure), 0)
    return [Text(str(count)), *(_cell(figure) for figure in figures)]


def _cell(figure: Estimate | None) -> Text:
    return Text(estimate_as_text(figure))
