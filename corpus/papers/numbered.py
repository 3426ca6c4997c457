"""Papers whose questions are numbered: lijst van vragen en antwoorden, written questions.

Labels cut the paper into stretches. An answer belongs to the questions that its label names, or,
where it names none, to those that stand unanswered before it. Without a label the answer begins
where its question ends (kst-27925-748).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.cleaning import CleanText, clean
from corpus.document import ParseWarning, Span
from corpus.extract import PartKind
from corpus.identifiers import answer_identifier
from corpus.layout import Layout, LineKind
from corpus.papers.labels import Token, labelled, numbered
from corpus.reading import AskedQuestion, Block, Reading
from corpus.references import is_pointer, mentioned_questions
from corpus.sentences import sentence_spans

_LONGEST_POINTER = 2000  # characters, with the foot of a page and its notes between

_ANSWERS = re.compile(r"antwoord|mededeling", re.IGNORECASE)
_ASKS = re.compile(r"\bvragen\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What stands under one label: its whole range, and that of its text."""

    kind: PartKind | None
    numbers: tuple[int, ...]
    whole: Span
    text: Span


@dataclass(slots=True)
class _Answer:
    """An answer with the questions that it answers; `also` is what else belongs to it.

    That is: a "Zie antwoord op vraag 10" in place of which the joint answer stands.
    """

    stretch: _Stretch
    numbers: tuple[int, ...]
    also: tuple[Span, ...] = ()
    announces: bool = False


def has_numbers(layout: Layout) -> bool:
    """Whether questions 1 and 2 stand under bare numbers, as in a lijst."""
    return bool(numbered(layout))


def has_question_labels(layout: Layout) -> bool:
    """Whether a question stands under a label such as "Vraag 1", or a mededeling in its place."""
    return bool(labelled(layout))


def has_answers(layout: Layout) -> bool:
    """Whether a label opens an answer, or the head speaks of answers, or of no questions."""
    tokens = labelled(layout) or numbered(layout)
    head = layout.source[: tokens[0].start] if tokens else ""
    labels = any(token.kind in {PartKind.ANSWER, PartKind.ANNOUNCEMENT} for token in tokens)
    return labels or bool(_ANSWERS.search(head)) or not _ASKS.search(head)


def read_numbered(layout: Layout, breaks: Iterable[int] = ()) -> Reading:
    """The answers of a paper with numbered questions, in the order in which they are printed.

    `breaks` are places where something else begins, such as a heading above questions.
    """
    tokens = [*(labelled(layout) or numbered(layout))]
    tokens += [Token(None, (), place, place) for place in breaks if place > tokens[0].start]
    tokens.sort(key=lambda token: token.start)
    return _Pairing(layout, _stretches(layout, tokens)).reading()


def _stretches(layout: Layout, tokens: list[Token]) -> list[_Stretch]:
    ends = [token.start for token in tokens[1:]] + [len(layout.source)]
    return [
        _Stretch(token.kind, token.numbers, (token.start, end), (token.text_start, end))
        for token, end in zip(tokens, ends, strict=True)
    ]


