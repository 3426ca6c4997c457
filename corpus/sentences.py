"""Where the sentences of official Dutch begin and end."""

from __future__ import annotations

import re

from corpus.document import Span

# Abbreviations seen in the papers; a full stop after one of them ends no sentence unless a
# paragraph ends there too.
_ABBREVIATIONS = frozenset(
    """a.d. a.i. a.u.b. bijv. blz. bv. c.a. c.q. ca. cf. circa. d.d. d.m.v. d.w.z. dhr. dr. drs.
    e.a. e.d. e.e.a. e.v. enz. etc. evt. excl. i.c. i.c.m. i.h.b. i.h.k.v. i.o.m. i.p.v. i.r.t.
    i.s.m. i.v.m. incl. ing. ir. jl. jhr. jr. m.a.w. m.b.t. m.b.v. m.i. m.i.v. m.n. m.u.v. max.
    mevr. mgr. min. mln. mld. mr. mrd. n.a.v. n.l. nl. no. nr. nrs. o.a. o.b.v. o.g.v. o.l.v.
    o.m. o.v.v. p. p.j. p.m. par. plm. pnt. pp. prof. q.q. resp. s.v.p. st. stb. stcrt. t.a.v.
    t.b.v. t.g.v. t.n.v. t.o.v. t.w. t.z.t. tel. tw. v.a. v.b. v.d. v.l.n.r. v.w.b. vgl. vlg.
    vnl. vs. w.o. z.g. z.o.z. zgn. z.s.m. art.""".split()
)

_LONGEST_WORD = 80  # characters: no abbreviation is longer
_NEXT = re.compile(r"\S")
_END = re.compile(r"[.!?…]+[\"'’”»)\]]*(?=\s)")
_PARAGRAPH = re.compile(r"\n\s*\n")
_NOTE_NUMBER = re.compile(r"\d{1,2} (?=\D)")


def sentence_spans(text: str) -> list[Span]:
    """The character ranges of the sentences of `text`, in order, without white space around them.

    A paragraph (after a blank line) always begins a sentence. The number that opens a footnote's
    text is left out, so that the sentence can be quoted by itself.
    """
    spans: list[Span] = []
    start = 0
    for paragraph in [*_PARAGRAPH.finditer(text), None]:
        end = paragraph.start() if paragraph else len(text)
        spans.extend(_in_paragraph(text, start, end))
        start = paragraph.end() if paragraph else end
    return spans


def _in_paragraph(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    begin = start
    if start and (number := _NOTE_NUMBER.match(text, start, end)):
        begin = number.end()
    for match in _END.finditer(text, begin, end):
        if _ends_sentence(text, begin, match, end):
            spans.append((begin, match.end()))
            begin = match.end()
    spans.append((begin, end))
    return [trimmed for span in spans if (trimmed := _trim(text, span))]


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    rest = _NEXT.search(text, match.end(), end)
    if rest is None:
        return True
    word = (
        text[max(begin, match.end() - _LONGEST_WORD) : match.end()]
        .split()[-1]
        .lstrip("(«‘“\"'[")
        .lower()
    )
    if "." in match[0] and (word in _ABBREVIATIONS or re.fullmatch(r"(?:[a-z]\.)+", word)):
        # "jl. Nederland" may end a sentence, but a capital alone does not tell (names are capital).
        return False
    return not rest[0].islower()


def _trim(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
