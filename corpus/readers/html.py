"""The text of an HTML page: blocks as paragraphs, tables by row, footnotes tied by their links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from corpus.extract import Extract, Format, PartKind
from corpus.readers.blocks import IMAGE, Cell, Flow, Marked, Note, Row, Table, spread, write
from corpus.readers.errors import UnreadableError
from corpus.readers.markup import check_depth, too_deep
from corpus.readers.text import decode

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_UNSEEN = frozenset("head script style template noscript title meta link object iframe".split())
_FURNITURE = frozenset("nav header footer".split())
_FURNITURE_ROLES = frozenset("navigation banner contentinfo search".split())
_PARTS = {
    "vraag": PartKind.QUESTION,
    "antwoord": PartKind.ANSWER,
    "kamervraagopmerking": PartKind.ANNOUNCEMENT,
}
_NOTES = ({"voet", "noot"}, {"voetnoot"}, {"footnote"})
_MARK = re.compile(r"\s*[\[(]?\d{1,3}[\])]?\s*")
_NUMBER = re.compile(r"\d{1,3}")
# An item that prints its own label: "a.", "1)", "–".
_LABELLED = re.compile(r"\s*(?:[–—•·*-]\s|[(]?(?:\d{1,3}|[a-z]{1,4})[.)°]|\d{1,3}\s*$)")
_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
# As browsers do, what is called Latin-1 is read as Windows-1252, which holds it.
_ENCODINGS = {
    **dict.fromkeys(["utf-8", "utf8"], "utf-8"),
    **dict.fromkeys(["iso-8859-1", "latin1", "us-ascii", "windows-1252", "cp1252"], "cp1252"),
    **dict.fromkeys(["iso-8859-15", "latin-9"], "iso-8859-15"),
    "macintosh": "mac-roman",
}
_HEAD = 4096  # bytes, in which a page states its encoding
_OPENING = 40  # characters in which an item or a note prints its label
_MOST_SPAN = 64  # columns or rows


def read_html(raw: bytes) -> Extract:
    """The text of an HTML page as it shows; a blank line between paragraphs.

    What stands around the paper (navigation, the head and foot of the page) is furniture. Classes
    of the official pages tell questions, answers and notes; links tie marks to notes. Raises
    `UnreadableError` for a page without text or nested too deep.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_decoded(raw).encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise too_deep()
    if root is None:
        raise UnreadableError("expected an HTML page, found one without any element. Get it again.")
    check_depth(root)
    flow = Flow()
    _Reader(root).walk(root, flow)
    flow.close()
    return write(flow.blocks, Format.HTML, _metadata(root))


def _decoded(raw: bytes) -> str:
    """The page in the encoding that it states, as browsers read it, or else as it spells."""
    stated = _CHARSET.search(raw, 0, _HEAD) or _DECLARED.match(raw)
    if stated and not raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = stated[1].decode("ascii").lower()
        try:
            return raw.decode(_ENCODINGS[name])
        except (KeyError, UnicodeDecodeError):
            pass  # it states none that is known here, or another than it has
    return decode(raw).text


def _metadata(root: etree._Element) -> list[tuple[str, str]]:
    stated = [
        (meta.get("name", "").strip(), meta.get("content", "").strip())
        for meta in root.iter("meta")
    ]
    title = " ".join("".join(root.findtext(".//title") or "").split())
    return [(name, value) for name, value in [("title", title), *stated] if name and value]


