"""What a briefing is. Quotes name answers and the sentences quoted; no text in it can be edited."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from corpus import OfficialAnswer, Span, sentence_spans
from retrieval import CitationStyle


class Placement(StrEnum):
    """Where the citation of a quote stands."""

    FOOTNOTE = "footnote"
    IN_TEXT = "in-text"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a quote said when it was last seen in the corpus: to tell later whether it still stands.

    `sha256` is that of the whole answer's text, in UTF-8; `passages` are the words quoted, and
    `citation` names the answer where it is not in the corpus at hand.
    """

    sha256: str
    passages: tuple[str, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class Quote:
    """An official answer, or some of its sentences, with the reader's own note.

    `spans` are ranges of the answer's text in reading order that do not touch; empty quotes the
    whole. `imprint` is there as soon as the quote was held against the corpus.
    """

    answer: str
    spans: tuple[Span, ...] = ()
    note: str = ""
    imprint: Imprint | None = None

    def passages(self, answer: OfficialAnswer) -> tuple[str, ...]:
        """The quoted passages, word for word, in reading order."""
        spans = self.spans or ((0, len(answer.text)),)
        return tuple(answer.text[start:end] for start, end in spans)

    def imprinted(self, answer: OfficialAnswer, citation: str) -> Quote:
        """The quote with what it says now."""
        imprint = Imprint(text_sha256(answer.text), self.passages(answer), citation)
        return replace(self, imprint=imprint)


@dataclass(frozen=True, slots=True)
class Briefing:
    """Quotes in the order of the briefing, each answer once, and how they are cited."""

    title: str = ""
    quotes: tuple[Quote, ...] = ()
    style: CitationStyle = CitationStyle.AANWIJZINGEN
    placement: Placement = Placement.FOOTNOTE

    def __contains__(self, answer: str) -> bool:
        return any(quote.answer == answer for quote in self.quotes)

    def quote(self, answer: str) -> Quote | None:
        """The quote of an answer, where there is one."""
        return next((quote for quote in self.quotes if quote.answer == answer), None)

    def with_quote(self, quote: Quote) -> Briefing:
        """The briefing with a quote behind the others, or in place of that of the same answer."""
        if quote.answer not in self:
            return replace(self, quotes=(*self.quotes, quote))
        quotes = (quote if own.answer == quote.answer else own for own in self.quotes)
        return replace(self, quotes=tuple(quotes))

    def with_quotes(self, quotes: Sequence[Quote]) -> Briefing:
        """The briefing with more quotes behind its own; of an answer in both, its own stays."""
        new = {quote.answer: quote for quote in quotes if quote.answer not in self}
        return replace(self, quotes=(*self.quotes, *new.values()))

    def without(self, answer: str) -> Briefing:
        """The briefing without the quote of an answer."""
        return replace(self, quotes=tuple(q for q in self.quotes if q.answer != answer))

    def placed(self, quote: Quote, place: int) -> Briefing:
        """The briefing with a quote on a place, the first being 1; the others keep their order."""
        others = [own for own in self.quotes if own.answer != quote.answer]
        at = min(max(place - 1, 0), len(others))
        return replace(self, quotes=(*others[:at], quote, *others[at:]))


def text_sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal figures."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sentences_quoted(text: str, spans: Sequence[Span]) -> tuple[int, ...]:
    """The numbers, from 0, of the sentences of a text that spans touch; no spans quote all."""
    sentences = sentence_spans(text)
    return tuple(
        number
        for number, (start, end) in enumerate(sentences)
        if not spans or any(start < last and first < end for first, last in spans)
    )


def spans_of_sentences(text: str, numbers: Collection[int]) -> tuple[Span, ...]:
    """The spans of chosen sentences; empty, which quotes the whole, for all of them."""
    chosen = set(numbers)
    return _runs(text, chosen) if len(chosen) < len(sentence_spans(text)) else ()


def whole_sentences(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans widened to whole sentences."""
    return spans_of_sentences(text, sentences_quoted(text, spans))


def are_sentences(text: str, spans: Sequence[Span]) -> bool:
    """Whether spans begin and end where sentences do; no spans, the whole, always do."""
    return not spans or _runs(text, sentences_quoted(text, spans)) == tuple(spans)


def _runs(text: str, numbers: Collection[int]) -> tuple[Span, ...]:
    """Sentences as spans: neighbours run on, with what stands between them."""
    sentences = sentence_spans(text)
    runs: list[Span] = []
    before = None
    for number in sorted(numbers):
        start, end = sentences[number]
        if runs and before == number - 1:
            start = runs.pop()[0]
        runs.append((start, end))
        before = number
    return tuple(runs)
