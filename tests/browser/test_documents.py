"""Papers come in and go while others ask; a paper is read, searched and cited from."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from driving import ask, click, find, first_card, press, says, wait
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

from retrieval import Settings

pytestmark = pytest.mark.browser

PAPER = (
    "Tweede Kamer der Staten-Generaal\nVergaderjaar 2023–2024 Aanhangsel van de Handelingen\n\n"
    "1500\n\nVragen van het lid Bos (SP) aan de Minister van Defensie over ijsbrekers (ingezonden "
    "5 maart 2024).\n\nAntwoord van Minister Smit (Defensie) (ontvangen 2 april 2024).\n\n"
    "Vraag 1\nHoeveel ijsbrekers heeft de Koninklijke Marine?\n\nAntwoord 1\nDe Koninklijke Marine "
    'heeft drie ijsbrekers. <script>document.title="owned"</script>\n'
)
ICE = "Hoeveel ijsbrekers heeft de Koninklijke Marine?"
OLD = "Hoeveel demonstranten kwamen om bij de protesten in Irak?"
FILES = '[data-testid="stFileUploader"] input[type="file"]'


def test_a_paper_comes_in_beside_a_bad_file_while_another_asks_and_goes_again(
    browser: Chrome, serve: Callable[[Path], str], settings: Settings, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(settings.index_root, home / "index")
    (home / "models").symlink_to(settings.model_cache)
    good, bad = tmp_path / "ijs.txt", tmp_path / "programma.pdf"
    good.write_text(PAPER)
    bad.write_bytes(b"MZ\x90\x00\x03\x00\x00\x00" * 200)
    address = serve(home)

    browser.get(f"{address}/?q={quote(OLD)}")
    first_card(browser, "kst-27925-748#9")
    asking = browser.current_window_handle
    browser.switch_to.new_window("tab")
    browser.get(f"{address}/documents")
    find(browser, FILES).send_keys(f"{good}\n{bad}")
    says(browser, "ah-tk-20232024-1500")
    says(browser, "maar dit is een programma. Bewaar het als DOCX of PDF")
    assert not (home / "library").exists()
    press(browser, "Bewaar")
    adding = browser.current_window_handle

    browser.switch_to.window(asking)
    ask(browser, "Wie helpt met ontmijnen in Irak, en voor hoeveel geld?")
    wait(browser, lambda b: "ontmijnen" in b.current_url)
    wait(browser, lambda b: b.find_elements(By.CSS_SELECTOR, ".kb-card"))

    browser.switch_to.window(adding)
    says(browser, "De index is bij: de stukken hieronder zijn te doorzoeken.")
    assert browser.title != "owned"
    browser.switch_to.window(asking)
    ask(browser, ICE)
    first_card(browser, "ah-tk-20232024-1500#1")

    browser.switch_to.window(adding)
    press(browser, "Verwijder")
    press(browser, "Verwijder dit stuk")
    wait(browser, lambda b: "Verwijder" not in [x.text for x in b.find_elements(By.TAG_NAME, "p")])
    assert not [*(home / "library" / "originals").iterdir()]


def test_a_paper_is_opened_at_an_answer_searched_and_another_answer_chosen(
    browser: Chrome, address: str
) -> None:
    browser.get(f"{address}/paper?id=kst-27925-748&answer={quote('kst-27925-748#12')}")
    top = "return document.getElementById('kb-a{}')?.getBoundingClientRect().top"
    wait(browser, lambda b: 0 <= (b.execute_script(top.format(11)) or -1) < 300)
    says(browser, "antwoord op vraag 12")
    box = find(browser, '[aria-label="Zoek in dit stuk"]')
    box.send_keys("troepenREDUCTIE", Keys.ENTER)
    says(browser, "fase 4, een troepenreductie zal realiseren. Deze", ".kb-finds")
    jump = "document.querySelector('.kb-finds a[href=\"#kb-f1\"]')?.click()"
    seen = f"{jump}; return document.getElementById('kb-f1')?.getBoundingClientRect().top"
    wait(browser, lambda b: 0 < (b.execute_script(seen) or 0) < 900)

    click(browser, '#kb-a13 [data-kb-choose="14"]')
    wait(browser, lambda b: "kst-27925-748%2314" in b.current_url)
    press(browser, "Naar briefing")
    says(browser, "In de briefing")
    says(browser, "Vraag 13", "#kb-a13 .kb-to a")
