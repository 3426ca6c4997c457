"""A record says the same when it is read back, whatever signs its title holds."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from retrieval.records import Record, one_line

RECORD = Record(
    key="kst-27925-748_12",
    kind="Lijst van vragen en antwoorden",
    title="Lijst van vragen en antwoorden",
    note="Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 12",
    authors=("Minister van Buitenlandse Zaken",),
    institution="Tweede Kamer der Staten-Generaal",
    series="Kamerstukken II 2020/21",
    number="27925, nr. 748",
    date=datetime.date(2020, 10, 9),
    url="https://zoek.officielebekendmakingen.nl/kst-27925-748.html",
)
BARE = Record(key="2021Z18068", kind="Brief", title="Brief", note="Brief")

NASTY = [
    "Beëindiging, coöperatie, façade, Şırnak en Ḥalab",
    "«Nieuws» & meer: 50% van $5 voor #1_a",
    "{Open, dicht} en }verkeerd{ om, tot \\",
    r"\textbf{vet} \& \\ en \input{x}",
    "Een titel\nover twee\r\n\tregels",
    "\"Dubbel\", ’enkel’, ''twee'' en ``twee``",
    "a--b---c, ,, << >> ?` !`",
    "e-mail@rijk(s)overheid.nl @book{x, title = {y}}",
    "ER  - \nTY  - JOUR",
    "<i>cursief</i> &amp; ~ ^ |",
    "\x00nul en\u2028regelscheiding\x85einde",
]


def test_bibtex_as_zotero_reads_it() -> None:
    assert RECORD.as_bibtex() == (
        "@techreport{kst-27925-748_12,\n"
        "\tauthor = {{Minister van Buitenlandse Zaken}},\n"
        "\ttitle = {{Lijst van vragen en antwoorden}},\n"
        "\ttype = {Lijst van vragen en antwoorden},\n"
        "\tinstitution = {{Tweede Kamer der Staten-Generaal}},\n"
        "\tseries = {Kamerstukken II 2020/21},\n"
        "\tnumber = {27925, nr. 748},\n"
        "\tyear = {2020},\n"
        "\tdate = {2020-10-09},\n"
        "\turl = {https://zoek.officielebekendmakingen.nl/kst-27925-748.html},\n"
        "\tlanguage = {nl},\n"
        "\tlangid = {dutch},\n"
        "\tnote = {Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 12}\n"
        "}\n"
    )


def test_ris_as_zotero_reads_it() -> None:
    assert RECORD.as_ris().splitlines() == [
        "TY  - RPRT",
        "ID  - kst-27925-748_12",
        "AU  - Minister van Buitenlandse Zaken",
        "TI  - Lijst van vragen en antwoorden",
        "M3  - Lijst van vragen en antwoorden",
        "PB  - Tweede Kamer der Staten-Generaal",
        "T2  - Kamerstukken II 2020/21",
        "SN  - 27925, nr. 748",
        "PY  - 2020",
        "DA  - 2020/10/09",
        "UR  - https://zoek.officielebekendmakingen.nl/kst-27925-748.html",
        "LA  - nl",
        "N1  - Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 12",
        "ER  - ",
    ]


def test_csl_json_as_zotero_reads_it() -> None:
    assert json.loads(RECORD.as_csl_json()) == [
        {
            "id": "kst-27925-748_12",
            "type": "report",
            "genre": "Lijst van vragen en antwoorden",
            "title": "Lijst van vragen en antwoorden",
            "author": [{"literal": "Minister van Buitenlandse Zaken"}],
            "publisher": "Tweede Kamer der Staten-Generaal",
            "collection-title": "Kamerstukken II 2020/21",
            "container-title": "Kamerstukken II 2020/21",
            "number": "27925, nr. 748",
            "issued": {"date-parts": [[2020, 10, 9]]},
            "URL": "https://zoek.officielebekendmakingen.nl/kst-27925-748.html",
            "language": "nl",
            "note": "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 12",
        }
    ]


def test_what_no_source_states_is_no_field() -> None:
    known = {"title", "type", "language", "langid", "note"}
    assert set(_read_bibtex(BARE)) == known
    assert [line[:2] for line in BARE.as_ris().split("\n") if line] == [
        *("TY", "ID", "TI", "M3", "LA", "N1", "ER")
    ]
    csl = {"id", "type", "genre", "title", "language", "note"}
    assert set(json.loads(BARE.as_csl_json())[0]) == csl


def test_authors_stay_whole() -> None:
    authors = ("Minister van Onderwijs, Cultuur en Wetenschap", "Knapen and Kamp (Defensie)")
    record = Record(key="k", kind="Brief", title="Brief", note="Brief", authors=authors)

    read = parse_string(record.as_bibtex(), append_middleware=[SeparateCoAuthors(), _decoding()])

    assert record.as_bibtex().count("} and {") == 1
    assert read.entries[0]["author"] == [f"{{{author}}}" for author in authors]
    assert tuple(rispy.loads(record.as_ris())[0]["authors"]) == authors
    literals = json.loads(record.as_csl_json())[0]["author"]
    assert tuple(author["literal"] for author in literals) == authors


@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts_survive(text: str) -> None:
    _assert_survives(text)


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1).filter(one_line))
@example("--")
@example("a\\")
def test_any_text_survives(text: str) -> None:
    _assert_survives(text)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="\\{}%&#$_~^-'`,<>!?\"@=ab \n", min_size=1).filter(one_line))
def test_any_markup_survives(text: str) -> None:
    _assert_survives(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Een titel\r\n over\ttwee  regels\n", "Een titel over twee regels"),
        ("a \x00 b\x07", "a b"),
        ("27\u00a0925", "27 925"),
        ("gewoon", "gewoon"),
        ("\n", ""),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


def _assert_survives(text: str) -> None:
    """Title, author and note read back as written, their white space as single spaces."""
    record = Record(key="k", kind="Brief", title=text, note=text, authors=(text,), number="1")
    line = one_line(text)

    bibtex = _read_bibtex(record)
    assert (bibtex["title"], bibtex["author"], bibtex["note"]) == (line, line, line)
    assert bibtex["number"] == "1"

    (ris,) = rispy.loads(record.as_ris())
    assert (ris["title"], ris["authors"], ris["notes"]) == (line, [line], [line])
    assert (ris["type_of_reference"], ris["issn"]) == ("RPRT", "1")
    assert len(record.as_ris().splitlines()) == 9

    (csl,) = json.loads(record.as_csl_json())
    assert (csl["title"], csl["author"], csl["note"]) == (line, [{"literal": line}], line)


def _read_bibtex(record: Record) -> dict[str, Any]:
    library = parse_string(record.as_bibtex(), append_middleware=[_decoding()])
    assert not library.failed_blocks
    (entry,) = library.entries
    assert (entry.entry_type, entry.key) == ("techreport", record.key)
    return {field.key: field.value for field in entry.fields}


def _decoding() -> LatexDecodingMiddleware:
    """TeX back to text; pylatexenc itself reads \\textasciicircum as U+02C6, not as U+005E."""
    context = get_default_latex_context_db()
    context.add_context_category(
        "circumflex", prepend=True, macros=[MacroTextSpec("textasciicircum", simplify_repl="^")]
    )
    return LatexDecodingMiddleware(decoder=LatexNodes2Text(latex_context=context))
