"""Evaluations as tables and plots for the page.

All text from files and users passes `escape`: it never becomes markup.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Final

from eval import Comparison, Evaluation, Miss, RunEvaluation, SavedRun
from eval.evaluation import Estimates
from eval.figures import (
    GROUP_MEASURES,
    NOTHING,
    estimate_as_text,
    gain_as_text,
    groups_of,
    measures_of,
    p_as_text,
    rank_as_text,
)
from eval.plots import NOT_FOUND, RANKS, PlotWords, in_colours_of, plots, share_at
from eval.statistics import Estimate
from ui.text.evaluation import EvaluationWords

_MOST_CHANGES: Final = 40
_SHORT: Final = 12
"""Digits of a digest that are shown."""
_GROUPING_OF: Final = {"recall-by-kind": "kind", "recall-by-language": "language"}
_PANELS: Final = ("recall@1", "recall@5")


def group_name(grouping: str, name: str, words: EvaluationWords) -> str:
    """What a kind, language or part is called; one that no text knows, as in the file."""
    known = {"kind": words.kinds, "language": words.languages, "part": words.parts}
    return known[grouping].get(name, name)


def overall(evaluation: Evaluation, words: EvaluationWords) -> str:
    """All measures of all runs side by side, each with its interval."""
    sets = [run.measures for run in evaluation.runs]
    rows = [_figures_row(measure, sets, words) for measure in measures_of(sets)]
    head = [words.measure_column, words.count_column, *(run.name for run in evaluation.runs)]
    return _table(words.figures, head, rows)


def by_grouping(evaluation: Evaluation, grouping: str, words: EvaluationWords) -> str:
    """The measures by kind, language or part, folded; empty where there is one group only."""
    groups = groups_of(evaluation.runs, grouping)
    if len(groups) <= 1:
        return ""
    rows = []
    for group in groups:
        sets = [run.groups.get(group, {}) for run in evaluation.runs]
        name = group_name(grouping, group.partition("=")[2], words)
        rows.append(f'<tr class="kb-first"><th colspan="99">{escape(name)}</th></tr>')
        rows += [_figures_row(m, sets, words) for m in measures_of(sets) if m in GROUP_MEASURES]
    title = words.by_grouping[grouping]
    head = [words.measure_column, words.count_column, *(run.name for run in evaluation.runs)]
    return _fold(title, _table(title, head, rows))


def explained(evaluation: Evaluation, words: EvaluationWords) -> str:
    """What every measure that is shown says, a sentence each, folded."""
    shown = measures_of(run.measures for run in evaluation.runs)
    items = "".join(
        f"<dt>{escape(words.measures[name])}</dt><dd>{escape(words.meanings[name])}</dd>"
        for name in shown
    )
    return _fold(words.measures_explained, f'<dl class="kb-meanings">{items}</dl>')


def hangs_on(runs: Mapping[str, SavedRun], words: EvaluationWords) -> str:
    """What each run was made with: index, model, code, threshold; folded."""
    rows = [
        _row(
            name,
            [
                f"{run.saved_at:%Y-%m-%d %H:%M} UTC",
                run.index[:_SHORT],
                f"{run.configuration.model} {run.configuration.revision[:24]}",
                f"{run.code.version or NOTHING} {run.code.sha256[:_SHORT]}",
                f"{run.configuration.threshold:g}",
            ],
        )
        for name, run in runs.items()
    ]
    return _fold(words.hangs_on, _table(words.hangs_on, words.run_columns, rows))


def drawn(evaluation: Evaluation, words: EvaluationWords, *, dark: bool) -> dict[str, str]:
    """Every plot by its name, in a wide form and one for phones, with its figures in a table."""
    said = PlotWords(
        titles=words.plot_titles,
        groups={
            f"{grouping}={name}": shown
            for grouping, names in (("kind", words.kinds), ("language", words.languages))
            for name, shown in names.items()
        },
        ranks=words.ranks,
        calibration_error=words.calibration,
        confidence=words.bin_columns[0].lower(),
        right=words.right_within_three,
        as_sure_as_right=words.as_sure_as_right,
        share=words.share_of_questions,
    )
    wide, narrow = plots(evaluation, said), plots(evaluation, said, narrow=True)
    return {
        name: _plot(name, [wide[name], narrow[name]], evaluation, words, dark=dark)
        for name in words.plot_titles
        if name in wide
    }


def compared(comparison: Comparison, words: EvaluationWords) -> str:
    """What the second run gains over the first, measure by measure."""
    rows = []
    for measure, found in comparison.differences.items():
        tally = found.tally
        counts = (tally.wins, tally.losses, tally.ties) if tally else (NOTHING,) * 3
        cells = [
            str(found.gain.count),
            estimate_as_text(found.first),
            estimate_as_text(found.second),
            gain_as_text(found.gain),
            p_as_text(found.p),
            *map(str, counts),
        ]
        rows.append(_measure_row(measure, cells, words))
    title = words.against.format(first=comparison.first, second=comparison.second)
    return _table(title, words.comparison_columns, rows)


def differing(first: SavedRun, second: SavedRun, words: EvaluationWords) -> str:
    """What two runs were made with, where that is not the same."""
    one, other = _facts(first), _facts(second)
    rows = [
        _row(name, [one.get(name, NOTHING), other.get(name, NOTHING)])
        for name in dict.fromkeys([*one, *other])
        if one.get(name) != other.get(name)
    ]
    if not rows:
        return f"<p>{escape(words.differs_not)}</p>"
    head = [words.setting_column, words.first_label, words.second_label]
    return _table(words.differs, head, rows)


def changed(comparison: Comparison, words: EvaluationWords) -> str:
    """The questions that the second run answers better or worse, the largest differences first."""
    if not comparison.changes:
        return f"<p>{escape(words.no_changes)}</p>"
    rows = [
        _row(
            change.question.id,
            [
                change.question.query,
                f"{change.gain:+.2f}",
                rank_as_text(change.first),
                rank_as_text(change.second),
            ],
            texts=1,
        )
        for change in comparison.changes[:_MOST_CHANGES]
    ]
    table = _table(words.changes, words.change_columns, rows, texts=1)
    left_out = len(comparison.changes) - _MOST_CHANGES
    if left_out > 0:
        table += f"<p>{escape(words.changes_left_out.format(count=left_out))}</p>"
    return table


def missed(miss: Miss, words: EvaluationWords) -> str:
    """The question of a miss, with what is known of it."""
    question = miss.question
    facts = [question.id] + [
        group_name(grouping, question.facts[grouping], words)
        for grouping in ("kind", "language", "part")
        if grouping in question.facts
    ]
    return (
        f'<div class="kb-miss"><h2>{escape(question.query)}</h2>'
        f"<p>{escape(' · '.join(facts))}</p></div>"
    )


def named(evaluation: Evaluation, names: Mapping[str, str]) -> Evaluation:
    """The evaluation with its runs called as readers call them."""
    runs = (replace(run, name=names.get(run.name, run.name)) for run in evaluation.runs)
    return replace(evaluation, runs=tuple(runs))


def _facts(run: SavedRun) -> dict[str, str]:
    """All that a run was made with, by a name for each."""
    made = run.configuration.model_dump(exclude={"system"})
    return (
        {name: str(value) for name, value in made.items()}
        | {"index": run.index, "code": run.code.sha256[:_SHORT]}
        | dict(_leaves(run.configuration.system, "system"))
    )


def _leaves(value: object, name: str) -> Iterable[tuple[str, str]]:
    if not isinstance(value, Mapping):
        yield name, str(value)
        return
    for key, inner in value.items():
        yield from _leaves(inner, f"{name}.{key}")


def _plot(
    name: str,
    svgs: Sequence[str],
    evaluation: Evaluation,
    words: EvaluationWords,
    *,
    dark: bool,
) -> str:
    title, note = words.plot_titles[name], words.plot_notes[name]
    alternative = escape(words.plot_alternative.format(title=title))
    images = "".join(
        f'<img class="{kind}" alt="{alternative}" src="data:image/svg+xml;base64,'
        f'{b64encode(in_colours_of(svg, dark=dark).encode()).decode()}">'
        for kind, svg in zip(("kb-plot-wide", "kb-plot-narrow"), svgs, strict=True)
    )
    ground = "kb-on-dark" if dark else "kb-on-light"
    table = _fold(words.plot_table, _plot_table(name, evaluation, words))
    return (
        f'<figure class="kb-plot"><figcaption><h2>{escape(title)}</h2><p>{escape(note)}</p>'
        f'</figcaption><div class="{ground}">{images}</div></figure>{table}'
    )


def _plot_table(name: str, evaluation: Evaluation, words: EvaluationWords) -> str:
    title = words.plot_titles[name]
    if name == "reliability":
        return _bins(evaluation.runs[-1], title, words)
    if name == "ranks":
        shown = [*RANKS, NOT_FOUND]
        rows = [
            _row(run.name, [f"{share_at(run, rank):.2f}" for rank in shown])
            for run in evaluation.runs
            if run.ranks
        ]
        return _table(title, [words.system_column, *(words.ranks[rank] for rank in shown)], rows)
    return _recalls(_GROUPING_OF[name], evaluation, title, words)


def _bins(run: RunEvaluation, title: str, words: EvaluationWords) -> str:
    rows = [
        _row(f"{shown.confidence:.2f}", [f"{shown.right:.2f}", str(shown.count)])
        for shown in run.reliability
    ]
    error = estimate_as_text(run.measures.get("calibration error"))
    return _table(title, words.bin_columns, rows) + (
        f'<p class="kb-small">{escape(words.calibration)}: {error}</p>'
    )


def _recalls(grouping: str, evaluation: Evaluation, title: str, words: EvaluationWords) -> str:
    rows = []
    for group in groups_of(evaluation.runs, grouping):
        sets = [run.groups.get(group, {}) for run in evaluation.runs]
        if not any(_PANELS[0] in estimates for estimates in sets):
            continue
        name = group_name(grouping, group.partition("=")[2], words)
        cells = [estimate_as_text(figures.get(m)) for figures in sets for m in _PANELS]
        rows.append(_row(name, [_count([figures.get(_PANELS[0]) for figures in sets]), *cells]))
    head = [f"{run.name}, {measure}" for run in evaluation.runs for measure in _PANELS]
    return _table(title, [words.by_grouping[grouping], words.count_column, *head], rows)


def _figures_row(measure: str, sets: Sequence[Estimates], words: EvaluationWords) -> str:
    figures = [estimates.get(measure) for estimates in sets]
    return _measure_row(measure, [_count(figures), *map(estimate_as_text, figures)], words)


def _measure_row(measure: str, cells: Sequence[str], words: EvaluationWords) -> str:
    name, meaning = escape(words.measures[measure]), escape(words.meanings[measure])
    head = f'<th scope="row"><abbr title="{meaning}">{name}</abbr></th>'
    return f"<tr>{head}{_cells(cells)}</tr>"


def _count(figures: Sequence[Estimate | None]) -> str:
    return str(next((figure.count for figure in figures if figure), 0))


def _row(name: str, cells: Sequence[str], *, texts: int = 0) -> str:
    return f'<tr><th scope="row">{escape(name)}</th>{_cells(cells, texts)}</tr>'


def _cells(cells: Sequence[str], texts: int = 0) -> str:
    """The cells of a row, of which the first `texts` are running text and the others figures."""
    return "".join(
        f'<td class="kb-text">{escape(cell)}</td>'
        if place < texts
        else f"<td>{_interval(cell)}</td>"
        for place, cell in enumerate(cells)
    )


def _interval(cell: str) -> str:
    """A figure with its interval smaller behind it."""
    figure, bracket, interval = cell.partition(" [")
    if not bracket:
        return escape(cell)
    return f"{escape(figure)} <small>{escape(bracket.strip() + interval)}</small>"


def _table(title: str, head: Iterable[str], rows: Iterable[str], *, texts: int = 0) -> str:
    """A table that scrolls by itself where it is wider than the page; the keyboard reaches it."""
    first, *others = head
    columns = "".join(
        f'<th scope="col"{_kind_of_column(place, texts)}>{escape(name)}</th>'
        for place, name in enumerate(others)
    )
    return (
        f'<div class="kb-wide" role="region" tabindex="0" aria-label="{escape(title)}">'
        f'<table class="kb-figures"><thead><tr><th scope="col">{escape(first)}</th>{columns}</tr>'
        f"</thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _kind_of_column(place: int, texts: int) -> str:
    return ' class="kb-text"' if place < texts else ""


def _fold(title: str, inner: str) -> str:
    return f'<details class="kb-fold"><summary>{escape(title)}</summary>{inner}</details>'
