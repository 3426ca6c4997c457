"""What users say of answers: kept line by line, read back, made into gold questions."""

from __future__ import annotations

import json
import multiprocessing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import cli
from corpus import STARTER, load_corpus
from eval import (
    DEFAULT_GOLD,
    Feedback,
    FeedbackStore,
    GoldSet,
    Verdict,
    find_quote_errors,
    gold_questions,
    load_gold,
)
from eval.feedback import FeedbackError, guess_language
from retrieval import Kamerbron, Settings

TEXTS = {id_: answer.text for id_, answer in load_corpus(STARTER).answers().items()}
DEATHS = Feedback(
    question="Hoeveel demonstranten zijn er gedood in Irak?",
    answer="kst-27925-748#9",
    verdict=Verdict.RIGHT,
    at=datetime(2026, 11, 21, 14, 30, tzinfo=UTC),
    quote=TEXTS["kst-27925-748#9"],
    index="0123456789abcdef",
    rank=1,
    confidence=0.93,
)
WRONG = replace(DEATHS, answer="kst-27925-748#57", verdict=Verdict.NOT_IT, rank=2, quote="IS")
PENSION = replace(WRONG, question="Wanneer gaat de AOW omhoog?", confidence=0.1)
WEAPONS = replace(
    DEATHS,
    question="where do the rules of engagement come from",
    answer="kst-27925-956#7-10",
    quote="afgeleid van de Rules of Engagement",
)


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "home" / "feedback.jsonl")


def test_what_is_said_is_read_back(store: FeedbackStore) -> None:
    assert (store.read(), store.damaged(), store.as_gold()) == ((), (), "")
    for given in (DEATHS, WRONG, PENSION):
        store.add(given)
    assert store.read() == (DEATHS, WRONG, PENSION)
    assert [json.loads(line) for line in store.path.read_text("utf-8").splitlines()] == [
        given.as_json() for given in (DEATHS, WRONG, PENSION)
    ]
    assert DEATHS.as_json()["at"] == "2026-11-21T14:30:00Z"


def test_the_last_word_on_an_answer_counts_and_every_word_is_kept(store: FeedbackStore) -> None:
    other = replace(DEATHS, question=" hoeveel DEMONSTRANTEN zijn er\ngedood in Irak? ")
    changed = replace(other, verdict=Verdict.NOT_IT)
    for given in (DEATHS, PENSION, other, changed):
        store.add(given)
    assert store.read() == (changed, PENSION)
    store.add(replace(PENSION, verdict=Verdict.TAKEN_BACK))
    assert store.read() == (changed,)
    assert len(store.path.read_text("utf-8").splitlines()) == 5


def test_damaged_lines_are_named_and_cost_no_other(store: FeedbackStore) -> None:
    store.add(DEATHS)
    with store.path.open("ab") as file:
        file.write(
            b'\n\xff\xfe\n{"question": "x", "verdict": "perhaps"}\n{"question": "half of a li'
        )
    store.add(WEAPONS)  # after a write that was cut off
    assert store.read() == (DEATHS, WEAPONS)
    assert [problem.partition(":")[0] for problem in store.damaged()] == [
        "line 3", "line 4", "line 5",
    ]  # fmt: skip
    assert "this is not JSON" in store.damaged()[0]
    assert "'answer' is missing" in store.damaged()[1]
    assert store.path.read_bytes().count(b"\n") == 6


def add_some(path: Path, session: int) -> None:
    store = FeedbackStore(path)
    for n in range(20):
        store.add(replace(DEATHS, question=f"Vraag {session}-{n}? {'é' * 3000}"))


def test_sessions_that_write_at_once_lose_nothing(store: FeedbackStore) -> None:
    context = multiprocessing.get_context("fork")
    sessions = [context.Process(target=add_some, args=(store.path, n)) for n in range(4)]
    for session in sessions:
        session.start()
    for session in sessions:
        session.join()
    assert store.damaged() == ()
    said = {given.question.partition("?")[0] for given in store.read()}
    assert said == {f"Vraag {session}-{n}" for session in range(4) for n in range(20)}


