"""Text that every file can hold."""

from __future__ import annotations

import re

# Controls but for tab and line end, lone surrogates, and the two that XML forbids besides.
_INVISIBLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without the control characters that no document may hold; lines end with "\\n"."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
