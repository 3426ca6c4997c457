"""A user's way through the page for question sets, in a real browser against the real server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import (
    ElementNotInteractableException,
    StaleElementReferenceException,
)
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.browser

SET = """Vragen over de veiligheid in Irak.

Vraag 1
Hoeveel demonstranten kwamen om bij de protesten in Irak?

Vraag 2
Wat is het dreigingsniveau in Irak?

Vraag 3
Wanneer gaat de AOW-leeftijd omhoog naar 68 jaar?
"""
BOX = ".st-key-set-box textarea"


def wait(browser: Chrome, condition: Callable[[Chrome], Any]) -> Any:
    redrawn = [StaleElementReferenceException]
    return WebDriverWait(browser, 60, 0.1, ignored_exceptions=redrawn).until(condition)


def find(browser: Chrome, selector: str) -> WebElement:
    return wait(browser, lambda b: b.find_element(By.CSS_SELECTOR, selector))  # type: ignore[no-any-return]


def press(browser: Chrome, key: str) -> None:
    """Clicks the button of a key once it can be clicked."""

    def clicked(b: Chrome) -> bool:
        b.find_element(By.CSS_SELECTOR, f".st-key-{key} button").click()
        return True

    wait(browser, clicked)


def enter(browser: Chrome, selector: str) -> None:
    """Presses Enter on an element once it takes keys: the page may be redrawn in between."""

    def entered(b: Chrome) -> bool:
        b.find_element(By.CSS_SELECTOR, selector).send_keys(Keys.ENTER)
        return True

    redrawn = [StaleElementReferenceException, ElementNotInteractableException]
    WebDriverWait(browser, 60, 0.1, ignored_exceptions=redrawn).until(entered)


def said(browser: Chrome, selector: str, text: str) -> None:
    """Waits until an element says a text."""
    wait(
        browser,
        lambda b: any(text in found.text for found in b.find_elements(By.CSS_SELECTOR, selector)),
    )


def paste(browser: Chrome, text: str) -> None:
    """Puts a text in the box at once, as pasting does, and confirms it by the keyboard."""
    box = find(browser, BOX)
    box.send_keys(Keys.CONTROL, "a")
    browser.execute_cdp_cmd("Input.insertText", {"text": text})
    box.send_keys(Keys.CONTROL, Keys.ENTER)


def upload(browser: Chrome, file: Path) -> None:
    wait(
        browser,
        lambda b: b.find_element(By.CSS_SELECTOR, ".st-key-set-file input[type=file]"),
    ).send_keys(str(file))


def test_paste_search_open_take_leave_and_come_back(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/set")
    paste(browser, SET)
    said(browser, ".kb-recognised", "3 vragen herkend")
    press(browser, "set-search")
    said(browser, ".kb-totals", "2 van 3 eerder beantwoord")
    find(browser, ".st-key-set-row-2 summary")
    first, second, third = (
        row.text for row in browser.find_elements(By.CSS_SELECTOR, ".kb-set tbody tr")
    )
    assert "487 demonstranten" in first
    assert "Nieuw sinds 9 oktober 2020" in second
    assert "Niet eerder beantwoord" in third
    enter(browser, '.kb-set [data-kb-open="set-row-2"]')
    card = find(browser, ".st-key-set-row-2 .kb-card")
    assert card.get_attribute("aria-label") == "kst-27925-963#veiligheidssituatie-in-irak"
    focused = browser.switch_to.active_element
    assert focused.tag_name == "summary"
    assert "dreigingsniveau" in focused.text
    take = '[class*="st-key-set-take-2-kst-27925-963"] button'
    find(browser, take).click()
    said(browser, take, "In de briefing")
    press(browser, "set-take-best")
    said(browser, ".st-key-set-taken", "De beste antwoorden staan in de briefing")
    find(browser, 'a[href*="/how-to-read"]').click()
    wait(browser, lambda b: not b.find_elements(By.CSS_SELECTOR, ".kb-set"))
    find(browser, '[data-testid="stSidebarNav"] a[href*="/set"]').click()
    said(browser, ".kb-totals", "2 van 3 eerder beantwoord")
    wait(browser, lambda b: len(b.find_elements(By.CSS_SELECTOR, ".kb-set tbody tr")) == 3)
    find(browser, ".st-key-set-fold summary").click()
    assert find(browser, BOX).get_attribute("value") == SET


def test_a_long_set_is_stopped_and_a_phone_needs_no_sideways_scrolling(
    browser: Chrome, address: str
) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True},
    )
    browser.get(f"{address}/set")
    paste(browser, "".join(f"{n}. Wat is het dreigingsniveau in Irak?\n" for n in range(1, 401)))
    said(browser, ".kb-recognised", "400 vragen herkend")
    press(browser, "set-search")
    find(browser, ".kb-set tbody tr")
    press(browser, "set-stop")
    said(browser, ".kb-notice", "Gestopt na")

    def as_many_as_said(b: Chrome) -> bool:
        rows = len(b.find_elements(By.CSS_SELECTOR, ".kb-set tbody tr"))
        notice = b.find_element(By.CSS_SELECTOR, ".kb-notice").text
        return 0 < rows < 400 and f"Gestopt na {rows} van 400 vragen" in notice

    wait(browser, as_many_as_said)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390


def test_a_bad_file_costs_nothing_and_a_good_one_is_recognised(
    browser: Chrome, address: str, tmp_path: Path
) -> None:
    good, bad = tmp_path / "vragen.txt", tmp_path / "vragen.pdf"
    good.write_bytes("1) Hoe is het in Syrië?\r\n2) En in Irak?\r\n".encode("cp1252"))
    bad.write_bytes(b"%PDF-1.7 broken")
    browser.get(f"{address}/set")
    paste(browser, SET)
    said(browser, ".kb-recognised", "3 vragen herkend")
    upload(browser, bad)
    said(browser, ".kb-notice", "vragen.pdf: expected a whole PDF, found a damaged one")
    assert find(browser, BOX).get_attribute("value") == SET
    upload(browser, good)
    said(browser, ".kb-recognised", "2 vragen herkend")
    assert not browser.find_elements(By.CSS_SELECTOR, ".kb-notice")
    value = find(browser, BOX).get_attribute("value")
    assert value == "Vraag 1\nHoe is het in Syrië?\n\nVraag 2\nEn in Irak?"
