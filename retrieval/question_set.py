"""A whole question set as members send it in or users paste it, read into its questions.

Seen: "Vraag 1" or "Vragen 4 en 5" alone on a line or before the text, "Question 2:", "Frage 3"; a
bare "1", "1.", "1)", "2.3"; "a)", bullets; one question a line, wrapped or not; a head ("Vragen van
het lid … over …"), an introduction, footnotes, an explanation behind the last question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import Extract, KamerbronError, Span
from corpus.cleaning import PARAGRAPH, clean
from corpus.extract import Format
from corpus.layout import Layout, Line, LineKind, read_layout
from corpus.readers import read_bytes, read_file

MOST_QUESTIONS = 500
MOST_CHARACTERS = 200_000


class QuestionSetError(KamerbronError):
    """A text that is no question set that can be asked."""


_FORMAL = re.compile(
    r"(?:(?:bent|zijn) u (?:bekend met|op de hoogte van) [^?.]*"
    r"|(?:hebt|heeft) u kennis ?genomen van [^?.]*"
    r"|kent u (?:het|dit|de|deze) (?:bericht|artikel|uitzending|rapport|onderzoek)[^?.]*"
    r"|(?:kunt|wilt|zou) u (?:elk van )?(?:deze|de|bovenstaande) vragen [^?.]*beantwoorden[^?.]*"
    r")\??\s*\d*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SubQuestion:
    """One question of a set.

    `number` is the one printed ("4" of "Vragen 4 en 5"), or its place in the set, counted from 1,
    where the set has no numbers that count up from the first question to the last. `label` is what
    is printed before the text ("Vraag 4", "a)"), `heading` the heading of the part of the set that
    it stands in; both may be empty.
    """

    number: int
    text: str
    label: str = ""
    heading: str = ""

    @property
    def formal(self) -> bool:
        """Whether it asks no fact, but whether a report is known, or for answers in time.

        Nearly every set has such questions, and nearly every paper answers them: "Ja."
        """
        return bool(_FORMAL.fullmatch(self.text.strip()))


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of a set in their order, at least one, with what stands before them.

    `intro` may be empty. `subject` is what the head says that the questions are about ("Vragen van
    het lid … over …", "Onderwerp: …"), or empty.
    """

    intro: str
    subject: str
    questions: tuple[SubQuestion, ...]

    def as_text(self) -> str:
        """The set as it could be typed, "Vraag 4" above each question; it is read into the same."""
        blocks = [self.intro]
        heading = ""
        for question in self.questions:
            if question.heading != heading:
                heading = question.heading
                blocks.append(heading)
            blocks.append(f"Vraag {question.number}\n{question.text}")
        return PARAGRAPH.join(filter(None, blocks))


def read_question_file(path: Path) -> QuestionSet:
    """The question set in a file: text in any encoding, PDF, DOCX, HTML or XML.

    Raises `UnreadableError` for a file that gives no text, else as `read_question_set` does.
    """
    return read_question_set(read_file(path))


def read_question_bytes(raw: bytes, name: str) -> QuestionSet:
    """The question set in the bytes of a file; `name` stands in messages."""
    return read_question_set(read_bytes(raw, name))


def read_question_set(source: str | Extract) -> QuestionSet:
    """The question set in a text, or in what a reader made of a file.

    A text without labels is read a question a line, or as one question. Answers between the
    questions are passed over. Raises `QuestionSetError` for a text without words, and for more than
    `MOST_CHARACTERS` or `MOST_QUESTIONS`.
    """
    extract = Extract(_with_plain_line_ends(source)) if isinstance(source, str) else source
    if len(extract.text) > MOST_CHARACTERS:
        raise QuestionSetError(
            "Expected a question set of at most {most:,} characters, found {found:,}. Take the "
            "questions alone, or ask them in parts.",
            most=MOST_CHARACTERS,
            found=len(extract.text),
        )
    if not any(character.isalnum() for character in extract.text):
        raise QuestionSetError(
            "Expected questions, found no words. Paste the set with its introduction, such as "
            "“Vraag 1 …”, or one question a line."
        )
    layout = _body_layout(extract)
    readings = (read(layout) for read in (_worded, _numbered, _lettered, _bulleted))
    found = next((reading for reading in readings if reading), None) or _plain(layout)
    if not found.questions:
        raise QuestionSetError(
            "Expected questions, found labels without text. Paste the text of the questions too."
        )
    if len(found.questions) > MOST_QUESTIONS:
        raise QuestionSetError(
            "Expected at most {most} questions, found {found:,}. Ask the set in parts.",
            most=MOST_QUESTIONS,
            found=len(found.questions),
        )
    return QuestionSet(found.intro, _subject(found.intro), tuple(_counted(found.questions)))


