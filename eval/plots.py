"""Evaluations as plots, in SVG that follows the light or dark of the page around it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from eval.evaluation import Evaluation, RunEvaluation
from eval.figures import groups_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    "ink": ("#22303c", "#dfe5ea"),
    "faint": ("#6b7a88", "#93a1ad"),
    "line": ("#d6dde3", "#3a4650"),
    "run-1": ("#1f5fa8", "#7db4f2"),
    "run-2": ("#c2702b", "#e9a566"),
    "run-3": ("#4c8c74", "#7fc7ab"),
    "run-4": ("#8c7aa9", "#bba9d9"),
    "run-5": ("#a0525c", "#dd8d97"),
    "rank-1": ("#1f5fa9", "#7db4f2"),
    "rank-2": ("#5186c4", "#5b8fcb"),
    "rank-3": ("#86acd8", "#4470a1"),
    "rank-4": ("#bcd1e9", "#345377"),
    "rank-5": ("#e6d3c4", "#5c4a3e"),
}
"""Every colour by its name, on a light page and on a dark one; the last run is `run-1`."""

_VARIABLES: Final[Mapping[str, str]] = {light: name for name, (light, _) in COLOURS.items()}
_RUNS = 5
RANKS: Final[Mapping[str, tuple[int, int]]] = {
    "first": (1, 1),
    "2 or 3": (2, 3),
    "4 or 5": (4, 5),
    "6 to 10": (6, 10),
}
NOT_FOUND: Final = "not found"
"""The names of the ranks that are shown apart, and of no rank."""


@dataclass(frozen=True, slots=True)
class PlotWords:
    """What stands in plots, in one language; by default what reports say."""

    titles: Mapping[str, str] = field(
        default_factory=lambda: {
            "recall-by-kind": "Recall by kind",
            "recall-by-language": "Recall by language",
            "reliability": "How often right against how sure",
            "ranks": "Rank of the first right answer",
        }
    )
    """The titles of the plots, by their names."""
    groups: Mapping[str, str] = field(default_factory=dict)
    """Names for groups ("kind=factoid"); one that is not here stands as in the set."""
    ranks: Mapping[str, str] = field(default_factory=dict)
    """Names for "first", "2 or 3", …, "not found"; one that is not here stands so."""
    calibration_error: str = "calibration error"
    confidence: str = "confidence"
    right: str = "share right within three"
    as_sure_as_right: str = "as sure as right"
    share: str = "share of the answerable questions"


REPORTS: Final = PlotWords()

_DRAWING: Final = threading.Lock()
"""Matplotlib's style is the process's: one thread draws at a time."""
_UNREADABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML may hold."""
_MOST_GROUPS = 30
_LONGEST_NAME = 40

_WIDTH = 8.6
_NARROW = 4.4
_ROW = 0.17
_PANELS = ("recall@1", "recall@5")
_STYLE: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "kamerbron",
    "font.family": "sans-serif",
    "font.size": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "legend.frameon": False,
    **dict.fromkeys(
        ("text.color", "axes.labelcolor", "xtick.color", "ytick.color"), COLOURS["ink"][0]
    ),
    "axes.edgecolor": COLOURS["line"][0],
    # A run may be named after a file; a dollar in it is no formula.
    "text.parse_math": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}


def plots(
    evaluation: Evaluation, words: PlotWords = REPORTS, *, narrow: bool = False
) -> dict[str, str]:
    """The plots of an evaluation as SVG, by name, those it has nothing to show in left out.

    Those that are `narrow` can be read on a phone. The same evaluation gives the same bytes.
    Colours are CSS variables (`--run-1`), with those of a light page where the page sets none.
    Groups too many to be told apart have no plot.
    """
    drawn = {
        "recall-by-kind": _by_group(evaluation, "kind", words, narrow),
        "recall-by-language": _by_group(evaluation, "language", words, narrow),
        "reliability": _reliability(evaluation.runs[-1], words),
        "ranks": _rank_distribution(evaluation, words, narrow),
    }
    return {name: svg for name, svg in drawn.items() if svg}


