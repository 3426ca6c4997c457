"""Which papers, and which of their answers, may answer a question."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from corpus import KamerbronError, OfficialAnswer, Paper, PaperType, Status

CHAMBERS: Final = ("I", "II")
"""The Eerste Kamer and the Tweede Kamer, as a paper's `chamber` names them."""

_PARTY = re.compile(r"\((?P<member>[^)]+)\)|^(?P<fraction>.+)-fractie$")
_LISTED = 20
"""Values that an error lists before it only counts the others."""


class FilterError(KamerbronError):
    """A filter that no paper could pass."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which papers and answers may answer. Empty means no restriction, within one any value does.

    `since` and `until` are inclusive and look at the day of the answer, or, where no source states
    it, at the day on which the questions were sent in. A paper with neither passes no period.
    `chambers` are "I" and "II"; `dossiers` are those that the head of a paper names, as "27925" or
    "27 925". `statuses` looks at answers, everything else at papers.
    """

    since: date | None = None
    until: date | None = None
    documents: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    ministers: tuple[str, ...] = ()
    chambers: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is filtered at all."""
        return self != Filters()

    def select(self, papers: Sequence[Paper]) -> tuple[Paper, ...]:
        """The papers that pass, in their order; `statuses` is for their answers (`lets`).

        Raises `FilterError` for a document, type, chamber, dossier or status that does not exist,
        and for a period that ends before it begins.
        """
        if self.since and self.until and self.since > self.until:
            raise FilterError(
                "The period ends ({until}) before it begins ({since}). Swap the days.",
                until=self.until,
                since=self.since,
            )
        _refuse_unknown("document", self.documents, [paper.id for paper in papers])
        _refuse_unknown("type", self.types, [kind.value for kind in PaperType])
        _refuse_unknown("chamber", self.chambers, CHAMBERS)
        _refuse_unknown("status", self.statuses, [status.value for status in Status])
        if self.dossiers:
            known = sorted({dossier for paper in papers for dossier in dossiers(paper)})
            _refuse_unknown("dossier", map(_plain, self.dossiers), known)
        return tuple(paper for paper in papers if self.passes(paper))

    def passes(self, paper: Paper) -> bool:
        """Whether answers of a paper may be shown, as far as the paper decides that."""
        return self.in_period(paper.known_day) and all(
            criterion.passes(getattr(self, name), paper) for name, criterion in CRITERIA.items()
        )

    def lets(self, answer: OfficialAnswer) -> bool:
        """Whether an answer of a paper that passes may be shown."""
        return not self.statuses or answer.status in self.statuses

    def in_period(self, day: date | None) -> bool:
        """Whether a day lies in the period; an unknown one only where there is no period."""
        if day is None:
            return not (self.since or self.until)
        return (not self.since or day >= self.since) and (not self.until or day <= self.until)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A filter on papers: what it looks at in a paper, and whether what is wanted fits a value.

    Where one value may fit another ("PvdA" fits "GroenLinks-PvdA") the criterion is `loose`.
    """

    values: Callable[[Paper], tuple[str, ...]]
    fits: Callable[[str, str], bool] = operator.eq
    loose: bool = False

    def passes(self, wanted: Sequence[str], paper: Paper) -> bool:
        """Whether any wanted value fits the paper, or none is wanted."""
        return not wanted or any(
            self.fits(name, value) for value in self.values(paper) for name in wanted
        )


def parties(paper: Paper) -> tuple[str, ...]:
    """The parties of those who asked: "CDA" of "Boswijk (CDA)", "SP" of "SP-fractie"."""
    found = (_PARTY.search(name) for name in paper.asked_by)
    return tuple(match["member"] or match["fraction"] for match in found if match)


def dossiers(paper: Paper) -> tuple[str, ...]:
    """The dossiers that a paper is in, its own first: "27925", "36410-X"; each once."""
    named = (*filter(None, [paper.dossier]), *paper.dossiers)
    return tuple(dict.fromkeys(map(_plain, named)))


def _plain(dossier: str) -> str:
    """The dossier as identifiers have it: "27925" of "27 925"."""
    return "".join(dossier.split())


def _is_party(wanted: str, party: str) -> bool:
    """Whether a wanted party is meant; the PvdA is in GroenLinks-PvdA."""
    return wanted.casefold() in {part.casefold() for part in [party, *party.split("-")]}


def _is_named(wanted: str, minister: str) -> bool:
    """Whether a name, an office or a part of one is that of a minister."""
    return wanted.casefold() in minister.casefold()


CRITERIA: Final[Mapping[str, Criterion]] = {
    "chambers": Criterion(lambda paper: (paper.chamber,) if paper.chamber else ()),
    "types": Criterion(lambda paper: (paper.type,)),
    "dossiers": Criterion(dossiers, lambda wanted, dossier: _plain(wanted) == dossier),
    "parties": Criterion(parties, _is_party, loose=True),
    "ministers": Criterion(lambda paper: paper.answered_by, _is_named, loose=True),
    "documents": Criterion(lambda paper: (paper.id,)),
}
"""The filters on papers that take values, by their names in `Filters`."""


def _refuse_unknown(what: str, wanted: Iterable[str], known: Sequence[str]) -> None:
    for name in wanted:
        if name not in known:
            listed, more = ", ".join(known[:_LISTED]), len(known) - _LISTED
            raise FilterError(
                "{name}: no such {what}. There are {listed} and {more} more."
                if more > 0
                else "{name}: no such {what}. There are {listed}.",
                name=name,
                what=what,
                listed=listed,
                more=more,
            )
