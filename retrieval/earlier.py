"""What was answered before to each question of a set.

kamerbron = Kamerbron.open(Settings.load())
result = answer_set(kamerbron, read_question_set(pasted))
for entry in result.entries:
    entry.question.number, entry.earlier, entry.new_since, entry.never_answered
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from threading import Lock
from typing import Any

from corpus import Status, sentence_spans
from retrieval.filters import Filters
from retrieval.kamerbron import Kamerbron
from retrieval.question import LONGEST
from retrieval.question_set import QuestionSet, SubQuestion
from retrieval.result import Hit, SearchResult
from retrieval.timeline import timeline

_INTRO = 0.3
_QUESTION_BEFORE = 0.1
"""How much a paper's fit to the introduction and to the question before weighs.

Beside the fit of the answer to the question, which weighs 1. See `answer_set` for what it gains.
"""
_DEPTH = 50
"""Hits among which the papers may choose."""
_LONGEST_CONTEXT = 1500
"""Characters of the introduction that are asked: about what the model reads at once."""

_LIKELY = 0.8
"""The confidence from which on an answer counts as likely.

Of the 48 questions of six sets (tests/retrieval/question_sets.json) 31 reach it, and 30 of these
have an answer among the first five; of the 15 between it and the threshold 10 have one.
"""

Progress = Callable[[int, int], None]
"""Called with the number of questions asked and their total."""


class Sureness(StrEnum):
    """How sure it is that a question was answered before, in a word. See `_LIKELY`."""

    LIKELY = "likely"
    DOUBTFUL = "doubtful"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was answered before to one question of a set.

    `asked` is the text that was searched with: the question, or as much of its beginning as can be
    searched with. `result` has its hits with the best first, as `Kamerbron.ask` gives them.
    """

    question: SubQuestion
    asked: str
    result: SearchResult

    @property
    def never_answered(self) -> bool:
        """Whether the papers hold no answer, as far as the confidence tells."""
        return not self.result.answerable

    @property
    def sureness(self) -> Sureness:
        """How sure it is that the hits hold an answer."""
        if self.never_answered:
            return Sureness.NONE
        return Sureness.LIKELY if self.result.confidence >= _LIKELY else Sureness.DOUBTFUL

    @property
    def earlier(self) -> tuple[Hit, ...]:
        """The hits, the positions of the timeline first and of these the newest.

        Only hits whose scores are near the best are positions (`retrieval.timeline`): a newer
        answer to another matter does not come before the one that fits. The rest keep their order.
        """
        place = {position.id: at for at, position in enumerate(self.result.timeline)}
        return tuple(sorted(self.result.hits, key=lambda hit: place.get(hit.answer.id, len(place))))

    @property
    def best(self) -> Hit | None:
        """The answer to read first, the first of `earlier` that says something itself.

        `None` where the papers hold no answer.
        """
        if self.never_answered:
            return None
        spoken = (hit for hit in self.earlier if hit.answer.status is not Status.REFERRAL)
        return next(spoken, next(iter(self.earlier), None))

    @property
    def since(self) -> date | None:
        """The day of the oldest position; `None` where there is no timeline."""
        return min((p.day for p in self.result.timeline if p.day), default=None)

    @property
    def new_since(self) -> tuple[str, ...]:
        """The identifiers of what was answered after `since`, the newest first."""
        since = self.since
        return tuple(p.id for p in self.result.timeline if since and p.day and p.day > since)

    def as_json(self) -> dict[str, Any]:
        """The entry as `set --json` prints it."""
        return {
            "number": self.question.number,
            "label": self.question.label,
            "query": self.question.text,
            "asked": self.asked,
            "answerable": self.result.answerable,
            "confidence": self.result.confidence,
            "never_answered": self.never_answered,
            "earlier": [self.result.hit_as_json(hit) for hit in self.earlier],
            "new_since": list(self.new_since),
            "timeline": [position.as_json() for position in self.result.timeline],
        }


@dataclass(frozen=True, slots=True)
class SetResult:
    """What was answered before to a whole question set, in the order of its questions."""

    questions: QuestionSet
    entries: tuple[Earlier, ...]
    index: str

    @property
    def never_answered(self) -> tuple[int, ...]:
        """The numbers of the questions to which the papers hold no answer."""
        return tuple(entry.question.number for entry in self.entries if entry.never_answered)

    def as_json(self) -> dict[str, Any]:
        """The result as `set --json` prints it: one object a set."""
        return {
            "intro": self.questions.intro,
            "subject": self.questions.subject,
            "questions": [entry.as_json() for entry in self.entries],
            "never_answered": list(self.never_answered),
            "index": self.index,
        }


