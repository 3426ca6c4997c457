"""Small gold questions and rankings to work figures out on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from eval import GoldAnswer, GoldQuestion, Ranking, SavedRun, Scored, SetIdentity
from eval.identity import CodeIdentity
from eval.saved import Configuration, Found

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


@pytest.fixture
def saved() -> Callable[..., SavedRun]:
    """A run as it is saved: the answers found for each question, best first, all as sure."""

    def make(
        name: str, found: dict[str, list[str]], confidence: float = 0.5, sha256: str = "5e7"
    ) -> SavedRun:
        return SavedRun(
            name=name,
            questions=SetIdentity("starter", sha256),
            configuration=Configuration(
                model="embedded",
                revision="r1",
                query_prompt="query: ",
                passage_prompt="passage: ",
                chunk_tokens=320,
                threshold=0.5,
                system={"weights": {"terms": 1.0}},
            ),
            index="0123456789abcdef",
            code=CodeIdentity("0.1.0", "c0de", None),
            saved_at=datetime(2026, 11, 21, 10, 30, tzinfo=UTC),
            found={
                question: Found(
                    ranking=tuple((id_, 1.0 / rank) for rank, id_ in enumerate(ids, start=1)),
                    confidence=confidence,
                )
                for question, ids in found.items()
            },
        )

    return make
