"""Files of others, read and parsed in a process of their own, with limits on time and memory.

One worker serves many files; it is replaced after a failure, and now and then, so that what a
library leaks does not add up. Parent and worker speak in lines of JSON; what was read goes through
a file.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter

from corpus.document import Document
from corpus.errors import KamerbronError
from corpus.extract import Extract
from corpus.parsing import parse_extract
from corpus.readers import read_file


class WorkerError(KamerbronError):
    """A file that the worker could not finish: too slow, too large, or it crashed on it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take: wall-clock seconds, and bytes of memory."""

    seconds: float = 120.0
    memory: int = 3 * 2**30


@dataclass(frozen=True, slots=True)
class Read:
    """What a file gave: its text with the format's hints, and the document in it."""

    extract: Extract
    document: Document


_READ = TypeAdapter(Read)
_FILES = 100  # that one worker serves


class Worker:
    """Reads files one after the other, each within the limits. A context manager.

    A file that breaks the worker costs that file alone.
    """

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._process: subprocess.Popen[str] | None = None
        self._replies: queue.Queue[str | None] = queue.Queue()
        self._served = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def read(self, path: Path, *, as_letter: bool = False) -> Read:
        """The file, read and parsed.

        Raises `KamerbronError` with the file's name, the reason and the remedy: what the reader and
        the parser say, or `WorkerError` where the limits were reached or the worker died.
        """
        with tempfile.TemporaryDirectory(prefix="kamerbron-") as folder:
            result = Path(folder) / "read.json"
            order = {"path": str(path.absolute()), "as_letter": as_letter, "result": str(result)}
            reply = self._ask(json.dumps(order), path)
            if "error" in reply:
                if reply["fatal"]:
                    self._stop()
                kind = WorkerError if reply["fatal"] else KamerbronError
                raise kind.from_json(reply["error"])
            return _READ.validate_json(result.read_bytes())

    def _ask(self, order: str, path: Path) -> dict[str, str]:
        process = self._running()
        try:
            if process.stdin is not None:
                process.stdin.write(order + "\n")
                process.stdin.flush()
            reply = self._replies.get(timeout=self._limits.seconds)
        except queue.Empty:
            self._stop()
            raise WorkerError(
                "{name}: not read within {seconds:g} seconds. Split the file, or save its text "
                "and add that.",
                name=path.name,
                seconds=self._limits.seconds,
            ) from None
        except BrokenPipeError:
            reply = None
        if reply is None:
            self._stop()
            raise WorkerError(
                "{name}: reading it broke the reader (damaged, or made to do so). Save it anew "
                "from the program that opens it, as PDF or text, and add that.",
                name=path.name,
            )
        answer: dict[str, str] = json.loads(reply)
        return answer

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None and self._served >= _FILES:
            self._stop()
        if self._process is None:
            self._replies = queue.Queue()
            # -P: a folder named `corpus` where the user stands is not ours.
            command = [sys.executable, "-P", "-m", "corpus.worker", str(self._limits.memory)]
            self._process = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            self._served = 0
            threading.Thread(
                target=_forward, args=(self._process, self._replies), daemon=True
            ).start()
        self._served += 1
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue


def _forward(process: subprocess.Popen[str], replies: queue.Queue[str | None]) -> None:
    """Passes on each line of a worker, and `None` when it has gone."""
    try:
        for line in process.stdout or ():
            replies.put(line)
    except ValueError:
        pass  # the parent closed the stream
    replies.put(None)


def _serve(memory: int) -> None:
    """The worker itself: an order a line in, a reply a line out."""
    _limit(memory)
    # What a library prints must not stand between the replies.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        order = json.loads(line)
        replies.write(json.dumps(_carry_out(Path(order["path"]), order)) + "\n")
        replies.flush()


def _carry_out(path: Path, order: dict[str, str]) -> dict[str, object]:
    try:
        extract = read_file(path)
        document = parse_extract(extract, name=path.stem, as_letter=bool(order["as_letter"]))
        Path(order["result"]).write_bytes(_READ.dump_json(Read(extract, document)))
    except KamerbronError as error:
        return {"error": error.to_json(), "fatal": False}
    except (MemoryError, RecursionError):
        too_much = WorkerError(
            "{name}: reading it takes more memory than a paper can need. Split the file.",
            name=path.name,
        )
        return {"error": too_much.to_json(), "fatal": True}
    except Exception as error:  # the boundary: whatever a foreign file provokes
        unexpected = WorkerError(
            "{name}: reading it failed unexpectedly ({kind}: {why}). Save it anew as PDF or text "
            "and add that; please report this file.",
            name=path.name,
            kind=type(error).__name__,
            why=error,
        )
        return {"error": unexpected.to_json(), "fatal": True}
    return {}


def _limit(memory: int) -> None:
    """Caps the memory of this process where the platform can."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
