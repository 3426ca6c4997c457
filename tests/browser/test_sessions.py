"""Two people at once: neither sees what the other asks or collects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from ui.text import BRIEFING

pytestmark = pytest.mark.browser

QUESTION = "Hoeveel demonstranten werden er in Irak gedood?"
ANSWER = "kst-27925-748#9"
QUOTED = "487 demonstranten"
TEXT = BRIEFING["nl"]


def wait(browser: Chrome, condition: Callable[[Chrome], Any]) -> Any:
    redrawn = [StaleElementReferenceException]
    return WebDriverWait(browser, 60, 0.1, ignored_exceptions=redrawn).until(condition)


def page(browser: Chrome) -> str:
    return str(browser.find_element(By.CSS_SELECTOR, '[data-testid="stMain"]').text)


def press(browser: Chrome, label: str) -> None:
    named = f"//button[normalize-space()='{label}' or .//p[normalize-space()='{label}']]"
    wait(browser, lambda b: b.find_element(By.XPATH, named)).click()


def go_to(browser: Chrome, title: str) -> None:
    """By the menu, which keeps the session."""
    wait(browser, lambda b: b.find_element(By.PARTIAL_LINK_TEXT, title)).click()
    wait(browser, lambda b: b.find_element(By.TAG_NAME, "h1").text == title)


def test_nobody_sees_what_another_asks_or_collects(
    start_browser: Callable[[], Chrome], address: str
) -> None:
    one, other = start_browser(), start_browser()
    one.get(f"{address}/?q={quote(QUESTION)}")
    wait(one, lambda b: b.find_elements(By.CSS_SELECTOR, f'.kb-card[aria-label="{ANSWER}"]'))
    press(one, TEXT.take)
    wait(one, lambda b: TEXT.taken in page(b))
    go_to(one, TEXT.title)
    wait(one, lambda b: QUOTED in page(b))

    other.get(f"{address}/briefing")
    wait(other, lambda b: TEXT.empty in page(b))
    other.get(f"{address}/")
    wait(other, lambda b: b.find_elements(By.CSS_SELECTOR, '[data-testid="stForm"] input'))
    assert QUESTION not in other.page_source
    assert QUOTED not in other.page_source

    # A second tab of the same browser shares its cookies, and is a session of its own all the same.
    one.switch_to.new_window("tab")
    one.get(f"{address}/briefing")
    wait(one, lambda b: TEXT.empty in page(b))
    one.switch_to.window(one.window_handles[0])
    assert QUOTED in page(one)
