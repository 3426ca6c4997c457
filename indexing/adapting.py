"""Training of an adaptation: a model learns which answers answer which questions.

Each step takes a few dozen questions with their answers and asks of the model that every question
be nearer to its own answer than to those of the others, and every answer nearer to its own question
than to the others (the InfoNCE loss with in-batch negatives, both ways). Questions of one paper go
together, so that the others are not too easy to tell apart; and beside them stand *near misses*,
questions about the same matter that the answer leaves open, so that nearness comes to mean that a
question is answered and not only that its words are named.

Official questions are long and formal; people type short ones. So an official question is often cut
to one of its sentences or to its rarest words, and any question may lose its capitals and its marks
or get a typing error. An answer is shown as the index embeds it: whole, or its nearest sentence,
alone or with the official question.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn

from corpus import Document, Status, sentence_spans
from indexing.adaptation import Matrix

Progress = Callable[[int, int, float], None]
"""Called after each step with its number, the number of all steps, and its loss."""

_QUERY_TOKENS = 80
_PASSAGE_TOKENS = 192
_NEIGHBOURS = 10
"""Answers of a paper that stand together."""
_SAYS_SOMETHING = 60
"""Characters of an answer that can be told from others."""
_WARM_UP = 20
"""Steps in which the learning rate rises."""
_MARKS = re.compile(r"[?.,!]")
_WORD = re.compile(r"[\w'-]+")
_QUESTION = re.compile(r"[^?.!]+[?.!]*")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and an answer to it.

    `asked` is the official question that is printed with the answer, empty where there is none;
    `official` says that `query` is that question itself. `near_misses` are questions on the same
    matter that `text` does not answer. Pairs of one `answer` (an identifier) are never held against
    each other; those of one `paper` go together.
    """

    query: str
    text: str
    answer: str
    paper: str
    asked: str = ""
    official: bool = False
    near_misses: tuple[str, ...] = ()


def official_pairs(documents: Sequence[Document]) -> list[Pair]:
    """The official questions of papers with their answers, in the order of the corpus.

    Pointers, announcements and answers as short as "Ja." teach nothing and are left out. Each ten
    neighbouring answers count as one paper of `Pair`: they are about the same matter.
    """
    return [
        Pair(
            query=answer.asked,
            text=answer.text,
            answer=answer.id,
            paper=f"{document.id}/{place // _NEIGHBOURS}",
            asked=answer.asked,
            official=True,
        )
        for document in documents
        for place, answer in enumerate(document.answers)
        if answer.questions
        and answer.asked
        and answer.status is Status.SUBSTANTIVE
        and len(answer.text) >= _SAYS_SOMETHING
    ]


@dataclass(frozen=True, slots=True)
class Training:
    """How to train. Two cores take some four seconds a step of 32 pairs.

    `near_misses` is how many of an answer stand in one step, `to_questions` how much it weighs that
    an answer be nearest to its own question, beside that a question be nearest to its own answer.
    """

    epochs: int = 3
    batch: int = 32
    rate: float = 5e-4
    temperature: float = 0.02
    rank: int = 16
    seed: int = 27925
    near_misses: int = 1
    to_questions: float = 0.5


class _LowRank(nn.Module):
    """A linear layer with a change beside it, the only part that is trained.

    A dense change would need the gradient of every weight, which costs half as much time again.
    """

    def __init__(self, linear: nn.Linear, rank: int) -> None:
        super().__init__()
        self.linear = linear
        self.down = nn.Parameter(torch.randn(rank, linear.in_features) / linear.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, states: Tensor) -> Tensor:
        kept: Tensor = self.linear(states)
        return kept + 2 * (states @ self.down.T) @ self.up.T


