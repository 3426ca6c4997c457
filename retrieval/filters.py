"""Which papers may answer a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus import KamerbronError, Paper, PaperType

_PARTY = re.compile(r"\((?P<member>[^)]+)\)|^(?P<fraction>.+)-fractie$")


class FilterError(KamerbronError):
    """A filter that no paper could pass."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which papers may answer. Empty means no restriction; within one filter any value will do.

    `since` and `until` are inclusive and look at the day of the answer, or, where no source states
    it, at the day on which the questions were sent in. A paper with neither passes no period.
    """

    since: date | None = None
    until: date | None = None
    documents: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    ministers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is filtered at all."""
        return self != Filters()

    def select(self, papers: Sequence[Paper]) -> tuple[Paper, ...]:
        """The papers that pass, in their order.

        Raises `FilterError` for a document or type that does not exist, and for a period that ends
        before it begins.
        """
        if self.since and self.until and self.since > self.until:
            raise FilterError(
                f"The period ends ({self.until}) before it begins ({self.since}). Swap the days."
            )
        _refuse_unknown("document", self.documents, [paper.id for paper in papers])
        _refuse_unknown("type", self.types, [kind.value for kind in PaperType])
        return tuple(paper for paper in papers if self._passes(paper))

    def _passes(self, paper: Paper) -> bool:
        return (
            self._in_period(paper.known_day)
            and (not self.documents or paper.id in self.documents)
            and (not self.types or paper.type in self.types)
            and (not self.parties or _any_of(self.parties, parties(paper)))
            and (not self.ministers or _any_within(self.ministers, paper.answered_by))
        )

    def _in_period(self, day: date | None) -> bool:
        if day is None:
            return not (self.since or self.until)
        return (not self.since or day >= self.since) and (not self.until or day <= self.until)


def parties(paper: Paper) -> tuple[str, ...]:
    """The parties of those who asked: "CDA" of "Boswijk (CDA)", "SP" of "SP-fractie"."""
    found = (_PARTY.search(name) for name in paper.asked_by)
    return tuple(match["member"] or match["fraction"] for match in found if match)


def _any_of(wanted: Iterable[str], present: Iterable[str]) -> bool:
    """Whether a wanted party is there; the PvdA is there in GroenLinks-PvdA."""
    names = {part.casefold() for name in present for part in [name, *name.split("-")]}
    return any(name.casefold() in names for name in wanted)


def _any_within(wanted: Iterable[str], present: Iterable[str]) -> bool:
    return any(part.casefold() in name.casefold() for part in wanted for name in present)


def _refuse_unknown(what: str, wanted: Iterable[str], known: Sequence[str]) -> None:
    for name in wanted:
        if name not in known:
            raise FilterError(f"{name}: no such {what}. There are {', '.join(known)}.")
