"""The page "How to read this"."""

from __future__ import annotations

from dataclasses import dataclass

from corpus import Status
from retrieval import CitationStyle


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its heading, and paragraphs of plain text."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HowToReadWords:
    """What the page says in one language.

    `figures` are what was measured: the measure, on the questions that weights were fitted on, and
    on those looked at once. `command` prints them. `holds` to `named` say what the corpus holds.
    """

    title: str
    lead: str
    contents: str
    official: Section
    verbatim: Section
    statuses: Section
    status_means: dict[Status, str]
    status_count: str
    confidence: Section
    measure: str
    fitted: str
    looked_once: str
    figures: tuple[tuple[str, str, str], ...]
    command: str
    positions: Section
    referrals: Section
    missing: Section
    holds: str
    holds_nothing: str
    dated: str
    undated: str
    kinds: str
    no_kinds: str
    no_papers_of: str
    named: str
    citations: Section
    cited: str
    style_is_for: dict[CitationStyle, str]
    record: str
    searching: Section
    keyboard: Section
    keys: tuple[tuple[str, str], ...]
    privacy: Section
    kept: str
    kept_feedback: str
    kept_papers: str
    to_ask: str
    to_documents: str
    to_evaluation: str


COMMAND = "kamerbron eval"

_NL = HowToReadWords(
    title="Leeswijzer",
    lead="Wat u hier ziet, en wat u erop kunt bouwen.",
    contents="Op deze pagina",
    official=Section(
        "Wat officieel betekent",
        (
            "Een officieel antwoord is wat een bewindspersoon namens het kabinet aan de Eerste of "
            "Tweede Kamer schreef: antwoorden op schriftelijke vragen, een lijst van vragen en "
            "antwoorden, een verslag van een schriftelijk overleg, een brief of een mededeling. "
            "Het kabinet is erop aan te spreken, tot een later antwoord het wijzigt.",
            "Wie vroeg, wie antwoordde en wanneer staat bij elk antwoord, voor zover het stuk het "
            "zelf zegt. Wat geen stuk vermeldt, blijft leeg: Kamerbron raadt niet.",
            "Kamerbron schrijft niets namens een bewindspersoon. Er is geen samenvatting en geen "
            "gegenereerde tekst. U leest het antwoord, of u leest dat de stukken het niet geven.",
        ),
    ),
    verbatim=Section(
        "Wat woord voor woord garandeert",
        (
            "Van elk antwoord is bekend uit welke tekens van de bron het bestaat. Elk teken van "
            "een getoond antwoord staat zo in de bron, in dezelfde volgorde, en elk teken van de "
            "bron hoort bij een antwoord of bij de rest van het stuk.",
            "Opgeruimd wordt alleen de opmaak: regels die de drukker afbrak zijn weer één alinea, "
            "woorden die op een regeleinde werden afgebroken zijn heel, en kop- en voetregels, "
            "paginanummers en ondertekening staan niet in het antwoord. Een voetnoot staat onder "
            "de alinea die ernaar verwijst.",
            "De gele markering wijst de zinnen aan die het dichtst bij uw vraag staan. Ze is een "
            "leeshulp. De rest van het antwoord telt even zwaar: lees het hele antwoord voor u "
            "citeert.",
            "Een citaat in de briefing kunt u tot zinnen inkorten, niet wijzigen. Weggelaten "
            "tussenzinnen staan als […].",
        ),
    ),
    statuses=Section("Wat de status zegt", ()),
    status_means={
        Status.SUBSTANTIVE: "Het kabinet gaat op de vraag in.",
        Status.REFERRAL: "Het antwoord wijst naar een ander antwoord. Dat staat eronder.",
        Status.ANNOUNCEMENT: "Het antwoord komt later of staat elders. Inhoudelijk is er nog niets "
        "geantwoord.",
        Status.DECLINED: "Het kabinet zegt dat het er geen uitspraak over doet, bijvoorbeeld om "
        "operationele redenen. Ook dat is een officieel antwoord.",
    },
    status_count="nu {count} in het corpus",
    confidence=Section(
        "Wat de kans is",
        (
            "Boven de antwoorden staat de kans dat de eerste drie het antwoord op uw vraag "
            "bevatten. De kans is geijkt: van de vragen met een kans van 80% moet ongeveer acht op "
            "de tien echt beantwoord zijn. Onder de {threshold} zegt Kamerbron dat de stukken de "
            "vraag niet beantwoorden, en toont het wat er het dichtst bij komt.",
            "De kans zegt niet of het antwoord waar is, nog geldt, of volledig is. Ze is ook geen "
            "waarde voor één antwoord. Een vraag naar een cijfer, bedrag of datum is moeilijker "
            "te beoordelen dan een vraag naar het waarom.",
            "De kans is geijkt op vragen over de meegeleverde stukken. Over uw eigen stukken is ze "
            "een richtlijn. Zo vaak klopte het:",
        ),
    ),
    measure="Gemeten",
    fitted="vragen waarop is afgesteld",
    looked_once="vragen van een ander, één keer bekeken",
    figures=(
        ("het goede antwoord staat eerst", "88%", "85%"),
        ("het goede antwoord staat bij de eerste vijf", "97%", "92%"),
        ("beantwoorde vragen die zo zijn aangemerkt", "95%", "94%"),
        ("onbeantwoorde vragen die zo zijn herkend", "74%", "69%"),
    ),
    command="Meet het na met",
    positions=Section(
        "Standpunten in de tijd",
        (
            "Geven stukken van verschillende datum antwoord, dan staan ze boven de resultaten op "
            "een tijdlijn, de nieuwste eerst. Een ouder antwoord draagt de datum van het nieuwere.",
            "Kamerbron vergelijkt data, geen inhoud: of het kabinet echt van standpunt wisselde, "
            "ziet u alleen door beide antwoorden te lezen. Is de datum van een antwoord onbekend, "
            "dan telt de dag waarop de vragen zijn ingezonden, en dat staat erbij.",
        ),
    ),
    referrals=Section(
        "Verwijzingen",
        (
            "‘Zie het antwoord op vraag 13’ is zelf een officieel antwoord, maar zonder inhoud. "
            "Kamerbron zoekt op waarnaar wordt verwezen en toont dat mee, met een eigen "
            "vindplaats. Citeer het antwoord waar de inhoud staat.",
            "Een verwijzing naar een stuk dat niet in het corpus zit, blijft zichtbaar met een "
            "koppeling naar de publicatie.",
        ),
    ),
    missing=Section(
        "Wat er niet in staat",
        (
            "Kamerbron kent alleen de stukken van dit corpus. Dat hier niets gevonden wordt, "
            "betekent niet dat het kabinet er nooit iets over schreef.",
        ),
    ),
    holds="{papers} stukken met {answers} officiële antwoorden.",
    holds_nothing="Het corpus is leeg.",
    dated="Van {first} tot en met {last}. Wat het kabinet daarvoor of daarna schreef, ontbreekt.",
    undated="Van {count} is geen dag bekend.",
    kinds="Soorten: {kinds}.",
    no_kinds="Niet aanwezig: {kinds}.",
    no_papers_of="Uit {years} is er geen stuk.",
    named="De stukken noemen {count} andere stukken die er niet in zitten.",
    citations=Section(
        "Citeren",
        (
            "Een vindplaats wordt alleen gemaakt uit feiten van het stuk. Een paginanummer staat "
            "er alleen als de bron het toont. U kiest de stijl bij het antwoord en in de briefing.",
        ),
    ),
    cited="Zo wordt {answer} geciteerd:",
    style_is_for={
        CitationStyle.AANWIJZINGEN: "Aanwijzingen voor de regelgeving 3.43 en de Leidraad voor "
        "juridische auteurs; de standaard",
        CitationStyle.MINISTERIE: "zoals ministeries in hun brieven verwijzen",
        CitationStyle.APA: "APA 7, voor onderzoek en onderwijs",
        CitationStyle.BIBTEX: "BibTeX, voor LaTeX en Zotero",
        CitationStyle.RIS: "RIS, voor EndNote en Zotero",
        CitationStyle.CSL_JSON: "CSL-JSON, voor Zotero en Pandoc",
    },
    record="Toon het record",
    searching=Section(
        "Goed zoeken",
        (
            "Stel een hele vraag, zoals u die aan een collega zou stellen. ‘Hoeveel demonstranten "
            "kwamen om in Irak?’ vindt meer dan ‘demonstranten Irak’. Kamerbron zoekt op "
            "betekenis, dus uw woorden hoeven niet die van het stuk te zijn.",
            "Noem wat u weet. Een stuk en een nummer (‘antwoord op vraag 12 van nr. 748’) is een "
            "adres. Een tijd (‘najaar 2020’) haalt antwoorden van toen naar voren. Namen gelden in "
            "alle gangbare vormen: VS, Verenigde Staten, Amerikanen.",
            "Vraag één ding tegelijk. Hebt u een hele set Kamervragen, plak die dan op de pagina "
            "Vragenset. U mag ook in het Engels, Duits of Frans vragen; de antwoorden blijven "
            "Nederlands.",
            "Vindt u niets, haal dan eerst beperkingen weg, en vraag het daarna in andere woorden.",
        ),
    ),
    keyboard=Section("Toetsen", ("Alles werkt zonder muis.",)),
    keys=(
        ("Tab, Shift + Tab", "naar het volgende of vorige onderdeel"),
        ("Enter", "in het vraagveld: zoek; op een knop of koppeling: kies"),
        ("Spatie", "een vinkje zetten, een knop kiezen, iets uitklappen"),
        ("Pijltjes", "door keuzes en lijsten"),
        ("Esc", "een keuzelijst of venster sluiten"),
        ("Alt + ←", "terug naar de vorige pagina"),
    ),
    privacy=Section(
        "Wat er met uw vragen gebeurt",
        (
            "Kamerbron draait op deze computer of op de server van uw organisatie en roept niemand "
            "aan. Uw vragen, uw uploads en uw briefing staan in het geheugen van uw eigen sessie. "
            "Anderen zien ze niet, en enkele minuten na het sluiten van de pagina zijn ze weg. Uw "
            "vraag staat wel in het adres van de pagina, en dus in de geschiedenis van uw browser.",
            "Alleen als u zelf een koppeling naar een publicatie kiest, gaat uw browser naar "
            "buiten. Die site hoort niet wat u vroeg.",
        ),
    ),
    kept="Bewaard wordt alleen wat u zelf bewaart, op de computer waar Kamerbron draait:",
    kept_feedback="uw oordeel over antwoorden (goed of niet dit), met de vraag",
    kept_papers="stukken die u toevoegt",
    to_ask="Stel een vraag",
    to_documents="Bekijk alle stukken",
    to_evaluation="Bekijk de evaluatie",
)

