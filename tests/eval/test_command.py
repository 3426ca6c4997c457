"""`kamerbron eval` as people and programs use it: sets, saved runs, comparisons, reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import cli
from eval import EvalError, GoldSet, SavedRun, save_run
from retrieval import Settings

CLI = Path(__file__).parents[2] / "cli.py"
GOLD = (
    '{"id": "a", "query": "hoeveel demonstranten gedood", "language": "nl", "kind": "factoid", '
    '"answers": [{"id": "kst-27925-748#9", "quote": "487 demonstranten"}]}\n'
    '{"id": "b", "query": "AOW-leeftijd", "language": "nl", "kind": "unanswerable-easy", '
    '"answers": []}\n'
)

Evaluate = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    file = tmp_path / "gold.jsonl"
    file.write_text(GOLD, "utf-8")
    return file


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home without an index: nothing can be asked."""
    return tmp_path / "home"


@pytest.fixture
def evaluate(home: Path, tmp_path: Path) -> Evaluate:
    """`kamerbron eval` in the test's folder, with a home that holds nothing unless one is given."""

    def run(*arguments: str | Path, home: Path = home) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if "KAMERBRON" not in name}
        return subprocess.run(
            [sys.executable, str(CLI), "eval", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=tmp_path,
            env=clean
            | {
                "KAMERBRON_HOME": str(home),
                "KAMERBRON_THREADS": "1",
                "PYTHONUTF8": "1",
                "COLUMNS": "160",
            },
        )

    return run


@pytest.fixture
def two_runs(gold: Path, saved: Callable[..., SavedRun], tmp_path: Path) -> tuple[Path, Path]:
    """Two saved runs of the default over the gold file; the second finds the answer first."""
    sha256 = GoldSet.load(gold).identity.sha256
    files = tmp_path / "before" / "default.json", tmp_path / "after" / "default.json"
    for file, found in zip(files, (["x", "kst-27925-748#9"], ["kst-27925-748#9"]), strict=True):
        save_run(saved("default", {"a": found, "b": ["x"]}, sha256=sha256), file)
    return files


def test_runs_are_saved_compared_and_reported(
    evaluate: Evaluate, settings: Settings, gold: Path, tmp_path: Path
) -> None:
    done = evaluate(
        "--gold", gold, "--systems", "terms-only,default", "--save", tmp_path / "runs",
        "--report", tmp_path / "report.html", "--json", home=settings.home,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert list(shown) == ["runs"]
    assert [run["name"] for run in shown["runs"]] == ["terms only", "default"]
    assert shown["runs"][1]["measures"]["recall@1"]["mean"] == 1.0
    assert "default against terms only" in (tmp_path / "report.html").read_text("utf-8")
    kept = json.loads((tmp_path / "runs" / "default.json").read_text("utf-8"))["run"]
    assert kept["found"]["a"]["ranking"][0][0] == "kst-27925-748#9"
    assert len(kept["found"]["a"]["ranking"]) == 10

    # The saved runs need neither index nor model, and give the same figures.
    runs = Path("runs")
    again = evaluate(
        "--gold", gold, "--compare", runs / "terms-only.json", runs / "default.json", "--json"
    )
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["runs"] == shown["runs"]

    refused = evaluate("--gold", gold, "--save", tmp_path / "runs", home=settings.home)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "is a run that was saved before" in " ".join(refused.stderr.split())


def test_saved_runs_are_compared_without_an_index(
    evaluate: Evaluate, gold: Path, two_runs: tuple[Path, Path], home: Path
) -> None:
    done = evaluate("--gold", gold, "--compare", *two_runs, "--json")

    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert [run["name"] for run in shown["runs"]] == [str(file) for file in two_runs]
    recall = shown["comparison"]["measures"]["recall@1"]
    assert (recall["gain"]["mean"], recall["wins"], recall["p"]) == (1, 1, 1)
    assert shown["comparison"]["changes"] == [
        {
            "id": "a",
            "query": "hoeveel demonstranten gedood",
            "gain": pytest.approx(1 - 0.63092975),
            "first_rank": 2,
            "second_rank": 1,
        }
    ]
    assert not home.exists()

    printed = evaluate("--gold", gold, "--compare", *two_runs)
    assert "Questions won and lost by" in printed.stdout
    assert "hoeveel demonstranten gedood" in printed.stdout


def test_a_run_is_refused_that_is_of_another_set_or_damaged(
    evaluate: Evaluate, gold: Path, two_runs: tuple[Path, Path]
) -> None:
    before, after = two_runs
    other = evaluate("--compare", before, after)
    assert (other.returncode, other.stdout) == (1, "")
    assert "found one over starter" in " ".join(other.stderr.split())

    after.write_text(after.read_text("utf-8").replace("0.5", "0.6"), "utf-8")
    damaged = evaluate("--gold", gold, "--compare", before, after)
    assert damaged.returncode == 1
    assert "was changed since it was saved" in " ".join(damaged.stderr.split())


def test_a_beir_set_is_indexed_asked_and_saved_in_the_home(
    evaluate: Evaluate, settings: Settings, home: Path, tmp_path: Path
) -> None:
    home.mkdir()
    (home / "models").symlink_to(settings.model_cache)
    folder = tmp_path / "klein"
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text(
        '{"_id": "d1", "title": "Irak", "text": "Er vielen 487 doden."}\n'
        '{"_id": "d2", "title": "", "text": "De AOW-leeftijd stijgt."}\n'
    )
    (folder / "queries.jsonl").write_text('{"_id": "q1", "text": "Hoeveel doden in Irak?"}\n')
    (folder / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\n")

    done = evaluate("--beir", folder, "--split", "dev", "--json")
    assert done.returncode == 0, done.stderr
    runs = json.loads(done.stdout)["runs"]
    assert [run["name"] for run in runs] == ["terms only", "meaning only", "rank fusion", "default"]
    for run in runs:
        assert run["measures"]["nDCG@10"]["mean"] == 1
        assert run["groups"] == {}
        assert "AUROC" not in run["measures"]
    (kept,) = (home / "runs").iterdir()
    assert kept.name.endswith("-klein-dev")
    assert sorted(file.name for file in kept.iterdir()) == [
        "default.json",
        "meaning-only.json",
        "rank-fusion.json",
        "terms-only.json",
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--gold", "a", "--beir", "b"], 2, "one set at a time"),
        (["--split", "dev"], 2, "give --beir"),
        (["--save", "a", "--no-save"], 2, "give --save or --no-save"),
        (["--compare", "default", "default"], 2, "found one twice"),
        (["--compare", "terms-only", "terms only"], 2, "found one twice"),
        (["--compare", "default"], 2, "requires 2 arguments"),
        (["--compare", "default", "nergens.json"], 1, "nergens.json: expected a saved run, or the"),
        (["--systems", "bm25"], 1, "'bm25': there is no such system. Choose among terms only"),
        (["--report", "a.pdf"], 1, "expected a report in .md or .html"),
        (["--report", "nergens/a.md"], 1, "no such folder"),
        (["--beir", "nergens"], 1, "nergens: expected a BEIR set"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_loaded(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
    status: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KAMERBRON_HOME", str(home))

    done = CliRunner().invoke(cli, ["eval", *arguments])

    assert done.stdout == ""
    if status == 1:  # stated failures become a message and a status in `main`
        assert isinstance(done.exception, EvalError)
        assert message in str(done.exception)
    else:
        assert done.exit_code == status
        assert message in " ".join(done.stderr.replace("│", " ").split())
    assert not home.exists()
