"""From a question to a Word document with footnotes, and a briefing that outlasts its session."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from driving import (
    PHONE,
    arrived,
    ask,
    click,
    downloads,
    find,
    first_card,
    fits,
    look,
    says,
    settle,
    take,
    visit,
    wait,
)
from lxml import etree
from selenium.webdriver import Chrome, Keys

from corpus import STARTER, load_corpus
from ui.text import BRIEFING

pytestmark = pytest.mark.browser

NL = BRIEFING["nl"]
KILLED, POVERTY = "kst-27925-748#9", "kst-27925-748#24"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def of(answer: str, what: str) -> str:
    """The selector of a control of a quote."""
    return f".st-key-briefing-{what}-{answer.replace('#', '-')}"


def headings(browser: Chrome) -> list[str]:
    script = "return [...document.querySelectorAll('.kb-quote h2')].map(h => h.textContent)"
    return browser.execute_script(script)  # type: ignore[no-any-return]


def asks_before_it_closes(browser: Chrome) -> bool:
    """Whether the browser would ask before it closes or reloads the window."""
    script = "return !dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    return browser.execute_script(script)  # type: ignore[no-any-return]


def take_first(browser: Chrome, question: str, answer: str) -> None:
    """Asks, and takes the first answer to the briefing."""
    ask(browser, question)
    first_card(browser, answer)
    take(browser, answer)


def test_from_question_to_word_document_and_back(
    browser: Chrome, address: str, tmp_path: Path
) -> None:
    folder = downloads(browser, tmp_path / "downloads")
    answers = load_corpus(STARTER).answers()
    browser.get(address)
    take_first(browser, "Hoeveel demonstranten kwamen om bij de protesten in Irak?", KILLED)
    wait(browser, asks_before_it_closes)
    take_first(browser, "Antwoord op vraag 24 van nr. 748", POVERTY)
    visit(browser, "briefing")
    wait(browser, lambda b: len(headings(b)) == 2)

    # Narrowed to its first sentence, moved to the front by the keyboard alone.
    click(browser, f"{of(POVERTY, 'choose')} label")
    click(browser, f"{of(POVERTY, 'sentence')}-1 label")
    says(browser, "1 van 2", of(POVERTY, "choose"))
    settle(browser)
    first = answers[POVERTY].text.split(". ")[0] + "."
    find(browser, f"{of(POVERTY, 'to-up')} button").send_keys(Keys.ENTER)
    wait(browser, lambda b: headings(b)[0] == "1. Antwoord op vraag 24")
    settle(browser)

    # What is typed last is in the file, though the box still has the cursor.
    find(browser, ".st-key-briefing-title input").send_keys("Commissiedebat Irak", Keys.ENTER)
    settle(browser)
    note = find(browser, f"{of(KILLED, 'note')} textarea")
    note.send_keys("Getal van de VN & <b>niet</b> van het kabinet.")
    click(browser, ".st-key-briefing-download-docx button")
    exported = folder / "commissiedebat-irak.docx"
    raw = arrived(browser, exported)
    document = docx.Document(io.BytesIO(raw))
    read = [(p.style.name, p.text) for p in document.paragraphs if p.style]
    assert [text for style, text in read if style in {"Title", "Heading 1", "Quote"}] == [
        "Commissiedebat Irak",
        "1. Antwoord op vraag 24",
        first,
        "2. Antwoord op vraag 9",
        answers[KILLED].text,
    ]
    assert read[-1] == ("Normal", "Notitie: Getal van de VN & <b>niet</b> van het kabinet.")
    with ZipFile(io.BytesIO(raw)) as package:
        footnotes = etree.fromstring(package.read("word/footnotes.xml"))
    citations = ["".join(note.itertext()).strip() for note in footnotes][2:]
    series = "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag"
    assert citations == [f"{series} 24", f"{series} 9"]

    # Saved, and opened in another session.
    click(browser, ".st-key-briefing-save button")
    saved = folder / "commissiedebat-irak.json"
    assert asks_before_it_closes(browser)
    arrived(browser, saved)
    assert not asks_before_it_closes(browser)
    exported.unlink()
    browser.get(f"{address}/briefing")
    says(browser, NL.empty)
    click(browser, '[data-testid="stExpander"] summary')
    find(browser, 'input[type="file"]').send_keys(str(saved))
    wait(browser, lambda b: headings(b) == ["1. Antwoord op vraag 24", "2. Antwoord op vraag 9"])
    click(browser, ".st-key-briefing-download-docx button")
    again = arrived(browser, exported)
    assert read == [
        (p.style.name, p.text) for p in docx.Document(io.BytesIO(again)).paragraphs if p.style
    ]

    look(browser, PHONE)
    assert fits(browser)