class _Pairing:
    """Brings questions and answers together."""

    def __init__(self, layout: Layout, stretches: list[_Stretch]) -> None:
        self._layout = layout
        self._stretches = stretches
        self._questions: dict[int, _Stretch] = {}
        self._answers: list[_Answer] = []
        self._warnings: list[ParseWarning] = []
        kinds = [stretch.kind for stretch in stretches]
        questions = kinds.count(PartKind.QUESTION)
        self._labels_answers = kinds.count(PartKind.ANSWER) > questions / 4
        self._known = {n for s in stretches if s.kind is PartKind.QUESTION for n in s.numbers}
        self._named = {n for s in stretches if s.kind is PartKind.ANSWER for n in s.numbers}
        self._last = 0  # the highest number answered so far

    def reading(self) -> Reading:
        self._gather()
        self._split_unlabelled()
        self._join_pointers()
        self._warn_of_gaps()
        self._announce()
        return Reading(tuple(self._blocks()), tuple(self._warnings))

    def _gather(self) -> None:
        """Questions by number, answers with the numbers that they name or that wait for them."""
        waiting: list[int] = []
        restarted = False
        for before, stretch in pairwise([None, *self._stretches]):
            if self._answers:
                self._last = max(self._last, *self._answers[-1].numbers)
            if stretch is None or stretch.kind in {None, PartKind.ANNOUNCEMENT}:
                continue
            if stretch.kind is PartKind.QUESTION:
                restarted = restarted or self._restarts(stretch)
                if restarted and set(stretch.numbers) <= set(self._questions):
                    self._answers.append(_Answer(stretch, stretch.numbers))
                    waiting = []
                    continue
                self._add_question(stretch)
                if before and before.kind is not PartKind.QUESTION:
                    waiting = []
                waiting += stretch.numbers
            elif stretch.numbers:
                self._answers.append(_Answer(stretch, stretch.numbers))
                waiting = [number for number in waiting if number not in stretch.numbers]
            elif waiting:
                self._answer_waiting(stretch, waiting)
                waiting = []
            else:
                self._answer_without_question(stretch)
        if restarted:
            self._answers = [answer for answer in self._answers if self._has_text(answer)]

    def _restarts(self, stretch: _Stretch) -> bool:
        """Whether the numbers begin again: first all questions, then all answers."""
        done = len(self._questions) >= 2 and not self._answers_any()
        repeated = set(stretch.numbers) <= set(self._questions)
        return done and repeated and min(stretch.numbers) == min(self._questions)

    def _answers_any(self) -> bool:
        return any(self._has_text(answer) for answer in self._answers)

    def _has_text(self, answer: _Answer) -> bool:
        return bool(self._layout.source[slice(*answer.stretch.text)].strip())

    def _add_question(self, stretch: _Stretch) -> None:
        for number in stretch.numbers:
            if number in self._questions:
                self._warn(stretch, f"question {number} stands there twice: the first is shown")
            self._questions.setdefault(number, stretch)

    def _answer_waiting(self, stretch: _Stretch, waiting: list[int]) -> None:
        """An answer without numbers: to the question before it, or to all that wait for one."""
        own = [n for n in waiting if self._questions[n] is self._questions[waiting[-1]]]
        earlier = [number for number in waiting if number not in own]
        if earlier and not self._named_later(earlier):
            if any(self._own_answer(self._questions[number]) for number in earlier):
                earlier = []
            else:
                self._warn(stretch, f"one answer without numbers to questions {_listed(waiting)}")
        else:
            earlier = []
        self._answers.append(_Answer(stretch, tuple(earlier + own)))

    def _named_later(self, numbers: list[int]) -> bool:
        return bool(self._named & set(numbers))

    def _own_answer(self, question: _Stretch) -> Span | None:
        """What stands behind the question under its own label, if anything does."""
        end = _end_of_question(self._layout, question.text)
        return (
            (end, question.text[1]) if self._layout.source[end : question.text[1]].strip() else None
        )

    def _answer_without_question(self, stretch: _Stretch) -> None:
        """A second answer in a row: its question has lost its heading, or it goes on."""
        lost = self._last + 1
        if not self._answers or lost in self._known or lost > max(self._known, default=0):
            if self._answers:
                before = self._answers[-1]
                self._warn(stretch, "an answer without a question: taken with the one before")
                joined = replace(
                    before.stretch,
                    whole=(before.stretch.whole[0], stretch.whole[1]),
                    text=(before.stretch.text[0], stretch.text[1]),
                )
                self._answers[-1] = replace(before, stretch=joined)
            return
        self._answers.append(_Answer(stretch, (lost,)))

    def _split_unlabelled(self) -> None:
        """Gives each question without an answer what stands behind it under its own label."""
        answered = {number for answer in self._answers for number in answer.numbers}
        found: list[_Answer] = []
        behind = {answer.stretch.whole[0]: answer for answer in self._answers}
        for numbers in dict.fromkeys(stretch.numbers for stretch in self._questions.values()):
            stretch = self._questions[numbers[0]]
            named = set(numbers) <= answered
            answer = behind.get(stretch.whole[1])
            followed = answer is not None and bool(set(numbers) & set(answer.numbers))
            if followed or (span := self._own_answer(stretch)) is None:
                continue
            text = clean(self._layout, [span]).text
            if named and self._labels_answers and not is_pointer(text):
                continue  # "Zo ja, waarom? Graag een toelichting.": all of it is the question
            question = replace(stretch, text=(stretch.text[0], span[0]))
            for number in numbers:
                if self._questions[number] is stretch:
                    self._questions[number] = question
            own = _Stretch(PartKind.ANSWER, numbers, span, span)
            found.append(_Answer(own, numbers))
            if self._labels_answers and not named:
                self._warn(stretch, f"question {_listed(numbers)}: no label before its answer")
        self._answers = sorted([*self._answers, *found], key=lambda a: a.stretch.whole[0])

    def _join_pointers(self) -> None:
        """Takes an answer that only points into a joint answer of its own number into that.

        Else, of two answers to one question, the one that has other questions too leaves it.
        """
        by_number: dict[int, list[_Answer]] = {}
        for answer in self._answers:
            for number in answer.numbers:
                by_number.setdefault(number, []).append(answer)
        for number, answers in by_number.items():
            if len(answers) == 1:
                continue
            owner = max(answers, key=lambda answer: len(answer.numbers))
            rest = [answer for answer in answers if answer is not owner]
            for answer in rest:
                if number in answer.numbers and not self._yield(number, answer, owner):
                    self._yield(number, owner, answer)
            if number in owner.numbers and any(number in answer.numbers for answer in rest):
                self._warn(owner.stretch, f"question {number}: answered more than once")
        self._answers = [answer for answer in self._answers if answer.numbers]

    def _yield(self, number: int, answer: _Answer, owner: _Answer) -> bool:
        """Takes a number from an answer that leaves it to another, if it does."""
        if number not in owner.numbers:
            return False
        points = self._points_into(answer, owner)
        if not points and not (len(answer.numbers) > 1 and owner.numbers == (number,)):
            return False
        answer.numbers = tuple(n for n in answer.numbers if n != number)
        if not answer.numbers:
            owner.also = (*owner.also, answer.stretch.whole, *answer.also)
        return True

    def _points_into(self, answer: _Answer, owner: _Answer) -> bool:
        start, end = answer.stretch.text
        if end - start > _LONGEST_POINTER:
            return False
        text = clean(self._layout, [answer.stretch.text]).text
        points_here = set(mentioned_questions(text)) & set(owner.numbers)
        return not text or (is_pointer(text) and bool(points_here))

    def _warn_of_gaps(self) -> None:
        """Says which questions have no answer, answers no question, and which numbers are gone."""
        answered: set[int] = set()
        ending = {answer.stretch.whole[1]: answer for answer in self._answers}
        for answer in self._answers:
            if self._has_text(answer):
                answered |= set(answer.numbers)
            for number in answer.numbers:
                if number not in self._questions:
                    self._recover_question(number, answer, ending)
        self._answers = [answer for answer in self._answers if self._has_text(answer)]
        announced = any(stretch.kind is PartKind.ANNOUNCEMENT for stretch in self._stretches)
        for number, stretch in self._questions.items():
            if number not in answered and not announced:
                self._warn(stretch, f"question {number}: no answer found")
        numbers = sorted(self._questions)
        for before, after in pairwise(numbers):
            for lost in range(before + 1, min(after, before + 50)):
                self._warn(self._questions[after], f"question {lost}: no heading found")

    def _recover_question(self, number: int, answer: _Answer, ending: dict[int, _Answer]) -> None:
        """Looks for a question without a heading at the end of the answer before its own."""
        at = answer.stretch.whole[0]
        before = ending.get(at)
        start = _last_question(self._layout, before.stretch.text) if before else None
        if before is None or start is None:
            self._questions[number] = _Stretch(PartKind.QUESTION, (number,), (at, at), (at, at))
        else:
            span = (start, at)
            self._questions[number] = _Stretch(PartKind.QUESTION, (number,), span, span)
            before.stretch = replace(
                before.stretch,
                whole=(before.stretch.whole[0], start),
                text=(before.stretch.text[0], start),
            )
        self._warn(answer.stretch, f"question {number}: no heading found above its answer")

    def _announce(self) -> None:
        """A mededeling answers all questions that nothing else does."""
        answered = {number for answer in self._answers for number in answer.numbers}
        open_numbers = tuple(number for number in self._questions if number not in answered)
        for stretch in self._stretches:
            if (
                stretch.kind is PartKind.ANNOUNCEMENT
                and self._layout.source[slice(*stretch.text)].strip()
            ):
                self._answers.append(_Answer(stretch, open_numbers, announces=True))
                open_numbers = ()

    def _blocks(self) -> Iterator[Block]:
        owned: set[Span] = set()
        taken: Counter[str] = Counter()
        for answer in sorted(self._answers, key=lambda a: a.stretch.whole[0]):
            numbers = sorted(answer.numbers)
            asked = [
                (number, self._questions[number]) for number in numbers if number in self._questions
            ]
            wholes = dict.fromkeys(question.whole for _, question in asked)
            mine = [span for span in wholes if span not in owned]
            owned.update(mine)
            key = answer_identifier("", numbers)[1:] if numbers else str(len(taken) + 1)
            taken[key] += 1
            if taken[key] > 1:
                key = f"{key}.{taken[key]}"
            yield Block(
                key=key,
                spans=_joined(sorted([*mine, answer.stretch.whole, *answer.also])),
                answer=(answer.stretch.text,),
                questions=tuple(self._asked(asked)),
                announces=answer.announces,
            )

    def _asked(self, asked: list[tuple[int, _Stretch]]) -> Iterator[AskedQuestion]:
        """The questions; those under one label have a paragraph each where the counts agree."""
        for number, stretch in asked:
            paragraphs = _paragraphs(self._layout, stretch) if len(stretch.numbers) > 1 else []
            if len(paragraphs) == len(stretch.numbers):
                yield AskedQuestion(number, paragraphs[stretch.numbers.index(number)])
            else:
                yield AskedQuestion(number, stretch.text)

    def _warn(self, stretch: _Stretch, message: str) -> None:
        self._warnings.append(ParseWarning(stretch.whole[0], message))