class _Reader:
    def __init__(self, root: etree._Element) -> None:
        self._notes: dict[etree._Element, Note] = {}
        self._marks: dict[etree._Element, Note] = {}
        self._in_note = False
        self._counts: dict[etree._Element, int] = {}  # the last number of each list
        self._find_notes(root)

    def walk(self, element: etree._Element, flow: Flow) -> None:
        """Adds all that an element holds to a flow."""
        self._text(element, element.text, flow)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, flow)
            self._text(element, child.tail, flow)

    def _text(self, element: etree._Element, text: str | None, flow: Flow) -> None:
        if element.tag == "pre":
            flow.paragraph.add(text or "")
        else:
            flow.paragraph.flow(text)

    def _child(self, child: etree._Element, flow: Flow) -> None:
        tag = child.tag
        if tag in _UNSEEN or _is_hidden(child):
            return
        if child in self._marks:
            text = "".join(child.itertext()).strip()
            flow.paragraph.mark(text, self._marks[child])
        elif child in self._notes:
            flow.add(self._note(child))
        elif tag in _BLOCKS:
            self._block(child, flow)
        elif tag == "br":
            flow.paragraph.add("\n")
        elif tag == "img":
            flow.paragraph.lose(IMAGE)
        elif tag == "sup" and not any(mark in self._marks for mark in child.iter("a")):
            self._superscript(child, flow)
        else:
            self.walk(child, flow)

    def _superscript(self, element: etree._Element, flow: Flow) -> None:
        text = "".join(element.itertext())
        if self._in_note and not flow.paragraph.length and _MARK.fullmatch(text):
            flow.label(text.strip())
        else:
            flow.paragraph.superscript(text)

    def _block(self, element: etree._Element, flow: Flow) -> None:
        kind = next((_PARTS[name] for name in _classes(element) if name in _PARTS), None)
        if element.tag == "table":
            self._table(element, flow)
        elif kind or _is_furniture(element):
            inner = Flow()
            self.walk(element, inner)
            inner.close()
            flow.add(Marked(kind, inner.blocks, _label(element) if kind else ""))
        elif element.tag == "li":
            self._item(element, flow)
        else:
            self._nested(element, flow)

    def _nested(self, element: etree._Element, flow: Flow) -> None:
        flow.end()
        self.walk(element, flow)
        flow.end(heading=element.tag in _HEADINGS)

    def _item(self, item: etree._Element, flow: Flow) -> None:
        label = self._item_label(item)
        flow.close()
        if label:
            flow.label(label)
        self.walk(item, flow)
        flow.close()

    def _item_label(self, item: etree._Element) -> str:
        """What a browser prints before an item that prints no label of its own."""
        above = item.getparent()
        counted = self._counts.get(above, _integer(above.get("start"), 1) - 1) + 1
        number = self._counts[above] = _integer(item.get("value"), counted)
        plain = "none" in above.get("style", "") + item.get("style", "")
        if above.tag not in {"ol", "ul"} or plain or _LABELLED.match(_opening(item)):
            return ""
        return "•" if above.tag == "ul" else f"{number}."

    def _table(self, table: etree._Element, flow: Flow) -> None:
        """Adds the rows of a table behind what stands in it outside of cells, as browsers do."""
        flow.end()
        rows: list[Row] = []
        self._rows(table, rows, {}, flow)
        flow.add(Table(rows))

    def _rows(
        self, element: etree._Element, rows: list[Row], above: dict[int, int], flow: Flow
    ) -> None:
        flow.paragraph.flow(element.text)
        for child in element:
            if child.tag in {"tr", "td", "th"}:
                rows.append(spread(self._cells(child, flow), above))
            elif child.tag in {"thead", "tbody", "tfoot"}:
                self._rows(child, rows, above, flow)
            else:
                self._child(child, flow)
            flow.paragraph.flow(child.tail)

    def _cells(self, row: etree._Element, flow: Flow) -> Iterator[Cell]:
        if row.tag != "tr":
            yield self._cell(row)
            return
        flow.paragraph.flow(row.text)
        for child in row:
            if child.tag in {"td", "th"}:
                yield self._cell(child)
            else:
                self._child(child, flow)
            flow.paragraph.flow(child.tail)

    def _cell(self, cell: etree._Element) -> Cell:
        flow = Flow()
        self.walk(cell, flow)
        flow.close()
        return Cell(flow.blocks, _span(cell, "colspan"), _span(cell, "rowspan"))

    def _note(self, element: etree._Element) -> Note:
        flow, outer = Flow(), self._in_note
        self._in_note = True
        if element.tag == "li":
            self._item(element, flow)
        else:
            self.walk(element, flow)
        flow.close()
        self._in_note = outer
        note = self._notes[element]
        note.blocks = flow.blocks
        return note

    def _find_notes(self, root: etree._Element) -> None:
        """Finds the footnotes, by class or by the links to them, and the marks that call them."""
        for element in root.iter(etree.Element):
            if any(names <= set(_classes(element)) for names in _NOTES) and not self._is_in_note(
                element
            ):
                number = _NUMBER.search(_opening(element))
                self._notes[element] = Note(int(number[0]) if number else 0)
        targets = {
            name: element
            for element in root.iter(etree.Element)
            for name in (element.get("id"), element.get("name"))
            if name
        }
        for link in root.iter("a"):
            text = "".join(link.itertext())
            target = targets.get(link.get("href", "").removeprefix("#"))
            if target is None or not link.get("href", "").startswith("#"):
                continue
            if _MARK.fullmatch(text) and not self._is_in_note(link):
                note = self._note_at(target, link, text)
                if note:
                    self._marks[link] = note

    def _is_in_note(self, element: etree._Element) -> bool:
        return any(above in self._notes for above in element.iterancestors())

    def _note_at(self, target: etree._Element, link: etree._Element, mark: str) -> Note | None:
        """The note that a link with a number leads to; none where it leads elsewhere."""
        places = [target, *target.iterancestors()]
        known = next((place for place in places if place in self._notes), None)
        if known is not None:
            return self._notes[known]
        place = next(place for place in places if place.tag in _BLOCKS)
        if place.tag not in {"li", "p", "div", "dd"} or place in link.iterancestors():
            return None
        number = _NUMBER.search(mark)
        opens = re.match(rf"\W*{number[0]}\b" if number else r"$", _opening(place))
        if place.tag != "li" and not opens:
            return None
        note = Note(int(number[0]) if number else 0)
        self._notes[place] = note
        return note


def _classes(element: etree._Element) -> list[str]:
    names: list[str] = element.get("class", "").split()
    return names


def _is_furniture(element: etree._Element) -> bool:
    """Navigation, and the head and foot of a page; those of an article are text."""
    if element.get("role") in _FURNITURE_ROLES or element.tag == "nav":
        return True
    within = any(above.tag in {"article", "main"} for above in element.iterancestors())
    return element.tag in _FURNITURE and not within


def _label(part: etree._Element) -> str:
    for element in part.iter("h1", "h2", "h3", "h4", "p"):
        if element.tag != "p" or "nummer" in _classes(element):
            return " ".join("".join(element.itertext()).split())
    return ""


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style


def _opening(element: etree._Element) -> str:
    """How the text of an element begins."""
    opening = ""
    for text in element.itertext():
        opening += (text if opening else text.lstrip())[:_OPENING]
        if len(opening) >= _OPENING:
            break
    return opening


def _integer(text: str | None, instead: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text.strip()) else instead


def _span(cell: etree._Element, name: str) -> int:
    return max(1, min(_integer(cell.get(name), 1), _MOST_SPAN))
