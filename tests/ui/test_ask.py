"""The logic of the Ask page, run without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from eval.feedback import FeedbackStore, Verdict
from indexing.encoder import SentenceTransformerEncoder
from retrieval import CitationStyle, Kamerbron, SearchResult, Settings
from ui.text import ASK, BRIEFING, EXAMPLES, WORDS

APP = str(Path(__file__).parent.parent.parent / "app.py")
QUESTION = "Hoeveel demonstranten kwamen om bij de protesten in Irak?"
THREAT = "Wat is het dreigingsniveau in Irak?"
NL = ASK["nl"]


@pytest.fixture(scope="module", autouse=True)
def _loaded_once() -> Iterator[None]:
    """The model is loaded once for all these tests, and by them."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    """A home of its own on the starter index, where feedback is stored."""
    (tmp_path / "models").symlink_to(settings.model_cache)
    (tmp_path / "index").symlink_to(settings.index_root)
    return tmp_path


@pytest.fixture
def app(home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("KAMERBRON_HOME", str(home))
    monkeypatch.setenv("KAMERBRON_THREADS", "1")
    return AppTest.from_file(APP, default_timeout=60)


def shown(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(element.proto.body for element in app.get("html"))


def cards(app: AppTest) -> list[str]:
    """The identifiers of the answers shown, in their order."""
    return [part.partition('"')[0] for part in shown(app).split('aria-label="kst-')[1:]]


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def click(app: AppTest, label: str, place: int = 0) -> AppTest:
    """Clicks a button by what it says, the first of those that say the same."""
    return [button for button in app.button if button.label == label][place].click().run()


def ask(app: AppTest, question: str) -> AppTest:
    app.text_input(key="ask-q").set_value(question)
    return click(app, NL.ask_button)


def test_start_shows_examples_and_no_answer(app: AppTest) -> None:
    app.run()
    assert cards(app) == []
    assert buttons(app) == [NL.ask_button, *EXAMPLES["nl"]]


def test_asking_shows_cards_and_puts_the_question_in_the_address(app: AppTest) -> None:
    ask(app.run(), QUESTION)
    assert cards(app)[0] == "27925-748#9"
    assert shown(app).count("<article") == 5
    assert app.query_params["q"] == QUESTION


def test_positions_of_different_dates_stand_above_the_answers_and_old_ones_are_marked(
    app: AppTest,
) -> None:
    page = shown(ask(app.run(), THREAT))
    words = WORDS["nl"]
    assert page.index(words.timeline) < page.index("<article")
    old = page[page.index('aria-label="kst-27925-748#53"') :].partition("</article>")[0]
    assert words.older in old
    assert "20 december 2023" in old


def test_each_answer_says_why_it_was_found(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kamerbron, "name_of", lambda _, thing: f"<{thing}>")
    page = shown(ask(app.run(), QUESTION))
    assert page.count(f"<summary>{WORDS['nl'].why}</summary>") == 5
    assert "Beide noemen: &lt;iraq&gt;" in page


def test_what_users_named_themselves_is_said_by_its_name(
    home: Path, encoder: SentenceTransformerEncoder
) -> None:
    (home / "aliases.toml").write_text('[mine]\ncrowd = ["Betogers van Bagdad", "demonstranten"]\n')
    kamerbron = Kamerbron.open(Settings(home=home, threads=1), encoder)
    first = kamerbron.ask(QUESTION).hits[0]
    assert first.why.names == ("crowd", "iraq")
    assert [kamerbron.name_of(thing) for thing in first.why.names] == [
        "Betogers van Bagdad",
        "Irak",
    ]


def test_example_is_a_click_away(app: AppTest) -> None:
    click(app.run(), EXAMPLES["nl"][0])
    assert "487 demonstranten" in shown(app)


def test_address_with_question_and_language_is_answered(app: AppTest) -> None:
    app.query_params["q"] = "How many protesters were killed in Iraq?"
    app.query_params["lang"] = "en"
    app.run()
    assert "487 demonstranten" in shown(app)
    assert ASK["en"].lead in shown(app)


def test_language_switch(app: AppTest) -> None:
    ask(app.run(), QUESTION)
    app.segmented_control(key="language").set_value("en").run()
    assert "To the publication" in shown(app)
    assert "487 demonstranten" in shown(app)
    assert app.query_params["lang"] == "en"


def test_filters_limit_the_hits_stand_in_the_address_and_are_lifted_above_them(
    app: AppTest,
) -> None:
    ask(app.run(), QUESTION)
    app.multiselect(key="ask-document").select("kst-27925-963").run()
    assert {card.partition("#")[0] for card in cards(app)} == {"27925-963"}
    assert app.query_params["document"] == "kst-27925-963"
    click(app, "× Kamerstukken II 2023\\/24\\, 27925\\, nr\\. 963")
    assert cards(app)[0] == "27925-748#9"
    assert "document" not in app.query_params
    app.date_input(key="ask-since").set_value(date(2023, 12, 1)).run()
    assert {card.partition("#")[0] for card in cards(app)} == {"27925-963"}
    assert app.query_params["since"] == "2023-12-01"
    app.pills(key="ask-year").set_value(2021).run()
    assert app.query_params["since"] == "2021-01-01"
    assert app.query_params["until"] == "2021-12-31"
    assert 'aria-label="2021Z18068#' in shown(app)
    app.pills(key="ask-status").set_value(["declined"]).run()
    assert NL.nothing_passes in shown(app)
    assert shown(app).count("<article") == 0


def test_counts_stand_beside_each_value(app: AppTest) -> None:
    app.run()
    assert app.multiselect(key="ask-party").options == ["CDA (9)", "SP (7)"]
    assert app.pills(key="ask-chamber").options == ["Eerste Kamer (7)", "Tweede Kamer (127)"]
    assert app.pills(key="ask-year").options == ["2023 (50)", "2021 (9)", "2020 (75)"]
    app.multiselect(key="ask-party").select("SP").run()
    assert app.multiselect(key="ask-party").value == ["SP"]
    assert app.multiselect(key="ask-party").options == ["CDA (9)", "SP (7)"]
    assert app.pills(key="ask-chamber").options == ["Eerste Kamer (7)", "Tweede Kamer (0)"]
    app.pills(key="ask-chamber").set_value(["I"]).run()
    app.multiselect(key="ask-party").select("CDA").run()
    assert app.query_params["party"] == ["SP", "CDA"]


def test_where_nothing_passes_it_says_what_to_lift_and_lifting_it_works(app: AppTest) -> None:
    app.query_params["q"] = QUESTION
    app.query_params["document"] = "kst-27925-963"
    app.query_params["type"] = "lijst-van-vragen-en-antwoorden"
    app.run()
    assert NL.nothing_passes in shown(app)
    assert cards(app) == []
    ways = [label for label in buttons(app) if "dan" in label]
    assert ways == ["× Soort stuk – dan 6 antwoorden", "× Stuk – dan 112 antwoorden"]
    click(app, "× Stuk – dan 112 antwoorden")
    assert cards(app)[0] == "27925-748#9"
    assert NL.nothing_passes not in shown(app)


def test_address_with_an_answer_shows_that_one_first_and_marked(app: AppTest) -> None:
    app.query_params["q"] = THREAT
    app.query_params["answer"] = "kst-27925-956#16"
    app.run()
    assert cards(app)[0] == "27925-956#16"
    assert cards(app).count("27925-956#16") == 1
    assert shown(app).count(WORDS["nl"].pointed_to) == 1
    ask(app, QUESTION)
    assert cards(app)[0] == "27925-748#9"
    assert "answer" not in app.query_params


def test_address_of_an_answer_alone_shows_it_without_a_search(app: AppTest) -> None:
    app.query_params["answer"] = "kst-27925-AA#7"
    app.run()
    assert cards(app) == ["27925-AA#7"]


def test_what_the_address_asks_and_is_not_there_is_said_and_ignored(app: AppTest) -> None:
    app.query_params["q"] = QUESTION
    app.query_params["party"] = ["<b>PvdX</b>", "SP"]
    app.query_params["since"] = "gisteren"
    app.query_params["answer"] = "kst-1-1#<i>1</i>"
    app.run()
    page = shown(app)
    assert "Vanaf: gisteren, Partij van de vrager: &lt;b&gt;PvdX&lt;/b&gt;." in page
    assert "kst-1-1#&lt;i&gt;1&lt;/i&gt;" in page
    assert {card.partition("#")[0] for card in cards(app)} == {"27925-AA"}
    assert app.query_params["party"] == "SP"
    app.multiselect(key="ask-party").set_value([]).run()
    assert "gisteren" not in shown(app)


def test_period_that_ends_before_it_begins_is_said(app: AppTest) -> None:
    app.query_params["q"] = QUESTION
    app.query_params["since"] = "2023-01-01"
    app.query_params["until"] = "2020-01-01"
    app.run()
    assert "De periode eindigt (1 januari 2020) voordat ze begint (1 januari 2023)." in shown(app)


def test_clicks_on_a_card_do_not_search_anew(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = Kamerbron.ask

    def counted(self: Kamerbron, query: str, **rest: Any) -> SearchResult:
        asked.append(query)
        return real(self, query, **rest)

    ask(app.run(), THREAT)
    monkeypatch.setattr(Kamerbron, "ask", counted)
    click(app, NL.right)
    click(app, BRIEFING["nl"].take)
    app.segmented_control(key="language").set_value("en").run()
    assert asked == []
    ask_en = next(button for button in app.button if button.label == ASK["en"].ask_button)
    app.text_input(key="ask-q").set_value(QUESTION)
    ask_en.click().run()
    assert asked == [QUESTION]


def test_recent_questions_are_asked_again_with_their_filters(app: AppTest) -> None:
    ask(app.run(), QUESTION)
    app.multiselect(key="ask-document").select("kst-27925-963").run()
    limited = cards(app)
    app.multiselect(key="ask-document").set_value([]).run()
    ask(app, "Hoeveel militairen & <b>wie</b>?")
    app.multiselect(key="ask-party").select("SP").run()
    assert [b.label for b in app.sidebar.button] == [
        "Hoeveel demonstranten kwamen om bij de protesten in Irak\\?"
    ]
    click(app, "Hoeveel demonstranten kwamen om bij de protesten in Irak\\?")
    assert cards(app)[0] == "27925-748#9"
    assert cards(app) != limited
    assert app.multiselect(key="ask-party").value == []
    click(app, "Hoeveel militairen \\& \\<b\\>wie\\<\\/b\\>\\?")
    assert app.query_params["party"] == "SP"


def test_feedback_is_stored_shown_and_taken_back(app: AppTest, home: Path) -> None:
    store = FeedbackStore(home / "feedback.jsonl")
    before = datetime.now(UTC)
    ask(app.run(), QUESTION)
    click(app, NL.right)
    click(app, NL.wrong)  # the first that is left: of the second card
    right, wrong = store.read()
    assert (right.question, right.answer) == (QUESTION, "kst-27925-748#9")
    assert (right.verdict, wrong.verdict) == (Verdict.RIGHT, Verdict.NOT_IT)
    assert before <= right.at <= datetime.now(UTC)
    assert NL.stored_right in shown(app)
    assert NL.stored_wrong in shown(app)
    app.run()
    assert "Uw oordelen (2)" in [expander.label for expander in app.expander]
    click(app, NL.undo)
    assert store.read() == (wrong,)
    assert NL.stored_right not in shown(app)


def test_right_answers_are_gold_questions_to_take_along(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr(st, "download_button", lambda _, data, **__: taken.append(data))
    ask(app.run(), QUESTION)
    click(app, NL.wrong, place=1)
    click(app, NL.right)
    app.run()
    (gold,) = map(json.loads, taken[-1].splitlines())
    assert (gold["query"], gold["answers"][0]["id"]) == (QUESTION, "kst-27925-748#9")


def test_citation_style_is_that_of_the_cards(app: AppTest) -> None:
    ask(app.run(), QUESTION)
    app.pills(key="ask-style").set_value(CitationStyle.MINISTERIE).run()
    own = "Kamerstuk 27 925, nr. 748, antwoord op vraag 9"
    assert f'<span class="kb-cite">{own}</span>' in shown(app)
    assert f'data-kb-copy="{own}"' in shown(app)
    assert f"om het leven gekomen.” ({own})" in shown(app)


def test_a_long_answer_goes_to_the_briefing_as_it_is_shown(app: AppTest) -> None:
    app.query_params["q"] = "Hoeveel militairen heeft Nederland in Irak?"
    app.query_params["document"] = "kst-27925-748"
    app.run()
    for place, label in enumerate(buttons(app)):
        if label == BRIEFING["nl"].take:
            app.button[place].click()
    app.run()
    quotes = app.session_state["briefing"].quotes
    spans = {quote.answer: quote.spans for quote in quotes}
    assert spans["kst-27925-748#54"]
    assert () in spans.values()


def test_related_questions_open_and_are_asked_with_a_click(app: AppTest) -> None:
    ask(app.run(), QUESTION)
    app.session_state["ask-related-kst-27925-748#9"] = True
    app.run()
    related = next(b for b in app.button if b.key.startswith("ask-related-kst-27925-748#9-"))
    question = related.label.replace("\\", "").removesuffix(" …")
    related.click().run()
    assert app.text_input(key="ask-q").value.startswith(question)
    assert "<article" in shown(app)


def test_unanswered_question_says_so_above_the_nearest(app: AppTest) -> None:
    ask(app.run(), "Wanneer gaat de AOW-leeftijd omhoog naar 68 jaar?")
    assert NL.unanswered in shown(app)
    assert shown(app).count("<article") == 5
    app.multiselect(key="ask-party").select("SP").run()
    assert NL.unanswered_limited in shown(app)
    click(app, NL.lift_all)
    assert NL.unanswered_limited not in shown(app)


@pytest.mark.parametrize(
    ("question", "message"),
    [("?!", "er staan geen woorden in"), ("x" * 5000, "van hoogstens 4.000 tekens")],
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
    app: AppTest, home: Path, settings: Settings
) -> None:
    (home / "index").unlink()
    app.query_params["q"] = QUESTION
    app.query_params["party"] = "CDA"
    app.run()
    assert WORDS["nl"].cannot_answer in shown(app)
    assert "kamerbron index" in shown(app)
    (home / "index").symlink_to(settings.index_root)
    app.run()
    assert 'aria-label="2021Z18068#' in shown(app)
    assert app.query_params["party"] == "CDA"


def test_unknown_setting_is_said(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMERBRON_COLOUR", "red")
    app.run()
    assert "KAMERBRON_COLOUR: deze instelling bestaat niet" in shown(app)
