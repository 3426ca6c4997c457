"""The index follows the papers, and whoever asks meanwhile is answered all the same."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from filelock import FileLock

from corpus import Library
from corpus.extract import Extract
from corpus.parsing import parse_extract
from corpus.worker import Read
from indexing import IndexRefused, current_generation
from indexing.encoder import PassageReadings, SentenceTransformerEncoder
from retrieval import Kamerbron, SearchResult, Settings
from retrieval.refreshing import (
    BackgroundRefresh,
    is_behind,
    open_current,
    papers_changed,
    refresh_index,
)

ASKED = (
    "Hoeveel demonstranten kwamen om bij de protesten in Irak?",
    "Wie helpt Nederland met ontmijnen in Irak, en voor hoeveel geld?",
    "Hoe worden Nederlandse militairen beschermd tegen drones?",
)
ICE = "Hoeveel ijsbrekers heeft de marine?"


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Settings:
    """A home of its own with the starter's index."""
    shutil.copytree(settings.index_root, tmp_path / "index")
    return settings.model_copy(update={"home": tmp_path})


def add(home: Settings, number: int, answer: str) -> str:
    """Adds a paper with one answer about icebreakers; its identifier."""
    name = f"kst-99999-{number}"
    path = home.home / f"{name}.txt"
    path.write_text(f"Vraag 1\n{ICE}\n\nAntwoord\n{answer}\n")
    extract = Extract(path.read_text())
    Library(home.papers).add(path, Read(extract, parse_extract(extract, name=name)))
    return name


def asked(kamerbron: Kamerbron, *questions: str) -> bytes:
    return json.dumps([kamerbron.ask(q).as_json() for q in questions]).encode()


def first(result: SearchResult) -> str:
    return result.hits[0].answer.id


class Slow:
    """The model; it embeds no passage before it may."""

    def __init__(self, encoder: SentenceTransformerEncoder) -> None:
        self._encoder = encoder
        self.may = threading.Event()
        self.begun = threading.Event()
        self.fails = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._encoder, name)

    def read_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> PassageReadings:
        self.begun.set()
        assert self.may.wait(30)
        if self.fails:
            raise MemoryError("no room")
        return self._encoder.read_passages(texts, progress=progress)


def test_who_opened_an_index_is_answered_from_it_after_it_is_gone(
    home: Settings, encoder: SentenceTransformerEncoder, kamerbron: Kamerbron
) -> None:
    opened = open_current(home, encoder)
    folder = home.index_root / "generations" / opened.generation
    asked(opened, ASKED[0])
    for number, answer in enumerate(("Drie.", "Vier, en een sleepboot."), start=1):
        add(home, number, answer)
        refresh_index(home, lambda: encoder)
    assert not folder.exists()
    assert asked(opened, *ASKED, ICE) == asked(kamerbron, *ASKED, ICE)
    assert opened.answer_texts() == kamerbron.answer_texts()


def test_between_a_paper_and_its_index_the_old_index_answers(
    home: Settings, encoder: SentenceTransformerEncoder, kamerbron: Kamerbron
) -> None:
    assert not is_behind(home)
    assert papers_changed(home) is None
    name = add(home, 1, "De marine heeft drie ijsbrekers.")
    assert is_behind(home)
    assert papers_changed(home) is not None
    with pytest.raises(IndexRefused, match="another state of the corpus"):
        Kamerbron.open(home, encoder)
    meanwhile = open_current(home, encoder)
    assert asked(meanwhile, *ASKED) == asked(kamerbron, *ASKED)
    done = refresh_index(home, lambda: encoder)
    assert done.refreshed.reused > 500
    assert not is_behind(home)
    assert first(Kamerbron.open(home, encoder).ask(ICE)) == f"{name}#1"
    again = refresh_index(home, lambda: pytest.fail("the model is not needed"))
    assert not again.refreshed.changed


def test_a_damaged_index_is_refused_though_papers_came(
    home: Settings, encoder: SentenceTransformerEncoder
) -> None:
    add(home, 1, "Drie.")
    generation = current_generation(home.index_root) or ""
    texts = home.index_root / "generations" / generation / "texts.sqlite"
    texts.write_bytes(texts.read_bytes()[:-1] + b"!")
    with pytest.raises(IndexRefused, match="damaged"):
        open_current(home, encoder)


def test_a_paper_that_comes_in_during_a_refresh_is_in_the_next(
    home: Settings, encoder: SentenceTransformerEncoder
) -> None:
    slow, refresh = Slow(encoder), BackgroundRefresh(home)
    add(home, 1, "De marine heeft drie ijsbrekers.")
    refresh.start(slow)
    assert slow.begun.wait(30)
    second = add(home, 2, "De luchtmacht heeft geen ijsbrekers.")
    refresh.start(slow)
    assert refresh.going
    slow.may.set()
    assert refresh.wait(60)
    assert refresh.failure is None
    assert not is_behind(home)
    assert {"kst-99999-1", second} <= {p.id for p in Kamerbron.open(home, encoder).papers}


def test_a_refresh_that_fails_leaves_the_index_and_can_be_tried_again(
    home: Settings, encoder: SentenceTransformerEncoder
) -> None:
    before = current_generation(home.index_root)
    slow, refresh = Slow(encoder), BackgroundRefresh(home)
    slow.may.set()
    slow.fails = True
    add(home, 1, "Drie.")
    refresh.start(slow)
    assert refresh.wait(60)
    assert "MemoryError: no room" in str(refresh.failure)
    assert current_generation(home.index_root) == before
    slow.fails = False
    with FileLock(home.index_root / ".building.lock"):
        refresh.start(slow)
        assert refresh.wait(60)
    assert "another process is building the index" in str(refresh.failure)
    refresh.start(slow)
    assert refresh.wait(60)
    assert refresh.failure is None
    assert not is_behind(home)
