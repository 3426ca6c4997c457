"""What every page stands in: language, look, ways to other pages, the loaded Kamerbron."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import TypeVar

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from corpus import Corpus, KamerbronError, fingerprint, load_corpus
from indexing import current_generation
from indexing.encoder import SentenceTransformerEncoder
from retrieval import Kamerbron, Settings
from retrieval.refreshing import is_behind, open_current, papers_changed
from ui.cards import notice
from ui.text import LANGUAGES, STREAMLIT, WORDS, Words
from ui.told import Told, said_in

_LANGUAGE = "language"
_PAGES = "pages"
_ASSETS = Path(__file__).with_name("assets")

Said = TypeVar("Said")


def choose_language(at_first: str) -> None:
    """The switch in the sidebar. The choice stands in the address (?lang=en) that is mailed."""
    if _LANGUAGE not in st.session_state:
        st.session_state[_LANGUAGE] = _asked() or at_first
    with st.sidebar:
        st.segmented_control(
            words().language,
            list(LANGUAGES),
            key=_LANGUAGE,
            format_func=LANGUAGES.__getitem__,
            required=True,
        )
    st.query_params["lang"] = st.session_state[_LANGUAGE]


def language() -> str:
    """The code of the language chosen; before there is a choice that of the address, or Dutch."""
    return str(st.session_state.get(_LANGUAGE) or _asked() or next(iter(LANGUAGES)))


def _asked() -> str | None:
    """The language that the address asks for."""
    asked = st.query_params.get("lang")
    return asked if asked in LANGUAGES else None


def words() -> Words:
    """What every page says, in the language chosen."""
    return said(WORDS)


def said(table: Mapping[str, Said]) -> Said:
    """A table of texts, such as `ui.text.BRIEFING`, in the language chosen."""
    return table[language()]


def navigate(shows: Mapping[str, tuple[Callable[[], None], str, str, bool]]) -> StreamlitPage:
    """The page that the address names, of all pages by the last part of their addresses.

    Each is what shows it, its title, its icon, and whether the menu lists it. The first is the one
    shown where no page is named; its own name leads there too, as Streamlit gives it none.
    """
    first = next(iter(shows))
    pages = {
        name: st.Page(
            show,
            title=title,
            icon=icon,
            url_path=name if place else None,
            default=place == 0,
            visibility="visible" if listed else "hidden",
        )
        for place, (name, (show, title, icon, listed)) in enumerate(shows.items())
    }
    st.session_state[_PAGES] = pages
    title = shows[first][1]
    by_name = st.Page(_to_first, title=title, url_path=first, visibility="hidden")
    return st.navigation([*pages.values(), by_name])


def _to_first() -> None:
    """Goes on to the first page with all that the address says."""
    first = next(iter(st.session_state[_PAGES].values()))
    parts = [(name, part) for name in st.query_params for part in st.query_params.get_all(name)]
    st.switch_page(first, query_params=parts)


def link(page: str, label: str, **parts: str) -> None:
    """A link to another page of the app, which keeps the session. `parts` stand in its address."""
    st.page_link(_page(page), label=label, query_params={"lang": language()} | parts)


def go(page: str, **parts: str) -> None:
    """Shows another page of the app at once; from a page's body, not from a callback."""
    st.switch_page(_page(page), query_params={"lang": language()} | parts)


def dress(title: str, lead: str) -> None:
    """The look of the app, and the heading of a page."""
    st.html(f"<style>{_stylesheet()}</style>")
    run_script("page.js")
    # page.js makes its language that of the page, and of what Streamlit says: that is English.
    pairs = escape(json.dumps([*said(STREAMLIT).items()], ensure_ascii=False))
    head = f'<div class="kb-head" data-kb-lang="{language()}" data-kb-words="{pairs}">'
    st.html(f"{head}<h1>{title}</h1><p>{lead}</p></div>")


def run_script(name: str) -> None:
    """Runs a script of `ui/assets/`: whole, as the guard lets it by its hash (serving.py)."""
    st.html(f"<script>{_script(name)}</script>", unsafe_allow_javascript=True)


def show_failure(title: str, error: KamerbronError, *more: str) -> None:
    """A stated failure: what it is, and what mends it."""
    st.html(notice(title, [why(error), *more], role="alert"))


def why(error: KamerbronError) -> Told:
    """A failure in the language chosen."""
    return said_in(error, language())


def loaded() -> Kamerbron:
    """Kamerbron as every page uses it; a page that cannot have it says why, and ends here.

    While papers come or go it answers from those of the last index, and the page says so.
    """
    settings = Settings.load()
    try:
        kamerbron = load_kamerbron()
        behind = _is_behind(settings, kamerbron.generation, str(papers_changed(settings)))
    except KamerbronError as error:
        show_failure(words().cannot_answer, error, words().reload)
        st.stop()
    if behind:
        st.html(notice(words().behind, [words().behind_more]))
    return kamerbron


def loaded_corpus() -> Corpus:
    """The papers as they are now, read once for all sessions; anew when some came or went.

    A page that cannot have them says why, and ends here.
    """
    settings = Settings.load()
    try:
        with st.spinner(words().reading):
            return _read(settings, fingerprint(settings.corpus, settings.papers))
    except KamerbronError as error:
        show_failure(words().cannot_answer, error, words().reload)
        st.stop()


def load_kamerbron() -> Kamerbron:
    """Kamerbron, loaded and warmed once for all sessions; anew when the index was refreshed.

    Who asks while that happens is answered from the index as it was. Raises `KamerbronError` where
    it cannot be loaded; a failure is not remembered.
    """
    settings = Settings.load()
    with st.spinner(words().loading):
        return _load(settings, current_generation(settings.index_root))


@st.cache_resource(show_spinner=False, max_entries=1)
def _load(_settings: Settings, generation: str | None) -> Kamerbron:  # noqa: ARG001 (the key of the cache)
    kamerbron = open_current(_settings, load_encoder(_settings))
    kamerbron.warm()
    return kamerbron


@st.cache_data(show_spinner=False, max_entries=8)
def _is_behind(_settings: Settings, generation: str, changed: str) -> bool:  # noqa: ARG001 (the key)
    return is_behind(_settings)


@st.cache_resource(show_spinner=False, max_entries=1)
def _read(_settings: Settings, fingerprint: str) -> Corpus:  # noqa: ARG001 (the key of the cache)
    return load_corpus(_settings.corpus, _settings.papers)


@st.cache_resource(show_spinner=False, max_entries=1)
def load_encoder(_settings: Settings) -> SentenceTransformerEncoder:
    """The model, loaded once for all sessions and all generations of the index."""
    return _settings.load_encoder()


@cache
def _stylesheet() -> str:
    """All style sheets, in the order of their names."""
    return "\n".join(file.read_text("utf-8") for file in sorted(_ASSETS.glob("*.css")))


@cache
def _script(name: str) -> str:
    return (_ASSETS / name).read_text("utf-8")


def _page(name: str) -> StreamlitPage:
    page: StreamlitPage = st.session_state[_PAGES][name]
    return page
