"""The shape of the gold questions over the starter corpus."""

from __future__ import annotations

from collections import Counter

import pytest

from corpus import STARTER, load_corpus
from eval import DEFAULT_GOLD, GoldQuestion, find_quote_errors, load_gold

KINDS = {
    "paraphrase",
    "keyword",
    "factoid",
    "referral",
    "temporal",
    "several",
    "letter",
    "eerste-kamer",
    "unanswerable-easy",
    "unanswerable-hard",
}


@pytest.fixture(scope="module")
def gold() -> tuple[GoldQuestion, ...]:
    return load_gold(DEFAULT_GOLD)


def test_there_are_enough_questions_each_asked_once(gold) -> None:
    assert len(gold) >= 140
    assert len({question.query.casefold() for question in gold}) == len(gold)


def test_two_thirds_are_dutch_and_the_rest_english_german_and_french(gold) -> None:
    languages = Counter(question.language for question in gold)

    assert languages.keys() == {"nl", "en", "de", "fr"}
    assert 0.6 <= languages["nl"] / len(gold) <= 0.75


def test_every_kind_is_there_and_no_other(gold) -> None:
    assert {question.kind for question in gold} == KINDS


def test_the_papers_do_not_answer_enough_of_them_and_half_of_those_are_hard(gold) -> None:
    unanswerable = [question for question in gold if not question.answerable]
    hard = [question for question in unanswerable if question.kind == "unanswerable-hard"]

    assert len(unanswerable) >= 25
    assert len(hard) >= len(unanswerable) / 2
    assert {question.kind for question in unanswerable} == {
        "unanswerable-easy",
        "unanswerable-hard",
    }
    assert not any(q.kind.startswith("unanswerable") for q in gold if q.answerable)


def test_questions_for_several_answers_list_more_than_one(gold) -> None:
    several = [question for question in gold if question.kind == "several"]

    assert several
    assert all(len(question.expected) > 1 for question in several)


def test_the_papers_of_both_other_forms_answer_the_questions_about_them(gold) -> None:
    papers = {"letter": "kst-27925-963#", "eerste-kamer": "kst-27925-AA#"}

    for question in gold:
        if question.kind in papers:
            assert any(id_.startswith(papers[question.kind]) for id_ in question.expected), question


def test_some_are_kept_apart_from_tuning(gold) -> None:
    assert {question.part for question in gold} == {"tune", "check"}


def test_every_quote_stands_in_the_answer_that_is_named(gold: tuple[GoldQuestion, ...]) -> None:
    texts = {name: answer.text for name, answer in load_corpus(STARTER).answers().items()}
    assert find_quote_errors(gold, texts) == []


@pytest.mark.parametrize(
    ("name", "part", "count", "unanswerable"),
    [
        ("starter-2.jsonl", "tune", 150, 32),
        ("starter-3.jsonl", "tune", 148, 31),
        ("starter-4.jsonl", "tune", 150, 32),
        ("starter-5.jsonl", "tune", 219, 90),
        ("starter-6.jsonl", "tune", 146, 31),
        ("starter-7.jsonl", "tune", 150, 32),
        ("starter-8.jsonl", "tune", 148, 30),
        ("starter-9.jsonl", "tune", 146, 32),
        ("starter-10.jsonl", "tune", 140, 25),
        ("starter-11.jsonl", "check", 147, 29),
    ],
)
def test_further_sets_are_of_one_part_each_and_fit_the_papers(
    name: str, part: str, count: int, unanswerable: int
) -> None:
    further = load_gold(DEFAULT_GOLD.with_name(name))
    texts = {id_: answer.text for id_, answer in load_corpus(STARTER).answers().items()}

    assert len(further) == count
    assert {question.part for question in further} == {part}
    assert {question.kind for question in further} == KINDS - {"several"}
    assert sum(not question.answerable for question in further) == unanswerable
    assert find_quote_errors(further, texts) == []


def test_no_question_is_in_two_sets() -> None:
    files = DEFAULT_GOLD.parent.glob("*.jsonl")
    queries = [question.query.casefold() for file in files for question in load_gold(file)]

    assert len(set(queries)) == len(queries) == 1779
