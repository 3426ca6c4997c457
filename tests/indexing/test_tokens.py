"""Tokens of questions and passages: what they agree on, and what is kept of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.tokens import LONG, QueryTokens, Tokens, TokenStore, as_tokens


def tokens(*rows: tuple[int, ...]) -> Tokens:
    return np.array(rows, np.int8).reshape(len(rows), -1)


EAST, NORTH, WEST = (LONG, 0), (0, LONG), (-LONG, 0)


def test_each_token_looks_for_the_nearest_and_counts_by_its_share() -> None:
    question = QueryTokens(tokens(EAST, NORTH), np.array([0.75, 0.25], np.float32))
    passages = [tokens(EAST, NORTH), tokens(EAST), tokens(NORTH, WEST), tokens(WEST)]
    assert question.agreement(passages).tolist() == [1, 0.75, 0.25, -0.75]


def test_a_passage_without_tokens_and_a_question_without_tokens_agree_on_nothing() -> None:
    none = np.zeros((0, 2), np.int8)
    question = QueryTokens(tokens(EAST), np.ones(1, np.float32))
    assert question.agreement([none, tokens(EAST), none]).tolist() == [0, 1, 0]
    assert question.agreement([none]).tolist() == [0]
    assert question.agreement([]).tolist() == []
    assert QueryTokens(none, np.zeros(0, np.float32)).agreement([tokens(EAST)]).tolist() == [0]


@st.composite
def readings(draw: st.DrawFn) -> tuple[QueryTokens, list[Tokens]]:
    """A question and a few passages of any lengths, some of them empty."""
    seed = draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(seed)
    lengths = draw(st.lists(st.integers(0, 40), min_size=1, max_size=6))

    def read(count: int) -> Tokens:
        vectors = random.normal(size=(count, 64)).astype(np.float32)
        return as_tokens(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    asked = read(draw(st.integers(1, 30)))
    shares = random.random(len(asked)).astype(np.float32)
    return QueryTokens(asked, shares / shares.sum()), [read(length) for length in lengths]


@given(readings())
def test_a_passage_gets_the_very_same_alone_and_in_any_company(
    reading: tuple[QueryTokens, list[Tokens]],
) -> None:
    question, passages = reading
    together = question.agreement(passages)
    assert np.array_equal(question.agreement(passages[::-1])[::-1], together)
    assert [question.agreement([own])[0] for own in passages] == together.tolist()


@given(readings())
def test_it_is_the_mean_of_the_greatest_cosines(
    reading: tuple[QueryTokens, list[Tokens]],
) -> None:
    question, passages = reading
    for own, found in zip(passages, question.agreement(passages), strict=True):
        cosines = question.tokens.astype(float) @ own.T.astype(float) / LONG**2
        expected = question.shares @ cosines.max(axis=1) if len(own) else 0.0
        assert found == pytest.approx(expected, abs=1e-5)


def test_the_longest_texts_stay_exact() -> None:
    # All products of one sign: the greatest sum there can be, for the widest tokens that ship.
    wide = np.full((1, 512), LONG, np.int8)
    assert 512 * LONG**2 < 2**24
    question = QueryTokens(wide, np.ones(1, np.float32))
    assert question.agreement([wide])[0] == 512


def test_vectors_are_kept_as_whole_numbers() -> None:
    vectors: npt.NDArray[np.float32] = np.array([[1, 0], [-1, 0], [0.6, -0.8]], np.float32)
    kept = as_tokens(vectors)
    assert kept.dtype == np.int8
    assert kept.tolist() == [[127, 0], [-127, 0], [76, -102]]


def test_a_store_gives_back_what_it_was_given(tmp_path: Path) -> None:
    passages = [tokens(EAST, NORTH), np.zeros((0, 2), np.int8), tokens(WEST)]
    TokenStore.build(tmp_path / "tokens", passages, 2)
    store = TokenStore.load(tmp_path / "tokens")
    assert [own.tolist() for own in store.of([2, 0, 1])] == [
        [[*WEST]],
        [[*EAST], [*NORTH]],
        [],
    ]
    TokenStore.build(tmp_path / "none", [np.zeros((0, 0), np.int8)] * 2, 0)
    assert [own.shape for own in TokenStore.load(tmp_path / "none").of([0, 1])] == [(0, 0)] * 2
