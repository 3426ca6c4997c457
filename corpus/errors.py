"""The failures that Kamerbron can state."""

from __future__ import annotations


class KamerbronError(Exception):
    """A failure that we can state: its message says what was expected, found, and what to do."""