def _listed(numbers: tuple[int, ...] | list[int]) -> str:
    return ", ".join(map(str, numbers))


def _paragraphs(layout: Layout, stretch: _Stretch) -> list[Span]:
    """The ranges of the paragraphs of a text without its footnotes; the last ends where it does."""
    cleaned = clean(layout, [stretch.text])
    starts = [0, *(match.end() for match in re.finditer(r"\n\n", cleaned.text))]
    places = [cleaned.source_position(start, stretch.text[1]) for start in starts]
    places = [place for place in places if layout.kind_at(place) is LineKind.BODY]
    return list(pairwise([*places, stretch.text[1]]))


# What goes on asking behind a question mark, though it is no question itself.
_STILL_ASKING = re.compile(r"(?:Graag|Gaarne|Zo (?:ja|nee|niet)|Kunt u|Kan de|Wilt u|Indien)\b")


def _end_of_question(layout: Layout, span: Span) -> int:
    """Where in the source a question without a labelled answer ends.

    Behind the last of the first run of sentences with a "?"; a question may open with a statement
    ("IS is aan het hergroeperen, wat zijn …"). A paragraph that does not only ask ends the run.
    Without any "?" the first paragraph is the question, or, of one paragraph, the first sentence.
    """
    styled = _end_of_heading(layout, span)
    if styled is not None:
        return styled
    cleaned = clean(layout, [span])
    text = cleaned.text
    sentences = sentence_spans(text)
    if not sentences:
        return span[1]
    after = _first_not_asking(text, sentences)
    if after is None:
        paragraph = text.find("\n\n")
        after = next((i for i, (start, _) in enumerate(sentences) if start > paragraph >= 0), 1)
    offset = sentences[after][0] if after < len(sentences) else len(text)
    return cleaned.source_position(offset, span[1])