@dataclass(frozen=True, slots=True)
class _Item:
    """A question as found; `key` is its printed number, "2.3" as (2, 3)."""

    key: tuple[int, ...]
    label: str
    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    intro: str
    questions: tuple[_Item, ...]


@dataclass(frozen=True, slots=True)
class _Opening:
    """A line that may open a question: where its label and its text begin."""

    key: tuple[int, ...]
    label: str
    line: Line
    text_start: int
    apart: bool
    """Whether the line before it is blank or ends a sentence, so that a text may begin here."""

    @property
    def indent(self) -> int:
        return len(self.line.text) - len(self.line.text.lstrip())


_AND = r"(?:,\s*(?:en|and|und|et)\b|,|\b(?:en|and|und|et|bis|to)\b|&|t/m|tot\s+en\s+met|[–-])"
_NUMBERS = rf"\d{{1,3}}\b(?:\s*{_AND}\s*\d{{1,3}}\b)*"
_CAPITAL = r"(?=[^\W\d_a-zà-öø-ÿ]|[«“‘\"'(¿])"
_MARKUP = r"[*_#>\s]*"
_WORD = re.compile(
    rf"{_MARKUP}(?P<label>(?i:(?:deel)?vra(?:ag|gen)|questions?|fragen?|[QV](?=\.?\s?\d))\.?\s*"
    rf"(?:nrs?\.?|no\.?|n°|nummer)?\s*)(?P<numbers>{_NUMBERS})(?:\s*\([^()]{{1,60}}\))?"
    rf"(?:\s*[.:)–-]*[*_]*\s*$|\s*(?:[.:)]|[–-]\s)[*_]*\s*|[*_]*\s+{_CAPITAL})"
)
_NUMBER = re.compile(
    rf"{_MARKUP}(?P<label>\(?(?:(?P<numbers>{_NUMBERS})(?:[.):]|\s*$)|(?P<decimal>\d{{1,3}}\.\d"
    rf"{{1,2}})\.?|(?P<bare>\d{{1,3}})(?=\s))\)?)[*_]*(?:\s*$|\s+(?=\S)|{_CAPITAL})"
)
_LETTER = re.compile(r"(?P<label>\(?(?P<letter>[a-zA-Z])[.)])\s+(?=\S)")
_BULLET = re.compile(r"(?P<label>[-–—•*·●▪‣◦])\s+(?=\S)")
_ANSWER = re.compile(
    r"(?:Antwoord(?:en)?|Answers?|Antworten?|Réponses?)\b[^?]{0,40}", re.IGNORECASE
)
_END = re.compile(
    r"(?:(?:Toelichting|Voetnoten|Noten?|Bronnen|Bijlagen?(?:\s+(?:\d{1,2}|[A-Z]))?|Footnotes?|"
    r"Notes?|Sources?|Fu(?:ß|ss)noten?|Quellen)\s*:?|Toelichting:.*)",
    re.IGNORECASE,
)
_NOTE = re.compile(r"[\[(]?\d{1,2}[\])]?\.?\s+\S")
_ADDRESS = re.compile(r"https?://|\bwww\.")
_MARK = r"[\"'’”»)\]]*(?:\s?[\[(]?\d{1,2}\s?[\])]?)?$"  # of a footnote, or none
_ASKS = re.compile(rf"\?{_MARK}")
_SENTENCE_END = re.compile(rf"[.!?…:;]{_MARK}")
_REQUEST = re.compile(
    r"(?:Geef|Graag|Noem|Licht|Schets|Wilt|Gelieve|Please|List|Explain|Give|Bitte|Nennen|Veuillez"
    r"|Donnez)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:[Vv]ragen|[Qq]uestions?|Fragen|Anfrage)\s.{3,400}?\s(?:over|inzake|betreffende|about"
    r"|on the|concerning|regarding|über|betreffend|bezüglich|sur|concernant)\s+(?P<asked>.{3,400}?)"
    r"\s*\.?\s*(?:\(\s*(?:ingezonden|sent in|eingegangen|envoyées?)\b|\n\n|\.\s|\.?$)"
    r"|\b(?:Betreft|Onderwerp|Subject|Betreff|Objet)\s*:\s*(?P<titled>.{3,300}?)(?:\n\n|\.\s|$)",
    re.DOTALL,
)
_LONGEST_HEADING = 100  # characters
# Characters. A longer line that ends no sentence was wrapped; a shorter one only where the next
# goes on in lower case, and one that is shorter still is an entry of a list.
_WRAPPED = 60
_SHORT = 30
_INDENTED = 2  # spaces
_SKIP = 3
"""How many numbers a set may leave out: a question taken back, or lost in copying."""


