"""The Documents page: what there is, files that come in, are looked at, stored, and go again."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from corpus import Library, Outcome, PaperType
from corpus.worker import Worker
from retrieval import Settings
from ui import adding
from ui.adding import read_upload, safe_name, store_upload, turn_to_read, upload
from ui.text import DOCUMENTS, WORDS
from ui.told import said_in

NL = DOCUMENTS["nl"]
EMPTY = "<p>Verwacht wordt een stuk, maar het bestand is leeg. Haal het opnieuw op.</p>"
HOSTILE = "<img src=x onerror=alert(1)>"
PAPER = (
    "Tweede Kamer der Staten-Generaal\nVergaderjaar 2023–2024 Aanhangsel van de Handelingen\n\n"
    "{number}\n\nVragen van het lid Bos (SP) aan de Minister van Defensie over {about} (ingezonden "
    "5 maart 2024).\n\nAntwoord van Minister Smit (Defensie) (ontvangen 2 april 2024).\n\n"
    "Vraag 1\nIs er genoeg {about}?\n\nAntwoord 1\n{answer}\n"
)


def paper(number: int = 1500, about: str = "munitie", answer: str = "Ja.") -> bytes:
    return PAPER.format(number=number, about=about, answer=answer).encode()


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as worker:
        yield worker


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("antwoord 12 (definitief).pdf", "antwoord 12 (definitief).pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\..\\stuk.PDF", "stuk.pdf"),
        ("..", "stuk"),
        (".pdf", "pdf"),
        ("", "stuk"),
        ("a\x00b\x1b[31m\u202efdp.exe\n.txt", "ab_31mfdp.exe.txt"),
        ('<b onclick="x">*?|.docx', "_b onclick__x_____.docx"),
        ("é" * 500 + ".html", "é" * 60 + ".html"),
    ],
)
def test_a_name_is_never_a_path_nor_obeyed_by_a_screen(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept
    assert len(safe_name(sent).encode()) < 255


def test_a_file_is_read_aside_and_nothing_is_left(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "aside"))
    (tmp_path / "aside").mkdir()
    item = read_upload(upload("../../x.txt", paper()), worker)
    assert item.read is not None
    assert item.read.document.id == "ah-tk-20232024-1500"
    library = Library(tmp_path / "library")
    stored = store_upload(item, library)
    assert stored.outcome is Outcome.ADDED
    assert [version.file for version in library.papers()["ah-tk-20232024-1500"]] == ["x.txt"]
    assert list((tmp_path / "aside").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["aside", "library"]


@pytest.mark.parametrize(
    ("name", "raw", "english", "dutch"),
    [
        (
            "leeg.pdf",
            b"",
            "expected a paper, found an empty file.",
            "verwacht wordt een stuk, maar",
        ),
        (
            "programma.pdf",
            b"MZ\x90\x00\x03\x00\x00\x00" * 200,
            "found a program. Save it as DOCX",
            "maar dit is een programma. Bewaar het als DOCX",
        ),
        (
            "bericht.html",
            b"<html><script>alert(1)</script><p>Zomaar iets.</p></html>",
            "another layout can be read as a letter",
            "kunt u als brief laten lezen",
        ),
        (
            "vragen.txt",
            b"Vraag 1\nKomt dat er?\n\nVraag 2\nWanneer?\n",
            "expected answers, found none (read as ",
            "er zijn geen antwoorden in gevonden (gelezen als ",
        ),
        (
            "kapot.pdf",
            b"%PDF-1.4\n1 0 obj\n<<>>\n",
            "expected a whole PDF, found a damaged one.",
            "deze PDF is beschadigd.",
        ),
        (
            "groot.txt",
            b"x" * (adding.MOST_MEBIBYTES * 2**20 + 1),
            "at most 25 MiB, found one of 25 MiB",
            "hoogstens 25 MiB, dit is er een van 25 MiB",
        ),
    ],
)
def test_a_refused_file_says_why_in_the_readers_words(
    worker: Worker, name: str, raw: bytes, english: str, dutch: str
) -> None:
    item = read_upload(upload(name, raw), worker)
    assert item.read is None
    assert item.refusal is not None
    assert english in said_in(item.refusal, "en").text
    assert dutch in said_in(item.refusal, "nl").text
    assert item.may_be_letter == (name == "bericht.html")


def test_a_paper_that_cannot_be_stored_says_so_without_the_path_of_its_copy(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add(_: Library, path: Path, *__: object, **___: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Library, "add", add)
    stored = store_upload(read_upload(upload("x.txt", paper()), worker), Library(tmp_path))
    assert stored.outcome is Outcome.FAILED
    assert stored.refusal is not None
    assert said_in(stored.refusal, "nl").text == (
        "x.txt: het stuk kon niet worden bewaard: de schijf is vol. Maak ruimte, of zet "
        "KAMERBRON_HOME op een map waarin u mag schrijven."
    )


def test_who_reads_is_told_to_wait_only_while_as_many_others_read_as_may() -> None:
    told: list[str] = []
    waits = threading.Event()

    def third() -> None:
        with turn_to_read(waits.set):
            told.append("read")

    with turn_to_read(told.clear), turn_to_read(lambda: told.append("second waits")):
        other = threading.Thread(target=third)
        other.start()
        assert waits.wait(10)
        assert told == []
    other.join(10)
    assert told == ["read"]


def test_a_text_of_no_known_kind_is_read_as_a_letter_when_asked(worker: Worker) -> None:
    item = read_upload(upload("bericht.txt", b"Zomaar een bericht over de begroting."), worker)
    item = read_upload(replace(item, as_letter=True, refusal=None), worker)
    assert item.read is not None
    assert item.read.document.paper.type is PaperType.LETTER


def test_every_outcome_has_words() -> None:
    for text in DOCUMENTS.values():
        assert set(text.outcomes) == set(Outcome)


SCRIPT = """
import streamlit as st
from ui import ask, documents, paper
from ui.frame import choose_language, navigate
choose_language("nl")
navigate({
    "documents": (documents.show, "Stukken", ":material/folder_open:", True),
    "paper": (paper.show, "Stuk", ":material/article:", False),
    "ask": (ask.show, "Vraag", ":material/search:", True),
}).run()
"""


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    """A home of its own with the starter's index, in which papers may come and go."""
    shutil.copytree(settings.index_root, tmp_path / "index")
    (tmp_path / "models").symlink_to(settings.model_cache)
    return tmp_path


