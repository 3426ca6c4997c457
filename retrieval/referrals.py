"""Referrals resolved: the answer that a pointer points to stands where the pointer stood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from corpus import OfficialAnswer, Status
from retrieval.ranking import Ranked

_BARE = 120
"""Characters. "Ja. Zie het antwoord op vraag 12." says so little itself that its target belongs."""


def is_pointing(answer: OfficialAnswer) -> bool:
    """Whether a reader of this answer needs the one that it refers to."""
    return bool(answer.refers_to) and (
        answer.status is Status.REFERRAL or len(answer.text) <= _BARE
    )


def resolve_referrals(
    ranked: Sequence[Ranked], answer_of: Callable[[str], OfficialAnswer]
) -> Iterator[Ranked]:
    """The ranking with the target of each pointer beside it, each answer once.

    The target of a pure pointer goes before it, that of a short answer with a pointer ("Ja. Zie …")
    behind it. A target takes at least the score of the pointer that called it up, so that scores
    still fall. Lazy: only as much is resolved as is taken.
    """
    by_id = {entry.id: entry for entry in ranked}
    given: set[str] = set()
    for entry in ranked:
        for name in _with_targets(entry.id, answer_of, frozenset()):
            if name not in given:
                given.add(name)
                target = by_id.get(name, entry)
                via = None if name == entry.id else entry.id
                yield Ranked(name, entry.score, target.signals, via)


def _with_targets(
    name: str, answer_of: Callable[[str], OfficialAnswer], above: frozenset[str]
) -> Iterator[str]:
    """An answer with those it points to, through pointers to pointers, never in a circle."""
    answer = answer_of(name)
    targets = [
        found
        for target in (answer.refers_to if is_pointing(answer) else ())
        if target not in above
        for found in _with_targets(target, answer_of, above | {name})
    ]
    yield from [*targets, name] if answer.status is Status.REFERRAL else [name, *targets]