def _with_plain_line_ends(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _body_layout(extract: Extract) -> Layout:
    """The lines of a set. Footnotes count only where the file's format tells them apart.

    The guess for papers takes a question "1 Bent u …" for the note that a mark in the head calls.
    """
    layout = read_layout(extract)
    guessed = extract.format is Format.TEXT or not extract.notes
    lines = tuple(
        replace(line, kind=LineKind.BODY) if guessed and line.kind is LineKind.NOTE else line
        for line in layout.lines
    )
    return replace(layout, lines=lines, notes=(), _called=())


def _worded(layout: Layout) -> _Found | None:
    """The questions that open with "Vraag 1" or its like."""
    openings = [
        _opening(layout, line, match, _key(match["numbers"]))
        for line in layout.body()
        if (match := _WORD.match(line.text))
    ]
    return _questions(layout, openings, numbered=False)


def _numbered(layout: Layout) -> _Found | None:
    """The questions that open with a number, counted on from 1, perhaps more than once."""
    candidates = list(_numbers(layout))
    openings = _counting(candidates, layout)
    if len(openings) == 1 and any(
        _ASKS.search(line.content) for line in layout.body() if line.start < openings[0].line.start
    ):
        return None
    return _questions(layout, openings, numbered=True)


def _lettered(layout: Layout) -> _Found | None:
    """The questions of a list "a) … b) …"."""
    candidates = [
        _opening(layout, line, match, (ord(match["letter"].lower()) - ord("a") + 1,))
        for line in layout.body()
        if (match := _LETTER.match(line.text.lstrip()))
    ]
    openings = _counting(candidates, layout)
    return _questions(layout, openings, numbered=False) if len(openings) > 1 else None


def _bulleted(layout: Layout) -> _Found | None:
    """The questions of a list with bullets; what stands behind it is left out."""
    openings = [
        _opening(layout, line, match, ())
        for line in layout.body()
        if (match := _BULLET.match(line.text.lstrip()))
    ]
    found = _questions(layout, openings, numbered=False) if len(openings) > 1 else None
    if found is None:
        return None
    firsts = (replace(item, text=item.text.split(PARAGRAPH)[0]) for item in found.questions)
    return _Found(found.intro, tuple(firsts))


def _opening(layout: Layout, line: Line, match: re.Match[str], key: tuple[int, ...]) -> _Opening:
    lead = len(line.text) - len(match.string)
    before = layout.lines[line.index - 1] if line.index else None
    apart = (
        before is None
        or before.kind is not LineKind.BODY
        or bool(_SENTENCE_END.search(before.content))
    )
    label = match["label"] + (match.groupdict().get("numbers") or "" if match.re is _WORD else "")
    return _Opening(key, label.strip(), line, line.start + lead + match.end(), apart)


def _key(numbers: str) -> tuple[int, ...]:
    return (int(re.match(r"\d+", numbers)[0]),)  # type: ignore[index]


def _numbers(layout: Layout) -> Iterator[_Opening]:
    """The lines that open with a number as a question may.

    "2 000 militairen" and "12 maart" go on in another way; behind a sentence that goes on, only a
    number with a stop is taken.
    """
    for line in layout.body():
        match = _NUMBER.match(line.text)
        if not match:
            continue
        rest = line.text[match.end() :].strip()
        if match["decimal"]:
            first, _, second = match["decimal"].partition(".")
            key: tuple[int, ...] = (int(first), int(second))
        else:
            key = _key(match["numbers"] or match["bare"])
        if match["bare"] and not re.match(_CAPITAL, rest):
            continue
        opening = _opening(layout, line, match, key)
        if opening.apart or (rest and not match["bare"]):
            yield opening


def _counting(candidates: Sequence[_Opening], layout: Layout) -> list[_Opening]:
    """Those of the candidates that count on from 1, and on from 1 again where another list begins.

    A list within a question, behind which the count of the questions goes on, is part of it; a list
    that asks nothing holds the footnotes.
    """
    chosen: list[_Opening] = []
    at = 0
    while at < len(candidates):
        candidate = candidates[at]
        last = chosen[-1].key if chosen else None
        if chosen and candidate.indent >= chosen[0].indent + _INDENTED:
            pass  # a list within a question
        elif _is_first(candidate.key):
            run = _run(candidates, at)
            behind = candidates[at + run].key if at + run < len(candidates) else None
            if last is not None and (
                (behind is not None and _follows(behind, last) and not _is_first(behind))
                or not _asks(layout, candidates, at, run)
            ):
                at += run
                continue
            chosen.append(candidate)
        elif last is not None and _follows(candidate.key, last):
            chosen.append(candidate)
        elif last is not None and _skips(candidate.key, last):
            ahead = [later.key for later in candidates[at + 1 :]]
            if not any(_follows(key, last) for key in ahead):
                chosen.append(candidate)
        at += 1
    return chosen


def _run(candidates: Sequence[_Opening], at: int) -> int:
    """How many candidates from `at` on count on one by one."""
    length = 1
    while at + length < len(candidates) and _follows(
        candidates[at + length].key, candidates[at + length - 1].key
    ):
        length += 1
    return length


def _is_first(key: tuple[int, ...]) -> bool:
    return all(number == 1 for number in key)


def _follows(key: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether a number is the next: 3 behind 2, 2.4 behind 2.3, 3.1 behind 2.3."""
    if len(key) == 1 or len(last) == 1:
        return key[0] == last[0] + 1
    return key == (last[0], last[1] + 1) or key == (last[0] + 1, 1)


def _skips(key: tuple[int, ...], last: tuple[int, ...]) -> bool:
    return last[0] < key[0] <= last[0] + 1 + _SKIP


def _asks(layout: Layout, candidates: Sequence[_Opening], at: int, run: int) -> bool:
    """Whether a list asks anything, and does not give addresses instead, as footnotes do."""
    behind = at + run
    end = candidates[behind].line.start if behind < len(candidates) else len(layout.source)
    text = layout.source[candidates[at].text_start : end]
    ended = any(
        _END.fullmatch(line.content)
        for line in layout.body()
        if candidates[0].line.start < line.start < candidates[at].line.start
    )
    return "?" in text and not _ADDRESS.search(text) and not ended


def _questions(layout: Layout, openings: Sequence[_Opening], *, numbered: bool) -> _Found | None:
    """The questions that the openings begin, with what stands before the first.

    A text ends where the next one, an answer, a footnote or the explanation begins.
    """
    if not openings:
        return None
    ends = [*(opening.line.start for opening in openings[1:]), len(layout.source)]
    items: list[_Item] = []
    intro = _cleaned(layout, (0, openings[0].line.start))
    heading = ""
    for opening, end in zip(openings, ends, strict=True):
        end = _text_end(layout, opening, end, notes=not numbered or end == len(layout.source))
        text, next_heading = _parted_heading(_cleaned(layout, (opening.text_start, end)))
        if any(character.isalnum() for character in text):
            items.append(_Item(opening.key, opening.label, text, heading))
        heading = next_heading or heading
    return _Found(intro, tuple(items))


def _text_end(layout: Layout, opening: _Opening, end: int, *, notes: bool) -> int:
    """Where the text of a question ends at the latest by what the lines behind it are."""
    asked = bool(_ASKS.search(opening.line.content))
    for line in layout.lines_from(opening.line.end):
        if line.start >= end:
            break
        if line.kind is not LineKind.BODY:
            continue
        if _ANSWER.fullmatch(line.content) or _END.fullmatch(line.content):
            return line.start
        if notes and asked and _NOTE.match(line.content) and _is_note(layout, line, end):
            return line.start
        asked = asked or bool(_ASKS.search(line.content))
    return end


def _is_note(layout: Layout, line: Line, end: int) -> bool:
    """Whether the lines that stand together from this one on give a source and ask nothing."""
    block: list[str] = []
    for other in layout.lines_from(line.start):
        if other.start >= end or other.kind is not LineKind.BODY:
            break
        block.append(other.content)
    text = " ".join(block)
    return bool(_ADDRESS.search(text)) or "?" not in text


def _cleaned(layout: Layout, span: Span) -> str:
    text = clean(layout, [span]).text
    return re.sub(r"^[*_]+\s*|\s*[*_]+$", "", text).strip()


def _parted_heading(text: str) -> tuple[str, str]:
    """A text without the heading of the next part of the set at its end, and that heading."""
    paragraphs = text.split(PARAGRAPH)
    heading = paragraphs[-1]
    fits = len(heading) <= _LONGEST_HEADING and not _SENTENCE_END.search(heading)
    if len(paragraphs) < 2 or not fits:
        return text, ""
    return PARAGRAPH.join(paragraphs[:-1]), heading


def _plain(layout: Layout) -> _Found:
    """The questions of a text without labels: one a line, one a paragraph, or a single one."""
    paragraphs = [_sentencewise(layout, lines) for lines in layout.paragraphs()]
    lines = [line for paragraph in paragraphs for line in paragraph]
    if not any("?" in line for line in lines):
        return _topics(lines)
    intro: list[str] = []
    items: list[_Item] = []
    lead: list[str] = []
    for paragraph in paragraphs:
        for line in paragraph:
            if "?" in line:
                items.append(_Item((), "", " ".join([*lead, line])))
                lead = []
            elif _REQUEST.match(line):
                items.append(_Item((), "", line))
            elif items or len(paragraphs) == 1:
                lead.append(line)
            else:
                intro.append(line)
    return _Found(PARAGRAPH.join(intro), tuple(items))


def _topics(lines: list[str]) -> _Found:
    """The lines of a text without any question mark, each a question."""
    intro = [lines[0]] if len(lines) > 1 and lines[0].endswith(":") else []
    asked = [line for line in lines[len(intro) :] if any(map(str.isalnum, line))]
    return _Found("".join(intro), tuple(_Item((), "", line) for line in asked))


def _sentencewise(layout: Layout, lines: list[Line]) -> list[str]:
    """The lines of a paragraph, those that were wrapped joined again."""
    ranges: list[Span] = []
    for line in lines:
        if ranges and _goes_on(layout.source[slice(*ranges[-1])].strip(), line.content):
            ranges[-1] = (ranges[-1][0], line.end)
        else:
            ranges.append((line.start, line.end))
    return [text for span in ranges if (text := _cleaned(layout, span))]


def _goes_on(before: str, content: str) -> bool:
    last = before.rpartition("\n")[2]
    if _SENTENCE_END.search(before):
        return False
    return last.endswith("-") or len(last) > (_SHORT if content[:1].islower() else _WRAPPED)


def _subject(intro: str) -> str:
    match = _SUBJECT.search(intro)
    return " ".join((match["asked"] or match["titled"]).split()).strip(" .") if match else ""


def _counted(items: Sequence[_Item]) -> Iterator[SubQuestion]:
    """The questions under their printed numbers where these count up, else under their places."""
    printed = [item.key[0] if len(item.key) == 1 else 0 for item in items]
    counts_up = all(a < b for a, b in zip([0, *printed], printed, strict=False))
    for place, item in enumerate(items, start=1):
        number = item.key[0] if counts_up else place
        yield SubQuestion(number, item.text, item.label, item.heading)
