"""The unit that everything else stands on: an official answer in a parliamentary paper.

A `Paper` is what is known *about* a document, a `Document` is the paper with its text read into
`OfficialAnswer`s in reading order. All are immutable; an identifier comes from the source and is
there from the start.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Span = tuple[int, int]
"""A half-open character range `[start, end)` of a document's extracted text."""


class PaperType(StrEnum):
    """What kind of parliamentary paper a document is."""

    WRITTEN_QUESTIONS = "antwoord-op-schriftelijke-vragen"
    QUESTION_LIST = "lijst-van-vragen-en-antwoorden"
    CONSULTATION = "verslag-van-een-schriftelijk-overleg"
    LETTER = "brief"
    ANNOUNCEMENT = "mededeling"


class Status(StrEnum):
    """What an official answer does: answer, point elsewhere, announce, or decline."""

    SUBSTANTIVE = "substantive"
    REFERRAL = "referral"
    ANNOUNCEMENT = "announcement"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Paper:
    """The facts of one parliamentary paper. What no source states is `None` or empty: no guesses.

    `session` is the vergaderjaar as "2020/21"; `dossier` and `number` are as in the identifier
    ("27925", "748", "AA"). `date` is the day of the answer, `asked_on` the day on which the
    questions were sent in. `asked_by` and `answered_by` are as printed: "Boswijk (CDA)",
    "SP-fractie", "Knapen (Buitenlandse Zaken)", "Minister van Buitenlandse Zaken". `asked_of` are
    the offices that the questions were put to, `on_behalf_of` those in whose name the answer was
    given too ("mede namens"). `kenmerk` is the Kamer's number of the questions (2021Z18068) or the
    ministry's of its letter. `dossiers` are all those that the head names, the paper's own first.
    """

    id: str
    type: PaperType
    title: str
    chamber: str | None = None
    session: str | None = None
    dossier: str | None = None
    number: str | None = None
    date: datetime.date | None = None
    asked_on: datetime.date | None = None
    asked_by: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()
    asked_of: tuple[str, ...] = ()
    on_behalf_of: tuple[str, ...] = ()
    subject: str | None = None
    kenmerk: str | None = None
    dossiers: tuple[str, ...] = ()
    url: str | None = None

    @property
    def known_day(self) -> datetime.date | None:
        """The day of the answer, or, where no source states it, the one on which it was asked."""
        return self.date or self.asked_on


@dataclass(frozen=True, slots=True)
class Question:
    """A question as put to the cabinet; `number` is `None` where the paper does not number it."""

    number: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an answer's text that stands in the source.

    From `text[at]` on the answer holds `source[start : start + length]` of the extracted text,
    with its diacritics composed: a piece that this shortens is a letter by itself. Between
    two pieces the answer holds only white space that the cleaning put there.
    """

    at: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class OfficialAnswer:
    """What the cabinet wrote in answer to one question, to several together, or under a heading.

    `text` is word for word the source's: lines joined, page furniture out, footnote texts after
    the paragraph that calls them; paragraphs are parted by a blank line. `heading` is the heading
    of a section of a letter. `refers_to` holds the identifiers of the answers that this one points
    to within its paper, `cites` those of other papers that it names. `asked_by` is there where the
    paper says it of each question by itself (the fractions of a written consultation). `page` is
    where an answer without question numbers begins, in a source that shows its pages. `spans` are
    the ranges of the extracted text that belong to it, question included; `pieces` say where each
    run of `text` stands in that text.
    """

    id: str
    questions: tuple[Question, ...]
    text: str
    status: Status
    refers_to: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    heading: str | None = None
    asked_by: tuple[str, ...] = ()
    page: int | None = None
    spans: tuple[Span, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the questions that it answers, in the order of the paper."""
        return tuple(question.number for question in self.questions if question.number is not None)

    @property
    def asked(self) -> str:
        """The texts of its questions, each once, or its heading where there are none."""
        texts = dict.fromkeys(question.text for question in self.questions)
        return "\n\n".join(texts) or self.heading or ""

    def as_json(self) -> dict[str, Any]:
        """The answer as `parse --json` prints it."""
        return {
            "id": self.id,
            "questions": [{"number": q.number, "text": q.text} for q in self.questions],
            "heading": self.heading,
            "text": self.text,
            "status": self.status.value,
            "refers_to": list(self.refers_to),
            "cites": list(self.cites),
            "asked_by": list(self.asked_by),
            "page": self.page,
            "spans": [list(span) for span in self.spans],
        }


@dataclass(frozen=True, slots=True)
class ParseWarning:
    """Something that stayed uncertain while reading, with its place in the extracted text."""

    at: int
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """A paper read: its official answers in reading order, and everything else as furniture.

    The answers' spans and `furniture` together cover `source` without gap or overlap. `cites` are
    the identifiers of all other papers that it names, its head included.
    """

    paper: Paper
    source: str
    answers: tuple[OfficialAnswer, ...]
    furniture: tuple[Span, ...] = ()
    cites: tuple[str, ...] = ()
    warnings: tuple[ParseWarning, ...] = ()

    @property
    def id(self) -> str:
        return self.paper.id

    def as_json(self) -> dict[str, Any]:
        """The document as `parse --json` prints it."""
        paper = self.paper
        return {
            "id": paper.id,
            "type": paper.type.value,
            "title": paper.title,
            "chamber": paper.chamber,
            "session": paper.session,
            "dossier": paper.dossier,
            "number": paper.number,
            "date": paper.date.isoformat() if paper.date else None,
            "asked_on": paper.asked_on.isoformat() if paper.asked_on else None,
            "asked_by": list(paper.asked_by),
            "asked_of": list(paper.asked_of),
            "answered_by": list(paper.answered_by),
            "on_behalf_of": list(paper.on_behalf_of),
            "subject": paper.subject,
            "kenmerk": paper.kenmerk,
            "dossiers": list(paper.dossiers),
            "cites": list(self.cites),
            "answers": [answer.as_json() for answer in self.answers],
            "furniture": [list(span) for span in self.furniture],
            "warnings": [{"at": w.at, "message": w.message} for w in self.warnings],
        }
