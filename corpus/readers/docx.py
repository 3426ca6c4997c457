"""The text of a DOCX: paragraphs, lists with their labels, tables, notes, text boxes, headers.

Where a page ends is not in the file: Word leaves behind where it once broke pages, other programs
do not. A DOCX has no pages here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.extract import Extract, Format
from corpus.readers.blocks import (
    IMAGE,
    Block,
    Flow,
    Marked,
    Note,
    Paragraph,
    Row,
    Table,
    text_of,
    write,
)
from corpus.readers.docx_numbering import SYMBOLS, Numbering, number_as
from corpus.readers.docx_package import Package
from corpus.readers.errors import UnreadableError

_HEADING_STYLE = re.compile(r"(?:heading|kop)\s*\d|title|titel|subtitle|ondertitel", re.IGNORECASE)
_OFF = {"0", "false", "off"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What no reader sees: properties, the codes of fields, text struck out as a tracked change.
_UNSEEN = {"pPr", "rPr", "sdtPr", "instrText", "del", "moveFrom", "delText", "sectPr", "tblPr"}
_LEFT_OUT = {
    "blip": IMAGE,
    "imagedata": IMAGE,
    "chart": "a chart was left out: what it shows is not in the text",
    "relIds": "a diagram was left out: what it shows is not in the text",
    "altChunk": "a piece in another format was left out: what it says is not in the text",
}
_WRAPPERS = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}
_TRACKED = "tracked changes: what was put in is in the text, what was struck out is not"


def read_docx(raw: bytes) -> Extract:
    """The text of a DOCX as it prints, but for its pages; a blank line between paragraphs.

    Headers come first and footers last, each text once, as furniture; a footnote comes behind the
    paragraph that calls it. Raises `UnreadableError` for a zip that is damaged, protected, made to
    fill a machine, or without a Word document.
    """
    package = Package(raw)
    root = package.part(package.main)
    body = root.find("body") if root is not None else None
    if body is None:
        raise UnreadableError(
            "expected a Word document, found a zip without one ({part} is missing or empty). Open "
            "the file in Word and save it as DOCX or PDF.",
            part=package.main,
        )
    core = package.related("", "core-properties")
    stated = [] if core is None else [(item.tag, (item.text or "").strip()) for item in core]
    metadata = [(name, value) for name, value in stated if value]
    return write(_Reader(package).read(body), Format.DOCX, metadata)


class _Styles:
    """The styles of a document, each with those that it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = root.iterfind("style") if root is not None else ()
        self._styles: dict[str, etree._Element] = {}
        self._default: str | None = None
        for style in styles:
            identifier = style.get("styleId", "")
            self._styles[identifier] = style
            if style.get("type") == "paragraph" and style.get("default") in {"1", "true", "on"}:
                self._default = identifier
        self._chains: dict[str, tuple[etree._Element, ...]] = {}

    def of(self, properties: etree._Element | None, name: str) -> tuple[etree._Element, ...]:
        """The style that properties name, and its bases; that of all paragraphs where none is."""
        named = properties.find(name) if properties is not None else None
        identifier = named.get("val", "") if named is not None else None
        if identifier not in self._styles:
            identifier = self._default if name == "pStyle" else None
        return self._chain(identifier) if identifier else ()

    def _chain(self, identifier: str) -> tuple[etree._Element, ...]:
        if identifier not in self._chains:
            chain: list[etree._Element] = []
            style = self._styles.get(identifier)
            while style is not None and style not in chain:
                chain.append(style)
                base = style.find("basedOn")
                style = self._styles.get(base.get("val", "")) if base is not None else None
            self._chains[identifier] = tuple(chain)
        return self._chains[identifier]


