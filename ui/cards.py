"""Official answers as cards.

All text from documents and users passes `escape`: it never becomes markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from urllib.parse import urlencode

from corpus import OfficialAnswer, Span, sentence_spans
from corpus.identifiers import consecutive_runs, read_identifier
from retrieval import Cited, Evidence, Hit, Position, SearchResult, numbers_as_text
from retrieval.aliases import shipped
from retrieval.result import Why
from ui.asked import Address
from ui.labels import shortened
from ui.text import Words
from ui.told import Told

_LONG = 1200
"""Characters. Longer answers and paragraphs are folded to where the evidence stands."""
_MOST = 0.8
"""Where more than this part of an answer would be shown, all of it is."""
_GLANCE = 70
"""Characters of a question that tell whether it is worth opening."""
_MEANING = ("passage", "sentence", "context", "words")
"""Parts of the search that a reader knows as one: nearness in meaning."""

Sourced = tuple[OfficialAnswer, str]
"""An official answer with its citation."""


def shipped_name(thing: str) -> str:
    """The first name of a thing that the shipped aliases name, else its identifier."""
    return next((group.names[0] for group in shipped().groups if group.id == thing), thing)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a card shows beside its hit, each part left out where it is empty.

    `citation` stands in place of the hit's own, in another style. `before` and `after` are its
    neighbours in the paper. `address` are the parts of the address of this answer, as a link to
    copy; `pointed_to` says that such a link was followed. `name` gives the reader's name of a thing
    in `Why.names`. `within` begins the anchors of cards where those of several questions stand on
    one page.
    """

    citation: str = ""
    before: Sourced | None = None
    after: Sourced | None = None
    address: Address = field(default_factory=dict)
    pointed_to: bool = False
    name: Callable[[str], str] = shipped_name
    within: str = ""


def card(
    hit: Hit,
    referred: Sequence[Sourced],
    words: Words,
    result: SearchResult | None = None,
    beside: Beside = Beside(),
) -> str:
    """The HTML of one hit; `referred` are the answers it refers to.

    The `result` that the hit is of tells whether it is an older position. A hit of rank 0 was not
    found but pointed to, and shows no rank. What copies the citation stands before all that opens.
    """
    answer, spans = hit.answer, _spans(hit.evidence)
    citation = beside.citation or hit.citation
    mark = " kb-pointed" if beside.pointed_to else ""
    anchor = _anchor(hit, beside.within)
    return "".join(
        [
            f'<article class="kb-card{mark}" id="{anchor}" aria-label="{escape(answer.id)}">',
            f'<p class="kb-pointer">{escape(words.pointed_to)}</p>' if beside.pointed_to else "",
            _header(hit, words, _age(hit, result, words) if result else ""),
            _question(answer, words),
            _answer(answer.text, spans, words),
            *(_opened(f"{words.refers_to}: {target[1]}", target, words) for target in referred),
            _citation(citation, quote(hit, citation), hit.paper.url, beside.address, words),
            _cites(hit.cites, words),
            _neighbour(words.before, beside.before, words),
            _neighbour(words.after, beside.after, words),
            _why(hit.why, beside.name, words),
            "</article>",
        ]
    )


def excerpt(hit: Hit) -> tuple[Span, ...]:
    """What a card shows of the answer at first, as spans of its text; empty where that is all.

    A long answer is folded to the paragraphs with its evidence, and long paragraphs to the
    sentences around it.
    """
    return _folded(hit.answer.text, _spans(hit.evidence))


def quote(hit: Hit, citation: str) -> str:
    """The evidence, or the whole answer where none is marked, in quotation marks and cited."""
    return f"“{evidence_text(hit)}” ({citation})"


def evidence_text(hit: Hit) -> str:
    """The evidence, or the whole answer where none is marked.

    Word for word; "[…]" stands for what is left out between two sentences.
    """
    text, spans = hit.answer.text, _spans(hit.evidence)
    if not spans:
        return text
    quoted = text[slice(*spans[0])]
    for (_, stop), (start, end) in pairwise(spans):
        between = text[stop:start]
        quoted += (between if not between.strip() else " […] ") + text[start:end]
    return quoted


