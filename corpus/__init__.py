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
from corpus.library import STARTER, Corpus, CorpusError, fingerprint, load_corpus
from corpus.parsing import ParseError, parse_file, parse_text
from corpus.sentences import sentence_spans

__all__ = [
    "STARTER",
    "Corpus",
    "CorpusError",
    "Document",
    "KamerbronError",
    "OfficialAnswer",
    "Paper",
    "PaperType",
    "ParseError",
    "ParseWarning",
    "Piece",
    "Question",
    "Span",
    "Status",
    "fingerprint",
    "load_corpus",
    "parse_file",
    "parse_text",
    "sentence_spans",
]
