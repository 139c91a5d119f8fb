"""Days of the calendar: "31 January 2024", "Jan. 31st", "the third of May", "2024-01-31", "31/01/2024"."""

from __future__ import annotations

import re
from datetime import date

from index.language.dates.period import Needs, Period, Rule, may_be_a_verb, pattern, unread, year_of
from index.language.dates.vocabulary import (
    COUNTED,
    DAY_NUMBER,
    GAP,
    MONTH,
    NO_AMOUNT,
    ORDINAL,
    WEEKDAY_BEFORE,
    YEAR_AFTER,
    YEAR_DIGITS,
    month_number,
    ordinal_number,
    weekday_number,
)
from index.language.dates.written import Written

_DAY_MONTH = pattern(rf"""
    {WEEKDAY_BEFORE} {DAY_NUMBER} (?:{GAP}(?:of{GAP})? | -) (?P<month>{MONTH}) {YEAR_AFTER}?
""")

_MONTH_DAY = pattern(rf"""
    {WEEKDAY_BEFORE} (?P<month>{MONTH}) {GAP} (?:the{GAP})? {DAY_NUMBER} (?!{GAP}{COUNTED}) (?:{YEAR_AFTER}{NO_AMOUNT})?
""")

_ORDINAL_DAY = pattern(rf"""
    {WEEKDAY_BEFORE} (?P<ordinal>{ORDINAL}) {GAP}of{GAP} (?P<month>{MONTH}) {YEAR_AFTER}?
""")

_YEAR_FIRST = pattern(rf"""
    (?P<year>{YEAR_DIGITS}) (?P<mark>[-/]) (?P<month>[0-9]{{1,2}}) (?P=mark) (?P<day>[0-9]{{1,2}}) (?![0-9])
""")

_YEAR_LAST = pattern(rf"""
    (?P<one>[0-9]{{1,2}}) (?P<mark>[-/.]) (?P<two>[0-9]{{1,2}}) (?P=mark) (?P<year>{YEAR_DIGITS}) (?![\w/])
""")

_SHORT_YEAR = pattern(r"[0-9]{1,2} / [0-9]{1,2} / [0-9]{2} (?![\w/])")


def _named_month(found: re.Match[str], today: date) -> Period:
    day = int(found["day"])
    unsure = not found["year"] and not found["suffix"] and may_be_a_verb(found["month"])
    return _day(found, today, day, Needs.BARE_PREPOSITION if unsure else Needs.NOTHING)


def _ordinal_day(found: re.Match[str], today: date) -> Period:
    return _day(found, today, ordinal_number(found["ordinal"]), Needs.NOTHING)


def _day(found: re.Match[str], today: date, day: int, needs: Needs) -> Period:
    weekday = weekday_number(found["weekday"]) if found["weekday"] else None
    month = month_number(found["month"])
    return Period(found.end(), Written(year_of(found, today), month, day, weekday=weekday), needs)


def _year_first(found: re.Match[str], today: date) -> Period:
    return Period(found.end(), Written(int(found["year"]), int(found["month"]), int(found["day"])))


def _year_last(found: re.Match[str], today: date) -> Period:
    day, month = int(found["one"]), int(found["two"])
    if day <= 12 and month <= 12 and day != month:  # British and American readers differ
        return Period(found.end(), None)
    if month > 12:
        day, month = month, day
    return Period(found.end(), Written(int(found["year"]), month, day))


DAY_RULES = (
    Rule(_DAY_MONTH, _named_month),
    Rule(_MONTH_DAY, _named_month),
    Rule(_ORDINAL_DAY, _ordinal_day),
    Rule(_YEAR_FIRST, _year_first),
    Rule(_SHORT_YEAR, unread),
    Rule(_YEAR_LAST, _year_last),
)
