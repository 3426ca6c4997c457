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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from corpus import KamerbronError, Library, Outcome, StoreError, UnreadableError, Version
from corpus.parsing import UNKNOWN_KIND
from corpus.worker import Read, Worker

ENDINGS: Final = ("pdf", "docx", "html", "htm", "xml", "txt")
MOST_MEBIBYTES: Final = 25
"""Of one file. Papers have a few; the app takes no upload over 50 (`.streamlit/config.toml`)."""
MOST_FILES: Final = 20
"""Of one session: they stay in memory until they are stored or put away."""
READERS: Final = threading.BoundedSemaphore(2)
"""Files that are read at the same time, by all users together: each may take 3 GiB."""

_LONGEST_STEM = 120  # bytes: file systems allow 255 for a whole name


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in, and what was made of it so far.

    `read` is there once it was read, `refusal` where it could not be, or not be stored; `outcome`
    once it was stored, or need not be.
    """

    name: str
    raw: bytes
    as_letter: bool = False
    read: Read | None = None
    refusal: KamerbronError | None = None
    outcome: Outcome | None = None

    @property
    def key(self) -> str:
        """What tells it from other uploads: the same name and bytes are one."""
        return hashlib.sha256(self.name.encode() + b"\0" + self.raw).hexdigest()[:16]

    @property
    def may_be_letter(self) -> bool:
        """Whether it was refused for its kind alone: it can be read by its headings."""
        refused = self.refusal is not None and self.refusal.message == UNKNOWN_KIND
        return refused and not self.as_letter


def upload(name: str, raw: bytes) -> Upload:
    """A file as the browser sent it; one that is too large is refused at once."""
    kept = Upload(safe_name(name), raw)
    if len(raw) <= MOST_MEBIBYTES * 2**20:
        return kept
    too_large = UnreadableError(
        "{name}: expected a file of at most {most} MiB, found one of {found:,.0f} MiB. Leave out "
        "annexes and images.",
        name=kept.name,
        most=MOST_MEBIBYTES,
        found=len(raw) / 2**20,
    )
    return replace(kept, raw=b"", refusal=too_large)


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
            return replace(item, read=None, refusal=_by_name(error, path, item.name))
    return replace(item, read=read, refusal=None)


@contextmanager
def turn_to_read(waits: Callable[[], object]) -> Iterator[None]:
    """A turn to read one file; `waits` is called first where others read as many as may be."""
    if not READERS.acquire(blocking=False):
        waits()
        READERS.acquire()
    try:
        yield
    finally:
        READERS.release()


def compared(item: Upload, own: Mapping[str, Sequence[Version]]) -> Upload:
    """The upload, with that as its outcome where the library's papers hold it already.

    That are the same bytes, or the same text under the same identifier: see `Library.add`.
    """
    if item.read is None:
        return item
    raw = hashlib.sha256(item.raw).hexdigest()
    text = hashlib.sha256(item.read.extract.text.encode()).hexdigest()
    versions = own.get(item.read.document.id, ())
    if any(raw == version.sha256 or text == version.text_sha256 for version in versions):
        return replace(item, outcome=Outcome.ALREADY_THERE)
    return item


def store_upload(item: Upload, library: Library) -> Upload:
    """The upload with what became of it in the library: stored whole, or not at all."""
    if item.read is None:
        return item
    path = Path(item.name)
    try:
        with _file(item) as path:
            outcome, _ = library.add(path, item.read, as_letter=item.as_letter)
    except KamerbronError as error:
        refusal = _by_name(error, path, item.name)
        return replace(item, outcome=Outcome.FAILED, refusal=refusal)
    except OSError as error:
        refusal = StoreError(
            "{name}: the paper could not be kept: {why}. Make room for it, or set KAMERBRON_HOME "
            "to a folder that you may write in.",
            name=item.name,
            why=error.strerror or error,
        )
        return replace(item, outcome=Outcome.FAILED, refusal=refusal)
    return replace(item, outcome=outcome, refusal=None)


def _by_name(error: KamerbronError, path: Path, name: str) -> KamerbronError:
    """The failure with the user's name for the file, where it has ours."""
    facts = {fact: name if value == str(path) else value for fact, value in error.facts.items()}
    return KamerbronError(error.message, **facts)


@contextmanager
def _file(item: Upload) -> Iterator[Path]:
    """The upload as a file, in a folder that nobody else may open and that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="kamerbron-upload-") as folder:
        path = Path(folder) / item.name
        path.write_bytes(item.raw)
        yield path
