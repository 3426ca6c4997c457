"""The Ask page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskWords:
    """What the page says in one language.

    `criteria` names the filters as they stand in the address, and `period`.
    """

    title: str
    lead: str
    question_label: str
    question_placeholder: str
    ask_button: str
    examples: str
    how_to_read: str
    filters: str
    all_of_them: str
    corpus: str
    criteria: dict[str, str]
    between: str
    on_or_after: str
    on_or_before: str
    limited_to: str
    lift: str
    lift_all: str
    ignored: str
    unknown_answer: str
    nothing_passes: str
    nothing_passes_more: str
    without: str
    only_together: str
    unanswered: str
    unanswered_more: str
    unanswered_limited: str
    answers: str
    confidence: str
    confidence_asked: str
    confidence_means: str
    others: str
    citation_style: str
    recent: str
    related: str
    no_related: str
    whole_paper: str
    right: str
    wrong: str
    stored_right: str
    not_stored: str
    stored_wrong: str
    undo: str
    judged: str
    judged_more: str
    export: str


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

_NL = AskWords(
    title="Vraag",
    lead="Wat de regering officieel aan het parlement heeft geantwoord, woord voor woord.",
    question_label="Uw vraag",
    question_placeholder="Bijvoorbeeld: hoeveel demonstranten kwamen om in Irak?",
    ask_button="Zoek antwoord",
    examples="Voorbeelden",
    how_to_read="Hoe u dit leest",
    filters="Beperk tot",
    all_of_them="Alle",
    corpus="{documents} stukken, {first}–{last}",
    criteria={
        "period": "Periode",
        "year": "Jaar",
        "since": "Vanaf",
        "until": "Tot en met",
        "chamber": "Kamer",
        "type": "Soort stuk",
        "status": "Soort antwoord",
        "party": "Partij van de vrager",
        "minister": "Bewindspersoon",
        "dossier": "Dossier",
        "document": "Stuk",
    },
    between="{since} – {until}",
    on_or_after="vanaf {since}",
    on_or_before="tot en met {until}",
    limited_to="Beperkt tot",
    lift="× {value}",
    lift_all="Alle beperkingen weg",
    ignored="Niet overgenomen uit het adres, want hier onbekend: {values}.",
    unknown_answer="Het adres wijst een antwoord aan dat hier niet is: {answer}.",
    nothing_passes="Geen enkel antwoord voldoet aan deze beperkingen samen.",
    nothing_passes_more="Haal er een weg om weer antwoorden te vinden:",
    without="× {value} – dan {count} antwoorden",
    only_together="Geen ervan geeft alleen al antwoorden; haal ze samen weg.",
    unanswered="De stukken beantwoorden dit niet.",
    unanswered_more="Hieronder staan de antwoorden die er het dichtst bij komen. Ze gaan "
    "waarschijnlijk over iets anders.",
    unanswered_limited="Er is alleen gezocht binnen uw beperkingen.",
    answers="Officiële antwoorden",
    confidence="kans dat het antwoord bij de eerste staat",
    confidence_asked="Wat betekent deze kans?",
    confidence_means="Van de vragen die zo'n kans kregen, stond bij dat deel het antwoord tussen "
    "de eerste antwoorden. Het is geen belofte: lees het antwoord zelf.",
    others="Ook gevonden",
    citation_style="Citeerwijze",
    recent="Eerder gevraagd",
    related="Verwante vragen",
    no_related="Geen andere vraag komt hierbij in de buurt.",
    whole_paper="Hele stuk",
    right="Klopt",
    wrong="Niet dit",
    not_stored="Uw oordeel kon niet worden bewaard.",
    stored_right="Bewaard: klopt",
    stored_wrong="Bewaard: niet dit",
    undo="Ongedaan maken",
    judged="Uw oordelen ({count})",
    judged_more="Bewaard op deze computer. Als vragen met hun antwoord zijn ze te gebruiken om het "
    "zoeken te meten.",
    export="Download als vragenset",
)

_EN = AskWords(
    title="Ask",
    lead="What the Dutch government has officially answered to parliament, word for word.",
    question_label="Your question",
    question_placeholder="For example: how many protesters were killed in Iraq?",
    ask_button="Find answers",
    examples="Examples",
    how_to_read="How to read this",
    filters="Limit to",
    all_of_them="All",
    corpus="{documents} papers, {first}–{last}",
    criteria={
        "period": "Period",
        "year": "Year",
        "since": "From",
        "until": "Up to",
        "chamber": "Chamber",
        "type": "Kind of paper",
        "status": "Kind of answer",
        "party": "Party of who asked",
        "minister": "Member of government",
        "dossier": "File",
        "document": "Paper",
    },
    between="{since} to {until}",
    on_or_after="from {since}",
    on_or_before="up to {until}",
    limited_to="Limited to",
    lift="× {value}",
    lift_all="Lift all limits",
    ignored="Left out of the address, as it is not known here: {values}.",
    unknown_answer="The address points to an answer that is not here: {answer}.",
    nothing_passes="No answer passes these limits together.",
    nothing_passes_more="Lift one to find answers again:",
    without="× {value} – then {count} answers",
    only_together="None of them gives answers by itself; lift them together.",
    unanswered="The papers do not answer this.",
    unanswered_more="Below are the answers that come nearest. They are probably about "
    "something else.",
    unanswered_limited="Only what passes your limits was searched.",
    answers="Official answers",
    confidence="chance that the answer is among the first",
    confidence_asked="What does this chance mean?",
    confidence_means="Of the questions that were given such a chance, that share had the answer "
    "among the first. It is no promise: read the answer yourself.",
    others="Also found",
    citation_style="Citation style",
    recent="Asked before",
    related="Related questions",
    no_related="No other question comes near this one.",
    whole_paper="Whole paper",
    right="Right",
    wrong="Not it",
    not_stored="Your verdict could not be stored.",
    stored_right="Stored: right",
    stored_wrong="Stored: not it",
    undo="Undo",
    judged="Your judgements ({count})",
    judged_more="Kept on this computer. As questions with their answers they can be used to "
    "measure the search.",
    export="Download as a question set",
)

ASK = {"nl": _NL, "en": _EN}
