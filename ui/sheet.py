"""The whole source of a paper as HTML: every character, told apart by what it belongs to.

All text passes `escape`: it never becomes markup. What is not the source's own (labels, buttons)
stands outside the elements of class `kb-src`; the text of those, put together, is the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise

from corpus import Document, OfficialAnswer, ParseWarning, Span, Status
from retrieval import CitationStyle, cite, numbers_as_text
from ui.cards import copy_button, tip
from ui.labels import shortened
from ui.text import Words
from ui.text.paper import PaperWords

_SHORT = 0.75
"""A line that is shorter than this share of the longest usual ones ends where its writer meant."""
_USUAL = 0.9
"""Of all lines with text, this share is no longer than the usual."""
_AROUND = 60
"""Characters of the source that are shown on either side of what was found."""
_GLANCE = 110
"""Characters of a question in the list of them."""

_Part = tuple[int, int, int | None, bool]
"""Start, end, place of the answer that owns it (`None`: furniture), whether it is answer text."""

_Names = Mapping[str, tuple[str, str]]
"""The anchor and the name of every answer, by its identifier."""


def sheet(
    document: Document,
    found: Sequence[Span],
    words: Words,
    text: PaperWords,
    style: CitationStyle = CitationStyle.AANWIJZINGEN,
) -> str:
    """The HTML of a paper; `found` are the spans that a search marks, numbered in their order.

    `style` is that of the citations that can be copied.
    """
    body = _Body(document, found, text)
    names = {
        answer.id: (anchor(place), label(answer, text))
        for place, answer in enumerate(document.answers)
    }
    pieces: list[str] = []
    open_owner: int | None = None
    begun: set[int] = set()
    for start, end, owner, is_answer in _parts(document):
        if owner != open_owner and open_owner is not None:
            pieces.append("</section>")
        if owner is None:
            pieces.append(_stretch("kb-furniture", body.between(start, end)))
        else:
            if owner != open_owner:
                answer = document.answers[owner]
                pieces.append(_opening(document, owner, text, again=owner in begun))
                if owner not in begun:
                    citation = cite(document.paper, answer, style)
                    pieces.append(_bar(document, answer, names, citation, words, text))
                begun.add(owner)
            kind = "kb-said" if is_answer else "kb-put"
            pieces.append(_stretch(kind, body.between(start, end)))
        open_owner = owner
    if open_owner is not None:
        pieces.append("</section>")
    return f'<div class="kb-sheet" lang="nl">{"".join(pieces)}</div>'


def anchor(place: int) -> str:
    """The name in the page of an answer, by its place in reading order."""
    return f"kb-a{place}"


def label(answer: OfficialAnswer, text: PaperWords) -> str:
    """What an answer is called in its paper: "Vraag 12", "Vraag 7–10", its heading, its key."""
    if answer.numbers:
        return text.question.format(numbers=numbers_as_text(answer.numbers))
    return answer.heading or text.section.format(key=answer.id.partition("#")[2])


def contents(document: Document, text: PaperWords) -> str:
    """The HTML of the list of questions, each with a way to it."""
    items = []
    for place, answer in enumerate(document.answers):
        asked = answer.asked if answer.numbers else ""
        start = shortened(asked, _GLANCE)
        items.append(
            f'<li><a href="#{anchor(place)}"><b>{escape(label(answer, text))}</b> '
            f"{escape(start)}</a></li>"
        )
    title = escape(text.contents.format(count=len(items)))
    return (
        f'<details class="kb-toc"><summary>{title}</summary>'
        f'<nav aria-label="{title}"><ol lang="nl">{"".join(items)}</ol></nav></details>'
    )


def snippets(document: Document, found: Sequence[Span], most: int) -> str:
    """The HTML of what a search found: the words around each find, and a way to it."""
    source = document.source
    items = []
    for number, (start, end) in enumerate(found[:most]):
        before = source[max(0, start - _AROUND) : start]
        after = source[end : end + _AROUND]
        # Cut between words, not in one, where the words around go on.
        before = before.partition(" ")[2] if start > _AROUND else before
        after = after.rpartition(" ")[0] if end + _AROUND < len(source) else after
        items.append(
            f'<li><a href="#kb-f{number}">… {_on_a_line(before)}<mark>'
            f"{_on_a_line(source[start:end])}</mark>{_on_a_line(after)} …</a></li>"
        )
    return f'<ol class="kb-finds" lang="nl">{"".join(items)}</ol>'


def warnings(document: Document, places: Iterable[str], text: PaperWords) -> str:
    """The HTML of what stayed uncertain while reading, each with a way to its place."""
    items = "".join(
        f"<li>{escape(warning.message)} "
        f'<a href="#kb-w{number}">{escape(text.at_place)} “{escape(place)}”</a></li>'
        for number, (warning, place) in enumerate(zip(document.warnings, places, strict=True))
    )
    title = escape(text.warnings.format(count=len(document.warnings)))
    return (
        f'<details class="kb-warnings"><summary>{title}</summary>'
        f"<p>{escape(text.warnings_more)}</p><ul>{items}</ul></details>"
    )


def _stretch(kind: str, html: str) -> str:
    """A stretch of the source; white space alone is no block of its own."""
    element = "span" if html.isspace() else "div"
    return f'<{element} class="kb-src {kind}">{html}</{element}>'


def _opening(document: Document, place: int, text: PaperWords, *, again: bool) -> str:
    name = escape(label(document.answers[place], text))
    if again:
        said = escape(text.continued.format(name=label(document.answers[place], text)))
        return f'<section class="kb-qa kb-of-{place}" aria-label="{said}">'
    return f'<section class="kb-qa kb-of-{place}" id="{anchor(place)}" aria-label="{name}">'


def _bar(
    document: Document,
    answer: OfficialAnswer,
    names: _Names,
    citation: str,
    words: Words,
    text: PaperWords,
) -> str:
    """What stands over an answer: its name, what it does, where it points, its citation."""
    name = escape(label(answer, text))
    return (
        f'<div class="kb-bar"><h2>{name}</h2>'
        f"{tip(words.statuses[answer.status], words.meanings[answer.status])}"
        f"{_pointers(answer, names, text)}{copy_button(citation, words)}"
        f'<button type="button" class="kb-copy" data-kb-paper="{escape(document.id)}" '
        f'data-kb-choose="{escape(answer.id.partition("#")[2])}" '
        f'aria-label="{escape(text.choose)}: {name}">{escape(text.choose)}</button></div>'
    )


def _pointers(answer: OfficialAnswer, names: _Names, text: PaperWords) -> str:
    """Where an answer points to within its paper; a referral that points elsewhere says so."""
    targets = (names[target] for target in answer.refers_to if target in names)
    links = ", ".join(f'<a href="#{place}">{escape(name)}</a>' for place, name in targets)
    if links:
        return f'<span class="kb-to">{escape(text.refers_to)} {links}</span>'
    if answer.status is Status.REFERRAL:
        return f'<span class="kb-to">{escape(text.refers_outside)}</span>'
    return ""


def _parts(document: Document) -> Iterator[_Part]:
    """The source from its first character to its last, cut where what it belongs to changes."""
    claims: list[tuple[int, int, int | None]] = [
        (start, end, place)
        for place, answer in enumerate(document.answers)
        for start, end in answer.spans
    ]
    claims += [(start, end, None) for start, end in document.furniture]
    texts = [_answer_spans(answer) for answer in document.answers]
    for start, end, owner in sorted(claims, key=lambda claim: claim[:2]):
        if owner is None:
            yield start, end, None, False
            continue
        position = start
        for begin, stop in texts[owner]:
            if stop <= start or begin >= end:
                continue
            begin, stop = max(begin, position), min(stop, end)
            if position < begin:
                yield position, begin, owner, False
            yield begin, stop, owner, True
            position = stop
        if position < end:
            yield position, end, owner, False


def _answer_spans(answer: OfficialAnswer) -> list[Span]:
    """The stretches of the source that hold the answer's own text, from the first word to the last.

    Runs that only white space, a hyphen or a footnote's mark parts are one stretch.
    """
    spans: list[Span] = []
    for piece in sorted(answer.pieces, key=lambda piece: piece.start):
        start, end = piece.start, piece.start + piece.length
        if spans and start - spans[-1][1] <= 8:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


class _Body:
    """The source with its marks, to be written piece by piece."""

    def __init__(self, document: Document, found: Sequence[Span], text: PaperWords) -> None:
        self._source = document.source
        self._found = found
        self._said = text
        last = max(0, len(document.source) - 1)
        self._inserted = inserted = sorted(
            [
                *((at, "<br>") for at in _line_ends(document.source)),
                *(
                    (min(warning.at, last), self._note(number, warning))
                    for number, warning in enumerate(document.warnings)
                ),
            ]
        )
        self._insert_at = [at for at, _ in inserted]

    def between(self, start: int, end: int) -> str:
        """The HTML of `source[start:end]`; lines end visibly between its first and last words."""
        words = self._source[start:end]
        shown = end - len(words.lstrip()), start + len(words.rstrip())
        first = bisect_left(self._found, start, key=lambda span: span[1])
        last = bisect_left(self._found, end, key=lambda span: span[0])
        pieces: list[str] = []
        position = start
        for number in range(first, last):
            begin, stop = self._found[number]
            begin, stop = max(begin, start), min(stop, end)
            if begin >= stop:
                continue
            whole = begin == self._found[number][0]
            name = f' id="kb-f{number}"' if whole else ""
            pieces.append(self._plain(position, begin, shown))
            pieces.append(f"<mark{name}>{self._plain(begin, stop, shown)}</mark>")
            position = stop
        pieces.append(self._plain(position, end, shown))
        return "".join(pieces)

    def _plain(self, start: int, end: int, shown: Span) -> str:
        first = bisect_left(self._insert_at, start)
        last = bisect_left(self._insert_at, end)
        cuts = [start, *self._insert_at[first:last], end]
        inserted = ["", *(html for _, html in self._inserted[first:last])]
        return "".join(
            (html if html != "<br>" or shown[0] < begin < shown[1] else "")
            + escape(self._source[begin:stop], quote=False)
            for html, (begin, stop) in zip(inserted, pairwise(cuts), strict=True)
        )

    def _note(self, number: int, warning: ParseWarning) -> str:
        said = escape(f"{self._said.warning}: {warning.message}")
        return f'<span id="kb-w{number}" class="kb-warn" role="img" aria-label="{said}"></span>'


def _line_ends(source: str) -> list[int]:
    """Where a line ends because its writer meant it to, not because the page was full."""
    lines = source.splitlines(keepends=True)
    lengths = sorted(len(line) for line in lines if line.strip())
    usual = lengths[int(len(lengths) * _USUAL)] if lengths else 0
    ends: list[int] = []
    at = 0
    for line, after in pairwise([*lines, ""]):
        at += len(line)
        if line.endswith("\n") and (
            not line.strip() or not after.strip() or "\t" in line or len(line) < usual * _SHORT
        ):
            ends.append(at - 1)
    return ends


def _on_a_line(text: str) -> str:
    return escape(re.sub(r"\s+", " ", text))
