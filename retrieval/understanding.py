"""What a question names exactly: papers, questions in them, periods, people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus import Paper, Span
from corpus.identifiers import expand_numbers
from retrieval.aliases import Aliases, folded, shipped
from retrieval.periods import Period, periods_in


@dataclass(frozen=True, slots=True)
class Address:
    """One numbered question of one paper: "vraag 12 van nr. 748"."""

    document: str
    question_number: int


class Role(StrEnum):
    """As what somebody is named."""

    PERSON = "person"
    PARTY = "party"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Named:
    """A member, minister, party or office that a question names, with the papers of it.

    `name` is as the papers have it ("Bruins Slot", "CDA", "Buitenlandse Zaken"), `span` its first
    place in the question, `documents` are in the order of the corpus.
    """

    name: str
    role: Role
    span: Span
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question names, each kind in its order. All empty where it just asks.

    `papers` are documents named without a question in them; an address goes straight to its
    question. What the corpus does not hold is left out, numbers of questions excepted: a paper's
    facts do not say which it has.
    """

    addresses: tuple[Address, ...] = ()
    papers: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    people: tuple[Named, ...] = ()

    @property
    def period(self) -> Period | None:
        """The first period, if any."""
        return self.periods[0] if self.periods else None


_NUMBER_WORD = r"(?:nrs?\.?|no\.?|nummer|number|numéro|n[º°]\.?)"
_DOSSIER = r"(?P<dossier>[0-9]{2}[\s.]?[0-9]{3}(?:\s?-?\s?(?:[IVXLC]+|[0-9]{2})\b(?=[\s,-]))?)"
_KAMERSTUK = re.compile(
    rf"(?<![\w#])(?:kst-)?{_DOSSIER}"
    rf"(?:,?\s+{_NUMBER_WORD}\s*|\s?[-–]\s?|,\s+|\s+(?=(?-i:[A-Z])))"
    r"(?P<number>[0-9]{1,4}(?![0-9\s]*(?:miljoen|miljard|euro))|(?-i:[A-Z]{1,2}))(?!\w)",
    re.IGNORECASE,
)
_AANHANGSEL = re.compile(
    r"(?<!\w)Aanhangsel(?:\s+(?:van\s+de\s+)?(?:der\s+)?Handelingen)?(?:,?\s+(?:I{1,2}|TK|EK)\b)?,?"
    r"(?:\s+(?:vergaderjaar\s+)?(?P<years>[0-9]{4}\s?[/–-]\s?[0-9]{2,4}),?)?"
    rf"\s+(?:{_NUMBER_WORD}\s*)?(?P<number>[0-9]{{1,4}})(?![\w/])",
    re.IGNORECASE,
)
_NR = re.compile(
    rf"(?<!\w){_NUMBER_WORD}\s*(?P<number>[0-9]{{1,4}}|(?-i:[A-Z]{{1,2}}))(?!\w)", re.IGNORECASE
)
_SENATE = re.compile(
    r"(?<!\w)(?:Eerste\s+Kamer|Senaat|Senate|Senat|Sénat)\b[^.;?!]{0,60}?"
    r"(?<![\w.-])(?P<number>(?-i:[A-Z]{1,2}))(?![\w.-])",
    re.IGNORECASE,
)
_OF_DAY = re.compile(
    r"(?<!\w)(?P<what>brief|letter|lettre|antwoord(?:en)?|answers?|réponses?|kamerstuk|lijst|paper"
    r"|beantwoording)\s+(?:van|of|dated|vom|du|d\.d\.)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# "resolutie nr. 748", "artikel nr. 3", "contract no. 5": a number of something else.
_OTHER_NUMBER = re.compile(
    r"\b(?:resoluti\w*|resolution\w*|résolution\w*|artike?l\w*|article|motie\w*|motion|amendement"
    r"|wet|bijlage|annex|stelling|conclusie|aanbeveling|vra(?:ag|gen)|questions?|fragen?)\s+$",
    re.IGNORECASE,
)
_NUMBERS = (
    r"[0-9]{1,3}\b(?:\s*(?:,|\b(?:en|and|und|et)\b|&|t/m|tot\s+en\s+met|to|bis|à|–|-)"
    r"\s*[0-9]{1,3}\b)*"
)
_AMOUNT = (
    r"(?!\s*(?:miljoen|miljard|milli\w*|million\w*|billion\w*|milliard\w*|procent|percent|prozent"
    r"|pour\s?cent|%|‰|euro|dollar|€|jan|feb|fév|maart|march|märz|mars|apr|avr|mei|may|mai|jun|juin"
    r"|jul|juil|aug|août|sep|okt|oct|nov|dec|dez|déc|jaar|years?|jahre|ans|man\b|mensen|militairen"
    r"|people|troops)|[.,][0-9])"
)
_QUESTION = re.compile(
    rf"(?<!\w)(?:vra(?:ag|gen)|questions?|fragen?|Q)(?:\s+(?:{_NUMBER_WORD}))?\s*"
    rf"(?P<numbers>{_NUMBERS}){_AMOUNT}",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"#(?P<numbers>[0-9]{1,3}(?:[,-][0-9]{1,3})*)(?![\w-])")
_NEAR = 60  # characters between a question's number and its paper
_OF_PAPER = re.compile(
    r"\s*(?:(?:van|uit|in|bij|of|from|the|het|de|im|aus|von|der|du|dans|la|le)\b\s*)*",
    re.IGNORECASE,
)
_MOST = 50  # questions in one range: more is no address

_PERSON = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<of>[^()]+)\)$")
_OFFICE = re.compile(
    r"^(?:Minister(?:-President)?|Staatssecretaris)\s+(?:van|voor)\s+(?P<of>.+)$", re.IGNORECASE
)
_TITLE = (
    r"(?:minister|staatssecretaris|secretary|secr[ée]taire|lid|leden|member|mp|mevrouw|mw|dhr|heer"
    r"|ministerin|abgeordneten?|ministre|deputee?|mr|mrs|ms)"
)
_OFFICE_TITLE = r"(?:minister\w*|bewinds\w+|staatssecretaris\w*|ministre|ministere)"


