"""An adaptation: read, applied, joined, written; refused whole where it does not fit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file
from safetensors.torch import save_file as save_torch_file

from corpus import KamerbronError
from indexing import EncoderError, embedded_model, model_revision
from indexing.adaptation import (
    SHIPPED,
    Adaptation,
    AdaptationError,
    Matrix,
    blended,
    joined,
    read_adaptation,
    write_adaptation,
)
from indexing.embedded_model import PackedWeights, unpack
from indexing.encoder import (
    SentenceTransformerEncoder,
    adaptation_in,
    adaptation_of,
    fingerprint,
    load_encoder,
)
from indexing.tokens import TokenHead
from retrieval import Settings

Changes = dict[str, tuple[Matrix, Matrix]]

QUERY = "0.model.encoder.layer.0.attention.self.query.weight"
WIDE = "0.model.encoder.layer.0.intermediate.dense.weight"


def matrix(rows: int, columns: int, seed: int = 0) -> Matrix:
    return np.random.default_rng(seed).normal(size=(rows, columns)).astype(np.float16)


@pytest.fixture
def changes() -> Changes:
    """Of two weights of the small model: 32 by 32, and 64 by 32."""
    return {QUERY: (matrix(32, 2), matrix(2, 32, 1)), WIDE: (matrix(64, 2, 2), matrix(2, 32, 3))}


def head_of(size: int, layer: int) -> TokenHead:
    """A token head of width 4 over states of this size."""
    random = np.random.default_rng(5)
    projection, weighing = (
        random.normal(size=shape).astype(np.float16).astype(np.float32)
        for shape in ((4, size), (size,))
    )
    return TokenHead(layer, projection, weighing, 0.5)


@pytest.fixture
def written(tmp_path: Path, changes: Changes) -> Path:
    path = tmp_path / "mine.safetensors"
    write_adaptation(path, changes, {"pairs": "120"})
    return path


@pytest.fixture
def small_model(small_weights: Callable[..., PackedWeights], tmp_path: Path) -> Path:
    return unpack(tmp_path / "small", small_weights())


def load(model: str | Path, cache: Path, adaptation: str | Path) -> SentenceTransformerEncoder:
    return load_encoder(
        str(model), cache, "query: ", "passage: ", adaptation=str(adaptation), device="cpu"
    )


def weights_of(encoder: SentenceTransformerEncoder) -> dict[str, npt.NDArray[np.float32]]:
    return {name: w.detach().numpy().copy() for name, w in encoder.model.named_parameters()}


# The file.


def test_what_was_written_is_read(written: Path, changes: Changes) -> None:
    read = read_adaptation(written)
    assert read.facts == {"pairs": "120"}
    assert list(read.changes) == sorted(changes)
    for name, (up, down) in changes.items():
        assert np.array_equal(read.changes[name][0], up)
        assert np.array_equal(read.changes[name][1], down)
    assert read.digest == hashlib.sha256(written.read_bytes()).hexdigest()[:12]


def test_only_the_file_itself_is_left_behind(written: Path, changes: Changes) -> None:
    write_adaptation(written, changes, {})
    folder = written.parent / "new" / "folder"
    write_adaptation(folder / "mine.safetensors", changes, {})
    assert [path.name for path in folder.iterdir()] == ["mine.safetensors"]
    assert read_adaptation(written).facts == {}


def test_the_digest_is_of_the_changes_and_the_facts(written: Path, changes: Changes) -> None:
    before = read_adaptation(written).digest
    write_adaptation(written, changes, {"pairs": "120"})
    assert read_adaptation(written).digest == before
    write_adaptation(written, changes, {"pairs": "121"})
    assert read_adaptation(written).digest != before
    changes[QUERY][0][0, 0] += 1
    write_adaptation(written, changes, {"pairs": "120"})
    assert read_adaptation(written).digest != before


def test_a_token_head_is_read_as_it_was_written(written: Path, changes: Changes) -> None:
    assert read_adaptation(written).head is None
    head = head_of(32, layer=2)
    write_adaptation(written, changes, {}, head)
    read = read_adaptation(written)
    assert list(read.changes) == sorted(changes)
    assert read.head
    assert (read.head.layer, read.head.width, read.head.bias) == (2, 4, 0.5)
    assert np.array_equal(read.head.projection, head.projection)
    assert np.array_equal(read.head.weighing, head.weighing)


@pytest.mark.parametrize("part", ["projection", "weighing", "bias", "layer"])
def test_half_a_token_head_is_refused(written: Path, changes: Changes, part: str) -> None:
    write_adaptation(written, changes, {}, head_of(32, layer=2))
    tensors = load_file(written)
    del tensors[f"tokens.{part}"]
    save_file(tensors, written)
    with pytest.raises(AdaptationError, match=f"found: no tokens.{part} beside"):
        read_adaptation(written)


def test_a_token_head_of_odd_shapes_is_refused(written: Path, changes: Changes) -> None:
    odd = replace(head_of(32, layer=2), weighing=np.zeros(31, np.float32))
    write_adaptation(written, changes, {}, odd)
    with pytest.raises(AdaptationError, match=r"a token head of shapes \(4, 32\) and \(31,\)"):
        read_adaptation(written)


@pytest.mark.parametrize(("size", "layer"), [(48, 1), (32, 0), (32, 99)])
def test_a_token_head_of_another_model_is_refused_and_nothing_is_changed(
    small_model: Path, written: Path, changes: Changes, tmp_path: Path, size: int, layer: int
) -> None:
    write_adaptation(written, changes, {}, head_of(size, layer=layer))
    model = load(small_model, tmp_path, "none")
    before = weights_of(model)
    with pytest.raises(AdaptationError, match=f"states of {size} numbers after layer {layer};"):
        read_adaptation(written).apply(model.model)
    assert all(np.array_equal(before[name], w) for name, w in weights_of(model).items())
    with pytest.raises(EncoderError, match="It was made for another model"):
        load(small_model, tmp_path, written)


def test_with_a_token_head_texts_are_read_token_by_token(
    small_model: Path, written: Path, changes: Changes, tmp_path: Path
) -> None:
    bare = load(small_model, tmp_path, written)
    assert bare.token_width == 0
    assert bare.read_query("abc").tokens.tokens.shape == (0, 0)
    assert [own.shape for own in bare.read_passages(["abc", ""]).tokens] == [(0, 0)] * 2
    write_adaptation(written, changes, {}, head_of(32, layer=1))
    reads = load(small_model, tmp_path, written)
    assert reads.token_width == 4
    tokens = reads.read_query("abc").tokens
    assert tokens.tokens.shape == (len(tokens.shares), 4)
    assert np.array_equal(reads.read_query("abc").vector, bare.read_query("abc").vector)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("no weights")


def _missing(path: Path) -> None:
    path.unlink()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _whole_weights(path: Path) -> None:
    save_file({QUERY: np.zeros((32, 32), np.float16)}, path)


def _half(path: Path) -> None:
    save_file({f"{QUERY}.up": np.zeros((32, 2), np.float16)}, path)


def _nothing(path: Path) -> None:
    save_file({}, path)


def _no_product(path: Path) -> None:
    up, down = np.zeros((32, 2), np.float16), np.zeros((3, 32), np.float16)
    save_file({f"{QUERY}.up": up, f"{QUERY}.down": down}, path)


def _no_matrices(path: Path) -> None:
    save_file({f"{QUERY}.{side}": np.zeros(32, np.float16) for side in ("up", "down")}, path)


def _bfloat16(path: Path) -> None:
    save_torch_file({f"{QUERY}.up": torch.zeros(32, 2, dtype=torch.bfloat16)}, path)


@pytest.mark.parametrize(
    "damage",
    [
        _cut,
        _empty,
        _text,
        _missing,
        _folder,
        _whole_weights,
        _half,
        _nothing,
        _no_product,
        _no_matrices,
        _bfloat16,
    ],
)
def test_a_file_that_holds_no_adaptation_is_refused(
    written: Path, damage: Callable[[Path], None], small_model: Path, tmp_path: Path
) -> None:
    damage(written)
    message = r"mine\.safetensors: expected an adaptation made by `kamerbron adapt`, found: ."
    with pytest.raises(AdaptationError, match=message) as raised:
        read_adaptation(written)
    assert isinstance(raised.value, KamerbronError)
    assert "KAMERBRON_ADAPTATION" in str(raised.value)
    with pytest.raises(EncoderError, match=message):
        load(small_model, tmp_path, written)
    with pytest.raises(EncoderError, match=message):
        model_revision(str(small_model), str(written))


# What it does to a model.


def test_each_weight_becomes_itself_and_the_product(
    small_model: Path, written: Path, tmp_path: Path, changes: Changes
) -> None:
    before, after = (weights_of(load(small_model, tmp_path, a)) for a in ("none", written))
    assert {name for name in before if not np.array_equal(before[name], after[name])} == {
        QUERY,
        WIDE,
    }
    for name, (up, down) in changes.items():
        expected = before[name] + up.astype(np.float32) @ down.astype(np.float32)
        assert np.allclose(after[name], expected, atol=1e-6)


@pytest.mark.parametrize("name", ["0.model.encoder.layer.9.output.dense.weight", QUERY])
def test_another_models_adaptation_is_refused_before_anything_is_changed(
    small_model: Path, tmp_path: Path, changes: Changes, name: str
) -> None:
    """The last of its changes does not fit; the first ones would."""
    wrong = {WIDE: changes[WIDE], name: (matrix(48, 2), matrix(2, 32))}
    encoder = load(small_model, tmp_path, "none")
    before = weights_of(encoder)
    with pytest.raises(AdaptationError, match=r"of shape \(48, 32\); the model has") as raised:
        Adaptation(wrong, "", {}).apply(encoder.model)
    found = "one of shape (32, 32)" if name == QUERY else "none of that name"
    assert f"{name} of shape (48, 32); the model has {found}." in str(raised.value)
    assert "set KAMERBRON_ADAPTATION to none" in str(raised.value)
    after = weights_of(encoder)
    assert all(np.array_equal(before[weight], after[weight]) for weight in before)


def test_the_shipped_one_does_not_fit_another_model(small_model: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"made for another model"):
        load(small_model, tmp_path, SHIPPED)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**16))
def test_joined_is_the_sum_of_both(first_rank: int, second_rank: int, seed: int) -> None:
    def of(rank: int, name: str, seed: int) -> Mapping[str, tuple[Matrix, Matrix]]:
        return {name: (matrix(5, rank, seed), matrix(rank, 3, seed + 1))}

    def product(change: tuple[Matrix, Matrix]) -> npt.NDArray[np.float32]:
        up, down = change
        product: npt.NDArray[np.float32] = up.astype(np.float32) @ down.astype(np.float32)
        return product

    first = {**of(first_rank, "a", seed), **of(first_rank, "only first", seed + 2)}
    second = {**of(second_rank, "a", seed + 4), **of(second_rank, "only second", seed + 6)}
    both = joined(first, second)
    assert sorted(both) == ["a", "only first", "only second"]
    assert both["a"][0].dtype == np.float16
    assert both["a"][0].shape == (5, first_rank + second_rank)
    assert np.allclose(product(both["a"]), product(first["a"]) + product(second["a"]), atol=1e-4)
    assert np.array_equal(product(both["only first"]), product(first["only first"]))
    assert np.array_equal(product(both["only second"]), product(second["only second"]))


# The setting.


def test_none_and_shipped_leave_a_model_of_ones_own_as_it_is(
    small_model: Path, tmp_path: Path
) -> None:
    none, shipped = (load(small_model, tmp_path, a) for a in ("none", "shipped"))
    assert none.revision == shipped.revision == fingerprint(small_model)
    assert np.array_equal(none.encode_queries(["abc"]), shipped.encode_queries(["abc"]))
    assert adaptation_of(str(small_model), "shipped") is None
    assert model_revision(str(small_model)) == none.revision


def test_a_file_changes_the_vectors_and_the_revision(
    small_model: Path, written: Path, tmp_path: Path
) -> None:
    plain, adapted = (load(small_model, tmp_path, a) for a in ("none", written))
    assert adapted.revision == f"{plain.revision}+{read_adaptation(written).digest}"
    assert model_revision(str(small_model), str(written)) == adapted.revision
    assert adaptation_in(adapted.revision) == read_adaptation(written).digest
    assert adaptation_in(plain.revision) is None
    assert np.abs(plain.encode_queries(["abc"]) - adapted.encode_queries(["abc"])).max() > 1e-2


def test_the_embedded_model_is_adapted_unless_that_is_refused(
    small_weights: Callable[..., PackedWeights],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    written: Path,
) -> None:
    weights = small_weights()
    monkeypatch.setattr(embedded_model, "packed_weights", lambda: weights)
    monkeypatch.setattr("indexing.encoder.SHIPPED", written)
    digest = read_adaptation(written).digest
    default = load_encoder("embedded", tmp_path, "query: ", "passage: ", device="cpu")
    assert default.revision == model_revision("embedded") == f"{weights.revision}+{digest}"
    assert load("embedded", tmp_path, "none").revision == weights.revision
    assert model_revision("embedded", "none") == weights.revision


@pytest.mark.parametrize("value", ["shipped", "none", "file"])
def test_the_setting(
    value: str, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = str(written) if value == "file" else value
    monkeypatch.setenv("KAMERBRON_HOME", str(tmp_path))
    monkeypatch.setenv("KAMERBRON_ADAPTATION", setting)
    expected = {"shipped": SHIPPED, "none": None, "file": written}[value]
    changes = Settings.load().changes
    if expected is None:
        assert changes is None
    else:
        assert changes
        assert changes.digest == read_adaptation(expected).digest


def test_the_setting_is_shipped_by_default_and_reaches_the_model(
    small_model: Path, written: Path, tmp_path: Path
) -> None:
    assert Settings(home=tmp_path).adaptation == "shipped"
    home: dict[str, Any] = {"home": tmp_path, "model": str(small_model)}
    named = Settings(**home, adaptation=str(written))
    assert named.load_encoder().revision == named.revision
    assert named.revision != Settings(**home).revision == fingerprint(small_model)


# The shipped one.


def test_the_shipped_adaptation_is_small_and_says_how_it_was_made() -> None:
    assert SHIPPED.stat().st_size <= 6_000_000
    shipped = read_adaptation(SHIPPED)
    assert len(shipped.changes) == 72
    parts = [
        "attention.output.dense",
        "attention.self.key",
        "attention.self.query",
        "attention.self.value",
        "intermediate.dense",
        "output.dense",
    ]
    assert set(shipped.changes) == {
        f"0.model.encoder.layer.{layer}.{part}.weight" for layer in range(12) for part in parts
    }
    assert {up.shape[1] for up, _ in shipped.changes.values()} == {32}
    assert {"base", "pairs", "epochs", "rank", "seed"} <= set(shipped.facts)
    assert all(np.isfinite(m).all() for change in shipped.changes.values() for m in change)


def test_the_embedded_model_is_used_with_it(encoder: SentenceTransformerEncoder) -> None:
    digest = read_adaptation(SHIPPED).digest
    assert encoder.revision == model_revision("embedded")
    assert encoder.revision.endswith(f"+{digest}")
    weights = dict(encoder.model.named_parameters())
    assert all(name in weights for name in read_adaptation(SHIPPED).changes)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(1, 4), st.floats(0, 1)), min_size=1, max_size=4),
    st.integers(1, 5),
    st.integers(0, 2**16),
)
def test_a_blend_is_the_nearest_of_its_rank_to_the_shared_out_sum(
    parts: list[tuple[int, float]], rank: int, seed: int
) -> None:
    several = [
        {"a": (matrix(5, own, seed + 2 * n), matrix(own, 6, seed + 2 * n + 1))}
        for n, (own, _) in enumerate(parts)
    ]
    shares = [share for _, share in parts]
    whole = sum(
        share * (own["a"][0].astype(np.float32) @ own["a"][1].astype(np.float32))
        for own, share in zip(several, shares, strict=True)
    )
    up, down = blended(several, shares, rank)["a"]
    assert (up.dtype, down.dtype) == (np.float16, np.float16)
    assert (up.shape, down.shape) == ((5, rank), (rank, 6))
    left_over = np.linalg.norm(whole - up.astype(np.float32) @ down.astype(np.float32))
    beyond = np.linalg.svd(whole, compute_uv=False)[rank:]
    assert left_over == pytest.approx(np.linalg.norm(beyond), abs=2e-2)


def test_a_blend_has_what_any_part_changes(changes: Changes) -> None:
    some = {name: changes[name] for name in sorted(changes)[:1]}
    assert set(blended([changes, some], [0.5, 0.5], 2)) == set(changes)
