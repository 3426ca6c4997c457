"""A paper and an official answer in it, cited in the styles that readers use.

A citation is built from the paper's facts alone: what no source states is left out. A page is cited
only for an answer without a question number, in a source that shows its pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from corpus import OfficialAnswer, Paper, PaperType
from corpus.facts import MONTHS
from corpus.identifiers import consecutive_runs, read_identifier
from retrieval.records import Record, one_line

_CHAMBERS = {
    "I": "Eerste Kamer der Staten-Generaal",
    "II": "Tweede Kamer der Staten-Generaal",
}
_QUESTIONS = "Antwoord op schriftelijke vragen"
_QUESTION_PAPERS = frozenset({PaperType.WRITTEN_QUESTIONS, PaperType.ANNOUNCEMENT})
_RIJKSWET = re.compile(r"\(?(R\d+)\)?")
_SESSION = re.compile(r"(?P<century>\d\d)(?P<first>\d\d)/(?P<second>\d\d)")
_NOT_IN_KEYS = re.compile(r"[^A-Za-z0-9-]")


class CitationStyle(StrEnum):
    """How a citation is written."""

    AANWIJZINGEN = "aanwijzingen"
    MINISTERIE = "ministerie"
    APA = "apa"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"


def cite(
    paper: Paper,
    answer: OfficialAnswer | None = None,
    style: CitationStyle = CitationStyle.AANWIJZINGEN,
) -> str:
    """The citation of a paper or, with its question numbers, of one official answer in it.

    An answer without question numbers (a section of a letter, a reply to a fraction) is cited as
    its paper, with the page on which it begins where the source shows that. BibTeX, RIS and
    CSL-JSON give one record over several lines, the other styles one line.
    """
    match style:
        case CitationStyle.AANWIJZINGEN:
            return _with_question(_aanwijzingen(paper), answer)
        case CitationStyle.MINISTERIE:
            return _with_question(_ministerie(paper), answer)
        case CitationStyle.APA:
            return _apa(paper, answer)
        case CitationStyle.BIBTEX:
            return _record(paper, answer).as_bibtex()
        case CitationStyle.RIS:
            return _record(paper, answer).as_ris()
        case CitationStyle.CSL_JSON:
            return _record(paper, answer).as_csl_json()


def numbers_as_text(numbers: Iterable[int]) -> str:
    """Question numbers as a reader writes them: "12", "7–10", "3 en 8", "1–3 en 5", "2, 4 en 7".

    In ascending order, each once; no numbers give "".
    """
    return _enumerated([_range_as_text(run) for run in consecutive_runs(numbers)])


def _aanwijzingen(paper: Paper) -> str:
    """As in the Aanwijzingen voor de regelgeving 3.43 and the Leidraad voor juridische auteurs."""
    if paper.dossier and not paper.chamber:
        # A vergaderjaar without a chamber is no form of theirs; dossier and number suffice.
        return f"Kamerstuk {_number_in_series(paper)}"
    series = _series(paper)
    return f"{series}, {_number_in_series(paper)}" if series else _described(paper)


def _ministerie(paper: Paper) -> str:
    """As ministries refer in their letters: no chamber, the dossier's figures in groups."""
    if paper.dossier:
        return f"Kamerstuk {_joined(_dossier_as_text(paper.dossier, grouped=True), _nr(paper))}"
    if not _in_aanhangsel(paper):
        return _described(paper)
    session = f"vergaderjaar {_full_years(paper.session)}" if paper.session else ""
    return _joined("Aanhangsel Handelingen", session, _nr(paper))


def _apa(paper: Paper, answer: OfficialAnswer | None) -> str:
    """APA 7, government document: author. (date). Title (identifier). Publisher. URL.

    The author is who answered, as printed; where no source says so, the chamber, which is then not
    named again as publisher; with neither, the title comes first. Months and "z.d." (no date) are
    Dutch, as Dutch universities write APA. The identifier is the citation of the Aanwijzingen,
    question number included, so that the reference alone leads to the answer.
    """
    identifier = _with_question(_apa_identifier(paper), answer)
    title = one_line(paper.title) + (f" ({identifier})" if identifier else "")
    authors = _apa_authors(_authors(paper))
    publisher = _chamber(paper)
    parts = [
        *((authors, _apa_date(paper), title) if authors else (title, _apa_date(paper))),
        publisher if publisher != authors else "",
    ]
    reference = " ".join(
        part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part
    )
    return f"{reference} {paper.url}" if paper.url else reference


def _apa_identifier(paper: Paper) -> str:
    return _aanwijzingen(paper) if _series(paper) else _kenmerk(paper)


def _apa_authors(authors: tuple[str, ...]) -> str:
    *others, last = map(one_line, authors or ("",))
    if len(others) > 1:
        return f"{', '.join(others)}, & {last}"
    return f"{others[0]} & {last}" if others else last


