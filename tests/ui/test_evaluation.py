"""The logic of the Evaluation page, run without a browser."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from cli import cli
from eval import (
    DEFAULT_GOLD,
    GoldSet,
    SavedRun,
    Tally,
    compare,
    evaluate,
    places_for,
    save_run,
    sealed,
)
from eval.figures import estimate_as_text, gain_as_text
from eval.identity import CodeIdentity
from eval.saved import Configuration, Found
from retrieval import Settings
from ui.text import EVALUATION

APP = str(Path(__file__).parent.parent.parent / "app.py")
NL = EVALUATION["nl"]
HOSTILE = '<img src=x onerror="alert(1)"> :red[x] [klik](https://example.org)'
GOLD = [
    ("a", "Hoeveel demonstranten kwamen om bij de protesten in Irak?", "kst-27925-748#9", "487 "),
    ("b", "Wat is het dreigingsniveau in Irak?", "kst-27925-748#9", "487 demonstranten"),
    ("c", HOSTILE, "kst-27925-748#9", "487 demonstranten"),
    ("d", "Wanneer gaat de AOW-leeftijd omhoog?", "", ""),
    ("e", "dreigingsniveau Irak", "kst-27925-748#53", "dreigingsniveau"),
]


def as_line(id_: str, query: str, answer: str, quote: str) -> str:
    answers = [{"id": answer, "quote": quote}] if answer else []
    kind = "factoid" if answer else "unanswerable-easy"
    fields = {"id": id_, "query": query, "language": "nl", "kind": kind, "answers": answers}
    return json.dumps(fields)


OWN = "\n".join(as_line(*fields) for fields in GOLD).encode()


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    """A home of its own, in which nothing was measured."""
    (tmp_path / "index").symlink_to(settings.index_root)
    (tmp_path / "models").symlink_to(settings.model_cache)
    return tmp_path


@pytest.fixture
def app(home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("KAMERBRON_HOME", str(home))
    monkeypatch.setenv("KAMERBRON_THREADS", "1")
    # AppTest opens the first page; the page looked at is put there.
    script = """
