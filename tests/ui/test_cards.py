"""Cards: what a hit looks like, and that no text becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from corpus import (
    STARTER,
    OfficialAnswer,
    Paper,
    Question,
    Status,
    load_corpus,
    sentence_spans,
)
from retrieval import Cited, Evidence, Hit, Position, SearchResult, cite
from retrieval.result import Why
from ui.cards import Beside, card, excerpt, notice, quote, timeline
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
    whole = whole.partition("<footer>")[0]
    assert "Model Police Stations" in whole
    assert read(whole).text.endswith(answer.text.replace("\n\n", ""))


def test_answers_referred_to_open_in_place() -> None:
    pointer = CORPUS.answers()["kst-27925-748#14"]
    target = CORPUS.answers()["kst-27925-748#13"]
    citation = cite(PAPERS["kst-27925-748"], target)
    html = card(a_hit(pointer), [(target, citation)], NL)
    details = html[html.index('<details class="kb-other">') : html.index("<footer>")]
    assert target.text.replace("\n\n", "") in read(details).text
    assert f"Verwijst naar: {citation}" in details


def test_where_no_source_states_the_date_the_day_of_asking_is_said() -> None:
    html = card(a_hit(CORPUS.answers()["2021Z18068#1"]), [], NL)
    assert "<dt>Datum</dt><dd>ingezonden 15 oktober 2021</dd>" in html


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
    folded = html[html.index('<details class="kb-why">') :]
    assert re.findall("<summary>(.*?)</summary>", folded) == ["Waarom dit antwoord"]
    assert re.findall("<li>(.*?)</li>", folded) == [
        "betekenis +0.75",
        "namen +0.12",
        "Beide noemen: Irak, own-&lt;b&gt;group",
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
    result = positions(SENT_IN, OWN, ("x#1", None, None))
    sentence = result.hits[0].answer.text
    result = replace(result, hits=(a_hit(result.hits[0].answer, sentence),))
    html = timeline(result, NL)
    items = [" ".join(read(item).text.split()) for item in re.findall("<li.*?</li>", html)]
    assert items == [
        f"ingezonden 15 oktober 2021 Nieuwste standpunt {HOSTILE} 2021Z18068#1",
        f"9 oktober 2020 Ouder standpunt {HOSTILE} kst-27925-748#9{sentence}",
        f"datum onbekend Standpunt zonder bekende datum {HOSTILE} x#1",
    ]
    assert re.findall('<li class="kb-(.*?)">', html) == ["newest", "older", "undated"]
    assert re.findall('datetime="(.*?)"', html) == ["2021-10-15", "2020-10-09"]
    assert re.findall('href="(.*?)"', html) == ["#kb-hit-1"]
    assert not {"script", "img"} & set(read(html).elements)
    assert timeline(positions(), NL) == ""


def test_position_below_the_cards_opens_in_place() -> None:
    answer = CORPUS.answers()["2021Z18068#1"]
    html = timeline(positions(SENT_IN, OWN), NL, [(answer, "Citaat")])
    newest, older = re.findall("<li.*?</li>", html)
    assert 'href="#kb-hit-1"' in older
    (fold,) = re.findall("<details.*</details>", newest)
    shown = read(fold)
    assert shown.text.startswith(f"{HOSTILE} 2021Z18068#1")
    assert answer.text.split("\n\n")[0] in shown.text
    assert "Citaat" in shown.text
    assert not {"script", "img"} & set(shown.elements)


def a_long_hit() -> Hit:
    """An answer of 2,252 characters with two sentences marked, the later one found first."""
    answer = CORPUS.answers()["kst-27925-956#37"]
    sentences = [answer.text[start:end] for start, end in sentence_spans(answer.text)]
    return a_hit(answer, sentences[6], sentences[1])


def test_quote_is_the_evidence_word_for_word_with_its_citation() -> None:
    answer = CORPUS.answers()["kst-27925-956#37"]
    hit = a_long_hit()
    later, earlier = (evidence.text for evidence in hit.evidence)
    assert quote(hit, "Bron 1") == f"“{earlier} […] {later}” (Bron 1)"
    first, second = (answer.text[s:e] for s, e in sentence_spans(answer.text)[:2])
    both = answer.text[: answer.text.index(second) + len(second)]
    assert quote(a_hit(answer, first, second), "Bron") == f"“{both}” (Bron)"
    assert quote(a_hit(answer), "Bron") == f"“{answer.text}” (Bron)"


def test_excerpt_is_what_a_long_card_shows_at_first() -> None:
    hit = a_long_hit()
    text = hit.answer.text
    shown = [text[start:end] for start, end in excerpt(hit)]
    assert all(any(sentence.text in part for part in shown) for sentence in hit.evidence)
    assert 0 < sum(map(len, shown)) < len(text)
    html = card(hit, [], NL)
    at_first = html[html.index("kb-excerpt") : html.index("kb-whole")]
    assert [part.replace("\n\n", "") in read(at_first).text for part in shown] == [True, True]
    assert excerpt(a_hit(CORPUS.answers()["kst-27925-748#9"])) == ()


def test_card_opens_its_neighbours_and_copies_citation_quote_and_address() -> None:
    answers = CORPUS.answers()
    hit = a_hit(answers["kst-27925-748#9"], answers["kst-27925-748#9"].text)
    beside = Beside(
        citation="Kamerstuk 27 925, nr. 748, antwoord op vraag 9",
        before=(answers["kst-27925-748#8"], "Voor"),
        after=(answers["kst-27925-748#10"], HOSTILE),
        address={"q": ["Hoeveel & wie?"], "party": ["SP", "CDA"], "answer": ["kst-27925-748#9"]},
        pointed_to=True,
        name=lambda thing: f"naam van {thing}",
    )
    reader = read(card(replace(hit, why=Why({}, ("iraq",))), [], NL, beside=beside))
    before = answers["kst-27925-748#8"]
    assert (
        "Vorige in het stuk (8): "
        "Hoe gaat de regering van Irak om met de oproep van het parlement dat …"
        f"Gevraagd (8) {before.asked}{before.text}Voor Kopieer verwijzing"
    ) in reader.text
    assert f"{answers['kst-27925-748#10'].text}{HOSTILE} Kopieer verwijzing" in reader.text
    after = "Volgende in het stuk (10): Hoeveel verantwoordelijken zijn in Irak"
    assert after in reader.text
    assert "De link wijst dit antwoord aan" in reader.text
    assert "Beide noemen: naam van iraq" in reader.text
    copied = [value for name, value in reader.attributes if name == "data-kb-copy"]
    assert copied == [
        beside.citation,
        f"“{hit.answer.text}” (Kamerstuk 27 925, nr. 748, antwoord op vraag 9)",
        "Voor",
        HOSTILE,
    ]
    assert dict(reader.attributes)["data-kb-link"] == (
        "q=Hoeveel+%26+wie%3F&party=SP&party=CDA&answer=kst-27925-748%239"
    )
    assert not {"script", "img"} & set(reader.elements)


def test_a_neighbour_without_question_is_named_by_its_first_words() -> None:
    opening = CORPUS.answers()["kst-27925-963#1"]
    html = card(a_hit(opening), [], NL, beside=Beside(before=(opening, "Voor")))
    assert not opening.asked
    assert f"Vorige in het stuk: {opening.text[:40]}" in read(html).text


def test_status_explains_itself() -> None:
    declined = next(a for a in CORPUS.answers().values() if a.status is Status.DECLINED)
    html = card(a_hit(declined), [], NL)
    assert "<summary>geen uitspraak</summary>" in html
    assert NL.meanings[Status.DECLINED] in html