def _apa_date(paper: Paper) -> str:
    if paper.date is None:
        return "(z.d.)"
    return f"({paper.date.year}, {paper.date.day} {MONTHS[paper.date.month - 1]})"


def _record(paper: Paper, answer: OfficialAnswer | None) -> Record:
    return Record(
        key=_NOT_IN_KEYS.sub("_", answer.id if answer else paper.id),
        kind=paper.type.value.replace("-", " ").capitalize(),
        title=paper.title,
        note=cite(paper, answer),
        authors=_authors(paper),
        institution=_chamber(paper),
        series=_series(paper),
        number=_number_in_series(paper) or _zaak(paper),
        date=paper.date,
        url=paper.url,
    )


def _authors(paper: Paper) -> tuple[str, ...]:
    """Who answered, as printed; where no source says so, the chamber that published it."""
    chamber = _chamber(paper)
    return paper.answered_by or ((chamber,) if chamber else ())


def _chamber(paper: Paper) -> str:
    """The chamber in whose series the paper was published; outside a series, no source says who."""
    return _CHAMBERS.get(paper.chamber or "", "") if _series(paper) else ""


def _series(paper: Paper) -> str:
    """The series in which the paper stands: "Kamerstukken II 2020/21"; "" where it has none."""
    if paper.dossier:
        name = "Kamerstukken"
    elif _in_aanhangsel(paper):
        name = "Aanhangsel Handelingen"
    else:
        return ""
    return " ".join(part for part in (name, paper.chamber, paper.session) if part)


def _number_in_series(paper: Paper) -> str:
    """Its place in the series: "27925, nr. 748", "27925, AA", "nr. 1314"; "" without a series."""
    if paper.dossier:
        return _joined(_dossier_as_text(paper.dossier), _nr(paper))
    return _nr(paper) if _in_aanhangsel(paper) else ""


def _in_aanhangsel(paper: Paper) -> bool:
    outside_dossiers = paper.type in _QUESTION_PAPERS and not paper.dossier
    return outside_dossiers and bool(paper.number)


def _described(paper: Paper) -> str:
    """A paper outside every series: the questions by who asked them, another paper by its title."""
    if paper.type in _QUESTION_PAPERS:
        return _joined(_QUESTIONS + _of_members(paper), _kenmerk(paper))
    day = paper.date
    written = f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""
    return _joined(one_line(paper.title), written)


def _of_members(paper: Paper) -> str:
    members = [one_line(member) for member in paper.asked_by]
    if not members:
        return ""
    return f" van {'het lid' if len(members) == 1 else 'de leden'} {_enumerated(members)}"


def _kenmerk(paper: Paper) -> str:
    kenmerk = _zaak(paper) or paper.kenmerk
    return f"kenmerk {kenmerk}" if kenmerk and not _series(paper) else ""


def _zaak(paper: Paper) -> str:
    """The official identifier of questions outside a series; a file's name is none."""
    outside = paper.type in _QUESTION_PAPERS and not _series(paper)
    return paper.id if outside and read_identifier(paper.id) else ""


def _nr(paper: Paper) -> str:
    """The number as printed: "nr. 748"; the Eerste Kamer's letters, "AA", stand by themselves."""
    if not paper.number:
        return ""
    return f"nr. {paper.number}" if paper.number[0].isdigit() else paper.number


def _dossier_as_text(dossier: str, *, grouped: bool = False) -> str:
    """The dossier as printed: "27925", "21501-02", "36600 VII", "33183 (R1975)"."""
    figures, _, addition = dossier.partition("-")
    if grouped and len(figures) == 5:
        figures = f"{figures[:2]} {figures[2:]}"
    if not addition:
        return figures
    if addition.isdigit():
        return f"{figures}-{addition}"
    if rijkswet := _RIJKSWET.fullmatch(addition):
        return f"{figures} ({rijkswet[1]})"
    return f"{figures} {addition}"


def _full_years(session: str) -> str:
    """The vergaderjaar "2023/24" as "2023–2024", and "1999/00" as "1999–2000"."""
    years = _SESSION.fullmatch(session)
    if not years:
        return session
    century = int(years["century"]) + (years["second"] < years["first"])
    return f"{years['century']}{years['first']}–{century}{years['second']}"


def _with_question(citation: str, answer: OfficialAnswer | None) -> str:
    return _joined(citation, _question(answer))


def _question(answer: OfficialAnswer | None) -> str:
    """The question numbers in words of our own, as no rule has a form for them; else the page."""
    if answer is None:
        return ""
    if numbers := numbers_as_text(answer.numbers):
        return f"antwoord op vraag {numbers}"
    return f"p. {answer.page}" if answer.page else ""


def _range_as_text(run: list[int]) -> str:
    return f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}"


def _enumerated(items: list[str]) -> str:
    """The items as a Dutch enumeration: "A", "A en B", "A, B en C"."""
    return " en ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
