"""From a period as written (year, month, day, part: whichever its words name) to exact days.

What the words leave open is filled in from the clock (the latest that has begun) or, in a range,
from the other side. None says that the calendar has no such period.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from index.query import DateRange

_YEARS_TO_A_LEAP_DAY = 8  # 29 February 1904 came eight years after that of 1896


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a year in months, or of a month in days: the first of them, from 1, and how many.

    ``length`` None reaches to the end.
    """

    first: int
    length: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """A period as written; ``dates`` is set where the words and the clock settle everything at once."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: Part | None = None
    weekday: int | None = None
    dates: DateRange | None = None

    @property
    def lacks_year(self) -> bool:
        """Whether the year must come from elsewhere."""
        return self.year is None and self.dates is None and not self.is_weekday

    @property
    def is_weekday(self) -> bool:
        """Whether it is a weekday and nothing else."""
        return self.weekday is not None and self.day is None

    @property
    def is_day_number(self) -> bool:
        """Whether it is the day of a month that the other side of a range names."""
        return self.day is not None and self.month is None


def days(start: date | None, end: date | None) -> DateRange | None:
    """The range, or None where it would end before it starts."""
    return None if start and end and start >= end else DateRange(start, end)


def one_day(day: date) -> DateRange:
    """The day as a range."""
    return DateRange(day, day + timedelta(days=1))


def week_of(day: date) -> DateRange:
    """Monday to Sunday around the day."""
    monday = day - timedelta(days=day.weekday())
    return DateRange(monday, monday + timedelta(days=7))


def months(year: int, month: int, length: int) -> DateRange:
    """So many whole months from a month of the year; month 13 is next January."""
    start = date(year, 1, 1) + relativedelta(months=month - 1)
    return DateRange(start, start + relativedelta(months=length))


def length_of(number: int, unit: str) -> relativedelta:
    """So many days, weeks, months or years."""
    if unit in {"day", "week"}:
        return relativedelta(days=number * (7 if unit == "week" else 1))
    return relativedelta(months=number * (12 if unit == "year" else 1))


def resolve(written: Written, today: date) -> DateRange | None:
    """The days meant on the day of asking: without a year, the latest that has begun."""
    try:
        return _resolve(written, today)
    except (ValueError, OverflowError):  # no such day, or none that the calendar reaches
        return None


def resolve_following(written: Written, start: DateRange, year: int) -> DateRange | None:
    """The first such period, in the year or the next, that does not begin before the other does."""
    for later in (year, year + 1):
        found = resolve(replace(written, year=later), date(later, 1, 1))
        if found and found.start and start.start and found.start >= start.start:
            return found
    return None


def _resolve(written: Written, today: date) -> DateRange | None:
    if written.dates:
        return written.dates
    if written.is_weekday and written.weekday is not None:
        return one_day(_weekday_before(today, written.weekday))
    if written.is_day_number:
        return None
    if written.year is None:
        return _latest_begun(written, today)
    return _checked(_in_year(written, written.year), written.weekday)


def _weekday_before(today: date, weekday: int) -> date:
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def _latest_begun(written: Written, today: date) -> DateRange | None:
    for year in range(today.year, today.year - _YEARS_TO_A_LEAP_DAY - 1, -1):
        try:
            found = _in_year(written, year)
        except ValueError:  # 29 February of a common year
            continue
        if found and found.start and found.start <= today:
            return _checked(found, written.weekday)
    return None


def _in_year(written: Written, year: int) -> DateRange | None:
    if written.month and written.day is not None:
        return one_day(date(year, written.month, written.day))
    if written.month:
        return _part_of_month(months(year, written.month, 1), written.part)
    if written.part:
        return months(year, written.part.first, written.part.length or 12)
    return months(year, 1, 12)


def _part_of_month(month: DateRange, part: Part | None) -> DateRange | None:
    if part is None or month.start is None:
        return month
    start = month.start + timedelta(days=part.first - 1)
    return days(start, start + timedelta(days=part.length) if part.length else month.end)


def _checked(found: DateRange | None, weekday: int | None) -> DateRange | None:
    """Nothing, where the weekday in front of the day is not that day's."""
    if found and found.start and weekday is not None and found.start.weekday() != weekday:
        return None
    return found