def colour_rules(page: str) -> str:
    """The colours as CSS for the elements that the selector `page` names."""

    def rules(side: int) -> str:
        return " ".join(f"--{name}: {pair[side]};" for name, pair in COLOURS.items())

    return (
        f"{page} {{ {rules(0)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ {page} {{ {rules(1)} }} }}"
    )


def in_colours_of(svg: str, *, dark: bool) -> str:
    """A plot as a file of its own in the colours of a dark page, or of a light one."""
    for name, (light, of_dark) in COLOURS.items():
        svg = svg.replace(f"var(--{name}, {light})", of_dark if dark else light)
    return svg


def standing_alone(svg: str) -> str:
    """A plot as a file of its own, which knows its colours in light and dark."""
    opening, rest = svg.split(">", 1)
    return f"{opening}><style>{colour_rules('svg')}</style>{rest}"


def _by_group(evaluation: Evaluation, grouping: str, words: PlotWords, narrow: bool) -> str | None:
    """Recall of every run in every group, with intervals, a panel for each of two depths."""
    groups = [
        group
        for group in groups_of(evaluation.runs, grouping)
        if any(_PANELS[0] in run.groups.get(group, {}) for run in evaluation.runs)
    ]
    if not 1 < len(groups) <= _MOST_GROUPS:
        return None

    def draw(figure: Figure) -> None:
        across = (len(_PANELS), 1) if narrow else (1, len(_PANELS))
        panels = figure.subplots(*across, sharey=True)
        for panel, measure in zip(panels, _PANELS, strict=True):
            _draw_intervals(panel, evaluation.runs, groups, measure)
        names = [_with_count(evaluation.runs[-1], group, words) for group in groups]
        panels[0].set_yticks(range(len(groups)), names)
        panels[0].invert_yaxis()
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower left", ncols=2 if narrow else 4)

    height = len(groups) * (_ROW * len(evaluation.runs) + 0.14) + 0.9
    if narrow:
        height = height * len(_PANELS) + 0.2
    name = f"recall-by-{grouping}"
    return _svg(name, words.titles[name], height, draw, _NARROW if narrow else _WIDTH)


def _with_count(run: RunEvaluation, group: str, words: PlotWords) -> str:
    recall = run.groups.get(group, {}).get(_PANELS[0])
    name = words.groups.get(group, group.partition("=")[2])[:_LONGEST_NAME]
    return f"{name} ({recall.count if recall else 0})"


def _draw_intervals(
    panel: Axes, runs: Sequence[RunEvaluation], groups: Sequence[str], measure: str
) -> None:
    step = 0.8 / len(runs)
    for number, run in enumerate(runs):
        shown = [
            (place + (number - (len(runs) - 1) / 2) * step, figure)
            for place, group in enumerate(groups)
            if (figure := run.groups.get(group, {}).get(measure))
        ]
        places = [place for place, _ in shown]
        colour = _run_colour(number, len(runs))
        panel.hlines(
            places,
            [figure.low for _, figure in shown],
            [figure.high for _, figure in shown],
            color=colour,
            linewidth=1.4,
            alpha=0.55,
        )
        panel.plot(
            [figure.mean for _, figure in shown],
            places,
            "o",
            color=colour,
            markersize=5.5 if number == len(runs) - 1 else 4,
            label=run.name,
        )
    for place in range(len(groups) - 1):
        panel.axhline(place + 0.5, color=_ink("line"), linewidth=0.6)
    panel.set_title(measure)
    _share_axis(panel)