def adapt(
    model: SentenceTransformer,
    pairs: Sequence[Pair],
    query_prompt: str,
    passage_prompt: str,
    training: Training = Training(),
    progress: Progress | None = None,
) -> dict[str, tuple[Matrix, Matrix]]:
    """The changes, by the name of the weight, that the pairs teach the model.

    The model itself is trained in place: it embeds as changed afterwards. On a CPU it is computed
    in bfloat16, three times as fast as in float32. The same seed gives the same pairs in the same
    order; the last digits hang on the machine.
    """
    random_ = random.Random(training.seed)  # noqa: S311 (to be repeated, and no secret)
    torch.manual_seed(training.seed)
    nearest = _nearest_sentences(model, pairs, query_prompt, passage_prompt)
    rarity = _rarity([pair.query for pair in pairs])
    layers = _low_rank_layers(model, training.rank)
    trained = [matrix for layer in layers.values() for matrix in (layer.down, layer.up)]
    optimizer = torch.optim.AdamW(trained, lr=training.rate, weight_decay=0.01)
    steps = sum(1 for _ in _batches(pairs, training, random.Random(0)))  # noqa: S311 (to count)
    for step, batch in enumerate(_batches(pairs, training, random_), start=1):
        pace = min(1, step / _WARM_UP) * max(0.02, 1 - step / steps)
        for group in optimizer.param_groups:
            group["lr"] = training.rate * pace
        queries = [_typed(pairs[i], rarity, random_) for i in batch]
        queries += [
            miss
            for misses in {pairs[i].answer: pairs[i].near_misses for i in batch}.values()
            for miss in random_.sample(misses, min(training.near_misses, len(misses)))
        ]
        passages = [_shown(pairs[i], nearest[i], random_) for i in batch]
        with torch.autocast(model.device.type, torch.bfloat16):
            asked = _embed(model, [query_prompt + query for query in queries], _QUERY_TOKENS)
            answered = _embed(model, [passage_prompt + text for text in passages], _PASSAGE_TOKENS)
        to_answers, to_questions = _losses(
            asked @ answered.T / training.temperature, [pairs[i].answer for i in batch]
        )
        loss = to_answers + training.to_questions * to_questions
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        if progress:
            progress(step, steps, loss.item())
    return {
        f"{name}.weight": (
            (2 * layer.up).detach().cpu().numpy().astype(np.float16),
            layer.down.detach().cpu().numpy().astype(np.float16),
        )
        for name, layer in layers.items()
    }


def _low_rank_layers(model: SentenceTransformer, rank: int) -> dict[str, _LowRank]:
    """Every linear layer of the model's transformer, replaced, by its name."""
    for weight in model.parameters():
        weight.requires_grad = False
    found = [
        (name, module)
        for name, module in model.named_modules()
        if isinstance(module, nn.Linear) and ".layer" in name
    ]
    layers = {name: _LowRank(module, rank).to(model.device) for name, module in found}
    for name, layer in layers.items():
        parent, _, own = name.rpartition(".")
        setattr(model.get_submodule(parent), own, layer)
    return layers


def _batches(
    pairs: Sequence[Pair], training: Training, random_: random.Random
) -> Iterator[list[int]]:
    """Numbers of pairs: papers in random order, each answer once a round, the batches shuffled."""
    papers: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, pair in enumerate(pairs):
        papers[pair.paper][pair.answer].append(number)
    for _ in range(training.epochs):
        rounds: dict[int, list[int]] = defaultdict(list)
        for paper in random_.sample(list(papers), len(papers)):
            for numbers in papers[paper].values():
                for place, number in enumerate(random_.sample(numbers, len(numbers))):
                    rounds[place].append(number)
        order = [number for numbers in rounds.values() for number in numbers]
        batches = [order[i : i + training.batch] for i in range(0, len(order) - 1, training.batch)]
        yield from random_.sample(batches, len(batches))


def _embed(model: SentenceTransformer, texts: list[str], most: int) -> Tensor:
    longest = min(most, model.max_seq_length or most)
    features = model.tokenizer(
        texts, truncation=True, max_length=longest, padding=True, return_tensors="pt"
    ).to(model.device)
    vectors: Tensor = model(dict(features))["sentence_embedding"]
    return nn.functional.normalize(vectors.float(), dim=-1)