@dataclass(slots=True)
class _Line:
    """A paragraph that is being read: its styles, whether all its text is bold, its text boxes."""

    paragraph: Paragraph
    styles: tuple[etree._Element, ...]
    bold: bool | None = None
    raised: bool = False
    run_bold: bool = False
    boxes: list[etree._Element] = field(default_factory=list)

    def add(self, text: str) -> None:
        if self.bold is None:  # behind the label of a list or a note
            text = text.lstrip(" ")
        if text.strip():
            self.bold = self.run_bold and self.bold is not False
        if self.raised:
            self.paragraph.superscript(text)
        else:
            self.paragraph.add(text)


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        main = package.main
        self._styles = _Styles(package.related(main, "styles"))
        self._numbering = Numbering(package.related(main, "numbering"))
        self._settings = package.related(main, "settings")
        self._notes = {
            kind: _by_id(package.related(main, f"{kind}s"), kind)
            for kind in ("footnote", "endnote")
        }
        self._forms = {"footnote": ("decimal", 1), "endnote": ("lowerRoman", 1)}
        self._called = {"footnote": 0, "endnote": 0}
        self._fields: list[str] = []
        self._tracked = False

    def read(self, body: etree._Element) -> list[Block]:
        sections = [s for s in body.iter("sectPr") if s.getparent().tag in {"body", "pPr"}]
        for kind in self._forms:
            self._forms[kind] = self._form(kind, sections)
        flow = Flow()
        for story in self._stories(sections, "header"):
            flow.add(story)
        self._blocks(body, flow)
        flow.close()
        for story in self._stories(sections, "footer"):
            flow.add(story)
        return flow.blocks

    def _form(self, kind: str, sections: list[etree._Element]) -> tuple[str, int]:
        """How notes of a kind are numbered, and from which number on."""
        form, start = self._forms[kind]
        settings = [] if self._settings is None else [self._settings]
        for place in [*settings, *sections]:
            for properties in place.iterfind(f"{kind}Pr"):
                form = _value(properties, "numFmt") or form
                first = _value(properties, "numStart") or ""
                start = int(first) if first.isdecimal() else start
        return form, start

    def _stories(self, sections: list[etree._Element], kind: str) -> Iterator[Marked]:
        """The headers or the footers that some page shows, each distinct text once."""
        relations = self._package.relations(self._package.main)
        facing = self._settings is not None and _is_on(self._settings.find("evenAndOddHeaders"))
        current: dict[str, str] = {}
        read: set[str] = set()
        seen: set[str] = set()
        for section in sections:
            for reference in section.iterfind(f"{kind}Reference"):
                current[reference.get("type", "default")] = reference.get("id", "")
            shown = {"first": _is_on(section.find("titlePg")), "default": True, "even": facing}
            for place in (place for place, is_shown in shown.items() if is_shown):
                relation = relations.get(current.get(place, ""))
                if relation is None or relation.target in read:
                    continue
                read.add(relation.target)
                root = self._package.part(relation.target)
                if root is None:
                    continue
                flow = Flow()
                self._blocks(root, flow)
                text = text_of(flow.blocks)
                if text.strip() and text not in seen:
                    seen.add(text)
                    yield Marked(None, flow.blocks)

    def _blocks(self, container: etree._Element, flow: Flow) -> None:
        for child in container:
            if child.tag == "p":
                self._paragraph(child, flow)
            elif child.tag == "tbl":
                flow.add(Table([self._row(row) for row in _inside(child, "tr")]))
            elif child.tag in _LEFT_OUT:
                flow.paragraph.lose(_LEFT_OUT[child.tag])
            elif child.tag == "AlternateContent":
                self._blocks(_choice(child), flow)
            elif child.tag not in _UNSEEN:
                self._blocks(child, flow)
        flow.close()

    def _row(self, row: etree._Element) -> Row:
        cells: Row = [[]] * min(_integer(row.find("trPr/gridBefore"), 0), 64)
        for cell in _inside(row, "tc"):
            merged = cell.find("tcPr/vMerge")
            flow = Flow()
            if merged is None or merged.get("val") == "restart":
                self._blocks(cell, flow)
            width = max(1, min(_integer(cell.find("tcPr/gridSpan"), 1), 64))
            cells += [flow.blocks, *[None] * (width - 1)]
        return cells

    def _paragraph(self, paragraph: etree._Element, flow: Flow) -> None:
        flow.end()
        properties = paragraph.find("pPr")
        line = _Line(flow.paragraph, self._styles.of(properties, "pStyle"))
        flow.paragraph.add(self._label(properties, line.styles))
        self._inline(paragraph, line, flow)
        # A code that its paragraph does not end would hide all that follows.
        self._fields = [state for state in self._fields if state != "code"]
        flow.end(heading=bool(line.bold) or _is_heading(properties, line.styles))
        for box in line.boxes:
            self._blocks(box, flow)

    def _label(self, properties: etree._Element | None, styles: tuple[etree._Element, ...]) -> str:
        own = properties.find("numPr") if properties is not None else None
        identifier = _value(own, "numId")
        level = _value(own, "ilvl")
        for style in styles:
            if identifier is None and (named := _value(style.find("pPr/numPr"), "numId")):
                identifier = named
                bound = self._numbering.level_of_style(named, style.get("styleId", ""))
                level = level or _value(style.find("pPr/numPr"), "ilvl") or str(bound)
        at = int(level) if level and level.isdecimal() else 0
        return self._numbering.label(identifier, at) if identifier else ""

    def _inline(self, element: etree._Element, line: _Line, flow: Flow) -> None:
        for child in element:
            tag = child.tag
            if tag == "r":
                self._run(child, line, flow)
            elif tag == "fldChar":
                self._field(child.get("fldCharType", ""))
            elif tag == "txbxContent":
                line.boxes.append(child)
            elif tag == "AlternateContent":
                self._inline(_choice(child), line, flow)
            elif tag in _UNSEEN or "code" in self._fields:
                self._track(child, line)
            elif tag == "t":
                line.add((child.text or "").replace("\n", " "))
            elif tag in _SIGNS:
                line.paragraph.add(_SIGNS[tag])
            elif tag == "sym":
                line.add(_symbol(child.get("char", "")))
            elif tag in {"footnoteReference", "endnoteReference"}:
                self._note(child, line, flow)
            elif tag in _LEFT_OUT:
                line.paragraph.lose(_LEFT_OUT[tag])
            else:
                self._track(child, line)
                self._inline(child, line, flow)

    def _run(self, run: etree._Element, line: _Line, flow: Flow) -> None:
        properties = run.find("rPr")
        if properties is not None and _is_on(properties.find("vanish")):
            if any((text.text or "").strip() for text in run.iter("t")):
                line.paragraph.lose("hidden text was left out: the paper does not show it")
            return
        styles = (*self._styles.of(properties, "rStyle"), *line.styles)
        line.run_bold = _is_on(_first(properties, styles, "b"))
        raised = _first(properties, styles, "vertAlign")
        line.raised = raised is not None and raised.get("val") == "superscript"
        self._inline(run, line, flow)
        line.raised = False

    def _field(self, event: str) -> None:
        if event == "begin":
            self._fields.append("code")
        elif event == "separate" and self._fields:
            self._fields[-1] = "result"
        elif event == "end" and self._fields:
            self._fields.pop()

    def _track(self, element: etree._Element, line: _Line) -> None:
        """Says once that the text was still being changed."""
        if element.tag in {"ins", "del", "moveFrom"} and len(element) and not self._tracked:
            self._tracked = True
            line.paragraph.lose(_TRACKED)

    def _note(self, reference: etree._Element, line: _Line, flow: Flow) -> None:
        kind = reference.tag.removesuffix("Reference")
        body = self._notes[kind].get(reference.get("id", ""))
        if body is None:
            line.paragraph.lose(f"a {kind} was left out: the file does not hold its text")
            return
        text = Flow()
        if _is_set(reference.get("customMarkFollows")):
            self._blocks(body, text)
            typed = re.search(r"\d{1,3}", text_of(text.blocks)[:8])
            flow.note("", Note(int(typed[0]) if typed else 0, text.blocks))
            return
        form, start = self._forms[kind]
        number = self._called[kind] + start
        self._called[kind] += 1
        mark = number_as(form, number)
        text.label(mark)
        self._blocks(body, text)
        flow.note(mark, Note(number, text.blocks))


