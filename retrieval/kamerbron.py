"""Kamerbron itself: a loaded index that answers questions.

kamerbron = Kamerbron.open(Settings.load())
result = kamerbron.ask("Hoeveel doden vielen er bij de protesten in Irak?")
result.hits[0].citation
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Self

import numpy as np
import numpy.typing as npt

from corpus import KamerbronError, OfficialAnswer, Paper, fingerprint
from corpus.identifiers import read_identifier
from indexing import Encoder, PublishedIndex, open_published
from retrieval.citation import cite
from retrieval.confidence import calibration, confidence
from retrieval.evidence import mark_evidence
from retrieval.filters import Filters
from retrieval.question import clean_question
from retrieval.ranking import DEFAULT, Ranked, Signals, Weights, rank
from retrieval.referrals import resolve_referrals
from retrieval.result import Cited, Hit, Note, SearchResult
from retrieval.settings import Settings

_CANDIDATES = 200
"""Chunks that each of passage and terms puts forward."""
_MOSTLY = 0.5
"""With more unknown characters than this, a question is in a script the model does not know."""
_WARM = "Hoeveel militairen heeft Nederland in Irak?"

Vector = npt.NDArray[np.float32]


class UnknownAnswer(KamerbronError):
    """An identifier that names no answer of the index."""


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
        encoder = settings.load_encoder()
        index = open_published(
            settings.index_root,
            expect=settings.recipe,
            revision=encoder.revision,
            fingerprint=fingerprint(settings.corpus, settings.papers),
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

    def _candidates(
        self, question: str, vector: Vector, papers: Sequence[Paper]
    ) -> dict[str, Signals]:
        """What each part says of every answer that passage or terms put forward."""
        chosen = None if len(papers) == len(self.papers) else {paper.id for paper in papers}
        rows = None if chosen is None else self._index.chunks_of(chosen)
        near = self._index.nearest(vector, _CANDIDATES, rows)
        worded = self._index.with_terms(question, _CANDIDATES, chosen)
        chunks = np.union1d(near, np.array([chunk for chunk, _ in worded], np.int64))
        cosines = self._index.meaning(vector, chunks)
        shares = self._index.term_shares(question, chunks)
        best: dict[str, tuple[float, float]] = {}
        for chunk, cosine in zip(chunks.tolist(), cosines.tolist(), strict=True):
            answer = self._index.answer_of(chunk)
            passage, terms = best.get(answer, (0.0, 0.0))
            best[answer] = max(passage, cosine), max(terms, shares.get(chunk, 0.0))
        return {
            answer: Signals(passage, *self._best_sentence(vector, answer), terms)
            for answer, (passage, terms) in best.items()
        }

    def _best_sentence(self, vector: Vector, answer: str) -> tuple[float, float]:
        """The best cosine of a sentence alone, and of a sentence with its question."""
        cosines = self._index.sentence_meaning(vector, answer)
        if not len(cosines):
            return 0.0, 0.0
        alone, in_context = cosines.max(axis=0).tolist()
        return alone, in_context

    def _hit(self, place: int, entry: Ranked, vector: Vector) -> Hit:
        paper, answer = self.answer(entry.id)
        spans = self._index.sentence_spans(answer.id)
        scores = self._index.sentence_meaning(vector, answer.id).mean(axis=1)
        return Hit(
            rank=place,
            score=entry.score,
            answer=answer,
            paper=paper,
            evidence=mark_evidence(answer.text, spans, scores),
            citation=cite(paper, answer),
            cites=tuple(self._cited(identifier) for identifier in answer.cites),
        )

    def _cited(self, identifier: str) -> Cited:
        identity = read_identifier(identifier)
        return Cited(identifier, identity.url if identity else None, identifier in self._paper)
