"""Every exported quote is word for word the source's, and opens where it should."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import docx
import pypdfium2
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus import STARTER, OfficialAnswer, load_corpus, sentence_spans
from corpus.readers.docx import read_docx
from retrieval import CitationStyle, cite
from retrieval.briefing import (
    GAP,
    Briefing,
    Checked,
    Form,
    Placement,
    Quote,
    UnprintableError,
    check,
    export,
    file_name,
    spans_of_sentences,
    unprintable_signs,
)
from retrieval.briefing.checking import Find

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ANSWERS = load_corpus(STARTER).answers()
LETTER = "kst-27925-963#veiligheidssituatie-in-irak"
HOSTILE = (
    "<script>alert(1)</script> **vet** [a](javascript:b) `c` \\ $x$ ~~d~~ ![e](f) &amp; <!-- -->\n"
    "# kop\n- punt\n1. een\n> citaat\n    code\n---\n===\n| a | b |\n[^1]: voetnoot\n:smile: @x"
)
Finding = Callable[[Mapping[str, OfficialAnswer]], Find]


@st.composite
def briefings(draw: st.DrawFn) -> Briefing:
    """Quotes of any sentences of any answers, with any notes under any title."""
    names = draw(st.lists(st.sampled_from(sorted(ANSWERS)), min_size=1, max_size=4, unique=True))
    quotes = []
    for name in names:
        text = ANSWERS[name].text
        numbers = st.integers(0, len(sentence_spans(text)) - 1)
        chosen = draw(st.sets(numbers, min_size=1))
        spans = spans_of_sentences(text, chosen)
        quotes.append(Quote(name, spans, draw(st.text(max_size=60))))
    return Briefing(
        draw(st.text(max_size=30)),
        tuple(quotes),
        draw(st.sampled_from([CitationStyle.AANWIJZINGEN, CitationStyle.APA])),
        draw(st.sampled_from(Placement)),
    )


ALL = Briefing("Alles", tuple(Quote(name) for name in ANSWERS))
NASTY = Briefing(HOSTILE, (Quote(LETTER, ((0, 191), (442, 585)), HOSTILE),))
ANY = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def source_passages(checked: Checked) -> list[list[str]]:
    """What the corpus says where the briefing quotes it."""
    return [list(quote.passages(ANSWERS[quote.answer])) for quote in checked.briefing.quotes]


def passages_of(paragraphs: list[str]) -> list[str]:
    """Paragraphs that were read back, as passages: what stands between gaps."""
    return [part.strip() for part in "\n\n".join(paragraphs).split(GAP)]


def read_back_docx(raw: bytes, checked: Checked) -> list[list[str]]:
    """The quotes of a DOCX in their paragraphs, without a citation that stands in the text."""
    quotes: list[list[str]] = []
    for paragraph in docx.Document(io.BytesIO(raw)).paragraphs:
        assert paragraph.style is not None
        if paragraph.style.name == "Heading 1":
            quotes.append([])
        elif paragraph.style.name == "Quote":
            quotes[-1].append(paragraph.text)
    return without_citations(quotes, checked)


def without_citations(quotes: list[list[str]], checked: Checked) -> list[list[str]]:
    style = checked.briefing.style
    for place, (quote, entry) in enumerate(zip(quotes, checked.quoted, strict=True), start=1):
        in_text = checked.briefing.placement is Placement.IN_TEXT
        end = f" ({entry.citation(style)})" if in_text else f"[^{place}]"
        if in_text or quote[-1].endswith(end):
            assert quote[-1].endswith(end)
            quote[-1] = quote[-1].removesuffix(end)
    return quotes


def rendered(raw: bytes) -> list[Token]:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return parser.parse(raw.decode())


def text_of(inline: Token) -> str:
    """The text of a paragraph as it is shown; anything but text and strong labels is markup."""
    children = inline.children or []
    assert {child.type for child in children} <= {
        "text",
        "hardbreak",
        "strong_open",
        "strong_close",
    }
    return "".join("\n" if child.type == "hardbreak" else child.content for child in children)


def read_back_markdown(raw: bytes, checked: Checked) -> list[list[str]]:
    quotes: list[list[str]] = []
    inside = False
    for token in rendered(raw):
        if token.type == "blockquote_open":
            quotes.append([])
        inside = (inside or token.type == "blockquote_open") and token.type != "blockquote_close"
        if inside and token.type == "inline":
            quotes[-1].append(text_of(token))
    return without_citations(quotes, checked)


@ANY
@given(briefing=briefings())
@example(briefing=ALL)
@example(briefing=NASTY)
def test_quotes_in_docx_and_markdown_are_the_sources_word_for_word(
    briefing: Briefing, find: Find
) -> None:
    checked = check(briefing, find)
    assert len(checked.quoted) == len(briefing.quotes)
    for form, read in ((Form.DOCX, read_back_docx), (Form.MARKDOWN, read_back_markdown)):
        quotes = read(export(checked, form, NOON), checked)
        assert [passages_of(quote) for quote in quotes] == source_passages(checked)


@settings(ANY, max_examples=5)
@given(briefing=briefings())
@example(briefing=NASTY)
def test_quotes_in_pdf_are_the_sources_word_for_word(briefing: Briefing, find: Find) -> None:
    checked = check(replace(briefing, title="T", style=CitationStyle.AANWIJZINGEN), find)
    checked = check(
        replace(
            checked.briefing,
            placement=Placement.FOOTNOTE,
            quotes=tuple(replace(quote, note="") for quote in checked.briefing.quotes),
        ),
        find,
    )
    text = squeezed(pdf_text(export(checked, Form.PDF, NOON)))
    for quote in source_passages(checked):
        for passage in quote:
            assert squeezed(passage) in text


def pdf_text(raw: bytes) -> str:
    """The text of a PDF, without the numbers of its pages, which come first in the file."""
    document = pypdfium2.PdfDocument(raw)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return "".join(text.strip().removeprefix(str(n)) for n, text in enumerate(pages, start=1))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\ufffe\x02]+", "", text)


def test_text_with_tables_and_odd_signs_is_kept(
    finding: Finding, answers: Mapping[str, OfficialAnswer]
) -> None:
    name = "kst-27925-748#9"
    text = (
        "Grond\t2021\t2022\nGeslacht\t 2  (af)\n- punt «één» • 1. twee\n\n"
        "\tIngesprongen: <b> & \\ *x* _y_ #z  $1 -- ''…\u00a0 ‑ \u200bé 漢\n\n"
        "1 Zie https://www.x.nl/a_b?c=d&e=f (p. 3)."
    )
    corpus = {**answers, name: replace(answers[name], text=text)}
    checked = check(Briefing("", (Quote(name),)), finding(corpus))
    (of_docx,) = read_back_docx(export(checked, Form.DOCX, NOON), checked)
    (of_markdown,) = read_back_markdown(export(checked, Form.MARKDOWN, NOON), checked)
    assert "\n\n".join(of_docx) == text
    assert of_markdown == of_docx
    assert unprintable_signs(checked) == "漢"
    with pytest.raises(UnprintableError, match="漢"):
        export(checked, Form.PDF, NOON)


def test_control_characters_break_no_export(find: Find) -> None:
    briefing = Briefing("a\0b\ud800\x1bc", (Quote("kst-27925-748#9", (), "d\0\x0be\ufffff\r\ng"),))
    checked = check(briefing, find)
    document = docx.Document(io.BytesIO(export(checked, Form.DOCX, NOON)))
    assert document.core_properties.title == "abc"
    assert [p.text for p in document.paragraphs][-2:] == ["Notitie: def", "g"]
    assert b"# abc\n" in export(checked, Form.MARKDOWN, NOON)
    export(checked, Form.PDF, NOON)


def test_title_and_notes_stay_text_in_markdown(find: Find) -> None:
    tokens = rendered(export(check(NASTY, find), Form.MARKDOWN, NOON))
    shown = [text_of(token) for token in tokens if token.type == "inline"]
    assert shown[0] == " ".join(HOSTILE.split())
    at = shown.index(f"Notitie: {HOSTILE.splitlines()[0]}")
    assert shown[at + 1 : -1] == HOSTILE.splitlines()[1:]
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert kinds == {"heading", "paragraph", "blockquote", "inline"}


def parts(raw: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        assert package.testzip() is None
        return {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def test_docx_has_real_footnotes(find: Find) -> None:
    checked = check(Briefing("Irak & meer", (Quote("kst-27925-748#9"), Quote(LETTER))), find)
    raw = export(checked, Form.DOCX, NOON)
    read = parts(raw)
    notes = read["word/footnotes.xml"].findall(f"{W}footnote")
    assert [note.get(f"{W}type") for note in notes[:2]] == ["separator", "continuationSeparator"]
    texts = {
        note.get(f"{W}id"): "".join(text.text or "" for text in note.iter(f"{W}t")).strip()
        for note in notes[2:]
    }
    assert texts == {
        "1": "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 9",
        "2": "Kamerstukken II 2023/24, 27925, nr. 963",
    }
    called = read["word/document.xml"].iter(f"{W}footnoteReference")
    assert [reference.get(f"{W}id") for reference in called] == ["1", "2"]
    types = {
        entry.get("PartName"): entry.get("ContentType") for entry in read["[Content_Types].xml"]
    }
    assert types["/word/footnotes.xml"].endswith("wordprocessingml.footnotes+xml")
    targets = {relation.get("Target") for relation in read["word/_rels/document.xml.rels"]}
    assert "footnotes.xml" in targets
    named = {style.get(f"{W}styleId") for style in read["word/styles.xml"].iter(f"{W}style")}
    used = {
        style.get(f"{W}val")
        for name in ("word/document.xml", "word/footnotes.xml")
        for kind in ("pStyle", "rStyle")
        for style in read[name].iter(f"{W}{kind}")
    }
    assert used == {"Title", "Heading1", "Quote", "FootnoteText", "FootnoteReference"}
    assert used <= named
    settings_ = [child.tag.removeprefix(W) for child in read["word/settings.xml"]]
    assert settings_.index("footnotePr") == settings_.index("compat") - 1
    assert {lang.get(f"{W}val") for lang in read["word/styles.xml"].iter(f"{W}lang")} == {"nl-NL"}


def test_docx_says_what_it_is(find: Find) -> None:
    raw = export(check(Briefing("Irak", (Quote("kst-27925-748#9"),)), find), Form.DOCX, NOON)
    document = docx.Document(io.BytesIO(raw))
    facts = document.core_properties
    assert (facts.title, facts.language, facts.author) == ("Irak", "nl-NL", "")
    assert facts.created == NOON
    assert [(p.style.name, p.text) for p in document.paragraphs if p.style] == [
        ("Title", "Irak"),
        ("Heading 1", "1. Antwoord op vraag 9"),
        ("Normal", "9 oktober 2020 · Minister van Buitenlandse Zaken"),
        ("Normal", f"Gevraagd: {ANSWERS['kst-27925-748#9'].asked}"),
        ("Quote", ANSWERS["kst-27925-748#9"].text),
    ]


def test_what_stands_above_a_quote_stays_with_it_and_a_long_quote_may_break(find: Find) -> None:
    written = docx.Document(io.BytesIO(export(check(ALL, find), Form.DOCX, NOON)))
    paragraphs = written.paragraphs
    for paragraph, following in pairwise(paragraphs):
        assert paragraph.style is not None
        assert following.style is not None
        if following.style.name == "Quote" and paragraph.style.name == "Normal":
            assert paragraph.paragraph_format.keep_with_next
    quotes = [p for p in paragraphs if p.style is not None and p.style.name == "Quote"]
    assert len(quotes) > 134
    assert not any(p.paragraph_format.keep_together for p in quotes)


def test_our_own_reader_reads_the_docx(find: Find) -> None:
    checked = check(Briefing("Irak", (Quote("kst-27925-748#9"), Quote(LETTER))), find)
    extract = read_docx(export(checked, Form.DOCX, NOON))
    for quote in source_passages(checked):
        for passage in quote:
            first = passage.split("\n\n")[0]
            assert first in extract.text
    assert "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 9" in extract.text
    assert len(extract.notes) == 2


def test_same_briefing_gives_the_same_bytes(find: Find) -> None:
    checked = check(NASTY, find)
    for form in Form:
        assert export(checked, form, NOON) == export(checked, form, NOON)


def test_citation_in_the_text_needs_no_footnotes(find: Find) -> None:
    briefing = Briefing("", (Quote("kst-27925-748#9"),), placement=Placement.IN_TEXT)
    raw = export(check(briefing, find), Form.DOCX, NOON)
    assert "word/footnotes.xml" not in parts(raw)
    citation = "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 9"
    assert docx.Document(io.BytesIO(raw)).paragraphs[-1].text.endswith(f"gekomen. ({citation})")


def test_referral_and_status_are_printed(find: Find) -> None:
    shown = export(check(Briefing("", (Quote("kst-27925-748#14"),)), find), Form.MARKDOWN, NOON)
    assert "· verwijzing" in shown.decode()
    assert (
        "**Verwijst naar:** Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 13"
        in shown.decode()
    )


def test_quotes_that_the_corpus_does_not_hold_are_in_no_export(
    find: Find, finding: Finding, answers: Mapping[str, OfficialAnswer]
) -> None:
    seen = check(Briefing("T", (Quote("kst-27925-748#9"), Quote(LETTER))), find).briefing
    changed = replace(answers["kst-27925-748#9"], text="Iets heel anders.")
    checked = check(seen, finding({changed.id: changed}))
    assert checked.quoted == ()
    for form in Form:
        raw = export(checked, form, NOON)
        text = docx.Document(io.BytesIO(raw)).element.xml if form is Form.DOCX else str(raw)
        assert "487" not in text
        assert "Kamerstuk" not in text


def test_all_sources_together_keep_their_own_keys(find: Find) -> None:
    checked = check(ALL, find)
    bibtex, ris, csl = (
        export(checked, form, NOON).decode() for form in (Form.BIBTEX, Form.RIS, Form.CSL_JSON)
    )
    keys = [entry.key for entry in parse_string(bibtex).entries]
    assert len(keys) == 134 == len({key.lower() for key in keys})
    assert not parse_string(bibtex).failed_blocks
    assert keys[:2] == [re.sub(r"[^\w-]", "_", name) for name in list(ANSWERS)[:2]]
    assert [record["id"] for record in rispy.loads(ris)] == keys
    assert [item["id"] for item in json.loads(csl)] == keys
    one = checked.quoted[5]
    assert cite(one.paper, one.answer, CitationStyle.BIBTEX) in bibtex
    assert cite(one.paper, one.answer, CitationStyle.RIS).strip("\n") in ris
    assert json.loads(cite(one.paper, one.answer, CitationStyle.CSL_JSON))[0] in json.loads(csl)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Irak & Syrië: 20/12", "irak-syrie-20-12.docx"),
        ("", "briefing.docx"),
        ("../../etc/passwd\0", "etc-passwd.docx"),
        ("漢字", "briefing.docx"),
    ],
)
def test_file_has_a_name_that_any_system_takes(title: str, name: str) -> None:
    assert file_name(title, Form.DOCX) == name
