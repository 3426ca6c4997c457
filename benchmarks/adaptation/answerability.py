"""Learns to tell a question that a sentence answers from one that it leaves open.

    python benchmarks/adaptation/answerability.py DIR            learns, and looks at the last fifth
    python benchmarks/adaptation/answerability.py DIR --write    writes retrieval/answerability.json

DIR is the set of `check.py`. Learnt from the typed questions of all `queries*.jsonl`, none of them
of the last fifth, and of the invented papers: each with the sentence of its answer that is nearest
to it. `queries-4.jsonl` is in matched pairs, one that the answer answers and one of the same form
that it leaves open; those on the last fifth are what it is judged by.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from check import (
    FINAL,
    INVENTED,
    INVENTED_TYPED,
    MATCHED,
    SHIPPED_FOLDS,
    TYPED,
    BenchSet,
    begin,
    read_lines,
)
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).parents[2]))

from corpus import sentence_spans
from eval.adaptation import NEAR_MISS
from indexing.adaptation import SHIPPED, read_adaptation
from indexing.chunks import in_context
from indexing.encoder import SentenceTransformerEncoder
from retrieval.answerability import FILE, Answerability, paired

STRENGTH = 0.01  # of the fit, by the AUROC on eval/gold (docs/decisions/0006)
DIGITS = 5

Vectors = npt.NDArray[np.float32]


def main() -> None:
    encoder, bench, write = begin(__doc__)
    fold = bench.fold_of_answer(SHIPPED_FOLDS)
    of_file = {file: read_lines(file) for file in TYPED}
    typed = [line for own in of_file.values() for line in own]
    invented = read_lines(INVENTED_TYPED)
    lines = typed + invented
    pairs = [
        _vectors(encoder, bench, typed),
        _vectors(encoder, BenchSet.load(INVENTED), invented),
    ]
    questions, sentences = (np.concatenate(part) for part in zip(*pairs, strict=True))
    values = paired(questions, sentences)
    answered = np.array([line["style"] != NEAR_MISS for line in lines])
    final = np.array([fold.get(line["answer"]) == FINAL for line in lines])
    matched = final & np.repeat(
        [*(file == MATCHED for file in of_file), False],
        [*(len(own) for own in of_file.values()), len(invented)],
    )

    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000))
    model.fit(values[~final], answered[~final])
    learnt = _unscaled(read_adaptation(SHIPPED).digest, model[0], model[1])
    chances = [
        learnt.of(question, sentence[np.newaxis])[0]
        for question, sentence in zip(questions[matched], sentences[matched], strict=True)
    ]
    print(
        f"learnt from {np.sum(~final)} questions, {np.sum(~final & ~answered)} of them left open\n"
        f"AUROC on matched pairs of the last fifth, {matched.sum()} questions:\n"
        f"  cosine         {roc_auc_score(answered[matched], values[matched, -1]):.3f}\n"
        f"  answerability  {roc_auc_score(answered[matched], chances):.3f}"
    )
    if write:
        FILE.write_text(learnt.model_dump_json() + "\n", "utf-8")
        print(f"written to {FILE.name}")


def _vectors(
    encoder: SentenceTransformerEncoder, bench: BenchSet, lines: Sequence[dict[str, str]]
) -> tuple[Vectors, Vectors]:
    """The vector of each line's question, and of the sentence of its answer nearest to it."""
    asked = bench.asked()
    questions = np.asarray(encoder.encode_queries([line["query"] for line in lines]))
    nearest = np.zeros_like(questions)
    of_answer: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        of_answer.setdefault(line["answer"], []).append(number)
    for answer, numbers in of_answer.items():
        text = bench.answers[answer]
        spans = sentence_spans(text) or [(0, len(text))]
        sentences = np.asarray(
            encoder.encode_passages(
                [in_context(asked.get(answer, ""), text[start:end]) for start, end in spans]
            )
        )
        nearest[numbers] = sentences[np.argmax(questions[numbers] @ sentences.T, axis=1)]
    return questions, nearest


def _unscaled(
    adaptation: str, scaler: StandardScaler, logistic: LogisticRegression
) -> Answerability:
    """The fitted model with the scales of its inputs put into its weights."""
    weights = logistic.coef_[0] / scaler.scale_
    width = (len(weights) - 1) // 2
    rounded = tuple(float(f"{weight:.{DIGITS}g}") for weight in weights)
    return Answerability(
        adaptation=adaptation,
        question=rounded[:width],
        product=rounded[width:-1],
        cosine=rounded[-1],
        bias=round(float(logistic.intercept_[0] - weights @ scaler.mean_), DIGITS),
    )


if __name__ == "__main__":
    main()
