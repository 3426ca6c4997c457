"""PDF: what is printed where, on the published papers and on small PDFs drawn here."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pypdfium2
import pytest

from corpus.extract import Extract, Format
from corpus.readers import pdf as reader
from corpus.readers.errors import UnreadableError
from corpus.readers.pdf import read_pdf

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "pdf"
PROSE = (
    "De regering heeft hierover met de betrokken partijen overleg gevoerd en daarbij is vastgesteld"
    " dat de uitvoering in de komende jaren aandacht vraagt. Daarom wordt de Kamer later dit jaar "
    "nader ingelicht over de voortgang van de maatregelen en over de kosten daarvan. "
)
OTHER = (
    "Met de gemeenten is afgesproken dat zij elk kwartaal melden hoeveel aanvragen zijn toegekend, "
    "hoeveel er nog wachten op een besluit en wat de oorzaken zijn van de gemelde vertraging. "
)

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample papers are not here")


# What a page draws.


def shown(text: str) -> str:
    return "(" + re.sub(r"([\\()])", r"\\\1", text) + ")"


def at(x: float, y: float, text: str, size: float = 9, font: int = 1) -> str:
    return f"BT /F{font} {size} Tf {x} {y} Td {shown(text)} Tj ET\n"


def lines(x: float, y: float, text: list[str], size: float = 9, pitch: float = 1.3) -> str:
    return "".join(at(x, y - size * pitch * row, line, size) for row, line in enumerate(text))


def prose(x: float, y: float, text: str, width: int = 70, size: float = 9) -> str:
    return lines(x, y, textwrap.wrap(text, width), size)


def called(x: float, y: float, before: str, number: str, after: str) -> str:
    """A line with a superscript in it."""
    raised = f"/F1 5.5 Tf 3 Ts {shown(number)} Tj 0 Ts /F1 9 Tf"
    return f"BT /F1 9 Tf {x} {y} Td {shown(before)} Tj {raised} {shown(after)} Tj ET\n"


def note(x: float, y: float, number: int, text: str) -> str:
    return at(x, y + 2.5, str(number), 4.5) + at(x + 6, y, text, 7)


def rule(x0: float, x1: float, y: float) -> str:
    return f"0.5 w {x0} {y} m {x1} {y} l S\n"


IMAGE = "q 500 0 0 700 40 60 cm /Im Do Q\n"


def make_pdf(
    pages: list[str], *, trailer: str = "", info: str = "", rotate: int = 0, box: str = "595 842"
) -> bytes:
    """A PDF with these page contents: Helvetica (F1), bold (F2), oblique (F3), an image (Im)."""
    names = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")
    bodies = [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        for name in names
    ]
    bodies.append(
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
        "/BitsPerComponent 8 /Length 1 >>\nstream\nx\nendstream"
    )
    bodies.append(f"<< {info} >>")
    first = len(bodies) + 3
    kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(pages)))
    bodies.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    bodies.append("<< /Type /Catalog /Pages 6 0 R >>")
    for index, content in enumerate(pages):
        bodies.append(
            f"<< /Type /Page /Parent 6 0 R /MediaBox [0 0 {box}] "
            f"/Rotate {rotate} /Resources << /Font << /F1 1 0 R /F2 2 0 R /F3 3 0 R >> "
            f"/XObject << /Im 4 0 R >> >> /Contents {first + 2 * index + 1} 0 R >>"
        )
        bodies.append(
            f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream"
        )
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(bodies) + 1
    return out + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n"
        f"<< /Size {size} /Root 7 0 R /Info 5 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("cp1252")


def cut(extract: Extract, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [extract.text[start:end] for start, end in spans]


def sample(name: str) -> Extract:
    (path,) = SAMPLES.glob(f"{name}*.pdf")
    return read_pdf(path.read_bytes())


# The published papers.

LABELS = {
    "00fe7edd": "1; 2; 3, 4 en 5; 6",
    "01bf9f06": "",
    "1a2d8959": "1; 2; 3; 4; 5; 6; 7; 8; 9; 10; 11; 12; 13",
    "1b0f0b98": "1; 2; 3; 4; 5; 6; 7; 8; 9; 10 en 11; 12; 13; 14; 15",
    "1b26915f": "1; 2; 3; 4; 5; 6",
    "1b2d2126": "1; 2; 3, 4, 5 en 6; 7, 8, 9 10 en 11; 12",
    "1bb0809b": "1; 2 en 3; 4; 5",
    "1c0f765c": "1; 2; 3; 4; 5; 6; 7; 8; 9",
    "1dac45ca": "1; 2; 3; 4; 5; 6; 7",
}
NOTES = {
    "00fe7edd": 2,
    "01bf9f06": 1,
    "1a2d8959": 2,
    "1b0f0b98": 16,
    "1b26915f": 8,
    "1b2d2126": 4,
    "1c0f765c": 15,
}


@needs_samples
@pytest.mark.parametrize("name", LABELS)
def test_each_label_of_a_published_paper_has_its_own_line(name: str) -> None:
    labels = re.findall(r"(?m)^Antwoord (\d.*)$", sample(name).text)
    assert "; ".join(labels) == LABELS[name]


@needs_samples
@pytest.mark.parametrize("name", LABELS)
def test_running_feet_and_colophon_are_furniture_and_the_title_is_not(name: str) -> None:
    extract = sample(name)
    furniture = "".join(cut(extract, extract.furniture))
    feet = re.findall(r"Tweede Kamer, vergaderjaar 20\d\d–20\d\d, Aanhangsel(?: \d)?\n", furniture)
    assert len(feet) == len(extract.pages)
    colophon = r"(?:(?:ah-tk-\d+-\d+|ISSN 0921 - 7398|’s-Gravenhage 20\d\d)\n){3}"
    assert re.sub(colophon, "", furniture, count=1) == "".join(feet)


@needs_samples
@pytest.mark.parametrize(("name", "count"), NOTES.items())
def test_each_footnote_is_told_apart_and_tied_to_its_mark(name: str, count: int) -> None:
    extract = sample(name)
    assert [note.number for note in extract.notes] == list(range(1, count + 1))
    assert extract.marks is not None
    assert [note.called_at for note in extract.notes] == [start for start, _ in extract.marks]
    for note, mark in zip(extract.notes, cut(extract, extract.marks), strict=True):
        assert mark == str(note.number)
        assert extract.text[slice(*note.span)].startswith(f"{note.number} ")


@needs_samples
def test_marks_stand_at_their_place_in_the_line() -> None:
    assert "regenboogbeleid»?1\n" in sample("00fe7edd").text
    assert "klantrekeningen: «Het was te verleidelijk»»1?\n" in sample("1b2d2126").text


@needs_samples
def test_short_footnotes_have_a_line_each() -> None:
    extract = sample("1b0f0b98")
    assert cut(extract, tuple(note.span for note in extract.notes[9:12])) == [
        "10 Tweede Kamer, vergaderjaar 2017–2018, 26 485, nr. 267\n",
        "11 Tweede Kamer, vergaderjaar 2021–2022, 26 485, nr. 380\n",
        "12 Kamerstuk 26 485, nr. 380\n",
    ]


@needs_samples
def test_table_rows_stay_rows() -> None:
    extract = sample("00fe7edd")
    assert cut(extract, extract.tables) == [
        "Grond\tMeldingen in 2021\tMeldingen in 2022\tMeldingen in 2023\n"
        "Geslacht(Trans)\t2\t3\t6\nSeksuele gerichtheid\t10\t14\t34\nTOTAAL\t12\t17\t40\n",
        "Grond\tMeldingen in 2021\tMeldingen in 2022\tMeldingen in 2023\n"
        "Seksuele gerichtheid\t66\t73\t74\n",
    ]


@needs_samples
def test_letters_and_their_accents_stay_together() -> None:
    assert "Kostic´ (PvdD)" in sample("00fe7edd").text
    assert "Yes¸ilgöz" in sample("1bb0809b").text


@needs_samples
def test_a_hyphen_at_a_line_end_stays_and_paragraphs_are_parted() -> None:
    text = sample("00fe7edd").text
    assert "om zich regen-\nboogprovincie te mogen" in text
    assert "(ingezonden 6 maart\n2024).\n\nAntwoord van Minister Dijkgraaf" in text
    assert "\n\nVraag 1\nHeeft u kennisgenomen" in text
    assert "waarom niet?\n\nKent u de Inventarisatie" in text


@needs_samples
@pytest.mark.parametrize("name", LABELS)
def test_ranges_are_sorted_and_within_the_text(name: str) -> None:
    extract = sample(name)
    notes = tuple(note.span for note in extract.notes)
    for spans in (
        extract.pages,
        extract.furniture,
        extract.marks or (),
        extract.headings,
        extract.tables,
        notes,
    ):
        places = [place for span in spans for place in span]
        assert places == sorted(places)
        assert all(0 <= start < end <= len(extract.text) for start, end in spans)
    assert extract.pages[0][0] == 0
    assert extract.pages[-1][1] == len(extract.text)


@needs_samples
@pytest.mark.parametrize("name", LABELS)
def test_no_letter_of_a_paper_is_lost_or_made_up(name: str) -> None:
    (path,) = SAMPLES.glob(f"{name}*.pdf")
    drawn = Counter[str]()
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            drawn.update(page.get_textpage().get_text_range().replace("\ufffe", "-"))
    read = Counter(sample(name).text)
    for blank in " \r\n\t":
        del drawn[blank], read[blank]
    assert read == drawn


@needs_samples
def test_what_the_file_says_about_itself_is_kept() -> None:
    facts = dict(sample("1b0f0b98").metadata)
    assert facts["Subject"].startswith("Antwoord op vragen van de leden Hirsch en Teunissen")


# Small PDFs.


def test_a_plain_page() -> None:
    extract = read_pdf(
        make_pdf(
            [at(79, 700, "Vraag 1", font=2) + at(79, 688, "Klopt dat?")], info="/Title (Antwoorden)"
        )
    )
    assert extract.format is Format.PDF
    assert extract.text == "Vraag 1\nKlopt dat?\n"
    assert extract.pages == ((0, len(extract.text)),)
    assert extract.metadata == (("Title", "Antwoorden"),)
    assert [extract.furniture, extract.tables, extract.notes, extract.warnings] == [()] * 4


def test_columns_are_read_one_after_the_other() -> None:
    page = (
        at(60, 780, "Verslag van een overleg", 14, 2)
        + prose(60, 740, PROSE * 2, width=45)
        + prose(310, 737, OTHER * 2, width=45)
    )
    text = " ".join(read_pdf(make_pdf([page])).text.split())
    assert text == f"Verslag van een overleg {PROSE * 2}{OTHER * 2}".strip()


def test_columns_above_and_below_a_full_line_stay_apart() -> None:
    full = "Deze regel loopt over beide kolommen heen, van de linkermarge tot de rechtermarge toe."
    page = (
        prose(60, 740, PROSE, width=45)
        + prose(310, 740, OTHER, width=45)
        + at(60, 600, full, 12)
        + prose(60, 560, OTHER, width=45)
        + prose(310, 560, PROSE, width=45)
    )
    text = " ".join(read_pdf(make_pdf([page])).text.split())
    assert text == f"{PROSE}{OTHER}{full} {OTHER}{PROSE}".strip()


LETTERHEAD = ["Directoraat-Generaal", "Curatieve Zorg", "Onze referentie", "3784512-1060"]


def ministry_letter() -> bytes:
    return make_pdf(
        [
            at(79, 600, "Datum")
            + at(130, 600, "12 maart 2024")
            + lines(452, 700, [*LETTERHEAD, "Bezoekadres", "Parnassusplein 5"], 6.5)
            + prose(79, 560, PROSE * 3)
            + at(452, 40, "Pagina 1 van 2", 6.5),
            lines(452, 760, LETTERHEAD, 6.5)
            + prose(79, 757, OTHER * 3)
            + at(452, 40, "Pagina 2 van 2", 6.5),
        ]
    )


def test_the_letterhead_of_a_ministry_does_not_run_through_the_letter() -> None:
    extract = read_pdf(ministry_letter())
    furniture = "".join(cut(extract, extract.furniture)).split("\n")
    assert furniture.count("Onze referentie") == 2
    assert {"Pagina 1 van 2", "Pagina 2 van 2", "Parnassusplein 5"} <= set(furniture)
    kept = extract.text
    for start, end in reversed(extract.furniture):
        kept = kept[:start] + kept[end:]
    assert " ".join(kept.split()) == f"Datum 12 maart 2024 {PROSE * 3}{OTHER * 3}".strip()


def test_a_running_head_is_furniture_and_a_title_is_not() -> None:
    pages = [
        (at(79, 700, "Beantwoording van vragen", 14, 2) if number == 1 else "")
        + at(79, 800, "Ministerie van Financien, vertrouwelijk")
        + prose(79, 650 - number, PROSE if number % 2 else OTHER)
        + at(290, 30, str(number))
        for number in (1, 2, 3)
    ]
    extract = read_pdf(make_pdf(pages))
    assert cut(extract, extract.furniture) == [
        line
        for number in (1, 2, 3)
        for line in ("Ministerie van Financien, vertrouwelijk\n", f"{number}\n")
    ]
    assert cut(extract, extract.headings) == ["Beantwoording van vragen\n"]


def test_numbers_of_questions_at_the_head_of_pages_are_no_page_numbers() -> None:
    pages = [at(79, 780, str(number)) + prose(79, 768, PROSE) for number in (1, 2, 3)]
    extract = read_pdf(make_pdf(pages))
    assert not extract.furniture


@pytest.mark.parametrize("size", [9, 7])
def test_numbers_of_questions_in_the_margin_stay_with_their_questions(size: float) -> None:
    page = "".join(
        at(60, 760 - 100 * row, str(row + 1), size) + prose(100, 748 - 100 * row, PROSE)
        for row in range(4)
    )
    text = read_pdf(make_pdf([page])).text
    assert re.findall(r"(?m)^(\d)\n(?=\n?De regering)", text) == list("1234")


def test_lines_with_wide_blanks_are_no_table_and_aligned_cells_are() -> None:
    loose = "".join(
        at(79, 700 - 12 * row, "Zo staat het er,") + at(152, 700 - 12 * row, "wijd uit elkaar")
        for row in range(3)
    )
    cells = (("Jaar", "Uitgaven"), ("2021", "12,5"), ("2022", "14,0"))
    table = "".join(
        at(79, 600 - 12 * row, left) + at(200, 600 - 12 * row, right)
        for row, (left, right) in enumerate(cells)
    )
    extract = read_pdf(make_pdf([loose + table]))
    assert cut(extract, extract.tables) == ["Jaar\tUitgaven\n2021\t12,5\n2022\t14,0\n"]
    assert extract.text.startswith("Zo staat het er, wijd uit elkaar\n")


def test_superscripts_call_notes_and_subscripts_do_not() -> None:
    page = (
        called(79, 700, "Het rapport is openbaar.", "1", " Het is gelezen door velen in de Kamer.")
        + called(79, 688, "De woning is 80 m", "2", " groot en staat in een wijk van Den Haag.")
        + "BT /F1 9 Tf 79 676 Td (De uitstoot van CO) Tj /F1 6 Tf -2 Ts (2) Tj 0 Ts /F1 9 Tf "
        "( daalt sinds enkele jaren gestaag in dit land.) Tj ET\n"
        + called(79, 664, "Dat staat vast", "2", ", ook volgens het bureau dat de cijfers levert.")
        + note(79, 100, 1, "Kamerstuk 27 925, nr. 748.")
        + note(79, 90, 2, "Bijlage bij Kamerstuk 29 477, nr. 850,")
        + at(85, 81, "tweede druk.", 7)
    )
    extract = read_pdf(make_pdf([page]))
    text = extract.text
    assert extract.marks is not None
    assert [(text[start - 1], text[start:end]) for start, end in extract.marks] == [
        (".", "1"),
        ("t", "2"),
    ]
    assert "80 m2 groot" in text
    assert "CO2 daalt" in text
    assert [(note.number, text[slice(*note.span)]) for note in extract.notes] == [
        (1, "1 Kamerstuk 27 925, nr. 748.\n"),
        (2, "2 Bijlage bij Kamerstuk 29 477, nr. 850,\ntweede druk.\n"),
    ]
    assert [note.called_at for note in extract.notes] == [start for start, _ in extract.marks]


def test_a_superscript_without_a_note_is_no_mark_unless_it_counts_on() -> None:
    page = called(79, 700, "Dit is zo", "1", ".") + called(79, 688, "Het is 10", "6", " keer zo.")
    extract = read_pdf(make_pdf([page + prose(79, 660, PROSE)]))
    assert extract.marks is not None
    assert cut(extract, extract.marks) == ["1"]


def test_the_cells_of_a_ruled_table_with_running_text_are_read_one_by_one() -> None:
    y, page = 700.0, rule(60, 540, 700)
    for number, (question, answer) in enumerate(((PROSE, OTHER), (OTHER, PROSE * 2)), 7):
        page += at(62, y - 11, str(number))
        page += prose(90, y - 11, question, width=40) + prose(310, y - 11, answer, width=42)
        y -= 120
        page += rule(60, 540, y)
    text = " ".join(read_pdf(make_pdf([page])).text.split())
    assert text == f"7 {PROSE}{OTHER}8 {OTHER}{PROSE * 2}".strip()


def test_paragraphs_are_parted_at_gaps_indents_and_short_lines_only() -> None:
    rows = textwrap.wrap(PROSE, 70)
    page = lines(79, 700, rows) + at(90, 700 - len(rows) * 11.7, OTHER[:60])
    page += lines(79, 700 - (len(rows) + 1) * 11.7, textwrap.wrap(OTHER[60:], 70))
    text = read_pdf(make_pdf([page])).text
    assert text.count("\n\n") == 1
    assert f"{rows[-1]}\n\n{OTHER[:20]}" in text


@pytest.mark.parametrize(
    ("rotation", "matrix", "box"),
    [
        (90, "0 1 -1 0 595 0", "842 595"),
        (180, "-1 0 0 -1 595 842", "595 842"),
        (270, "0 -1 1 0 0 842", "842 595"),
    ],
)
def test_a_page_drawn_sideways_is_read_upright(rotation: int, matrix: str, box: str) -> None:
    page = called(60, 400, "Dit blad ligt op zijn kant", "1", ".") + prose(60, 370, PROSE)
    page += at(60, int(box.split()[1]) - 25, "Pagina 1 van 1")
    upright = read_pdf(make_pdf([page], box=box))
    assert upright.text.startswith("Pagina 1 van 1\n\nDit blad ligt op zijn kant1.\n\nDe regering")
    assert cut(upright, upright.furniture) == ["Pagina 1 van 1\n"]
    assert read_pdf(make_pdf([f"q {matrix} cm\n{page}Q\n"], rotate=rotation)) == upright


def test_what_lies_outside_the_page_is_not_shown() -> None:
    page = at(79, 700, "Vraag 1") + at(79, 900, "drukproef 3")
    assert read_pdf(make_pdf([page])).text == "Vraag 1\n"


def test_blanks_without_space_characters_are_spaces_or_part_cells() -> None:
    page = "BT /F1 9 Tf 79 700 Td [(Zie) -300 (ook) -300 (de v) 20 (olgende tabel.)] TJ ET\n"
    for row, cells in enumerate(
        ("(Jaar) -6000 (Uitgaven)", "(2021) -6000 (12)", "(2022) -6000 (14)")
    ):
        page += f"BT /F1 9 Tf 79 {680 - 12 * row} Td [{cells}] TJ ET\n"
    text = read_pdf(make_pdf([page])).text
    assert text == "Zie ook de volgende tabel.\n\nJaar\tUitgaven\n2021\t12\n2022\t14\n"


def test_lines_in_bold_or_large_type_that_stand_alone_are_headings() -> None:
    thick = at(79, 600, "Vet getekend").replace("BT ", "BT 2 Tr ").replace(" ET", " 0 Tr ET")
    page = at(79, 760, "Groot", 14) + prose(79, 730, PROSE) + at(79, 660, "Vet", font=2)
    page += prose(79, 640, PROSE) + thick + prose(79, 580, PROSE)
    page += at(79, 520, "Dit is een vette zin.", font=2)
    extract = read_pdf(make_pdf([page]))
    assert cut(extract, extract.headings) == ["Groot\n", "Vet\n", "Vet getekend\n"]


def test_pages_that_begin_and_end_alike_keep_their_text() -> None:
    extract = read_pdf(make_pdf([prose(79, 800, PROSE * 16)] * 3))
    assert not extract.furniture


def test_a_reference_in_body_type_beside_each_page_is_furniture() -> None:
    pages = [
        at(452, 760, "Onze referentie") + at(452, 749, "3784512-1060") + prose(79, 757, body * 3)
        for body in (PROSE, OTHER)
    ]
    extract = read_pdf(make_pdf(pages))
    assert cut(extract, extract.furniture) == ["Onze referentie\n3784512-1060\n"] * 2


def test_equal_footnotes_are_no_running_feet_and_one_may_go_on_overleaf() -> None:
    pages = [
        prose(79, 700, PROSE * 2)
        + called(79, 640, "Dat is gemeld", str(number), " aan de Kamer.")
        + note(79, 60, number, "Aldaar.")
        for number in (1, 2)
    ]
    pages[1] += note(79, 50, 3, "Zie de brief van 7 juni, waarin")
    pages.append(prose(79, 700, PROSE * 2) + at(85, 60, "dit is uitgelegd.", 7))
    extract = read_pdf(make_pdf(pages))
    assert not extract.furniture
    assert [(note.number, extract.text[slice(*note.span)]) for note in extract.notes] == [
        (1, "1 Aldaar.\n"),
        (2, "2 Aldaar.\n"),
        (3, "3 Zie de brief van 7 juni, waarin\n"),
        (3, "dit is uitgelegd.\n"),
    ]


def test_an_image_between_pages_of_text_is_reported_with_its_place() -> None:
    extract = read_pdf(make_pdf([prose(79, 700, PROSE), IMAGE, prose(79, 700, OTHER)]))
    (warning,) = extract.warnings
    assert warning.message == "page 2 holds an image and no text"
    assert 0 < warning.at <= extract.text.index(OTHER[:20])


# What cannot be read.

LOCKED = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
    f"/O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00> <00>]"
)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "does not begin as one"),
        (b"PK\x03\x04 no PDF", "does not begin as one"),
        (b"%PDF-1.7\n nothing more", "a damaged one"),
        (make_pdf([at(79, 700, "geheim")], trailer=LOCKED), "an encrypted one"),
        (make_pdf([]), "found one without"),
        (make_pdf([""]), "with text, found none"),
        (make_pdf([IMAGE, IMAGE]), "recognition"),
    ],
    ids=["empty", "other", "damaged", "encrypted", "pageless", "blank", "scanned"],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(raw: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_pdf(raw)


def test_more_pages_than_a_paper_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PAGES", 2)
    assert len(read_pdf(make_pdf([at(79, 700, "Ja.")] * 2)).pages) == 2
    with pytest.raises(UnreadableError, match="at most 2 pages, found 3"):
        read_pdf(make_pdf([at(79, 700, "Ja.")] * 3))


def test_a_cut_off_file_is_refused_or_read_but_never_breaks() -> None:
    whole = ministry_letter()
    for length in range(0, len(whole), 97):
        with suppress(UnreadableError):
            assert read_pdf(whole[:length]).text.strip()
