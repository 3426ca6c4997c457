"""A domain adaptation: what training changed in a model's weights, as two narrow matrices each.

A weight W becomes W + up @ down, where `down` and `up` have only a few rows and columns (low-rank
adaptation, Hu et al. 2021): a few megabytes say how a model of hundreds is to read the language of
ministers and of those who search in it. The file is safetensors, half precision, with the facts of
its making in its header; `indexing.adapting` makes one. It may hold a token head, too, learnt on
the states of the model so changed, or as it was before a last adaptation on top.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corpus import KamerbronError
from indexing.tokens import WIDEST, TokenHead

if TYPE_CHECKING:
    from torch.nn import Module

SHIPPED = Path(__file__).with_name("adaptation.safetensors")
"""The adaptation of the embedded model (docs/decisions/0005-adaptation.md)."""

_DOWN = ".down"
_UP = ".up"
_PROJECTION, _WEIGHING, _BIAS, _LAYER = (
    f"tokens.{part}" for part in ("projection", "weighing", "bias", "layer")
)
_HEAD = frozenset({_PROJECTION, _WEIGHING, _BIAS, _LAYER})

Matrix = npt.NDArray[np.float16]


class AdaptationError(KamerbronError):
    """An adaptation that cannot be read, or is of another model."""


@dataclass(frozen=True, slots=True)
class Adaptation:
    """Changes by the name of the weight: (up, down), of shapes (out, rank) and (rank, in).

    `digest` identifies the file's content in 12 hexadecimal digits; `facts` say how it was made;
    `head`, where there is one, reads the states of the changed model token by token.
    """

    changes: Mapping[str, tuple[Matrix, Matrix]]
    digest: str
    facts: Mapping[str, str]
    head: TokenHead | None = None

    def apply(self, model: Module) -> None:
        """Adds the changes to the weights of a loaded model, once.

        Raises `AdaptationError`, before anything is changed, where the model has no such weights.
        """
        import torch

        weights = dict(model.named_parameters())
        for name, (up, down) in self.changes.items():
            expected = (up.shape[0], down.shape[1])
            found = tuple(weights[name].shape) if name in weights else None
            if found != expected:
                raise AdaptationError(
                    "The adaptation changes a weight {name} of shape {expected}; the model has "
                    "{found}. It was made for another model: set KAMERBRON_ADAPTATION to none, or "
                    "to its own.",
                    name=name,
                    expected=expected,
                    found="none of that name" if found is None else f"one of shape {found}",
                )
        if self.head:
            _refuse_head_of_another(self.head, model)
        with torch.no_grad():
            for name, (up, down) in self.changes.items():
                # Not `@`: there BLAS adds in another order for another number of threads.
                change = np.einsum("or,ri->oi", up.astype(np.float32), down.astype(np.float32))
                weights[name].add_(torch.from_numpy(change).to(weights[name]))


def _refuse_head_of_another(head: TokenHead, model: Module) -> None:
    transformer = getattr(dict(model.named_children()).get("0"), "model", None)
    config = getattr(transformer, "config", None)
    size, layers = (getattr(config, key, 0) for key in ("hidden_size", "num_hidden_layers"))
    if head.projection.shape[1] != size or not 1 <= head.layer <= layers:
        raise AdaptationError(
            "The adaptation reads tokens from states of {expected} numbers after layer {layer}; "
            "the model has states of {found} numbers and {layers} layers. It was made for another "
            "model: set KAMERBRON_ADAPTATION to none, or to its own.",
            expected=head.projection.shape[1],
            layer=head.layer,
            layers=layers,
            found=size,
        )


def joined(
    first: Mapping[str, tuple[Matrix, Matrix]], second: Mapping[str, tuple[Matrix, Matrix]]
) -> dict[str, tuple[Matrix, Matrix]]:
    """The changes of both together, exactly: the second was learnt on top of the first."""
    parts = {
        name: [changes[name] for changes in (first, second) if name in changes]
        for name in sorted({*first, *second})
    }
    return {
        name: (
            np.concatenate([up for up, _ in changes], axis=1),
            np.concatenate([down for _, down in changes], axis=0),
        )
        for name, changes in parts.items()
    }


def blended(
    changes: Sequence[Mapping[str, tuple[Matrix, Matrix]]], shares: Sequence[float], rank: int
) -> dict[str, tuple[Matrix, Matrix]]:
    """The sum of several changes of one model, each times its share, as near as `rank` can be.

    Models trained apart from one beginning differ in what each learnt by chance, and in what each
    was taught; together they find better than any of them (Wortsman et al. 2022, "Model soups").
    Of the sum of the products the largest `rank` singular values are kept.
    """
    blend = {}
    for name in sorted(set[str]().union(*changes)):
        whole = sum(
            share * (own[name][0].astype(np.float32) @ own[name][1].astype(np.float32))
            for own, share in zip(changes, shares, strict=True)
            if name in own
        )
        left, sizes, right = np.linalg.svd(whole, full_matrices=False)
        roots = np.sqrt(sizes[:rank])
        up, down = left[:, :rank] * roots, roots[:, np.newaxis] * right[:rank]
        blend[name] = (up.astype(np.float16), down.astype(np.float16))
    return blend


def read_adaptation(path: Path) -> Adaptation:
    """The adaptation in a file. Raises `AdaptationError` for a file that holds none."""
    from safetensors import SafetensorError, safe_open

    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        with safe_open(path, framework="numpy") as file:
            facts = dict(file.metadata() or {})
            matrices = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        head = _head_in({name: matrices.pop(name) for name in _HEAD & matrices.keys()})
        names = {name.removesuffix(_UP).removesuffix(_DOWN) for name in matrices}
        changes = {n: (matrices[n + _UP], matrices[n + _DOWN]) for n in sorted(names)}
    except KeyError as error:
        raise _not_one(path, f"no {error.args[0]} beside its other half") from error
    except (OSError, SafetensorError, TypeError, AttributeError) as error:
        # The last two: numbers of a kind that numpy does not have.
        raise _not_one(path, str(error)) from error
    if not changes:
        raise _not_one(path, "no changes in it")
    for name, (up, down) in changes.items():
        if up.ndim != 2 or down.ndim != 2 or up.shape[1] != down.shape[0]:
            raise _not_one(path, f"{name} of shapes {up.shape} and {down.shape}")
    if head and (
        head.projection.ndim != 2
        or head.weighing.shape != head.projection.shape[1:]
        or not 0 < head.width <= WIDEST
    ):
        shapes = f"{head.projection.shape} and {head.weighing.shape}"
        raise _not_one(path, f"a token head of shapes {shapes}")
    return Adaptation(changes, digest, facts, head)


def _head_in(parts: Mapping[str, npt.NDArray[Any]]) -> TokenHead | None:
    """The token head of these tensors, `None` where there are none."""
    if not parts:
        return None
    return TokenHead(
        layer=int(parts[_LAYER]),
        projection=parts[_PROJECTION].astype(np.float32),
        weighing=parts[_WEIGHING].astype(np.float32),
        bias=float(parts[_BIAS]),
    )


def _not_one(path: Path, found: str) -> AdaptationError:
    return AdaptationError(
        "{file}: expected an adaptation made by `kamerbron adapt`, found: {found}. Correct "
        "KAMERBRON_ADAPTATION, or set it to shipped or none.",
        file=path,
        found=found,
    )


def write_adaptation(
    path: Path,
    changes: Mapping[str, tuple[Matrix, Matrix]],
    facts: Mapping[str, str],
    head: TokenHead | None = None,
) -> None:
    """Writes a file that `read_adaptation` reads, whole or not at all."""
    from safetensors.numpy import save

    matrices: dict[str, npt.NDArray[Any]] = {}
    matrices |= {name + _UP: np.ascontiguousarray(up) for name, (up, _) in changes.items()}
    matrices |= {name + _DOWN: np.ascontiguousarray(down) for name, (_, down) in changes.items()}
    if head:
        matrices[_PROJECTION] = np.ascontiguousarray(head.projection, np.float16)
        matrices[_WEIGHING] = np.ascontiguousarray(head.weighing, np.float16)
        matrices[_BIAS] = np.array(head.bias, np.float32)
        matrices[_LAYER] = np.array(head.layer, np.int64)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.writing")
    aside.write_bytes(save(matrices, metadata=dict(facts)))
    aside.replace(path)
