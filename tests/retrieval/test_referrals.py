"""Referrals resolved: the answer pointed to is a hit, next to or before the pointer."""

from __future__ import annotations

from dataclasses import replace

from corpus import STARTER, load_corpus
from retrieval.ranking import Ranked, Signals
from retrieval.referrals import is_pointing, resolve_referrals

ANSWERS = load_corpus(STARTER).answers()


def resolved(*names: str) -> list[tuple[str, float]]:
    ranked = [Ranked(name, 1.0 - place / 10, Signals()) for place, name in enumerate(names)]
    return [(entry.id, entry.score) for entry in resolve_referrals(ranked, ANSWERS.__getitem__)]


def test_target_stands_before_a_pure_pointer_with_its_score() -> None:
    assert resolved("kst-27925-748#14", "kst-27925-748#1") == [
        ("kst-27925-748#13", 1.0),
        ("kst-27925-748#14", 1.0),
        ("kst-27925-748#1", 0.9),
    ]


def test_target_follows_a_short_answer_that_points() -> None:
    assert [name for name, _ in resolved("kst-27925-748#50", "kst-27925-748#1")] == [
        "kst-27925-748#50",
        "kst-27925-748#12",
        "kst-27925-748#1",
    ]


def test_target_that_ranks_better_keeps_its_place() -> None:
    assert resolved("kst-27925-748#13", "kst-27925-748#14") == [
        ("kst-27925-748#13", 1.0),
        ("kst-27925-748#14", 0.9),
    ]


def test_pointer_to_an_answer_that_points_on() -> None:
    """59 says "Zie 46", which says "Zie ook 45" but has content of its own: it ends there."""
    assert [name for name, _ in resolved("kst-27925-748#59")] == [
        "kst-27925-748#46",
        "kst-27925-748#59",
    ]


def test_circles_end() -> None:
    pointer = ANSWERS["kst-27925-748#14"]
    circle = {
        "a": replace(pointer, id="a", refers_to=("b",)),
        "b": replace(pointer, id="b", refers_to=("a",)),
    }
    ranked = [Ranked("a", 1.0, Signals())]
    assert [e.id for e in resolve_referrals(ranked, circle.__getitem__)] == ["b", "a"]


def test_long_answers_with_a_reference_stand_alone() -> None:
    assert not is_pointing(ANSWERS["kst-27925-748#46"])
    assert is_pointing(ANSWERS["kst-27925-956#23"])
