"""Sets in the layout of BEIR, the field's collection of retrieval benchmarks.

    DIR/corpus.jsonl      {"_id": "d1", "title": "…", "text": "…"} a line; the title may lack
    DIR/queries.jsonl     {"_id": "q1", "text": "…"} a line
    DIR/qrels/test.tsv    query-id, corpus-id and score (a whole number) a line, behind a head

A document becomes an official answer without a question, under its title as heading: the text is
what is found and quoted, the title its context. All documents are sections of one letter, `beir`,
about which nothing else is known; the document `d1` is the answer `beir#d1`. The questions are the
queries that the qrels judge. A score above 0 is the grade of an answer; a query without one has no
answer in the set.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus import Document, OfficialAnswer, Paper, PaperType, Piece, Status
from eval.identity import source_digest
from eval.lines import EvalError, describe, file_digest, filled_lines
from eval.questions import Filled
from eval.sets import SetIdentity
from indexing import Progress, is_current, open_published, refresh
from indexing.encoder import SentenceTransformerEncoder
from retrieval import Kamerbron, Settings

PAPER: Final = "beir"
"""The identifier of the paper that holds all documents of a set."""

_CORPUS = "corpus.jsonl"
_QUERIES = "queries.jsonl"
_CORPUS_FORM = 'one JSON object a line: {"_id", "title" (may be left out), "text"}'
_QUERIES_FORM = 'one JSON object a line: {"_id", "text"}'
_QRELS_FORM = "three columns parted by tabs: query-id, corpus-id and score, a whole number"
_COLUMNS = 3


class BeirError(EvalError):
    """A BEIR set that cannot be used; the message names the file, the line and the remedy."""


class _Line(BaseModel):
    # Sets in the wild have more keys ("metadata", "url"); they change nothing here.
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Filled = Field(alias="_id")


class _Doc(_Line):
    title: str | None = None
    text: str


class _Query(_Line):
    text: Filled


_L = TypeVar("_L", bound=_Line)


@dataclass(frozen=True, slots=True)
class BeirQuestion:
    """A query of a BEIR set with the answers that the qrels name, by their grade."""

    id: str
    query: str
    grades: Mapping[str, int]
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def expected(self) -> tuple[str, ...]:
        """The identifiers of the answers, in the order of the qrels."""
        return tuple(self.grades)

    @property
    def answerable(self) -> bool:
        """Whether the qrels name an answer."""
        return bool(self.grades)


@dataclass(frozen=True, slots=True)
class BeirSet:
    """A BEIR set: its questions, and its documents as the official answers of one paper.

    `corpus` is the SHA-256 of the documents alone: all splits of a set share an index.
    """

    identity: SetIdentity
    questions: tuple[BeirQuestion, ...]
    document: Document
    corpus: str

    @classmethod
    def load(cls, folder: Path, split: str = "test") -> BeirSet:
        """The set in a folder, judged by the qrels of a split.

        Raises `BeirError` for a file that is missing or cannot be read, a line that is not as the
        layout says, an id used twice, and qrels that name a document or a query that the set does
        not have.
        """
        qrels = _qrels_of(folder, split)
        docs = _by_id(_lines(folder / _CORPUS, "BEIR corpus", _CORPUS_FORM, _Doc))
        queries = _by_id(_lines(folder / _QUERIES, "BEIR file", _QUERIES_FORM, _Query))
        judged = _judgements(qrels, queries, docs)
        files = (folder / _CORPUS, folder / _QUERIES, qrels)
        digests = [file_digest(file) for file in files]
        return cls(
            SetIdentity(
                f"{folder.resolve().name}/{split}",
                hashlib.sha256("".join(digests).encode()).hexdigest(),
            ),
            tuple(BeirQuestion(id_, queries[id_].text, grades) for id_, grades in judged.items()),
            _as_document(docs.values()),
            digests[0],
        )

    def index_root(self, settings: Settings) -> Path:
        """A folder of its own in the home, by the documents' digest: indexed once."""
        return settings.home / "beir" / self.corpus[:16]

    def open(
        self,
        settings: Settings,
        progress: Progress | None = None,
        encoder: SentenceTransformerEncoder | None = None,
    ) -> Kamerbron:
        """A Kamerbron over the documents, which are indexed first where that was not done yet."""
        root, recipe = self.index_root(settings), settings.recipe
        fingerprint = self._fingerprint()
        if not is_current(root, recipe, settings.revision, fingerprint):
            maker = encoder or settings.load_encoder(threads=None)
            refresh([self.document], fingerprint, recipe, maker, root, progress=progress)
        encoder = encoder or settings.load_encoder()
        index = open_published(
            root, expect=recipe, revision=encoder.revision, fingerprint=fingerprint
        )
        return Kamerbron(index, encoder, settings.threshold)

    def _fingerprint(self) -> str:
        """What the index is made of: the documents, and the code that makes answers of them."""
        made_by = source_digest(("corpus",)) + file_digest(Path(__file__))
        return hashlib.sha256((self.corpus + made_by).encode()).hexdigest()


