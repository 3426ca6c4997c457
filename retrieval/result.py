"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus import OfficialAnswer, Paper


@dataclass(frozen=True, slots=True)
class Filters:
    """Which papers may answer. Empty means no restriction; within one filter any value will do.

    `since` and `until` are inclusive and look at the day of the answer, or, where no source states
    it, at the day on which the questions were sent in.
    """

    since: date | None = None
    until: date | None = None
    documents: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    ministers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of an official answer that bears on the question: `answer.text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """An official answer found. A higher `score` is better, comparable within one question."""

    rank: int
    score: float
    answer: OfficialAnswer
    paper: Paper
    evidence: tuple[Evidence, ...]
    citation: str

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
            "asked_by": ", ".join(self.paper.asked_by) or None,
            "answered_by": ", ".join(self.paper.answered_by) or None,
            "citation": self.citation,
            "url": self.paper.url,
        }


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to one question: hits, best first, and how sure we are that they hold it.

    `confidence` is the calibrated chance, in 0…1, that the first hits hold an answer. A question
    that the papers do not answer (`answerable` is false) still lists its nearest hits.
    """

    query: str
    hits: tuple[Hit, ...]
    confidence: float
    answerable: bool
    index: str
    id: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The result as `ask --json` prints it: one object a question."""
        return {
            "id": self.id,
            "query": self.query,
            "answerable": self.answerable,
            "confidence": self.confidence,
            "index": self.index,
            "hits": [hit.as_json() for hit in self.hits],
        }
