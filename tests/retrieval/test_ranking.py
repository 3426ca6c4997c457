"""Scores, order, evidence, confidence: pure functions with their numbers worked out."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answerability import shipped
from retrieval.confidence import (
    FEATURES,
    PLAIN,
    Calibration,
    calibration,
    confidence,
    features,
)
from retrieval.evidence import best_sentences, mark_evidence
from retrieval.expected import Fact
from retrieval.ranking import (
    DEFAULT,
    MEANING_ONLY,
    PARTS,
    TERMS_ONLY,
    Ranked,
    Signals,
    Weights,
    rank,
)


def test_score_is_the_weighted_sum() -> None:
    weights = Weights(passage=0.1, sentence=0.2, context=0.3, terms=0.4)
    assert weights.score(Signals(1.0, 0.5, 0.25, 0.125)) == pytest.approx(0.1 + 0.1 + 0.075 + 0.05)


@pytest.mark.parametrize("weights", [DEFAULT, MEANING_ONLY, TERMS_ONLY])
def test_weights_sum_to_one(weights: Weights) -> None:
    parts = (weights.passage, weights.sentence, weights.context, weights.terms, weights.words)
    assert sum(parts) == pytest.approx(1)


def test_what_a_question_names_comes_on_top() -> None:
    weights = Weights(0.25, 0.25, 0.25, 0.125, 0.125, names=0.5, date=0.125, people=0.0625, paper=2)
    signals = Signals(0.5, 0.5, 0.5, 0.5, 0.5, names=0.5, date=1.0, people=1.0, address=1.0)
    assert weights.added(signals) == {
        "passage": 0.125,
        "sentence": 0.125,
        "context": 0.125,
        "terms": 0.0625,
        "words": 0.0625,
        "names": 0.25,
        "date": 0.125,
        "people": 0.0625,
        "paper": 0.0,
        "address": 0.0,
    }
    assert tuple(weights.added(signals)) == PARTS
    assert weights.score(signals) == 0.9375
    assert replace(weights, address=1.0).score(signals) == 1.9375


def test_a_score_is_rounded_to_six_places() -> None:
    weights = Weights(passage=1.0, sentence=0.0, context=0.0, terms=0.0)
    assert weights.score(Signals(passage=0.12345649)) == 0.123456
    ranked = rank({"b": Signals(passage=0.50000001), "a": Signals(passage=0.5)}, weights)
    assert [entry.id for entry in ranked] == ["a", "b"]


@pytest.mark.parametrize("part", ["names", "date", "people", "paper", "address"])
def test_answers_are_looked_at_twice_where_what_is_named_counts(part: str) -> None:
    assert replace(MEANING_ONLY, **{part: 0.01}).look_twice
    assert getattr(DEFAULT, part) > 0


def test_nothing_is_looked_at_twice_where_only_the_search_counts() -> None:
    assert DEFAULT.look_twice
    assert not MEANING_ONLY.look_twice
    assert not TERMS_ONLY.look_twice


@given(*[st.builds(Signals, *[st.floats(0, 1)] * len(PARTS))] * 2)
def test_more_of_anything_never_ranks_lower(one: Signals, other: Signals) -> None:
    both = Signals(*(max(getattr(one, part), getattr(other, part)) for part in PARTS))
    assert DEFAULT.score(both) >= max(DEFAULT.score(one), DEFAULT.score(other))


def test_an_answer_named_by_its_number_is_first_whatever_else() -> None:
    best = Signals(1.0, 1.0, 1.0, 1.0, names=1.0, date=1.0, people=1.0, paper=1.0)
    ranked = rank({"all": best, "addressed": Signals(0.6, 0.6, 0.6, 0.0, address=1.0)}, DEFAULT)
    assert ranked[0].id == "addressed"


def test_order_is_by_score_then_identifier() -> None:
    same = Signals(0.5, 0.5, 0.5, 0.5)
    ranked = rank({"b": same, "a": same, "c": Signals(0.9, 0.9, 0.9, 0.9)}, DEFAULT)
    assert [entry.id for entry in ranked] == ["c", "a", "b"]


TEXT = "Een missie. Twee landen. Drie. Vier."
SPANS = [(0, 11), (12, 24), (25, 30), (31, 36)]


def scores(*values: float) -> npt.NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


def test_evidence_is_the_two_best_sentences_in_reading_order() -> None:
    marked = mark_evidence(["Waarom?"], TEXT, SPANS, scores(0.80, 0.50, 0.81, 0.70))
    assert [(e.text, e.start, e.end) for e in marked] == [
        ("Een missie.", 0, 11),
        ("Drie.", 25, 30),
    ]


def test_a_sentence_with_the_words_of_the_question_goes_before_one_a_little_nearer() -> None:
    assert best_sentences(["landen"], TEXT, SPANS, scores(0.75, 0.6, 0.7, 0.5)) == [1, 0, 2, 3]
    assert best_sentences(["landen"], TEXT, SPANS, scores(0.85, 0.6, 0.7, 0.5)) == [0, 1, 2, 3]


def test_words_count_in_whichever_wording_the_sentence_holds_more_of() -> None:
    wordings = ["combien de pays", "landen"]
    assert best_sentences(wordings, TEXT, SPANS, scores(0.75, 0.6, 0.7, 0.5)) == [1, 0, 2, 3]
    assert best_sentences(wordings[:1], TEXT, SPANS, scores(0.75, 0.6, 0.7, 0.5)) == [0, 2, 1, 3]


def test_of_sentences_as_good_the_earlier_is_evidence() -> None:
    assert best_sentences(["?"], TEXT, SPANS, scores(0.5, 0.5, 0.5, 0.5)) == [0, 1, 2, 3]


def test_no_sentences_no_evidence() -> None:
    assert mark_evidence(["Waarom?"], "", [], np.zeros(0, dtype=np.float32)) == ()


RANKED = [
    Ranked("a", 0.8, Signals(0.8, 0.7, 0.75, 0.3)),
    Ranked("b", 0.7, Signals(0.85, 0.6, 0.7, 0.1)),
    Ranked("c", 0.5, Signals(0.5, 0.5, 0.5, 0.0)),
    Ranked("d", 0.4, Signals(0.99, 0.99, 0.99, 0.9)),
]


@pytest.mark.parametrize(
    ("facts", "found", "asks", "leaves_open"),
    [
        (frozenset(), "Er gaan 120 militairen.", 0, 0),
        (frozenset({Fact.NUMBER}), "Er gaan 120 militairen.", 1, 0),
        (frozenset({Fact.NUMBER}), "Er gaan militairen.", 1, 1),
        (frozenset({Fact.NUMBER, Fact.DAY}), "Er gaan 120 militairen.", 1, 0.5),
    ],
)
def test_features_of_the_first_three_and_of_the_fact_asked_for(
    facts: frozenset[Fact], found: str, asks: float, leaves_open: float
) -> None:
    plain = (0.85, 0.7, 0.75, asks, leaves_open)
    assert features(RANKED, facts, found) == plain
    assert features(RANKED, facts, found, 0.3) == (*plain, 0.3)


READ = calibration(shipped().adaptation)
UNREAD = calibration(None)


def test_each_calibration_has_its_features() -> None:
    assert READ.features == FEATURES
    assert UNREAD.features == PLAIN
    assert calibration("0123456789ab") == UNREAD


@pytest.mark.parametrize(("model", "read"), [(UNREAD, ()), (READ, (0.0,))])
def test_confidence_grows_with_nearness_and_falls_with_what_is_left_open(
    model: Calibration, read: tuple[float, ...]
) -> None:
    near, far = (0.8, 0.8, 0.8), (0.4, 0.4, 0.4)

    def sure(*values: float) -> float:
        return confidence((*values, *read), model)

    assert 0 < sure(*far, 0, 0) < sure(*near, 0, 0) < 1
    assert sure(*near, 1, 1) < sure(*near, 1, 0) < sure(*near, 0, 0)


def test_confidence_grows_with_the_answerability() -> None:
    values = (0.6, 0.6, 0.6, 0, 0)
    assert confidence((*values, 0.1), READ) < confidence((*values, 0.9), READ)


@pytest.mark.parametrize("model", [READ, UNREAD])
def test_confidence_at_the_mean_of_all_features_is_the_bias(model: Calibration) -> None:
    assert confidence(model.means, model) == round(1 / (1 + exp(-model.bias)), 4)
