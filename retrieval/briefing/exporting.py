"""The forms in which a briefing leaves Kamerbron. All are made on this machine."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from enum import StrEnum

from retrieval import CitationStyle
from retrieval.briefing.checking import Checked
from retrieval.briefing.docx import as_docx
from retrieval.briefing.markdown import as_markdown
from retrieval.briefing.pdf import as_pdf
from retrieval.briefing.records import as_records


class Form(StrEnum):
    """A form to export in; its value is the ending of the file's name."""

    DOCX = "docx"
    MARKDOWN = "md"
    PDF = "pdf"
    BIBTEX = "bib"
    RIS = "ris"
    CSL_JSON = "csl.json"

    @property
    def mime(self) -> str:
        """The media type of such a file."""
        return _MIMES[self]


_MIMES = {
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.MARKDOWN: "text/markdown",
    Form.PDF: "application/pdf",
    Form.BIBTEX: "application/x-bibtex",
    Form.RIS: "application/x-research-info-systems",
    Form.CSL_JSON: "application/vnd.citationstyles.csl+json",
}
_RECORDS = {
    Form.BIBTEX: CitationStyle.BIBTEX,
    Form.RIS: CitationStyle.RIS,
    Form.CSL_JSON: CitationStyle.CSL_JSON,
}


def export(checked: Checked, form: Form, written: datetime) -> bytes:
    """The briefing as a file of one form, dated `written` where the form has a date.

    Only quotes that stand in the corpus word for word are in it.
    """
    match form:
        case Form.DOCX:
            return as_docx(checked, written)
        case Form.MARKDOWN:
            return as_markdown(checked)
        case Form.PDF:
            return as_pdf(checked)
        case Form.BIBTEX | Form.RIS | Form.CSL_JSON:
            return as_records(checked, _RECORDS[form])


def file_name(title: str, ending: str) -> str:
    """A name for the file of a briefing that any system takes: "irak-en-syrie.docx"."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-")
    return f"{name or 'briefing'}.{ending}"
