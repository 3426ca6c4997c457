"""The facts of a paper that its own text, its file's metadata, or its file's name states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from corpus.cleaning import clean, composed
from corpus.document import Paper, PaperType, ParseWarning, Span
from corpus.identifiers import Identity, kamerstuk, read_identifier, session_of_years, slug
from corpus.layout import RUNNING_FOOT, Layout, LineKind
from corpus.people import fractions, members, ministers, offices, signatory

MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
_DAY = rf"(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(MONTHS)})\s+(?P<year>\d{{4}})"
_HEAD_LENGTH = 6000  # characters: the longest head seen is a letter's, with its letterhead

_ASKED = re.compile(
    r"Vragen\s+van\s+(?:het\s+lid|de\s+leden|het\s+Kamerlid|de\s+Kamerleden)\s+(?P<who>.{2,400}?)\s+"
    r"(?:(?:aan|op\s+\d{1,2}\s+\w+\s+\d{4}\s+medegedeeld\s+aan)\s+(?:de|het|minister)\b|over\s|inzake\s)",
    re.IGNORECASE,
)
_ASKED_IN_LETTER = re.compile(
    r"[Vv]ragen\s+(?:gesteld\s+)?(?:door|van)\s+(?:het\s+(?:Kamer)?lid|de\s+(?:Kamer)?leden)\s+"
    r"(?P<who>(?:[^()]{2,80}?\([^()]{2,40}\)(?:,\s+|\s+en\s+)?)+)"
)
_ASKED_OF = re.compile(
    r"\baan\s+(?:de\s+|het\s+)?(?P<whom>(?:[Mm]inister|[Ss]taatssecretaris).{3,300}?)\s+"
    r"(?:over|inzake|betreffende|naar\s+aanleiding|naar\s+aanleiding|\(ingezonden|met\s+betrekking)\b"
)
_SUBJECT = re.compile(
    r"\b(?:over|inzake)\s+(?P<subject>.{3,400}?)\s*\.?\s*\(\s*ingezonden\b", re.IGNORECASE
)
_SUBJECT_OF_LETTER = re.compile(
    r"(?:Betreft|Onderwerp)\s*:?\s+(?P<title>.{5,300}?)"
    r"(?=\s+(?:Hierbij|Geachte|In antwoord|Bijlage|Datum|Ons kenmerk|Onze referentie|Uw )|\.?$|\t)"
)
_ANSWERED = re.compile(
    r"(?P<kind>Antwoord|Mededeling|Nader antwoord|Gewijzigd antwoord|Antwoorden)\s+van\s+"
    r"(?P<who>(?:de\s+)?(?:Minister|Staatssecretaris|minister|staatssecretaris).{3,600}?)"
    r"\s*\.?\s*\(?\(\s*[Oo]ntvangen"
)
_REPLY_LINE = re.compile(
    r"(?:Nader a|Gewijzigd a|A)ntwoord\s+van\s+(?:de\s+)?(?:[Mm]inister|[Ss]taatssecretaris)"
)
_REPLY_LENGTH = 600  # characters
_MEDE = re.compile(r",?\s*(?:mede|ook)\s+namens\s+(?P<who>.+)$", re.IGNORECASE)
_SENT_IN = (
    rf"ingezonden(?:\s+op)?\s+{_DAY}",
    rf"\bop\s+{_DAY}\s+medegedeeld",
)
_PUT_ON = (
    rf"fractie\s+op\s+{_DAY}",
    rf"\bop\s+{_DAY}\s+(?:aan|vragen)\b[^.]{{0,300}}?(?:voorgelegd|gesteld|gericht|verzonden)",
    rf"\bop\s+{_DAY}\s+voorgelegd",
    rf"\bop\s+{_DAY}\s+(?:toegezonden|ingezonden|voorgelegde)\s+vragen",
    rf"\bop\s+{_DAY}\s+(?:een\s+brief|brieven)\s+(?:gestuurd|gezonden|verzonden)",
    rf"vragen\s+van\s+{_DAY}",
)
_RECEIVED = (rf"\(\s*ontvangen\s+{_DAY}",)
_REPLIED = (
    rf"[Bb]ij\s+brief\s+van\s+{_DAY}",
    rf"(?:[Mm]inister|[Ss]taatssecretaris|[Rr]egering|Rekenkamer)[^.]{{0,120}}?\s+heeft\s+(?:op|bij\s+brief\s+van)\s+{_DAY}",
    rf"(?:beantwoord|gereageerd|geantwoord)\s+(?:bij|per|in|op)\s+(?:[a-z]+\s+){{0,3}}{_DAY}",
    rf"op\s+{_DAY}\s+(?:beantwoord|gereageerd|geantwoord)",
)
_LETTER_DATED = (
    rf"(?m:^(?:[’']s-)?[A-Z][\w’ -]{{2,30}},\s*){_DAY}",
    rf"(?m:^Datum\s*:?\s*){_DAY}",
)
_SESSION = re.compile(r"[Vv]ergaderjaar\s+(?P<years>\d{4}[–-]\d{4})")
_CHAMBER = re.compile(r"(?P<chamber>Eerste|Tweede)\s+Kamer\s+der\s+Staten-Generaal")
_ZAAK = re.compile(r"\b(?P<id>\d{4}Z\d{5})\b")
_OUR_REFERENCE = re.compile(
    r"(?:Ons\s+kenmerk|Onze\s+referentie|Kenmerk)\s*:?\s+(?P<id>[A-Z0-9][\w./-]*\d[\w./-]*)"
)
_NUMBER_LINE = re.compile(
    r"(?:Nr\.|nr\.)\s*(?P<number>\d{1,4})\b(?!\s*\d)|(?P<letter>[A-Z]{1,2})(?=\s+[A-Z]{4})"
)
_DOSSIER_LINE = re.compile(
    r"(?P<dossier>\d{2}\s\d{3}(?:(?:\s|-)(?:[IVXLC]+|\d{2}|[A-H])(?!\w)|\s?\(R\s?\d{4}\))?)(?:\s+(?P<title>[A-Z«].{3,}))?"
)
_IDENTIFIER = re.compile(
    r"\b(?P<id>(?:kst|ah)-[\w-]*\d(?:-[A-Z]{1,2})?|kst-\d{5}(?:-[A-Z\d]+)?-[A-Z]{1,2})\b"
)
_COMMITTEE = re.compile(
    r"(?:vaste|algemene|tijdelijke)\s+commissie\s+voor\s+(?:de\s+)?[A-Z][\w’-]+(?:(?:,\s+|\s+en\s+|\s+)[A-Z][\w’-]+)*"
)
_PUT_TO = re.compile(
    r"\baan\s+(?P<whom>de\s+(?:[Mm]inister|[Ss]taatssecretaris|Algemene Rekenkamer)[^.]{0,200}?)"
    r"(?:\s+(?:over|inzake|voorgelegd|naar\s+aanleiding|gesteld|betreffende)\b|\.|$)"
)
_SUBJECT_OF_CONSULTATION = re.compile(r"artikel 100-brief (?P<title>inzake .+?) die op ")
_ANSWERS_OF = re.compile(
    r"Antwoord(?:en)? van (?P<who>de (?:minister|staatssecretaris).{3,160}?) op (?:de )?"
    r"(?:schriftelijke )?(?:Kamer)?vragen",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"\s*(?:de|het)?\s*(?P<office>(?:minister|staatssecretaris)\b[^\n]{0,120}?),?\s*$", re.I
)
_NAME = re.compile(
    r"\s*(?:(?:[A-Z]|IJ|Th|Ch|Ph|Chr|Joh)\.\s?-?)+\s*(?:[a-z’]+\s+){0,3}[A-Z][\w’]+"
    r"(?:-[^\W\d_][\w’]*|\s+(?:[a-z]+\s+)*[A-Z][\w’]+)*\s*$"
    r"|\s*(?:[A-Z][\w’-]+\s+){1,2}(?:(?:van|de|der|den|ten|ter)\s+)*[A-Z][\w’-]+\s*$"
)

_NAMES = {
    PaperType.WRITTEN_QUESTIONS: "Antwoorden op schriftelijke vragen",
    PaperType.QUESTION_LIST: "Lijst van vragen en antwoorden",
    PaperType.CONSULTATION: "Verslag van een schriftelijk overleg",
    PaperType.LETTER: "Brief",
    PaperType.ANNOUNCEMENT: "Mededeling over schriftelijke vragen",
}


def read_facts(
    layout: Layout, kind: PaperType, name: str, begin: int
) -> tuple[Paper, list[ParseWarning]]:
    """The paper as its text and metadata describe it, and what in them cannot be.

    `begin` is where its first question or answer stands: what is before is its head. `name` is that
    of its file, without the ending. The identifier comes from the text; where the text states none,
    from the file's name, which is taken as it is when it is an official one.
    """
    head = _Head(layout, kind, begin)
    identity = _identity(head, name)
    paper = Paper(
        id=identity.id,
        type=kind,
        title=head.title(),
        chamber=identity.chamber or head.chamber(),
        session=identity.session or head.session(),
        dossier=identity.dossier,
        number=identity.number,
        date=head.answered_on(),
        asked_on=head.asked_on(),
        asked_by=head.asked_by(),
        answered_by=head.answered_by(),
        asked_of=head.asked_of(),
        on_behalf_of=head.on_behalf_of(),
        subject=head.subject(),
        kenmerk=head.kenmerk(),
        dossiers=head.dossiers(),
        url=identity.url if read_identifier(identity.id) else None,
    )
    return paper, head.warnings


@dataclass
class _Head:
    """The beginning of a paper, and its end, where letters are signed."""

    layout: Layout
    kind: PaperType
    begin: int
    warnings: list[ParseWarning] = field(default_factory=list)
    plain: str = ""
    lines: tuple[str, ...] = ()
    stated: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        source = self.layout.source
        numbered = self.kind in {PaperType.WRITTEN_QUESTIONS, PaperType.QUESTION_LIST}
        end = min(len(source), _HEAD_LENGTH, self.begin if numbered else _HEAD_LENGTH)
        head = [(0, end), *(_reply_line(self.layout, end) if numbered else ())]
        self.plain = " ".join(clean(self.layout, head).text.split())
        self.lines = tuple(composed(line) for line in source[:end].splitlines())
        for name, value in self.layout.extract.metadata:
            self.stated.setdefault(name.lower(), []).append(value.strip())

    def first_stated(self, *names: str) -> str | None:
        """The first value that the file states about itself under one of these names."""
        return next(
            (self.stated[name.lower()][0] for name in names if name.lower() in self.stated), None
        )

    def title(self) -> str:
        """The subject line of the paper, or, where it has none, the name of its kind."""
        stated = self.first_stated("DC.title", "dcterms.title")
        if stated:
            return stated
        if self.kind in {PaperType.WRITTEN_QUESTIONS, PaperType.ANNOUNCEMENT}:
            asked = re.search(
                r"Vragen van (?:het lid|de leden) .{10,700}?(?=\s*\(ingezonden|\s*\.\s)", self.plain
            )
            if asked:
                return asked[0].rstrip(" .")
        if letter := _SUBJECT_OF_LETTER.search(self.plain):
            return letter["title"].strip(" .:")
        if self.kind is PaperType.CONSULTATION and (
            match := _SUBJECT_OF_CONSULTATION.search(self.plain)
        ):
            return f"{_NAMES[self.kind]} {match['title']}"
        return _NAMES[self.kind]

    def subject(self) -> str | None:
        """What the questions are about."""
        if match := _SUBJECT.search(self.plain):
            return match["subject"].strip(" .(")
        title = self.title()
        about = re.search(r"\b(?:over|inzake) (?P<subject>.+)", title)
        return about["subject"].strip(" .") if about else None

    def chamber(self) -> str | None:
        match = _CHAMBER.search(self.plain[:600])
        if (
            match
            and "Aan de Voorzitter" not in self.plain[max(0, match.start() - 60) : match.start()]
        ):
            return "I" if match["chamber"] == "Eerste" else "II"
        return None

    def session(self) -> str | None:
        stated = self.first_stated("OVERHEIDop.vergaderjaar")
        match = _SESSION.search(self.plain[:1500])
        return session_of_years(stated) or (session_of_years(match["years"]) if match else None)

    def kenmerk(self) -> str | None:
        """The Kamer's number of the questions, or else the ministry's own of its letter."""
        if zaak := _ZAAK.search(self.first_stated("OVERHEIDop.vraagnummer") or self.plain):
            return zaak["id"]
        ours = _OUR_REFERENCE.search(self.plain)
        return ours["id"].rstrip(".-/") if ours else None

    def dossiers(self) -> tuple[str, ...]:
        """The dossiers in the paper's head, as in identifiers: "27925", "36600-VII"."""
        stated = self.stated.get("overheidop.dossiernummer") or self.stated.get("dossiernummer")
        if stated:
            written = (value.strip() for values in stated for value in values.split(";"))
            return _once(kamerstuk_dossier(v) for v in written if re.match(r"\d{2} ?\d{3}", v))
        numbered = self._number_line()
        if numbered is None:
            return ()
        found = (_DOSSIER_LINE.match(line.strip()) for line in self.lines[: numbered[0] + 1])
        return tuple(dict.fromkeys(kamerstuk_dossier(match["dossier"]) for match in found if match))

    def number(self) -> str | None:
        """The number under which the paper stands in its dossier: "748", "AA"."""
        stated = re.search(r"\d+|[A-Z]+$", self.first_stated("ondernummer") or "")
        numbered = self._number_line()
        return stated[0] if stated else numbered[1] if numbered else None

    def _number_line(self) -> tuple[int, str] | None:
        dossier = False
        for index, line in enumerate(self.lines[:60]):
            content = line.strip()
            dossier = dossier or bool(_DOSSIER_LINE.fullmatch(content))
            match = _NUMBER_LINE.match(content)
            if match and (match["number"] or dossier):
                return index, match["number"] or match["letter"]
        return None

    def asked_by(self) -> tuple[str, ...]:
        stated = self.stated.get("overheidop.indiener", [])
        if self.kind is PaperType.CONSULTATION:
            return fractions(_flat(self.layout.source))
        if self.kind is PaperType.QUESTION_LIST:
            match = _COMMITTEE.search(self.plain)
            return (match[0],) if match else ()
        if self.kind in {PaperType.WRITTEN_QUESTIONS, PaperType.ANNOUNCEMENT}:
            match = _ASKED.search(self.plain)
            if match and "(" in match["who"]:
                return members(match["who"])
            if letter := _ASKED_IN_LETTER.search(self.plain):
                return members(letter["who"])
            return members(match["who"]) if match else tuple(stated)
        return ()

    def asked_of(self) -> tuple[str, ...]:
        if self.kind in {PaperType.WRITTEN_QUESTIONS, PaperType.ANNOUNCEMENT}:
            match = _ASKED_OF.search(self.plain)
            return offices(match["whom"]) if match else ()
        if self.kind in {PaperType.QUESTION_LIST, PaperType.CONSULTATION}:
            match = _PUT_TO.search(self.plain)
            if match and "Rekenkamer" in match["whom"]:
                return ("Algemene Rekenkamer",)
            return offices(match["whom"]) if match else ()
        return ()

    def answered_by(self) -> tuple[str, ...]:
        if self.kind in {PaperType.WRITTEN_QUESTIONS, PaperType.ANNOUNCEMENT} and (
            match := _ANSWERED.search(self.plain)
        ):
            return ministers(_MEDE.sub("", match["who"]))
        if self.kind in {PaperType.QUESTION_LIST, PaperType.CONSULTATION}:
            return self.asked_of()
        return _once(self._signatures()) or _once(self._heading_names())

    def on_behalf_of(self) -> tuple[str, ...]:
        """In whose name too: "mede namens de Minister voor …"."""
        match = _ANSWERED.search(self.plain)
        mede = (
            _MEDE.search(match["who"])
            if match
            else re.search(
                r"mede\s+namens\s+(?P<who>de\s+(?:[Mm]inister|[Ss]taatssecretaris)[^.]{3,160})",
                self.plain,
            )
        )
        return offices(mede["who"]) or ministers(mede["who"]) if mede else ()

    def _signatures(self) -> Iterator[str]:
        """Office and name of those who signed: lines that follow each other, blank ones aside."""
        lines = self.layout.body()
        for at, line in enumerate(lines):
            after = [other.content for other in lines[at + 1 : at + 3]] + ["", ""]
            office, name = line.content, after[0]
            if not office.endswith(",") and name.endswith(","):  # an office over two lines
                office, name = f"{office} {name}", after[1]
            if not _SIGNATURE.fullmatch(office) or not offices(office):
                continue
            if _NAME.fullmatch(name):
                yield signatory(office, composed(name))
            elif office.endswith(","):
                yield offices(office)[0]

    def _heading_names(self) -> Iterator[str]:
        """Who answers by the heading above the questions, with the name of the one who signed."""
        by = _ANSWERS_OF.search(self.plain)
        named = [line.content for line in self.layout.body() if _NAME.fullmatch(line.content)]
        for office in offices(by["who"]) if by else ():
            yield signatory(office, composed(named[0])) if len(named) == 1 else office

    def asked_on(self) -> date | None:
        stated = self.first_stated("OVERHEIDop.datumIndiening", "vraag/datum@isodatum")
        asks = self.kind in {PaperType.QUESTION_LIST, PaperType.CONSULTATION}
        return _iso(stated) or self._first_day(_PUT_ON if asks else _SENT_IN)

    def answered_on(self) -> date | None:
        stated = self.first_stated("OVERHEIDop.datumOntvangst", "antwoord/datum@isodatum")
        if self.kind in {PaperType.QUESTION_LIST, PaperType.CONSULTATION}:
            return _iso(stated) or self._first_day(_REPLIED)
        return _iso(stated) or self._first_day(_RECEIVED) or self._first_day(_LETTER_DATED)

    def _first_day(self, patterns: tuple[str, ...]) -> date | None:
        """The first date that fits and exists; one that cannot be is reported."""
        lines = "\n".join(line.replace("\t", " ") for line in self.lines)
        text = lines if patterns is _LETTER_DATED else self.plain
        for pattern in patterns:
            for match in re.finditer(pattern, text, re.IGNORECASE):
                month = MONTHS.index(match["month"].lower()) + 1
                try:
                    return date(int(match["year"]), month, int(match["day"]))
                except ValueError:
                    self._doubt(match["day"], match["month"], match["year"])
        return None

    def _doubt(self, *day: str) -> None:
        written = " ".join(day)
        place = re.search(r"\s+".join(day), self.layout.source)
        warning = ParseWarning(place.start() if place else 0, f"{written} is no date: left out")
        if warning not in self.warnings:
            self.warnings.append(warning)


