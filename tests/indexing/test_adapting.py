"""Training an adaptation: what is shown to the model, in which order, and what it learns."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import STARTER, Document, load_corpus, sentence_spans
from indexing import adapting
from indexing.adaptation import write_adaptation
from indexing.adapting import Pair, Training, adapt, official_pairs
from indexing.embedded_model import PackedWeights, unpack
from indexing.encoder import SentenceTransformerEncoder, load_encoder

DOCUMENTS = load_corpus(STARTER).documents

QUERY = "q:"
PASSAGE = "p:"
"""Short, as the small model reads 16 letters."""


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 (to be repeated, and no secret)


# Official questions.


def test_the_official_questions_of_the_starter_corpus() -> None:
    pairs = official_pairs(DOCUMENTS)
    assert Counter(pair.answer.partition("#")[0] for pair in pairs) == {
        "2021Z18068": 8,
        "kst-27925-748": 55,
        "kst-27925-956": 38,
        "kst-27925-AA": 6,
    }
    order = [answer.id for document in DOCUMENTS for answer in document.answers]
    assert [order.index(pair.answer) for pair in pairs] == sorted(
        order.index(pair.answer) for pair in pairs
    )
    first = pairs[0]
    assert first.answer == "2021Z18068#2"
    assert first.query == first.asked
    assert first.query.startswith("Hoe concreet zijn de Amerikaanse plannen")
    assert first.text.startswith("President Biden heeft de Iraakse president 26 juli jl.")
    assert first.official
    assert first.near_misses == ()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("kst-27925-748#14", "a pointer"),
        ("kst-27925-748#18", "declined"),
        ("kst-27925-748#17", "too short"),
        ("kst-27925-963#combined-maritime-forces-cmf", "no question"),
    ],
)
def test_what_teaches_nothing_is_left_out(answer: str, why: str) -> None:
    found = next(a for d in DOCUMENTS for a in d.answers if a.id == answer)
    assert {
        "a pointer": found.status == "referral",
        "declined": found.status == "declined",
        "too short": found.status == "substantive" and len(found.text) < 60,
        "no question": not found.questions,
    }[why]
    assert answer not in {pair.answer for pair in official_pairs(DOCUMENTS)}


def test_ten_neighbouring_answers_count_as_one_paper() -> None:
    """Of the 68 answers of nr. 748, each of the first ten in paper 0, the next ten in paper 1."""
    (document,) = (d for d in DOCUMENTS if d.paper.id == "kst-27925-748")
    place = {answer.id: place for place, answer in enumerate(document.answers)}
    pairs = official_pairs([document])
    assert [pair.paper for pair in pairs] == [
        f"kst-27925-748/{place[pair.answer] // 10}" for pair in pairs
    ]
    assert list(dict.fromkeys(pair.paper for pair in pairs)) == [
        f"kst-27925-748/{number}" for number in range(7)
    ]


def test_no_papers_no_pairs() -> None:
    empty = Document(DOCUMENTS[0].paper, "", ())
    assert official_pairs([]) == official_pairs([empty]) == []


# Batches.


def pair(answer: str, paper: str = "p", query: str = "vraag?") -> Pair:
    return Pair(query=query, text="antwoord", answer=answer, paper=paper)


@st.composite
def many_pairs(draw: st.DrawFn) -> list[Pair]:
    answers = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), min_size=2))
    return [
        pair(f"a{number}", f"p{paper}")
        for number, (paper, questions) in enumerate(answers)
        for _ in range(questions)
    ]


@settings(deadline=None)
@given(many_pairs(), st.integers(2, 9), st.integers(1, 3), st.integers())
def test_each_pair_is_seen_once_an_epoch(
    pairs: list[Pair], size: int, epochs: int, seed: int
) -> None:
    batches = list(adapting._batches(pairs, Training(epochs, size), seeded(seed)))
    seen = Counter(number for batch in batches for number in batch)
    # One that is left over alone has nothing to be told apart from, and is skipped.
    alone = len(pairs) % size == 1
    assert sum(seen.values()) == epochs * (len(pairs) - alone)
    assert max(seen.values()) <= epochs
    assert len(seen) >= len(pairs) - alone
    assert all(1 < len(batch) <= size for batch in batches)
    assert batches == list(adapting._batches(pairs, Training(epochs, size), seeded(seed)))


def test_an_answer_stands_in_a_batch_but_once_where_that_can_be() -> None:
    """Twelve answers with three questions each: twelve batches of three, each answer once in it."""
    pairs = [pair(f"a{number}", f"p{number // 4}") for number in range(12) for _ in range(3)]
    for seed in range(5):
        for batch in adapting._batches(pairs, Training(1, 12), seeded(seed)):
            assert len({pairs[number].answer for number in batch}) == 12


def test_questions_of_a_paper_go_together() -> None:
    pairs = [pair(f"a{number}", f"p{number // 8}") for number in range(64)]
    for batch in adapting._batches(pairs, Training(1, 8), seeded(1)):
        assert len({pairs[number].paper for number in batch}) == 1


# What is shown.

OFFICIAL = official_pairs(DOCUMENTS)
TYPED = Pair("wat vindt biden ervan?", OFFICIAL[0].text, OFFICIAL[0].answer, "p", OFFICIAL[0].asked)


@given(st.text(), st.integers())
def test_a_typing_error_changes_one_place_only(text: str, seed: int) -> None:
    typed = adapting._mistyped(text, seeded(seed))
    assert abs(len(typed) - len(text)) <= 1
    if len(typed) == len(text):
        assert Counter(typed) == Counter(text)
        assert sum(a != b for a, b in zip(typed, text, strict=True)) in (0, 2)
    else:
        longer, shorter = sorted((typed, text), key=len, reverse=True)
        assert any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
        assert text[:1] == typed[:1]


def test_the_three_typing_errors() -> None:
    found = {adapting._mistyped("een ja", seeded(seed)) for seed in range(200)}
    assert found == {"ene ja", "en ja", "eeen ja", "een aj", "een a", "een jja"}
    assert adapting._mistyped("a 1 b", seeded(1)) == "a 1 b"


@given(st.lists(st.sampled_from("de Irak missie NMI, en? van-de F-16 wat".split())), st.integers())
def test_keywords_are_rarer_words_in_their_order(words: list[str], seed: int) -> None:
    text = " ".join(words)
    rarity = Counter({"de": 9, "en": 8, "wat": 7})
    found = adapting._keywords(text, rarity, seeded(seed))
    have = [word.lower().strip(",?") for word in words]
    if len(have) < 2:
        assert found == text
        return
    kept = found.split()
    assert 1 <= len(kept) <= 6
    rest = iter(have)
    assert all(word in rest for word in kept)
    left_out = Counter(have) - Counter(kept)
    half = sorted(rarity[word] for word in have)[len(have) // 2 - 1]
    assert all(rarity[word] <= half for word in kept), left_out


def test_keywords_of_a_question() -> None:
    rarity = adapting._rarity([each.query for each in OFFICIAL])
    assert rarity["de"] > 50 > rarity["biden"]
    query = "Wat vindt de minister van de veiligheid in Mosul en van de milities in Erbil?"
    found = {adapting._keywords(query, rarity, seeded(seed)) for seed in range(100)}
    assert {word for typed in found for word in typed.split()} <= set(query.lower()[:-1].split())
    assert not any(word in typed.split() for typed in found for word in ("de", "van", "in"))
    assert {len(typed.split()) for typed in found} == {2, 3, 4, 5, 6}


@settings(deadline=None)
@given(st.sampled_from(OFFICIAL), st.integers())
def test_a_typed_question_is_of_the_letters_of_the_official_one(official: Pair, seed: int) -> None:
    rarity = adapting._rarity([each.query for each in OFFICIAL])
    typed = adapting._typed(official, rarity, seeded(seed))
    assert typed.strip()
    # One letter may be doubled; all else is of the question itself.
    assert sum((Counter(typed.lower()) - Counter(official.query.lower())).values()) <= 1
    assert typed == adapting._typed(official, rarity, seeded(seed))


def test_an_official_question_is_often_shortened_a_typed_one_never() -> None:
    rarity = adapting._rarity([each.query for each in OFFICIAL])
    long = next(each for each in OFFICIAL if each.query.count("?") == 4)
    official = [adapting._typed(long, rarity, seeded(seed)) for seed in range(1000)]
    shorter = [typed for typed in official if len(typed) < len(long.query) / 2]
    assert 350 < len(shorter) < 550
    assert 140 < sum("?" in typed for typed in shorter) < 250
    assert official.count(long.query) > 350
    typed = [adapting._typed(TYPED, rarity, seeded(seed)) for seed in range(1000)]
    assert min(map(len, typed)) >= len("wat vindt biden ervan") - 1
    assert 700 < typed.count(TYPED.query) < 820


def test_an_official_question_never_stands_beside_the_answer_it_is_asked_with() -> None:
    official, nearest = OFFICIAL[0], "De nearest."
    shown = Counter(adapting._shown(official, nearest, seeded(seed)) for seed in range(500))
    assert set(shown) == {official.text, nearest}
    assert 280 < shown[official.text] < 370


def test_a_typed_question_is_shown_all_that_the_index_embeds() -> None:
    asked, text, nearest = TYPED.asked, TYPED.text, "De nearest."
    shown = {adapting._shown(TYPED, nearest, seeded(seed)) for seed in range(500)}
    assert shown == {f"{asked}\n{text}", text, nearest, f"{asked}\n{nearest}"}
    unasked = Pair(TYPED.query, text, TYPED.answer, "p")
    shown = {adapting._shown(unasked, nearest, seeded(seed)) for seed in range(500)}
    assert shown == {text, nearest}


# The loss.


def total_loss(scores: torch.Tensor, answers: list[str]) -> torch.Tensor:
    to_answers, to_questions = adapting._losses(scores, answers)
    return to_answers + Training().to_questions * to_questions


def test_the_loss_falls_with_nearness_to_the_own_answer() -> None:
    right = torch.tensor([[9.0, 0.0], [0.0, 9.0]])
    wrong = torch.tensor([[0.0, 9.0], [9.0, 0.0]])
    answers = ["a", "b"]
    assert total_loss(right, answers) < 0.001
    assert total_loss(wrong, answers) > 9
    even = total_loss(torch.zeros(2, 2), answers)
    assert float(even) == pytest.approx(1.5 * np.log(2))


def test_questions_of_one_answer_are_not_held_against_each_other() -> None:
    scores = torch.tensor([[5.0, 5.0, 0.0], [5.0, 5.0, 0.0], [0.0, 0.0, 5.0]])
    assert total_loss(scores, ["a", "a", "b"]) < 0.05
    assert total_loss(scores, ["a", "c", "b"]) > 0.5


def test_a_near_miss_is_to_be_far_from_the_answers() -> None:
    pairs = torch.tensor([[5.0, 0.0], [0.0, 5.0]])
    answers = ["a", "b"]
    near = total_loss(torch.cat([pairs, torch.tensor([[5.0, 0.0]])]), answers)
    far = total_loss(torch.cat([pairs, torch.tensor([[-5.0, 0.0]])]), answers)
    assert near > far
    assert far >= total_loss(pairs, answers)


# Learning.


@pytest.fixture
def small_model(small_weights: Callable[..., PackedWeights], tmp_path: Path) -> Path:
    return unpack(tmp_path / "small", small_weights())


Load = Callable[..., SentenceTransformerEncoder]


@pytest.fixture
def load(small_model: Path, tmp_path: Path) -> Load:
    def fresh(adaptation: str = "none") -> SentenceTransformerEncoder:
        return load_encoder(
            str(small_model), tmp_path, QUERY, PASSAGE, adaptation=adaptation, device="cpu"
        )

    return fresh


SMALL = [
    Pair(
        query=f"{letter}{letter}?",
        text=f"{letter} {other}. {other}{letter}.",
        answer=letter,
        paper=letter,
        official=letter < "h",
        near_misses=(f"{other}{other}?",) if letter == "c" else (),
    )
    for letter, other in zip("abcdefghijkl", "mnopqrstuvwx", strict=True)
]
QUICK = Training(epochs=30, batch=6, rate=2e-2, temperature=0.1, rank=4)


def test_it_learns_and_what_is_written_is_what_was_learnt(load: Load, tmp_path: Path) -> None:
    steps: list[tuple[int, int, float]] = []
    encoder = load()
    encoder.model.eval()
    before = vectors_of(encoder)
    changes = adapt(encoder.model, SMALL, QUERY, PASSAGE, QUICK, lambda *step: steps.append(step))
    assert [(step, of) for step, of, _ in steps] == [(n, 60) for n in range(1, 61)]
    losses = [loss for _, _, loss in steps]
    assert np.mean(losses[-10:]) < 0.7 * np.mean(losses[:10])
    learnt = vectors_of(encoder)
    assert np.abs(learnt - before).max() > 0.1
    assert own_is_nearest(learnt) > own_is_nearest(before)
    file = tmp_path / "learnt.safetensors"
    write_adaptation(file, changes, {})
    assert np.abs(vectors_of(load(str(file))) - learnt).max() < 1e-2


def vectors_of(encoder: SentenceTransformerEncoder) -> npt.NDArray[np.float32]:
    return np.vstack(
        [
            encoder.encode_queries([pair.query for pair in SMALL]),
            encoder.encode_passages([pair.text for pair in SMALL]),
        ]
    )


def own_is_nearest(vectors: npt.NDArray[np.float32]) -> int:
    queries, answers = np.split(vectors, 2)
    return int(((queries @ answers.T).argmax(axis=1) == np.arange(len(SMALL))).sum())


def test_the_changes_are_of_every_linear_layer_of_the_transformer(load: Load) -> None:
    encoder = load()
    shapes = {name: tuple(w.shape) for name, w in encoder.model.named_parameters()}
    changes = adapt(encoder.model, SMALL[:2], QUERY, PASSAGE, Training(epochs=1, rank=3))
    layer = "0.model.encoder.layer.0"
    assert set(changes) == {
        f"{layer}.{part}.weight"
        for part in (
            "attention.self.query",
            "attention.self.key",
            "attention.self.value",
            "attention.output.dense",
            "intermediate.dense",
            "output.dense",
        )
    }
    for name, (up, down) in changes.items():
        assert (up.shape, down.shape) == ((shapes[name][0], 3), (3, shapes[name][1]))
        assert up.dtype == down.dtype == np.float16


def test_the_same_seed_teaches_the_same(load: Load) -> None:
    def learn(seed: int) -> npt.NDArray[np.float16]:
        encoder = load()
        training = Training(epochs=2, batch=6, rate=1e-2, rank=2, seed=seed)
        changes = adapt(encoder.model, SMALL, QUERY, PASSAGE, training)
        return np.concatenate([np.ravel(m) for name in sorted(changes) for m in changes[name]])

    first = learn(1)
    assert np.array_equal(first, learn(1))
    assert not np.array_equal(first, learn(2))


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The texts that the training embeds, call by call."""
    texts_of_calls: list[list[str]] = []
    embed = adapting._embed

    def watch(model: object, texts: list[str], most: int) -> torch.Tensor:
        texts_of_calls.append(texts)
        return embed(model, texts, most)  # type: ignore[arg-type]

    monkeypatch.setattr(adapting, "_embed", watch)
    return texts_of_calls


