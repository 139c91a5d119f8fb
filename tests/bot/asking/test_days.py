"""Days to look up: what phrases mean together, which of them cannot be meant, and what is suggested."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest

from bot.asking.days import Days, Phrases, read_phrases, suggested_days
from bot.asking.lookup import LookupFailure
from index.catalogue import NamesInMemory, Popular, Shelf
from index.language.dates import NO_EVENTS, Events
from index.language.naming import Names
from index.query import PUBLIC, DateRange

TODAY = date(2024, 2, 5)
SUMMIT = Events({"summit": DateRange(date(2023, 7, 11), date(2023, 7, 13))})


def catalogue_of(days: Sequence[date]) -> NamesInMemory:
    ordinals = np.array(sorted(day.toordinal() for day in days), np.int64)
    months = sorted({day.replace(day=1) for day in days}, reverse=True)
    return NamesInMemory({PUBLIC: Shelf((), {}, Names(()), Popular({}), Popular({}), ordinals, months)})


def suggested(typed: str, *days: date) -> list[str]:
    found = suggested_days(
        typed, catalogue_of(days), collections=frozenset({PUBLIC}), today=TODAY, events=SUMMIT
    )
    return [one.phrase for one in found]


@pytest.mark.parametrize(
    ("phrases", "start", "end"),
    [
        (Phrases(on="January 2024"), date(2024, 1, 1), date(2024, 2, 1)),
        (Phrases(on="  since   2022 "), date(2022, 1, 1), None),
        (Phrases(since="2023", until="January 2024"), date(2023, 1, 1), date(2024, 2, 1)),
        (Phrases(since="5 May 2023", until="5 May 2023"), date(2023, 5, 5), date(2023, 5, 6)),
        (Phrases(since="last week"), date(2024, 1, 29), None),
        (Phrases(until="yesterday"), None, date(2024, 2, 5)),
        (Phrases(since="since 2022", until="before June 2023"), date(2022, 1, 1), date(2023, 6, 1)),
    ],
)
def test_phrases_mean_days_together(phrases: Phrases, start: date | None, end: date | None) -> None:
    days = read_phrases(phrases, today=TODAY, events=NO_EVENTS)

    assert isinstance(days, Days)
    assert (days.dates.start, days.dates.end) == (start, end)
    assert days.label


@pytest.mark.parametrize(
    "phrases",
    [
        Phrases(),
        Phrases(" ", "\n", ""),
        Phrases(on="2023", since="2022"),
        Phrases(on="2023", until="2024"),
        Phrases(on="whenever"),
        Phrases(since="31 February 2024"),
        Phrases(since="2024", until="2023"),
        Phrases(since="before 2020"),
        Phrases(until="since 2020"),
        Phrases(on="{0} %s"),
    ],
)
def test_phrases_that_cannot_be_meant_say_what_to_do_instead(phrases: Phrases) -> None:
    failure = read_phrases(phrases, today=TODAY, events=NO_EVENTS)

    assert isinstance(failure, LookupFailure)
    assert "“" in failure.message


def test_recent_days_are_suggested_first_then_years_then_older_months() -> None:
    months = [date(2022 + month // 12, month % 12 + 1, 3) for month in range(26)]

    names = suggested("", *months)

    assert names[:6] == ["last week", "this month", "last month", "this year", "last year", "February 2024"]
    assert names.index("2024") < names.index("January 2023")
    assert names[-1] == "January 2022"


def test_only_days_with_releases_are_suggested() -> None:
    assert suggested("") == []
    assert suggested("", date(2020, 5, 1)) == ["May 2020", "2020"]
    assert suggested("2021", date(2020, 5, 1)) == []
    assert suggested("2020", date(2020, 5, 1)) == ["2020", "May 2020"]


def test_what_is_typed_is_read_as_a_question_would_be() -> None:
    assert suggested("the summit", date(2023, 7, 12))[0] == "the summit"
    assert suggested("yesterday", TODAY - timedelta(days=1))[0] == "yesterday"
    assert suggested("last", TODAY - timedelta(days=7)) == ["last week", "last month"]
    assert suggested("feburary", TODAY) == ["February 2024"]


@pytest.mark.parametrize("typed", ["q" * 6_000, "{}", "“”", "31 2 2024 5"])
def test_nothing_typed_is_an_error(typed: str) -> None:
    assert isinstance(suggested(typed, TODAY), list)