def _qrels_of(folder: Path, split: str) -> Path:
    path = folder / "qrels" / f"{split}.tsv"
    for needed in (folder / _CORPUS, folder / _QUERIES):
        if not needed.is_file():
            raise BeirError(
                f"{folder}: expected a BEIR set with {_CORPUS}, {_QUERIES} and qrels/{split}.tsv, "
                f"found no {needed.name}. Check the folder that was given."
            )
    if not path.is_file():
        splits = ", ".join(sorted(found.stem for found in folder.glob("qrels/*.tsv")))
        raise BeirError(
            f"{folder}: expected qrels/{split}.tsv, found {splits or 'no qrels at all'}. "
            + ("Name one of these with --split." if splits else "Add the judgements of the set.")
        )
    return path


def _lines(path: Path, what: str, form: str, model: type[_L]) -> Iterator[tuple[str, _L]]:
    """The lines of a file, each with its place for messages."""
    for number, line in filled_lines(path, what, form, BeirError):
        place = f"{path}, line {number}"
        try:
            yield place, model.model_validate_json(line)
        except ValidationError as error:
            raise BeirError(f"{place}: {describe(error)}. Expected {form}.") from None


def _by_id(lines: Iterator[tuple[str, _L]]) -> dict[str, _L]:
    found: dict[str, _L] = {}
    for place, line in lines:
        if line.id in found:
            raise BeirError(
                f"{place}: the id {line.id!r} is already used above; give each line its own."
            )
        found[line.id] = line
    return found


def _judgements(
    path: Path, queries: Mapping[str, _Query], docs: Mapping[str, _Doc]
) -> dict[str, dict[str, int]]:
    """By query, in the order of the qrels, the grades of its answers."""
    judged: dict[str, dict[str, int]] = {}
    seen: set[tuple[str, str]] = set()
    for place, query, doc, score in _read_qrels(path):
        for id_, known, file in ((query, queries, _QUERIES), (doc, docs, _CORPUS)):
            if id_ not in known:
                raise BeirError(
                    f"{place}: {file} has no {id_!r}; correct the identifier, or take the line out."
                )
        if (query, doc) in seen:
            raise BeirError(f"{place}: {doc!r} is judged twice for {query!r}; keep one line.")
        seen.add((query, doc))
        grades = judged.setdefault(query, {})
        if score > 0:
            grades[_answer_id(doc)] = score
    if not judged:
        raise BeirError(f"{path} judges nothing. Expected {_QRELS_FORM}.")
    return judged


def _read_qrels(path: Path) -> Iterator[tuple[str, str, str, int]]:
    """Place, query, document and score of each line, the head left out."""
    for number, line in filled_lines(path, "BEIR qrels", _QRELS_FORM, BeirError):
        place = f"{path}, line {number}"
        columns = tuple(column.strip() for column in line.split("\t"))
        try:
            query, doc, score = columns
            yield place, query, doc, int(score)
        except ValueError:
            if number == 1 and len(columns) == _COLUMNS:
                continue
            raise BeirError(
                f"{place}: expected {_QRELS_FORM}, found {line.strip()[:80]!r}; correct the line."
            ) from None


def _answer_id(doc: str) -> str:
    return f"{PAPER}#{doc}"


def _as_document(docs: Iterable[_Doc]) -> Document:
    """The documents as sections of one letter; its source is their texts, one after the other."""
    source: list[str] = []
    answers: list[OfficialAnswer] = []
    start = 0
    for doc in docs:
        # A document that is a title alone is found by it.
        heading, text = (doc.title, doc.text) if doc.text.strip() else (None, doc.title or "")
        end = start + len(text)
        answers.append(
            OfficialAnswer(
                id=_answer_id(doc.id),
                questions=(),
                text=text,
                status=Status.SUBSTANTIVE,
                heading=heading or None,
                spans=((start, end),),
                pieces=(Piece(0, start, len(text)),),
            )
        )
        source.append(text)
        start = end
    paper = Paper(id=PAPER, type=PaperType.LETTER, title="BEIR")
    return Document(paper, "".join(source), tuple(answers))
