"""A citation as one record for a reference manager: BibTeX, RIS or CSL-JSON.

Zotero imports all three as a "report": the one of its types that keeps authors, institution, kind,
series, number, date, language and URL in each of these formats. (Its "statute", CSL's
"legislation", drops the institution, and its CSL-JSON import long refused "document".)
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rispy
from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

LANGUAGE = "nl"

_TEX_ESCAPES = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{character: f"\\{character}" for character in "{}#$%&_"},
    }
)
# TeX sets each of these pairs as one sign (-- as a dash, '' as a closing quotation mark).
_TEX_LIGATURE = re.compile(r"-(?=-)|'(?=')|`(?=`)|,(?=,)|<(?=<)|>(?=>)|[!?](?=`)")


@dataclass(frozen=True, slots=True)
class Record:
    """What a reference manager keeps of a citation. What no source states is empty, and left out.

    `authors` are offices and names as printed, each a whole that is not to be split into first and
    last name. `note` holds the citation in words, with the question that it answers.
    """

    key: str
    kind: str
    title: str
    note: str
    authors: tuple[str, ...] = ()
    institution: str = ""
    series: str = ""
    number: str = ""
    date: datetime.date | None = None
    url: str | None = None

    def as_bibtex(self) -> str:
        """The record as a `@techreport`, in UTF-8, that classic BibTeX and biblatex both read.

        Title and authors stand in braces of their own: styles leave their capitals alone, and an
        author with a comma or an "and" in it stays one author.
        """
        fields = {
            "author": " and ".join(_braced(author) for author in self.authors),
            "title": _braced(self.title),
            "type": _tex(self.kind),
            "institution": _braced(self.institution),
            "series": _tex(self.series),
            "number": _tex(self.number),
            # No `month`: Zotero glues it to `date`, which says the same and more.
            "year": f"{self.date:%Y}" if self.date else "",
            "date": self.date.isoformat() if self.date else "",
            "url": self.url or "",
            "language": LANGUAGE,
            "langid": "dutch",
            "note": _tex(self.note),
        }
        entry = Entry("techreport", self.key, [Field(k, v) for k, v in fields.items() if v])
        return write_string(Library([entry]))

    def as_ris(self) -> str:
        """The record as RIS, each value on one line; the note is an `N1`.

        RIS has no sign that keeps a comma inside a name: readers take what follows it for a first
        name.
        """
        fields = {
            "type_of_reference": "RPRT",
            "id": self.key,
            "authors": [one_line(author) for author in self.authors],
            "title": self.title,
            "type_of_work": self.kind,
            "publisher": self.institution,
            "secondary_title": self.series,
            # SN: the number of a report, as Zotero and EndNote read it.
            "issn": self.number,
            "year": f"{self.date:%Y}" if self.date else "",
            "date": f"{self.date:%Y/%m/%d}" if self.date else "",
            "urls": [self.url] if self.url else [],
            "language": LANGUAGE,
            "notes": [one_line(self.note)],
        }
        written = rispy.dumps([_known(fields)])
        # rispy numbers its records; readers look for TY on the first line.
        return str(written).removeprefix("1.\n")

    def as_csl_json(self) -> str:
        """The record as CSL-JSON: a list of one item, as the schema of CSL data has it.

        The series is both `collection-title`, which Zotero keeps of a report, and
        `container-title`, which it drops and other readers know.
        """
        fields = {
            "id": self.key,
            "type": "report",
            "genre": self.kind,
            "title": self.title,
            "author": [{"literal": one_line(author)} for author in self.authors],
            "publisher": self.institution,
            "collection-title": self.series,
            "container-title": self.series,
            "number": self.number,
            "issued": _date_parts(self.date),
            "URL": self.url,
            "language": LANGUAGE,
            "note": self.note,
        }
        return json.dumps([_known(fields)], ensure_ascii=False, indent=2)


def one_line(text: str) -> str:
    """The text on one line: white space as single spaces, control characters out."""
    visible = (c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cs"})
    return " ".join("".join(visible).split())


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that hold something, their texts each on one line."""
    lines = {k: one_line(v) if isinstance(v, str) else v for k, v in fields.items()}
    return {name: value for name, value in lines.items() if value}


def _braced(text: str) -> str:
    escaped = _tex(text)
    return f"{{{escaped}}}" if escaped else ""


def _tex(text: str) -> str:
    parted = _TEX_LIGATURE.sub("\\g<0>\0", one_line(text))
    return parted.translate(_TEX_ESCAPES).replace("\0", "{}")


def _date_parts(day: datetime.date | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else None
