"""Kamerbron itself: a loaded index that answers questions.

kamerbron = Kamerbron.open(Settings.load())
result = kamerbron.ask("Hoeveel doden vielen er bij de protesten in Irak?")
result.hits[0].citation
"""

from __future__ import annotations

from itertools import islice
from typing import Self

import numpy as np
import numpy.typing as npt

from corpus import OfficialAnswer, Paper, fingerprint
from indexing import Encoder, PublishedIndex, load_encoder, open_published
from retrieval.confidence import calibration, confidence
from retrieval.filters import Filters
from retrieval.question import clean_question
from retrieval.ranking import DEFAULT, Ranked, Weights, rank
from retrieval.referrals import resolve_referrals
from retrieval.result import Note, SearchResult
from retrieval.settings import Settings

_CANDIDATES = 200
"""Chunks that each of passage and terms puts forward. Beyond, no answer was ever found."""
_MOSTLY = 0.5
_WARM = "Hoeveel militairen heeft Nederland in Irak?"

Vector = npt.NDArray[np.float32]


class Kamerbron:
    """Answers questions from one published index. Safe to share between threads."""

    def __init__(self, index: PublishedIndex, encoder: Encoder, threshold: float | None) -> None:
        self._index = index
        self._encoder = encoder
        self.threshold = calibration().threshold if threshold is None else threshold
        self.papers: tuple[Paper, ...] = index.papers()
        self._paper = {paper.id: paper for paper in self.papers}

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The index that the settings name, checked byte by byte before it is used.

        Raises `IndexRefused` for an index that is missing, damaged, or made from another corpus or
        with other settings, `ModelError` for a model that cannot be loaded.
        """
        encoder = load_encoder(settings.recipe, settings.model_cache)
        index = open_published(
            settings.index_root,
            expect=settings.recipe,
            revision=encoder.revision,
            fingerprint=fingerprint(settings.corpus),
        )
        return cls(index, encoder, settings.threshold)

    @property
    def generation(self) -> str:
        """The identifier of the index that answers."""
        return self._index.generation

    def warm(self) -> None:
        """Asks one question, so that the first of a user finds everything loaded."""
        self.ask(_WARM)

    def ask(
        self,
        query: str,
        *,
        k: int = 5,
        filters: Filters = Filters(),  # noqa: B008 (frozen)
        id: str | None = None,  # noqa: A002 (the contract's word)
    ) -> SearchResult:
        """The `k` best official answers that pass the filters, and how sure we are of them.

        Raises `QuestionError` or `FilterError` for what cannot be asked. The same question over the
        same index gives the same result.
        """
        question = clean_question(query)
        notes = question.notes
        if self._encoder.unknown_share(question.text) > _MOSTLY:
            notes = (*notes, Note.UNKNOWN_SCRIPT)
        papers = filters.select(self.papers)
        if not papers:
            notes = (*notes, Note.FILTERED_OUT)
        vector = self._encoder.encode_queries([question.text])[0]
        ranked = rank(self._candidates(question.text, vector, papers), DEFAULT)
        sure = confidence(ranked)
        allowed = {paper.id for paper in papers}
        resolved = (
            entry
            for entry in resolve_referrals(ranked, self._index.answer)
            if entry.id.partition("#")[0] in allowed
        )
        return SearchResult(
            query=query,
            hits=tuple(
                self._hit(place, entry, vector)
                for place, entry in enumerate(islice(resolved, k), start=1)
            ),
            confidence=sure,
            answerable=sure >= self.threshold,
            index=self.generation,
            id=id,
            notes=notes,
        )

    def rank(self, query: str, weights: Weights = DEFAULT) -> list[Ranked]:
        """All candidates for a question, best first, before referrals: for evaluations."""
        text = clean_question(query).text
        vector = self._encoder.encode_queries([text])[0]
        return rank(self._candidates(text, vector, self.papers), weights)

    def answer(self, id: str) -> tuple[Paper, OfficialAnswer]:  # noqa: A002
        """An official answer with its paper. Raises `UnknownAnswer` where there is none."""
        try:
            return self._paper[id.partition("#")[0]], self._index.answer(id)
        except KeyError:
            raise UnknownAnswer(f"{id}: the index holds no such answer.") from None

    def answer_texts(self) -> dict[str, str]:
        """The text of every official answer, by identifier."""
        return {answer.id: answer.text for answer in self._index.answers()}
