"""A user's way through the Evaluation page, in a real browser against the real server."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from driving import PHONE, arrived, click, downloads, fits, look, visit, wait
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from eval import GoldSet, run_systems, save_run
from retrieval import Settings
from ui.text import EVALUATION

pytestmark = pytest.mark.browser

NL = EVALUATION["nl"]
HOSTILE = '<img src=x onerror="document.title=1"> :red[x] **vet** Irak'
GOLD = (
    ("v1", "Hoeveel demonstranten kwamen om bij de protesten in Irak?", "factoid", 9),
    ("v2", HOSTILE, "<b>**vet**</b>", 9),
    ("v3", "Wat is het dreigingsniveau in Irak?", "paraphrase", 9),
    ("v4", "Wanneer gaat de AOW-leeftijd omhoog?", "unanswerable-easy", None),
    ("v5", "How many protesters were killed in Iraq?", "factoid", 9),
)


def seen(browser: Chrome, path: str) -> WebElement:
    """The first element of this XPath that is seen."""

    return wait(  # type: ignore[no-any-return]
        browser,
        lambda b: next((e for e in b.find_elements(By.XPATH, path) if e.is_displayed()), None),
    )


def press(browser: Chrome, path: str) -> None:
    """Clicks what may be drawn anew meanwhile."""

    def clicked(b: Chrome) -> bool:
        click(b, seen(b, path))
        return True

    wait(browser, clicked)


def unfold(browser: Chrome, label: str) -> None:
    press(browser, f"//summary[contains(., '{label}')]")


def give(browser: Chrome, label: str, file: Path) -> None:
    """Uploads a file by the control of this label."""
    path = f"//*[@data-testid='stFileUploader'][contains(., '{label}')]//input[@type='file']"
    wait(browser, lambda b: b.find_elements(By.XPATH, path))[0].send_keys(str(file))


def row(browser: Chrome, first: str) -> list[str]:
    """The cells of the first row in sight that begins so."""
    path = f"//tr[th[normalize-space()='{first}']]"
    return [cell.text for cell in seen(browser, path).find_elements(By.XPATH, "td")]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    file = tmp_path / "vijf.jsonl"
    lines = [
        {
            "id": id_,
            "query": query,
            "language": "en" if id_ == "v5" else "nl",
            "kind": kind,
            "answers": [{"id": f"kst-27925-748#{number}", "quote": "487 demonstranten"}]
            if number
            else [],
        }
        for id_, query, kind, number in GOLD
    ]
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return file


def test_measure_own_questions_look_at_misses_and_keep_the_report(
    browser: Chrome, address: str, gold: Path, tmp_path: Path
) -> None:
    folder = downloads(browser, tmp_path / "downloads")
    browser.get(f"{address}/evaluation")
    seen(browser, f"//h2[normalize-space()='{NL.nothing_yet}']")
    assert not browser.find_elements(By.CSS_SELECTOR, "table")
    unfold(browser, NL.own_set)
    give(browser, NL.own_set_label, gold)
    seen(browser, "//input[@value='vijf (5 vragen)']")
    press(browser, f"//button[normalize-space()='{NL.begin}']")

    # Away once it has begun, and back: it went on, and is not to be begun again.
    seen(browser, f"//*[@role='status'][contains(., '{NL.going}') or contains(., '5 vragen')]")
    visit(browser, "how-to-read")
    visit(browser, "evaluation")
    recall = wait(browser, lambda b: row(b, "recall@1"))
    assert recall[0] == "4"
    assert re.fullmatch(r"0\.50 \[0\.00–1\.00\]", recall[1])

    press(browser, f"//*[@role='tab'][normalize-space()='{NL.plots}']")
    plot = seen(browser, "//figure//img")
    wait(browser, lambda b: b.execute_script("return arguments[0].naturalWidth", plot) > 300)
    assert plot.get_attribute("alt").startswith(NL.plot_titles["recall-by-kind"])

    press(browser, f"//*[@role='tab'][normalize-space()='{NL.misses}']")
    seen(browser, "//h2[contains(., ':red[x] **vet**')]")
    assert browser.title != "1"
    press(browser, f"//*[@role='tab'][normalize-space()='{NL.keep}']")
    press(browser, f"//button[contains(., '{NL.report_html}')]")
    text = arrived(browser, folder / "kamerbron-vijf.html").decode()
    assert "<h1>Kamerbron eval: vijf</h1>" in text
    assert "<td>recall@1</td>" in text
    assert "<img src=x" not in text

    press(browser, f"//*[@role='tab'][normalize-space()='{NL.misses}']")
    press(browser, "//a[contains(., '748, antwoord op vraag 9')]")
    wait(browser, lambda b: "/paper?" in b.current_url and "748%239" in b.current_url)


def test_two_saved_runs_are_compared(
    browser: Chrome, address: str, settings: Settings, gold: Path, tmp_path: Path
) -> None:
    files = []
    for run in run_systems(GoldSet.load(gold), settings, ["terms only", "default"]):
        files.append(tmp_path / f"{run.name}.json")
        save_run(run, files[-1])
    browser.get(f"{address}/evaluation?lang=en")
    words = EVALUATION["en"]
    unfold(browser, words.own_set)
    give(browser, words.own_set_label, gold)
    seen(browser, "//input[@value='vijf (5 questions)']")
    unfold(browser, words.saved_runs)
    for number, file in enumerate(files, start=1):
        give(browser, words.run_label, file)
        wait(
            browser,
            lambda b, n=number: len(b.find_elements(By.XPATH, columns(words.figures))) == n + 2,
        )
    press(browser, f"//*[@role='tab'][normalize-space()='{words.comparison}']")
    wait(browser, lambda b: len(row(b, "recall@1")) == 8)
    seen(browser, f"//h2[normalize-space()='{words.differs}']")
    assert "system.weights.terms" in seen(browser, "//body").text


def columns(title: str) -> str:
    return f"//div[@aria-label='{title}']//thead//th"


def test_phone_needs_no_sideways_scrolling(browser: Chrome, address: str) -> None:
    look(browser, PHONE)
    browser.get(f"{address}/evaluation")
    seen(browser, f"//button[normalize-space()='{NL.begin}']")
    assert fits(browser)
