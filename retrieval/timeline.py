"""Which of the answers found are positions on the question, and in what order they were taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus import Status
from retrieval.result import Hit, Position

DEPTH = 10
"""Hits to look at, however few are shown: the newest position may stand below the first few."""
_NEAR = 0.4
"""Share of the way from the best hit's score to the tenth's.

Of the gold questions whose answers have different dates, it keeps all; of those with answers in one
paper only, 24% get a timeline, mostly of answers to the same matter that the gold does not name.
A fixed distance from the best score kept as many of the former and drew in half again of the
latter: scores crowd together for questions in another language.
"""
_POSITIONS = frozenset({Status.SUBSTANTIVE, Status.DECLINED})


def timeline(hits: Sequence[Hit]) -> tuple[Position, ...]:
    """The positions that the first hits take on one matter, the newest first.

    Empty unless at least two of them are known to be of different days. `hits` are those of an
    answerable question, best first, `DEPTH` of them where there are so many. A position is a hit
    that answers or declines to (no pointer, no announcement) and whose score is nearer to the best
    than to those of the other hits. Of a paper without a date the day counts on which its questions
    were sent in: it was answered no earlier. One with neither stands last and is never the newest.
    """
    first = hits[:DEPTH]
    if not first:
        return ()
    best, last = first[0].score, first[-1].score
    near = [
        hit
        for hit in first
        if hit.answer.status in _POSITIONS and hit.score >= best - _NEAR * (best - last)
    ]
    days = [known for hit in near if (known := hit.paper.known_day)]
    if len(set(days)) < 2:
        return ()
    newest = max(days)
    near.sort(key=lambda hit: hit.paper.known_day or date.min, reverse=True)  # stable: best first
    return tuple(_position(hit, newest) for hit in near)


def _position(hit: Hit, newest: date) -> Position:
    return Position(
        id=hit.answer.id,
        document=hit.paper.id,
        citation=hit.citation,
        date=hit.paper.date,
        not_before=None if hit.paper.date else hit.paper.asked_on,
        newest=hit.paper.known_day == newest,
    )