def answer_set(
    kamerbron: Kamerbron,
    questions: QuestionSet,
    *,
    k: int = 3,
    filters: Filters = Filters(),  # noqa: B008 (frozen)
    progress: Progress | None = None,
) -> SetResult:
    """What was answered before to each question of a set: the `k` best answers that pass.

    Each question is searched for by itself. Among the answers that fit it, those are preferred
    whose papers fit the introduction, and the question before, so that "Zo ja, wanneer?" is
    understood. Confidence is that of the question by itself. Raises `FilterError` as
    `Kamerbron.ask` does.

    On 43 questions of six sets (tests/retrieval/question_sets.json; the weights were chosen there)
    the share with a right answer first, and among the first three: plain 0.70 and 0.91, so 0.70 and
    0.93, shown newest first 0.74 and 0.93. Among many papers it matters more: with 989 answers of
    other public papers added, and the model not adapted yet, plain 0.58 and 0.74, so 0.74 and 0.88.
    With the introduction put before the question's text, 0.23 and 0.51: it drowns the question.
    """
    search = SetSearch(kamerbron, questions, k=k, filters=filters)
    while not search.done:
        search.ask_next()
        if progress:
            progress(len(search.result.entries), len(questions.questions))
    return search.result


class SetSearch:
    """`answer_set` a question at a time, so that it can be watched, left and taken up again.

    `kamerbron` is the one that is asked, to the end: what it found can be read from it, also when
    the papers have changed since.
    """

    def __init__(
        self,
        kamerbron: Kamerbron,
        questions: QuestionSet,
        *,
        k: int = 3,
        filters: Filters = Filters(),  # noqa: B008 (frozen)
    ) -> None:
        self.kamerbron = kamerbron
        self.result = SetResult(questions, (), kamerbron.generation)
        self._asker = _Asker(kamerbron, questions, k, filters)
        self._asking = Lock()

    @property
    def done(self) -> bool:
        """Whether each question was asked; `result` holds those that were."""
        return len(self.result.entries) == len(self.result.questions.questions)

    def ask_next(self) -> None:
        """Asks the first question that was not asked yet, if there is one. Raises as `answer_set`.

        Two threads at once ask one after the other.
        """
        with self._asking:
            if not self.done:
                question = self.result.questions.questions[len(self.result.entries)]
                entry = self._asker.ask(question)
                self.result = replace(self.result, entries=(*self.result.entries, entry))


class _Asker:
    """Asks the questions of one set in their order, each in the light of what stands before it."""

    def __init__(
        self, kamerbron: Kamerbron, questions: QuestionSet, k: int, filters: Filters
    ) -> None:
        self._kamerbron = kamerbron
        self._intro = questions.subject or questions.intro
        self._k = k
        self._filters = filters
        self._contexts: dict[str, dict[str, float]] = {}
        self._before: dict[str, float] = {}

    def ask(self, question: SubQuestion) -> Earlier:
        asked = beginning(question.text, LONGEST)
        plain = self._search(asked)
        weighed = [
            (self._context(question.heading), _INTRO),
            (self._before, _QUESTION_BEFORE),
        ]
        self._before = _papers(plain.hits)
        ranked = [
            replace(hit, rank=rank)
            for rank, hit in enumerate(_weighed(plain.hits, weighed), start=1)
        ]
        result = replace(
            plain,
            query=question.text,
            hits=tuple(ranked[: self._k]),
            timeline=timeline(ranked) if plain.answerable else (),
        )
        return Earlier(question, asked, result)

    def _search(self, text: str) -> SearchResult:
        return self._kamerbron.ask(text, k=max(_DEPTH, self._k), filters=self._filters)

    def _context(self, heading: str) -> dict[str, float]:
        """How well each paper fits what stands above a question."""
        text = beginning("\n\n".join(filter(None, (heading, self._intro))), _LONGEST_CONTEXT)
        if text not in self._contexts:
            words = any(map(str.isalnum, text))
            self._contexts[text] = _papers(self._search(text).hits) if words else {}
        return self._contexts[text]


def _papers(hits: Sequence[Hit]) -> dict[str, float]:
    """How well each paper fits: the score of its best hit."""
    best: dict[str, float] = {}
    for hit in hits:
        best.setdefault(hit.paper.id, hit.score)
    return best


def _weighed(
    hits: Sequence[Hit], contexts: Sequence[tuple[Mapping[str, float], float]]
) -> list[Hit]:
    """The hits by the weighted mean of their own scores and those of their papers, best first.

    A paper that a context did not find counts there as the last that it did. The answers of one
    paper keep their order, pointers and what they point to too.
    """
    known = [(scores, weight) for scores, weight in contexts if scores]
    whole = 1 + sum(weight for _, weight in known)

    def mean(hit: Hit) -> float:
        added = sum(
            weight * scores.get(hit.paper.id, min(scores.values())) for scores, weight in known
        )
        return round((hit.score + added) / whole, 6)

    return sorted((replace(hit, score=mean(hit)) for hit in hits), key=lambda hit: -hit.score)


def beginning(text: str, longest: int) -> str:
    """As many whole sentences of a text as fit, or words where the first sentence does not."""
    if len(text) <= longest:
        return text
    ends = [end for _, end in sentence_spans(text) if end <= longest]
    cut = text[: ends[-1]] if ends else text[:longest].rsplit(maxsplit=1)[0]
    return cut.strip()
