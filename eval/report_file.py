"""Evaluations as a report in a file: Markdown, or one HTML page that stands by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final

from eval.comparison import HEADLINE, Comparison
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
from eval.lines import EvalError
from eval.plots import colour_rules, plots, standing_alone
from eval.saved import SavedRun
from eval.statistics import Estimate
from retrieval.spreadsheet import spreadsheet

if TYPE_CHECKING:
    from jinja2 import Environment

PLOT_TITLES: Final[Mapping[str, str]] = {
    "recall-by-kind": "Recall by kind of question",
    "recall-by-language": "Recall by language",
    "ranks": "Rank of the first right answer",
    "reliability": "How often right against how sure",
}

_TEMPLATES = Path(__file__).with_name("templates")
_MOST_CHANGES = 200
_MISS_COLUMNS = (
    "question",
    "query",
    *GROUPINGS,
    "expected",
    "citation of the expected",
    "found first",
    "citation of the found",
    "rank of the expected",
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|~$#&])")


class ReportError(EvalError):
    """A report that cannot be written; the message says where it was to go."""


def check_report_file(file: Path) -> None:
    """Raises `ReportError` for a suffix other than .md, .html, or a folder that is not there."""
    if file.suffix.lower() not in _WRITERS:
        raise ReportError(
            "{file}: expected a report in {endings}, found the suffix {found!r}. Name the file so.",
            file=file,
            endings=" or ".join(_WRITERS),
            found=file.suffix or "none",
        )
    if not file.absolute().parent.is_dir():
        raise ReportError(
            "{folder}: there is no such folder for a report. Make it first.", folder=file.parent
        )


def write_report(
    file: Path,
    evaluation: Evaluation,
    comparisons: Sequence[Comparison],
    saved: Mapping[str, SavedRun],
) -> None:
    """Writes measures, plots, comparisons, wins and losses, and what the last run missed.

    `saved` tells by the run's name what each hangs on. An .html file holds everything; beside an
    .md file lie its plots, `<its name>-<plot>.svg`. The same runs give the same bytes. Raises
    `ReportError` where it cannot be written.
    """
    check_report_file(file)
    texts = report_texts(file.name, evaluation, comparisons, saved)
    try:
        for name, text in texts.items():
            file.with_name(name).write_text(text, "utf-8")
    except OSError as error:
        raise ReportError(
            "{file}: expected a place for a report, found: {why}. Name a file that you may write.",
            file=file,
            why=error.strerror,
        ) from error


def report_texts(
    name: str,
    evaluation: Evaluation,
    comparisons: Sequence[Comparison],
    saved: Mapping[str, SavedRun],
) -> dict[str, str]:
    """What `write_report` writes for a report of this name: the texts of its files by their names.

    The report itself comes last, behind its plots.
    """
    shown = {
        "evaluation": evaluation,
        "runs": evaluation.runs,
        "measures": [run.measures for run in evaluation.runs],
        "main": evaluation.runs[-1],
        "comparisons": comparisons,
        "saved": saved,
        "questions": next(iter(saved.values())).questions,
        "answerable": sum(question.answerable for question in evaluation.questions),
        "groupings": [g for g in GROUPINGS if len(groups_of(evaluation.runs, g)) > 1],
        "plot_titles": PLOT_TITLES,
        "headline": HEADLINE,
        "most_changes": _MOST_CHANGES,
    }
    return _WRITERS[PurePath(name).suffix.lower()](name, shown, plots(evaluation))


def misses_as_csv(
    run: RunEvaluation, citation: Callable[[str], str], separator: str = ","
) -> bytes:
    """The misses of a run as a table for a spreadsheet: what was expected, and found instead.

    `citation` gives the one of an answer's identifier.
    """
    return spreadsheet([_MISS_COLUMNS, *(_miss(miss, citation) for miss in run.misses)], separator)


def _miss(miss: Miss, citation: Callable[[str], str]) -> list[str]:
    question = miss.question
    first = miss.found[0] if miss.found else ""
    return [
        question.id,
        question.query,
        *(question.facts.get(fact, "") for fact in GROUPINGS),
        "; ".join(question.expected),
        "; ".join(map(citation, question.expected)),
        first,
        citation(first) if first else "",
        "" if miss.rank is None else str(miss.rank),
    ]


def _html_texts(name: str, shown: Mapping[str, Any], drawn: Mapping[str, str]) -> dict[str, str]:
    from markupsafe import Markup

    # Plots are ours: matplotlib has escaped the texts in them.
    inline = {plot: Markup(svg) for plot, svg in drawn.items()}  # noqa: S704
    rules = Markup(colour_rules(":root"))  # noqa: S704
    template = _environment(escape=True).get_template("report.html")
    return {name: template.render(**shown, plots=inline, colour_rules=rules)}


def _markdown_texts(
    name: str, shown: Mapping[str, Any], drawn: Mapping[str, str]
) -> dict[str, str]:
    files = {plot: f"{PurePath(name).stem}-{plot}.svg" for plot in drawn}
    images = {files[plot]: standing_alone(svg) for plot, svg in drawn.items()}
    template = _environment(escape=False).get_template("report.md")
    return images | {name: template.render(**shown, plots=files)}


_Writer = Callable[[str, Mapping[str, Any], Mapping[str, str]], dict[str, str]]
_WRITERS: Final[Mapping[str, _Writer]] = {".md": _markdown_texts, ".html": _html_texts}


def _environment(*, escape: bool) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=escape,  # noqa: S701 (Markdown escapes its texts with `md`)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "figure": estimate_as_text,
        "gain": gain_as_text,
        "chance": p_as_text,
        "rank": rank_as_text,
        "md": _in_markdown,
    }
    environment.globals |= {
        "groups_of": groups_of,
        "measures_of": measures_of,
        "sets_of": _sets_of,
        "figures_of": _figures_of,
        "group_measures": GROUP_MEASURES,
    }
    return environment


def _sets_of(runs: Sequence[RunEvaluation], group: str) -> list[Estimates]:
    """What each run measured in a group."""
    return [run.groups.get(group, {}) for run in runs]


def _figures_of(sets: Sequence[Estimates], measure: str) -> list[Estimate | None]:
    """What each of these sets says of a measure."""
    return [estimates.get(measure) for estimates in sets]


def _in_markdown(text: str) -> str:
    """A text on one line in which Markdown sees no marks of its own."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
