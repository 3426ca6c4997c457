"""Texts and facts: papers, answers, chunks and sentences in one SQLite file."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from corpus import Document, OfficialAnswer, Paper, Span

_PAPER = TypeAdapter(Paper)
_ANSWER = TypeAdapter(OfficialAnswer)
_SCHEMA = """
CREATE TABLE papers (id TEXT PRIMARY KEY, place INTEGER NOT NULL, facts TEXT NOT NULL);
CREATE TABLE answers (
  id TEXT PRIMARY KEY, place INTEGER NOT NULL UNIQUE, paper TEXT NOT NULL, body TEXT NOT NULL
);
CREATE INDEX answers_of_paper ON answers (paper);
CREATE TABLE chunks (
  number INTEGER PRIMARY KEY, answer TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
  digest TEXT NOT NULL
);
CREATE INDEX chunks_of_answer ON chunks (answer);
CREATE TABLE sentences (
  number INTEGER PRIMARY KEY, answer TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
  alone TEXT NOT NULL, in_context TEXT NOT NULL
);
CREATE INDEX sentences_of_answer ON sentences (answer);
"""


@dataclass(frozen=True, slots=True)
class ChunkRow:
    """Where a chunk stands, and the SHA-256 of the text that was embedded for it."""

    answer: str
    start: int
    end: int
    digest: str


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """Where a sentence stands, and the SHA-256 of what was embedded: it alone, and in context."""

    answer: str
    start: int
    end: int
    alone: str
    in_context: str


def write_texts(
    path: Path,
    documents: Sequence[Document],
    chunks: Iterable[ChunkRow],
    sentences: Iterable[SentenceRow],
) -> None:
    """Writes a new file; chunks and sentences are numbered from 0 in the order given."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA)
        connection.executemany(
            "INSERT INTO papers VALUES (?, ?, ?)",
            (
                (d.id, place, _PAPER.dump_json(d.paper).decode())
                for place, d in enumerate(documents)
            ),
        )
        answers = [(answer, d.id) for d in documents for answer in d.answers]
        connection.executemany(
            "INSERT INTO answers VALUES (?, ?, ?, ?)",
            (
                (answer.id, place, paper, _ANSWER.dump_json(answer).decode())
                for place, (answer, paper) in enumerate(answers)
            ),
        )
        connection.executemany(
            "INSERT INTO chunks VALUES (?, ?, ?, ?, ?)",
            ((n, c.answer, c.start, c.end, c.digest) for n, c in enumerate(chunks)),
        )
        connection.executemany(
            "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?)",
            ((n, s.answer, s.start, s.end, s.alone, s.in_context) for n, s in enumerate(sentences)),
        )


class TextStore:
    """The texts of a published index, read only; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def papers(self) -> tuple[Paper, ...]:
        """All papers, in the order of the corpus."""
        rows = self._all("SELECT facts FROM papers ORDER BY place")
        return tuple(_PAPER.validate_json(facts) for (facts,) in rows)

    def answer(self, identifier: str) -> OfficialAnswer:
        """One official answer. Raises `KeyError` where there is none of this identifier."""
        rows = self._all("SELECT body FROM answers WHERE id = ?", identifier)
        if not rows:
            raise KeyError(identifier)
        return _ANSWER.validate_json(rows[0][0])

    def answers(self) -> Iterator[OfficialAnswer]:
        """All official answers, in reading order."""
        for (body,) in self._all("SELECT body FROM answers ORDER BY place"):
            yield _ANSWER.validate_json(body)

    def answers_of(self, paper: str) -> list[str]:
        """The identifiers of a paper's official answers, in reading order; none for a stranger."""
        rows = self._all("SELECT id FROM answers WHERE paper = ? ORDER BY place", paper)
        return [identifier for (identifier,) in rows]

    def answers_of_chunks(self) -> list[str]:
        """The identifier of the answer of every chunk, by the chunk's number."""
        return [answer for (answer,) in self._all("SELECT answer FROM chunks ORDER BY number")]

    def sentences_of_answers(self) -> dict[str, range]:
        """The numbers of the sentences of every answer; they follow each other."""
        rows = self._all(
            "SELECT answer, min(number), max(number) FROM sentences GROUP BY answer ORDER BY 2"
        )
        return {answer: range(first, last + 1) for answer, first, last in rows}

    def sentence_spans(self, numbers: range) -> list[Span]:
        """Where sentences stand in the text of their answer, by number."""
        return [
            (start, end)
            for start, end in self._all(
                "SELECT start, stop FROM sentences WHERE number BETWEEN ? AND ? ORDER BY number",
                numbers.start,
                numbers.stop - 1,
            )
        ]

    def chunk_digests(self) -> list[str]:
        """What was embedded for each chunk, by number, as SHA-256."""
        return [digest for (digest,) in self._all("SELECT digest FROM chunks ORDER BY number")]

    def sentence_digests(self) -> list[tuple[str, str]]:
        """What was embedded for each sentence, alone and in context, by number, as SHA-256."""
        return self._all("SELECT alone, in_context FROM sentences ORDER BY number")

    def close(self) -> None:
        """Gives the file back; nothing can be read any more."""
        self._connection.close()

    def _all(self, query: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()
