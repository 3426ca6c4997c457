"""Evals in the background: they end well or with a reason, one at a time, and can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from eval import BackgroundEval, EvalError, GoldSet, SavedRun, SetIdentity, load_run
from retrieval import Settings

IDENTITY = SetIdentity("starter", "5e7")


@pytest.fixture
def start(
    question: Any, saved: Any, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., BackgroundEval]:
    """Starts an eval of two systems over two questions, which calls `before` at each of them."""
    gold = GoldSet(IDENTITY, (question("q1", "a"), question("q2", "b")))

    def run_systems(
        _: GoldSet, settings: Settings, names: list[str], progress: Any, **__: Any
    ) -> Iterator[SavedRun]:
        for name in names:
            for done in (1, 2):
                settings.before()  # type: ignore[attr-defined]
                progress(name, done, 2)
            yield saved(name, {"q1": ["a"], "q2": []})

    monkeypatch.setattr("eval.background.run_systems", run_systems)

    def make(before: Callable[[], None] = lambda: None, **more: Any) -> BackgroundEval:
        class Asked:
            pass

        asked: Any = Asked()
        asked.before = before
        begun = BackgroundEval(gold, asked, ("terms only", "default"), **more)
        begun.start()
        return begun

    return make


def test_its_runs_are_kept_and_saved_where_asked(
    start: Callable[..., BackgroundEval], tmp_path: Path
) -> None:
    file = tmp_path / "default.json"
    done = start(places={"default": file})
    assert done.wait(20)
    assert [run.name for run in done.made] == ["terms only", "default"]
    assert (done.done, done.total, done.failure, done.stopped) == (4, 4, None, False)
    assert load_run(file, IDENTITY) == done.made[1]


def test_it_waits_for_the_one_before_and_both_can_be_stopped(
    start: Callable[..., BackgroundEval],
) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        reached.set()
        assert go_on.wait(20)

    first = start(hold)
    assert reached.wait(20)
    second = start()
    assert not second.wait(0.5)
    assert (second.step, second.done) == ("", 0)
    second.stop()
    assert second.wait(20)
    assert first.going
    first.stop()
    go_on.set()
    assert first.wait(20)
    assert first.made == second.made == ()
    assert first.failure is None
    assert start().wait(20)  # the turn was given back


def test_a_failure_is_told(
    start: Callable[..., BackgroundEval], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(error: Exception) -> Callable[[], None]:
        def raising() -> None:
            raise error

        return raising

    stated = start(fail(EvalError("The set does not fit.")))
    assert stated.wait(20)
    assert str(stated.failure) == "The set does not fit."
    unknown = start(fail(ZeroDivisionError("no such thing")))
    assert unknown.wait(20)
    assert "The log of the app tells what it was" in str(unknown.failure)
    assert "no such thing" in caplog.text
