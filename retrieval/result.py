"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass
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
    notes: tuple[Note, ...] = ()

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
