"""A minister's letter: its sections, each under its heading.

What stands before the first heading is a section of its own, without one (kst-27925-963#1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from corpus.document import Span
from corpus.identifiers import slug
from corpus.layout import Layout, Line, LineKind
from corpus.reading import Block, Reading

_HEAD = re.compile(r"(?:Nr\. \S+\s+)?BRIEF VAN DE (?:MINISTER|STAATSSECRETARIS)")
_DATED = re.compile(r".{2,40}, \d{1,2} \w+ \d{4}")
_SIGNED = re.compile(r"De (?:Minister|Staatssecretaris|Minister-President)\b.*,$", re.IGNORECASE)
_HEADING_LENGTH = 120


def is_letter(layout: Layout) -> bool:
    """Whether the paper opens as a minister's letter to parliament."""
    return any(_HEAD.match(line.content) for line in layout.body()[:5])


def read_letter(layout: Layout) -> Reading:
    """The sections of a letter, from the date above it to the signatures below."""
    body = layout.body()
    opening = next((line for line in body[:40] if _DATED.fullmatch(line.content)), None)
    begin = opening.end if opening else 0
    signed = next(
        (line for line in body if line.start > begin and _SIGNED.match(line.content)), None
    )
    end = signed.start if signed else len(layout.source)
    return Reading(tuple(_sections(layout, begin, end)))


def _sections(layout: Layout, begin: int, end: int) -> Iterator[Block]:
    headings = [span for span in _headings(layout) if begin <= span[0] < end]
    taken: set[str] = set()
    starts = [begin, *(start for start, _ in headings)]
    stops = [*starts[1:], end]
    for heading, start, stop in zip([None, *headings], starts, stops, strict=True):
        answer = (heading[1] if heading else start, stop)
        if layout.source[slice(*answer)].strip():
            yield Block(
                key=_key(layout, heading, taken),
                spans=((start, stop),),
                answer=answer,
                heading=heading,
            )


def _key(layout: Layout, heading: Span | None, taken: set[str]) -> str:
    """The heading's slug, or a running number; a heading that comes again gets a number behind."""
    name = slug(layout.source[slice(*heading)]) if heading else ""
    candidates = (f"{name}-{n}" if name else str(n) for n in count(1))
    key = name if name and name not in taken else next(c for c in candidates if c not in taken)
    taken.add(key)
    return key


def _headings(layout: Layout) -> Iterator[Span]:
    """Paragraphs of a line or two that open with a capital and end in no punctuation."""
    for paragraph in _paragraphs(layout):
        text = " ".join(line.content for line in paragraph)
        opens = text[:1].isupper() or text[:1].isdigit()
        if len(text) <= _HEADING_LENGTH and opens and text[-1].isalnum() | (text[-1] == ")"):
            yield paragraph[0].start, paragraph[-1].end


def _paragraphs(layout: Layout) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in layout.lines:
        if line.kind is LineKind.BODY:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph
