"""The date grammar: a text and the day of asking come in, exact ranges of days go out.

It reads English only, takes days, never hours, and says "not understood" rather than guess. What it reads:

- days, months, years, quarters, halves, seasons, decades, thirds ("early 2023"), in British and American order;
- days relative to the day of asking: "last week" is the Monday to Sunday before this week's, "past 7 days" ends today;
- ranges ("March–May 2023", "between …", "from … to …") and bounds ("since", "after", "before", "until", "by");
- events of the lexicon behind "at", "during", "before", "after", "since", "until".

A year alone is a date behind a preposition ("in 2022"), at the end of a question ("… Ukraine 2021?") and directly
before or behind a document ("the 2021 address", "speech 2021": `names.DOCUMENT`). Behind "of" it is one only after a document ("the speech of
2021"), since "the Act of 2005" and "the crisis of 2008" are names. A year alone in the future is a topic.
"""

from __future__ import annotations

from index.language.dates.events import NO_EVENTS, Events
from index.language.dates.headers import find_day
from index.language.dates.labels import label
from index.language.dates.reading import DatePhrase, find_dates, not_understood, parse_dates

__all__ = [
    "NO_EVENTS",
    "DatePhrase",
    "Events",
    "find_dates",
    "find_day",
    "label",
    "not_understood",
    "parse_dates",
]
