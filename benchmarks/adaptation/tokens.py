"""Learns the token head of the shipped adaptation: texts read token by token (`indexing.tokens`).

    python benchmarks/adaptation/tokens.py DIR            learns, and looks at the last fifth
    python benchmarks/adaptation/tokens.py DIR --write    writes it into the shipped adaptation

DIR is the set of `check.py`. The model stays as the adaptation left it; learnt are one matrix and
one weight a number of a state, from the official questions and the typed ones of all
`queries*.jsonl` with their answers, none of them of the last fifth, and of the invented papers.
Each question is to agree more with its own answer than with the others of its batch, and the other
way round; every other batch is of neighbouring answers, which are of one paper or of a few. Ten
minutes on two cores.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from check import (
    FINAL,
    SHIPPED_FOLDS,
    TYPED,
    begin,
    invented_pairs,
    show,
)
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parents[2]))

from eval.adaptation import measured
from indexing.adaptation import SHIPPED, read_adaptation, write_adaptation
from indexing.adapting import Pair
from indexing.encoder import PassageReadings, SentenceTransformerEncoder
from indexing.tokens import TokenHead

LAYER = 10
"""Of twelve: after 4, 6, 8, 10 and 12 raw states add to the ranking 0.003, 0.005, 0.006, 0.015 and
nothing in nDCG@10 on the last fifth (docs/decisions/0005)."""
WIDTH = 64
STEPS = 360
BATCH = 32
RATE = 1.5e-3
NEIGHBOURHOOD = 60
"""Answers on each side of one from which a batch of neighbours is mostly drawn."""
TO_QUESTIONS = 0.3
SEED = 1

Numbers = npt.NDArray[np.int64]


class Head(nn.Module):
    """The head while it is learnt."""

    def __init__(self, states: Sequence[Tensor]) -> None:
        super().__init__()
        size = states[0].shape[1]
        self.projection = nn.Linear(size, WIDTH, bias=False)
        self.weighing = nn.Linear(size, 1)
        self.sharpness = nn.Parameter(torch.tensor(30.0).log())
        with torch.no_grad():
            # It begins with the directions in which states differ most.
            directions = torch.linalg.svd(torch.cat([*states]), full_matrices=False)[2]
            self.projection.weight.copy_(directions[:WIDTH])
            self.weighing.weight.zero_()
            self.weighing.bias.zero_()

    def forward(self, questions: Sequence[Tensor], answers: Sequence[Tensor]) -> Tensor:
        """How well each question agrees with each answer: shape (questions, answers)."""
        asked, asked_there = _padded(questions)
        answered, answered_there = _padded(answers)
        shares = self.weighing(asked).squeeze(-1).sigmoid() * asked_there
        left = nn.functional.normalize(self.projection(asked), dim=-1)
        right = nn.functional.normalize(self.projection(answered), dim=-1)
        cosines = torch.tensordot(left, right, ([2], [2]))
        nearest = cosines.masked_fill(~answered_there, -1).amax(-1)
        return (nearest * shares[..., None]).sum(1) / shares.sum(1, keepdim=True)

    def learnt(self) -> TokenHead:
        """The head as it ships."""
        weights = [
            weight.detach().numpy().astype(np.float16).astype(np.float32)
            for weight in (self.projection.weight, self.weighing.weight[0])
        ]
        return TokenHead(LAYER, *weights, self.weighing.bias.item())


def main() -> None:
    encoder, bench, write = begin(__doc__)
    invented = invented_pairs()
    fold = bench.fold_of_answer(SHIPPED_FOLDS)
    texts = {**bench.answers, **{pair.answer: pair.text for pair in invented}}
    asked = bench.pairs(TYPED) + invented
    questions, answers, place = read(encoder, asked, texts)
    final = np.array([fold.get(pair.answer) == FINAL for pair in asked])
    head = learn(questions, answers, place, np.flatnonzero(~final)).learnt()
    reader = SentenceTransformerEncoder(
        encoder.model,
        name=encoder.name,
        revision=encoder.revision,
        query_prompt=encoder.query_prompt,
        passage_prompt=encoder.passage_prompt,
        head=head,
    )
    passages = reader.read_passages([*bench.answers.values()])
    official = np.array([pair.official for pair in asked])
    for part, own in (("official", final & official), ("typed", final & ~official)):
        queries = [pair.query for pair, there in zip(asked, own, strict=True) if there]
        title = f"{part}: {len(queries)} questions, {len(bench.answers)} answers"
        _look(title, reader, passages, queries, place[own].tolist())
    if write:
        shipped = read_adaptation(SHIPPED)
        facts = {"tokens": f"layer {LAYER}, width {WIDTH}, {STEPS} steps, seed {SEED}"}
        write_adaptation(SHIPPED, shipped.changes, {**shipped.facts, **facts}, head)
        print(f"written to {SHIPPED.name}: now run answerability.py and fit_confidence.py --write")


def read(
    encoder: SentenceTransformerEncoder, asked: Sequence[Pair], texts: Mapping[str, str]
) -> tuple[list[Tensor], list[Tensor], Numbers]:
    """What `learn` learns from: the states of questions and answers, and each question's answer.

    `texts` are the answers by their identifiers.
    """
    row = {answer: number for number, answer in enumerate(texts)}
    return (
        _states(encoder, [encoder.query_prompt + pair.query for pair in asked]),
        _states(encoder, [encoder.passage_prompt + text for text in texts.values()]),
        np.array([row[pair.answer] for pair in asked]),
    )


def _states(encoder: SentenceTransformerEncoder, texts: Sequence[str]) -> list[Tensor]:
    """The states of each text's tokens after `LAYER`, each of length 1: (tokens, size), halves."""
    model = encoder.model
    transformer: Any = model[0]
    transformer.model.config.output_hidden_states = True
    found = {}
    longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    for start in range(0, len(texts), BATCH):
        own = longest_first[start : start + BATCH]
        features = model.preprocess([texts[number] for number in own])
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            read = model(features)
        states = nn.functional.normalize(read["all_layer_embeddings"][LAYER].float(), dim=-1)
        for number, there, state in zip(own, features["attention_mask"], states, strict=True):
            found[number] = state[there.bool()].half()
    return [found[number] for number in range(len(texts))]


