"""Times that a text names, in Dutch, English, German and French, and how an answer suits them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from math import sqrt

from corpus import Span


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `since` to `until`, both inclusive, and where the text names them.

    An open end is `date.min` ("before 2020") or `date.max` ("since 2022"). `source` is the range
    of the text, words such as "since" included.
    """

    since: date
    until: date
    source: Span

    @property
    def days(self) -> int:
        """Its length."""
        return (self.until - self.since).days + 1


@dataclass(frozen=True, slots=True)
class Event:
    """A happening that questions use as a date: "the elections of 2021" is 17 March 2021."""

    id: str
    names: tuple[str, ...]
    since: date
    until: date


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january januar janvier jänner jan",
            "februari february februar février fevrier feb févr",
            "maart march märz maerz mars mrt mar",
            "april avril apr avr",
            "mei may mai",
            "juni june juin jun",
            "juli july juillet jul juil",
            "augustus august août aout aug",
            "september septembre sept sep",
            "oktober october octobre okt oct",
            "november novembre nov",
            "december dezember décembre decembre dec dez déc",
        ),
        start=1,
    )
    for name in names.split()
}
_SEASONS = {
    name: first_month
    for first_month, names in (
        (3, "voorjaar lente spring frühjahr frühling printemps"),
        (6, "zomer summer sommer été"),
        (9, "najaar herfst autumn fall herbst automne"),
        (12, "winter hiver"),
    )
    for name in names.split()
}
_PARTS = {
    name: part
    for part, names in enumerate(
        (
            "begin|start|vroeg|early|anfang|début",
            "half|halverwege|medio|midden|mid|mitte|mi",
            "eind|einde|laat|late|end|ende|fin",
        )
    )
    for name in names.split("|")
}
_ORDINALS = {
    name: number
    for number, names in enumerate(
        (
            "eerste first erste erstes ersten premier première 1e 1ste 1st 1er 1ère q1",
            "tweede second zweite zweites zweiten deuxième seconde 2e 2de 2nd 2ème q2",
            "derde third dritte drittes dritten troisième 3e 3de 3rd 3ème q3",
            "vierde fourth vierte viertes vierten quatrième 4e 4de 4th 4ème q4",
        ),
        start=1,
    )
    for name in names.split()
}


def _any(names: dict[str, int]) -> str:
    return "|".join(sorted((re.escape(name) for name in names), key=len, reverse=True))


