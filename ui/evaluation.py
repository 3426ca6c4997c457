"""The Evaluation page: runs made or loaded, what they measured, what they missed."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from eval import (
    SYSTEM_NAMES,
    Evaluation,
    Miss,
    SavedRun,
    compare,
    misses_as_csv,
    report_texts,
    sealed,
)
from eval.evaluation import GROUPINGS
from eval.saved import file_name
from eval.systems import DEFAULT
from retrieval import Kamerbron, Settings, UnknownAnswer, cite
from ui import figures
from ui.cards import notice
from ui.frame import dress, link, loaded, said, show_failure, why
from ui.frame import words as common
from ui.labels import plain
from ui.measuring import (
    LONGEST_NAME,
    MISSES_AT_ONCE,
    OWN_RUN,
    OWN_SET,
    SET,
    Desk,
    Key,
    Shown,
    compared,
    desk_of_session,
    evaluated,
    reader_names,
    saved_here,
    start,
    take_run,
    take_set,
)
from ui.text import EVALUATION
from ui.text.evaluation import EvaluationWords

_PART = "evaluation-part"
_MAIN = "evaluation-main"
_SAVED = "evaluation-saved"
_SYSTEMS = "evaluation-systems"


def show() -> None:
    """The page, from top to bottom."""
    dress(_words().title, _words().lead)
    kamerbron = loaded()
    desk = desk_of_session()
    desk.gather()
    choose_set(desk, kamerbron)
    above = st.container()
    earlier_runs(desk)
    with above:
        measure(desk)
    if desk.runs():
        show_results(desk, kamerbron)


def choose_set(desk: Desk, kamerbron: Kamerbron) -> None:
    """The set of questions: one that ships, or one of the user's own."""
    words = _words()
    if SET not in st.session_state:
        st.session_state[SET] = desk.chosen
    desk.chosen = st.selectbox(
        words.set_label,
        list(desk.sets),
        key=SET,
        format_func=lambda sha: words.set_option.format(
            name=desk.sets[sha].identity.name, count=len(desk.sets[sha].questions)
        ),
    )
    with st.expander(words.own_set):
        _small(words.own_set_help)
        st.file_uploader(
            words.own_set_label,
            type=["jsonl"],
            key=OWN_SET,
            max_upload_size=1,
            on_change=take_set,
            args=(desk, kamerbron),
        )
        if desk.refused_set:
            show_failure(words.own_set_refused, desk.refused_set)
    _small(words.about_parts)


def measure(desk: Desk) -> None:
    """The way to start: one click where nothing was measured yet, else a choice of systems."""
    words = _words()
    if desk.ended and desk.ended.failure:
        show_failure(words.failed, desk.ended.failure)
    elif desk.ended:
        st.html(notice(words.stopped, role="alert"))
    if desk.running:
        show_progress(desk)
        return
    if not desk.runs():
        how = words.nothing_yet_more.format(count=len(desk.questions.questions))
        st.html(notice(words.nothing_yet, [how]))
        st.button(words.begin, type="primary", on_click=start, args=(desk, (DEFAULT,)))
    with st.expander(words.measure):
        _small(words.measure_help)
        systems = st.pills(
            words.systems_label,
            SYSTEM_NAMES,
            selection_mode="multi",
            default=SYSTEM_NAMES,
            key=_SYSTEMS,
            format_func=words.systems.__getitem__,
        )
        if not systems:
            _small(words.systems_missing)
        st.button(words.start, on_click=start, args=(desk, tuple(systems)), disabled=not systems)


@st.fragment(run_every=1.0)
def show_progress(desk: Desk) -> None:
    """How far the measurement is; the whole page is shown anew when it has ended."""
    words, running = _words(), desk.running
    if running is None or not running.going:
        st.rerun()
    step = words.going_waits
    if running.step:
        system = words.systems.get(running.step, running.step)
        step = words.going_step.format(system=system, done=running.done, total=running.total)
    st.html(f'<p class="kb-small" role="status"><b>{words.going}.</b> {words.going_more}</p>')
    st.progress(running.done / running.total, text=step)
    st.button(words.stop, on_click=running.stop)


