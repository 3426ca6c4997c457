"""A briefing: its order, and quotes that are always whole sentences."""

from __future__ import annotations

from collections.abc import Mapping

from corpus import OfficialAnswer, sentence_spans
from retrieval.briefing import Briefing, Quote, sentences_quoted, spans_of_sentences
from retrieval.briefing.briefing import are_sentences, whole_sentences

THREE = Briefing("Irak", (Quote("a#1"), Quote("b#2", note="mijn noot"), Quote("c#3")))
TEXT = "Ja. Het kabinet is, o.a. in Irak, actief.\n\n1 Zie nr. 7. Einde."


def order(briefing: Briefing) -> str:
    return " ".join(quote.answer for quote in briefing.quotes)


def test_quotes_are_placed_and_the_others_keep_their_order() -> None:
    first, second, third = THREE.quotes
    assert order(THREE.placed(third, 1)) == "c#3 a#1 b#2"
    assert order(THREE.placed(first, 2)) == "b#2 a#1 c#3"
    assert order(THREE.placed(first, 99)) == "b#2 c#3 a#1"
    assert order(THREE.placed(second, -5)) == "b#2 a#1 c#3"
    assert order(THREE.without("b#2").placed(second, 2)) == "a#1 b#2 c#3"


def test_another_briefing_is_put_behind_and_own_notes_stay() -> None:
    joined = THREE.with_quotes([Quote("d#4"), Quote("b#2", note="andere noot"), Quote("d#4")])
    assert order(joined) == "a#1 b#2 c#3 d#4"
    assert joined.quote("b#2") == Quote("b#2", note="mijn noot")


def test_neighbouring_sentences_run_on_and_all_of_them_are_the_whole() -> None:
    cut = [TEXT[start:end] for start, end in spans_of_sentences(TEXT, [0, 1])]
    assert cut == ["Ja. Het kabinet is, o.a. in Irak, actief."]
    cut = [TEXT[start:end] for start, end in spans_of_sentences(TEXT, [3, 1, 2])]
    assert cut == ["Het kabinet is, o.a. in Irak, actief.\n\n1 Zie nr. 7. Einde."]
    cut = [TEXT[start:end] for start, end in spans_of_sentences(TEXT, [0, 2])]
    assert cut == ["Ja.", "Zie nr. 7."]
    assert spans_of_sentences(TEXT, range(4)) == ()


def test_part_of_a_sentence_is_widened_and_told_apart() -> None:
    assert [TEXT[a:b] for a, b in whole_sentences(TEXT, [(8, 20)])] == [
        "Het kabinet is, o.a. in Irak, actief."
    ]
    assert not are_sentences(TEXT, [(8, 20)])
    assert not are_sentences("Nee, dat klopt.", [(5, 15)])
    assert are_sentences("Nee, dat klopt.", [(0, 15)])


def test_chosen_sentences_are_those_quoted(answers: Mapping[str, OfficialAnswer]) -> None:
    for answer in answers.values():
        count = len(sentence_spans(answer.text))
        for chosen in (range(0, count, 2), range(count - 1, count), range(count)):
            spans = spans_of_sentences(answer.text, chosen)
            assert sentences_quoted(answer.text, spans) == tuple(chosen)
            assert are_sentences(answer.text, spans)
