"""Times that questions and answers name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import STARTER, load_corpus
from retrieval.aliases import shipped
from retrieval.periods import Period, date_fit, mentioned_periods, periods_in

ANSWERS = {
    answer.id: (answer.text, document.paper.date or document.paper.asked_on)
    for document in load_corpus(STARTER).documents
    for answer in document.answers
}


def asked(question: str) -> list[tuple[str, str]]:
    """The first and the last day of each period; an open end is empty."""
    return [
        (
            "" if period.since == date.min else period.since.isoformat(),
            "" if period.until == date.max else period.until.isoformat(),
        )
        for period in periods_in(question, shipped().events)
    ]


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("wat gebeurde er in 2023", "2023-01-01", "2023-12-31"),
        ("Wie sah man 2021 den Wahlsieg", "2021-01-01", "2021-12-31"),
        ("doel voor 2035", "2035-01-01", "2035-12-31"),
        ("oktober 2023", "2023-10-01", "2023-10-31"),
        ("in Oct 2023", "2023-10-01", "2023-10-31"),
        ("en octobre 2023", "2023-10-01", "2023-10-31"),
        ("im März 2020", "2020-03-01", "2020-03-31"),
        ("op 9 oktober 2020", "2020-10-09", "2020-10-09"),
        ("am 9. Oktober 2020", "2020-10-09", "2020-10-09"),
        ("October 18, 2023", "2023-10-18", "2023-10-18"),
        ("18-10-2023", "2023-10-18", "2023-10-18"),
        ("18-23 oktober 2023", "2023-10-18", "2023-10-23"),
        ("du 18 au 23 octobre 2023", "2023-10-18", "2023-10-23"),
        ("van 20 december 2020 tot 3 februari 2021", "2020-12-20", "2021-02-03"),
        ("van november tot februari 2021", "2020-11-01", "2021-02-28"),
        ("in het najaar van 2020", "2020-09-01", "2020-11-30"),
        ("autumn 2020", "2020-09-01", "2020-11-30"),
        ("été 2023", "2023-06-01", "2023-08-31"),
        ("winter 2020", "2020-12-01", "2021-02-28"),
        ("begin 2021", "2021-01-01", "2021-03-31"),
        ("eind 2021", "2021-10-01", "2021-12-31"),
        ("half november 2023", "2023-11-11", "2023-11-20"),
        ("eind februari 2024", "2024-02-21", "2024-02-29"),
        ("derde kwartaal van 2021", "2021-07-01", "2021-09-30"),
        ("Q1 2021", "2021-01-01", "2021-03-31"),
        ("second half of 2021", "2021-07-01", "2021-12-31"),
        ("vergaderjaar 2020/21", "2020-09-01", "2021-08-31"),
        ("sinds 2022", "2022-01-01", ""),
        ("depuis 2022", "2022-01-01", ""),
        ("vóór 2020", "", "2019-12-31"),
        ("vor 2020", "", "2019-12-31"),
        ("de begroting voor 2023", "2023-01-01", "2023-12-31"),
        ("voor 1 januari 2022", "", "2021-12-31"),
        ("tot eind 2021", "", "2021-12-31"),
        ("after 2021", "2022-01-01", ""),
        ("het jaar vóór oktober 2023", "2022-10-01", "2023-09-30"),
        ("tussen 2018 en 2020", "2018-01-01", "2020-12-31"),
        ("between 2018 and 2020", "2018-01-01", "2020-12-31"),
        ("before the elections of 2021", "", "2021-03-16"),
        ("na de Iraakse verkiezingen van 2021", "2021-10-11", ""),
        ("na de dood van Soleimani", "2020-01-04", ""),
    ],
)
def test_a_period_in_four_languages(question: str, since: str, until: str) -> None:
    assert asked(question) == [(since, until)]


@pytest.mark.parametrize(
    ("question", "periods"),
    [
        ("in 2018 en 2019", [("2018-01-01", "2018-12-31"), ("2019-01-01", "2019-12-31")]),
        (
            "hoe sterk was IS eind 2021 vergeleken met 2014",
            [("2021-10-01", "2021-12-31"), ("2014-01-01", "2014-12-31")],
        ),
    ],
)
def test_several_periods_in_their_order(question: str, periods: list[tuple[str, str]]) -> None:
    assert asked(question) == periods


@pytest.mark.parametrize(
    "question",
    [
        "resolutie 2170", "UNSC 2249", "resolution 2024", "F-16", "nr. 2020", "2021Z18068",
        "kst-27925-2020", "Kamerstukken II 2020/21, 27925", "2000 militairen", "€ 2020",
        "in oktober", "may we march", "31 februari 2021", "2020,5",
    ],
)  # fmt: skip
def test_what_is_no_period(question: str) -> None:
    assert asked(question) == []


def test_the_source_is_the_words_with_their_preposition() -> None:
    question = "Wat gebeurde er sinds oktober 2023?"
    (period,) = periods_in(question)
    assert question[slice(*period.source)] == "sinds oktober 2023"


def test_a_month_without_a_year_gets_that_of_the_paper() -> None:
    text = "op 27 juli jl., in december en in aankomende november; in mei 2019"
    found = mentioned_periods(text, date(2021, 1, 20))
    assert [(p.since, p.until) for p in found] == [
        (date(2020, 7, 27), date(2020, 7, 27)),
        (date(2020, 12, 1), date(2020, 12, 31)),
        (date(2021, 11, 1), date(2021, 11, 30)),
        (date(2019, 5, 1), date(2019, 5, 31)),
    ]
    assert [p.since for p in mentioned_periods(text)] == [date(2019, 5, 1)]


def test_an_answer_of_the_starter_corpus() -> None:
    found = mentioned_periods(*ANSWERS["2021Z18068#3"])
    assert (date(2021, 7, 27), date(2021, 7, 27)) in [(p.since, p.until) for p in found]


def period(since: date, until: date) -> Period:
    return Period(since, until, (0, 0))


OCTOBER = period(date(2023, 10, 1), date(2023, 10, 31))


@pytest.mark.parametrize(
    ("day", "mentioned", "fit"),
    [
        (date(2023, 10, 24), (OCTOBER,), 1.0),
        (date(2024, 1, 31), (OCTOBER,), 1.0),  # 92 days after
        (date(2023, 10, 24), (), 0.9),
        (date(2024, 7, 31), (), 0.45),  # 182 days more
        (date(2023, 9, 30), (), 0.0),
        (date(2023, 9, 30), (OCTOBER,), 0.05),  # announced
        (None, (), 0.225),
    ],
)
def test_how_an_answer_suits(day: date | None, mentioned: tuple[Period, ...], fit: float) -> None:
    assert date_fit([OCTOBER], day, mentioned) == pytest.approx(fit)


def test_the_nearer_mention_suits_better() -> None:
    year = period(date(2023, 1, 1), date(2023, 12, 31))
    day = date(2023, 10, 24)
    in_month = period(day, day)
    fits = [date_fit([OCTOBER], day, [m]) for m in (OCTOBER, in_month, year)]
    assert fits[0] == 1.0
    assert 0.95 <= min(fits[1:]) < 1.0


def test_without_a_period_asked_nothing_suits() -> None:
    assert date_fit([], date(2023, 10, 24), [OCTOBER]) == 0.0


_TEXTS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            "voor vóór tot na since between 2020 1999 2099 en and - 31 29 februari mei may oktober "
            "winter eind jl. 2020/21 Q1 het jaar the elections of 2021 9. , . #".split()
        )
    ).map(" ".join),
)


@given(_TEXTS, st.dates(min_value=date(1815, 1, 1)) | st.none())
def test_any_text_is_read_and_spans_lie_in_it(text: str, day: date | None) -> None:
    found = [*periods_in(text, shipped().events), *mentioned_periods(text, day)]
    for one in found:
        assert 0 <= one.source[0] < one.source[1] <= len(text)
        assert one.since <= one.until
    assert 0.0 <= date_fit(found, day, found) <= 1.0
