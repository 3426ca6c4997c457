"""Failures in the language of the interface, by the tables of `ui.text.failures`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from string import Formatter

from corpus import KamerbronError
from ui.text.common import WORDS
from ui.text.failures import FAILURES, OTHERS, PHRASES

_ENGLISH = "en"
_SEPARATORS = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True)
class Told:
    """A text for the reader, and whether it is English still, in an interface that is not."""

    text: str
    english: bool = False


def said_in(error: KamerbronError, language: str) -> Told:
    """A failure in this language, with its facts; in English where the table lacks it."""
    known = FAILURES[language].get(error.message)
    if known is None and not error.facts:
        return phrase_in(error.message, language)
    fill = _Fill(language)
    text = fill.vformat(known or error.message, (), error.facts)
    lacking = known is None and language != _ENGLISH and has_words(error.message)
    return Told(text, lacking or fill.english)


def has_words(message: str) -> bool:
    """Whether a message has more to say than its facts: "{name}: {why}" is of no language."""
    return any(letter.isalpha() for literal in _literals(message) for letter in literal)


@lru_cache(maxsize=4096)
def phrase_in(text: str, language: str) -> Told:
    """An English text of ours in this language: a warning, or a failure that was kept as a text."""
    if language == _ENGLISH:
        return Told(text)
    for pattern, known in _patterns(language):
        if found := pattern.fullmatch(text):
            return Told(_Fill(language).vformat(known, (), found.groupdict()))
    name, _, rest = text.partition(": ")
    if rest and not (why := phrase_in(rest, language)).english:
        return Told(f"{name}: {why.text}")
    return Told(text, english=True)


class _Fill(Formatter):
    """Puts facts into a text as its language writes them; tells whether any stayed `english`."""

    def __init__(self, language: str) -> None:
        self.english = False
        self._language = language

    def convert_field(self, value: object, conversion: str | None) -> object:
        if conversion == "w":
            return phrase_in(str(value), self._language).text
        return super().convert_field(value, conversion)

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, KamerbronError):
            told = said_in(value, self._language)
            self.english |= told.english
            return told.text
        if self._language == _ENGLISH:
            return str(super().format_field(value, format_spec))
        if isinstance(value, date):
            return WORDS[self._language].day(value)
        # A number in a text that was recognised is written in it as English writes it.
        written = value if isinstance(value, str) else format(value, format_spec)
        return written.translate(_SEPARATORS) if format_spec else written


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What recognises our English texts, with how they are said; those of most letters first."""
    known = {**FAILURES[language], **OTHERS[language], **PHRASES[language]}
    told = filter(has_words, known)
    longest = sorted(told, key=lambda pattern: -sum(map(len, _literals(pattern))))
    return tuple((_recognising(pattern), known[pattern]) for pattern in longest)


def _recognising(pattern: str) -> re.Pattern[str]:
    parts, named = "", set()
    for literal, name, _, _ in Formatter().parse(pattern):
        parts += re.escape(literal)
        if name:
            parts += f"(?P={name})" if name in named else f"(?P<{name}>.+?)"
            named.add(name)
    return re.compile(parts, re.DOTALL)


def _literals(pattern: str) -> Iterator[str]:
    return (literal for literal, *_ in Formatter().parse(pattern))
