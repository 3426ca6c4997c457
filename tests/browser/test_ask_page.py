"""A user's way through the Ask page, in a real browser against the real server."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlparse

import pytest
from driving import (
    PHONE,
    QUESTION_BOX,
    ask,
    click,
    clipboard,
    enter,
    find,
    first_card,
    fits,
    look,
    menu,
    narrow,
    press,
    says,
    visit,
    wait,
)
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

from retrieval import Settings

pytestmark = pytest.mark.browser

QUESTION = "Hoeveel demonstranten kwamen om bij de protesten in Irak?"
CITATION = "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 9"


def open_page(browser: Chrome, address: str, path: str = "") -> None:
    browser.get(f"{address}/{path}")
    find(browser, QUESTION_BOX)


def documents(browser: Chrome) -> list[str]:
    """The documents of the cards, read at once: the page may be redrawn in between."""
    labels = browser.execute_script(
        "return [...document.querySelectorAll('.kb-card')].map(card => card.ariaLabel)"
    )
    return [label.split("#")[0] for label in labels]


def test_ask_read_and_copy_the_citation(browser: Chrome, address: str) -> None:
    open_page(browser, address)
    if not narrow(browser):  # a phone would show its keyboard over the page
        wait(browser, lambda b: b.switch_to.active_element == find(b, QUESTION_BOX))
    ask(browser, QUESTION)
    card = first_card(browser, "kst-27925-748#9")
    assert browser.switch_to.active_element == find(browser, QUESTION_BOX)
    marked = card.find_element(By.CSS_SELECTOR, "mark").text
    assert marked.startswith("Volgens de VN zijn tussen 1 oktober 2019 en 30 april 2020 487")
    assert card.find_element(By.CSS_SELECTOR, ".kb-cite").text == CITATION
    link = card.find_element(By.CSS_SELECTOR, "footer a").get_attribute("href")
    assert link == "https://zoek.officielebekendmakingen.nl/kst-27925-748.html"
    citation, quoted, _ = card.find_elements(By.CSS_SELECTOR, "footer .kb-copy")
    click(browser, citation)
    wait(browser, lambda _: citation.text == "Gekopieerd")
    assert clipboard(browser) == CITATION
    click(browser, quoted)
    wait(browser, lambda _: quoted.text == "Gekopieerd")
    assert clipboard(browser) == f"“{marked}” ({CITATION})"


def test_keyboard_alone_asks_and_copies(browser: Chrome, address: str) -> None:
    if narrow(browser):
        pytest.skip("a phone has no keyboard")
    open_page(browser, address)
    wait(browser, lambda b: b.switch_to.active_element == find(b, QUESTION_BOX))
    browser.switch_to.active_element.send_keys(QUESTION, Keys.ENTER)
    first_card(browser, "kst-27925-748#9")
    reached = []
    for _ in range(4):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        reached.append(browser.switch_to.active_element.text)
    status, copy = "inhoudelijk antwoord", "Kopieer verwijzing"
    assert reached == ["Zoek antwoord", "Wat betekent deze kans?", status, copy]
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait(browser, lambda b: b.switch_to.active_element.text == "Gekopieerd")
    assert clipboard(browser) == CITATION
    assert find(browser, ".kb-told").get_attribute("textContent") == "Gekopieerd"
    browser.switch_to.active_element.send_keys(Keys.SHIFT, Keys.TAB)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    explained = find(browser, ".kb-card .kb-explained")
    wait(browser, lambda _: explained.is_displayed())
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait(browser, lambda _: not explained.is_displayed())


def test_question_in_the_address_is_answered(browser: Chrome, address: str) -> None:
    open_page(browser, address, f"?lang=en&q={quote('How many protesters were killed in Iraq?')}")
    card = first_card(browser, "kst-27925-748#9")
    assert "9 October 2020" in card.text


def test_link_to_an_answer_with_filters_is_copied_and_opens_there(
    browser: Chrome, address: str
) -> None:
    question = quote("Wat is het dreigingsniveau in Irak?")
    open_page(browser, address, f"?q={question}&since=2020-01-01&chamber=II&lang=en")
    card = find(browser, '.kb-card[aria-label="kst-27925-748#53"]')
    button = card.find_element(By.CSS_SELECTOR, "[data-kb-link]")
    click(browser, button)
    wait(browser, lambda _: button.text == "Copied")
    link = clipboard(browser)
    assert link.startswith(f"{address}/?q=Wat+is+het+dreigingsniveau")
    assert link.endswith("&since=2020-01-01&chamber=II&answer=kst-27925-748%2353")
    browser.get("about:blank")
    browser.get(link)
    card = first_card(browser, "kst-27925-748#53")
    assert "De link wijst dit antwoord aan" in card.text
    chips = find(browser, ".st-key-kb-chosen").text
    assert "× vanaf 1 januari 2020" in chips
    assert "× Tweede Kamer" in chips


def test_filters_that_leave_nothing_say_which_to_lift(browser: Chrome, address: str) -> None:
    open_page(browser, address, f"?q={quote(QUESTION)}&party=SP&type=brief")
    notice = find(browser, ".kb-notice")
    assert notice.text.startswith("Geen enkel antwoord voldoet aan deze beperkingen samen.")
    press(browser, "× Partij van de vrager – dan 6 antwoorden")
    wait(browser, lambda b: set(documents(b)) == {"kst-27925-963"})
    press(browser, "× Brief")
    first_card(browser, "kst-27925-748#9")
    assert "party" not in browser.current_url
    assert "type" not in browser.current_url


def test_neighbours_open_under_the_card(browser: Chrome, address: str) -> None:
    open_page(browser, address, f"?q={quote(QUESTION)}")
    card = first_card(browser, "kst-27925-748#9")
    for fold, text in zip(
        card.find_elements(By.CSS_SELECTOR, ".kb-other"),
        ("nr. 748, antwoord op vraag 8", "Premier Kadhimi heeft kort na zijn aantreden"),
        strict=True,
    ):
        click(browser, fold.find_element(By.CSS_SELECTOR, "summary"))
        wait(browser, lambda _, fold=fold, text=text: text in fold.text)


def test_related_question_is_asked_by_a_click(browser: Chrome, address: str) -> None:
    open_page(browser, address, f"?q={quote(QUESTION)}")
    first_card(browser, "kst-27925-748#9")
    related = ".st-key-ask-related-kst-27925-748-9"
    click(browser, f"{related} summary")
    question = wait(browser, lambda b: find(b, f"{related} button").text)
    click(browser, f"{related} button")
    wait(browser, lambda b: find(b, QUESTION_BOX).get_attribute("value") == question)
    wait(browser, lambda b: quote(question.split()[-1], safe="") in b.current_url)
    first_card(browser, "kst-27925-748#10")


def test_feedback_is_stored_and_another_page_and_back_keep_the_question(
    browser: Chrome, address: str, settings: Settings
) -> None:
    open_page(browser, address, f"?q={quote(QUESTION)}&chamber=II")
    first_card(browser, "kst-27925-748#9")
    click(browser, ".st-key-ask-right-kst-27925-748-9 button")
    says(browser, "Bewaard: klopt")
    stored = json.loads(settings.feedback.read_text("utf-8").splitlines()[-1])
    assert (stored["question"], stored["answer"], stored["verdict"]) == (
        QUESTION,
        "kst-27925-748#9",
        "right",
    )
    with menu(browser):
        says(browser, "Uw oordelen (1)", '[data-testid="stSidebar"]')
    press(browser, "Ongedaan maken")
    # The card and the sidebar are drawn one after the other: both are waited for.
    for gone in ("Bewaard: klopt", "Uw oordelen"):
        wait(browser, lambda b, gone=gone: gone not in b.find_element(By.TAG_NAME, "body").text)
    ask(browser, "Wat is het dreigingsniveau in Irak?")
    first_card(browser, "kst-27925-748#53")
    visit(browser, "how-to-read")
    wait(browser, lambda b: not b.find_elements(By.CSS_SELECTOR, QUESTION_BOX))
    visit(browser, "")
    first_card(browser, "kst-27925-748#53")
    assert (
        find(browser, QUESTION_BOX).get_attribute("value") == "Wat is het dreigingsniveau in Irak?"
    )
    assert "× Tweede Kamer" in find(browser, ".st-key-kb-chosen").text
    with menu(browser):
        press(browser, QUESTION)
    first_card(browser, "kst-27925-748#9")
    browser.back()
    first_card(browser, "kst-27925-748#53")


def test_filter_by_document(browser: Chrome, address: str) -> None:
    open_page(browser, address, f"?q={quote(QUESTION)}")
    first_card(browser, "kst-27925-748#9")
    with menu(browser):
        wait(browser, the_document_is_offered)
        enter(browser, ".st-key-ask-document input")
    wait(browser, lambda b: set(documents(b)) == {"kst-27925-963"})


def the_document_is_offered(browser: Chrome) -> bool:
    """Types its number, again where the box was drawn anew meanwhile and forgot it."""
    box = find(browser, ".st-key-ask-document input")
    if box.get_attribute("value") != "963":
        box.send_keys(Keys.CONTROL, "a")
        box.send_keys("963")
    return len(browser.find_elements(By.CSS_SELECTOR, "[role=option]")) == 1


def test_the_name_of_the_page_leads_to_it_too(browser: Chrome, address: str) -> None:
    open_page(browser, address, f"ask?q={quote(QUESTION)}&document=kst-27925-748")
    first_card(browser, "kst-27925-748#9")
    wait(browser, lambda b: urlparse(b.current_url).path == "/")
    assert set(documents(browser)) == {"kst-27925-748"}


def test_switch_language(browser: Chrome, address: str) -> None:
    open_page(browser, address, f"?q={quote(QUESTION)}")
    first_card(browser, "kst-27925-748#9")
    with menu(browser):
        press(browser, "English")
    says(browser, "To the publication")
    assert "lang=en" in browser.current_url
    first_card(browser, "kst-27925-748#9")


def test_whole_answer_and_referral_open_in_place(browser: Chrome, address: str) -> None:
    question = "Hoe wordt de capaciteit van de TSC en PED ingezet voor Belgische luchtaanvallen?"
    open_page(browser, address, f"?q={quote(question)}")
    first_card(browser, "kst-27925-748#13")
    pointer = find(browser, '.kb-card[aria-label="kst-27925-748#14"]')
    target = pointer.find_element(By.CSS_SELECTOR, ".kb-other .kb-answer")
    assert not target.is_displayed()
    click(browser, pointer.find_element(By.CSS_SELECTOR, ".kb-other summary"))
    wait(browser, lambda _: target.is_displayed())
    assert "luchtcampagne" in target.text


def test_hostile_question_stays_text(browser: Chrome, address: str) -> None:
    hostile = "<img src=x onerror=\"document.title='owned'\"><script>alert(1)</script> Irak :red[x]"
    open_page(browser, address, f"?q={quote(hostile)}")
    wait(browser, lambda b: b.find_elements(By.CSS_SELECTOR, ".kb-card"))
    assert find(browser, QUESTION_BOX).get_attribute("value") == hostile
    assert browser.title != "owned"
    assert not browser.find_elements(By.CSS_SELECTOR, 'img[src="x"]')


def test_unanswered_question_has_a_clear_state(browser: Chrome, address: str) -> None:
    open_page(browser, address, f"?q={quote('Wanneer gaat de AOW-leeftijd omhoog naar 68 jaar?')}")
    notice = find(browser, ".kb-notice")
    assert notice.text.startswith("De stukken beantwoorden dit niet.")
    assert len(wait(browser, lambda b: b.find_elements(By.CSS_SELECTOR, ".kb-card"))) == 5


def test_phone_needs_no_sideways_scrolling(browser: Chrome, address: str) -> None:
    look(browser, PHONE)
    many = (
        "since=2020-01-01&chamber=II&type=lijst-van-vragen-en-antwoorden&status=substantive"
        "&document=kst-27925-748"
    )
    open_page(browser, address, f"?q={quote(QUESTION)}&{many}")
    first_card(browser, "kst-27925-748#9")
    assert len(browser.find_elements(By.CSS_SELECTOR, ".st-key-kb-chosen button")) == 6
    assert fits(browser)


def test_page_calls_nobody(browser: Chrome, address: str) -> None:
    open_page(browser, address, f"?q={quote(QUESTION)}")
    first_card(browser, "kst-27925-748#9")
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]  # type: ignore[no-untyped-call]
    urls = [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]
    hosts = {urlparse(url).hostname for url in urls if url.startswith(("http", "ws"))}
    assert hosts == {"localhost"}


def test_missing_index_is_mended_without_a_restart(
    browser: Chrome, serve: Callable[[Path], str], settings: Settings, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(settings.model_cache)
    own = serve(home)
    open_page(browser, own)
    assert "kamerbron index" in find(browser, '.kb-notice[role="alert"]').text
    (home / "index").symlink_to(settings.index_root)
    browser.refresh()
    ask(browser, QUESTION)
    first_card(browser, "kst-27925-748#9")
