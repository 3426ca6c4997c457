"""A set of questions, with the papers that they are put to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Protocol

from eval.lines import file_digest, joined
from eval.questions import (
    DEFAULT_GOLD,
    GoldError,
    GoldQuestion,
    Question,
    find_quote_errors,
    load_gold,
    read_gold,
)
from indexing import Progress
from indexing.encoder import SentenceTransformerEncoder
from retrieval import Kamerbron, Settings

_MOST_FAULTS = 10


@dataclass(frozen=True, slots=True)
class SetIdentity:
    """Which set it is: a name for readers, and the SHA-256 of its files, which decides."""

    name: str
    sha256: str


class QuestionSet(Protocol):
    """Questions to put to systems, and the Kamerbron over the papers that they are about."""

    @property
    def identity(self) -> SetIdentity:
        """Which set it is."""
        ...

    @property
    def questions(self) -> tuple[Question, ...]:
        """Its questions, in the order of the set."""
        ...

    def index_root(self, settings: Settings) -> Path:
        """Where the index of its papers lies."""
        ...

    def open(
        self,
        settings: Settings,
        progress: Progress | None = None,
        encoder: SentenceTransformerEncoder | None = None,
    ) -> Kamerbron:
        """A Kamerbron over its papers. Raises `KamerbronError` where that cannot be had.

        `encoder` is the model of these settings where it is loaded already.
        """
        ...


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Gold questions over the papers that the settings name."""

    identity: SetIdentity
    questions: tuple[GoldQuestion, ...]

    @classmethod
    def load(cls, path: Path) -> GoldSet:
        """The set in a gold file, named after it. Raises `GoldError` as `load_gold` does."""
        questions = load_gold(path)
        return cls(SetIdentity(path.stem, file_digest(path)), questions)

    @classmethod
    def read(cls, raw: bytes, name: str) -> GoldSet:
        """The set in the bytes of a gold file of this name. Raises `GoldError` as `load` does."""
        questions = read_gold(raw, name)
        return cls(SetIdentity(PurePath(name).stem, hashlib.sha256(raw).hexdigest()), questions)

    def index_root(self, settings: Settings) -> Path:
        """The index that answers users too."""
        return settings.index_root

    def open(
        self,
        settings: Settings,
        progress: Progress | None = None,  # noqa: ARG002
        encoder: SentenceTransformerEncoder | None = None,
    ) -> Kamerbron:
        """The Kamerbron that answers users too.

        Raises `GoldError` where an answer or quote of the set is not in its papers, `IndexRefused`
        where its index cannot answer.
        """
        kamerbron = Kamerbron.open(settings, encoder)
        self.check(kamerbron)
        return kamerbron

    def check(self, kamerbron: Kamerbron) -> None:
        """Raises `GoldError` where an answer or quote of the set is not in these papers."""
        wrong = find_quote_errors(self.questions, kamerbron.answer_texts())
        if not wrong:
            return
        more = len(wrong) - _MOST_FAULTS
        raise GoldError(
            "The gold set does not fit the corpus:\n{faults}\nand {more} more"
            if more > 0
            else "The gold set does not fit the corpus:\n{faults}",
            faults=joined(wrong[:_MOST_FAULTS], "{first}\n{second}"),
            more=more,
        )


def shipped_sets() -> tuple[GoldSet, ...]:
    """The sets that come with Kamerbron, over the starter corpus; the default one first."""
    files = sorted(DEFAULT_GOLD.parent.glob("*.jsonl"), key=lambda file: (len(file.name), file))
    return tuple(map(GoldSet.load, files))
