"""Files that an eval is given, read line by line, and what is told of one that cannot be used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
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
            "{name} is not UTF-8 text (byte {byte}). Save it as UTF-8 with {form}.",
            name=name,
            byte=fault.start,
            form=form,
        ) from None
    # Not splitlines(): that also breaks at U+2028, which may stand inside a JSON string.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe(error: ValidationError) -> EvalError:
    """What is wrong with a line, all faults in one sentence."""
    return joined((_fault(fault) for fault in error.errors(include_url=False)), "{first}; {second}")


def joined(faults: Iterable[EvalError], pattern: str) -> EvalError:
    """All faults in one, each behind the other in a pattern such as "{first}; {second}"."""
    return reduce(lambda first, second: EvalError(pattern, first=first, second=second), faults)


def _read_bytes(path: Path, what: str, form: str, error: type[EvalError]) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise error(
            "There is no {what} {path}. Check the path that was given.", what=what, path=path
        ) from None
    except OSError as fault:
        raise error(
            "The {what} {path} cannot be read: {why}. Expected a file that you may read, with "
            "{form}.",
            what=what,
            path=path,
            why=fault.strerror,
            form=form,
        ) from None


def _fault(fault: Mapping[str, Any]) -> EvalError:
    if fault["type"] == "json_invalid":
        return EvalError(
            "this is not JSON ({why}); mend or remove the line", why=fault["ctx"]["error"]
        )
    where = ".".join(str(part) for part in fault["loc"]) or "the line"
    known = _FAULTS.get(fault["type"])
    if known:
        return EvalError("{where!r} {fault}", where=where, fault=known)
    return EvalError("{where!r}: {fault}", where=where, fault=fault["msg"])
