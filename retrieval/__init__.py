"""A loaded index that answers questions with official answers and their citations."""

from retrieval.citation import CitationStyle, cite, numbers_as_text
from retrieval.filters import FilterError, Filters, parties
from retrieval.kamerbron import Kamerbron, UnknownAnswer
from retrieval.question import QuestionError, clean_question
from retrieval.result import Cited, Evidence, Hit, Note, SearchResult
from retrieval.settings import Settings, SettingsError

__all__ = [
    "CitationStyle",
    "Cited",
    "Evidence",
    "FilterError",
    "Filters",
    "Hit",
    "Kamerbron",
    "Note",
    "QuestionError",
    "SearchResult",
    "Settings",
    "SettingsError",
    "UnknownAnswer",
    "cite",
    "clean_question",
    "numbers_as_text",
    "parties",
]
