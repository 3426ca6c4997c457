"""What kind of fact a question asks for, and whether a text holds one.

A paper may name all that a question names and still leave open what it asks: "Hoeveel F-16's heeft
België gestationeerd?" wants a number. So the confidence looks whether the sentences found hold a
fact of the kind asked for. Questions in Dutch, English, German and French; answers in Dutch.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Fact(StrEnum):
    """A kind of fact that can be seen from the words of an answer."""

    MONEY = "money"
    NUMBER = "number"
    DAY = "day"
    NAME = "name"


_ASKED = {
    Fact.MONEY: (
        r"kost(?:en|te)?|betaal\w*|bedrag\w*|budget\w*|euro'?s?|uitgav\w*|cost\w*|spen[dt]\w*|paid"
        r"|kostet|ausgegeben|ausgaben|betrag|coût\w*|dépens\w*|montant|prix|price|subsidie\w*"
    ),
    Fact.NUMBER: (
        r"hoe ?veel|aantal\w*|percentage|procent|hoe (?:groot|vaak|hoog|lang)|omvang|totaal|fte"
        r"|how (?:many|much|often|large|big|long|high)|number of|share of|wie ?viele?|anzahl"
        r"|prozent|wie (?:groß|oft|hoch|lange)|combien|nombre|pourcentage"
    ),
    Fact.DAY: (
        r"wanneer|sinds wanneer|(?:welke|per) datum|welk jaar|tot wanneer|when|which year"
        r"|what (?:date|day|year)|starting date|wann|seit wann|welche[ms]? (?:jahr|datum)|quand"
        r"|quelle (?:date|année)|depuis quand"
    ),
    # Dutch "wie" means who, German "wie" means how: it asks for a name at the beginning, but not
    # before the German words that make it a how, and elsewhere before Dutch words only. In
    # capitals WHO is the health organisation.
    Fact.NAME: (
        r"^wie(?! (?:viele?|groß|oft|hoch|lange|ist|war|sind|wird|werden|steht|hat|haben|kann|will)"
        r"\b)|wie(?= (?:zijn|is|heeft|zit|zitten|won|neemt|wordt)\b)|wie hei(?:ß|ss)t|hoe heet\w*"
        r"|naam|namen|(?-i:[Ww]ho)|whose|names? of|wer|wen|wem|qui|noms?|comment s'appelle"
    ),
}
_ASKS = {fact: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I) for fact, words in _ASKED.items()}

_NUMBER_WORDS = (
    r"twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|twintig"
    r"|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd\w*|duizend\w*|tien\w*"
    r"|een derde|helft|geen|enkele|tientallen|honderden|duizenden"
)
_MONTHS = (
    r"januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|voorjaar|zomer|najaar|winter"
)
_HELD = {
    Fact.MONEY: re.compile(r"€|\beuro\b|\bEUR\b|\bUSD\b|dollar|\bmiljoen\b|\bmiljard\b", re.I),
    Fact.NUMBER: re.compile(rf"\d|(?<!\w)(?:{_NUMBER_WORDS})(?!\w)", re.I),
    Fact.DAY: re.compile(
        rf"\b(?:19|20)\d\d\b|\b\d{{1,2}} (?:{_MONTHS})|(?<!\w)(?:{_MONTHS})(?!\w)"
    ),
    Fact.NAME: re.compile(r"(?<=[a-z,;:] )[A-ZÀ-Þ][\w'’-]+"),
}


def asked_for(question: str) -> frozenset[Fact]:
    """The kinds of fact that a question asks for; none where it asks why, whether or what."""
    asked = {fact for fact, pattern in _ASKS.items() if pattern.search(question)}
    if Fact.MONEY in asked:  # "hoeveel kost": a sum of money, not any number
        asked.discard(Fact.NUMBER)
    return frozenset(asked)


def holds(text: str, facts: frozenset[Fact]) -> float:
    """The share of these kinds of fact that a text holds, 1 where none is asked for."""
    return sum(bool(_HELD[fact].search(text)) for fact in facts) / len(facts) if facts else 1.0
