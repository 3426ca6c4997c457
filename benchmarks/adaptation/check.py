"""What the shipped adaptation gained, and how it was made: which answer each question finds.

    python benchmarks/adaptation/check.py DIR                 without and with it, side by side
    python benchmarks/adaptation/check.py DIR --folds 3       cross-validated on the first 80%
    python benchmarks/adaptation/check.py DIR --train OUT     made anew; 100 minutes on two cores

What is made anew has no token head yet; `tokens.py` learns one and writes it into the shipped file.

DIR is a BEIR set whose query ids count through the questions of papers, such as kamervragen-dev:
q00013, q00026 … Neighbouring questions are of one paper and about one matter, so they are kept
together: a group ends where the number jumps by more than 12. The last fifth of the questions, by
group, is *final*: nothing is learnt from it, though the shares of `RECIPES` were chosen on it, and
the figures without options are of it. Beside the official questions `queries.jsonl` and
`queries-2.jsonl` hold typed ones, written for these answers. `invented/` is a set of the same
layout with papers that no ministry wrote, made up for training alone.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from eval.adaptation import NEAR_MISS, found_by_meaning
from eval.statistics import Estimate
from indexing.adaptation import SHIPPED, Matrix, blended, read_adaptation, write_adaptation
from indexing.adapting import Pair, Training, adapt
from indexing.encoder import SentenceTransformerEncoder, adaptation_in, load_encoder
from retrieval import Settings

FOLDER = Path(__file__).parent
FIRST, SECOND, _, MATCHED = TYPED = tuple(
    FOLDER / f"queries{number}.jsonl" for number in ("", "-2", "-3", "-4")
)
INVENTED = FOLDER / "invented"
INVENTED_TYPED = INVENTED / "typed.jsonl"


@dataclass(frozen=True, slots=True)
class Recipe:
    """A training: how, on what, and the share of what it changed.

    It learns from the official questions of the set and these `typed` ones, or from the `invented`
    papers and nothing else.
    """

    training: Training
    share: float
    typed: tuple[Path, ...] = ()
    invented: bool = False


RECIPES = (
    Recipe(Training(), 0.2125, (FIRST,)),
    Recipe(Training(near_misses=2, to_questions=1.0), 0.2125, (FIRST, SECOND)),
    Recipe(Training(near_misses=0, epochs=4, seed=7), 0.15),
    Recipe(Training(to_questions=1.0, seed=11), 0.5, invented=True),
)
"""What ships is the sum of these trainings. The shares were chosen on the gold sets and the last
fifth (docs/decisions/0005-adaptation.md)."""
RANK = 32
"""Of what ships."""
APART = 12
"""A jump of the numbers of two questions beyond which another paper begins."""
LEARNT = 0.8
"""Share of the questions that is learnt from; the rest is final."""
FINAL = -1
SHIPPED_FOLDS = 3
"""The shipped adaptation was chosen by three folds, and made from all three."""


@dataclass(frozen=True, slots=True)
class BenchSet:
    """The official questions and the answers of a BEIR set, in its order."""

    queries: Mapping[str, str]
    answers: Mapping[str, str]
    answer_of: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path) -> BenchSet:
        """The set in a folder; of a question's answers the last one judged counts."""
        qrels = (folder / "qrels" / "test.tsv").read_text("utf-8").splitlines()[1:]
        return cls(
            {line["_id"]: line["text"] for line in read_lines(folder / "queries.jsonl")},
            {line["_id"]: line["text"] for line in read_lines(folder / "corpus.jsonl")},
            {query: answer for query, answer, _ in (line.split("\t") for line in qrels)},
        )

    def asked(self) -> dict[str, str]:
        """The official question of each answer that has one."""
        return {self.answer_of[query]: text for query, text in self.queries.items()}

    def group_of_answer(self) -> dict[str, int]:
        """The group of each answer: that of its question, or of the answer before it."""
        groups = dict(zip(self.queries, group_numbers(list(self.queries)), strict=True))
        return carried({self.answer_of[query]: g for query, g in groups.items()}, self.answers)

    def fold_of_answer(self, folds: int) -> dict[str, int]:
        """The fold of each answer; `FINAL` where nothing may be learnt from it."""
        numbers = fold_numbers(group_numbers(list(self.queries)), folds)
        of_query = dict(zip(self.queries, numbers, strict=True))
        return carried({self.answer_of[query]: f for query, f in of_query.items()}, self.answers)

    def pairs(self, files: Sequence[Path] = (FIRST, SECOND)) -> list[Pair]:
        """The official questions, then the typed ones, with their answers and near misses."""
        group = self.group_of_answer()
        asked = self.asked()
        typed = [line for path in files for line in read_lines(path)]
        misses = defaultdict(list)
        for line in typed:
            if line["style"] == NEAR_MISS:
                misses[line["answer"]].append(line["query"])

        def pair(query: str, answer: str, *, official: bool) -> Pair:
            return Pair(
                query=query,
                text=self.answers[answer],
                answer=answer,
                paper=str(group[answer]),
                asked=query if official else asked.get(answer, ""),
                official=official,
                near_misses=tuple(misses[answer]),
            )

        return [
            pair(text, self.answer_of[query], official=True) for query, text in self.queries.items()
        ] + [
            pair(line["query"], line["answer"], official=False)
            for line in typed
            if line["style"] != NEAR_MISS
        ]


