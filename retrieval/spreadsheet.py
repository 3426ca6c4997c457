"""Tables for a spreadsheet, in which a text stays a text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# Spreadsheets look behind white space too.
_FORMULA = re.compile(r"\s*[=+\-@]|[\t\r]")


def spreadsheet(rows: Iterable[Sequence[str]], separator: str = ",") -> bytes:
    """The rows as CSV, in UTF-8 with the mark by which Excel knows it.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(
        ["'" + cell if _FORMULA.match(cell) else cell for cell in row] for row in rows
    )
    return b"\xef\xbb\xbf" + file.getvalue().encode()
