"""The Ask page: a question, its official answers, their sources."""

from __future__ import annotations

import streamlit as st

from retrieval import (
    FilterError,
    Filters,
    Hit,
    Kamerbron,
    Note,
    QuestionError,
    SearchResult,
    UnknownAnswer,
    cite,
)
from retrieval.earlier import beginning
from retrieval.question import LONGEST
from ui.ask_feedback import judge, show_judgements
from ui.ask_filters import choose_filters, show_chosen, show_way_out, value_names
from ui.ask_session import (
    arrive,
    ask_again,
    citation_style,
    control,
    find,
    keep_citation_style,
    note_recent,
    put_filters,
    refused,
    remember,
)
from ui.asked import QUESTION, Asked
from ui.cards import Beside, card, excerpt, notice, timeline, tip
from ui.collecting import take_button
from ui.frame import dress, language, link, loaded, said, show_failure, words
from ui.labels import plain
from ui.sources import beyond_the_cards, referred
from ui.text import ASK, EXAMPLES


def show() -> None:
    """The page, from top to bottom."""
    dress("Kamerbron", said(ASK).lead)
    arrive()
    question = ask_question()
    kamerbron = loaded()
    filters, facets = choose_filters(kamerbron)
    choose_citation_style()
    asked = remember(question, filters)
    show_refused()
    show_chosen(filters, value_names(kamerbron.papers))
    if filters and not facets.passing:
        show_way_out(filters, facets)
    if asked:
        show_answers(kamerbron, asked)
    else:
        show_examples()
    show_recent(note_recent(asked))
    show_judgements()
    show_corpus(kamerbron)


def ask_question() -> str:
    """The question box."""
    text = said(ASK)
    with st.form("ask", border=False):
        st.text_input(
            text.question_label,
            key=control(QUESTION),
            placeholder=text.question_placeholder,
            autocomplete="off",
        )
        st.form_submit_button(text.ask_button, type="primary")
    return str(st.session_state[control(QUESTION)])


def show_examples() -> None:
    """Questions that the starter corpus answers, a click away."""
    with st.container(gap="xxsmall", key="kb-examples"):
        st.caption(said(ASK).examples)
        for example in EXAMPLES[language()]:
            st.button(example, on_click=ask_again, args=(Asked(example),), type="tertiary")
    link("how-to-read", said(ASK).how_to_read)


def show_refused() -> None:
    """What the address asked that is not there."""
    if refused():
        named = (f"{said(ASK).criteria[name]}: {value}" for name, value in refused())
        st.html(notice(said(ASK).ignored.format(values=", ".join(named))))


def show_answers(kamerbron: Kamerbron, asked: Asked) -> None:
    """The official answers to a question, or that there are none; first the one pointed to."""
    try:
        result = find(kamerbron, asked) if asked.question else None
    except (QuestionError, FilterError) as error:
        show_failure(words().cannot_ask, error)
        return
    pointed_to = answer_pointed_to(kamerbron, asked, result)
    if pointed_to:
        show_hit(kamerbron, pointed_to, asked, result)
    if result is None:
        return
    if pointed_to:
        st.html(f'<h2 class="kb-others">{said(ASK).others}</h2>')
    show_verdict(result, asked.filters)
    if result.timeline:
        st.html(timeline(result, words(), beyond_the_cards(kamerbron, result)))
    for hit in result.hits:
        if not pointed_to or hit.answer.id != pointed_to.answer.id:
            show_hit(kamerbron, hit, asked, result)
    link("how-to-read", said(ASK).how_to_read)


def answer_pointed_to(
    kamerbron: Kamerbron, asked: Asked, result: SearchResult | None
) -> Hit | None:
    """The answer that a link points to: as it was found, or by itself; said where it is not."""
    if not asked.answer:
        return None
    hits = result.hits if result else ()
    found = next((hit for hit in hits if hit.answer.id == asked.answer), None)
    if found:
        return found
    try:
        paper, answer = kamerbron.answer(asked.answer)
    except UnknownAnswer:
        st.html(notice(said(ASK).unknown_answer.format(answer=asked.answer)))
        return None
    return Hit(0, 0.0, answer, paper, (), cite(paper, answer))