def notice(title: str, more: Iterable[str | Told] = (), *, role: str = "status") -> str:
    """The HTML of a message to the reader."""
    lines = "".join(map(paragraph, more))
    return f'<section class="kb-notice" role="{role}"><h2>{escape(title)}</h2>{lines}</section>'


def paragraph(told: str | Told) -> str:
    """The HTML of a text, a paragraph a line; a failure that is English still says so."""
    if isinstance(told, str):
        return f"<p>{escape(told)}</p>"
    spoken = ' lang="en"' if told.english else ""
    return "".join(f"<p{spoken}>{escape(line)}</p>" for line in told.text.splitlines())


def inline(told: Told) -> str:
    """The HTML of a text in a line of others; one that is English still says so."""
    return f'<span lang="en">{escape(told.text)}</span>' if told.english else escape(told.text)


def tip(label: str, explanation: str) -> str:
    """The HTML of a label that explains itself when it is clicked, or opened by the keyboard."""
    return (
        f'<details class="kb-tip"><summary>{escape(label)}</summary>'
        f'<div class="kb-explained">{escape(explanation)}</div></details>'
    )


def copy_button(citation: str, words: Words) -> str:
    """The HTML of a button that copies a citation."""
    return _copies("copy", citation, words.copy, citation, words)


def outside(url: str | None, label: str) -> str:
    """The HTML of a link that leaves the app; of the label alone where that is no https address."""
    if not url or not url.startswith("https://"):
        return escape(label)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a>'


def named(identifier: str) -> str:
    """The HTML of a paper's identifier, with a link to its publication where it tells that."""
    identity = read_identifier(identifier)
    return outside(identity.url if identity else None, identifier)


def timeline(
    result: SearchResult, words: Words, beyond: Iterable[Sourced] = (), within: str = ""
) -> str:
    """The HTML of the positions over time, newest first; empty where there are none.

    A position whose card is shown links to it, and shows its first sentence of evidence; one whose
    answer is among those `beyond` the cards opens in place. `within` is that of the cards
    (`Beside`).
    """
    if not result.timeline:
        return ""
    hits = {hit.answer.id: hit for hit in result.hits}
    others = {answer.id: (answer, citation) for answer, citation in beyond}
    items = []
    for position in result.timeline:
        if hit := hits.get(position.id):
            source = _said(position.citation, hit, within)
        elif other := others.get(position.id):
            source = _opened(position.citation, other, words)
        else:
            source = f"<span>{escape(position.citation)}</span>"
        items.append(_position(position, source, words))
    return (
        f'<nav class="kb-timeline" aria-label="{escape(words.timeline)}">'
        f"<h2>{escape(words.timeline)}</h2><ol>{''.join(items)}</ol></nav>"
    )


def reasons(why: Why, words: Words) -> list[tuple[str, float]]:
    """What a hit owes its score to, in the reader's words; parts that added nothing are left out.

    Passage, sentence, context and words count together, as meaning.
    """
    added = {"meaning": sum(why.added.get(part, 0.0) for part in _MEANING)}
    added |= {part: value for part, value in why.added.items() if part not in _MEANING}
    return [(words.parts[part], value) for part, value in added.items() if round(value, 2)]


def _position(position: Position, source: str, words: Words) -> str:
    if position.newest:
        standing, mark = "newest", words.newest
    elif position.day:
        standing, mark = "older", words.older_mark
    else:
        standing, mark = "undated", words.undated
    day = escape(_day(position, words))
    if position.day:
        day = f'<time datetime="{position.day.isoformat()}">{day}</time>'
    return f'<li class="kb-{standing}">{day} <b>{escape(mark)}</b> {source}</li>'


def _said(citation: str, hit: Hit, within: str) -> str:
    """The citation of a hit, that leads to its card, and its first sentence of evidence."""
    source = f'<span><a href="#{_anchor(hit, within)}">{escape(citation)}</a></span>'
    if not hit.evidence:
        return source
    return f'{source}<p class="kb-said" lang="nl">{escape(hit.evidence[0].text)}</p>'


