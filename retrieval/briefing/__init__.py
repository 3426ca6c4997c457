"""A briefing: quotes from official answers in an order, each with a note and its citation."""

from retrieval.briefing.briefing import (
    Briefing,
    Imprint,
    Placement,
    Quote,
    sentences_quoted,
    spans_of_sentences,
)
from retrieval.briefing.checking import GAP, Checked, Quoted, Standing, Unfounded, check
from retrieval.briefing.exporting import Form, export, file_name
from retrieval.briefing.pdf import UnprintableError, unprintable_signs
from retrieval.briefing.saved import IN_WORDS, BriefingFileError, load, save

__all__ = [
    "GAP",
    "IN_WORDS",
    "Briefing",
    "BriefingFileError",
    "Checked",
    "Form",
    "Imprint",
    "Placement",
    "Quote",
    "Quoted",
    "Standing",
    "Unfounded",
    "UnprintableError",
    "check",
    "export",
    "file_name",
    "load",
    "save",
    "sentences_quoted",
    "spans_of_sentences",
    "unprintable_signs",
]
