"""What an adaptation gained: who is kept apart, how finding is measured, what is refused."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from collections.abc import Sequence
from math import log2
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import DEFAULT_GOLD, EvalError, adaptation, load_gold
from eval.adaptation import adapt_to, found_by_meaning, read_typed, split_by_paper
from indexing.adaptation import Adaptation, read_adaptation
from indexing.adapting import Pair, Training
from indexing.tokens import TokenHead

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "adaptation" / "check.py"


class Fake:
    """An encoder with given vectors; `turned` answers as after a training."""

    model = "the model"
    name = "fake"
    revision = "r1"
    query_prompt = "q: "
    passage_prompt = "p: "

    def __init__(self, vectors: dict[str, Sequence[float]]) -> None:
        self.vectors = vectors

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.array([self.vectors[text] for text in texts], np.float32)

    encode_passages = encode_queries


def pair(answer: str, paper: str = "p", query: str = "") -> Pair:
    return Pair(query or f"{answer}?", f"{answer}.", answer, paper, asked=query, official=True)


# Kept apart.


def test_the_last_fifth_of_the_papers_is_kept_apart() -> None:
    pairs = [pair(f"a{number}", f"p{number // 2}") for number in range(20)]
    learnt, apart = split_by_paper(pairs, 0.2)
    assert (learnt, apart) == (pairs[:16], pairs[16:])


@pytest.mark.parametrize(("papers", "kept"), [(0, 0), (1, 0), (2, 1), (3, 1), (8, 2), (100, 20)])
def test_one_paper_at_least_is_kept_apart_of_two(papers: int, kept: int) -> None:
    pairs = [pair(f"a{number}", f"p{number}") for number in range(papers)]
    learnt, apart = split_by_paper(pairs, 0.2)
    assert (len(learnt), len(apart)) == (papers - kept, kept)


@given(st.lists(st.integers(0, 6)))
def test_no_paper_is_on_both_sides(papers: list[int]) -> None:
    pairs = [pair(f"a{number}", f"p{paper}") for number, paper in enumerate(papers)]
    learnt, apart = split_by_paper(pairs, 0.2)
    assert sorted(map(hash, learnt + apart)) == sorted(map(hash, pairs))
    assert not {each.paper for each in learnt} & {each.paper for each in apart}
    assert bool(apart) == (len(set(papers)) > 1)


# Finding.


def test_found_by_meaning_with_worked_out_numbers() -> None:
    """The first question finds its answer first, the second third, the third eleventh."""
    answers = [(f"a{number}", f"text {number}") for number in range(12)]
    vectors: dict[str, Sequence[float]] = {
        f"text {number}": [1 - number / 20, number / 20] for number in range(12)
    }
    vectors |= {"one?": [1, 0], "two?": [1, 0], "three?": [1, 0]}
    pairs = [pair("a0", query="one?"), pair("a2", query="two?"), pair("a10", query="three?")]
    found = found_by_meaning(Fake(vectors), pairs, answers)  # type: ignore[arg-type]
    assert list(found) == ["recall@1", "MRR@10", "nDCG@10"]
    assert {each.count for each in found.values()} == {3}
    assert found["recall@1"].mean == pytest.approx(1 / 3)
    assert found["MRR@10"].mean == pytest.approx((1 + 1 / 3) / 3)
    assert found["nDCG@10"].mean == pytest.approx((1 + 1 / log2(4)) / 3)


def test_nothing_to_measure_with_gives_no_figures() -> None:
    assert found_by_meaning(Fake({}), [], [("a", "text")]) == {}  # type: ignore[arg-type]


# Adapting.


def test_too_few_questions_are_refused_before_anything_is_done(tmp_path: Path) -> None:
    pairs = [pair(f"a{number}", f"p{number}") for number in range(48)]
    with pytest.raises(EvalError, match=r"at least 40 questions .*, found 38\. Add papers"):
        adapt_to(Fake({}), pairs, [], tmp_path / "x")  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_it_learns_measures_and_writes_both_adaptations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = [pair(f"a{number}", f"p{number}") for number in range(50)]
    answers = [(each.answer, each.text) for each in pairs]
    vectors: dict[str, Sequence[float]] = {each.text: [1, 0] for each in pairs}
    vectors |= {each.query: [1, 0] for each in pairs} | {"a0.": [2, 0]}
    fake = Fake(vectors)
    half = np.ones((2, 1), np.float16), np.ones((1, 2), np.float16)
    asked: list[Any] = []

    def learn(*arguments: Any) -> dict[str, Any]:
        asked.append(arguments)
        fake.vectors["a0."] = [0, 0]  # what stood before all others no longer does
        return {"w": half}

    monkeypatch.setattr(adaptation, "adapt", learn)
    path = tmp_path / "mine.safetensors"
    head = TokenHead(1, np.ones((2, 2), np.float32), np.ones(2, np.float32), 0.25)
    before = Adaptation({"w": half}, "", {}, head)
    training = Training(epochs=1)
    gain = adapt_to(fake, pairs, answers, path, before=before, training=training)  # type: ignore[arg-type]
    assert asked == [("the model", pairs[:40], "q: ", "p: ", training, None)]
    assert (gain.before["MRR@10"].mean, gain.after["MRR@10"].mean) == (0.5, 1)
    assert gain.before["MRR@10"].count == 10
    read = read_adaptation(path)
    assert [m.shape for m in read.changes["w"]] == [(2, 2), (2, 2)]
    assert read.head
    assert (read.head.layer, read.head.projection.shape, read.head.bias) == (1, (2, 2), 0.25)
    assert (read.facts["model"], read.facts["pairs"]) == ("r1", "40")
    assert '"epochs": 1' in read.facts["training"]


# Typed questions.


def test_typed_questions_and_near_misses_go_with_their_answers(tmp_path: Path) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text(
        '{"answer": "a1", "query": "getypt", "style": "keyword", "language": "nl"}\n\n'
        '{"answer": "a1", "query": "zonder stijl"}\n'
        '{"answer": "a1", "query": "blijft open", "style": "nearmiss"}\n'
        '{"answer": "a2", "query": "ook getypt"}\n'
        '{"answer": "unknown", "query": "van een ander"}\n',
        "utf-8",
    )
    official = [pair("a1", query="Vraag 1?"), pair("a2", query="Vraag 2?")]
    typed = read_typed(file, official)
    assert typed == [
        Pair("getypt", "a1.", "a1", "p", "Vraag 1?", False, ("blijft open",)),
        Pair("zonder stijl", "a1.", "a1", "p", "Vraag 1?", False, ("blijft open",)),
        Pair("ook getypt", "a2.", "a2", "p", "Vraag 2?", False, ()),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "geen JSON",
        "[]",
        '"a1"',
        "{}",
        '{"answer": "a1"}',
        '{"query": "getypt"}',
        '{"answer": "a1", "query": " "}',
        '{"answer": 1, "query": "getypt"}',
        '{"answer": "a1", "query": ["getypt"]}',
        '{"answer": "a1", "query": "getypt", "style": null}',
    ],
)
def test_a_bad_line_is_refused_by_its_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text(f'{{"answer": "a1", "query": "getypt"}}\n{line}\n', "utf-8")
    with pytest.raises(EvalError, match=r"queries\.jsonl, line 2: expected .*nothing was learnt"):
        read_typed(file, [pair("a1")])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="There is no file of questions"):
        read_typed(tmp_path / "none.jsonl", [])


# The script that measured and made the shipped one.


@pytest.fixture(scope="module")
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_adaptation", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_group_ends_where_the_numbers_jump(check: ModuleType) -> None:
    queries = ["q00013", "q00025", "q00026", "q00039", "q00040"]
    assert check.group_numbers(queries) == [0, 0, 0, 1, 1]
    assert check.group_numbers([]) == []


def test_folds_are_runs_of_whole_groups_and_the_last_fifth_is_final(check: ModuleType) -> None:
    assert check.fold_numbers(list(range(10)), 2) == [0] * 4 + [1] * 4 + [-1] * 2
    # The group of the fourth to the sixth begins in the first half and stays in it.
    assert check.fold_numbers([0, 0, 0, 1, 1, 1, 2, 2, 3, 3], 2) == [0] * 6 + [1] * 2 + [-1] * 2


def test_an_answer_without_a_question_follows_its_neighbour(check: ModuleType) -> None:
    assert check.carried({"b": 3, "d": -1}, ["a", "b", "c", "d", "e"]) == {
        "a": 0,
        "b": 3,
        "c": 3,
        "d": -1,
        "e": -1,
    }


def test_the_invented_papers_are_learnt_from_as_they_are(check: ModuleType) -> None:
    pairs = check.invented_pairs()
    official = [each for each in pairs if each.official]
    typed = [each for each in pairs if not each.official]
    assert (len(official), len(typed)) == (2240, 2240)
    assert [each.answer for each in official] == [each.answer for each in typed]
    assert Counter(Counter(each.paper for each in official).values()) == {8: 160, 6: 160}
    first, last = pairs[0], pairs[-1]
    assert first.query.startswith("Bent u bekend met het bericht «Zuyderland wil spoedeisende hulp")
    assert first.text.startswith("Ja. Ik begrijp dat de plannen onrust geven in Parkstad.")
    assert last.asked == official[-1].query
    assert last.near_misses == (
        "medisch dossier inzet defensie hoe kan veteraan luchtmonsters ceag opvragen",
    )
    assert {len(each.near_misses) for each in pairs} == {1}


def test_nothing_that_is_learnt_from_is_about_the_starter_papers(check: ModuleType) -> None:
    """What ships is measured on them, so no text may tell of them beforehand."""
    texts = {
        text
        for each in check.invented_pairs()
        for text in (each.query, each.text, *each.near_misses)
    }
    matter = re.compile(
        r"\b(irak|iraq|syri|isis\b|daesh|al-asad|erbil|bagdad|baghdad|peshmerga)", re.I
    )
    assert [text for text in texts if matter.search(text)] == []
    asked = {
        question.query.casefold()
        for file in DEFAULT_GOLD.parent.glob("*.jsonl")
        for question in load_gold(file)
    }
    assert not asked & {text.casefold() for text in texts}


def test_a_recipe_of_invented_papers_learns_from_nothing_else(check: ModuleType) -> None:
    official = [Pair("Vraag?", f"{name}.", name, "0", official=True) for name in ("a1", "a2")]

    class Bench:
        def pairs(self, files: Sequence[Path]) -> list[Pair]:
            assert files == ("typed",)
            return official

    own = check.Recipe(Training(), 0.5, ("typed",))
    assert check._pairs(own, Bench(), {"a2"}) == official[1:]
    invented = check.Recipe(Training(), 0.5, invented=True)
    assert len(check._pairs(invented, Bench(), set())) == 4480
    assert sum(recipe.share for recipe in check.RECIPES) == pytest.approx(1.075)
