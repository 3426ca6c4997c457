"""The Briefing page, run without a browser on the starter corpus; no search is asked of it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from corpus import STARTER, OfficialAnswer, Paper, load_corpus
from retrieval import CitationStyle, UnknownAnswer
from retrieval.briefing import (
    Briefing,
    Placement,
    Quote,
    Standing,
    check,
    load,
    save,
    spans_of_sentences,
)
from ui import briefing as page
from ui.text import BRIEFING

NL = BRIEFING["nl"]
CORPUS = load_corpus(STARTER)
PAPERS = {document.id: document.paper for document in CORPUS.documents}
KILLED, POVERTY, REFERRAL = (f"kst-27925-748#{number}" for number in (9, 24, 14))
LETTER = "kst-27925-963#veiligheidssituatie-in-irak"
HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>" :red[x] [a](javascript:b)'
THREE = Briefing("Commissiedebat", (Quote(KILLED), Quote(POVERTY), Quote(LETTER)))


@pytest.fixture
def answers() -> dict[str, OfficialAnswer]:
    """What the corpus holds; a test may change it."""
    return dict(CORPUS.answers())


@pytest.fixture
def app(answers: dict[str, OfficialAnswer], monkeypatch: pytest.MonkeyPatch) -> AppTest:
    def find(name: str) -> tuple[Paper, OfficialAnswer]:
        if name not in answers:
            raise UnknownAnswer(name)
        return PAPERS[name.partition("#")[0]], answers[name]

    monkeypatch.setattr(page, "loaded", lambda: SimpleNamespace(answer=find))
    return AppTest.from_function(_pages, default_timeout=30)


def _pages() -> None:
    """The page as the app shows it; the others are there to be linked to."""
    from ui import briefing, collecting
    from ui.frame import choose_language, navigate

    choose_language("nl")
    pages = {"briefing": (briefing.show, "Briefing", ":material/format_quote:", True)}
    others = {name: (lambda: None, name, ":material/search:", True) for name in ("ask", "set")}
    paper = {"paper": (lambda: None, "paper", ":material/article:", False)}
    navigate(pages | others | paper).run()
    collecting.guard()


def opened(app: AppTest, briefing: Briefing = THREE) -> AppTest:
    app.session_state["briefing"] = briefing
    return app.run()


def now(app: AppTest) -> Briefing:
    assert not app.exception
    return app.session_state["briefing"]  # type: ignore[no-any-return]


def shown(app: AppTest) -> str:
    """The HTML of the page, without its look."""
    assert not app.exception
    bodies = [element.proto.body for element in app.get("html")]
    return "\n".join(body for body in bodies if not body.startswith(("<style", "<script")))


def order(app: AppTest) -> list[str]:
    return [quote.answer for quote in now(app).quotes]


def file_of(briefing: Briefing) -> bytes:
    """The briefing as saved by someone who has the starter corpus."""

    def find(name: str) -> tuple[Paper, OfficialAnswer]:
        return PAPERS[name.partition("#")[0]], CORPUS.answers()[name]

    return save(check(briefing, find))


def upload(app: AppTest, raw: bytes) -> AppTest:
    app.file_uploader[0].set_value(("b.json", raw, "application/json"))
    return app.run()


def test_empty_page_teaches_how_to_fill_it(app: AppTest) -> None:
    app.run()
    assert NL.empty in shown(app)
    assert [link.label for link in app.get("page_link")] == [NL.to_ask, NL.to_set]
    assert not app.download_button


def test_quote_shows_all_that_is_known_of_it(app: AppTest) -> None:
    html = shown(opened(app))
    for expected in (
        "<h2>1. Antwoord op vraag 9</h2>",
        CORPUS.answers()[KILLED].text,
        CORPUS.answers()[KILLED].asked,
        "9 oktober 2020",
        "inhoudelijk antwoord",
        "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 9",
        "<h2>3. Veiligheidssituatie in Irak</h2>",
        NL.unsaved,
    ):
        assert expected in html


def test_quotes_are_moved_by_buttons_and_by_number(app: AppTest) -> None:
    opened(app)
    app.button(key=f"briefing-to-down-{KILLED}").click().run()
    assert order(app) == [POVERTY, KILLED, LETTER]
    app.button(key=f"briefing-to-up-{LETTER}").click().run()
    assert order(app) == [POVERTY, LETTER, KILLED]
    app.number_input(key=f"briefing-place-{KILLED}").set_value(1).run()
    assert order(app) == [KILLED, POVERTY, LETTER]
    assert [app.number_input(key=f"briefing-place-{name}").value for name in order(app)] == [
        *(1, 2, 3)
    ]
    assert app.button(key=f"briefing-to-up-{KILLED}").disabled
    assert app.button(key=f"briefing-to-down-{LETTER}").disabled


def test_removed_quote_comes_back_with_its_note_where_it_stood(app: AppTest) -> None:
    opened(app, replace(THREE, quotes=(Quote(KILLED), Quote(POVERTY, (), "noot"), Quote(LETTER))))
    app.button(key=f"briefing-remove-{POVERTY}").click().run()
    assert order(app) == [KILLED, LETTER]
    assert NL.removed.format(place=2) in shown(app)
    app.button(key="briefing-put-back").click().run()
    assert order(app) == [KILLED, POVERTY, LETTER]
    assert app.text_area(key=f"briefing-note-{POVERTY}").value == "noot"
    assert NL.removed.format(place=2) not in shown(app)


def test_what_a_card_takes_out_comes_back_here_and_on_the_card_with_its_note(app: AppTest) -> None:
    noted = Quote(POVERTY, (), "noot")
    opened(app, replace(THREE, quotes=(Quote(KILLED), noted, Quote(LETTER))))
    kept = now(app)
    card = AppTest.from_function(_card, kwargs={"answer": POVERTY}).run()
    for briefing in (card, app):
        briefing.session_state["briefing"] = kept
    card.run()
    (button,) = card.button
    assert (button.label, button.help) == (NL.taken, NL.taken_help)
    button.click().run()
    assert order(card) == [KILLED, LETTER]
    for name in ("briefing", "briefing-removed"):
        app.session_state[name] = card.session_state[name]
    app.run()
    assert NL.removed.format(place=2) in shown(app)
    target_of_another = f"briefing-target-{REFERRAL}-kst-27925-748#13"
    app.session_state["briefing"] = now(app).with_quote(Quote(REFERRAL))
    app.run().button(key=target_of_another).click().run()
    app.button(key="briefing-put-back").click().run()
    assert order(app) == [KILLED, POVERTY, LETTER, REFERRAL, "kst-27925-748#13"]
    assert app.text_area(key=f"briefing-note-{POVERTY}").value == "noot"
    card.button[0].click().run()
    assert now(card) == kept


def _card(answer: str) -> None:
    """What stands under a card on other pages."""
    import streamlit as st

    from ui.collecting import take_button

    st.session_state["language"] = "nl"
    take_button(answer, key="take")


def test_last_quote_can_be_put_back_too(app: AppTest) -> None:
    opened(app, Briefing("", (Quote(KILLED),)))
    app.button(key=f"briefing-remove-{KILLED}").click().run()
    assert NL.empty in shown(app)
    app.button(key="briefing-put-back").click().run()
    assert order(app) == [KILLED]


def test_quote_is_narrowed_to_sentences_and_never_to_none(app: AppTest) -> None:
    opened(app)
    text = CORPUS.answers()[LETTER].text
    assert not app.checkbox
    app.toggle(key=f"briefing-choose-{LETTER}").set_value(True).run()
    assert len(app.checkbox) == 29
    assert all(box.value for box in app.checkbox)
    for number in [1, *range(3, 29)]:
        app.checkbox(key=f"briefing-sentence-{LETTER}-{number}").uncheck()
    app.run()
    quote = now(app).quote(LETTER)
    assert quote is not None
    assert quote.spans == spans_of_sentences(text, [0, 2])
    assert f"{text[:191]} […] {text[442:585]}</p></blockquote>" in shown(app)
    assert NL.part.format(chosen=2, all=29) in app.toggle(key=f"briefing-choose-{LETTER}").label
    app.checkbox(key=f"briefing-sentence-{LETTER}-0").uncheck()
    app.checkbox(key=f"briefing-sentence-{LETTER}-2").uncheck().run()
    assert NL.at_least_one in shown(app)
    assert now(app).quote(LETTER) == quote
    assert app.checkbox(key=f"briefing-sentence-{LETTER}-2").value


def test_notes_title_style_and_placement_are_kept(app: AppTest) -> None:
    opened(app)
    app.text_area(key=f"briefing-note-{POVERTY}").set_value("Let op: 40%").run()
    app.text_input(key="briefing-title").set_value("Irak").run()
    app.segmented_control(key="briefing-style").set_value(CitationStyle.MINISTERIE).run()
    app.segmented_control(key="briefing-placement").set_value(Placement.IN_TEXT).run()
    app.button(key=f"briefing-to-down-{POVERTY}").click().run()
    kept = now(app)
    assert (kept.title, kept.style, kept.placement) == ("Irak", "ministerie", "in-text")
    assert [quote.note for quote in kept.quotes] == ["", "", "Let op: 40%"]
    assert "Kamerstuk 27 925, nr. 748, antwoord op vraag 24" in shown(app)


def test_referral_says_where_it_points_and_takes_that_too(app: AppTest) -> None:
    opened(app, Briefing("", (Quote(REFERRAL), Quote(KILLED))))
    assert (
        "<b>Verwijst naar</b> Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 13"
        in shown(app)
    )
    target = "kst-27925-748#13"
    app.button(key=f"briefing-target-{REFERRAL}-{target}").click().run()
    assert order(app) == [REFERRAL, target, KILLED]


def test_saved_briefing_is_opened_as_it_was(app: AppTest) -> None:
    spans = spans_of_sentences(CORPUS.answers()[LETTER].text, [2])
    saved = Briefing("Irak", (Quote(LETTER, spans, "noot"), Quote(KILLED)), CitationStyle.APA)
    raw = file_of(saved)
    upload(app.run(), raw)
    assert now(app) == load(raw)
    assert NL.opened.format(count=2) in shown(app)
    assert NL.standings[Standing.UNCHANGED].format(count=2) in shown(app)
    assert app.text_area(key=f"briefing-note-{LETTER}").value == "noot"


def test_opening_asks_before_it_replaces_and_can_put_behind(app: AppTest) -> None:
    raw = file_of(Briefing("Ander", (Quote(REFERRAL), Quote(KILLED, (), "andere noot"))))
    upload(opened(app), raw)
    assert order(app) == [KILLED, POVERTY, LETTER]
    assert NL.replace_or_append.format(count=2, own=3) in shown(app)
    app.button(key="briefing-append").click().run()
    assert order(app) == [KILLED, POVERTY, LETTER, REFERRAL]
    assert (now(app).title, now(app).quotes[0].note) == ("Commissiedebat", "")
    assert NL.opened_again.format(count=1) in shown(app)
    upload(app, raw)
    app.button(key="briefing-replace").click().run()
    assert now(app) == load(raw)
    assert app.text_input(key="briefing-title").value == "Ander"


def test_what_would_be_lost_with_the_window_is_marked_but_not_what_a_file_holds(
    app: AppTest,
) -> None:
    assert "data-kb-unsaved" not in shown(app.run())
    raw = file_of(THREE)
    upload(app, raw)
    assert order(app) == [KILLED, POVERTY, LETTER]
    assert "data-kb-unsaved" not in shown(app)
    app.text_area(key=f"briefing-note-{POVERTY}").set_value("noot").run()
    (first,) = re.findall('data-kb-unsaved="(.*?)"', shown(app))
    app.text_area(key=f"briefing-note-{POVERTY}").set_value("andere noot").run()
    (second,) = re.findall('data-kb-unsaved="(.*?)"', shown(app))
    assert first != second
    app.text_area(key=f"briefing-note-{POVERTY}").set_value("").run()
    assert "data-kb-unsaved" not in shown(app)
    card = AppTest.from_function(_card, kwargs={"answer": POVERTY}).run()
    card.button[0].click().run()
    assert "data-kb-unsaved" in shown(card)


def test_bad_file_is_refused_and_nothing_is_lost(app: AppTest) -> None:
    upload(opened(app), b'{"kamerbron": "briefing", "version": 9}')
    assert NL.cannot_open in shown(app)
    assert "deze Kamerbron leest versie 1" in shown(app)
    assert order(app) == [KILLED, POVERTY, LETTER]
    upload(app, file_of(Briefing("", (Quote(REFERRAL),))))
    assert NL.cannot_open not in shown(app)


def test_changed_and_missing_answers_are_said_and_left_out(
    app: AppTest, answers: dict[str, OfficialAnswer]
) -> None:
    old = answers[POVERTY].text
    answers[KILLED] = replace(answers[KILLED], text=f"Nieuw. {answers[KILLED].text}")
    answers[POVERTY] = replace(answers[POVERTY], text="Het kabinet kan dat niet zeggen.")
    del answers[LETTER]
    upload(app.run(), file_of(THREE))
    for standing in (Standing.MOVED, Standing.CHANGED, Standing.MISSING):
        assert NL.standings[standing].format(count=1) in shown(app)
    assert all(message in shown(app) for message in (NL.moved, NL.changed, NL.missing))
    assert old in shown(app)
    assert NL.excluded.format(places="2, 3") in shown(app)
    app.button(key=f"briefing-anew-{POVERTY}").click().run()
    app.button(key=f"briefing-seen-{KILLED}").click().run()
    assert NL.excluded.format(places="3") in shown(app)
    assert NL.moved not in shown(app)
    quote = now(app).quote(KILLED)
    assert quote is not None
    assert quote.passages(answers[KILLED]) == (CORPUS.answers()[KILLED].text,)


def test_nothing_can_be_exported_where_nothing_stands(
    app: AppTest, answers: dict[str, OfficialAnswer]
) -> None:
    answers.clear()
    opened(app)
    assert NL.nothing_to_export in shown(app)
    assert [button.key for button in app.download_button] == ["briefing-save"]


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.names.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_texts_stay_text(app: AppTest, answers: dict[str, OfficialAnswer]) -> None:
    text = f"{HOSTILE}.\n\nEinde."
    answers[KILLED] = replace(answers[KILLED], text=text, questions=(), heading=HOSTILE)
    answers[REFERRAL] = replace(answers[REFERRAL], refers_to=(HOSTILE,))
    saved = file_of(THREE).replace(b"Kamerstukken", HOSTILE.replace('"', "'").encode())
    foreign = load(saved).quotes[2]
    del answers[LETTER]
    opened(app, Briefing(HOSTILE, (Quote(KILLED, (), HOSTILE), Quote(REFERRAL), foreign)))
    app.toggle(key=f"briefing-choose-{KILLED}").set_value(True).run()
    read = _Elements()
    read.feed(shown(app))
    assert not read.names & {"script", "img"}
    assert HOSTILE in read.text
    label = app.checkbox(key=f"briefing-sentence-{KILLED}-0").label
    assert "\\<script\\>" in label
    assert ":red[" not in label
