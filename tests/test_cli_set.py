"""`kamerbron set` as programs and people use it: real processes, exit statuses, streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval import Settings

CLI = Path(__file__).parent.parent / "cli.py"
SET = """Vragen van het lid De Wit (SP) over de veiligheid in Irak (ingezonden 5 maart 2024).

Vraag 1
Wat is het dreigingsniveau in Irak?

Vraag 2
Wanneer gaat de AOW-leeftijd omhoog naar 68 jaar?

Vraag 3
Hoeveel demonstranten zijn er gedood in Irak?
"""


def kamerbron(
    *arguments: str, home: Path, typed: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    clean = {name: value for name, value in os.environ.items() if "KAMERBRON" not in name}
    return subprocess.run(
        [sys.executable, str(CLI), *arguments],
        capture_output=True,
        input=typed,
        check=False,
        env=clean | {"KAMERBRON_HOME": str(home), "PYTHONUTF8": "1", "COLUMNS": "120"},
    )


@pytest.fixture
def home(settings: Settings) -> Path:
    return settings.home


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "set.txt"
    path.write_text(SET, "utf-8")
    return path


def test_set_json_prints_json_alone(home: Path, file: Path) -> None:
    done = kamerbron("set", str(file), "--json", home=home)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["subject"] == "de veiligheid in Irak"
    assert [entry["number"] for entry in found["questions"]] == [1, 2, 3]
    assert found["never_answered"] == [2]
    first = found["questions"][0]
    assert [hit["date"] for hit in first["earlier"]] == ["2023-12-20", "2023-10-24", "2020-10-09"]
    assert [position["newest"] for position in first["timeline"]] == [True, False, False]
    assert found["questions"][2]["earlier"][0]["id"] == "kst-27925-748#9"


def test_set_shows_people_answers_ages_and_an_overview(home: Path, file: Path) -> None:
    done = kamerbron("set", str(file), "-k", "3", home=home)
    assert done.returncode == 0, done.stderr
    shown = done.stdout.decode()
    assert "1. Wat is het dreigingsniveau in Irak?" in shown
    assert "kst-27925-963#veiligheidssituatie-in-irak · 2023-12-20 · newest position" in shown
    assert "kst-27925-748#53 · 2020-10-09 · older position, newest of 2023-12-20" in shown
    assert "new since 2020-10-09: kst-27925-963#veiligheidssituatie-in-irak" in shown
    assert "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 9" in shown
    overview = shown.partition("best earlier answer")[2]
    assert overview.count("never answered") == 1


def test_set_is_read_from_a_pipe_in_any_encoding(home: Path) -> None:
    typed = "1) Hoeveel demonstranten zijn er gedood in Irak?\r\n2) Hoe is het in Syrië?\r\n"
    done = kamerbron("set", "-", "-k", "1", "--json", home=home, typed=typed.encode("cp1252"))
    assert done.returncode == 0, done.stderr
    queries = [entry["query"] for entry in json.loads(done.stdout)["questions"]]
    assert queries == ["Hoeveel demonstranten zijn er gedood in Irak?", "Hoe is het in Syrië?"]


def test_set_filters(home: Path, file: Path) -> None:
    done = kamerbron(
        "set", str(file), "--json", "--since", "2023-12-01", "--type", "brief", home=home
    )
    questions = json.loads(done.stdout)["questions"]
    papers = {hit["document"] for entry in questions for hit in entry["earlier"]}
    assert papers == {"kst-27925-963"}


@pytest.mark.parametrize(
    ("arguments", "typed", "status", "message"),
    [
        (["set", "nergens.txt"], b"", 1, "expected a file, found none"),
        (["set", "-"], b"", 1, "found an empty file"),
        (["set", "-"], b"?\n!\n", 1, "Expected questions, found no words"),
        (["set", "-"], b"Vraag 1\n\nVraag 2\n", 1, "found labels without text"),
        (["set", "-"], b"%PDF-1.7 broken", 1, "what is piped in"),
        (["set", "-", "--document", "kst-1"], b"Waarom is dat?", 1, "kst-1: no such document"),
        (["set"], b"", 2, "FILE"),
        (["set", "-", "-k", "0"], b"", 2, "-k"),
        (["set", "-", "--since", "gisteren"], b"", 2, "gisteren"),
    ],
)
def test_failures_and_wrong_usage(
    home: Path, arguments: list[str], typed: bytes, status: int, message: str
) -> None:
    done = kamerbron(*arguments, home=home, typed=typed)
    assert done.returncode == status, done.stderr
    assert done.stdout == b""
    assert message in " ".join(done.stderr.decode().split())


def test_ask_never_shows_an_old_position_as_the_present_one(home: Path) -> None:
    """The best answer is of 2020, and the newest one is not shown."""
    question = "Wat is het dreigingsniveau in Irak?"
    shown = kamerbron("ask", question, "-k", "1", home=home).stdout.decode()
    assert "older position, newest of 2023-12-20" in " ".join(shown.split())
    found = json.loads(kamerbron("ask", question, "-k", "1", "--json", home=home).stdout)
    (hit,) = found["hits"]
    assert (hit["id"], hit["newer"][0]) == (
        "kst-27925-748#53",
        "kst-27925-963#veiligheidssituatie-in-irak",
    )
    assert [position["newest"] for position in found["timeline"]] == [True, False, False]