def earlier_runs(desk: Desk) -> None:
    """Runs that were saved on this computer over the set chosen, or that the user gives."""
    words = _words()
    with st.expander(words.saved_runs):
        _small(words.saved_help)
        known, refused = saved_here(Settings.load().home)
        own = {run.digest() for run in desk.made.get(desk.chosen, {}).values()}
        fitting = {
            file: run
            for file, (run, digest) in known.items()
            if run.questions.sha256 == desk.chosen and digest not in own
        }
        kept = desk.loaded.setdefault(desk.chosen, {})
        given = {file: run for file, run in kept.items() if file not in known}
        if fitting:
            chosen = st.multiselect(
                words.saved_label,
                list(fitting),
                default=[file for file in kept if file in fitting],
                key=f"{_SAVED}-{desk.chosen}",
                format_func=lambda file: _described(fitting[file], words),
                placeholder=words.choose_runs,
            )
            desk.loaded[desk.chosen] = given | {file: fitting[file] for file in chosen}
        else:
            _small(words.saved_none)
        others = Counter(
            run.questions.name for run, _ in known.values() if run.questions.sha256 != desk.chosen
        )
        if others:
            sets = ", ".join(f"{name} ({count})" for name, count in sorted(others.items()))
            _small(words.saved_others.format(sets=sets))
        if refused:
            st.html(notice(words.saved_refused, map(why, refused)))
        st.file_uploader(
            words.run_label,
            type=["json"],
            key=OWN_RUN,
            max_upload_size=1,
            on_change=take_run,
            args=(desk,),
        )
        if desk.refused_run:
            show_failure(words.saved_refused, desk.refused_run)


def show_results(desk: Desk, kamerbron: Kamerbron) -> None:
    """What was measured: figures, plots, comparison, misses, and all of it to keep."""
    words = _words()
    shown = _looked_at(desk)
    count = len(shown.evaluation.questions)
    answerable = sum(question.answerable for question in shown.evaluation.questions)
    summary = words.summary.format(count=count, answerable=answerable)
    st.html(f'<p class="kb-sure" role="status">{summary}</p>')
    titles = [words.figures, words.plots, words.comparison, words.misses, words.keep]
    in_figures, in_plots, in_comparison, in_misses, to_keep = st.tabs(titles)
    with in_figures:
        show_figures(shown)
    with in_plots:
        show_plots(shown)
    with in_comparison:
        show_comparison(shown)
    with in_misses:
        show_misses(desk, shown, kamerbron)
    with to_keep:
        offer_files(shown, kamerbron)


def show_figures(shown: Shown) -> None:
    """All measures with their intervals, in all and by group, and what each says."""
    words, evaluation = _words(), shown.for_readers
    thresholds = dict.fromkeys(f"{run.threshold:g}" for run in evaluation.runs)
    st.html(figures.overall(evaluation, words))
    _small(f"{words.interval_note} {words.threshold_note.format(thresholds=', '.join(thresholds))}")
    named = {shown.names[name]: run for name, run in shown.runs.items()}
    folds = [
        figures.explained(evaluation, words),
        *(figures.by_grouping(evaluation, grouping, words) for grouping in GROUPINGS),
        figures.hangs_on(named, words),
    ]
    st.html("".join(folds))


def show_plots(shown: Shown) -> None:
    """Recall by kind and language, ranks, and reliability, each with its figures in a table."""
    words = _words()
    dark = st.context.theme.type == "dark"
    plots = _drawn(shown.for_readers, words, (*shown.key, shown.main, words.title), dark)
    for plot in plots.values():
        st.html(plot)
    if not plots:
        _small(words.no_plots)


