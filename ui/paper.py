"""The page of one paper: its whole source, its answers, what stays to be doubted in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from corpus import Document, OfficialAnswer, Span
from retrieval import CitationStyle, cite
from retrieval.coverage import place_of
from retrieval.finding import find
from ui.ask_session import citation_style
from ui.cards import copy_button, named, notice, outside
from ui.collecting import take_button
from ui.frame import dress, language, link, loaded_corpus, run_script, said, words
from ui.labels import plain
from ui.sheet import anchor, contents, sheet, snippets, warnings
from ui.text import PAPER, WORDS
from ui.told import phrase_in

_FIND = "paper-find"
_CHOSEN = "paper-chosen"
_ADDRESS = "paper-address"
_MOST_SNIPPETS = 50


def show() -> None:
    """The page, from top to bottom."""
    name = st.query_params.get("id", "")
    documents = {document.id: document for document in loaded_corpus().documents}
    if name not in documents:
        show_no_paper(name)
        return
    document = _in_words(documents[name], language())
    dress(escape(document.paper.title), escape(cite(document.paper, style=citation_style())))
    show_facts(document)
    show_names(document, documents)
    if document.warnings:
        places = [place_of(warning, document.source) for warning in document.warnings]
        st.html(warnings(document, places, said(PAPER)))
    chosen = choose_answer(document)
    found = search(document)
    show_as_wanted(document, chosen)
    st.html(contents(document, said(PAPER)))
    st.html(
        _sheet(document, document.id, document.source, tuple(found), language(), citation_style())
    )
    run_script("paper.js")


def _in_words(document: Document, language: str) -> Document:
    """The document with its warnings in this language."""
    warned = [replace(w, message=phrase_in(w.message, language).text) for w in document.warnings]
    return replace(document, warnings=tuple(warned))


def show_no_paper(name: str) -> None:
    """That the address names no paper of the corpus, with the way to those there are."""
    text = said(PAPER)
    dress(text.title, text.lead)
    if name:
        st.html(notice(text.unknown, [text.unknown_more.format(id=name)]))
    else:
        st.html(notice(text.none))
    link("documents", text.to_documents)


def show_facts(document: Document) -> None:
    """What is known about the paper, its publication and its citation."""
    paper, text = document.paper, said(PAPER)
    facts = {
        text.kind: words().kinds[paper.type],
        words().date: words().day_of(paper),
        words().answered_by: ", ".join(paper.answered_by),
        words().asked_by: ", ".join(paper.asked_by),
        text.dossier: ", ".join(paper.dossiers or filter(None, [paper.dossier])),
        text.identifier: paper.id,
        text.answers: str(len(document.answers)),
    }
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in facts.items()
        if value
    )
    copies = copy_button(cite(paper, style=citation_style()), words())
    published = outside(paper.url, words().publication) if paper.url else ""
    st.html(f'<div class="kb-facts"><dl>{rows}</dl><p>{copies} {published}</p></div>')


def show_names(document: Document, documents: dict[str, Document]) -> None:
    """The other papers that this one names: those of the corpus open here, others outside."""
    if not document.cites:
        return
    text = said(PAPER)
    here = [name for name in document.cites if name in documents]
    with st.expander(text.names.format(count=len(document.cites))):
        for name in here:
            link("paper", plain(f"{cite(documents[name].paper)} ({text.names_here})"), id=name)
        items = "".join(f"<li>{named(name)}</li>" for name in document.cites if name not in here)
        if items:
            st.html(f'<ul class="kb-names">{items}</ul>')


def choose_answer(document: Document) -> OfficialAnswer | None:
    """The answer that the address names, or that is chosen at the foot of the page."""
    text = said(PAPER)
    named = st.query_params.get("answer", "").partition("#")[2]
    if st.session_state.get(_ADDRESS) != (document.id, named) or _CHOSEN not in st.session_state:
        st.session_state[_CHOSEN] = named
    with (
        st.bottom,
        st.container(key="kb-paper-chosen", horizontal=True, vertical_alignment="bottom"),
    ):
        key = str(
            st.text_input(text.chosen, key=_CHOSEN, help=text.chosen_help, width=150) or ""
        ).strip()
        answer = _answer_of(document, key)
        if answer:
            citation = cite(document.paper, answer, citation_style())
            st.html(
                f'<p class="kb-chosen"><span class="kb-cite">{escape(citation)}</span> '
                f"{copy_button(citation, words())}</p>"
            )
            take_button(answer.id, key="paper-take")
        elif key:
            st.html(
                f'<p class="kb-chosen" role="status">'
                f"{escape(text.no_such_answer.format(key=key))}</p>"
            )
    if answer:
        st.query_params["answer"] = answer.id
    else:
        st.query_params.pop("answer", None)
    kept = answer.id.partition("#")[2] if answer else ""
    st.session_state[_ADDRESS] = (document.id, kept)
    return answer


def search(document: Document) -> list[Span]:
    """What the reader looks for in the paper, and where it was found."""
    text = said(PAPER)
    wanted = str(st.text_input(text.search, key=_FIND, help=text.search_help) or "")
    if not wanted.strip():
        return []
    found = find(document.source, wanted)
    if not found:
        st.html(f'<p role="status">{escape(text.not_found)}</p>')
        return []
    short = len(found) <= _MOST_SNIPPETS
    told = text.found if short else text.found_first
    told = told.format(count=len(found), shown=_MOST_SNIPPETS)
    st.html(f'<p role="status">{escape(told)}</p>{snippets(document, found, _MOST_SNIPPETS)}')
    return found


def show_as_wanted(document: Document, chosen: OfficialAnswer | None) -> None:
    """How the paper is shown: with its furniture, in its own lines, one answer marked."""
    text = said(PAPER)
    rules = []
    with st.container(horizontal=True):
        if not st.toggle(
            text.furniture, value=True, key="paper-furniture", help=text.furniture_help
        ):
            rules.append(".kb-sheet .kb-furniture { display: none; }")
        if st.toggle(text.lines, key="paper-lines", help=text.lines_help):
            rules.append(
                ".kb-sheet .kb-src { white-space: pre-wrap; } .kb-sheet br { display: none; }"
            )
    if chosen:
        place = document.answers.index(chosen)
        rules.append(
            f".kb-sheet .kb-of-{place} {{ border-left-color: #b5851a; "
            "background: color-mix(in srgb, #e8b93c 14%, transparent); }"
        )
        st.html(f'<div data-kb-go="{anchor(place)}" data-kb-paper="{escape(document.id)}"></div>')
    st.html(f"<style>{' '.join(rules)}</style>")


@st.cache_data(show_spinner=False, max_entries=32)
def _sheet(
    _document: Document,
    name: str,  # noqa: ARG001 (with the source, what tells documents apart)
    source: str,  # noqa: ARG001
    found: Sequence[Span],
    spoken: str,
    style: CitationStyle,
) -> str:
    return sheet(_document, found, WORDS[spoken], PAPER[spoken], style)


def _answer_of(document: Document, key: str) -> OfficialAnswer | None:
    """The answer with this key or question number."""
    if not key:
        return None
    answers = document.answers
    exact = (answer for answer in answers if answer.id.partition("#")[2] == key)
    return next(exact, None) or next(
        (answer for answer in answers if key in map(str, answer.numbers)), None
    )
