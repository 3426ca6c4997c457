"""What every page says: the cards of answers, names of kinds and statuses, failures."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from corpus import Paper, PaperType, Status
from retrieval import CitationStyle, Note

LANGUAGES = {"nl": "Nederlands", "en": "English"}


@dataclass(frozen=True, slots=True)
class Words:
    """What every page says in one language.

    `separator` parts the cells of a CSV as spreadsheets in this language expect it. `chambers` has
    the unknown one under the empty name; `styles` are those of citations in words.
    """

    language: str
    loading: str
    reading: str
    behind: str
    behind_more: str
    asked: str
    heading: str
    asked_by: str
    answered_by: str
    cites: str
    in_corpus: str
    date: str
    date_unknown: str
    status: str
    citation: str
    copy: str
    copy_quote: str
    copy_link: str
    copied: str
    publication: str
    whole_answer: str
    only_evidence: str
    before: str
    after: str
    pointed_to: str
    refers_to: str
    why: str
    why_names: str
    why_via: str
    timeline: str
    older: str
    older_mark: str
    newest: str
    undated: str
    sent_in: str
    cannot_ask: str
    cannot_answer: str
    reload: str
    separator: str
    parts: dict[str, str]
    months: tuple[str, ...]
    statuses: dict[Status, str]
    meanings: dict[Status, str]
    kinds: dict[PaperType, str]
    chambers: dict[str, str]
    styles: dict[CitationStyle, str]
    notes: dict[Note, str]

    def day(self, day: datetime.date) -> str:
        """A date as people write it."""
        return f"{day.day} {self.months[day.month - 1]} {day.year}"

    def day_of(self, paper: Paper) -> str:
        """The day of a paper's answers; where no source states it, that on which it was asked."""
        if paper.date:
            return self.day(paper.date)
        if paper.asked_on:
            return self.sent_in.format(day=self.day(paper.asked_on))
        return self.date_unknown


