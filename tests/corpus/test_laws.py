"""What holds for every document, damaged texts too: nothing lost, nothing made up."""

from __future__ import annotations

import itertools
import re
import textwrap
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import STARTER, Document, ParseError, parse_text
from corpus.cleaning import composed

TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(STARTER.glob("*.txt"))}
DOCUMENTS = {name: parse_text(text, name=name) for name, text in TEXTS.items()}
every_document = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())


def assert_covered(document: Document) -> None:
    """Spans and furniture cover the text without gap or overlap."""
    spans = [*document.furniture, *(s for answer in document.answers for s in answer.spans)]
    position = 0
    for start, end in sorted(spans):
        assert start == position
        assert end > start
        position = end
    assert position == len(document.source)


def assert_verbatim(document: Document) -> None:
    """Every answer is the pieces of the source that it names, and white space between them."""
    for answer in document.answers:
        position = 0
        for piece in answer.pieces:
            assert answer.text[position : piece.at].strip() == ""
            source = document.source[piece.start : piece.start + piece.length]
            text = composed(source)
            assert answer.text[piece.at : piece.at + len(text)] == text
            assert any(
                a <= piece.start and piece.start + piece.length <= b for a, b in answer.spans
            )
            position = piece.at + len(text)
        assert position == len(answer.text)


@every_document
def test_every_character_belongs_somewhere_once(document: Document) -> None:
    assert_covered(document)


@every_document
def test_every_answer_is_word_for_word_the_source(document: Document) -> None:
    assert_verbatim(document)


LABEL = re.compile(
    r"^ ?(?:Vraag \d+|Antwoord(?: op (?:vragen|vraag) [\d, en]+[.:]?)?|\d{1,2})\s*$|"
    r"^Antwoord op vragen 20 en 21:",
    re.MULTILINE,
)
# What the members of a joint answer say instead of an answer: they point into it.
POINTER_INTO_JOINT = re.compile(r"^Zie (?:het )?antwoord op vraag (?:21|10|14)\.", re.MULTILINE)


@every_document
def test_answers_hold_every_letter_of_their_spans(document: Document) -> None:
    """All but labels, the numbers of questions and footnote marks, which are counted."""
    taken = "".join(
        document.source[start:end] for answer in document.answers for start, end in answer.spans
    )
    kept = "".join(q.text for answer in document.answers for q in answer.questions)
    kept += "".join((answer.heading or "") + answer.text for answer in document.answers)
    left = _letters(POINTER_INTO_JOINT.sub("", LABEL.sub("", taken)))
    marks = {"kst-27925-748": 2, "kst-27925-963": 2, "kst-27925-AA": 1}
    assert len(left) - len(_letters(kept)) == marks.get(document.id, 0)


@every_document
def test_identifiers_are_unique_and_of_their_document(document: Document) -> None:
    identifiers = [answer.id for answer in document.answers]
    assert len(set(identifiers)) == len(identifiers)
    assert all(identifier.startswith(f"{document.id}#") for identifier in identifiers)
    assert {t for answer in document.answers for t in answer.refers_to} <= set(identifiers)


@every_document
def test_no_furniture_stays_in_an_answer(document: Document) -> None:
    for answer in document.answers:
        assert "vergaderjaar 20" not in answer.text
        assert not re.search(r"[a-z]{3}\d( |$)", answer.text)
        assert not re.search(r"[a-z]- [a-z]", re.sub(r"- (en|of) ", "", answer.text))


def read_again(document: Document, text: str) -> list[tuple[object, ...]]:
    again = parse_text(text, name=document.id)
    return [(a.id, a.asked, a.text, a.status, a.refers_to) for a in again.answers]


def read_once(document: Document) -> list[tuple[object, ...]]:
    return [(a.id, a.asked, a.text, a.status, a.refers_to) for a in document.answers]


@every_document
def test_answers_are_the_same_when_pages_are_rejoined(document: Document) -> None:
    text = re.sub(r"(?m)^ (?=\S)", "", document.source)
    assert read_again(document, text) == read_once(document)


@pytest.mark.parametrize("width", [50, 80, 120, 200])
@every_document
def test_answers_are_the_same_when_lines_are_wrapped_anew(document: Document, width: int) -> None:
    """Labels and bare numbers keep their lines; "uitge-" at a line end becomes "uitge- voerd"."""
    assert read_again(document, rewrapped(document.source, width)) == read_once(document)


def rewrapped(text: str, width: int) -> str:
    """The text with its paragraphs filled to another width; pages still open with a space."""
    lines: list[str] = []
    for kind, group in itertools.groupby(_with_page(text), key=lambda pair: pair[0]):
        joined = " ".join(line.strip() for _, line in group)
        lead = " " if kind[1] else ""
        lines += [lead + line if not n else line for n, line in enumerate(_filled(joined, width))]
    return "\n".join(lines) + "\n"


def _with_page(text: str) -> Iterator[tuple[tuple[int, bool], str]]:
    """Each line with the number of its paragraph, and whether that opens a page."""
    paragraph, opens = 0, False
    for line in text.splitlines():
        begins = line.startswith(" ") and line[1:2].strip() != ""
        alone = not line.strip() or LABEL.match(line + "\n") is not None
        if alone or begins:
            paragraph, opens = paragraph + 1, begins
        yield (paragraph, opens), line
        if alone:
            paragraph, opens = paragraph + 1, False


def _filled(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


@st.composite
def damaged_texts(draw: st.DrawFn) -> str:
    """A real text with lines cut, repeated, moved, or filled with noise."""
    lines = draw(st.sampled_from(list(TEXTS.values()))).splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines)))
        upto = draw(st.integers(at, min(len(lines), at + 60)))
        piece = lines[at:upto]
        match draw(st.sampled_from(["cut", "repeat", "move", "noise", "wrap"])):
            case "cut":
                lines[at:upto] = []
            case "repeat":
                lines[at:at] = piece
            case "move":
                lines[at:upto] = []
                to = draw(st.integers(0, len(lines)))
                lines[to:to] = piece
            case "wrap":
                lines = rewrapped("".join(lines), draw(st.integers(20, 300))).splitlines(True)
            case "noise":
                lines[at:at] = [draw(st.text(max_size=40)) + "\n"]
    return "".join(lines)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged_texts())
def test_damaged_texts_are_read_or_refused_but_never_lost(text: str) -> None:
    try:
        document = parse_text(text, name="damaged")
    except ParseError:
        return
    assert document.source == text
    assert_covered(document)
    assert_verbatim(document)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text))