def _reliability(run: RunEvaluation, words: PlotWords) -> str | None:
    """How often the last run was right against how sure it was, a point for each bin."""
    error = run.measures.get("calibration error")
    if error is None:
        return None

    def draw(figure: Figure) -> None:
        panel = figure.subplots()
        panel.plot([0, 1], [0, 1], "--", color=_ink("faint"), linewidth=1)
        panel.text(
            0.03, 0.07, words.as_sure_as_right, rotation=45, color=_ink("faint"),
            rotation_mode="anchor", transform_rotates_text=True,
        )  # fmt: skip
        for shown in run.reliability:
            panel.plot(
                [shown.confidence] * 2, [shown.confidence, shown.right],
                color=_ink("run-1"), linewidth=1.2, alpha=0.45,
            )  # fmt: skip
        panel.scatter(
            [shown.confidence for shown in run.reliability],
            [shown.right for shown in run.reliability],
            s=[18 + 90 * shown.count / _most(run) for shown in run.reliability],
            color=_ink("run-1"),
            zorder=3,
        )
        panel.axvline(run.threshold, color=_ink("faint"), linewidth=1, linestyle=":")
        panel.set_title(f"{run.name}: {words.calibration_error} {error.mean:.3f}")
        panel.set_xlabel(words.confidence)
        panel.set_ylabel(words.right)
        panel.set_ylim(-0.03, 1.03)
        panel.set_aspect("equal")
        _share_axis(panel)
        panel.grid(axis="y", color=_ink("line"), linewidth=0.6)

    return _svg("reliability", words.titles["reliability"], 4.4, draw, width=4.8)


def _most(run: RunEvaluation) -> int:
    return max(shown.count for shown in run.reliability)


def _rank_distribution(evaluation: Evaluation, words: PlotWords, narrow: bool) -> str | None:
    """Where the first right answer stands: a bar a run, its parts shares of the questions."""
    if not any(run.ranks for run in evaluation.runs):
        return None

    def draw(figure: Figure) -> None:
        panel = figure.subplots()
        runs = evaluation.runs
        left = [0.0] * len(runs)
        for number, name in enumerate([*RANKS, NOT_FOUND], start=1):
            shares = [share_at(run, name) for run in runs]
            panel.barh(
                range(len(runs)), shares, left=left, height=0.62, label=words.ranks.get(name, name),
                color=_ink(f"rank-{number}"),
            )  # fmt: skip
            left = [before + share for before, share in zip(left, shares, strict=True)]
        panel.set_yticks(range(len(runs)), [run.name for run in runs])
        panel.invert_yaxis()
        _share_axis(panel)
        panel.grid(visible=False)
        panel.set_xlabel(words.share)
        figure.legend(loc="outside upper left", ncols=3 if narrow else len(RANKS) + 1)

    height = 0.42 * len(evaluation.runs) + (1.35 if narrow else 1.1)
    return _svg("ranks", words.titles["ranks"], height, draw, _NARROW if narrow else _WIDTH)


def share_at(run: RunEvaluation, name: str) -> float:
    """The share of the questions whose first right answer has a rank of this name."""
    ranks = list(run.ranks.values())
    if name not in RANKS:
        return ranks.count(None) / len(ranks)
    first, last = RANKS[name]
    return sum(rank is not None and first <= rank <= last for rank in ranks) / len(ranks)


def _share_axis(panel: Axes) -> None:
    panel.set_xlim(-0.03, 1.03)
    panel.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", ".25", ".5", ".75", "1"])
    panel.grid(axis="x", color=_ink("line"), linewidth=0.6)
    panel.set_axisbelow(True)


def _run_colour(number: int, count: int) -> str:
    """The last run, which reports are about, has the first colour."""
    return _ink(f"run-{(count - 1 - number) % _RUNS + 1}")


def _ink(name: str) -> str:
    return COLOURS[name][0]


def _svg(
    name: str, title: str, height: float, draw: Callable[[Figure], None], width: float = _WIDTH
) -> str:
    """What `draw` puts on a figure, as an `<svg>` element to stand in a page."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with _DRAWING, mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        draw(figure)
        written = StringIO()
        unsaid = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(written, format="svg", metadata=unsaid)
    return _for_page(written.getvalue(), name, title)


def _for_page(written: str, name: str, title: str) -> str:
    """The `<svg>` alone, with identifiers of its own, a title, and variables for colours."""
    svg = _UNREADABLE.sub("", written[written.index("<svg") :].rstrip())
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    svg = re.sub(
        "|".join(_VARIABLES), lambda light: f"var(--{_VARIABLES[light[0]]}, {light[0]})", svg
    )
    label = escape(title, quote=True)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
