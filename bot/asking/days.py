"""Days to look up: phrases as typed and what is indexed come in, a range of days or suggestions go out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.asking.lookup import NOT_A_DATE, LookupFailure, SuggestedDays
from index.language.dates import Events, parse_dates
from index.language.dates.labels import label
from index.language.naming import Names
from index.library import Catalogue
from index.query import DateRange

_RELATIVE = (
    "today",
    "yesterday",
    "this week",
    "last week",
    "this month",
    "last month",
    "this year",
    "last year",
)
_RECENT_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Days:
    """Days as they were understood, and their name."""

    dates: DateRange
    label: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """Days as someone typed them: ``on`` some days, or from the first day of one phrase to the last of another."""

    on: str = ""
    since: str = ""
    until: str = ""


def read_phrases(phrases: Phrases, *, today: date, events: Events) -> Days | LookupFailure:
    """The days that the phrases name together.

    >>> from index.language.dates import NO_EVENTS
    >>> read_phrases(Phrases(since="March 2023", until="May 2023"), today=date(2024, 2, 5), events=NO_EVENTS).label
    'March–May 2023'
    """
    on, since, until = (" ".join(phrase.split()) for phrase in (phrases.on, phrases.since, phrases.until))
    if bool(on) == bool(since or until):
        return LookupFailure(
            "Name either the days, or from when to when: "
            "“on: January 2024”, “from: March 2023 to: May 2023”, or “from: 2023” alone."
        )
    for phrase in filter(None, (on, since, until)):
        if parse_dates(phrase, today=today, events=events) is None:
            return LookupFailure(NOT_A_DATE.format(phrase))
    if on:
        understood = parse_dates(on, today=today, events=events)
        assert understood is not None, "it was read before"
        return Days(understood.dates, understood.label)
    return _between(since, until, today=today, events=events)


def suggested_days(
    typed: str, catalogue: Catalogue, *, collections: frozenset[str], today: date, events: Events
) -> Iterator[SuggestedDays]:
    """Days with releases that what was typed may mean: what it means as it stands, then what it begins."""
    known = list(_with_releases(catalogue, collections=collections, today=today))
    phrase = " ".join(typed.split())
    understood = parse_dates(phrase, today=today, events=events) if phrase else None
    if understood and catalogue.any_published(understood.dates, collections=collections):
        yield SuggestedDays(phrase, understood.label)
    fitting = Names(days.phrase for days in known).find(phrase, limit=len(known))
    taken = {phrase.casefold(), understood.label if understood else ""}
    yield from (known[one.place] for one in fitting if known[one.place].phrase.casefold() not in taken)


def _between(since: str, until: str, *, today: date, events: Events) -> Days | LookupFailure:
    """From the first day of one phrase to the last of the other; either may be missing."""
    first = parse_dates(since, today=today, events=events) if since else None
    last = parse_dates(until, today=today, events=events) if until else None
    if first is not None and first.dates.start is None:
        return LookupFailure(f"“{since}” has no first day to list from. Try “on: {since}”.")
    if last is not None and last.dates.end is None:
        return LookupFailure(f"“{until}” has no last day to list to. Try “on: {until}”.")
    start, end = first.dates.start if first else None, last.dates.end if last else None
    if start and end and start >= end:
        return LookupFailure(
            f"“{until}” is over before “{since}” begins. Exchange the two: “from: {until} to: {since}”."
        )
    dates = DateRange(start, end)
    return Days(dates, label(dates))


def _with_releases(
    catalogue: Catalogue, *, collections: frozenset[str], today: date
) -> Iterator[SuggestedDays]:
    """Days that hold releases, the recent ones first: "last week", the newest months, years, then all other months."""
    for phrase in _RELATIVE:
        understood = parse_dates(phrase, today=today)
        if understood and catalogue.any_published(understood.dates, collections=collections):
            yield SuggestedDays(phrase, understood.label)
    months = catalogue.months(collections=collections)
    yield from _months(months[:_RECENT_MONTHS])
    for year in dict.fromkeys(month.year for month in months):
        yield SuggestedDays(f"{year:04}", f"{year:04}")
    yield from _months(months[_RECENT_MONTHS:])


def _months(months: Sequence[date]) -> Iterator[SuggestedDays]:
    for month in months:
        name = label(DateRange(month, _next(month)))
        yield SuggestedDays(name, name)


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
