"""The user's papers: all or nothing, versions kept, the newest used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus import STARTER, Document, Library, Outcome, StoreError, fingerprint, load_corpus
from corpus.extract import Extract
from corpus.parsing import parse_extract
from corpus.worker import Read

HEAD = (
    "Tweede Kamer der Staten-Generaal\nVergaderjaar 2023–2024 Aanhangsel van de Handelingen\n\n"
    "1500\n\nVragen van het lid Bos (SP) aan de Minister van Defensie over munitie (ingezonden "
    "5 maart 2024).\n\nAntwoord van Minister Smit (Defensie) (ontvangen 2 april 2024).\n\n"
)
BODY = "Vraag 1\nIs er genoeg munitie?\n\nAntwoord 1\n{answer}\n"


def add(library: Library, path: Path, answer: str = "Ja.", modified: str = "") -> Outcome:
    """Writes a paper with this answer, reads and adds it."""
    path.write_text(HEAD + BODY.format(answer=answer))
    return stored(library, path, (("ModDate", modified),) if modified else ())


def stored(library: Library, path: Path, metadata: tuple[tuple[str, str], ...] = ()) -> Outcome:
    extract = Extract(path.read_text(), metadata=metadata)
    return library.add(path, Read(extract, parse_extract(extract, name=path.stem)))[0]


def answers(library: Library) -> dict[str, str]:
    found = [item for item in library.documents() if isinstance(item, Document)]
    return {answer.id: answer.text for document in found for answer in document.answers}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


def test_a_paper_comes_in_whole_with_its_original(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "antwoord.txt"
    assert add(library, path) is Outcome.ADDED
    assert answers(library) == {"ah-tk-20232024-1500#1": "Ja."}
    originals = list((library.folder / "originals").iterdir())
    assert [original.read_bytes() for original in originals] == [path.read_bytes()]


def test_the_same_file_is_there_already(library: Library, tmp_path: Path) -> None:
    add(library, tmp_path / "a.txt")
    copy = tmp_path / "copy.txt"
    shutil.copy(tmp_path / "a.txt", copy)
    assert stored(library, copy) is Outcome.ALREADY_THERE
    assert len(library.papers()["ah-tk-20232024-1500"]) == 1


def test_the_newest_version_is_used_and_all_are_kept(library: Library, tmp_path: Path) -> None:
    assert add(library, tmp_path / "a.txt", "Ja.", "D:20240402") is Outcome.ADDED
    assert add(library, tmp_path / "b.txt", "Nee.", "D:20240501") is Outcome.NEW_VERSION
    assert add(library, tmp_path / "c.txt", "Soms.", "D:20240410") is Outcome.OLDER_VERSION
    assert answers(library) == {"ah-tk-20232024-1500#1": "Nee."}
    assert len(library.papers()["ah-tk-20232024-1500"]) == 3


def test_without_dates_the_last_added_is_the_newest(library: Library, tmp_path: Path) -> None:
    add(library, tmp_path / "a.txt", "Ja.")
    assert add(library, tmp_path / "b.txt", "Nee.") is Outcome.NEW_VERSION
    assert answers(library) == {"ah-tk-20232024-1500#1": "Nee."}


def test_two_papers_with_one_file_name_are_not_taken_for_one(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "stuk.txt"
    path.write_text("Betreft Antwoorden over munitie\n\n" + BODY.format(answer="Ja."))
    assert stored(library, path) is Outcome.ADDED
    path.write_text("Betreft Antwoorden over schepen\n\n" + BODY.format(answer="Nee."))
    with pytest.raises(
        StoreError, match=r"stuk\.txt: another paper is named stuk already .*Rename"
    ):
        stored(library, path)
    assert answers(library) == {"stuk#1": "Ja."}


def test_a_failed_write_leaves_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("corpus.store.os.fsync", full)
        with pytest.raises(OSError, match="No space left"):
            add(library, tmp_path / "a.txt")
    assert library.papers() == {}
    assert add(library, tmp_path / "a.txt") is Outcome.ADDED


def test_removal_takes_all_versions_and_originals(library: Library, tmp_path: Path) -> None:
    add(library, tmp_path / "a.txt", "Ja.")
    add(library, tmp_path / "b.txt", "Nee.")
    assert [version.file for version in library.remove("ah-tk-20232024-1500")] == ["a.txt", "b.txt"]
    assert library.papers() == {}
    assert list((library.folder / "originals").iterdir()) == []
    with pytest.raises(StoreError, match="not among the papers that you added"):
        library.remove("ah-tk-20232024-1500")


def test_failures_are_remembered_until_the_file_comes_in(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    library.remember_failure(path, "a.txt: a scan without text")
    assert [failure.reason for failure in library.failures()] == ["a.txt: a scan without text"]
    add(library, path)
    assert library.failures() == ()


def test_damage_is_found(library: Library, tmp_path: Path) -> None:
    add(library, tmp_path / "a.txt")
    assert list(library.damaged()) == []
    original = next((library.folder / "originals").iterdir())
    original.write_text("iets anders")
    assert [failure.reason for failure in library.damaged()] == [
        "the original of ah-tk-20232024-1500 was changed"
    ]


def test_damaged_catalogue_is_named(library: Library, tmp_path: Path) -> None:
    add(library, tmp_path / "a.txt")
    (library.folder / "catalogue.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="catalogue is damaged"):
        library.papers()


def test_corpus_is_what_ships_and_what_was_added(library: Library, tmp_path: Path) -> None:
    before = fingerprint(STARTER, library.folder)
    assert before == fingerprint(STARTER)
    add(library, tmp_path / "a.txt")
    corpus = load_corpus(STARTER, library.folder)
    assert [document.id for document in corpus.documents][-1] == "ah-tk-20232024-1500"
    assert len(corpus.documents) == 6
    assert corpus.fingerprint == fingerprint(STARTER, library.folder) != before


def test_a_paper_of_the_user_stands_in_for_the_one_that_ships(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "kst-27925-748.txt"
    path.write_text((STARTER / path.name).read_text().replace("ongeveer 3000", "ongeveer 3001"))
    assert stored(library, path) is Outcome.ADDED
    corpus = load_corpus(STARTER, library.folder)
    assert len(corpus.documents) == 5
    assert "ongeveer 3001" in corpus.answers()["kst-27925-748#1"].text
    assert [str(d.paper.date) for d in corpus.documents if d.id == "kst-27925-748"] == [
        "2020-10-09"
    ]


def test_a_paper_that_is_read_otherwise_now_is_told(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(library, tmp_path / "a.txt")

    def other(extract: Extract, *, name: str, as_letter: bool) -> Document:
        del as_letter
        text = extract.text.replace("1500", "1501")
        return parse_extract(Extract(text), name=name)

    monkeypatch.setattr("corpus.store.parse_extract", other)
    corpus = load_corpus(STARTER, library.folder)
    assert [failure.reason for failure in corpus.failures] == [
        "now reads as ah-tk-20232024-1501. Remove it and add its file again."
    ]
