"""Saved runs: kept whole, and refused when damaged or of another set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval import (
    SavedRunError,
    SetIdentity,
    by_name,
    check_run,
    load_run,
    places_for,
    read_run,
    save_run,
    saved_runs,
    sealed,
)
from eval.identity import ROOMS, code_identity, source_digest

STARTER = SetIdentity("starter", "5e7")


@pytest.fixture
def run(saved):
    return saved("terms only", {"q1": ["a", "b"], "q2": []})


@pytest.fixture
def file(run, tmp_path: Path) -> Path:
    file = tmp_path / "new" / "terms-only.json"
    save_run(run, file)
    return file


def test_a_run_comes_back_as_it_was(run, file: Path, ranking) -> None:
    again = load_run(file, STARTER)

    assert again == run
    assert again.as_run().rankings == {"q1": ranking("a", "b", scores=(1.0, 0.5)), "q2": ()}
    assert again.as_run().confidences == {"q1": 0.5, "q2": 0.5}
    assert again.as_run("before").name == "before"
    assert again.as_run().threshold == 0.5
    assert [path.name for path in file.parent.iterdir()] == ["terms-only.json"]


def test_it_names_all_that_it_hangs_on(file: Path) -> None:
    told = json.loads(file.read_text("utf-8"))["run"]

    assert told["questions"] == {"name": "starter", "sha256": "5e7"}
    assert told["index"] == "0123456789abcdef"
    assert told["code"] == {"version": "0.1.0", "sha256": "c0de", "commit": None}
    assert told["saved_at"] == "2026-11-21T10:30:00Z"
    assert told["configuration"] == {
        "model": "embedded",
        "revision": "r1",
        "query_prompt": "query: ",
        "passage_prompt": "passage: ",
        "chunk_tokens": 320,
        "threshold": 0.5,
        "system": {"weights": {"terms": 1.0}},
    }


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('"a"', '"z"', r"the run was changed since it was saved\. Run the system again"),
        ('"confidence":0.5', '"confidence":5', r"found something else, or a damaged one"),
        ('"ranking"', '"rankings"', r"found something else, or a damaged one"),
        ('"format":1', '"format":2', r"saved in format 2, this Kamerbron reads format 1"),
        ('{"seal"', "", r"found something else, or a damaged one"),
    ],
)
def test_a_damaged_run_is_refused(file: Path, before: str, after: str, message: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")

    with pytest.raises(SavedRunError, match=message):
        load_run(file, STARTER)


def test_a_run_in_hand_is_read_as_one_in_a_file(run, file: Path) -> None:
    assert sealed(run) == file.read_text("utf-8")
    assert read_run(file.read_bytes(), "x.json") == run


def test_a_run_that_ranks_an_answer_twice_is_refused(saved) -> None:
    twice = saved("default", {"q1": ["a", "a"]})
    with pytest.raises(SavedRunError, match=r"^x\.json: expected a saved run, found something els"):
        read_run(sealed(twice).encode(), "x.json")


def test_a_run_that_lacks_a_question_is_refused(run, question) -> None:
    check_run(run, [question("q1", "a"), question("q2", "b")], "x.json")
    with pytest.raises(SavedRunError, match=r"^x\.json: the run lacks 1 of the 2 .* first is q3"):
        check_run(run, [question("q1", "a"), question("q3", "b")], "x.json")


def test_saved_runs_are_listed_the_last_first(run, tmp_path: Path) -> None:
    for name in ("20261120T100000Z-a/default.json", "20261121T100000Z-a/default.json"):
        save_run(run, tmp_path / "runs" / name)
    assert [file.parent.name[:8] for file in saved_runs(tmp_path)] == ["20261121", "20261120"]
    assert saved_runs(tmp_path / "nowhere") == ()


def test_a_run_over_another_set_is_refused(file: Path) -> None:
    with pytest.raises(
        SavedRunError,
        match=r"over the set mine \(abc\), found one over starter \(5e7\)\. Name its set with --go",
    ):
        load_run(file, SetIdentity("mine", "abc"))


def test_the_name_of_a_set_does_not_matter(file: Path, run) -> None:
    assert load_run(file, SetIdentity("renamed", "5e7")) == run


def test_a_missing_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(SavedRunError, match=r"x\.json: expected a saved run, or the name of a sys"):
        load_run(tmp_path / "x.json", STARTER)
    with pytest.raises(SavedRunError, match=r"expected a saved run, or the name of a system"):
        load_run(tmp_path, STARTER)


def test_runs_of_one_invocation_lie_together(tmp_path: Path) -> None:
    set_ = SetIdentity("kamervragen-dev/test", "1")

    places = places_for(tmp_path, set_, ["terms only", "default"])

    assert [place.name for place in places.values()] == ["terms-only.json", "default.json"]
    (folder,) = {place.parent for place in places.values()}
    assert folder.parent == tmp_path / "runs"
    assert folder.name.endswith("Z-kamervragen-dev-test")


def test_a_saved_run_is_not_written_over(file: Path, tmp_path: Path) -> None:
    with pytest.raises(SavedRunError, match=r"terms-only\.json is a run that was saved before\. N"):
        places_for(tmp_path, STARTER, ["terms only"], file.parent)


def test_a_place_that_cannot_be_written_is_named(run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(SavedRunError, match=r"expected a place to save a run in, found: .*--no-sa"):
        save_run(run, tmp_path / "taken" / "default.json")


def test_runs_are_called_after_their_system_or_their_file(saved) -> None:
    new, old = saved("default", {}), saved("default", {}, confidence=0.1)
    terms = saved("terms only", {})

    assert by_name([terms], {"old.json": old}) == {"terms only": terms, "default": old}
    assert list(by_name([new, terms], {"old.json": old})) == ["default", "terms only", "old.json"]
    assert by_name([], {"a/default.json": old, "b/default.json": new}) == {
        "a/default.json": old,
        "b/default.json": new,
    }


def test_compared_runs_come_last(saved) -> None:
    new, old, terms = saved("default", {}), saved("default", {}), saved("terms only", {})

    named = by_name([terms, new], {"old.json": old}, last=["default", "old.json"])
    assert list(named) == ["terms only", "default", "old.json"]
    named = by_name([terms, new], {}, last=["default", "terms only"])
    assert list(named) == ["default", "terms only"]


def test_code_is_told_by_its_sources(tmp_path: Path) -> None:
    room = tmp_path / "eval" / "deep"
    room.mkdir(parents=True)
    (room / "a.py").write_text("one = 1\n")
    first = source_digest(("eval",), tmp_path)
    (room / "notes.txt").write_text("nothing")
    assert source_digest(("eval",), tmp_path) == first
    (room / "a.py").write_text("one = 2\n")
    changed = source_digest(("eval",), tmp_path)
    (room / "a.py").rename(room / "b.py")
    (room / "calibration.json").write_text("{}")
    assert len({first, changed, source_digest(("eval",), tmp_path)}) == 3


def test_the_code_of_this_process_has_a_version_and_all_rooms() -> None:
    assert code_identity().sha256 == source_digest(ROOMS)
    assert code_identity() is code_identity()
