"""Verslag van een schriftelijk overleg: the committee's letter, then its paragraphs with replies.

In kst-27925-AA the letter of the committee is printed first; the second part repeats it paragraph
by paragraph, with the cabinet's replies between. What is in the second part and not in the letter
is the answer. Read by sentences, so that it does not hang on how lines and pages were broken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from corpus.cleaning import clean
from corpus.document import Span
from corpus.layout import Layout
from corpus.reading import AskedQuestion, Block, Reading
from corpus.sentences import sentence_spans

_LETTER = re.compile(r"BRIEF VAN (?:DE|HET) (?:VOORZITTER|GRIFFIER|COMMISSIE)")
_SIGNATURE = re.compile(r"De (?:voorzitter|griffier) van de (?:vaste )?(?:\w+ )?commissie")
# A sentence this short ("Zo nee, waarom niet?") says where it comes from only by its place.
_SHORT = 40
_NEAR = 400


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    asked: bool


def is_consultation(layout: Layout) -> bool:
    """Whether the paper prints a committee's letter and signature before the replies."""
    return _parts(layout) is not None and "schriftelijk overleg" in " ".join(layout.source.split())


def read_consultation(layout: Layout) -> Reading:
    """Each reply of the cabinet with the paragraphs that it answers, numbered in reading order."""
    parts = _parts(layout)
    if parts is None:
        return Reading(())
    letter, reply = parts
    runs = _runs(_sentences(layout, letter, reply), reply[1])
    blocks: list[Block] = []
    question: Span | None = None
    for asked, span in runs:
        if asked:
            question = span
            continue
        begin = question[0] if question else span[0]
        blocks.append(
            Block(
                key=str(len(blocks) + 1),
                spans=((begin, span[1]),),
                answer=span,
                questions=(AskedQuestion(None, question),) if question else (),
            )
        )
        question = None
    return Reading(tuple(blocks))


def _parts(layout: Layout) -> tuple[Span, Span] | None:
    """The ranges of the committee's letter and of the part with the replies."""
    body = layout.body()
    opening = next((line for line in body if _LETTER.match(line.content)), None)
    if opening is None:
        return None
    after = [line for line in body if line.start > opening.start]
    signed = next((i for i, line in enumerate(after) if _SIGNATURE.match(line.content)), None)
    if signed is None:
        return None
    # The office ends in a comma, over one line or more; the name on the next line closes it.
    office = next((i for i in range(signed, len(after)) if after[i].content.endswith(",")), signed)
    if office + 2 >= len(after):
        return None
    return (opening.start, after[signed].start), (after[office + 2].start, len(layout.source))


def _sentences(layout: Layout, letter: Span, reply: Span) -> list[_Sentence]:
    asked = _Asked(_letters(clean(layout, [letter]).text))
    text = clean(layout, [reply])
    return [
        _Sentence(
            text.source_position(start, reply[1]), asked.holds(_letters(text.text[start:end]))
        )
        for start, end in sentence_spans(text.text)
    ]


class _Asked:
    """The committee's letter, read along with the part that repeats it."""

    def __init__(self, letter: str) -> None:
        self._letter = letter
        self._position = 0

    def holds(self, sentence: str) -> bool:
        end = self._position + _NEAR if len(sentence) < _SHORT else None
        place = self._letter.find(sentence, self._position, end)
        if place < 0:
            return False
        self._position = place + len(sentence)
        return True


def _runs(sentences: list[_Sentence], end: int) -> list[tuple[bool, Span]]:
    """Sentences of one kind taken together: whether asked, and their range up to the next run."""
    grouped = [
        (asked, next(group).start) for asked, group in groupby(sentences, key=lambda s: s.asked)
    ]
    ends = [start for _, start in grouped[1:]] + [end]
    return [(asked, (start, stop)) for (asked, start), stop in zip(grouped, ends, strict=True)]


def _letters(text: str) -> str:
    """Letters and figures alone: hyphens and spaces differ where lines were broken otherwise."""
    return re.sub(r"[\W_]+", "", text.lower())