def show_comparison(shown: Shown) -> None:
    """Two runs held against each other: gains, chances, and the questions won and lost."""
    words = _words()
    names = list(shown.runs)
    if len(names) == 1:
        _small(words.two_needed)
        return
    left, right = st.columns(2)
    with left:
        first = st.selectbox(
            words.first_label, names, index=len(names) - 2, format_func=shown.names.__getitem__
        )
    with right:
        others = [name for name in names if name != first]
        second = st.selectbox(
            words.second_label,
            others,
            index=others.index(shown.main) if shown.main in others else len(others) - 1,
            format_func=shown.names.__getitem__,
        )
    found = compared(shown.evaluation, first, second, shown.key)
    found = replace(found, first=shown.names[first], second=shown.names[second])
    st.html(figures.compared(found, words))
    _small(words.comparison_note)
    for title, content in (
        (words.differs, figures.differing(shown.runs[first], shown.runs[second], words)),
        (words.changes, figures.changed(found, words)),
    ):
        st.html(f'<h2 class="kb-part">{title}</h2>{content}')


def show_misses(desk: Desk, shown: Shown, kamerbron: Kamerbron) -> None:
    """The questions whose first answer is not right: what was expected, and what was found."""
    words = _words()
    misses = shown.evaluation.runs[-1].misses
    if not misses:
        _small(words.no_misses)
        return
    if any(miss.question.facts.get("part") == "check" for miss in misses):
        _small(words.misses_caution)
    chosen = _filtered(misses, words)
    if not chosen:
        _small(words.none_so)
        return
    at_once = chosen[: desk.misses_shown]
    _small(words.misses_count.format(shown=len(at_once), count=len(chosen)), status=True)
    for miss in at_once:
        _show_miss(miss, kamerbron, words)
    if left := len(chosen) - len(at_once):
        label = words.more_misses.format(count=min(left, MISSES_AT_ONCE))
        st.button(label, on_click=_more_misses, args=(desk,))


def offer_files(shown: Shown, kamerbron: Kamerbron) -> None:
    """The report, the runs and the misses, each made when it is asked for."""
    words = _words()
    name = shown.runs[shown.main].questions.name[:LONGEST_NAME]
    stem = f"kamerbron-{re.sub(r'[^A-Za-z0-9_-]+', '-', name)}"
    _small(words.keep_note)
    _offer(words.report_html, f"{stem}.html", "text/html", lambda: _report(shown, f"{stem}.html"))
    _offer(
        words.report_markdown, f"{stem}.zip", "application/zip", lambda: _zipped_report(shown, stem)
    )
    _offer(
        words.misses_csv,
        f"{stem}-misses.csv",
        "text/csv",
        lambda: misses_as_csv(
            shown.evaluation.runs[-1],
            lambda id_: _citation(kamerbron, id_) or "",
            common().separator,
        ),
    )
    for key, run in shown.runs.items():
        label = words.run_json.format(name=plain(shown.names[key]))
        _offer(label, file_name(run.name), "application/json", partial(sealed, run), key)


def _words() -> EvaluationWords:
    return said(EVALUATION)


def _looked_at(desk: Desk) -> Shown:
    """The runs over the set, with the part and the run that the reader chose to look at."""
    words = _words()
    runs = desk.runs()
    names = reader_names(runs, words)
    questions = desk.questions.questions
    if len(runs) > 1:
        keys = list(runs)
        desk.main = st.selectbox(
            words.main_label,
            keys,
            index=keys.index(desk.main) if desk.main in runs else len(keys) - 1,
            key=_MAIN,
            format_func=names.__getitem__,
            help=words.main_help,
        )
    else:
        (desk.main,) = runs
    parts = list(dict.fromkeys(question.part for question in questions))
    if len(parts) > 1:
        desk.part = st.segmented_control(
            words.part_label,
            ["", *parts],
            default=desk.part if desk.part in parts else "",
            key=_PART,
            format_func=lambda part: words.parts.get(part, words.all_parts),
            required=True,
            help=words.part_help,
        )
    part = desk.part if desk.part in parts and len(parts) > 1 else ""
    key = (desk.chosen, part, *(f"{name}\0{run.digest()}" for name, run in runs.items()))
    with st.spinner(words.working):
        evaluation = evaluated(desk.questions, runs, part, key)
    return Shown(runs, names, evaluation.about(desk.main), key)


