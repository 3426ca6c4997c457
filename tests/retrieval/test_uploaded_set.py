"""Question sets in files of users, read in a process of their own."""

from __future__ import annotations

import io

import docx
import pytest

from corpus import UnreadableError
from corpus.worker import Limits
from retrieval.uploaded_set import LARGEST, read_uploaded_set


def test_a_word_file_is_read_into_its_questions() -> None:
    document = docx.Document()
    for line in ("Vragen over Syrië.", "Vraag 1", "Hoe is het daar?", "Vraag 2", "En in Irak?"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    found = read_uploaded_set(file.getvalue(), "vragen.docx")
    assert found.intro == "Vragen over Syrië."
    assert [(q.label, q.text) for q in found.questions] == [
        ("Vraag 1", "Hoe is het daar?"),
        ("Vraag 2", "En in Irak?"),
    ]


@pytest.mark.parametrize(
    ("raw", "limits", "message"),
    [
        (b"%PDF-1.7 broken", Limits(), "^-m <é>.txt: expected a whole PDF, found a damaged one"),
        (b"?\n!", Limits(), "^Expected questions, found no words"),
        (b"x" * 2 * LARGEST, Limits(), "at most 5 MiB, found 10.0 MiB"),
        (b"1. Wat?", Limits(seconds=0.01), "^-m <é>.txt: not read within 0.01 seconds. Paste"),
        (b"1. Wat?\n" * 10**5, Limits(memory=2**20), "^-m <é>.txt: reading it broke the reader"),
    ],
)
def test_a_file_that_cannot_be_read_costs_itself_alone(
    raw: bytes, limits: Limits, message: str
) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_uploaded_set(raw, "-m <é>.txt", limits)
