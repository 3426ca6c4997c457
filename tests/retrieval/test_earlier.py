"""What was answered before to a whole set, over the starter corpus with the real model."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from corpus import OfficialAnswer, Paper, PaperType, Status
from retrieval import (
    Earlier,
    FilterError,
    Filters,
    Hit,
    Kamerbron,
    SearchResult,
    SubQuestion,
    answer_set,
    read_question_set,
)
from retrieval.earlier import SetSearch, Sureness, beginning
from retrieval.question import LONGEST

SETS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("question_sets.json").read_text("utf-8")
)
"""Written by reading the papers: each question with the answers that fit it, some with none."""


def share(found: Iterable[bool]) -> float:
    each = list(found)
    return sum(each) / len(each)


def test_earlier_answers_are_found_for_whole_sets(kamerbron: Kamerbron) -> None:
    """43 questions with an answer, many of which say "dit", "daar" or "zo ja"."""
    places: list[int] = []
    for case in SETS:
        for entry in answer_set(kamerbron, read_question_set(case["text"])).entries:
            fit = case["expected"][str(entry.question.number)]
            shown = [hit.answer.id for hit in entry.earlier]
            if fit:
                places.append(next((at for at, id_ in enumerate(shown, 1) if id_ in fit), 99))
    assert len(places) == 43
    assert share(place == 1 for place in places) >= 0.65
    assert share(place <= 3 for place in places) >= 0.85


class Papers:
    """Stands in for a Kamerbron: for each text the papers that it finds, with their scores."""

    generation = "g"

    def __init__(self, found: dict[str, dict[str, float]]) -> None:
        self._found = found
        self.asked: list[str] = []

    def ask(self, query: str, *, k: int, filters: Filters) -> SearchResult:  # noqa: ARG002
        self.asked.append(query)
        hits = [_hit(name, score) for name, score in self._found.get(query, {}).items()]
        return SearchResult(query, tuple(hits[:k]), 0.6, True, "g")


def _hit(name: str, score: float) -> Hit:
    paper = Paper(name.partition("#")[0], PaperType.LETTER, name, date=date(2020, 1, 1))
    answer = OfficialAnswer(name, (), "Ja.", Status.SUBSTANTIVE)
    return Hit(1, score, answer, paper, (), name)


def earlier(papers: Papers, text: str) -> list[list[str]]:
    result = answer_set(cast(Kamerbron, papers), read_question_set(text), k=9)
    return [[hit.answer.id for hit in entry.earlier] for entry in result.entries]


SHIPS, TANKS = "ships#1", "tanks#1"


def test_papers_that_fit_the_introduction_are_preferred() -> None:
    """What fits the question far better stays before them; a paper's answers keep their order."""
    found = {
        "Zo ja, wanneer?": {TANKS: 0.80, "ships#7": 0.79, SHIPS: 0.79, "planes#1": 0.60},
        "schepen": {SHIPS: 0.90, TANKS: 0.70, "planes#1": 0.60},
    }
    text = "Onderwerp: schepen\n\n1. Zo ja, wanneer?\n2. Zo ja, wanneer?\n"
    papers = Papers(found)
    assert earlier(papers, text)[0] == ["ships#7", SHIPS, TANKS, "planes#1"]
    assert papers.asked == ["Zo ja, wanneer?", "schepen", "Zo ja, wanneer?"]
    found["Zo ja, wanneer?"] = {TANKS: 0.90, SHIPS: 0.79}
    assert earlier(Papers(found), text)[0] == [TANKS, SHIPS]


def test_papers_that_fit_the_question_before_are_preferred_a_little() -> None:
    found = {
        "Zo ja, wanneer?": {TANKS: 0.80, SHIPS: 0.79},
        "Koopt u schepen?": {SHIPS: 0.90, TANKS: 0.60},
    }
    assert earlier(Papers(found), "1. Koopt u schepen?\n2. Zo ja, wanneer?\n") == [
        [SHIPS, TANKS],
        [SHIPS, TANKS],
    ]
    assert earlier(Papers(found), "1. Zo ja, wanneer?\n") == [[TANKS, SHIPS]]


