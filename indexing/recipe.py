"""What an index is made with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """The model with its prompts, and the longest piece (in its tokens) that is embedded at once.

    An index made with another recipe cannot answer: vectors of two models do not compare.
    """

    model: str
    query_prompt: str
    passage_prompt: str
    chunk_tokens: int
