"""The quotes of a briefing as HTML.

All text from documents, files and users passes `escape`: it never becomes markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from corpus import OfficialAnswer, Paper
from retrieval import CitationStyle, cite, numbers_as_text
from retrieval.briefing import GAP, Quoted, Standing, Unfounded
from ui.cards import copy_button, outside, tip
from ui.labels import shortened
from ui.text import Words
from ui.text.briefing import BriefingWords

_LONG = 500
"""Characters. A longer question is folded."""


def quoted_html(
    place: int, entry: Quoted, style: CitationStyle, said: BriefingWords, words: Words
) -> str:
    """A quote with what was asked, its facts and its citation."""
    answer, paper = entry.answer, entry.paper
    warning = _warning(said.moved) if entry.standing is Standing.MOVED else ""
    targets = {target.id: cite(of, target, style) for of, target in entry.targets}
    return _article(
        place,
        _name(answer, said),
        warning,
        _facts(paper, answer, words),
        _asked(answer, words),
        _quote(entry.paragraphs),
        _refers_to(answer.refers_to, targets, said, words),
        _citation(entry.citation(style), paper.url, words),
    )


def unfounded_html(place: int, entry: Unfounded, said: BriefingWords, words: Words) -> str:
    """A quote that the corpus does not hold, with the words that were saved and the reason."""
    imprint = entry.quote.imprint
    saved = _paragraphs(f"\n\n{GAP}\n\n".join(imprint.passages)) if imprint else []
    reason = said.missing if entry.answer is None else said.changed
    named = imprint.citation if imprint else ""
    now = ""
    if entry.answer and entry.paper:
        now = (
            f"<details><summary>{escape(said.words_now)}</summary>"
            f"{_quote(_paragraphs(entry.answer.text))}</details>"
        )
    return _article(
        place,
        _name(entry.answer, said) if entry.answer else entry.quote.answer,
        _warning(reason),
        _facts(entry.paper, entry.answer, words) if entry.paper and entry.answer else "",
        f'<p class="kb-saved">{escape(said.saved_words)}</p>{_quote(saved)}' if any(saved) else "",
        now,
        f'<footer><span class="kb-cite">{escape(named)}</span></footer>' if named else "",
    )


def _article(place: int, name: str, *parts: str) -> str:
    heading = f"<h2>{place}. {escape(name)}</h2>"
    return (
        f'<article class="kb-card kb-quote" aria-label="{place}. {escape(name)}">'
        f"{heading}{''.join(parts)}</article>"
    )


def _name(answer: OfficialAnswer, said: BriefingWords) -> str:
    if answer.numbers:
        return said.answer_to.format(numbers=numbers_as_text(answer.numbers))
    return answer.heading or said.answer


def _facts(paper: Paper, answer: OfficialAnswer, words: Words) -> str:
    facts = [
        (words.date, escape(words.day_of(paper))),
        (words.answered_by, escape(", ".join(paper.answered_by))),
        (words.asked_by, escape(", ".join(answer.asked_by or paper.asked_by))),
        (words.status, tip(words.statuses[answer.status], words.meanings[answer.status])),
    ]
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in facts if value
    )
    return f"<header><dl>{items}</dl></header>"


def _asked(answer: OfficialAnswer, words: Words) -> str:
    """The question; a heading is none, and stands above already."""
    if not answer.questions:
        return ""
    whole = "".join(f"<p>{escape(part)}</p>" for part in _paragraphs(answer.asked))
    label = f"<b>{escape(words.asked)}</b>"
    if len(answer.asked) <= _LONG:
        return f'<div class="kb-asked" lang="nl"><p>{label}</p>{whole}</div>'
    start = shortened(answer.asked, _LONG // 2)
    return (
        f'<details class="kb-asked" lang="nl"><summary>{label} {escape(start)}</summary>'
        f"{whole}</details>"
    )


def _quote(paragraphs: Sequence[str]) -> str:
    shown = "".join(
        f'<p class="kb-gap">{GAP}</p>' if paragraph == GAP else f"<p>{escape(paragraph)}</p>"
        for paragraph in paragraphs
    )
    return f'<blockquote class="kb-answer" lang="nl">{shown}</blockquote>'


def _refers_to(
    identifiers: Iterable[str], targets: dict[str, str], said: BriefingWords, words: Words
) -> str:
    items = [
        escape(targets.get(target, f"{target} ({said.target_unknown})")) for target in identifiers
    ]
    return f"<p><b>{escape(words.refers_to)}</b> {'; '.join(items)}</p>" if items else ""


def _citation(citation: str, url: str | None, words: Words) -> str:
    link = outside(url, words.publication) if url else ""
    return (
        f'<footer><span class="kb-cite">{escape(citation)}</span>'
        f"{copy_button(citation, words)}{link}</footer>"
    )


def _warning(text: str) -> str:
    return f'<p class="kb-changed" role="note">{escape(text)}</p>'


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n\n") if part.strip()]
