"""What else a reader of an answer may want: its neighbours in the paper, and related answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corpus import STARTER, OfficialAnswer, Status, load_corpus
from indexing.vectors import Rows, Vectors
from retrieval import Kamerbron, UnknownAnswer
from retrieval.related import Related

CORPUS = load_corpus(STARTER)
ANSWERS = CORPUS.answers()


def related(kamerbron: Kamerbron, answer: str, k: int = 3) -> list[str]:
    return [found.id for _, found in kamerbron.related(answer, k)]


@pytest.mark.parametrize(
    ("answer", "before", "after"),
    [
        ("kst-27925-748#1", None, "kst-27925-748#2"),
        # one answer to two questions
        ("kst-27925-748#20-21", "kst-27925-748#19", "kst-27925-748#22"),
        ("kst-27925-748#69", "kst-27925-748#68", None),
        ("kst-27925-963#combined-maritime-forces-cmf", "kst-27925-963#euam-irak", None),
    ],
)
def test_neighbours(
    kamerbron: Kamerbron, answer: str, before: str | None, after: str | None
) -> None:
    found = kamerbron.neighbours(answer)
    assert [each.id if each else None for each in found] == [before, after]
    assert all(each is None or each == ANSWERS[each.id] for each in found)


def test_neighbours_lead_through_a_whole_paper(kamerbron: Kamerbron) -> None:
    for document in CORPUS.documents:
        order = [document.answers[0].id]
        while after := kamerbron.neighbours(order[-1])[1]:
            assert kamerbron.neighbours(after.id)[0] == ANSWERS[order[-1]]
            order.append(after.id)
        assert order == [answer.id for answer in document.answers]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        # two questions on the parliament's call that foreign troops leave
        ("kst-27925-748#8", "kst-27925-748#7"),
        # the dead among the demonstrators, and who was convicted for it
        ("kst-27925-748#9", "kst-27925-748#10"),
        # is Nederland told of Belgian attacks, and was it before
        ("kst-27925-748#16", "kst-27925-748#17"),
        # no relief after the mission; relief of the Belgians
        ("kst-27925-748#26", "kst-27925-748#33"),
        # ammunition is scarce: in two papers, three years apart
        ("kst-27925-956#48", "kst-27925-748#48"),
    ],
)
def test_related_answers_are_on_the_same_matter(
    kamerbron: Kamerbron, answer: str, expected: str
) -> None:
    assert expected in related(kamerbron, answer)


def test_related_answers_are_others_that_say_something(kamerbron: Kamerbron) -> None:
    for name, answer in ANSWERS.items():
        found = related(kamerbron, name, 5)
        assert len(found) == len(set(found))
        assert found == related(kamerbron, name, 5)
        assert not {name, *answer.refers_to} & set(found)
        for other in map(ANSWERS.__getitem__, found):
            assert name not in other.refers_to
            assert other.asked
            assert other.status in (Status.SUBSTANTIVE, Status.DECLINED)
        assert related(kamerbron, name, 2) == found[:2]


def test_no_answer_is_everybodys_relation(kamerbron: Kamerbron) -> None:
    """An answer that speaks of everything lies near to all 134; none is related to a ninth."""
    often: dict[str, int] = {}
    for name in ANSWERS:
        for other in related(kamerbron, name):
            often[other] = often.get(other, 0) + 1
    assert max(often.values()) <= 15
    assert len(often) > 100


class SmallIndex:
    """Five answers of one chunk each: two on one matter, one the same as the first, two apart."""

    def __init__(self, answers: list[OfficialAnswer]) -> None:
        self._answers = answers
        apart = [[9, 1, 0], [9, 2, 0], [9, 1, 0], [1, 9, 0], [0, 1, 9]]
        vectors = np.array(apart[: len(answers)], np.float32)
        self._vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def answer(self, name: str) -> OfficialAnswer:
        return next(answer for answer in self._answers if answer.id == name)

    def answer_of(self, chunk: int) -> str:
        return self._answers[chunk].id

    def papers(self) -> list[OfficialAnswer]:
        return self._answers

    def chunks_of(self, documents: set[str]) -> Rows:  # noqa: ARG002
        return np.arange(len(self._answers), dtype=np.int64)

    def nearest(self, query: Vectors, k: int) -> Rows:
        return np.argsort(-(self._vectors @ query), kind="stable")[:k]

    def vectors(self, chunks: Rows) -> Vectors:
        return self._vectors[chunks]


TEXTS = (
    "De missie duurt tot en met december.",
    "Het kabinet verlengt de missie met een jaar.",
    "De missie duurt tot en met december!",
    "De benzine kost een halve euro.",
    "De rechter oordeelt over de sluiting.",
)


def test_what_says_the_same_in_the_same_words_is_left_out() -> None:
    answers = [
        OfficialAnswer(f"a#{n}", (), text, Status.SUBSTANTIVE, heading="De missie")
        for n, text in enumerate(TEXTS)
    ]
    assert list(Related(SmallIndex(answers)).to(answers[0])) == ["a#1"]  # type: ignore[arg-type]
    # seen from the second, the first and the third say the same: one of them is enough
    assert list(Related(SmallIndex(answers)).to(answers[1])) == ["a#0"]  # type: ignore[arg-type]
    announced = [answers[0], replace(answers[1], status=Status.ANNOUNCEMENT), *answers[2:]]
    assert list(Related(SmallIndex(announced)).to(announced[0])) == []  # type: ignore[arg-type]
    alone = SmallIndex(answers[:1])
    assert list(Related(alone).to(answers[0])) == []  # type: ignore[arg-type]


def test_strangers_are_refused(kamerbron: Kamerbron) -> None:
    for ask in (kamerbron.related, kamerbron.neighbours):
        with pytest.raises(UnknownAnswer, match="kst-1#1: the index holds no such answer"):
            ask("kst-1#1")
