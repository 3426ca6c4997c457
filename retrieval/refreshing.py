"""The index follows the papers: refreshed after some came or went, while others go on asking."""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from corpus import Corpus, KamerbronError, fingerprint, load_corpus
from corpus.store import CATALOGUE
from indexing import (
    Encoder,
    IndexRefused,
    Progress,
    Refreshed,
    current_generation,
    is_current,
    open_published,
    refresh,
)
from indexing.encoder import SentenceTransformerEncoder
from indexing.published import CURRENT, read_manifest
from retrieval.aliases import load_aliases
from retrieval.kamerbron import Kamerbron
from retrieval.settings import Settings

_PAUSE: Final = 0.02
"""Seconds after each batch. The model's lock is not fair: who asks a question comes in here."""


class RefreshError(KamerbronError):
    """The index could not be refreshed, for a reason that Kamerbron does not know."""


@dataclass(frozen=True, slots=True)
class IndexedCorpus:
    """The papers as they were read for a refresh, and what the refresh did."""

    corpus: Corpus
    refreshed: Refreshed


def refresh_index(
    settings: Settings,
    load_encoder: Callable[[], Encoder],
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> IndexedCorpus:
    """The index made that of the papers as they are now; the model is loaded only where needed.

    Raises as `indexing.refresh` and `corpus.load_corpus` do; the current index then stays as it is.
    """
    corpus = load_corpus(settings.corpus, settings.papers)
    root, recipe = settings.index_root, settings.recipe
    if not rebuild and is_current(root, recipe, settings.revision, corpus.fingerprint):
        return IndexedCorpus(corpus, Refreshed(current_generation(root) or "", 0, 0, changed=False))
    refreshed = refresh(
        corpus.documents,
        corpus.fingerprint,
        recipe,
        load_encoder(),
        root,
        rebuild=rebuild,
        progress=progress,
    )
    return IndexedCorpus(corpus, refreshed)


def open_current(settings: Settings, encoder: SentenceTransformerEncoder) -> Kamerbron:
    """Kamerbron on the index that there is, even where papers came or went since it was made.

    `is_behind` tells whether they did. Raises as `Kamerbron.open` does for all else.
    """
    root = settings.index_root
    while True:
        generation = current_generation(root)
        try:
            index = open_published(
                root,
                expect=settings.recipe,
                revision=encoder.revision,
                fingerprint=read_manifest(root).corpus,
            )
        except IndexRefused:
            if current_generation(root) == generation:
                raise
            continue  # another was published meanwhile
        return Kamerbron(index, encoder, settings.threshold, load_aliases(settings.aliases))


def is_behind(settings: Settings) -> bool:
    """Whether papers came or went since the current index was made, or the parser changed.

    Raises `IndexRefused` where there is no index, `CorpusError` where a shipped paper is damaged.
    """
    return read_manifest(settings.index_root).corpus != fingerprint(
        settings.corpus, settings.papers
    )


def papers_changed(settings: Settings) -> datetime.datetime | None:
    """When papers were last added or removed, in local time; `None` where none ever were."""
    catalogue = settings.papers / CATALOGUE
    return _modified(catalogue.stat().st_mtime) if catalogue.is_file() else None


def index_changed(settings: Settings) -> datetime.datetime | None:
    """When the current index was published, in local time; `None` where there is none."""
    current = settings.index_root / CURRENT
    return _modified(current.stat().st_mtime) if current.is_file() else None


def _modified(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds).astimezone()


class BackgroundRefresh:
    """Brings the index up to date in a thread of its own, one refresh at a time.

    Who asks for one while another is at work gets the next: papers that came in meanwhile are in
    it, and each index on the way is a whole one. A failure leaves the index as it was.
    """

    def __init__(self, settings: Settings) -> None:
        self.done = 0
        """Texts embedded so far."""
        self.total = 0
        """Texts to embed; 0 until that is known."""
        self.failure: KamerbronError | None = None
        """Why the last refresh failed, if it did."""
        self._settings = settings
        self._lock = threading.Lock()
        self._wanted = False
        self._thread: threading.Thread | None = None

    def start(self, encoder: Encoder) -> None:
        """Asks for a refresh; returns at once."""
        with self._lock:
            self._wanted = True
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, args=(encoder,), name="refresh", daemon=True
                )
                self._thread.start()

    @property
    def going(self) -> bool:
        """Whether a refresh is at work."""
        return self._thread is not None

    def wait(self, seconds: float) -> bool:
        """Whether all refreshes that were asked for have ended within that time."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return not self.going

    def _work(self, encoder: Encoder) -> None:
        while self._is_wanted():
            self.done = self.total = 0
            try:
                refresh_index(self._settings, lambda: encoder, progress=self._report)
                self.failure = None
            except KamerbronError as error:
                self.failure = error
            except Exception as error:  # the end of the thread: nobody above could tell of it
                logging.getLogger(__name__).exception("A refresh in the background failed")
                self.failure = RefreshError(
                    "Expected to refresh the index, found an error that Kamerbron does not know "
                    "({kind}: {why}). The index stays as it was; the log of the app tells more. "
                    "Try again, or run `kamerbron index`.",
                    kind=type(error).__name__,
                    why=error,
                )

    def _is_wanted(self) -> bool:
        """Whether there is a refresh to make now; if not, the thread ends."""
        with self._lock:
            wanted, self._wanted = self._wanted, False
            if not wanted:
                self._thread = None
            return wanted

    def _report(self, _step: str, done: int, total: int) -> None:
        self.done, self.total = done, total
        time.sleep(_PAUSE)
