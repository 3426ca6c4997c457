"""No text becomes markup or script, on any page, wherever it comes from; and no page calls out."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote, urlparse

import pytest
from driving import click, find, first_card, says, take, visit, wait
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

pytestmark = pytest.mark.browser

HOSTILE = (
    "Irak <img src=x onerror=window.owned=1></style><script>window.owned=1</script>"
    "<svg onload=window.owned=1> [x](javascript:window.owned=1) [y](data:text/html,owned) "
    "![z](https://evil.example/z.png) :material/home: :red[rood] :tada: $\\frac{1}{2}$ **vet**"
)
# What Streamlit's Markdown, and a browser's HTML, would have made of it.
MADE = (
    'img[src="x"], svg[onload], a[href^="javascript:"], a[href^="data:"], [href*="evil.example"], '
    'img[src*="evil.example"], .katex'
)


def assert_text(browser: Chrome) -> None:
    """Nothing of it ran or was made an element; the policy would have stopped a script anyway."""
    assert browser.execute_script("return window.owned") is None
    assert not browser.find_elements(By.CSS_SELECTOR, MADE)
    bold = browser.execute_script(
        "return [...document.querySelectorAll('strong, b')].map(each => each.textContent)"
    )
    assert "vet" not in bold
    blocked = [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]
    assert not [message for message in blocked if "Content Security Policy" in message]


def assert_calls_nobody(browser: Chrome) -> None:
    entries = browser.get_log("performance")  # type: ignore[no-untyped-call]
    messages = [json.loads(entry["message"])["message"] for entry in entries]
    urls = [
        message["params"].get("request", message["params"])["url"]
        for message in messages
        if message["method"] in {"Network.requestWillBeSent", "Network.webSocketCreated"}
    ]
    hosts = {urlparse(url).hostname for url in urls if url.startswith(("http", "ws"))}
    assert hosts == {"localhost"}


def test_hostile_addresses_stay_text(browser: Chrome, address: str) -> None:
    there = quote(HOSTILE)
    browser.get(f"{address}/?q={there}&documents={there}&answer={there}&lang={there}")
    wait(browser, lambda b: b.find_elements(By.CSS_SELECTOR, ".kb-card"))
    assert_text(browser)
    browser.get(f"{address}/paper?id={there}&answer={there}")
    says(browser, "<svg onload=")
    assert_text(browser)
    assert_calls_nobody(browser)


def test_hostile_sets_and_notes_stay_text(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/set")
    box = find(browser, "textarea")
    box.send_keys(f"Vraag 1 {HOSTILE} Hoeveel demonstranten kwamen om? Vraag 2 Wie helpt?")
    box.send_keys(Keys.CONTROL, Keys.ENTER)
    says(browser, "<svg onload=")
    assert_text(browser)
    click(browser, ".st-key-set-search button")
    says(browser, "27925, nr. ")
    says(browser, "<svg onload=")
    assert_text(browser)

    browser.get(
        f"{address}/?q={quote('Hoeveel demonstranten kwamen om bij de protesten in Irak?')}"
    )
    first_card(browser, "kst-27925-748#9")
    take(browser, "kst-27925-748#9")
    visit(browser, "briefing")
    note = find(browser, "textarea")
    note.send_keys(HOSTILE, Keys.CONTROL, Keys.ENTER)
    title = find(browser, '[data-testid="stMain"] input[type="text"]')
    title.send_keys(HOSTILE, Keys.ENTER)
    wait(browser, lambda b: b.find_element(By.CSS_SELECTOR, "textarea").get_attribute("value"))
    assert_text(browser)
    assert_calls_nobody(browser)


def test_hostile_files_stay_text(browser: Chrome, address: str, tmp_path: Path) -> None:
    # A name cannot hold a slash.
    name = HOSTILE.replace("/", "")[:200]
    file = tmp_path / f"{name}.txt"
    file.write_text(f"{HOSTILE}\nGeen stuk van het parlement.", "utf-8")
    browser.get(f"{address}/documents")
    find(browser, 'input[type="file"]').send_keys(str(file))
    wait(browser, lambda b: b.find_elements(By.CSS_SELECTOR, ".kb-upload"))
    assert_text(browser)
    for path in ("evaluation", "how-to-read"):
        browser.get(f"{address}/{path}")
        find(browser, ".kb-head")
    assert_calls_nobody(browser)
