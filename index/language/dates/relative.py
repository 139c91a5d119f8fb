"""Periods counted from the day of asking: "yesterday", "last week", "past 30 days", "two years ago"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from index.language.dates.months import month_stands, season_part, season_stands
from index.language.dates.period import Needs, Period, Rule, may_be_a_verb, pattern, shift, unread
from index.language.dates.vocabulary import (
    COUNT,
    DAY_NUMBER,
    GAP,
    MONTH,
    RELATIVE,
    SEASON,
    UNIT,
    WEEKDAY,
    count,
    month_number,
    weekday_number,
)
from index.language.dates.written import Written, days, length_of, months, one_day, resolve, week_of
from index.query import DateRange

_NAMED_DAY = pattern(rf"""
    (?: (?P<before>(?:the{GAP})?day{GAP}before{GAP}yesterday) | (?P<yesterday>yesterday | last{GAP}night)
      | (?P<after>(?:the{GAP})?day{GAP}after{GAP}tomorrow) | (?P<tomorrow>tomorrow)
      | (?P<today>today | tonight | this{GAP}(?:morning|afternoon|evening)) ) \b
    (?! 's{GAP}(?:world|economy|society|age|youth|children|young|challenges) )
""")

_CALENDAR = pattern(rf"""
    (?:earlier{GAP}|later{GAP})? (?P<relative>{RELATIVE}) {GAP} (?P<unit>week|weekend|month|quarter|year)\b
""")

_ROLLING = pattern(rf"(?:last|past|previous) {GAP} (?P<count>{COUNT}) {GAP} (?P<unit>hour|{UNIT})s?\b")

_PAST_UNIT = pattern(
    rf"(?: past | (?<=the\s)last ) {GAP} (?P<unit>{UNIT})\b"
)  # the last week, not: last week

_AGO = pattern(rf"(?P<count>{COUNT}|an?\b) {GAP} (?P<unit>{UNIT})s? {GAP} ago\b (?P<today>{GAP}today\b)?")

_WEEKDAY = pattern(
    rf"(?:(?P<relative>last|this){GAP})? (?P<weekday>{WEEKDAY}) (?!{GAP}(?:school|times|best|mass)s?\b)"
)

_WEEKDAY_OF_WEEK = pattern(rf"""
    (?P<weekday>{WEEKDAY}) {GAP} (?:of{GAP})? (?P<relative>{RELATIVE}) {GAP} week\b
""")

_RELATIVE_MONTH = pattern(
    rf"(?P<relative>this|last|next) {GAP} (?: (?P<month>{MONTH}) | (?P<season>{SEASON}) )"
)

_DAY_OF_MONTH = pattern(rf"{DAY_NUMBER} {GAP} of {GAP} (?P<relative>{RELATIVE}) {GAP} month\b")

_UNREAD = pattern(rf"""
    (?:(?:a{GAP})?(?:few|couple{GAP}of) | several | some | many) {GAP} {UNIT}s {GAP} ago\b
  | (?:(?:a{GAP})?(?:few|couple{GAP}of) | several | some | many) {GAP} (?:decade|centurie)s {GAP} ago\b
  | (?:over|almost|nearly|about|around|(?:more|less){GAP}than) {GAP} (?:{COUNT}|an?) {GAP} {UNIT}s? {GAP} ago\b
  | (?:a | last | past | the{GAP}(?:last|past)) {GAP} fortnight (?:{GAP}ago)?\b
  | the{GAP}(?:weekend | other{GAP}day)\b
  | {COUNT} {GAP} (?:mon|tues|wednes|thurs|fri|satur|sun)days {GAP} ago\b
  | next {GAP} {WEEKDAY}
  | (?:last|past|this|next) {GAP} (?:decade|century)\b
  | (?:last|past) {GAP} {UNIT} {GAP} and {GAP} an? {GAP} half\b
  | (?:last|past) {GAP} (?:few|couple{GAP}of|several) {GAP} {UNIT}s\b
""")


def _named_day(found: re.Match[str], today: date) -> Period:
    shifts = {"before": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "after": 2}
    return Period(found.end(), Written(dates=one_day(today + timedelta(days=shifts[found.lastgroup or ""]))))


def _calendar(found: re.Match[str], today: date) -> Period:
    return Period(found.end(), _calendar_unit(found["unit"].lower(), shift(found["relative"]), today))


def _calendar_unit(unit: str, by: int, today: date) -> Written:
    """The week, month, quarter or year so many on from the current one."""
    if unit == "year":
        return Written(today.year + by)
    if unit == "month":
        month = today + relativedelta(months=by)
        return Written(month.year, month.month)
    if unit == "quarter":
        return Written(dates=months(today.year, (today.month - 1) // 3 * 3 + 1 + 3 * by, 3))
    week = week_of(today + timedelta(weeks=by))
    if unit == "weekend" and week.start and week.end:
        return Written(dates=DateRange(week.start + timedelta(days=5), week.end))
    return Written(dates=week)


def _rolling(found: re.Match[str], today: date) -> Period:
    return Period(found.end(), _until_today(count(found["count"]), found["unit"].lower(), today))


def _past_unit(found: re.Match[str], today: date) -> Period:
    return Period(found.end(), _until_today(1, found["unit"].lower(), today))


def _until_today(number: int, unit: str, today: date) -> Written:
    """So many days, weeks, months or years that end with today; hours reach into the days they touch."""
    tomorrow = today + timedelta(days=1)
    length = length_of(1 + (number + 23) // 24, "day") if unit == "hour" else length_of(number, unit)
    return Written(dates=days(tomorrow - length, tomorrow))


def _ago(found: re.Match[str], today: date) -> Period:
    number, unit = count(found["count"]), found["unit"].lower()
    if unit == "day" or found["today"]:
        return Period(found.end(), Written(dates=one_day(today - length_of(number, unit))))
    return Period(found.end(), _calendar_unit(unit, -number, today))


def _weekday(found: re.Match[str], today: date) -> Period:
    weekday = weekday_number(found["weekday"])
    if (found["relative"] or "").lower() == "this":
        return Period(found.end(), _day_of_week(weekday, 0, today))
    if found["relative"]:
        return Period(found.end(), Written(dates=resolve(Written(weekday=weekday), today)))
    return Period(found.end(), Written(weekday=weekday), Needs.BARE_PREPOSITION)


def _weekday_of_week(found: re.Match[str], today: date) -> Period:
    return Period(
        found.end(), _day_of_week(weekday_number(found["weekday"]), shift(found["relative"]), today)
    )


def _day_of_week(weekday: int, weeks: int, today: date) -> Written:
    monday = today - timedelta(days=today.weekday())
    return Written(dates=one_day(monday + timedelta(weeks=weeks, days=weekday)))


def _relative_month(found: re.Match[str], today: date) -> Period | None:
    relative = found["relative"].lower()
    if found["month"]:
        verb = relative == "this" and may_be_a_verb(found["month"])
        written = Written(month=month_number(found["month"]))
        return _nearest(found, written, relative, today) if month_stands(found) and not verb else None
    written = Written(part=season_part(found["season"]))
    return _nearest(found, written, relative, today) if season_stands(found) else None


def _nearest(found: re.Match[str], written: Written, relative: str, today: date) -> Period:
    """The month or season of this year, or the last to end or the next to begin, seen from today."""
    years = {"this": [-1, 0], "last": [0, -1, -2], "next": [0, 1]}[relative]
    for by in years:
        dates = resolve(Written(today.year + by, written.month, part=written.part), today)
        if dates and _lies(relative, dates, today):
            return Period(found.end(), Written(dates=dates))
    return Period(found.end(), None)


def _lies(relative: str, dates: DateRange, today: date) -> bool:
    if dates.start is None or dates.end is None:
        return False
    if relative == "last":
        return dates.end <= today
    if relative == "next":
        return dates.start > today
    return today in dates or dates.start.year == today.year  # January belongs to the winter it is in


def _day_of_month(found: re.Match[str], today: date) -> Period:
    month = today + relativedelta(months=shift(found["relative"]))
    return Period(found.end(), Written(month.year, month.month, int(found["day"])))


RELATIVE_RULES = (
    Rule(_NAMED_DAY, _named_day),
    Rule(_ROLLING, _rolling),
    Rule(_PAST_UNIT, _past_unit),
    Rule(_CALENDAR, _calendar),
    Rule(_AGO, _ago),
    Rule(_WEEKDAY, _weekday),
    Rule(_WEEKDAY_OF_WEEK, _weekday_of_week),
    Rule(_RELATIVE_MONTH, _relative_month),
    Rule(_DAY_OF_MONTH, _day_of_month),
    Rule(_UNREAD, unread),
)
