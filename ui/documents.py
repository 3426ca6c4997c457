"""The Documents page: what the corpus holds, what it does not, and files that come in or go out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, Final

import streamlit as st

from corpus import Corpus, Document, KamerbronError, Library, Outcome, PaperType, Version
from corpus.worker import Worker
from indexing import current_generation
from retrieval import Settings, cite
from retrieval.coverage import Coverage, coverage, place_of
from retrieval.finding import find
from retrieval.refreshing import BackgroundRefresh, index_changed, is_behind, papers_changed
from ui import adding
from ui.adding import Upload
from ui.ask_session import citation_style
from ui.cards import copy_button, inline, named, notice, paragraph
from ui.frame import (
    dress,
    language,
    link,
    load_encoder,
    load_kamerbron,
    loaded_corpus,
    said,
    show_failure,
    why,
    words,
)
from ui.labels import plain, shortened
from ui.text import DOCUMENTS
from ui.told import phrase_in

_UPLOADS = "documents-uploads"
_ROUND = "documents-round"
_LEFT_OUT = "documents-left-out"
_FOLLOWED = "documents-followed"
_REMOVED = "documents-removed"
_NOT_REMOVED = "documents-not-removed"
_A_PAGE = 10  # papers
_MOST_NAMED = 12
_FIRST_ANSWERS = 3
_EXCERPT = 280  # characters

_NEVER = datetime.date.min
_ORDERS: Final[Mapping[str, tuple[Callable[[Document], Any], bool]]] = {
    "newest": (lambda document: (document.paper.known_day or _NEVER, document.id), True),
    "oldest": (
        lambda document: (document.paper.known_day or datetime.date.max, document.id),
        False,
    ),
    "title": (lambda document: document.paper.title.casefold(), False),
    "identifier": (lambda document: document.id, False),
    "type": (lambda document: (document.paper.type, document.id), False),
    "answers": (lambda document: len(document.answers), True),
}


def show() -> None:
    """The page, from top to bottom."""
    text = said(DOCUMENTS)
    dress(text.title, text.lead)
    settings = Settings.load()
    corpus = loaded_corpus()
    library = Library(settings.papers)
    own = library.papers()
    covered = coverage(corpus.documents)
    show_state(settings, covered)
    show_index(settings)
    st.html(f"<h2>{escape(text.list_title)}</h2>")
    show_papers(settings, corpus.documents, own)
    st.html(f"<h2>{escape(text.add_title)}</h2>")
    add_papers(settings, corpus.documents, own)
    st.html(f"<h2>{escape(text.coverage_title)}</h2>")
    st.html(years_chart(covered) + statuses_chart(covered))
    st.html(f"<h2>{escape(text.gaps_title)}</h2>")
    st.html(gaps(covered))
    show_warnings(corpus.documents)
    show_failures(corpus, library)


def show_state(settings: Settings, covered: Coverage) -> None:
    """How much there is, and when it last changed."""
    text = said(DOCUMENTS)
    changed, made = papers_changed(settings), index_changed(settings)
    generation = current_generation(settings.index_root)
    facts = {
        text.papers: str(covered.papers),
        text.answers: str(covered.answers),
        text.period: _period(covered),
        text.papers_changed: _moment(changed) if changed else text.never_changed,
        text.index_changed: f"{_moment(made)}, {text.generation.format(name=generation)}"
        if made and generation
        else text.no_index,
    }
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in facts.items()
        if value
    )
    st.html(f'<div class="kb-facts"><dl>{rows}</dl></div>')


def show_index(settings: Settings) -> None:
    """Whether the index holds what the corpus holds; while it is refreshed, how far that is."""
    text = said(DOCUMENTS)
    refresh = _background(settings, str(settings.home))
    if error := st.session_state.pop(_NOT_REMOVED, None):
        show_failure(text.not_removed, error)
    if removed := st.session_state.pop(_REMOVED, None):
        st.html(notice(text.removed.format(name=removed)))
        _refresh(settings)
    if refresh.going:
        follow_refresh(refresh)
        return
    followed = st.session_state.pop(_FOLLOWED, False)
    if not _is_behind(settings):
        if followed:
            st.html(notice(text.refreshed))
        return
    if refresh.failure:
        show_failure(text.refresh_failed, refresh.failure)
    else:
        st.html(notice(text.behind, [text.behind_more]))
    if st.button(text.refresh, key="documents-refresh", icon=":material/refresh:"):
        _refresh(settings)
        st.rerun()


@st.fragment(run_every=1.0)
def follow_refresh(refresh: BackgroundRefresh) -> None:
    """How far a refresh is; at its end the page as it then is."""
    text = said(DOCUMENTS)
    if not refresh.going:
        with suppress(KamerbronError):  # the pages that need it say why
            load_kamerbron()
        st.rerun()
    if refresh.total:
        told = text.refreshing.format(done=refresh.done, total=refresh.total)
        st.progress(refresh.done / refresh.total, told)
    else:
        st.progress(0.0, text.refreshing_more)


def show_papers(
    settings: Settings, documents: Sequence[Document], own: Mapping[str, tuple[Version, ...]]
) -> None:
    """The papers, searched and in the order chosen, a page at a time."""
    text = said(DOCUMENTS)
    wide, narrow = st.columns([2, 1])
    wanted = str(wide.text_input(text.search, key="documents-search", help=text.search_help) or "")
    order = str(
        narrow.selectbox(
            text.order, list(_ORDERS), key="documents-order", format_func=text.orders.__getitem__
        )
    )
    key, backwards = _ORDERS[order]
    matching = [document for document in documents if _matches(document, wanted)]
    chosen = sorted(matching, key=key, reverse=backwards)
    if not chosen:
        st.html(f'<p role="status">{escape(text.none_found)}</p>')
        return
    st.html(f'<p role="status" class="kb-count">{text.shown.format(count=len(chosen))}</p>')
    page = 1
    pages = -(-len(chosen) // _A_PAGE)
    if pages > 1:
        page = min(st.session_state.get("documents-page", 1), pages)
    for document in chosen[(page - 1) * _A_PAGE : page * _A_PAGE]:
        show_paper(settings, document, own.get(document.id, ()))
    if pages > 1:
        st.pagination(pages, key="documents-page")


def show_paper(settings: Settings, document: Document, versions: Sequence[Version]) -> None:
    """One paper of the list: the way to its page, its facts, where it came from."""
    text = said(DOCUMENTS)
    paper = document.paper
    count = len(document.answers)
    facts = [
        paper.id,
        words().kinds[paper.type],
        words().day_of(paper),
        text.one_answer if count == 1 else text.answer_count.format(count=count),
    ]
    if document.warnings:
        facts.append(text.warned.format(count=len(document.warnings)))
    if len(versions) > 1:
        facts.append(text.versions.format(count=len(versions)))
    facts.append(
        text.added.format(day=words().day(_day_of(versions[-1]))) if versions else text.shipped
    )
    with st.container(gap="xxsmall", key=f"documents-paper-{_number(document.id)}"):
        link("paper", plain(cite(paper)), id=paper.id)
        st.html(
            f'<div class="kb-paper"><p>{escape(shortened(paper.title, 200))}</p>'
            f"<p>{' · '.join(map(escape, facts))}</p>"
            f"{copy_button(cite(paper, style=citation_style()), words())}</div>"
        )
        if versions and st.button(
            text.remove, key=f"remove-{paper.id}", icon=":material/delete:", type="tertiary"
        ):
            confirm_removal(settings, document)


def confirm_removal(settings: Settings, document: Document) -> None:
    """Asks whether a paper is to go, and says what goes with it."""
    text = said(DOCUMENTS)

    def ask() -> None:
        name = escape(cite(document.paper))
        st.html(f"<p><b>{name}</b></p><p>{escape(text.remove_sure)}</p>")
        if _ships(settings, document.id):
            st.html(f"<p>{escape(text.remove_shipped)}</p>")
        with st.container(horizontal=True):
            if st.button(
                text.remove_yes,
                key="remove-yes",
                type="primary",
                on_click=remove,
                args=(settings, document),
            ):
                st.rerun()
            if st.button(text.remove_no, key="remove-no"):
                st.rerun()

    st.dialog(text.remove_title)(ask)()


def remove(settings: Settings, document: Document) -> None:
    """Takes a paper out; the page that is shown next says so, and has the index follow."""
    try:
        Library(settings.papers).remove(document.id)
    except KamerbronError as error:
        st.session_state[_NOT_REMOVED] = error
    else:
        st.session_state[_REMOVED] = cite(document.paper)


def add_papers(
    settings: Settings, documents: Sequence[Document], own: Mapping[str, tuple[Version, ...]]
) -> None:
    """Files come in, are read and shown, and stored when the reader says so."""
    text = said(DOCUMENTS)
    uploads = _uploads()
    limits = text.add_lead.format(size=adding.MOST_MEBIBYTES, count=adding.MOST_FILES)
    st.html(f"<p>{escape(limits)}</p>")
    files = st.file_uploader(
        text.add_again if uploads else text.add_label,
        type=list(adding.ENDINGS),
        accept_multiple_files=True,
        key=f"documents-files-{st.session_state.setdefault(_ROUND, 0)}",
        max_upload_size=adding.MOST_MEBIBYTES,
    )
    if files:
        take_in(files, uploads)
    if left_out := st.session_state.get(_LEFT_OUT):
        told = text.too_many.format(count=adding.MOST_FILES, names=", ".join(left_out))
        st.html(notice(told, role="alert"))
    read_waiting(uploads, own)
    ready = [item for item in uploads.values() if _is_ready(item)]
    if len(ready) > 1 and st.button(
        text.store_all.format(count=len(ready)), key="store-all", type="primary"
    ):
        store(settings, ready)
    for key, item in uploads.items():
        show_upload(settings, key, item, documents, own)


def take_in(files: Sequence[Any], uploads: dict[str, Upload]) -> None:
    """Moves what the browser sent to this session's list, and empties the field for more."""
    for key in [key for key, item in uploads.items() if item.outcome]:
        del uploads[key]
    left_out = []
    for file in files:
        item = adding.upload(file.name, file.getvalue())
        if item.key in uploads or len(uploads) < adding.MOST_FILES:
            uploads.setdefault(item.key, item)
        else:
            left_out.append(item.name)
    st.session_state[_LEFT_OUT] = left_out
    st.session_state[_ROUND] += 1
    st.rerun()


