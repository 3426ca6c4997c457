"""The settings of a Kamerbron: one frozen object, made at the entry point and passed down.

Each is an environment variable with the prefix `KAMERBRON_` (KAMERBRON_HOME, KAMERBRON_MODEL …), or
a line in the file `kamerbron.env` of the home folder. A name that is none of them is refused.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus import STARTER, KamerbronError
from indexing import Recipe, load_encoder, model_revision
from indexing.adaptation import Adaptation
from indexing.encoder import SentenceTransformerEncoder, adaptation_of

PREFIX = "KAMERBRON_"
FILE = "kamerbron.env"


class SettingsError(KamerbronError):
    """A setting that does not exist or has a value that it cannot have."""


class Settings(BaseSettings):
    """Where things are kept, and what the index is made with.

    `model` is "embedded" (the default model, offline), any sentence-transformers name, or a folder.
    `adaptation` is what is added to the model's weights: "shipped" (for the embedded model only),
    "none", or a file that `kamerbron adapt` made. `corpus` is the folder of the papers that ship,
    `library` that of the papers that the user added (by default in the home folder). `threshold` is
    the confidence from which on a question counts as answered.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path = Field(default_factory=lambda: platformdirs.user_data_path("kamerbron"))
    corpus: Path = STARTER
    library: Path | None = None
    model: str = "embedded"
    adaptation: str = "shipped"
    query_prompt: str = "query: "
    passage_prompt: str = "passage: "
    chunk_tokens: int = Field(default=320, ge=32, le=8192)
    threshold: float | None = Field(default=None, ge=0, le=1)
    threads: int = Field(default=0, ge=0)
    language: str = Field(default="nl", pattern="^(nl|en)$")

    @classmethod
    def load(cls) -> Self:
        """The settings of this process: environment first, then the file in the home folder."""
        _refuse_unknown_names()
        home = os.environ.get(f"{PREFIX}HOME")
        folder = Path(home) if home else platformdirs.user_data_path("kamerbron")
        try:
            return cls(_env_file=folder / FILE, _env_file_encoding="utf-8")  # type: ignore[call-arg]
        except ValidationError as error:
            first = error.errors()[0]
            name = f"{PREFIX}{'_'.join(str(part) for part in first['loc']).upper()}"
            raise SettingsError(
                "{name}: {fault}, found {found!r}. Correct it in the environment or in {file}.",
                name=name,
                fault=first["msg"],
                found=first["input"],
                file=folder / FILE,
            ) from None

    @property
    def index_root(self) -> Path:
        """Where the published index lies."""
        return self.home / "index"

    @property
    def papers(self) -> Path:
        """Where the papers lie that the user added."""
        return self.library or self.home / "library"

    @property
    def aliases(self) -> Path:
        """The user's own names for things, beside those that ship; it need not be there."""
        return self.home / "aliases.toml"

    @property
    def feedback(self) -> Path:
        """What users said of the answers they were shown; it need not be there."""
        return self.home / "feedback.jsonl"

    @property
    def model_cache(self) -> Path:
        """Where the embedded model is unpacked."""
        return self.home / "models"

    @property
    def recipe(self) -> Recipe:
        """What the index is made with."""
        return Recipe(
            model=self.model,
            query_prompt=self.query_prompt,
            passage_prompt=self.passage_prompt,
            chunk_tokens=self.chunk_tokens,
        )

    @property
    def revision(self) -> str | None:
        """The revision of the model with its adaptation, told without loading it.

        `None` where only loading tells. Raises `EncoderError` for an adaptation that is none.
        """
        return model_revision(self.model, self.adaptation)

    @property
    def changes(self) -> Adaptation | None:
        """The adaptation that the settings name, read, or none."""
        return adaptation_of(self.model, self.adaptation)

    def load_encoder(self, *, threads: int | None = 1) -> SentenceTransformerEncoder:
        """The model, loaded. Raises `EncoderError` where it cannot be had.

        `threads` holds where the setting leaves it open; `None` is torch's own choice. Questions
        are short: one thread answers them as fast, and many times faster on a busy machine.
        """
        return load_encoder(
            self.model,
            self.model_cache,
            self.query_prompt,
            self.passage_prompt,
            adaptation=self.adaptation,
            threads=self.threads or threads,
        )


def _refuse_unknown_names() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError(
            "{name}: no such setting. Correct or unset it; known are {known}.",
            name=unknown[0],
            known=", ".join(sorted(known)),
        )
