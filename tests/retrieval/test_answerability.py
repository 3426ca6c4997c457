"""Whether a sentence answers a question: exact on small numbers, and the weights that ship."""

from __future__ import annotations

import numpy as np
import pytest

from indexing.adaptation import SHIPPED, read_adaptation
from indexing.encoder import SentenceTransformerEncoder
from retrieval import Kamerbron
from retrieval.answerability import Answerability, answerability, paired, shipped
from retrieval.confidence import FEATURES, PLAIN

SMALL = Answerability(adaptation="a", question=(1, 0.5), product=(0, 2), cosine=3, bias=-1)


def test_the_chance_is_that_of_the_question_its_products_and_the_cosine() -> None:
    question = np.array([0.6, 0.8], np.float32)
    sentences = np.array([[1, 0], [0, 1]], np.float32)
    log_odds = np.array([0.6 + 0.4 + 3 * 0.6 - 1, 0.6 + 0.4 + 2 * 0.8 + 3 * 0.8 - 1])
    assert SMALL.of(question, sentences) == pytest.approx(1 / (1 + np.exp(-log_odds)))
    assert SMALL.of(question, sentences[:0]).shape == (0,)


def test_pairs_are_questions_products_and_cosines() -> None:
    questions = np.array([[0.6, 0.8], [1, 0]], np.float32)
    sentences = np.array([[0.8, 0.6], [0, 1]], np.float32)
    assert paired(questions, sentences) == pytest.approx(
        np.array([[0.6, 0.8, 0.48, 0.48, 0.96], [1, 0, 0, 0, 0]])
    )


def test_what_ships_is_of_the_shipped_adaptation_and_of_no_other() -> None:
    digest = read_adaptation(SHIPPED).digest
    assert answerability(digest) is shipped()
    assert answerability("0123456789ab") is None
    assert answerability(None) is None


def test_what_ships_has_a_weight_for_each_number_of_a_vector(
    encoder: SentenceTransformerEncoder,
) -> None:
    width = encoder.encode_queries(["Irak"]).shape[1]
    assert len(shipped().question) == len(shipped().product) == width
    assert shipped().cosine > 0


@pytest.mark.parametrize(
    ("answered", "left_open"),
    [
        ("is er een plan voor een missie in Libië", "wat kost een missie in Libië per maand"),
        (
            "wie heeft het bevel over de NAVO-missie in Irak",
            "wie was plaatsvervangend commandant van de NAVO-missie in Irak in 2021",
        ),
        (
            "waarom trekt Amerika gevechtstroepen terug uit Irak",
            "hoeveel kost het Amerika om gevechtstroepen terug te trekken",
        ),
        (
            "how many Dutch soldiers take part in NATO Mission Iraq",
            "how much is a Dutch soldier in NATO Mission Iraq paid",
        ),
    ],
)
def test_what_the_papers_answer_is_told_from_what_they_leave_open(
    kamerbron: Kamerbron, answered: str, left_open: str
) -> None:
    assert kamerbron.ask(answered).answerable
    assert not kamerbron.ask(left_open).answerable


def test_features_are_plain_for_a_model_that_it_was_not_learnt_for(
    kamerbron: Kamerbron, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "hoeveel militairen zijn er in Irak"
    values = kamerbron.confidence_features(query)
    assert len(values) == len(FEATURES)
    monkeypatch.setattr(kamerbron, "_answerability", None)
    assert kamerbron.confidence_features(query) == values[: len(PLAIN)]
