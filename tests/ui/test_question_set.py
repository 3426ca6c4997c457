"""The page for question sets, run without a browser."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from streamlit.testing.v1 import AppTest

from corpus import STARTER, OfficialAnswer, Paper, PaperType, Status, load_corpus
from indexing import refresh
from indexing.encoder import SentenceTransformerEncoder
from retrieval import (
    CitationStyle,
    Earlier,
    Evidence,
    Hit,
    Kamerbron,
    Position,
    QuestionSet,
    SearchResult,
    SetResult,
    Settings,
    SubQuestion,
    read_question_set,
)
from retrieval.briefing import Briefing
from ui.set_overview import as_csv, as_markdown, table, totals
from ui.text import QUESTION_SET, WORDS
from ui.text.question_set import SetWords

NL, EN = QUESTION_SET["nl"], QUESTION_SET["en"]
HOSTILE = '<img src=x onerror="alert(1)"> :red[x] | [klik](javascript:b) `y`'


def _pages() -> None:
    """The page as the app shows it, without the others."""
    import streamlit as st

    from ui import question_set
    from ui.frame import choose_language, navigate

    choose_language("nl")
    elsewhere = "elsewhere" in st.session_state
    pages = {
        "set": ((lambda: None) if elsewhere else question_set.show, "set", ":material/add:", True),
        "briefing": (lambda: None, "briefing", ":material/format_quote:", True),
    }
    navigate(pages).run()


@pytest.fixture
def app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("KAMERBRON_HOME", str(settings.home))
    monkeypatch.setenv("KAMERBRON_THREADS", "1")
    return AppTest.from_function(_pages, default_timeout=60)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Kamerbron is asked from here on."""
    questions: list[str] = []
    ask = Kamerbron.ask

    def noted(self: Kamerbron, query: str, **more: object) -> SearchResult:
        questions.append(query)
        return ask(self, query, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Kamerbron, "ask", noted)
    return questions


def page(app: AppTest) -> html.HtmlElement:
    """What the page shows of its own, without styles and scripts."""
    assert not app.exception
    bodies = [element.proto.body for element in app.get("html")]
    shown = [body for body in bodies if not body.startswith(("<style", "<script"))]
    return html.fromstring(f"<main>{''.join(shown)}</main>")


def text_of(app: AppTest, selector: str) -> list[str]:
    found = page(app).xpath(f"//*[contains(concat(' ', @class, ' '), ' {selector} ')]")
    return [" ".join(element.text_content().split()) for element in found]


def rows(app: AppTest) -> list[list[str]]:
    """The texts of the table's cells, row by row, without its head."""
    return [
        [" ".join(cell.text_content().split()) for cell in row] for row in page(app).xpath("//tr")
    ][1:]


def search(app: AppTest, text: str) -> AppTest:
    app.text_area(key="set-box").set_value(text)
    app.run()
    app.button(key="set-search").click()
    return app.run()


def test_example_is_recognised_searched_and_taken_to_the_briefing(
    app: AppTest, asked: list[str]
) -> None:
    app.run()
    app.button(key="set-example").click().run()
    assert text_of(app, "kb-recognised")[0].startswith("7 vragen herkend")
    asked.clear()
    app.button(key="set-search").click().run()
    assert text_of(app, "kb-totals") == ["6 van 7 eerder beantwoord"]
    found = rows(app)
    assert [row[0].split()[0] for row in found] == list("1234567")
    assert found[0][1:3] == [
        "Volgens de VN zijn tussen 1 oktober 2019 en 30 april 2020 487 demonstranten om het leven "
        "gekomen.Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 9",
        "9 oktober 2020",
    ]
    assert found[2][2] == "20 december 2023Nieuw sinds 9 oktober 2020"
    assert found[6][1:3] == ["Niet eerder beantwoord", ""]
    searched = len(asked)
    assert searched == 8  # each question, and the introduction
    app.button(key="set-take-best").click().run()
    taken: Briefing = app.session_state["briefing"]
    assert [quote.answer for quote in taken.quotes][:3] == [
        "kst-27925-748#9",
        "kst-27925-748#10",
        "kst-27925-963#veiligheidssituatie-in-irak",
    ]
    assert len(taken.quotes) == len({quote.answer for quote in taken.quotes}) <= 6
    assert app.button(key="set-taken").disabled
    app.session_state["set-row-3"] = True
    app.run()
    assert text_of(app, "kb-new") == ["Nieuw sinds 9 oktober 2020"]
    cards = page(app).xpath("//article")
    assert [card.get("aria-label") for card in cards[:3]] == [
        "kst-27925-963#veiligheidssituatie-in-irak",
        "kst-27925-748#53",
        "kst-27925-956#16",
    ]
    assert [card.get("id") for card in cards] == [f"kb-set-3-hit-{n}" for n in range(1, 6)]
    app.button(key="set-take-3-kst-27925-748#53").click().run()
    assert "kst-27925-748#53" in app.session_state["briefing"]
    app.radio(key="set-show").set_value("never").run()
    assert [row[0].split()[0] for row in rows(app)] == ["7"]
    assert len(asked) == searched


