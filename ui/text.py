"""All text of the interface, in Dutch and in English."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from corpus import PaperType, Status
from retrieval import Note

LANGUAGES = {"nl": "Nederlands", "en": "English"}

EXAMPLES = {
    "nl": (
        "Hoeveel demonstranten kwamen om bij de protesten in Irak?",
        "Wie helpt Nederland met ontmijnen in Irak, en voor hoeveel geld?",
        "Waarom zegt het kabinet niets over de geweldsinstructie?",
        "Hoeveel aanvallen waren er in Irak en Syrië tussen 18 oktober en 12 december 2023?",
    ),
    "en": (
        "How many protesters were killed in Iraq?",
        "Which organisations clear mines in Iraq with Dutch money?",
        "What did the US tell the UN about the attack on Soleimani?",
        "How are Dutch soldiers protected against drones?",
    ),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What the interface says in one language."""

    ask_page: str
    tagline: str
    question_label: str
    question_placeholder: str
    ask_button: str
    examples: str
    language: str
    filters: str
    since: str
    until: str
    documents: str
    types: str
    all_of_them: str
    loading: str
    unanswered: str
    unanswered_more: str
    answers: str
    confidence: str
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
    copied: str
    publication: str
    whole_answer: str
    refers_to: str
    why: str
    why_names: str
    why_via: str
    timeline: str
    older: str
    newest: str
    undated: str
    sent_in: str
    nothing: str
    cannot_ask: str
    cannot_answer: str
    reload: str
    corpus: str
    parts: dict[str, str]
    months: tuple[str, ...]
    statuses: dict[Status, str]
    kinds: dict[PaperType, str]
    notes: dict[Note, str]

    def day(self, day: datetime.date) -> str:
        """A date as people write it."""
        return f"{day.day} {self.months[day.month - 1]} {day.year}"


_NL = Words(
    ask_page="Vraag",
    tagline="Wat de regering officieel aan het parlement heeft geantwoord, woord voor woord.",
    question_label="Uw vraag",
    question_placeholder="Bijvoorbeeld: hoeveel demonstranten kwamen om in Irak?",
    ask_button="Zoek antwoord",
    examples="Voorbeelden",
    language="Taal",
    filters="Beperk tot",
    since="Vanaf",
    until="Tot en met",
    documents="Document",
    types="Soort stuk",
    all_of_them="Alle",
    loading="Model en index worden geladen …",
    unanswered="De stukken beantwoorden dit niet.",
    unanswered_more="Hieronder staan de antwoorden die er het dichtst bij komen. Ze gaan "
    "waarschijnlijk over iets anders.",
    answers="Officiële antwoorden",
    confidence="kans dat het antwoord bij de eerste staat",
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
    copy="Kopieer",
    copied="Gekopieerd",
    publication="Naar de publicatie",
    whole_answer="Toon het hele antwoord",
    refers_to="Verwijst naar",
    why="Waarom dit antwoord",
    why_names="Beide noemen",
    why_via="Aangewezen door het antwoord op vraag {number}",
    timeline="Standpunten in de tijd",
    older="Ouder standpunt: nieuwer is",
    newest="Nieuwste standpunt",
    undated="Standpunt zonder bekende datum",
    sent_in="ingezonden {day}",
    nothing="Geen enkel stuk voldoet aan deze beperkingen. Maak ze ruimer in de zijbalk.",
    cannot_ask="Deze vraag kan niet worden gesteld.",
    cannot_answer="Kamerbron kan nu niet antwoorden.",
    reload="Daarna deze pagina verversen; de app hoeft niet opnieuw gestart te worden.",
    corpus="{documents} stukken, {first}–{last}",
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
    kinds={
        PaperType.WRITTEN_QUESTIONS: "Antwoord op schriftelijke vragen",
        PaperType.QUESTION_LIST: "Lijst van vragen en antwoorden",
        PaperType.CONSULTATION: "Verslag van een schriftelijk overleg",
        PaperType.LETTER: "Brief",
        PaperType.ANNOUNCEMENT: "Mededeling",
    },
    notes={
        Note.ONE_WORD: "Met een hele vraag vindt u betere antwoorden dan met één woord.",
        Note.CONTROL_CHARACTERS: "Onzichtbare tekens in uw vraag zijn weggelaten.",
        Note.UNKNOWN_SCRIPT: "Het model kent het schrift van deze vraag niet.",
        Note.FILTERED_OUT: "Geen enkel stuk voldoet aan deze beperkingen.",
    },
)

_EN = Words(
    ask_page="Ask",
    tagline="What the Dutch government has officially answered to parliament, word for word.",
    question_label="Your question",
    question_placeholder="For example: how many protesters were killed in Iraq?",
    ask_button="Find answers",
    examples="Examples",
    language="Language",
    filters="Limit to",
    since="From",
    until="Up to",
    documents="Document",
    types="Kind of paper",
    all_of_them="All",
    loading="Loading the model and the index …",
    unanswered="The papers do not answer this.",
    unanswered_more="Below are the answers that come nearest. They are probably about "
    "something else.",
    answers="Official answers",
    confidence="chance that the answer is among the first",
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
    copy="Copy",
    copied="Copied",
    publication="To the publication",
    whole_answer="Show the whole answer",
    refers_to="Refers to",
    why="Why this answer",
    why_names="Both name",
    why_via="Called up by the answer to question {number}",
    timeline="Positions over time",
    older="Older position: newer is",
    newest="Newest position",
    undated="Position of unknown date",
    sent_in="sent in on {day}",
    nothing="No paper passes these limits. Widen them in the sidebar.",
    cannot_ask="This question cannot be asked.",
    cannot_answer="Kamerbron cannot answer now.",
    reload="Then reload this page; the app need not be started again.",
    corpus="{documents} papers, {first}–{last}",
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
    kinds={
        PaperType.WRITTEN_QUESTIONS: "Answer to written questions",
        PaperType.QUESTION_LIST: "List of questions and answers",
        PaperType.CONSULTATION: "Written consultation",
        PaperType.LETTER: "Letter",
        PaperType.ANNOUNCEMENT: "Announcement",
    },
    notes={
        Note.ONE_WORD: "A whole question finds better answers than one word.",
        Note.CONTROL_CHARACTERS: "Invisible characters in your question were left out.",
        Note.UNKNOWN_SCRIPT: "The model does not know the script of this question.",
        Note.FILTERED_OUT: "No paper passes these limits.",
    },
)

WORDS = {"nl": _NL, "en": _EN}
