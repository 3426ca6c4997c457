"""Official answers made searchable: the model, vectors, terms, and the published index."""

from indexing.build import Progress, Refreshed, is_current, refresh
from indexing.encoder import Encoder, EncoderError, load_encoder, model_revision
from indexing.published import (
    FileCheck,
    IndexRefused,
    PublishedIndex,
    current_generation,
    open_published,
    verify,
)
from indexing.recipe import Recipe

__all__ = [
    "Encoder",
    "EncoderError",
    "FileCheck",
    "IndexRefused",
    "Progress",
    "PublishedIndex",
    "Recipe",
    "Refreshed",
    "current_generation",
    "is_current",
    "load_encoder",
    "model_revision",
    "open_published",
    "refresh",
    "verify",
]
