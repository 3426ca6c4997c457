"""The command line: `kamerbron`.

Exit status: 0 done, 1 a stated failure (its message on stderr says what to do), 2 wrong usage. With
`--json` only JSON goes to stdout; progress and messages go to stderr.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from corpus import (
    Document,
    KamerbronError,
    Library,
    Outcome,
    Paper,
    PaperType,
    Status,
    load_corpus,
)
from corpus.worker import Worker
from retrieval import (
    CitationStyle,
    Earlier,
    Filters,
    Hit,
    Note,
    SearchResult,
    SetResult,
    Settings,
    cite,
)

if TYPE_CHECKING:
    from eval import FeedbackStore

cli = typer.Typer(
    name="kamerbron",
    help="Official answers of the Dutch government to parliament: found by meaning, quoted word "
    "for word, cited.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
out = Console()
err = Console(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else, to stdout.")]
HitCount = Annotated[int, typer.Option("-k", min=1, max=100, help="How many answers to show.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]
Documents = Annotated[
    list[str] | None, typer.Option("--document", help="Only this paper; repeatable.")
]
Kinds = Annotated[
    list[PaperType] | None, typer.Option("--type", help="Only this kind; repeatable.")
]
Parties = Annotated[list[str] | None, typer.Option("--party", help="Asked by this party.")]
Ministers = Annotated[
    list[str] | None, typer.Option("--minister", help="Answered by this minister.")
]
Chambers = Annotated[
    list[str] | None,
    typer.Option("--chamber", help="Only papers of this chamber, I or II; repeatable."),
]
Dossiers = Annotated[
    list[str] | None, typer.Option("--dossier", help="Only this dossier, as 27925; repeatable.")
]
Statuses = Annotated[
    list[Status] | None, typer.Option("--status", help="Only answers that do this; repeatable.")
]


def main() -> None:
    """The command that was typed; a stated failure becomes its message and exit status 1."""
    try:
        cli()
    except KamerbronError as error:
        _fail(str(error))
    except BrokenPipeError:
        # The reader of our output closed it (`| head`): done, and Python's own flush must not fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _fail(message: str) -> NoReturn:
    err.print(Text(message, style="red"))
    sys.exit(1)


@cli.command()
def app(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the page is served.")] = 8501,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    public_address: Annotated[
        str, typer.Option(help="The https address of a sign-on proxy before it; see the README.")
    ] = "",
) -> None:
    """The browser app, on this machine only. Stop it with Ctrl-C."""
    from ui.serving import serve

    Settings.load()
    err.print(f"Kamerbron: {public_address or f'http://localhost:{port}'}  (Ctrl-C stops it)")
    page = Path(__file__).with_name("app.py")
    try:
        serve(page, port=port, browser=browser, public=public_address)
    except KeyboardInterrupt:
        sys.exit(0)


@cli.command()
def index(
    rebuild: Annotated[bool, typer.Option(help="Make everything anew, reuse nothing.")] = False,
) -> None:
    """Build or refresh the index; does only what changed."""
    _refresh_index(Settings.load(), rebuild=rebuild)


def _refresh_index(settings: Settings, *, rebuild: bool = False) -> None:
    from retrieval.refreshing import refresh_index

    with _progress() as progress:
        done = refresh_index(
            settings,
            partial(settings.load_encoder, threads=None),
            rebuild=rebuild,
            progress=_stepwise(progress),
        )
    for failure in done.corpus.failures:
        err.print(Text(f"{failure.file}: {failure.reason}", style="yellow"))
    refreshed = done.refreshed
    if not refreshed.changed:
        err.print(f"Nothing changed: {refreshed.generation} is current.")
        return
    err.print(
        f"Index {refreshed.generation}: {len(done.corpus.documents)} documents, "
        f"{len(done.corpus.answers())} official answers; {refreshed.embedded} texts embedded, "
        f"{refreshed.reused} reused."
    )


@cli.command()
def adapt(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to; by default in the home folder.")
    ] = None,
    queries: Annotated[
        Path | None,
        typer.Option(help='More questions: {"answer": ID, "query": "…"} a line.'),
    ] = None,
    epochs: Annotated[int, typer.Option(min=1, max=20, help="Times that all is gone through.")] = 3,
) -> None:
    """Teach the model the questions and answers of your own papers; slow on a large corpus."""
    from eval.adaptation import adapt_to, read_typed
    from indexing.adapting import Training, official_pairs

    settings = Settings.load()
    documents = load_corpus(settings.corpus, settings.papers).documents
    answers = [(answer.id, answer.text) for d in documents for answer in d.answers if answer.text]
    pairs = official_pairs(documents)
    pairs += read_typed(queries, pairs) if queries else []
    path = output or settings.home / "adaptation.safetensors"
    encoder = settings.load_encoder(threads=None)
    with _progress() as progress:
        task = progress.add_task("learning", total=None)
        gain = adapt_to(
            encoder,
            pairs,
            answers,
            path,
            before=settings.changes,
            training=Training(epochs=epochs),
            progress=lambda step, steps, _: progress.update(task, completed=step, total=steps),
        )
    table = Table("held-out questions, meaning only", "as it was", "adapted")
    for measure, was in gain.before.items():
        now = gain.after[measure]
        table.add_row(
            f"{measure} (n={was.count})",
            f"{was.mean:.3f} [{was.low:.3f}–{was.high:.3f}]",
            f"{now.mean:.3f} [{now.low:.3f}–{now.high:.3f}]",
        )
    out.print(table)
    out.print(f"Written to {path}. To use it set KAMERBRON_ADAPTATION={path}, then run")
    out.print("`kamerbron index` and `kamerbron eval`: keep it only where your questions gain. The")
    out.print('confidence then does without what was learnt of "no answer" with the shipped one.')


@cli.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    batch: Annotated[
        Path | None,
        typer.Option(help='Questions from a file, one {"id": …, "query": …} a line; needs --json.'),
    ] = None,
    k: HitCount = 5,
    as_json: AsJson = False,
    why: Annotated[bool, typer.Option("--why", help="Also why each answer was found.")] = False,
    since: Day = None,
    until: Day = None,
    document: Documents = None,
    kind: Kinds = None,
    party: Parties = None,
    minister: Ministers = None,
    chamber: Chambers = None,
    dossier: Dossiers = None,
    status: Statuses = None,
) -> None:
    """The best official answers to a question, word for word, with their citations."""
    from retrieval import Kamerbron, clean_question

    if (question is None) == (batch is None):
        raise typer.BadParameter("give one question in quotes, or --batch FILE", param_hint="ask")
    if batch and not as_json:
        raise typer.BadParameter("--batch answers in JSON lines: add --json", param_hint="--batch")
    filters = _filters(since, until, document, kind, party, minister, chamber, dossier, status)
    if question is not None:
        clean_question(question)  # refuse before anything is loaded
    asked = _read_batch(batch) if batch else [(None, question or "")]
    kamerbron = Kamerbron.open(Settings.load())
    for identifier, query in asked:
        result = kamerbron.ask(query, k=k, filters=filters, id=identifier)
        for note in result.notes:
            err.print(_NOTES[note])
        if as_json:
            print(json.dumps(result.as_json(), ensure_ascii=False), flush=True)  # noqa: T201
        else:
            _show(result, why=why)


@cli.command(name="set")
def set_command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Text, DOCX or PDF; - is what is piped in.")
    ],
    k: HitCount = 3,
    as_json: AsJson = False,
    since: Day = None,
    until: Day = None,
    document: Documents = None,
    kind: Kinds = None,
    party: Parties = None,
    minister: Ministers = None,
    chamber: Chambers = None,
    dossier: Dossiers = None,
    status: Statuses = None,
) -> None:
    """What was answered before to each question of a whole set, and what never was."""
    from retrieval import Kamerbron
    from retrieval.earlier import answer_set
    from retrieval.question_set import read_question_bytes, read_question_file

    filters = _filters(since, until, document, kind, party, minister, chamber, dossier, status)
    piped = str(file) == "-"
    questions = (
        read_question_bytes(sys.stdin.buffer.read(), "what is piped in")
        if piped
        else read_question_file(file)
    )
    kamerbron = Kamerbron.open(Settings.load())
    with _progress() as progress:
        task = progress.add_task("asking", total=len(questions.questions))
        result = answer_set(
            kamerbron,
            questions,
            k=k,
            filters=filters,
            progress=partial(_advance, progress, task),
        )
    for note in dict.fromkeys(note for entry in result.entries for note in entry.result.notes):
        err.print(_NOTES[note])
    if as_json:
        print(json.dumps(result.as_json(), ensure_ascii=False))  # noqa: T201
        return
    for entry in result.entries:
        _show_earlier(entry)
    out.print(_overview(result))


def _show_earlier(entry: Earlier) -> None:
    """A question of a set, the earlier answers to it, and which of them were overtaken."""
    out.print(Text(f"{entry.question.number}. {_start(entry.question.text, 500)}", style="bold"))
    if entry.never_answered:
        _print_indented(Text("Never answered in these papers. The nearest:", style="yellow"))
    for hit in entry.earlier:
        place = Text(f"{hit.answer.id} · {_known_day(hit.paper)}")
        place.append_text(_age(entry.result, hit))
        quoted = hit.evidence[0].text if hit.evidence else hit.answer.text
        _print_indented(place)
        _print_indented(Text(f"“{_start(quoted, 300)}”", style="italic"), 5)
        _print_indented(Text(hit.citation), 5)
    if entry.new_since:
        _print_indented(Text(f"new since {entry.since}: {', '.join(entry.new_since)}"))
    _print_indented(Text(f"confidence {entry.result.confidence:.2f}\n", style="dim"))


def _print_indented(text: Text, spaces: int = 3) -> None:
    out.print(Padding(text, (0, 0, 0, spaces), expand=False))


def _overview(result: SetResult) -> Table:
    table = Table(title="Earlier answers", title_justify="left")
    table.add_column("", justify="right")
    for heading in ("question", "best earlier answer", "date"):
        table.add_column(heading, overflow="fold")
    table.add_column("confidence", justify="right")
    for entry in result.entries:
        first = None if entry.never_answered else next(iter(entry.earlier), None)
        table.add_row(
            str(entry.question.number),
            escape(_start(entry.question.text, 80)),
            escape(first.citation) if first else "[yellow]never answered[/]",
            _known_day(first.paper) if first else "",
            f"{entry.result.confidence:.2f}",
        )
    return table


def _age(result: SearchResult, hit: Hit) -> Text:
    """How a hit stands among the positions on the question; empty where there is but one."""
    if newer := result.newer(hit):
        day = newer[0].date or f"a paper sent in on {newer[0].not_before}"
        return Text(f" · older position, newest of {day}", style="yellow")
    newest = any(p.newest for p in result.timeline if p.id == hit.answer.id)
    return Text(" · newest position" if newest else "", style="green")


def _known_day(paper: Paper) -> str:
    if paper.date:
        return paper.date.isoformat()
    return f"date unknown, sent in on {paper.asked_on}" if paper.asked_on else "date unknown"


AsLetter = Annotated[
    bool, typer.Option(help="Read a paper of unknown kind as a letter, by its headings.")
]


@cli.command()
def parse(
    file: Path,
    as_json: AsJson = False,
    as_letter: AsLetter = False,
    text: Annotated[
        bool, typer.Option("--text", help="The extracted text, in which spans are counted.")
    ] = False,
) -> None:
    """What the parser makes of a file; nothing is stored."""
    with Worker() as worker:
        document = worker.read(file, as_letter=as_letter).document
    if text:
        sys.stdout.write(document.source)
        return
    if as_json:
        print(json.dumps(document.as_json(), ensure_ascii=False, indent=1))  # noqa: T201
        return
    paper = document.paper
    table = Table(title=f"{paper.id}: {paper.title}", title_justify="left")
    for heading in ("answer", "question", "text", "status", "refers to"):
        table.add_column(heading, overflow="fold" if heading == "answer" else "ellipsis")
    for answer in document.answers:
        table.add_row(
            *map(
                escape,
                (
                    answer.id.partition("#")[2],
                    _start(answer.asked),
                    _start(answer.text),
                    answer.status.value,
                    ", ".join(target.partition("#")[2] for target in answer.refers_to),
                ),
            )
        )
    out.print(table)
    for warning in document.warnings:
        err.print(Text(f"at {warning.at}: {warning.message}", style="yellow"))


@cli.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Papers, or folders.")],
    as_letter: AsLetter = False,
    index: Annotated[bool, typer.Option(help="Refresh the index afterwards.")] = True,
    as_json: AsJson = False,
) -> None:
    """Parse, store and index papers: PDF, DOCX, HTML, official XML or text; each whole or not."""
    settings = Settings.load()
    library = Library(settings.papers)
    outcomes: list[dict[str, str]] = []
    with Worker() as worker, _progress() as progress:
        paths = list(_files(files))
        task = progress.add_task("reading", total=len(paths))
        for path in paths:
            outcome, message = _add(library, worker, path, as_letter)
            outcomes.append({"file": str(path), "outcome": outcome.value, "message": message})
            style = "red" if outcome is Outcome.FAILED else ""
            progress.console.print(Text(f"{outcome.value}: {message}", style=style))
            progress.advance(task)
    counts = Counter(outcome["outcome"] for outcome in outcomes)
    err.print(", ".join(f"{count} {name}" for name, count in counts.items()) or "no file found")
    if index and counts.keys() - {Outcome.FAILED, Outcome.ALREADY_THERE}:
        _refresh_index(settings)
    if as_json:
        print(json.dumps({"files": outcomes}, ensure_ascii=False))  # noqa: T201
    if counts[Outcome.FAILED] or not paths:
        sys.exit(1)


def _add(library: Library, worker: Worker, path: Path, as_letter: bool) -> tuple[Outcome, str]:
    try:
        return library.add(path, worker.read(path, as_letter=as_letter), as_letter=as_letter)
    except KamerbronError as error:
        library.remember_failure(path, str(error))
        return Outcome.FAILED, str(error)


def _files(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named."""
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file())
        else:
            yield path


