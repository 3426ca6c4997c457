"""An evaluation as tables for people, the runs side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

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


def print_report(evaluation: Evaluation, console: Console, *, misses: bool = False) -> None:
    """Prints all measures side by side, in all, by language and by kind; misses if asked.

    A figure reads `0.84 [0.79–0.89]`: as measured, with its 95% bootstrap interval; `n` is the
    number of questions it is over. A dash marks a measure that those questions do not define.
    """
    console.print(_overall(evaluation))
    for grouping in GROUPINGS:
        console.print(_by_group(evaluation, grouping))
    console.print(_legend(evaluation))
    if misses:
        for run in evaluation.runs:
            console.print(_misses(run))


def _overall(evaluation: Evaluation) -> Table:
    table = Table(title=f"All {len(evaluation.questions)} gold questions")
    _add_columns(table, ["measure"], evaluation.runs)
    sets = [run.measures for run in evaluation.runs]
    for measure in _measures_of(sets):
        table.add_row(Text(measure), *_figures(measure, sets))
    return table


def _by_group(evaluation: Evaluation, grouping: str) -> Table:
    table = Table(title=f"By {grouping}")
    _add_columns(table, [grouping, "measure"], evaluation.runs)
    for group in _groups_of(evaluation.runs, grouping):
        table.add_section()
        _add_group(table, group, [run.groups.get(group, {}) for run in evaluation.runs])
    return table


def _add_group(table: Table, group: str, sets: Sequence[Estimates]) -> None:
    label = group.partition("=")[2]
    for measure in _measures_of(sets):
        if measure in _GROUP_MEASURES:
            table.add_row(Text(label), Text(measure), *_figures(measure, sets))
            label = ""


def _misses(run: RunEvaluation) -> Table:
    table = Table(title=Text(f"{run.name}: questions whose first hit is not right"))
    for name in ("id", "query", "expected", "first three found", "rank of the right one"):
        table.add_column(name, overflow="fold")
    for miss in run.misses:
        table.add_row(*_miss_cells(miss))
    return table


def _miss_cells(miss: Miss) -> tuple[Text, ...]:
    return (
        Text(miss.question.id),
        Text(miss.question.query),
        Text("\n".join(miss.question.expected)),
        Text("\n".join(miss.found) or "nothing"),
        Text("not found" if miss.rank is None else str(miss.rank)),
    )


def _legend(evaluation: Evaluation) -> Text:
    return Text(
        "In brackets the 95% bootstrap interval over questions; n is the number of questions. "
        "recall@k: a right answer is among the first k. Kept and caught at confidence "
        f"{evaluation.threshold:g}."
    )


def _add_columns(table: Table, names: Iterable[str], runs: Iterable[RunEvaluation]) -> None:
    for name in names:
        table.add_column(name)
    table.add_column("n", justify="right")
    for run in runs:
        table.add_column(Text(run.name), justify="right")


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
