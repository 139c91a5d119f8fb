"""Named events become ranges of days, and the shipped ones are read by the date grammar."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from config.settings import read_lexicon
from index.language.dates import Events, find_dates
from index.language.events import events_from
from index.language.topics import LexiconError
from index.query import DateRange


def test_each_name_of_an_event_stands_for_its_days() -> None:
    entry = {"start": date(2023, 7, 11), "end": date(2023, 7, 13), "names": ["NATO summit in Vilnius"]}

    days = DateRange(date(2023, 7, 11), date(2023, 7, 13))
    assert events_from({"Vilnius summit": entry}) == {"Vilnius summit": days, "NATO summit in Vilnius": days}


def test_an_event_without_an_end_lasts_a_day() -> None:
    assert events_from({"vote": {"start": date(2024, 2, 28)}}) == {
        "vote": DateRange(date(2024, 2, 28), date(2024, 2, 29))
    }


@pytest.mark.parametrize(
    "entry",
    [
        "text",
        {},
        {"start": "2024-07-09"},
        {"start": datetime(2024, 7, 9, 12)},
        {"start": date(2024, 7, 9), "end": date(2024, 7, 9)},
        {"start": date(2024, 7, 9), "end": 5},
        {"start": date(2024, 7, 9), "names": "text"},
        {"start": date(2024, 7, 9), "names": [""]},
    ],
)
def test_an_entry_that_is_no_event_is_refused(entry: object) -> None:
    with pytest.raises(LexiconError, match=r"events\.toml"):
        events_from({"summit": entry})


def test_one_name_for_two_events_is_refused() -> None:
    entries = {
        "Riga summit": {"start": date(2006, 11, 28)},
        "Prague summit": {"start": date(2002, 11, 21), "names": ["Riga summit"]},
    }

    with pytest.raises(LexiconError, match="two events"):
        events_from(entries)


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("What was said at the Washington summit?", date(2024, 7, 9), date(2024, 7, 12)),
        ("What did he say at the NATO summit in Vilnius?", date(2023, 7, 11), date(2023, 7, 13)),
        ("at the 2021 Brussels summit", date(2021, 6, 14), date(2021, 6, 15)),
        ("at the NATO summit in The Hague", date(2025, 6, 24), date(2025, 6, 26)),
        ("What was pledged at COP26?", date(2021, 10, 31), date(2021, 11, 14)),
        ("during the 2023 State of the Union", date(2023, 2, 7), date(2023, 2, 8)),
        ("help since Hurricane Katrina", date(2005, 8, 23), None),
        ("since Russia’s invasion of Ukraine", date(2022, 2, 24), None),
        ("before the invasion of Iraq", None, date(2003, 3, 20)),
        ("before the 2004 election", None, date(2004, 11, 2)),
        ("after the September 11 attacks", date(2001, 9, 12), None),
    ],
)
def test_the_shipped_events_date_questions(question: str, start: date | None, end: date | None) -> None:
    events = events_from(read_lexicon("events.toml", None))

    (found,) = find_dates(question, today=date(2026, 11, 24), events=Events(events))
    assert found.dates == DateRange(start, end)
