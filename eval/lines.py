"""Files that an eval is given, read line by line, and what is told of one that cannot be used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corpus import KamerbronError

_FAULTS = {
    "extra_forbidden": "is an unknown key; remove it",
    "missing": "is missing; add it",
    "string_pattern_mismatch": "is empty; fill it in",
}


class EvalError(KamerbronError):
    """Something that an eval was given and cannot use; the message names it and the remedy."""


def filled_lines(
    path: Path, what: str, form: str, error: type[EvalError]
) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file that hold something, with their numbers from 1.

    `what` the file is ("gold file") and the `form` of its lines go into the message of `error`,
    which is raised where the file is missing, cannot be read, or is not UTF-8.
    """
    return lines_in(_read_bytes(path, what, form, error), str(path), form, error)


def lines_in(raw: bytes, name: str, form: str, error: type[EvalError]) -> Iterator[tuple[int, str]]:
    """The same of the bytes of a file, which messages call `name`."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise error(
            f"{name} is not UTF-8 text (byte {fault.start}). Save it as UTF-8 with {form}."
        ) from None
    # Not splitlines(): that also breaks at U+2028, which may stand inside a JSON string.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe(error: ValidationError) -> str:
    """What is wrong with a line, all faults in one sentence."""
    return "; ".join(_fault(fault) for fault in error.errors(include_url=False))


def _read_bytes(path: Path, what: str, form: str, error: type[EvalError]) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise error(f"There is no {what} {path}. Check the path that was given.") from None
    except OSError as fault:
        raise error(
            f"The {what} {path} cannot be read: {fault.strerror}. Expected a file that you may "
            f"read, with {form}."
        ) from None


def _fault(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "json_invalid":
        return f"this is not JSON ({fault['ctx']['error']}); mend or remove the line"
    where = ".".join(str(part) for part in fault["loc"]) or "the line"
    known = _FAULTS.get(fault["type"])
    return f"{where!r} {known}" if known else f"{where!r}: {fault['msg']}"
