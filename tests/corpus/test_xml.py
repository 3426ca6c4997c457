"""Official XML, rebuilt after its description: papers of both kinds, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.document import Span
from corpus.extract import Extract, Format, PartKind
from corpus.readers import UnreadableError
from corpus.readers.xml import read_xml

Lawful = Callable[[Extract], Extract]

QUESTIONS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE officiele-publicatie SYSTEM "http://nergens.invalid/op.dtd">
<officiele-publicatie xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <metadata>
    <meta name="DC.identifier" scheme="x" content="ah-tk-20232024-1314"/>
    <meta name="OVERHEIDop.vergaderjaar" scheme="x" content="2023-2024"/>
  </metadata>
  <kamervragen>
    <kamervraagkop>
      <tekstregel inhoud="kamer">Tweede Kamer der Staten-Generaal</tekstregel>
      <tekstregel inhoud="Aanhangsel van de Handelingen"/>
    </kamervraagkop>
    <kamervraagnummer>1314</kamervraagnummer>
    <kamervraagomschrijving type="vraag">Vragen van het lid
      <naam><achternaam>Mutluer</achternaam></naam>
      (<organisatie>GroenLinks-PvdA</organisatie>) over <kamervraagonderwerp>leerplicht
      </kamervraagonderwerp> (ingezonden <datum isodatum="2024-02-01">1 februari 2024</datum>).
    </kamervraagomschrijving>
    <kamervraagomschrijving type="antwoord">Antwoord van Minister <naam><achternaam>Dijkgraaf
      </achternaam></naam> (ontvangen <datum isodatum="2024-03-25">25 maart 2024</datum>).
    </kamervraagomschrijving>
    <vraag><nr>Vraag 1</nr>
      <al>Kent u het <nadruk type="cur">bericht</nadruk><noot type="voet"><noot.nr>1</noot.nr>
        <noot.al>NRC, <extref doc="http://x">1 mei</extref>.</noot.al><noot.al>Zie ook AD.</noot.al>
        </noot>, en wat vindt u ervan?</al>
    </vraag>
    <antwoord><nr>Antwoord 1</nr><al>Caf&eacute; &amp; zo.</al>
      <lijst type="expliciet"><li><li.nr>a.</li.nr><al>het eerste;</al></li>
        <li><li.nr>b.</li.nr><al>het tweede.</al><al>Meer.</al></li></lijst>
    </antwoord>
    <vraag><nr>2</nr><al>Bent u bereid?</al></vraag>
    <vraag><al>3 Waarom niet?</al></vraag>
    <antwoord><nr>2 en 3</nr><al>Nee.</al></antwoord>
    <kamervraagopmerking><al>Mededeling: de rest volgt.</al></kamervraagopmerking>
  </kamervragen>
</officiele-publicatie>"""

PAPER = """<officiele-publicatie xmlns="urn:op"><kamerstuk>
<dossier><dossiernummer><dossiernr>27 925</dossiernr></dossiernummer>
<titel>Bestrijding internationaal terrorisme</titel></dossier>
<stuk><stuknr>Nr. <ondernummer kamer="2">963</ondernummer></stuknr>
<titel>BRIEF VAN DE MINISTERS</titel>
<datumtekst>Den Haag, <datum isodatum="2023-12-20">20 december 2023</datum></datumtekst>
<algemeen><vrije-tekst><tekst>
<al>Hierbij de brief.</al>
<tussenkop kopopmaak="vet">Irak</tussenkop>
<divisie><kop><label>Deel</label><nr>1</nr><titel>Inzet</titel></kop><al>De inzet.</al></divisie>
<table frame="all"><title>Tabel 1</title><tgroup cols="3"><colspec colname="c1" colnum="1"/>
<colspec colname="c2" colnum="2"/><colspec colname="c3" colnum="3"/>
<thead><row><entry colname="c1" morerows="1"><al>Land</al></entry>
<entry namest="c2" nameend="c3"><al>Jaar</al></entry></row>
<row><entry colname="c2"><al>2019</al></entry><entry colname="c3"><al>2020</al></entry></row>
</thead>
<tbody><row><entry><al>NL</al><al>en BE</al></entry><entry/><entry><al>1<noot type="voet">
<noot.nr>1</noot.nr><noot.al>Raming.</noot.al></noot></al></entry></row>
<row><entry colname="c3"><al>4</al></entry></row></tbody></tgroup></table>
<illustratie naam="a.png"/>
<al>Slot, 10 m<sup>2</sup> en meer<sup>2</sup>.</al>
</tekst></vrije-tekst></algemeen>
<ondertekening><functie>De Minister van Defensie,</functie>
<naam><voornaam>K.H.</voornaam><achternaam>Ollongren</achternaam></naam></ondertekening>
</stuk></kamerstuk></officiele-publicatie>"""


