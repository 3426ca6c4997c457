"""Parliamentary papers on disk, read into official answers."""

from corpus.document import (
    Document,
    OfficialAnswer,
    Paper,
    PaperType,
    ParseWarning,
    Piece,
    Question,
    Span,
    Status,
)
from corpus.errors import KamerbronError
from corpus.extract import Extract
from corpus.library import STARTER, Corpus, CorpusError, fingerprint, load_corpus
from corpus.parsing import ParseError, parse_extract, parse_file, parse_text
from corpus.readers.errors import UnreadableError
from corpus.sentences import sentence_spans
from corpus.store import Failure, Library, Outcome, StoreError, Version

__all__ = [
    "STARTER",
    "Corpus",
    "CorpusError",
    "Document",
    "Extract",
    "Failure",
    "KamerbronError",
    "Library",
    "OfficialAnswer",
    "Outcome",
    "Paper",
    "PaperType",
    "ParseError",
    "ParseWarning",
    "Piece",
    "Question",
    "Span",
    "Status",
    "StoreError",
    "UnreadableError",
    "Version",
    "fingerprint",
    "load_corpus",
    "parse_extract",
    "parse_file",
    "parse_text",
    "sentence_spans",
]
