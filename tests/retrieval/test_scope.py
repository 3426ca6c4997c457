"""Filters by status: what may be found through what, before anything is cut off."""

from __future__ import annotations

import numpy as np
import pytest

from corpus import STARTER, Status, load_corpus
from retrieval import Filters, Kamerbron, Note
from retrieval.scope import Scopes

CORPUS = load_corpus(STARTER)
ANSWERS = CORPUS.answers()
SCOPES = Scopes([document.paper for document in CORPUS.documents], list(ANSWERS.values()))
REFERRALS = {
    f"kst-27925-{name}" for name in ("748#14", "748#59", *(f"956#{n}" for n in (18, 19, 23, 36)))
}
DECLINED = {"kst-27925-748#15", "kst-27925-748#18", "kst-27925-956#13-14"}


def found(kamerbron: Kamerbron, question: str, *statuses: Status) -> set[str]:
    hits = kamerbron.ask(question, k=100, filters=Filters(statuses=statuses)).hits
    return {hit.answer.id for hit in hits}


def test_pointers_lead_to_what_may_be_shown() -> None:
    """14 says "Zie het antwoord op vraag 13.", which is substantive; none leads to 15 or 18."""
    substantive = SCOPES.scope(Filters(statuses=(Status.SUBSTANTIVE,)))
    assert substantive.searches("kst-27925-748#14")
    assert not substantive.shows("kst-27925-748#14")
    assert substantive.searched == substantive.shown | REFERRALS
    declined = SCOPES.scope(Filters(statuses=(Status.DECLINED,)))
    assert declined.shown == declined.searched == DECLINED


def test_status_and_papers_together() -> None:
    both = SCOPES.scope(Filters(statuses=(Status.DECLINED,), documents=("kst-27925-748",)))
    assert both.shown == {"kst-27925-748#15", "kst-27925-748#18"}
    assert SCOPES.scope(Filters(statuses=(Status.DECLINED,), types=("brief",))).empty
    assert SCOPES.scope(Filters(parties=("VVD",))).empty
    assert not SCOPES.scope(Filters()).empty


def test_only_answers_of_the_status_are_found(kamerbron: Kamerbron) -> None:
    question = "Wat doet Nederland in Irak?"
    assert found(kamerbron, question, Status.DECLINED) == DECLINED
    assert found(kamerbron, question, Status.REFERRAL) == REFERRALS
    assert found(kamerbron, question, Status.DECLINED, Status.REFERRAL) == DECLINED | REFERRALS
    substantive = kamerbron.ask(question, k=100, filters=Filters(statuses=(Status.SUBSTANTIVE,)))
    assert len(substantive.hits) == 100
    assert {hit.answer.status for hit in substantive.hits} == {Status.SUBSTANTIVE}


def test_a_referral_left_out_still_finds_what_it_points_to(kamerbron: Kamerbron) -> None:
    filters = Filters(statuses=(Status.SUBSTANTIVE,))
    asked = ANSWERS["kst-27925-956#36"].asked
    first = kamerbron.ask(asked, k=1, filters=filters).hits[0]
    assert (first.answer.id, first.why.via) == ("kst-27925-956#1", "kst-27925-956#36")
    addressed = kamerbron.ask("antwoord op vraag 14 van nr. 748", filters=filters)
    assert addressed.hits[0].answer.id == "kst-27925-748#13"
    assert "kst-27925-748#14" not in {hit.answer.id for hit in addressed.hits}


def test_an_answer_named_by_its_number_does_not_pass_by_a_filter(kamerbron: Kamerbron) -> None:
    address = "antwoord op vraag 18 van nr. 748"
    assert kamerbron.ask(address).hits[0].answer.id == "kst-27925-748#18"
    substantive = kamerbron.ask(address, k=100, filters=Filters(statuses=(Status.SUBSTANTIVE,)))
    assert "kst-27925-748#18" not in {hit.answer.id for hit in substantive.hits}
    assert substantive.confidence < 1


def test_a_status_that_nothing_has_is_a_note(kamerbron: Kamerbron) -> None:
    for filters in (
        Filters(statuses=(Status.ANNOUNCEMENT,)),
        Filters(statuses=(Status.DECLINED,), types=("brief",)),
        Filters(chambers=("I",), parties=("CDA",)),
    ):
        result = kamerbron.ask("Irak en Syrië", filters=filters)
        assert (result.hits, result.answerable, result.confidence) == ((), False, 0.0)
        assert result.notes == (Note.FILTERED_OUT,)
        assert kamerbron.facets(filters).passing == 0


@pytest.mark.parametrize("part", ["nearest", "with_terms"])
def test_status_comes_before_the_cut_off(
    kamerbron: Kamerbron, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """Each part puts forward its best few of what may be found, not what is left of its best few.

    Dozens of answers lie nearer to the question than those that decline; the other part is silent.
    """
    monkeypatch.setattr("retrieval.kamerbron._CANDIDATES", 3)
    silent = {"nearest": "with_terms", "with_terms": "nearest"}[part]
    nothing = np.zeros(0, np.int64) if silent == "nearest" else []
    monkeypatch.setattr(kamerbron._index, silent, lambda *_: nothing)
    question = "Hoeveel militairen heeft Nederland in Irak, en wat doen Belgische F-16's daar?"
    assert found(kamerbron, question, Status.DECLINED) == DECLINED
