"""Verslag van een schriftelijk overleg: what fractions asked, with the cabinet's replies.

The papers come in three forms. The questions stand first and the replies repeat them, paragraph by
paragraph (kst-27925-AA, and many of the Tweede Kamer): what the second part holds and the first
does not is the reply. Or the second part replies under the names of the fractions without
repeating. Or each question is followed by its reply under the label "Antwoord".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice, pairwise, takewhile

from corpus.cleaning import clean
from corpus.document import ParseWarning, Span
from corpus.extract import PartKind
from corpus.layout import Layout, Line, LineKind, once_a_layout
from corpus.papers.labels import labelled, numbered
from corpus.papers.numbered import read_numbered
from corpus.people import fractions
from corpus.reading import AskedQuestion, Block, Reading
from corpus.sentences import sentence_spans

_NAMED = re.compile(r"\bschriftelijk\s+overleg\b|\bSCHRIFTELIJK\s+OVERLEG\b")
_TITLED = re.compile(r"VERSLAG VAN EEN (?:NADER )?SCHRIFTELIJK OVERLEG", re.IGNORECASE)
_LETTER = re.compile(r"BRIEF\s+VAN\s+(?:DE|HET)\s+(?:VOORZITTER|GRIFFIER|COMMISSIE)")
_MINISTERS_LETTER = re.compile(r"BRIEF\s+VAN\s+(?:DE|HET)\s+(?:MINISTER|STAATSSECRETARIS)")
_DATED = re.compile(r"^.{2,40}, \d{1,2} [a-z]+ \d{4}\s*$", re.MULTILINE)
_LETTERHEAD = 800  # characters
_SIGNATURES = 6  # lines
_SIGNED = re.compile(r"(?:De|de) (?:[Mm]inister|[Ss]taatssecretaris)\b.{0,100},")
_SIGNATURE = re.compile(
    r"De\s+(?:voorzitter|(?:adjunct-)?griffier)\s+van\s+de\s+(?:\w+\s+){0,2}commissie"
)
_PART = r"(?:(?:[IVX]+|[A-C]|\d)[.)]?\s+)?"
_QUESTIONS_HEADING = re.compile(
    rf"{_PART}(?:Vragen(?: en opmerkingen)?|Inbreng)(?: vanuit| van| uit) de (?:verschillende )?"
    r"fracties(?: en (?:de )?(?:antwoord|reactie).{0,60})?",
    re.IGNORECASE,
)
_OFFICIALS = (
    r"(?:bewindspersoon|bewindspersonen|bewindslieden|ministers?|staatssecretaris|kabinet|regering)"
)
_REPLY_HEADING = re.compile(
    rf"{_PART}(?:Antwoord(?:en)?|Reactie|Beantwoording)\b(?:\s*/\s*(?:Antwoord|Reactie))?"
    rf"\s+(?:van|door|op)\b.{{0,40}}?\b{_OFFICIALS}\b.{{0,80}}",
    re.IGNORECASE,
)
_BARE_REPLY_HEADING = re.compile(
    r"(?:II|B|2)[.)]?\s+(?:Antwoord(?:en)?|Reactie|Beantwoording)\b.{0,80}"
)
_ANSWER_LINE = re.compile(
    r"(?:\d{1,3}[.)]?\s+)?(?:Antwoord|Reactie)"
    rf"(?:\s+(?:van\s+)?(?:de\s+|het\s+)?{_OFFICIALS}\b.{{0,60}}|\s+\d{{1,3}})?\s*[:.]?",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"(?:(?:Ook|Voorts|Verder|Daarnaast|Tevens|Tot slot|Ten slotte|Allereerst|Daarbij),?\s+)?"
    r"(?:(?:vragen|merken|constateren|lezen|willen|hebben)\s+)?"
    r"(?:[Dd]e|[Dd]eze|[Vv]oornoemde|[Gg]enoemde|[Hh]et)\s+"
    r"(?:(?:hier\s+)?aan\s+het\s+woord\s+zijnde\s+)?(?:leden|lid|fractie|[A-Z][\w’-]*-?fractie)\b"
    r"|(?:Voorts|Verder|Daarnaast|Tevens|Tot slot|Ten slotte)\s+(?:vragen|willen|verzoeken)"
)
_HEADING = re.compile(
    rf"{_PART}(?:(?:Vragen|Opmerkingen|Inbreng|Antwoord(?:en)?|Reactie|Beantwoording|Bijdrage)\b"
    r"[^.?!;]{0,110}?(?:fracties?(?:\s+van\s+[^.?!;]{1,60})?|(?:lid|[Gg]roep)\s+[A-Z][\w’ -]{1,30})"
    r"|(?:De\s+)?(?:[Ll]eden\s+van\s+)?(?:de\s+)?[A-Z0-9][\w’-]*-\s?fracties?)"
)
# "De voorzitter van de vaste commissie voor Buitenlandse Zaken, Defensie en …, Van Apeldoorn"
_NAME_BEHIND_OFFICE = re.compile(
    r"\s*De\s[^.!?]{10,200}?,\s+(?:[A-Z]\.)*\s?(?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Tt]e[nr])\s+)*[A-Z][\w’-]+"
    r"(?:(?:(?:\s+(?:van|de|der|den))*\s+[A-Z][\w’-]+)?\s*\n(?=\s*\S)|(?=\s+[A-Z]))"
)
_TITLE = re.compile(rf"{_PART}(?:Vragen en opmerkingen|Inbreng)\s+(?:van|vanuit|uit)\s+de\b")
_PREFIX = re.compile(r"\b(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Tt]e[nr])$")
_OPENING = re.compile(r"\b(?:Het|De|Ik|Wij|In|Op|Met|Hierbij)$")
_NAME_LENGTH = 60
_HEADING_LENGTH = 160
_SUBHEADING_LENGTH = 70
_SHINGLE = 5  # words
_REPEATED = 0.6  # of a sentence's runs of five words
# So many sentences must come again before a second part is taken to repeat the first.
_REPEATS = 3
_LABELS = 2  # answers labelled so, before repeated questions do not matter


@dataclass(frozen=True, slots=True)
class _Heading:
    """A line that names the fractions whose questions follow."""

    span: Span
    fractions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    asked: bool


def is_consultation(layout: Layout) -> bool:
    """Whether the paper calls itself a schriftelijk overleg and has its parts."""
    if not _NAMED.search(layout.source):
        return False
    body = layout.body()
    if _letter_parts(layout) or _reply_part(body):
        return True
    if _TITLED.search(layout.source) and _is_numbered(layout):
        return True
    return bool(_headings(layout)) and any(_ANSWER_LINE.fullmatch(line.content) for line in body)


def read_consultation(layout: Layout) -> Reading:
    """Each reply of the cabinet with the paragraphs that it answers, numbered in reading order.

    Each is attributed to the fraction whose name stands above it, or in its questions.
    """
    if _is_numbered(layout):
        return _read_by_numbers(layout)
    parts = _letter_parts(layout) or _reply_part(layout.body())
    if parts is None:
        labels = _answer_lines(layout, (0, len(layout.source)))
        end = _end_of_replies(layout, (labels[0].start, len(layout.source)))
        return _number(layout, _interleaved(layout, (0, end)))
    asked, reply = parts
    reply = (reply[0], _end_of_replies(layout, reply))
    labels = _answer_lines(layout, reply)
    if len(labels) >= _LABELS:
        return _number(layout, _interleaved(layout, reply))
    repeated = _Asked(clean(layout, [asked]).text)
    headings = [h for h in _headings(layout) if reply[0] <= h.span[0] < reply[1]]
    sections = _sections(reply, headings)
    runs = [(heading, _runs(layout, span, repeated)) for heading, span in sections]
    if sum(sentences for _, (_, sentences) in runs) < min(_REPEATS, repeated.sentences // 2):
        if labels:
            return _number(layout, _interleaved(layout, reply))
        return _number(layout, _by_fraction(layout, asked, sections))
    return _number(layout, _by_repetition(runs))


def _is_numbered(layout: Layout) -> bool:
    """Whether the questions are numbered through, and the answers labelled with their numbers."""
    if len(labelled(layout)) > 3:
        return True
    tokens = () if labelled(layout) else numbered(layout)
    named = sum(token.kind is PartKind.ANSWER and bool(token.numbers) for token in tokens)
    return named > len(tokens) / 4


def _read_by_numbers(layout: Layout) -> Reading:
    headings = _headings(layout)
    reading = read_numbered(layout, [heading.span[0] for heading in headings])
    return replace(
        reading,
        blocks=tuple(
            replace(block, asked_by=_above(headings, block.spans[0][0])) for block in reading.blocks
        ),
    )


def _answer_lines(layout: Layout, within: Span) -> list[Line]:
    """The lines in a range that are the label of an answer and nothing else."""
    lines = (line for line in layout.body() if within[0] <= line.start < within[1])
    return [line for line in lines if _ANSWER_LINE.fullmatch(line.content)]


def _by_repetition(
    runs: list[tuple[_Heading | None, tuple[list[tuple[bool, Span]], int]]],
) -> Iterator[Block]:
    question: Span | None = None
    for heading, (stretches, _) in runs:
        begin = heading.span[0] if heading else None
        for asked, span in stretches:
            if asked:
                question = (question[0] if question else span[0], span[1])
                continue
            first = min(
                p for p in (begin, question[0] if question else None, span[0]) if p is not None
            )
            yield Block(
                key="",
                spans=((first, span[1]),),
                answer=(span,),
                questions=(AskedQuestion(None, question),) if question else (),
                asked_by=heading.fractions if heading else (),
            )
            question = begin = None


def _by_fraction(
    layout: Layout, asked: Span, sections: list[tuple[_Heading | None, Span]]
) -> Iterator[Block]:
    """Replies under the names of fractions: each with what that fraction asked before."""
    headings = [h for h in _headings(layout) if asked[0] <= h.span[0] < asked[1]]
    questions: dict[tuple[str, ...], Span] = {}
    for heading, span in _sections(asked, headings):
        if heading and layout.source[slice(*span)].strip():
            questions.setdefault(heading.fractions, span)
    for heading, span in sections:
        question = questions.get(heading.fractions) if heading else None
        begin = heading.span[0] if heading else span[0]
        if not clean(layout, [span]).text:
            continue
        yield Block(
            key="",
            spans=((begin, span[1]), *((question,) if question else ())),
            answer=(span,),
            questions=(AskedQuestion(None, question),) if question else (),
            asked_by=heading.fractions if heading else (),
        )


def _interleaved(layout: Layout, within: Span) -> Iterator[Block]:
    """Replies under the label "Antwoord": a paragraph in which members ask again ends one."""
    headings = _headings(layout)
    labels = _answer_lines(layout, within)
    begin = next(
        (h.span[1] for h in reversed(headings) if labels and h.span[1] <= labels[0].start),
        within[0],
    )
    ends = [line.start for line in labels[1:]] + [within[1]]
    for label, end in zip(labels, ends, strict=True):
        stop = _next_question(layout, (label.end, end), headings, last=end == within[1])
        above = _above(headings, label.start)
        yield Block(
            key="",
            spans=((begin, stop),),
            answer=((label.end, stop),),
            questions=(AskedQuestion(None, (begin, label.start)),),
            asked_by=above,
        )
        heading = _heading_in(headings, (stop, end))
        begin = heading.span[1] if heading else stop


def _next_question(layout: Layout, span: Span, headings: list[_Heading], *, last: bool) -> int:
    """Where a reply ends: at a heading, or where members ask again behind the end of a sentence."""
    heading = _heading_in(headings, span)
    if last or heading:
        return heading.span[0] if heading else span[1]
    within = takewhile(lambda line: line.start < span[1], layout.lines_from(span[0]))
    lines = [x for x in within if x.kind is LineKind.BODY and span[0] <= x.start]
    for before, line, after in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        if before.content[-1:] in ".?!)»" and (
            _ASKING.match(line.content) or _is_subheading(line, after)
        ):
            return line.start
    opening = [after for before, after in pairwise(lines) if after.index > before.index + 1]
    return opening[-1].start if opening else span[1]


def _heading_in(headings: list[_Heading], span: Span) -> _Heading | None:
    """The first heading that begins in a range."""
    at = bisect_left(headings, span[0], key=lambda heading: heading.span[0])
    return headings[at] if at < len(headings) and headings[at].span[0] < span[1] else None


def _is_subheading(line: Line, after: Line | None) -> bool:
    """Whether a short line without a full stop stands above a line that opens a sentence."""
    text = line.content
    short = len(text) <= _SUBHEADING_LENGTH and text[:1].isupper() and text[-1:].isalnum()
    return short and after is not None and bool(_ASKING.match(after.content))


def _number(layout: Layout, blocks: Iterator[Block]) -> Reading:
    """The blocks with running numbers, each attributed to a fraction where the paper says so."""
    numbered: list[Block] = []
    warnings: list[ParseWarning] = []
    for block in blocks:
        if not clean(layout, list(block.answer)).text:
            continue
        asked = clean(layout, [q.span for q in block.questions]).text
        names = fractions(asked)
        asked_by = tuple(n for n in names if n in block.asked_by) or block.asked_by or names
        if not asked_by and numbered and block.questions:
            asked_by = numbered[-1].asked_by
        numbered.append(replace(block, key=str(len(numbered) + 1), asked_by=asked_by))
    return Reading(tuple(numbered), tuple(warnings))


def _letter_parts(layout: Layout) -> tuple[Span, Span] | None:
    """The ranges of the committee's letter and of the part with the replies.

    The replies follow at once (kst-27925-AA), or in the minister's own letter.
    """
    opening = _LETTER.search(layout.source)
    if opening is None:
        return None
    signed = _SIGNATURE.search(layout.source, opening.end())
    behind = _behind_signature(layout, signed.start()) if signed else None
    answer = _MINISTERS_LETTER.search(layout.source, behind or opening.end())
    closing = signed if behind else answer
    if closing is None:
        return None
    begin = behind or closing.start()
    dated = _DATED.search(layout.source, answer.end()) if answer else None
    if dated and dated.start() - begin < _LETTERHEAD:
        begin = dated.end()
    return (opening.start(), closing.start()), (begin, len(layout.source))


def _behind_signature(layout: Layout, signed: int) -> int | None:
    """Where the text goes on behind the name that closes a signature.

    The office ends in a comma, over one line or more, and the name stands on the next. Where the
    lines were joined, the paragraph of the signature ends with the name.
    """
    lines = list(islice(layout.lines_from(signed), 6))
    ending = next((i for i, line in enumerate(lines[:4]) if line.content.endswith(",")), None)
    if ending is not None and ending + 1 < len(lines):
        named = lines[ending + 1]
        if 0 < len(named.content) < _NAME_LENGTH and not _OPENING.search(named.content):
            return named.end
    match = _NAME_BEHIND_OFFICE.match(layout.source, signed)
    return match.end() if match else None


def _reply_part(body: list[Line]) -> tuple[Span, Span] | None:
    """The ranges of the questions and of the replies, by the headings above them."""
    replies = [
        line
        for line in body
        if (_REPLY_HEADING.fullmatch(line.content) or _BARE_REPLY_HEADING.fullmatch(line.content))
        and not _is_contents(line.content)
    ]
    questions = [
        line
        for line in body
        if _QUESTIONS_HEADING.fullmatch(line.content) and not _is_contents(line.content)
    ]
    if not replies or not questions or questions[-1].start > replies[-1].start:
        return None
    reply = next(line for line in replies if line.start > questions[-1].start)
    return (questions[-1].end, reply.start), (reply.end, body[-1].end)


def _is_contents(text: str) -> bool:
    """Whether a line belongs to the table of contents: a page number stands behind it."""
    return bool(re.search(r"(?:\.{2,}|\s|\t)\d{1,3}$", text))


def _end_of_replies(layout: Layout, reply: Span) -> int:
    """Where the replies end: at the minister's signature, or at an annex."""
    body = layout.body()
    last = body[-_SIGNATURES].start if len(body) > _SIGNATURES else 0
    for line in layout.lines_from(reply[0]):
        if line.start <= reply[0] or line.kind is not LineKind.BODY:
            continue
        if re.fullmatch(r"Bijlagen?(?: \d+)?:?", line.content):
            return line.start
        if _SIGNED.fullmatch(line.content) and line.start >= last:
            return line.start
    return reply[1]


