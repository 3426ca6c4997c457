"""Papers whose questions are numbered: lijst van vragen en antwoorden, written questions.

In a lijst a question opens with its bare number (kst-27925-748), in a minister's letter with
"Vraag 4" (2021Z18068). The answer opens with a label ("Antwoord", "Antwoord op vragen 7, 8, 9 en
10.", "Antwoord op vragen 20 en 21: het kabinet …") or, without one, where the last question mark
of the question stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.cleaning import clean
from corpus.document import ParseWarning, Span
from corpus.identifiers import answer_identifier, expand_numbers
from corpus.layout import Layout, Line
from corpus.reading import AskedQuestion, Block, Reading
from corpus.references import NUMBERS, is_pointer, mentioned_questions
from corpus.sentences import sentence_spans

_BARE_NUMBER = re.compile(r"(?P<numbers>\d{1,3})")
_QUESTION_LABEL = re.compile(rf"Vra(?:ag|gen)\s+(?P<numbers>{NUMBERS})\s*[.:]?", re.IGNORECASE)
_ANSWER_LABEL = re.compile(
    r"Antwoord(?:en)?(?:(?:\s+op)?(?:\s+de)?\s+vra(?:ag|gen)\s+"
    rf"(?P<numbers>{NUMBERS}))?\s*(?:(?P<inline>:)\s*|[.:]?\s*$)"
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is printed under one question label, which may name several numbers ("Vraag 4 en 5").

    `joint` are the numbers that the label of its answer names.
    """

    numbers: tuple[int, ...]
    whole: Span
    question: Span
    answer: Span
    joint: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Opening:
    """The line that opens a question, and the numbers on it."""

    line: Line
    numbers: tuple[int, ...]


def has_bare_numbers(layout: Layout) -> bool:
    """Whether questions 1 and 2 stand under bare numbers, as in a lijst."""
    return len(_openings(layout, _BARE_NUMBER)) >= 2


def has_question_labels(layout: Layout) -> bool:
    """Whether a question stands under the label "Vraag 1"."""
    return bool(_openings(layout, _QUESTION_LABEL))


def read_question_list(layout: Layout) -> Reading:
    """The answers of a lijst van vragen en antwoorden."""
    return _read(layout, _BARE_NUMBER)


def read_written_questions(layout: Layout) -> Reading:
    """The answers of a minister's letter with "Vraag N" and "Antwoord"."""
    return _read(layout, _QUESTION_LABEL)


def _read(layout: Layout, opens: re.Pattern[str]) -> Reading:
    openings = _openings(layout, opens)
    ends = [opening.line.start for opening in openings[1:]] + [len(layout.source)]
    entries = [_entry(layout, opening, end) for opening, end in zip(openings, ends, strict=True)]
    warnings = tuple(
        ParseWarning(entry.whole[0], f"question {entry.numbers[0]}: no answer found")
        for entry in entries
        if not layout.source[slice(*entry.answer)].strip()
    )
    return Reading(tuple(_blocks(layout, entries)), warnings)


def _openings(layout: Layout, opens: re.Pattern[str]) -> list[_Opening]:
    """The lines that open a question: they count on from 1, so a page number is none of them."""
    found: list[_Opening] = []
    expected = 1
    for line in layout.body():
        if match := opens.fullmatch(line.content):
            numbers = expand_numbers(match["numbers"])
            if numbers == tuple(range(expected, expected + len(numbers))):
                found.append(_Opening(line, numbers))
                expected += len(numbers)
    return found


def _entry(layout: Layout, opening: _Opening, end: int) -> _Entry:
    start, behind = opening.line.start, opening.line.end
    for line in layout.lines_from(behind):
        if line.start >= end:
            break
        if label := _ANSWER_LABEL.match(line.content):
            begin = line.start + line.text.index(line.content) + label.end()
            joint = expand_numbers(label["numbers"] or "")
            return _Entry(opening.numbers, (start, end), (behind, line.start), (begin, end), joint)
    return _unlabelled(layout, opening, end)


def _unlabelled(layout: Layout, opening: _Opening, end: int) -> _Entry:
    """The entry of a question whose answer follows without a label on a line of its own."""
    behind = opening.line.end
    text = clean(layout, [(behind, end)])
    split = _end_of_question(text.text)
    label = _ANSWER_LABEL.match(text.text, split)
    asked = text.source_position(split, end)
    answer = text.source_position(label.end(), end) if label else asked
    joint = expand_numbers(label["numbers"] or "") if label else ()
    return _Entry(opening.numbers, (opening.line.start, end), (behind, asked), (answer, end), joint)


def _end_of_question(text: str) -> int:
    """Where the question ends: behind the last of the first run of sentences with a "?".

    A question may open with a statement ("IS is aan het hergroeperen, wat zijn …"), so the run
    begins at the first question mark. Without any, the first sentence is the question.
    """
    sentences = sentence_spans(text)
    if not sentences:
        return len(text)
    asking = [text[start:end].rstrip("\"'’”»)").endswith("?") for start, end in sentences]
    first = asking.index(True) if True in asking else 0
    after = asking.index(False, first + 1) if False in asking[first + 1 :] else len(sentences)
    return sentences[after][0] if after < len(sentences) else len(text)


def _blocks(layout: Layout, entries: list[_Entry]) -> Iterator[Block]:
    """One block an official answer: those of a joint answer together, at the first's place."""
    groups = _groups(layout, entries)
    for entry in entries:
        owner, members = groups[entry.numbers]
        if members[0] is entry:
            numbers = [number for member in members for number in member.numbers]
            yield Block(
                key=answer_identifier("", numbers)[1:],
                spans=_joined([member.whole for member in members]),
                answer=owner.answer,
                questions=tuple(
                    AskedQuestion(number, member.question)
                    for member in members
                    for number in member.numbers
                ),
            )


def _groups(
    layout: Layout, entries: list[_Entry]
) -> dict[tuple[int, ...], tuple[_Entry, list[_Entry]]]:
    """For each entry the one that holds its answer, and all that this answers, in order.

    A label may name more questions than really wait for it: only those whose own answer is empty
    or points into the group join it.
    """
    by_number = {number: entry for entry in entries for number in entry.numbers}
    groups = {entry.numbers: (entry, [entry]) for entry in entries}
    for owner in entries:
        named = (by_number[number] for number in owner.joint if number in by_number)
        members = {owner.numbers: owner} | {
            entry.numbers: entry for entry in named if _waits_for(layout, entry, owner)
        }
        if len(members) > 1:
            group = (owner, [members[numbers] for numbers in sorted(members)])
            groups.update(dict.fromkeys(members, group))
    return groups


def _waits_for(layout: Layout, entry: _Entry, owner: _Entry) -> bool:
    text = clean(layout, [entry.answer]).text
    points_here = set(mentioned_questions(text)) & set(owner.numbers)
    return not text or (is_pointer(text) and bool(points_here))


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    joined = spans[:1]
    for before, span in pairwise(spans):
        if before[1] == span[0]:
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return tuple(joined)
