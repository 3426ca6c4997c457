"""What users said of the answers that they were shown, and the gold questions that it makes.

Each verdict is a line of JSON at the end of a file. The file only grows: a later verdict on the
same question and answer counts instead of the earlier, and a damaged line is passed over.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self

from filelock import FileLock
from pydantic import TypeAdapter, ValidationError

from eval.lines import EvalError, describe
from eval.questions import Filled, GoldAnswer, GoldQuestion
from retrieval import Hit, SearchResult

KIND: Final = "feedback"
"""The kind of the gold questions made of users' verdicts."""
UNDETERMINED: Final = "und"
"""ISO 639's code for a language that was not told."""


class FeedbackError(EvalError):
    """A verdict that could not be kept."""


class Verdict(StrEnum):
    """What a user says of an answer to a question; `TAKEN_BACK` undoes what was said before."""

    RIGHT = "right"
    NOT_IT = "not-it"
    TAKEN_BACK = "taken-back"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A user's verdict on one answer to one question, and how that answer was shown.

    `quote` is what was marked in the answer, word for word. `at` is when the verdict was given.
    `index` is the generation that put the answer in place `rank`, from 1; `confidence` is how sure
    it was that the papers answer the question.
    """

    question: Filled
    answer: Filled
    verdict: Verdict
    at: datetime
    quote: str
    index: str
    rank: int
    confidence: float

    @classmethod
    def on(cls, result: SearchResult, hit: Hit, verdict: Verdict, at: datetime) -> Self:
        """The verdict on a hit of a result."""
        return cls(
            question=result.query.strip(),
            answer=hit.answer.id,
            verdict=verdict,
            at=at,
            quote=hit.evidence[0].text if hit.evidence else hit.answer.text,
            index=result.index,
            rank=hit.rank,
            confidence=result.confidence,
        )

    def as_json(self) -> dict[str, Any]:
        """The verdict as it is kept, and as `feedback --json` prints it."""
        shown: dict[str, Any] = _FEEDBACK.dump_python(self, mode="json")
        return shown


_FEEDBACK = TypeAdapter(Feedback)


class FeedbackStore:
    """The verdicts in a file, which need not be there yet.

    Several sessions and processes may use it at once.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = FileLock(path.with_suffix(".lock"))

    def add(self, feedback: Feedback) -> None:
        """Keeps a verdict; it counts instead of an earlier one on the same question and answer.

        Raises `FeedbackError` where the file cannot be written.
        """
        line = _FEEDBACK.dump_json(feedback) + b"\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock, self.path.open("ab") as file:
                # A write that was cut off left half a line: this one must not be lost with it.
                file.write(line if self._ends_whole() else b"\n" + line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise FeedbackError(
                "{file}: the verdict could not be kept ({why}). Expected a file that may be "
                "written; set KAMERBRON_HOME to a folder of your own.",
                file=self.path,
                why=error.strerror,
            ) from error

    def read(self) -> tuple[Feedback, ...]:
        """The verdict that counts on each question and answer, in the order first given.

        One that was taken back is left out.
        """
        return _counting(read for _, read in self._lines() if isinstance(read, Feedback))

    def damaged(self) -> tuple[str, ...]:
        """The lines that hold no verdict and do not count, and what is wrong with each."""
        return tuple(f"line {n}: {read}" for n, read in self._lines() if isinstance(read, str))

    def as_gold(self, answer_texts: Mapping[str, str] | None = None) -> str:
        """The verdicts as a gold file: what `gold_questions` makes of them, a JSON line each."""
        questions = gold_questions(self.read(), answer_texts)
        return "".join(f"{question.model_dump_json()}\n" for question in questions)

    def _lines(self) -> Iterator[tuple[int, Feedback | str]]:
        """Every line that holds something, by number from 1: the verdict, or what is wrong."""
        if not self.path.exists():
            return
        with self._lock:
            lines = self.path.read_bytes().split(b"\n")
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield number, _FEEDBACK.validate_json(line)
                except ValidationError as error:
                    yield number, str(describe(error))

    def _ends_whole(self) -> bool:
        with self.path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 1))
            return file.read() in (b"", b"\n")


def gold_questions(
    feedback: Iterable[Feedback], answer_texts: Mapping[str, str] | None = None
) -> tuple[GoldQuestion, ...]:
    """The questions with an answer that a user called right, in the order first given.

    A question of which only was said what is *not* it is left out: the user saw a few answers, and
    that the papers hold no other is more than anyone said. With `answer_texts` right answers are
    left out too whose quote no longer stands in the papers.

    They count as `check`: users judge what was found, so that tuning on it would reward finding
    the same again. For the same reason other answers, never shown, may be right too.
    """
    right: dict[str, list[Feedback]] = {}
    for given in _counting(feedback):
        there = answer_texts is None or given.quote in answer_texts.get(given.answer, "")
        if given.verdict is Verdict.RIGHT and given.quote.strip() and there:
            right.setdefault(_same(given.question), []).append(given)
    return tuple(
        GoldQuestion(
            id=f"{KIND}-{hashlib.sha256(question.encode()).hexdigest()[:12]}",
            query=given[0].question,
            language=guess_language(question),
            kind=KIND,
            answers=tuple(GoldAnswer(id=one.answer, quote=one.quote) for one in given),
            part="check",
        )
        for question, given in right.items()
    )


def guess_language(text: str) -> str:
    """The language whose small words a text has most of: nl, en, de, fr; else undetermined."""
    words = re.findall(r"[^\W\d_]+'?", text.casefold().replace("’", "'"))
    votes = {code: sum(word in small for word in words) for code, small in _SMALL_WORDS.items()}
    most = max(votes.values())
    first, *others = [code for code, count in votes.items() if count == most]
    return UNDETERMINED if others else first


def _counting(feedback: Iterable[Feedback]) -> tuple[Feedback, ...]:
    """The last verdict on each question and answer, those left out that were taken back."""
    last = {(_same(given.question), given.answer): given for given in feedback}
    return tuple(given for given in last.values() if given.verdict is not Verdict.TAKEN_BACK)


def _same(question: str) -> str:
    """The question as it is told from others: white space and capitals do not count."""
    return " ".join(question.split()).casefold()


_SMALL_WORDS: Final = {
    code: frozenset(words.split())
    for code, words in {
        "nl": "aan als bij dan dat de deze die dit door een en er geen had heb hebben heeft het "
        "hij hoe hoeveel hun ik in is kan kunnen maar meer met mogen naar niet nog of om onder "
        "ons ook op over te tegen tot tussen uit van vanaf veel voor waar waarom waardoor wanneer "
        "waren was wat we welk welke werd wie wij wil worden wordt zal zich zij zijn zonder zou",
        "en": "a about against an and any are as at be been by can could did do does for from had "
        "has have he how if in into is it its many may more much no not of on or our she should "
        "than that the their there they this to was we were what when where which who why will",
        "de": "aber als am an auch auf aus bei bis das dass dem den der des die durch ein eine "
        "einem einen einer es für gegen gibt haben hat ich im in ist kann kein keine mit nach "
        "nicht oder sich sind um und unter vom von vor war waren warum was welche welcher welches "
        "wenn wer werden wie wieviel viele wird wo wurde wurden zu zum zur zwischen über",
        "fr": "a après au aux avec ce ces cette combien comment dans de depuis des du elle en "
        "entre est et il ils l' la le les leur mais ne on ont ou par pas pendant plus pour "
        "d' qu' qu'est quand que quel quelle quelles quels qui quoi sa se ses son sont sous sur un "
        "une à été être où",
    }.items()
}
