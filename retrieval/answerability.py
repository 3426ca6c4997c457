"""How likely a sentence answers a question and is not only about it, told from their vectors.

Nearness says that they are about one thing. A logistic model looks at the question's vector, which
says what sort of thing is asked (papers say more often why than for how much in which town), and at
its product with the sentence's, number by number: along which directions of meaning the two agree.
It is learnt from questions that an answer answers and from *near misses*, which it leaves open, by
`benchmarks/adaptation/answerability.py`, which writes `answerability.json`. The directions are
those of one adaptation of the model: for another one the numbers say nothing. What it knows best is
which sort of question is left open (docs/decisions/0006-ranking-and-confidence.md).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("answerability.json")

Vectors = npt.NDArray[np.float32]


class Answerability(BaseModel):
    """The learnt weights, for vectors of a model with this `adaptation` (its digest)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    adaptation: str
    question: tuple[float, ...]
    product: tuple[float, ...]
    cosine: float
    bias: float

    def of(self, question: Vectors, sentences: Vectors) -> npt.NDArray[np.float64]:
        """The chance that each sentence answers the question, in 0…1: shape (sentences,).

        Of questions of which four in ten are left open, as where it was learnt. `question` has the
        shape (width,), `sentences`, each in its context, (sentences, width).
        """
        weights = np.array((*self.question, *self.product, self.cosine))
        pairs = paired(np.broadcast_to(question, sentences.shape), sentences)
        chances: npt.NDArray[np.float64] = 1 / (1 + np.exp(-(pairs @ weights + self.bias)))
        return chances


def paired(questions: Vectors, sentences: Vectors) -> npt.NDArray[np.float64]:
    """What is looked at in pairs of unit vectors of shape (pairs, width): (pairs, 2 width + 1)."""
    products = questions.astype(np.float64) * sentences
    return np.concatenate([questions, products, products.sum(axis=1, keepdims=True)], axis=1)


@cache
def shipped() -> Answerability:
    """The weights that ship, learnt with the shipped adaptation."""
    return Answerability.model_validate_json(FILE.read_bytes())


def answerability(adaptation: str | None) -> Answerability | None:
    """The weights for a model with this adaptation (its digest), `None` where there are none."""
    return shipped() if adaptation == shipped().adaptation else None
