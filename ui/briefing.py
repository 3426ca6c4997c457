"""The Briefing page: quotes in their order, each with a note, and the files made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from html import escape

import streamlit as st

from corpus import OfficialAnswer, sentence_spans
from retrieval import numbers_as_text
from retrieval.briefing import (
    IN_WORDS,
    Briefing,
    BriefingFileError,
    Checked,
    Form,
    Placement,
    Quote,
    Quoted,
    Standing,
    Unfounded,
    check,
    export,
    file_name,
    load,
    save,
    sentences_quoted,
    spans_of_sentences,
    unprintable_signs,
)
from retrieval.briefing.saved import LARGEST
from ui.cards import notice
from ui.collecting import collected, forget_removed, keep, keep_opened, put_back, remove, removed
from ui.frame import dress, link, loaded, run_script, said, show_failure, words
from ui.labels import plain
from ui.quotes import quoted_html, unfounded_html
from ui.text import BRIEFING
from ui.text.briefing import BriefingWords

# What the session remembers beside the briefing itself.
_OPENED = "briefing-opened"
_REPORT = "briefing-report"
_FAILURE = "briefing-failure"
_NEEDS_ONE = "briefing-needs-one"
_UPLOADS = "briefing-uploads"

_DOCUMENTS = (Form.DOCX, Form.MARKDOWN, Form.PDF)
_SOURCES = (Form.BIBTEX, Form.RIS, Form.CSL_JSON)


def show() -> None:
    """The page, from top to bottom."""
    dress(text().title, text().lead)
    run_script("briefing.js")
    kamerbron = loaded()
    checked = check(collected(), kamerbron.answer)
    keep(checked.briefing)
    show_report(checked)
    if not checked.entries:
        show_empty()
        show_opening(checked.briefing)
        show_undo(1)
        return
    show_keeping(checked)
    choose_form(checked.briefing)
    for place, entry in enumerate(checked.entries, start=1):
        show_undo(place)
        show_entry(place, entry, checked.briefing)
    show_undo(len(checked.entries) + 1)
    show_export(checked)


def text() -> BriefingWords:
    """What the page says, in the language chosen."""
    return said(BRIEFING)


def show_empty() -> None:
    """How a briefing is filled."""
    steps = [f"{number}. {step}" for number, step in enumerate(text().empty_steps, start=1)]
    st.html(notice(text().empty, steps))
    with st.container(horizontal=True):
        link("ask", text().to_ask)
        link("set", text().to_set)


def show_keeping(checked: Checked) -> None:
    """That a session ends, and the file that outlasts it."""
    st.html(f'<p class="kb-unsaved">{text().unsaved}</p>')
    with st.container(key="briefing-keeping"):
        st.download_button(
            text().save,
            partial(save, checked),
            file_name(checked.briefing.title, "json"),
            "application/json",
            key="briefing-save",
            icon=":material/save:",
            on_click="ignore",
        )
    show_opening(checked.briefing)


def show_opening(briefing: Briefing) -> None:
    """Opens a saved briefing; one that is not empty is replaced only when that is chosen."""
    opened: Briefing | None = st.session_state.get(_OPENED)
    failure = st.session_state.get(_FAILURE)
    with st.expander(text().open, icon=":material/folder_open:", expanded=bool(opened or failure)):
        uploads = st.session_state.setdefault(_UPLOADS, 0)
        key = f"briefing-file-{uploads}"
        st.file_uploader(
            text().open_label,
            "json",
            key=key,
            help=text().open_help,
            max_upload_size=LARGEST // 10**6,
            on_change=_open,
            args=(key,),
        )
        if failure:
            show_failure(text().cannot_open, failure)
        if opened:
            counts = {"count": len(opened.quotes), "own": len(briefing.quotes)}
            st.html(notice(text().replace_or_append.format(**counts)))
            with st.container(horizontal=True):
                st.button(text().replace, key="briefing-replace", on_click=_replace)
                st.button(text().append, key="briefing-append", on_click=_append)


def _open(key: str) -> None:
    """What an upload does: opened at once where nothing is lost by it, else the reader chooses."""
    upload = st.session_state.get(key)
    st.session_state[_OPENED] = st.session_state[_FAILURE] = st.session_state[_REPORT] = None
    if upload is None:
        return
    try:
        st.session_state[_OPENED] = load(upload.getvalue())
    except BriefingFileError as error:
        st.session_state[_FAILURE] = error
        return
    if not collected().quotes:
        _replace()


def _replace() -> None:
    opened: Briefing = st.session_state[_OPENED]
    keep_opened(opened)
    _report(opened.quotes, again=0)


def _append() -> None:
    opened: Briefing = st.session_state[_OPENED]
    own = collected()
    new = tuple(quote for quote in opened.quotes if quote.answer not in own)
    keep(replace(own.with_quotes(new), title=own.title or opened.title))
    _report(new, again=len(opened.quotes) - len(new))


def _report(quotes: tuple[Quote, ...], *, again: int) -> None:
    """Remembers what was opened, for the page to tell, and clears the box for the next file."""
    st.session_state[_REPORT] = ({quote.answer for quote in quotes}, again)
    st.session_state[_OPENED] = None
    forget_removed()
    st.session_state[_UPLOADS] += 1


def show_report(checked: Checked) -> None:
    """How the quotes of a file that was just opened stand in the corpus."""
    report: tuple[set[str], int] | None = st.session_state.pop(_REPORT, None)
    shown = st.empty()  # holds its place, so that nothing below it is made anew
    if not report:
        return
    answers, again = report
    of_file = [entry for entry in checked.entries if entry.quote.answer in answers]
    lines = [
        text().standings[standing].format(count=count)
        for standing in Standing
        if (count := sum(entry.standing is standing for entry in of_file))
    ]
    if again:
        lines.append(text().opened_again.format(count=again))
    shown.html(notice(text().opened.format(count=len(of_file)), lines))


def choose_form(briefing: Briefing) -> None:
    """Title, style and placement, for the whole briefing."""
    _follow("briefing-title", briefing.title)
    st.text_input(
        text().name_label,
        key="briefing-title",
        max_chars=200,
        placeholder=text().name_placeholder,
        on_change=lambda: keep(replace(collected(), title=st.session_state["briefing-title"])),
    )
    with st.container(horizontal=True):
        _follow("briefing-style", briefing.style)
        st.segmented_control(
            text().style_label,
            IN_WORDS,
            key="briefing-style",
            format_func=words().styles.__getitem__,
            required=True,
            on_change=lambda: keep(replace(collected(), style=st.session_state["briefing-style"])),
        )
        _follow("briefing-placement", briefing.placement)
        st.segmented_control(
            text().placement_label,
            list(Placement),
            key="briefing-placement",
            format_func=text().placements.__getitem__,
            required=True,
            on_change=lambda: keep(
                replace(collected(), placement=st.session_state["briefing-placement"])
            ),
        )


def show_entry(place: int, entry: Quoted | Unfounded, briefing: Briefing) -> None:
    """A quote with everything that can be done with it."""
    name = entry.quote.answer
    with st.container(key=f"briefing-quote-{name}"):
        if isinstance(entry, Quoted):
            st.html(quoted_html(place, entry, briefing.style, text(), words()))
            for _, target in entry.targets:
                take_target(place, name, target)
            choose_sentences(entry)
        else:
            st.html(unfounded_html(place, entry, text(), words()))
        write_note(place, entry.quote)
        with st.container(
            horizontal=True, vertical_alignment="bottom", key=f"briefing-move-{name}"
        ):
            move(place, entry.quote, len(briefing.quotes))
            mend(entry)
            if entry.answer is not None:
                link("paper", text().read_paper, id=name.partition("#")[0], answer=name)


def take_target(place: int, name: str, target: OfficialAnswer) -> None:
    """What a referral points to is a click away, and then stands behind it."""
    if target.id in collected():
        return
    numbers = numbers_as_text(target.numbers)
    label = text().take_numbered.format(numbers=numbers) if numbers else text().take_target
    st.button(
        label,
        key=f"briefing-target-{name}-{target.id}",
        icon=":material/format_quote:",
        on_click=lambda: keep(collected().placed(Quote(target.id), place + 1)),
    )


def choose_sentences(entry: Quoted) -> None:
    """The sentences of the answer, to tick those that are quoted. None can be edited."""
    name, whole = entry.quote.answer, entry.answer.text
    sentences = sentence_spans(whole)
    if len(sentences) < 2:
        return
    chosen = sentences_quoted(whole, entry.quote.spans)
    part = text().part.format(chosen=len(chosen), all=len(sentences))
    if not st.toggle(f"{text().choose} ({part})", key=f"briefing-choose-{name}"):
        return
    with st.container(key=f"briefing-sentences-{name}", gap="xsmall"):
        if st.session_state.pop(_NEEDS_ONE, None) == name:
            show_warning(text().at_least_one)
        for number, (start, end) in enumerate(sentences):
            key = _sentence_key(name, number)
            _follow(key, number in chosen)
            st.checkbox(
                plain(whole[start:end], longest=end - start),
                key=key,
                on_change=_narrow,
                args=(name, whole),
            )


def _sentence_key(name: str, number: int) -> str:
    return f"briefing-sentence-{name}-{number}"


def _narrow(name: str, whole: str) -> None:
    quote = collected().quote(name)
    numbers = range(len(sentence_spans(whole)))
    chosen = [number for number in numbers if st.session_state[_sentence_key(name, number)]]
    if quote is None or not chosen:
        st.session_state[_NEEDS_ONE] = name
        return
    _put(replace(quote, spans=spans_of_sentences(whole, chosen), imprint=None))


def write_note(place: int, quote: Quote) -> None:
    """The reader's own words with a quote."""
    key = f"briefing-note-{quote.answer}"
    _follow(key, quote.note)
    st.text_area(
        text().note_label.format(place=place),
        key=key,
        height=80,
        placeholder=text().note_placeholder,
        on_change=_note,
        args=(quote.answer, key),
    )


