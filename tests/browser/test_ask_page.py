"""A user's way through the Ask page, in a real browser against the real server."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlparse

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from retrieval import Settings

pytestmark = pytest.mark.browser

QUESTION = "Hoeveel demonstranten kwamen om bij de protesten in Irak?"
CITATION = "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 9"
BOX = '[data-testid="stForm"] input'


def wait(browser: Chrome, condition: Callable[[Chrome], Any]) -> Any:
    redrawn = [StaleElementReferenceException]
    return WebDriverWait(browser, 60, 0.1, ignored_exceptions=redrawn).until(condition)


def find(browser: Chrome, selector: str) -> WebElement:
    return wait(browser, lambda b: b.find_element(By.CSS_SELECTOR, selector))  # type: ignore[no-any-return]


def open_page(browser: Chrome, address: str, path: str = "") -> WebElement:
    browser.get(f"{address}/{path}")
    return find(browser, BOX)


def documents(browser: Chrome) -> list[str]:
    """The documents of the cards, read at once: the page may be redrawn in between."""
    labels = browser.execute_script(
        "return [...document.querySelectorAll('.kb-card')].map(card => card.ariaLabel)"
    )
    return [label.split("#")[0] for label in labels]


def ask(browser: Chrome, question: str, first: str) -> WebElement:
    """Types a question, and gives the first card once it is the one expected."""
    box = find(browser, BOX)
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(question, Keys.ENTER)
    return first_card(browser, first)


def first_card(browser: Chrome, first: str) -> WebElement:
    def there(b: Chrome) -> WebElement | None:
        cards = b.find_elements(By.CSS_SELECTOR, ".kb-card")
        return cards[0] if cards and cards[0].get_attribute("aria-label") == first else None

    return wait(browser, there)  # type: ignore[no-any-return]


def test_ask_read_and_copy_the_citation(browser: Chrome, address: str) -> None:
    open_page(browser, address)
    wait(browser, lambda b: b.switch_to.active_element == find(b, BOX))
    card = ask(browser, QUESTION, "kst-27925-748#9")
    marked = card.find_element(By.CSS_SELECTOR, "mark").text
    assert marked.startswith("Volgens de VN zijn tussen 1 oktober 2019 en 30 april 2020 487")
    assert card.find_element(By.CSS_SELECTOR, ".kb-cite").text == CITATION
    link = card.find_element(By.CSS_SELECTOR, "footer a").get_attribute("href")
    assert link == "https://zoek.officielebekendmakingen.nl/kst-27925-748.html"
    assert browser.switch_to.active_element == find(browser, BOX)
    button = card.find_element(By.CSS_SELECTOR, ".kb-copy")
    button.click()
    wait(browser, lambda _: button.text == "Gekopieerd")
    copied = browser.execute_async_script(
        "navigator.clipboard.readText().then(arguments[arguments.length - 1])"
    )
    assert copied == CITATION


def test_question_in_the_address_is_answered(browser: Chrome, address: str) -> None:
    open_page(browser, address, f"?lang=en&q={quote('How many protesters were killed in Iraq?')}")
    card = first_card(browser, "kst-27925-748#9")
    assert "9 October 2020" in card.text


def test_filter_by_document(browser: Chrome, address: str) -> None:
    open_page(browser, address, f"?q={quote(QUESTION)}")
    first_card(browser, "kst-27925-748#9")
    box = find(browser, '[data-testid="stSidebar"] [data-testid="stMultiSelect"] input')
    box.send_keys("963")
    box.send_keys(Keys.ENTER)
    wait(browser, lambda b: set(documents(b)) == {"kst-27925-963"})


def test_switch_language(browser: Chrome, address: str) -> None:
    open_page(browser, address, f"?q={quote(QUESTION)}")
    first_card(browser, "kst-27925-748#9")
    browser.find_element(By.XPATH, "//button[normalize-space()='English']").click()
    wait(browser, lambda b: "To the publication" in b.find_element(By.TAG_NAME, "body").text)
    assert "lang=en" in browser.current_url
    first_card(browser, "kst-27925-748#9")


def test_whole_answer_and_referral_open_in_place(browser: Chrome, address: str) -> None:
    question = "Hoe wordt de capaciteit van de TSC en PED ingezet voor Belgische luchtaanvallen?"
    open_page(browser, address, f"?q={quote(question)}")
    first_card(browser, "kst-27925-748#13")
    pointer = find(browser, '.kb-card[aria-label="kst-27925-748#14"]')
    target = pointer.find_element(By.CSS_SELECTOR, "details .kb-answer")
    assert not target.is_displayed()
    pointer.find_element(By.CSS_SELECTOR, "summary").click()
    wait(browser, lambda _: target.is_displayed())
    assert "luchtcampagne" in target.text


def test_hostile_question_stays_text(browser: Chrome, address: str) -> None:
    hostile = "<img src=x onerror=\"document.title='owned'\"><script>alert(1)</script> Irak :red[x]"
    open_page(browser, address, f"?q={quote(hostile)}")
    wait(browser, lambda b: b.find_elements(By.CSS_SELECTOR, ".kb-card"))
    assert find(browser, BOX).get_attribute("value") == hostile
    assert browser.title != "owned"
    assert not browser.find_elements(By.CSS_SELECTOR, 'img[src="x"]')


def test_unanswered_question_has_a_clear_state(browser: Chrome, address: str) -> None:
    open_page(browser, address, f"?q={quote('Wanneer gaat de AOW-leeftijd omhoog naar 68 jaar?')}")
    notice = find(browser, ".kb-notice")
    assert notice.text.startswith("De stukken beantwoorden dit niet.")
    assert len(wait(browser, lambda b: b.find_elements(By.CSS_SELECTOR, ".kb-card"))) == 5


def test_phone_needs_no_sideways_scrolling(browser: Chrome, address: str) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True},
    )
    open_page(browser, address, f"?q={quote(QUESTION)}")
    first_card(browser, "kst-27925-748#9")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390


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
    ask(browser, QUESTION, "kst-27925-748#9")
