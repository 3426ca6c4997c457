"""A question set in a file of a user's, read in a process of its own.

What a foreign file provokes (endless reading, a crash of a library) costs that file alone: nobody
else who uses the app is held up. `python -m retrieval.uploaded_set` reads the name, in a line
of JSON, and the file's bytes, and writes the set as JSON, or the reason why there is none.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from pydantic import TypeAdapter

from corpus import KamerbronError, UnreadableError
from corpus.worker import Limits
from retrieval.question_set import QuestionSet, read_question_bytes

LARGEST = 5 * 2**20
"""Bytes. The longest sets are some hundred kilobytes, as PDF too."""
_LIMITS = Limits(seconds=60.0, memory=2 * 2**30)
_STATED = 3
"""Exit status where the reason was written."""
_SET = TypeAdapter(QuestionSet)


def read_uploaded_set(raw: bytes, name: str, limits: Limits = _LIMITS) -> QuestionSet:
    """The question set in the bytes of a file; `name` stands in messages.

    Raises as `read_question_bytes` does, and `UnreadableError` for a file larger than `LARGEST` and
    for one that reaches the limits or breaks the reader.
    """
    if len(raw) > LARGEST:
        raise UnreadableError(
            "{name}: expected a question set of at most {most} MiB, found {found:.1f} MiB. Leave "
            "out annexes and images, or paste its text.",
            name=name,
            most=LARGEST // 2**20,
            found=len(raw) / 2**20,
        )
    # -P: a folder named `retrieval` where the app was started is not ours.
    command = [sys.executable, "-P", "-m", "retrieval.uploaded_set", str(limits.memory)]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=json.dumps(name).encode() + b"\n" + raw,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError(
            "{name}: not read within {seconds:g} seconds. Paste its text instead.",
            name=name,
            seconds=limits.seconds,
        ) from None
    if done.returncode == _STATED:
        raise UnreadableError.from_json(done.stdout)
    if done.returncode:
        raise UnreadableError(
            "{name}: reading it broke the reader (damaged, or made to do so). Open it in the "
            "program that made it, and paste its text.",
            name=name,
        )
    return _SET.validate_json(done.stdout)


def _serve(memory: int) -> int:
    """The process itself: one file in, its set or the reason out; gives the exit status."""
    _limit(memory)
    # What a library prints must not stand in the reply.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as reply:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        name = json.loads(sys.stdin.buffer.readline())
        try:
            questions = read_question_bytes(sys.stdin.buffer.read(), name)
        except KamerbronError as error:
            reply.write(error.to_json().encode())
            return _STATED
        reply.write(_SET.dump_json(questions))
    return 0


def _limit(memory: int) -> None:
    """Caps the memory of this process where the platform can."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    sys.exit(_serve(int(sys.argv[1])))
