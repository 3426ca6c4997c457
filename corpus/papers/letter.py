"""A minister's letter: its sections, each under its heading.

What stands before the first heading is a section of its own, without one (kst-27925-963#1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Span
from corpus.identifiers import slug
from corpus.layout import Layout
from corpus.people import offices
from corpus.reading import Block, Reading

_HEAD = re.compile(r"(?:Nr\. \S+\s+)?BRIEF VAN DE (?:MINISTER|STAATSSECRETARIS)")
_DATED = re.compile(r".{2,40}, \d{1,2} \w+ \d{4}")
_ADDRESSED = re.compile(
    r"(?:Zeer )?[Gg]eachte (?:heer |mevrouw )?(?:voorzitter|Voorzitter)\b.{0,40},?"
)
_SIGNED = re.compile(
    r"(?:De|de) (?:minister|staatssecretaris|minister-president)\b.{0,120}?,?", re.IGNORECASE
)
_CLOSING = re.compile(r"(?:Hoogachtend|Met vriendelijke groet)\b.{0,20},?")
_HEADING_LENGTH = 120
# Behind a colon a short line is a heading where a full line follows it, else the first of a list.
_FULL = 0.8


def is_letter(layout: Layout) -> bool:
    """Whether the paper opens as a minister's letter to parliament, and is signed by one."""
    body = layout.body()
    if any(_HEAD.match(line.content) for line in body[:40]):
        return True
    addressed = next((line for line in body if _ADDRESSED.fullmatch(line.content)), None)
    return addressed is not None and any(
        _is_signature(line.content) for line in body if line.start > addressed.start
    )


def read_letter(layout: Layout) -> Reading:
    """The sections of a letter, from its date or salutation to the signatures below."""
    body = layout.body()
    opening = next((line for line in body if _ADDRESSED.fullmatch(line.content)), None) or next(
        (line for line in body[:40] if _DATED.fullmatch(line.content)), None
    )
    begin = opening.end if opening else 0
    closing = next(
        (
            line
            for line in body
            if line.start > begin and (_is_signature(line.content) or _CLOSING.match(line.content))
        ),
        None,
    )
    end = closing.start if closing else len(layout.source)
    return Reading(tuple(_sections(layout, begin, end)))


def _is_signature(text: str) -> bool:
    """Whether a line is an office that signs: alone, and closed by a comma or nothing."""
    return bool(_SIGNED.fullmatch(text)) and bool(offices(text)) and text[-1:] not in ".;:"


def _sections(layout: Layout, begin: int, end: int) -> Iterator[Block]:
    headings = [span for span in _headings(layout) if begin <= span[0] < end]
    taken: dict[str, int] = {}
    starts = [begin, *(start for start, _ in headings)]
    stops = [*starts[1:], end]
    for heading, start, stop in zip([None, *headings], starts, stops, strict=True):
        answer = (heading[1] if heading else start, stop)
        if layout.source[slice(*answer)].strip():
            yield Block(
                key=_key(layout, heading, taken),
                spans=((start, stop),),
                answer=(answer,),
                heading=heading,
            )


def _key(layout: Layout, heading: Span | None, taken: dict[str, int]) -> str:
    """The heading's slug, or a running number; a heading that comes again gets a number behind."""
    name = slug(layout.source[slice(*heading)]) if heading else ""
    if name and name not in taken:
        taken[name] = 0
        return name
    number = taken.get(name, 0) + 1
    while (key := f"{name}-{number}" if name else str(number)) in taken:
        number += 1
    taken[name] = number  # below it all are taken
    taken[key] = 0
    return key


def _headings(layout: Layout) -> Iterator[Span]:
    """Paragraphs of a line or two that open with a capital and end in no punctuation.

    Where the format tells headings from text, a line that is one of them too. Where the extraction
    dropped the blank lines, the lines themselves tell.
    """
    if not layout.has_blank_lines:
        yield from _headings_between_lines(layout)
        return
    for paragraph in layout.paragraphs():
        text = " ".join(line.content for line in paragraph)
        opens = text[:1].isupper() or text[:1].isdigit()
        if len(text) <= _HEADING_LENGTH and opens and text[-1].isalnum() | (text[-1] == ")"):
            yield paragraph[0].start, paragraph[-1].end
            continue
        first = paragraph[0]
        styled = layout.is_heading((first.start, first.end)) and len(paragraph) > 1
        if styled and len(first.content) <= _HEADING_LENGTH:
            yield first.start, first.end


def _headings_between_lines(layout: Layout) -> Iterator[Span]:
    """Lines behind the end of a sentence that break off though the next word had fitted."""
    body = layout.body()
    width = sorted(len(line.content) for line in body)[len(body) * 9 // 10] if body else 0
    for before, line, after in zip(body, body[1:], body[2:], strict=False):
        text, word = line.content, after.content.split()[0]
        ended = before.content[-1] in ".?!»)" or bool(_DATED.fullmatch(before.content))
        ended = ended or (before.content[-1] == ":" and len(after.content) > _FULL * width)
        breaks_off = len(text) + 1 + len(word) <= width
        capitals = text[0].isupper() and word[0].isupper()
        if ended and breaks_off and capitals and (text[-1].isalnum() or text[-1] == ")"):
            yield line.start, line.end