@once_a_layout
def _headings(layout: Layout) -> list[_Heading]:
    """The headings that name fractions, in order; those of a table of contents are left out.

    A heading takes a line or two, and stands where a sentence or another heading has ended.
    """
    body = layout.body()
    headings: list[_Heading] = []
    for before, line, after in zip([None, *body], body, [*body[1:], None], strict=False):
        ended = before is None or before.end < line.start or _has_ended(before.content)
        ended = ended or bool(_TITLE.match(line.content))
        goes_on = bool(headings and before and headings[-1].span[1] == before.end)
        titled = before is not None and _is_title(before.content)
        if not (ended or goes_on or titled):
            continue
        for last in (line, after):
            if last is None:
                continue
            text = line.content if last is line else f"{line.content} {last.content}"
            if last is line and _PREFIX.search(text):
                continue
            names = fractions(text)
            if names and _HEADING.fullmatch(text) and not _is_contents(text):
                headings.append(_Heading((line.start, last.end), names))
                break
    return headings


def _has_ended(text: str) -> bool:
    return text[-1:] in ".?!:»)" or bool(_DATED.match(text))


def _is_title(text: str) -> bool:
    return bool(_QUESTIONS_HEADING.fullmatch(text) or _REPLY_HEADING.fullmatch(text)) or (
        _is_contents(text) and len(text) <= _HEADING_LENGTH
    )


