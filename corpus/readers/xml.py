"""The text of the official XML of parliamentary papers, with its questions and answers told apart.

The schema (family op-xsd-2012-2) was not seen, only documents: what is not known by name is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from corpus.extract import Extract, Format, PartKind
from corpus.readers.blocks import IMAGE, Block, Cell, Flow, Marked, Note, Row, Table, spread, write
from corpus.readers.errors import UnreadableError
from corpus.readers.markup import parse_xml

_ROOTS = frozenset("officiele-publicatie kamervragen kamerstuk vraagdoc kamerwrk".split())
_PARTS = {
    "vraag": PartKind.QUESTION,
    "antwoord": PartKind.ANSWER,
    "kamervraagopmerking": PartKind.ANNOUNCEMENT,
}
_HEADINGS = frozenset("tussenkop kop titel intitule".split())
# Elements that stand on one line with all that they hold.
_LINES = _HEADINGS | frozenset(
    "al noot.al nr tekstregel naam functie dossiernummer stuknr datumtekst datum organisatie "
    "kamervraagnummer kamervraagonderwerp entry-al".split()
)
_INLINE = frozenset("nadruk extref intref sup inf noot onderstreept cur vet".split())
_IMAGES = frozenset("illustratie plaatje".split())
_UNSEEN = frozenset("metadata meta meta-data".split())
_STATED = frozenset("dossiernummer dossiernr stuknr ondernummer kamervraagnummer".split())
_NUMBER = re.compile(r"\d{1,3}")
_MOST_SPAN = 64  # columns or rows


def read_xml(raw: bytes) -> Extract:
    """The text of an official publication in order; a blank line between paragraphs.

    Questions, answers and mededelingen are parts with their numbers as printed; a footnote comes
    behind the paragraph that calls it. Raises `UnreadableError` for XML that is not whole, that
    brings a document type of its own, or that is no parliamentary paper.
    """
    root = parse_xml(raw)
    if root.tag == "metadata_gegevens":
        raise UnreadableError(
            "expected the XML of a paper, found its metadata alone. Add the paper itself (the XML, "
            "PDF or HTML of the same publication)."
        )
    if root.tag not in _ROOTS:
        raise UnreadableError(
            "XML of an unknown kind: expected the root element <officiele-publicatie> (older: "
            "<vraagdoc>, <kamerwrk>), found <{root}>. Get the paper from "
            "officielebekendmakingen.nl, or save it as DOCX or PDF.",
            root=root.tag,
        )
    flow = Flow()
    _Reader().walk(root, flow)
    flow.close()
    return write(flow.blocks, Format.XML, _metadata(root))


def _metadata(root: etree._Element) -> list[tuple[str, str]]:
    """What the file states about the paper: in attributes, in numbers, in its metadata."""
    kind = next((e.tag for e in root.iter("kamervragen", "kamerstuk")), root.tag)
    stated = [("root", kind)]
    for element in root.iter(etree.Element):
        name = element.tag
        if element.get("content") and element.get("name"):
            stated.append((element.get("name"), element.get("content").strip()))
        if element.get("isodatum"):
            stated.append((f"{_side(element)}{name}@isodatum", element.get("isodatum").strip()))
        if name in _STATED and (text := _flat(element)):
            stated.append((name, text))
        if name == "ondernummer" and element.get("kamer"):
            stated.append(("ondernummer@kamer", element.get("kamer").strip()))
        if name == "tekstregel" and element.get("inhoud") and (text := _flat(element)):
            stated.append((f"tekstregel@{element.get('inhoud')}", text))
    return stated


def _side(element: etree._Element) -> str:
    """Whether a date belongs to the questions or to the answers: "vraag/", "antwoord/"."""
    above = next(element.iterancestors("kamervraagomschrijving"), None)
    return f"{above.get('type')}/" if above is not None and above.get("type") else ""


def _flat(element: etree._Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


class _Reader:
    def __init__(self) -> None:
        self._noted = 0

    def walk(self, element: etree._Element, flow: Flow) -> None:
        """Adds the blocks that an element holds; text between them is text too."""
        mixed = _is_mixed(element)
        flow.paragraph.flow(element.text)
        for child in element:
            if child.tag in _INLINE or (mixed and not _is_block(child)):
                self._inline(child, flow)
            else:
                self._block(child, flow)
            flow.paragraph.flow(child.tail)

    def _block(self, element: etree._Element, flow: Flow) -> None:
        tag = element.tag
        if tag in _UNSEEN:
            return
        if tag in _PARTS:
            flow.add(Marked(_PARTS[tag], self._inner(element), _part_label(element)))
        elif tag == "table":
            self._table(element, flow)
        elif tag == "li.nr":
            flow.label(_flat(element))
        elif tag == "li":
            flow.close()
            self.walk(element, flow)
            flow.close()
        elif tag == "tekstregel" and not _flat(element):
            flow.end()
            flow.paragraph.flow(element.get("inhoud"))
            flow.end()
        elif tag in _LINES:
            flow.end()
            self._line(element, flow)
            flow.end(heading=tag in _HEADINGS)
        else:
            flow.end()
            self._leave_image(element, flow)
            self.walk(element, flow)
            flow.end()

    def _inner(self, element: etree._Element) -> list[Block]:
        flow = Flow()
        self.walk(element, flow)
        flow.close()
        return flow.blocks

    def _line(self, element: etree._Element, flow: Flow) -> None:
        """Adds what an element holds on one line; blocks inside a paragraph keep their own."""
        mixed = _is_mixed(element)
        flow.paragraph.flow(element.text)
        for child in element:
            if _is_block(child):
                self._block(child, flow)
            else:
                self._inline(child, flow)
            apart = not mixed and child.tag not in _INLINE
            flow.paragraph.flow(" " if apart else child.tail)

    def _inline(self, element: etree._Element, flow: Flow) -> None:
        if element.tag == "noot":
            self._note(element, flow)
        elif element.tag == "sup":
            flow.paragraph.superscript(_flat(element))
        elif element.tag not in _UNSEEN:
            self._leave_image(element, flow)
            self._line(element, flow)

    def _leave_image(self, element: etree._Element, flow: Flow) -> None:
        if element.tag in _IMAGES:
            flow.paragraph.lose(IMAGE)

    def _note(self, element: etree._Element, flow: Flow) -> None:
        """A footnote stands in the XML where it is called, its text with it."""
        self._noted += 1
        printed = element.find("noot.nr")
        mark = _flat(printed) if printed is not None else ""
        mark = mark or str(self._noted)
        number = _NUMBER.search(mark)
        text = Flow()
        text.label(mark)
        text.paragraph.flow(element.text)
        for child in element:
            if child.tag != "noot.nr":
                self._block(child, text)
            text.paragraph.flow(child.tail)
        text.close()
        flow.note(mark, Note(int(number[0]) if number else self._noted, text.blocks))

    def _table(self, table: etree._Element, flow: Flow) -> None:
        """Adds a CALS table: its rows behind all that stands in it outside of cells."""
        flow.end()
        rows: list[Row] = []
        self._rows(table, rows, {}, {}, flow)
        flow.add(Table(rows))

    def _rows(
        self,
        element: etree._Element,
        rows: list[Row],
        names: dict[str, int],
        above: dict[int, int],
        flow: Flow,
    ) -> None:
        flow.paragraph.flow(element.text)
        for child in element:
            if child.tag == "colspec":
                names[child.get("colname", "")] = len(names)
            elif child.tag == "row":
                rows.append(spread(self._cells(child, names, flow), above))
            elif child.tag == "tgroup":
                self._rows(child, rows, {}, {}, flow)
            elif child.tag in {"thead", "tbody", "tfoot"}:
                self._rows(child, rows, names, above, flow)
            else:
                self._block(child, flow)
            flow.paragraph.flow(child.tail)

    def _cells(self, row: etree._Element, names: dict[str, int], flow: Flow) -> Iterator[Cell]:
        flow.paragraph.flow(row.text)
        for child in row:
            if child.tag == "entry":
                first = names.get(child.get("namest") or child.get("colname") or "", 0)
                last = names.get(child.get("nameend") or "", first)
                width = min(max(1, last - first + 1), _MOST_SPAN)
                height = _integer(child.get("morerows"), 0) + 1
                yield Cell(self._inner(child), width, height, first)
            else:
                self._block(child, flow)
            flow.paragraph.flow(child.tail)


def _is_mixed(element: etree._Element) -> bool:
    """Whether text stands between an element's children."""
    texts = (element.text, *(child.tail for child in element))
    return any(text and text.strip() for text in texts)


def _is_block(element: etree._Element) -> bool:
    return element.tag in _PARTS or element.tag in {"al", "lijst", "table", "tussenkop", "tgroup"}


def _part_label(part: etree._Element) -> str:
    number = part.find("nr")
    return _flat(number) if number is not None else ""


def _integer(text: str | None, instead: int) -> int:
    return min(int(text), _MOST_SPAN) if text and re.fullmatch(r"\d{1,6}", text) else instead
