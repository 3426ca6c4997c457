"""Terms: compounds, names, typos; any text is a question."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexing.terms import TermIndex, character_runs

ENTRIES = [
    ("kst-1", "Er komt een troepenreductie van de Amerikaanse strijdkrachten in Irak."),
    ("kst-1", "De veiligheidssituatie in Noordoost-Syrië en kamp Al Hol."),
    ("kst-2", "Nederland steunt ontmijning door Handicap International in Hawija."),
    ("kst-2", "Zie het antwoord op vraag 1."),
]


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> TermIndex:
    folder = tmp_path_factory.mktemp("terms") / "index"
    TermIndex.build(folder, ENTRIES)
    return TermIndex.load(folder)


@pytest.mark.parametrize(
    ("question", "chunk"),
    [
        ("reductie van troepen", 0),
        ("US troop reduction Irak Amerikaanse", 0),
        ("Syrie", 1),
        ("SYRIË veiligheid", 1),
        ("Al-Hol", 1),
        ("ontmijnen Hawidja", 2),
        ("handycap internasional", 2),
    ],
)
def test_finds_compounds_names_and_typos(terms: TermIndex, question: str, chunk: int) -> None:
    assert terms.search(question, 4)[0][0] == chunk


def test_share_of_the_same_words_is_best(terms: TermIndex) -> None:
    (best, share), *rest = terms.search("kamp Al Hol", 4)
    assert best == 1
    assert 0.4 < share <= 1
    assert all(other < share for _, other in rest)


def test_filter_comes_before_ranking(terms: TermIndex) -> None:
    assert [chunk for chunk, _ in terms.search("Irak Amerikaanse antwoord", 1, {"kst-2"})] == [3]
    assert terms.search("Irak", 5, {"kst-9"}) == []


def test_shares_of_chosen_chunks_are_those_of_the_search(terms: TermIndex) -> None:
    everywhere = dict(terms.search("ontmijning in Irak", 4))
    chosen = terms.shares("ontmijning in Irak", [0, 2])
    assert chosen == {chunk: everywhere[chunk] for chunk in (0, 2)}


def test_equals_are_in_order_of_number(tmp_path: Path) -> None:
    TermIndex.build(tmp_path / "t", [("d", "Irak")] * 5)
    assert [chunk for chunk, _ in TermIndex.load(tmp_path / "t").search("Irak", 3)] == [0, 1, 2]


def test_same_entries_same_scores(tmp_path: Path, terms: TermIndex) -> None:
    TermIndex.build(tmp_path / "again", ENTRIES)
    again = TermIndex.load(tmp_path / "again")
    assert again.search("veiligheid in Irak", 4) == terms.search("veiligheid in Irak", 4)


@pytest.mark.parametrize("question", ["", "   ", "?!", "\x00"])
def test_question_without_words_finds_nothing(terms: TermIndex, question: str) -> None:
    assert terms.search(question, 5) == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(st.text(max_size=60), st.sampled_from(['"', "a AND (", "runs:x", "*:*", "[1 TO 2]"]))
)
def test_no_text_is_an_operator(terms: TermIndex, question: str) -> None:
    for _, share in terms.search(question, 4):
        assert 0 <= share <= 1


def test_very_long_questions_are_answered(terms: TermIndex) -> None:
    assert terms.search("troepenreductie in Irak " * 400, 1)[0][0] == 0


def test_runs_mark_the_ends_of_words() -> None:
    assert character_runs("IS in Syrië") == ["_is_", "_in_", "_syr", "syri", "yrie", "rie_"]
    assert character_runs("a") == ["_a_"]
