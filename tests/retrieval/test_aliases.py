"""Other names of what a question names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.aliases import AliasError, Aliases, Group, load_aliases, shipped
from retrieval.periods import Event

SMALL = Aliases(
    (
        Group("us", ("Verenigde Staten", "VS", "Amerikanen")),
        Group("is", ("ISIS", "IS", "Islamitische Staat")),
        Group("jordan", ("Jordanië", "Jordan")),
        Group("mission", ("Missie", "Mission")),
        Group("nmi", ("NMI", "NAVO-missie in Irak")),
    )
)


def added(question: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.found, one.adds) for one in SMALL.added(question)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Amerikanen en IS in Jordan?", "Verenigde Staten en ISIS in Jordanië?"),
        ("the VS-led mission", "the Verenigde Staten-led Missie"),
        ("wat is er?", "wat is er?"),
        ("", ""),
    ],
)
def test_names_are_said_in_dutch(text: str, expected: str) -> None:
    assert SMALL.in_dutch(text) == expected


@given(st.text())
def test_a_text_that_names_nothing_is_said_as_it_is(text: str) -> None:
    assert SMALL.in_dutch(text) == text or SMALL.named(text)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("de VS-troepen", [("VS", ("Verenigde Staten", "Amerikanen"))]),
        ("het vs. wat", []),
        ("wat is er", []),
        ("hoe sterk is IS?", [("IS", ("ISIS", "Islamitische Staat"))]),
        ("verenigde  staten", [("verenigde  staten", ("VS", "Amerikanen"))]),
        ("naar jordanie", [("jordanie", ("Jordan",))]),
        ("NAVO-missie in Irak", [("NAVO-missie in Irak", ("NMI",))]),
        ("de missie", [("missie", ("Mission",))]),
        ("Jordaniërs", []),
        ("de VS en de Amerikanen", [("VS", ("Verenigde Staten",))]),
    ],
)
def test_whole_names_the_longest_first(
    question: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert added(question) == expected


@pytest.mark.parametrize(
    ("question", "dutch"),
    [
        ("How many civilian casualties?", "Burgerslachtoffers"),
        ("zivile Opfer in Hawija", "Burgerslachtoffers"),
        ("victimes civiles", "Burgerslachtoffers"),
        ("les États-Unis", "Verenigde Staten"),
        ("Stickstoff", "Stikstof"),
        ("childcare benefits scandal", "Kinderopvangtoeslag"),
        ("les forces armées", "Krijgsmacht"),
        ("nato", "Navo"),
        ("OTAN", "Navo"),
        ("minister van BZ", "Buitenlandse Zaken"),
        ("Asylbewerber", "Asielzoekers"),
    ],
)
def test_shipped_names_lead_to_the_dutch_one(question: str, dutch: str) -> None:
    assert dutch in [name for one in shipped().added(question) for name in one.adds]


@pytest.mark.parametrize(
    "question",
    [
        "wat is er aan de hand", "let us know who is it", "de heer Kamp", "train them",
        "un premier pas", "vs", "ap ns om ez", "sp",
    ],
)  # fmt: skip
def test_common_words_are_no_names(question: str) -> None:
    assert shipped().added(question) == ()


def test_no_shipped_name_is_in_two_groups() -> None:
    names: dict[str, str] = {}
    for group in shipped().groups:
        for name in group.names:
            assert names.setdefault(name, group.id) == group.id, name
    assert len(shipped().groups) == 373
    assert len(shipped().merged(shipped()).groups) == 373


def test_a_user_s_file_adds(tmp_path: Path) -> None:
    file = tmp_path / "aliases.toml"
    file.write_text(
        '[mine]\nstates = ["VS", "Uncle Sam"]\nnew = ["Foo", "Bar"]\n'
        '[events]\nday = { names = ["de dag"], since = 2022-05-01, until = 2022-05-03 }\n'
    )
    aliases = load_aliases(file)
    (one,) = aliases.added("uncle sam")
    assert one.adds[:2] == ("Verenigde Staten", "VS")
    assert [e.adds for e in aliases.added("foo")] == [("Bar",)]
    assert aliases.events[-1] == Event("day", ("de dag",), date(2022, 5, 1), date(2022, 5, 3))
    assert load_aliases(tmp_path / "none.toml") == shipped()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[mine]\na = ["x"\nb = 3', "expected TOML, found"),
        ('[mine]\na = ["x"]\nb = 3', "aliases.toml, line 3: expected names"),
        ("[mine]\na = ['--']", "line 2: expected names"),
        ("a = 3", "line 1: expected a topic"),
        ("[events]\n\na = { names = ['x'], since = 'May' }", "line 3: expected names and a day"),
    ],
)
def test_a_mistake_is_said_with_file_and_line(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "aliases.toml"
    file.write_text(content)
    with pytest.raises(AliasError, match=message) as error:
        load_aliases(file)
    assert str(file) in str(error.value)
    assert "line" in str(error.value)


@given(
    st.text() | st.lists(st.sampled_from("VS IS is de - Jordanië İ ß Staten".split())).map(" ".join)
)
def test_any_text_is_read_and_spans_lie_in_it(text: str) -> None:
    last = 0
    for one in shipped().added(text):
        start, end = one.span
        assert last <= start < end <= len(text)
        assert text[start:end] == one.found
        last = start


_NAMES = st.lists(
    st.sampled_from("VS vs Foo foo Bar baz-qux Jordanië".split()), min_size=1, max_size=4
)


@given(st.lists(_NAMES, max_size=4))
def test_adding_twice_is_adding_once(groups: list[list[str]]) -> None:
    other = Aliases(tuple(Group(f"g{n}", tuple(names)) for n, names in enumerate(groups)))
    once = SMALL.merged(other)
    assert once.merged(other) == once
