"""The failures that Kamerbron can state."""

from __future__ import annotations

import json
from typing import Any, Self


class KamerbronError(Exception):
    """A failure that we can state: its message says what was expected, found, and what to do.

    `message` is an English sentence with the names of its `facts` in braces, as `str.format` reads
    it, and `str` is that sentence with the facts in their places. Who says it in another language
    looks the message up and puts the same facts in. A fact may be a failure too: what went wrong
    inside.
    """

    def __init__(self, message: str, /, **facts: object) -> None:
        super().__init__(message.format(**facts) if facts else message)
        self.message = message
        self.facts = facts

    def to_json(self) -> str:
        """The message and its facts, for another process; other facts than numbers as texts."""
        return json.dumps(_parts(self), default=_as_json)

    @classmethod
    def from_json(cls, raw: str | bytes) -> Self:
        """The failure that `to_json` wrote; those among its facts are `KamerbronError`s."""
        stated = json.loads(raw, object_hook=_stated)
        return cls(stated.message, **stated.facts)


def _parts(error: KamerbronError) -> dict[str, object]:
    return {"message": error.message, "facts": error.facts}


def _as_json(fact: object) -> object:
    return _parts(fact) if isinstance(fact, KamerbronError) else str(fact)


def _stated(parts: dict[str, Any]) -> object:
    """A failure where an object is one, else the object: the facts by name."""
    is_failure = parts.keys() == {"message", "facts"}
    return KamerbronError(parts["message"], **parts["facts"]) if is_failure else parts