def test_near_misses_of_an_answer_are_shown_once_a_batch(
    load: Load, shown: list[list[str]]
) -> None:
    typed = [
        Pair(f"{letter}{letter}", f"{letter}.", letter, "p", near_misses=(f"{letter} z?",))
        for letter in "aab"
    ]
    adapt(load().model, [*typed, SMALL[8]], QUERY, PASSAGE, Training(epochs=1, batch=4))
    queries, answers = shown
    assert (len(queries), len(answers)) == (6, 4)
    assert queries[4:] == ["q:a z?", "q:b z?"] or queries[4:] == [
        "q:b z?",
        "q:a z?",
    ]
    assert all(query.startswith(QUERY) for query in queries)
    assert all(answer.startswith(PASSAGE) for answer in answers)


def test_a_training_may_show_more_near_misses_of_an_answer(
    load: Load, shown: list[list[str]]
) -> None:
    pairs = [Pair("a", "a.", "a", "p", near_misses=("x", "y", "z")), SMALL[8]]
    adapt(load().model, pairs, QUERY, PASSAGE, Training(epochs=1, batch=2, near_misses=2))
    queries, _ = shown
    assert len(queries) == 4
    assert set(queries[2:]) < {"q:x", "q:y", "q:z"}


def test_the_nearest_sentence_is_one_of_the_answer(load: Load) -> None:
    pairs = list(islice(OFFICIAL, 4))
    nearest = adapting._nearest_sentences(load().model, pairs, QUERY, PASSAGE)
    assert len(nearest) == 4
    for each, sentence in zip(pairs, nearest, strict=True):
        assert sentence in [each.text[a:b] for a, b in sentence_spans(each.text)]