@dataclass(frozen=True, slots=True)
class _Reference:
    """A place where papers are named; no documents where the corpus does not hold them."""

    span: Span
    documents: tuple[str, ...]
    numbers: tuple[int, ...] = ()


def understand(
    question: str, papers: Sequence[Paper], aliases: Aliases | None = None
) -> Understood:
    """What the question names among these papers; nothing where it is not exact.

    "vraag 12" belongs to the paper named nearest, within 60 characters, and to the only paper
    where there is just one. "nr. 748" names a paper when one alone has that number, "de brief van
    20 december 2023" when one alone is of that day. The day in such a name is no period.
    `aliases` lend their events to the periods; without them it takes those that ship.
    """
    events = (shipped() if aliases is None else aliases).events
    periods = periods_in(question, events)
    references = sorted(_references(question, papers, periods), key=lambda ref: ref.span)
    asked = [match for match in _QUESTION.finditer(question) if not _covered(match, references)]
    addresses = list(_own_addresses(references))
    addressed = {ref for ref in references if ref.numbers}
    for match in asked:
        reference = _nearest(question, match.span(), references)
        documents = reference.documents if reference else ()
        if not references and len(papers) == 1:
            documents = (papers[0].id,)
        numbers = expand_numbers(_with_dutch_ranges(match["numbers"]))
        if documents and len(numbers) <= _MOST:
            addresses += [(match.start(), Address(documents[0], number)) for number in numbers]
            addressed |= {reference} if reference else set()
    plain = (id_ for ref in references if ref not in addressed for id_ in ref.documents)
    addresses.sort(key=lambda placed: placed[0])
    return Understood(
        addresses=tuple(dict.fromkeys(address for _, address in addresses)),
        papers=tuple(dict.fromkeys(plain)),
        periods=tuple(p for p in periods if not _lies_in(p.source, references)),
        people=tuple(_people(question, papers)),
    )