def test_the_yes_to_a_formal_question_is_not_taken_along(app: AppTest) -> None:
    app.run()
    search(
        app,
        "1. Bent u bekend met het bericht over de aanval op de basis in Irak?\n"
        "2. Hoeveel demonstranten kwamen om bij de protesten in Irak?\n",
    )
    app.button(key="set-take-best").click().run()
    taken: Briefing = app.session_state["briefing"]
    assert [quote.answer for quote in taken.quotes] == ["kst-27925-748#9"]


def test_what_is_recognised_can_be_corrected(app: AppTest) -> None:
    app.run()
    app.text_area(key="set-box").set_value("Onderwerp: Irak\n\nHoe veilig is het? En waarom?").run()
    assert text_of(app, "kb-recognised")[0].startswith("1 vraag herkend")
    corrected = "Onderwerp: Irak\n\nVraag 1\nHoe veilig is het?\n\nVraag 2\nEn waarom?"
    app.text_area(key="set-box").set_value(corrected).run()
    (shown,) = text_of(app, "kb-recognised")
    assert shown.startswith("2 vragen herkend")
    assert shown.endswith(
        "OnderwerpIrakInleidingOnderwerp: IrakVraag 1Hoe veilig is het?Vraag 2En waarom?"
    )


def test_another_text_or_period_is_searched_anew(app: AppTest) -> None:
    search(app.run(), "Hoe is de veiligheid in Irak?")
    assert text_of(app, "kb-totals") == ["1 van 1 eerder beantwoord"]
    app.number_input(key="set-since").set_value(2024).run()
    assert text_of(app, "kb-totals") == []
    app.button(key="set-search").click().run()
    assert text_of(app, "kb-totals") == ["0 van 1 eerder beantwoord"]
    assert WORDS["nl"].notes["filtered-out"] in text_of(app, "kb-notice")


