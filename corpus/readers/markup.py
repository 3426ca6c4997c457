"""XML from a file, read without trust: no document type of its own, no entities, no network."""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

from corpus.readers.errors import UnreadableError

MOST_DEPTH = 120
_ROOT = re.compile(rb"<[A-Za-z_]")
_INTERNAL_SUBSET = re.compile(rb"<!DOCTYPE[^<>\[]*\[")


def parse_xml(raw: bytes) -> etree._Element:
    """The root of an XML file. Names have lost their namespace; comments are gone.

    A document type that is only named is not fetched; the entities of HTML are known without it.
    Raises `UnreadableError` for anything else that a document type may bring, for what is no XML,
    and for elements nested deeper than `MOST_DEPTH`.
    """
    flat = raw.replace(b"\0", b"")  # of UTF-16 too
    root_at = _ROOT.search(flat)
    if _INTERNAL_SUBSET.search(flat, 0, root_at.start() if root_at else len(flat)):
        raise _forbidden("a document type with declarations of its own")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise _broken(error) from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise _forbidden("entities that it declares itself")
    check_depth(root)
    _resolve_entities(root)
    _drop_namespaces(root)
    return root


def check_depth(root: etree._Element) -> None:
    """Raises `UnreadableError` where elements are nested deeper than `MOST_DEPTH`."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MOST_DEPTH:
            raise too_deep()


def too_deep() -> UnreadableError:
    """The refusal of what is nested deeper than any paper."""
    return UnreadableError(
        "expected markup of a paper, found elements nested more than {most} deep: no paper is "
        "built so. Get the file again from its source.",
        most=MOST_DEPTH,
    )


def _broken(error: etree.XMLSyntaxError) -> UnreadableError:
    if "depth" in str(error):
        return too_deep()
    return UnreadableError(
        "expected whole XML, found a fault at line {line} ({fault}). Get the file again from its "
        "source.",
        line=error.lineno or 1,
        fault=error.msg,
    )


def _forbidden(what: str) -> UnreadableError:
    return UnreadableError(
        "expected XML without a document type of its own, found {found}: that can fetch or blow up "
        "what the file does not hold, so it is not read. Get the file from its official source.",
        found=what,
    )


def _resolve_entities(root: etree._Element) -> None:
    """Puts the letter in the place of each entity that the document type, not fetched, declares."""
    for entity in list(root.iter(etree.Entity)):
        letter = html5.get(f"{entity.name};")
        if letter is None:
            raise UnreadableError(
                "expected text, found the entity &{entity}; which only the document type explains, "
                "and that is not fetched. Save the file with its entities resolved.",
                entity=entity.name,
            )
        text = letter + (entity.tail or "")
        before, parent = entity.getprevious(), entity.getparent()
        entity.tail = None
        parent.remove(entity)
        if before is None:
            parent.text = (parent.text or "") + text
        else:
            before.tail = (before.tail or "") + text


def _drop_namespaces(root: etree._Element) -> None:
    for element in root.iter(etree.Element):
        if "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]
        for name in [name for name in element.attrib if "}" in name]:
            element.set(name.rpartition("}")[2], element.attrib.pop(name))