def _first_not_asking(text: str, sentences: list[Span]) -> int | None:
    asking = [text[start:end].rstrip("\"'’”»)0123456789").endswith("?") for start, end in sentences]
    if True not in asking:
        return None
    at = asking.index(True) + 1
    while at < len(sentences):
        opens = "\n\n" in text[sentences[at - 1][1] : sentences[at][0]]
        if opens and not _only_asks(text, sentences, asking, at):
            return at
        if not asking[at] and not _STILL_ASKING.match(text, sentences[at][0]):
            return at
        at += 1
    return at


def _only_asks(text: str, sentences: list[Span], asking: list[bool], at: int) -> bool:
    end = text.find("\n\n", sentences[at][0])
    return all(
        asks
        for (start, _), asks in zip(sentences[at:], asking[at:], strict=True)
        if end < 0 or start < end
    )


def _end_of_heading(layout: Layout, span: Span) -> int | None:
    """Where the lines set as a heading end that open a text: some lists print questions in bold."""
    end: int | None = None
    for line in layout.lines_from(span[0]):
        if line.start >= span[1]:
            return None
        if not line.content or line.start < span[0]:
            continue
        if not layout.is_heading((line.start, line.end)):
            return end
        end = line.end
    return None


def _last_question(layout: Layout, span: Span) -> int | None:
    """Where the last paragraph of a text begins, if it asks something.

    Where the extraction dropped the blank lines between paragraphs: where the last questions do.
    """
    cleaned = clean(layout, [span])
    at = cleaned.text.rfind("\n\n")
    if at >= 0 and "?" in cleaned.text[at:]:
        return cleaned.source_position(at + 2, span[1])
    return None if layout.has_blank_lines else _last_asking(layout, cleaned, span[1])


def _last_asking(layout: Layout, cleaned: CleanText, end: int) -> int | None:
    """Where the last sentences begin if they ask, and the first of them opens a line."""
    begin: int | None = None
    for start, stop in reversed(sentence_spans(cleaned.text)[1:]):
        if not cleaned.text[start:stop].endswith("?"):
            break
        place = cleaned.source_position(start, end)
        if not layout.source[layout.source.rfind("\n", 0, place) + 1 : place].strip():
            begin = place
    return begin


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
