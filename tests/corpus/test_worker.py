"""Foreign files in a process of their own: what they give, and what they cannot break."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from corpus import STARTER, KamerbronError, parse_file
from corpus.worker import Limits, Worker, WorkerError

PAPER = "Vraag 1\nKomt dat er?\n\nAntwoord\nJa.\n"


def test_worker_reads_what_the_parser_reads() -> None:
    paths = sorted(STARTER.glob("*.txt"))
    with Worker() as worker:
        documents = [worker.read(path).document for path in paths]
    assert documents == [parse_file(path) for path in paths]


def test_refusal_has_the_words_of_the_parser_and_the_worker_goes_on(tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    bad.write_text("Zomaar een bericht.\n")
    good.write_text(PAPER)
    with Worker() as worker:
        with pytest.raises(KamerbronError, match="the text is none that we know"):
            worker.read(bad)
        before = worker._process
        assert worker.read(good).document.answers[0].text == "Ja."
        assert worker._process is before


def test_a_letter_is_read_when_the_user_says_so(tmp_path: Path) -> None:
    path = tmp_path / "bericht.txt"
    path.write_text("Zomaar een bericht over de begroting.\n")
    with Worker() as worker:
        answers = worker.read(path, as_letter=True).document.answers
    assert [answer.text for answer in answers] == ["Zomaar een bericht over de begroting."]


def test_a_slow_file_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "traag.txt"
    path.write_text(PAPER)
    with Worker(Limits(seconds=0.001)) as worker:
        with pytest.raises(WorkerError, match=r"traag\.txt: not read within 0\.001 seconds"):
            worker.read(path)
        worker._limits = Limits()
        assert len(worker.read(path).document.answers) == 1


def test_a_file_that_eats_memory_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "groot.txt"
    path.write_text(PAPER + "munitie en " * 5_000_000)
    with Worker(Limits(memory=400 * 2**20)) as worker:
        with pytest.raises(WorkerError, match=r"groot\.txt: reading it (takes more|broke)"):
            worker.read(path)
        path.write_text(PAPER)
        assert len(worker.read(path).document.answers) == 1


def test_a_worker_that_was_killed_costs_one_file(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(PAPER)
    with Worker() as worker:
        worker.read(path)
        process = worker._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with pytest.raises(WorkerError, match="broke the reader"):
            worker.read(path)
        assert len(worker.read(path).document.answers) == 1


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(PAPER)
    with Worker() as worker:
        worker.read(path)
        process = worker._process
    assert process is not None
    assert process.poll() is not None
