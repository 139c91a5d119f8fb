"""Ranges between two periods: "March–May 2023", "between May and July", "from 3 to 10 May 2023".

One side may leave out what the other says: the month or the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from index.language.dates.period import Needs, Period, pattern
from index.language.dates.periods import periods_at
from index.language.dates.vocabulary import DASH, DAY_NUMBER, GAP, NO_AMOUNT, YEAR
from index.language.dates.wording import Wording
from index.language.dates.written import Written, days, resolve, resolve_following
from index.query import DateRange

AND = pattern(rf"{GAP}and{GAP}(?:the{GAP})?")
TO = pattern(rf"(?:{GAP}(?:up{GAP})?(?:to|until|till?|through|thru){GAP} | {DASH} | \.\.\.?) (?:the{GAP})?")
_SPAN = pattern(rf"{DASH} | {GAP}thr(?:ough|u){GAP}")  # behind it a number alone is a day

_DAY_NUMBER = pattern(rf"{DAY_NUMBER} {NO_AMOUNT} (?:,{GAP}(?P<year>{YEAR}))?")


def ranges_at(
    wording: Wording, place: int, periods: Sequence[Period], between: re.Pattern[str]
) -> Iterator[Period]:
    """The ranges that start at the place and have the given words between their sides."""
    for left in _sides(wording, place, periods):
        if found := between.match(wording.text, left.end):
            short = between is not TO or _SPAN.fullmatch(found[0]) is not None
            for right in _right_sides(wording, found.end()):
                if _alike(left, right, short):
                    yield _range(left, right, wording.today)


def _right_sides(wording: Wording, place: int) -> list[Period]:
    return _sides(wording, place, periods_at(wording.text, place, wording.today))


def _sides(wording: Wording, place: int, periods: Sequence[Period]) -> list[Period]:
    sides = list(periods)
    if event := wording.events.at(wording.text, place):
        sides.append(Period(event.end, Written(dates=event.dates), Needs.BARE_PREPOSITION))
    if number := day_number_at(wording.text, place):
        sides.append(number)
    return sides


def day_number_at(text: str, place: int) -> Period | None:
    """The number of a day, with or without a year, for another day to give the month: "10, 2023"."""
    found = _DAY_NUMBER.match(text, place)
    if not found:
        return None
    year = int(found["year"]) if found["year"] else None
    return Period(found.end(), Written(year, day=int(found["day"])), Needs.BARE_PREPOSITION)


def _alike(left: Period, right: Period, short: bool) -> bool:
    """Whether the sides can belong together: a number alone only beside a day."""
    if left.written is None or right.written is None:
        return True
    if left.written.is_day_number:
        return right.written.month is not None and right.written.day is not None
    if right.written.is_day_number:
        is_day = left.written.month is not None and left.written.day is not None
        return is_day and (short or right.written.year is not None)
    return True


def _range(left: Period, right: Period, today: date) -> Period:
    dates = _between(left.written, right.written, today) if left.written and right.written else None
    return Period(right.end, Written(dates=dates) if dates else None, _needs(left, right))


def _needs(left: Period, right: Period) -> Needs:
    if left.needs is right.needs:
        return left.needs
    if left.needs is Needs.YEAR_PLACE or right.needs is Needs.YEAR_PLACE:
        return Needs.BARE_PREPOSITION
    return Needs.NOTHING if Needs.NOTHING in {left.needs, right.needs} else Needs.PREPOSITION


def _between(left: Written, right: Written, today: date) -> DateRange | None:
    first, last = _completed(left, right, today)
    if first is None or last is None or first.start is None or last.start is None or first.start > last.start:
        return None
    return days(first.start, last.end)


def _completed(left: Written, right: Written, today: date) -> tuple[DateRange | None, DateRange | None]:
    """The days of both sides, each completed by the other, else by the clock."""
    left, right = _share_month(left, right)
    if left.lacks_year and right.year is not None:
        left = replace(left, year=right.year)
    first = resolve(left, today) if not left.lacks_year else None
    if right.lacks_year and left.year is not None and first:
        return first, resolve_following(right, first, left.year)
    last = resolve(right, today)
    if last and last.start and left.lacks_year:
        return resolve(left, last.start), last
    if last and last.start and left.is_weekday and right.is_weekday:
        return resolve(left, last.start + timedelta(days=1)), last
    return first, last


def _share_month(left: Written, right: Written) -> tuple[Written, Written]:
    if left.is_day_number:
        left = replace(left, month=right.month, year=right.year)
    elif right.is_day_number:
        right = replace(right, month=left.month, year=right.year or left.year)
    return left, right
