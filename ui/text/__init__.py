"""All text of the interface, in Dutch and in English: a module a page, a table a module.

`frame.said(TABLE)` is a table's text in the language chosen; `frame.words()` that of `WORDS`, what
every page says.
"""

from ui.text.ask import ASK, EXAMPLES
from ui.text.briefing import BRIEFING
from ui.text.common import LANGUAGES, STREAMLIT, WORDS, Words
from ui.text.documents import DOCUMENTS
from ui.text.evaluation import EVALUATION
from ui.text.how_to_read import HOW_TO_READ
from ui.text.paper import PAPER
from ui.text.question_set import QUESTION_SET

PAGES = (ASK, QUESTION_SET, BRIEFING, DOCUMENTS, PAPER, EVALUATION, HOW_TO_READ)

__all__ = [
    "ASK",
    "BRIEFING",
    "DOCUMENTS",
    "EVALUATION",
    "EXAMPLES",
    "HOW_TO_READ",
    "LANGUAGES",
    "PAGES",
    "PAPER",
    "QUESTION_SET",
    "STREAMLIT",
    "WORDS",
    "Words",
]
