"""The filters of `kamerbron ask` and `kamerbron set`, as typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli import cli
from corpus import KamerbronError
from retrieval import Kamerbron, Settings

Run = Callable[..., Result]


@pytest.fixture
def run(kamerbron: Kamerbron, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process, with the starter corpus loaded already."""
    monkeypatch.setenv("KAMERBRON_HOME", str(settings.home))
    monkeypatch.setattr(Kamerbron, "open", lambda *_: kamerbron)
    return lambda *arguments: CliRunner().invoke(cli, list(arguments))


def test_ask_by_chamber_dossier_and_status(run: Run) -> None:
    question = "Wat doet Nederland in Irak?"
    done = run("ask", question, "--json", "-k", "50", "--chamber", "I", "--dossier", "27 925")
    assert done.exit_code == 0, done.output
    hits = json.loads(done.stdout)["hits"]
    assert {hit["document"] for hit in hits} == {"kst-27925-AA"}
    assert len(hits) == 7
    done = run(
        "ask", question, "--json", "-k", "50", "--status", "declined", "--status", "referral",
        "--document", "kst-27925-748",
    )  # fmt: skip
    assert {(hit["id"], hit["status"]) for hit in json.loads(done.stdout)["hits"]} == {
        ("kst-27925-748#14", "referral"),
        ("kst-27925-748#59", "referral"),
        ("kst-27925-748#15", "declined"),
        ("kst-27925-748#18", "declined"),
    }


def test_set_by_chamber_and_status(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "set.txt"
    file.write_text("1. Wat is de positie van de VS in Irak?\n2. Wat doet de NAVO-missie?\n")
    done = run("set", str(file), "--json", "--chamber", "I", "--status", "substantive")
    assert done.exit_code == 0, done.output
    questions = json.loads(done.stdout)["questions"]
    assert len(questions) == 2
    for question in questions:
        assert {hit["document"] for hit in question["earlier"]} == {"kst-27925-AA"}


def test_filters_that_leave_nothing_are_told(run: Run) -> None:
    done = run("ask", "Wat doet Nederland in Irak?", "--status", "announcement")
    assert done.exit_code == 0
    assert "passes these filters" in done.stderr


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--chamber", "III", "III: no such chamber. There are I, II."),
        ("--dossier", "30 000", "30000: no such dossier. There are 27925."),
    ],
)
def test_values_that_do_not_exist_are_stated_failures(
    run: Run, option: str, value: str, message: str
) -> None:
    done = run("ask", "Wat doet Nederland in Irak?", option, value)
    assert isinstance(done.exception, KamerbronError)
    assert str(done.exception) == message


def test_a_status_that_there_is_not_is_wrong_usage(run: Run) -> None:
    done = run("ask", "Wat doet Nederland in Irak?", "--status", "open")
    assert done.exit_code == 2
    assert "'substantive', 'referral', 'announcement', 'declined'" in " ".join(
        done.stderr.replace("│", " ").split()
    )
