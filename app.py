"""The front door of the browser app: `kamerbron app` serves it."""

from __future__ import annotations

import streamlit as st

from retrieval import Settings, SettingsError
from ui import ask, briefing, collecting, documents, evaluation, how_to_read, paper, question_set
from ui.frame import choose_language, navigate, said, show_failure
from ui.text import ASK, BRIEFING, DOCUMENTS, EVALUATION, HOW_TO_READ, PAPER, QUESTION_SET

st.set_page_config(page_title="Kamerbron", page_icon="🏛️", layout="centered")
try:
    settings = Settings.load()
except SettingsError as error:
    show_failure("Kamerbron", error)
    st.stop()
choose_language(settings.language)
page = navigate(
    {
        "ask": (ask.show, said(ASK).title, ":material/search:", True),
        "set": (question_set.show, said(QUESTION_SET).title, ":material/checklist:", True),
        "briefing": (briefing.show, said(BRIEFING).title, ":material/format_quote:", True),
        "documents": (documents.show, said(DOCUMENTS).title, ":material/folder_open:", True),
        "paper": (paper.show, said(PAPER).title, ":material/article:", False),
        "evaluation": (evaluation.show, said(EVALUATION).title, ":material/query_stats:", True),
        "how-to-read": (how_to_read.show, said(HOW_TO_READ).title, ":material/help:", True),
    }
)
page.run()
collecting.guard()
