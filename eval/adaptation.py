"""What an adaptation gained: how well a model finds answers to questions that it was not taught."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from eval.lines import EvalError, filled_lines
from eval.statistics import Estimate, estimate_mean
from indexing.adaptation import Adaptation, joined, write_adaptation
from indexing.adapting import Pair, Progress, Training, adapt
from indexing.encoder import Encoder, SentenceTransformerEncoder

_DEPTH = 10
_APART = 0.2
"""Share of the papers that is kept to measure with."""
_LEAST = 40
"""Pairs with which learning makes sense."""
NEAR_MISS = "nearmiss"
"""The style of a typed question that its answer does not answer."""

Answers = Sequence[tuple[str, str]]
"""Identifiers with texts."""


@dataclass(frozen=True, slots=True)
class Gain:
    """Recall@1, MRR@10 and nDCG@10 on held-out questions, before and after."""

    before: Mapping[str, Estimate]
    after: Mapping[str, Estimate]


def adapt_to(
    encoder: SentenceTransformerEncoder,
    pairs: Sequence[Pair],
    answers: Answers,
    path: Path,
    *,
    before: Adaptation | None = None,
    training: Training = Training(),  # noqa: B008 (frozen)
    progress: Progress | None = None,
) -> Gain:
    """Trains the encoder's model on the pairs, measures what it gained, and writes the adaptation.

    The last fifth of the papers is not learnt from but measured with. `before` is the adaptation
    that the encoder has already: what is written holds both, and its token head, which stays as it
    was learnt. Raises `EvalError` for too few pairs.
    """
    learnt, apart = split_by_paper(pairs, _APART)
    if len(learnt) < _LEAST:
        raise EvalError(
            f"Expected at least {_LEAST} questions with answers to learn from, found "
            f"{len(learnt)}. Add papers with `kamerbron add`, or questions with --queries."
        )
    was = found_by_meaning(encoder, apart, answers)
    changes = adapt(
        encoder.model, learnt, encoder.query_prompt, encoder.passage_prompt, training, progress
    )
    now = found_by_meaning(encoder, apart, answers)
    facts = {
        "model": encoder.revision,
        "pairs": str(len(learnt)),
        "training": json.dumps({name: getattr(training, name) for name in training.__slots__}),
    }
    if before:
        changes = joined(before.changes, changes)
    write_adaptation(path, changes, facts, before.head if before else None)
    return Gain(was, now)


def read_typed(path: Path, pairs: Sequence[Pair]) -> list[Pair]:
    """Questions as people type them, from JSON lines {"answer", "query", "style"}, as pairs.

    `style` may be left out; "nearmiss" marks a question that its answer leaves open, which goes
    with the pairs of that answer. Lines about other answers than those of `pairs` are left out.
    Raises `EvalError` for a line that is none.
    """
    lines = [_typed_line(path, number, line) for number, line in _lines(path)]
    misses: dict[str, list[str]] = {}
    for answer, query, style in lines:
        if style == NEAR_MISS:
            misses.setdefault(answer, []).append(query)
    of = {
        pair.answer: replace(pair, near_misses=tuple(misses.get(pair.answer, ()))) for pair in pairs
    }
    return [
        replace(of[answer], query=query, official=False)
        for answer, query, style in lines
        if style != NEAR_MISS and answer in of
    ]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    return filled_lines(path, "file of questions", "one JSON object a line", EvalError)


def _typed_line(path: Path, number: int, line: str) -> tuple[str, str, str]:
    try:
        entry = json.loads(line)
        answer, query, style = entry["answer"], entry["query"], entry.get("style", "")
        if not all(isinstance(value, str) for value in (answer, query, style)) or not query.strip():
            raise TypeError
    except (ValueError, TypeError, KeyError, AttributeError):
        raise EvalError(
            f'{path}, line {number}: expected {{"answer": "…", "query": "…"}}, found '
            f"{line[:80]!r}. Correct the line; nothing was learnt."
        ) from None
    return answer, query, style


def split_by_paper(pairs: Sequence[Pair], share: float) -> tuple[list[Pair], list[Pair]]:
    """The pairs to learn from and those to measure with: whole papers, the last of them kept apart.

    At least one paper is kept where there are two; with one paper nothing is.
    """
    papers = list(dict.fromkeys(pair.paper for pair in pairs))
    count = max(1, round(len(papers) * share)) if len(papers) > 1 else 0
    apart = set(papers[len(papers) - count :])
    return (
        [pair for pair in pairs if pair.paper not in apart],
        [pair for pair in pairs if pair.paper in apart],
    )


def found_by_meaning(
    encoder: Encoder, pairs: Sequence[Pair], answers: Answers
) -> dict[str, Estimate]:
    """Recall@1, MRR@10 and nDCG@10 of the pairs' questions among the answers, by one vector each.

    `answers` are (identifier, text); the pair's own answer is the only right one. Empty for no
    pair.
    """
    if not pairs:
        return {}
    texts = encoder.encode_passages([text for _, text in answers])
    queries = encoder.encode_queries([pair.query for pair in pairs])
    place = {identifier: row for row, (identifier, _) in enumerate(answers)}
    return measured(queries @ texts.T, [place[pair.answer] for pair in pairs])


def measured(scores: npt.NDArray[np.float32], right: Sequence[int]) -> dict[str, Estimate]:
    """Recall@1, MRR@10 and nDCG@10 of scores of shape (questions, answers).

    `right` has the one right answer of each question, by its column. Equals do not outrank it.
    Empty for no question.
    """
    own = scores[np.arange(len(right)), right]
    ranks = 1 + (scores > own[:, np.newaxis]).sum(axis=1)
    measures = {
        "recall@1": [float(rank == 1) for rank in ranks],
        "MRR@10": [1 / rank if rank <= _DEPTH else 0.0 for rank in ranks],
        "nDCG@10": [1 / math.log2(rank + 1) if rank <= _DEPTH else 0.0 for rank in ranks],
    }
    estimates = {name: estimate_mean(values) for name, values in measures.items()}
    return {name: figure for name, figure in estimates.items() if figure}
