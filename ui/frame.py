"""What every page stands in: the language, and the loaded Kamerbron."""

from __future__ import annotations

import streamlit as st

from indexing import current_generation
from retrieval import Kamerbron, Settings
from ui.text import LANGUAGES, WORDS, Words

_LANGUAGE = "language"


def choose_language(at_first: str) -> None:
    """The switch in the sidebar. The choice stands in the address (?lang=en) that is mailed."""
    if _LANGUAGE not in st.session_state:
        asked = st.query_params.get("lang")
        st.session_state[_LANGUAGE] = asked if asked in LANGUAGES else at_first
    with st.sidebar:
        st.segmented_control(
            words().language,
            list(LANGUAGES),
            key=_LANGUAGE,
            format_func=LANGUAGES.__getitem__,
            required=True,
        )
    st.query_params["lang"] = st.session_state[_LANGUAGE]


def words() -> Words:
    """The text of the interface in the language chosen."""
    return WORDS[st.session_state[_LANGUAGE]]


def language() -> str:
    """The code of the language chosen."""
    return str(st.session_state[_LANGUAGE])


def load_kamerbron() -> Kamerbron:
    """Kamerbron, loaded and warmed once for all sessions; anew when the index was refreshed.

    Raises `KamerbronError` where that cannot be; a failure is not remembered.
    """
    settings = Settings.load()
    with st.spinner(words().loading):
        return _load(settings, current_generation(settings.index_root))


@st.cache_resource(show_spinner=False, max_entries=1)
def _load(_settings: Settings, generation: str | None) -> Kamerbron:  # noqa: ARG001 (the key of the cache)
    kamerbron = Kamerbron.open(_settings)
    kamerbron.warm()
    return kamerbron
