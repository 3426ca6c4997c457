"""Which answers a search may look at, and which of them it may show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import OfficialAnswer, Paper, Status
from indexing import PublishedIndex
from indexing.vectors import Rows
from retrieval.filters import Filters
from retrieval.referrals import is_pointing


@dataclass(frozen=True, slots=True)
class Scope:
    """What the filters leave of an index. `None` stands for all: of the papers, of their answers.

    `shown` are the answers that may be a hit. `searched` are those, and the pointers that lead to
    one of them: what a pointer says may find the answer that it points to.
    """

    papers: frozenset[str] | None = None
    shown: frozenset[str] | None = None
    searched: frozenset[str] | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is left to find."""
        return frozenset() in (self.papers, self.shown)

    def shows(self, answer: str) -> bool:
        """Whether an answer may be a hit."""
        return self._holds(answer, self.shown)

    def searches(self, answer: str) -> bool:
        """Whether an answer may be found, to be a hit or to lead to one."""
        return self._holds(answer, self.searched)

    def chunks(self, index: PublishedIndex) -> Rows | None:
        """The numbers of the chunks to search, ascending; `None` for all."""
        if self.papers is None:
            return None
        rows = index.chunks_of(set(self.papers))
        if self.searched is None:
            return rows
        return np.array([r for r in rows.tolist() if index.answer_of(r) in self.searched], np.int64)

    def _holds(self, answer: str, answers: frozenset[str] | None) -> bool:
        if answers is not None:
            return answer in answers
        return self.papers is None or answer.partition("#")[0] in self.papers


class Scopes:
    """Makes the scope of any filters, from what was read once of every answer."""

    def __init__(self, papers: Sequence[Paper], answers: Iterable[OfficialAnswer]) -> None:
        self._papers = papers
        self._of_status: dict[Status, list[str]] = {status: [] for status in Status}
        self._targets: dict[str, tuple[str, ...]] = {}
        for answer in answers:
            self._of_status[answer.status].append(answer.id)
            if is_pointing(answer):
                self._targets[answer.id] = answer.refers_to

    def scope(self, filters: Filters) -> Scope:
        """What these filters leave. Raises `FilterError` for what does not exist."""
        passing = filters.select(self._papers)
        papers = frozenset(paper.id for paper in passing)
        if not filters.statuses:
            return Scope(None if len(papers) == len(self._papers) else papers)
        shown = frozenset(
            answer
            for status in filters.statuses
            for answer in self._of_status[status]
            if answer.partition("#")[0] in papers
        )
        return Scope(papers, shown, self._leading_to(shown))

    def _leading_to(self, shown: frozenset[str]) -> frozenset[str]:
        """These answers with the pointers that lead to any of them, over other pointers too."""
        leading = set(shown)
        while more := {
            pointer
            for pointer, targets in self._targets.items()
            if pointer not in leading and not leading.isdisjoint(targets)
        }:
            leading |= more
        return frozenset(leading)