def read_waiting(uploads: dict[str, Upload], own: Mapping[str, tuple[Version, ...]]) -> None:
    """Reads the files that nobody has read yet, one after the other, each within the limits.

    Others may read theirs in between.
    """
    text = said(DOCUMENTS)
    waiting = [(key, item) for key, item in uploads.items() if not item.read and not item.refusal]
    if not waiting:
        return
    bar = st.progress(0.0)
    with Worker() as worker:
        for number, (key, item) in enumerate(waiting):
            done = number / len(waiting)
            told = text.reading.format(name=plain(item.name), number=number + 1, total=len(waiting))
            with adding.turn_to_read(partial(bar.progress, done, text.waits)):
                bar.progress(done, told)
                uploads[key] = adding.compared(adding.read_upload(item, worker), own)
    bar.empty()


def show_upload(
    settings: Settings,
    key: str,
    item: Upload,
    documents: Sequence[Document],
    own: Mapping[str, tuple[Version, ...]],
) -> None:
    """One file that came in: what was found in it, or why nothing was; what can be done."""
    text = said(DOCUMENTS)
    with st.container(border=True, key=f"upload-{key}"):
        if item.outcome:
            st.html(_outcome(item))
            if item.read and item.outcome is not Outcome.FAILED:
                link("paper", plain(cite(item.read.document.paper)), id=item.read.document.id)
        elif item.read:
            st.html(preview(item, _standing(item, documents, own)))
        else:
            st.html(_refusal(item))
        with st.container(horizontal=True):
            if _is_ready(item) and st.button(text.store, key=f"store-{key}", type="primary"):
                store(settings, [item])
            if item.may_be_letter and st.button(
                text.as_letter, key=f"letter-{key}", help=text.as_letter_help
            ):
                _uploads()[key] = replace(item, as_letter=True, refusal=None)
                st.rerun()
            if st.button(text.put_away, key=f"away-{key}", type="tertiary"):
                del _uploads()[key]
                st.rerun()