def _own_addresses(references: Sequence[_Reference]) -> Iterator[tuple[int, Address]]:
    for ref in references:
        for document in ref.documents:
            for number in ref.numbers:
                yield ref.span[0], Address(document, number)


def _references(
    question: str, papers: Sequence[Paper], periods: Sequence[Period]
) -> Iterator[_Reference]:
    """The papers named, the most exact forms first; a place counts for one form only."""
    taken: list[Span] = []
    readings: tuple[Callable[[], Iterator[_Reference]], ...] = (
        lambda: _by_identifier(question, papers),
        lambda: _by_kamerstuk(question, papers),
        lambda: _by_aanhangsel(question, papers),
        lambda: _by_number(question, papers),
        lambda: _by_senate(question, papers),
        lambda: _by_day(question, papers, periods),
    )
    for reading in readings:
        for ref in reading():
            start, end = ref.span
            if all(end <= before or start >= after for before, after in taken):
                taken.append(ref.span)
                yield ref


def _by_identifier(question: str, papers: Sequence[Paper]) -> Iterator[_Reference]:
    small = question.lower() if len(question.lower()) == len(question) else folded(question)
    for paper in papers:
        for match in re.finditer(rf"(?<![\w-]){re.escape(paper.id.lower())}(?![\w-])", small):
            anchor = _ANCHOR.match(small, match.end())
            numbers = expand_numbers(anchor["numbers"]) if anchor else ()
            end = anchor.end() if anchor else match.end()
            yield _Reference((match.start(), end), (paper.id,), numbers[:_MOST])


def _by_kamerstuk(question: str, papers: Sequence[Paper]) -> Iterator[_Reference]:
    for match in _KAMERSTUK.finditer(question):
        dossier = re.sub(r"[^0-9A-Z]", "", match["dossier"].upper())
        documents = tuple(
            paper.id
            for paper in papers
            if paper.dossier
            and re.sub(r"[^0-9A-Z]", "", paper.dossier.upper()) == dossier
            and paper.number == match["number"]
        )
        anchor = _ANCHOR.match(question, match.end())
        numbers = expand_numbers(anchor["numbers"])[:_MOST] if anchor else ()
        end = anchor.end() if anchor else match.end()
        yield _Reference((match.start(), end), documents[:1], numbers)


def _by_aanhangsel(question: str, papers: Sequence[Paper]) -> Iterator[_Reference]:
    for match in _AANHANGSEL.finditer(question):
        years = re.findall(r"[0-9]+", match["years"] or "")
        documents = tuple(
            paper.id
            for paper in papers
            if paper.id.startswith("ah-")
            and paper.number == match["number"]
            and (not years or paper.session == f"{years[0]}/{years[1][-2:]}")
        )
        yield _Reference(match.span(), documents if len(documents) == 1 else ())


def _by_number(question: str, papers: Sequence[Paper]) -> Iterator[_Reference]:
    for match in _NR.finditer(question):
        if _OTHER_NUMBER.search(question, max(0, match.start() - 30), match.start()):
            continue
        documents = tuple(paper.id for paper in papers if paper.number == match["number"])
        yield _Reference(match.span(), documents if len(documents) == 1 else ())


def _by_senate(question: str, papers: Sequence[Paper]) -> Iterator[_Reference]:
    for match in _SENATE.finditer(question):
        documents = tuple(
            paper.id for paper in papers if paper.chamber == "I" and paper.number == match["number"]
        )
        if len(documents) == 1:
            yield _Reference(match.span(), documents)


def _by_day(
    question: str, papers: Sequence[Paper], periods: Sequence[Period]
) -> Iterator[_Reference]:
    for period in periods:
        start, end = period.source
        named = _OF_DAY.search(question, max(0, start - 40), start)
        documents = tuple(paper.id for paper in papers if paper.date == period.since)
        if named and period.days == 1 and len(documents) == 1:
            yield _Reference((named.start(), end), documents)


