"""Sets in BEIR's layout: read, refused, and made searchable."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import PaperType
from eval import BeirError, BeirSet, run_systems
from indexing import refresh
from retrieval import Settings

SAMPLE = Path("/work/shared/bench/kamervragen-dev")

CORPUS = [
    {"_id": "d1", "title": "Turkije", "text": "Er vielen twee doden. Dat is bevestigd."},
    {"_id": "d#2", "title": "", "text": "Nederland heeft vier Chinooks in Mali.", "metadata": {}},
    {"_id": "d3", "text": "De AOW-leeftijd stijgt naar 67 jaar."},
    {"_id": "d4", "title": "Alleen een titel", "text": ""},
    {"_id": "d5", "title": None, "text": "Dit gaat over stikstof."},
]
QUERIES = [
    {"_id": "q1", "text": "Hoeveel doden waren er in Turkije?"},
    {"_id": "q2", "text": "Hoeveel helikopters heeft Nederland in Mali?"},
    {"_id": "unjudged", "text": "Wie was dat?"},
    {"_id": "q3", "text": "Wat kost een paard?"},
]
QRELS = "query-id\tcorpus-id\tscore\nq2\td#2\t2\nq2\td1\t1\nq1\td1\t1\nq1\td3\t0\nq3\td5\t0\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a small set, its files by name replaced by other content, or left out for `None`."""

    def make(**files: str | None) -> Path:
        content = {
            "corpus.jsonl": as_lines(CORPUS),
            "queries.jsonl": as_lines(QUERIES),
            "qrels/test.tsv": QRELS,
        } | files
        folder = tmp_path / "mijn-set"
        (folder / "qrels").mkdir(parents=True, exist_ok=True)
        for name, text in content.items():
            (folder / name).unlink(missing_ok=True)
            if text is not None:
                (folder / name).write_text(text, "utf-8")
        return folder

    return make


def as_lines(entries: list[dict]) -> str:
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def test_judged_queries_become_questions_with_graded_answers(write: Write) -> None:
    read = BeirSet.load(write())

    assert [(q.id, q.query, dict(q.grades)) for q in read.questions] == [
        ("q2", QUERIES[1]["text"], {"beir#d#2": 2, "beir#d1": 1}),
        ("q1", QUERIES[0]["text"], {"beir#d1": 1}),
        ("q3", QUERIES[3]["text"], {}),
    ]
    assert [q.answerable for q in read.questions] == [True, True, False]
    assert read.questions[0].expected == ("beir#d#2", "beir#d1")
    assert read.identity.name == "mijn-set/test"


def test_documents_become_answers_without_a_question_under_their_title(write: Write) -> None:
    document = BeirSet.load(write()).document

    assert document.paper.type is PaperType.LETTER
    assert (document.paper.date, document.paper.answered_by) == (None, ())
    assert [(a.id, a.asked, a.text, a.numbers) for a in document.answers] == [
        ("beir#d1", "Turkije", "Er vielen twee doden. Dat is bevestigd.", ()),
        ("beir#d#2", "", "Nederland heeft vier Chinooks in Mali.", ()),
        ("beir#d3", "", "De AOW-leeftijd stijgt naar 67 jaar.", ()),
        ("beir#d4", "", "Alleen een titel", ()),
        ("beir#d5", "", "Dit gaat over stikstof.", ()),
    ]
    # As in every document, the spans cover the source and the pieces say where each text stands.
    assert document.answers[0].spans == ((0, 39),)
    for answer in document.answers:
        ((start, end),) = answer.spans
        assert document.source[start:end] == answer.text
        (piece,) = answer.pieces
        assert (piece.at, piece.start, piece.length) == (0, start, len(answer.text))
    assert document.answers[-1].spans[0][1] == len(document.source)


def test_another_split_judges_by_its_own_qrels(write: Write) -> None:
    folder = write(**{"qrels/dev.tsv": "q1\td1\t1\n"})  # a head is not needed
    dev, test = BeirSet.load(folder, "dev"), BeirSet.load(folder)

    assert [question.id for question in dev.questions] == ["q1"]
    assert dev.identity.sha256 != test.identity.sha256
    assert dev.corpus == test.corpus


