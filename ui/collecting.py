"""The briefing of this session, and the button that takes an answer to it from any page."""

from __future__ import annotations

import streamlit as st

from corpus import Span
from retrieval.briefing import Briefing, Quote
from ui.frame import said
from ui.text import BRIEFING

_BRIEFING = "briefing"


def collected() -> Briefing:
    """The briefing as it stands in this session; nobody else sees it."""
    return st.session_state.setdefault(_BRIEFING, Briefing())  # type: ignore[no-any-return]


def keep(briefing: Briefing) -> None:
    """Puts another state of the briefing in place of the one of this session."""
    st.session_state[_BRIEFING] = briefing


def take_button(answer: str, *, key: str, spans: tuple[Span, ...] = ()) -> None:
    """The button that takes an answer to the briefing, or out of it again.

    `spans` are the sentences to quote at first, none for the whole answer.
    """
    text = said(BRIEFING)
    if answer in collected():
        st.button(text.taken, key=key, icon=":material/check:", on_click=_put_back, args=(answer,))
    else:
        st.button(
            text.take,
            key=key,
            icon=":material/format_quote:",
            on_click=_take,
            args=(Quote(answer, spans),),
        )


def _take(quote: Quote) -> None:
    keep(collected().with_quote(quote))


def _put_back(answer: str) -> None:
    keep(collected().without(answer))