def store(settings: Settings, items: Sequence[Upload]) -> None:
    """Stores files that were read, each whole or not at all, and has the index follow."""
    text = said(DOCUMENTS)
    library = Library(settings.papers)
    uploads = _uploads()
    bar = st.progress(0.0)
    for number, item in enumerate(items):
        told = text.storing.format(name=plain(item.name), number=number + 1, total=len(items))
        bar.progress(number / len(items), told)
        uploads[item.key] = adding.store_upload(item, library)
    if {Outcome.ADDED, Outcome.NEW_VERSION} & {uploads[item.key].outcome for item in items}:
        _refresh(settings)
    st.rerun()


def preview(item: Upload, standing: str) -> str:
    """The HTML of what the parser found in a file that is not stored yet."""
    text = said(DOCUMENTS)
    assert item.read is not None  # noqa: S101 (narrows the type; the caller asked)
    document = item.read.document
    paper = document.paper
    statuses = ", ".join(
        f"{count} × {words().statuses[status]}"
        for status, count in coverage([document]).statuses.most_common()
    )
    kind = words().kinds[paper.type]
    facts = {
        text.identifier: paper.id,
        text.kinds: f"{kind} ({text.read_as_letter})" if item.as_letter else kind,
        words().date: words().day_of(paper),
        words().asked_by: ", ".join(paper.asked_by),
        words().answered_by: ", ".join(paper.answered_by),
        text.answers: f"{len(document.answers)}: {statuses}",
    }
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in facts.items()
        if value
    )
    answers = "".join(
        f"<dt>{escape(shortened(answer.asked, _EXCERPT))}</dt>"
        f"<dd>{escape(shortened(answer.text, _EXCERPT))}</dd>"
        for answer in document.answers[:_FIRST_ANSWERS]
    )
    return (
        f'<section class="kb-upload" aria-label="{escape(item.name)}">'
        f"<h3>{escape(item.name)}</h3><p><b>{escape(text.ready)}.</b> {escape(standing)} "
        f"{escape(text.ready_more)}</p><p>{escape(shortened(paper.title, 300))}</p>"
        f'<div class="kb-facts"><dl>{rows}</dl></div>{_doubts(document)}'
        f"<details open><summary>{escape(text.first_answers)}</summary>"
        f'<dl class="kb-first" lang="nl">{answers}</dl></details></section>'
    )


