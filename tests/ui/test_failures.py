"""Every failure that the app can show is said in the interface's language."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from corpus import KamerbronError, UnreadableError, load_corpus
from corpus.library import STARTER
from corpus.parsing import UNKNOWN_KIND
from eval.lines import joined
from eval.questions import GoldError, read_gold
from retrieval import Settings, SettingsError
from retrieval.filters import FilterError
from ui.text.failures import FAILURES, OTHERS, PHRASES
from ui.told import Told, has_words, phrase_in, said_in

ROOT = Path(__file__).parents[2]
ROOMS = ("corpus", "indexing", "retrieval", "eval", "ui")
BEYOND_THE_APP = {
    "eval/adaptation.py": "`kamerbron adapt` alone trains",
    "eval/beir.py": "`kamerbron eval --beir` alone reads such sets",
    "eval/report_file.py": "the app gives reports to the browser and writes none",
    "eval/systems.py": "the app names its systems itself; the command line takes any name",
    "retrieval/kamerbron.py": "the pages say in their own words that an answer is not there",
    "ui/serving.py": "it serves the app, and fails before there is one",
}
TABLE = FAILURES["nl"]


def sources() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield str(file.relative_to(ROOT)), ast.parse(file.read_text("utf-8"))


def failures() -> set[str]:
    """The names of all classes of failures; in `eval.lines` one is given as `error`."""
    names = {"KamerbronError", "error"}
    bases = {
        node.name: {ast.unparse(base) for base in node.bases}
        for _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    while more := {name for name, known in bases.items() if known & names} - names:
        names |= more
    return names


def said_at(node: ast.AST, classes: set[str]) -> Iterator[ast.expr]:
    """The message of a call that makes a failure; both where it makes one or the other."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in classes:
        given = node.args[0]
        yield from [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]


def value(expression: ast.expr, file: str) -> str:
    """What a message is, where constants tell: with an f-string of local facts they do not."""
    module = importlib.import_module(
        file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    )
    return str(eval(compile(ast.Expression(expression), file, "eval"), vars(module)))  # noqa: S307


def messages() -> set[str]:
    """The messages of all failures that the app can show."""
    classes = failures()
    passed_on = {"pattern", "parts['message']", "error.message"}
    return {
        value(message, file)
        for file, tree in sources()
        if file not in BEYOND_THE_APP
        for node in ast.walk(tree)
        for message in said_at(node, classes)
        if ast.unparse(message) not in passed_on
    }


def fields(pattern: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name}


def test_every_failure_is_said_in_dutch_and_no_other() -> None:
    shown = messages()
    assert len(shown) > 100
    assert {message for message in shown if has_words(message)} - TABLE.keys() == set()
    assert TABLE.keys() - shown == set()
    assert FAILURES["en"].keys() <= shown


@pytest.mark.parametrize("table", [FAILURES["nl"], FAILURES["en"], PHRASES["nl"], OTHERS["nl"]])
def test_what_is_said_has_the_same_facts_and_other_words(table: dict[str, str]) -> None:
    for english, said in table.items():
        assert fields(said) == fields(english), english
        assert said != english