def _losses(scores: Tensor, answers: Sequence[str]) -> tuple[Tensor, Tensor]:
    """From questions to answers, and back.

    Rows beyond the answers are near misses, which no answer may be near to.
    """
    count = len(answers)
    same = torch.tensor([[a == b for b in answers] for a in answers], device=scores.device)
    same.fill_diagonal_(False)
    own = torch.arange(count, device=scores.device)
    paired = scores[:count].masked_fill(same, -math.inf)
    to_answers = nn.functional.cross_entropy(paired, own)
    to_questions = nn.functional.cross_entropy(torch.cat([paired, scores[count:]]).T, own)
    return to_answers, to_questions


def _nearest_sentences(
    model: SentenceTransformer, pairs: Sequence[Pair], query_prompt: str, passage_prompt: str
) -> list[str]:
    """For each pair the sentence of its answer that is nearest to the question, as yet."""
    texts = {pair.answer: pair.text for pair in pairs}
    sentences = {name: [t[a:b] for a, b in sentence_spans(t)] or [t] for name, t in texts.items()}

    def encode(prompt: str, of: Sequence[str]) -> Tensor:
        with torch.autocast(model.device.type, torch.bfloat16):
            vectors = model.encode(list(of), prompt=prompt, batch_size=16, show_progress_bar=False)
        return torch.as_tensor(vectors, dtype=torch.float32)

    flat = encode(passage_prompt, [s for own in sentences.values() for s in own])
    parts = torch.split(flat, [len(s) for s in sentences.values()])
    vectors = dict(zip(sentences, parts, strict=True))
    queries = encode(query_prompt, [pair.query for pair in pairs])
    return [
        sentences[pair.answer][int((vectors[pair.answer] @ query).argmax())]
        for pair, query in zip(pairs, queries, strict=True)
    ]


def _shown(pair: Pair, nearest: str, random_: random.Random) -> str:
    """The answer as one of the texts that the index embeds of it."""
    chance = random_.random()
    if pair.official:  # its own question beside the answer would tell too much
        return pair.text if chance < 0.65 else nearest
    if chance < 0.3:
        return f"{pair.asked}\n{pair.text}".lstrip("\n")
    if chance < 0.5:
        return pair.text
    return nearest if chance < 0.75 else f"{pair.asked}\n{nearest}".lstrip("\n")


def _typed(pair: Pair, rarity: Counter[str], random_: random.Random) -> str:
    """The question as someone might have typed it."""
    text = pair.query
    chance = random_.random()
    if pair.official and chance < 0.25:
        asking = [part.strip() for part in _QUESTION.findall(text) if "?" in part]
        text = random_.choice(asking or [text])
    elif pair.official and chance < 0.45:
        text = _keywords(text, rarity, random_)
    if random_.random() < 0.15:
        text = _MARKS.sub("", text.lower())
    return _mistyped(text, random_) if random_.random() < 0.1 else text


def _rarity(queries: Sequence[str]) -> Counter[str]:
    """In how many questions a word stands."""
    return Counter(word for query in queries for word in set(_WORD.findall(query.lower())))


def _keywords(text: str, rarity: Counter[str], random_: random.Random) -> str:
    """Two to six of the rarer words, in their order."""
    words = _WORD.findall(text.lower())
    rarest = sorted(range(len(words)), key=lambda i: (rarity[words[i]], i))[: len(words) // 2]
    kept = random_.sample(rarest, min(len(rarest), random_.randint(2, 6)))
    return " ".join(words[i] for i in sorted(kept)) or text


def _mistyped(text: str, random_: random.Random) -> str:
    """The text with two letters swapped, one left out or one doubled."""
    inside = [i for i in range(1, len(text) - 1) if text[i : i + 2].isalpha()]
    if not inside:
        return text
    i = random_.choice(inside)
    changed = random_.choice([text[i + 1] + text[i], text[i + 1], text[i] + text[i : i + 2]])
    return text[:i] + changed + text[i + 2 :]