@cli.command()
def corpus(
    as_json: AsJson = False,
    remove: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Take out a paper that you added.")
    ] = None,
) -> None:
    """Coverage: papers by type and year, answers by status, what stayed uncertain or failed."""
    settings = Settings.load()
    library = Library(settings.papers)
    if remove:
        for identifier in remove:
            for version in library.remove(identifier):
                err.print(Text(f"removed: {version.id} ({version.file})"))
        _refresh_index(settings)
        return
    loaded = load_corpus(settings.corpus, settings.papers)
    rows = [_coverage(document) for document in loaded.documents]
    failures = [*loaded.failures, *library.failures()]
    versions = {id_: len(found) for id_, found in library.papers().items() if len(found) > 1}
    if as_json:
        failed = [{"file": f.file, "reason": f.reason, "at": f.at} for f in failures]
        shown = {"documents": rows, "failures": failed, "versions": versions}
        print(json.dumps(shown, ensure_ascii=False))  # noqa: T201
        return
    out.print(_by_type_and_year(rows))
    out.print(_papers_table(rows))
    for row in rows:
        for warning in row["warnings"]:
            err.print(Text(f"{row['id']}: {warning}", style="yellow"))
    for identifier, count in versions.items():
        err.print(Text(f"{identifier}: {count} versions, the newest is used"))
    for failure in failures:
        err.print(Text(f"failed: {failure.file}: {failure.reason}", style="red"))


