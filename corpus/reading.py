"""What the parsers of the several kinds of paper find, and how it becomes a `Document`.

A parser says which ranges of the source are questions and answers. Everything that follows from
that, the cleaned texts, identifiers, statuses, references and the law that every character belongs
somewhere, is done here once for all kinds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.cleaning import clean
from corpus.document import Document, OfficialAnswer, Paper, ParseWarning, Question, Span
from corpus.layout import Layout, LineKind
from corpus.references import resolve, status_of


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """Where a question stands; `number` is `None` where the paper does not number it."""

    number: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """Where one official answer stands with what it answers.

    `key` is what its identifier adds to the document's. `spans` hold all that belongs to it:
    numbers, labels and heading too. `answer` is the running text of the answer alone.
    """

    key: str
    spans: tuple[Span, ...]
    answer: Span
    questions: tuple[AskedQuestion, ...] = ()
    heading: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a parser found in a paper. What no block holds is furniture."""

    blocks: tuple[Block, ...]
    warnings: tuple[ParseWarning, ...] = ()


def make_document(layout: Layout, paper: Paper, reading: Reading) -> Document:
    """The paper with its official answers in reading order, the rest of its text as furniture."""
    by_number = {
        question.number: f"{paper.id}#{block.key}"
        for block in reading.blocks
        for question in block.questions
        if question.number is not None
    }
    owned = _ownership(layout, reading.blocks)
    return Document(
        paper=paper,
        source=layout.source,
        answers=tuple(
            _answer(layout, paper, block, tuple(spans), by_number)
            for block, spans in zip(reading.blocks, owned[1:], strict=True)
        ),
        furniture=tuple(owned[0]),
        warnings=reading.warnings,
    )


def _answer(
    layout: Layout, paper: Paper, block: Block, spans: tuple[Span, ...], by_number: dict[int, str]
) -> OfficialAnswer:
    identifier = f"{paper.id}#{block.key}"
    cleaned = clean(layout, [block.answer])
    return OfficialAnswer(
        id=identifier,
        questions=tuple(
            Question(question.number, clean(layout, [question.span]).text)
            for question in block.questions
        ),
        text=cleaned.text,
        status=status_of(cleaned.text),
        refers_to=resolve(cleaned.text, identifier, by_number),
        heading=clean(layout, [block.heading]).text if block.heading else None,
        spans=spans,
        pieces=cleaned.pieces,
    )


def _ownership(layout: Layout, blocks: Sequence[Block]) -> list[list[Span]]:
    """The spans of the furniture (first) and of each block: together the source, once each.

    A footnote belongs to the block that calls it, wherever the page put it; the foot of a page to
    none, with the blank lines around it.
    """
    claims = sorted(
        (start, end, owner) for owner, block in enumerate(blocks, 1) for start, end in block.spans
    )
    covered = _fill(claims, len(layout.source))
    for note in layout.notes:
        if note.called_at is not None:
            covered = _paint(covered, note.span, _owner_at(covered, note.called_at))
    for line in layout.lines:
        if line.kind is LineKind.FURNITURE:
            covered = _paint(covered, (line.start, line.end), 0)
    owned: list[list[Span]] = [[] for _ in range(len(blocks) + 1)]
    for start, end, owner in _merge(covered):
        owned[owner].append((start, end))
    return owned


_Claim = tuple[int, int, int]


def _fill(claims: Iterable[_Claim], length: int) -> list[_Claim]:
    """The claims with what lies between them given to nobody (owner 0)."""
    filled: list[_Claim] = []
    position = 0
    for start, end, owner in claims:
        if position < start:
            filled.append((position, start, 0))
        filled.append((start, end, owner))
        position = end
    if position < length:
        filled.append((position, length, 0))
    return filled


def _paint(claims: list[_Claim], span: Span, owner: int) -> list[_Claim]:
    start, end = span
    painted: list[_Claim] = []
    for a, b, whose in claims:
        if b <= start or end <= a:
            painted.append((a, b, whose))
            continue
        if a < start:
            painted.append((a, start, whose))
        painted.append((max(a, start), min(b, end), owner))
        if end < b:
            painted.append((end, b, whose))
    return painted


def _owner_at(claims: Iterable[_Claim], position: int) -> int:
    return next((owner for start, end, owner in claims if start <= position < end), 0)


def _merge(claims: Iterable[_Claim]) -> list[_Claim]:
    merged: list[_Claim] = []
    for start, end, owner in claims:
        if merged and merged[-1][2] == owner and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end, owner)
        elif start < end:
            merged.append((start, end, owner))
    return merged
