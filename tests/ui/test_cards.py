"""Cards: what a hit looks like, and that no text becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from corpus import STARTER, OfficialAnswer, Paper, Question, load_corpus
from retrieval import Cited, Evidence, Hit, Position, SearchResult, cite
from retrieval.result import Why
from ui.cards import card, notice, timeline
from ui.text import WORDS

CORPUS = load_corpus(STARTER)
PAPERS = {document.id: document.paper for document in CORPUS.documents}
NL = WORDS["nl"]
HOSTILE = (
    '<script>alert(1)</script><img src=x onerror=alert(2)>" onmouseover="x [a](javascript:b) $x$'
)


def a_hit(answer: OfficialAnswer, *marked: str, paper: Paper | None = None) -> Hit:
    paper = paper or PAPERS[answer.id.split("#")[0]]
    evidence = tuple(
        Evidence(part, answer.text.index(part), answer.text.index(part) + len(part))
        for part in marked
    )
    return Hit(1, 0.8, answer, paper, evidence, cite(paper, answer))


class _Text(HTMLParser):
    """The text that a reader sees, and the names of the elements."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> _Text:
    reader = _Text()
    reader.feed(html)
    return reader


def test_card_shows_everything_that_a_briefing_needs() -> None:
    answer = CORPUS.answers()["kst-27925-748#9"]
    shown = read(card(a_hit(answer, answer.text), [], NL)).text
    for expected in (
        answer.text,
        answer.questions[0].text,
        "Gevraagd (9)",
        "9 oktober 2020",
        "Minister van Buitenlandse Zaken",
        "inhoudelijk antwoord",
        "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 9",
        "Naar de publicatie",
    ):
        assert expected in shown


def test_evidence_is_marked_word_for_word() -> None:
    answer = CORPUS.answers()["kst-27925-748#24"]
    sentence = "De VN verwacht dat het armoedecijfer in Irak in 2020 zal verdubbelen, van 20% tot "
    html = card(a_hit(answer, sentence + "ongeveer 40%."), [], NL)
    assert re.findall("<mark>(.*?)</mark>", html) == [sentence + "ongeveer 40%."]


def test_long_answer_is_folded_to_its_evidence_and_whole_below() -> None:
    answer = CORPUS.answers()["kst-27925-956#37"]
    html = card(
        a_hit(answer, "Tot op heden draagt Nederland bij met trainers en adviseurs."), [], NL
    )
    before, whole = html.split(NL.whole_answer)
    assert "Model Police Stations" not in before
    assert "Model Police Stations" in whole


def test_answers_referred_to_open_in_place() -> None:
    pointer = CORPUS.answers()["kst-27925-748#14"]
    target = CORPUS.answers()["kst-27925-748#13"]
    citation = cite(PAPERS["kst-27925-748"], target)
    html = card(a_hit(pointer), [(target, citation)], NL)
    details = html[html.index("<details>") : html.index("</details>")]
    assert target.text[:60] in details
    assert f"Verwijst naar: {citation}" in details


def test_unknown_date_is_said() -> None:
    assert "datum onbekend" in card(a_hit(CORPUS.answers()["2021Z18068#1"]), [], NL)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_hostile_text_of_documents_stays_text(language: str) -> None:
    answer = CORPUS.answers()["kst-27925-748#9"]
    answer = replace(
        answer, text=f"{HOSTILE}\n\nEinde.", questions=(Question(9, HOSTILE),), heading=HOSTILE
    )
    paper = replace(
        PAPERS["kst-27925-748"],
        title=HOSTILE,
        asked_by=(HOSTILE,),
        answered_by=(HOSTILE,),
        session=HOSTILE,
        url="javascript:alert(1)",
    )
    read_card = read(
        card(a_hit(answer, "Einde.", paper=paper), [(answer, HOSTILE)], WORDS[language])
    )
    assert HOSTILE in read_card.text
    assert not {"script", "img", "a"} & set(read_card.elements)
    assert not [name for name, _ in read_card.attributes if name.startswith("on")]