def test_a_file_that_cannot_be_written_is_a_stated_failure(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, not a folder")
    with pytest.raises(FeedbackError, match=r"could not be kept .* KAMERBRON_HOME"):
        FeedbackStore(tmp_path / "home" / "feedback.jsonl").add(DEATHS)


def test_a_verdict_on_a_hit_says_how_it_was_shown(kamerbron: Kamerbron) -> None:
    result = kamerbron.ask(f" {DEATHS.question}\n")
    hit = result.hits[0]
    given = Feedback.on(result, hit, Verdict.RIGHT, DEATHS.at)
    assert given == replace(
        DEATHS, quote=hit.evidence[0].text, index=result.index, confidence=result.confidence
    )
    assert given.quote in TEXTS[given.answer]


def test_right_answers_become_gold_questions_that_an_eval_reads(
    store: FeedbackStore, tmp_path: Path
) -> None:
    also = replace(DEATHS, answer="kst-27925-AA#7", quote="bloedig", rank=3)
    for given in (DEATHS, WRONG, PENSION, WEAPONS, also):
        store.add(given)
    file = tmp_path / "gold.jsonl"
    file.write_text(store.as_gold(), "utf-8")
    deaths, weapons = GoldSet.load(file).questions
    assert (deaths.query, deaths.language, deaths.kind, deaths.part) == (
        "Hoeveel demonstranten zijn er gedood in Irak?", "nl", "feedback", "check",
    )  # fmt: skip
    assert deaths.expected == ("kst-27925-748#9", "kst-27925-AA#7")
    assert (weapons.language, weapons.expected) == ("en", ("kst-27925-956#7-10",))
    assert deaths.id != weapons.id
    assert {q.id for q in gold_questions(reversed(store.read()))} == {deaths.id, weapons.id}
    assert find_quote_errors([weapons], TEXTS) == []


def test_nobody_said_that_the_papers_hold_no_answer(store: FeedbackStore) -> None:
    """ "Not it" of the few answers seen makes no unanswerable question."""
    store.add(PENSION)
    assert store.as_gold() == ""


def test_what_the_papers_no_longer_hold_is_left_out_where_they_are_given() -> None:
    gone = replace(DEATHS, answer="kst-27925-700#1")
    changed = replace(WEAPONS, quote="zo staat het er niet")
    questions = gold_questions((DEATHS, gone, changed), TEXTS)
    assert [question.expected for question in questions] == [("kst-27925-748#9",)]
    assert len(gold_questions((DEATHS, gone, changed))) == 2


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("wanneer was de brief aan de veiligheidsraad", "nl"),
        ("How many Dutch soldiers are in Iraq?", "en"),
        ("Wie viele Soldaten hat die NATO im Irak?", "de"),
        ("Qu'est-ce que l’OTAN fait en Irak ?", "fr"),
        ("OCAT-North", "und"),
    ],
)
def test_languages(question: str, language: str) -> None:
    assert guess_language(question) == language


def test_languages_of_the_gold_questions_are_told_or_left_open() -> None:
    gold = [
        question for file in DEFAULT_GOLD.parent.glob("*.jsonl") for question in load_gold(file)
    ]
    told = [(q, code) for q in gold if (code := guess_language(q.query)) != "und"]
    assert len(told) / len(gold) > 0.75
    assert sum(q.language == code for q, code in told) / len(told) > 0.98


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which three things were said."""
    monkeypatch.setenv("KAMERBRON_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "160")
    store = FeedbackStore(Settings.load().feedback)
    for given in (DEATHS, WRONG, PENSION):
        store.add(given)
    return tmp_path


def test_command_shows_what_was_said(home: Path) -> None:
    done = CliRunner().invoke(cli, ["feedback"])
    assert done.exit_code == 0, done.output
    assert "verdicts: 3; questions: 2, with a right answer: 1" in done.output
    assert done.output.index("748#9") < done.output.index("748#57")  # right, and not it
    (home / "feedback.jsonl").write_text("{}\n", "utf-8")
    done = CliRunner().invoke(cli, ["feedback", "--json"])
    assert json.loads(done.stdout) == []
    assert "feedback.jsonl,line1:'question'ismissing" in "".join(done.stderr.split())


def test_command_writes_gold_questions_and_never_over_a_file(home: Path) -> None:
    FeedbackStore(home / "feedback.jsonl").add(replace(WEAPONS, answer="kst-27925-700#1"))
    file = home / "gold.jsonl"
    done = CliRunner().invoke(cli, ["feedback", "--gold", str(file), "--json"])
    assert done.exit_code == 0, done.output
    assert [given["answer"] for given in json.loads(done.stdout)][-1] == "kst-27925-700#1"
    assert "gold questions: 1" in done.stderr
    assert "left out, for the corpus has changed: 1" in " ".join(done.stderr.split())
    (question,) = load_gold(file)
    assert question.expected == ("kst-27925-748#9",)
    assert find_quote_errors([question], TEXTS) == []
    again = CliRunner().invoke(cli, ["feedback", "--gold", str(file)])
    assert again.exit_code == 1
    assert "there is a file already" in " ".join(again.stderr.split())
    assert load_gold(file) == (question,)


def test_command_refuses_to_write_gold_of_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAMERBRON_HOME", str(tmp_path))
    done = CliRunner().invoke(cli, ["feedback", "--gold", str(tmp_path / "gold.jsonl")])
    assert done.exit_code == 1
    assert "called right, found none" in " ".join(done.stderr.split())
    assert not (tmp_path / "gold.jsonl").exists()
