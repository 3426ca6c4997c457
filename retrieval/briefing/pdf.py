"""A briefing as PDF, with its sources numbered behind the quotes."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Paragraph, SimpleDocTemplate

from corpus import KamerbronError
from retrieval.briefing.checking import Checked
from retrieval.briefing.printed import (
    ASKED,
    LANGUAGE,
    NOTE,
    REFERS_TO,
    SOURCES,
    Printed,
    PrintedQuote,
    lines,
    printed,
)

_FONT, _BOLD = "DejaVuSerif", "DejaVuSerif-Bold"
"""Free to embed, and on every machine that runs Kamerbron: matplotlib carries them."""
_BLUE = "#154273"


class UnprintableError(KamerbronError):
    """A text with signs that the font of the PDF does not have."""


def as_pdf(checked: Checked) -> bytes:
    """The briefing as PDF; the same bytes for the same briefing.

    Raises `UnprintableError` where the font lacks a sign: a quote with holes in it is no quote.
    """
    if unknown := unprintable_signs(checked):
        raise UnprintableError(
            "A PDF needs signs that its font has; this briefing has {signs} besides. Choose DOCX.",
            signs=unknown,
        )
    content = printed(checked)
    made = io.BytesIO()
    document = SimpleDocTemplate(
        made,
        pagesize=A4,
        leftMargin=25 * mm,
        rightMargin=25 * mm,
        topMargin=22 * mm,
        bottomMargin=22 * mm,
        title=content.title,
        lang=LANGUAGE,
        invariant=1,
    )
    document.build(_flow(content), onFirstPage=_number_page, onLaterPages=_number_page)
    return made.getvalue()


def unprintable_signs(checked: Checked) -> str:
    """The signs of a briefing that the font of the PDF does not have, each once."""
    content = printed(checked)
    texts = [content.title]
    for quote in content.quotes:
        texts += [quote.heading, quote.facts, quote.asked, *quote.quote]
        texts += [quote.citation, quote.refers_to, quote.note]
    signs = dict.fromkeys("".join(texts))
    known = _signs_of_fonts()
    return "".join(sign for sign in signs if ord(sign) not in known and not sign.isspace())


def _flow(content: Printed) -> list[Flowable]:
    """The paragraphs of the document, in order."""
    flow = [Paragraph(_markup(content.title), _style(size=20, bold=True, after=14))]
    for number, quote in enumerate(content.quotes, start=1):
        mark = f" ({_markup(quote.citation)})" if content.in_text else f"<super>{number}</super>"
        flow += _quote(quote, mark)
    if not content.in_text:
        flow.append(Paragraph(SOURCES, _heading()))
        flow += [
            Paragraph(f"<super>{number}</super> {_markup(quote.citation)}", _style(size=9))
            for number, quote in enumerate(content.quotes, start=1)
        ]
    return flow


def _quote(quote: PrintedQuote, mark: str) -> list[Flowable]:
    *paragraphs, last = [_markup(paragraph) for paragraph in quote.quote]
    return [
        Paragraph(_markup(quote.heading), _heading()),
        Paragraph(_markup(quote.facts), _style(size=9)),
        *_labelled(ASKED, quote.asked),
        *(Paragraph(text, _style(indent=9 * mm)) for text in [*paragraphs, last + mark]),
        *_labelled(REFERS_TO, quote.refers_to),
        *_labelled(NOTE, quote.note),
    ]


def _labelled(label: str, text: str) -> list[Flowable]:
    starts = [f"<b>{label}:</b> ", *[""] * text.count("\n")]
    return [
        Paragraph(start + _markup(line), _style())
        for start, line in zip(starts, lines(text), strict=False)
    ]


def _markup(text: str) -> str:
    """The text as the library's own markup, in which it stays text; lines and tabs are kept."""
    return escape(text).replace("\n", "<br/>").replace("\t", "\N{NO-BREAK SPACE}" * 4)


def _heading() -> ParagraphStyle:
    return _style(size=13, bold=True, before=14)


def _style(
    *, size: float = 10, bold: bool = False, before: float = 0, after: float = 6, indent: float = 0
) -> ParagraphStyle:
    _signs_of_fonts()
    return ParagraphStyle(
        "",
        fontName=_BOLD if bold else _FONT,
        textColor=_BLUE if bold else "black",
        fontSize=size,
        leading=size * 1.45,
        spaceBefore=before,
        spaceAfter=after,
        leftIndent=indent,
        rightIndent=indent,
        keepWithNext=bold,
    )


def _number_page(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont(_FONT, 8)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, str(document.page))


@cache
def _signs_of_fonts() -> frozenset[int]:
    """Makes the fonts known to the library, and gives the signs that both of them have."""
    import matplotlib  # takes long, and most sessions make no PDF

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    fonts = [TTFont(name, folder / f"{name}.ttf") for name in (_FONT, _BOLD)]
    for font in fonts:
        registerFont(font)
    registerFontFamily(_FONT, normal=_FONT, bold=_BOLD, italic=_FONT, boldItalic=_BOLD)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))