def _nearest(question: str, place: Span, references: Sequence[_Reference]) -> _Reference | None:
    """The paper that a question's number belongs to.

    The one that it is said to be "van", else the nearest before it, else the nearest behind it: in
    "vraag 11 van nr. 956 en vraag 4 van nr. 748" the nearest to the 4 is not its own.
    """
    near = [ref for ref in references if not ref.numbers]
    behind = [ref for ref in near if 0 <= ref.span[0] - place[1] <= _NEAR]
    joined = [ref for ref in behind if _OF_PAPER.fullmatch(question[place[1] : ref.span[0]])]
    before = [ref for ref in near if 0 <= place[0] - ref.span[1] <= _NEAR]
    among = joined or before or behind
    return min(among, key=lambda ref: abs(ref.span[0] - place[0]), default=None)


def _covered(match: re.Match[str], references: Sequence[_Reference]) -> bool:
    return any(match.start() < ref.span[1] and ref.span[0] < match.end() for ref in references)


def _lies_in(span: Span, references: Sequence[_Reference]) -> bool:
    return any(
        ref.span[0] < span[1] and span[0] < ref.span[1] for ref in references if ref.documents
    )


def _with_dutch_ranges(numbers: str) -> str:
    return re.sub(r"\b(?:to|bis)\b|à", "t/m", numbers, flags=re.IGNORECASE)


def _people(question: str, papers: Sequence[Paper]) -> Iterator[Named]:
    plain = folded(question)
    found = []
    for (name, role), documents in _names(papers).items():
        if span := _place(name, role, question, plain):
            found.append(Named(name, role, span, tuple(documents)))
    yield from sorted(found, key=lambda named: (named.span, named.role))


def _names(papers: Sequence[Paper]) -> dict[tuple[str, Role], dict[str, None]]:
    """Everybody whom the papers name, and the papers of each."""
    names: dict[tuple[str, Role], dict[str, None]] = {}
    for paper in papers:
        for entry in paper.asked_by:
            for part in _parts(entry, Role.PARTY):
                names.setdefault(part, {})[paper.id] = None
        for entry in (*paper.answered_by, *paper.asked_of, *paper.on_behalf_of):
            for part in _parts(entry, Role.OFFICE):
                names.setdefault(part, {})[paper.id] = None
    return names


def _parts(entry: str, of: Role) -> Iterator[tuple[str, Role]]:
    """ "Boswijk (CDA)" is a person and a party, "Minister van Defensie" an office."""
    if match := _PERSON.match(entry):
        yield match["name"], Role.PERSON
        yield match["of"], of
    elif of is Role.OFFICE:
        office = _OFFICE.match(entry)
        yield (office["of"] if office else entry), Role.OFFICE
    else:
        yield entry.removesuffix("-fractie"), Role.PARTY


def _place(name: str, role: Role, question: str, plain: str) -> Span | None:
    """Where a question names it first.

    A short surname may be a word ("Kamp"): it needs a title before it, or a capital within the
    sentence and no capital after it ("Kamp Taji"). A short party in small letters needs "-fractie"
    or the like after it, an office its title before it.
    """
    wanted = re.escape(folded(name)).replace(r"\ ", r"\s+")
    for match in re.finditer(rf"(?<!\w){wanted}(?!\w)", plain):
        start, end = match.span()
        before = plain[max(0, start - 60) : start]
        written = question[start:end]
        titled = re.search(rf"\b{_TITLE}\.?\s+$", before)
        if role is Role.OFFICE:
            fits = bool(re.search(rf"\b{_OFFICE_TITLE}\s+(?:(?:van|voor|of)\s+)?$", before))
        elif role is Role.PARTY:
            fits = (
                len(name) > 4
                or written == name
                or bool(re.match(r"[\s-]?(?:fracti|lid\b|leden\b|kamerli|partij)", plain[end:]))
            )
        else:
            inside = bool(re.search(r"[\w,;]\s+$", before)) and written[0].isupper()
            alone = not re.match(r"\s+[A-Z]", question[end:])
            fits = len(name) > 4 or bool(titled) or (inside and alone)
        if fits:
            return start, end
    return None
