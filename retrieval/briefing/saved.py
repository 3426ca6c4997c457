"""A briefing as a file, and back: JSON that says its version, and what every quote said.

The words in a file are never taken for the answer's: `check` holds them against the corpus.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    StringConstraints,
    ValidationError,
    model_validator,
)

from corpus import KamerbronError
from retrieval import CitationStyle
from retrieval.briefing.briefing import Briefing, Imprint, Placement, Quote
from retrieval.briefing.checking import Checked
from retrieval.briefing.printable import printable

VERSION = 1
LARGEST = 5_000_000
"""Bytes. Every answer of the starter corpus together takes 200,000."""
IN_WORDS = (CitationStyle.AANWIJZINGEN, CitationStyle.MINISTERIE, CitationStyle.APA)
"""The styles that give a citation in words; the others give records."""

_FROM_JSON = ConfigDict(strict=True, extra="forbid", frozen=True)
_Identifier = Annotated[str, StringConstraints(pattern=r"^[^\s#]+#\S+$", max_length=500)]
_Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class BriefingFileError(KamerbronError):
    """A file that is no saved briefing."""


class _SavedQuote(BaseModel):
    model_config = _FROM_JSON

    answer: _Identifier
    citation: str
    sha256: _Sha256
    spans: list[tuple[NonNegativeInt, NonNegativeInt]]
    passages: Annotated[list[str], Field(min_length=1)]
    note: str

    @model_validator(mode="after")
    def _fits(self) -> Self:
        lengths = [end - start for start, end in self.spans]
        if self.spans and lengths != [len(passage) for passage in self.passages]:
            raise ValueError("each span must be as long as its passage")
        if not self.spans and len(self.passages) != 1:
            raise ValueError("a whole answer is one passage")
        bounds = [place for span in self.spans for place in span]
        if any(a >= b for a, b in pairwise(bounds)):
            raise ValueError("spans must stand in their order, apart from each other")
        return self


class _SavedBriefing(BaseModel):
    model_config = _FROM_JSON

    kamerbron: Literal["briefing"]
    version: Literal[1]
    title: str
    style: Annotated[CitationStyle, Field(strict=False)]
    placement: Annotated[Placement, Field(strict=False)]
    quotes: list[_SavedQuote]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.style not in IN_WORDS:
            raise ValueError(f"style must be one of {', '.join(IN_WORDS)}")
        answers = [quote.answer for quote in self.quotes]
        if len(set(answers)) < len(answers):
            raise ValueError("each answer may be quoted once")
        return self


def save(checked: Checked) -> bytes:
    """The briefing as a file, the same bytes for the same briefing."""
    briefing = checked.briefing
    content = {
        "kamerbron": "briefing",
        "version": VERSION,
        "title": briefing.title,
        "style": briefing.style.value,
        "placement": briefing.placement.value,
        "quotes": [_as_json(quote) for quote in briefing.quotes],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _as_json(quote: Quote) -> dict[str, object]:
    """A quote that no corpus at hand ever held says no words."""
    imprint = quote.imprint or Imprint("0" * 64, ("",), "")
    return {
        "answer": quote.answer,
        "citation": imprint.citation,
        "sha256": imprint.sha256,
        "spans": [list(span) for span in quote.spans if quote.imprint],
        "passages": list(imprint.passages),
        "note": quote.note,
    }


def load(raw: bytes) -> Briefing:
    """The briefing that a file holds, yet to be held against the corpus.

    Raises `BriefingFileError` for what is no such file, with what is wrong in it.
    """
    if len(raw) > LARGEST:
        raise BriefingFileError(
            "A saved briefing has at most {most:,} bytes; this file has {found:,}. Choose the "
            "file that Kamerbron saved.",
            most=LARGEST,
            found=len(raw),
        )
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    _refuse_other_files(raw)
    try:
        saved = _SavedBriefing.model_validate_json(raw)
    except ValidationError as error:
        raise BriefingFileError(
            "The saved briefing is damaged: {fault}. Choose an unchanged copy of it.",
            fault=_first_of(error),
        ) from None
    return Briefing(
        printable(saved.title),
        tuple(_quote(quote) for quote in saved.quotes),
        saved.style,
        saved.placement,
    )


def _refuse_other_files(raw: bytes) -> None:
    """Tells files of others, and of newer versions, from damaged ones."""
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or content.get("kamerbron") != "briefing":
        raise BriefingFileError(
            "Expected a briefing that Kamerbron saved (JSON), found another file. "
            "DOCX and Markdown cannot be opened here; choose the .json file."
        )
    if content.get("version") != VERSION:
        raise BriefingFileError(
            "This briefing has version {found} of the format; this Kamerbron reads version "
            "{known}. Open it with the Kamerbron that saved it.",
            found=str(content.get("version"))[:20],
            known=VERSION,
        )


def _quote(saved: _SavedQuote) -> Quote:
    imprint = Imprint(saved.sha256, tuple(saved.passages), printable(saved.citation))
    return Quote(saved.answer, tuple(saved.spans), printable(saved.note), imprint)


def _first_of(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else first["msg"]