_NL = Words(
    language="Taal",
    loading="Model en index worden geladen …",
    reading="De stukken worden gelezen …",
    behind="Er zijn stukken bijgekomen of verdwenen sinds de index werd gemaakt.",
    behind_more="Tot de index is bijgewerkt (zie Stukken), komen antwoorden uit de stukken zoals "
    "ze waren.",
    asked="Gevraagd",
    heading="Paragraaf",
    asked_by="Gevraagd door",
    answered_by="Beantwoord door",
    cites="Noemt",
    in_corpus="in het corpus",
    date="Datum",
    date_unknown="datum onbekend",
    status="Status",
    citation="Citeer als",
    copy="Kopieer verwijzing",
    copy_quote="Kopieer citaat",
    copy_link="Kopieer link",
    copied="Gekopieerd",
    publication="Naar de publicatie",
    whole_answer="Toon het hele antwoord",
    only_evidence="Toon alleen de vindplaats",
    before="Vorige in het stuk",
    after="Volgende in het stuk",
    pointed_to="De link wijst dit antwoord aan",
    refers_to="Verwijst naar",
    why="Waarom dit antwoord",
    why_names="Beide noemen",
    why_via="Aangewezen door het antwoord op vraag {number}",
    timeline="Standpunten in de tijd",
    older="Ouder standpunt: nieuwer is",
    older_mark="Ouder standpunt",
    newest="Nieuwste standpunt",
    undated="Standpunt zonder bekende datum",
    sent_in="ingezonden {day}",
    cannot_ask="Deze vraag kan niet worden gesteld.",
    cannot_answer="Kamerbron kan nu niet antwoorden.",
    reload="Daarna deze pagina verversen; de app hoeft niet opnieuw gestart te worden.",
    separator=";",
    parts={
        "meaning": "betekenis",
        "terms": "woorden",
        "names": "namen",
        "date": "datum",
        "people": "personen",
        "paper": "genoemd stuk",
        "address": "genoemd vraagnummer",
    },
    months=(
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    statuses={
        Status.SUBSTANTIVE: "inhoudelijk antwoord",
        Status.REFERRAL: "verwijzing",
        Status.ANNOUNCEMENT: "mededeling",
        Status.DECLINED: "geen uitspraak",
    },
    meanings={
        Status.SUBSTANTIVE: "De bewindspersoon gaat op de vraag zelf in.",
        Status.REFERRAL: "Het antwoord wijst naar een ander antwoord; dat staat erbij.",
        Status.ANNOUNCEMENT: "Het stuk meldt alleen dat het antwoord later of elders komt.",
        Status.DECLINED: "Het kabinet zegt dat het hierover geen uitspraak doet.",
    },
    kinds={
        PaperType.WRITTEN_QUESTIONS: "Antwoord op schriftelijke vragen",
        PaperType.QUESTION_LIST: "Lijst van vragen en antwoorden",
        PaperType.CONSULTATION: "Verslag van een schriftelijk overleg",
        PaperType.LETTER: "Brief",
        PaperType.ANNOUNCEMENT: "Mededeling",
    },
    chambers={"I": "Eerste Kamer", "II": "Tweede Kamer", "": "Kamer onbekend"},
    styles={
        CitationStyle.AANWIJZINGEN: "Aanwijzingen",
        CitationStyle.MINISTERIE: "Ministerie",
        CitationStyle.APA: "APA",
    },
    notes={
        Note.ONE_WORD: "Met een hele vraag vindt u betere antwoorden dan met één woord.",
        Note.CONTROL_CHARACTERS: "Onzichtbare tekens in uw vraag zijn weggelaten.",
        Note.UNKNOWN_SCRIPT: "Het model kent het schrift van deze vraag niet.",
        Note.FILTERED_OUT: "Geen enkel stuk voldoet aan deze beperkingen.",
    },
)

_EN = Words(
    language="Language",
    loading="Loading the model and the index …",
    reading="Reading the papers …",
    behind="Papers came or went since the index was made.",
    behind_more="Until the index is refreshed (see Documents), answers come from the papers as "
    "they were.",
    asked="Asked",
    heading="Section",
    asked_by="Asked by",
    answered_by="Answered by",
    cites="Names",
    in_corpus="in the corpus",
    date="Date",
    date_unknown="date unknown",
    status="Status",
    citation="Cite as",
    copy="Copy citation",
    copy_quote="Copy quote",
    copy_link="Copy link",
    copied="Copied",
    publication="To the publication",
    whole_answer="Show the whole answer",
    only_evidence="Show only where it was found",
    before="Previous in the paper",
    after="Next in the paper",
    pointed_to="The link points to this answer",
    refers_to="Refers to",
    why="Why this answer",
    why_names="Both name",
    why_via="Called up by the answer to question {number}",
    timeline="Positions over time",
    older="Older position: newer is",
    older_mark="Older position",
    newest="Newest position",
    undated="Position of unknown date",
    sent_in="sent in on {day}",
    cannot_ask="This question cannot be asked.",
    cannot_answer="Kamerbron cannot answer now.",
    reload="Then reload this page; the app need not be started again.",
    separator=",",
    parts={
        "meaning": "meaning",
        "terms": "words",
        "names": "names",
        "date": "date",
        "people": "people",
        "paper": "paper asked for",
        "address": "question number asked for",
    },
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    statuses={
        Status.SUBSTANTIVE: "substantive answer",
        Status.REFERRAL: "referral",
        Status.ANNOUNCEMENT: "announcement",
        Status.DECLINED: "no statement made",
    },
    meanings={
        Status.SUBSTANTIVE: "The minister goes into the question itself.",
        Status.REFERRAL: "The answer points to another answer, which is shown with it.",
        Status.ANNOUNCEMENT: "The paper only says that the answer comes later or elsewhere.",
        Status.DECLINED: "The cabinet says that it makes no statement about this.",
    },
    kinds={
        PaperType.WRITTEN_QUESTIONS: "Answer to written questions",
        PaperType.QUESTION_LIST: "List of questions and answers",
        PaperType.CONSULTATION: "Written consultation",
        PaperType.LETTER: "Letter",
        PaperType.ANNOUNCEMENT: "Announcement",
    },
    chambers={
        "I": "Senate (Eerste Kamer)",
        "II": "House (Tweede Kamer)",
        "": "chamber unknown",
    },
    styles={
        CitationStyle.AANWIJZINGEN: "Official",
        CitationStyle.MINISTERIE: "Ministry",
        CitationStyle.APA: "APA",
    },
    notes={
        Note.ONE_WORD: "A whole question finds better answers than one word.",
        Note.CONTROL_CHARACTERS: "Invisible characters in your question were left out.",
        Note.UNKNOWN_SCRIPT: "The model does not know the script of this question.",
        Note.FILTERED_OUT: "No paper passes these limits.",
    },
)

WORDS = {"nl": _NL, "en": _EN}
STREAMLIT: dict[str, dict[str, str]] = {
    "nl": {
        "Upload": "Bladeren",
        "file upload": "bestand kiezen",
        "{} per file": "hoogstens {} per bestand",
        "Drag and drop a file here": "Sleep een bestand hierheen",
        "Drag and drop files here": "Sleep bestanden hierheen",
        "Add files": "Voeg bestanden toe",
        "Remove {}": "Haal {} weg",
        "Cancel upload of {}": "Breek het sturen van {} af",
        "Upload failed": "Niet aangekomen",
        "{} files are not allowed.": "Bestanden van deze soort ({}) worden niet gelezen.",
        "File must be {} or smaller.": "Het bestand mag hoogstens {} groot zijn.",
        "Only one file is allowed.": "Kies één bestand.",
        "Error: ": "Fout: ",
        "Help for {}": "Uitleg bij {}",
        "Unexpected error. Please try again.": "Er ging iets mis. Probeer het opnieuw.",
    },
    "en": {},
}
"""What Streamlit says by itself, most in its field for files, in other languages; "{}" is any
text."""
