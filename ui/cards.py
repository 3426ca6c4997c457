"""Official answers as cards.

All text from documents and users passes `_text`, which escapes it: it never becomes markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from corpus import OfficialAnswer, Span
from retrieval import Cited, Evidence, Hit, Position, SearchResult
from retrieval.aliases import shipped
from retrieval.result import Why
from ui.text import Words

_LONG = 1200
"""Characters. A longer answer is folded to the paragraphs with its evidence."""


_MEANING = ("passage", "sentence", "context")
"""Parts of the search that a reader knows as one: nearness in meaning."""


def card(
    hit: Hit,
    referred: Sequence[tuple[OfficialAnswer, str]],
    words: Words,
    result: SearchResult | None = None,
) -> str:
    """The HTML of one hit; `referred` are the answers it refers to, each with its citation.

    The `result` that the hit is of tells whether it is an older position.
    """
    spans = [(evidence.start, evidence.end) for evidence in hit.evidence]
    return "".join(
        [
            f'<article class="kb-card" id="{_anchor(hit)}" aria-label="{_text(hit.answer.id)}">',
            _header(hit, words, _age(hit, result, words) if result else ""),
            _question(hit.answer, words),
            _answer(hit.answer.text, spans, hit.evidence, words),
            *(_referred(*target, words) for target in referred),
            _cites(hit.cites, words),
            _why(hit.why, words),
            _citation(hit.citation, hit.paper.url, words),
            "</article>",
        ]
    )


def notice(title: str, more: Iterable[str] = (), *, role: str = "status") -> str:
    """The HTML of a message to the reader."""
    lines = "".join(f"<p>{_text(line)}</p>" for line in more)
    return f'<section class="kb-notice" role="{role}"><h2>{_text(title)}</h2>{lines}</section>'


def timeline(result: SearchResult, words: Words) -> str:
    """The HTML of the positions over time, newest first; empty where there are none.

    A position whose card is shown links to it.
    """
    if not result.timeline:
        return ""
    anchors = {hit.answer.id: _anchor(hit) for hit in result.hits}
    items = []
    for position in result.timeline:
        citation = _text(position.citation)
        if position.id in anchors:
            citation = f'<a href="#{anchors[position.id]}">{citation}</a>'
        mark = f" <b>{_text(words.newest)}</b>" if position.newest else ""
        items.append(f"<li><span>{_text(_day(position, words))}</span> {citation}{mark}</li>")
    return (
        f'<nav class="kb-timeline" aria-label="{_text(words.timeline)}">'
        f"<h2>{_text(words.timeline)}</h2><ol>{''.join(items)}</ol></nav>"
    )


def reasons(why: Why, words: Words) -> list[tuple[str, float]]:
    """What a hit owes its score to, in the reader's words; parts that added nothing are left out.

    Passage, sentence and context count together, as meaning.
    """
    added = {"meaning": sum(why.added.get(part, 0.0) for part in _MEANING)}
    added |= {part: value for part, value in why.added.items() if part not in _MEANING}
    return [(words.parts[part], value) for part, value in added.items() if round(value, 2)]


def shared_names(why: Why) -> list[str]:
    """What both question and answer name, each thing by its first name."""
    first = {group.id: group.names[0] for group in shipped().groups}
    return [first.get(name, name.replace("-", " ")) for name in why.names]


def _why(why: Why, words: Words) -> str:
    items = [f"{_text(name)} {value:+.2f}" for name, value in reasons(why, words)]
    if names := shared_names(why):
        items.append(f"{_text(words.why_names)}: {_text(', '.join(names))}")
    if why.via:
        number = why.via.partition("#")[2] or why.via
        items.append(_text(words.why_via.format(number=number)))
    if not items:
        return ""
    listed = "".join(f"<li>{item}</li>" for item in items)
    return (
        f'<details class="kb-why"><summary>{_text(words.why)}</summary><ul>{listed}</ul></details>'
    )


def _age(hit: Hit, result: SearchResult, words: Words) -> str:
    """How a hit stands among the positions over time; empty where it is none of them."""
    own = next((p for p in result.timeline if p.id == hit.answer.id), None)
    if own is None:
        return ""
    if newer := result.newer(hit):
        said = f"{words.older} {_day(newer[0], words)}, {newer[0].citation}"
        return f'<p class="kb-age kb-older">{_text(said)}</p>'
    said = words.newest if own.newest else words.undated
    return f'<p class="kb-age">{_text(said)}</p>'


def _day(position: Position, words: Words) -> str:
    if position.date:
        return words.day(position.date)
    if position.not_before:
        return words.sent_in.format(day=words.day(position.not_before))
    return words.date_unknown


def _anchor(hit: Hit) -> str:
    return f"kb-hit-{hit.rank}"


def _header(hit: Hit, words: Words, age: str) -> str:
    paper = hit.paper
    day = words.day(paper.date) if paper.date else words.date_unknown
    facts = [
        (words.date, day),
        (words.answered_by, ", ".join(paper.answered_by)),
        (words.asked_by, ", ".join(hit.answer.asked_by or paper.asked_by)),
        (words.status, words.statuses[hit.answer.status]),
    ]
    items = "".join(
        f"<div><dt>{_text(name)}</dt><dd>{_text(value)}</dd></div>"
        for name, value in facts
        if value
    )
    return (
        f'<header><span class="kb-rank">{hit.rank}</span>'
        f'<span class="kb-kind">{_text(words.kinds[paper.type])}</span>'
        f"<dl>{items}</dl>{age}</header>"
    )


def _question(answer: OfficialAnswer, words: Words) -> str:
    """The questions with their numbers; one asked at length is folded."""
    if not answer.asked:
        return ""
    if not answer.questions:
        return f'<p class="kb-asked"><b>{_text(words.heading)}</b> {_text(answer.asked)}</p>'
    shown = dict.fromkeys((question.text, question.number) for question in answer.questions)
    paragraphs = "".join(
        f"<p><b>{_text(_label(number, words))}</b> {_paragraphs(text)}</p>"
        for text, number in shown
    )
    if len(answer.asked) <= _LONG:
        return f'<div class="kb-asked">{paragraphs}</div>'
    start = answer.asked[: _LONG // 4].rsplit(" ", 1)[0]
    return (
        f'<details class="kb-asked"><summary><b>{_text(words.asked)}</b> {_text(start)} …</summary>'
        f"{paragraphs}</details>"
    )


def _label(number: int | None, words: Words) -> str:
    return words.asked if number is None else f"{words.asked} ({number})"


def _answer(text: str, spans: list[Span], evidence: Sequence[Evidence], words: Words) -> str:
    whole = f'<div class="kb-answer">{_marked(text, (0, len(text)), spans)}</div>'
    if len(text) <= _LONG or not evidence:
        return whole
    parts = [span for span in _paragraph_spans(text) if _holds_any(span, spans)]
    excerpt = '<p class="kb-gap">[…]</p>'.join(_marked(text, part, spans) for part in parts)
    return (
        f'<div class="kb-answer">{excerpt}</div>'
        f"<details><summary>{_text(words.whole_answer)}</summary>{whole}</details>"
    )


def _referred(answer: OfficialAnswer, citation: str, words: Words) -> str:
    asked = (
        f'<div class="kb-asked"><p>{_paragraphs(answer.asked)}</p></div>' if answer.asked else ""
    )
    return (
        f"<details><summary>{_text(words.refers_to)}: {_text(citation)}</summary>{asked}"
        f'<div class="kb-answer"><p>{_paragraphs(answer.text)}</p></div></details>'
    )


def _cites(cites: Iterable[Cited], words: Words) -> str:
    """The other papers that the answer names, with their pages; those in the corpus are marked."""
    items = []
    for cited in cites:
        name = _text(cited.id)
        if cited.url and cited.url.startswith("https://"):
            name = (
                f'<a href="{_text(cited.url)}" target="_blank" rel="noopener noreferrer">{name}</a>'
            )
        items.append(f"{name} ({_text(words.in_corpus)})" if cited.in_corpus else name)
    return f"<p><b>{_text(words.cites)}</b> {', '.join(items)}</p>" if items else ""


def _citation(citation: str, url: str | None, words: Words) -> str:
    link = (
        f'<a href="{_text(url)}" target="_blank" rel="noopener noreferrer">'
        f"{_text(words.publication)}</a>"
        if url and url.startswith("https://")
        else ""
    )
    return (
        f'<footer><span class="kb-cite">{_text(citation)}</span>'
        f'<button type="button" class="kb-copy" data-kb-copy="{_text(citation)}" '
        f'data-kb-copied="{_text(words.copied)}" aria-label="{_text(words.copy)}: '
        f'{_text(citation)}">{_text(words.copy)}</button>{link}</footer>'
    )


def _marked(text: str, part: Span, spans: Iterable[Span]) -> str:
    """A stretch of text as paragraphs, with the spans in it marked."""
    start, end = part
    pieces: list[str] = []
    position = start
    for begin, stop in spans:
        if begin >= start and stop <= end:
            pieces += [_text(text[position:begin]), f"<mark>{_text(text[begin:stop])}</mark>"]
            position = stop
    pieces.append(_text(text[position:end]))
    return f"<p>{''.join(pieces)}</p>".replace("\n\n", "</p><p>")


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
    return _text(text).replace("\n\n", "</p><p>")


def _text(text: str) -> str:
    return escape(text, quote=True)


STYLE = """
<style>
.kb-head h1 { font-size: 2rem; margin: 0; padding: 0; letter-spacing: -0.01em; }
.kb-head p { margin: .2rem 0 .4rem; opacity: .8; }
.stMainBlockContainer { padding-top: 3.5rem; }
[data-testid="InputInstructions"] { display: none; }  /* in English only, over the question */
.kb-card { margin: 0 0 2.4rem; scroll-margin-top: 4.5rem; line-height: 1.6;
  overflow-wrap: anywhere; }