def test_what_was_found_stays_when_papers_come_or_go_until_it_is_searched_again(
    app: AppTest,
    encoder: SentenceTransformerEncoder,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    search(app.run(), "1. Hoe veilig is Irak?\n2. Wat is het antwoord op vraag 14 van nr. 748?")
    searched = app.session_state["set-searched"].search
    whole = searched.result
    searched.result = replace(whole, entries=whole.entries[:1])  # as if it were still at work
    letter = [document for document in CORPUS.documents if document.id == "kst-27925-963"]
    (tmp_path / "models").symlink_to(settings.model_cache)
    refresh(letter, "letter", settings.recipe, encoder, tmp_path / "index")
    monkeypatch.setenv("KAMERBRON_HOME", str(tmp_path))
    app.session_state["set-row-2"] = True
    app.run()
    assert f"{NL.outdated}{NL.outdated_more}" in text_of(app, "kb-notice")
    assert text_of(app, "kb-totals") == ["2 van 2 eerder beantwoord"]
    (pointer,) = page(app).xpath("//article[@aria-label='kst-27925-748#14']")
    assert "Verwijst naar: Kamerstukken II 2020/21, 27925, nr. 748" in pointer.text_content()
    app.button(key="set-again").click().run()
    assert NL.outdated not in page(app).text_content()
    assert not [name for name in page(app).xpath("//article/@aria-label") if "748" in name]


def test_a_search_that_was_stopped_shows_what_it_has_and_goes_on(app: AppTest) -> None:
    search(app.run(), "1. Hoe is de veiligheid in Irak?\n2. Hoeveel demonstranten kwamen om?")
    searched = app.session_state["set-searched"]
    whole = searched.search.result
    searched.search.result = replace(whole, entries=whole.entries[:1])
    searched.stopped = True
    app.run()
    assert text_of(app, "kb-totals") == ["1 van 1 eerder beantwoord"]
    assert text_of(app, "kb-notice") == ["Gestopt na 1 van 2 vragen."]
    app.button(key="set-go-on").click().run()
    assert text_of(app, "kb-totals") == ["2 van 2 eerder beantwoord"]
    assert rows(app)[1][1].endswith("nr. 748, antwoord op vraag 9")


def test_what_a_broken_off_run_adds_late_stands_in_no_half_of_the_page(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    search(app.run(), "1. Hoe is de veiligheid in Irak?\n2. Hoeveel demonstranten kwamen om?")
    searched = app.session_state["set-searched"]
    whole = searched.search.result
    searched.search.result = replace(whole, entries=whole.entries[:1])
    searched.stopped = True

    def counted_just_before(result: SetResult, text: SetWords) -> str:
        """The broken-off run ends the question that it was asking while the new run draws."""
        searched.search.ask_next()
        return totals(result, text)

    monkeypatch.setattr("ui.question_set.totals", counted_just_before)
    app.run()
    assert searched.search.done
    assert text_of(app, "kb-notice") == ["Gestopt na 1 van 2 vragen."]
    assert len(rows(app)) == 1
    app.button(key="set-go-on").click().run()
    assert len(rows(app)) == 2


def test_a_file_fills_the_box_and_a_bad_one_leaves_it(app: AppTest) -> None:
    app.run()
    good = "1) Hoe is het in Syrië?\r\n2) En in Irak?\r\n".encode("cp1252")
    app.file_uploader(key="set-file").set_value(("vragen.txt", good, "text/plain")).run()
    typed = "Vraag 1\nHoe is het in Syrië?\n\nVraag 2\nEn in Irak?"
    assert app.text_area(key="set-box").value == typed
    bad = ("vragen.pdf", b"%PDF-1.7 broken", "application/pdf")
    app.file_uploader(key="set-file").set_value(bad).run()
    (said,) = text_of(app, "kb-notice")
    assert said.startswith(NL.file_refused)
    assert "vragen.pdf: deze PDF is beschadigd. Haal het bestand opnieuw op" in said
    assert app.text_area(key="set-box").value == typed
    app.session_state["elsewhere"] = True
    app.run()
    del app.session_state["elsewhere"]
    app.run()
    assert text_of(app, "kb-notice") == []
    assert app.text_area(key="set-box").value == typed


def test_what_was_pasted_is_not_lost_to_the_example_nor_to_a_file(app: AppTest) -> None:
    app.run()
    app.text_area(key="set-box").set_value("Hoe is het in Irak?")
    app.button(key="set-example").click().run()  # typed, and clicked at once
    assert app.text_area(key="set-box").value == "Hoe is het in Irak?"
    assert "set-example" not in [button.key for button in app.button]
    app.file_uploader(key="set-file").set_value(("v.txt", b"1) En in Iran?", "text/plain")).run()
    assert app.text_area(key="set-box").value == "Vraag 1\nEn in Iran?"
    assert NL.replaced in page(app).text_content()
    app.button(key="set-put-back").click().run()
    assert app.text_area(key="set-box").value == "Hoe is het in Irak?"
    assert NL.replaced not in page(app).text_content()


def test_cards_are_cited_in_the_style_chosen_on_the_ask_page(app: AppTest) -> None:
    app.session_state["asked-style"] = CitationStyle.MINISTERIE
    search(app.run(), "Hoeveel demonstranten kwamen om?")
    app.session_state["set-row-1"] = True
    app.run()
    assert text_of(app, "kb-cite")[0] == "Kamerstuk 27 925, nr. 748, antwoord op vraag 9"


def test_a_text_without_words_is_refused(app: AppTest) -> None:
    app.run()
    app.text_area(key="set-box").set_value("?\n!").run()
    assert text_of(app, "kb-notice")[0].startswith(NL.not_read)
    assert "set-search" not in [button.key for button in app.button]


def test_hostile_questions_stay_text_in_english_too(app: AppTest) -> None:
    app.query_params["lang"] = "en"
    search(app.run(), f"Question 1\nWhat of Iraq? {HOSTILE}")
    app.session_state["set-row-1"] = True
    app.run()
    assert EN.caption in [caption.text for caption in page(app).iter("caption")]
    assert not list(page(app).iter("img"))
    assert HOSTILE in page(app).text_content()
    (label,) = [expander.label for expander in app.expander if "Iraq" in expander.label]
    assert r"\:" not in label
    assert r"\<img src\=x" in label
    assert r"\[klik\]\(javascript" in label


CORPUS = load_corpus(STARTER)
ANSWERS, PAPERS = CORPUS.answers(), {document.id: document.paper for document in CORPUS.documents}


def an_entry(number: int, question: str, hits: Iterable[Hit] = (), sure: float = 0.9) -> Earlier:
    asked = SubQuestion(number, question)
    result = SearchResult(question, tuple(hits), sure, sure >= 0.5, "g")
    return Earlier(asked, question, result)


def a_hit(answer: OfficialAnswer, paper: Paper, *quoted: str) -> Hit:
    places = [(answer.text.index(part), part) for part in quoted]
    evidence = tuple(Evidence(part, at, at + len(part)) for at, part in places)
    return Hit(1, 0.8, answer, paper, evidence, f"{paper.id}, vraag 1")


def a_result(*entries: Earlier) -> SetResult:
    questions = QuestionSet("", "", tuple(entry.question for entry in entries))
    return SetResult(questions, entries, "g")


def test_csv_is_word_for_word_and_holds_no_formulas() -> None:
    answer = OfficialAnswer(
        "x#1", (), '=SOM(A1); "ja".\n\nEen zin. De tweede zin.', Status.SUBSTANTIVE
    )
    paper = Paper("x", PaperType.LETTER, "x", date=date(2020, 10, 9), url="https://example.org/x")
    hit = a_hit(answer, paper, '=SOM(A1); "ja".', "De tweede zin.")
    result = a_result(an_entry(1, "-1 + 2?\nEn dan?", [hit]), an_entry(2, "@Wie?", sure=0.1))
    raw = as_csv(result, NL, WORDS["nl"])
    assert raw.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read[0] == list(NL.export_columns)
    quoted = "'" + '=SOM(A1); "ja". […] De tweede zin.'
    link = "https://example.org/x"
    assert read[1:] == [
        ["1", "'-1 + 2?\nEn dan?", "waarschijnlijk", "90%", quoted, "x, vraag 1",
         "9 oktober 2020", "", link],
        ["2", "'@Wie?", "niet eerder beantwoord", "10%", "", "", "", "", ""],
    ]  # fmt: skip


def test_markdown_shows_a_quote_as_it_stands_in_the_paper() -> None:
    answer = ANSWERS["kst-27925-748#9"]
    sentence = answer.text[: answer.text.index(".") + 1]
    hit = a_hit(answer, PAPERS["kst-27925-748"], sentence)
    written = as_markdown(a_result(an_entry(1, HOSTILE, [hit])), NL, WORDS["nl"])
    line = next(line for line in written.splitlines() if line.startswith("| 1."))
    assert f"“{sentence}”<br>kst-27925-748, vraag 1" in line
    cells = re.split(r"(?<!\\)\|", line)
    assert len(cells) == 6
    assert cells[1].strip() == (
        r'1. \<img src=x onerror="alert(1)"\> :red\[x\] \| \[klik\](javascript:b) \`y\`'
    )


def test_table_names_columns_and_rows_and_says_where_a_newer_position_stands() -> None:
    hit = a_hit(ANSWERS["kst-27925-748#53"], PAPERS["kst-27925-748"])
    entry = an_entry(4, HOSTILE, [hit])
    day = date(2023, 12, 20)
    old, new = date(2020, 10, 9), "Kamerstukken II 2023/24, 27925, nr. 963"
    positions = (
        Position("kst-27925-963#x", "kst-27925-963", new, day, None, newest=True),
        Position(hit.answer.id, "kst-27925-748", hit.citation, old, None, newest=False),
    )
    entry = replace(entry, result=replace(entry.result, timeline=positions))
    shown = html.fromstring(table([entry], NL, WORDS["nl"], opens=True))
    assert [head.text for head in shown.xpath("//th[@scope='col']")] == list(NL.columns)
    (opening,) = shown.xpath("//th[@scope='row']/button/@data-kb-open")
    assert opening == "set-row-4"
    assert not shown.xpath("//img")
    assert "Nieuwer is Kamerstukken II 2023/24, 27925, nr. 963" in shown.text_content()
    assert "Nieuw sinds 9 oktober 2020" in shown.text_content()


@pytest.mark.parametrize("words", [NL, EN])
def test_examples_are_read_with_their_introductions(words: object) -> None:
    example = words.example  # type: ignore[attr-defined]
    assert len(read_question_set(example).questions) == 7
    assert "Ira" in read_question_set(example).intro
