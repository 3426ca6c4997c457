"""Running a system over the gold questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from corpus import OfficialAnswer, Paper, PaperType, Status
from eval import Ranking, Run, Scored, outcome, run_system
from retrieval.result import Hit, SearchResult


@dataclass
class Echo:
    """Finds one answer named after the question, and nothing for "niets"."""

    name: str = "echo"
    asked: list[str] = field(default_factory=list)

    def answer(self, question: str, /) -> tuple[Ranking, float]:
        self.asked.append(question)
        return ((), 0.0) if question == "niets" else ((Scored(f"kst-1#{question}", 1.0),), 0.9)


def test_every_question_is_asked_as_typed_and_its_result_kept_by_id(question) -> None:
    system, ticks = Echo(), []
    gold = [question("a", "kst-1#7", query="7"), question("b", query="niets")]

    run = run_system(system, gold, lambda done, total: ticks.append((done, total)))

    assert system.asked == ["7", "niets"]
    assert run == Run("echo", {"a": (Scored("kst-1#7", 1.0),), "b": ()}, {"a": 0.9, "b": 0.0})
    assert ticks == [(1, 2), (2, 2)]


def test_an_answer_ranked_twice_is_refused(ranking) -> None:
    with pytest.raises(ValueError, match=r"'x', question a: .* once, found one twice .*rank each"):
        Run("x", {"a": ranking("kst-1#1", "kst-1#2", "kst-1#1")}, {"a": 0.5})


@pytest.mark.parametrize("confidence", [-0.1, 1.5, float("nan")])
def test_a_confidence_that_is_no_chance_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match=r"expected a confidence in 0…1, found .*; calibrate it"):
        Run("x", {"a": ()}, {"a": confidence})


def test_a_ranking_without_a_confidence_is_refused() -> None:
    with pytest.raises(ValueError, match=r"only one of them for b; add the other"):
        Run("x", {"a": (), "b": ()}, {"a": 0.5})


def test_a_search_result_becomes_its_hits_in_order_and_its_confidence() -> None:
    paper = Paper("kst-1", PaperType.LETTER, "Brief", date=date(2020, 1, 1))
    hits = tuple(
        Hit(
            rank=rank,
            score=score,
            answer=OfficialAnswer(id_, (), "Ja.", Status.SUBSTANTIVE),
            paper=paper,
            evidence=(),
            citation="",
        )
        for rank, (id_, score) in enumerate([("kst-1#2", 0.8), ("kst-1#1", 0.3)], start=1)
    )
    result = SearchResult("ja?", hits, confidence=0.7, answerable=True, index="i")

    assert outcome(result) == ((Scored("kst-1#2", 0.8), Scored("kst-1#1", 0.3)), 0.7)
