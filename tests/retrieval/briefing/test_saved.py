"""A briefing saved and loaded: the same, or refused with a reason; its words are not trusted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from corpus import OfficialAnswer
from retrieval import CitationStyle
from retrieval.briefing import (
    Briefing,
    BriefingFileError,
    Placement,
    Quote,
    Standing,
    check,
    load,
    save,
    spans_of_sentences,
)
from retrieval.briefing.checking import Find
from retrieval.briefing.saved import LARGEST

LETTER = "kst-27925-963#veiligheidssituatie-in-irak"


@pytest.fixture
def briefing(answers: Mapping[str, OfficialAnswer]) -> Briefing:
    spans = spans_of_sentences(answers[LETTER].text, [0, 2, 9])
    return Briefing(
        "Commissiedebat «Irak» <b>",
        (Quote(LETTER, spans, "Regel 1\n\nregel 2 — \u201cx\u201d"), Quote("kst-27925-748#9")),
        CitationStyle.APA,
        Placement.IN_TEXT,
    )


def saved(briefing: Briefing, find: Find, **changes: Any) -> bytes:
    """The file of a briefing, changed; what is no field of it is one of its first quote."""
    content = json.loads(save(check(briefing, find)))
    for name, value in changes.items():
        place = content if name in content else content["quotes"][0]
        place[name] = value
    return json.dumps(content).encode()


def test_what_is_saved_is_loaded(briefing: Briefing, find: Find) -> None:
    checked = check(briefing, find)
    assert check(load(save(checked)), find) == checked
    assert save(check(load(save(checked)), find)) == save(checked)


def test_file_says_its_version_and_what_was_quoted(
    briefing: Briefing, find: Find, answers: Mapping[str, OfficialAnswer]
) -> None:
    content = json.loads(save(check(briefing, find)))
    assert (content["kamerbron"], content["version"]) == ("briefing", 1)
    quote = content["quotes"][1]
    assert quote["passages"] == [answers["kst-27925-748#9"].text]
    assert quote["sha256"] == "3106b7c184427e37d06682cbb3c1a95dc4f83b2ae70d6213da336bbf10f82b85"


def test_quote_of_an_answer_never_seen_is_kept(find: Find) -> None:
    unknown = check(Briefing("", (Quote("kst-1-1#1", ((0, 3),), "noot"),)), find)
    (quote,) = load(save(unknown)).quotes
    assert (quote.answer, quote.note) == ("kst-1-1#1", "noot")


def test_words_that_someone_wrote_into_a_file_are_not_the_ministers(
    briefing: Briefing, find: Find
) -> None:
    raw = json.loads(saved(briefing, find))
    first = raw["quotes"][0]["passages"][0]
    raw["quotes"][0]["passages"][0] = first.replace("hoog", "laag")
    assert raw["quotes"][0]["passages"][0] != first
    checked = check(load(json.dumps(raw).encode()), find)
    assert [entry.standing for entry in checked.entries] == [Standing.CHANGED, Standing.UNCHANGED]


def test_half_a_sentence_in_a_file_is_not_quoted(
    find: Find, answers: Mapping[str, OfficialAnswer]
) -> None:
    whole = Briefing("", (Quote("kst-27925-748#9"),))
    text = answers["kst-27925-748#9"].text
    raw = saved(whole, find, spans=[[0, 20]], passages=[text[:20]])
    assert check(load(raw), find).count(Standing.CHANGED) == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": 2}, "version 2 of the format; this Kamerbron reads version 1"),
        ({"kamerbron": "run"}, "found another file"),
        ({"style": "bibtex"}, "style must be one of aanwijzingen, ministerie, apa"),
        ({"placement": "endnote"}, "placement"),
        ({"title": 7}, "title: Input should be a valid string"),
        ({"author": "x"}, "author: Extra inputs are not permitted"),
        ({"spans": [[5, 2]]}, "each span must be as long as its passage"),
        (
            {"spans": [[10, 12], [0, 2]], "passages": ["ab", "cd"]},
            "spans must stand in their order",
        ),
        ({"spans": [[-3, 2]], "passages": ["abcde"]}, "greater than or equal to 0"),
        ({"spans": [], "passages": []}, "at least 1 item"),
        ({"sha256": "abc"}, "sha256"),
        ({"answer": "kst-27925-748#9"}, "each answer may be quoted once"),
        ({"answer": "zonder hek"}, "answer"),
    ],
)
def test_damaged_file_is_refused_with_the_reason(
    briefing: Briefing, find: Find, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(BriefingFileError) as refused:
        load(saved(briefing, find, **changes))
    assert message in str(refused.value)


@pytest.mark.parametrize(
    "raw",
    [b"", b"PK\3\4 docx", b"\xff\xfe\0", b"[]", b"null", b"[" * 100_000, b'{"kamerbron": 1e999}'],
)
def test_other_file_is_refused(raw: bytes) -> None:
    with pytest.raises(BriefingFileError, match="found another file"):
        load(raw)


def test_cut_off_and_huge_files_are_refused(briefing: Briefing, find: Find) -> None:
    raw = saved(briefing, find)
    with pytest.raises(BriefingFileError):
        load(raw[: len(raw) // 2])
    with pytest.raises(BriefingFileError, match="at most 5,000,000 bytes"):
        load(b" " * (LARGEST + 1))


def test_control_characters_of_a_note_are_left_out(briefing: Briefing, find: Find) -> None:
    (first, _) = load(saved(briefing, find, note="a\0b\x1b[31m\r\nc")).quotes
    assert first.note == "ab[31m\nc"
