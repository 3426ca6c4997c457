"""The page for whole question sets: what was answered before to each question, and what never."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

import streamlit as st

from corpus import KamerbronError
from retrieval import (
    Earlier,
    Filters,
    Hit,
    Kamerbron,
    QuestionSet,
    QuestionSetError,
    SearchResult,
    SetResult,
    cite,
    read_question_set,
)
from retrieval.briefing import Quote
from retrieval.earlier import SetSearch, Sureness
from retrieval.uploaded_set import LARGEST, read_uploaded_set
from ui.ask_session import citation_style
from ui.cards import Beside, card, excerpt, notice, timeline, tip
from ui.collecting import collected, keep, take_button
from ui.frame import dress, link, loaded, run_script, said, show_failure, words
from ui.labels import plain
from ui.set_overview import (
    as_csv,
    as_markdown,
    new_since,
    row_key,
    table,
    totals,
)
from ui.sources import beyond_the_cards, referred
from ui.text import QUESTION_SET
from ui.text.question_set import SetWords

_SHOWN = 5
"""Answers to each question."""
_REDRAWN = 0.5
"""Seconds. While it works, the table is drawn anew no more often: with 500 questions it is long."""
_LABEL = 110
"""Characters of a question on what it opens."""
_FIRST_YEAR, _LAST_YEAR = 1814, 2100
_BOX, _SINCE, _FILE, _SHOW = "set-box", "set-since", "set-file", "set-show"
_SEARCHED = "set-searched"
_REFUSED = "set-file-refused"
_REPLACED = "set-file-replaced"
"""What stood in the box before a file came, and what the file put there."""


@dataclass
class _Searched:
    """What this session searched last: kept while it looks at other pages.

    `since` is the year from which on answers count. `search` is `None` until Kamerbron is there.
    """

    text: str
    since: int | None
    questions: QuestionSet
    search: SetSearch | None = None
    stopped: bool = False


def show() -> None:
    """The page, from top to bottom."""
    text = _text()
    dress(text.title, text.lead)
    run_script("question_set.js")
    searched = last_searched()
    if searched is None:
        ask_set()
        loaded()  # while the reader looks at the questions
        return
    with st.expander(text.the_set, key="set-fold"):
        ask_set()
    answer_set(loaded(), searched)


def last_searched() -> _Searched | None:
    """What was searched last, where the box and the period still say the same."""
    searched: _Searched | None = st.session_state.get(_SEARCHED)
    asked = (st.session_state.get(_BOX), st.session_state.get(_SINCE))
    return searched if searched and asked == (searched.text, searched.since) else None


def answer_set(kamerbron: Kamerbron, searched: _Searched) -> None:
    """What was answered before to the set; the model is asked once only, however often it is shown.

    Where papers came or went since, what was found stays, as it was found, until it is searched
    again.
    """
    if searched.search is None:
        since = date(searched.since, 1, 1) if searched.since else None
        filters = Filters(since=since)
        searched.search = SetSearch(kamerbron, searched.questions, k=_SHOWN, filters=filters)
    search = searched.search
    if search.result.index != kamerbron.generation:
        st.html(notice(_text().outdated, [_text().outdated_more]))
        st.button(_text().search_again, key="set-again", type="primary", on_click=_start)
    if not search.done and not searched.stopped:
        work(searched, search)
    # Read once: a run of the page that was broken off may still add the question it was asking.
    result = search.result
    show_totals(searched, result)
    show_overview(search.kamerbron, result.entries)


def ask_set() -> None:
    """The box with the set, and what is recognised in it, to be corrected before the search."""
    text = _text()
    st.text_area(
        text.box,
        key=_BOX,
        height=260,
        placeholder=text.box_placeholder,
        persist_state="session",
    )
    typed = st.session_state[_BOX]
    with st.container(horizontal=True):
        st.button(text.read_button, key="set-read")
        if not typed.strip():
            st.button(text.example_button, key="set-example", on_click=_take_example)
    ask_file()
    if not typed.strip():
        return
    try:
        questions = read_question_set(typed)
    except QuestionSetError as error:
        show_failure(text.not_read, error)
        return
    st.html(recognised(questions))
    st.number_input(
        text.since,
        _FIRST_YEAR,
        _LAST_YEAR,
        None,
        step=1,
        key=_SINCE,
        placeholder=text.since_empty,
        persist_state="session",
    )
    st.button(text.search_button, key="set-search", type="primary", on_click=_start)


def ask_file() -> None:
    """The set from a file; one that cannot be read leaves the box as it is, and says why.

    What stood in the box before a file came is a click away, until the box is changed.
    """
    text = _text()
    file = st.file_uploader(
        text.file,
        ["txt", "docx", "pdf", "html", "htm", "xml"],
        key=_FILE,
        help=text.file_help.format(most=LARGEST // 2**20),
        max_upload_size=LARGEST // 2**20,
        on_change=_take_file,
    )
    if file and (refused := st.session_state.get(_REFUSED)):
        show_failure(text.file_refused, refused)
    before, after = st.session_state.get(_REPLACED, ("", ""))
    if before and st.session_state[_BOX] == after:
        with st.container(key="set-undo", horizontal=True, vertical_alignment="center"):
            st.html(f'<p role="status">{escape(text.replaced)}</p>', width="content")
            st.button(
                text.put_back,
                key="set-put-back",
                icon=":material/undo:",
                on_click=_put_in,
                args=(before,),
            )


def recognised(questions: QuestionSet) -> str:
    """The HTML of a set as it is understood."""
    text, count = _text(), len(questions.questions)
    title = text.recognised_one if count == 1 else text.recognised.format(count=count)
    facts = [(text.subject, questions.subject), (text.intro, questions.intro)]
    above = "".join(
        f"<dt>{escape(name)}</dt><dd>{_paragraphs(value)}</dd>" for name, value in facts if value
    )
    items = ""
    heading = ""
    for question in questions.questions:
        if question.heading != heading:
            heading = question.heading
            items += f'<dt class="kb-part">{escape(heading)}</dt><dd></dd>'
        label = question.label if any(map(str.isalpha, question.label)) else ""
        label = label or f"{text.question} {question.number}"
        items += f"<dt>{escape(label)}</dt><dd>{_paragraphs(question.text)}</dd>"
    return (
        f'<section class="kb-recognised"><h2><span role="status">{escape(title)}</span></h2>'
        f"<p>{escape(text.recognised_more)}</p><dl>{above}{items}</dl></section>"
    )


def work(searched: _Searched, search: SetSearch) -> None:
    """Asks the questions that are left, one by one, with the table as it grows.

    A click elsewhere or another page breaks it off between two questions; the page takes it up
    again when it is shown.
    """
    text, count = _text(), len(searched.questions.questions)
    bar = st.progress(0.0)
    st.button(text.stop, key="set-stop", on_click=_stop, args=(searched,))
    growing = st.empty()
    drawn = 0.0
    while not search.done:
        done = len(search.result.entries)
        bar.progress(done / count, text.working.format(done=done, count=count))
        if time.monotonic() - drawn > _REDRAWN:
            growing.html(table(search.result.entries, text, words(), opens=False))
            drawn = time.monotonic()
        search.ask_next()
    st.rerun()


def show_totals(searched: _Searched, result: SetResult) -> None:
    """How many were answered before, how far that goes, and what to do with all of them."""
    text, count = _text(), len(searched.questions.questions)
    st.html(f'<p class="kb-totals" role="status">{escape(totals(result, text))}</p>')
    if len(result.entries) < count:
        st.html(notice(text.stopped.format(done=len(result.entries), count=count)))
        st.button(text.go_on, key="set-go-on", on_click=_go_on, args=(searched,))
    st.html(f'<p class="kb-sure">{escape(text.caution)}</p>')
    for note in dict.fromkeys(note for entry in result.entries for note in entry.result.notes):
        st.html(notice(words().notes[note]))
    with st.container(horizontal=True):
        take_best_button(result.entries)
        st.download_button(
            text.as_csv,
            as_csv(result, text, words()),
            f"{text.file_name}.csv",
            "text/csv",
            key="set-csv",
            on_click="ignore",
        )
        st.download_button(
            text.as_markdown,
            as_markdown(result, text, words()),
            f"{text.file_name}.md",
            "text/markdown",
            key="set-markdown",
            on_click="ignore",
        )
    if count := len(collected().quotes):
        link("briefing", text.to_briefing.format(count=count))


def take_best_button(entries: Sequence[Earlier]) -> None:
    """The button that takes the best answer to each answered question to the briefing at once.

    The "Ja." to a formal question stays behind.
    """
    text = _text()
    asked = (entry for entry in entries if not entry.question.formal)
    best = {entry.best.answer.id: entry.best for entry in asked if entry.best}
    left = [hit for answer, hit in best.items() if answer not in collected()]
    if best and not left:
        st.button(text.best_taken, key="set-taken", icon=":material/check:", disabled=True)
    elif best:
        st.button(
            text.take_best.format(count=len(left)),
            key="set-take-best",
            icon=":material/format_quote:",
            on_click=_take_all,
            args=(left,),
        )


def show_overview(kamerbron: Kamerbron, entries: Sequence[Earlier]) -> None:
    """The table, and what each of its questions opens."""
    text, chosen = _text(), choose(entries)
    if not chosen:
        st.html(f'<p class="kb-sure">{escape(text.none_shown)}</p>')
        return
    st.html(table(chosen, text, words(), opens=True))
    st.html(tip(text.sure_asked, text.sure_help))
    st.html(
        f'<div class="kb-rows"><h2>{escape(text.details)}</h2>'
        f"<p>{escape(text.details_more)}</p></div>"
    )
    for entry in chosen:
        row = st.expander(_row_label(entry), key=row_key(entry.question.number), on_change="rerun")
        if row.open:
            with row:
                show_answers(kamerbron, entry)


def choose(entries: Sequence[Earlier]) -> list[Earlier]:
    """The questions that the reader wants to see: all, those answered before, or the others."""
    text = _text()
    groups = {
        "all": list(entries),
        "answered": [entry for entry in entries if not entry.never_answered],
        "never": [entry for entry in entries if entry.never_answered],
    }
    st.session_state.setdefault(_SHOW, "all")
    shown = st.radio(
        text.show,
        list(groups),
        key=_SHOW,
        format_func=lambda name: text.shows[name].format(count=len(groups[name])),
        horizontal=True,
        persist_state="session",
    )
    return groups[str(shown)]


def show_answers(kamerbron: Kamerbron, entry: Earlier) -> None:
    """The question in full and the answers to it, the newest position first."""
    text, number = _text(), entry.question.number
    st.html(f'<div class="kb-asked"><p>{_paragraphs(entry.question.text)}</p></div>')
    if entry.never_answered:
        st.html(f'<p class="kb-sure">{escape(text.nearest)}</p>')
    result = _in_order(entry)
    within = f"set-{number}-"
    if result.timeline:
        st.html(timeline(result, words(), beyond_the_cards(kamerbron, result), within))
    new = new_since(entry, text, words())
    for hit in result.hits:
        if new and hit.answer.id in entry.new_since:
            st.html(f'<p class="kb-new">{escape(new)}</p>')
        cited = cite(hit.paper, hit.answer, citation_style())
        beside = Beside(citation=cited, name=kamerbron.name_of, within=within)
        st.html(card(hit, referred(kamerbron, hit), words(), result, beside))
        take_button(hit.answer.id, key=f"set-take-{number}-{hit.answer.id}", spans=excerpt(hit))


def _in_order(entry: Earlier) -> SearchResult:
    """The result of a question, its hits numbered in the order in which they are read."""
    hits = (replace(hit, rank=place) for place, hit in enumerate(entry.earlier, start=1))
    return replace(entry.result, hits=tuple(hits))


def _row_label(entry: Earlier) -> str:
    asked = plain(entry.question.text, _LABEL)
    mark = f" — {_text().sure[Sureness.NONE]}" if entry.never_answered else ""
    return f"**{entry.question.number}** {asked}{mark}"


def _paragraphs(text: str) -> str:
    return escape(text).replace("\n\n", "<br><br>")


def _start() -> None:
    """Begins to search with what the box holds now; where that is no set, the page says it."""
    typed, since = st.session_state[_BOX], st.session_state.get(_SINCE)
    try:
        questions = read_question_set(typed)
    except QuestionSetError:
        return
    st.session_state[_SEARCHED] = _Searched(typed, since, questions)


def _stop(searched: _Searched) -> None:
    searched.stopped = True


def _go_on(searched: _Searched) -> None:
    searched.stopped = False


def _take_example() -> None:
    """Puts the example in the box, where nothing was typed at the last moment."""
    if not st.session_state[_BOX].strip():
        _put_in(_text().example)


def _put_in(typed: str) -> None:
    st.session_state[_BOX] = typed


def _take_file() -> None:
    """Puts the set of the file in the box; without one the box stays, and the reason is kept."""
    file = st.session_state[_FILE]
    st.session_state[_REFUSED] = None
    if file is None:
        return
    try:
        read = read_uploaded_set(file.getvalue(), file.name).as_text()
    except KamerbronError as error:
        st.session_state[_REFUSED] = error
        return
    before = st.session_state[_BOX]
    if before != read:
        st.session_state[_REPLACED] = (before.strip() and before, read)
    _put_in(read)


def _take_all(hits: Sequence[Hit]) -> None:
    briefing = collected()
    for hit in hits:
        briefing = briefing.with_quote(Quote(hit.answer.id, excerpt(hit)))
    keep(briefing)


def _text() -> SetWords:
    return said(QUESTION_SET)
