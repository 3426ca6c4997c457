"""What a session measures with: its sets, its runs, and what they say of the questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from corpus import KamerbronError
from eval import (
    SYSTEM_NAMES,
    BackgroundEval,
    Comparison,
    EvalError,
    Evaluation,
    GoldError,
    GoldSet,
    SavedRun,
    SavedRunError,
    by_name,
    check_run,
    compare,
    evaluate,
    places_for,
    read_run,
    saved_runs,
    shipped_sets,
)
from retrieval import Kamerbron, Settings
from ui import figures
from ui.frame import load_encoder
from ui.text.evaluation import EvaluationWords

SET = "evaluation-set"
OWN_SET = "evaluation-own-set"
OWN_RUN = "evaluation-own-run"
"""The keys of the controls that choose a set, and take a file of questions or a run."""
MISSES_AT_ONCE = 10
LONGEST_NAME = 60

_DESK = "evaluation"
_MOST_BYTES = 1_000_000
_MOST_QUESTIONS = 1000
_MOST_SAVED = 100

Key = tuple[str, ...]
"""What a figure hangs on: the set, the part of it, and the runs by name and digest."""


@dataclass
class Desk:
    """What this session measures with: nobody else sees it. Runs stand by the set's SHA-256."""

    sets: dict[str, GoldSet]
    chosen: str
    shipped: frozenset[str]
    part: str = ""
    main: str = ""
    running: BackgroundEval | None = None
    made: dict[str, dict[str, SavedRun]] = field(default_factory=dict)
    loaded: dict[str, dict[str, SavedRun]] = field(default_factory=dict)
    misses_shown: int = MISSES_AT_ONCE
    refused_set: KamerbronError | None = None
    refused_run: KamerbronError | None = None
    ended: BackgroundEval | None = None
    """The last measurement, where it did not end well."""

    @property
    def questions(self) -> GoldSet:
        """The set chosen."""
        return self.sets[self.chosen]

    def runs(self) -> dict[str, SavedRun]:
        """All runs over the set chosen, by what reports call them, in the order of reports."""
        made = self.made.get(self.chosen, {})
        runs = by_name([*made.values()], self.loaded.get(self.chosen, {}))
        return dict(sorted(runs.items(), key=lambda item: _place(item[1])))

    def gather(self) -> None:
        """Takes over what was measured in the background, once that has ended."""
        if self.running is None or self.running.going:
            return
        ended, self.running = self.running, None
        for run in ended.made:
            self.made.setdefault(run.questions.sha256, {})[run.name] = run
        if ended.failure or ended.stopped:
            self.ended = ended


@dataclass(frozen=True)
class Shown:
    """What is looked at: runs over a part of a set, the one that it is about last.

    `names` is what readers call the runs.
    """

    runs: Mapping[str, SavedRun]
    names: Mapping[str, str]
    evaluation: Evaluation
    key: Key

    @property
    def main(self) -> str:
        """The run that misses and reliability are of."""
        return self.evaluation.runs[-1].name

    @property
    def for_readers(self) -> Evaluation:
        """The evaluation with the names that readers know."""
        return figures.named(self.evaluation, self.names)


def _place(run: SavedRun) -> tuple[int, datetime]:
    """Baselines come first, what users get last; of one system the run made last."""
    known = run.name in SYSTEM_NAMES
    return SYSTEM_NAMES.index(run.name) if known else -1, run.saved_at


def desk_of_session() -> Desk:
    """The desk of this session; at first with the sets that ship, and no runs."""
    if _DESK not in st.session_state:
        sets = {gold.identity.sha256: gold for gold in _shipped()}
        st.session_state[_DESK] = Desk(sets, next(iter(sets)), frozenset(sets))
    desk: Desk = st.session_state[_DESK]
    return desk


@st.cache_resource(show_spinner=False)
def _shipped() -> tuple[GoldSet, ...]:
    return shipped_sets()


def start(desk: Desk, names: tuple[str, ...]) -> None:
    """Starts a measurement, where none is going on; those over shipped sets are saved."""
    if desk.running:
        return
    settings = Settings.load()
    identity = desk.questions.identity
    shipped = desk.chosen in desk.shipped
    places = places_for(settings.home, identity, names) if shipped else {}
    encoder = load_encoder(settings)
    desk.ended = None
    desk.running = BackgroundEval(desk.questions, settings, names, encoder, places)
    desk.running.start()


def take_set(desk: Desk, kamerbron: Kamerbron) -> None:
    """Takes over the file of questions that was uploaded, or keeps why it cannot be used."""
    desk.refused_set = None
    file: UploadedFile | None = st.session_state[OWN_SET]
    if file is None:
        return
    try:
        gold = _read_set(file.name, file.getvalue(), kamerbron)
    except KamerbronError as error:
        desk.refused_set = error
        return
    sha = gold.identity.sha256
    desk.sets.setdefault(sha, gold)
    desk.chosen = st.session_state[SET] = sha


