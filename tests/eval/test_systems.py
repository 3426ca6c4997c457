"""The systems side by side, and rank fusion worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from eval import SYSTEM_NAMES, EvalError, check_system_names, systems
from eval.systems import fuse, system_or_file
from retrieval import Kamerbron, QuestionError
from retrieval.ranking import TERMS_ONLY, Ranked, Signals


def test_fusion_adds_one_over_sixty_and_the_rank(ranking) -> None:
    fused = fuse([ranking("a", "b", "c"), ranking("c", "a")])

    assert [(found.id, found.score) for found in fused] == [
        ("a", pytest.approx(1 / 61 + 1 / 62)),
        ("c", pytest.approx(1 / 63 + 1 / 61)),
        ("b", pytest.approx(1 / 62)),
    ]


def test_fusion_orders_equals_by_identifier(ranking) -> None:
    fused = fuse([ranking("b", "a"), ranking("a", "b"), ranking()])

    assert [found.id for found in fused] == ["a", "b"]
    assert fuse([(), ()]) == ()


@dataclass
class TwoParts:
    """Stands for a Kamerbron: what its two parts say of three answers."""

    terms = (("a", 0.9), ("b", 0.4), ("c", 0.0))
    meaning = (("b", 0.8), ("c", 0.7), ("a", 0.6))

    def rank(self, query: str, weights: object) -> list[Ranked]:
        if query == "?":
            raise QuestionError("no words")
        part = self.terms if weights == TERMS_ONLY else self.meaning
        return [Ranked(id_, score, Signals()) for id_, score in part]


def test_the_fusion_system_leaves_out_what_a_part_did_not_find() -> None:
    (fusion,) = systems(TwoParts(), ["rank fusion"])

    found, confidence = fusion.answer("vraag")

    # By terms c has no word of the question: it is third by no ranking, and stays last.
    assert [entry.id for entry in found] == ["b", "a", "c"]
    assert confidence == pytest.approx((1 / 61 + 1 / 62) / (2 / 61))
    assert fusion.answer("?") == ((), 0.0)
    assert fusion.configuration == {"fused": ["terms only", "meaning only"], "k": 60}


def test_a_baseline_is_sure_by_its_best_score_and_finds_nothing_for_a_refused_question() -> None:
    (terms,) = systems(TwoParts(), ["terms only"])

    found, confidence = terms.answer("vraag")

    assert [entry.id for entry in found] == ["a", "b"]
    assert confidence == 0.9
    assert terms.answer("?") == ((), 0.0)


def test_all_systems_answer_over_the_starter_corpus(kamerbron: Kamerbron) -> None:
    running = systems(kamerbron)

    assert tuple(system.name for system in running) == SYSTEM_NAMES
    for system in running:
        found, confidence = system.answer("Hoeveel demonstranten zijn er gedood?")
        assert found[0].id == "kst-27925-748#9", system.name
        assert len(found) <= 10
        assert 0 < confidence <= 1


def test_names_are_taken_with_hyphens_in_the_order_of_reports() -> None:
    assert check_system_names(["default", " terms-only", "terms only"]) == (
        "terms only",
        "default",
    )
    assert system_or_file("rank-fusion") == "rank fusion"
    assert system_or_file("runs/rank-fusion.json") == "runs/rank-fusion.json"
    with pytest.raises(EvalError, match=r"'bm25': there is no such system\. Choose among terms on"):
        check_system_names(["default", "bm25"])
