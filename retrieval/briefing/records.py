"""The sources of a briefing for a reference manager, a record an answer, in one file."""

from __future__ import annotations

import json

from retrieval import CitationStyle
from retrieval.briefing.checking import Checked

RECORDS = (CitationStyle.BIBTEX, CitationStyle.RIS, CitationStyle.CSL_JSON)


def as_records(checked: Checked, style: CitationStyle) -> bytes:
    """The records of all quotes that stand in the corpus, in UTF-8, in the order of the briefing.

    Their keys come from the identifiers of the answers, so that two answers of one paper differ.
    """
    records = [quoted.citation(style) for quoted in checked.quoted]
    if style is CitationStyle.CSL_JSON:
        items = [item for record in records for item in json.loads(record)]
        return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()
    return "\n".join(f"{record.strip(chr(10))}\n" for record in records).encode()
