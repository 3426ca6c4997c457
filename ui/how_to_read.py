"""The page How to read this.

All text passes `escape`; what depends on the corpus or the settings is read from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from corpus import Corpus, OfficialAnswer, Paper, Status
from retrieval import CitationStyle, Settings, cite
from retrieval.confidence import calibration
from retrieval.coverage import Coverage, coverage
from ui.frame import dress, link, loaded_corpus, said, words
from ui.text import HOW_TO_READ
from ui.text.how_to_read import COMMAND, HowToReadWords, Section

_RECORDS = (CitationStyle.BIBTEX, CitationStyle.RIS, CitationStyle.CSL_JSON)


def show() -> None:
    """The page, from top to bottom."""
    text = said(HOW_TO_READ)
    dress(text.title, text.lead)
    corpus = loaded_corpus()
    held = coverage(corpus.documents)
    settings = Settings.load()
    st.html(_contents(text))
    st.html(_section("official", text.official))
    st.html(_section("verbatim", text.verbatim))
    st.html(_section("statuses", text.statuses, _statuses(text, held)))
    st.html(_section("confidence", _with_threshold(text.confidence, settings), _figures(text)))
    link("evaluation", text.to_evaluation)
    st.html(_section("positions", text.positions))
    st.html(_section("referrals", text.referrals))
    st.html(_section("missing", text.missing, _listed(_held(text, held))))
    link("documents", text.to_documents)
    st.html(_section("citations", text.citations, _citations(text, corpus)))
    st.html(_section("searching", text.searching))
    link("ask", text.to_ask)
    st.html(_section("keyboard", text.keyboard, _keys(text)))
    st.html(_section("privacy", text.privacy, _kept(text, settings)))


def _contents(text: HowToReadWords) -> str:
    parts = {
        "official": text.official,
        "verbatim": text.verbatim,
        "statuses": text.statuses,
        "confidence": text.confidence,
        "positions": text.positions,
        "referrals": text.referrals,
        "missing": text.missing,
        "citations": text.citations,
        "searching": text.searching,
        "keyboard": text.keyboard,
        "privacy": text.privacy,
    }
    items = "".join(
        f'<li><a href="#read-{name}">{escape(section.title)}</a></li>'
        for name, section in parts.items()
    )
    title = escape(text.contents)
    return f'<nav class="kb-contents" aria-label="{title}"><h2>{title}</h2><ol>{items}</ol></nav>'


def _section(name: str, section: Section, more: str = "") -> str:
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in section.paragraphs)
    return (
        f'<section class="kb-read" id="read-{name}">'
        f"<h2>{escape(section.title)}</h2>{paragraphs}{more}</section>"
    )


def _statuses(text: HowToReadWords, held: Coverage) -> str:
    def count(status: Status) -> str:
        return text.status_count.format(count=held.statuses[status])

    return _defined(
        (words().statuses[status], f"{meaning} ({count(status)})")
        for status, meaning in text.status_means.items()
    )


def _with_threshold(section: Section, settings: Settings) -> Section:
    """The section with the chance from which on a question counts as answered."""
    threshold = settings.threshold
    if threshold is None:
        changes = settings.changes
        threshold = calibration(changes.digest if changes else None).threshold
    first, *others = section.paragraphs
    return Section(section.title, (first.format(threshold=f"{threshold:.0%}"), *others))


def _figures(text: HowToReadWords) -> str:
    heads = (text.measure, text.fitted, text.looked_once)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(measure)}</th>'
        f"{''.join(f'<td>{escape(figure)}</td>' for figure in figures)}</tr>"
        for measure, *figures in text.figures
    )
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f"<p>{escape(text.command)} <code>{COMMAND}</code> "
        f"<code>{COMMAND} --gold eval/gold/starter-11.jsonl</code></p>"
    )


def _held(text: HowToReadWords, held: Coverage) -> list[str]:
    """What the corpus holds and lacks, as its own papers tell, a sentence each."""
    if not held.papers:
        return [text.holds_nothing]
    lines = [text.holds.format(papers=held.papers, answers=held.answers)]
    if held.first and held.last:
        first, last = words().day(held.first), words().day(held.last)
        lines.append(text.dated.format(first=first, last=last))
    if held.empty_years:
        lines.append(text.no_papers_of.format(years=", ".join(map(str, held.empty_years))))
    if held.undated:
        lines.append(text.undated.format(count=held.undated))
    kinds = [name for kind, name in words().kinds.items() if kind not in held.absent_types]
    lines.append(text.kinds.format(kinds=", ".join(kinds)))
    if held.absent_types:
        absent = ", ".join(words().kinds[kind] for kind in held.absent_types)
        lines.append(text.no_kinds.format(kinds=absent))
    if held.named:
        lines.append(text.named.format(count=len(held.named)))
    return lines


def _citations(text: HowToReadWords, corpus: Corpus) -> str:
    """One answer of the corpus in every style; nothing where there is no answer."""
    answers = [(d.paper, answer) for d in corpus.documents for answer in d.answers]
    if not answers:
        return ""
    paper, answer = next(filter(_shows_all, answers), answers[0])
    examples = _defined_as_html(
        (escape(purpose), _example(text, cite(paper, answer, style), style))
        for style, purpose in text.style_is_for.items()
    )
    return f"<p>{escape(text.cited.format(answer=answer.id))}</p>{examples}"


def _shows_all(entry: tuple[Paper, OfficialAnswer]) -> bool:
    """Whether a citation of it has all parts: series, number, question and date."""
    paper, answer = entry
    return bool(paper.dossier and paper.date and answer.numbers)


def _example(text: HowToReadWords, citation: str, style: CitationStyle) -> str:
    if style not in _RECORDS:
        return f"<q>{escape(citation)}</q>"
    return (
        f"<details><summary>{escape(text.record)}</summary>"
        f'<pre tabindex="0">{escape(citation.strip())}</pre></details>'
    )


def _keys(text: HowToReadWords) -> str:
    keys = ((f"<kbd>{escape(key)}</kbd>", escape(does)) for key, does in text.keys)
    return _defined_as_html(keys, "kb-keys")


def _kept(text: HowToReadWords, settings: Settings) -> str:
    places = ((text.kept_feedback, settings.feedback), (text.kept_papers, settings.papers))
    items = "".join(
        f"<li>{escape(what)}: <code>{escape(str(place))}</code></li>" for what, place in places
    )
    return f"<p>{escape(text.kept)}</p><ul>{items}</ul>"


def _listed(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _defined(entries: Iterable[tuple[str, str]]) -> str:
    return _defined_as_html((escape(name), escape(meaning)) for name, meaning in entries)


def _defined_as_html(entries: Iterable[tuple[str, str]], name: str = "kb-defined") -> str:
    items = "".join(f"<div><dt>{term}</dt><dd>{means}</dd></div>" for term, means in entries)
    return f'<dl class="{name}">{items}</dl>'
