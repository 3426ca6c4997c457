"""What a reader does in a browser: look for something, press it, wait for the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
)
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from ui.text import BRIEFING

QUESTION_BOX = '[data-testid="stForm"] input[type="text"]'
_UNFOLD = '[data-testid="stExpandSidebarButton"]'
WIDE, PHONE = (1280, 1000), (390, 844)
_PATIENCE = 90
"""Seconds: a busy machine is slow, and a page that works is never waited for in vain."""
_NOT_YET = (
    StaleElementReferenceException,
    ElementNotInteractableException,
    ElementClickInterceptedException,
)
"""Streamlit draws anew while a reader looks on: what is pressed may just go, or just come."""


def wait(browser: Chrome, condition: Callable[[Chrome], Any]) -> Any:
    """What the condition gives once it gives something."""
    return WebDriverWait(browser, _PATIENCE, 0.1, ignored_exceptions=_NOT_YET).until(condition)


def find(browser: Chrome, selector: str) -> WebElement:
    """The first element of this CSS selector, once there is one."""
    return wait(browser, lambda b: b.find_element(By.CSS_SELECTOR, selector))  # type: ignore[no-any-return]


def click(browser: Chrome, what: str | WebElement) -> None:
    """Clicks an element, or the first of a CSS selector, wherever on the page it stands."""

    def clicked(b: Chrome) -> bool:
        element = b.find_element(By.CSS_SELECTOR, what) if isinstance(what, str) else what
        b.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        return True

    wait(browser, clicked)


def press(browser: Chrome, label: str) -> None:
    """Clicks the first button in sight that says this: for one that stands on a page once."""
    named = f'//button[normalize-space()="{label}" or .//p[normalize-space()="{label}"]]'

    def pressed(b: Chrome) -> bool:
        button = next((e for e in b.find_elements(By.XPATH, named) if e.is_displayed()), None)
        if button:
            b.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
            button.click()
        return bool(button)

    wait(browser, pressed)


def enter(browser: Chrome, selector: str) -> None:
    """Presses Enter on an element, as the keyboard does."""

    def entered(b: Chrome) -> bool:
        b.find_element(By.CSS_SELECTOR, selector).send_keys(Keys.ENTER)
        return True

    wait(browser, entered)


def type_into(browser: Chrome, selector: str, text: str) -> WebElement:
    """Types over what stands in a box, and gives the box."""
    box = find(browser, selector)
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(text)
    return box


def ask(browser: Chrome, question: str) -> None:
    """Types a question on the Ask page, and Enter."""
    type_into(browser, QUESTION_BOX, question).send_keys(Keys.ENTER)


def first_card(browser: Chrome, answer: str) -> WebElement:
    """The first card, once it is of this answer and the page is whole.

    Streamlit forgets a click on a button of a fragment while it still runs the whole page.
    """

    def there(b: Chrome) -> WebElement | None:
        cards = b.find_elements(By.CSS_SELECTOR, ".kb-card")
        shown = cards and cards[0].get_attribute("aria-label") == answer
        return cards[0] if shown and _is_settled(b) else None

    return wait(browser, there)  # type: ignore[no-any-return]


def take(browser: Chrome, answer: str) -> None:
    """Takes an answer on the Ask page to the briefing."""
    button = f".st-key-ask-take-{answer.replace('#', '-')} button"
    click(browser, button)
    says(browser, BRIEFING["nl"].taken, button)


def says(browser: Chrome, words: str, where: str = '[data-testid="stMain"]') -> None:
    """Waits until the page, or an element of this CSS selector, says these words."""
    wait(
        browser,
        lambda b: any(words in each.text for each in b.find_elements(By.CSS_SELECTOR, where)),
    )


@contextmanager
def menu(browser: Chrome) -> Iterator[None]:
    """The bar at the side, with the pages and the filters; on a phone unfolded for the moment."""
    folded = narrow(browser)
    if folded:
        click(browser, _UNFOLD)
        # It slides in; until it stands still, a click meant for it lands beside it.
        wait(browser, lambda b: find(b, '[data-testid="stSidebar"]').rect["x"] == 0)
    yield
    if folded and not browser.find_elements(By.CSS_SELECTOR, _UNFOLD):
        # A page chosen there folds it by itself, perhaps just now.
        browser.execute_script(
            "document.querySelector('[data-testid=\"stSidebarCollapseButton\"] button')?.click()"
        )
    if folded:
        find(browser, _UNFOLD)


def visit(browser: Chrome, path: str) -> None:
    """Goes to a page by the menu, which keeps the session."""
    with menu(browser):
        click(browser, f'[data-testid="stSidebarNav"] a[href$="/{path}"]')
        wait(browser, lambda b: b.current_url.partition("?")[0].endswith(f"/{path}"))


def settle(browser: Chrome) -> None:
    """Waits until nothing is redrawn: what is old stays in the page, unseen, until then."""
    wait(browser, _is_settled)


def _is_settled(browser: Chrome) -> bool:
    return browser.execute_script("""
        const app = document.querySelector('[data-testid="stApp"]');
        return app?.dataset.testScriptState === "notRunning"
            && !document.querySelector('[data-stale="true"]');
    """)


def clipboard(browser: Chrome) -> str:
    return browser.execute_async_script(  # type: ignore[no-any-return]
        "navigator.clipboard.readText().then(arguments[arguments.length - 1])"
    )


def downloads(browser: Chrome, folder: Path) -> Path:
    """The folder, made, in which the browser puts what it downloads."""
    folder.mkdir()
    behaviour = {"behavior": "allow", "downloadPath": str(folder)}
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", behaviour)
    return folder


def arrived(browser: Chrome, file: Path) -> bytes:
    """What a downloaded file holds, once it is there."""
    wait(browser, lambda _: file.exists() and file.stat().st_size)
    return file.read_bytes()


def look(browser: Chrome, size: tuple[int, int], scheme: str = "") -> None:
    """Shows pages as on a screen of this size, in the colours of a `scheme` where one is named."""
    width, height = size
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE},
    )
    if scheme:
        feature = {"name": "prefers-color-scheme", "value": scheme}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def narrow(browser: Chrome) -> bool:
    """Whether Streamlit folds its menu over the page, as on a phone."""
    return browser.execute_script("return innerWidth < 768")  # type: ignore[no-any-return]


def fits(browser: Chrome) -> bool:
    """Whether the page needs no sideways scrolling."""
    return browser.execute_script(  # type: ignore[no-any-return]
        "return document.documentElement.scrollWidth <= innerWidth"
    )
