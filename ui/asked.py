"""What is asked on the Ask page, and its address: the part that can be mailed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from retrieval import Filters
from retrieval.facets import PERIOD, Facets

QUESTION: Final = "q"
ANSWER: Final = "answer"
DAYS: Final = ("since", "until")
VALUES: Final = {
    "chamber": "chambers",
    "type": "types",
    "status": "statuses",
    "party": "parties",
    "minister": "ministers",
    "dossier": "dossiers",
    "document": "documents",
}
"""The filters that take values: their names in the address, and in `Filters` and `Facets`."""

EARLIEST: Final = date(1814, 1, 1)
LATEST: Final = date(2199, 12, 31)
"""Days that a period may begin or end on: those of the Staten-Generaal, and as many to come."""

Address = Mapping[str, Sequence[str]]
"""The parts of an address by their names; a filter with several values is named several times."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the filters that its answers must pass, and an answer that a link points to."""

    question: str = ""
    filters: Filters = field(default_factory=Filters)
    answer: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.question or self.answer)

    def pointing_to(self, answer: str) -> Asked:
        """The same, with its link pointing to an answer."""
        return replace(self, answer=answer)

    def address(self) -> dict[str, list[str]]:
        """The parts of the address, those left out that are empty."""
        filters = self.filters
        days = {name: getattr(filters, name) for name in DAYS}
        parts = {
            QUESTION: [self.question] if self.question else [],
            **{name: [day.isoformat()] if day else [] for name, day in days.items()},
            **{name: list(getattr(filters, plural)) for name, plural in VALUES.items()},
            ANSWER: [self.answer] if self.answer else [],
        }
        return {name: values for name, values in parts.items() if values}


def own_parts(address: Address) -> dict[str, list[str]]:
    """The parts of an address that say what is asked; those that are empty are left out."""
    names = (QUESTION, *DAYS, *VALUES, ANSWER)
    kept = {name: [value for value in address.get(name, ()) if value] for name in names}
    return {name: values for name, values in kept.items() if values}


def read_address(address: Address, facets: Facets) -> tuple[Asked, list[tuple[str, str]]]:
    """What an address asks, and the parts of it that are refused, as names with values.

    Refused is a day that is none, and a value that `facets` do not list; capitals do not count.
    """
    refused: list[tuple[str, str]] = []
    filters: dict[str, Any] = {}
    for name in DAYS:
        for text in address.get(name, ())[:1]:
            filters[name] = _day(text)
            if filters[name] is None:
                refused.append((name, text))
    for name, plural in VALUES.items():
        listed = {value.casefold(): value for value, _ in getattr(facets, plural)}
        known = [(text, listed.get(text.casefold())) for text in address.get(name, ())]
        filters[plural] = tuple(dict.fromkeys(value for _, value in known if value is not None))
        refused += [(name, text) for text, value in known if value is None]
    asked = Asked(
        question="".join(address.get(QUESTION, ())[:1]),
        filters=Filters(**filters),
        answer="".join(address.get(ANSWER, ())[:1]),
    )
    return asked, refused


def lifted(filters: Filters, name: str, value: str | None = None) -> Filters:
    """The filters without one value of a filter, or without all of it where none is named.

    `name` is as in the address, or "period" for both days.
    """
    if name == PERIOD:
        return replace(filters, since=None, until=None)
    kept = [own for own in getattr(filters, VALUES[name]) if value is not None and own != value]
    changes: dict[str, Any] = {VALUES[name]: tuple(kept)}
    return replace(filters, **changes)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
