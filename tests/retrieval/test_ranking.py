"""Scores, order, evidence, confidence: pure functions with their numbers worked out."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.confidence import FEATURES, calibration, confidence, features
from retrieval.evidence import mark_evidence
from retrieval.ranking import DEFAULT, MEANING_ONLY, TERMS_ONLY, Ranked, Signals, Weights, rank


def test_score_is_the_weighted_sum() -> None:
    weights = Weights(passage=0.1, sentence=0.2, context=0.3, terms=0.4)
    assert weights.score(Signals(1.0, 0.5, 0.25, 0.125)) == pytest.approx(0.1 + 0.1 + 0.075 + 0.05)


@pytest.mark.parametrize("weights", [DEFAULT, MEANING_ONLY, TERMS_ONLY])
def test_weights_sum_to_one(weights: Weights) -> None:
    assert weights.passage + weights.sentence + weights.context + weights.terms == pytest.approx(1)


def test_order_is_by_score_then_identifier() -> None:
    same = Signals(0.5, 0.5, 0.5, 0.5)
    ranked = rank({"b": same, "a": same, "c": Signals(0.9, 0.9, 0.9, 0.9)}, DEFAULT)
    assert [entry.id for entry in ranked] == ["c", "a", "b"]


def test_evidence_is_the_best_sentence_and_those_as_good_in_reading_order() -> None:
    text = "Een. Twee. Drie. Vier."
    spans = [(0, 4), (5, 10), (11, 16), (17, 22)]
    scores = np.array([0.80, 0.50, 0.81, 0.70], dtype=np.float32)
    assert [(e.text, e.start, e.end) for e in mark_evidence(text, spans, scores)] == [
        ("Een.", 0, 4),
        ("Drie.", 11, 16),
    ]


def test_no_sentences_no_evidence() -> None:
    assert mark_evidence("", [], np.zeros(0, dtype=np.float32)) == ()


def test_features_of_the_best_candidates() -> None:
    ranked = [
        Ranked("a", 0.8, Signals(0.8, 0.7, 0.75, 0.3)),
        Ranked("b", 0.7, Signals(0.85, 0.6, 0.7, 0.1)),
        Ranked("c", 0.5, Signals(0.5, 0.5, 0.5, 0.0)),
    ]
    assert features(ranked) == pytest.approx((0.85, 0.7, 0.75, 0.3))
    assert len(features(ranked)) == len(FEATURES) == len(calibration().weights)


def test_confidence_grows_with_the_evidence_and_is_none_without() -> None:
    strong = [Ranked("a", 0.8, Signals(0.92, 0.92, 0.92, 0.6)), Ranked("b", 0.5, Signals())]
    weak = [Ranked("a", 0.6, Signals(0.78, 0.76, 0.77, 0.05)), Ranked("b", 0.59, Signals())]
    assert 0 < confidence(weak) < confidence(strong) < 1
    assert confidence([]) == 0.0
