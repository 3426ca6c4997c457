"""Text of documents and users in the labels of controls, which Streamlit reads as Markdown."""

from __future__ import annotations

import re

_MARKS = re.compile(r"[!-/;-@\[-`{-~]")
_JOINER = "\u2060"


def plain(text: str, longest: int = 200) -> str:
    """A text that a label shows as it stands, in one line, cut behind a word where it is long.

    A word joiner, which nobody sees, keeps colons from naming icons and colours.
    """
    line = shortened(text, longest)
    return _MARKS.sub(lambda mark: f"\\{mark[0]}", line).replace(":", f":{_JOINER}")


def shortened(text: str, longest: int) -> str:
    """A text in one line, cut behind a word where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0]} …"
