"""A loaded index that answers questions with official answers and their citations."""

from retrieval.citation import CitationStyle, cite, numbers_as_text
from retrieval.earlier import Earlier, SetResult, answer_set
from retrieval.facets import PERIOD, Facets
from retrieval.filters import CHAMBERS, FilterError, Filters, dossiers, parties
from retrieval.kamerbron import Kamerbron, UnknownAnswer
from retrieval.question import QuestionError, clean_question
from retrieval.question_set import (
    QuestionSet,
    QuestionSetError,
    SubQuestion,
    read_question_file,
    read_question_set,
)
from retrieval.result import Cited, Evidence, Hit, Note, Position, SearchResult
from retrieval.settings import Settings, SettingsError

__all__ = [
    "CHAMBERS",
    "PERIOD",
    "CitationStyle",
    "Cited",
    "Earlier",
    "Evidence",
    "Facets",
    "FilterError",
    "Filters",
    "Hit",
    "Kamerbron",
    "Note",
    "Position",
    "QuestionError",
    "QuestionSet",
    "QuestionSetError",
    "SearchResult",
    "SetResult",
    "Settings",
    "SettingsError",
    "SubQuestion",
    "UnknownAnswer",
    "answer_set",
    "cite",
    "clean_question",
    "dossiers",
    "numbers_as_text",
    "parties",
    "read_question_file",
    "read_question_set",
]
