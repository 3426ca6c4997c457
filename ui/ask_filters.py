"""The filters of the Ask page: their controls with counts, what is chosen, and the way out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from corpus import Paper, PaperType, Status
from retrieval import Filters, Kamerbron, cite
from retrieval.facets import PERIOD, Facets
from ui.ask_session import control, filters_now, put_filters, settle
from ui.asked import DAYS, EARLIEST, LATEST, VALUES, lifted
from ui.cards import notice
from ui.frame import said, words
from ui.labels import plain
from ui.text import ASK

_FEW = ("chamber", "type", "status")
"""Filters with a handful of values, shown as buttons; the others are searched in a list."""
_YEAR = "year"
_FIELDS = {field: name for name, field in VALUES.items()} | {PERIOD: PERIOD}
"""The names in the address of the filters as `Facets.without` names them."""


def choose_filters(kamerbron: Kamerbron) -> tuple[Filters, Facets]:
    """The limits that the sidebar offers, each value with the answers that it would leave."""
    settle(kamerbron.facets(Filters()))
    filters = filters_now()
    facets = kamerbron.facets(filters)
    named = value_names(kamerbron.papers)
    with st.sidebar:
        st.html(f"<h2>{said(ASK).filters}</h2>")
        _choose_period(filters, facets)
        for name, field in VALUES.items():
            counts = dict(getattr(facets, field))
            _choose_values(name, counts, named[name])
    return filters_now(), facets


def show_chosen(filters: Filters, named: dict[str, Callable[[str], str]]) -> None:
    """What is chosen, above the results; a click lifts it."""
    chosen = list(_chosen(filters, named))
    if not chosen:
        return
    text = said(ASK)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="kb-chosen"):
        st.html(f'<p class="kb-label">{text.limited_to}</p>', width="content")
        for name, value, label in chosen:
            st.button(
                text.lift.format(value=plain(label)),
                key=f"ask-lift-{name}-{value}",
                on_click=put_filters,
                args=(lifted(filters, name, value),),
            )
        if len(chosen) > 1:
            st.button(text.lift_all, key="ask-lift-all", on_click=put_filters, args=(Filters(),))


def show_way_out(filters: Filters, facets: Facets) -> None:
    """Where nothing passes: which filter to lift, and how many answers that would give."""
    text = said(ASK)
    ways = {_FIELDS[field]: count for field, count in facets.without.items() if count}
    st.html(notice(text.nothing_passes, [text.nothing_passes_more if ways else text.only_together]))
    with st.container(horizontal=True, gap="small", key="kb-way-out"):
        for name, count in ways.items():
            st.button(
                text.without.format(value=text.criteria[name], count=count),
                key=f"ask-without-{name}",
                on_click=put_filters,
                args=(lifted(filters, name),),
            )
        if not ways:
            st.button(text.lift_all, key="ask-without", on_click=put_filters, args=(Filters(),))


def value_names(papers: Sequence[Paper]) -> dict[str, Callable[[str], str]]:
    """What a reader calls each value of each filter, by the filter's name."""
    cited = {paper.id: cite(paper) for paper in papers}
    often = Counter(cited.values())
    chambers, kinds, statuses = words().chambers, words().kinds, words().statuses
    return {
        **dict.fromkeys(VALUES, str),
        "chamber": lambda value: chambers.get(value, value),
        "type": lambda value: kinds[PaperType(value)],
        "status": lambda value: statuses[Status(value)],
        "document": lambda value: (
            cited[value] if often[cited[value]] == 1 else f"{cited[value]} ({value})"
        ),
    }


def _choose_period(filters: Filters, facets: Facets) -> None:
    """A year with a click, or any two days."""
    text = said(ASK)
    counts = dict(facets.years)
    year = _whole_year(filters)
    st.session_state[control(_YEAR)] = year if year in counts else None
    st.pills(
        text.criteria[_YEAR],
        list(counts),
        key=control(_YEAR),
        format_func=lambda year: f"{year} ({counts[year]})",
        on_change=_take_year,
    )
    for name in DAYS:
        st.date_input(
            text.criteria[name],
            None,
            EARLIEST,
            LATEST,
            key=control(name),
            format="DD/MM/YYYY",
        )


def _take_year() -> None:
    year = st.session_state[control(_YEAR)]
    for name, month, day in zip(DAYS, (1, 12), (1, 31), strict=True):
        st.session_state[control(name)] = date(year, month, day) if year else None


def _whole_year(filters: Filters) -> int | None:
    since, until = filters.since, filters.until
    if since and until and (since, until) == (date(since.year, 1, 1), date(since.year, 12, 31)):
        return since.year
    return None


def _choose_values(name: str, counts: dict[Any, int], named: Callable[[str], str]) -> None:
    """A control for a filter, each value with its count; none where there is nothing to choose."""
    if not counts:
        return
    key = control(name)
    # Streamlit knows a choice by its label. The counts in it change: so it is told anew each time.
    st.session_state[key] = list(st.session_state[key])

    def label(value: str) -> str:
        return f"{named(value)} ({counts.get(value, 0)})"

    if name in _FEW:
        st.pills(
            said(ASK).criteria[name],
            list(counts),
            selection_mode="multi",
            key=key,
            format_func=label,
        )
    else:
        st.multiselect(
            said(ASK).criteria[name],
            list(counts),
            key=key,
            format_func=label,
            placeholder=said(ASK).all_of_them,
            select_all=False,
        )


def _chosen(
    filters: Filters, named: dict[str, Callable[[str], str]]
) -> list[tuple[str, str | None, str]]:
    """Each thing chosen: the name of its filter, its value, and what a reader calls it."""
    period = _period(filters)
    return [(PERIOD, None, period)] * bool(period) + [
        (name, value, named[name](value))
        for name, field in VALUES.items()
        for value in getattr(filters, field)
    ]


def _period(filters: Filters) -> str:
    since, until = (words().day(day) if day else "" for day in (filters.since, filters.until))
    text = said(ASK)
    if since and until:
        return text.between.format(since=since, until=until)
    if since:
        return text.on_or_after.format(since=since)
    return text.on_or_before.format(until=until) if until else ""
