"""The Ask page: a question, its official answers, their sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from corpus import KamerbronError, OfficialAnswer, Paper
from retrieval import FilterError, Filters, Hit, Kamerbron, QuestionError, SearchResult, cite
from ui.cards import SCRIPT, STYLE, card, notice, timeline
from ui.frame import language, load_kamerbron, words
from ui.text import EXAMPLES

_QUESTION = "question"


def show() -> None:
    """The page, from top to bottom."""
    st.html(STYLE)
    st.html(SCRIPT, unsafe_allow_javascript=True)
    st.html(f'<div class="kb-head"><h1>Kamerbron</h1><p>{words().tagline}</p></div>')
    question = ask_question()
    try:
        kamerbron = load_kamerbron()
    except KamerbronError as error:
        show_failure(words().cannot_answer, error, words().reload)
        return
    filters = choose_filters(kamerbron.papers)
    if question:
        answer(kamerbron, question, filters)


def ask_question() -> str:
    """The question box with its examples; what is asked stands in the address, to be mailed."""
    if _QUESTION not in st.session_state:
        st.session_state[_QUESTION] = st.query_params.get("q", "")
    with st.form("ask", border=False):
        st.text_input(
            words().question_label,
            key=_QUESTION,
            placeholder=words().question_placeholder,
            autocomplete="off",
        )
        st.form_submit_button(words().ask_button, type="primary")
    question = str(st.session_state[_QUESTION])
    if question:
        st.query_params["q"] = question
    else:
        st.query_params.pop("q", None)
        show_examples()
    return question


def show_examples() -> None:
    """Questions that the starter corpus answers, a click away."""
    with st.container(gap="xxsmall"):
        st.caption(words().examples)
        for example in EXAMPLES[language()]:
            st.button(example, on_click=_ask_example, args=(example,), type="tertiary")


def _ask_example(example: str) -> None:
    st.session_state[_QUESTION] = example


def choose_filters(papers: Sequence[Paper]) -> Filters:
    """The limits in the sidebar: period, document, kind of paper."""
    days = sorted(day for paper in papers if (day := paper.known_day))
    first, last = (days[0], days[-1]) if days else (None, None)
    kinds = sorted({paper.type for paper in papers})
    with st.sidebar:
        st.subheader(words().filters)
        since = st.date_input(words().since, None, first, last, key="since", format="DD/MM/YYYY")
        until = st.date_input(words().until, None, first, last, key="until", format="DD/MM/YYYY")
        documents = st.multiselect(
            words().documents,
            [paper.id for paper in papers],
            key="documents",
            format_func={paper.id: cite(paper) for paper in papers}.__getitem__,
            placeholder=words().all_of_them,
        )
        types = st.multiselect(
            words().types,
            kinds,
            key="types",
            format_func=words().kinds.__getitem__,
            placeholder=words().all_of_them,
        )
        if first and last:
            st.caption(
                words().corpus.format(documents=len(papers), first=first.year, last=last.year)
            )
    return Filters(
        since=since if isinstance(since, date) else None,
        until=until if isinstance(until, date) else None,
        documents=tuple(documents),
        types=tuple(types),
    )


def answer(kamerbron: Kamerbron, question: str, filters: Filters) -> None:
    """The official answers to a question, or that there are none."""
    try:
        result = kamerbron.ask(question, filters=filters)
    except (QuestionError, FilterError) as error:
        show_failure(words().cannot_ask, error)
        return
    show_verdict(result)
    if result.timeline:
        st.html(timeline(result, words()))
    for hit in result.hits:
        st.html(card(hit, referred(kamerbron, hit), words(), result))


def show_verdict(result: SearchResult) -> None:
    """Whether the papers answer the question, and how sure that is."""
    for note in result.notes:
        st.html(notice(words().notes[note]))
    if not result.hits:
        return
    if result.answerable:
        sure = f"{result.confidence:.0%}"
        st.html(f'<p class="kb-sure">{words().answers} · {words().confidence}: {sure}</p>')
    else:
        st.html(notice(words().unanswered, [words().unanswered_more]))


def referred(kamerbron: Kamerbron, hit: Hit) -> list[tuple[OfficialAnswer, str]]:
    """The answers that a hit refers to, with their citations."""
    targets = (kamerbron.answer(target) for target in hit.answer.refers_to)
    return [(target, cite(paper, target)) for paper, target in targets]


def show_failure(title: str, error: KamerbronError, *more: str) -> None:
    """A stated failure: what it is, and what mends it."""
    st.html(notice(title, [str(error), *more], role="alert"))
