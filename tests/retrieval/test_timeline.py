"""Positions over time: which hits are positions, their order, and what is said of unknown days."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from corpus import OfficialAnswer, Paper, PaperType, Status
from retrieval import Hit, Kamerbron, SearchResult
from retrieval.timeline import DEPTH, timeline

MARCH, OCTOBER, DECEMBER = date(2020, 3, 30), date(2023, 10, 24), date(2023, 12, 20)


def hit(
    name: str,
    score: float,
    day: date | None = None,
    asked_on: date | None = None,
    status: Status = Status.SUBSTANTIVE,
) -> Hit:
    paper = Paper(name, PaperType.LETTER, name, date=day, asked_on=asked_on)
    answer = OfficialAnswer(f"{name}#1", (), "Het kabinet is van oordeel.", status)
    return Hit(1, score, answer, paper, (), f"citation of {name}")


def others(count: int = 7) -> list[Hit]:
    """Hits on other matters, a paper each, newer than all positions."""
    return [hit(f"other-{n}", 0.70 - n / 1000, date(2024, 1, 1)) for n in range(count)]


def names(hits: Sequence[Hit]) -> list[str]:
    return [position.document for position in timeline(hits)]


def test_positions_stand_newest_first_and_the_newest_is_marked() -> None:
    hits = [hit("a", 0.80, MARCH), hit("b", 0.79, DECEMBER), hit("c", 0.78, OCTOBER), *others()]
    positions = timeline(hits)
    assert [(p.document, p.date, p.newest) for p in positions] == [
        ("b", DECEMBER, True),
        ("c", OCTOBER, False),
        ("a", MARCH, False),
    ]
    assert positions[0].as_json() == {
        "id": "b#1",
        "document": "b",
        "date": "2023-12-20",
        "not_before": None,
        "newest": True,
        "citation": "citation of b",
    }


def test_a_newer_hit_on_another_matter_is_no_position() -> None:
    assert names([hit("a", 0.80, MARCH), hit("b", 0.72, OCTOBER), *others()]) == []


def test_one_day_is_no_timeline() -> None:
    assert names([hit("a", 0.80, MARCH), hit("b", 0.79, MARCH), *others()]) == []
    assert names([]) == []


def test_positions_of_one_day_keep_the_order_of_the_hits_and_are_all_newest() -> None:
    hits = [hit("a", 0.80, MARCH), hit("b", 0.79, OCTOBER), hit("c", 0.79, OCTOBER), *others()]
    assert [(p.document, p.newest) for p in timeline(hits)] == [
        ("b", True),
        ("c", True),
        ("a", False),
    ]


def test_pointers_and_announcements_are_no_positions_but_refusals_are() -> None:
    hits = [
        hit("a", 0.80, MARCH),
        hit("pointer", 0.80, DECEMBER, status=Status.REFERRAL),
        hit("delay", 0.80, DECEMBER, status=Status.ANNOUNCEMENT),
        hit("refusal", 0.79, OCTOBER, status=Status.DECLINED),
        *others(),
    ]
    assert names(hits) == ["refusal", "a"]


def test_a_paper_without_a_date_counts_from_the_day_it_was_asked() -> None:
    hits = [hit("a", 0.80, MARCH), hit("b", 0.79, None, date(2021, 10, 15)), *others()]
    newest, old = timeline(hits)
    assert (newest.date, newest.not_before, newest.newest) == (None, date(2021, 10, 15), True)
    assert (old.date, old.not_before, old.newest) == (MARCH, None, False)


def test_a_paper_without_any_day_stands_last_and_is_never_the_newest() -> None:
    hits = [hit("u", 0.80), hit("a", 0.80, MARCH), hit("b", 0.79, OCTOBER), *others()]
    assert [(p.document, p.newest) for p in timeline(hits)] == [
        ("b", True),
        ("a", False),
        ("u", False),
    ]
    assert names([hit("u", 0.80), hit("a", 0.80, MARCH), *others()]) == []


def test_only_the_first_hits_count() -> None:
    many = [hit(f"a-{n}", 0.80, MARCH) for n in range(DEPTH)]
    assert names([*many, hit("b", 0.80, OCTOBER)]) == []


def test_a_result_says_of_each_hit_what_is_newer() -> None:
    old, new, undated = hit("a", 0.80, MARCH), hit("b", 0.79, OCTOBER), hit("u", 0.79)
    hits = (old, new, undated, *others())
    result = SearchResult("?", hits, 0.9, True, "g", timeline=timeline(hits))
    assert [[p.id for p in result.newer(one)] for one in hits[:4]] == [["b#1"], [], [], []]
    found = result.as_json()
    assert list(found)[-2:] == ["hits", "timeline"]
    assert [one["newer"] for one in found["hits"][:3]] == [["b#1"], [], []]
    assert [one["id"] for one in found["timeline"]] == ["b#1", "a#1", "u#1"]
    json.dumps(found)


def test_threat_level_in_iraq_has_three_positions(kamerbron: Kamerbron) -> None:
    """2020: 3 of 5 at home; October 2023: up to significant; December 2023: up to high."""
    result = kamerbron.ask("Wat is het dreigingsniveau in Irak?", k=DEPTH)
    assert [(p.id, str(p.date), p.newest) for p in timeline(result.hits)] == [
        ("kst-27925-963#veiligheidssituatie-in-irak", "2023-12-20", True),
        ("kst-27925-956#16", "2023-10-24", False),
        ("kst-27925-748#53", "2020-10-09", False),
    ]


def test_stay_of_the_americans_has_a_paper_without_a_date(kamerbron: Kamerbron) -> None:
    result = kamerbron.ask("Blijven de Amerikanen in Irak?", k=DEPTH)
    assert [(p.id, p.date, p.not_before) for p in timeline(result.hits)] == [
        ("kst-27925-956#3", OCTOBER, None),
        ("kst-27925-956#4", OCTOBER, None),
        ("2021Z18068#6", None, date(2021, 10, 15)),
    ]
