"""The facts of a paper that its own text, or its file's name, states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from corpus.document import Paper, PaperType
from corpus.identifiers import Identity, read_identifier, session_of_years, slug
from corpus.layout import RUNNING_FOOT, Layout, LineKind

MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
_DATE = rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})"
_ZAAK = re.compile(r"\bkenmerk (?P<id>\d{4}Z\d{5})\b")
_LETTER_NUMBER = re.compile(r"Nr\. (?P<number>\d+)\s+BRIEF VAN")
_DOSSIER = re.compile(r"Kamerstuk (?P<dossier>\d{2} ?\d{3}(?:-[\dIVX]+)?), nr\.")
_ASKED_ON = re.compile(rf"(?:ingezonden op|fractie op) {_DATE}")
_ANSWERED_ON = re.compile(rf"(?:De Minister heeft op|^Den Haag,) {_DATE}", re.MULTILINE)
_MEMBER = re.compile(r"[Vv]ragen (?:gesteld door het lid|van het lid) (?P<name>[^()\n]+ \([^)]+\))")
_FRACTION = re.compile(r"leden van de (?P<name>[\w-]+-fractie)")
_SUBJECT = re.compile(r"Beantwoording (?P<title>vragen .+?)(?: Hierbij|$)")
_SUBJECT_OF_CONSULTATION = re.compile(r"artikel 100-brief (?P<title>inzake .+?) die op ")
_MINISTER = re.compile(r"^de minister (?P<of>van(?: [A-Z][a-z]+| en)+),", re.I | re.M)

_NAMES = {
    PaperType.WRITTEN_QUESTIONS: "Antwoorden op schriftelijke vragen",
    PaperType.QUESTION_LIST: "Lijst van vragen en antwoorden",
    PaperType.CONSULTATION: "Verslag van een schriftelijk overleg",
    PaperType.LETTER: "Brief",
}


def read_facts(layout: Layout, kind: PaperType, name: str) -> Paper:
    """The paper as its text describes it; `name` is that of its file, without the ending.

    The identifier comes from the text; where the text states none, from the file's name, which is
    taken as it is when it is an official identifier.
    """
    text = layout.source
    plain = " ".join(text.split())
    identity = _identity(layout, plain, name)
    return Paper(
        id=identity.id,
        type=kind,
        title=_title(kind, plain),
        chamber=identity.chamber,
        session=identity.session,
        dossier=identity.dossier,
        number=identity.number,
        date=_first_date(_ANSWERED_ON, text),
        asked_on=_first_date(_ASKED_ON, plain),
        asked_by=_asked_by(kind, plain),
        answered_by=_answered_by(kind, text),
        url=identity.url if read_identifier(identity.id) else None,
    )


def _identity(layout: Layout, plain: str, name: str) -> Identity:
    for line in layout.lines:
        if line.kind is LineKind.FURNITURE and (foot := RUNNING_FOOT.fullmatch(line.content)):
            dossier = foot["dossier"].replace(" ", "", 1).replace(" ", "-")
            return Identity(
                id=f"kst-{dossier}-{foot['number']}",
                chamber="I" if foot["chamber"] == "Eerste" else "II",
                session=session_of_years(foot["years"]),
                dossier=dossier,
                number=foot["number"],
            )
    stated = _ZAAK.search(plain)
    return (
        (read_identifier(stated["id"]) if stated else None)
        or read_identifier(name)
        or Identity(id=slug(name) or "document")
    )


def _title(kind: PaperType, plain: str) -> str:
    """The subject line of the paper, or, where it has none, the name of its kind."""
    if kind is PaperType.WRITTEN_QUESTIONS and (match := _SUBJECT.search(plain)):
        return f"Beantwoording {match['title']}"
    if kind is PaperType.CONSULTATION and (match := _SUBJECT_OF_CONSULTATION.search(plain)):
        return f"{_NAMES[kind]} {match['title']}"
    return _NAMES[kind]


def _asked_by(kind: PaperType, plain: str) -> tuple[str, ...]:
    if kind is PaperType.WRITTEN_QUESTIONS:
        return _once(match["name"] for match in _MEMBER.finditer(plain))
    if kind is PaperType.CONSULTATION:
        return _once(match["name"] for match in _FRACTION.finditer(plain))
    return ()


def _answered_by(kind: PaperType, text: str) -> tuple[str, ...]:
    if kind not in {PaperType.WRITTEN_QUESTIONS, PaperType.LETTER}:
        return ()
    return _once(f"Minister {match['of']}" for match in _MINISTER.finditer(text))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _first_date(pattern: re.Pattern[str], text: str) -> date | None:
    """The first date that fits the pattern and exists; the 31st of February does not."""
    for match in pattern.finditer(text):
        try:
            return date(int(match["year"]), MONTHS.index(match["month"]) + 1, int(match["day"]))
        except ValueError:
            continue
    return None