def _why(why: Why, name: Callable[[str], str], words: Words) -> str:
    items = [f"{escape(part)} {value:+.2f}" for part, value in reasons(why, words)]
    if why.names:
        named = ", ".join(name(thing) for thing in why.names)
        items.append(f"{escape(words.why_names)}: {escape(named)}")
    if why.via:
        number = why.via.partition("#")[2] or why.via
        items.append(escape(words.why_via.format(number=number)))
    if not items:
        return ""
    listed = "".join(f"<li>{item}</li>" for item in items)
    return (
        f'<details class="kb-why"><summary>{escape(words.why)}</summary><ul>{listed}</ul></details>'
    )


def _age(hit: Hit, result: SearchResult, words: Words) -> str:
    """How a hit stands among the positions over time; empty where it is none of them."""
    own = next((p for p in result.timeline if p.id == hit.answer.id), None)
    if own is None:
        return ""
    if newer := result.newer(hit):
        said = f"{words.older} {_day(newer[0], words)}, {newer[0].citation}"
        return f'<p class="kb-age kb-older">{escape(said)}</p>'
    said = words.newest if own.newest else words.undated
    return f'<p class="kb-age">{escape(said)}</p>'


def _day(position: Position, words: Words) -> str:
    if position.date:
        return words.day(position.date)
    if position.not_before:
        return words.sent_in.format(day=words.day(position.not_before))
    return words.date_unknown


def _anchor(hit: Hit, within: str) -> str:
    return f"kb-{within}hit-{hit.rank}"


def _header(hit: Hit, words: Words, age: str) -> str:
    paper, status = hit.paper, hit.answer.status
    facts = [
        (words.date, escape(words.day_of(paper))),
        (words.answered_by, escape(", ".join(paper.answered_by))),
        (words.asked_by, escape(", ".join(hit.answer.asked_by or paper.asked_by))),
        (words.status, tip(words.statuses[status], words.meanings[status])),
    ]
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in facts if value
    )
    rank = f'<span class="kb-rank">{hit.rank}</span> ' if hit.rank else ""
    return (
        f'<header><h2 class="kb-kind">{rank}{escape(words.kinds[paper.type])}</h2>'
        f"<dl>{items}</dl>{age}</header>"
    )