def _read_set(name: str, raw: bytes, kamerbron: Kamerbron) -> GoldSet:
    name = name[-LONGEST_NAME:]
    _check_size(name, raw)
    gold = GoldSet.read(raw, name)
    if len(gold.questions) > _MOST_QUESTIONS:
        raise GoldError(
            "{name} holds {found} questions. Expected are {most} at most; split the file, or "
            "measure with “kamerbron eval --gold”.",
            name=name,
            found=len(gold.questions),
            most=_MOST_QUESTIONS,
        )
    gold.check(kamerbron)
    return gold


def take_run(desk: Desk) -> None:
    """Takes over the saved run that was uploaded, or keeps why it cannot be used."""
    desk.refused_run = None
    file: UploadedFile | None = st.session_state[OWN_RUN]
    if file is None:
        return
    try:
        run = _read_own_run(file.name, file.getvalue(), desk.questions)
    except KamerbronError as error:
        desk.refused_run = error
        return
    if all(own.digest() != run.digest() for own in desk.runs().values()):
        name = f"{file.name[-LONGEST_NAME:]} {run.digest()[:6]}"
        desk.loaded.setdefault(desk.chosen, {})[name] = run


def _read_own_run(name: str, raw: bytes, questions: GoldSet) -> SavedRun:
    name = name[-LONGEST_NAME:]
    _check_size(name, raw)
    run = read_run(raw, name)
    if run.questions.sha256 != questions.identity.sha256:
        raise SavedRunError(
            "{name}: expected a run over {expected}, found one over {found}. Choose those "
            "questions first.",
            name=name,
            expected=questions.identity.name,
            found=run.questions.name,
        )
    check_run(run, questions.questions, name)
    return run


def _check_size(name: str, raw: bytes) -> None:
    if len(raw) > _MOST_BYTES:
        raise EvalError(
            "{name} is of {found} kB. Expected are {most} kB at most; choose the right file, or "
            "split it.",
            name=name,
            found=len(raw) // 1000,
            most=_MOST_BYTES // 1000,
        )


def saved_here(home: Path) -> tuple[dict[str, tuple[SavedRun, str]], list[KamerbronError]]:
    """The runs saved in the home by their files, with their digests; and what cannot be read."""
    known: dict[str, tuple[SavedRun, str]] = {}
    refused: list[KamerbronError] = []
    for file in saved_runs(home)[:_MOST_SAVED]:
        name = f"{file.parent.name}/{file.name}"
        try:
            known[name] = _read_saved(str(file), name, file.stat().st_mtime_ns)
        except KamerbronError as error:
            refused.append(error)
        except OSError as error:
            refused.append(
                SavedRunError(
                    "{file}: expected a saved run, found: {why}.", file=name, why=error.strerror
                )
            )
    return known, refused


@st.cache_resource(show_spinner=False, max_entries=_MOST_SAVED)
def _read_saved(file: str, name: str, changed: int) -> tuple[SavedRun, str]:  # noqa: ARG001
    run = read_run(Path(file).read_bytes(), name)
    return run, run.digest()


@st.cache_resource(show_spinner=False, max_entries=12)
def evaluated(
    _questions: GoldSet,
    _runs: Mapping[str, SavedRun],
    part: str,
    key: Key,  # noqa: ARG001 (the key of the cache)
) -> Evaluation:
    """What the runs say of the questions of a part; of all where it is empty."""
    questions = [q for q in _questions.questions if part in ("", q.part)]
    return evaluate(questions, [run.as_run(name) for name, run in _runs.items()])


@st.cache_resource(show_spinner=False, max_entries=12)
def compared(
    _evaluation: Evaluation,
    first: str,
    second: str,
    key: Key,  # noqa: ARG001 (the key of the cache)
) -> Comparison:
    """What the second run gains over the first."""
    return compare(_evaluation, first, second)


def reader_names(runs: Mapping[str, SavedRun], words: EvaluationWords) -> dict[str, str]:
    """What readers call the runs: their systems, with the moment where there are several of one."""
    times = Counter(run.name for run in runs.values())
    names: dict[str, str] = {}
    for key, run in runs.items():
        name = words.systems.get(run.name, run.name[:LONGEST_NAME])
        if times[run.name] > 1:
            name += f", {run.saved_at:%Y-%m-%d %H:%M}"
        taken = sum(other.partition(" #")[0] == name for other in names.values())
        names[key] = f"{name} #{taken + 1}" if taken else name
    return names
