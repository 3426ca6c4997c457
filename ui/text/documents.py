"""The Documents page."""

from __future__ import annotations

from dataclasses import dataclass

from corpus import Outcome


@dataclass(frozen=True, slots=True)
class DocumentsWords:
    """What the page says in one language."""

    title: str
    lead: str
    papers: str
    answers: str
    period: str
    papers_changed: str
    never_changed: str
    index_changed: str
    no_index: str
    generation: str
    refreshing: str
    refreshing_more: str
    refreshed: str
    refresh_failed: str
    behind: str
    behind_more: str
    refresh: str
    list_title: str
    search: str
    search_help: str
    order: str
    orders: dict[str, str]
    none_found: str
    shown: str
    answer_count: str
    one_answer: str
    shipped: str
    added: str
    versions: str
    warned: str
    remove: str
    remove_title: str
    remove_sure: str
    remove_shipped: str
    remove_yes: str
    remove_no: str
    removed: str
    not_removed: str
    add_title: str
    add_lead: str
    add_label: str
    add_again: str
    too_many: str
    reading: str
    storing: str
    waits: str
    ready: str
    ready_more: str
    refused: str
    as_letter: str
    as_letter_help: str
    read_as_letter: str
    put_away: str
    store: str
    store_all: str
    new_paper: str
    known_paper: str
    shipped_paper: str
    first_answers: str
    uncertain: str
    no_warnings: str
    outcomes: dict[Outcome, str]
    coverage_title: str
    by_year: str
    year: str
    kinds: str
    no_day: str
    no_papers: str
    by_status: str
    gaps_title: str
    gaps_lead: str
    gap_period: str
    gap_years: str
    gap_types: str
    gap_undated: str
    chamber_count: str
    only_chamber: str
    dossiers: str
    more: str
    without_dossier: str
    gap_named: str
    in_papers: str
    oral: str
    warnings_title: str
    warnings_lead: str
    failures_title: str
    failures_lead: str
    at_place: str
    identifier: str


