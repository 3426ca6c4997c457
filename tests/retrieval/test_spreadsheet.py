"""A table for a spreadsheet holds texts, whatever they look like."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from retrieval.spreadsheet import spreadsheet

FORMULAS = ["=1+1", "+31", "-2", "@SUM(A1)", "  =HYPERLINK(1)", "\t=1", "\ra", "\n=1"]


def test_what_would_be_a_formula_is_put_behind_an_apostrophe() -> None:
    written = spreadsheet([FORMULAS, ["1-2", "Irak; Syrië"]], ";")
    assert written.startswith(b"\xef\xbb\xbf")
    first, second = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=";")
    assert first == ["'" + cell for cell in FORMULAS]
    assert second == ["1-2", "Irak; Syrië"]


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1))
def test_every_cell_is_read_back_and_none_begins_a_formula(cells: list[str]) -> None:
    written = spreadsheet([cells]).decode("utf-8-sig")
    (row,) = csv.reader(io.StringIO(written, newline=""))
    assert [cell.removeprefix("'") for cell in row] == [cell.removeprefix("'") for cell in cells]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)
