"""Terms: which chunks hold the words of a question, compounds and names included.

Dutch writes compounds as one word ("troepenreductie"), so words are indexed as overlapping runs of
four characters. On public Kamervragen such runs alone found more than stemmed words did
(docs/decisions/0003-ranking.md); they also stand a typo and another language's spelling of a name.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Sequence
from pathlib import Path

import tantivy

_RUN = 4
_MOST_RUNS = 1500
"""Different runs of one question that are looked up: more than the longest question has."""
_SATURATION = 2.2
"""BM25's k1 + 1, as tantivy has it: what a run can weigh at most, times its rarity."""
_HEAP = 64 * 2**20
_WORD = re.compile(r"\w+")


class TermIndex:
    """The chunks by the runs of characters in their question and answer, scored by BM25."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = _schema()
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, entries: Sequence[tuple[str, str]]) -> None:
        """Writes an index of (document, text) pairs; the place in the list is the chunk's number.

        One segment by one writer, so that the same entries give the same scores each time.
        """
        folder.mkdir(parents=True)
        index = tantivy.Index(_schema(), str(folder))
        writer = index.writer(heap_size=_HEAP, num_threads=1)
        for number, (document, text) in enumerate(entries):
            entry = tantivy.Document()
            entry.add_unsigned("chunk", number)
            entry.add_text("document", document)
            entry.add_text("runs", " ".join(character_runs(text)))
            writer.add_document(entry)
        writer.commit()
        writer.wait_merging_threads()

    @classmethod
    def load(cls, folder: Path) -> TermIndex:
        """The index in a folder."""
        return cls(tantivy.Index.open(str(folder)))

    def search(
        self, question: str, k: int, documents: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """The `k` chunks that hold most of the question's weight, best first, equals by number.

        The score is the share, in 0…1, of the weight that a chunk could hold: that of every run of
        the question, the rarer the heavier. With `documents` only their chunks are looked at.
        Any text is a question: nothing in it is an operator.
        """
        limits = [] if documents is None else [self._any_of("document", sorted(documents))]
        return self._search(question, k, limits)

    def shares(self, question: str, chunks: Sequence[int]) -> dict[int, float]:
        """The share of the question's weight that each of these chunks holds; 0 is left out."""
        return dict(self._search(question, len(chunks), [self._any_of("chunk", list(chunks))]))

    def _search(
        self, question: str, k: int, limits: list[tantivy.Query]
    ) -> list[tuple[int, float]]:
        runs = list(dict.fromkeys(character_runs(question)))[:_MOST_RUNS]
        ceiling = sum(self._rarity(run) for run in runs) * _SATURATION
        if not ceiling or k < 1:
            return []
        wanted = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "runs", run, "freq"))
                for run in runs
            ]
        )
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, wanted), *((tantivy.Occur.Must, limit) for limit in limits)]
        )
        hits = self._searcher.search(query, limit=k).hits
        numbers = self._searcher.fast_field_values("chunk", [address for _, address in hits])
        found = [
            (int(number or 0), round(min(1.0, score / ceiling), 6))
            for number, (score, _) in zip(numbers, hits, strict=True)
        ]
        return sorted(found, key=lambda entry: (-entry[1], entry[0]))

    def _rarity(self, run: str) -> float:
        """BM25's weight of a run: the fewer chunks hold it, the more it says."""
        count = self._searcher.num_docs
        holding = self._searcher.doc_freq("runs", run)
        return math.log(1 + (count - holding + 0.5) / (holding + 0.5))

    def _any_of(self, field: str, values: Sequence[str | int]) -> tantivy.Query:
        """A limit that weighs nothing."""
        among = tantivy.Query.term_set_query(self._schema, field, list(values))
        return tantivy.Query.const_score_query(among, 0.0)


def character_runs(text: str) -> list[str]:
    """The runs of four characters of each word, its ends marked: "IS" gives "_is_"."""
    folded = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    runs: list[str] = []
    for word in _WORD.findall(plain):
        marked = f"_{word}_"
        runs += [marked[i : i + _RUN] for i in range(max(1, len(marked) - _RUN + 1))]
    return runs


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("chunk", indexed=True, fast=True)
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("runs", tokenizer_name="whitespace", index_option="freq")
    return builder.build()