def _above(headings: list[_Heading], position: int) -> tuple[str, ...]:
    at = bisect_right(headings, position, key=lambda heading: heading.span[0]) - 1
    return headings[at].fractions if at >= 0 else ()


def _sections(within: Span, headings: list[_Heading]) -> list[tuple[_Heading | None, Span]]:
    """The stretches of a part under each heading, and what stands before the first."""
    starts: list[tuple[_Heading | None, int]] = [(None, within[0])]
    starts += [(heading, heading.span[1]) for heading in headings]
    ends = [heading.span[0] for heading in headings] + [within[1]]
    sections = [(h, (start, end)) for (h, start), end in zip(starts, ends, strict=True)]
    return [(h, span) for h, span in sections if h or span[0] < span[1]]


def _runs(layout: Layout, span: Span, asked: _Asked) -> tuple[list[tuple[bool, Span]], int]:
    """Sentences of one kind taken together up to the next run, and how many repeat questions."""
    text = clean(layout, [span])
    sentences: list[_Sentence] = []
    for start, end in sentence_spans(text.text):
        before = sentences[-1].asked if sentences else False
        is_asked = asked.holds(text.text[start:end], before)
        sentences.append(_Sentence(text.source_position(start, span[1]), is_asked))
    grouped = [
        (kind, next(group).start) for kind, group in groupby(sentences, key=lambda s: s.asked)
    ]
    if grouped:
        grouped[0] = (grouped[0][0], span[0])
    starts = [start for _, start in grouped] + [span[1]]
    runs = [(kind, run) for (kind, _), run in zip(grouped, pairwise(starts), strict=True)]
    return runs, sum(sentence.asked for sentence in sentences)


class _Asked:
    """What was asked, as runs of five words: lines, hyphens and footnotes may differ."""

    def __init__(self, text: str) -> None:
        words = _words(text)
        self.sentences = len(sentence_spans(text))
        self._runs = {tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
        self._short = {tuple(_words(text[start:end])) for start, end in sentence_spans(text)}

    def holds(self, sentence: str, before: bool) -> bool:
        """Whether a sentence repeats one; a short one ("Zo nee?") only behind another."""
        words = _words(sentence)
        if len(words) < _SHINGLE + 1:
            return before and tuple(words) in self._short
        runs = [tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)]
        return sum(run in self._runs for run in runs) >= _REPEATED * len(runs)


def _words(text: str) -> list[str]:
    """The words of a text without hyphens and figures glued to them."""
    return re.findall(r"[^\W\d_]+", text.lower().replace("-", ""))
