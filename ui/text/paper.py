"""The page of one paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What the page says in one language."""

    title: str
    lead: str
    none: str
    unknown: str
    unknown_more: str
    to_documents: str
    kind: str
    identifier: str
    dossier: str
    answers: str
    search: str
    search_help: str
    found: str
    found_first: str
    not_found: str
    furniture: str
    furniture_help: str
    lines: str
    lines_help: str
    contents: str
    question: str
    section: str
    continued: str
    refers_to: str
    refers_outside: str
    choose: str
    chosen: str
    chosen_help: str
    no_such_answer: str
    warnings: str
    warnings_more: str
    warning: str
    at_place: str
    names: str
    names_here: str


_NL = PaperWords(
    title="Stuk",
    lead="Een stuk in zijn geheel, met zijn vragen en antwoorden.",
    none="Kies een stuk bij Stukken, of open er een vanuit een antwoord.",
    unknown="Dit stuk staat niet in het corpus.",
    unknown_more="Gevraagd is {id}. Het kan zijn verwijderd, of het adres is niet volledig.",
    to_documents="Naar de stukken",
    kind="Soort stuk",
    identifier="Kenmerk",
    dossier="Dossier",
    answers="Antwoorden",
    search="Zoek in dit stuk",
    search_help="Letterlijk; hoofdletters en accenten maken niet uit.",
    found="{count} keer gevonden.",
    found_first="{count} keer gevonden. Hieronder de eerste {shown}; in het stuk zijn ze alle "
    "gemarkeerd.",
    not_found="Niet gevonden in dit stuk.",
    furniture="Toon kop- en voetteksten",
    furniture_help="Wat bij geen antwoord hoort: kop- en voetteksten, paginanummers, aanhef, "
    "ondertekening. Het staat grijs in het stuk.",
    lines="Regels zoals in de bron",
    lines_help="Toont de tekst precies zoals hij uit het bestand kwam, met dezelfde regels.",
    contents="Inhoud: {count} antwoorden",
    question="Vraag {numbers}",
    section="Paragraaf {key}",
    continued="Vervolg van {name}",
    refers_to="verwijst naar",
    refers_outside="verwijst naar iets buiten dit stuk",
    choose="Kies",
    chosen="Gekozen vraag",
    chosen_help="Typ een vraagnummer, of kies een antwoord in het stuk. Het adres van deze pagina "
    "wijst er dan naar.",
    no_such_answer="Dit stuk heeft geen antwoord op vraag {key}.",
    warnings="Waarschuwingen bij het lezen: {count}",
    warnings_more="Kijk hier de bron na: de lezer was niet zeker.",
    warning="Onzeker gelezen",
    at_place="bij",
    names="Andere stukken die dit stuk noemt: {count}",
    names_here="in het corpus",
)

_EN = PaperWords(
    title="Paper",
    lead="A whole paper, with its questions and answers.",
    none="Choose a paper at Documents, or open one from an answer.",
    unknown="This paper is not in the corpus.",
    unknown_more="Asked for was {id}. It may have been removed, or the address is not whole.",
    to_documents="To the documents",
    kind="Kind of paper",
    identifier="Identifier",
    dossier="Dossier",
    answers="Answers",
    search="Search in this paper",
    search_help="Literally; capitals and accents make no difference.",
    found="Times found: {count}.",
    found_first="Times found: {count}. The first {shown} are below; all are marked in the paper.",
    not_found="Not found in this paper.",
    furniture="Show headers and footers",
    furniture_help="What belongs to no answer: headers and footers, page numbers, salutation, "
    "signature. It is grey in the paper.",
    lines="Lines as in the source",
    lines_help="Shows the text exactly as it came out of the file, with the same lines.",
    contents="Contents: {count} answers",
    question="Question {numbers}",
    section="Section {key}",
    continued="Continuation of {name}",
    refers_to="refers to",
    refers_outside="refers to something outside this paper",
    choose="Choose",
    chosen="Chosen question",
    chosen_help="Type a question number, or choose an answer in the paper. The address of this "
    "page then points to it.",
    no_such_answer="This paper has no answer to question {key}.",
    warnings="Warnings from reading: {count}",
    warnings_more="Check the source here: the reader was not sure.",
    warning="Read with doubt",
    at_place="at",
    names="Other papers that this paper names: {count}",
    names_here="in the corpus",
)

PAPER = {"nl": _NL, "en": _EN}
