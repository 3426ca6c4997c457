"""Whether a sentence answers a question: exact on small numbers, and the weights that ship."""

from __future__ import annotations

from copy import copy

import numpy as np
import pytest

from indexing.adaptation import SHIPPED, read_adaptation
from indexing.chunks import in_context
from indexing.encoder import SentenceTransformerEncoder
from retrieval import Kamerbron
from retrieval.answerability import Answerability, answerability, paired, shipped
from retrieval.confidence import FEATURES, PLAIN, calibration, confidence

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


def test_with_another_adaptation_the_confidence_does_without(
    kamerbron: Kamerbron, encoder: SentenceTransformerEncoder
) -> None:
    query = "hoeveel militairen zijn er in Irak"
    other = copy(encoder)
    other.revision = "another"
    plain = Kamerbron(kamerbron._index, other, None)
    values = plain.confidence_features(query)
    assert values == kamerbron.confidence_features(query)[: len(PLAIN)]
    assert len(kamerbron.confidence_features(query)) == len(FEATURES)
    assert plain.ask(query).confidence == confidence(values, calibration(None))
    assert plain.threshold == calibration(None).threshold
    assert kamerbron.threshold == calibration(shipped().adaptation).threshold


def test_answers_without_sentences_have_no_chance(
    kamerbron: Kamerbron, encoder: SentenceTransformerEncoder
) -> None:
    vector = encoder.encode_queries(["hoeveel militairen zijn er in Irak"])[0]
    assert kamerbron._chance(vector, ["no answer"]) == 0.0
    one = kamerbron._chance(vector, ["kst-27925-748#54"])
    assert one == kamerbron._chance(vector, ["no answer", "kst-27925-748#54"])


def test_vectors_of_sentences_are_alone_and_in_their_context(
    kamerbron: Kamerbron, encoder: SentenceTransformerEncoder
) -> None:
    _, answer = kamerbron.answer("2021Z18068#2")
    spans = kamerbron._index.sentence_spans(answer.id)
    alone = [answer.text[start:end] for start, end in spans]
    together = [in_context(answer.asked, sentence) for sentence in alone]
    vectors = kamerbron._index.sentence_vectors(answer.id)
    assert vectors[:, 0] == pytest.approx(np.array(encoder.encode_passages(alone)), abs=2e-3)
    assert vectors[:, 1] == pytest.approx(np.array(encoder.encode_passages(together)), abs=2e-3)
    assert kamerbron._index.sentence_vectors("no answer").shape == (0, *vectors.shape[1:])
