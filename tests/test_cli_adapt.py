"""`kamerbron adapt`: its usage, what it refuses, and what it tells; the training is a stub."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from cli import cli
from corpus import STARTER
from eval import EvalError, adaptation
from indexing.adaptation import read_adaptation
from indexing.embedded_model import PackedWeights, unpack
from indexing.encoder import fingerprint

CLI = Path(__file__).parent.parent / "cli.py"


@pytest.fixture
def environment(small_weights: Callable[..., PackedWeights], tmp_path: Path) -> dict[str, str]:
    """A home that holds nothing yet, and the small model."""
    model = unpack(tmp_path / "small", small_weights())
    return {"KAMERBRON_HOME": str(tmp_path / "home"), "KAMERBRON_MODEL": str(model)}


@pytest.fixture
def learnt(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the stub of the training was given; it changes nothing."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    given: list[Any] = []

    def learn(
        _model: object,
        pairs: list[Any],
        query_prompt: str,
        passage_prompt: str,
        training: Any,
        progress: Callable[[int, int, float], None],
    ) -> dict[str, Any]:
        given.extend([pairs, query_prompt, passage_prompt, training])
        progress(1, 2, 0.5)
        return {"w": (np.zeros((32, 1), np.float16), np.zeros((1, 32), np.float16))}

    monkeypatch.setattr(adaptation, "adapt", learn)
    return given


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_it_learns_from_the_papers_and_writes_into_the_home(
    learnt: list[Any], environment: dict[str, str]
) -> None:
    done = CliRunner().invoke(cli, ["adapt", "--epochs", "2"], env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    pairs, query_prompt, passage_prompt, training = learnt
    # Of the 107 official pairs of the starter corpus the last three of 14 groups are kept apart.
    assert (len(pairs), query_prompt, passage_prompt) == (88, "query: ", "passage: ")
    assert training.epochs == 2
    path = Path(environment["KAMERBRON_HOME"], "adaptation.safetensors")
    facts = read_adaptation(path).facts
    assert facts["pairs"] == "88"
    assert facts["model"] == fingerprint(Path(environment["KAMERBRON_MODEL"]))
    told = one_line(done.output)
    assert "recall@1 (n=19)" in told
    assert f"KAMERBRON_ADAPTATION={path}" in "".join(done.output.split())


def test_typed_questions_go_with_the_official_ones(learnt: list[Any], tmp_path: Path) -> None:
    queries, output = tmp_path / "queries.jsonl", tmp_path / "out" / "mine.safetensors"
    queries.write_text(
        '{"answer": "kst-27925-748#9", "query": "demonstranten gedood"}\n'
        '{"answer": "kst-27925-748#9", "query": "wie schoot er", "style": "nearmiss"}\n'
    )
    done = CliRunner().invoke(cli, ["adapt", "--queries", str(queries), "-o", str(output)])
    assert done.exit_code == 0, done.output
    assert output.is_file()
    (typed,) = (pair for pair in learnt[0] if not pair.official)
    assert typed.query == "demonstranten gedood"
    assert typed.near_misses == ("wie schoot er",)
    assert len(learnt[0]) == 89


def test_a_bad_line_teaches_nothing(learnt: list[Any], tmp_path: Path) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"answer": "kst-27925-748#9"}\n')
    done = CliRunner().invoke(cli, ["adapt", "--queries", str(queries)])
    assert isinstance(done.exception, EvalError)
    assert "line 1: expected" in str(done.exception)
    assert learnt == []


@pytest.mark.parametrize("epochs", ["0", "21", "many"])
def test_wrong_usage_is_status_2(epochs: str) -> None:
    done = CliRunner().invoke(cli, ["adapt", "--epochs", epochs])
    assert done.exit_code == 2


def test_too_few_papers_are_told_as_programs_and_people_see_it(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """A real process; nothing is written."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    manifest = json.loads((STARTER / "manifest.json").read_text("utf-8"))
    manifest["documents"] = manifest["documents"][:1]
    (corpus / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    shutil.copy(STARTER / manifest["documents"][0]["file"], corpus)
    clean = {name: value for name, value in os.environ.items() if "KAMERBRON" not in name}
    done = subprocess.run(
        [sys.executable, str(CLI), "adapt"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=clean
        | environment
        | {"KAMERBRON_CORPUS": str(corpus), "PYTHONUTF8": "1", "COLUMNS": "120"},
    )
    assert done.returncode == 1, done.stderr
    assert "Expected at least 40 questions with answers to learn from, found 8." in one_line(
        done.stderr
    )
    assert "kamerbron add" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "home" / "adaptation.safetensors").exists()