def years_chart(covered: Coverage) -> str:
    """The HTML of the papers by year and kind: a table, with bars for the eye."""
    text = said(DOCUMENTS)
    most = max((count.total() for count in covered.years.values()), default=1)
    rows = []
    for year, count in covered.years.items():
        bars = "".join(
            f'<span class="kb-t{list(PaperType).index(kind)}" '
            f'style="width:{100 * count[kind] / most:.2f}%"></span>'
            for kind in PaperType
            if count[kind]
        )
        kinds = ", ".join(
            f'<span class="kb-swatch kb-t{list(PaperType).index(kind)}" aria-hidden="true"></span>'
            f"{count[kind]} × {escape(words().kinds[kind])}"
            for kind in PaperType
            if count[kind]
        )
        rows.append(
            f'<tr><th scope="row">{year or escape(text.no_day)}</th><td>{count.total()}</td>'
            f'<td><div class="kb-meter" aria-hidden="true">{bars}</div>'
            f"{kinds or escape(text.no_papers)}</td></tr>"
        )
    return _table(text.by_year, (text.year, text.papers, text.kinds), rows)


def statuses_chart(covered: Coverage) -> str:
    """The HTML of the answers by status: a table, with bars for the eye."""
    text = said(DOCUMENTS)
    rows = []
    for status, count in covered.statuses.most_common():
        share = count / covered.answers
        rows.append(
            f'<tr><th scope="row">{escape(words().statuses[status])}</th><td>{count}</td>'
            f'<td><div class="kb-meter" aria-hidden="true">'
            f'<span class="kb-t0" style="width:{100 * share:.2f}%"></span></div>'
            f"{share:.0%}</td></tr>"
        )
    return _table(text.by_status, (words().status, text.answers, "%"), rows)