_NL = DocumentsWords(
    title="Stukken",
    lead="Wat er in het corpus staat, en wat niet.",
    papers="Stukken",
    answers="Officiële antwoorden",
    period="Periode",
    papers_changed="Laatst toegevoegd of verwijderd",
    never_changed="nog niets; alleen de meegeleverde stukken",
    index_changed="Index gemaakt",
    no_index="nog geen",
    generation="generatie {name}",
    refreshing="De index wordt bijgewerkt: {done} van {total} tekstdelen.",
    refreshing_more="De index wordt bijgewerkt …",
    refreshed="De index is bij: de stukken hieronder zijn te doorzoeken.",
    refresh_failed="De index kon niet worden bijgewerkt. Hij is gebleven zoals hij was.",
    behind="De index loopt achter op de stukken.",
    behind_more="Antwoorden komen nu nog uit de stukken zoals ze waren.",
    refresh="Werk de index bij",
    list_title="Alle stukken",
    search="Zoek een stuk",
    search_help="In titel, vindplaats, kenmerk, dossier, vragenstellers en bewindspersonen.",
    order="Volgorde",
    orders={
        "newest": "nieuwste eerst",
        "oldest": "oudste eerst",
        "title": "op titel",
        "identifier": "op kenmerk",
        "type": "op soort",
        "answers": "meeste antwoorden eerst",
    },
    none_found="Geen stuk past hierbij.",
    shown="Gevonden stukken: {count}",
    answer_count="{count} antwoorden",
    one_answer="1 antwoord",
    shipped="meegeleverd met Kamerbron; kan niet worden verwijderd",
    added="toegevoegd op {day}",
    versions="{count} versies, de nieuwste telt",
    warned="waarschuwingen: {count}",
    remove="Verwijder",
    remove_title="Stuk verwijderen?",
    remove_sure="Het stuk verdwijnt met al zijn versies uit het corpus en uit de index, voor "
    "iedereen die deze Kamerbron gebruikt. Citaten eruit in een briefing worden als niet meer in "
    "het corpus gemeld.",
    remove_shipped="Daarna geldt weer het exemplaar dat met Kamerbron is meegeleverd.",
    remove_yes="Verwijder dit stuk",
    remove_no="Behoud",
    removed="{name} is verwijderd.",
    not_removed="Het stuk kon niet worden verwijderd.",
    add_title="Stukken toevoegen",
    add_lead="Officiële antwoorden als PDF met tekst, DOCX, HTML, XML of tekst; hoogstens {size} "
    "MB per bestand, {count} bestanden tegelijk. U ziet eerst wat erin is gevonden; pas daarna "
    "wordt het bewaard, op deze computer.",
    add_label="Bestanden om toe te voegen",
    add_again="Nog meer bestanden toevoegen",
    too_many="Meer dan {count} bestanden tegelijk gaat niet. Niet gelezen: {names}. Bewaar eerst "
    "wat hieronder staat of leg het weg, en voeg ze dan toe.",
    reading="Lezen: {name} ({number} van {total})",
    storing="Bewaren: {name} ({number} van {total})",
    waits="Een ander leest nu bestanden. De uwe komen daarna.",
    ready="Gelezen, nog niet bewaard",
    ready_more="Controleer of dit klopt, en bewaar het dan.",
    refused="Niet gelezen",
    as_letter="Lees als brief",
    as_letter_help="Leest het stuk op zijn tussenkoppen; elke paragraaf is dan een antwoord.",
    read_as_letter="gelezen als brief, op uw verzoek",
    put_away="Leg weg",
    store="Bewaar",
    store_all="Bewaar alle {count}",
    new_paper="Nieuw in het corpus.",
    known_paper="Er staat al een versie van dit stuk ({file}). Beide worden bewaard; de nieuwste "
    "telt.",
    shipped_paper="Dit stuk is meegeleverd; uw exemplaar komt ervoor in de plaats.",
    first_answers="De eerste vragen en antwoorden",
    uncertain="Onzeker gebleven: {count}",
    no_warnings="Niets bleef onzeker.",
    outcomes={
        Outcome.ADDED: "Bewaard. Het staat nu in het corpus.",
        Outcome.NEW_VERSION: "Bewaard als nieuwe versie; die telt vanaf nu.",
        Outcome.OLDER_VERSION: "Bewaard, maar ouder dan de versie die al telt; die blijft.",
        Outcome.ALREADY_THERE: "Niets gedaan: dit stuk staat er al, woord voor woord.",
        Outcome.FAILED: "Niet bewaard.",
    },
    coverage_title="Wat erin staat",
    by_year="Stukken naar jaar en soort",
    year="Jaar",
    kinds="Soorten",
    no_day="datum onbekend",
    no_papers="geen stukken",
    by_status="Antwoorden naar wat ze doen",
    gaps_title="Wat er niet in staat",
    gaps_lead="Vindt Kamerbron niets, dan kan het antwoord hierbuiten liggen.",
    gap_period="Niets van vóór {first} of na {last}.",
    gap_years="Geen stukken uit {years}.",
    gap_types="Geen enkel stuk van deze soort: {kinds}.",
    gap_undated="Stukken waarvan geen datum bekend is: {count}.",
    chamber_count="Stukken per Kamer: {counts}.",
    only_chamber="Alleen stukken van de {chamber}.",
    dossiers="Alleen uit deze dossiers: {names}.",
    more="en nog {count}",
    without_dossier="Stukken die bij geen dossier horen: {count}.",
    gap_named="Stukken die in het corpus worden genoemd, maar er niet in staan: {count}",
    in_papers="genoemd in {count} stukken",
    oral="Wat mondeling is gezegd (debatten, vragenuur), en moties en toezeggingen, zijn geen "
    "schriftelijke antwoorden en staan er niet in.",
    warnings_title="Waar de lezer niet zeker was",
    warnings_lead="Kijk daar de bron na.",
    failures_title="Wat niet kon worden gelezen",
    failures_lead="Deze bestanden staan niet in het corpus.",
    at_place="bij",
    identifier="Kenmerk",
)