def learn(
    questions: Sequence[Tensor], answers: Sequence[Tensor], place: Numbers, learnt: Numbers
) -> Head:
    """The head, from the questions of these numbers; `place` has the answer of each question."""
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    sample = random.choice(len(answers), min(300, len(answers)), replace=False)
    head = Head([answers[number].float() for number in sample])
    optimizer = torch.optim.Adam(head.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, STEPS)
    for step, batch in enumerate(_batches(place, learnt, random), start=1):
        agreement = head(
            [questions[number].float() for number in batch],
            [answers[place[number]].float() for number in batch],
        )
        scores = agreement * head.sharpness.exp()
        own = torch.arange(len(batch))
        loss = nn.functional.cross_entropy(scores, own)
        loss = loss + TO_QUESTIONS * nn.functional.cross_entropy(scores.T, own)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        print(f"\r{step}/{STEPS} {loss.item():.3f}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return head


def _batches(place: Numbers, learnt: Numbers, random: np.random.Generator) -> Iterator[list[int]]:
    """Questions, each of another answer: from all, or of neighbours, one batch as likely."""
    own = place[learnt]
    for _ in range(STEPS):
        far = random.random(len(learnt))
        if random.random() < 0.5:
            far = far * NEIGHBOURHOOD + np.abs(own - random.choice(own))
        first: dict[int, int] = {}
        for number in np.argsort(far):
            first.setdefault(int(own[number]), int(learnt[number]))
            if len(first) == BATCH:
                break
        yield [*first.values()]


def _padded(texts: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """The states side by side, and which of them are there."""
    lengths = torch.tensor([len(text) for text in texts])
    padded = nn.utils.rnn.pad_sequence([*texts], batch_first=True)
    return padded, torch.arange(padded.shape[1]) < lengths[:, None]


def _look(
    title: str,
    encoder: SentenceTransformerEncoder,
    passages: PassageReadings,
    queries: Sequence[str],
    right: Sequence[int],
) -> None:
    """Prints how well questions find their answers by one vector, by tokens, and by both."""
    questions = [encoder.read_query(query) for query in queries]
    by_vector = np.array([question.vector for question in questions]) @ passages.vectors.T
    by_tokens = np.array([question.tokens.agreement(passages.tokens) for question in questions])
    scores = {"one vector": by_vector, "tokens": by_tokens, "both": by_vector + by_tokens}
    show(title, {name: measured(found, right) for name, found in scores.items()})


if __name__ == "__main__":
    main()
