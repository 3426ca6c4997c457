"""Other names of what a question names: "VS", "Verenigde Staten", "les États-Unis".

The shipped names stand in `aliases.toml`; a user's own file of the same form adds to them.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from corpus import KamerbronError, Span
from retrieval.periods import Event

SHIPPED = Path(__file__).with_name("aliases.toml")
_WORD = re.compile(r"[^\W_]+")
_Words = tuple[str, ...]


class AliasError(KamerbronError):
    """A file of aliases that cannot be read."""


@dataclass(frozen=True, slots=True)
class Group:
    """Names of one thing, the official Dutch one first.

    A name in capitals and figures alone ("IS", "VS", "F-35") is found only as written, any other
    in capitals or not, with or without its accents.
    """

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """A name that stands in a question, where, and what else that thing is called."""

    found: str
    span: Span
    adds: tuple[str, ...]


@dataclass(frozen=True)
class Aliases:
    """Groups of names that mean the same, and events with their days."""

    groups: tuple[Group, ...] = ()
    events: tuple[Event, ...] = ()

    def added(self, question: str) -> tuple[Expansion, ...]:
        """The other names of what the question names, in the order of the question.

        The longest name counts where several begin at one word; only whole words count, and a
        hyphen parts words ("VS-troepen" names the VS). A group is given once, at its first name,
        without the names that the question holds itself.
        """
        found: dict[int, list[Span]] = {}
        for group, span in self._found(question):
            found.setdefault(group, []).append(span)
        return tuple(self._expansion(question, group, spans) for group, spans in found.items())

    def named(self, text: str) -> frozenset[str]:
        """The identifiers of the groups of which the text holds a name, as `added` finds them."""
        return frozenset(self.groups[group].id for group, _ in self._found(text))

    def in_dutch(self, text: str) -> str:
        """The text with each name in it said as the first of its group, as Dutch papers do."""
        said: list[str] = []
        at = 0
        for group, (start, end) in self._found(text):
            said += (text[at:start], self.groups[group].names[0])
            at = end
        return "".join([*said, text[at:]])

    def merged(self, other: Aliases) -> Aliases:
        """These and the other's: groups that share a name, and events of one id, become one.

        What is there already stays as it is and first; of an event's days the other's count.
        """
        groups = list(self.groups)
        for group in other.groups:
            groups = _with_group(groups, group)
        events = {event.id: event for event in self.events}
        for event in other.events:
            known = events.get(event.id, event)
            names = tuple(dict.fromkeys([*known.names, *event.names]))
            events[event.id] = Event(event.id, names, event.since, event.until)
        return Aliases(tuple(groups), tuple(events.values()))

    def _found(self, text: str) -> Iterator[tuple[int, Span]]:
        """The groups of the names in a text with their places, in its order."""
        words = list(_WORD.finditer(text))
        plain = [folded(word[0]) for word in words]
        at = 0
        while at < len(words):
            group, length = self._longest(words, plain, at)
            if group is not None:
                yield group, (words[at].start(), words[at + length - 1].end())
            at += length

    def _longest(
        self, words: list[re.Match[str]], plain: list[str], at: int
    ) -> tuple[int | None, int]:
        """The group of the longest name that begins at a word, and its length in words."""
        by_words = self._index
        for length in range(min(self._longest_name.get(plain[at], 0), len(words) - at), 0, -1):
            exactly = tuple(word[0] for word in words[at : at + length])
            anyhow = tuple(plain[at : at + length])
            for key in ((True, exactly), (False, anyhow)):
                if key in by_words:
                    return by_words[key], length
        return None, 1

    def _expansion(self, question: str, group: int, spans: list[Span]) -> Expansion:
        named = {_words(folded(question[start:end])) for start, end in spans}
        names = zip(self.groups[group].names, self._plain_names[group], strict=True)
        others = tuple(name for name, plain in names if plain not in named)
        start, end = spans[0]
        return Expansion(question[start:end], (start, end), others)

    @cached_property
    def _plain_names(self) -> tuple[tuple[_Words, ...], ...]:
        return tuple(tuple(_words(folded(n)) for n in group.names) for group in self.groups)

    @cached_property
    def _index(self) -> dict[tuple[bool, _Words], int]:
        """The group of each name; of a name in two groups the first."""
        index: dict[tuple[bool, _Words], int] = {}
        for number, group in enumerate(self.groups):
            for name in group.names:
                index.setdefault(_key(name), number)
        return index

    @cached_property
    def _longest_name(self) -> dict[str, int]:
        """By its first word, plain: the number of words of the longest name."""
        longest: dict[str, int] = {}
        for _, words in self._index:
            first = folded(words[0])
            longest[first] = max(longest.get(first, 0), len(words))
        return longest


@cache
def shipped() -> Aliases:
    """The names and events that come with Kamerbron."""
    return _read(SHIPPED)


def load_aliases(*files: Path) -> Aliases:
    """The shipped aliases with those of the files merged in, in their order.

    A file that does not exist adds nothing. Raises `AliasError`, with file and line, for one that
    is no TOML or holds something else than names and events.
    """
    aliases = shipped()
    for file in files:
        if file.exists():
            aliases = aliases.merged(_read(file))
    return aliases


def folded(text: str) -> str:
    """The text in small letters without accents, of the same length: spans in it hold."""
    return "".join(_plain(character) for character in text)


@cache
def _plain(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[0].lower()
    return base if len(base) == 1 else character


def _words(text: str) -> _Words:
    return tuple(word[0] for word in _WORD.finditer(text))


@cache
def _key(name: str) -> tuple[bool, _Words]:
    as_written = name == name.upper()
    return as_written, _words(name if as_written else folded(name))


def _with_group(groups: list[Group], new: Group) -> list[Group]:
    """The groups with one more, merged with all those that share a name with it."""
    keys = {_key(name) for name in new.names}
    shares = [group for group in groups if any(_key(name) in keys for name in group.names)]
    if not shares:
        return [*groups, Group(new.id, tuple(dict.fromkeys(new.names)))]
    names = dict.fromkeys(name for group in [*shares, new] for name in group.names)
    merged = Group(shares[0].id, tuple(names))
    return [merged if g is shares[0] else g for g in groups if g not in shares[1:]]


def _read(file: Path) -> Aliases:
    try:
        text = file.read_text(encoding="utf-8")
        topics = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise AliasError(
            "{file}: expected a text file in UTF-8, found: {why}.", file=file, why=error
        ) from error
    except tomllib.TOMLDecodeError as error:  # its message ends with line and column
        raise AliasError(
            "{file}: expected TOML, found: {why}. Correct that line.", file=file, why=error
        ) from error
    groups: list[Group] = []
    events: list[Event] = []
    for topic, entries in topics.items():
        if not isinstance(entries, dict):
            raise _mistake(file, text, topic, 'a topic such as "[countries]" above the names')
        for name, entry in entries.items():
            if topic == "events":
                events.append(_event(file, text, name, entry))
            elif not _are_names(entry):
                raise _mistake(file, text, name, 'names, such as ["VS", "Verenigde Staten"]')
            else:
                groups.append(Group(name, tuple(dict.fromkeys(entry))))
    return Aliases(tuple(groups), tuple(events))


def _event(file: Path, text: str, name: str, entry: Any) -> Event:
    expected = 'names and a day, such as { names = ["the fall of Kabul"], since = 2021-08-15 }'
    if not isinstance(entry, dict) or not _are_names(entry.get("names")):
        raise _mistake(file, text, name, expected)
    since, until = entry.get("since"), entry.get("until", entry.get("since"))
    if type(since) is not date or type(until) is not date or since > until:
        raise _mistake(file, text, name, expected)
    if unknown := set(entry) - {"names", "since", "until"}:
        raise _mistake(file, text, name, f"{expected}, without {', '.join(sorted(unknown))}")
    return Event(name, tuple(dict.fromkeys(entry["names"])), since, until)


def _are_names(entry: object) -> bool:
    """Whether it is a list of texts that each hold a word."""
    return isinstance(entry, list) and all(isinstance(n, str) and _words(n) for n in entry)


def _mistake(file: Path, text: str, key: str, expected: str) -> AliasError:
    """What is wrong with a key, with the line on which it stands."""
    lines: Iterable[str] = text.splitlines()
    place = next(_lines_with(lines, key), 1)
    return AliasError(
        "{file}, line {line}: expected {expected}; found {found}. Correct it.",
        file=file,
        line=place,
        expected=expected,
        found=key,
    )


def _lines_with(lines: Iterable[str], key: str) -> Iterator[int]:
    pattern = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[\]=.]""")
    return (number for number, line in enumerate(lines, start=1) if pattern.match(line))
