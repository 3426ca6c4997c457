"""Figures as all reports write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from eval.evaluation import RunEvaluation
from eval.statistics import Estimate

GROUP_MEASURES: Final = (
    "recall@1",
    "recall@5",
    "nDCG@10",
    "all@5",
    "share kept",
    "share caught",
)
"""The measures that are given by group too."""

NOTHING: Final = "–"
_SMALL_P = 0.001


def estimate_as_text(figure: Estimate | None) -> str:
    """A figure with its interval, "0.84 [0.79–0.89]"; a dash where it is not defined."""
    return f"{figure.mean:.2f} [{figure.low:.2f}–{figure.high:.2f}]" if figure else NOTHING


def gain_as_text(gain: Estimate) -> str:
    """A gain with its interval: "+0.12 [+0.05, +0.19]"."""
    return f"{gain.mean:+.2f} [{gain.low:+.2f}, {gain.high:+.2f}]"


def p_as_text(p: float) -> str:
    """A chance to three digits; one digit more where it is below 0.001."""
    return f"{p:.3f}" if p >= _SMALL_P else f"{p:.4f}"


def rank_as_text(rank: int | None) -> str:
    """The rank of a right answer; a dash where none was found."""
    return NOTHING if rank is None else str(rank)


def measures_of(sets: Iterable[Mapping[str, Estimate]]) -> list[str]:
    """The measures that any of these define, in the order of reports."""
    return list(dict.fromkeys(measure for estimates in sets for measure in estimates))


def groups_of(runs: Iterable[RunEvaluation], grouping: str) -> list[str]:
    """The groups of a grouping ("language=nl", …), in the order of the questions."""
    names = dict.fromkeys(group for run in runs for group in run.groups)
    return [name for name in names if name.startswith(f"{grouping}=")]