def _reply_line(layout: Layout, behind: int) -> tuple[Span, ...]:
    """The line that says who answered, where it stands behind the questions (print before 2008)."""
    line = next((x for x in layout.lines_from(behind) if _REPLY_LINE.match(x.content)), None)
    if line is None or line.start < behind:
        return ()
    return ((line.start, min(line.start + _REPLY_LENGTH, len(layout.source))),)


def _identity(head: _Head, name: str) -> Identity:
    stated = head.first_stated("DC.identifier", "dcterms.identifier")
    by_text = next(
        (read_identifier(m["id"]) for m in _IDENTIFIER.finditer("\n".join(_colophons(head)))), None
    )
    return (
        (read_identifier(stated) if stated else None)
        or by_text
        or _by_foot(head.layout)
        or _by_head(head)
        or _by_kenmerk(head, name)
    )


def _colophons(head: _Head) -> Iterator[str]:
    for line in head.layout.lines:
        if line.kind is LineKind.FURNITURE and re.search(r"(?:kst|ah)-", line.text):
            yield line.content


def _by_foot(layout: Layout) -> Identity | None:
    for line in layout.lines:
        foot = (
            RUNNING_FOOT.search(" ".join(line.content.split()))
            if line.kind is LineKind.FURNITURE
            else None
        )
        if foot and foot["dossier"]:
            identifier = kamerstuk(foot["dossier"], foot["number"])
            return Identity(
                id=identifier,
                chamber="I" if foot["chamber"] == "Eerste" else "II",
                session=session_of_years(foot["years"]),
                dossier=identifier.removeprefix("kst-").rsplit("-", 1)[0],
                number=foot["number"],
            )
    return None


