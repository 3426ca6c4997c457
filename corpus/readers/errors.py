"""The failures of reading a file."""

from __future__ import annotations

from corpus.errors import KamerbronError


class UnreadableError(KamerbronError):
    """A file whose text cannot be read: damaged, encrypted, without text, not what it should be."""