def test_the_identity_is_that_of_the_files_not_of_the_folder(write: Write) -> None:
    folder = write()
    first = BeirSet.load(folder).identity
    moved = folder.rename(folder.with_name("elders"))
    assert BeirSet.load(moved).identity.sha256 == first.sha256
    (moved / "queries.jsonl").write_text(as_lines(QUERIES).replace("paard", "pony"), "utf-8")
    assert BeirSet.load(moved).identity.sha256 != first.sha256


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"corpus.jsonl": None}, r"mijn-set: expected a BEIR set .* found no corpus\.jsonl\. Che"),
        ({"queries.jsonl": None}, r"found no queries\.jsonl"),
        (
            {"qrels/test.tsv": None},
            r"expected qrels/test\.tsv, found no qrels at all\. Add the jud",
        ),
        (
            {"qrels/test.tsv": None, "qrels/dev.tsv": "", "qrels/train.tsv": ""},
            r"expected qrels/test\.tsv, found dev, train\. Name one of these with --split",
        ),
        ({"corpus.jsonl": "{\n"}, r"corpus\.jsonl, line 1: this is not JSON"),
        ({"corpus.jsonl": '{"_id": "d1"}'}, r"line 1: 'text' is missing; add it\. Expected one"),
        ({"corpus.jsonl": '{"_id": 7, "text": ""}'}, r"line 1: '_id': .*string"),
        ({"queries.jsonl": '{"_id": "q1", "text": " "}'}, r"queries\.jsonl, line 1: 'text' is emp"),
        (
            {"queries.jsonl": as_lines([QUERIES[0], QUERIES[0]])},
            r"queries\.jsonl, line 2: the id 'q1' is already used above",
        ),
        ({"qrels/test.tsv": "q9\td1\t1\n"}, r"line 1: queries\.jsonl has no 'q9'; correct the id"),
        ({"qrels/test.tsv": "q1\td9\t1\n"}, r"line 1: corpus\.jsonl has no 'd9'; correct the id"),
        ({"qrels/test.tsv": QRELS + "q1\td1\n"}, r"line 7: expected three columns .* 'q1\\td1'"),
        ({"qrels/test.tsv": QRELS + "q1\td5\tja\n"}, r"line 7: expected three columns"),
        ({"qrels/test.tsv": "q1 0 d1 1\n"}, r"line 1: expected three columns"),
        ({"qrels/test.tsv": QRELS + "q1\td1\t1\n"}, r"line 7: 'd1' is judged twice for 'q1'; kee"),
        (
            {"qrels/test.tsv": "query-id\tcorpus-id\tscore\n"},
            r"test\.tsv judges nothing\. Expected",
        ),
    ],
)
def test_a_bad_set_is_named_with_its_fault(
    write: Write, files: dict[str, str | None], message: str
) -> None:
    with pytest.raises(BeirError, match=message):
        BeirSet.load(write(**files))


def test_a_file_in_another_encoding_is_refused(write: Write) -> None:
    folder = write()
    (folder / "corpus.jsonl").write_bytes('{"_id": "é"}'.encode("latin-1"))
    with pytest.raises(BeirError, match=r"corpus\.jsonl is not UTF-8 text \(byte 9\)"):
        BeirSet.load(folder)


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with a home of their own that shares the unpacked model."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(settings.model_cache)
    return Settings(home=home, threads=1)


def test_documents_are_indexed_once_and_found(
    write: Write, own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = BeirSet.load(write())
    steps: list[tuple[str, int, int]] = []

    runs = list(run_systems(read, own, ["meaning only", "default"], lambda *at: steps.append(at)))

    assert [run.name for run in runs] == ["meaning only", "default"]
    for run in runs:
        found = {id_: f.ranking[0][0] for id_, f in run.found.items() if f.ranking}
        assert (found["q1"], found["q2"]) == ("beir#d1", "beir#d#2"), run.name
        assert run.questions == read.identity
        assert run.configuration.model == "embedded"
    assert {step for step, _, _ in steps} == {"embedding", "meaning only", "default"}
    assert steps[-1] == ("default", 3, 3)

    # Also for other judgements of the same documents.
    monkeypatch.setattr("eval.beir.refresh", lambda *_, **__: pytest.fail("indexed again"))
    other = BeirSet.load(write(**{"qrels/test.tsv": "q1\td3\t1\n"}))
    assert other.open(own).generation == runs[0].index


def test_changed_documents_are_indexed_anew(
    write: Write, own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed: list[int] = []

    def counted(documents, *rest, **options):
        indexed.append(len(documents[0].answers))
        return refresh(documents, *rest, **options)

    monkeypatch.setattr("eval.beir.refresh", counted)
    few = as_lines(CORPUS[:2])
    for corpus in (few, few, as_lines(CORPUS[:3])):
        set_ = BeirSet.load(write(**{"corpus.jsonl": corpus, "qrels/test.tsv": "q1\td1\t1\n"}))
        set_.open(own)
    assert indexed == [2, 3]


def test_a_public_set_of_kamervragen_is_read() -> None:
    if not SAMPLE.is_dir():
        pytest.skip(f"the public set of Kamervragen is not in {SAMPLE}")
    read = BeirSet.load(SAMPLE)

    assert (len(read.questions), len(read.document.answers)) == (799, 910)
    assert all(question.grades == {question.expected[0]: 1} for question in read.questions)
    assert read.questions[0].expected == ("beir#a0002",)
