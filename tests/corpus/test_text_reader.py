"""Plain text in its encodings, kept as it stands, with pages where form feeds part them."""

from __future__ import annotations

import codecs
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.errors import UnreadableError
from corpus.readers.text import read_text

STARTER = Path(__file__).parents[2] / "corpus" / "starter"
SENTENCE = "De coördinatie van de ruïnes in België: één «reëel» antwoord – foto’s, “café”.\r\n"


@pytest.mark.parametrize("path", sorted(STARTER.glob("*.txt")), ids=lambda path: path.stem)
def test_the_starter_texts_come_out_as_they_are(path: Path) -> None:
    extract = read_text(path.read_bytes())
    assert extract.text.encode() == path.read_bytes()
    assert not extract.warnings
    assert extract.marks is None


@pytest.mark.parametrize(
    "raw",
    [
        SENTENCE.encode(),
        codecs.BOM_UTF8 + SENTENCE.encode(),
        codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + SENTENCE.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + SENTENCE.encode("utf-32-be"),
    ],
)
def test_an_encoding_that_the_bytes_state_is_no_guess(raw: bytes) -> None:
    extract = read_text(raw)
    assert extract.text == SENTENCE
    assert not extract.warnings


@pytest.mark.parametrize(
    ("encoding", "name", "text"),
    [
        ("utf-16-le", "UTF-16", SENTENCE),
        ("utf-16-be", "UTF-16", SENTENCE),
        ("cp1252", "Windows-1252", SENTENCE),
        ("cp1252", "Windows-1252", "Eén zin met € 5 en een reëel “citaat”.\n"),
        ("iso-8859-1", "Windows-1252", "De coördinatie in België kost geld.\n"),
        ("iso-8859-15", "ISO-8859-15", "De coördinatie in België kost € 5.\n"),
        ("mac-roman", "Mac Roman", SENTENCE),
        ("mac-roman", "Mac Roman", "De ruïnes in België en de coördinatie, één café.\n"),
    ],
)
def test_an_encoding_that_must_be_guessed_is_said_in_a_warning(
    encoding: str, name: str, text: str
) -> None:
    extract = read_text(text.encode(encoding))
    assert extract.text == text
    (warning,) = extract.warnings
    assert warning.at == 0
    assert f"read as {name}." in warning.message


@pytest.mark.parametrize(
    "raw",
    [
        b"Vraag 1\0\0\0 Kent u het bericht?",
        bytes(range(256)) * 4,
        bytes(64),
        b"\x01\x02\x03\x04 tekst \x05\x06",
    ],
)
def test_bytes_that_are_no_text_are_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableError, match="expected text, found bytes that are none"):
        read_text(raw)


def test_bytes_other_than_the_mark_says_are_refused() -> None:
    with pytest.raises(UnreadableError, match="expected text in UTF-16-LE"):
        read_text(codecs.BOM_UTF16_LE + b"abc")


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("een\ntwee\n", []),
        ("een\n\ftwee\n", ["een\n", "\ftwee\n"]),
        ("een\n\ftwee\n\f", ["een\n", "\ftwee\n\f"]),
        ("\feen\n\ftwee\n", ["\feen\n", "\ftwee\n"]),
        ("een\n\f\n\fdrie\n", ["een\n", "\f\n", "\fdrie\n"]),
    ],
)
def test_a_form_feed_begins_a_page(text: str, pages: list[str]) -> None:
    extract = read_text(text.encode())
    assert [extract.text[start:end] for start, end in extract.pages] == pages
    assert extract.text == text


@given(st.lists(st.sampled_from(["\f", "Vraag 1\n", " ", "é", "\r\n"])))
def test_pages_cover_the_text_without_gap(pieces: list[str]) -> None:
    text = "".join(pieces)
    extract = read_text(text.encode())
    assert extract.text == text
    if extract.pages:
        assert extract.pages[0][0] == 0
        assert extract.pages[-1][1] == len(text)
        assert all(before[1] == after[0] for before, after in pairwise(extract.pages))
