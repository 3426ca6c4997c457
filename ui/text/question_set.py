"""The page for whole question sets."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.earlier import Sureness


@dataclass(frozen=True, slots=True)
class SetWords:
    """What the page says in one language.

    `columns` head the table, `export_columns` the table as CSV.
    """

    title: str
    lead: str
    box: str
    box_placeholder: str
    file: str
    file_help: str
    file_refused: str
    replaced: str
    put_back: str
    example_button: str
    read_button: str
    not_read: str
    since: str
    since_empty: str
    recognised: str
    recognised_one: str
    recognised_more: str
    subject: str
    intro: str
    question: str
    search_button: str
    the_set: str
    outdated: str
    outdated_more: str
    search_again: str
    working: str
    stop: str
    stopped: str
    go_on: str
    answered: str
    caution: str
    show: str
    shows: dict[str, str]
    none_shown: str
    caption: str
    columns: tuple[str, str, str, str]
    sure: dict[Sureness, str]
    sure_asked: str
    sure_help: str
    chance: str
    nearest: str
    newer: str
    new_since: str
    details: str
    details_more: str
    take_best: str
    best_taken: str
    to_briefing: str
    as_csv: str
    as_markdown: str
    file_name: str
    export_columns: tuple[str, str, str, str, str, str, str, str, str]
    example: str


_NL = SetWords(
    title="Vragenset",
    lead="Plak een nieuwe set Kamervragen, en lees per vraag wat eerder is geantwoord.",
    box="De vragen",
    box_placeholder="Plak de hele set, met de inleiding. Kamerbron herkent “Vraag 1”, nummers, "
    "streepjes, en één vraag per regel.",
    file="Of neem een bestand",
    file_help="Tekst, DOCX, PDF, HTML of XML van ten hoogste {most} MB. De vragen komen in het vak "
    "te staan, zodat u ze kunt verbeteren.",
    file_refused="Uit dit bestand zijn geen vragen gelezen. Wat in het vak stond, staat er nog.",
    replaced="Het bestand staat nu in het vak, in plaats van uw tekst.",
    put_back="Zet mijn tekst terug",
    example_button="Voorbeeld",
    read_button="Herken de vragen",
    not_read="Hierin zijn geen vragen herkend.",
    since="Antwoorden vanaf het jaar",
    since_empty="alle jaren",
    recognised="{count} vragen herkend",
    recognised_one="1 vraag herkend",
    recognised_more="Klopt het niet, verbeter dan de tekst hierboven. Met “Vraag 1” boven elke "
    "vraag gaat het altijd goed.",
    subject="Onderwerp",
    intro="Inleiding",
    question="Vraag",
    search_button="Zoek eerdere antwoorden",
    the_set="De set bekijken of wijzigen",
    outdated="Er zijn stukken bijgekomen of verdwenen sinds u zocht.",
    outdated_more="Hieronder staat wat in de stukken van toen is gevonden.",
    search_again="Zoek opnieuw",
    working="{done} van {count} vragen gezocht",
    stop="Stop",
    stopped="Gestopt na {done} van {count} vragen.",
    go_on="Ga verder",
    answered="{answered} van {count} eerder beantwoord",
    caution="Dit is een inschatting. Soms staat het goede antwoord niet bovenaan, en bij een vraag "
    "die de stukken openlaten kan een antwoord staan dat er alleen op lijkt. Open de vraag, en "
    "lees.",
    show="Toon",
    shows={
        "all": "Alle vragen ({count})",
        "answered": "Eerder beantwoord ({count})",
        "never": "Niet eerder beantwoord ({count})",
    },
    none_shown="Geen enkele vraag.",
    caption="Per vraag het beste eerdere antwoord",
    columns=("Vraag", "Beste eerdere antwoord", "Datum", "Zekerheid"),
    sure={
        Sureness.LIKELY: "waarschijnlijk",
        Sureness.DOUBTFUL: "twijfelachtig",
        Sureness.NONE: "niet eerder beantwoord",
    },
    sure_asked="Wat zegt zekerheid?",
    sure_help="Zekerheid is de geschatte kans dat het antwoord op de vraag bij de eerste staat. "
    "Zij is gemeten op vragen over andere stukken. “Niet eerder beantwoord” geldt voor de "
    "stukken in Kamerbron, niet voor alles wat de regering ooit schreef.",
    chance="kans {sure}",
    nearest="Dit komt er het dichtst bij. Het gaat waarschijnlijk over iets anders.",
    newer="Nieuwer is {citation}",
    new_since="Nieuw sinds {day}",
    details="Antwoorden per vraag",
    details_more="Open een vraag om de antwoorden te lezen en mee te nemen.",
    take_best="Neem het beste antwoord op elke vraag mee ({count})",
    best_taken="De beste antwoorden staan in de briefing",
    to_briefing="Naar de briefing ({count})",
    as_csv="Tabel als CSV",
    as_markdown="Tabel als Markdown",
    file_name="vragenset",
    export_columns=(
        "Nummer",
        "Vraag",
        "Zekerheid",
        "Kans",
        "Beste eerdere antwoord",
        "Vindplaats",
        "Datum",
        "Nieuw sinds",
        "Publicatie",
    ),
    example="""Vragen over de veiligheid in Irak en de Nederlandse militairen daar.

