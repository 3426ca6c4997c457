"""The dispatch of files to their readers: by bytes, within limits, refusals by name."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from corpus import readers
from corpus.extract import Extract, Format
from corpus.readers import UnreadableError, read_bytes, read_file

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"


def zip_of(members: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return target.getvalue()


def refusal(raw: bytes, name: str = "stuk.docx") -> str:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(raw, name)
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    return message


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        (b"Vraag 1\nKent u het bericht?\n", Format.TEXT),
        ("Vraag 1\nKent u het café?\n".encode("utf-16"), Format.TEXT),
        (b"<!DOCTYPE html>\n<p>Vraag 1", Format.HTML),
        (b"\xef\xbb\xbf\n<!-- kopie --><HTML><body>Vraag 1</body></HTML>", Format.HTML),
        (b'<?xml version="1.0"?><html xmlns="x"><body><p>Vraag 1</p></body></html>', Format.HTML),
        (b"<?xml version='1.0'?><officiele-publicatie><al>J</al></officiele-publicatie>", "xml"),
        (b"<!-- a --><kamerstuk><al>Ja</al></kamerstuk>", Format.XML),
        ("<kamerstuk><al>Ja</al></kamerstuk>".encode("utf-16"), Format.XML),
        (b"< 5 procent van de gevallen\n", Format.TEXT),
    ],
)
def test_the_bytes_tell_the_format_whatever_the_name_says(raw: bytes, form: str) -> None:
    assert read_bytes(raw, "stuk.pdf").format == form


def test_a_pdf_is_read_as_one_under_any_name_and_behind_other_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[bytes] = []

    def read_pdf(raw: bytes) -> Extract:
        seen.append(raw)
        return Extract("Ja.\n", Format.PDF)

    monkeypatch.setitem(readers._READERS, Format.PDF, read_pdf)
    for raw in (b"%PDF-1.7\n", b"\n\n" + bytes(1000) + b"%PDF-1.4\n"):
        assert read_bytes(raw, "stuk.docx").format is Format.PDF
        assert seen[-1] == raw


def test_a_zip_that_holds_a_pdf_is_no_pdf() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("stuk.pdf", "%PDF-1.7 …")
    assert "a zip archive" in refusal(target.getvalue())


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (zip_of({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), "Excel workbook"),
        (zip_of({"[Content_Types].xml": "<x/>", "ppt/presentation.xml": "<x/>"}), "PowerPoint"),
        (zip_of({"mimetype": "application/epub", "META-INF/container.xml": "<x/>"}), "EPUB"),
        (zip_of({"mimetype": "application/odt", "content.xml": "<x/>"}), "OpenDocument"),
        (zip_of({"stuk.txt": "Vraag 1"}), "a zip archive"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word document (.doc)"),
        (OLE + "Workbook".encode("utf-16-le"), "an old Excel workbook (.xls)"),
        (OLE + "__substg1.0_".encode("utf-16-le"), "an Outlook message (.msg)"),
        (OLE, "an old Office document"),
        (b"{\\rtf1\\ansi Vraag 1}", "a rich text document (RTF)"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "an image (PNG)"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "an image (JPEG)"),
        (b"II*\0" + bytes(20), "an image (TIFF)"),
        (b"MM\0*" + bytes(20), "an image (TIFF)"),
        (b"\x1f\x8b\x08" + bytes(20), "a gzip archive"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "a 7-Zip archive"),
        (b"%!PS-Adobe-3.0\n", "a PostScript document"),
        (b"\x7fELF" + bytes(20), "a program"),
        (b"From: a@b.nl\nTo: c@d.nl\nSubject: Vraag 1\n\nVraag 1\n", "an e-mail"),
        (
            b"MIME-Version: 1.0\nSubject: x\nContent-Type: multipart/related\n\n",
            "web page saved as one (MHTML). Save it as",
        ),
    ],
)
def test_what_is_not_read_is_refused_by_name_with_a_remedy(raw: bytes, name: str) -> None:
    message = refusal(raw)
    assert name in message
    assert "dd " in message  # "add that", "add the papers in it"


def test_a_protected_document_is_said_to_be_protected() -> None:
    message = refusal(OLE + "EncryptedPackage".encode("utf-16-le"))
    assert "protected with a password" in message
    assert "without protection" in message


def test_a_damaged_zip_is_said_to_be_damaged() -> None:
    whole = zip_of({"[Content_Types].xml": "<x/>", "word/document.xml": "<document/>"})
    assert "damaged zip" in refusal(whole[: len(whole) // 2])


def test_a_missing_file_a_folder_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"weg\.pdf: expected a file, found none"):
        read_file(tmp_path / "weg.pdf")
    with pytest.raises(UnreadableError, match="expected a file, found a folder"):
        read_file(tmp_path)
    (tmp_path / "leeg.txt").touch()
    with pytest.raises(UnreadableError, match=r"leeg\.txt: .* an empty file"):
        read_file(tmp_path / "leeg.txt")


def test_a_file_that_is_no_ordinary_one_is_refused_unopened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "buis.txt")
    with pytest.raises(UnreadableError, match="expected a file, found none"):
        read_file(tmp_path / "buis.txt")


def test_a_file_above_the_limit_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "groot.pdf"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)

    def refuse(_: Path) -> bytes:
        pytest.fail("the file was read")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableError, match="at most 64 MiB, found one of 200 MiB"):
        read_file(path)


def test_bytes_above_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MOST_BYTES", 2**20)
    assert "at most 1 MiB" in refusal(b"a" * (2**20 + 1), "groot.txt")


@pytest.mark.parametrize(
    "raw", [b" \n\t\n", b"<html><body><img src='a.png'></body></html>", b"\xef\xbb\xbf"]
)
def test_a_file_without_text_is_refused(raw: bytes) -> None:
    assert "found none" in refusal(raw, "leeg.html")


def test_read_file_reads_what_read_bytes_reads(tmp_path: Path) -> None:
    path = tmp_path / "stuk.docx"
    path.write_bytes("Vraag 1\r\nKent u het café?\r\n".encode())
    assert read_file(path) == read_bytes(path.read_bytes(), "stuk.docx")
    assert read_file(path).text == "Vraag 1\r\nKent u het café?\r\n"


@pytest.mark.parametrize("cut", [1, 7, 60, 1000, 30_000])
def test_a_cut_off_docx_is_refused_as_damaged(cut: int) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the sample documents are not here (../shared/samples)")
    raw = (SAMPLES / "docx" / "temmink-0900-nummer.docx").read_bytes()
    assert "damaged" in refusal(raw[:-cut], "temmink.docx")


@pytest.mark.parametrize("at", range(0, 90_000, 4_999))
def test_a_docx_with_a_changed_byte_is_read_or_refused(at: int) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the sample documents are not here (../shared/samples)")
    raw = bytearray((SAMPLES / "docx" / "eerdmans-me-arnhem.docx").read_bytes())
    raw[at % len(raw)] ^= 0x55
    try:
        extract = read_bytes(bytes(raw), "eerdmans.docx")
    except UnreadableError as error:
        assert str(error).startswith("eerdmans.docx: ")  # noqa: PT017
    else:
        assert "Vraag 1" in extract.text
