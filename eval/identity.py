"""What a run hangs on beside its questions: the code that answered, told by its bytes."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

ROOMS: Final = ("corpus", "indexing", "retrieval", "eval")
"""The rooms whose code decides what is found and how it is measured."""

_ROOT = Path(__file__).resolve().parent.parent
_SOURCES = frozenset({".py", ".json", ".toml"})


@dataclass(frozen=True, slots=True)
class CodeIdentity:
    """The code of a run: its version, the SHA-256 of its sources, and its commit where known.

    The sources decide: a commit says nothing of what was changed since.
    """

    version: str | None
    sha256: str
    commit: str | None


@cache
def code_identity() -> CodeIdentity:
    """The code of this process."""
    try:
        installed = version("kamerbron")
    except PackageNotFoundError:
        installed = None
    return CodeIdentity(installed, source_digest(ROOMS), _commit())


def source_digest(rooms: tuple[str, ...], root: Path = _ROOT) -> str:
    """The SHA-256 over the names and bytes of the sources in these rooms, their tables included."""
    digest = hashlib.sha256()
    for room in rooms:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in _SOURCES and path.is_file():
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(root).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


def _commit() -> str | None:
    """The commit that is checked out, where the code lies in a repository of its own."""
    if not (_ROOT / ".git").exists():
        return None
    command = ["git", "-C", str(_ROOT), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
