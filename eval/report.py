"""An evaluation as tables for people, the runs side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.evaluation import GROUPINGS, Estimates, Evaluation, Miss, RunEvaluation
from eval.statistics import Estimate

_GROUP_MEASURES: Final = (
    "recall@1",
    "recall@5",
    "nDCG@10",
    "all@5",
    "share kept",
    "share caught",
)
# Wide enough for an identifier such as kst-27925-748#20-21 to stay on one line.
_MISS_WIDTHS: Final = {"expected": 19, "first three found": 19}


def print_report(evaluation: Evaluation, console: Console, *, misses: bool = False) -> None:
    """Prints all measures side by side, in all and by group; then each run's misses if asked.

    A figure reads `0.84 [0.79–0.89]`: as measured, with its 95% bootstrap interval; `n` is the
    number of questions it is over. A dash marks a measure that those questions do not define, and a
    grouping with a single group has no table of its own. A miss shows the rank of the first right
    answer, with a dash where none was found.
    """
    console.print(_overall(evaluation))
    for grouping in GROUPINGS:
        if len(_groups_of(evaluation.runs, grouping)) > 1:
            console.print(_by_group(evaluation, grouping))
    console.print(_legend(evaluation))
    if misses:
        for run in evaluation.runs:
            console.print(_misses(run))


def _overall(evaluation: Evaluation) -> Table:
    table = _side_by_side(f"All {len(evaluation.questions)} gold questions", evaluation.runs)
    sets = [run.measures for run in evaluation.runs]
    for measure in _measures_of(sets):
        table.add_row(Text(measure), *_figures(measure, sets))
    return table


def _by_group(evaluation: Evaluation, grouping: str) -> Table:
    table = _side_by_side(f"By {grouping}", evaluation.runs)
    for group in _groups_of(evaluation.runs, grouping):
        table.add_section()
        table.add_row(Text(group.partition("=")[2], style="bold"))
        _add_group(table, [run.groups.get(group, {}) for run in evaluation.runs])
    return table


def _add_group(table: Table, sets: Sequence[Estimates]) -> None:
    for measure in _measures_of(sets):
        if measure in _GROUP_MEASURES:
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
        Text("–" if miss.rank is None else str(miss.rank)),
    )


def _legend(evaluation: Evaluation) -> Text:
    return Text(
        "In brackets the 95% bootstrap interval over questions; n is the number of questions. "
        "recall@k: a right answer is among the first k. Kept and caught at confidence "
        f"{evaluation.threshold:g}."
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
    if figure is None:
        return Text("–")
    return Text(f"{figure.mean:.2f} [{figure.low:.2f}–{figure.high:.2f}]")


def _measures_of(sets: Iterable[Mapping[str, Estimate]]) -> list[str]:
    return list(dict.fromkeys(measure for estimates in sets for measure in estimates))


def _groups_of(runs: Iterable[RunEvaluation], grouping: str) -> list[str]:
    names = dict.fromkeys(group for run in runs for group in run.groups)
    return [name for name in names if name.startswith(f"{grouping}=")]