def _by_head(head: _Head) -> Identity | None:
    """The identifier that chamber, vergaderjaar and number in the head make together."""
    session, chamber = head.session(), head.chamber()
    stated = head.first_stated("kamervraagnummer")
    if session and (stated or "Aanhangsel van de Handelingen" in head.plain[:800]):
        number = stated or next(
            (
                line.strip()
                for line in head.lines[:40]
                if re.fullmatch(r"\s*\d{1,4}\s*", line) and len(line.strip()) > 1
            ),
            None,
        )
        number = number or next(
            (m["n"] for m in [re.search(r"gegeven antwoorden (?P<n>\d{1,4}) ", head.plain)] if m),
            None,
        )
        if number:
            years = session[:4] + session[:2] + session[5:]
            kind = "ek" if chamber == "I" else "tk"
            return read_identifier(f"ah-{kind}-{years}-{number}")
    dossiers, number = head.dossiers(), head.number()
    if dossiers and number:
        identity = read_identifier(f"kst-{dossiers[0]}-{number}")
        if identity:
            return Identity(
                identity.id, identity.chamber, session, identity.dossier, identity.number
            )
    return None


def _by_kenmerk(head: _Head, name: str) -> Identity:
    by_name = read_identifier(name)
    kenmerk = head.kenmerk()
    questions = head.kind in {PaperType.WRITTEN_QUESTIONS, PaperType.ANNOUNCEMENT}
    if kenmerk and questions and not by_name:
        return read_identifier(kenmerk) or Identity(id=f"kenmerk-{slug(kenmerk)}")
    return by_name or Identity(id=slug(name) or "document")


def kamerstuk_dossier(text: str) -> str:
    """A dossier as in identifiers: "36600-VII" of "36 600 VII"."""
    return kamerstuk(text, "0").removeprefix("kst-").removesuffix("-0")


def _flat(text: str) -> str:
    return re.sub(r"-\s*\n\s*(?=[a-z])", "", text)


def _iso(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