def test_notices_stay_text() -> None:
    assert set(read(notice(HOSTILE, [HOSTILE])).elements) == {"section", "h2", "p"}


def test_card_names_the_other_papers_with_their_pages() -> None:
    answer = CORPUS.answers()["kst-27925-963#1"]
    page = "https://zoek.officielebekendmakingen.nl/kst-27925-959.html"
    cites = (Cited("kst-27925-959", page, False), Cited("kst-27925-748", None, True))
    shown = read(card(replace(a_hit(answer), cites=cites), [], NL))
    assert "Noemt kst-27925-959, kst-27925-748 (in het corpus)" in shown.text
    assert ("href", page) in shown.attributes


def test_rows_of_a_table_keep_their_lines() -> None:
    answer = replace(CORPUS.answers()["kst-27925-748#9"], text="Grond\t2021\nGeslacht\t2")
    assert "Grond\t2021\nGeslacht\t2" in card(a_hit(answer), [], NL)


def test_reasons_are_folded_and_in_plain_words() -> None:
    added = {"passage": 0.4, "sentence": 0.3, "context": 0.05, "terms": 0.0, "names": 0.125}
    why = Why(added, ("iraq", "own-<b>group"), "kst-27925-748#12")
    html = card(replace(a_hit(CORPUS.answers()["kst-27925-748#9"]), why=why), [], NL)
    folded = html[html.index('<details class="kb-why">') : html.index("<footer>")]
    assert re.findall("<summary>(.*?)</summary>", folded) == ["Waarom dit antwoord"]
    assert re.findall("<li>(.*?)</li>", folded) == [
        "betekenis +0.75",
        "namen +0.12",
        "Beide noemen: Irak, own &lt;b&gt;group",
        "Aangewezen door het antwoord op vraag 12",
    ]


def positions(*days: tuple[str, date | None, date | None]) -> SearchResult:
    """A result whose first hit is the older answer; the timeline is as given, newest first."""
    hit = a_hit(CORPUS.answers()["kst-27925-748#9"])
    listed = tuple(
        Position(id_, id_.split("#")[0], f"{HOSTILE} {id_}", day, sent, number == 0)
        for number, (id_, day, sent) in enumerate(days)
    )
    return SearchResult("?", (hit,), 0.5, True, "index", timeline=listed)


OWN = ("kst-27925-748#9", date(2020, 10, 9), None)
SENT_IN = ("2021Z18068#1", None, date(2021, 10, 15))


def ages(result: SearchResult, language: str = "nl") -> list[str]:
    html = card(result.hits[0], [], WORDS[language], result)
    return [read(age).text for age in re.findall('<p class="kb-age.*?</p>', html)]


def test_older_position_says_what_is_newer() -> None:
    newer = f"ingezonden 15 oktober 2021, {HOSTILE} 2021Z18068#1"
    assert ages(positions(SENT_IN, OWN)) == [f"Ouder standpunt: nieuwer is {newer}"]
    assert ages(positions(OWN, ("x#1", date(2019, 1, 1), None))) == ["Nieuwste standpunt"]
    assert ages(positions(SENT_IN, (OWN[0], None, None)), "en") == ["Position of unknown date"]
    assert ages(positions(SENT_IN)) == []


def test_timeline_is_newest_first_and_links_to_the_cards_shown() -> None:
    html = timeline(positions(SENT_IN, OWN), NL)
    items = [read(item).text for item in re.findall("<li>(.*?)</li>", html)]
    assert items == [
        f"ingezonden 15 oktober 2021 {HOSTILE} 2021Z18068#1 Nieuwste standpunt",
        f"9 oktober 2020 {HOSTILE} kst-27925-748#9",
    ]
    assert re.findall('href="(.*?)"', html) == ["#kb-hit-1"]
    assert not {"script", "img"} & set(read(html).elements)
    assert timeline(positions(), NL) == ""