def plain(node: ast.AST) -> str | None:
    """A text in the source, each fact in it as "{}"."""
    if isinstance(node, ast.JoinedStr):
        return "".join(plain(part) or "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def without_names(pattern: str) -> str:
    parts = Formatter().parse(pattern)
    return "".join(literal + ("{}" if name else "") for literal, name, _, _ in parts)


def test_every_phrase_is_one_of_ours() -> None:
    ours = {
        text
        for file, tree in sources()
        if file != "ui/text/failures.py"
        for node in ast.walk(tree)
        if (text := plain(node))
    }
    assert {without_names(phrase) for phrase in PHRASES["nl"]} - ours == set()


def test_every_warning_of_a_paper_is_a_phrase() -> None:
    warned = [
        warning.message
        for document in load_corpus(STARTER).documents
        for warning in document.warnings
    ]
    assert warned
    texts = set(warned)
    for file, tree in sources():
        for node in ast.walk(tree):
            name = (
                re.search(r"\w+$", ast.unparse(node.func)) if isinstance(node, ast.Call) else None
            )
            if name and name[0] in {"ParseWarning", "_warn", "lose"} and file.startswith("corpus/"):
                texts |= {text for text in [plain(node.args[-1])] if text}
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "message":
                texts |= {text for text in [plain(node.value)] if text}
    assert len(texts) > 15
    assert [text for text in texts if phrase_in(text, "nl").english] == []


def test_a_failure_in_both_languages() -> None:
    error = KamerbronError(
        "Expected one question of at most {most:,} characters, found {found:,}. Ask its parts one "
        "by one.",
        most=4000,
        found=1234567,
    )
    assert said_in(error, "en") == Told(str(error))
    assert str(error).startswith("Expected one question of at most 4,000 characters")
    assert said_in(error, "nl") == Told(
        "Verwacht wordt één vraag van hoogstens 4.000 tekens, dit zijn er 1.234.567. Stel de delen "
        "een voor een."
    )
    period = FilterError(
        "The period ends ({until}) before it begins ({since}). Swap the days.",
        until=date(2020, 10, 9),
        since=date(2021, 1, 2),
    )
    assert said_in(period, "nl").text == (
        "De periode eindigt (9 oktober 2020) voordat ze begint (2 januari 2021). Wissel de "
        "dagen om."
    )
    assert "(2020-10-09)" in said_in(period, "en").text


def test_what_went_wrong_inside_is_said_too_and_crosses_to_another_process() -> None:
    inside = UnreadableError(
        "expected a PDF, DOCX, HTML page, official XML or text, found {found}. {remedy}",
        found="an image (PNG)",
        remedy="Save it as DOCX or PDF and add that.",
    )
    error = UnreadableError("{name}: {why}", name="{kop}.pdf", why=inside)
    crossed = UnreadableError.from_json(error.to_json())
    assert (type(crossed), str(crossed)) == (UnreadableError, str(error))
    assert str(error) == (
        "{kop}.pdf: expected a PDF, DOCX, HTML page, official XML or text, found an image (PNG). "
        "Save it as DOCX or PDF and add that."
    )
    dutch = Told(
        "{kop}.pdf: verwacht wordt een PDF, DOCX, HTML-pagina, officiële XML of tekst, maar dit is "
        "een afbeelding (PNG). Bewaar het als DOCX of PDF en voeg dat toe."
    )
    assert said_in(crossed, "nl") == dutch
    assert phrase_in(str(error), "nl") == dutch


def test_a_failure_without_dutch_is_marked_as_english() -> None:
    unknown = KamerbronError("{name}: a new failure.", name="x")
    assert said_in(unknown, "nl") == Told("x: a new failure.", english=True)
    assert said_in(KamerbronError("{name}: {why}", name="y", why=unknown), "nl").english
    assert said_in(KamerbronError("{not a fact}"), "nl") == Told("{not a fact}", english=True)
    assert not said_in(unknown, "en").english


def test_what_others_say_is_said_in_dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMERBRON_CHUNK_TOKENS", "3")
    with pytest.raises(SettingsError) as refused:
        Settings.load()
    assert said_in(refused.value, "nl").text.startswith(
        "KAMERBRON_CHUNK_TOKENS: verwacht wordt 32 of meer, gevonden is '3'. Verbeter het in "
    )
    with pytest.raises(GoldError) as wrong:
        read_gold(
            b'{"id": "a", "query": "", "language": "nl", "kind": "x", "b": 1}', "vragen.jsonl"
        )
    assert said_in(wrong.value, "nl").text.startswith(
        "vragen.jsonl, regel 1: 'query' is leeg; vul het in; 'answers' ontbreekt; voeg het toe; "
        "'b' is onbekend; haal het weg. Verwacht wordt één JSON-object per regel: {"
    )


def test_the_app_says_what_its_own_button_does() -> None:
    error = KamerbronError(UNKNOWN_KIND, name="brief.pdf")
    assert str(error).endswith("--as-letter.")
    assert said_in(error, "en").text.endswith("another layout can be read as a letter.")


def test_faults_are_said_line_by_line() -> None:
    faults = [
        GoldError("there is no official answer {id}; correct the identifier.", id=id_)
        for id_ in ("a#1", "b#2")
    ]
    both = joined(faults, "{first}\n{second}")
    assert said_in(both, "nl").text == (
        "het officiële antwoord a#1 is er niet; verbeter het kenmerk.\n"
        "het officiële antwoord b#2 is er niet; verbeter het kenmerk."
    )