def _question(answer: OfficialAnswer, words: Words) -> str:
    """The questions with their numbers; one asked at length is folded."""
    if not answer.asked:
        return ""
    if not answer.questions:
        heading = escape(words.heading)
        return f'<p class="kb-asked" lang="nl"><b>{heading}</b> {escape(answer.asked)}</p>'
    shown = dict.fromkeys((question.text, question.number) for question in answer.questions)
    paragraphs = "".join(
        f"<p><b>{escape(_label(number, words))}</b> {_paragraphs(text)}</p>"
        for text, number in shown
    )
    if len(answer.asked) <= _LONG:
        return f'<div class="kb-asked" lang="nl">{paragraphs}</div>'
    start = escape(shortened(answer.asked, _LONG // 4))
    return (
        f'<details class="kb-asked" lang="nl"><summary><b>{escape(words.asked)}</b> '
        f"{start}</summary>{paragraphs}</details>"
    )


def _label(number: int | None, words: Words) -> str:
    return words.asked if number is None else f"{words.asked} ({number})"


def _answer(text: str, spans: Sequence[Span], words: Words) -> str:
    """The answer with its evidence marked; a long one is folded to the paragraphs that hold it."""
    whole = f'<div class="kb-answer" lang="nl">{_marked(text, (0, len(text)), spans)}</div>'
    parts = _folded(text, spans)
    if not parts:
        return whole
    shown = '<p class="kb-gap">[…]</p>'.join(_marked(text, part, spans) for part in parts)
    return (
        f'<div class="kb-answer kb-excerpt" lang="nl">{shown}</div>'
        f'<details class="kb-whole"><summary><span>{escape(words.whole_answer)}</span>'
        f"<span>{escape(words.only_evidence)}</span></summary>{whole}</details>"
    )


def _neighbour(label: str, source: Sourced | None, words: Words) -> str:
    """The answer beside this one in its paper, under the beginning of its question."""
    if source is None:
        return ""
    numbers = numbers_as_text(source[0].numbers)
    number = f" ({numbers})" if numbers else ""
    return _opened(
        f"{label}{number}: {shortened(source[0].asked or source[0].text, _GLANCE)}", source, words
    )


def _opened(label: str, source: Sourced, words: Words) -> str:
    """Another answer, with its question and citation, that opens in place."""
    answer, citation = source
    return (
        f'<details class="kb-other"><summary>{escape(label)}</summary>{_question(answer, words)}'
        f'<div class="kb-answer" lang="nl"><p>{_paragraphs(answer.text)}</p></div>'
        f"<p><b>{escape(citation)}</b> "
        f"{copy_button(citation, words)}</p></details>"
    )


def _cites(cites: Iterable[Cited], words: Words) -> str:
    """The other papers that the answer names, with their pages; those in the corpus are marked."""
    items = []
    for cited in cites:
        name = outside(cited.url, cited.id)
        items.append(f"{name} ({escape(words.in_corpus)})" if cited.in_corpus else name)
    return (
        f'<p class="kb-cites"><b>{escape(words.cites)}</b> {", ".join(items)}</p>' if items else ""
    )


def _citation(citation: str, quoted: str, url: str | None, address: Address, words: Words) -> str:
    """The citation, with the buttons that copy it, the quote, and the answer's own address."""
    parts = [
        f'<span class="kb-cite">{escape(citation)}</span>',
        copy_button(citation, words),
        _copies("copy", quoted, words.copy_quote, citation, words),
    ]
    if address:
        own = urlencode(address, doseq=True)
        parts.append(_copies("link", own, words.copy_link, citation, words))
    if url and url.startswith("https://"):
        parts.append(outside(url, words.publication))
    return f"<footer>{''.join(parts)}</footer>"


def _copies(kind: str, text: str, label: str, citation: str, words: Words) -> str:
    """A button that copies a text, or a link with the address of this page before it."""
    return (
        f'<button type="button" class="kb-copy" data-kb-{kind}="{escape(text)}" '
        f'data-kb-copied="{escape(words.copied)}" '
        f'aria-label="{escape(label)}: {escape(citation)}">{escape(label)}</button>'
    )


def _marked(text: str, part: Span, spans: Iterable[Span]) -> str:
    """A stretch of text as paragraphs, with the spans in it marked."""
    start, end = part
    pieces: list[str] = []
    position = start
    for begin, stop in spans:
        if begin >= start and stop <= end:
            pieces += [escape(text[position:begin]), f"<mark>{escape(text[begin:stop])}</mark>"]
            position = stop
    pieces.append(escape(text[position:end]))
    return f"<p>{''.join(pieces)}</p>".replace("\n\n", "</p><p>")


def _spans(evidence: Iterable[Evidence]) -> tuple[Span, ...]:
    """Where the evidence stands, in reading order."""
    return tuple(sorted((sentence.start, sentence.end) for sentence in evidence))


def _folded(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The parts that a long answer is folded to; none where all of it is shown."""
    if len(text) <= _LONG:
        return ()
    held = [part for part in _paragraph_spans(text) if _holds_any(part, spans)]
    parts = [piece for part in held for piece in _around(text, part, spans)]
    shown = sum(end - start for start, end in parts)
    return tuple(parts) if shown <= _MOST * len(text) else ()


def _around(text: str, paragraph: Span, spans: Sequence[Span]) -> list[Span]:
    """A paragraph; of a long one the evidence in it, each with the sentence before and after."""
    if paragraph[1] - paragraph[0] <= _LONG:
        return [paragraph]
    sentences = [own for own in sentence_spans(text) if _holds_any(paragraph, [own])]
    near = {
        place
        for at, sentence in enumerate(sentences)
        if any(sentence[0] < stop and start < sentence[1] for start, stop in spans)
        for place in range(max(at - 1, 0), min(at + 2, len(sentences)))
    }
    runs = consecutive_runs(sorted(near))
    return [(sentences[run[0]][0], sentences[run[-1]][1]) for run in runs]


def _paragraph_spans(text: str) -> list[Span]:
    spans: list[Span] = []
    position = 0
    for paragraph in text.split("\n\n"):
        spans.append((position, position + len(paragraph)))
        position += len(paragraph) + 2
    return spans


def _holds_any(part: Span, spans: Iterable[Span]) -> bool:
    return any(part[0] <= start and end <= part[1] for start, end in spans)


def _paragraphs(text: str) -> str:
    return escape(text).replace("\n\n", "</p><p>")
