"""Official identifiers, and those of answers derived from them.

Source of the forms: the repository of official publications (kst-27925-748, ah-tk-20232024-1314)
and the Tweede Kamer's own number for a set of questions (2021Z18068).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

PUBLICATION_PAGE = "https://zoek.officielebekendmakingen.nl/{id}.html"

_KAMERSTUK = re.compile(
    r"kst-(?:(?P<years>\d{8})-)?(?P<dossier>\d{4,5}(?:-R\d+|-[A-Z]+|-\d{2})?)"
    r"-(?P<number>[A-Z]{1,3}|\d+)(?:-[hn]\d)?"
)
_AANHANGSEL = re.compile(r"ah-(?P<chamber>tk|ek)-(?P<years>\d{8})-(?P<number>\d+)(?:-[hn]\d)?")
_ZAAK = re.compile(r"(?P<year>\d{4})Z(?P<number>\d{5})")


@dataclass(frozen=True, slots=True)
class Identity:
    """What an identifier says by itself; what it does not say is `None`."""

    id: str
    chamber: str | None = None
    session: str | None = None
    dossier: str | None = None
    number: str | None = None

    @property
    def url(self) -> str | None:
        """The page of the official publication; a zaak number has none."""
        return None if _ZAAK.fullmatch(self.id) else PUBLICATION_PAGE.format(id=self.id)


def read_identifier(text: str) -> Identity | None:
    """What `text` says when all of it is an official identifier, else `None`.

    A number in letters is the Eerste Kamer's (kst-27925-AA), one in figures the Tweede Kamer's.
    """
    if match := _KAMERSTUK.fullmatch(text):
        number = match["number"]
        return Identity(
            id=text,
            chamber="I" if number.isalpha() else "II",
            session=session_of_years(match["years"]),
            dossier=match["dossier"],
            number=number,
        )
    if match := _AANHANGSEL.fullmatch(text):
        return Identity(
            id=text,
            chamber="II" if match["chamber"] == "tk" else "I",
            session=session_of_years(match["years"]),
            number=match["number"],
        )
    return Identity(id=text) if _ZAAK.fullmatch(text) else None


def session_of_years(years: str | None) -> str | None:
    """The vergaderjaar "2020/21" of "20202021", "2020–2021" or "2020-2021"."""
    digits = re.sub(r"\D", "", years or "")
    return f"{digits[:4]}/{digits[6:]}" if len(digits) == 8 else None


def answer_identifier(document: str, numbers: Iterable[int]) -> str:
    """`kst-27925-956#7-10` for questions 7 to 10; runs are shortened, the rest parted by commas."""
    parts = (
        f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in consecutive_runs(numbers)
    )
    return f"{document}#{','.join(parts)}"


def consecutive_runs(numbers: Iterable[int]) -> list[list[int]]:
    """The numbers in ascending runs without a gap: 1, 2, 3, 5 gives [1, 2, 3] and [5]."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def slug(heading: str) -> str:
    """A heading as part of an identifier: "EUAM Irak" becomes "euam-irak"."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def kamerstuk(dossier: str, number: str) -> str:
    """`kst-27925-748` of "27 925" and "748"; the additions of a dossier follow it with a hyphen.

    "36 600 VII", "36 600-VII", "21 501-02" and "33 183 (R1975)" are ways to print one.
    """
    digits, addition = re.fullmatch(r"(\d{2}\s?\d{3})(.*)", dossier.strip(), re.S).groups()  # type: ignore[union-attr]
    parts = ["kst", re.sub(r"\s", "", digits), re.sub(r"[^\dA-Z]", "", addition), number]
    return "-".join(part for part in parts if part)


def expand_numbers(text: str) -> tuple[int, ...]:
    """The question numbers that a label names: "7, 8, 9 10 en 11", "1 t/m 3", "1 tot en met 3".

    In the order of the text, without repeats. A range that runs backwards, or over more than 200
    numbers, is not a range of questions: only its two ends are taken.
    """
    tokens = re.findall(r"\d+|t/m|tot en met|–|-", text)
    numbers: list[int] = []
    for before, token in pairwise(["", *tokens]):
        if not token.isdigit():
            continue
        number = int(token)
        if before and not before.isdigit() and numbers and 0 < number - numbers[-1] <= 200:
            numbers.extend(range(numbers[-1] + 1, number))
        numbers.append(number)
    return tuple(dict.fromkeys(numbers))
