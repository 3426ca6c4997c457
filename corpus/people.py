"""Who asked and who answered, as the heads of papers print them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_QUANTITY = re.compile(r"(?:beiden|allen|alle drie|alle vier)\s+", re.IGNORECASE)
_PERSON = re.compile(r"(?P<name>[^(),]+?)\s*\((?P<of>[^()]+)\)|(?P<alone>[^(),]+)")
_ROLE = re.compile(
    r"^(?:en\s+)?(?:van\s+)?(?:de\s+)?(?:(?:vice)?minister-president|ministers?|"
    r"staatssecretaris(?:sen)?)\b(?!\s+(?-i:van|voor)\b)\s*",
    re.IGNORECASE,
)
_OFFICIAL = r"(?:[Mm]inister|[Ss]taatssecretaris)"
# "Ministers van A, voor B, C en D en van E": the portfolios of several share one title.
OFFICE = re.compile(
    r"[Mm]inister-[Pp]resident(?:, [Mm]inister van Algemene Zaken)?"
    rf"|(?P<also>[Mm]inister en (?:de )?(?=[Ss]taats))?(?P<title>{_OFFICIAL})(?:s|sen)? "
    r"(?P<by>van|voor) (?P<of>[A-Z][\w’-]+"
    r"(?:(?:,? en (?:(?:van|voor) )?|, (?:(?:van|voor) )?| (?:(?:van|voor|de|het) )?)"
    rf"(?!{_OFFICIAL})[A-Z][\w’-]+)*)"
)
_NEXT_PORTFOLIO = re.compile(r"(?:,| en|, en) (?=(?:van|voor) )")
# "vanDijk", "Vande Klashorst": a space that the source lost.
_GLUED = re.compile(r"\b(van|de|der|den|ten|ter|Van|De|Der|Den)(?=[A-Z][a-zà-ÿ])")
_PARTY = r"[A-Z0-9][\w’]*(?:-[\w’]+)*"
_FRACTION = re.compile(
    r"(?P<name>(?:Fractie-)?[A-Z0-9][\w’-]*?(?: Omtzigt| Haga)?)-\s?fracties?\b"
    r"|\bfracties?\s+van\s+(?P<of>(?:(?:de|het)\s+)?[A-Z0-9][\w’-]*"
    r"(?:(?:,\s+|\s+en\s+)(?:van\s+)?(?:(?:de|het)\s+)?[A-Z0-9][\w’-]*)*)"
    rf"|\b(?P<listed>{_PARTY}(?:-?(?:,|\s+en)\s+(?:de\s+)?{_PARTY}){{1,20}})-\s?fracties?\b"
    r"|\b(?P<group>[Gg]roep[ -][A-Z][\w’]*(?: [A-Z][\w’]*)?)"
    r"|\b[Hh]et lid (?P<single>[A-Z][\w’-]+(?: [A-Z][\w’-]+)?)$"
)
_INITIALS = re.compile(r"^(?:(?:[A-Z]|IJ|Th|Ch|Ph|Chr|Joh)\.\s?-?)+\s*")
_TITLE = re.compile(
    r"^(?:mw|mevr|dhr|mr|drs|dr|ir|ing|prof|jhr)\.?\s+|^(?:de heer|mevrouw)\s+", re.I
)


def members(text: str) -> tuple[str, ...]:
    """The members that a head names, each with the party: "Temmink (SP)", "Van Nispen (SP)".

    A party behind several names is that of all that have none: "Temmink en Van Nispen (beiden SP)",
    "Mutluer, Lahlah (GroenLinks-PvdA)". A name without any party stands alone.
    """
    people: list[tuple[str, str]] = []
    waiting: list[str] = []
    for name, party in _people(text):
        waiting.append(name)
        if party:
            people += [(each, _QUANTITY.sub("", party).strip()) for each in waiting]
            waiting = []
    people += [(each, "") for each in waiting]
    return tuple(dict.fromkeys(f"{name} ({party})" if party else name for name, party in people))


def _people(text: str) -> Iterator[tuple[str, str]]:
    for match in _PERSON.finditer(" ".join(text.split())):
        names = re.split(r"\s+en\s+|^en\s+", match["name"] or match["alone"])
        cleaned = [_GLUED.sub(r"\1 ", name.strip(" .,:;")) for name in names]
        known = [name for name in cleaned if name and name[0].isalpha()]
        for name in known[:-1]:
            yield name, ""
        if known:
            yield known[-1], (match["of"] or "").strip()


def ministers(text: str) -> tuple[str, ...]:
    """Those who answered: "Hoekstra (Buitenlandse Zaken)", or "Minister van …" without a name."""
    plain = " ".join(text.split())
    found: list[str] = []
    for match in re.finditer(r"(?P<name>[^()]+?)\s*\((?P<of>[^()]+)\)", plain):
        name = _ROLE.sub("", match["name"].strip(" ,"))
        name = _ROLE.sub("", re.sub(r"^(?:en|mede namens|van)\s+", "", name).strip())
        if name and name[0].isupper() and len(name) < 60:
            spaced = _GLUED.sub(r"\1 ", name)
            found.append(f"{spaced} ({match['of'].strip()})")
    return tuple(dict.fromkeys(found)) or offices(plain)


def offices(text: str) -> tuple[str, ...]:
    """The offices that a text names: "Minister van Buitenlandse Zaken", in order, once.

    "de Ministers van Buitenlandse Zaken en van Defensie" are two, and so are "de Minister en
    Staatssecretaris van Financiën".
    """
    found: list[str] = []
    for match in OFFICE.finditer(" ".join(text.split())):
        if match["of"] is None:
            found.append("Minister-President")
            continue
        titles = ["Minister"] * bool(match["also"]) + [match["title"].capitalize()]
        portfolios = _NEXT_PORTFOLIO.split(f"{match['by']} {match['of']}")
        found += [f"{title} {portfolio}" for title in titles for portfolio in portfolios]
    return tuple(dict.fromkeys(found))


def fractions(text: str) -> tuple[str, ...]:
    """The fractions that a text names, in order, once: "VVD-fractie", "GroenLinks-PvdA-fractie"."""
    names: list[str] = []
    for match in _FRACTION.finditer(" ".join(text.split())):
        if single := match["group"] or match["single"]:
            names.append(single)
            continue
        for name in re.split(r"-?,\s+|-?\s+en\s+", match["name"] or match["of"] or match["listed"]):
            plain = re.sub(r"^(?:van )?(?:(?:de|het) )?", "", name).rstrip("-")
            names.append(f"{plain}-fractie")
    return tuple(dict.fromkeys(names))


def signatory(office: str, name: str) -> str:
    """ "Van Weel (Justitie en Veiligheid)" of a signature's two lines."""
    plain = _TITLE.sub("", " ".join(name.split()).strip(" ,"))
    last = _INITIALS.sub("", plain)
    if last == plain and " " in plain:  # a first name instead: "Ben Knapen"
        last = plain.split(" ", 1)[1]
    match = OFFICE.search(" ".join(office.split()))
    of = (match["of"] or "Algemene Zaken") if match else ""
    last = last[:1].upper() + last[1:]
    return f"{last} ({of})" if of and last else last or office