def _note(name: str, key: str) -> None:
    if quote := collected().quote(name):
        _put(replace(quote, note=st.session_state[key]))


def move(place: int, quote: Quote, last: int) -> None:
    """The place of a quote, and its way out."""
    name = quote.answer
    key = f"briefing-place-{name}"
    _follow(key, place)
    st.number_input(
        text().place_label, 1, last, key=key, step=1, width=110, on_change=_place, args=(name, key)
    )
    for label, icon, to in (
        (text().up, ":material/arrow_upward:", place - 1),
        (text().down, ":material/arrow_downward:", place + 1),
    ):
        st.button(
            label,
            key=f"briefing-to-{'up' if to < place else 'down'}-{name}",
            icon=icon,
            disabled=not 1 <= to <= last,
            on_click=_move,
            args=(name, to),
        )
    st.button(
        text().remove,
        key=f"briefing-remove-{name}",
        icon=":material/delete:",
        on_click=remove,
        args=(name,),
    )


def _place(name: str, key: str) -> None:
    _move(name, int(st.session_state[key]))


def _move(name: str, place: int) -> None:
    if quote := collected().quote(name):
        keep(collected().placed(quote, place))


def show_undo(place: int) -> None:
    """The way back of the quote removed last, where it stood."""
    shown, last = st.empty(), removed()
    if last is None or last[1] != place:
        return
    with shown.container(key="briefing-undo", horizontal=True, vertical_alignment="center"):
        st.html(f'<p role="status">{text().removed.format(place=place)}</p>', width="content")
        st.button(
            text().undo,
            key="briefing-put-back",
            icon=":material/undo:",
            on_click=put_back,
        )


