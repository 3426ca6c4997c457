"""Files that a user uploads: read aside, looked at, and stored only then.

The name that a browser sends is never a path here: a file lies in a private folder, under a name of
our own making, only while it is read or stored.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from corpus import KamerbronError, Library, Outcome
from corpus.worker import Read, Worker

ENDINGS: Final = ("pdf", "docx", "html", "htm", "xml", "txt")
MOST_MEBIBYTES: Final = 25
"""Of one file. Papers have a few; the app's own limit in `.streamlit/config.toml` is the same."""
MOST_FILES: Final = 20
"""At once: they stay in memory until they are stored or put away."""
READERS: Final = threading.BoundedSemaphore(2)
"""Files that are read at the same time, by all users together: each may take 3 GiB."""

_LONGEST_STEM = 120  # bytes: file systems allow 255 for a whole name
_FRAGMENTS: Final = {
    "found an empty file": "empty",
    "expected a file of at most": "large",
    "holds only images": "scan",
    "without a password": "protected",
    "the text is none that we know": "unknown",
    "found only questions": "questions",
    "expected answers, found none": "no-answers",
    "not read within": "slow",
    "reading it": "broken",
    "found a damaged": "damaged",
    "found bytes that are none": "no-paper",
    "expected a PDF, DOCX, HTML page": "no-paper",
}
"""Words of the reader's and the parser's refusals, and the kind of refusal that they tell."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in, and what was made of it so far.

    `read` is there once it was read, `refusal` where it could not be, or not be stored; `outcome`
    and `message` once it was stored.
    """

    name: str
    raw: bytes
    as_letter: bool = False
    read: Read | None = None
    refusal: str = ""
    outcome: Outcome | None = None

    @property
    def key(self) -> str:
        """What tells it from other uploads: the same name and bytes are one."""
        return hashlib.sha256(self.name.encode() + b"\0" + self.raw).hexdigest()[:16]

    @property
    def reason(self) -> str:
        """The kind of refusal, or empty for one of a kind of its own."""
        found = (reason for words, reason in _FRAGMENTS.items() if words in self.refusal)
        return next(found, "")

    @property
    def may_be_letter(self) -> bool:
        """Whether it was refused for its kind alone: it can be read by its headings."""
        return self.reason == "unknown" and not self.as_letter


def upload(name: str, raw: bytes) -> Upload:
    """A file as the browser sent it; one that is too large is refused at once."""
    kept = Upload(safe_name(name), raw)
    if len(raw) <= MOST_MEBIBYTES * 2**20:
        return kept
    return replace(
        kept,
        raw=b"",
        refusal=f"{kept.name}: expected a file of at most {MOST_MEBIBYTES} MiB, found one of "
        f"{len(raw) / 2**20:,.0f} MiB. Leave out annexes and images.",
    )


def safe_name(name: str) -> str:
    """The name to keep a file by: the last part, without what a path or a screen could obey."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(letter for letter in last if letter.isprintable())
    plain = re.sub(r"[^\w .,()+-]", "_", shown)
    stem, _, ending = plain.rpartition(".")
    if not stem:
        stem, ending = ending, ""
    stem = stem.encode()[:_LONGEST_STEM].decode(errors="ignore").strip(" .")
    ending = re.sub(r"\W", "", ending)[:8].lower()
    return f"{stem or 'stuk'}.{ending}" if ending else stem or "stuk"


def read_upload(item: Upload, worker: Worker) -> Upload:
    """The upload with what the parser found in it, or with why it found nothing."""
    if not item.raw and item.refusal:
        return item
    with _file(item) as path:
        try:
            read = worker.read(path, as_letter=item.as_letter)
        except KamerbronError as error:
            told = str(error).replace(str(path), item.name)
            return replace(item, read=None, refusal=told)
    return replace(item, read=read, refusal="")


def store_upload(item: Upload, library: Library) -> Upload:
    """The upload with what became of it in the library: stored whole, or not at all."""
    if item.read is None:
        return item
    try:
        with _file(item) as path:
            outcome, _ = library.add(path, item.read, as_letter=item.as_letter)
    except (KamerbronError, OSError) as error:
        return replace(item, outcome=Outcome.FAILED, refusal=str(error))
    return replace(item, outcome=outcome, refusal="")


@contextmanager
def _file(item: Upload) -> Iterator[Path]:
    """The upload as a file, in a folder that nobody else may open and that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="kamerbron-upload-") as folder:
        path = Path(folder) / item.name
        path.write_bytes(item.raw)
        yield path
