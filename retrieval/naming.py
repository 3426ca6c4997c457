"""What a question names, held against the answers: things, times, people, papers, an address."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from corpus import Paper
from corpus.identifiers import expand_numbers
from indexing import PublishedIndex
from retrieval.aliases import Aliases
from retrieval.periods import Period, date_fit, mentioned_periods
from retrieval.ranking import Ranked, Signals
from retrieval.understanding import Understood, understand

_REMEMBERED = 20_000
"""Answers whose names and times are kept, so that each is read once."""
_RECENT = 16
"""Questions whose names are kept: each hit asks for them again."""


class Naming:
    """Reads what questions and answers name. Safe to share between threads."""

    def __init__(self, index: PublishedIndex, papers: Sequence[Paper], aliases: Aliases) -> None:
        self._index = index
        self._papers = papers
        self._paper = {paper.id: paper for paper in papers}
        self._aliases = aliases
        self.named_in = lru_cache(_RECENT)(self._read_question)
        self.wordings = lru_cache(_RECENT)(self._say)
        self._numbered = lru_cache(_REMEMBERED)(self._read_numbers)
        self._names_in = lru_cache(_REMEMBERED)(self._read_names)
        self._times_in = lru_cache(_REMEMBERED)(self._read_times)

    def understood(self, question: str) -> Understood:
        """What the question names among the papers."""
        return understand(question, self._papers, self._aliases)

    def addressed(self, understood: Understood) -> tuple[str, ...]:
        """The answers named by paper and number, in the order of the question; none unknown."""
        found = (self._numbered(a.document).get(a.question_number) for a in understood.addresses)
        return tuple(dict.fromkeys(identifier for identifier in found if identifier))

    def signals(
        self, question: str, understood: Understood, ranked: Sequence[Ranked]
    ) -> dict[str, Signals]:
        """The signals of these answers, with those of what the question names added."""
        wanted = self.named_in(question)
        names = {entry.id: self._names_in(entry.id) & wanted for entry in ranked}
        rarity = _rarity(wanted, names)
        addressed = set(self.addressed(understood))
        people = _papers_of_people(understood, len(self._papers))
        return {
            entry.id: replace(
                entry.signals,
                names=_share(names[entry.id], rarity),
                date=self._date_fit(entry.id, understood.periods),
                people=float(_paper_of(entry.id) in people),
                paper=float(_paper_of(entry.id) in understood.papers),
                address=float(entry.id in addressed),
            )
            for entry in ranked
        }

    def shared(self, question: str, answer: str) -> tuple[str, ...]:
        """What both a question and an answer name, in alphabetical order."""
        return tuple(sorted(self.named_in(question) & self._names_in(answer)))

    def _read_question(self, question: str) -> frozenset[str]:
        """The things that a question names, by the identifiers of their groups."""
        return self._aliases.named(question)

    def _say(self, question: str) -> tuple[str, ...]:
        """The question as asked, and with its names as papers write them where that differs.

        Papers write "Verenigde Staten" where a question says "les Américains".
        """
        return tuple(dict.fromkeys((question, self._aliases.in_dutch(question))))

    def _read_numbers(self, document: str) -> dict[int, str]:
        """The answers of a paper by question number; one may serve several questions."""
        return {
            number: identifier
            for identifier in self._index.answers_of(document)
            for number in expand_numbers(identifier.partition("#")[2])
        }

    def _read_names(self, answer: str) -> frozenset[str]:
        read = self._index.answer(answer)
        return self._aliases.named(f"{read.asked}\n{read.text}")

    def _read_times(self, answer: str) -> tuple[Period, ...]:
        return mentioned_periods(
            self._index.answer(answer).text, self._paper[_paper_of(answer)].date
        )

    def _date_fit(self, answer: str, periods: tuple[Period, ...]) -> float:
        if not periods:
            return 0.0
        paper = self._paper[_paper_of(answer)]
        return date_fit(periods, paper.known_day, self._times_in(answer))


def _paper_of(answer: str) -> str:
    return answer.partition("#")[0]


def _papers_of_people(understood: Understood, papers: int) -> frozenset[str]:
    """The papers of those named; whoever is in all papers tells none of them apart."""
    return frozenset(
        document
        for named in understood.people
        if len(named.documents) < papers
        for document in named.documents
    )


def _rarity(wanted: frozenset[str], names: Mapping[str, frozenset[str]]) -> dict[str, float]:
    """How much each thing tells the answers apart: the fewer name it, the more."""
    return {
        thing: math.log(1 + len(names) / (1 + sum(thing in held for held in names.values())))
        for thing in sorted(wanted)
    }


def _share(held: frozenset[str], rarity: Mapping[str, float]) -> float:
    whole = sum(rarity.values())
    return sum(rarity[thing] for thing in sorted(held)) / whole if whole else 0.0
