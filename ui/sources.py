"""The answers that cards and timelines open in place, with their citations in the style chosen."""

from __future__ import annotations

from retrieval import Hit, Kamerbron, SearchResult, cite
from ui.ask_session import citation_style
from ui.cards import Sourced


def sourced(kamerbron: Kamerbron, answer: str) -> Sourced:
    """An official answer, by its identifier, with its citation."""
    paper, found = kamerbron.answer(answer)
    return found, cite(paper, found, citation_style())


def referred(kamerbron: Kamerbron, hit: Hit) -> list[Sourced]:
    """The answers that a hit refers to."""
    return [sourced(kamerbron, target) for target in hit.answer.refers_to]


def beyond_the_cards(kamerbron: Kamerbron, result: SearchResult) -> list[Sourced]:
    """The positions over time whose answers stand below the hits that are shown."""
    shown = {hit.answer.id for hit in result.hits}
    return [sourced(kamerbron, each.id) for each in result.timeline if each.id not in shown]
