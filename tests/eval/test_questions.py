"""Reading gold files, and what a bad one is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval import GoldAnswer, GoldError, find_quote_errors, load_gold

GOOD: dict[str, Any] = {
    "id": "nl-001",
    "query": "hoeveel chinooks",
    "language": "nl",
    "kind": "factoid",
    "answers": [{"id": "kst-27925-748#12", "quote": "drie Chinooks"}],
}


def write(folder: Path, *lines: str | dict[str, Any]) -> Path:
    path = folder / "gold.jsonl"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def test_questions_are_read_in_order_with_their_answers(tmp_path: Path) -> None:
    second = {**GOOD, "id": "en-001", "language": "en", "answers": [], "part": "check"}
    first, other = load_gold(write(tmp_path, GOOD, "", second))

    assert first.answers == (GoldAnswer(id="kst-27925-748#12", quote="drie Chinooks"),)
    assert (first.answerable, first.expected, first.part) == (True, ("kst-27925-748#12",), "tune")
    assert (other.id, other.answerable, other.expected) == ("en-001", False, ())
    assert other.part == "check"


def test_a_line_separator_inside_a_query_does_not_end_the_line(tmp_path: Path) -> None:
    line = json.dumps({**GOOD, "query": "wat\u2028nu"}, ensure_ascii=False)
    assert load_gold(write(tmp_path, line))[0].query == "wat\u2028nu"


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    assert load_gold(write(tmp_path, "\ufeff" + json.dumps(GOOD)))[0].id == "nl-001"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "nl-002", ', r"line 2: this is not JSON \(.*\); mend or remove the line"),
        ("[]", r"line 2: 'the line': .*object.*Expected one JSON object a line"),
        ({**GOOD, "id": "x", "anser": []}, r"line 2: 'anser' is an unknown key; remove it"),
        ({"id": "x"}, r"line 2: 'query' is missing; add it; 'language' is missing"),
        ({**GOOD, "id": "x", "query": "  "}, r"line 2: 'query' is empty; fill it in"),
        ({**GOOD, "id": "x", "query": 7}, r"line 2: 'query': .*string"),
        ({**GOOD, "id": "x", "part": "test"}, r"line 2: 'part': .*'tune' or 'check'"),
        (
            {**GOOD, "id": "x", "answers": [{"id": "kst-1#1"}]},
            r"line 2: 'answers\.0\.quote' is missing; add it",
        ),
        (
            {**GOOD, "id": "x", "answers": GOOD["answers"] * 2},
            r"line 2: question 'x' names kst-27925-748#12 more than once; list each answer once",
        ),
        (GOOD, r"line 2: the id 'nl-001' is already used on line 1; give every question an id"),
    ],
)
def test_a_bad_line_is_named_with_its_fault(
    tmp_path: Path, line: str | dict[str, Any], message: str
) -> None:
    with pytest.raises(GoldError, match=r"gold\.jsonl, " + message):
        load_gold(write(tmp_path, GOOD, line))


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_a_file_without_questions_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(GoldError, match=r"gold\.jsonl holds no questions\. Expected one JSON"):
        load_gold(write(tmp_path, text))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"There is no gold file .*nowhere\.jsonl\. Check the path"):
        load_gold(tmp_path / "nowhere.jsonl")


def test_a_folder_is_no_gold_file(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"cannot be read: .*Expected a file that you may read"):
        load_gold(tmp_path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.jsonl"
    path.write_bytes('{"id": "é"}'.encode("latin-1"))
    with pytest.raises(GoldError, match=r"is not UTF-8 text \(byte 8\)\. Save it as UTF-8"):
        load_gold(path)


def test_quotes_are_looked_up_word_for_word(tmp_path: Path) -> None:
    wrong_word = {**GOOD, "id": "q2", "answers": [{"id": "kst-1#1", "quote": "Drie chinooks"}]}
    no_answer = {**GOOD, "id": "q3", "answers": [{"id": "kst-1#99", "quote": "drie"}]}
    questions = load_gold(write(tmp_path, GOOD, wrong_word, no_answer))
    texts = {"kst-27925-748#12": "Er gaan drie Chinooks.", "kst-1#1": "Er gaan drie Chinooks."}

    first, second = find_quote_errors(questions, texts)

    assert str(first) == (
        "question q2: the quote is not in kst-1#1 word for word: 'Drie chinooks'; "
        "copy it from that answer's text."
    )
    assert str(second) == (
        "question q3: there is no official answer kst-1#99; correct the identifier."
    )
