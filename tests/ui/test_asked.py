"""What is asked, its address, and text in labels."""

from __future__ import annotations

from datetime import date

import pytest

from corpus import STARTER, PaperType, Status, load_corpus
from retrieval import Filters
from retrieval.facets import AnswerTable
from ui.asked import Asked, lifted, own_parts, read_address
from ui.labels import plain

CORPUS = load_corpus(STARTER)
EVERYTHING = AnswerTable(
    [document.paper for document in CORPUS.documents], CORPUS.answers().values()
).facets(Filters())
FILTERS = Filters(
    since=date(2020, 1, 1),
    until=date(2020, 12, 31),
    documents=("kst-27925-748", "kst-27925-AA"),
    types=(PaperType.QUESTION_LIST,),
    parties=("SP",),
    ministers=("Kamp (Defensie)",),
    chambers=("II",),
    dossiers=("27925",),
    statuses=(Status.DECLINED, Status.REFERRAL),
)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked("Hoeveel?"),
        Asked(answer="kst-27925-748#9"),
        Asked("Hoeveel & waarom=ja?", FILTERS, "kst-27925-956#7-10"),
    ],
)
def test_address_reads_back_as_what_was_asked(asked: Asked) -> None:
    assert read_address(asked.address(), EVERYTHING) == (asked, [])


def test_address_names_each_part_once_and_leaves_out_what_is_empty() -> None:
    filters = Filters(since=date(2020, 10, 9), parties=("SP", "CDA"))
    assert Asked("Irak?", filters, "kst-27925-748#9").address() == {
        "q": ["Irak?"],
        "since": ["2020-10-09"],
        "party": ["SP", "CDA"],
        "answer": ["kst-27925-748#9"],
    }


def test_what_the_address_asks_and_is_not_there_is_refused_by_name() -> None:
    address = {
        "q": ["Irak?"],
        "since": ["gisteren"],
        "until": ["0020-01-01"],
        "party": ["sp", "<b>PvdX</b>"],
        "type": ["roman"],
        "document": ["kst-1-1"],
    }
    asked, refused = read_address(address, EVERYTHING)
    assert asked == Asked("Irak?", Filters(parties=("SP",)))
    assert refused == [
        ("since", "gisteren"),
        ("until", "0020-01-01"),
        ("type", "roman"),
        ("party", "<b>PvdX</b>"),
        ("document", "kst-1-1"),
    ]


def test_other_parts_of_an_address_are_not_ours() -> None:
    assert own_parts({"lang": ["en"], "embed": ["true"], "q": ["a"], "party": [""]}) == {"q": ["a"]}


def test_lifting_takes_away_a_value_or_a_whole_filter() -> None:
    assert lifted(FILTERS, "document", "kst-27925-748").documents == ("kst-27925-AA",)
    assert lifted(FILTERS, "document").documents == ()
    assert lifted(FILTERS, "status", "declined").statuses == (Status.REFERRAL,)
    without = lifted(FILTERS, "period")
    assert (without.since, without.until, without.parties) == (None, None, ("SP",))


def test_labels_show_text_and_no_markup() -> None:
    assert plain(":red[x] **b** `c` $d$ [e](http://f) <i>\n# g") == (
        ":\u2060red\\[x\\] \\*\\*b\\*\\* \\`c\\` \\$d\\$ \\[e\\]\\(http:\u2060\\/\\/f\\) "
        "\\<i\\> \\# g"
    )
    assert plain("woord " * 50, 20) == "woord woord woord …"