def invented_pairs() -> list[Pair]:
    """The official and the typed questions of the invented papers."""
    return BenchSet.load(INVENTED).pairs([INVENTED_TYPED])


def group_numbers(queries: Sequence[str]) -> list[int]:
    """The group of each query, from 0, by the numbers in their ids ("q00013")."""
    numbers = [int(query[1:]) for query in queries]
    groups = [0] * len(numbers)
    for place in range(1, len(numbers)):
        jump = numbers[place] - numbers[place - 1]
        groups[place] = groups[place - 1] + (jump > APART)
    return groups


def fold_numbers(groups: Sequence[int], folds: int) -> list[int]:
    """The fold of each query: runs of whole groups, about as long; the last fifth is `FINAL`.

    A group goes where its first query falls.
    """
    first: dict[int, int] = {}
    for place, group in enumerate(groups):
        first.setdefault(group, place)
    starts = [LEARNT * number / folds for number in range(1, folds + 1)]
    by_group = {group: bisect_right(starts, at / len(groups)) for group, at in first.items()}
    return [by_group[group] if by_group[group] < folds else FINAL for group in groups]


def carried(known: Mapping[str, int], names: Sequence[str] | Mapping[str, str]) -> dict[str, int]:
    """A number for each name: its own, or that of the one before it; 0 before the first."""
    numbers: dict[str, int] = {}
    last = 0
    for name in names:
        last = numbers[name] = known.get(name, last)
    return numbers


def show(title: str, columns: Mapping[str, Mapping[str, Estimate]]) -> None:
    """Prints the measures with a column for each system."""
    print(title)
    print(" " * 12 + "".join(f"{name:>26}" for name in columns))
    for measure in next(iter(columns.values())):
        cells = (column[measure] for column in columns.values())
        print(
            f"{measure:12}"
            + "".join(f"{f'{e.mean:.3f} [{e.low:.3f}-{e.high:.3f}]':>26}" for e in cells)
        )


