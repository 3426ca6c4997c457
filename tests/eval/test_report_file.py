"""Reports in files: whole, escaped, and the same for the same runs."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from lxml import etree, html

from eval import (
    ReportError,
    check_report_file,
    compare,
    evaluate,
    misses_as_csv,
    write_report,
)
from eval.plots import COLOURS, plots
from eval.run import Run

HOSTILE = '<script>alert("x")</script> | *a* & $b$ [c](d) `e`\nf'


@pytest.fixture
def gold(question):
    return [
        question("q1", "a", language="nl", kind="factoid"),
        question("q2", "b", language="nl", kind="several"),
        question("q3", "d", language="en", kind="factoid", query=HOSTILE),
        question("q4", language="en", kind="unanswerable-hard"),
    ]


@pytest.fixture
def runs(saved):
    found = {"q1": ["a"], "q2": ["x", "b"], "q3": [], "q4": ["a"]}
    better = found | {"q2": ["b"], "q3": ["v", "w", "x", "y", "<d>"]}
    return {"terms only": saved("terms only", found), "default": saved("default", better, 0.8)}


@pytest.fixture
def write(gold, runs, tmp_path: Path):
    def make(name: str) -> str:
        evaluation = evaluate(gold, [run.as_run(name) for name, run in runs.items()])
        comparisons = [compare(evaluation, "terms only", "default")]
        write_report(tmp_path / name, evaluation, comparisons, runs)
        return (tmp_path / name).read_text("utf-8")

    return make


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def test_html_holds_figures_comparison_changes_misses_and_what_runs_hang_on(write) -> None:
    page = html.fromstring(write("report.html"))

    rows = [[text_of(cell) for cell in row] for row in page.iter("tr")]
    assert ["recall@1", "3", "0.33 0.00–1.00", "0.67 0.00–1.00"] in rows
    gain = next(row for row in rows if row[0] == "recall@1" and len(row) == 9)
    assert gain[-3:] == ["1", "0", "2"]
    assert ["q2", "vraag q2", "+0.37", "2", "1"] in rows
    (miss,) = (row for row in rows if row[0] == "q3")
    assert miss[2:] == ["d", "v, w, x", "–"]
    made = next(row for row in rows if row[1] == "2026-11-21 10:30 UTC")
    assert made[2:] == ["0123456789abcdef", "embedded r1", "0.1.0 c0de", "0.5"]


def test_html_stands_by_itself_and_escapes_all_texts(write) -> None:
    text = write("report.html")
    page = html.fromstring(text)

    assert "<script" not in text
    assert not page.xpath("//script | //link | //iframe | //img")
    assert not re.search(r"url\((?!#)|@import", text)
    assert any(" ".join(HOSTILE.split()) == text_of(cell) for cell in page.iter("td"))
    identifiers = page.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))


def test_html_has_plots_that_follow_light_and_dark(write) -> None:
    text = write("report.html")
    page = html.fromstring(text)

    labels = [svg.get("aria-label") for svg in page.iter("svg")]
    assert labels == [
        "Recall by kind",
        "Recall by language",
        "Rank of the first right answer",
        "How often right against how sure",
    ]
    assert "prefers-color-scheme: dark" in text
    svgs = "".join(etree.tostring(svg, encoding="unicode") for svg in page.iter("svg"))
    for light, _ in COLOURS.values():
        assert svgs.count(light) == len(re.findall(rf"var\(--[a-z0-9-]+, {light}\)", svgs))
    assert "var(--run-1, " in svgs


def test_markdown_has_the_same_with_its_plots_beside_it(write, tmp_path: Path) -> None:
    text = write("report.md")

    assert "| recall@1 | 3 | 0.33 [0.00–1.00] | 0.67 [0.00–1.00] |" in text
    assert "## default against terms only" in text
    assert "| q2 | vraag q2 | +0.37 | 2 | 1 |" in text
    images = re.findall(r"!\[.*?\]\((.*?)\)", text)
    assert images == [
        "report-recall-by-kind.svg",
        "report-recall-by-language.svg",
        "report-ranks.svg",
        "report-reliability.svg",
    ]
    for image in images:
        svg = etree.parse(str(tmp_path / image)).getroot()
        assert svg.tag == "{http://www.w3.org/2000/svg}svg"


def test_markdown_escapes_texts_and_keeps_every_table_whole(write) -> None:
    text = write("report.md")

    assert r"\<script\>alert(\"x\")\</script\>".replace(r"\"", '"') in text
    table: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            table.append(re.sub(r"\\.", "", line))
        elif table:
            assert len({row.count("|") for row in table}) == 1, table
            assert re.fullmatch(r"\|[-:|]+\|", table[1]), table[1]
            table = []


@pytest.mark.parametrize("name", ["report.html", "report.md"])
def test_the_same_runs_give_the_same_bytes(write, tmp_path: Path, name: str) -> None:
    first = write(name), *(path.read_bytes() for path in sorted(tmp_path.glob("*.svg")))
    again = write(name), *(path.read_bytes() for path in sorted(tmp_path.glob("*.svg")))
    assert first == again


def test_a_set_without_groups_or_misses_has_a_report_too(question, saved, tmp_path: Path) -> None:
    gold, run = [question("q1", "a")], saved("default", {"q1": ["a"]})
    evaluation = evaluate(gold, [run.as_run()])

    assert list(plots(evaluation)) == ["reliability", "ranks"]
    for name in ("report.html", "report.md"):
        write_report(tmp_path / name, evaluation, [], {"default": run})
        assert "Nothing: every first hit is right." in (tmp_path / name).read_text("utf-8")


def test_the_plots_show_what_was_measured(gold, runs) -> None:
    evaluation = evaluate(gold, [run.as_run(name) for name, run in runs.items()])
    drawn = plots(evaluation)

    assert "factoid (2)" in drawn["recall-by-kind"]
    assert "several (1)" in drawn["recall-by-kind"]
    assert "unanswerable-hard" not in drawn["recall-by-kind"]
    error = evaluation.runs[-1].measures["calibration error"].mean
    assert f"default: calibration error {error:.3f}" in drawn["reliability"]
    # terms only: first, second, not found. Bars begin where the one before ends.
    assert "not found" in drawn["ranks"]


def test_misses_for_a_spreadsheet_hold_no_formula(question, ranking) -> None:
    gold = [
        question("q1", "a", "b", query="=1+1"),
        question("q2", "a", query=' \t@SUM(A1), "x"\n-2'),
        question("q3", "a", query="gewoon", language="fr", kind="-verwijzing"),
    ]
    found = {"q1": ranking("=x", "b"), "q2": (), "q3": ranking("a")}
    run = Run("default", found, dict.fromkeys(found, 0.5))
    (evaluated,) = evaluate(gold, [run]).runs

    written = misses_as_csv(evaluated, lambda id_: f"+{id_}")

    head, *rows = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert head[:2] + head[-1:] == ["question", "query", "rank of the expected"]
    assert rows == [
        ["q1", "'=1+1", "nl", "factoid", "tune", "a; b", "'+a; +b", "'=x", "'+=x", "2"],
        ["q2", '\' \t@SUM(A1), "x"\n-2', "nl", "factoid", "tune", "a", "'+a", "", "", ""],
    ]


def test_a_file_named_otherwise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ReportError, match=r"report\.pdf: expected a report in \.md or \.html, foun"
    ):
        check_report_file(tmp_path / "report.pdf")
    with pytest.raises(ReportError, match=r"there is no such folder for a report\. Make it first"):
        check_report_file(tmp_path / "nowhere" / "report.md")


def test_a_file_that_cannot_be_written_is_named(gold, runs, tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    evaluation = evaluate(gold, [run.as_run(name) for name, run in runs.items()])
    with pytest.raises(ReportError, match=r"expected a place for a report, found: Is a directory"):
        write_report(tmp_path / "report.html", evaluation, [], runs)
