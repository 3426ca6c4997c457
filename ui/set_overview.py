"""The overview of an answered question set: a line a question, as HTML, CSV and Markdown.

All text of documents and users is escaped for what it goes into: markup, formulas of spreadsheets,
Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from retrieval import Earlier, SetResult
from retrieval.earlier import Sureness
from retrieval.spreadsheet import spreadsheet
from ui.cards import evidence_text
from ui.labels import shortened
from ui.text import Words
from ui.text.question_set import SetWords

_QUESTION = 160
_EXCERPT = 260
"""Characters of a question and of an excerpt that the table on the page shows."""
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~$&#])")


@dataclass(frozen=True, slots=True)
class Line:
    """What the overview says of one question; the fields of an answer are empty where none is."""

    number: int
    question: str
    sure: str
    chance: str
    answered: bool
    excerpt: str = ""
    citation: str = ""
    day: str = ""
    new_since: str = ""
    newer: str = ""
    url: str = ""


def lines(entries: Iterable[Earlier], text: SetWords, words: Words) -> list[Line]:
    """The overview of the questions, in their order."""
    return [_line(entry, text, words) for entry in entries]


def table(entries: Iterable[Earlier], text: SetWords, words: Words, *, opens: bool) -> str:
    """The overview as a table; with `opens`, each question opens its answers (question_set.js)."""
    head = "".join(f'<th scope="col" role="columnheader">{escape(c)}</th>' for c in text.columns)
    rows = "".join(_row(line, text, opens=opens) for line in lines(entries, text, words))
    return (
        f'<table class="kb-set" role="table"><caption>{escape(text.caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def as_csv(result: SetResult, text: SetWords, words: Words) -> bytes:
    """The overview for a spreadsheet; excerpts are word for word."""
    rows = (
        (
            str(line.number),
            line.question,
            line.sure,
            line.chance,
            line.excerpt,
            line.citation,
            line.day,
            line.new_since,
            line.url,
        )
        for line in lines(result.entries, text, words)
    )
    return spreadsheet([text.export_columns, *rows], words.separator)


def as_markdown(result: SetResult, text: SetWords, words: Words) -> str:
    """The overview as a table in Markdown; excerpts read as they stand in their papers."""
    title = result.questions.subject or text.title
    rows = [
        (
            f"{line.number}. {_markdown(line.question)}",
            _markdown_answer(line),
            _markdown(" · ".join(filter(None, (line.day, line.new_since)))),
            _markdown(f"{line.sure} ({line.chance})"),
        )
        for line in lines(result.entries, text, words)
    ]
    written = [text.columns, ("---",) * len(text.columns), *rows]
    return "\n".join(
        [
            f"# {_markdown(title)}",
            "",
            totals(result, text),
            "",
            *(f"| {' | '.join(row)} |" for row in written),
            "",
            _markdown(text.caution),
            "",
        ]
    )


def totals(result: SetResult, text: SetWords) -> str:
    """How many of the questions asked were answered before: "8 van 14 eerder beantwoord"."""
    asked = len(result.entries)
    return text.answered.format(answered=asked - len(result.never_answered), count=asked)


def new_since(entry: Earlier, text: SetWords, words: Words) -> str:
    """Since when there is something new; empty where all positions are of one day."""
    if not entry.since or not entry.new_since:
        return ""
    return text.new_since.format(day=words.day(entry.since))


def _line(entry: Earlier, text: SetWords, words: Words) -> Line:
    question, sure = entry.question, text.sure[entry.sureness]
    chance = f"{entry.result.confidence:.0%}"
    best = entry.best
    if best is None:
        return Line(question.number, question.text, sure, chance, answered=False)
    newer = entry.result.newer(best)
    return Line(
        question.number,
        question.text,
        sure,
        chance,
        answered=True,
        excerpt=evidence_text(best),
        citation=best.citation,
        day=words.day_of(best.paper),
        new_since=new_since(entry, text, words),
        newer=text.newer.format(citation=newer[0].citation) if newer else "",
        url=best.paper.url or "",
    )


def _row(line: Line, text: SetWords, *, opens: bool) -> str:
    """A question and its best answer; on a phone each cell names its column."""
    sure = f"<b>{escape(line.sure)}</b> " if line.answered else ""
    cells = (
        _best_cell(line, text),
        f"{escape(line.day)}{_note(line.new_since)}",
        f"{sure}{_note(text.chance.format(sure=line.chance))}",
    )
    named = "".join(
        f'<td role="cell" data-label="{escape(column)}">{cell}</td>'
        for column, cell in zip(text.columns[1:], cells, strict=True)
    )
    kind = "" if line.answered else ' class="kb-never"'
    return f'<tr role="row"{kind}>{_question_cell(line, opens=opens)}{named}</tr>'


def _question_cell(line: Line, *, opens: bool) -> str:
    asked = f"<b>{line.number}</b> {escape(shortened(line.question, _QUESTION))}"
    if opens:
        asked = f'<button type="button" data-kb-open="{row_key(line.number)}">{asked}</button>'
    return f'<th scope="row" role="rowheader">{asked}</th>'


def _best_cell(line: Line, text: SetWords) -> str:
    if not line.answered:
        return f"<b>{escape(text.sure[Sureness.NONE]).capitalize()}</b>"
    quoted = escape(shortened(line.excerpt, _EXCERPT))
    return f'<q lang="nl">{quoted}</q>{_note(line.citation)}{_note(line.newer)}'


def row_key(number: int) -> str:
    """The key of what a question opens, by the question's number."""
    return f"set-row-{number}"


def _note(text: str) -> str:
    return f"<small>{escape(text)}</small>" if text else ""


def _markdown_answer(line: Line) -> str:
    if not line.answered:
        return "–"
    after = " · ".join(filter(None, (line.citation, line.newer)))
    return f"“{_markdown(line.excerpt)}”<br>{_markdown(after)}"


def _markdown(text: str) -> str:
    return re.sub(r"\s*\n\s*", "<br>", _MARKDOWN.sub(r"\\\1", text.strip()))
