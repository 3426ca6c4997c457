"""The briefing of this session, and the button that takes an answer to it from any page."""

from __future__ import annotations

from hashlib import sha256

import streamlit as st

from corpus import Span
from retrieval.briefing import Briefing, Quote
from ui.frame import run_script, said
from ui.text import BRIEFING

_BRIEFING = "briefing"
_REMOVED = "briefing-removed"
_OPENED = "briefing-as-opened"


def collected() -> Briefing:
    """The briefing as it stands in this session; nobody else sees it."""
    return st.session_state.setdefault(_BRIEFING, Briefing())  # type: ignore[no-any-return]


def keep(briefing: Briefing) -> None:
    """Puts another state of the briefing in place of the one of this session."""
    st.session_state[_BRIEFING] = briefing


def remove(answer: str) -> None:
    """Takes an answer out, where it is in, so that `put_back` can undo it."""
    if quote := collected().quote(answer):
        st.session_state[_REMOVED] = (quote, collected().quotes.index(quote) + 1)
        keep(collected().without(answer))


def removed() -> tuple[Quote, int] | None:
    """The quote that was taken out last, and the place where it stood; `None` once it is back."""
    quote, place = st.session_state.get(_REMOVED) or (None, 0)
    return (quote, place) if quote and quote.answer not in collected() else None


def put_back() -> None:
    """Undoes the last `remove`: the quote stands where it stood, narrowed as it was, with its note.

    Nothing where there is none to undo.
    """
    if last := removed():
        keep(collected().placed(*last))


def forget_removed() -> None:
    """Leaves nothing to undo: another briefing was opened."""
    st.session_state[_REMOVED] = None


def keep_opened(briefing: Briefing) -> None:
    """`keep` for a briefing that a file holds: as long as it stays so, nothing can be lost."""
    st.session_state[_OPENED] = briefing
    keep(briefing)


def guard() -> None:
    """Has the browser ask before it closes or reloads a window with a briefing not saved.

    At the end of a page (collecting.js).
    """
    run_script("collecting.js")
    _mark_unsaved()


def take_button(answer: str, *, key: str, spans: tuple[Span, ...] = ()) -> None:
    """The button that takes an answer to the briefing, or out of it again, which can be undone.

    `spans` are the sentences to quote at first, none for the whole answer.
    """
    text = said(BRIEFING)
    if answer in collected():
        st.button(
            text.taken,
            key=key,
            icon=":material/check:",
            help=text.taken_help,
            on_click=remove,
            args=(answer,),
        )
        _mark_unsaved()  # where a click draws this part of a page alone
    else:
        st.button(
            text.take,
            key=key,
            icon=":material/format_quote:",
            on_click=_take,
            args=(Quote(answer, spans),),
        )


def _take(quote: Quote) -> None:
    """Takes an answer; one that was just taken out comes back as it was, with its note."""
    last = removed()
    if last and last[0].answer == quote.answer:
        put_back()
    else:
        keep(collected().with_quote(quote))


def _mark_unsaved() -> None:
    """Puts into the page which state of the briefing would be lost with it, where one would."""
    briefing = collected()
    if briefing.quotes and briefing != st.session_state.get(_OPENED):
        state = sha256(repr(briefing).encode()).hexdigest()
        st.html(f'<i hidden data-kb-unsaved="{state}"></i>')
