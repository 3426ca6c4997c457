"""What this session asks on the Ask page: kept between pages, and in step with the address.

The controls of a page that is not shown lose their state, and an address that is mailed brings its
own. So what was asked last is kept here, and put into the controls before they are drawn.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from retrieval import CitationStyle, Filters, Kamerbron, SearchResult
from retrieval.facets import Facets
from ui.asked import DAYS, QUESTION, VALUES, Asked, own_parts, read_address
from ui.frame import language

_ASKED = "asked"
_WRITTEN = "asked-written"
_ARRIVED = "asked-arrived"
_REFUSED = "asked-refused"
_RECENT = "asked-recent"
_FOUND = "asked-found"
_STYLE = "asked-style"
_REMEMBERED = 8
"""Questions of this session that can be asked again with a click, and that need no new search."""


def control(name: str) -> str:
    """The key of the control for a part of the address."""
    return f"ask-{name}"


def arrive() -> None:
    """Puts into the question box what the address asks, where that is new, or what was asked last.

    The address is behind, not new, where the user has just changed a control.
    """
    address = own_parts({name: st.query_params.get_all(name) for name in st.query_params})
    if address and address != st.session_state.get(_WRITTEN) and not _changed():
        st.session_state[_WRITTEN] = st.session_state[_ARRIVED] = address
        st.session_state[control(QUESTION)] = "".join(address.get(QUESTION, ())[:1])
    st.session_state.setdefault(control(QUESTION), _asked().question)


def settle(everything: Facets) -> None:
    """Puts the filters of the address, or those chosen last, into their controls.

    `everything` lists the values that there are; what the address asks beside them is `refused`.
    """
    if _ARRIVED in st.session_state:
        asked, refused = read_address(st.session_state.pop(_ARRIVED), everything)
        st.session_state[_ASKED] = asked
        st.session_state[_REFUSED] = refused
        put_filters(asked.filters)
    elif _changed():
        st.session_state.pop(_REFUSED, None)
    for name, value in _values(_asked().filters).items():
        st.session_state.setdefault(control(name), value)


def refused() -> list[tuple[str, str]]:
    """The parts of the address that were not taken, until something else is asked."""
    return list(st.session_state.get(_REFUSED, ()))


def filters_now() -> Filters:
    """The filters as their controls stand."""
    state = st.session_state
    chosen: dict[str, Any] = {name: state[control(name)] for name in DAYS}
    chosen |= {field: tuple(state[control(name)]) for name, field in VALUES.items()}
    return Filters(**chosen)


def remember(question: str, filters: Filters) -> Asked:
    """What is asked now, kept for when the user comes back, and written into the address.

    The answer that a link pointed to goes with its question.
    """
    last = _asked()
    asked = Asked(question, filters, last.answer if question == last.question else "")
    st.session_state[_ASKED] = asked
    address = asked.address()
    st.session_state[_WRITTEN] = address
    if own_parts({name: st.query_params.get_all(name) for name in st.query_params}) != address:
        st.query_params.from_dict({**address, "lang": language()})
    return asked


def find(kamerbron: Kamerbron, asked: Asked) -> SearchResult:
    """What `Kamerbron.ask` gives, asked once: a click on a card does not search anew."""
    found: dict[Any, SearchResult] = st.session_state.setdefault(_FOUND, {})
    key = (asked.question, asked.filters, kamerbron.generation)
    if key not in found:
        found[key] = kamerbron.ask(asked.question, filters=asked.filters)
        for old in list(found)[:-_REMEMBERED]:
            del found[old]
    return found[key]


def note_recent(asked: Asked) -> list[Asked]:
    """What was asked before this in this session, the last first; each question once."""
    known: list[Asked] = st.session_state.setdefault(_RECENT, [])
    before = [other for other in known if other.question != asked.question]
    st.session_state[_RECENT] = [asked, *before][:_REMEMBERED] if asked.question else before
    return before


def put_filters(filters: Filters) -> None:
    """Puts other filters into the controls; from a callback, or before they are drawn."""
    for name, value in _values(filters).items():
        st.session_state[control(name)] = value


def ask_again(asked: Asked) -> None:
    """Asks something else, with its filters; from a callback."""
    st.session_state[control(QUESTION)] = asked.question
    put_filters(asked.filters)


def citation_style() -> CitationStyle:
    """The style that citations are shown and copied in."""
    return CitationStyle(st.session_state.get(_STYLE, CitationStyle.AANWIJZINGEN))


def keep_citation_style(style: CitationStyle) -> None:
    """Uses another style from now on, on every visit to the page."""
    st.session_state[_STYLE] = style


def _asked() -> Asked:
    asked: Asked = st.session_state.get(_ASKED, Asked())
    return asked


def _changed() -> bool:
    """Whether the user has changed a control since the page was drawn."""
    last = _asked()
    values = {QUESTION: last.question, **_values(last.filters)}
    return any(
        control(name) in st.session_state and st.session_state[control(name)] != value
        for name, value in values.items()
    )


def _values(filters: Filters) -> dict[str, Any]:
    """The filters as their controls hold them."""
    return {name: getattr(filters, name) for name in DAYS} | {
        name: list(getattr(filters, field)) for name, field in VALUES.items()
    }
