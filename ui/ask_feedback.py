"""What users say of an answer on the Ask page: stored at once, and theirs to take along."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from eval.feedback import Feedback, FeedbackError, FeedbackStore, Verdict, gold_questions
from retrieval import Hit, SearchResult, Settings
from ui.frame import said, show_failure
from ui.text import ASK

_JUDGED = "asked-judged"
_NOT_STORED = "asked-not-stored"
_CHANGED = "asked-changed"


def judge(result: SearchResult, hit: Hit) -> None:
    """The buttons that call an answer right or not it; then what was stored, and a way back."""
    if st.session_state.pop(_CHANGED, False):
        st.rerun()  # the whole page: a click redraws the row alone, and the sidebar counts verdicts
    text = said(ASK)
    given = _judged().get((result.query, hit.answer.id))
    name = hit.answer.id
    if failure := st.session_state.pop(_NOT_STORED, None):
        show_failure(text.not_stored, failure)
    if given is None:
        for verdict, label in ((Verdict.RIGHT, text.right), (Verdict.NOT_IT, text.wrong)):
            st.button(
                label,
                key=f"ask-{verdict}-{name}",
                type="tertiary",
                on_click=_store,
                args=(result, hit, verdict),
            )
        return
    stored = text.stored_right if given.verdict is Verdict.RIGHT else text.stored_wrong
    st.html(f'<span class="kb-label" role="status">{stored}</span>', width="content")
    st.button(
        text.undo,
        key=f"ask-undo-{name}",
        type="tertiary",
        on_click=_store,
        args=(result, hit, Verdict.TAKEN_BACK),
    )


def show_judgements() -> None:
    """The verdicts of this session, to be taken along as gold questions."""
    text = said(ASK)
    given = tuple(_judged().values())
    if not given:
        return
    gold = gold_questions(given)
    with st.sidebar, st.expander(text.judged.format(count=len(given)), key="ask-judged"):
        st.caption(text.judged_more)
        st.download_button(
            text.export,
            "".join(f"{question.model_dump_json()}\n" for question in gold),
            file_name="kamerbron-gold.jsonl",
            mime="application/x-ndjson",
            disabled=not gold,
            on_click="ignore",
        )


def _store(result: SearchResult, hit: Hit, verdict: Verdict) -> None:
    feedback = Feedback.on(result, hit, verdict, datetime.now(UTC))
    try:
        FeedbackStore(Settings.load().feedback).add(feedback)
    except FeedbackError as error:
        st.session_state[_NOT_STORED] = error
        return
    if verdict is Verdict.TAKEN_BACK:
        del _judged()[result.query, hit.answer.id]
    else:
        _judged()[result.query, hit.answer.id] = feedback
    st.session_state[_CHANGED] = True


def _judged() -> dict[tuple[str, str], Feedback]:
    """This session's verdicts by question and answer: nobody else sees them here."""
    judged: dict[tuple[str, str], Feedback] = st.session_state.setdefault(_JUDGED, {})
    return judged
