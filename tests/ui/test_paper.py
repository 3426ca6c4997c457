"""A paper's page: every character of it, told apart; found in it; nothing of it becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corpus import STARTER, Document, ParseWarning, Question, Status, load_corpus
from retrieval import CitationStyle
from retrieval.coverage import place_of
from retrieval.finding import find
from ui.sheet import contents, sheet, snippets, warnings
from ui.text import PAPER, WORDS

CORPUS = load_corpus(STARTER)
DOCUMENTS = {document.id: document for document in CORPUS.documents}
NL, TEXT = WORDS["nl"], PAPER["nl"]
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \" ' & :red[x]"


class _Sheet(HTMLParser):
    """The source's characters in a sheet, in order, by what they belong to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str]] = []
        self.elements: set[str] = set()
        self.marked: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._section = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        given = dict(attrs)
        if tag == "br":
            return
        if tag == "section":
            self._section = str(given["class"])
        if tag == "mark":
            self.marked.append("")
        self._open.append((tag, given.get("class") or ""))
        if "kb-src" in (given.get("class") or ""):
            owner = self._section if any(t == "section" for t, _ in self._open) else ""
            self.parts.append((f"{owner} {given['class']}", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any("kb-src" in name for _, name in self._open):
            kind, text = self.parts[-1]
            self.parts[-1] = kind, text + data
        if any(tag == "mark" for tag, _ in self._open):
            self.marked[-1] += data

    def of(self, *names: str) -> str:
        """What belongs to all of these, put together."""
        return "".join(text for kind, text in self.parts if set(names) <= set(kind.split()))


def read(document: Document, wanted: str = "", language: str = "nl") -> _Sheet:
    found = find(document.source, wanted)
    parser = _Sheet()
    parser.feed(sheet(document, found, WORDS[language], PAPER[language]))
    assert not parser._open
    return parser


def squeezed(text: str) -> str:
    return re.sub(r"[\s-]+", "", text)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_character_is_shown_once_in_order_and_told_apart(name: str) -> None:
    document = DOCUMENTS[name]
    shown = read(document)
    assert "".join(text for _, text in shown.parts) == document.source
    furniture = "".join(document.source[start:end] for start, end in document.furniture)
    assert shown.of("kb-furniture") == furniture
    for place, answer in enumerate(document.answers):
        own = "".join(document.source[start:end] for start, end in answer.spans)
        assert shown.of(f"kb-of-{place}") == own
        said = squeezed(shown.of(f"kb-of-{place}", "kb-said"))
        assert squeezed(answer.text)[:60] in said or not answer.text


def test_questions_and_answers_are_told_apart() -> None:
    document = DOCUMENTS["kst-27925-748"]
    shown = read(document)
    place = [answer.id for answer in document.answers].index("kst-27925-748#9")
    put = shown.of(f"kb-of-{place}", "kb-put")
    said = shown.of(f"kb-of-{place}", "kb-said")
    assert put.split()[0] == "9"
    assert put.rstrip().endswith("?")
    assert said.startswith("Volgens de VN zijn tussen 1 oktober 2019")


def test_answers_have_anchors_their_status_citation_and_the_way_to_what_they_point_to() -> None:
    document = DOCUMENTS["kst-27925-748"]
    html = sheet(document, [], NL, TEXT)
    names = [answer.id for answer in document.answers]
    pointer, target = names.index("kst-27925-748#14"), names.index("kst-27925-748#13")
    section = html[html.index(f'id="kb-a{pointer}"') :].partition("</section>")[0]
    assert f'verwijst naar <a href="#kb-a{target}">Vraag 13</a>' in section
    assert 'data-kb-copy="Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 14"' in section
    referral = Status.REFERRAL
    assert f"<summary>{NL.statuses[referral]}</summary>" in section
    assert NL.meanings[referral] in section
    assert html.count('<section class="kb-qa') >= len(names)
    assert len(set(re.findall(r' id="(.*?)"', html))) == len(re.findall(r' id="(.*?)"', html))
    assert re.findall('href="#(kb-a[0-9]+)"', contents(document, TEXT)) == [
        f"kb-a{place}" for place in range(len(names))
    ]


def test_search_finds_literally_whatever_capitals_accents_and_line_ends() -> None:
    text = "De Koerden in Syrië.\nHet Iraakse\n parlement; SYRIE, Syrie\u0308 (a+b)."
    assert [text[start:end] for start, end in find(text, "syrie")] == [
        "Syrië",
        "SYRIE",
        "Syrie\u0308",
    ]
    assert [text[start:end] for start, end in find(text, "iraakse  PARLEMENT")] == [
        "Iraakse\n parlement"
    ]
    assert [text[start:end] for start, end in find(text, "(a+b)")] == ["(a+b)"]
    assert find(text, " ") == find(text, "") == find(text, ".*") == []


def test_finds_are_marked_in_the_paper_and_listed_with_a_way_to_each() -> None:
    document = DOCUMENTS["kst-27925-748"]
    found = find(document.source, "coalitie")
    shown = read(document, "coalitie")
    assert len(found) == len(re.findall("coalitie", document.source, re.IGNORECASE)) > 5
    assert [mark.lower() for mark in shown.marked] == ["coalitie"] * len(found)
    assert "".join(text for _, text in shown.parts) == document.source
    listed = snippets(document, found, 3)
    assert re.findall('href="#(.*?)"', listed) == ["kb-f0", "kb-f1", "kb-f2"]
    assert 'id="kb-f2"' in sheet(document, found, NL, TEXT)
    assert "Deze troepenreductie was in <mark>Coalitie</mark>verband reeds" in listed


def test_warnings_have_a_way_to_their_place() -> None:
    document = DOCUMENTS["kst-27925-956"]
    place = place_of(document.warnings[0], document.source)
    html = warnings(document, [place], TEXT)
    assert "question 23: no label before its answer" in html
    assert place in html
    assert re.findall('href="#(.*?)"', html) == ["kb-w0"]
    body = sheet(document, [], NL, TEXT)
    after = body[body.index('id="kb-w0"') :]
    assert place[:20] in " ".join(re.sub("<.*?>", "", after.partition(">")[2])[:60].split())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_hostile_text_of_a_paper_stays_text(language: str) -> None:
    document = DOCUMENTS["kst-27925-748"]
    first = document.answers[0]
    source = HOSTILE + document.source[len(HOSTILE) :]
    hostile = replace(
        document,
        source=source,
        paper=replace(document.paper, session=HOSTILE),
        answers=(
            replace(
                first,
                id=f"kst-27925-748#{HOSTILE}",
                heading=HOSTILE,
                questions=(Question(None, HOSTILE),),
            ),
            *document.answers[1:],
        ),
        warnings=(ParseWarning(0, HOSTILE), ParseWarning(len(source) + 9, "behind the end")),
    )
    shown = read(hostile, "script", language)
    assert "".join(text for _, text in shown.parts) == source
    assert shown.elements <= {
        *("div", "section", "h2", "span", "button", "a", "br", "mark", "details", "summary"),
    }
    html = (
        sheet(hostile, [], WORDS[language], PAPER[language])
        + contents(hostile, PAPER[language])
        + snippets(hostile, find(source, "alert"), 9)
        + warnings(hostile, [HOSTILE, ""], PAPER[language])
    )
    assert "<script" not in html
    assert "<img" not in html
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', '""', html))


def _page() -> None:
    from ui import paper
    from ui.frame import choose_language, navigate

    choose_language("nl")
    others = {"documents": (lambda: None, "documents", ":material/search:", True)}
    navigate({"paper": (paper.show, "paper", ":material/article:", True)} | others).run()


def test_the_page_cites_in_the_style_chosen_on_the_ask_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAMERBRON_HOME", str(tmp_path))
    app = AppTest.from_function(_page, default_timeout=60)
    app.query_params["id"] = "kst-27925-748"
    app.query_params["answer"] = "kst-27925-748#12"
    for style, first in (
        (CitationStyle.AANWIJZINGEN, "Kamerstukken II 2020/21, 27925, nr. 748"),
        (CitationStyle.MINISTERIE, "Kamerstuk 27 925, nr. 748"),
    ):
        app.session_state["asked-style"] = style
        app.run()
        assert not app.exception
        page = "".join(element.proto.body for element in app.get("html"))
        assert f"<p>{first}</p>" in page
        for cited in (first, f"{first}, antwoord op vraag 12", f"{first}, antwoord op vraag 69"):
            assert f'data-kb-copy="{cited}"' in page
        assert f'<span class="kb-cite">{first}, antwoord op vraag 12</span>' in page


def test_a_paper_of_two_hundred_pages_is_made_in_a_moment() -> None:
    import time

    document = DOCUMENTS["kst-27925-748"]
    length, times = len(document.source), 15  # some 250 pages of 2,400 characters, 1,020 answers
    long = replace(
        document,
        source=document.source * times,
        furniture=tuple(
            (start + n * length, end + n * length)
            for n in range(times)
            for start, end in document.furniture
        ),
        answers=tuple(
            replace(
                answer,
                id=f"{answer.id}-{n}",
                spans=tuple((s + n * length, e + n * length) for s, e in answer.spans),
                pieces=tuple(replace(p, start=p.start + n * length) for p in answer.pieces),
            )
            for n in range(times)
            for answer in document.answers
        ),
    )
    begin = time.process_time()
    html = sheet(long, find(long.source, "de"), NL, TEXT)
    assert time.process_time() - begin < 5
    assert html.count("<h2>") == times * len(document.answers)
