"""The Evaluation page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvaluationWords:
    """What the page says in one language.

    `measures` are the names of measures and `meanings` what each says in a sentence, by the names
    that `kamerbron eval` gives them; `systems`, `kinds`, `languages`, `parts` and `ranks` go the
    same way. What is in none of them is shown as it stands in the file.
    """

    title: str
    lead: str
    set_label: str
    set_option: str
    own_set: str
    own_set_help: str
    own_set_label: str
    own_set_refused: str
    about_parts: str
    nothing_yet: str
    nothing_yet_more: str
    begin: str
    measure: str
    measure_help: str
    systems_label: str
    systems_missing: str
    start: str
    going: str
    going_step: str
    going_waits: str
    going_more: str
    stop: str
    stopped: str
    failed: str
    saved_runs: str
    saved_help: str
    saved_label: str
    saved_none: str
    saved_option: str
    saved_others: str
    saved_refused: str
    run_label: str
    choose_runs: str
    main_label: str
    main_help: str
    part_label: str
    part_help: str
    summary: str
    working: str
    figures: str
    plots: str
    comparison: str
    misses: str
    keep: str
    measure_column: str
    count_column: str
    interval_note: str
    threshold_note: str
    measures_explained: str
    by_grouping: dict[str, str]
    hangs_on: str
    run_columns: tuple[str, ...]
    plot_titles: dict[str, str]
    plot_notes: dict[str, str]
    plot_table: str
    plot_alternative: str
    no_plots: str
    bin_columns: tuple[str, ...]
    calibration: str
    as_sure_as_right: str
    right_within_three: str
    share_of_questions: str
    system_column: str
    two_needed: str
    first_label: str
    second_label: str
    against: str
    comparison_columns: tuple[str, ...]
    comparison_note: str
    differs: str
    differs_not: str
    setting_column: str
    changes: str
    no_changes: str
    changes_left_out: str
    change_columns: tuple[str, ...]
    misses_count: str
    no_misses: str
    misses_caution: str
    kind_label: str
    language_label: str
    all_of_them: str
    none_so: str
    expected: str
    expected_rank: str
    expected_nowhere: str
    found_first: str
    found_nothing: str
    not_in_index: str
    ask_this: str
    more_misses: str
    report_html: str
    report_markdown: str
    run_json: str
    misses_csv: str
    keep_note: str
    systems: dict[str, str]
    measures: dict[str, str]
    meanings: dict[str, str]
    kinds: dict[str, str]
    languages: dict[str, str]
    parts: dict[str, str]
    ranks: dict[str, str]
    all_parts: str


_NL = EvaluationWords(
    title="Evaluatie",
    lead="Hoe goed Kamerbron antwoordt, gemeten over vragen waarvan het antwoord bekend is.",
    set_label="Vragen waarover gemeten wordt",
    set_option="{name} ({count} vragen)",
    own_set="Eigen vragen",
    own_set_help="Een JSONL-bestand, één vraag per regel: "
    '{"id", "query", "language", "kind", "answers": [{"id", "quote"}], "part"}. Elk citaat moet '
    "letterlijk in het genoemde antwoord staan. Het bestand blijft in deze sessie.",
    own_set_label="Bestand met vragen (.jsonl)",
    own_set_refused="Deze vragen kunnen niet worden gebruikt.",
    about_parts="De gewichten die worden meegeleverd zijn ingesteld op de vragen van het deel "
    "‘instellen’ (tune). De vragen van het deel ‘controle’ (check) zijn er om één keer naar te "
    "kijken: wie erop bijstelt, meet daarna niets meer.",
    nothing_yet="Over deze vragen is hier nog niets gemeten.",
    nothing_yet_more="Eén klik stelt ze alle {count} aan Kamerbron zoals het wordt meegeleverd en "
    "vergelijkt wat gevonden wordt met wat er had moeten staan. Bij enkele honderden vragen duurt "
    "dat meestal minder dan een minuut; niets verlaat deze computer.",
    begin="Meet deze vragen met de meegeleverde instelling",
    measure="Meten",
    measure_help="Elk systeem krijgt dezelfde vragen. Alleen woorden, alleen betekenis en "
    "rangfusie zijn er om mee te vergelijken.",
    systems_label="Systemen",
    systems_missing="Kies ten minste één systeem.",
    start="Start de meting",
    going="De meting loopt",
    going_step="{system}: {done} van {total} vragen gesteld",
    going_waits="Wacht tot een andere meting klaar is",
    going_more="U kunt intussen andere pagina’s gebruiken; de meting gaat door en staat hier als u "
    "terugkomt.",
    stop="Stop de meting",
    stopped="De meting is gestopt. Wat af was, staat hieronder.",
    failed="De meting is niet gelukt.",
    saved_runs="Eerdere metingen",
    saved_help="Metingen over dezelfde vragen kunnen naast elkaar worden gezet, ook als ze met een "
    "andere instelling of een ander model zijn gemaakt.",
    saved_label="Bewaarde metingen om te tonen",
    saved_none="Over deze vragen zijn op deze computer geen metingen bewaard.",
    saved_option="{day} {time} UTC · {system} · index {index} · code {code}",
    saved_others="Bewaarde metingen over andere vragen: {sets}.",
    saved_refused="Niet te lezen",
    run_label="Bestand met een bewaarde meting (.json)",
    choose_runs="Geen",
    main_label="Bekeken meting",
    main_help="Missers en zekerheid gaan over deze meting.",
    part_label="Deel van de vragen",
    part_help="Instellen (tune): hierop zijn de gewichten ingesteld. Controle (check): om één keer "
    "naar te kijken.",
    summary="{count} vragen, waarvan {answerable} door de stukken worden beantwoord.",
    working="De cijfers worden berekend …",
    figures="Cijfers",
    plots="Grafieken",
    comparison="Vergelijken",
    misses="Missers",
    keep="Bewaren",
    measure_column="Maat",
    count_column="Vragen",
    interval_note="Tussen haken het 95%-interval (bootstrap over de vragen).",
    threshold_note="Een vraag telt als beantwoord bij een zekerheid vanaf {thresholds}.",
    measures_explained="Wat deze maten zeggen",
    by_grouping={
        "kind": "Naar soort vraag",
        "language": "Naar taal",
        "part": "Naar deel",
    },
    hangs_on="Waarmee gemeten is",
    run_columns=("Meting", "Gemaakt", "Index", "Model", "Code", "Drempel"),
    plot_titles={
        "recall-by-kind": "Juiste antwoorden naar soort vraag",
        "recall-by-language": "Juiste antwoorden naar taal",
        "ranks": "Waar het eerste juiste antwoord staat",
        "reliability": "Hoe vaak juist bij hoe zeker",
    },
    plot_notes={
        "recall-by-kind": "Een stip is het aandeel vragen met een juist antwoord op plaats 1 of "
        "bij de eerste vijf, een lijn het 95%-interval; tussen haken het aantal vragen.",
        "recall-by-language": "Een stip is het aandeel vragen met een juist antwoord op plaats 1 "
        "of bij de eerste vijf, een lijn het 95%-interval; tussen haken het aantal vragen.",
        "ranks": "Van elke meting het aandeel vragen met het eerste juiste antwoord op die plaats.",
        "reliability": "Een stip is een groep vragen met ongeveer dezelfde zekerheid, groter "
        "naarmate er meer in zitten. Op de streepjeslijn is Kamerbron even vaak juist als het "
        "zeker is; de stippellijn is de drempel.",
    },
    plot_table="De cijfers van deze grafiek",
    plot_alternative="{title}. De cijfers staan in de tabel hieronder.",
    no_plots="Deze vragen zijn te weinig of te gelijksoortig voor een grafiek.",
    bin_columns=("Zekerheid", "Aandeel juist", "Vragen"),
    calibration="kalibratiefout",
    as_sure_as_right="even zeker als juist",
    right_within_three="aandeel juist bij de eerste drie",
    share_of_questions="aandeel van de vragen met een antwoord",
    system_column="Meting",
    two_needed="Om te vergelijken zijn twee metingen over dezelfde vragen nodig. Meet een tweede "
    "systeem, of kies een eerdere meting.",
    first_label="Van",
    second_label="Naar",
    against="{second} tegenover {first}",
    comparison_columns=("Maat", "Vragen", "Van", "Naar", "Winst", "p", "+", "−", "="),
    comparison_note="Winst: ‘naar’ min ‘van’, met het 95%-interval (gepaarde bootstrap). p: de "
    "kans op een verschil van deze grootte als geen van beide beter is (gepaarde "
    "randomisatietoets, 10.000 trekkingen, elke maat op zichzelf: van twintig verschillen die "
    "niets zijn komt er één onder 0,05). +, − en =: vragen gewonnen, verloren en gelijk.",
    differs="Wat er aan de metingen verschilt",
    differs_not="Model, index, code en instellingen zijn gelijk.",
    setting_column="Onderdeel",
    changes="Gewonnen en verloren vragen, de grootste verschillen eerst",
    no_changes="Geen vraag gewonnen of verloren: beide antwoorden overal even goed.",
    changes_left_out="{count} kleinere verschillen staan in het rapport.",
    change_columns=("Vraag", "", "nDCG@10", "Plaats, van", "Plaats, naar"),
    misses_count="{shown} van {count} vragen waarvan het eerste antwoord niet het juiste is",
    no_misses="Geen: elk eerste antwoord is juist.",
    misses_caution="Hieronder staan ook vragen van het deel ‘controle’. Wie daarop bijstelt, kan "
    "er daarna niet meer mee meten.",
    kind_label="Soort vraag",
    language_label="Taal",
    all_of_them="Alle",
    none_so="Geen misser voldoet aan deze keuze.",
    expected="Verwacht",
    expected_rank="Verwacht, gevonden op plaats {rank}",
    expected_nowhere="Verwacht, niet gevonden",
    found_first="Als eerste gevonden",
    found_nothing="Niets gevonden.",
    not_in_index="{id} (niet in de index)",
    ask_this="Stel vraag {id}",
    more_misses="Toon er nog {count}",
    report_html="Rapport (HTML)",
    report_markdown="Rapport (Markdown, zip)",
    run_json="Meting (JSON): {name}",
    misses_csv="Missers (CSV)",
    keep_note="Het rapport is in het Engels, zoals dat van ‘kamerbron eval’, en bevat wat "
    "hierboven gekozen is. Metingen over meegeleverde vragen worden ook in de map van "
    "Kamerbron bewaard; die over eigen vragen alleen in deze sessie.",
    systems={
        "terms only": "alleen woorden",
        "meaning only": "alleen betekenis",
        "rank fusion": "rangfusie",
        "default": "Kamerbron",
    },
    measures={
        "recall@1": "recall@1",
        "recall@3": "recall@3",
        "recall@5": "recall@5",
        "recall@10": "recall@10",
        "MRR@10": "MRR@10",
        "nDCG@10": "nDCG@10",
        "all@5": "alle@5",
        "share kept": "aandeel behouden",
        "share caught": "aandeel onderkend",
        "AUROC": "AUROC",
        "calibration error": "kalibratiefout",
    },
    meanings={
        "recall@1": "Het aandeel vragen waarvan het eerste antwoord een juist antwoord is.",
        "recall@3": "Het aandeel vragen met een juist antwoord bij de eerste drie.",
        "recall@5": "Het aandeel vragen met een juist antwoord bij de eerste vijf.",
        "recall@10": "Het aandeel vragen met een juist antwoord bij de eerste tien.",
        "MRR@10": "Gemiddeld één gedeeld door de plaats van het eerste juiste antwoord: 1 op de "
        "eerste plaats, ½ op de tweede, 0 buiten de eerste tien.",
        "nDCG@10": "Hoe hoog alle juiste antwoorden staan bij de eerste tien, vergeleken met de "
        "best mogelijke volgorde.",
        "all@5": "Bij vragen die meer antwoorden samen nodig hebben: het aandeel daarvan bij de "
        "eerste vijf.",
        "share kept": "Het aandeel beantwoordbare vragen dat ook als beantwoord geldt.",
        "share caught": "Het aandeel vragen zonder antwoord in de stukken waarvan dat ook gezegd "
        "wordt.",
        "AUROC": "De kans dat een vraag mét antwoord een hogere zekerheid krijgt dan een zonder: "
        "0,5 is gokken, 1 is foutloos.",
        "calibration error": "Hoe ver de zekerheid gemiddeld van de werkelijkheid ligt; 0 is het "
        "best.",
    },
    kinds={
        "paraphrase": "in andere woorden",
        "factoid": "één feit",
        "keyword": "trefwoorden",
        "temporal": "tijd",
        "letter": "brief",
        "eerste-kamer": "Eerste Kamer",
        "referral": "verwijzing",
        "several": "meer antwoorden",
        "unanswerable-hard": "zonder antwoord, lastig",
        "unanswerable-easy": "zonder antwoord, ver weg",
    },
    languages={"nl": "Nederlands", "en": "Engels", "de": "Duits", "fr": "Frans"},
    parts={"tune": "instellen (tune)", "check": "controle (check)"},
    ranks={
        "first": "1",
        "2 or 3": "2 of 3",
        "4 or 5": "4 of 5",
        "6 to 10": "6 tot 10",
        "not found": "niet gevonden",
    },
    all_parts="Alle",
)

_EN = EvaluationWords(
    title="Evaluation",
    lead="How well Kamerbron answers, measured over questions whose answers are known.",
    set_label="Questions to measure with",
    set_option="{name} ({count} questions)",
    own_set="Questions of your own",
    own_set_help="A JSONL file, a question a line: "
    '{"id", "query", "language", "kind", "answers": [{"id", "quote"}], "part"}. Every quote must '
    "stand in the answer that it names, word for word. The file stays in this session.",
    own_set_label="File of questions (.jsonl)",
    own_set_refused="These questions cannot be used.",
    about_parts="The weights that ship were fitted on the questions of the part “tune”. Those of "
    "the part “check” are for looking once: who adjusts to them measures nothing with them "
    "afterwards.",
    nothing_yet="Nothing was measured with these questions here yet.",
    nothing_yet_more="One click puts all {count} to Kamerbron as it ships and holds what is found "
    "against what should be. With a few hundred questions that mostly takes less than a minute; "
    "nothing leaves this computer.",
    begin="Run these questions with the shipped configuration",
    measure="Measure",
    measure_help="Every system gets the same questions. Terms only, meaning only and rank fusion "
    "are there to compare with.",
    systems_label="Systems",
    systems_missing="Choose one system at least.",
    start="Start measuring",
    going="Measuring",
    going_step="{system}: {done} of {total} questions put",
    going_waits="Waiting until another measurement is done",
    going_more="You can use other pages meanwhile; it goes on, and stands here when you come back.",
    stop="Stop measuring",
    stopped="The measurement was stopped. What was whole stands below.",
    failed="The measurement failed.",
    saved_runs="Earlier runs",
    saved_help="Runs over the same questions can be put side by side, also where they were made "
    "with another configuration or another model.",
    saved_label="Saved runs to show",
    saved_none="No runs over these questions are saved on this computer.",
    saved_option="{day} {time} UTC · {system} · index {index} · code {code}",
    saved_others="Saved runs over other questions: {sets}.",
    saved_refused="Unreadable",
    run_label="File of a saved run (.json)",
    choose_runs="None",
    main_label="Run looked at",
    main_help="Misses and confidence are those of this run.",
    part_label="Part of the questions",
    part_help="Tune: the weights were fitted on these. Check: for looking once.",
    summary="{count} questions, {answerable} of them answered by the papers.",
    working="Working out the figures …",
    figures="Figures",
    plots="Plots",
    comparison="Compare",
    misses="Misses",
    keep="Keep",
    measure_column="Measure",
    count_column="Questions",
    interval_note="In brackets the 95% interval (bootstrap over the questions).",
    threshold_note="A question counts as answered from a confidence of {thresholds} on.",
    measures_explained="What these measures say",
    by_grouping={"kind": "By kind of question", "language": "By language", "part": "By part"},
    hangs_on="What was measured with",
    run_columns=("Run", "Made", "Index", "Model", "Code", "Threshold"),
    plot_titles={
        "recall-by-kind": "Right answers by kind of question",
        "recall-by-language": "Right answers by language",
        "ranks": "Where the first right answer stands",
        "reliability": "How often right against how sure",
    },
    plot_notes={
        "recall-by-kind": "A dot is the share of questions with a right answer at rank 1 or among "
        "the first five, a line its 95% interval; in brackets the number of questions.",
        "recall-by-language": "A dot is the share of questions with a right answer at rank 1 or "
        "among the first five, a line its 95% interval; in brackets the number of questions.",
        "ranks": "For each run the share of questions whose first right answer has that rank.",
        "reliability": "A dot is a group of questions of like confidence, larger where it holds "
        "more. On the dashed line Kamerbron is as often right as it is sure; the dotted line is "
        "the threshold.",
    },
    plot_table="The figures of this plot",
    plot_alternative="{title}. The figures are in the table below.",
    no_plots="These questions are too few or too much alike for a plot.",
    bin_columns=("Confidence", "Share right", "Questions"),
    calibration="calibration error",
    as_sure_as_right="as sure as right",
    right_within_three="share right within three",
    share_of_questions="share of the answerable questions",
    system_column="Run",
    two_needed="Comparing takes two runs over the same questions. Measure a second system, or "
    "choose an earlier run.",
    first_label="From",
    second_label="To",
    against="{second} against {first}",
    comparison_columns=("Measure", "Questions", "From", "To", "Gain", "p", "+", "−", "="),
    comparison_note="Gain: “to” minus “from”, with its 95% interval (paired bootstrap). p: the "
    "chance of a difference this large if neither were better (paired randomisation test, 10,000 "
    "draws, each measure by itself: of twenty differences that are nothing, one is below 0.05). "
    "+, − and =: questions won, lost and tied.",
    differs="What differs between the runs",
    differs_not="Model, index, code and settings are the same.",
    setting_column="Item",
    changes="Questions won and lost, the largest differences first",
    no_changes="No question won or lost: both answer all of them equally well.",
    changes_left_out="{count} smaller differences are in the report.",
    change_columns=("Question", "", "nDCG@10", "Rank, from", "Rank, to"),
    misses_count="{shown} of {count} questions whose first answer is not the right one",
    no_misses="None: every first answer is right.",
    misses_caution="Questions of the part “check” are among these. Who adjusts to them cannot "
    "measure with them afterwards.",
    kind_label="Kind of question",
    language_label="Language of the question",
    all_of_them="All",
    none_so="No miss is of this choice.",
    expected="Expected",
    expected_rank="Expected, found at rank {rank}",
    expected_nowhere="Expected, not found",
    found_first="Found first",
    found_nothing="Nothing was found.",
    not_in_index="{id} (not in the index)",
    ask_this="Ask question {id}",
    more_misses="Show {count} more",
    report_html="Report (HTML)",
    report_markdown="Report (Markdown, zip)",
    run_json="Run (JSON): {name}",
    misses_csv="Misses (CSV)",
    keep_note="The report is the one that “kamerbron eval” writes, over what is chosen above. Runs "
    "over shipped questions are also saved in Kamerbron's folder; those over questions of your own "
    "are kept in this session only.",
    systems={
        "terms only": "terms only",
        "meaning only": "meaning only",
        "rank fusion": "rank fusion",
        "default": "Kamerbron",
    },
    measures={
        "recall@1": "recall@1",
        "recall@3": "recall@3",
        "recall@5": "recall@5",
        "recall@10": "recall@10",
        "MRR@10": "MRR@10",
        "nDCG@10": "nDCG@10",
        "all@5": "all@5",
        "share kept": "share kept",
        "share caught": "share caught",
        "AUROC": "AUROC",
        "calibration error": "calibration error",
    },
    meanings={
        "recall@1": "The share of questions whose first answer is a right one.",
        "recall@3": "The share of questions with a right answer among the first three.",
        "recall@5": "The share of questions with a right answer among the first five.",
        "recall@10": "The share of questions with a right answer among the first ten.",
        "MRR@10": "On average one over the rank of the first right answer: 1 at the first rank, ½ "
        "at the second, 0 below the tenth.",
        "nDCG@10": "How high all right answers stand among the first ten, against the best order "
        "that there could be.",
        "all@5": "Where a question wants several answers together: the share of them among the "
        "first five.",
        "share kept": "The share of answerable questions that also count as answered.",
        "share caught": "The share of questions without an answer in the papers of which this is "
        "also said.",
        "AUROC": "The chance that a question with an answer gets more confidence than one without: "
        "0.5 is guessing, 1 is perfect.",
        "calibration error": "How far confidence is from the truth on average; 0 is best.",
    },
    kinds={
        "paraphrase": "other words",
        "factoid": "one fact",
        "keyword": "keywords",
        "temporal": "time",
        "letter": "letter",
        "eerste-kamer": "Eerste Kamer",
        "referral": "referral",
        "several": "several answers",
        "unanswerable-hard": "no answer, hard",
        "unanswerable-easy": "no answer, far off",
    },
    languages={"nl": "Dutch", "en": "English", "de": "German", "fr": "French"},
    parts={"tune": "tune", "check": "check"},
    ranks={
        "first": "1",
        "2 or 3": "2 or 3",
        "4 or 5": "4 or 5",
        "6 to 10": "6 to 10",
        "not found": "not found",
    },
    all_parts="All",
)

EVALUATION = {"nl": _NL, "en": _EN}