_OF = r"(?:\s+(?:van|of|de|des|du|in|im|the|het|jaar|year|jahres?|l['’]année))*"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?:\.|er|e|st|nd|rd|th|de|ste)?"
_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH = rf"(?:{_any(_MONTHS)})\b\.?"
_TO = r"\s*(?:-|–|t/m|tot\s+en\s+met|tot|en|to|and|until|till|through|bis|und|au|et|à)\s*"
_BARE = r"(?![0-9A-Za-z])(?![.,/-][0-9])"
_COUNTED = (
    r"(?!\s+(?:nederlandse\s+|amerikaanse\s+|(?:us|american|dutch|french)\s+|amerikanische\s+)?"
    r"(?:militair\w*|troepen|man\b|mannen|mensen|personen|euro|dollar|soldat\w*|soldiers?|troops"
    r"|people|persons|truppen|menschen|personnes|hommes|kilomet\w*|km|met(?:er|re)s?|ton\w*|kilo"
    r"|kg|miljoen|miljard|milli\w+|slachtoffers|doden|woningen|huizen|banen|asielzoekers|keer"
    r"|strijders|fighters|kämpfer|combattants|gevallen|cases|vluchtelingen|refugees|procent"
    r"|percent|prozent|stuks|bedrijven|burgers|gezinnen|kinderen|voertuigen|raketten))"
)
_ATOM = re.compile(
    rf"""(?<![\w.,/-])(?:
    (?P<iso>{_YEAR}-[01][0-9]-[0-3][0-9])(?![0-9-])
    |(?P<figures>[0-3]?[0-9](?P<mark>[./-])[01]?[0-9](?P=mark){_YEAR}){_BARE}
    |(?:(?P<day1>{_DAY}){_TO})?(?P<day>{_DAY})(?:\s+(?:of|de))?\s+(?P<daymonth>{_MONTH})
        (?:(?:\s+|,\s*|\s+van\s+|\s+of\s+)(?P<dayyear>{_YEAR}){_BARE})?
    |(?P<usmonth>{_MONTH})\s+(?P<usday1>{_DAY})(?:\s*(?:-|–|to)\s*(?P<usday>{_DAY}))?
        ,?\s+(?P<usyear>{_YEAR}){_BARE}
    |(?P<season>{_any(_SEASONS)}){_OF}\s+(?P<seasonyear>{_YEAR})(?:[/–-][0-9]{{2,4}})?{_BARE}
    |(?P<ordinal>{_any(_ORDINALS)})(?:[\s-]*(?P<share>kwartaal|quarter|quartal|trimestre|helft|half
        |hälfte|halbjahr|halfjaar|moitié|semestre))?{_OF}\s+(?P<shareyear>{_YEAR}){_BARE}
    |(?:(?P<part>{"|".join(_PARTS)})(?:{_OF}\s+|-))?(?P<month>{_MONTH})
        (?:{_OF}(?:\s+|\s*,\s*)(?P<monthyear>{_YEAR}){_BARE})?
    |(?P<session>(?:vergaderjaar|parliamentary\s+year|sitzungsjahr|session\s+parlementaire)\s+
        {_YEAR})\s?[/–-]\s?(?:{_YEAR}|[0-9]{{2}})(?![0-9])
    |(?:(?P<yearpart>{"|".join(_PARTS)})(?:{_OF}\s+|-))?(?P<year>{_YEAR})
        (?:(?P<lastmark>\s?[/–-]\s?)(?P<lastyear>{_YEAR}|[0-9]{{2}}))?{_BARE}{_COUNTED}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# "resolutie 2170", "nr. 2020", "€ 2000", "Kamerstukken II 2020/21": figures, but no year.
_NO_YEAR_AFTER = re.compile(
    r"""(?:\b(?:resoluti\w*|resolution\w*|résolution\w*|unsc(?:r)?|vnvr|vnsc|s/res/?|artikel|article
    |art|nrs?|no|nummer|number|numéro|n[º°]|vra(?:ag|gen)|questions?|fragen?|pagina|page|seite|blz
    |kamerstuk(?:ken)?(?:\s+I{1,2})?|handelingen(?:\s+I{1,2})?|aanhangsel(?:\s+\w+){0,3}
    |parl(?:iamentary)?\s+papers?(?:\s+I{1,2})?)[.,:]?|[€$£#§])
    \s*(?:\(|vergaderjaar\s+)?$""",
    re.IGNORECASE | re.VERBOSE,
)
_ARTICLES = (
    r"(?:(?:de|het|the|der|dem|den|des|die|das|la|le|les|l['’]|du|aux?|in|im|en|op|on|am|of|van|vom"
    r"|jaar|year|jahr|année|maand|month|monat|mois|dag|day|tag|jour|loop|course)\s*)*"
)
_BEFORE = re.compile(
    rf"(?:(?P<year>(?:jaar|year|jahr|année)\s+)?\b(?:vóór|before|prior\s+to|vor|avant"
    rf"|voorafgaand\s+aan|(?P<voor>voor)))\s+{_ARTICLES}$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\b(?:tot\s+en\s+met|t/m|tot|until|till|bis|jusqu['’](?:en|à|au)?|by)\s+{_ARTICLES}$",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"\b(?:na|after|nach|après)\s+{_ARTICLES}$", re.IGNORECASE)
_SINCE = re.compile(
    rf"\b(?:sinds|vanaf|since|seit|ab|depuis|dès|à\s+partir)\s+{_ARTICLES}$", re.IGNORECASE
)
_FROM = re.compile(
    rf"\b(?:(?P<both>tussen|between|zwischen|entre)|van|from|von|vom|de|du)\s+{_ARTICLES}$",
    re.IGNORECASE,
)
_AND = re.compile(rf"\s*(?:en|and|und|et)\s+{_ARTICLES}", re.IGNORECASE)
_UP_TO = re.compile(
    rf"\s*(?:-|–|t/m\b|tot\s+en\s+met\b|tot\b|to\b|until\b|till\b|through\b|bis\b|à\b|au\b|jusqu\S*)"
    rf"\s*{_ARTICLES}",
    re.IGNORECASE,
)
_LAST = re.compile(r"\s*(?:jl\b|jongstleden|dit\s+jaar)", re.IGNORECASE)
_NEXT_AFTER = re.compile(r"\s*(?:a\.s\.|aanstaande|aankomende?)", re.IGNORECASE)
_NEXT_BEFORE = re.compile(r"\b(?:aanstaande|aankomende?|komende?|volgende?)\s+$", re.IGNORECASE)
# A month by itself is one after such a word: "may" and "mars" are words too.
_IN_MONTH = re.compile(
    r"\b(?:in|sinds|vanaf|tot|van|en|of|eind|begin|half|medio|vóór|voor|na|afgelopen)\s+$",
    re.IGNORECASE,
)
_BY_DAY = 0.9
"""What the day of its paper counts in how an answer suits a period; what it names counts the rest.

On the 86 dated development questions recall@1 0.90; with 0.7 0.84, with one half each 0.80, with
the day alone 0.88.
"""
_LOOK_BACK = 60  # characters before a time in which its preposition stands


@dataclass(frozen=True, slots=True)
class _Time:
    """A time found; one without a year stands in year 4 (a leap year) until it gets one."""

    period: Period
    dated: bool = True
    only_year: bool = False
    in_day: bool = False


def periods_in(text: str, events: Sequence[Event] = ()) -> tuple[Period, ...]:
    """The periods that a question asks about, in the order of the text.

    A year, a month or day with its year, a part of one ("eind 2021": its last quarter; "half
    november 2023": the 11th to the 20th), a season (three whole months; winter 2020 begins in
    December 2020), a quarter or half, a range, an event; with "since", "before", "until", "after"
    an end is open. "2018 en 2019" are two periods, "tussen 2018 en 2020" is one. "voor 2023" is
    2023 ("de begroting voor 2023"); "vóór 2023" ends with 2022, and so does "voor" before a month,
    a day or an event.

    A month without a year is no period, and neither are four figures that count or number
    something ("2000 militairen", "resolutie 2170", "nr. 2020"); any other from 1900 to 2099 is a
    year ("2035 doel").
    """
    times = sorted(
        [*_events(text, tuple(events)), *_times(text)],
        key=lambda time: (time.period.source[0], -time.period.source[1]),
    )
    return tuple(_asked(text, list(_apart(times))))


def mentioned_periods(text: str, day: date | None = None) -> tuple[Period, ...]:
    """The times that an answer's text names, in its order, each as named (no open ends).

    With the `day` of its paper, a month or day without a year gets one: "27 juli jl." the last
    before that day, "aankomende november" the next, any other the nearest. Without it these are
    left out.
    """
    found = []
    for time in _apart(_times(text)):
        if time.dated:
            found.append(time.period)
        elif day and (time.in_day or _is_named_month(text, time.period.source)):
            found.append(_dated_near(text, time.period, day))
    return tuple(found)


def date_fit(periods: Sequence[Period], day: date | None, mentioned: Sequence[Period]) -> float:
    """How well an answer suits the periods asked about, from 0 to 1; 0 when none is asked.

    Most of it is the day of its paper: 1 in the period and for 92 days after it, as the cabinet
    answers within weeks and looks back a quarter; from there on halved with each half year; 0
    before the period, which it cannot know as past; 0.25 when unknown. The rest is what its own
    text names: 1 for the same days, less the more its best mention is wider or narrower than asked,
    0 without overlap, and half as much in a paper from before the period, which only announces. For
    several periods it is the mean: who compares two years wants both.
    """
    if not periods:
        return 0.0
    return sum(_fit(period, day, mentioned) for period in periods) / len(periods)


def _fit(period: Period, day: date | None, mentioned: Sequence[Period]) -> float:
    named = max((_overlap(period, mention) for mention in mentioned), default=0.0)
    if day and day < period.since:
        named /= 2
    return _BY_DAY * _day_fit(period, day) + (1 - _BY_DAY) * named


def _day_fit(period: Period, day: date | None) -> float:
    if day is None:
        return 0.25
    if day < period.since:
        return 0.0
    late = (day - period.until).days - 92
    return 1.0 if late <= 0 else float(0.5 ** (late / 182))


def _overlap(asked: Period, mention: Period) -> float:
    """1 for the same days; a day within a month nearly 0.6, a day within an open period 0.5."""
    shared = (min(asked.until, mention.until) - max(asked.since, mention.since)).days + 1
    if shared <= 0:
        return 0.0
    shorter, longer = sorted((asked.days, mention.days))
    return (shared / shorter) * (0.5 + 0.5 * sqrt(shared / longer))


def _times(text: str) -> Iterator[_Time]:
    for match in _ATOM.finditer(text):
        years_only = match["year"] and not match["yearpart"]
        if years_only and _NO_YEAR_AFTER.search(text, max(0, match.start() - 40), match.start()):
            continue
        if time := _read(match):
            yield time


def _read(match: re.Match[str]) -> _Time | None:
    """What a match says; `None` for a day that does not exist ("31 februari 2021")."""
    try:
        since, until, dated = _days(match)
    except ValueError:
        return None
    if since > until:
        return None
    return _Time(
        Period(since, until, match.span()),
        dated,
        only_year=bool(match["year"]),
        in_day=bool(match["day"]),
    )


def _days(match: re.Match[str]) -> tuple[date, date, bool]:
    if match["iso"]:
        day = date.fromisoformat(match["iso"])
        return day, day, True
    if match["figures"]:
        numbers = [int(part) for part in match["figures"].split(match["mark"])]
        day = date(numbers[2], numbers[1], numbers[0])
        return day, day, True
    if match["day"]:
        year = int(match["dayyear"] or 4)
        month = _month(match["daymonth"])
        last = date(year, month, _figures(match["day"]))
        first = last.replace(day=_figures(match["day1"])) if match["day1"] else last
        return first, last, bool(match["dayyear"])
    if match["usmonth"]:
        first = date(int(match["usyear"]), _month(match["usmonth"]), _figures(match["usday1"]))
        last = first.replace(day=_figures(match["usday"])) if match["usday"] else first
        return first, last, True
    if match["season"]:
        return *_months(int(match["seasonyear"]), _SEASONS[match["season"].lower()], 3), True
    if match["ordinal"]:
        return *_share(match), True
    if match["month"]:
        first, last = _months(int(match["monthyear"] or 4), _month(match["month"]), 1)
        if match["part"]:
            part = _PARTS[match["part"].lower()]
            last = last if part == 2 else first.replace(day=10 * part + 10)
            first = first.replace(day=10 * part + 1)
        return first, last, bool(match["monthyear"])
    if match["session"]:
        return *_months(int(match["session"][-4:]), 9, 12), True
    return *_years(match), True


def _share(match: re.Match[str]) -> tuple[date, date]:
    number = _ORDINALS[match["ordinal"].lower()]
    share = (match["share"] or "").lower()
    year = int(match["shareyear"])
    quarter = share in {"kwartaal", "quarter", "quartal", "trimestre"}
    if quarter or (not share and match["ordinal"].lower().startswith("q")):
        return _months(year, 3 * number - 2, 3)
    if not share or number > 2:
        raise ValueError("no share of a year")
    return _months(year, 6 * number - 5, 6)


def _years(match: re.Match[str]) -> tuple[date, date]:
    year = int(match["year"])
    if match["yearpart"]:
        first_month, months = ((1, 3), (5, 4), (10, 3))[_PARTS[match["yearpart"].lower()]]
        return _months(year, first_month, months)
    last = match["lastyear"] or match["year"]
    return date(year, 1, 1), date(int(match["year"][: 4 - len(last)] + last), 12, 31)


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    """The first and the last day of `count` months from the first one on."""
    years, month = divmod(first + count - 2, 12)
    year_end, month_end = year + years, month + 1
    return (
        date(year, first, 1),
        date(year_end, month_end, monthrange(year_end, month_end)[1]),
    )


def _month(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _figures(day: str) -> int:
    return int(re.match(r"[0-9]+", day)[0])  # type: ignore[index]


@lru_cache(maxsize=8)
def _event_pattern(events: tuple[Event, ...]) -> tuple[re.Pattern[str], dict[str, Event]]:
    named = {" ".join(name.lower().split()): event for event in events for name in event.names}
    longest_first = sorted(named, key=lambda name: (-len(name), name))
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE), named


def _events(text: str, events: tuple[Event, ...]) -> Iterator[_Time]:
    if not events:
        return
    pattern, named = _event_pattern(events)
    for match in pattern.finditer(text):
        if event := named.get(" ".join(match[0].lower().split())):
            yield _Time(Period(event.since, event.until, match.span()))


def _apart(times: Iterator[_Time] | Sequence[_Time]) -> Iterator[_Time]:
    """The times in order, without those that lie in one before (a year in an event's name)."""
    end = 0
    for time in times:
        if time.period.source[0] >= end:
            end = time.period.source[1]
            yield time


def _asked(text: str, times: list[_Time]) -> Iterator[Period]:
    skip = False
    for time, following in pairwise([*times, None]):
        if skip or time is None:
            skip = False
            continue
        if following and (joined := _joined(text, time, following)):
            skip = True
            yield joined
        elif time.dated:
            yield _with_preposition(text, time)


def _joined(text: str, first: _Time, last: _Time) -> Period | None:
    """One period from "tussen A en B", "van A tot B", "A – B", if that is what stands there."""
    if not last.dated:
        return None
    start, end = first.period.source[0], last.period.source[1]
    between = (first.period.source[1], last.period.source[0])
    opened = _FROM.search(text, max(0, start - _LOOK_BACK), start)
    both = opened and opened["both"] and _AND.fullmatch(text, *between)
    if not (both or _UP_TO.fullmatch(text, *between)):
        return None
    since = first.period.since
    if not first.dated:
        year = last.period.until.year
        moved = _in_year(first.period, year)
        since = (moved if moved.since <= last.period.until else _in_year(moved, year - 1)).since
    if since > last.period.until:
        return None
    return Period(since, last.period.until, (opened.start() if opened else start, end))


def _with_preposition(text: str, time: _Time) -> Period:
    period = time.period
    start, end = period.source
    look = (max(0, start - _LOOK_BACK), start)
    one = timedelta(days=1)
    if (match := _BEFORE.search(text, *look)) and not (match["voor"] and time.only_year):
        source = (match.start(), end)
        since = _in_year(period, period.since.year - 1).since if match["year"] else date.min
        return Period(since, max(period.since, date.min + one) - one, source)
    if match := _UNTIL.search(text, *look):
        return Period(date.min, period.until, (match.start(), end))
    if match := _AFTER.search(text, *look):
        since = min(period.until, date.max - one) + one
        return Period(since, date.max, (match.start(), end))
    if match := _SINCE.search(text, *look):
        return Period(period.since, date.max, (match.start(), end))
    return period


def _in_year(period: Period, year: int) -> Period:
    """The same days of another year; 29 February becomes the 28th."""
    shift = year - period.since.year

    def moved(day: date) -> date:
        last = monthrange(day.year + shift, day.month)[1]
        is_end = day.month == 2 and day.day == monthrange(day.year, 2)[1]
        number = last if is_end else min(day.day, last)
        return date(day.year + shift, day.month, number)

    return replace(period, since=moved(period.since), until=moved(period.until))


def _is_named_month(text: str, source: Span) -> bool:
    look = (max(0, source[0] - 20), source[0])
    starts_with_part = text[source[0] : source[1]].lower().startswith(tuple(_PARTS))
    return bool(
        starts_with_part
        or _IN_MONTH.search(text, *look)
        or _NEXT_BEFORE.search(text, *look)
        or _LAST.match(text, source[1])
    )


def _dated_near(text: str, period: Period, day: date) -> Period:
    years = range(max(1, day.year - 1), min(9999, day.year + 1) + 1)
    options = [_in_year(period, year) for year in years]
    past = [option for option in options if option.since <= day]
    start, end = period.source
    if _LAST.match(text, end) and past:
        return past[-1]
    coming = _NEXT_AFTER.match(text, end) or _NEXT_BEFORE.search(text, max(0, start - 20), start)
    if coming and (later := [option for option in options if option.until >= day]):
        return later[0]
    return min(options, key=lambda option: abs((option.since - day).days))