.kb-card header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .8rem;
  font-size: .85rem; border-top: 2px solid currentColor; padding-top: .6rem; }
.kb-card header dl { display: flex; flex-wrap: wrap; gap: .1rem 1rem; margin: 0; padding: 0; }
.kb-card header dl div { display: flex; gap: .35rem; margin: 0; padding: 0; }
.kb-card header dt, .kb-card header dd { font-size: .85rem; margin: 0; padding: 0; }
.kb-card dt { opacity: .75; font-weight: 400; }
.kb-card dt::after { content: ":"; }
.kb-rank { font-weight: 700; }
.kb-kind { font-weight: 600; flex: 1 0 80%; }
.kb-card p.kb-age { flex: 1 0 100%; margin: .3rem 0 0; font-size: .9rem; font-weight: 600; }
.kb-card p.kb-older { padding: .4rem .7rem; border-left: 4px solid #b5851a;
  background: color-mix(in srgb, #e8b93c 22%, transparent); }
.kb-card .kb-why ul, .kb-timeline ol { margin: 0; padding-left: 1.4rem; }
.kb-timeline { margin: 0 0 1.8rem; font-size: .95rem; overflow-wrap: anywhere; }
.kb-timeline h2 { font-size: 1.05rem; margin: 0 0 .4rem; padding: 0; }
.kb-timeline a, .kb-timeline a:visited { color: inherit; }
.kb-timeline span { font-weight: 600; }
.kb-asked { margin: .9rem 0; padding-left: .9rem; font-size: .95rem;
  border-left: 3px solid color-mix(in srgb, currentColor 30%, transparent); }
.kb-asked p { margin: 0 0 .4rem; }
.kb-answer p { margin: 0 0 .8rem; font-size: 1.08rem; white-space: pre-wrap; tab-size: 14; }
.kb-card p.kb-gap { opacity: .7; margin: 0 0 .8rem; }
.kb-answer mark { color: inherit; background: color-mix(in srgb, #e8b93c 34%, transparent);
  border-bottom: 2px solid #b5851a; padding: .05em 0; }
.kb-card details { margin: .4rem 0 .8rem; font-size: .95rem; }
.kb-card summary { cursor: pointer; text-decoration: underline; text-underline-offset: .2em; }
.kb-card details[open] summary { margin-bottom: .6rem; }
.kb-card footer { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .9rem;
  font-size: .92rem; padding: .6rem .8rem; border-radius: 4px;
  background: color-mix(in srgb, currentColor 6%, transparent); }
.kb-cite { flex: 1 1 26ch; font-weight: 600; }
.kb-copy { font: inherit; color: inherit; cursor: pointer; padding: .3rem .9rem; min-height: 2rem;
  border: 1px solid currentColor; border-radius: 4px; background: transparent; }
.kb-copy:hover { background: color-mix(in srgb, currentColor 12%, transparent); }
.kb-card a, .kb-card a:visited { color: inherit; text-decoration: underline; }
.kb-copy:focus-visible, .kb-card summary:focus-visible, .kb-card a:focus-visible {
  outline: 3px solid #b5851a; outline-offset: 2px; }
.kb-notice { margin: .4rem 0 1.8rem; padding: .9rem 1.1rem; line-height: 1.55;
  border-left: 5px solid #b5851a; border-radius: 4px;
  background: color-mix(in srgb, #e8b93c 14%, transparent); overflow-wrap: anywhere; }
.kb-notice h2 { font-size: 1.15rem; margin: 0 0 .3rem; padding: 0; }
.kb-notice p { margin: .2rem 0; }
.kb-sure { font-size: .9rem; opacity: .8; margin: 0 0 1.2rem; }
@media (max-width: 640px) { .kb-answer p { font-size: 1rem; } .kb-head h1 { font-size: 1.6rem; } }
</style>
"""

SCRIPT = """
<script>
if (!window.kamerbron) {
  window.kamerbron = true;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-kb-copy]");
    if (!button) return;
    const text = button.dataset.kbCopy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {  // no permission: the old way
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = button.textContent;
    button.textContent = button.dataset.kbCopied;
    setTimeout(() => { button.textContent = label; }, 2500);
  });
}
/* The question box has the focus from the start; on a phone it would call up the keyboard over the
   answers. The page is still being put together, so it is tried until it holds. */
(function focus(tries) {
  const box = document.querySelector('[data-testid="stForm"] input');
  if (innerWidth < 640 || document.activeElement === box || tries === 0) return;
  if (document.activeElement === document.body) box?.focus();
  setTimeout(() => focus(tries - 1), 100);
})(20);
</script>
"""
"""Static: no text of a document or a user is in it."""