def mend(entry: Quoted | Unfounded) -> None:
    """What can be done about a text that has changed since."""
    name = entry.quote.answer
    anew = replace(entry.quote, imprint=None)
    if entry.standing is Standing.MOVED:
        st.button(text().seen, key=f"briefing-seen-{name}", on_click=_put, args=(anew,))
    elif entry.standing is Standing.CHANGED:
        whole = replace(anew, spans=())
        st.button(text().quote_anew, key=f"briefing-anew-{name}", on_click=_put, args=(whole,))


def _put(quote: Quote) -> None:
    keep(collected().with_quote(quote))


def show_export(checked: Checked) -> None:
    """The files that can be made of the briefing, and what is left out of them."""
    st.html(f'<div class="kb-export"><h2>{text().export}</h2><p>{text().export_lead}</p></div>')
    if left_out := [
        str(place)
        for place, entry in enumerate(checked.entries, start=1)
        if isinstance(entry, Unfounded)
    ]:
        excluded = text().excluded.format(places=", ".join(left_out))
        show_warning(excluded if checked.quoted else text().nothing_to_export)
    if not checked.quoted:
        return
    signs = unprintable_signs(checked)
    with st.container(key="briefing-export", horizontal=True):
        for form in _DOCUMENTS:
            if form is not Form.PDF or not signs:
                download(checked, form)
    if signs:
        show_warning(text().no_pdf.format(signs=signs))
    st.html(f'<p class="kb-sources">{text().sources}</p>')
    with st.container(key="briefing-sources", horizontal=True):
        for form in _SOURCES:
            download(checked, form)


def download(checked: Checked, form: Form) -> None:
    """The button that makes one file, when it is clicked."""
    st.download_button(
        text().forms[form],
        lambda: export(checked, form, datetime.now(UTC)),
        file_name(checked.briefing.title, form),
        form.mime,
        key=f"briefing-download-{form.name.lower()}",
        type="primary" if form is Form.DOCX else "secondary",
        icon=":material/download:",
        on_click="ignore",
    )


def show_warning(message: str) -> None:
    """A line that should not be missed."""
    st.html(f'<p class="kb-changed" role="alert">{escape(message)}</p>')


def _follow(key: str, value: object) -> None:
    """Lets a control show what the briefing says, also where something else changed it."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