_EN = HowToReadWords(
    title="How to read this",
    lead="What you see here, and how far it carries.",
    contents="On this page",
    official=Section(
        "What official means",
        (
            "An official answer is what a minister or state secretary wrote to the Eerste or "
            "Tweede Kamer on behalf of the cabinet: answers to written questions, a list of "
            "questions and answers, a written consultation, a letter or an announcement. The "
            "cabinet can be held to it until a later answer changes it.",
            "Who asked, who answered and when stands with each answer, as far as the paper says "
            "so itself. What no paper states stays empty: Kamerbron does not guess.",
            "Kamerbron writes nothing in a minister's name. There is no summary and no generated "
            "text. You read the answer, or you read that the papers do not give it.",
        ),
    ),
    verbatim=Section(
        "What word for word guarantees",
        (
            "Of each answer it is known which characters of the source it is made of. Every "
            "character of an answer shown stands like that in the source, in the same order, and "
            "every character of the source belongs to an answer or to the rest of the paper.",
            "Only the layout is cleaned up: lines that the printer broke are one paragraph again, "
            "words hyphenated at a line end are whole, and running heads, page numbers and "
            "signatures are not part of the answer. A footnote stands below the paragraph that "
            "calls it.",
            "The yellow marking points out the sentences that come nearest to your question. It "
            "is a reading aid. The rest of the answer counts as much: read the whole answer "
            "before you quote.",
            "In the briefing a quote can be narrowed to sentences, never changed. What is left "
            "out between them shows as […].",
        ),
    ),
    statuses=Section("What the status says", ()),
    status_means={
        Status.SUBSTANTIVE: "The cabinet goes into the question.",
        Status.REFERRAL: "The answer points to another answer, which is shown below it.",
        Status.ANNOUNCEMENT: "The answer comes later or stands elsewhere. Nothing has been "
        "answered in substance yet.",
        Status.DECLINED: "The cabinet says that it makes no statement, for operational reasons for "
        "instance. That too is an official answer.",
    },
    status_count="now {count} in the corpus",
    confidence=Section(
        "What the chance is",
        (
            "Above the answers stands the chance that the first three hold the answer to your "
            "question. It is calibrated: of the questions with a chance of 80% about eight in ten "
            "should really be answered. Below {threshold} Kamerbron says that the papers do not "
            "answer the question, and shows what comes nearest.",
            "The chance does not say whether the answer is true, still holds, or is complete. Nor "
            "is it a mark for a single answer. A question for a figure, a sum or a date is harder "
            "to judge than one that asks why.",
            "It was calibrated on questions about the papers that come with Kamerbron. Over papers "
            "of your own it is a guide. This is how often it was right:",
        ),
    ),
    measure="Measured",
    fitted="questions it was tuned on",
    looked_once="questions by another hand, looked at once",
    figures=(
        ("the right answer comes first", "88%", "85%"),
        ("the right answer is among the first five", "97%", "92%"),
        ("answered questions marked as such", "95%", "94%"),
        ("unanswered questions told as such", "74%", "69%"),
    ),
    command="Measure it yourself with",
    positions=Section(
        "Positions over time",
        (
            "Where papers of different dates answer, they stand on a timeline above the results, "
            "newest first. An older answer bears the date of the newer one.",
            "Kamerbron compares dates, not content: whether the cabinet really changed its "
            "position you see only by reading both answers. Where the date of an answer is "
            "unknown, the day on which the questions were sent in counts, and this is said.",
        ),
    ),
    referrals=Section(
        "Referrals",
        (
            "‘See the answer to question 13’ is itself an official answer, but one without "
            "content. Kamerbron looks up what it refers to and shows that too, with a citation of "
            "its own. Cite the answer that holds the content.",
            "A reference to a paper that is not in the corpus stays visible, with a link to the "
            "publication.",
        ),
    ),
    missing=Section(
        "What is not in it",
        (
            "Kamerbron knows the papers of this corpus only. That nothing is found here does not "
            "mean that the cabinet never wrote about it.",
        ),
    ),
    holds="{papers} papers with {answers} official answers.",
    holds_nothing="The corpus is empty.",
    dated="From {first} up to {last}. What the cabinet wrote before or after is missing.",
    undated="Of {count} no day is known.",
    kinds="Kinds: {kinds}.",
    no_kinds="Not there: {kinds}.",
    no_papers_of="There is no paper from {years}.",
    named="The papers name {count} other papers that are not in it.",
    citations=Section(
        "Citing",
        (
            "A citation is built from the facts of the paper only. A page number is given only "
            "where the source shows it. You choose the style at the answer and in the briefing.",
        ),
    ),
    cited="This is how {answer} is cited:",
    style_is_for={
        CitationStyle.AANWIJZINGEN: "the government's drafting rules (Aanwijzingen voor de "
        "regelgeving 3.43) and the Leidraad voor juridische auteurs; the default",
        CitationStyle.MINISTERIE: "as ministries refer in their letters",
        CitationStyle.APA: "APA 7, for research and education",
        CitationStyle.BIBTEX: "BibTeX, for LaTeX and Zotero",
        CitationStyle.RIS: "RIS, for EndNote and Zotero",
        CitationStyle.CSL_JSON: "CSL-JSON, for Zotero and Pandoc",
    },
    record="Show the record",
    searching=Section(
        "Searching well",
        (
            "Ask a whole question, as you would ask a colleague. ‘How many protesters were killed "
            "in Iraq?’ finds more than ‘protesters Iraq’. Kamerbron searches by meaning, so your "
            "words need not be those of the paper.",
            "Name what you know. A paper and a number (‘antwoord op vraag 12 van nr. 748’) is an "
            "address. A time (‘autumn of 2020’) brings answers of that time forward. Names count "
            "in all usual forms: US, United States, Americans.",
            "Ask one thing at a time. If you have a whole set of parliamentary questions, paste it "
            "on the page Question set. You may ask in English, German or French; the answers stay "
            "Dutch.",
            "If you find nothing, first take limits away, then ask in other words.",
        ),
    ),
    keyboard=Section("Keys", ("Everything works without a mouse.",)),
    keys=(
        ("Tab, Shift + Tab", "to the next or previous control"),
        ("Enter", "in the question box: search; on a button or link: choose"),
        ("Space", "tick a box, choose a button, unfold something"),
        ("Arrows", "through choices and lists"),
        ("Esc", "close a list or window"),
        ("Alt + ←", "back to the previous page"),
    ),
    privacy=Section(
        "What happens to your questions",
        (
            "Kamerbron runs on this computer, or on your organisation's server, and calls nobody. "
            "Your questions, uploads and briefing are in the memory of your own session. Nobody "
            "else sees them, and some minutes after you close the page they are gone. Your "
            "question does stand in the address of the page, and so in your browser's history.",
            "Only when you follow a link to a publication yourself does your browser go outside. "
            "That site is not told what you asked.",
        ),
    ),
    kept="Only what you keep yourself is kept, on the computer that Kamerbron runs on:",
    kept_feedback="your verdicts on answers (right or not it), with the question",
    kept_papers="papers that you add",
    to_ask="Ask a question",
    to_documents="See all papers",
    to_evaluation="See the evaluation",
)

HOW_TO_READ = {"nl": _NL, "en": _EN}
