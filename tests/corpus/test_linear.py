"""The work of parsing grows with the text and no faster, whatever its shape.

Counted, not timed: every line of code that runs, for a text and for one six times as long.
Work that grows with the square would come to 36 times as much.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from corpus.document import Paper, PaperType
from corpus.extract import Extract
from corpus.parsing import ParseError, parse_extract

SMALL, GROWTH = 150, 6
ALLOWED = 1.2  # times in proportion: what is done once for each text is little

_HEAD = "Vraag 1\nWat?\nAntwoord\n"
_FOOT = "Tweede Kamer, vergaderjaar 2020–2021, 27 925, nr. {i} 3\n"
_OVERLEG = "schriftelijk overleg\nVragen van de leden van de SP-fractie\n"
SHAPES: dict[str, Callable[[int], str]] = {
    "pairs": lambda n: _each(n, "Vraag {i}\nWaarom {i}?\nAntwoord\nDaarom.\n"),
    "numbers again": lambda n: _each(n, "Vraag {k}\nWaarom {i}?\nAntwoord\nDaarom.\n"),
    "questions alone": lambda n: _each(n, "Vraag {k}\nWaarom?\n") + "Antwoord\nJa.",
    "answers alone": lambda n: _HEAD + _each(n, "Antwoord\nJa.\n"),
    "numbered answers": lambda n: _HEAD + _each(n, "Antwoord {i}\nJa. Waarom?\n"),
    "bare numbers": lambda n: _each(n, "{i}\nWaarom {i}?\nDaarom.\n"),
    "footnotes": lambda n: _HEAD + _each(n, "woord1 en nog2\n\n1 een noot\n\n2 twee noot\n"),
    "running feet": lambda n: _HEAD + _each(n, "Ja.\n" + _FOOT),
    "hyphens": lambda n: _HEAD + _each(n, "a-\n"),
    "replies": lambda n: _OVERLEG + _each(n, "Deze leden vragen iets.\nAntwoord\nJa hoor.\n"),
    "one line": lambda n: _each(n, "Vraag {i} Waarom {i}? Antwoord Daarom. "),
    "sections": lambda n: "BRIEF VAN DE MINISTER\n\n" + _each(n, "Kop\n\nDat is zo.\n\n"),
}


def _each(count: int, text: str) -> str:
    return "".join(text.format(i=i, k=(i - 1) % 9 + 1) for i in range(1, count + 1))


def _work(text: str) -> int:
    """How many calls, lines and returns of Python code parsing takes."""
    steps = 0

    def trace(*_: object) -> object:
        nonlocal steps
        steps += 1
        return trace

    paper = Paper(id="kst-1-1", type=PaperType.LETTER, title="")
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        parse_extract(Extract(text), name="papier", paper=paper)
    except ParseError:
        pass
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_with_the_text(shape: str) -> None:
    make = SHAPES[shape]
    few, many = make(SMALL), make(SMALL * GROWTH)
    assert _work(many) <= ALLOWED * _work(few) * len(many) / len(few)
