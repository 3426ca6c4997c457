"""Words found in a text as they stand there, however they are capitalised or accented."""

from __future__ import annotations

import unicodedata

from corpus import Span


def find(text: str, wanted: str) -> list[Span]:
    """Where `wanted` stands in `text`, in order, without overlap; nowhere where it is blank.

    Letters match whatever their case and accents, white space any other: a phrase is found over
    the end of a line. Nothing in `wanted` is an operator.
    """
    key, _ = _folded(wanted.strip())
    if not key:
        return []
    folded, places = _folded(text)
    found: list[Span] = []
    at = folded.find(key)
    while at >= 0:
        # An accent that stands by itself behind the last letter belongs to the find.
        found.append((places[at], places[at + len(key)]))
        at = folded.find(key, at + len(key))
    return [span for span in found if span[0] < span[1]]


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without case, accents and runs of white space, and where each character stood.

    The last place is the end of the text.
    """
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isspace():
            if letters and letters[-1] == " ":
                continue
            kept = " "
        else:
            parts = unicodedata.normalize("NFKD", character).casefold()
            kept = "".join(part for part in parts if not unicodedata.combining(part))
        letters += kept
        places += [place] * len(kept)
    return "".join(letters), [*places, len(text)]