def texts(extract: Extract, spans: tuple[Span, ...] | None) -> list[str]:
    return [extract.text[start:end] for start, end in spans or ()]


def paper(content: str) -> Extract:
    return read_xml(f"<kamerstuk>{content}</kamerstuk>".encode())


def test_written_questions(lawful: Lawful) -> None:
    extract = lawful(read_xml(QUESTIONS.encode()))
    assert extract.format is Format.XML
    assert extract.text == (
        "Tweede Kamer der Staten-Generaal\n\nAanhangsel van de Handelingen\n\n1314\n\n"
        "Vragen van het lid Mutluer (GroenLinks-PvdA) over leerplicht (ingezonden 1 februari "
        "2024).\n\nAntwoord van Minister Dijkgraaf (ontvangen 25 maart 2024).\n\n"
        "Vraag 1\n\nKent u het bericht1, en wat vindt u ervan?\n\n1 NRC, 1 mei.\nZie ook AD.\n\n"
        "Antwoord 1\n\nCafé & zo.\n\na. het eerste;\n\nb. het tweede.\n\nMeer.\n\n"
        "2\n\nBent u bereid?\n\n3 Waarom niet?\n\n2 en 3\n\nNee.\n\nMededeling: de rest volgt.\n"
    )
    assert [(p.kind.value, p.label, extract.text[slice(*p.span)]) for p in extract.parts] == [
        (
            "question",
            "Vraag 1",
            "Vraag 1\n\nKent u het bericht1, en wat vindt u ervan?\n\n1 NRC, 1 mei.\nZie ook AD.\n",
        ),
        (
            "answer",
            "Antwoord 1",
            "Antwoord 1\n\nCafé & zo.\n\na. het eerste;\n\nb. het tweede.\n\nMeer.\n",
        ),
        ("question", "2", "2\n\nBent u bereid?\n"),
        ("question", "", "3 Waarom niet?\n"),
        ("answer", "2 en 3", "2 en 3\n\nNee.\n"),
        ("announcement", "", "Mededeling: de rest volgt.\n"),
    ]
    (note,) = extract.notes
    assert (note.number, extract.text[slice(*note.span)]) == (1, "1 NRC, 1 mei.\nZie ook AD.\n")
    assert note.called_at == extract.text.index("1, en wat")
    assert texts(extract, extract.marks) == ["1"]
    assert extract.metadata == (
        ("root", "kamervragen"),
        ("DC.identifier", "ah-tk-20232024-1314"),
        ("OVERHEIDop.vergaderjaar", "2023-2024"),
        ("tekstregel@kamer", "Tweede Kamer der Staten-Generaal"),
        ("kamervraagnummer", "1314"),
        ("vraag/datum@isodatum", "2024-02-01"),
        ("antwoord/datum@isodatum", "2024-03-25"),
    )


def test_a_paper_with_a_table_and_a_signature(lawful: Lawful) -> None:
    extract = lawful(read_xml(PAPER.encode()))
    rows = "Land\tJaar\t\n\t2019\t2020\nNL en BE\t\t11\n\t\t4\n"
    assert extract.text == (
        "27 925\n\nBestrijding internationaal terrorisme\n\nNr. 963\n\nBRIEF VAN DE MINISTERS\n\n"
        "Den Haag, 20 december 2023\n\nHierbij de brief.\n\nIrak\n\nDeel 1 Inzet\n\nDe inzet.\n\n"
        f"Tabel 1\n\n{rows}\n1 Raming.\n\nSlot, 10 m2 en meer2.\n\n"
        "De Minister van Defensie,\n\nK.H. Ollongren\n"
    )
    assert texts(extract, extract.tables) == [rows]
    assert texts(extract, extract.headings) == [
        "Bestrijding internationaal terrorisme\n",
        "BRIEF VAN DE MINISTERS\n",
        "Irak\n",
        "Deel 1 Inzet\n",
    ]
    assert texts(extract, extract.marks) == ["1", "2"]
    assert extract.text[slice(*extract.notes[0].span)] == "1 Raming.\n"
    assert extract.notes[0].called_at == extract.marks[0][0] if extract.marks else False
    assert dict(extract.metadata) == {
        "root": "kamerstuk",
        "dossiernummer": "27 925",
        "dossiernr": "27 925",
        "stuknr": "Nr. 963",
        "ondernummer": "963",
        "ondernummer@kamer": "2",
        "datum@isodatum": "2023-12-20",
    }
    (warning,) = extract.warnings
    assert extract.text[: warning.at].endswith("1 Raming.\n")
    assert "an image was left out" in warning.message


