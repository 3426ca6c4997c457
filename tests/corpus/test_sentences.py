"""Sentences of official Dutch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import sentence_spans


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Ja. Zie het antwoord.", ["Ja.", "Zie het antwoord."]),
        ("Op 26 juli jl. sprak hij. Toen niet.", ["Op 26 juli jl. sprak hij.", "Toen niet."]),
        ("Zie o.a. Kamerstuk 27 925, nr. 755.", ["Zie o.a. Kamerstuk 27 925, nr. 755."]),
        ("Waarom? Hoe dan?", ["Waarom?", "Hoe dan?"]),
        ("Hij zei «dat is zo.» Daarna niets", ["Hij zei «dat is zo.»", "Daarna niets"]),
        ("Het kostte 7.2 miljoen. Meer niet.", ["Het kostte 7.2 miljoen.", "Meer niet."]),
        ("Kop zonder punt\n\nEen zin.", ["Kop zonder punt", "Een zin."]),
        ("Een zin.\n\n2 Bron: AP.", ["Een zin.", "Bron: AP."]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@given(st.text(alphabet=" \nAbc1.?!jl»)", max_size=80))
def test_sentences_are_in_order_apart_and_trimmed(text: str) -> None:
    position = 0
    for start, end in sentence_spans(text):
        assert position <= start < end
        assert text[start:end] == text[start:end].strip()
        position = end