_EN = DocumentsWords(
    title="Documents",
    lead="What the corpus holds, and what it does not.",
    papers="Papers",
    answers="Official answers",
    period="Period",
    papers_changed="Last added or removed",
    never_changed="nothing yet; only the papers that ship",
    index_changed="Index made",
    no_index="none yet",
    generation="generation {name}",
    refreshing="The index is being refreshed: {done} of {total} pieces of text.",
    refreshing_more="The index is being refreshed …",
    refreshed="The index is up to date: the papers below can be searched.",
    refresh_failed="The index could not be refreshed. It has stayed as it was.",
    behind="The index is behind the papers.",
    behind_more="Answers still come from the papers as they were.",
    refresh="Refresh the index",
    list_title="All papers",
    search="Search a paper",
    search_help="In title, citation, identifier, dossier, those who asked and who answered.",
    order="Order",
    orders={
        "newest": "newest first",
        "oldest": "oldest first",
        "title": "by title",
        "identifier": "by identifier",
        "type": "by kind",
        "answers": "most answers first",
    },
    none_found="No paper matches.",
    shown="Papers found: {count}",
    answer_count="{count} answers",
    one_answer="1 answer",
    shipped="ships with Kamerbron; cannot be removed",
    added="added on {day}",
    versions="{count} versions, the newest counts",
    warned="warnings: {count}",
    remove="Remove",
    remove_title="Remove this paper?",
    remove_sure="The paper goes from the corpus and the index with all its versions, for everyone "
    "who uses this Kamerbron. Quotes from it in a briefing are told as no longer in the corpus.",
    remove_shipped="The copy that ships with Kamerbron counts again afterwards.",
    remove_yes="Remove this paper",
    remove_no="Keep",
    removed="{name} was removed.",
    not_removed="The paper could not be removed.",
    add_title="Add papers",
    add_lead="Official answers as PDF with text, DOCX, HTML, XML or text; at most {size} MB a "
    "file, {count} files at once. You first see what was found in them; only then are they kept, "
    "on this computer.",
    add_label="Files to add",
    add_again="Add more files",
    too_many="There can be no more than {count} files at once. Not read: {names}. Store what is "
    "below or put it away first, then add them.",
    reading="Reading: {name} ({number} of {total})",
    storing="Storing: {name} ({number} of {total})",
    waits="Someone else's files are being read. Yours come next.",
    ready="Read, not stored yet",
    ready_more="Check that this is right, then store it.",
    refused="Not read",
    as_letter="Read as a letter",
    as_letter_help="Reads the paper by its headings; each section is then an answer.",
    read_as_letter="read as a letter, as you asked",
    put_away="Put away",
    store="Store",
    store_all="Store all {count}",
    new_paper="New in the corpus.",
    known_paper="A version of this paper is there already ({file}). Both are kept; the newest "
    "counts.",
    shipped_paper="This paper ships with Kamerbron; your copy takes its place.",
    first_answers="The first questions and answers",
    uncertain="Stayed uncertain: {count}",
    no_warnings="Nothing stayed uncertain.",
    outcomes={
        Outcome.ADDED: "Stored. It is in the corpus now.",
        Outcome.NEW_VERSION: "Stored as a new version, which counts from now on.",
        Outcome.OLDER_VERSION: "Stored, but older than the version that counts; that one stays.",
        Outcome.ALREADY_THERE: "Nothing done: this paper is there already, word for word.",
        Outcome.FAILED: "Not stored.",
    },
    coverage_title="What it holds",
    by_year="Papers by year and kind",
    year="Year",
    kinds="Kinds",
    no_day="date unknown",
    no_papers="no papers",
    by_status="Answers by what they do",
    gaps_title="What it does not hold",
    gaps_lead="Where Kamerbron finds nothing, the answer may lie outside this.",
    gap_period="Nothing from before {first} or after {last}.",
    gap_years="No papers from {years}.",
    gap_types="Not a single paper of this kind: {kinds}.",
    gap_undated="Papers of which no date is known: {count}.",
    chamber_count="Papers by chamber: {counts}.",
    only_chamber="Only papers of the {chamber}.",
    dossiers="Only from these dossiers: {names}.",
    more="and {count} more",
    without_dossier="Papers that belong to no dossier: {count}.",
    gap_named="Papers that the corpus names but does not hold: {count}",
    in_papers="named in {count} papers",
    oral="What was said aloud (debates, question time), and motions and pledges, are no written "
    "answers and are not in it.",
    warnings_title="Where the reader was not sure",
    warnings_lead="Check the source there.",
    failures_title="What could not be read",
    failures_lead="These files are not in the corpus.",
    at_place="at",
    identifier="Identifier",
)

DOCUMENTS = {"nl": _NL, "en": _EN}
