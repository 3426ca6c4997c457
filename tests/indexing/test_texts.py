"""What goes into the text store comes out the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import STARTER, load_corpus
from indexing.texts import ChunkRow, SentenceRow, TextStore, write_texts


@pytest.fixture
def store(tmp_path: Path) -> TextStore:
    documents = load_corpus(STARTER).documents
    chunks = [ChunkRow("2021Z18068#1", 0, 3, "d0"), ChunkRow("2021Z18068#2", 0, 9, "d1")]
    sentences = [
        SentenceRow("2021Z18068#1", 0, 3, "a0", "c0"),
        SentenceRow("2021Z18068#2", 0, 4, "a1", "c1"),
        SentenceRow("2021Z18068#2", 5, 9, "a2", "c2"),
    ]
    path = tmp_path / "texts.sqlite"
    write_texts(path, documents, chunks, sentences)
    return TextStore(path)


def test_papers_and_answers_come_back_as_they_were(store: TextStore) -> None:
    corpus = load_corpus(STARTER)
    assert store.papers() == tuple(document.paper for document in corpus.documents)
    assert list(store.answers()) == list(corpus.answers().values())
    assert store.answer("kst-27925-956#7-10") == corpus.answers()["kst-27925-956#7-10"]
    store.close()


def test_chunks_and_sentences_by_number(store: TextStore) -> None:
    assert store.answers_of_chunks() == ["2021Z18068#1", "2021Z18068#2"]
    assert store.sentences_of_answers() == {
        "2021Z18068#1": range(1),
        "2021Z18068#2": range(1, 3),
    }
    assert store.sentence_spans(range(1, 3)) == [(0, 4), (5, 9)]
    assert store.chunk_digests() == ["d0", "d1"]
    assert store.sentence_digests() == [("a0", "c0"), ("a1", "c1"), ("a2", "c2")]
    store.close()


def test_unknown_answer(store: TextStore) -> None:
    with pytest.raises(KeyError):
        store.answer("kst-1#1")
    store.close()