def test_the_heading_of_a_part_is_asked_with_the_introduction() -> None:
    papers = Papers({})
    earlier(papers, "Onderwerp: vloot\n\n1. Wat?\n2. Wie?\n\nVerkoop\n\n1. Hoe?\n2. Waar?")
    assert papers.asked == ["Wat?", "vloot", "Wie?", "Hoe?", "Verkoop\n\nvloot", "Waar?"]


def test_hits_of_a_set_are_ranked_by_scores_that_fall_from_one_to_zero() -> None:
    found = {"Wie?": {TANKS: 0.8, SHIPS: 0.7}, "schepen": {SHIPS: 1.0, TANKS: 0.2}}
    papers = Papers(found)
    asked = read_question_set("Onderwerp: schepen\n\n1. Wie?\n")
    (entry,) = answer_set(cast(Kamerbron, papers), asked).entries
    assert [(hit.rank, hit.answer.id, hit.score) for hit in entry.result.hits] == [
        (1, SHIPS, pytest.approx((0.7 + 0.3 * 1.0) / 1.3, abs=1e-6)),
        (2, TANKS, pytest.approx((0.8 + 0.3 * 0.2) / 1.3, abs=1e-6)),
    ]
    assert entry.result.confidence == 0.6


def test_a_set_asked_step_by_step_gives_the_same(kamerbron: Kamerbron) -> None:
    asked = read_question_set(SETS[0]["text"])
    search = SetSearch(kamerbron, asked, k=2)
    for number in range(1, 11):
        assert not search.done
        search.ask_next()
        assert [entry.question.number for entry in search.result.entries][-1] == number
    assert search.done
    search.ask_next()
    assert search.result == answer_set(kamerbron, asked, k=2)


@pytest.mark.parametrize(
    ("statuses", "sure", "best", "sureness"),
    [
        ((Status.REFERRAL, Status.SUBSTANTIVE), 0.8, "b#1", Sureness.LIKELY),
        ((Status.REFERRAL, Status.REFERRAL), 0.79, "a#1", Sureness.DOUBTFUL),
        ((Status.SUBSTANTIVE, Status.SUBSTANTIVE), 0.4, None, Sureness.NONE),
        ((), 0.9, None, Sureness.LIKELY),
    ],
)
def test_the_best_answer_says_something_itself(
    statuses: tuple[Status, ...], sure: float, best: str | None, sureness: Sureness
) -> None:
    hits = tuple(
        replace(hit, answer=replace(hit.answer, status=status))
        for hit, status in zip((_hit("a#1", 0.8), _hit("b#1", 0.7)), statuses, strict=False)
    )
    result = SearchResult("Wie?", hits, sure, sure >= 0.5, "g")
    entry = Earlier(SubQuestion(1, "Wie?"), "Wie?", result)
    assert (entry.best.answer.id if entry.best else None) == best
    assert entry.sureness is sureness


def test_newest_position_first_and_what_is_new_since(kamerbron: Kamerbron) -> None:
    asked = read_question_set("Vraag 1\nWat is het dreigingsniveau in Irak?\n")
    (entry,) = answer_set(kamerbron, asked).entries
    assert [str(hit.paper.date) for hit in entry.earlier] == [
        "2023-12-20",
        "2023-10-24",
        "2020-10-09",
    ]
    assert entry.result.hits[0].answer.id == "kst-27925-748#53"
    assert entry.since == date(2020, 10, 9)
    assert entry.new_since == (
        "kst-27925-963#veiligheidssituatie-in-irak",
        "kst-27925-956#16",
    )
    assert not entry.never_answered


def test_the_newest_position_is_named_where_it_is_not_shown(kamerbron: Kamerbron) -> None:
    asked = read_question_set("Wat is het dreigingsniveau in Irak?")
    (entry,) = answer_set(kamerbron, asked, k=1).entries
    (shown,) = entry.as_json()["earlier"]
    assert shown["id"] == "kst-27925-748#53"
    assert shown["newer"][0] == "kst-27925-963#veiligheidssituatie-in-irak"


