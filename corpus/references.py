"""What an official answer points to, and what it does: answer, refer, announce or decline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from corpus.document import Status
from corpus.identifiers import expand_numbers, kamerstuk
from corpus.sentences import sentence_spans

# "7, 8, 9 10 en 11", "1 t/m 3", "7, 8, en 9"
NUMBERS = r"\d{1,3}\b(?:(?:\s*(?:,\s*en\b|,|\ben\b|&|t/m|tot\s+en\s+met|–|-)\s*|\s+)\d{1,3}\b)*"

_MENTION = re.compile(
    rf"\b(?:vra(?:ag|gen)|antwoord(?:en)?)\s+(?P<numbers>{NUMBERS})(?P<after>\W+\w+)?",
    re.IGNORECASE,
)
# "antwoord op vraag 3 van het lid …", "vraag 2 uit de lijst …": a question in another paper.
_ELSEWHERE = re.compile(r"\W*(?:van|uit|in)\b", re.IGNORECASE)

_POLITE = (
    r"(?:graag|u|uw\ Kamer|ook|tevens|hiervoor|daarvoor|verder|mede|hierover|eveneens"
    r"|verder\ ook|kortheidshalve|dan\ ook)"
)
_REPLY = r"(?:(?:het|de|mijn|ons|onze)\ )?(?:antwoord(?:en)?|beantwoording|reactie)"
_TARGET = rf"""(?:{_REPLY}\ )?(?:(?:op|bij|onder|van)\ )?(?:de\ )?
    (?:vra(?:ag|gen)\ {NUMBERS}|{NUMBERS}
      |(?:de\ )?(?:vorige|volgende|vorenstaande|bovenstaande)\ vra(?:ag|gen))"""
_POINTER = re.compile(
    rf"""\(?(?:voor\ (?:het\ antwoord\ op\ |de\ beantwoording\ van\ )?deze\ vra(?:ag|gen)[ ]
      |hiervoor\ |daarvoor\ |daarbij\ )?
    (?:ik\ verwijs|wij\ verwijzen|het\ kabinet\ verwijst|verwijs\ ik|verwijzen\ wij
      |verwijst\ het\ kabinet|verwezen\ wordt|wordt\ verwezen|zie)
    (?:\ {_POLITE})*(?:\ naar)?\ {_TARGET}(?:\ hierboven|\ hieronder)?\)?\.?
    |zie\ (?:hierboven|hiervoor|hieronder|boven)\.?""",
    re.IGNORECASE | re.VERBOSE,
)
_POINTS = re.compile(
    r"\(?(?:zie|(?:ik|hiervoor|daarvoor|voor .{0,80}?) ?verwijs|wij verwijzen"
    r"|het kabinet verwijst)\b",
    re.IGNORECASE,
)
_DECLINES = re.compile(
    r"""niet\ aan\ (?:Nederland|het\ kabinet|mij|ons)\ om\ (?:\w+\ )*(?:uitspraken|oordeel|oordelen)
    |(?:doe|doet|doen|geef|geeft|geven|kan|kunnen)\ (?:\w+\ ){0,6}?geen\ (?:nadere\ |verdere\ )?
    (?:uitspraken|uitspraak|mededelingen)
    |treedt\ niet\ in\ speculaties|kan\ (?:\w+\ ){0,4}?niet\ speculeren""",
    re.IGNORECASE | re.VERBOSE,
)
_ANNOUNCES = re.compile(
    r"""niet\ (?:\w+\ ){0,4}?binnen\ de\ (?:gebruikelijke|gestelde)\ termijn
    (?!\ te\ beantwoorden\ geweest)|uitstel\ van\ (?:de\ )?beantwoording
    |(?:vragen|vraag)\ (?:\w+\ ){0,12}?(?:zullen|zal|worden|wordt|zijn)[ ]
    (?:zo\ spoedig\ mogelijk\ )?beantwoord\ (?:in|middels|bij|met)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# A refusal may be followed by one sentence of reason (kst-27925-748, questions 15 and 18).
_DECLINES_WITHIN = 2