def _by_id(root: etree._Element | None, kind: str) -> dict[str, etree._Element]:
    notes = root.iterfind(kind) if root is not None else ()
    return {note.get("id", ""): note for note in notes}


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table, or the cells of a row, that are not struck out, wrapped or not."""
    for child in element:
        if child.tag == tag and child.find("trPr/del") is None:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _choice(alternatives: etree._Element) -> etree._Element:
    """Of the same thing in several ways the first, which is the newest."""
    choice = alternatives.find("Choice")
    if choice is None:
        choice = alternatives.find("Fallback")
    return alternatives if choice is None else choice


def _is_heading(properties: etree._Element | None, styles: tuple[etree._Element, ...]) -> bool:
    level = properties.find("outlineLvl") if properties is not None else None
    for style in styles:
        if _HEADING_STYLE.fullmatch(_value(style, "name") or ""):
            return True
        level = style.find("pPr/outlineLvl") if level is None else level
    return level is not None and level.get("val", "9") != "9"


def _first(
    properties: etree._Element | None, styles: tuple[etree._Element, ...], name: str
) -> etree._Element | None:
    """A property of a run: its own, or that of the first style that has it."""
    own = properties.find(name) if properties is not None else None
    if own is not None:
        return own
    of_styles = (style.find(f"rPr/{name}") for style in styles)
    return next((found for found in of_styles if found is not None), None)


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and _is_set(switch.get("val", "true"))


def _is_set(value: str | None) -> bool:
    return value is not None and value not in _OFF


def _value(element: etree._Element | None, name: str) -> str | None:
    found = element.find(name) if element is not None else None
    value: str | None = None if found is None else found.get("val")
    return value


def _integer(element: etree._Element | None, instead: int) -> int:
    value = "" if element is None else element.get("val", "")
    return int(value) if value.isdecimal() else instead


def _symbol(code: str) -> str:
    if not re.fullmatch(r"[0-9A-Fa-f]{1,4}", code):
        return ""
    return SYMBOLS.get(chr(int(code, 16) | 0xF000), chr(int(code, 16)))
