"""What each filter would leave: counts of official answers beside every value there is.

Nothing is searched for it. An `AnswerTable` is made once when Kamerbron opens: how many answers of
each status every paper holds, and for each filter the papers of each value. A facet is then a sum
over the papers that pass the other filters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from corpus import OfficialAnswer, Paper, PaperType, Status
from retrieval.filters import CRITERIA, Criterion, Filters

PERIOD: Final = "period"
"""The name of `since` and `until` together, in `Facets.without`."""

_STATUSES = tuple(Status)

Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
Listed = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """The values of each filter, with the official answers that choosing one would leave.

    A count is of the answers that have the value and pass all *other* filters, so that no filter
    hides its own alternatives. Every value of the corpus is listed, also with 0, in an order that
    no filter changes: documents and years newest first, names and dossiers by the alphabet. A
    chosen value that is none of these ("defensie") comes last. An answer may count for several
    parties, ministers or dossiers; what no source states counts nowhere: a paper without a day is
    in none of the `years`.

    `passing` is how many answers pass all filters. `without` says, for each filter that is set, how
    many would pass if that one were taken away, by its name here ("period" for `since` and
    `until`): where nothing passes, the ways out.
    """

    chambers: Listed
    types: Listed
    dossiers: Listed
    parties: Listed
    ministers: Listed
    statuses: tuple[tuple[Status, int], ...]
    years: tuple[tuple[int, int], ...]
    documents: Listed
    passing: int
    without: Mapping[str, int]


class AnswerTable:
    """How many answers of each status every paper holds, and the papers of each value."""

    def __init__(self, papers: Sequence[Paper], answers: Iterable[OfficialAnswer]) -> None:
        self._days = [paper.known_day for paper in papers]
        self._counts: Counts = np.zeros((len(papers), len(_STATUSES)), np.int64)
        row = {paper.id: number for number, paper in enumerate(papers)}
        for answer in answers:
            self._counts[row[answer.id.partition("#")[0]], _STATUSES.index(answer.status)] += 1
        orders = _orders(papers)
        self._values = {
            name: _Values(criterion, papers, orders[name]) for name, criterion in CRITERIA.items()
        }
        self._years = _Values(Criterion(_year), papers, lambda year: -int(year))

    def facets(self, filters: Filters) -> Facets:
        """The counts beside every value; what does not exist counts 0, nothing is refused."""
        passed = self._passed(filters)
        chosen = [not filters.statuses or status in filters.statuses for status in _STATUSES]
        answers: Counts = self._counts[:, chosen].sum(axis=1)

        def left(but: str = "") -> Counts:
            """The answers of each paper that pass all filters, or all but one."""
            return answers * self._all(flags for name, flags in passed.items() if name != but)

        def listed(name: str) -> Listed:
            return self._values[name].counts(left(name), getattr(filters, name))

        by_status: list[int] = (self._all(passed.values()) @ self._counts).tolist()
        without = {name: int(left(name).sum()) for name in passed}
        if filters.statuses:
            without["statuses"] = sum(by_status)
        return Facets(
            chambers=listed("chambers"),
            types=listed("types"),
            dossiers=listed("dossiers"),
            parties=listed("parties"),
            ministers=listed("ministers"),
            statuses=tuple(
                (status, count)
                for status, count in zip(_STATUSES, by_status, strict=True)
                if status in filters.statuses or self._counts[:, _STATUSES.index(status)].any()
            ),
            years=tuple((int(year), count) for year, count in self._years.counts(left(PERIOD))),
            documents=listed("documents"),
            passing=int(left().sum()),
            without=without,
        )

    def _passed(self, filters: Filters) -> dict[str, Flags]:
        """Which papers pass each filter on papers that is set."""
        passed: dict[str, Flags] = {}
        if filters.since or filters.until:
            passed[PERIOD] = np.array([filters.in_period(day) for day in self._days], bool)
        for name, values in self._values.items():
            if wanted := getattr(filters, name):
                passed[name] = values.flags(wanted)
        return passed

    def _all(self, flags: Iterable[Flags]) -> Flags:
        passed: Flags = np.logical_and.reduce([np.ones(len(self._days), bool), *flags])
        return passed


class _Values:
    """The values that papers have for one criterion, each with the papers that it lets pass."""

    def __init__(
        self, criterion: Criterion, papers: Sequence[Paper], order: Callable[[str], Any]
    ) -> None:
        self._fits, self._loose = criterion.fits, criterion.loose
        self._papers = len(papers)
        rows: dict[str, list[int]] = defaultdict(list)
        spelled: dict[str, str] = {}
        for row, paper in enumerate(papers):
            for value in criterion.values(paper):
                # Where capitals do not count, "minister van" and "Minister van" are one.
                key = value.casefold() if criterion.loose else value
                rows[spelled.setdefault(key, value)].append(row)
        self._rows = {value: rows[value] for value in sorted(rows, key=order)}
        fitting = [self._fitting(value) for value in self._rows]
        self._flat = np.array([row for found in fitting for row in found], np.int64)
        self._labels = np.repeat(np.arange(len(fitting)), [len(found) for found in fitting])

    def flags(self, wanted: Iterable[str]) -> Flags:
        """Which papers any of these lets pass."""
        flags = np.zeros(self._papers, bool)
        for name in wanted:
            flags[self._fitting(name)] = True
        return flags

    def counts(self, answers: Counts, chosen: Iterable[str] = ()) -> Listed:
        """Each value with the sum over its papers, then those chosen that are none of them."""
        sums = np.bincount(self._labels, answers[self._flat], len(self._rows)).astype(int).tolist()
        strangers = [name for name in dict.fromkeys(chosen) if name not in self._rows]
        return (
            *zip(self._rows, sums, strict=True),
            *((name, int(answers[self._fitting(name)].sum())) for name in strangers),
        )

    def _fitting(self, wanted: str) -> list[int]:
        """The papers that a wanted value lets pass, each once."""
        if not self._loose and wanted in self._rows:
            return self._rows[wanted]
        return sorted(
            {row for v, found in self._rows.items() if self._fits(wanted, v) for row in found}
        )


def _year(paper: Paper) -> tuple[str, ...]:
    return (str(paper.known_day.year),) if paper.known_day else ()


def _orders(papers: Sequence[Paper]) -> dict[str, Callable[[str], Any]]:
    """How the values of each criterion are sorted."""
    days = {paper.id: paper.known_day.toordinal() if paper.known_day else 0 for paper in papers}
    kinds = tuple(PaperType)
    return {
        "chambers": str,
        "types": lambda value: kinds.index(PaperType(value)),
        "dossiers": str,
        "parties": str.casefold,
        "ministers": str.casefold,
        "documents": lambda document: (-days[document], document),
    }
