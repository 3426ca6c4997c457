"""axe-core on every page, light and dark: no violation of WCAG 2.1 A or AA that is serious."""

from __future__ import annotations

from importlib.resources import files
from urllib.parse import quote

import pytest
from driving import WIDE, look, wait
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

pytestmark = pytest.mark.browser

QUESTION = quote("Wat is het dreigingsniveau in Irak?")
PAGES = {
    "ask, empty": ("", '[data-testid="stForm"] input'),
    "ask, answers": (f"?q={QUESTION}", ".kb-card"),
    "set": ("set", "textarea"),
    "briefing": ("briefing", ".kb-head"),
    "documents": ("documents", '[data-testid="stFileUploader"]'),
    "paper": ("paper?id=kst-27925-748&answer=kst-27925-748%2312", "h2"),
    "evaluation": ("evaluation", '[data-testid="stFileUploader"]'),
    "how to read": ("how-to-read?lang=en", "#read-privacy"),
}
EXCUSED = {
    # The parts of an empty date in Streamlit's date box (React Aria) have no value yet. ARIA 1.2
    # asks for none; this axe-core still does.
    "aria-required-attr": "#react-aria",
}
"""Rules that Streamlit's own elements break and no page can mend, with how these are named."""
AXE = (files("axe_core_python") / "axe.min.js").read_text("utf-8")
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}).then((found) => done(
  found.violations.filter((each) => ["serious", "critical"].includes(each.impact)).map((each) => [
    each.id, each.nodes.map((node) => node.target.join(" ") + " " + node.failureSummary)])));
"""


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_serious_violation(browser: Chrome, address: str, name: str) -> None:
    path, there = PAGES[name]
    for scheme in ("light", "dark"):
        look(browser, WIDE, scheme)
        if scheme == "light":
            browser.get(f"{address}/{path}")
        settle(browser, there, dark=scheme == "dark")
        if scheme == "light":
            browser.execute_script(AXE)
        found = dict(browser.execute_async_script(RUN))
        assert not {rule: where for rule, where in found.items() if not excused(rule, where)}


def excused(rule: str, where: list[str]) -> bool:
    return rule in EXCUSED and all(each.startswith(EXCUSED[rule]) for each in where)


def settle(browser: Chrome, there: str, *, dark: bool) -> None:
    """Waits until the page is whole and in its colours."""

    def settled(b: Chrome) -> bool:
        running = b.find_elements(By.CSS_SELECTOR, '[data-testid="stStatusWidget"], .stSpinner')
        light = b.execute_script(
            "return getComputedStyle(document.querySelector('.stApp')).backgroundColor"
        )
        is_dark = sum(map(int, light.partition("(")[2].rstrip(")").split(",")[:3])) < 200
        return bool(b.find_elements(By.CSS_SELECTOR, there)) and not running and is_dark == dark

    wait(browser, settled)