def gaps(covered: Coverage) -> str:
    """The HTML of what is not in the corpus, as far as its own papers tell."""
    text = said(DOCUMENTS)
    lines = []
    if covered.first and covered.last:
        first, last = words().day(covered.first), words().day(covered.last)
        lines.append(text.gap_period.format(first=first, last=last))
    if covered.empty_years:
        lines.append(text.gap_years.format(years=", ".join(map(str, covered.empty_years))))
    lines.append(_chambers(covered))
    lines.append(_dossiers(covered))
    if covered.without_dossier:
        lines.append(text.without_dossier.format(count=covered.without_dossier))
    if covered.absent_types:
        kinds = ", ".join(words().kinds[kind] for kind in covered.absent_types)
        lines.append(text.gap_types.format(kinds=kinds))
    if covered.undated:
        lines.append(text.gap_undated.format(count=covered.undated))
    lines.append(text.oral)
    items = "".join(f"<li>{escape(line)}</li>" for line in lines if line)
    return f'<p>{escape(text.gaps_lead)}</p><ul class="kb-gaps">{items}</ul>{_named(covered)}'


def show_warnings(documents: Sequence[Document]) -> None:
    """What stayed uncertain in which paper, with its place."""
    text = said(DOCUMENTS)
    warned = [document for document in documents if document.warnings]
    if not warned:
        return
    st.html(f"<h2>{escape(text.warnings_title)}</h2><p>{escape(text.warnings_lead)}</p>")
    for document in warned:
        title = f"{cite(document.paper)}: {len(document.warnings)}"
        with st.expander(plain(title)):
            st.html(_warnings(document))
            link("paper", plain(cite(document.paper)), id=document.id)


def show_failures(corpus: Corpus, library: Library) -> None:
    """The files that could not be read, and why."""
    text = said(DOCUMENTS)
    failures = [*corpus.failures, *library.failures()]
    if not failures:
        return
    items = "".join(
        f"<li><b>{escape(Path(failure.file).name)}</b> "
        f"{escape(_moment(datetime.datetime.fromisoformat(failure.at)) if failure.at else '')} "
        f"{inline(phrase_in(failure.reason, language()))}</li>"
        for failure in failures
    )
    st.html(
        f"<h2>{escape(text.failures_title)}</h2><p>{escape(text.failures_lead)}</p>"
        f'<ul class="kb-gaps">{items}</ul>'
    )


@st.cache_resource(show_spinner=False)
def _background(_settings: Settings, home: str) -> BackgroundRefresh:  # noqa: ARG001 (the key)
    """The one that refreshes the index of this home for all sessions."""
    return BackgroundRefresh(_settings)


def _refresh(settings: Settings) -> None:
    with st.spinner(words().loading):
        encoder = load_encoder(settings)
    _background(settings, str(settings.home)).start(encoder)
    st.session_state[_FOLLOWED] = True  # it may have ended before the page is shown


def _is_behind(settings: Settings) -> bool:
    """Whether the index must be refreshed; where there is none, it must."""
    try:
        return is_behind(settings)
    except KamerbronError:
        return True


def _uploads() -> dict[str, Upload]:
    """The files of this session that are not put away; nobody else sees them."""
    return st.session_state.setdefault(_UPLOADS, {})  # type: ignore[no-any-return]


def _is_ready(item: Upload) -> bool:
    return item.read is not None and item.outcome is None


def _ships(settings: Settings, identifier: str) -> bool:
    return identifier in {path.stem for path in settings.corpus.glob("*")}


def _standing(
    item: Upload, documents: Sequence[Document], own: Mapping[str, tuple[Version, ...]]
) -> str:
    """What storing the file would change."""
    text = said(DOCUMENTS)
    name = item.read.document.id if item.read else ""
    if name in own:
        return text.known_paper.format(file=own[name][-1].file)
    if name in {document.id for document in documents}:
        return text.shipped_paper
    return text.new_paper


