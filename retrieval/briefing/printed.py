"""What every printed form of a briefing says, in Dutch as its citations are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus import OfficialAnswer, Paper, Status
from corpus.facts import MONTHS
from retrieval import CitationStyle, cite, numbers_as_text
from retrieval.briefing.briefing import Placement
from retrieval.briefing.checking import Checked, Quoted
from retrieval.briefing.printable import printable
from retrieval.earlier import beginning

ASKED = "Gevraagd"
NOTE = "Notitie"
REFERS_TO = "Verwijst naar"
SOURCES = "Vindplaatsen"
UNTITLED = "Briefing"
LANGUAGE = "nl-NL"

_LONGEST_QUESTION = 700
"""Characters. Of a question asked at more length the first whole sentences are printed."""
_STATUSES = {
    Status.REFERRAL: "verwijzing",
    Status.ANNOUNCEMENT: "mededeling",
    Status.DECLINED: "geen uitspraak",
}


@dataclass(frozen=True, slots=True)
class PrintedQuote:
    """One quote as it is printed: `quote` are its paragraphs, word for word.

    `asked`, `refers_to` and `note` may be empty. No text holds control characters.
    """

    heading: str
    facts: str
    asked: str
    quote: tuple[str, ...]
    citation: str
    refers_to: str
    note: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A briefing as it is printed: only quotes that stand in the corpus."""

    title: str
    quotes: tuple[PrintedQuote, ...]
    in_text: bool


def printed(checked: Checked) -> Printed:
    """What the printed forms of a briefing say."""
    briefing = checked.briefing
    quotes = enumerate(checked.quoted, start=1)
    return Printed(
        " ".join(printable(briefing.title).split()) or UNTITLED,
        tuple(_printed(number, quoted, briefing.style) for number, quoted in quotes),
        briefing.placement is Placement.IN_TEXT,
    )


def _printed(number: int, quoted: Quoted, style: CitationStyle) -> PrintedQuote:
    answer = quoted.answer
    return PrintedQuote(
        heading=f"{number}. {printable(_name(answer))}",
        facts=printable(_facts(quoted.paper, answer)),
        asked=printable(_asked(answer)),
        quote=tuple(printable(paragraph) for paragraph in quoted.paragraphs) or ("",),
        citation=printable(quoted.citation(style)),
        refers_to=printable(_refers_to(quoted, style)),
        note=printable(quoted.quote.note).strip(),
    )


def _name(answer: OfficialAnswer) -> str:
    if answer.numbers:
        return f"Antwoord op vraag {numbers_as_text(answer.numbers)}"
    return " ".join((answer.heading or "Antwoord").split())


def _facts(paper: Paper, answer: OfficialAnswer) -> str:
    asked_by = ", ".join(answer.asked_by or paper.asked_by)
    facts = (
        _day(paper),
        ", ".join(paper.answered_by),
        f"gevraagd door {asked_by}" if asked_by else "",
        _STATUSES.get(answer.status, ""),
    )
    return " · ".join(fact for fact in facts if fact)


def _day(paper: Paper) -> str:
    day = paper.known_day
    if day is None:
        return "datum onbekend"
    written = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return written if paper.date else f"vragen ingezonden {written}"


def _asked(answer: OfficialAnswer) -> str:
    """The question; a heading is none."""
    if not answer.questions or len(answer.asked) <= _LONGEST_QUESTION:
        return answer.asked if answer.questions else ""
    return f"{beginning(answer.asked, _LONGEST_QUESTION)} […]"


def _refers_to(quoted: Quoted, style: CitationStyle) -> str:
    known = {target.id: cite(paper, target, style) for paper, target in quoted.targets}
    return "; ".join(known.get(target, target) for target in quoted.answer.refers_to)


def lines(text: str) -> Sequence[str]:
    """The paragraphs of a question or a note: every line that says something."""
    return [line for line in text.split("\n") if line.strip()]