def _by_type_and_year(rows: list[dict[str, Any]]) -> Table:
    years = sorted({(row["date"] or "")[:4] for row in rows})
    table = Table("papers", *(year or "no date" for year in years), "answers")
    for kind in sorted({row["type"] for row in rows}):
        of_kind = [row for row in rows if row["type"] == kind]
        count = Counter((row["date"] or "")[:4] for row in of_kind)
        answers = sum(row["answers"] for row in of_kind)
        cells = (str(count[year] or "") for year in years)
        table.add_row(kind.replace("-", " "), *cells, str(answers))
    return table


def _papers_table(rows: list[dict[str, Any]]) -> Table:
    table = Table()
    for heading in ("document", "questions", "answers", "statuses"):
        table.add_column(heading, no_wrap=True)
    for row in rows:
        statuses = "\n".join(f"{count} {name}" for name, count in row["statuses"].items())
        table.add_row(
            f"{row['id']}, {row['date'] or 'date unknown'}\n{row['type'].replace('-', ' ')}",
            str(row["questions"]),
            str(row["answers"]),
            statuses,
        )
    return table


@cli.command(name="cite")
def cite_command(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="kst-27925-748#12, or a paper.")],
    style: Annotated[CitationStyle, typer.Option(help="The house style.")] = (
        CitationStyle.AANWIJZINGEN
    ),
) -> None:
    """One citation."""
    settings = Settings.load()
    documents = load_corpus(settings.corpus, settings.papers).documents
    name, _, key = identifier.partition("#")
    document = next((d for d in documents if d.id == name), None)
    if document is None:
        _fail(f"{name}: no such document. There are {', '.join(d.id for d in documents)}.")
    if not key:
        print(cite(document.paper, style=style))  # noqa: T201
        return
    answer = next(
        (a for a in document.answers if a.id == identifier or key in map(str, a.numbers)), None
    )
    if answer is None:
        _fail(f"{identifier}: {name} has no such answer. See `kamerbron corpus`.")
    print(cite(document.paper, answer, style))  # noqa: T201


