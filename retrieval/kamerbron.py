"""Kamerbron itself: a loaded index that answers questions.

kamerbron = Kamerbron.open(Settings.load())
result = kamerbron.ask("Hoeveel doden vielen er bij de protesten in Irak?")
result.hits[0].citation
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Self

import numpy as np
import numpy.typing as npt

from corpus import KamerbronError, OfficialAnswer, Paper, fingerprint
from corpus.identifiers import read_identifier
from indexing import Encoder, PublishedIndex, open_published
from indexing.encoder import QueryReading, SentenceTransformerEncoder, adaptation_in
from indexing.tokens import QueryTokens
from retrieval.aliases import Aliases, load_aliases, shipped
from retrieval.answerability import answerability
from retrieval.citation import cite
from retrieval.confidence import FIRST, calibration, confidence, features
from retrieval.evidence import mark_evidence
from retrieval.expected import asked_for
from retrieval.facets import AnswerTable, Facets
from retrieval.filters import Filters
from retrieval.naming import Naming
from retrieval.question import clean_question
from retrieval.ranking import DEFAULT, Ranked, Signals, Weights, rank
from retrieval.referrals import resolve_referrals
from retrieval.related import Related
from retrieval.result import Cited, Evidence, Hit, Note, SearchResult, Why
from retrieval.scope import Scope, Scopes
from retrieval.settings import Settings
from retrieval.timeline import DEPTH, timeline

_CANDIDATES = 200
"""Chunks that each of passage and terms puts forward."""
_LOOKED_AT_TWICE = 50
"""Of these, best first, each word and what they name is held against the question."""
_CHANCE = 0.15
"""How much the chance that a sentence answers counts as evidence, beside its cosine."""
_MOSTLY = 0.5
"""With more unknown characters than this, a question is in a script the model does not know."""
_WARM = "Hoeveel militairen heeft Nederland in Irak?"

Vector = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


class UnknownAnswer(KamerbronError):
    """An identifier that names no answer of the index."""


class Kamerbron:
    """Answers questions from one published index. Safe to share between threads."""

    def __init__(
        self,
        index: PublishedIndex,
        encoder: Encoder,
        threshold: float | None,
        aliases: Aliases | None = None,
    ) -> None:
        self._index = index
        self._encoder = encoder
        adaptation = adaptation_in(encoder.revision)
        self._answerability = answerability(adaptation)
        self._calibration = calibration(adaptation)
        self.threshold = self._calibration.threshold if threshold is None else threshold
        self.papers: tuple[Paper, ...] = index.papers()
        self._paper = {paper.id: paper for paper in self.papers}
        self._aliases = aliases or shipped()
        self._naming = Naming(index, self.papers, self._aliases)
        answers = tuple(index.answers())
        self._unasked = frozenset(answer.id for answer in answers if not answer.asked)
        self._scopes = Scopes(self.papers, answers)
        self._table = AnswerTable(self.papers, answers)
        self._related = Related(index)

    @classmethod
    def open(cls, settings: Settings, encoder: SentenceTransformerEncoder | None = None) -> Self:
        """The index that the settings name, checked byte by byte before it is used.

        `encoder` is the model of these settings where it is loaded already.

        Raises `IndexRefused` for an index that is missing, damaged, or made from another corpus or
        with other settings, `ModelError` for a model that cannot be loaded.
        """
        encoder = encoder or settings.load_encoder()
        index = open_published(
            settings.index_root,
            expect=settings.recipe,
            revision=encoder.revision,
            fingerprint=fingerprint(settings.corpus, settings.papers),
        )
        return cls(index, encoder, settings.threshold, load_aliases(settings.aliases))

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
        scope = self._scopes.scope(filters)
        if scope.empty:
            notes = (*notes, Note.FILTERED_OUT)
        read = self._encoder.read_query(question.text)
        vector = read.vector
        ranked = self._ranked(question.text, read, scope, DEFAULT)
        sure = self._confidence(question.text, vector, ranked)
        resolved = (
            entry
            for entry in resolve_referrals(ranked, self._index.answer)
            if scope.shows(entry.id)
        )
        hits = tuple(
            self._hit(place, entry, question.text, vector)
            for place, entry in enumerate(islice(resolved, max(k, DEPTH)), start=1)
        )
        answerable = sure >= self.threshold
        return SearchResult(
            query=query,
            hits=hits[:k],
            confidence=sure,
            answerable=answerable,
            index=self.generation,
            id=id,
            notes=notes,
            timeline=timeline(hits) if answerable else (),
        )

    def rank(self, query: str, weights: Weights = DEFAULT) -> list[Ranked]:
        """All candidates for a question, best first, before referrals: for evaluations."""
        text = clean_question(query).text
        return self._ranked(text, self._encoder.read_query(text), Scope(), weights)

    def confidence_features(self, query: str) -> tuple[float, ...]:
        """What the confidence of a question is read from: to fit it."""
        text = clean_question(query).text
        read = self._encoder.read_query(text)
        return self._features(text, read.vector, self._ranked(text, read, Scope(), DEFAULT))

    def answer(self, id: str) -> tuple[Paper, OfficialAnswer]:  # noqa: A002
        """An official answer with its paper. Raises `UnknownAnswer` where there is none."""
        try:
            return self._paper[id.partition("#")[0]], self._index.answer(id)
        except KeyError:
            raise UnknownAnswer("{id}: the index holds no such answer.", id=id) from None

    def facets(self, filters: Filters = Filters()) -> Facets:  # noqa: B008 (frozen)
        """What each filter would leave, counted in official answers; no question is asked.

        Nothing is refused: what does not exist counts 0.
        """
        return self._table.facets(filters)

    def neighbours(self, id: str) -> tuple[OfficialAnswer | None, OfficialAnswer | None]:  # noqa: A002
        """The answers before and after this one in its paper, where there are any.

        Raises `UnknownAnswer` where there is no such answer.
        """
        paper, answer = self.answer(id)
        order = self._index.answers_of(paper.id)
        place = order.index(answer.id)
        before = self._index.answer(order[place - 1]) if place else None
        after = self._index.answer(order[place + 1]) if place + 1 < len(order) else None
        return before, after

    def related(self, id: str, k: int = 3) -> tuple[tuple[Paper, OfficialAnswer], ...]:  # noqa: A002
        """The `k` answers to other questions that are nearest in meaning to this one, best first.

        Fewer where nothing more is near. By the vectors of the index: the model is not called.
        Never the answer itself, one that it points to or that points to it, a mere pointer, an
        announcement, one without question or heading, or one that says nearly the same in the same
        words. Raises `UnknownAnswer` where there is no such answer.
        """
        _, answer = self.answer(id)
        return tuple(self.answer(name) for name in islice(self._related.to(answer), k))

    def name_of(self, thing: str) -> str:
        """What a reader calls a thing of `Why.names`: its first name, of the user's names too."""
        names = (group.names[0] for group in self._aliases.groups if group.id == thing)
        return next(names, thing)

    def answer_texts(self) -> dict[str, str]:
        """The text of every official answer, by identifier."""
        return {answer.id: answer.text for answer in self._index.answers()}

    def _ranked(
        self, question: str, read: QueryReading, scope: Scope, weights: Weights
    ) -> list[Ranked]:
        """All candidates, best first; the first of them, and those addressed, looked at twice."""
        first = self._candidates(question, read.vector, scope)
        ranked = rank(first, weights)
        if not weights.look_twice:
            return ranked
        understood = self._naming.understood(question)
        addressed = [
            Ranked(name, 0.0, first.get(name, Signals()))
            for name in self._naming.addressed(understood)
            if scope.searches(name)
        ]
        near = {entry.id: entry for entry in [*ranked[:_LOOKED_AT_TWICE], *addressed]}
        closely = self._word_by_word(read.tokens, [*near.values()])
        return rank(first | self._naming.signals(question, understood, closely), weights)

    def _word_by_word(self, question: QueryTokens, ranked: Sequence[Ranked]) -> list[Ranked]:
        """These answers with how well each meets the words of the question."""
        found = self._index.agreement(question, [entry.id for entry in ranked])
        return [
            replace(entry, signals=replace(entry.signals, words=max(0.0, agreement)))
            for entry, agreement in zip(ranked, found, strict=True)
        ]

    def _confidence(self, question: str, vector: Vector, ranked: Sequence[Ranked]) -> float:
        """How sure we are; certain of an answer named by its number, 0 without candidates."""
        if not ranked:
            return 0.0
        if ranked[0].signals.address:
            return 1.0
        return confidence(self._features(question, vector, ranked), self._calibration)

    def _features(
        self, question: str, vector: Vector, ranked: Sequence[Ranked]
    ) -> tuple[float, ...]:
        first = [entry.id for entry in ranked[:FIRST]]
        found = (
            evidence.text
            for name in first
            for evidence in self._evidence(question, self._index.answer(name), vector)
        )
        return features(ranked, asked_for(question), "\n".join(found), self._chance(vector, first))

    def _chance(self, vector: Vector, answers: Sequence[str]) -> float | None:
        """The chance that the best of these answers' nearest sentences answers the question.

        0 where they have no sentences, `None` where it was not learnt for this model.
        """
        if not self._answerability:
            return None
        in_context = (self._index.sentence_vectors(name)[:, 1] for name in answers)
        nearest = [own[np.argmax(own @ vector)] for own in in_context if len(own)]
        return float(self._answerability.of(vector, np.array(nearest)).max()) if nearest else 0.0

    def _evidence(
        self, question: str, answer: OfficialAnswer, vector: Vector
    ) -> tuple[Evidence, ...]:
        spans = self._index.sentence_spans(answer.id)
        vectors = self._index.sentence_vectors(answer.id)
        scores = (vectors @ vector).mean(axis=1)
        if self._answerability and len(vectors):
            scores = scores + _CHANCE * self._answerability.of(vector, vectors[:, 1])
        return mark_evidence(self._naming.wordings(question), answer.text, spans, scores)

    def _candidates(self, question: str, vector: Vector, scope: Scope) -> dict[str, Signals]:
        """What each part says of every answer that passage or terms put forward."""
        near = self._index.nearest(vector, _CANDIDATES, scope.chunks(self._index))
        chunks = np.union1d(near, self._worded(question, scope))
        cosines = self._index.meaning(vector, chunks)
        shares = self._term_shares(question, chunks)
        best: dict[str, tuple[float, float]] = {}
        for chunk, cosine in zip(chunks.tolist(), cosines.tolist(), strict=True):
            answer = self._index.answer_of(chunk)
            passage, terms = best.get(answer, (0.0, 0.0))
            best[answer] = max(passage, cosine), max(terms, shares.get(chunk, 0.0))
        return {
            answer: Signals(passage, *self._best_sentence(vector, answer, passage), terms)
            for answer, (passage, terms) in best.items()
        }

    def _term_shares(self, question: str, chunks: Rows) -> dict[int, float]:
        """The share of the question's term weight that each chunk holds, 0 left out.

        Of several wordings the mean.
        """
        wordings = self._naming.wordings(question)
        shares = [self._index.term_shares(wording, chunks) for wording in wordings]
        return {
            chunk: sum(found.get(chunk, 0.0) for found in shares) / len(shares)
            for chunk in set[int]().union(*shares)
        }

    def _worded(self, question: str, scope: Scope) -> Rows:
        """The chunks that the terms of all wordings put forward.

        The terms know papers, not answers: until enough of the scope are found, more are asked for.
        """
        documents = None if scope.papers is None else set(scope.papers)
        said = " ".join(self._naming.wordings(question))
        depth = _CANDIDATES
        while True:
            found = [chunk for chunk, _ in self._index.with_terms(said, depth, documents)]
            kept = [chunk for chunk in found if scope.searches(self._index.answer_of(chunk))]
            if len(kept) >= _CANDIDATES or len(found) < depth:
                return np.array(kept[:_CANDIDATES], np.int64)
            depth *= 4

    def _best_sentence(self, vector: Vector, answer: str, passage: float) -> tuple[float, float]:
        """The best cosine of a sentence alone, and of a sentence with its question.

        Of an answer that is printed without one the sentence would count twice: half of its second
        time goes to the passage.
        """
        cosines = self._index.sentence_meaning(vector, answer)
        if not len(cosines):
            return 0.0, 0.0
        alone, in_context = cosines.max(axis=0).tolist()
        if answer in self._unasked:
            in_context = (in_context + passage) / 2
        return alone, in_context

    def _hit(self, place: int, entry: Ranked, question: str, vector: Vector) -> Hit:
        paper, answer = self.answer(entry.id)
        return Hit(
            rank=place,
            score=entry.score,
            answer=answer,
            paper=paper,
            evidence=self._evidence(question, answer, vector),
            citation=cite(paper, answer),
            cites=tuple(self._cited(identifier) for identifier in answer.cites),
            why=Why(
                added=DEFAULT.added(entry.signals),
                names=self._naming.shared(question, answer.id),
                via=entry.via,
            ),
        )

    def _cited(self, identifier: str) -> Cited:
        identity = read_identifier(identifier)
        return Cited(identifier, identity.url if identity else None, identifier in self._paper)