De veiligheidssituatie in Irak blijft onzeker, en de inzet van Nederlandse militairen gaat
door. Daarover heb ik de volgende vragen.

Vraag 1
Hoeveel demonstranten zijn er bij de protesten in Irak gedood?

Vraag 2
Zijn de verantwoordelijken daarvoor inmiddels vervolgd?

Vraag 3
Wat is op dit moment het dreigingsniveau in Irak?

Vraag 4
Hoe worden de Nederlandse militairen beschermd tegen drones?

Vraag 5
Kan de inzet van de Nederlandse compagnie na een jaar worden verlengd?

Vraag 6
Zo ja, wanneer besluit het kabinet daarover?

Vraag 7
Welke gevolgen heeft de verhoging van de AOW-leeftijd voor het pensioen van oud-militairen?
""",
)

_EN = SetWords(
    title="Question set",
    lead="Paste a new set of parliamentary questions, and read what was answered before to each.",
    box="The questions",
    box_placeholder="Paste the whole set, with its introduction. Kamerbron knows “Question 1”, "
    "numbers, dashes, and one question a line.",
    file="Or take a file",
    file_help="Text, DOCX, PDF, HTML or XML of at most {most} MB. The questions are put into the "
    "box, so that you can correct them.",
    file_refused="No questions were read from this file. What was in the box is still there.",
    replaced="The file is in the box now, in place of your text.",
    put_back="Put my text back",
    example_button="Example",
    read_button="Find the questions",
    not_read="No questions were found in this.",
    since="Answers from the year",
    since_empty="all years",
    recognised="{count} questions found",
    recognised_one="1 question found",
    recognised_more="If this is not right, correct the text above. With “Question 1” above each "
    "question it is always read well.",
    subject="Subject",
    intro="Introduction",
    question="Question",
    search_button="Find earlier answers",
    the_set="See or change the set",
    outdated="Papers came or went since you searched.",
    outdated_more="Below is what was found in the papers as they were.",
    search_again="Search again",
    working="{done} of {count} questions searched",
    stop="Stop",
    stopped="Stopped after {done} of {count} questions.",
    go_on="Go on",
    answered="{answered} of {count} answered before",
    caution="This is an estimate. The right answer is not always the first, and a question that "
    "the papers leave open may show an answer that only resembles one. Open the question, and "
    "read.",
    show="Show",
    shows={
        "all": "All questions ({count})",
        "answered": "Answered before ({count})",
        "never": "Never answered ({count})",
    },
    none_shown="Not a single question.",
    caption="The best earlier answer to each question",
    columns=("Question", "Best earlier answer", "Date", "Confidence"),
    sure={
        Sureness.LIKELY: "likely",
        Sureness.DOUBTFUL: "doubtful",
        Sureness.NONE: "never answered",
    },
    sure_asked="What does confidence say?",
    sure_help="Confidence is the estimated chance that the answer to the question is among the "
    "first. It was measured on questions about other papers than yours. “Never answered” holds for "
    "the papers in Kamerbron, not for all that the government ever wrote.",
    chance="chance {sure}",
    nearest="This comes nearest. It is probably about something else.",
    newer="Newer is {citation}",
    new_since="New since {day}",
    details="Answers to each question",
    details_more="Open a question to read its answers and take them along.",
    take_best="Take the best answer to each question ({count})",
    best_taken="The best answers are in the briefing",
    to_briefing="To the briefing ({count})",
    as_csv="Table as CSV",
    as_markdown="Table as Markdown",
    file_name="question-set",
    export_columns=(
        "Number",
        "Question",
        "Confidence",
        "Chance",
        "Best earlier answer",
        "Citation",
        "Date",
        "New since",
        "Publication",
    ),
    example="""Questions on the security situation in Iraq and the Dutch soldiers there.

The security situation in Iraq remains uncertain, and the Dutch deployment goes on. I have the
following questions about it.

Question 1
How many protesters were killed in the protests in Iraq?

Question 2
Have those responsible been prosecuted by now?

Question 3
What is the threat level in Iraq at present?

Question 4
How are Dutch soldiers protected against drones?

Question 5
Can the deployment of the Dutch company be extended after a year?

Question 6
If so, when will the cabinet decide on that?

Question 7
What does the higher state pension age mean for the pensions of former soldiers?
""",
)

QUESTION_SET = {"nl": _NL, "en": _EN}