def read_lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def begin(description: str) -> tuple[SentenceTransformerEncoder, BenchSet, bool]:
    """The command line of a script that learns on top of the shipped adaptation.

    The embedded model with it, the set, and whether what is learnt is to be written. With settings
    of another model the script ends.
    """
    parser = argparse.ArgumentParser(description=description.split("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DIR", help="a BEIR set")
    parser.add_argument("--write", action="store_true", help="write what ships")
    options = parser.parse_args()
    encoder = Settings.load().load_encoder(threads=None)
    if adaptation_in(encoder.revision) != read_adaptation(SHIPPED).digest:
        parser.error("expected the embedded model with the shipped adaptation: unset KAMERBRON_*")
    return encoder, BenchSet.load(options.folder), options.write


def embedded(adaptation: str) -> SentenceTransformerEncoder:
    """The embedded model with an adaptation, by what `KAMERBRON_ADAPTATION` takes."""
    settings = Settings.load()
    return load_encoder(
        "embedded",
        settings.model_cache,
        settings.query_prompt,
        settings.passage_prompt,
        adaptation=adaptation,
    )


def _learn(bench: BenchSet, learnt: Container[str], out: Path) -> None:
    """Trains by each recipe on the pairs of the answers learnt from, and writes their blend."""
    pairs = [_pairs(recipe, bench, learnt) for recipe in RECIPES]
    changes = [trained(recipe.training, own) for recipe, own in zip(RECIPES, pairs, strict=True)]
    shares = [recipe.share for recipe in RECIPES]
    facts = {
        "base": "multilingual-e5-small",
        "pairs": ", ".join(str(len(own)) for own in pairs),
        "epochs": ", ".join(str(recipe.training.epochs) for recipe in RECIPES),
        "shares": ", ".join(map(str, shares)),
        "rank": str(RANK),
        "seed": ", ".join(str(recipe.training.seed) for recipe in RECIPES),
    }
    write_adaptation(out, blended(changes, shares, RANK), facts)


def trained(training: Training, pairs: Sequence[Pair]) -> dict[str, tuple[Matrix, Matrix]]:
    """What a training on these pairs changes in the embedded model."""
    encoder = embedded("none")
    changes = adapt(
        encoder.model,
        pairs,
        encoder.query_prompt,
        encoder.passage_prompt,
        training,
        lambda step, steps, loss: print(f"\r{step}/{steps} {loss:.3f}", end="", file=sys.stderr),
    )
    print(file=sys.stderr)
    return changes


def _pairs(recipe: Recipe, bench: BenchSet, learnt: Container[str]) -> list[Pair]:
    if recipe.invented:
        return invented_pairs()
    return [pair for pair in bench.pairs(recipe.typed) if pair.answer in learnt]


def measure(
    bench: BenchSet, parts: Mapping[str, Sequence[Pair]], adaptations: Mapping[str, str]
) -> None:
    """Prints how well each part's questions find their answers, a column for each adaptation."""
    encoders = {name: embedded(adaptation) for name, adaptation in adaptations.items()}
    for part, pairs in parts.items():
        columns = {
            name: found_by_meaning(encoder, pairs, [*bench.answers.items()])
            for name, encoder in encoders.items()
        }
        show(f"{part}: {len(pairs)} questions, {len(bench.answers)} answers", columns)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, metavar="DIR", help="a BEIR set")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--train", type=Path, metavar="OUT", help="make the shipped one anew")
    choice.add_argument("--folds", type=int, metavar="N", help="cross-validate, N at least 2")
    options = parser.parse_args()
    if options.folds is not None and options.folds < 2:
        parser.error("--folds: expected 2 or more, as each fold is held against the others")
    bench = BenchSet.load(options.folder)
    folds = options.folds or SHIPPED_FOLDS
    fold = bench.fold_of_answer(folds)
    pairs = bench.pairs()

    def parts(number: int) -> dict[str, list[Pair]]:
        own = [pair for pair in pairs if fold[pair.answer] == number]
        return {
            "official": [pair for pair in own if pair.official],
            "typed": [pair for pair in own if not pair.official],
        }

    def others(*kept_aside: int) -> set[str]:
        return {answer for answer, number in fold.items() if number not in kept_aside}

    if options.train:
        _learn(bench, others(FINAL), options.train)
    elif options.folds:
        with tempfile.TemporaryDirectory() as aside:
            for number in range(folds):
                out = Path(aside, f"{number}.safetensors")
                _learn(bench, others(number, FINAL), out)
                print(f"fold {number + 1} of {folds}")
                measure(bench, parts(number), {"without": "none", "with": str(out)})
    else:
        measure(bench, parts(FINAL), {"without": "none", "shipped": "shipped"})


if __name__ == "__main__":
    main()
