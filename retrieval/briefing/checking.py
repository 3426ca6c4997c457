"""Whether the quotes of a briefing stand in the corpus, word for word."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus import OfficialAnswer, Paper, Span
from retrieval import CitationStyle, UnknownAnswer, cite
from retrieval.briefing.briefing import Briefing, Quote, are_sentences, text_sha256, whole_sentences

_PARAGRAPHS = re.compile(r"\n\s*\n")
GAP = "[…]"
"""Stands where a quote leaves sentences out."""

Find = Callable[[str], tuple[Paper, OfficialAnswer]]
"""Gives an official answer with its paper, or raises `UnknownAnswer`: `Kamerbron.answer`."""


class Standing(StrEnum):
    """How a quote stands in the corpus.

    `UNCHANGED`: as it was taken. `MOVED`: the answer's text was changed since, and still holds the
    quoted words. `CHANGED`: it does not hold them so. `MISSING`: the corpus has no such answer.
    """

    UNCHANGED = "unchanged"
    MOVED = "moved"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote that stands in the corpus word for word, with its source.

    `targets` are the answers that its answer refers to, those that the corpus holds.
    """

    quote: Quote
    paper: Paper
    answer: OfficialAnswer
    standing: Standing
    targets: tuple[tuple[Paper, OfficialAnswer], ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The quote in its paragraphs, word for word; `GAP` stands where sentences are left out.

        What is left out within a paragraph leaves its gap there; where more is left out, the gap
        is a paragraph of its own.
        """
        return paragraphs(self.answer.text, self.quote.spans)

    def citation(self, style: CitationStyle) -> str:
        """The citation of the answer in one of the styles."""
        return cite(self.paper, self.answer, style)


@dataclass(frozen=True, slots=True)
class Unfounded:
    """A quote whose words the corpus does not hold: shown as such, never exported.

    `paper` and `answer` are there where the corpus holds the answer, with another text.
    """

    quote: Quote
    standing: Standing
    paper: Paper | None = None
    answer: OfficialAnswer | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A briefing held against the corpus, its quotes in their order."""

    briefing: Briefing
    entries: tuple[Quoted | Unfounded, ...]

    @property
    def quoted(self) -> tuple[Quoted, ...]:
        """The quotes that stand in the corpus: those that are exported."""
        return tuple(entry for entry in self.entries if isinstance(entry, Quoted))

    def count(self, standing: Standing) -> int:
        """How many quotes stand so."""
        return sum(entry.standing == standing for entry in self.entries)


def check(briefing: Briefing, find: Find) -> Checked:
    """The briefing with every quote held against the corpus.

    A quote seen for the first time is widened to whole sentences and gets its imprint; one with an
    imprint keeps it until its sentences are chosen anew.
    """
    entries = tuple(_checked(quote, find) for quote in briefing.quotes)
    quotes = tuple(entry.quote for entry in entries)
    return Checked(replace(briefing, quotes=quotes), entries)


def paragraphs(text: str, spans: tuple[Span, ...]) -> tuple[str, ...]:
    """The paragraphs of the passages that spans of a text cut out, with `GAP` between passages."""
    spans = spans or ((0, len(text)),)
    parts: list[str] = []
    end_before = None
    for start, end in spans:
        of_passage = [part for part in _PARAGRAPHS.split(text[start:end]) if part.strip()]
        if end_before is not None and _PARAGRAPHS.search(text, end_before, start):
            parts.append(GAP)
        elif end_before is not None and of_passage:
            parts[-1] += f" {GAP} {of_passage.pop(0)}"
        parts += of_passage
        end_before = end
    return tuple(parts)


def _checked(quote: Quote, find: Find) -> Quoted | Unfounded:
    try:
        paper, answer = find(quote.answer)
    except UnknownAnswer:
        return Unfounded(quote, Standing.MISSING)
    targets = _targets(answer, find)
    seen = quote.imprint
    if seen is None:
        quote = replace(quote, spans=whole_sentences(answer.text, quote.spans))
        quote = quote.imprinted(answer, cite(paper, answer))
        return Quoted(quote, paper, answer, Standing.UNCHANGED, targets)
    if quote.passages(answer) == seen.passages and are_sentences(answer.text, quote.spans):
        same = seen.sha256 == text_sha256(answer.text)
        standing = Standing.UNCHANGED if same else Standing.MOVED
        return Quoted(quote, paper, answer, standing, targets)
    spans = _found_again(seen.passages, answer.text)
    if spans is None:
        return Unfounded(quote, Standing.CHANGED, paper, answer)
    return Quoted(replace(quote, spans=spans), paper, answer, Standing.MOVED, targets)


def _found_again(passages: tuple[str, ...], text: str) -> tuple[Span, ...] | None:
    """Where each passage stands in a text once, in their order; `None` where one does not."""
    spans: list[Span] = []
    for passage in passages:
        start = text.find(passage)
        if not passage or start < 0 or text.find(passage, start + 1) >= 0:
            return None
        if spans and start <= spans[-1][1]:
            return None
        spans.append((start, start + len(passage)))
    found = tuple(spans)
    if found == ((0, len(text)),):
        return ()
    return found if are_sentences(text, found) else None


def _targets(answer: OfficialAnswer, find: Find) -> tuple[tuple[Paper, OfficialAnswer], ...]:
    found = []
    for target in answer.refers_to:
        try:
            found.append(find(target))
        except UnknownAnswer:
            continue  # its identifier stays in `refers_to`, and is shown from there
    return tuple(found)
