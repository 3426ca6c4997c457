"""A user's way through the page for question sets, in a real browser against the real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import (
    PHONE,
    click,
    enter,
    find,
    fits,
    look,
    menu,
    press,
    says,
    type_into,
    visit,
    wait,
)
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

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
SEARCH = ".st-key-set-search button"
FILE = ".st-key-set-file input[type=file]"


def paste(browser: Chrome, text: str) -> None:
    """Puts a text in the box at once, as pasting does, and confirms it by the keyboard."""
    box = type_into(browser, BOX, "")
    browser.execute_cdp_cmd("Input.insertText", {"text": text})
    box.send_keys(Keys.CONTROL, Keys.ENTER)


def test_paste_search_open_take_leave_and_come_back(browser: Chrome, address: str) -> None:
    browser.get(f"{address}/set")
    paste(browser, SET)
    says(browser, "3 vragen herkend", ".kb-recognised")
    click(browser, SEARCH)
    says(browser, "2 van 3 eerder beantwoord", ".kb-totals")
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
    click(browser, take)
    says(browser, "In de briefing", take)
    click(browser, ".st-key-set-take-best button")
    says(browser, "De beste antwoorden staan in de briefing", ".st-key-set-taken")
    visit(browser, "how-to-read")
    wait(browser, lambda b: not b.find_elements(By.CSS_SELECTOR, ".kb-set"))
    visit(browser, "set")
    says(browser, "2 van 3 eerder beantwoord", ".kb-totals")
    wait(browser, lambda b: len(b.find_elements(By.CSS_SELECTOR, ".kb-set tbody tr")) == 3)
    click(browser, ".st-key-set-fold summary")
    assert find(browser, BOX).get_attribute("value") == SET


def test_a_long_set_is_stopped_and_a_phone_needs_no_sideways_scrolling(
    browser: Chrome, address: str
) -> None:
    look(browser, PHONE)
    browser.get(f"{address}/set")
    paste(browser, "".join(f"{n}. Wat is het dreigingsniveau in Irak?\n" for n in range(1, 401)))
    says(browser, "400 vragen herkend", ".kb-recognised")
    click(browser, SEARCH)
    find(browser, ".kb-set tbody tr")
    click(browser, ".st-key-set-stop button")
    says(browser, "Gestopt na", ".kb-notice")

    def as_many_as_said(b: Chrome) -> bool:
        rows = len(b.find_elements(By.CSS_SELECTOR, ".kb-set tbody tr"))
        notice = b.find_element(By.CSS_SELECTOR, ".kb-notice").text
        return 0 < rows < 400 and f"Gestopt na {rows} van 400 vragen" in notice

    wait(browser, as_many_as_said)
    assert fits(browser)


def test_a_bad_file_costs_nothing_and_a_good_one_is_recognised(
    browser: Chrome, address: str, tmp_path: Path
) -> None:
    good, bad = tmp_path / "vragen.txt", tmp_path / "vragen.pdf"
    good.write_bytes("1) Hoe is het in Syrië?\r\n2) En in Irak?\r\n".encode("cp1252"))
    bad.write_bytes(b"%PDF-1.7 broken")
    browser.get(f"{address}/set")
    paste(browser, SET)
    says(browser, "3 vragen herkend", ".kb-recognised")
    for chosen, words in (
        ("English", "Upload\n5MB per file"),
        ("Nederlands", "Bladeren\nhoogstens 5MB per bestand"),
    ):
        with menu(browser):
            press(browser, chosen)
        says(browser, words, '[data-testid="stFileUploader"]')
    find(browser, FILE).send_keys(str(bad))
    says(browser, "vragen.pdf: deze PDF is beschadigd.", ".kb-notice")
    find(browser, '[aria-label="Haal vragen.pdf weg"]')
    assert find(browser, BOX).get_attribute("value") == SET
    find(browser, FILE).send_keys(str(good))
    says(browser, "2 vragen herkend", ".kb-recognised")
    assert not browser.find_elements(By.CSS_SELECTOR, ".kb-notice")
    value = find(browser, BOX).get_attribute("value")
    assert value == "Vraag 1\nHoe is het in Syrië?\n\nVraag 2\nEn in Irak?"