@pytest.fixture
def app(home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("KAMERBRON_HOME", str(home))
    monkeypatch.setenv("KAMERBRON_THREADS", "1")
    return AppTest.from_string(SCRIPT, default_timeout=120).run()


def shown(app: AppTest) -> str:
    assert not app.exception
    bodies = [element.proto.body for element in app.get("html")]
    return "\n".join(body for body in bodies if not body.startswith(("<style>", "<script>")))


def button(app: AppTest, label: str) -> Any:
    return next(button for button in app.button if button.label == label)


def settled(app: AppTest) -> AppTest:
    """The page once the index has followed."""
    for thread in threading.enumerate():
        if thread.name == "refresh":
            thread.join(60)
    return app.run()


def listed(app: AppTest) -> list[str]:
    """The identifiers of the list of papers, in its order."""
    cards = shown(app).split('<div class="kb-paper">')[1:]
    return [card.split("<p>")[2].split(" · ")[0] for card in cards]


def test_what_the_corpus_holds_and_what_not(app: AppTest) -> None:
    page = shown(app)
    assert "<dt>Stukken</dt><dd>5</dd>" in page
    assert "<dt>Officiële antwoorden</dt><dd>134</dd>" in page
    assert "<dd>30 maart 2020 – 20 december 2023</dd>" in page
    row = page[page.index('<th scope="row">2022</th>') :].partition("</tr>")[0]
    assert "<td>0</td>" in row
    assert NL.no_papers in row
    row = page[page.index('<th scope="row">2021</th>') :].partition("</tr>")[0]
    assert '<div class="kb-meter" aria-hidden="true"><span class="kb-t0"' in row
    assert row.count('<span class="kb-swatch kb-t0" aria-hidden="true"></span>1 × Antwoord op') == 1
    assert " · ingezonden 15 oktober 2021 · " in page
    assert "Geen stukken uit 2022." in page
    assert "Alleen uit deze dossiers: 27925 (4)." in page
    assert "Stukken per Kamer: Tweede Kamer 4; Eerste Kamer 1." in page
    assert "vraag 23: niets geeft aan waar het antwoord begint" in page
    assert NL.behind not in page
    assert page.count(NL.shipped) == 5
    assert NL.remove not in [button.label for button in app.button]


def test_papers_are_searched_and_put_in_order(app: AppTest) -> None:
    assert listed(app)[0] == "kst-27925-963"
    app.selectbox(key="documents-order").set_value("oldest").run()
    assert listed(app)[0] == "kst-27925-AA"
    app.selectbox(key="documents-order").set_value("answers").run()
    assert listed(app)[0] == "kst-27925-748"
    app.text_input(key="documents-search").set_value("BOSWIJK beeindigen").run()
    assert listed(app) == ["2021Z18068"]
    app.text_input(key="documents-search").set_value("zeppelin").run()
    assert NL.none_found in shown(app)


def test_good_and_bad_files_are_looked_at_stored_found_and_removed(
    app: AppTest, home: Path
) -> None:
    files = [
        ("munitie.txt", paper(answer=f"Er zijn 5.000 granaten. {HOSTILE}"), "text/plain"),
        ("leeg.txt", b"", "text/plain"),
        (f"{HOSTILE}.txt", paper(1501, "drones", "Nee, er zijn er 12."), "text/plain"),
    ]
    app.file_uploader[0].set_value(files).run()
    page = shown(app)
    assert page.count(NL.ready_more) == 2
    assert EMPTY in page
    assert "<dd>ah-tk-20232024-1500</dd>" in page
    assert f"<dd>{WORDS['nl'].day(date(2024, 4, 2))}</dd>" in page
    assert "Er zijn 5.000 granaten. &lt;img" in page
    assert "<img" not in page
    assert not (home / "library").exists()

    button(app, NL.store_all.format(count=2)).click().run()
    settled(app)
    page = shown(app)
    assert page.count(NL.outcomes[Outcome.ADDED]) == 2
    assert EMPTY in page
    assert NL.behind not in page
    assert listed(app)[:2] == ["ah-tk-20232024-1501", "ah-tk-20232024-1500"]

    newer = ("munitie.txt", paper(answer="Er zijn nu 9.000 granaten."), "text/plain")
    app.file_uploader[0].set_value([newer, ("zo.txt", *files[2][1:])]).run()
    assert NL.known_paper.format(file="munitie.txt") in shown(app)
    assert NL.outcomes[Outcome.ALREADY_THERE] in shown(app)
    assert [button.label for button in app.button].count(NL.store) == 1
    button(app, NL.store).click().run()
    settled(app)
    assert NL.outcomes[Outcome.NEW_VERSION] in shown(app)

    app.button(key="remove-ah-tk-20232024-1500").click().run()
    assert NL.remove_sure in shown(app)
    app.button(key="remove-yes").click().run()
    settled(app)
    assert listed(app)[0] == "ah-tk-20232024-1501"
    assert list(Library(home / "library").papers()) == ["ah-tk-20232024-1501"]
    assert NL.behind not in shown(app)


def test_a_session_holds_no_more_files_than_may_be_and_takes_a_turn_for_each(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[str] = []

    @contextmanager
    def counted(_: object) -> Iterator[None]:
        yield
        turns.append("read")

    monkeypatch.setattr(adding, "MOST_FILES", 3)
    monkeypatch.setattr(adding, "turn_to_read", counted)
    first, second, third, fourth = (
        (f"{number}.txt", paper(number), "text/plain") for number in range(1, 5)
    )
    app.file_uploader[0].set_value([first, second]).run()
    app.file_uploader[0].set_value([second, third, fourth]).run()
    assert [item.name for item in app.session_state["documents-uploads"].values()] == [
        *("1.txt", "2.txt", "3.txt")
    ]
    assert NL.too_many.format(count=3, names="4.txt") in shown(app)
    assert turns == ["read"] * 3
    button(app, NL.put_away).click().run()
    app.file_uploader[0].set_value([fourth]).run()
    assert len(app.session_state["documents-uploads"]) == 3
    assert "4.txt" in shown(app)


def test_an_index_that_is_behind_answers_and_is_brought_up_to_date(
    app: AppTest, home: Path, worker: Worker
) -> None:
    item = read_upload(upload("schepen.txt", paper(1502, "schepen")), worker)
    store_upload(item, Library(home / "library"))
    assert NL.behind in shown(app.run())
    assert "ah-tk-20232024-1502" in listed(app)
    button(app, NL.refresh).click().run()
    settled(app)
    assert NL.behind not in shown(app)
