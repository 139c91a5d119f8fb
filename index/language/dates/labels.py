"""Names for ranges of days, in English: what an answer says about the days it looked at."""

from __future__ import annotations

from datetime import date, timedelta

from index.query import DateRange

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def label(dates: DateRange) -> str:
    """The shortest usual name of the days.

    >>> label(DateRange(date(2026, 11, 17), date(2026, 11, 24)))
    '17–23 November 2026'
    >>> label(DateRange(date(2022, 1, 1), None))
    'since 2022'
    """
    if dates.start and dates.end:
        return _closed(dates.start, dates.end)
    if dates.start:
        return f"since {_edge(dates.start)}"
    if dates.end:
        return f"before {_edge(dates.end)}"
    return "any day"


def _edge(day: date) -> str:
    """The largest of year, month and day that begins on the day."""
    if day.day > 1:
        return _day(day)
    return _year(day) if day.month == 1 else _month(day)


def _closed(start: date, end: date) -> str:
    last = end - timedelta(days=1)
    if start.day == end.day == start.month == end.month == 1:
        return _joined(_year(start), _year(last))
    if start.day == end.day == 1:
        return _joined(_month(start), _month(last), year=_shared_year(start, last))
    if (start.year, start.month) == (last.year, last.month) and start != last:
        return f"{start.day}–{_day(last)}"
    return _joined(_day(start), _day(last), year=_shared_year(start, last))


def _joined(first: str, last: str, *, year: str = "") -> str:
    """Both names with a dash, one name where they are the same, the shared year said once."""
    return first if first == last else f"{first.removesuffix(year)}–{last}"


def _shared_year(start: date, last: date) -> str:
    return f" {_year(start)}" if start.year == last.year else ""


def _day(day: date) -> str:
    return f"{day.day} {_month(day)}"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {_year(day)}"


def _year(day: date) -> str:
    return f"{day.year:04}"