_YEARS = r"(?P<years>\d{4}\s?[–/-]\s?(?:\d{4}|\d{2}))"
_LISTED = r"(?P<numbers>\d{1,4}\b(?:(?:,\s*|\s+en\s+)\d{1,4}\b(?!\s\d))*)"
_AANHANGSEL = re.compile(
    rf"""Aanhangsel(?:\ van\ de)?(?:\ der)?(?:\ Handelingen)?,?\s+(?:(?P<chamber>II|I|TK|EK),?\s+)?
    (?:\(?vergaderjaar,?\s+)?{_YEARS}\)?,?\s+(?:nrs?\.?\s*|nummers?\s+)?{_LISTED}""",
    re.IGNORECASE | re.VERBOSE,
)
_DOSSIER = (
    r"\b(?P<dossier>\d{2}\s?\d{3}"
    r"(?:(?:\s|\s?-\s?)(?:[IVXLC]+|[A-H])\b|-\d{2}\b|\s?\(?R\s?\d{4}\)?)?)"
)
_KAMERSTUK = re.compile(
    rf"{_DOSSIER}(?:\s+en\s+\d{{2}}\s\d{{3}})?,?\s+nrs?\.?\s*{_LISTED}", re.IGNORECASE
)
# "(36 471-64)": dossier and number in one (ah-tk-20232024-1999).
_SHORT_KAMERSTUK = re.compile(
    r"(?:\(|\bKamerstuk(?:ken)?\s+(?:II\s+)?)(?P<dossier>\d{2}\s?\d{3})-(?P<numbers>\d{1,4})"
    r"(?=[\s).;,]|$)(?!,\s+nr)",
    re.IGNORECASE,
)
_EERSTE_KAMER = re.compile(
    rf"(?:Kamerstuk(?:ken)?\s+I\b|Eerste\s+Kamer)[^.;()]{{0,40}}?{_DOSSIER}"
    r",?\s+(?:nr\.\s*)?(?P<numbers>[A-Z]{1,2})\b"
)
_IDENTIFIER = re.compile(r"\b(?:kst-\d{5}[\w-]*?-(?:\d+|[A-Z]{1,2})|ah-[te]k-\d{8}-\d+)\b")
_ZAAK = re.compile(r"\b\d{4}Z\d{5}\b")


def mentioned_questions(text: str) -> tuple[int, ...]:
    """The numbers of the questions of its own paper that an answer mentions, in order, once."""
    numbers: dict[int, None] = {}
    for match in _MENTION.finditer(text):
        if not (match["after"] and _ELSEWHERE.match(match["after"])):
            numbers.update(dict.fromkeys(expand_numbers(match["numbers"])))
    return tuple(numbers)


def cited_papers(text: str) -> tuple[str, ...]:
    """The identifiers of other papers that a text names, in the order of the text, once.

    As ministries write them ("Kamerstuk 27 925, nr. 755", "Aanhangsel Handelingen, vergaderjaar
    2023–2024, nr. 1848", "(36 471-64)"), as jurists do, and as identifiers.
    """
    found = sorted([*_cited_kamerstukken(text), *_cited_aanhangsels(text), *_plain(text)])
    return tuple(dict.fromkeys(identifier for _, identifier in found))


def _cited_kamerstukken(text: str) -> Iterator[tuple[int, str]]:
    for pattern in (_KAMERSTUK, _SHORT_KAMERSTUK, _EERSTE_KAMER):
        for match in pattern.finditer(text):
            for number in re.findall(r"[A-Z]+|\d+", match["numbers"]):
                yield match.start("dossier"), kamerstuk(match["dossier"], number)


def _cited_aanhangsels(text: str) -> Iterator[tuple[int, str]]:
    for match in _AANHANGSEL.finditer(text):
        first, last = re.findall(r"\d+", match["years"])
        chamber = "ek" if (match["chamber"] or "").upper() in {"I", "EK"} else "tk"
        years = first + (first[:2] + last if len(last) == 2 else last)
        for number in re.findall(r"\d+", match["numbers"]):
            yield match.start(), f"ah-{chamber}-{years}-{number}"


def _plain(text: str) -> Iterator[tuple[int, str]]:
    for pattern in (_IDENTIFIER, _ZAAK):
        for match in pattern.finditer(text):
            yield match.start(), match[0]


def is_pointer(text: str) -> bool:
    """Whether a text is nothing but a pointer: "Zie het antwoord op vraag 13."."""
    sentences = [" ".join(text[start:end].split()) for start, end in sentence_spans(text)]
    return bool(sentences) and all(_POINTER.fullmatch(sentence) for sentence in sentences)


def status_of(text: str) -> Status:
    """What an answer does, read from its words alone. "Ja. Zie …" answers, and points besides."""
    if is_pointer(text):
        return Status.REFERRAL
    if _ANNOUNCES.search(text):
        return Status.ANNOUNCEMENT
    sentences = sentence_spans(text)
    if len(sentences) == 1 and _points_to_paper(text):
        return Status.REFERRAL
    if sentences and len(sentences) <= _DECLINES_WITHIN:
        start, end = sentences[0]
        if _DECLINES.search(text, start, end):
            return Status.DECLINED
    return Status.SUBSTANTIVE


def _points_to_paper(sentence: str) -> bool:
    """Whether a sentence does nothing but name another paper ("Ik verwijs naar Kamerstuk …")."""
    return bool(_POINTS.match(sentence.strip()) and cited_papers(sentence))


def resolve(text: str, own: str, by_number: Mapping[int, str]) -> tuple[str, ...]:
    """The identifiers of the answers that the answer `own` points to, in order of mention.

    A number that the paper does not have, and the answer itself, are left out.
    """
    targets = (by_number.get(number) for number in mentioned_questions(text))
    return tuple(dict.fromkeys(target for target in targets if target and target != own))
