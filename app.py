"""The front door of the browser app: `kamerbron app` serves it."""

from __future__ import annotations

import streamlit as st

from retrieval import Settings, SettingsError
from ui import ask
from ui.cards import notice
from ui.frame import choose_language, words

st.set_page_config(page_title="Kamerbron", page_icon="🏛️", layout="centered")
try:
    settings = Settings.load()
except SettingsError as error:
    st.html(notice("Kamerbron", [str(error)], role="alert"))
    st.stop()
choose_language(settings.language)
page = st.navigation([st.Page(ask.show, title=words().ask_page, url_path="ask", default=True)])
page.run()
