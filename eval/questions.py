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
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

DEFAULT_GOLD: Final = Path(__file__).parent / "gold" / "starter.jsonl"
"""The gold questions over the starter corpus."""

_Filled = Annotated[str, StringConstraints(pattern=r"\S")]
_FORMAT = (
    'one JSON object a line: {"id", "query", "language", "kind", '
    '"answers": [{"id", "quote"}], "part" ("tune" or "check", may be left out)}'
)
_FAULTS = {
    "extra_forbidden": "is an unknown key; remove it",
    "missing": "is missing; add it",
    "string_pattern_mismatch": "is empty; fill it in",
}


class GoldError(ValueError):
    """A gold file that cannot be used; the message names the file, the line and the remedy."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldAnswer(_Line):
    """An official answer that answers the question by itself, with a quote that shows it."""

    id: _Filled
    quote: _Filled


class GoldQuestion(_Line):
    """A question as a user types it, with every official answer that truly answers it."""

    id: _Filled
    query: _Filled
    language: _Filled
    kind: _Filled
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


def load_gold(path: Path) -> tuple[GoldQuestion, ...]:
    """The questions of a gold file, in its order; blank lines are skipped.

    Raises `GoldError` for a file that cannot be read, holds no question, or has a line that is not
    as the format says, an id used twice, or an answer named twice in one question.
    """
    questions: list[GoldQuestion] = []
    first_seen: dict[str, int] = {}
    for number, line in _filled_lines(path):
        question = _read_line(line, f"{path}, line {number}")
        if question.id in first_seen:
            raise GoldError(
                f"{path}, line {number}: the id {question.id!r} is already used on line "
                f"{first_seen[question.id]}; give every question an id of its own."
            )
        first_seen[question.id] = number
        questions.append(question)
    if not questions:
        raise GoldError(f"{path} holds no questions. Expected {_FORMAT}.")
    return tuple(questions)


def find_quote_errors(
    questions: Iterable[GoldQuestion], answer_texts: Mapping[str, str]
) -> list[str]:
    """What is wrong with the answers that the questions name, a sentence each, if anything is.

    `answer_texts` maps each official answer's identifier to its text; a quote counts only where it
    stands in that text character for character.
    """
    return [
        f"question {question.id}: {fault}"
        for question in questions
        for answer in question.answers
        if (fault := _quote_fault(answer, answer_texts))
    ]


def _filled_lines(path: Path) -> Iterator[tuple[int, str]]:
    # Not splitlines(): that also breaks at U+2028, which may stand inside a JSON string.
    for number, line in enumerate(_read_text(path).split("\n"), start=1):
        if line.strip():
            yield number, line


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise GoldError(f"There is no gold file {path}. Check the path that was given.") from None
    except UnicodeDecodeError as error:
        raise GoldError(
            f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8 with {_FORMAT}."
        ) from None
    except OSError as error:
        raise GoldError(
            f"The gold file {path} cannot be read: {error.strerror}. Expected a file that you may "
            f"read, with {_FORMAT}."
        ) from None


def _read_line(line: str, place: str) -> GoldQuestion:
    try:
        question = GoldQuestion.model_validate_json(line)
    except ValidationError as error:
        faults = "; ".join(_describe(fault) for fault in error.errors(include_url=False))
        raise GoldError(f"{place}: {faults}. Expected {_FORMAT}.") from None
    repeated = {id_ for id_ in question.expected if question.expected.count(id_) > 1}
    if repeated:
        raise GoldError(
            f"{place}: question {question.id!r} names {', '.join(sorted(repeated))} more than "
            "once; list each answer once."
        )
    return question


def _describe(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "json_invalid":
        return f"this is not JSON ({fault['ctx']['error']}); mend or remove the line"
    where = ".".join(str(part) for part in fault["loc"]) or "the line"
    known = _FAULTS.get(fault["type"])
    return f"{where!r} {known}" if known else f"{where!r}: {fault['msg']}"


def _quote_fault(answer: GoldAnswer, answer_texts: Mapping[str, str]) -> str | None:
    text = answer_texts.get(answer.id)
    if text is None:
        return f"there is no official answer {answer.id}; correct the identifier."
    if answer.quote not in text:
        return (
            f"the quote is not in {answer.id} word for word: {answer.quote!r}; copy it from "
            "that answer's text."
        )
    return None
