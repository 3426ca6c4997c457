"""Gold questions: what users might type, with the official answers that answer it.

A gold file holds one JSON object a line::

    {"id": "nl-001", "query": "…", "language": "nl", "kind": "factoid",
     "answers": [{"id": "kst-27925-748#12", "quote": "…"}], "part": "tune"}

`answers` lists every official answer that by itself answers the query, each with a verbatim quote
that shows it; it is empty where the papers do not answer. `part` keeps the questions that settings
were tuned on ("tune", also where it is left out) apart from those only looked at ("check").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final, Literal, Protocol

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from eval.lines import EvalError, describe, filled_lines, lines_in

DEFAULT_GOLD: Final = Path(__file__).parent / "gold" / "starter.jsonl"
"""The gold questions over the starter corpus."""

Filled = Annotated[str, StringConstraints(pattern=r"\S")]
"""A text with something in it."""

_FORMAT = (
    'one JSON object a line: {"id", "query", "language", "kind", '
    '"answers": [{"id", "quote"}], "part" ("tune" or "check", may be left out)}'
)


class Question(Protocol):
    """A question with what answers it: all that runs and measures look at."""

    @property
    def id(self) -> str:
        """Its name in the set."""
        ...

    @property
    def query(self) -> str:
        """What is asked, as typed."""
        ...

    @property
    def grades(self) -> Mapping[str, int]:
        """How well official answers answer it, by identifier, from 1 up; others do not at all."""
        ...

    @property
    def expected(self) -> tuple[str, ...]:
        """The identifiers of the official answers that answer it."""
        ...

    @property
    def answerable(self) -> bool:
        """Whether the papers answer it."""
        ...

    @property
    def facts(self) -> Mapping[str, str]:
        """What results are also given apart by: {"language": "nl", …}, or nothing."""
        ...


class GoldError(EvalError):
    """A gold file that cannot be used; the message names the file, the line and the remedy."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldAnswer(_Line):
    """An official answer that answers the question by itself, with a quote that shows it."""

    id: Filled
    quote: Filled


class GoldQuestion(_Line):
    """A question as a user types it, with every official answer that truly answers it."""

    id: Filled
    query: Filled
    language: Filled
    kind: Filled
    answers: tuple[GoldAnswer, ...]
    part: Literal["tune", "check"] = "tune"

    @property
    def answerable(self) -> bool:
        """Whether the papers answer it."""
        return bool(self.answers)

    @property
    def expected(self) -> tuple[str, ...]:
        """The identifiers of the official answers that answer it."""
        return tuple(answer.id for answer in self.answers)

    @property
    def grades(self) -> Mapping[str, int]:
        """Each of them answers it by itself, none better than another: 1."""
        return dict.fromkeys(self.expected, 1)

    @property
    def facts(self) -> Mapping[str, str]:
        """Its language, kind and part."""
        return {"language": self.language, "kind": self.kind, "part": self.part}


def load_gold(path: Path) -> tuple[GoldQuestion, ...]:
    """The questions of a gold file, in its order; blank lines are skipped.

    Raises `GoldError` for a file that cannot be read, holds no question, or has a line that is not
    as the format says, an id used twice, or an answer named twice in one question.
    """
    return _read_lines(filled_lines(path, "gold file", _FORMAT, GoldError), str(path))


def read_gold(raw: bytes, name: str) -> tuple[GoldQuestion, ...]:
    """The questions in the bytes of a gold file, which messages call `name`.

    Raises `GoldError` as `load_gold` does.
    """
    return _read_lines(lines_in(raw, name, _FORMAT, GoldError), name)


def find_quote_errors(
    questions: Iterable[GoldQuestion], answer_texts: Mapping[str, str]
) -> list[GoldError]:
    """What is wrong with the answers that the questions name, an error each, if anything is.

    `answer_texts` maps each official answer's identifier to its text; a quote counts only where it
    stands in that text character for character.
    """
    return [
        GoldError("question {question}: {fault}", question=question.id, fault=fault)
        for question in questions
        for answer in question.answers
        if (fault := _quote_fault(answer, answer_texts))
    ]


def _read_lines(lines: Iterator[tuple[int, str]], name: str) -> tuple[GoldQuestion, ...]:
    questions: list[GoldQuestion] = []
    first_seen: dict[str, int] = {}
    for number, line in lines:
        question = _read_line(line, name, number)
        if question.id in first_seen:
            raise GoldError(
                "{name}, line {line}: the id {question!r} is already used on line {first}; give "
                "every question an id of its own.",
                name=name,
                line=number,
                question=question.id,
                first=first_seen[question.id],
            )
        first_seen[question.id] = number
        questions.append(question)
    if not questions:
        raise GoldError("{name} holds no questions. Expected {form}.", name=name, form=_FORMAT)
    return tuple(questions)


def _read_line(line: str, name: str, number: int) -> GoldQuestion:
    try:
        question = GoldQuestion.model_validate_json(line)
    except ValidationError as error:
        raise GoldError(
            "{name}, line {line}: {fault}. Expected {form}.",
            name=name,
            line=number,
            fault=describe(error),
            form=_FORMAT,
        ) from None
    repeated = {id_ for id_ in question.expected if question.expected.count(id_) > 1}
    if repeated:
        raise GoldError(
            "{name}, line {line}: question {question!r} names {answers} more than once; list each "
            "answer once.",
            name=name,
            line=number,
            question=question.id,
            answers=", ".join(sorted(repeated)),
        )
    return question


def _quote_fault(answer: GoldAnswer, answer_texts: Mapping[str, str]) -> GoldError | None:
    text = answer_texts.get(answer.id)
    if text is None:
        return GoldError(
            "there is no official answer {id}; correct the identifier.",
            id=answer.id,
        )
    if answer.quote not in text:
        return GoldError(
            "the quote is not in {id} word for word: {quote!r}; copy it from that answer's text.",
            id=answer.id,
            quote=answer.quote,
        )
    return None
