"""The command line as programs and people use it: real processes, exit statuses, streams."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus import STARTER
from eval import DEFAULT_GOLD, load_gold
from retrieval import Settings

CLI = Path(__file__).parent.parent / "cli.py"


def kamerbron(
    *arguments: str, home: Path, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if "KAMERBRON" not in name}
    return subprocess.run(
        [sys.executable, str(CLI), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env=clean
        | {"KAMERBRON_HOME": str(home), "PYTHONUTF8": "1", "COLUMNS": "120"}
        | environment,
    )


@pytest.fixture
def home(settings: Settings) -> Path:
    return settings.home


def test_ask_json_prints_json_alone_from_any_folder(home: Path, tmp_path: Path) -> None:
    done = kamerbron(
        "ask", "Hoeveel demonstranten zijn er gedood?", "-k", "2", "--json", home=home, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    assert result["hits"][0]["id"] == "kst-27925-748#9"
    assert len(result["hits"]) == 2


def test_ask_shows_people_text_and_citation(home: Path) -> None:
    done = kamerbron("ask", "Hoeveel demonstranten zijn er gedood?", home=home)
    assert done.returncode == 0
    assert "487 demonstranten" in " ".join(done.stdout.replace("│", " ").split())
    assert "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 9" in done.stdout


def test_ask_why_says_what_each_part_added(home: Path) -> None:
    done = kamerbron("ask", "Hoeveel doden in Iraq?", "-k", "1", "--why", home=home)
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.replace("│", " ").split())
    assert "passage +0." in said
    assert "both name" in said
    assert "iraq" in said


def test_address_is_gone_to(home: Path) -> None:
    question = "antwoord op vraag 8 van nr. 956"
    done = kamerbron("ask", question, "-k", "1", "--json", home=home)
    found = json.loads(done.stdout)
    assert [hit["id"] for hit in found["hits"]] == ["kst-27925-956#7-10"]
    assert (found["answerable"], found["confidence"]) == (True, 1.0)


def test_ask_filters(home: Path) -> None:
    done = kamerbron(
        "ask", "Hoe is de veiligheid?", "--json", "--since", "2023-12-01", "--type", "brief",
        "--minister", "Ollongren", home=home,
    )  # fmt: skip
    assert {hit["document"] for hit in json.loads(done.stdout)["hits"]} == {"kst-27925-963"}


def test_batch_answers_line_by_line_in_order(home: Path, tmp_path: Path) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_text(
        '{"id": "b", "query": "geweldsinstructie NMI"}\n\n{"id": 7, "query": "kamp Al Hol"}\n'
    )
    done = kamerbron("ask", "--batch", str(batch), "--json", "-k", "1", home=home)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["id"], line["hits"][0]["id"]) for line in lines] == [
        ("b", "kst-27925-956#7-10"),
        ("7", "kst-27925-748#49"),
    ]


def test_the_same_bytes_whatever_the_number_of_threads(home: Path, tmp_path: Path) -> None:
    asked = [{"id": each.id, "query": each.query} for each in load_gold(DEFAULT_GOLD)][::10]
    batch = tmp_path / "questions.jsonl"
    batch.write_text("".join(json.dumps(each) + "\n" for each in asked))
    limits: list[dict[str, str]] = [
        {"KAMERBRON_THREADS": "2"},
        {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
    ]
    one, other = (
        kamerbron("ask", "--batch", str(batch), "--json", home=home, **limit) for limit in limits
    )
    assert len(one.stdout.splitlines()) == len(asked) == 24, one.stderr
    assert one.stdout == other.stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": "a", "query": "goed zo"}\nnonsense\n', "line 2: expected"),
        ('{"query": ""}\n', "line 1: Expected a question, found no words"),
        ('{"id": "a"}\n', "line 1: expected"),
        ("[1]\n", "line 1: expected"),
        ("", "found none"),
    ],
)
def test_bad_batch_asks_nothing(home: Path, tmp_path: Path, content: str, message: str) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_text(content)
    done = kamerbron("ask", "--batch", str(batch), "--json", home=home)
    assert (done.returncode, done.stdout) == (1, "")
    assert message in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["ask", ""], 1, "Expected a question, found no words"),
        (["ask", "x" * 10_000], 1, "at most 4,000 characters, found 10,000"),
        (["ask", "Irak?", "--document", "kst-1"], 1, "kst-1: no such document"),
        (["ask"], 2, "give one question"),
        (["ask", "a", "--batch", "b"], 2, "give one question"),
        (["ask", "--batch", "b"], 2, "--json"),
        (["ask", "Irak?", "--since", "gisteren"], 2, "gisteren"),
        (["ask", "Irak?", "-k", "0"], 2, "-k"),
        (["cite", "kst-27925-748#999"], 1, "has no such answer"),
        (["cite", "kst-1"], 1, "no such document"),
        (["parse", "nergens.txt"], 1, "expected a file, found none"),
        (["eval", "--gold", "nergens.jsonl"], 1, "There is no gold file nergens.jsonl"),
        (["dans"], 2, "dans"),
    ],
)
def test_failures_and_wrong_usage(
    home: Path, arguments: list[str], status: int, message: str
) -> None:
    done = kamerbron(*arguments, home=home)
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    assert message in " ".join(done.stderr.split())


def test_missing_index_names_the_command(tmp_path: Path) -> None:
    done = kamerbron("ask", "Hoeveel doden vielen er?", "--json", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "kamerbron index" in " ".join(done.stderr.split())
    assert kamerbron("check", home=tmp_path).returncode == 1


def test_index_again_does_nothing_and_check_finds_damage(home: Path, tmp_path: Path) -> None:
    copy = tmp_path / "home"
    shutil.copytree(home / "index", copy / "index")
    done = kamerbron("index", home=copy)
    assert done.returncode == 0
    assert "Nothing changed" in done.stderr
    assert kamerbron("check", home=copy).returncode == 0
    generation = (copy / "index" / "CURRENT").read_text().strip()
    damaged = copy / "index" / "generations" / generation / "passages.faiss"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\xff")
    checked = kamerbron("check", home=copy)
    assert checked.returncode == 1
    assert "its bytes were changed" in checked.stdout
    asked = kamerbron("ask", "Hoeveel doden vielen er?", home=copy)
    assert asked.returncode == 1
    assert "kamerbron index --rebuild" in " ".join(asked.stderr.split())


def test_index_of_other_settings_is_refused(home: Path) -> None:
    done = kamerbron("ask", "Hoeveel doden?", home=home, KAMERBRON_CHUNK_TOKENS="64")
    assert done.returncode == 1
    assert "chunks of 320 tokens, the setting is 64" in " ".join(done.stderr.split())
    wrong = kamerbron("corpus", home=home, KAMERBRON_COLOUR="red")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "KAMERBRON_COLOUR: no such setting" in wrong.stderr


def test_parse_json_is_the_contract(home: Path) -> None:
    done = kamerbron("parse", str(STARTER / "kst-27925-748.txt"), "--json", home=home)
    document = json.loads(done.stdout)
    assert {key: document[key] for key in ("id", "type", "chamber", "session", "dossier")} == {
        "id": "kst-27925-748",
        "type": "lijst-van-vragen-en-antwoorden",
        "chamber": "II",
        "session": "2020/21",
        "dossier": "27925",
    }
    answer = next(a for a in document["answers"] if a["id"] == "kst-27925-748#14")
    assert answer["refers_to"] == ["kst-27925-748#13"]
    assert answer["questions"][0]["number"] == 14
    assert document["furniture"] == [[6134, 6190]]
    assert kamerbron("parse", str(STARTER / "kst-27925-AA.txt"), home=home).returncode == 0


def test_corpus_shows_coverage(home: Path) -> None:
    documents = json.loads(kamerbron("corpus", "--json", home=home).stdout)["documents"]
    assert [(d["id"], d["questions"], d["answers"]) for d in documents] == [
        ("2021Z18068", 9, 9),
        ("kst-27925-748", 69, 68),
        ("kst-27925-956", 48, 44),
        ("kst-27925-963", 0, 6),
        ("kst-27925-AA", 6, 7),
    ]
    assert "kst-27925-963" in kamerbron("corpus", home=home).stdout


@pytest.mark.parametrize(
    ("identifier", "style", "citation"),
    [
        (
            "kst-27925-748#12",
            "aanwijzingen",
            "Kamerstukken II 2020/21, 27925, nr. 748, antwoord op vraag 12",
        ),
        (
            "kst-27925-956#8",
            "aanwijzingen",
            "Kamerstukken II 2023/24, 27925, nr. 956, antwoord op vraag 7–10",
        ),
        ("kst-27925-AA", "aanwijzingen", "Kamerstukken I 2019/20, 27925, AA"),
        ("kst-27925-748", "ministerie", "Kamerstuk 27 925, nr. 748"),
    ],
)
def test_cite(home: Path, identifier: str, style: str, citation: str) -> None:
    done = kamerbron("cite", identifier, "--style", style, home=home)
    assert done.stdout == citation + "\n"


def test_eval_json_has_the_runs_side_by_side(home: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        '{"id": "a", "query": "hoeveel demonstranten gedood", "language": "nl", "kind": "factoid", '
        '"answers": [{"id": "kst-27925-748#9", "quote": "487 demonstranten"}]}\n'
        '{"id": "b", "query": "AOW-leeftijd", "language": "nl", "kind": "unanswerable-easy", '
        '"answers": []}\n'
    )
    done = kamerbron("eval", "--gold", str(gold), "--json", "--no-save", home=home)
    runs = json.loads(done.stdout)["runs"]
    assert [run["name"] for run in runs] == [
        "terms only",
        "meaning only",
        "rank fusion",
        "default",
    ]
    assert runs[-1]["measures"]["recall@1"]["mean"] == 1.0
    assert {"mean", "low", "high"} <= set(runs[-1]["measures"]["nDCG@10"])
    assert "language=nl" in runs[-1]["groups"]
    shown = kamerbron("eval", "--gold", str(gold), "--misses", "--no-save", home=home)
    assert "default" in shown.stdout


def test_gold_that_does_not_fit_the_corpus_is_refused(home: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        '{"id": "a", "query": "hoeveel", "language": "nl", "kind": "factoid", '
        '"answers": [{"id": "kst-27925-748#9", "quote": "488 demonstranten"}]}\n'
    )
    done = kamerbron("eval", "--gold", str(gold), home=home)
    assert (done.returncode, done.stdout) == (1, "")
    assert "488 demonstranten" in done.stderr


PAPER = """Tweede Kamer der Staten-Generaal
Vergaderjaar 2023–2024 Aanhangsel van de Handelingen

