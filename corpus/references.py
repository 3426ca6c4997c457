"""What an official answer points to, and what it does: answer, refer, announce or decline."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.document import Status
from corpus.identifiers import expand_numbers
from corpus.sentences import sentence_spans

# "7, 8, 9 10 en 11", "1 t/m 3"
NUMBERS = r"\d{1,3}(?:(?:\s*(?:,|\ben\b|t/m|tot\s+en\s+met|–|-)\s*|\s+)\d{1,3}\b)*"

_MENTION = re.compile(rf"\bvra(?:ag|gen)\s+(?P<numbers>{NUMBERS})(?P<after>\W+\w+)?", re.IGNORECASE)
# "antwoord op vraag 3 van het lid …", "vraag 2 uit de lijst …": a question in another paper.
_ELSEWHERE = re.compile(r"\W*(?:van|uit|in)\b", re.IGNORECASE)
_POINTER = re.compile(
    rf"""\(?(?:ik\ verwijs|wij\ verwijzen|het\ kabinet\ verwijst|verwezen\ wordt|zie)
    (?:\ (?:u|ook|tevens|hiervoor|daarvoor|verder|mede|hierover|naar|eveneens|kortheidshalve))*
    (?:\ (?:het|de|mijn|ons))?(?:\ antwoord(?:en)?)?(?:\ op)?(?:\ de)?
    \ vra(?:ag|gen)\ {NUMBERS}(?:\ hierboven|\ hieronder)?\)?\.?""",
    re.IGNORECASE | re.VERBOSE,
)
_DECLINES = re.compile(
    r"""niet\ aan\ (?:Nederland|het\ kabinet|mij|ons)\ om\ (?:\w+\ )*(?:uitspraken|oordeel|oordelen)
    |(?:doe|doet|doen|geef|geeft|geven|kan|kunnen)\ (?:\w+\ ){0,4}?geen\ (?:nadere\ )?
    (?:uitspraken|uitspraak|mededelingen)
    |treedt\ niet\ in\ speculaties|kan\ (?:\w+\ ){0,4}?niet\ speculeren""",
    re.IGNORECASE | re.VERBOSE,
)
_ANNOUNCES = re.compile(
    r"niet binnen de gebruikelijke termijn|uitstel van (?:de )?beantwoording"
    r"|(?:vragen|vraag) (?:zullen|zal|worden|wordt) (?:zo spoedig mogelijk )?"
    r"beantwoord (?:in|middels)",
    re.IGNORECASE,
)
# A refusal may be followed by one sentence of reason (kst-27925-748, questions 15 and 18).
_DECLINES_WITHIN = 2


def mentioned_questions(text: str) -> tuple[int, ...]:
    """The numbers of the questions of its own paper that an answer mentions, in order, once."""
    numbers: dict[int, None] = {}
    for match in _MENTION.finditer(text):
        if not (match["after"] and _ELSEWHERE.match(match["after"])):
            numbers.update(dict.fromkeys(expand_numbers(match["numbers"])))
    return tuple(numbers)


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
    if sentences and len(sentences) <= _DECLINES_WITHIN:
        start, end = sentences[0]
        if _DECLINES.search(text, start, end):
            return Status.DECLINED
    return Status.SUBSTANTIVE


def resolve(text: str, own: str, by_number: Mapping[int, str]) -> tuple[str, ...]:
    """The identifiers of the answers that the answer `own` points to, in order of mention.

    A number that the paper does not have, and the answer itself, are left out.
    """
    targets = (by_number.get(number) for number in mentioned_questions(text))
    return tuple(dict.fromkeys(target for target in targets if target and target != own))