def test_never_answered_is_said_of_each_question_and_of_the_set(kamerbron: Kamerbron) -> None:
    asked = read_question_set(
        "Vraag 1\nHoeveel demonstranten zijn er gedood in Irak?\n\n"
        "Vraag 2\nWanneer gaat de AOW-leeftijd omhoog naar 68 jaar?\n"
    )
    result = answer_set(kamerbron, asked)
    assert [entry.never_answered for entry in result.entries] == [False, True]
    assert result.never_answered == (2,)
    assert len(result.entries[1].earlier) == 3
    assert result.entries[1].result.timeline == ()
    assert result.entries[0].earlier[0].answer.id == "kst-27925-748#9"


def test_json_is_the_contract(kamerbron: Kamerbron) -> None:
    asked = read_question_set("Onderwerp: Irak\n\nVraag 1\nHoeveel demonstranten zijn er gedood?")
    found = answer_set(kamerbron, asked, k=2).as_json()
    assert list(found) == ["intro", "subject", "questions", "never_answered", "index"]
    assert (found["intro"], found["subject"]) == ("Onderwerp: Irak", "Irak")
    (entry,) = found["questions"]
    assert list(entry) == [
        "number", "label", "query", "asked", "answerable", "confidence", "never_answered",
        "earlier", "new_since", "timeline",
    ]  # fmt: skip
    assert (entry["number"], entry["label"]) == (1, "Vraag 1")
    assert entry["query"] == entry["asked"] == "Hoeveel demonstranten zijn er gedood?"
    one = kamerbron.ask("Hoeveel demonstranten zijn er gedood?", k=1).as_json()
    assert list(entry["earlier"][0]) == list(one["hits"][0])
    assert [hit["rank"] for hit in entry["earlier"]] == [1, 2]
    assert found["index"] == kamerbron.generation


def test_same_set_same_bytes(kamerbron: Kamerbron) -> None:
    asked = read_question_set(SETS[2]["text"])
    first = json.dumps(answer_set(kamerbron, asked).as_json())
    assert json.dumps(answer_set(kamerbron, asked).as_json()) == first


def test_filters_and_progress(kamerbron: Kamerbron) -> None:
    asked = read_question_set("1. Hoe is de veiligheid?\n2. Wie is minister?\n")
    seen: list[tuple[int, int]] = []
    result = answer_set(
        kamerbron,
        asked,
        filters=Filters(types=("brief",)),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(1, 2), (2, 2)]
    papers = {hit.paper.id for entry in result.entries for hit in entry.earlier}
    assert papers == {"kst-27925-963"}
    with pytest.raises(FilterError, match="no such type"):
        answer_set(kamerbron, asked, filters=Filters(types=("roman",)))


def test_filters_that_leave_nothing(kamerbron: Kamerbron) -> None:
    asked = read_question_set("Onderwerp: Irak\n\n1. Hoe is de veiligheid?\n2. Waarom?\n")
    result = answer_set(kamerbron, asked, filters=Filters(parties=("VVD",)))
    assert result.never_answered == (1, 2)
    assert [entry.earlier for entry in result.entries] == [(), ()]


def test_a_question_too_long_to_search_with_is_asked_by_its_beginning(
    kamerbron: Kamerbron,
) -> None:
    text = "Hoeveel demonstranten zijn er gedood in Irak? " + "Kunt u dat toelichten? " * 300
    (entry,) = answer_set(kamerbron, read_question_set("Vraag 1\n" + text)).entries
    assert len(entry.asked) <= LONGEST < len(entry.question.text)
    assert entry.asked.endswith("toelichten?")
    assert entry.as_json()["query"] == text.strip()


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("Een zin. Nog een.", 17, "Een zin. Nog een."),
        ("Een zin. Nog een.", 16, "Een zin."),
        ("Een lange zin zonder einde", 12, "Een lange"),
        ("aaaaaaaaaa", 4, "aaaa"),
    ],
)
def test_beginning(text: str, longest: int, expected: str) -> None:
    assert beginning(text, longest) == expected
