"""The Briefing page, and the buttons that take an answer to it."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.briefing import Form, Placement, Standing


@dataclass(frozen=True, slots=True)
class BriefingWords:
    """What the page says in one language."""

    title: str
    lead: str
    take: str
    taken: str
    taken_help: str
    empty: str
    empty_steps: tuple[str, ...]
    to_ask: str
    to_set: str
    unsaved: str
    save: str
    open: str
    open_label: str
    open_help: str
    opened: str
    opened_again: str
    replace_or_append: str
    replace: str
    append: str
    cannot_open: str
    standings: dict[Standing, str]
    name_label: str
    name_placeholder: str
    style_label: str
    placement_label: str
    placements: dict[Placement, str]
    answer: str
    answer_to: str
    place_label: str
    up: str
    down: str
    remove: str
    removed: str
    undo: str
    read_paper: str
    take_target: str
    take_numbered: str
    choose: str
    at_least_one: str
    part: str
    note_label: str
    note_placeholder: str
    moved: str
    seen: str
    changed: str
    saved_words: str
    words_now: str
    quote_anew: str
    missing: str
    target_unknown: str
    export: str
    export_lead: str
    forms: dict[Form, str]
    sources: str
    excluded: str
    nothing_to_export: str
    no_pdf: str


_NL = BriefingWords(
    title="Briefing",
    lead="Verzamelde citaten, woord voor woord, met hun vindplaats.",
    take="Naar briefing",
    taken="In de briefing",
    taken_help="Klik om het eruit te halen. Op de pagina Briefing kunt u dat ongedaan maken.",
    empty="Er staat nog niets in uw briefing.",
    empty_steps=(
        "Stel een vraag en kies bij een antwoord «Naar briefing».",
        "Zet de citaten hier op volgorde, kort ze in tot de zinnen die u nodig hebt, en schrijf er "
        "uw notitie bij.",
        "Download de briefing als Word-document, met elke vindplaats in een voetnoot.",
    ),
    to_ask="Stel een vraag",
    to_set="Plak een vragenset",
    unsaved="Uw briefing staat alleen in dit venster. Wie het sluit of ververst, is haar kwijt: "
    "bewaar haar als bestand.",
    save="Bewaar als bestand",
    open="Open een bewaarde briefing",
    open_label="Bestand van een briefing (.json)",
    open_help="Elk citaat wordt vergeleken met het corpus voordat het hier staat.",
    opened="Geopend: {count} citaten.",
    opened_again="{count} citaten stonden er al in.",
    replace_or_append="Dit bestand heeft {count} citaten. Uw briefing heeft er al {own}.",
    replace="Vervang mijn briefing",
    append="Zet ze erachter",
    cannot_open="Dit bestand kan niet worden geopend. Uw briefing is ongewijzigd.",
    standings={
        Standing.UNCHANGED: "{count} staan ongewijzigd in het corpus.",
        Standing.MOVED: "Van {count} is het antwoord gewijzigd; de citaten staan er nog in.",
        Standing.CHANGED: "Van {count} staan de woorden niet meer zo in het antwoord.",
        Standing.MISSING: "Van {count} staat het antwoord niet in dit corpus.",
    },
    name_label="Titel",
    name_placeholder="Bijvoorbeeld: Commissiedebat Irak",
    style_label="Citeerwijze",
    placement_label="Plaats van de vindplaats",
    placements={Placement.FOOTNOTE: "Voetnoot", Placement.IN_TEXT: "In de tekst"},
    answer="Antwoord",
    answer_to="Antwoord op vraag {numbers}",
    place_label="Plaats",
    up="Omhoog",
    down="Omlaag",
    remove="Verwijder",
    removed="Citaat {place} is verwijderd.",
    undo="Zet terug",
    read_paper="Lees in het stuk",
    take_target="Citeer ook waar het naar verwijst",
    take_numbered="Citeer ook het antwoord op vraag {numbers}",
    choose="Kies zinnen",
    at_least_one="Een citaat heeft ten minste één zin. Verwijder het citaat als u het niet nodig "
    "hebt.",
    part="{chosen} van {all} zinnen",
    note_label="Uw notitie bij citaat {place}",
    note_placeholder="Komt onder het citaat, herkenbaar als uw eigen tekst",
    moved="De tekst van dit antwoord is gewijzigd sinds u het citeerde. De geciteerde woorden "
    "staan er nog woord voor woord in.",
    seen="Gezien",
    changed="De tekst is gewijzigd: deze woorden staan niet (meer) zo in het antwoord. "
    "Dit citaat gaat niet mee in een export.",
    saved_words="Bewaarde woorden",
    words_now="Het antwoord zoals het nu luidt",
    quote_anew="Citeer het antwoord zoals het nu luidt",
    missing="Dit antwoord staat niet in dit corpus en kan niet worden gecontroleerd. Dit citaat "
    "gaat niet mee in een export.",
    target_unknown="niet in het corpus",
    export="Exporteer",
    export_lead="Woord voor woord als in het stuk, met bij elk citaat de vindplaats.",
    forms={
        Form.DOCX: "Word (DOCX)",
        Form.MARKDOWN: "Markdown",
        Form.PDF: "PDF",
        Form.BIBTEX: "BibTeX",
        Form.RIS: "RIS",
        Form.CSL_JSON: "CSL-JSON",
    },
    sources="Alleen de vindplaatsen, voor Zotero of een ander bronnenprogramma",
    excluded="Niet in de export: citaat {places}. De woorden ervan konden niet in het corpus "
    "worden teruggevonden.",
    nothing_to_export="Geen citaat kon in het corpus worden teruggevonden. Er is niets te "
    "exporteren.",
    no_pdf="Geen PDF: het lettertype mist tekens uit deze briefing ({signs}). Kies Word.",
)

_EN = BriefingWords(
    title="Briefing",
    lead="Quotes you collected, word for word, with their sources.",
    take="Take to briefing",
    taken="In the briefing",
    taken_help="Click to take it out. On the page Briefing you can undo that.",
    empty="Your briefing is still empty.",
    empty_steps=(
        "Ask a question, and choose “Take to briefing” with an answer.",
        "Put the quotes in order here, narrow them to the sentences you need, and add your notes.",
        "Download the briefing as a Word document, with each source in a footnote.",
    ),
    to_ask="Ask a question",
    to_set="Paste a question set",
    unsaved="Your briefing lives in this window only. Closing or reloading it loses the briefing: "
    "save it as a file.",
    save="Save as a file",
    open="Open a saved briefing",
    open_label="File of a briefing (.json)",
    open_help="Every quote is held against the corpus before it stands here.",
    opened="Opened: {count} quotes.",
    opened_again="{count} quotes were there already.",
    replace_or_append="This file has {count} quotes. Your briefing already has {own}.",
    replace="Replace my briefing",
    append="Put them behind mine",
    cannot_open="This file cannot be opened. Your briefing is as it was.",
    standings={
        Standing.UNCHANGED: "{count} stand unchanged in the corpus.",
        Standing.MOVED: "Of {count} the answer has changed; the quoted words still stand in it.",
        Standing.CHANGED: "Of {count} the words no longer stand so in the answer.",
        Standing.MISSING: "Of {count} the answer is not in this corpus.",
    },
    name_label="Title",
    name_placeholder="For example: committee debate on Iraq",
    style_label="Citation style",
    placement_label="Where the citation stands",
    placements={Placement.FOOTNOTE: "Footnote", Placement.IN_TEXT: "In the text"},
    answer="Answer",
    answer_to="Answer to question {numbers}",
    place_label="Place",
    up="Up",
    down="Down",
    remove="Remove",
    removed="Quote {place} is removed.",
    undo="Put it back",
    read_paper="Read in the paper",
    take_target="Quote what it refers to as well",
    take_numbered="Quote the answer to question {numbers} as well",
    choose="Choose sentences",
    at_least_one="A quote has at least one sentence. Remove the quote if you do not need it.",
    part="{chosen} of {all} sentences",
    note_label="Your note with quote {place}",
    note_placeholder="Stands under the quote, marked as your own text",
    moved="The text of this answer has changed since you quoted it. The quoted words still "
    "stand in it, word for word.",
    seen="Seen",
    changed="The text has changed: these words do not stand so in the answer (any more). This "
    "quote is left out of exports.",
    saved_words="Saved words",
    words_now="The answer as it reads now",
    quote_anew="Quote the answer as it reads now",
    missing="This answer is not in this corpus and cannot be checked. This quote is left out of "
    "exports.",
    target_unknown="not in the corpus",
    export="Export",
    export_lead="Word for word as in the paper, each quote with its source. The document is in "
    "Dutch.",
    forms={
        Form.DOCX: "Word (DOCX)",
        Form.MARKDOWN: "Markdown",
        Form.PDF: "PDF",
        Form.BIBTEX: "BibTeX",
        Form.RIS: "RIS",
        Form.CSL_JSON: "CSL-JSON",
    },
    sources="Only the sources, for Zotero or another reference manager",
    excluded="Not in the export: quote {places}. Its words could not be found in the corpus.",
    nothing_to_export="No quote could be found in the corpus; there is nothing to export.",
    no_pdf="No PDF: its font lacks signs of this briefing ({signs}). Choose Word.",
)

BRIEFING = {"nl": _NL, "en": _EN}
