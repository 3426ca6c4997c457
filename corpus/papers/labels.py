"""The labels that open questions and answers, in all their spellings, as tokens of the text.

Seen: "Vraag 4 en 5", "Vragen 1 t/m 3", "Vraag 2:", a bare "7", "7.", "7. Kunt u …"; "Antwoord",
"Antwoord:", "Antwoord 1", "Antwoord vraag 1", "Antwoord op de vragen 3 en 8", "Antwoord op vragen
20 en 21: het kabinet …"; "Mededeling"; "Toelichting:" and "Bijlage 1" behind the last answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.document import Span
from corpus.extract import Part, PartKind
from corpus.identifiers import expand_numbers
from corpus.layout import Layout, Line, LineKind, begins_page, once_a_layout
from corpus.references import NUMBERS


@dataclass(frozen=True, slots=True)
class Token:
    """A label: what it opens, the numbers it names, where it begins, and where its text begins.

    `kind` is `None` where something begins that is neither question nor answer.
    """

    kind: PartKind | None
    numbers: tuple[int, ...]
    start: int
    text_start: int


_QUESTION = re.compile(
    rf"(?:Vra(?:ag|gen)|VRA(?:AG|GEN))\s+(?:nrs?\.\s*)?(?P<numbers>{NUMBERS})"
    r"(?:\s*\([^()]{1,60}\))?\s*(?:[.:)]?$|[.:)]\s+(?=[A-Z«“‘\"(\d]))"
)
_ANSWER = re.compile(
    r"(?:Antwoord(?:en)?|ANTWOORD(?:EN)?|Beantwoording)"
    r"(?:(?:\s+(?:op|bij|van))?(?:\s+de)?(?:\s+vra(?:ag|gen)|\s+VRA(?:AG|GEN))?"
    rf"\s+(?P<numbers>{NUMBERS})\s*(?:[.:)]?$|(?P<inline>[.:)])\s*)|\s*(?:[.:]?$|:\s+))"
)
# "… in de regio? Antwoord op vragen 20 en 21: het kabinet …" (kst-27925-748, wrapped anew).
_ANSWER_INSIDE = re.compile(
    rf"(?<=[?.!] )Antwoord\s+op\s+vra(?:ag|gen)\s+(?P<numbers>{NUMBERS}):\s*"
)
# Where the answers begin in a paper that prints all questions first.
_REPLIES = re.compile(
    r"Antwoord(?:en)?(?:\s*[.:]?$|\s+van\s+(?:de\s+)?(?:minister|staatssecretaris)\b)",
    re.IGNORECASE,
)
_REPLIES_HEAD = 600  # characters between that line and the first answer
_ANNOUNCEMENT = re.compile(r"Mededeling(?:\s+op\s+.{1,40})?\s*[.:]?")
_END = re.compile(r"(?:Toelichting|Bijlagen?(?:\s+(?:\d{1,2}|[A-Z]))?)\s*:?")
_SIGNATURE = re.compile(
    r"(?:De|de) (?:minister|staatssecretaris|minister-president|voorzitter|griffier)\b.{0,120},",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?P<numbers>{NUMBERS})\s*[.):]?")
_NUMBERED = re.compile(rf"(?P<numbers>{NUMBERS})(?:[.)]\s*|\s+)(?=[A-Z«“‘\"(]\D)")
# How far a list of questions may skip where a number was lost, and be put in another order.
_SKIP = 12


@once_a_layout
def labelled(layout: Layout) -> tuple[Token, ...]:
    """The tokens of a paper with "Vraag N" labels; empty where it has none."""
    if layout.extract.parts:
        return tuple(_merged(_of_parts(layout, layout.extract.parts), layout))
    questions = list(_explicit(layout, _QUESTION, PartKind.QUESTION))
    announced = questions or any(_announcements(layout))
    return tuple(_merged(questions, layout)) if announced else ()


@once_a_layout
def numbered(layout: Layout) -> tuple[Token, ...]:
    """The tokens of a paper whose questions open with a bare number; empty where it has none.

    Page numbers and figures stand on lines of their own too: of all candidates the chain is taken
    that counts on best from 1.
    """
    candidates = list(_candidates(layout))
    if first := _questions_first(layout, candidates):
        return tuple(_merged(first, layout))
    chain = _best_chain(candidates)
    if len(chain) < 2 and not (chain and any(_answers(layout))):
        return ()
    return tuple(_merged(chain, layout))


def _questions_first(layout: Layout, candidates: list[_Candidate]) -> list[Token]:
    """The tokens of a paper that prints all questions, then all answers under the same numbers.

    So did the Aanhangsel before 2008. Empty where the paper is no such one.
    """
    first = next((c.token.start for c in candidates if c.token.numbers[0] == 1), None)
    if first is None:
        return []
    replies = [x for x in layout.lines_from(first) if _is_replies_line(x)]
    if not replies or replies[-1].start - replies[0].start > _REPLIES_HEAD:
        return []
    parting = replies[0].start
    asked = _best_chain([c for c in candidates if c.token.start < parting])
    answered = _best_chain([c for c in candidates if c.token.start > parting])
    numbers = {number for token in answered for number in token.numbers}
    if not answered or not numbers <= {number for token in asked for number in token.numbers}:
        return []
    if answered[0].numbers[0] != 1 or answered[0].start - parting > _REPLIES_HEAD:
        return []
    answers = [replace(token, kind=PartKind.ANSWER) for token in answered]
    ends = (x.start for x in layout.lines_from(asked[-1].text_start) if _END.fullmatch(x.content))
    end = min(parting, next(ends, parting))
    return [*asked, Token(None, (), end, end), *answers]


def _is_replies_line(line: Line) -> bool:
    return line.kind is LineKind.BODY and bool(_REPLIES.match(line.content))


def page_numbers(layout: Layout) -> list[Span]:
    """Bare numbers at the head of a page or between blank lines that open no question."""
    opens = {token.start for token in labelled(layout) or numbered(layout)}
    before: Line | None = None
    found: list[Span] = []
    for line, after in zip(layout.lines, [*layout.lines[1:], None], strict=True):
        bare = line.kind is LineKind.BODY and re.fullmatch(r"\d{1,4}", line.content)
        if bare and line.start not in opens and layout.table_at(line.start) is None:
            apart = before is None or before.kind is not LineKind.BODY
            alone = apart and (after is None or after.kind is not LineKind.BODY)
            if alone or begins_page(line.text):
                found.append((line.start, line.end))
        before = line
    return found


def _explicit(layout: Layout, label: re.Pattern[str], kind: PartKind) -> Iterator[Token]:
    for line in layout.body():
        match = label.match(line.content)
        if match and (match.end() == len(line.content) or match.end() > match.end("numbers")):
            start = line.start + line.text.index(line.content)
            numbers = expand_numbers(match["numbers"] or "")
            yield Token(kind, numbers, line.start, start + match.end())


def _answers(layout: Layout) -> Iterator[Token]:
    yield from _explicit(layout, _ANSWER, PartKind.ANSWER)
    for line in layout.body():
        for match in _ANSWER_INSIDE.finditer(layout.source, line.start, line.end):
            numbers = expand_numbers(match["numbers"])
            yield Token(PartKind.ANSWER, numbers, match.start(), match.end())


def _merged(questions: list[Token], layout: Layout) -> list[Token]:
    """Questions with answers and all else that ends a text, in the order of the paper."""
    by_format = any(token.kind is not PartKind.QUESTION for token in questions)
    tokens = sorted(
        questions if by_format else [*questions, *_answers(layout), *_announcements(layout)],
        key=lambda token: token.start,
    )
    last = tokens[-1].start if tokens else 0
    tokens += _endings(layout, last)
    apart = [tokens[0]] if tokens else []
    for before, token in pairwise(tokens):
        if token.start >= before.text_start:
            apart.append(token)
    return apart


def _announcements(layout: Layout) -> Iterator[Token]:
    for line in layout.body():
        if _ANNOUNCEMENT.fullmatch(line.content):
            yield Token(PartKind.ANNOUNCEMENT, (), line.start, line.end)


def _endings(layout: Layout, behind: int) -> list[Token]:
    """What follows the last answer: an explanation of the questions, an annex, signatures."""
    before: Line | None = None
    for line in layout.lines_from(behind):
        if line.start > behind and line.kind is LineKind.BODY:
            opens = (
                before is None
                or before.kind is not LineKind.BODY
                or (not layout.has_blank_lines and before.content[-1] in ".?!)»")
            )
            alone = _END.fullmatch(line.content) or (opens and _SIGNATURE.fullmatch(line.content))
            if alone:
                return [Token(None, (), line.start, line.start)]
        before = line
    return []


def _of_parts(layout: Layout, parts: Iterable[Part]) -> list[Token]:
    """The tokens that the format itself gives; a part without a number counts on."""
    tokens: list[Token] = []
    counted = {PartKind.QUESTION: 0, PartKind.ANSWER: 0, PartKind.ANNOUNCEMENT: 0}
    for part in parts:
        printed = _printed_label(layout, part)
        numbers = printed[0] or expand_numbers(part.label)
        if not numbers and part.kind is not PartKind.ANNOUNCEMENT:
            numbers = (counted[part.kind] + 1,)
        counted[part.kind] = max(numbers, default=0)
        tokens.append(Token(part.kind, numbers, part.span[0], printed[1]))
        if part.span[1] < len(layout.source):
            tokens.append(Token(None, (), part.span[1], part.span[1]))
    return [
        token
        for token, after in pairwise([*tokens, Token(None, (), -1, -1)])
        if token.kind or after.start != token.start
    ]


def _printed_label(layout: Layout, part: Part) -> tuple[tuple[int, ...], int]:
    """The numbers that the label printed at the head of a part names, and where its text begins."""
    for line in layout.lines_from(part.span[0]):
        if line.start >= part.span[1]:
            break
        if line.kind is not LineKind.BODY or line.end <= part.span[0]:
            continue
        start = max(line.start + line.text.index(line.content), part.span[0])
        content = layout.source[start : line.start + len(line.text.rstrip())]
        for label in (_QUESTION, _ANSWER, _BARE, _NUMBERED):
            match = label.match(content)
            if match and (label is not _BARE or match.end() == len(content)):
                return expand_numbers(match["numbers"] or ""), start + match.end()
        if _ANNOUNCEMENT.fullmatch(content):
            return (), line.end
        return (), start
    return (), part.span[0]


@dataclass(frozen=True, slots=True)
class _Candidate:
    token: Token
    weight: float


def _candidates(layout: Layout) -> Iterator[_Candidate]:
    """Lines that may open a question by its number, each with how much it looks like one."""
    lines = layout.lines
    for line in lines:
        if line.kind is not LineKind.BODY:
            continue
        content = line.content
        match = _BARE.fullmatch(content) or _NUMBERED.match(content)
        if not match:
            continue
        numbers = expand_numbers(match["numbers"])
        if len(numbers) > 1 and match.end() < len(content):
            continue  # "2 000 Nederlanders", "1 2 3 Test": a figure that opens a line
        start = line.start + line.text.index(content)
        token = Token(PartKind.QUESTION, numbers, line.start, start + match.end())
        yield _Candidate(token, _weight(layout, line, match.end() == len(content)))


def _weight(layout: Layout, line: Line, alone: bool) -> float:
    before = layout.lines[line.index - 1] if line.index else None
    opens = before is None or before.kind is not LineKind.BODY
    ended = before is not None and before.content.endswith((".", "?", "!", ":", ")", "»"))
    follows = layout.source[line.end : line.end + 400].lstrip()
    text = follows if alone else line.content + " " + follows
    asks = "?" in text
    begins = not alone or follows[:1].isupper() or follows[:1] in '«“‘"('
    return (1.0 if opens else 0.3 * ended) + (1.0 if asks else 0.0) + (1.0 if begins else -1.0)


def _best_chain(candidates: list[_Candidate]) -> list[Token]:
    """The chain of candidates that counts on from 1 with the greatest weight."""
    best: dict[int, tuple[float, int]] = {}
    previous: list[int] = []
    for index, candidate in enumerate(candidates):
        first = candidate.token.numbers[0]
        score, back = (0.0, -1) if first == 1 else (-1.0 - first, -1)
        for number in range(first - _SKIP, first):
            if number in best:
                reached, at = best[number]
                missing = abs(first - number - len(candidates[at].token.numbers))
                if reached - 2 * missing > score:
                    score, back = reached - 2 * missing, at
        previous.append(back)
        if score + candidate.weight > best.get(first, (0.0, -1))[0]:
            best[first] = (score + candidate.weight, index)
    chain: list[Token] = []
    at = max(best.values(), default=(0.0, -1))[1]
    while at >= 0:
        chain.append(candidates[at].token)
        at = previous[at]
    return chain[::-1]
