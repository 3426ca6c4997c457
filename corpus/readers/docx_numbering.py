"""The labels of automatic lists in a DOCX: "1.", "a)", "–". They stand in no paragraph's text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

_LEVELS = 9
# What the symbol fonts draw for the places that bullets use.
SYMBOLS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf0fe": "☒",
    "\uf06f": "□",
    "\uf0a8": "□",
    "\uf0e0": "→",
    "\uf0f0": "➔",
    "\uf02d": "-",
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf076": "❖",
}
_BEHIND = {"nothing": "", "space": " ", "tab": " "}
_ROMAN = [
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
]  # fmt: skip


@dataclass(slots=True)
class _Level:
    """How a level of a list counts and what it prints: "%1." with the level's own number."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    behind: str = " "
    restart: int | None = None
    legal: bool = False
    style: str | None = None


class Numbering:
    """The lists of a document, counted on with each paragraph that is asked for."""

    def __init__(self, root: etree._Element | None) -> None:
        parts: list[etree._Element] = [] if root is None else list(root)
        abstracts = {p.get("abstractNumId", ""): p for p in parts if p.tag == "abstractNum"}
        styled = {
            link.get("val", ""): identifier
            for identifier, abstract in abstracts.items()
            for link in abstract.iterfind("styleLink")
        }
        self._levels: dict[str, dict[int, _Level]] = {}
        self._list_of: dict[str, str] = {}  # lists that share a definition count on together
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        for part in parts:
            if part.tag == "num":
                identifier = part.get("numId", "")
                shared = _value(part, "abstractNumId") or ""
                linked = abstracts.get(shared)
                link = _value(linked, "numStyleLink") if linked is not None else None
                shared = styled.get(link or "", shared)
                self._list_of[identifier] = shared
                self._levels[identifier] = _levels(abstracts.get(shared))
                self._starts[identifier] = _override(part, self._levels[identifier])

    def level_of_style(self, identifier: str, style: str) -> int:
        """The level of a list that is bound to a style of paragraphs."""
        levels = self._levels.get(identifier, {})
        return next((at for at, level in levels.items() if level.style == style), 0)

    def label(self, identifier: str, at: int) -> str:
        """What is printed before the next paragraph of a list, white space behind it included."""
        levels = self._levels.get(identifier, {})
        level = levels.get(at)
        if level is None:
            return ""
        counts = self._counts.setdefault(self._list_of[identifier], {})
        self._count(identifier, at, level, counts, levels)
        if level.form == "bullet":
            text = "".join(SYMBOLS.get(sign, sign) for sign in level.text)
        else:
            text = re.sub(
                r"%([1-9])",
                lambda found: _number(int(found[1]) - 1, counts, levels, level.legal),
                level.text,
            )
        return text + level.behind if text.strip() else ""

    def _count(
        self,
        identifier: str,
        at: int,
        level: _Level,
        counts: dict[int, int],
        levels: dict[int, _Level],
    ) -> None:
        start = self._starts[identifier].get(at)
        if start is not None and (identifier, at) not in self._begun:
            counts[at] = start
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        self._begun.add((identifier, at))
        for deeper in [deeper for deeper in counts if deeper > at]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or at < restart:
                del counts[deeper]


def _levels(abstract: etree._Element | None) -> dict[int, _Level]:
    found = abstract.iterfind("lvl") if abstract is not None else ()
    return {_integer(level.get("ilvl"), 0): _level(level) for level in found}


def _level(element: etree._Element) -> _Level:
    restart = _value(element, "lvlRestart")
    return _Level(
        start=_integer(_value(element, "start"), 0),
        form=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText") or "",
        behind=_BEHIND.get(_value(element, "suff") or "tab", " "),
        restart=None if restart is None else _integer(restart, 0),
        legal=element.find("isLgl") is not None,
        style=_value(element, "pStyle"),
    )


def _override(num: etree._Element, levels: dict[int, _Level]) -> dict[int, int]:
    """Where this list starts its levels anew; levels that it defines itself replace the shared."""
    starts: dict[int, int] = {}
    for override in num.iterfind("lvlOverride"):
        at = _integer(override.get("ilvl"), 0)
        own = override.find("lvl")
        if own is not None:
            levels[at] = _level(own)
        start = _value(override, "startOverride")
        if start is not None:
            starts[at] = _integer(start, 1)
    return starts


def _number(at: int, counts: dict[int, int], levels: dict[int, _Level], legal: bool) -> str:
    level = levels.get(at, _Level())
    number = counts.get(at, level.start)
    form = "decimal" if legal else level.form
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        roman = _roman(number)
        return roman if form == "lowerRoman" else roman.upper()
    if form == "decimalZero":
        return f"{number:02d}"
    return "" if form == "none" else str(number)


def _roman(number: int) -> str:
    roman = ""
    for value, letters in _ROMAN:
        roman += letters * (number // value)
        number %= value
    return roman


def number_as(form: str, number: int) -> str:
    """A number in one of the forms of a DOCX: "decimal", "lowerRoman", …"""
    return _number(0, {0: number}, {0: _Level(form=form)}, legal=False)


def _value(element: etree._Element, name: str) -> str | None:
    found = element.find(name)
    value: str | None = None if found is None else found.get("val")
    return value


def _integer(text: str | None, instead: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else instead