@pytest.mark.parametrize("root", ["vraagdoc", "kamerwrk", "kamervragen"])
def test_older_roots_are_read(root: str) -> None:
    extract = read_xml(f"<{root}><vraag><nr>1</nr><al>Kent u het?</al></vraag></{root}>".encode())
    assert extract.text == "1\n\nKent u het?\n"
    assert extract.parts[0].kind is PartKind.QUESTION
    assert extract.metadata[0] == ("root", root)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_is_the_declared_one(encoding: str) -> None:
    raw = f'<?xml version="1.0" encoding="{encoding}"?><kamerstuk><al>één</al></kamerstuk>'
    assert read_xml(raw.encode(encoding)).text == "één\n"


def test_words_set_in_pieces_stay_whole_and_names_stay_apart() -> None:
    extract = paper(
        "<al><nadruk>in</nadruk><nadruk>zet</nadruk></al>"
        "<naam><voornaam>S.</voornaam><achternaam>de Vries</achternaam></naam>"
        "<al>Een<!-- niet -->voud<lijst><li><li.nr>1.</li.nr><al>a</al></li></lijst>Slot.</al>"
    )
    assert extract.text == "inzet\n\nS. de Vries\n\nEenvoud\n\n1. a\n\nSlot.\n"


def test_notes_without_a_number_are_counted_and_lose_no_text(lawful: Lawful) -> None:
    extract = lawful(
        paper("<al>Ja<noot>Kaal.</noot> en nee<noot><noot.al>Net.</noot.al></noot>.</al>")
    )
    assert extract.text == "Ja1 en nee2.\n\n1 Kaal.\n\n2 Net.\n"
    assert [(note.number, note.called_at) for note in extract.notes] == [(1, 2), (2, 10)]


def refusal(raw: str | bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_xml(raw.encode() if isinstance(raw, str) else raw)
    return str(caught.value)


def test_metadata_alone_is_no_paper() -> None:
    message = refusal('<metadata_gegevens><metadata name="a" content="b"/></metadata_gegevens>')
    assert "metadata alone" in message


def test_an_unknown_root_is_refused_by_name() -> None:
    assert "unknown kind" in refusal("<rss/>")
    assert "found <wordDocument>" in refusal("<w:wordDocument xmlns:w='urn:w'/>")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE kamerstuk [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE kamerstuk SYSTEM "http://a.nl/x.dtd" [<!ENTITY x "y">]>',
        '<!DOCTYPE kamerstuk [<!ENTITY % x SYSTEM "http://a.nl/x.dtd"> %x;]>',
        "<!DOCTYPE kamerstuk [<!ATTLIST al naam CDATA 'x'>]>",
        '<!-- <a --><!DOCTYPE kamerstuk [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_with_declarations_is_refused(doctype: str, encoding: str) -> None:
    raw = f"{doctype}<kamerstuk><al>Ja</al></kamerstuk>".encode(encoding)
    assert "document type of its own" in refusal(raw)


def test_a_document_type_that_is_only_named_is_not_fetched() -> None:
    named = '<!DOCTYPE kamerstuk PUBLIC "-//OP//NL" "file:///etc/passwd">'
    assert (
        read_xml(f"{named}<kamerstuk><al>&euml;&eacute;n</al></kamerstuk>".encode()).text == "ëén\n"
    )
    assert "entity &onbekend;" in refusal(f"{named}<kamerstuk><al>&onbekend;</al></kamerstuk>")


def test_elements_nested_too_deep_are_refused() -> None:
    for depth in (130, 400, 100_000):
        assert "deep" in refusal("<kamerstuk>" + "<al>" * depth + "</al>" * depth + "</kamerstuk>")


def test_xml_that_is_not_whole_is_refused_with_the_line() -> None:
    assert "a fault at line 2" in refusal("<kamerstuk>\n<al>Ja</kamerstuk>")
    assert "a fault at line 1" in refusal("<kamerstuk><al>&euml;</al></kamerstuk>")


PIECES = st.recursive(
    st.sampled_from(["Vraag 1", " ", "\n", "<sup>1</sup>", "<illustratie/>", "&amp;", "<al/>"]),
    lambda inner: st.builds(
        lambda tag, content: f"<{tag}>{''.join(content)}</{tag}>",
        st.sampled_from(
            ["al", "vraag", "antwoord", "nr", "noot", "noot.nr", "noot.al", "lijst", "li", "li.nr",
             "table", "tgroup", "row", "entry", "nadruk", "kop", "naam", "tussenkop", "divisie"]
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=15,
)  # fmt: skip


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(PIECES, max_size=6))
def test_ranges_hold_and_no_text_is_lost_for_any_paper(lawful: Lawful, pieces: list[str]) -> None:
    extract = lawful(paper("".join(pieces)))
    # What stands as the number of a note is printed with the note and at its mark.
    assert extract.text.count("V") >= "".join(pieces).count("V")
