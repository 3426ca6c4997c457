"""The page How to read this: what it says of the corpus, it reads from the corpus."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from retrieval.answerability import shipped
from retrieval.confidence import calibration
from ui.text import HOW_TO_READ, LANGUAGES


def _app() -> None:
    from ui import how_to_read
    from ui.frame import choose_language, navigate

    def other() -> None: ...

    choose_language("nl")
    others = {
        name: (other, name, ":material/help:", True) for name in ("ask", "documents", "evaluation")
    }
    navigate({"how-to-read": (how_to_read.show, "", ":material/help:", True), **others}).run()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home without an index and a model: the page needs none."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest, home: Path) -> str:
    """The page's HTML, read as a browser reads it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAMERBRON_HOME", str(home))
        app = AppTest.from_function(_app, default_timeout=60)
        app.query_params["lang"] = request.param
        app.run()
    assert not app.exception
    return unescape("\n".join(element.proto.body for element in app.get("html")))


def test_it_tells_what_the_corpus_holds_and_lacks(page: str) -> None:
    dutch = "Leeswijzer" in page
    text = HOW_TO_READ["nl" if dutch else "en"]
    assert text.holds.format(papers=5, answers=134) in page
    days = ("30 maart 2020", "20 december 2023") if dutch else ("30 March 2020", "20 December 2023")
    assert text.dated.format(first=days[0], last=days[1]) in page
    assert text.no_papers_of.format(years="2022") in page
    assert text.no_kinds.format(kinds="Mededeling" if dutch else "Announcement") in page
    assert [int(n) for n in re.findall(r"\((?:nu|now) (\d+) ", page)] == [125, 6, 0, 3]


def test_every_style_has_an_example_made_by_cite(page: str) -> None:
    for expected in (
        "<q>Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 1</q>",
        "<q>Kamerstuk 27 925, nr. 748, antwoord op vraag 1</q>",
        "(2020, 9 oktober). Lijst van vragen en antwoorden (Kamerstukken II 2020/21, 27925, nr. "
        "748, antwoord op vraag 1). Tweede Kamer der Staten-Generaal.",
        "@techreport{kst-27925-748_1,",
        "TY  - RPRT",
        '"type": "report"',
    ):
        assert expected in page


def test_contents_lead_to_every_section(page: str) -> None:
    linked = re.findall(r'<li><a href="#(read-\w+)">(.*?)</a>', page)
    there = re.findall(r'<section class="kb-read" id="(read-\w+)"><h2>(.*?)</h2>', page)
    assert linked == there
    assert len(there) == 11


def test_threshold_and_places_are_those_of_the_settings(page: str, home: Path) -> None:
    threshold = calibration(shipped().adaptation).threshold
    assert re.search(rf"(Onder de|Below) {threshold:.0%} ", page)
    assert f"<code>{home / 'feedback.jsonl'}</code>" in page
    assert f"<code>{home / 'library'}</code>" in page


@pytest.mark.parametrize(
    ("setting", "value", "threshold"),
    [
        ("KAMERBRON_ADAPTATION", "none", calibration(None).threshold),
        ("KAMERBRON_THRESHOLD", "0.77", 0.77),
    ],
)
def test_threshold_of_other_settings(
    home: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, threshold: float
) -> None:
    monkeypatch.setenv("KAMERBRON_HOME", str(home))
    monkeypatch.setenv(setting, value)
    app = AppTest.from_function(_app, default_timeout=60).run()
    page = unescape("\n".join(element.proto.body for element in app.get("html")))
    assert f"Onder de {threshold:.0%} " in page
