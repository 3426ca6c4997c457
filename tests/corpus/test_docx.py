"""DOCX files: three as ministries publish them, and small ones built part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.document import Span
from corpus.extract import Extract, Format
from corpus.readers import UnreadableError, docx_package
from corpus.readers.docx import read_docx

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "docx"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Lawful = Callable[[Extract], Extract]


def rels(**targets: str) -> str:
    lines = [
        f'<Relationship Id="{kind}{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(
            (kind.rstrip("0123456789"), target) for kind, target in targets.items()
        )
    ]
    return f'<Relationships xmlns="{RELATIONS}">{"".join(lines)}</Relationships>'


def part(root: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMES}>{content}</w:{root}>'


def docx(body: str, **parts: str) -> bytes:
    """A DOCX of a body and, by the kind of their relation, further parts."""
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": rels(officeDocument="word/document.xml"),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": rels(**{kind: f"{kind}.xml" for kind in parts}),
        **{f"word/{kind}.xml": content for kind, content in parts.items()},
    }
    return zip_of(members)


def zip_of(members: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{t(text)}</w:r>"


def p(text: str, properties: str = "") -> str:
    content = text if text.startswith("<") else r(text)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def table(*rows: list[str]) -> str:
    content = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{content}</w:tbl>"


def cell(*paragraphs: str, properties: str = "") -> str:
    content = "".join(p(text) for text in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def texts(extract: Extract, spans: tuple[Span, ...] | None) -> list[str]:
    return [extract.text[start:end] for start, end in spans or ()]


# --- as ministries publish them ---


def sample(name: str) -> Extract:
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip("the sample documents are not here (../shared/samples)")
    return read_docx(path.read_bytes())


def test_eerdmans(lawful: Lawful) -> None:
    extract = lawful(sample("eerdmans-me-arnhem.docx"))
    assert extract.format is Format.DOCX
    assert extract.text.startswith(
        "1\n\nDirectoraat-Generaal Politie en Veiligheidsregio’s\n\nDatum\n\n24 maart 2024\n\n"
        "Ons kenmerk\n\n5303168\n\n> Retouradres\xa0Postbus 20301\xa02500 EH\xa0\xa0Den Haag\n\n"
        "Aan de Voorzitter van de Tweede Kamer\n\nder Staten-Generaal\n\nPostbus 20018\n\n"
        "2500 EA DEN HAAG\n\nDatum\t24 maart 2024\nOnderwerp\tBeantwoording Kamervragen van het lid"
    )
    assert (
        "\n\nDe minister van Justitie en Veiligheid\n\nD. Yeşilgöz-Zegerius\n\nAntwoorden van de "
        "minister van Justitie en Veiligheid op Kamervragen\n\nvan het lid Eerdmans (JA21) over "
    ) in extract.text
    assert "\n\nVraag 3\n\nHoe vaak komt het voor dat ME’ers" in extract.text
    assert "\n\nAntwoord op vraag 3\n\nHierover zijn geen cijfers bekend." in extract.text
    assert extract.text.count("Ons kenmerk") == 2  # header, letterhead; the VML fallback not
    assert "VERTROUWELIJK" not in extract.text  # in the footer of even pages, which are not apart
    (note,) = extract.notes
    assert extract.text[slice(*note.span)] == (
        "1 Aanhangsel van de Handelingen, vergaderjaar 2023-2024, nr. 1121.\n"
    )
    assert note.called_at is not None
    assert extract.text[note.called_at - 4 : note.span[0]] == "(ME)1.\n\n"
    assert extract.text[note.span[1] :].startswith("\nTegelijkertijd staat de politie")
    assert texts(extract, extract.marks) == ["1"]
    assert texts(extract, extract.furniture) == [
        "1\n",
        "Directoraat-Generaal Politie en Veiligheidsregio’s\n\nDatum\n\n24 maart 2024\n\n"
        "Ons kenmerk\n\n5303168\n",
        "\tPagina 1 van 3\n",
        "\tPagina 2 van 1\n",
        "\tPagina 3 van 3\n",
    ]
    headings = texts(extract, extract.headings)
    assert [h for h in headings if h.startswith("Antwoord op")] == [
        f"Antwoord op vraag {number}\n" for number in (1, 2, 3)
    ]
    assert ("created", "2024-03-14T10:48:00Z") in extract.metadata
    assert not extract.warnings


def test_wolvega(lawful: Lawful) -> None:
    extract = lawful(sample("politiebureau-wolvega.docx"))
    first, other = texts(extract, extract.furniture)
    assert "Datum\t25 juli 2024\nBetreft\tBeantwoording Kamervragen leden Mutluer" in first
    assert first.endswith("Ons kenmerk\n\nPagina 1 van 1\n")
    assert other == "Datum\n\n25 juli 2024\n\nPagina 2 van 1\n"
    assert extract.text[extract.furniture[1][1] :].startswith("\nIn antwoord op uw brief van 5")
    labels = [line for line in extract.text.splitlines() if line.startswith(("Vraag", "Antwoord "))]
    assert labels == [
        "Vraag 1", "Antwoord op vraag 1", "Vraag 2", "Antwoord op vraag 2", "Vraag 3", "Vraag 4",
        "Antwoord op vraag 4", "Vraag 5", "Antwoord op vraag 5", "Vraag 6", "Antwoord op vraag 6",
        "Vraag 7", "Antwoord op vraag 7", "Vraag 8", "Antwoord op vraag 3 en 8",
    ]  # fmt: skip
    assert {f"{label}\n" for label in labels} <= set(texts(extract, extract.headings))
    assert extract.text.endswith("zichtbare aanwezigheid van de politie te behouden wordt daarin"
                                 " meegenomen.\n")  # fmt: skip
    assert not extract.notes


def test_temmink(lawful: Lawful) -> None:
    extract = lawful(sample("temmink-0900-nummer.docx"))
    # The letter's body stands in a table of one cell that only lays it out.
    assert "deel ik u mede\n\ndat de vragen van de leden Temmink" in extract.text
    assert "\n\nDe minister van Justitie en Veiligheid\n\nD. Yeşilgöz-Zegerius\n\n" in extract.text
    # The labels of the sources are not typed: Word numbers them.
    assert (
        "\n\n1) Geen spoed wel brandweer – Brandweer\n\n2) Contact marechaussee | Koninklijke "
        "Marechaussee | Defensie.nl\n\n"
    ) in extract.text
    (note,) = extract.notes
    assert extract.text[slice(*note.span)] == "1 Kamerstukken, 2022-2023, 29628, nr. 1135\n"
    assert note.called_at is not None
    assert extract.text[: note.called_at].endswith("de motie van Nispen")
    assert "Antwoord op vragen 7, 8, en 9\n" in texts(extract, extract.headings)


# --- paragraphs and runs ---


def test_paragraphs_are_lines_parted_by_one_blank_line(lawful: Lawful) -> None:
    extract = lawful(read_docx(docx(p("Vraag 1") + p("") + p("  ") + p("Kent u het? ") + p("Ja."))))
    assert extract.text == "Vraag 1\n\nKent u het?\n\nJa.\n"


def test_line_ends_tabs_and_hyphens_inside_a_paragraph() -> None:
    run = f"<w:r>{t('Vraag 1')}<w:br/>{t('Zie')}<w:tab/>{t('kst')}<w:noBreakHyphen/>{t('1')}</w:r>"
    assert read_docx(docx(p(run + "<w:r><w:cr/></w:r>"))).text == "Vraag 1\nZie\tkst-1\n"


def test_what_a_reader_sees_is_text_and_what_is_struck_out_is_not() -> None:
    body = p(
        r("De ")
        + f"<w:hyperlink>{r('brief')}</w:hyperlink>"
        + f"<w:ins w:author='a'>{r(' van nu')}</w:ins>"
        + "<w:del w:author='a'><w:r><w:delText> van toen</w:delText></w:r></w:del>"
        + f"<w:moveFrom>{r(' weg')}</w:moveFrom><w:moveTo>{r(' hier')}</w:moveTo>"
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{r(' met datum')}</w:sdtContent></w:sdt>"
        + f"<w:smartTag>{r(' en plaats')}</w:smartTag>"
        + f"<w:fldSimple w:instr='PAGE'>{r(' 3')}</w:fldSimple>"
        + r(" geheim", "<w:vanish/>")
        + r(".")
    )
    extract = read_docx(docx(p("Ja.") + body))
    assert extract.text == "Ja.\n\nDe brief van nu hier met datum en plaats 3.\n"
    assert [extract.text[: warning.at] for warning in extract.warnings] == [
        "Ja.\n\nDe brief",
        "Ja.\n\nDe brief van nu hier met datum en plaats 3",
    ]
    assert "tracked changes" in extract.warnings[0].message
    assert "hidden text" in extract.warnings[1].message


def test_fields_show_their_result_and_not_their_code() -> None:
    def mark(kind: str) -> str:
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    code = "<w:r><w:instrText>IF DOCPROPERTY x</w:instrText></w:r>"
    inner = mark("begin") + code + mark("separate") + r("binnen") + mark("end")
    whole = mark("begin") + code + inner + mark("separate") + r("24 maart") + mark("end")
    assert read_docx(docx(p(whole + r(" 2024")))).text == "24 maart 2024\n"
    # A field over paragraphs, and one that its paragraph leaves open: no text is hidden behind it.
    over = p(mark("begin") + code + mark("separate") + r("een")) + p(r("twee") + mark("end"))
    assert read_docx(docx(over + p(mark("begin") + code) + p("drie"))).text == (
        "een\n\ntwee\n\ndrie\n"
    )


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('Ons kenmerk')}{p('5303168')}</w:txbxContent>"
    twice = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    only = f"<w:r><mc:AlternateContent><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    assert read_docx(docx(p(r("Brief") + twice + r("tekst")))).text == (
        "Brieftekst\n\nOns kenmerk\n\n5303168\n"
    )
    assert read_docx(docx(p(only))).text == "Ons kenmerk\n\n5303168\n"


def test_headings_by_style_outline_and_bold() -> None:
    styles = part(
        "styles",
        "<w:style w:type='paragraph' w:default='1' w:styleId='Standaard'><w:name w:val='Normal'/>"
        "</w:style><w:style w:styleId='Kop1'><w:name w:val='heading 1'/></w:style>"
        "<w:style w:styleId='K2'><w:name w:val='Kop 2'/></w:style>"
        "<w:style w:styleId='Eigen'><w:name w:val='x'/><w:basedOn w:val='K2'/></w:style>"
        "<w:style w:styleId='Vet'><w:name w:val='vet'/><w:rPr><w:b/></w:rPr></w:style>"
        "<w:style w:styleId='Lus'><w:name w:val='l'/><w:basedOn w:val='Lus'/></w:style>"
        "<w:style w:styleId='Koptekst'><w:name w:val='header'/></w:style>",
    )
    bold = "<w:b/>"
    body = (
        p("A", "<w:pStyle w:val='Kop1'/>")
        + p("B", "<w:pStyle w:val='Eigen'/>")
        + p("C", "<w:outlineLvl w:val='0'/>")
        + p("D", "<w:pStyle w:val='Vet'/>")
        + p(r("E ", bold) + r(" ") + r("F", bold))
        + p(r("g", bold) + r("h"))
        + p(r("i", "<w:b w:val='0'/>"), "<w:pStyle w:val='Vet'/>")
        + p("j", "<w:outlineLvl w:val='9'/>")
        + p("k", "<w:pStyle w:val='Lus'/>")
        + p("l", "<w:pStyle w:val='Koptekst'/>")
    )
    extract = read_docx(docx(body, styles=styles))
    assert texts(extract, extract.headings) == ["A\n", "B\n", "C\n", "D\n", "E  F\n"]


def test_raised_numbers_are_marks_but_units_and_powers_are_not() -> None:
    raised = "<w:vertAlign w:val='superscript'/>"
    body = (
        p(r("vraagt?") + r("1", raised) + r("2", raised) + r(" en") + r(" 3)", raised))
        + p(r("20 m") + r("2", raised) + r(", 10") + r("6", raised) + r(" 1") + r("e", raised))
        + p(r("kinderen") + r("4, 5", raised))
    )
    extract = read_docx(docx(body))
    assert extract.text == "vraagt?12 en 3)\n\n20 m2, 106 1e\n\nkinderen4, 5\n"
    assert texts(extract, extract.marks) == ["12", "3)", "4", ", 5"]


# --- lists ---


def numbering(
    levels: str, nums: str = "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
) -> str:
    return part("numbering", f"<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>{nums}")


def level(at: int, form: str, text: str, more: str = "<w:start w:val='1'/>") -> str:
    return (
        f"<w:lvl w:ilvl='{at}'>{more}<w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"
    )


def item(text: str, at: int = 0, number: int = 1) -> str:
    return p(text, f"<w:numPr><w:ilvl w:val='{at}'/><w:numId w:val='{number}'/></w:numPr>")


@pytest.mark.parametrize(
    ("form", "text", "labels"),
    [
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
        ("upperLetter", "(%1)", ["(A)", "(B)", "(C)"]),
        ("lowerRoman", "%1.", ["i.", "ii.", "iii."]),
        ("upperRoman", "%1", ["I", "II", "III"]),
        ("decimalZero", "%1", ["01", "02", "03"]),
        ("decimal", "Vraag %1", ["Vraag 1", "Vraag 2", "Vraag 3"]),
        ("bullet", "\uf0b7", ["•", "•", "•"]),
        ("bullet", "–", ["–", "–", "–"]),
    ],
)
def test_an_automatic_label_is_put_before_its_paragraph(
    form: str, text: str, labels: list[str]
) -> None:
    body = item("Kent u het?") + item("Ziet u het?") + p("Ja.") + item("Weet u het?")
    extract = read_docx(docx(body, numbering=numbering(level(0, form, text))))
    asked = ["Kent u het?", "Ziet u het?", "Weet u het?"]
    lines = [f"{label} {question}" for label, question in zip(labels, asked, strict=True)]
    assert extract.text == f"{lines[0]}\n\n{lines[1]}\n\nJa.\n\n{lines[2]}\n"


def test_levels_begin_anew_below_a_higher_one_and_print_it() -> None:
    levels = level(0, "upperRoman", "%1.") + level(
        1, "decimal", "%1.%2", "<w:start w:val='1'/><w:isLgl/>"
    )
    body = item("A") + item("a", 1) + item("b", 1) + item("B") + item("c", 1)
    extract = read_docx(docx(body, numbering=numbering(levels)))
    assert extract.text.split("\n\n") == ["I. A", "1.1 a", "1.2 b", "II. B", "2.1 c\n"]


def test_lists_share_a_count_unless_one_starts_anew() -> None:
    nums = (
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
        "<w:num w:numId='2'><w:abstractNumId w:val='0'/></w:num>"
        "<w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'>"
        "<w:startOverride w:val='7'/></w:lvlOverride></w:num>"
    )
    body = item("a") + item("b", number=2) + item("c", number=3) + item("d", number=3)
    body += item("e", number=0) + item("f", number=99)
    extract = read_docx(docx(body, numbering=numbering(level(0, "decimal", "%1."), nums)))
    assert extract.text.split("\n\n") == ["1. a", "2. b", "7. c", "8. d", "e", "f\n"]


def test_a_style_may_number_its_paragraphs() -> None:
    styles = part(
        "styles",
        "<w:style w:styleId='Vraag'><w:name w:val='v'/><w:pPr><w:numPr><w:numId w:val='1'/>"
        "</w:numPr></w:pPr></w:style>",
    )
    levels = level(0, "decimal", "%1.") + level(
        1, "lowerLetter", "%2)", "<w:start w:val='1'/><w:pStyle w:val='Vraag'/>"
    )
    body = p("a", "<w:pStyle w:val='Vraag'/>") + p("b", "<w:pStyle w:val='Vraag'/>")
    extract = read_docx(docx(body, styles=styles, numbering=numbering(levels)))
    assert extract.text == "a) a\n\nb) b\n"


# --- tables ---


def test_a_table_has_a_line_for_each_row_and_tabs_between_cells(lawful: Lawful) -> None:
    rows = table(
        [cell("Land", properties="<w:vMerge w:val='restart'/>"),
         cell("Jaar", properties="<w:gridSpan w:val='2'/>")],
        [cell("", properties="<w:vMerge/>"), cell("2019"), cell("2020")],
        [cell("NL", "en BE"), cell(""), f"<w:tc>{table([cell('1'), cell('2')])}{p('x')}</w:tc>"],
    )  # fmt: skip
    extract = lawful(read_docx(docx(p("Tabel 1") + rows + p("Bron: CBS"))))
    rows_read = "Land\tJaar\t\n\t2019\t2020\nNL en BE\t\t1 2 x\n"
    assert extract.text == f"Tabel 1\n\n{rows_read}\nBron: CBS\n"
    assert texts(extract, extract.tables) == [rows_read]


def test_cells_that_lay_out_text_are_text(lawful: Lawful) -> None:
    column = [f"Alinea {number}." for number in range(6)]
    rows = table([cell("Vraag 1", "Kent u het?")], [cell("Marge"), cell(*column)])
    extract = lawful(read_docx(docx(rows)))
    assert extract.text == "\n\n".join(["Vraag 1", "Kent u het?", "Marge", *column]) + "\n"
    assert not extract.tables


# --- notes, headers, images ---


def notes(kind: str, *written: str) -> str:
    content = "".join(
        f"<w:{kind} w:id='{at}'><w:p><w:r><w:{kind}Ref/></w:r>{r(text)}</w:p></w:{kind}>"
        for at, text in enumerate(written, start=1)
    )
    return part(f"{kind}s", f"<w:{kind} w:type='separator' w:id='0'>{p('')}</w:{kind}>{content}")


def call(kind: str, at: int, custom: str = "") -> str:
    return f"<w:r><w:{kind}Reference w:id='{at}' {custom}/></w:r>"


def test_a_note_stands_behind_the_paragraph_that_calls_it(lawful: Lawful) -> None:
    body = p(r("Ja") + call("footnote", 2) + r(" en nee") + call("footnote", 1) + r(".")) + p("Nu.")
    extract = lawful(read_docx(docx(body, footnotes=notes("footnote", " AD.", " NRC."))))
    assert extract.text == "Ja1 en nee2.\n\n1 NRC.\n\n2 AD.\n\nNu.\n"
    assert texts(extract, extract.marks) == ["1", "2"]
    assert [(n.number, extract.text[slice(*n.span)], n.called_at) for n in extract.notes] == [
        (1, "1 NRC.\n", 2),
        (2, "2 AD.\n", 10),
    ]


def test_endnotes_are_numbered_as_they_print_and_notes_in_a_table_follow_it(
    lawful: Lawful,
) -> None:
    rows = table(
        [f"<w:tc><w:p>{r('x')}{call('endnote', 1)}</w:p></w:tc>", cell("y")], [cell("z"), cell("")]
    )
    extract = lawful(read_docx(docx(rows + p("Nu."), endnotes=notes("endnote", " Bron."))))
    assert extract.text == "xi\ty\nz\t\n\ni Bron.\n\nNu.\n"
    assert texts(extract, extract.tables) == ["xi\ty\nz\t\n"]
    assert [(n.number, n.called_at) for n in extract.notes] == [(1, 1)]
    form = "<w:numFmt w:val='decimal'/><w:numStart w:val='4'/>"
    section = f"<w:sectPr><w:endnotePr>{form}</w:endnotePr></w:sectPr>"
    again = read_docx(docx(rows + section, endnotes=notes("endnote", " Bron.")))
    assert again.text == "x4\ty\nz\t\n\n4 Bron.\n"


def test_a_mark_of_the_writers_own_is_not_numbered(lawful: Lawful) -> None:
    body = p(r("Ja") + call("footnote", 1, "w:customMarkFollows='1'") + r("*") + r("."))
    extract = lawful(read_docx(docx(body, footnotes=notes("footnote", "* AD."))))
    assert extract.text == "Ja*.\n\n* AD.\n"
    assert extract.notes[0].called_at == 2


def test_a_note_without_a_text_is_a_warning() -> None:
    extract = read_docx(docx(p(r("Ja") + call("footnote", 9) + r("."))))
    assert extract.text == "Ja.\n"
    assert "a footnote was left out" in extract.warnings[0].message


def test_headers_come_first_and_footers_last_each_once_where_shown(lawful: Lawful) -> None:
    def section(titled: str) -> str:
        return (
            "<w:sectPr><w:headerReference w:type='default' r:id='header0'/>"
            "<w:headerReference w:type='even' r:id='header1'/>"
            "<w:headerReference w:type='first' r:id='header2'/>"
            f"<w:footerReference w:type='default' r:id='footer3'/>{titled}</w:sectPr>"
        )

    parts = {
        "header0": part("hdr", p("Datum 1 mei")),
        "header1": part("hdr", p("VERTROUWELIJK")),
        "header2": part("hdr", p("Ministerie")),
        "footer3": part("ftr", p("Pagina 1")),
    }
    body = p("Ja.", section("")) + p("Nee.") + section("<w:titlePg/>")
    extract = lawful(read_docx(docx(body, **parts)))
    assert extract.text == "Datum 1 mei\n\nMinisterie\n\nJa.\n\nNee.\n\nPagina 1\n"
    assert texts(extract, extract.furniture) == ["Datum 1 mei\n", "Ministerie\n", "Pagina 1\n"]
    facing = part("settings", "<w:evenAndOddHeaders/>")
    extract = lawful(read_docx(docx(body, **parts, settings=facing)))
    assert "VERTROUWELIJK" in texts(extract, extract.furniture)[1]


def test_an_image_in_the_text_is_a_warning_and_a_logo_above_it_is_not() -> None:
    image = "<w:r><w:drawing><a:blip r:embed='x'/></w:drawing></w:r>"
    extract = read_docx(docx(p(image) + p(r("Zie") + image + r(" hier.")) + p(image)))
    assert extract.text == "Zie hier.\n"
    assert [warning.at for warning in extract.warnings] == [3, 10]
    assert "an image was left out" in extract.warnings[0].message


def test_core_properties_are_stated_as_they_are() -> None:
    assert read_docx(docx(p("Ja."))).metadata == ()


# --- hostile and broken ---


def refusal(raw: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_docx(raw)
    return str(caught.value)


def test_a_bomb_is_refused_by_what_it_declares(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = docx(p("Ja."), media="0" * (32 * 2**20))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("a member was unpacked"))
    assert "made to fill a machine" in refusal(raw)


def test_the_members_together_may_not_unpack_to_more_than_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(docx_package, "MOST_UNPACKED", 2**20)
    text = "".join(chr(33 + (at * at) % 90) for at in range(6 * 10**5))
    assert "at most 1 MiB" in refusal(docx(p("Ja."), a=text, b=text))
    monkeypatch.setattr(docx_package, "MOST_UNPACKED", 2 * 2**20)
    assert read_docx(docx(p("Ja."), a=text, b=text)).text == "Ja.\n"


def test_a_bomb_that_declares_less_than_it_holds_is_refused() -> None:
    raw = docx(p("Ja." * 10_000))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lying = raw.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert lying != raw
    assert "damaged" in refusal(lying)


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_package, "MOST_MEMBERS", 5)
    assert "found 6 files" in refusal(docx(p("Ja."), a="x", b="y"))


@pytest.mark.parametrize("name", ["../uit.xml", "/etc/x", "C:/x", "word/../../x", "a\\..\\x"])
def test_a_member_outside_the_zip_is_refused(name: str) -> None:
    raw = zip_of({"word/document.xml": part("document", "<w:body/>"), name: "x"})
    assert "stay inside it" in refusal(raw)


def test_a_zip_without_a_document_is_refused() -> None:
    assert "word/document.xml is missing" in refusal(zip_of({"[Content_Types].xml": "<Types/>"}))
    assert "without one" in refusal(zip_of({"word/document.xml": part("document", "")}))


def test_a_protected_zip_is_refused() -> None:
    raw = bytearray(docx(p("Ja.")))
    raw[6] |= 1  # the flag in the first local header
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    assert "without a password" in refusal(bytes(raw))


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://a.nl/x.dtd"> %x;]>',
    ],
)
def test_a_document_type_of_its_own_in_any_part_is_refused(doctype: str) -> None:
    body = part("document", f"<w:body>{p('Ja.')}</w:body>")
    evil = body.replace("?>", f"?>{doctype}", 1)
    assert "document type" in refusal(zip_of({"word/document.xml": evil}))
    styles = part("styles", "").replace("?>", f"?>{doctype}", 1)
    assert "document type" in refusal(docx(p("Ja."), styles=styles))


def test_elements_nested_too_deep_are_refused() -> None:
    for depth in (130, 10_000):
        body = "<w:sdt>" * depth + p("Ja.") + "</w:sdt>" * depth
        assert "deep" in refusal(docx(body))


def test_xml_that_is_not_whole_is_refused() -> None:
    assert "expected whole XML" in refusal(zip_of({"word/document.xml": "<document><body>"}))


def test_a_relation_that_leads_nowhere_is_no_hindrance() -> None:
    members = {
        "_rels/.rels": rels(officeDocument="/word/document2.xml"),
        "word/document2.xml": part("document", f"<w:body>{p('Ja.')}</w:body>"),
        "word/_rels/document2.xml.rels": rels(image="../NULL", styles="weg.xml"),
    }
    assert read_docx(zip_of(members)).text == "Ja.\n"


# --- the laws ---

WORDS = st.sampled_from(["Vraag 1", "Kent u het?", "", " ", "Ja.", "10", "m"])
RUNS = st.one_of(
    WORDS.map(r),
    WORDS.map(lambda text: r(text, "<w:b/>")),
    st.sampled_from(["1", "2)", "3, 4"]).map(
        lambda text: r(text, "<w:vertAlign w:val='superscript'/>")
    ),
    st.sampled_from([1, 2, 9]).map(lambda at: call("footnote", at)),
    st.just("<w:r><w:tab/><w:br/></w:r>"),
    st.just("<w:r><a:blip/></w:r>"),
    st.just("<w:r><w:fldChar w:fldCharType='begin'/></w:r>"),
    st.just("<w:r><w:fldChar w:fldCharType='separate'/></w:r>"),
)
PARAGRAPHS = st.lists(RUNS, max_size=5).map(lambda runs: f"<w:p>{''.join(runs)}</w:p>")
BODIES = st.recursive(
    PARAGRAPHS,
    lambda inner: st.lists(
        st.lists(inner.map(lambda x: f"<w:tc>{x}</w:tc>"), min_size=1, max_size=3), max_size=3
    ).map(lambda rows: table(*rows)),
    max_leaves=12,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(BODIES, max_size=5))
def test_ranges_hold_for_any_body(lawful: Lawful, body: list[str]) -> None:
    lawful(read_docx(docx("".join(body), footnotes=notes("footnote", "AD.", "NRC."))))
