"""The logic of the Ask page, run without a browser."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from retrieval import Settings
from ui.text import EXAMPLES, WORDS

APP = str(Path(__file__).parent.parent.parent / "app.py")
QUESTION = "Hoeveel demonstranten kwamen om bij de protesten in Irak?"


@pytest.fixture
def app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("KAMERBRON_HOME", str(settings.home))
    monkeypatch.setenv("KAMERBRON_THREADS", "1")
    st.cache_resource.clear()
    return AppTest.from_file(APP, default_timeout=60)


def shown(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def ask(app: AppTest, question: str) -> AppTest:
    app.text_input(key="question").set_value(question)
    app.button[0].click()
    return app.run()


def test_start_shows_examples_and_no_answer(app: AppTest) -> None:
    app.run()
    assert "kb-card" not in shown(app).partition("</style>")[2].replace("<script>", "")
    assert [button.label for button in app.button][1:] == list(EXAMPLES["nl"])


def test_asking_shows_cards_and_puts_the_question_in_the_address(app: AppTest) -> None:
    ask(app.run(), QUESTION)
    assert '<article class="kb-card" id="kb-hit-1" aria-label="kst-27925-748#9">' in shown(app)
    assert shown(app).count("<article") == 5
    assert app.query_params["q"] == QUESTION


def test_positions_of_different_dates_stand_above_the_answers_and_old_ones_are_marked(
    app: AppTest,
) -> None:
    page = shown(ask(app.run(), "Wat is het dreigingsniveau in Irak?"))
    words = WORDS["nl"]
    assert page.index(words.timeline) < page.index("<article")
    old = page[page.index('aria-label="kst-27925-748#53"') :].partition("</article>")[0]
    assert words.older.partition("{")[0] in old
    assert "20 december 2023" in old


def test_each_answer_says_why_it_was_found(app: AppTest) -> None:
    page = shown(ask(app.run(), QUESTION))
    assert page.count(f"<summary>{WORDS['nl'].why}</summary>") == 5


def test_example_is_a_click_away(app: AppTest) -> None:
    app.run()
    app.button[1].click().run()
    assert "487 demonstranten" in shown(app)


def test_address_with_question_and_language_is_answered(app: AppTest) -> None:
    app.query_params["q"] = "How many protesters were killed in Iraq?"
    app.query_params["lang"] = "en"
    app.run()
    assert "487 demonstranten" in shown(app)
    assert WORDS["en"].tagline in shown(app)


def test_language_switch(app: AppTest) -> None:
    ask(app.run(), QUESTION)
    app.segmented_control(key="language").set_value("en").run()
    assert "To the publication" in shown(app)
    assert "487 demonstranten" in shown(app)
    assert app.query_params["lang"] == "en"


def test_filters_limit_the_hits(app: AppTest) -> None:
    ask(app.run(), QUESTION)
    app.multiselect(key="documents").select("kst-27925-963").run()
    assert shown(app).count('aria-label="kst-27925-963#') == 5
    app.multiselect(key="documents").set_value([]).run()
    app.date_input(key="since").set_value(date(2023, 12, 1)).run()
    assert shown(app).count('aria-label="kst-27925-963#') == 5
    app.multiselect(key="types").select("lijst-van-vragen-en-antwoorden").run()
    assert WORDS["nl"].notes["filtered-out"] in shown(app)
    assert "<article" not in shown(app)


def test_unanswered_question_says_so_above_the_nearest(app: AppTest) -> None:
    ask(app.run(), "Wanneer gaat de AOW-leeftijd omhoog naar 68 jaar?")
    assert WORDS["nl"].unanswered in shown(app)
    assert shown(app).count("<article") == 5


@pytest.mark.parametrize(
    ("question", "message"), [("?!", "found no words"), ("x" * 5000, "at most 4,000 characters")]
)
def test_question_that_cannot_be_asked(app: AppTest, question: str, message: str) -> None:
    ask(app.run(), question)
    assert WORDS["nl"].cannot_ask in shown(app)
    assert message in shown(app)


def test_notes_are_shown(app: AppTest) -> None:
    ask(app.run(), "Hawija")
    assert WORDS["nl"].notes["one-word"] in shown(app)


def test_hostile_question_is_not_repeated_as_markup(app: AppTest) -> None:
    ask(app.run(), "<img src=x onerror=alert(1)> Irak")
    assert "<img" not in shown(app)


def test_missing_index_is_said_and_mended_without_restart(
    app: AppTest, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KAMERBRON_HOME", str(tmp_path))
    (tmp_path / "models").symlink_to(settings.model_cache)
    app.run()
    assert WORDS["nl"].cannot_answer in shown(app)
    assert "kamerbron index" in shown(app)
    (tmp_path / "index").symlink_to(settings.index_root)
    ask(app.run(), QUESTION)
    assert "487 demonstranten" in shown(app)


def test_unknown_setting_is_said(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMERBRON_COLOUR", "red")
    app.run()
    assert "KAMERBRON_COLOUR: no such setting" in shown(app)
