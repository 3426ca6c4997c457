"""What every reader's extract must hold."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from corpus.extract import Extract


@pytest.fixture
def lawful() -> Callable[[Extract], Extract]:
    """Checks that the ranges of an extract lie in its text, in order, without overlap."""

    def check(extract: Extract) -> Extract:
        ranges = {
            "pages": extract.pages,
            "furniture": extract.furniture,
            "notes": [note.span for note in extract.notes],
            "marks": extract.marks or (),
            "headings": extract.headings,
            "tables": extract.tables,
            "parts": [part.span for part in extract.parts],
        }
        for name, spans in ranges.items():
            assert all(0 <= start < end <= len(extract.text) for start, end in spans), name
            assert all(before[1] <= after[0] for before, after in pairwise(spans)), name
        for note in extract.notes:
            assert note.called_at is None or 0 <= note.called_at <= len(extract.text)
        assert all(0 <= warning.at <= len(extract.text) for warning in extract.warnings)
        assert not extract.text or extract.text.endswith("\n")
        assert "\n\n\n" not in extract.text
        return extract

    return check
