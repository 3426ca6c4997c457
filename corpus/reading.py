"""What the parsers of the several kinds of paper find, and how it becomes a `Document`.

A parser says which ranges of the source are questions and answers. Everything that follows from
that, the cleaned texts, identifiers, statuses, references and the law that every character belongs
somewhere, is done here once for all kinds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.cleaning import clean
from corpus.document import Document, OfficialAnswer, Paper, ParseWarning, Question, Span, Status
from corpus.layout import Layout, LineKind
from corpus.references import cited_papers, resolve, status_of


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """Where a question stands; `number` is `None` where the paper does not number it."""

    number: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """Where one official answer stands with what it answers.

    `key` is what its identifier adds to the document's. `spans` hold all that belongs to it:
    numbers, labels and heading too. `answer` are the ranges of the answer's running text alone.
    `asked_by` are those who asked it, where the paper says so of each question. `announces` says
    that the paper sets it as a mededeling.
    """

    key: str
    spans: tuple[Span, ...]
    answer: tuple[Span, ...]
    questions: tuple[AskedQuestion, ...] = ()
    heading: Span | None = None
    asked_by: tuple[str, ...] = ()
    announces: bool = False


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
        cites=tuple(
            cited
            for cited in cited_papers(" ".join(layout.source.split()))
            if cited not in {paper.id, paper.kenmerk}
        ),
        warnings=(*layout.warnings, *reading.warnings),
    )


def _answer(
    layout: Layout, paper: Paper, block: Block, spans: tuple[Span, ...], by_number: dict[int, str]
) -> OfficialAnswer:
    identifier = f"{paper.id}#{block.key}"
    cleaned = clean(layout, list(block.answer))
    own = None if block.questions and block.questions[0].number else paper.id
    return OfficialAnswer(
        id=identifier,
        questions=tuple(
            Question(question.number, clean(layout, [question.span]).text)
            for question in block.questions
        ),
        text=cleaned.text,
        status=Status.ANNOUNCEMENT if block.announces else status_of(cleaned.text),
        refers_to=resolve(cleaned.text, identifier, by_number),
        cites=tuple(cited for cited in cited_papers(cleaned.text) if cited != paper.id),
        heading=clean(layout, [block.heading]).text if block.heading else None,
        asked_by=block.asked_by,
        page=layout.page_at(block.answer[0][0]) if own else None,
        spans=spans,
        pieces=cleaned.pieces,
    )


def _ownership(layout: Layout, blocks: Sequence[Block]) -> list[list[Span]]:
    """The spans of the furniture (first) and of each block: together the source, once each.

    A footnote belongs to the block that calls it, wherever the page put it; the foot of a page to
    none, with the blank lines around it.
    """
    claims = _disjoint(
        (start, end, owner) for owner, block in enumerate(blocks, 1) for start, end in block.spans
    )
    called = [(note.called_at, note.span) for note in layout.notes if note.called_at is not None]
    owners = _owners(claims, [position for position, _ in called])
    notes = ((*span, owner) for (_, span), owner in zip(called, owners, strict=True))
    feet = ((line.start, line.end, 0) for line in layout.lines if line.kind is LineKind.FURNITURE)
    above = _over(_disjoint(notes), _disjoint(feet))
    owned: list[list[Span]] = [[] for _ in range(len(blocks) + 1)]
    for start, end, owner in _merge(_fill(_over(claims, above), len(layout.source))):
        owned[owner].append((start, end))
    return owned


_Claim = tuple[int, int, int]


def _disjoint(claims: Iterable[_Claim]) -> list[_Claim]:
    """The claims in order; where two overlap the one that begins first keeps the characters."""
    disjoint: list[_Claim] = []
    position = 0
    for start, end, owner in sorted(claims):
        if position < end:
            disjoint.append((max(start, position), end, owner))
            position = end
    return disjoint


def _over(below: list[_Claim], above: list[_Claim]) -> list[_Claim]:
    """Two layers of claims as one without overlap; `above` hides what is below."""
    layered: list[_Claim] = []
    at = 0
    for start, end, owner in below:
        while at < len(above) and above[at][1] <= start:
            layered.append(above[at])
            at += 1
        position = start
        while at < len(above) and above[at][0] < end:
            if position < above[at][0]:
                layered.append((position, above[at][0], owner))
            position = max(position, above[at][1])
            if above[at][1] > end:
                break
            layered.append(above[at])
            at += 1
        if position < end:
            layered.append((position, end, owner))
    return [*layered, *above[at:]]


def _fill(claims: Iterable[_Claim], length: int) -> Iterator[_Claim]:
    """The claims with what lies between them given to nobody (owner 0)."""
    position = 0
    for start, end, owner in claims:
        if position < start:
            yield position, start, 0
        yield start, end, owner
        position = end
    if position < length:
        yield position, length, 0


def _owners(claims: list[_Claim], positions: list[int]) -> list[int]:
    """Who owns each position: 0 where nobody does."""
    owners: list[int] = []
    for position in positions:
        at = bisect_right(claims, position, key=lambda claim: claim[0]) - 1
        owners.append(claims[at][2] if at >= 0 and position < claims[at][1] else 0)
    return owners


def _merge(claims: Iterable[_Claim]) -> list[_Claim]:
    merged: list[_Claim] = []
    for start, end, owner in claims:
        if merged and merged[-1][2] == owner and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end, owner)
        elif start < end:
            merged.append((start, end, owner))
    return merged
