"""What a corpus holds, and, as far as its own papers tell, what it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus import Document, PaperType, ParseWarning, Status


@dataclass(frozen=True, slots=True)
class Coverage:
    """The papers of a corpus, counted.

    A paper's day is that of its answers, or, where no source states it, the one on which the
    questions were sent in. `years` has every year from the first to the last, those without a
    paper too, then `None` for the papers without a day. `named` are the papers that those of the
    corpus name and that it does not hold, with the number of papers that do, most named first.
    """

    papers: int
    answers: int
    first: date | None
    last: date | None
    years: dict[int | None, Counter[PaperType]]
    statuses: Counter[Status]
    chambers: Counter[str | None]
    dossiers: Counter[str]
    without_dossier: int
    named: dict[str, int]

    @property
    def empty_years(self) -> tuple[int, ...]:
        """The years between the first and the last that have no paper."""
        return tuple(year for year, count in self.years.items() if year and not count)

    @property
    def absent_types(self) -> tuple[PaperType, ...]:
        """The kinds of paper that Kamerbron reads and that are not there."""
        there = {kind for count in self.years.values() for kind in count}
        return tuple(kind for kind in PaperType if kind not in there)

    @property
    def undated(self) -> int:
        """How many papers have no day."""
        return self.years.get(None, Counter()).total()


def coverage(documents: Sequence[Document]) -> Coverage:
    """What these papers cover; of none, nothing."""
    papers = [document.paper for document in documents]
    days = sorted(day for paper in papers if (day := paper.known_day))
    held = {name for paper in papers for name in (paper.id, paper.kenmerk) if name}
    named = Counter(name for document in documents for name in document.cites if name not in held)
    return Coverage(
        papers=len(papers),
        answers=sum(len(document.answers) for document in documents),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        years=_years([(p.known_day.year if p.known_day else None, p.type) for p in papers]),
        statuses=Counter(answer.status for d in documents for answer in d.answers),
        chambers=Counter(paper.chamber for paper in papers),
        dossiers=Counter(paper.dossier for paper in papers if paper.dossier),
        without_dossier=sum(paper.dossier is None for paper in papers),
        named=dict(sorted(named.items(), key=lambda entry: (-entry[1], entry[0]))),
    )


def _years(papers: Iterable[tuple[int | None, PaperType]]) -> dict[int | None, Counter[PaperType]]:
    found: dict[int | None, Counter[PaperType]] = {}
    for year, kind in papers:
        found.setdefault(year, Counter())[kind] += 1
    known = [year for year in found if year is not None]
    years: dict[int | None, Counter[PaperType]] = (
        {year: found.get(year, Counter()) for year in range(min(known), max(known) + 1)}
        if known
        else {}
    )
    return years | ({None: found[None]} if None in found else {})


def place_of(warning: ParseWarning, source: str, length: int = 90) -> str:
    """The words of the source at which a warning points, on one line."""
    words = " ".join(source[warning.at : warning.at + 3 * length].split())
    return words if len(words) <= length else words[: length - 1] + "…"