1500

Vragen van het lid Bos (SP) aan de Minister van Defensie over munitievoorraden (ingezonden 5 maart
2024).

Antwoord van Minister Smit (Defensie) (ontvangen 2 april 2024).

Vraag 1
Hoeveel granaten liggen er in de depots?

Antwoord 1
Er liggen 4711 granaten in de depots van de krijgsmacht.
"""


@pytest.fixture
def own_home(home: Path, tmp_path: Path) -> Path:
    """A home of its own with the starter index, so that papers can be added to it."""
    own = tmp_path / "home"
    shutil.copytree(home / "index", own / "index")
    (own / "models").symlink_to(home / "models")
    return own


def test_added_paper_is_found_cited_and_removed(own_home: Path, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "a.txt").write_text(PAPER, "utf-8")
    (papers / "scan.pdf").write_bytes(b"%PDF-1.7\nno more")
    added = kamerbron("add", str(papers), "--json", home=own_home)
    assert added.returncode == 1
    outcomes = {Path(o["file"]).name: o["outcome"] for o in json.loads(added.stdout)["files"]}
    assert outcomes == {"a.txt": "added", "scan.pdf": "failed"}
    assert "1 added, 1 failed" in added.stderr

    asked = kamerbron("ask", "Hoeveel granaten zijn er in de depots?", "--json", home=own_home)
    hit = json.loads(asked.stdout)["hits"][0]
    assert hit["id"] == "ah-tk-20232024-1500#1"
    assert hit["citation"] == "Aanhangsel Handelingen II 2023/24, nr. 1500, antwoord op vraag 1"

    coverage = json.loads(kamerbron("corpus", "--json", home=own_home).stdout)
    assert coverage["documents"][-1]["id"] == "ah-tk-20232024-1500"
    assert [Path(f["file"]).name for f in coverage["failures"]] == ["scan.pdf"]

    again = kamerbron("add", str(papers / "a.txt"), home=own_home)
    assert again.returncode == 0
    assert "already-there" in again.stderr

    removed = kamerbron("corpus", "--remove", "ah-tk-20232024-1500", home=own_home)
    assert removed.returncode == 0, removed.stderr
    asked = kamerbron("ask", "Hoeveel granaten zijn er in de depots?", "--json", home=own_home)
    assert not [h for h in json.loads(asked.stdout)["hits"] if h["document"].startswith("ah-")]


def test_a_paper_that_ships_is_not_removed(own_home: Path) -> None:
    done = kamerbron("corpus", "--remove", "kst-27925-748", home=own_home)
    assert done.returncode == 1
    assert "not among the papers that you added" in done.stderr


def test_an_index_that_lacks_an_added_paper_is_refused(own_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PAPER, "utf-8")
    assert kamerbron("add", str(path), "--no-index", home=own_home).returncode == 0
    done = kamerbron("ask", "Hoeveel granaten zijn er?", home=own_home)
    assert done.returncode == 1
    assert "kamerbron index" in " ".join(done.stderr.split())


def test_parse_prints_the_text_that_spans_count_in(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PAPER, "utf-8")
    text = kamerbron("parse", str(path), "--text", home=home).stdout
    parsed = json.loads(kamerbron("parse", str(path), "--json", home=home).stdout)
    spans = [*parsed["furniture"], *(s for answer in parsed["answers"] for s in answer["spans"])]
    assert sorted(spans)[-1][1] == len(text) == len(PAPER)
    assert (parsed["asked_on"], parsed["date"]) == ("2024-03-05", "2024-04-02")


def test_letter_is_read_as_one_only_when_asked(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "bericht.txt"
    path.write_text("Zomaar een bericht over de begroting.\n")
    refused = kamerbron("parse", str(path), home=home)
    assert refused.returncode == 1
    assert "--as-letter" in refused.stderr
    assert kamerbron("parse", str(path), "--as-letter", home=home).returncode == 0