import streamlit as st
from ui import ask, evaluation, paper
from ui.frame import choose_language, navigate
choose_language("nl")
navigate({
    "evaluation": (evaluation.show, "Evaluatie", ":material/query_stats:", True),
    "ask": (ask.show, "Vraag", ":material/search:", True),
    "paper": (paper.show, "Stuk", ":material/article:", False),
}).run()
"""
    return AppTest.from_string(script, default_timeout=120)


def shown(app: AppTest) -> str:
    assert not app.exception
    bodies = [element.proto.body for element in app.get("html")]
    return "\n".join(body for body in bodies if not body.startswith(("<style>", "<script>")))


def rows(app: AppTest, label: str) -> dict[str, list[str]]:
    """The rows of the first table of this label, by their first cells."""
    page = html.fromstring(f"<main>{shown(app)}</main>")
    table = page.xpath("//div[@role='region'][@aria-label=$label]", label=label)[0]
    cells = [[cell.text_content().strip() for cell in row] for row in table.iter("tr")]
    return {first: others for first, *others in cells}


def desk(app: AppTest) -> Any:
    return app.session_state["evaluation"]


def button(app: AppTest, label: str) -> Any:
    return next(button for button in app.button if button.label == label)


def measured(app: AppTest) -> AppTest:
    """The page once the measurement that goes on has ended."""
    assert desk(app).running.wait(100)
    return app.run()


def upload(app: AppTest, content: bytes, name: str = "eigen.jsonl") -> AppTest:
    app.file_uploader(key="evaluation-own-set").set_value((name, content, "text/plain")).run()
    return app


@pytest.fixture
def runs(home: Path) -> dict[str, SavedRun]:
    """Two runs over the shipped set as saved in the home: one finds all, one the half of it."""
    gold = GoldSet.load(DEFAULT_GOLD)
    found = {
        "default": lambda _, q: (*q.expected, "kst-27925-748#1"),
        "terms only": lambda place, q: ("kst-27925-748#1", *q.expected)[place % 2 :],
    }
    made = {
        name: SavedRun(
            name=name,
            questions=gold.identity,
            configuration=Configuration(
                model="embedded",
                revision=f"r-{name}",
                query_prompt="query: ",
                passage_prompt="passage: ",
                chunk_tokens=320,
                threshold=0.5,
                system={"weights": {"terms": len(name)}},
            ),
            index="0123456789abcdef",
            code=CodeIdentity("0.1.0", "c0de", None),
            saved_at=datetime(2026, 11, 21, 10, 30, tzinfo=UTC),
            found={
                q.id: Found(
                    ranking=tuple(
                        (id_, 1.0 - rank / 10)
                        for rank, id_ in enumerate(dict.fromkeys(finds(place, q)))
                    ),
                    confidence=place % 10 / 10,
                )
                for place, q in enumerate(gold.questions)
            },
        )
        for name, finds in found.items()
    }
    for name, place in places_for(home, gold.identity, list(made)).items():
        save_run(made[name], place)
    return made


def load_both(app: AppTest) -> AppTest:
    choice = next(box for box in app.multiselect if box.label == NL.saved_label)
    assert len(choice.options) == 2
    for option in list(choice.options):
        choice.select(option)
    return app.run()


def test_at_first_nothing_is_shown_but_how_to_begin(app: AppTest) -> None:
    page = shown(app.run())
    assert NL.nothing_yet in page
    assert NL.about_parts in page
    assert "<table" not in page
    assert "<img" not in page
    assert not app.tabs
    assert button(app, NL.begin)


def test_own_questions_are_measured_as_the_command_measures_them(
    app: AppTest, home: Path, tmp_path: Path
) -> None:
    upload(app.run(), OWN)
    button(app, NL.start).click().run()
    measured(app)

    file = tmp_path / "eigen.jsonl"
    file.write_bytes(OWN)
    done = CliRunner().invoke(cli, ["eval", "--gold", str(file), "--no-save", "--json"])
    printed = json.loads(done.stdout)["runs"]
    table = rows(app, NL.figures)
    assert table.pop(NL.measure_column)[1:] == [NL.systems[run["name"]] for run in printed]
    assert len(table) == len(printed[0]["measures"])
    for measure in printed[0]["measures"]:
        figures = [run["measures"][measure] for run in printed]
        assert table[NL.measures[measure]] == [
            str(figures[0]["count"]),
            *(f"{f['mean']:.2f} [{f['low']:.2f}–{f['high']:.2f}]" for f in figures),
        ]
    assert not (home / "runs").exists()  # of a user's own questions nothing stays behind

    # The question that was asked for another answer is a miss; what a file says stays text.
    page = shown(app)
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; :red[x]" in page
    links = [(link.proto.label, link.proto.query_string) for link in app.get("page_link")]
    assert any("id=kst-27925-748&answer=kst-27925-748%239" in address for _, address in links)
    assert any("q=Wat+is+het+dreigingsniveau" in address for _, address in links)


def test_a_measurement_goes_on_over_reruns_and_can_be_stopped(app: AppTest, home: Path) -> None:
    button(app.run(), NL.begin).click().run()
    running = desk(app).running
    assert running.total == 235
    assert NL.going in shown(app)
    app.run()
    assert desk(app).running is running
    assert NL.begin not in [button.label for button in app.button]
    button(app, NL.stop).click().run()
    measured(app)
    assert NL.stopped in shown(app)
    assert "<table" not in shown(app)
    assert not (home / "runs").exists()


def test_files_that_are_no_questions_are_refused_with_the_reason(app: AppTest) -> None:
    app.run()
    line = as_line(*GOLD[0])
    many = "\n".join(as_line(str(n), *GOLD[0][1:]) for n in range(1001))
    for content, reason in (
        (b"<b>geen json", "eigen.jsonl, regel 1: dit is geen JSON"),
        (b"\xff\xfe", "is geen tekst in UTF-8"),
        (b"", "bevat geen vragen"),
        (line.replace("487 ", "488 ").encode(), "het citaat staat niet woord voor woord in kst-"),
        (many.encode(), "bevat 1001 vragen. Verwacht worden er hooguit 1000"),
        (b" " * 1_000_001, "is 1000 kB groot"),
    ):
        page = shown(upload(app, content))
        assert NL.own_set_refused in page
        assert reason in page
        assert desk(app).questions.identity.name == "starter"
    assert NL.own_set_refused not in shown(upload(app, OWN))
    assert desk(app).questions.identity.name == "eigen"


def test_saved_runs_are_compared_as_the_command_compares_them(
    app: AppTest, runs: dict[str, SavedRun]
) -> None:
    load_both(app.run())
    questions = GoldSet.load(DEFAULT_GOLD).questions
    evaluation = evaluate(questions, [run.as_run() for run in runs.values()])
    found = compare(evaluation, "terms only", "default")
    boxes = {box.label: box for box in app.selectbox}
    boxes[NL.first_label].select("terms only").run()
    table = rows(app, "Kamerbron tegenover alleen woorden")
    gain = found.differences["recall@1"]
    assert gain.tally == Tally(wins=97, losses=0, ties=100)
    assert table["recall@1"] == [
        str(gain.gain.count),
        estimate_as_text(gain.first),
        estimate_as_text(gain.second),
        gain_as_text(gain.gain),
        "0.0001",
        *map(str, (gain.tally.wins, gain.tally.losses, gain.tally.ties)),
    ]
    assert rows(app, NL.differs)["revision"] == ["r-terms only", "r-default"]
    changes = rows(app, NL.changes)
    change = found.changes[0]
    assert changes[change.question.id][:2] == [change.question.query, f"{change.gain:+.2f}"]
    assert len(changes) == 41


def test_a_part_of_the_questions_has_the_figures_of_its_group(
    app: AppTest, runs: dict[str, SavedRun]
) -> None:
    load_both(app.run())
    app.segmented_control(key="evaluation-part").set_value("check").run()
    questions = GoldSet.load(DEFAULT_GOLD).questions
    evaluation = evaluate(questions, [run.as_run() for run in runs.values()])
    group = {run.name: run.groups["part=check"] for run in evaluation.runs}
    expected = [estimate_as_text(group[name]["recall@5"]) for name in ("terms only", "default")]
    assert rows(app, NL.figures)["recall@5"][1:] == expected


def test_plots_come_with_their_figures(app: AppTest, runs: dict[str, SavedRun]) -> None:
    page = shown(load_both(app.run()))
    for title in NL.plot_titles.values():
        assert f'alt="{title}. De cijfers staan in de tabel hieronder."' in page
    evaluation = evaluate(
        GoldSet.load(DEFAULT_GOLD).questions, [runs[desk(app).main].as_run("main")]
    )
    bins = rows(app, NL.plot_titles["reliability"])
    bins.pop(NL.bin_columns[0])
    assert [[c, *cells] for c, cells in bins.items()] == [
        [f"{b.confidence:.2f}", f"{b.right:.2f}", str(b.count)]
        for b in evaluation.runs[0].reliability
    ]
    languages = rows(app, NL.plot_titles["recall-by-language"])
    assert list(languages)[1:] == ["Nederlands", "Engels", "Duits", "Frans"]


def test_misses_name_expected_and_found_and_are_filtered(
    app: AppTest, runs: dict[str, SavedRun]
) -> None:
    load_both(app.run())
    app.selectbox(key="evaluation-main").select("terms only").run()
    evaluation = evaluate(GoldSet.load(DEFAULT_GOLD).questions, [runs["terms only"].as_run()])
    misses = evaluation.runs[0].misses
    assert f"10 van {len(misses)} vragen" in shown(app)
    assert NL.expected_rank.format(rank=2) in shown(app)
    app.multiselect(key="evaluation-misses-language").select("fr").run()
    wanted = [miss.question.id for miss in misses if miss.question.language == "fr"]
    titles = re.findall(r'class="kb-miss"><h2>.*?</h2><p>([^ ]+) ', shown(app))
    assert titles == wanted[:10]


def test_runs_that_do_not_fit_are_named_not_shown(
    app: AppTest, runs: dict[str, SavedRun], home: Path
) -> None:
    broken = home / "runs" / "1-<b>" / "default.json"
    broken.parent.mkdir()
    broken.write_text("{}")
    other = runs["default"].model_copy(
        update={"questions": GoldSet.read(OWN, "andere.jsonl").identity}
    )
    save_run(other, home / "runs" / "2-andere" / "default.json")
    app.run()
    page = shown(app)
    assert NL.saved_others.format(sets="andere (1)") in page
    assert "1-&lt;b&gt;/default.json: verwacht wordt een bewaarde meting" in page

    def given(content: str) -> str:
        box = app.file_uploader(key="evaluation-own-run")
        box.set_value(("mijn.json", content.encode(), "application/json")).run()
        return shown(app)

    assert "mijn.json: verwacht wordt een meting over starter, gevonden is er een over and" in (
        given(sealed(other))
    )
    changed = sealed(runs["default"]).replace('"index":"', '"index":"0', 1)
    assert "mijn.json: de meting is veranderd nadat ze was bewaard" in given(changed)
    lacking = runs["default"].model_copy(update={"found": {}})
    assert "mijn.json: in de meting ontbreken 235 van de 235 vragen" in given(sealed(lacking))
    assert "<table" not in shown(app)
    assert "<table" in given(sealed(runs["default"]))


def test_every_measure_is_explained(runs: dict[str, SavedRun]) -> None:
    evaluation = evaluate(GoldSet.load(DEFAULT_GOLD).questions, [runs["default"].as_run()])
    for words in EVALUATION.values():
        fields = asdict(words)
        assert set(fields["measures"]) == set(evaluation.runs[0].measures)
        assert set(fields["meanings"]) == set(evaluation.runs[0].measures)
