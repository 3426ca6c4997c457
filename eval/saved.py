"""Saved runs: what a system found, with all that this hangs on, in one JSON file a run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.identity import CodeIdentity
from eval.lines import EvalError
from eval.questions import Question
from eval.run import Run, Scored, System
from eval.sets import SetIdentity
from indexing.published import Manifest

FORMAT: Final = 1
"""Raise it whenever the fields of a saved run change their meaning."""

_AGAIN = "Run the system again with `kamerbron eval`."


class SavedRunError(EvalError):
    """A saved run that cannot be used or written; the message names the file and the remedy."""


class _Saved(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Configuration(_Saved):
    """What a run was made with: the recipe of the index, and what the system adds to it."""

    model: str
    revision: str
    query_prompt: str
    passage_prompt: str
    chunk_tokens: int
    threshold: float
    system: dict[str, Any]

    @classmethod
    def of(cls, system: System, index: Manifest, threshold: float) -> Configuration:
        """That of a system that searches this index."""
        return cls(
            model=index.model,
            revision=index.revision,
            query_prompt=index.query_prompt,
            passage_prompt=index.passage_prompt,
            chunk_tokens=index.chunk_tokens,
            threshold=threshold,
            system=dict(system.configuration),
        )


class Found(_Saved):
    """What was found for a question: answers with their scores, best first, and the confidence."""

    ranking: tuple[tuple[str, float], ...]
    confidence: Annotated[float, Field(ge=0, le=1)]


class SavedRun(_Saved):
    """A run with the set it answers, its configuration, index and code, and when it was made."""

    format: Literal[1] = FORMAT
    name: str
    questions: SetIdentity
    configuration: Configuration
    index: str
    code: CodeIdentity
    saved_at: datetime
    found: dict[str, Found]

    @classmethod
    def of(
        cls,
        run: Run,
        questions: SetIdentity,
        configuration: Configuration,
        index: str,
        code: CodeIdentity,
    ) -> SavedRun:
        """A run made just now over a set."""
        return cls(
            name=run.name,
            questions=questions,
            configuration=configuration,
            index=index,
            code=code,
            saved_at=datetime.now(UTC).replace(microsecond=0),
            found={
                id_: Found(
                    ranking=tuple((scored.id, scored.score) for scored in ranking),
                    confidence=run.confidences[id_],
                )
                for id_, ranking in run.rankings.items()
            },
        )

    def as_run(self, name: str | None = None) -> Run:
        """What measures look at, under its own name or another."""
        return Run(
            name or self.name,
            {id_: tuple(Scored(*pair) for pair in f.ranking) for id_, f in self.found.items()},
            {id_: found.confidence for id_, found in self.found.items()},
            self.configuration.threshold,
        )

    def digest(self) -> str:
        """The SHA-256 of everything that it says."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class _Sealed(_Saved):
    seal: str
    run: SavedRun


class _AnyFormat(BaseModel):
    format: int


class _AnySaved(BaseModel):
    run: _AnyFormat


def places_for(
    home: Path, questions: SetIdentity, names: Sequence[str], folder: Path | None = None
) -> dict[str, Path]:
    """Where runs of these names are saved: "terms only" in `terms-only.json`.

    In the folder given, or in a new one under the home's `runs`, by moment and set. Raises
    `SavedRunError` where one stands there already: a saved run is never written over.
    """
    folder = folder or _new_folder(home / "runs", questions)
    places = {name: folder / file_name(name) for name in names}
    for place in places.values():
        if place.exists():
            raise SavedRunError(
                "{file} is a run that was saved before. Name another folder with --save, or move "
                "it away.",
                file=place,
            )
    return places


def file_name(name: str) -> str:
    """What the file of a run of this name is called."""
    return f"{_in_file_name(name).lower() or 'run'}.json"


def _new_folder(runs: Path, questions: SetIdentity) -> Path:
    folder = runs / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{_in_file_name(questions.name)}"
    numbered = (folder.with_name(f"{folder.name}-{number}") for number in count(2))
    return next(free for free in chain([folder], numbered) if not free.exists())


def _in_file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-")


def save_run(saved: SavedRun, file: Path) -> None:
    """Writes a saved run, sealed with the digest of what it says; whole or not at all."""
    aside = file.with_name(f"{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(sealed(saved), "utf-8")
        aside.replace(file)
    except OSError as error:
        raise SavedRunError(
            "{file}: expected a place to save a run in, found: {why}. Name a folder that you may "
            "write in with --save, or give --no-save.",
            file=file,
            why=error.strerror,
        ) from error


def sealed(saved: SavedRun) -> str:
    """What the file of a saved run holds: the run, and the digest of what it says."""
    return _Sealed(seal=saved.digest(), run=saved).model_dump_json() + "\n"


def saved_runs(home: Path) -> tuple[Path, ...]:
    """The files of the runs saved in the home, those made last first."""
    files = (home / "runs").glob("*/*.json")
    return tuple(sorted(files, key=lambda file: (file.parent.name, file.name), reverse=True))


def check_run(saved: SavedRun, questions: Sequence[Question], name: str) -> None:
    """Raises `SavedRunError` where the run, which messages call `name`, lacks one of these."""
    lacking = [question.id for question in questions if question.id not in saved.found]
    if lacking:
        raise SavedRunError(
            "{name}: the run lacks {lacking} of the {count} questions of its set, the first is "
            "{first}. " + _AGAIN,
            name=name,
            lacking=len(lacking),
            count=len(questions),
            first=lacking[0],
        )


def load_run(file: Path, questions: SetIdentity) -> SavedRun:
    """A saved run over this set.

    Raises `SavedRunError` where the file is missing, of another format, changed since it was
    saved, or a run over another set.
    """
    saved = _read(file)
    if saved.questions.sha256 != questions.sha256:
        raise SavedRunError(
            "{file}: expected a run over the set {expected}, found one over {found}. Name its set "
            "with --gold or --beir; runs over different questions do not compare.",
            file=file,
            expected=_described(questions),
            found=_described(saved.questions),
        )
    return saved


def read_run(raw: bytes, name: str) -> SavedRun:
    """The saved run in the bytes of a file, which messages call `name`.

    Raises `SavedRunError` for what is no saved run, is of another format, or was changed since.
    """
    try:
        found = _AnySaved.model_validate_json(raw).run.format
        if found != FORMAT:
            raise SavedRunError(
                "{name}: the run was saved in format {found}, this Kamerbron reads format {known}. "
                + _AGAIN,
                name=name,
                found=found,
                known=FORMAT,
            )
        read = _Sealed.model_validate_json(raw)
        read.run.as_run()
    except ValueError:  # no run, or one that ranks an answer twice
        raise SavedRunError(
            "{name}: expected a saved run, found something else, or a damaged one. " + _AGAIN,
            name=name,
        ) from None
    if read.seal != read.run.digest():
        raise SavedRunError("{name}: the run was changed since it was saved. " + _AGAIN, name=name)
    return read.run


def _read(file: Path) -> SavedRun:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise SavedRunError(
            "{file}: expected a saved run, or the name of a system; found: {why}.",
            file=file,
            why=error.strerror,
        ) from None
    return read_run(raw, str(file))


def _described(questions: SetIdentity) -> str:
    return f"{questions.name} ({questions.sha256[:12]})"
