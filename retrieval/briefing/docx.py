"""A briefing as a Word document, with real footnotes.

python-docx has no footnotes: the part that holds them, its place in the settings and its two styles
are written here (ECMA-376 part 1, 17.11).
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml import etree

from retrieval.briefing.checking import Checked
from retrieval.briefing.printed import (
    ASKED,
    LANGUAGE,
    NOTE,
    REFERS_TO,
    PrintedQuote,
    lines,
    printed,
)

_TEXT_STYLE, _MARK_STYLE = "FootnoteText", "FootnoteReference"
_BLUE = RGBColor(0x15, 0x42, 0x73)
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
    "</w:r></w:p></w:footnote>"
)
_UNTIMED = (1980, 1, 1, 0, 0, 0)


def as_docx(checked: Checked, written: datetime) -> bytes:
    """The briefing as DOCX, dated `written`; the same bytes for the same briefing and time."""
    content = printed(checked)
    document = Document()
    _set_up(document, content.title, written)
    document.add_heading(content.title, level=0)
    footnotes = _Footnotes(document)
    for quote in content.quotes:
        last = _add(document, quote)
        if content.in_text:
            last.add_run(f" ({quote.citation})")
        else:
            footnotes.call(last, quote.citation)
        _add_more(document, quote)
    footnotes.write()
    packed = io.BytesIO()
    document.save(packed)
    return _without_times(packed.getvalue())


def _set_up(document: Docx, title: str, written: datetime) -> None:
    """A4, Dutch, the styles, and the facts of the file."""
    properties = document.core_properties
    properties.title, properties.language = title[:255], LANGUAGE
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = written
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for name in ("Title", "Heading 1"):
        document.styles[name].font.color.rgb = _BLUE
    quote = document.styles["Quote"]
    quote.font.italic = False
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Mm(10)


def _add(document: Docx, quote: PrintedQuote) -> Paragraph:
    """Heading, facts, question and quote; gives the quote's last paragraph."""
    document.add_heading(quote.heading, level=1)
    above = [document.add_paragraph(quote.facts), *_add_labelled(document, ASKED, quote.asked)]
    for paragraph in above:  # at the top of the quote, and never alone at the foot of a page
        paragraph.paragraph_format.keep_with_next = True
    return [document.add_paragraph(paragraph, "Quote") for paragraph in quote.quote][-1]


def _add_more(document: Docx, quote: PrintedQuote) -> None:
    _add_labelled(document, REFERS_TO, quote.refers_to)
    _add_labelled(document, NOTE, quote.note)


def _add_labelled(document: Docx, label: str, text: str) -> list[Paragraph]:
    """The paragraphs of a text, the first with its label."""
    paragraphs: list[Paragraph] = []
    for line in lines(text):
        paragraph = document.add_paragraph()
        if not paragraphs:
            paragraph.add_run(f"{label}: ").bold = True
        paragraph.add_run(line)
        paragraphs.append(paragraph)
    return paragraphs


class _Footnotes:
    """The footnotes of a document, and the part that holds their text."""

    def __init__(self, document: Docx) -> None:
        self._document = document
        self._texts: list[str] = []

    def call(self, paragraph: Paragraph, text: str) -> None:
        """Puts the mark of a new footnote behind a paragraph."""
        self._texts.append(text)
        run = paragraph.add_run()
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self._texts)))
        run._r.append(_style_of_run(_MARK_STYLE))
        run._r.append(reference)

    def write(self) -> None:
        """Adds the part, its styles and its place in the settings; nothing without footnotes."""
        if not self._texts:
            return
        self._add_styles()
        root = etree.fromstring(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
        root.extend(_footnote(number, text) for number, text in enumerate(self._texts, start=1))
        part = Part(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True),
            self._document.part.package,
        )
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = self._document.settings.element
        properties = OxmlElement("w:footnotePr")
        for separator in ("-1", "0"):
            named = OxmlElement("w:footnote")
            named.set(qn("w:id"), separator)
            properties.append(named)
        compat = settings.find(qn("w:compat"))
        compat.addprevious(properties)  # the schema wants it there

    def _add_styles(self) -> None:
        styles = self._document.styles
        text = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.element.set(qn("w:styleId"), _TEXT_STYLE)
        text.base_style = styles["Normal"]
        text.font.size = Pt(9)
        text.paragraph_format.space_after = Pt(0)
        mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
        mark.element.set(qn("w:styleId"), _MARK_STYLE)
        mark.font.superscript = True


def _footnote(number: int, text: str) -> etree._Element:
    note = OxmlElement("w:footnote")
    note.set(qn("w:id"), str(number))
    paragraph = Paragraph(OxmlElement("w:p"), None)  # type: ignore[arg-type]
    properties = paragraph._p.get_or_add_pPr()
    properties.style = _TEXT_STYLE
    mark = paragraph.add_run()
    mark._r.append(_style_of_run(_MARK_STYLE))
    mark._r.append(OxmlElement("w:footnoteRef"))
    paragraph.add_run(f" {text}")
    note.append(paragraph._p)
    return note


def _style_of_run(style: str) -> etree._Element:
    properties = OxmlElement("w:rPr")
    named = OxmlElement("w:rStyle")
    named.set(qn("w:val"), style)
    properties.append(named)
    return properties


def _without_times(packed: bytes) -> bytes:
    """The package with every part at the same time, so that one briefing gives one file."""
    rewritten = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(rewritten, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _UNTIMED)
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return rewritten.getvalue()
