"""Small gold questions and rankings to work figures out on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from eval import GoldAnswer, GoldQuestion, Ranking, Scored

MakeQuestion = Callable[..., GoldQuestion]
MakeRanking = Callable[..., Ranking]


@pytest.fixture
def question() -> MakeQuestion:
    """A question named by its id, with the answers that answer it."""

    def make(
        id_: str, *answers: str, language: str = "nl", kind: str = "factoid", query: str = ""
    ) -> GoldQuestion:
        return GoldQuestion(
            id=id_,
            query=query or f"vraag {id_}",
            language=language,
            kind=kind,
            answers=tuple(GoldAnswer(id=answer, quote="Het kabinet") for answer in answers),
        )

    return make


@pytest.fixture
def ranking() -> MakeRanking:
    """A ranking of the given answers, best first; every score ties unless one is given."""

    def make(*ids: str, scores: tuple[float, ...] = ()) -> Ranking:
        return tuple(
            Scored(id_, score) for id_, score in zip(ids, scores or (0.5,) * len(ids), strict=True)
        )

    return make
