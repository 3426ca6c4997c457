"""What a search gives back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from corpus import OfficialAnswer, Paper


class Note(StrEnum):
    """What a reader should know about how the question was taken."""

    ONE_WORD = "one-word"
    CONTROL_CHARACTERS = "control-characters"
    UNKNOWN_SCRIPT = "unknown-script"
    FILTERED_OUT = "filtered-out"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of an official answer that bears on the question: `answer.text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cited:
    """Another paper that an answer names; `url` is its page where one is known."""

    id: str
    url: str | None
    in_corpus: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Why an answer was found.

    `added` is what each part of the search added to the score, by its name. The sum is the score,
    but for an answer that a pointer called up, which takes the pointer's, and in a question set,
    where papers count too. `names` are the things that both question and answer name, in any
    spelling; `via` is that pointer.
    """

    added: Mapping[str, float]
    names: tuple[str, ...] = ()
    via: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The reasons as `ask --json` prints them; parts that added nothing are left out."""
        added = {part: round(value, 4) for part, value in self.added.items() if round(value, 4)}
        return {"added": added, "names": list(self.names), "via": self.via}


@dataclass(frozen=True, slots=True)
class Hit:
    """An official answer found. A higher `score` is better, comparable within one question.

    `cites` are the other papers that the answer names, in the order of its text.
    """

    rank: int
    score: float
    answer: OfficialAnswer
    paper: Paper
    evidence: tuple[Evidence, ...]
    citation: str
    cites: tuple[Cited, ...] = ()
    why: Why = field(default_factory=lambda: Why({}))

    def as_json(self) -> dict[str, Any]:
        """The hit as `ask --json` prints it."""
        return {
            "rank": self.rank,
            "score": self.score,
            "id": self.answer.id,
            "document": self.paper.id,
            "questions": list(self.answer.numbers),
            "question": self.answer.asked,
            "answer": self.answer.text,
            "evidence": [{"text": e.text, "start": e.start, "end": e.end} for e in self.evidence],
            "status": self.answer.status.value,
            "refers_to": list(self.answer.refers_to),
            "date": self.paper.date.isoformat() if self.paper.date else None,
            "asked_by": ", ".join(self.answer.asked_by or self.paper.asked_by) or None,
            "answered_by": ", ".join(self.paper.answered_by) or None,
            "citation": self.citation,
            "url": self.paper.url,
            "why": self.why.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Position:
    """What was answered to one matter on one day.

    `date` is `None` where no source states the day of the answer; `not_before` is then the day on
    which the questions were sent in, where that is known. `newest` says that no position in the
    timeline is known to be newer: several may be of one day.
    """

    id: str
    document: str
    citation: str
    date: datetime.date | None
    not_before: datetime.date | None
    newest: bool

    @property
    def day(self) -> datetime.date | None:
        """The day of the answer, or the one before which it was not given."""
        return self.date or self.not_before

    def as_json(self) -> dict[str, Any]:
        """The position as `ask --json` prints it."""
        return {
            "id": self.id,
            "document": self.document,
            "date": self.date.isoformat() if self.date else None,
            "not_before": self.not_before.isoformat() if self.not_before else None,
            "newest": self.newest,
            "citation": self.citation,
        }


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to one question: hits, best first, and how sure we are that they hold it.

    `confidence` is the calibrated chance, in 0…1, that the first hits hold an answer. A question
    that the papers do not answer (`answerable` is false) still lists its nearest hits. `timeline`
    holds the positions on the question where papers of different dates answer it, the newest
    first; it may name answers that stand below the hits shown.
    """

    query: str
    hits: tuple[Hit, ...]
    confidence: float
    answerable: bool
    index: str
    id: str | None = None
    notes: tuple[Note, ...] = ()
    timeline: tuple[Position, ...] = ()

    def newer(self, hit: Hit) -> tuple[Position, ...]:
        """The positions known to be newer than that of a hit, the newest first.

        Empty for a hit that is no position in the timeline, and for the newest. Where a day is not
        known it is taken to be the first that it can be.
        """
        own = next((position for position in self.timeline if position.id == hit.answer.id), None)
        if own is None or own.day is None:
            return ()
        return tuple(p for p in self.timeline if p.day is not None and p.day > own.day)

    def as_json(self) -> dict[str, Any]:
        """The result as `ask --json` prints it: one object a question.

        Of a hit that is an old position `newer` holds the identifiers of the newer ones.
        """
        return {
            "id": self.id,
            "query": self.query,
            "answerable": self.answerable,
            "confidence": self.confidence,
            "index": self.index,
            "hits": [self.hit_as_json(hit) for hit in self.hits],
            "timeline": [position.as_json() for position in self.timeline],
        }

    def hit_as_json(self, hit: Hit) -> dict[str, Any]:
        """A hit as `ask --json` prints it, with the newer positions."""
        return {**hit.as_json(), "newer": [position.id for position in self.newer(hit)]}
