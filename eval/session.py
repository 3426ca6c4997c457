"""From a set to runs with all that they hang on, made just now or saved before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from eval.identity import code_identity
from eval.run import run_system
from eval.saved import Configuration, SavedRun
from eval.sets import QuestionSet
from eval.systems import systems
from indexing import Progress
from indexing.encoder import SentenceTransformerEncoder
from indexing.published import read_manifest
from retrieval import Settings


def run_systems(
    questions: QuestionSet,
    settings: Settings,
    names: Sequence[str],
    progress: Progress | None = None,
    encoder: SentenceTransformerEncoder | None = None,
) -> Iterator[SavedRun]:
    """The runs of these systems over a set, in the order of reports, each as soon as it is made.

    Steps of `progress` are those of indexing, where the set's papers must be indexed first, then
    the systems by name. `encoder` is the model of these settings where it is loaded already. Raises
    `KamerbronError` where the set cannot be opened.
    """
    code = code_identity()
    kamerbron = questions.open(settings, progress, encoder)
    index = read_manifest(questions.index_root(settings))
    for system in systems(kamerbron, names):
        report = partial(progress, system.name) if progress else None
        run = run_system(system, questions.questions, report)
        configuration = Configuration.of(system, index, kamerbron.threshold)
        yield SavedRun.of(run, questions.identity, configuration, index.generation, code)


def by_name(
    made: Sequence[SavedRun],
    loaded: Mapping[str, SavedRun],
    last: Sequence[str] = (),
) -> dict[str, SavedRun]:
    """All runs by what reports call them: those made just now, then those `loaded`, by their file.

    A loaded run keeps the name of its system where no other run has it, and is called after its
    file otherwise. The runs that `last` names, by system or file, come last, in that order.
    """
    times = Counter(run.name for run in (*made, *loaded.values()))
    names = {run.name: run.name for run in made} | {
        file: run.name if times[run.name] == 1 else file for file, run in loaded.items()
    }
    runs = {names[run.name]: run for run in made} | {
        names[file]: run for file, run in loaded.items()
    }
    behind = [names[given] for given in last]
    return {name: runs[name] for name in [*(n for n in runs if n not in behind), *behind]}
