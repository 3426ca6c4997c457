"""HTML pages: official ones rebuilt after their description, and what pages of any kind hold."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.document import Span
from corpus.extract import Extract, Format, PartKind
from corpus.readers import UnreadableError
from corpus.readers.html import read_html

Lawful = Callable[[Extract], Extract]

OFFICIAL = """<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><title>Aanhangsel 1314</title>
<meta name="DC.identifier" content="ah-tk-20232024-1314">
<meta name="OVERHEIDop.vergaderjaar" content="2023-2024"><meta name="robots">
<style>p { color: red }</style><script>var a = "geen tekst";</script></head>
<body><nav><a href="/">Overheid.nl</a> <a href="#vraag1">1</a></nav>
<header><p>Officiële bekendmakingen</p></header>
<div class="stuk"><h1>Vragen van het lid Mutluer (GroenLinks-PvdA)</h1>
<div class="vraag" id="vraag1"><h2 class="stuktitel">Vraag 1</h2>
<p>Kent u het bericht
   «Ontheffing»<sup><a href="#noot-1">1</a></sup>, en<br>zo ja,&nbsp;sinds wanneer?</p></div>
<div class="antwoord"><p class="nummer">Antwoord 1</p><p>Ja, van 10 km<sup>2</sup>.</p></div>
<div class="vraag"><p class="nummer">2</p><p>En nu?<sup>2</sup></p></div>
<div class="antwoord"><h2>Antwoord 2</h2><p>Nee.</p></div>
<div class="kamervraagopmerking"><h2>Mededeling</h2><p>Volgt.</p></div>
<div class="voet noot" id="noot-1"><sup><span class="nootnum">1</span></sup><p>NRC, 1 mei.</p></div>
<div class="voet noot"><p><sup><span class="nootnum">2</span></sup>AD, 2 mei.</p></div>
</div><footer>Contact</footer></body></html>"""


def texts(extract: Extract, spans: tuple[Span, ...] | None) -> list[str]:
    return [extract.text[start:end] for start, end in spans or ()]


def body(markup: str) -> Extract:
    return read_html(f"<html><body>{markup}</body></html>".encode())


def test_an_official_page(lawful: Lawful) -> None:
    extract = lawful(read_html(OFFICIAL.encode()))
    assert extract.format is Format.HTML
    assert extract.text == (
        "Overheid.nl 1\n\nOfficiële bekendmakingen\n\n"
        "Vragen van het lid Mutluer (GroenLinks-PvdA)\n\n"
        "Vraag 1\n\nKent u het bericht «Ontheffing»1, en\nzo ja,\xa0sinds wanneer?\n\n"
        "Antwoord 1\n\nJa, van 10 km2.\n\n2\n\nEn nu?2\n\nAntwoord 2\n\nNee.\n\n"
        "Mededeling\n\nVolgt.\n\n1 NRC, 1 mei.\n\n2 AD, 2 mei.\n\nContact\n"
    )
    assert texts(extract, extract.furniture) == [
        "Overheid.nl 1\n",
        "Officiële bekendmakingen\n",
        "Contact\n",
    ]
    assert [(part.kind, part.label, extract.text[slice(*part.span)]) for part in extract.parts] == [
        (
            PartKind.QUESTION,
            "Vraag 1",
            "Vraag 1\n\nKent u het bericht «Ontheffing»1, en\nzo ja,\xa0sinds wanneer?\n",
        ),
        (PartKind.ANSWER, "Antwoord 1", "Antwoord 1\n\nJa, van 10 km2.\n"),
        (PartKind.QUESTION, "2", "2\n\nEn nu?2\n"),
        (PartKind.ANSWER, "Antwoord 2", "Antwoord 2\n\nNee.\n"),
        (PartKind.ANNOUNCEMENT, "Mededeling", "Mededeling\n\nVolgt.\n"),
    ]
    assert texts(extract, extract.marks) == ["1", "2"]
    first, second = extract.notes
    assert (first.number, extract.text[slice(*first.span)]) == (1, "1 NRC, 1 mei.\n")
    assert first.called_at == extract.text.index("1, en")
    assert (second.number, extract.text[slice(*second.span)]) == (2, "2 AD, 2 mei.\n")
    assert second.called_at is None  # nothing ties it but its number
    assert texts(extract, extract.headings) == [
        "Vragen van het lid Mutluer (GroenLinks-PvdA)\n",
        "Vraag 1\n",
        "Antwoord 2\n",
        "Mededeling\n",
    ]
    assert extract.metadata == (
        ("title", "Aanhangsel 1314"),
        ("DC.identifier", "ah-tk-20232024-1314"),
        ("OVERHEIDop.vergaderjaar", "2023-2024"),
    )


def test_notes_of_a_page_saved_by_word_are_tied_by_their_links(lawful: Lawful) -> None:
    extract = lawful(
        body(
            '<p>Ja<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>. Zie <a href="#deel">2</a>.'
            '</p><p id="deel">Deel</p><hr><div id="ftn1"><p>'
            '<a href="#_ftnref1" name="_ftn1">[1]</a> NRC, 1 mei.</p></div>'
        )
    )
    assert extract.text == "Ja[1]. Zie 2.\n\nDeel\n\n[1] NRC, 1 mei.\n"
    assert texts(extract, extract.marks) == ["[1]"]
    assert [(n.number, extract.text[slice(*n.span)], n.called_at) for n in extract.notes] == [
        (1, "[1] NRC, 1 mei.\n", 2)
    ]


def test_notes_in_a_list_have_the_number_that_the_list_prints(lawful: Lawful) -> None:
    extract = lawful(
        body(
            '<p>Ja<sup><a href="#n1">1</a></sup> en nee<sup><a href="#n2">2</a></sup>.</p>'
            '<ol><li id="n1">NRC. <a href="#r1">terug</a></li><li id="n2"><p>AD.</p></li></ol>'
        )
    )
    assert extract.text == "Ja1 en nee2.\n\n1. NRC. terug\n\n2. AD.\n"
    assert [(n.number, extract.text[slice(*n.span)], n.called_at) for n in extract.notes] == [
        (1, "1. NRC. terug\n", 2),
        (2, "2. AD.\n", 10),
    ]


def test_lists_have_the_labels_that_a_browser_prints() -> None:
    extract = body(
        "<ol start=3><li>drie<li value=7><p>zeven</p><p>nog</p><li>acht</ol>"
        "<ul><li>punt<ul><li>dieper</ul></ul>"
        "<ul><li>a. eigen</li><li>– streep</li></ul>"
        "<ol style='list-style: none'><li>kaal</li></ol>"
    )
    assert extract.text.rstrip("\n").split("\n\n") == [
        "3. drie", "7. zeven", "nog", "8. acht", "• punt", "• dieper", "a. eigen", "– streep",
        "kaal",
    ]  # fmt: skip


def test_tables_have_a_line_for_each_row(lawful: Lawful) -> None:
    extract = lawful(
        body(
            "<table><caption>Tabel 1</caption><tr><th rowspan=2>Land<th colspan=2>Jaar"
            "<tbody><tr><td>2019<td><p>2020</p><p>(raming)</p><tr><td>NL<td><td>1<br>2"
            "<table><tr><td>in<td>ner</table></table><p>Bron</p>"
        )
    )
    rows = "Land\tJaar\t\n\t2019\t2020 (raming)\nNL\t\t1 2 in ner\n"
    assert extract.text == f"Tabel 1\n\n{rows}\nBron\n"
    assert texts(extract, extract.tables) == [rows]


def test_cells_that_only_lay_out_a_page_are_text(lawful: Lawful) -> None:
    extract = lawful(
        body("<table><tr><td><h2>Vraag 1</h2><div class=vraag><p>Kent u het?</p></div></table>")
    )
    assert extract.text == "Vraag 1\n\nKent u het?\n"
    assert not extract.tables
    assert texts(extract, extract.headings) == ["Vraag 1\n"]
    assert [part.kind for part in extract.parts] == [PartKind.QUESTION]


def test_text_between_blocks_and_hidden_text() -> None:
    extract = body(
        "los <b>vet</b><p>een</p> tussen <i>in</i><div>twee<div>drie</div>vier</div>"
        "<p hidden>weg</p><p style='display: none'>weg</p><!-- weg --><template>weg</template>"
        "<pre>vast\n  kolom</pre>"
    )
    assert extract.text == (
        "los vet\n\neen\n\ntussen in\n\ntwee\n\ndrie\n\nvier\n\nvast\n  kolom\n"
    )


def test_the_head_of_an_article_is_text_and_that_of_the_page_is_not() -> None:
    extract = body(
        "<header>Site</header><main><header><h1>Titel</h1></header><p>Ja.</p></main>"
        "<div role='navigation'>Menu</div>"
    )
    assert texts(extract, extract.furniture) == ["Site\n", "Menu\n"]


def test_an_answer_inside_its_question_ends_the_question(lawful: Lawful) -> None:
    extract = lawful(
        body("<div class=vraag><p>1 Kent u?</p><div class=antwoord><p>Ja.</p></div></div>")
    )
    assert [(p.kind, extract.text[slice(*p.span)].strip()) for p in extract.parts] == [
        (PartKind.QUESTION, "1 Kent u?"),
        (PartKind.ANSWER, "Ja."),
    ]


def test_an_image_in_the_text_is_a_warning() -> None:
    extract = body("<img src=logo><nav><img></nav><p>Zie <img alt='grafiek'> hier.</p>")
    assert [(w.at, w.message[:21]) for w in extract.warnings] == [(4, "an image was left out")]


@pytest.mark.parametrize(
    "raw",
    [
        "<p>één – “België”</p>".encode(),
        "<meta charset=windows-1252><p>één – “België”</p>".encode("cp1252"),
        '<META http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">'
        "<p>één – “België”</p>".encode("cp1252"),
        "<meta charset='utf-8'><p>één – “België”</p>".encode("cp1252"),  # it is not
        "<meta charset='punycode'><p>één – “België”</p>".encode(),
        '<?xml version="1.0" encoding="windows-1252"?><html><body><p>één – “België”</p>'
        "</body></html>".encode("cp1252"),
        "<p>één – “België”</p>".encode("utf-16"),
    ],
)
def test_the_encoding_is_the_one_that_the_page_has(raw: bytes) -> None:
    assert read_html(raw).text == "één – “België”\n"


def test_a_page_nested_too_deep_is_refused_and_not_cut_off() -> None:
    for depth in (130, 400, 50_000):
        with pytest.raises(UnreadableError, match="deep"):
            body("<div>" * depth + "x" + "</div>" * depth + "<p>einde</p>")


@pytest.mark.parametrize("raw", [b"", b"<!-- -->", b" "])
def test_a_page_without_elements_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableError, match="expected an HTML page"):
        read_html(raw)


def test_many_items_links_and_spans_are_read_in_linear_time() -> None:
    items = "<ol>" + "<li>a" * 20_000 + "</ol>"
    links = "<div>" + "<a href=#n>1</a> " * 20_000 + "<p id=n>1 NRC</p></div>"
    wide = "<table>" + "<tr><td colspan=99999 rowspan=99999>x<td>y" * 2_000 + "</table>"
    begun = time.process_time()
    assert body(items + links + wide).text.startswith("1. a\n\n2. a\n\n")
    assert time.process_time() - begun < 20  # seconds: six times what it takes, not a thousand


PIECES = st.recursive(
    st.sampled_from(
        ["Vraag 1", " ", "<br>", "<img>", "<sup>1</sup>", "<a href=#n1>1</a>", "x<sup>2", "</p>"]
    ),
    lambda inner: st.builds(
        lambda tag, content: f"<{tag}>{''.join(content)}</{tag.split()[0]}>",
        st.sampled_from(
            ["p", "div", "div class=vraag", "div class=antwoord", "nav", "table", "tr", "td", "li",
             "ol", "ul", "h2", "b", "div class='voet noot' id=n1", "pre", "header", "td rowspan=3"]
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=15,
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(PIECES, max_size=6))
def test_ranges_hold_for_any_page(lawful: Lawful, pieces: list[str]) -> None:
    extract = lawful(body("<b>x</b>" + "".join(pieces)))
    assert extract.text.count("V") == "".join(pieces).count("V")


def test_a_note_inside_a_note_is_text_of_it() -> None:
    note = "<div class='voet noot' id=n1>"
    assert body(f"<b>x</b>{note}{note}Vraag 1</div></div>").text == "x\n\nVraag 1\n"
