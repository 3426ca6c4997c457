"""An eval that goes on while whoever asked for it does other things."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from corpus import KamerbronError
from eval.lines import EvalError
from eval.saved import SavedRun, save_run
from eval.session import run_systems
from eval.sets import QuestionSet
from indexing.encoder import SentenceTransformerEncoder
from retrieval import Settings

_PAUSE: Final = 0.004
"""Seconds after each question. The model's lock is not fair: others get their turn here."""
_TURN: Final = threading.Lock()
"""One eval at a time: the process answers users too."""


class _Stopped(Exception):
    """Whoever asked for the eval wants it no more."""


class BackgroundEval:
    """The runs of some systems over a set, made in a thread of their own.

    `places` says where the runs are saved as they are made, by name of the system; a run without a
    place is kept in memory only. Evals of one process wait for each other.
    """

    def __init__(
        self,
        questions: QuestionSet,
        settings: Settings,
        names: Sequence[str],
        encoder: SentenceTransformerEncoder | None = None,
        places: Mapping[str, Path] | None = None,
    ) -> None:
        self.questions = questions
        self.names = tuple(names)
        self.step = ""
        """The system that is asked now; empty while another eval has its turn."""
        self.done = 0
        """Questions put so far, over all systems."""
        self.total = len(questions.questions) * len(self.names)
        self.failure: KamerbronError | None = None
        self.made: tuple[SavedRun, ...] = ()
        """The runs that are whole, in the order of reports."""
        self._settings = settings
        self._encoder = encoder
        self._places = dict(places or {})
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="eval", daemon=True)

    def start(self) -> None:
        """Begins; once only."""
        self._thread.start()

    def stop(self) -> None:
        """Ends it after the question that is being asked; runs that are whole stay."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within that time."""
        self._thread.join(seconds)
        return not self.going

    @property
    def going(self) -> bool:
        """Whether it is still at work, or waits for its turn."""
        return self._thread.is_alive()

    @property
    def stopped(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    def _work(self) -> None:
        try:
            while not _TURN.acquire(timeout=0.2):
                self._go_on()
            try:
                self._run()
            finally:
                _TURN.release()
        except _Stopped:
            pass
        except KamerbronError as error:
            self.failure = error
        except Exception:  # the end of the thread: nobody above could tell of it
            logging.getLogger(__name__).exception("An eval in the background failed")
            self.failure = EvalError(
                "Expected an eval, found an error that Kamerbron does not know. The log of the "
                "app tells what it was."
            )

    def _run(self) -> None:
        runs = run_systems(
            self.questions, self._settings, self.names, self._report, encoder=self._encoder
        )
        for run in runs:
            self.made = (*self.made, run)
            if run.name in self._places:
                save_run(run, self._places[run.name])

    def _report(self, step: str, done: int, total: int) -> None:  # noqa: ARG002
        self._go_on()
        self.step = step
        if step in self.names:
            self.done = len(self.made) * len(self.questions.questions) + done
        time.sleep(_PAUSE)

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise _Stopped