@cli.command(name="eval")
def evaluate_command(
    gold: Annotated[
        Path | None,
        typer.Option(help="Gold questions, one JSON object a line; the starter's by default."),
    ] = None,
    beir: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A set in BEIR's layout: corpus, queries and qrels."),
    ] = None,
    split: Annotated[
        str | None, typer.Option(help="The qrels of a BEIR set that judge; test by default.")
    ] = None,
    systems: Annotated[
        str | None,
        typer.Option(metavar="NAME,…", help="Only these: terms-only, meaning-only, rank-fusion, …"),
    ] = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="What B gains over A: systems, or files of saved runs."),
    ] = None,
    report: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Also a report, in .md or .html; repeatable."),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the runs are saved; the home's runs by default."),
    ] = None,
    no_save: Annotated[bool, typer.Option("--no-save", help="Save no runs.")] = False,
    misses: Annotated[bool, typer.Option(help="List what each run missed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Recall, MRR, nDCG and the quality of "no answer" on a set of questions, beside baselines."""
    from eval import (
        DEFAULT_GOLD,
        BeirSet,
        GoldSet,
        by_name,
        check_report_file,
        evaluate,
        load_run,
        places_for,
        print_comparison,
        print_report,
        run_systems,
        save_run,
        system_or_file,
        write_report,
    )
    from eval import compare as compare_runs

    _check_eval_usage(gold, beir, split, save, no_save)
    for file in report or ():
        check_report_file(file)
    compared = tuple(map(system_or_file, compare or ()))
    names, files = _runs_wanted(systems, compared)
    settings = Settings.load()
    questions = BeirSet.load(beir, split or "test") if beir else GoldSet.load(gold or DEFAULT_GOLD)
    loaded = {file: load_run(Path(file), questions.identity) for file in files}
    places = {} if no_save else places_for(settings.home, questions.identity, names, save)
    made = []
    with _progress() as progress:
        for run in run_systems(questions, settings, names, _stepwise(progress)) if names else ():
            made.append(run)
            if run.name in places:
                save_run(run, places[run.name])
                progress.console.print(Text(f"saved: {places[run.name]}"))
    runs = by_name(made, loaded, last=compared)
    *others, main = runs
    evaluation = evaluate(questions.questions, [run.as_run(name) for name, run in runs.items()])
    pairs = [(others[-1], main)] if compare else [(other, main) for other in others]
    comparisons = [compare_runs(evaluation, *pair) for pair in pairs] if compare or report else []
    for file in report or ():
        write_report(file, evaluation, comparisons, runs)
        err.print(Text(f"report: {file}"))
    if as_json:
        shown = evaluation.as_json()
        if compare:
            shown["comparison"] = comparisons[0].as_json()
        print(json.dumps(shown, ensure_ascii=False))  # noqa: T201
        return
    print_report(evaluation, out, misses=misses)
    if compare:
        print_comparison(comparisons[0], out)


@cli.command(name="feedback")
def feedback_command(
    gold: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write gold questions, for `kamerbron eval`."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What users of the app called right, or not it, and the gold questions that it makes."""
    from eval import FeedbackStore, Verdict

    settings = Settings.load()
    store = FeedbackStore(settings.feedback)
    given = store.read()
    for fault in store.damaged():
        err.print(Text(f"{store.path}, {fault}. The line does not count.", style="yellow"))
    if gold:
        _write_gold(store, settings, gold)
    if as_json:
        print(json.dumps([feedback.as_json() for feedback in given], ensure_ascii=False))  # noqa: T201
        return
    said: dict[str, dict[Verdict, list[str]]] = {}
    for feedback in given:
        answers = said.setdefault(feedback.question, {verdict: [] for verdict in Verdict})
        answers[feedback.verdict].append(feedback.answer)
    if said:
        table = Table("question", "right", "not it")
        for question, answers in said.items():
            cells = ["\n".join(answers[v]) for v in (Verdict.RIGHT, Verdict.NOT_IT)]
            table.add_row(*map(escape, [_start(question, 300), *cells]))
        out.print(table)
    out.print(
        f"verdicts: {len(given)}; questions: {len(said)}, with a right answer: "
        f"{sum(bool(answers[Verdict.RIGHT]) for answers in said.values())}"
    )


def _write_gold(store: FeedbackStore, settings: Settings, path: Path) -> None:
    """Writes the gold questions of these verdicts to a new file, of what the corpus still holds."""
    from eval import Verdict, load_gold

    answers = load_corpus(settings.corpus, settings.papers).answers()
    content = store.as_gold({id_: answer.text for id_, answer in answers.items()})
    if not content:
        _fail(
            f"{store.path}: expected a question with an answer that was called right, found none. "
            "Say in the app which answers are right. Nothing was written."
        )
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except FileExistsError:
        _fail(f"{path}: there is a file already. Name another; nothing was written.")
    except OSError as error:
        _fail(f"{path}: cannot be written ({error.strerror}). Name another place.")
    questions = load_gold(path)
    written = sum(len(question.answers) for question in questions)
    right = sum(feedback.verdict is Verdict.RIGHT for feedback in store.read())
    err.print(Text(f"gold questions: {len(questions)}. Look them through, then run"))
    err.print(Text(f"kamerbron eval --gold {path}"))
    if right > written:
        left_out = right - written
        err.print(Text(f"right answers left out, for the corpus has changed: {left_out}"))


def _check_eval_usage(
    gold: Path | None, beir: Path | None, split: str | None, save: Path | None, no_save: bool
) -> None:
    if gold and beir:
        raise typer.BadParameter("give --gold or --beir, one set at a time", param_hint="eval")
    if split and not beir:
        raise typer.BadParameter("only a BEIR set has splits: give --beir", param_hint="--split")
    if save and no_save:
        raise typer.BadParameter("give --save or --no-save", param_hint="eval")


def _runs_wanted(
    systems: str | None, compared: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The systems to run and the saved runs to read: by default all systems, or the two named."""
    from eval import SYSTEM_NAMES, check_system_names

    asked = check_system_names(systems.split(",")) if systems else ()
    if not compared:
        return asked or SYSTEM_NAMES, ()
    if len(set(compared)) == 1:
        raise typer.BadParameter("expected two runs, found one twice", param_hint="--compare")
    named = [name for name in compared if name in SYSTEM_NAMES]
    return check_system_names([*asked, *named]), tuple(f for f in compared if f not in named)


def _stepwise(progress: Progress) -> Callable[[str, int, int], None]:
    """A bar for each step of a work, from its first report on."""
    tasks: dict[str, TaskID] = {}

    def report(step: str, done: int, total: int) -> None:
        if step not in tasks:
            tasks[step] = progress.add_task(step, total=total)
        _advance(progress, tasks[step], done, total)

    return report


@cli.command()
def check(as_json: AsJson = False) -> None:
    """Verify the index on disk, file by file."""
    from indexing import verify

    settings = Settings.load()
    checks = verify(settings.index_root)
    damaged = list(Library(settings.papers).damaged())
    if as_json:
        problems = [{"file": c.file, "problem": c.problem} for c in checks]
        problems += [{"file": failure.file, "problem": failure.reason} for failure in damaged]
        print(json.dumps(problems))  # noqa: T201
    else:
        table = Table()
        table.add_column("file", overflow="fold")
        table.add_column("state", overflow="fold")
        for entry in checks:
            table.add_row(entry.file, entry.problem or "ok")
        for failure in damaged:
            table.add_row(failure.file, failure.reason)
        out.print(table)
    if damaged:
        _fail("The library is damaged. Remove those papers and add their files again.")
    if any(entry.problem for entry in checks):
        _fail("The index is damaged. `kamerbron index --rebuild` makes it anew.")


_NOTES = {
    Note.ONE_WORD: "One word only: a whole question finds better answers.",
    Note.CONTROL_CHARACTERS: "Control characters in the question were left out.",
    Note.UNKNOWN_SCRIPT: "The model does not know the script of this question.",
    Note.FILTERED_OUT: "No paper of the corpus passes these filters.",
}


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=err
    )


def _advance(progress: Progress, task: TaskID, done: int, total: int) -> None:
    progress.update(task, completed=done, total=total)


def _filters(
    since: datetime | None,
    until: datetime | None,
    document: list[str] | None,
    kind: list[PaperType] | None,
    party: list[str] | None,
    minister: list[str] | None,
    chamber: list[str] | None,
    dossier: list[str] | None,
    status: list[Status] | None,
) -> Filters:
    return Filters(
        since=_day(since),
        until=_day(until),
        documents=tuple(document or ()),
        types=tuple(kind or ()),
        parties=tuple(party or ()),
        ministers=tuple(minister or ()),
        chambers=tuple(chamber or ()),
        dossiers=tuple(dossier or ()),
        statuses=tuple(status or ()),
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _read_batch(path: Path) -> list[tuple[str | None, str]]:
    """The questions of a batch file, all checked before the first is asked."""
    from retrieval import clean_question

    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        _fail(f"{path}: expected a file of JSON lines in UTF-8, found none to read ({error}).")
    questions: list[tuple[str | None, str]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            query, identifier = entry["query"], entry.get("id")
            if not isinstance(query, str):
                raise TypeError
            clean_question(query)
        except (ValueError, TypeError, KeyError, AttributeError):
            _fail(
                f'{path}, line {number}: expected {{"id": "…", "query": "…"}}, found '
                f"{line[:80]!r}. "
                "Correct the line; nothing was asked."
            )
        except KamerbronError as error:
            _fail(f"{path}, line {number}: {error} Nothing was asked.")
        questions.append((None if identifier is None else str(identifier), query))
    if not questions:
        _fail(f"{path}: expected a question a line, found none.")
    return questions


def _show(result: SearchResult, *, why: bool) -> None:
    if not result.answerable:
        out.print("[bold]The papers do not answer this.[/] The nearest answers:")
    for hit in result.hits:
        body = Text(hit.answer.text)
        for evidence in hit.evidence:
            body.stylize("bold underline", evidence.start, evidence.end)
        asked = Text(_start(hit.answer.asked, 300) + "\n\n", style="italic")
        facts = f"{hit.citation} · {_known_day(hit.paper)} · {hit.answer.status.value}"
        out.print(
            Panel(
                asked + body,
                title=Text(f"{hit.rank}. {hit.answer.id}").append_text(_age(result, hit)),
                subtitle=Text(facts),
                title_align="left",
                subtitle_align="left",
            )
        )
        if why:
            _print_indented(Text(_reasons(hit), style="dim"))
    out.print(f"confidence {result.confidence:.2f}", style="dim")


def _reasons(hit: Hit) -> str:
    """Why an answer was found, on one line; parts that added nothing are left out."""
    said = [f"{part} {value:+.2f}" for part, value in hit.why.added.items() if round(value, 2)]
    if hit.why.names:
        said.append(f"both name {', '.join(hit.why.names)}")
    if hit.why.via:
        said.append(f"called up by {hit.why.via}")
    return " · ".join(said)


def _start(text: str, length: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _coverage(document: Document) -> dict[str, Any]:
    paper = document.paper
    return {
        "id": paper.id,
        "type": paper.type.value,
        "title": paper.title,
        "date": paper.date.isoformat() if paper.date else None,
        "questions": sum(len(answer.questions) for answer in document.answers),
        "answers": len(document.answers),
        "statuses": dict(Counter(answer.status.value for answer in document.answers)),
        "warnings": [warning.message for warning in document.warnings],
    }


if __name__ == "__main__":
    main()