@st.cache_data(show_spinner=False, max_entries=12)
def _drawn(
    _evaluation: Evaluation,
    _words: EvaluationWords,
    key: Key,  # noqa: ARG001 (the key of the cache)
    dark: bool,
) -> dict[str, str]:
    return figures.drawn(_evaluation, _words, dark=dark)


def _described(run: SavedRun, words: EvaluationWords) -> str:
    system = words.systems.get(run.name, run.name[:LONGEST_NAME])
    return words.saved_option.format(
        day=f"{run.saved_at:%Y-%m-%d}",
        time=f"{run.saved_at:%H:%M}",
        system=system,
        index=run.index[:8],
        code=run.code.sha256[:8],
    )


def _filtered(misses: Sequence[Miss], words: EvaluationWords) -> list[Miss]:
    """The misses of the kinds and languages that the reader chooses."""
    wanted: dict[str, list[str]] = {}
    columns = st.columns(2)
    labels = {"kind": words.kind_label, "language": words.language_label}
    for (grouping, label), column in zip(labels.items(), columns, strict=True):
        there = list(dict.fromkeys(m.question.facts.get(grouping, "") for m in misses))
        with column:
            wanted[grouping] = st.multiselect(
                label,
                there,
                format_func=partial(figures.group_name, grouping, words=words),
                placeholder=words.all_of_them,
                key=f"evaluation-misses-{grouping}",
            )
    return [
        miss
        for miss in misses
        if all(not names or miss.question.facts.get(g) in names for g, names in wanted.items())
    ]


def _show_miss(miss: Miss, kamerbron: Kamerbron, words: EvaluationWords) -> None:
    expected = (
        words.expected_nowhere if miss.rank is None else words.expected_rank.format(rank=miss.rank)
    )
    with st.container(gap="xxsmall"):
        st.html(figures.missed(miss, words))
        _small(expected)
        for answer in miss.question.expected:
            _link_to(answer, kamerbron, words)
        _small(words.found_first)
        if miss.found:
            _link_to(miss.found[0], kamerbron, words)
        else:
            _small(words.found_nothing)
        link("ask", words.ask_this.format(id=plain(miss.question.id)), q=miss.question.query)


def _link_to(answer: str, kamerbron: Kamerbron, words: EvaluationWords) -> None:
    """The citation of an answer, which leads to it in its paper."""
    citation = _citation(kamerbron, answer)
    if citation is None:
        _small(words.not_in_index.format(id=answer))
    else:
        link("paper", plain(citation), id=answer.partition("#")[0], answer=answer)


def _citation(kamerbron: Kamerbron, answer: str) -> str | None:
    try:
        return cite(*kamerbron.answer(answer))
    except UnknownAnswer:
        return None


def _more_misses(desk: Desk) -> None:
    desk.misses_shown += MISSES_AT_ONCE


def _offer(
    label: str, name: str, mime: str, make: Callable[[], str | bytes], key: str = ""
) -> None:
    st.download_button(
        label,
        make,
        name,
        mime,
        key=f"evaluation-{name}-{key}",
        on_click="ignore",
        icon=":material/download:",
    )


def _report(shown: Shown, name: str) -> str:
    return _report_texts(shown, name)[name]


def _zipped_report(shown: Shown, stem: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _report_texts(shown, f"{stem}.md").items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return packed.getvalue()


def _report_texts(shown: Shown, name: str) -> dict[str, str]:
    """The report that `kamerbron eval --report` writes, of the runs and the part looked at."""
    *others, main = (run.name for run in shown.evaluation.runs)
    comparisons = [compare(shown.evaluation, other, main) for other in others]
    return report_texts(name, shown.evaluation, comparisons, shown.runs)


def _small(text: str, *, status: bool = False) -> None:
    role = ' role="status"' if status else ""
    st.html(f'<p class="kb-small"{role}>{escape(text)}</p>')
