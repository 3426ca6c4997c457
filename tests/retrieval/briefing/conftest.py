"""The starter corpus, to hold briefings against; no model is needed for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from corpus import STARTER, OfficialAnswer, Paper, load_corpus
from retrieval import UnknownAnswer
from retrieval.briefing.checking import Find

CORPUS = load_corpus(STARTER)
ANSWERS: Mapping[str, OfficialAnswer] = CORPUS.answers()
PAPERS: Mapping[str, Paper] = {document.id: document.paper for document in CORPUS.documents}


def find_in(answers: Mapping[str, OfficialAnswer]) -> Find:
    """Finds answers as `Kamerbron.answer` does."""

    def find(identifier: str) -> tuple[Paper, OfficialAnswer]:
        if identifier not in answers:
            raise UnknownAnswer(identifier)
        return PAPERS[identifier.partition("#")[0]], answers[identifier]

    return find


@pytest.fixture(scope="session")
def answers() -> Mapping[str, OfficialAnswer]:
    """The 134 official answers, by identifier."""
    return ANSWERS


@pytest.fixture(scope="session")
def find() -> Find:
    """Finds the answers of the starter corpus."""
    return find_in(ANSWERS)


@pytest.fixture(scope="session")
def finding() -> Callable[[Mapping[str, OfficialAnswer]], Find]:
    """Finds answers in another state of the corpus."""
    return find_in