def _matches(document: Document, wanted: str) -> bool:
    """Whether every word stands somewhere in what is known of the paper."""
    paper = document.paper
    known = [paper.id, paper.title, cite(paper), paper.kenmerk or "", *paper.dossiers]
    known += [*paper.asked_by, *paper.answered_by, words().kinds[paper.type]]
    facts = "\n".join(known)
    return all(find(facts, word) for word in wanted.split())


def _outcome(item: Upload) -> str:
    text = said(DOCUMENTS)
    told = text.outcomes[item.outcome] if item.outcome else ""
    more = _why(item) if item.refusal else ""
    return (
        f'<section class="kb-upload" role="status" aria-label="{escape(item.name)}">'
        f"<h3>{escape(item.name)}</h3><p>{escape(told)}</p>{more}</section>"
    )


def _refusal(item: Upload) -> str:
    """That a file was not read, and why."""
    text = said(DOCUMENTS)
    return (
        f'<section class="kb-upload kb-refused" role="alert" aria-label="{escape(item.name)}">'
        f"<h3>{escape(item.name)}</h3><p><b>{escape(text.refused)}.</b></p>{_why(item)}</section>"
    )


def _why(item: Upload) -> str:
    """Why a file was not read or kept. Its name stands above."""
    if item.refusal is None:
        return ""
    told = why(item.refusal)
    reason = told.text.removeprefix(f"{item.refusal.facts.get('name')}: ")
    return paragraph(replace(told, text=reason[:1].upper() + reason[1:]))


def _doubts(document: Document) -> str:
    text = said(DOCUMENTS)
    if not document.warnings:
        return f"<p>{escape(text.no_warnings)}</p>"
    title = escape(text.uncertain.format(count=len(document.warnings)))
    return f"<details><summary>{title}</summary>{_warnings(document)}</details>"


def _warnings(document: Document) -> str:
    text = said(DOCUMENTS)
    items = "".join(
        f"<li>{inline(phrase_in(warning.message, language()))} {escape(text.at_place)} "
        f"“{escape(place_of(warning, document.source))}”</li>"
        for warning in document.warnings
    )
    return f'<ul class="kb-gaps">{items}</ul>'


def _table(caption: str, heads: Sequence[str], rows: Sequence[str]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    return (
        f'<table class="kb-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _chambers(covered: Coverage) -> str:
    text = said(DOCUMENTS)
    names = {chamber: words().chambers[chamber or ""] for chamber in covered.chambers}
    if len(names) == 1 and None not in names:
        return text.only_chamber.format(chamber=next(iter(names.values())))
    counts = "; ".join(f"{names[name]} {count}" for name, count in covered.chambers.most_common())
    return text.chamber_count.format(counts=counts) if counts else ""


def _dossiers(covered: Coverage) -> str:
    text = said(DOCUMENTS)
    common = covered.dossiers.most_common()
    names = [f"{name} ({count})" for name, count in common[:_MOST_NAMED]]
    if len(common) > _MOST_NAMED:
        names.append(text.more.format(count=len(common) - _MOST_NAMED))
    return text.dossiers.format(names=", ".join(names)) if names else ""


def _named(covered: Coverage) -> str:
    text = said(DOCUMENTS)
    if not covered.named:
        return ""
    items = []
    for name, count in covered.named.items():
        more = f" ({escape(text.in_papers.format(count=count))})" if count > 1 else ""
        items.append(f"<li>{named(name)}{more}</li>")
    title = escape(text.gap_named.format(count=len(items)))
    return (
        f'<details class="kb-named"><summary>{title}</summary>'
        f'<ul class="kb-gaps">{"".join(items)}</ul></details>'
    )


def _period(covered: Coverage) -> str:
    if not covered.first or not covered.last:
        return ""
    return f"{words().day(covered.first)} – {words().day(covered.last)}"


def _moment(moment: datetime.datetime) -> str:
    local = moment.astimezone()
    return f"{words().day(local.date())}, {local:%H:%M}"


def _day_of(version: Version) -> datetime.date:
    return datetime.datetime.fromisoformat(version.added).astimezone().date()


def _number(identifier: str) -> str:
    """An identifier as a part of a key: Streamlit makes a CSS class of it."""
    return "".join(letter if letter.isalnum() else "-" for letter in identifier)