def show_verdict(result: SearchResult, filters: Filters) -> None:
    """Whether the papers answer the question, and how sure that is."""
    text = said(ASK)
    for note in result.notes:
        if note is not Note.FILTERED_OUT:
            st.html(notice(words().notes[note]))
    if not result.hits:
        return
    if result.answerable:
        sure = f"{text.answers} · {text.confidence}: {result.confidence:.0%}"
        st.html(
            f'<div class="kb-sure"><span role="status">{sure}</span> '
            f"{tip(text.confidence_asked, text.confidence_means)}</div>"
        )
        return
    more = [text.unanswered_more, *[text.unanswered_limited] * bool(filters)]
    st.html(notice(text.unanswered, more))
    if filters:
        st.button(text.lift_all, key="ask-everywhere", on_click=put_filters, args=(Filters(),))


def show_hit(kamerbron: Kamerbron, hit: Hit, asked: Asked, result: SearchResult | None) -> None:
    """An answer with its sources, and what can be done with it."""
    style = citation_style()
    before, after = kamerbron.neighbours(hit.answer.id)
    beside = Beside(
        citation=cite(hit.paper, hit.answer, style),
        before=(before, cite(hit.paper, before, style)) if before else None,
        after=(after, cite(hit.paper, after, style)) if after else None,
        address=asked.pointing_to(hit.answer.id).address(),
        pointed_to=hit.answer.id == asked.answer,
        name=kamerbron.name_of,
    )
    st.html(card(hit, referred(kamerbron, hit), words(), result, beside))
    show_actions(hit, result)
    show_related(kamerbron, hit.answer.id, asked)


@st.fragment
def show_actions(hit: Hit, result: SearchResult | None) -> None:
    """What can be done with an answer; a click redraws this row alone."""
    name = hit.answer.id
    with st.container(horizontal=True, vertical_alignment="center", key=f"kb-row-{hit.rank}"):
        take_button(name, key=f"ask-take-{name}", spans=excerpt(hit))
        if result and hit.rank:
            judge(result, hit)
        link("paper", said(ASK).whole_paper, id=hit.paper.id, answer=name)


def show_related(kamerbron: Kamerbron, answer: str, asked: Asked) -> None:
    """Questions to other answers that are near to this one, looked for when the fold is opened."""
    fold = st.expander(
        said(ASK).related, key=f"ask-related-{answer}", type="compact", on_change="rerun"
    )
    if not fold.open:
        return
    with fold:
        related = kamerbron.related(answer)
        for paper, other in related:
            filters = asked.filters
            if not (filters.passes(paper) and filters.lets(other)):
                filters = Filters()
            st.button(
                plain(other.asked),
                key=f"ask-related-{answer}-{other.id}",
                help=plain(cite(paper, other)),
                type="tertiary",
                on_click=ask_again,
                args=(Asked(beginning(other.asked, LONGEST), filters),),
            )
        if not related:
            st.caption(said(ASK).no_related)


def choose_citation_style() -> None:
    """The style that citations are shown and copied in, kept for the session."""
    styles = words().styles
    st.session_state.setdefault(control("style"), citation_style())
    with st.sidebar:
        style = st.pills(
            said(ASK).citation_style,
            list(styles),
            key=control("style"),
            format_func=styles.__getitem__,
            required=True,
        )
    if style:
        keep_citation_style(style)


def show_recent(before: list[Asked]) -> None:
    """What was asked before in this session, a click away with its filters."""
    if not before:
        return
    with st.sidebar, st.container(gap="xxsmall", key="kb-recent"):
        st.html(f"<h2>{said(ASK).recent}</h2>")
        for place, asked in enumerate(before):
            st.button(
                plain(asked.question, 80),
                key=f"ask-recent-{place}",
                type="tertiary",
                on_click=ask_again,
                args=(asked,),
            )


def show_corpus(kamerbron: Kamerbron) -> None:
    """How many papers there are, and of which years."""
    years = [day.year for paper in kamerbron.papers if (day := paper.known_day)]
    if years:
        with st.sidebar:
            st.caption(
                said(ASK).corpus.format(
                    documents=len(kamerbron.papers), first=min(years), last=max(years)
                )
            )
