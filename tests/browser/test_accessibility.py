"""axe-core on every page, light and dark: no violation of WCAG 2.1 A or AA that is serious."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import pytest
from driving import QUESTION_BOX, WIDE, click, find, first_card, look, says, take, visit, wait
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

pytestmark = pytest.mark.browser

QUESTION = quote("Wat is het dreigingsniveau in Irak?")
UPLOAD = '[data-testid="stFileUploader"]'


def untouched(browser: Chrome, folder: Path) -> None:
    """As the address shows it."""


def an_answered_set(browser: Chrome, folder: Path) -> None:  # noqa: ARG001
    box = find(browser, "textarea")
    box.send_keys("1. Hoeveel demonstranten kwamen om bij de protesten in Irak?", Keys.ENTER)
    box.send_keys("2. Wanneer gaat de AOW omhoog?", Keys.CONTROL, Keys.ENTER)
    says(browser, "2 vragen herkend", ".kb-recognised")
    click(browser, ".st-key-set-search button")
    click(browser, ".st-key-set-row-1 summary")
    find(browser, ".st-key-set-row-1 .kb-card")


def a_briefing_of_two(browser: Chrome, folder: Path) -> None:  # noqa: ARG001
    first_card(browser, "kst-27925-748#53")
    take(browser, "kst-27925-748#53")
    take(browser, "kst-27925-956#16")
    visit(browser, "briefing")
    wait(browser, lambda b: len(b.find_elements(By.CSS_SELECTOR, ".kb-quote")) == 2)


def a_paper_and_no_paper(browser: Chrome, folder: Path) -> None:
    paper, other = folder / "vragen.txt", folder / "foto.pdf"
    paper.write_text(
        "Aanhangsel van de Handelingen 1500\n\nVragen van het lid Bos (SP) aan de Minister van "
        "Defensie over ijsbrekers (ingezonden 5 maart 2024).\n\nAntwoord van Minister Smit "
        "(Defensie) (ontvangen 2 april 2024).\n\nVraag 1\nHoeveel ijsbrekers zijn er?\n\n"
        "Antwoord 1\nDe Koninklijke Marine heeft drie ijsbrekers.\n"
    )
    other.write_bytes(b"\x89PNG")
    find(browser, f"{UPLOAD} input").send_keys(f"{paper}\n{other}")
    wait(browser, lambda b: len(b.find_elements(By.CSS_SELECTOR, ".kb-upload")) == 2)


PAGES: dict[str, tuple[str, str, Callable[[Chrome, Path], None]]] = {
    "ask, empty": ("", QUESTION_BOX, untouched),
    "ask, answers": (f"?q={QUESTION}&chamber=II", ".kb-card", untouched),
    "set, empty": ("set", "textarea", untouched),
    "set, answered": ("set", "textarea", an_answered_set),
    "briefing, empty": ("briefing", ".kb-head", untouched),
    "briefing, quotes": (f"?q={QUESTION}", ".kb-card", a_briefing_of_two),
    "documents": ("documents", UPLOAD, untouched),
    "documents, preview": ("documents", UPLOAD, a_paper_and_no_paper),
    "paper": ("paper?id=kst-27925-748&answer=kst-27925-748%2312", "h2", untouched),
    "evaluation": ("evaluation", UPLOAD, untouched),
    "how to read": ("how-to-read?lang=en", "#read-privacy", untouched),
}
"""The address of each page, what it shows once it is there, and what is done to fill it."""
EXCUSED = {
    # The parts of an empty date in Streamlit's date box (React Aria) have no value yet. ARIA 1.2
    # asks for none; this axe-core still does.
    "aria-required-attr": "#react-aria",
}
"""Rules that Streamlit's own elements break and no page can mend, with how these are named."""
AXE = (files("axe_core_python") / "axe.min.js").read_text("utf-8")
CHOSEN = """
return [...document.querySelectorAll('[data-testid="stMain"] button[role="radio"]')].map(
  (each) => getComputedStyle(each).color);
"""
RUN = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}).then((found) => done(
  found.violations.filter((each) => ["serious", "critical"].includes(each.impact)).map((each) => [
    each.id, each.nodes.map((node) => node.target.join(" ") + " " + node.failureSummary)])));
"""


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_serious_violation(
    browser: Chrome, address: str, tmp_path: Path, name: str
) -> None:
    path, there, fill = PAGES[name]
    look(browser, WIDE, "light")
    browser.get(f"{address}/{path}")
    find(browser, there)
    fill(browser, tmp_path)
    for scheme in ("light", "dark"):
        look(browser, WIDE, scheme)
        settle(browser, dark=scheme == "dark")
        if scheme == "light":
            browser.execute_script(AXE)
        found = dict(browser.execute_async_script(RUN))
        assert not {rule: where for rule, where in found.items() if not excused(rule, where)}
    # What axe-core leaves open, as the ground shines through: a choice made, on the dark page.
    assert set(browser.execute_script(CHOSEN)) <= {"rgb(232, 230, 225)"}
    spoken = find(browser, "html").get_attribute("lang")
    assert spoken == ("en" if "lang=en" in path else "nl")


def excused(rule: str, where: list[str]) -> bool:
    return rule in EXCUSED and all(each.startswith(EXCUSED[rule]) for each in where)


def settle(browser: Chrome, *, dark: bool) -> None:
    """Waits until the page is whole and in its colours."""

    def settled(b: Chrome) -> bool:
        running = b.find_elements(By.CSS_SELECTOR, '[data-testid="stStatusWidget"], .stSpinner')
        light = b.execute_script(
            "return getComputedStyle(document.querySelector('.stApp')).backgroundColor"
        )
        is_dark = sum(map(int, light.partition("(")[2].rstrip(")").split(",")[:3])) < 200
        return not running and is_dark == dark

    wait(browser, settled)
