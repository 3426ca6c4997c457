"""A set of questions, with the papers that they are put to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from eval.lines import file_digest
from eval.questions import GoldError, GoldQuestion, Question, find_quote_errors, load_gold
from indexing import Progress
from retrieval import Kamerbron, Settings


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

    def open(self, settings: Settings, progress: Progress | None = None) -> Kamerbron:
        """A Kamerbron over its papers. Raises `KamerbronError` where that cannot be had."""
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

    def index_root(self, settings: Settings) -> Path:
        """The index that answers users too."""
        return settings.index_root

    def open(self, settings: Settings, progress: Progress | None = None) -> Kamerbron:  # noqa: ARG002
        """The Kamerbron that answers users too.

        Raises `GoldError` where an answer or quote of the set is not in its papers, `IndexRefused`
        where its index cannot answer.
        """
        kamerbron = Kamerbron.open(settings)
        wrong = find_quote_errors(self.questions, kamerbron.answer_texts())
        if wrong:
            raise GoldError("The gold set does not fit the corpus:\n" + "\n".join(wrong))
        return kamerbron
