"""The kind of fact a question asks for, in four languages, and whether a text holds one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import STARTER, load_corpus
from retrieval.expected import Fact, asked_for, holds

ANSWERS = load_corpus(STARTER).answers()
MONEY, NUMBER, DAY, NAME = Fact.MONEY, Fact.NUMBER, Fact.DAY, Fact.NAME


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        # Dutch
        ("Hoeveel demonstranten zijn er gedood?", {NUMBER}),
        ("aantal aanvallen in Irak", {NUMBER}),
        ("hoe vaak is er ingezet", {NUMBER}),
        ("Hoeveel kost de missie?", {MONEY}),
        ("Wat zijn de kosten van de missie, en hoeveel militairen gaan er?", {MONEY}),
        ("Wanneer eindigt het mandaat?", {DAY}),
        ("Wanneer begint de missie en hoeveel militairen gaan er?", {DAY, NUMBER}),
        ("Hoe heet de commandant?", {NAME}),
        ("Waarom is dit besloten?", set()),
        ("Klopt het bericht?", set()),
        ("", set()),
        # English
        ("How many protesters were killed?", {NUMBER}),
        ("How much does it cost?", {MONEY}),
        ("When does the mandate end?", {DAY}),
        ("Who commands the mission?", {NAME}),
        ("Why was it decided?", set()),
        # German
        ("Wie viele Demonstranten wurden getötet?", {NUMBER}),
        ("Wieviele Soldaten sind dort?", {NUMBER}),
        ("Was kostet der Einsatz?", {MONEY}),
        ("Wann endet das Mandat?", {DAY}),
        ("Wer trägt die Verantwortung?", {NAME}),
        ("Warum wurde das beschlossen?", set()),
        # French
        ("Combien de manifestants ont été tués ?", {NUMBER}),
        ("Quel est le coût de la mission ?", {MONEY}),
        ("Quand le mandat se termine-t-il ?", {DAY}),
        ("Qui commande la mission ?", {NAME}),
        ("Pourquoi cette décision ?", set()),
    ],
)
def test_asked_for(question: str, facts: set[Fact]) -> None:
    assert asked_for(question) == facts


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("Wie bewaakt de basis?", {NAME}),
        ("Wie is de commandant?", {NAME}),
        ("WIE NEEMT HET OVER?", {NAME}),
        ("Door wie is dit besloten?", {NAME}),
        ("Klopt het dat zij weten wie zijn gedood?", {NAME}),
        ("Mensen wie dat raakt", set()),
        # German: how
        ("Wie ist die Lage in Mossul?", set()),
        ("Und wie ist die Lage in Mossul?", set()),
        ("Wie steht die Regierung dazu?", set()),
        ("Ist es so wie im Irak?", set()),
        ("Wie lange bleibt die Truppe?", {NUMBER}),
        # German: the name
        ("Wie heißt der Befehlshaber?", {NAME}),
        ("Und wie heisst der Befehlshaber?", {NAME}),
        ("Wer weiß, wie es weitergeht?", {NAME}),
    ],
)
def test_wie_is_who_in_dutch_and_how_in_german(question: str, facts: set[Fact]) -> None:
    assert asked_for(question) == facts


def test_who_in_capitals_is_the_health_organisation() -> None:
    assert asked_for("Wat adviseert de WHO over vaccins?") == set()
    assert asked_for("and who pays for it?") == {NAME}


@pytest.mark.parametrize(
    ("text", "fact", "held"),
    [
        ("De kosten bedragen € 12,5.", MONEY, 1),
        ("Hiermee is 3 miljoen gemoeid.", MONEY, 1),
        ("Er zijn 3000 militairen.", MONEY, 0),
        ("Er zijn 120 militairen.", NUMBER, 1),
        ("Er zijn vijftien militairen.", NUMBER, 1),
        ("Er zijn er geen.", NUMBER, 1),
        ("Er zijn militairen.", NUMBER, 0),
        ("Dit gebeurt in 2021.", DAY, 1),
        ("Dit gebeurt op 3 oktober.", DAY, 1),
        ("Dit gebeurt in het najaar.", DAY, 1),
        ("Dit gebeurt met 120 militairen.", DAY, 0),
        ("Daar zit generaal Lerch.", NAME, 1),
        ("Het kabinet beslist daarover.", NAME, 0),
    ],
)
def test_a_text_holds_a_fact(text: str, fact: Fact, held: float) -> None:
    assert holds(text, frozenset({fact})) == held


def test_holding_one_of_two_facts_is_half() -> None:
    text = "Er zijn 120 militairen."
    assert holds(text, frozenset({NUMBER, DAY})) == 0.5
    assert holds(text, frozenset()) == 1


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Hoeveel demonstranten zijn er gedood in Irak?", "kst-27925-748#9"),
        ("When do the soldiers leave Jordan?", "kst-27925-748#33"),
    ],
)
def test_the_answer_holds_what_was_asked(question: str, answer: str) -> None:
    facts = asked_for(question)
    assert facts
    assert holds(ANSWERS[answer].text, facts) == 1


@given(st.text(), st.text(), st.frozensets(st.sampled_from(Fact)))
def test_more_text_never_holds_less(text: str, more: str, facts: frozenset[Fact]) -> None:
    assert 0 <= holds(text, facts) <= holds(f"{text}\n{more}", facts) <= 1
