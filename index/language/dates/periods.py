"""All periods that start at a place of the text, those made of other periods included.

Where several readings start at one place ("May", "May 2023"), all are given, longest first; the caller takes the
first that it can use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from index.language.dates.days import DAY_RULES
from index.language.dates.months import MONTH_RULES
from index.language.dates.period import Period, Rule, pattern
from index.language.dates.relative import RELATIVE_RULES
from index.language.dates.vocabulary import COUNT, GAP, MONTH, ORDINAL, RELATIVE, SEASON, UNIT, WEEKDAY, count
from index.language.dates.written import Part, Written, days, length_of, resolve, week_of

_RULES = DAY_RULES + MONTH_RULES + RELATIVE_RULES

_STARTS = pattern(rf"""
    [0-9'] | {MONTH} | {WEEKDAY} | (?:mon|tues?|wed|thu|thurs?|fri|sat|sun)\b | {SEASON} | [qh][1-4]\b | {COUNT}
  | {ORDINAL} | {RELATIVE} | (?:a|few|several|some|many){GAP}(?:{UNIT}|few|couple|decade|centur|fortnight) | an{GAP}{UNIT}
  | (?:over|almost|nearly|about|around|more|less){GAP}(?:than|an?|{COUNT})
  | the{GAP}(?:[0-9'] | day | early | late | mid | month | year | weekend | other | last | past
      | (?:thir|for|fif|six|seven|eigh|nine)ties)
  | (?:past | early | earlier | later? | mid | middle | beginning | start | end | opening | final | couple | week
    | month | year | day | today | tonight | yesterday | tomorrow)\b
""")

_THIRD = pattern(rf"(?:early|mid|late)(?:{GAP}|-) | (?:beginning|start|middle|end){GAP}of{GAP}(?:the{GAP})?")

_WEEK_OF = pattern(rf"week{GAP} (?:of|beginning|starting|commencing){GAP}(?:the{GAP})?")

_UNITS_OF = pattern(rf"""
    (?P<side>first|opening|last|final) {GAP} (?:(?P<count>{COUNT}){GAP})? (?P<unit>day|week|month|year)s?
    {GAP} (?:of|in) {GAP} (?:the{GAP})?
""")

_ONE_OF = pattern(
    rf"(?:{ORDINAL}|1st|2nd|3rd|[4-5]th|last) {GAP} (?:week|weekend|{WEEKDAY}) {GAP} (?:of|in) {GAP} (?:the{GAP})?"
)

_OTHER_WORDS = Written()  # "late" and "end of" say nothing about a day or a week: these stand without them

_THIRDS_OF_YEAR = (Part(1, 4), Part(5, 4), Part(9, 4))
_THIRDS_OF_MONTH = (Part(1, 10), Part(11, 10), Part(21, None))


def periods_at(text: str, place: int, today: date) -> Sequence[Period]:
    """The periods that start at the place, longest first."""
    if not _STARTS.match(text, place):
        return ()
    found = [*_simple(text, place, today), *_composed(text, place, today)]
    return sorted(found, key=lambda period: -period.end)


def _simple(text: str, place: int, today: date) -> Iterator[Period]:
    for rule in _RULES:
        if (found := rule.pattern.match(text, place)) and (period := _read(rule, found, today)):
            yield period


def _read(rule: Rule, found: re.Match[str], today: date) -> Period | None:
    try:
        return rule.read(found, today)
    except (ValueError, OverflowError):  # before or after all that the calendar reaches
        return Period(found.end(), None)


def _composed(text: str, place: int, today: date) -> Iterator[Period]:
    for start, compose in (
        (_THIRD, _third),
        (_WEEK_OF, _week_of),
        (_UNITS_OF, _units_of),
        (_ONE_OF, _one_of),
    ):
        if found := start.match(text, place):
            for whole in _simple(text, found.end(), today):
                if (written := compose(found, whole.written, today)) is not _OTHER_WORDS:
                    yield Period(whole.end, written)


def _third(found: re.Match[str], whole: Written | None, today: date) -> Written | None:
    """A third of a month or year: "early 2023" is January to April, "end of May" the 21st to the 31st."""
    if whole is None or not (whole.year or whole.month) or whole.day or whole.part:
        return _OTHER_WORDS
    thirds = _THIRDS_OF_MONTH if whole.month else _THIRDS_OF_YEAR
    word = found[0][:3].lower()
    return replace(whole, part=thirds[0 if word in {"ear", "beg", "sta"} else 1 if word == "mid" else 2])


def _week_of(found: re.Match[str], whole: Written | None, today: date) -> Written | None:
    dates = resolve(whole, today) if whole and whole.day else None
    return Written(dates=week_of(dates.start)) if dates and dates.start else None


def _units_of(found: re.Match[str], whole: Written | None, today: date) -> Written | None:
    """The first or last so many days, weeks or months of a period that is longer than these."""
    dates = resolve(whole, today) if whole else None
    if (
        dates is None
        or dates.start is None
        or dates.end is None
        or (found["unit"] == "week" and not found["count"])
    ):
        return None
    length = length_of(count(found["count"] or "1"), found["unit"].lower())
    if dates.start + length > dates.end:
        return None
    if found["side"].lower() in {"first", "opening"}:
        return Written(dates=days(dates.start, dates.start + length))
    return Written(dates=days(dates.end - length, dates.end))


def _one_of(found: re.Match[str], whole: Written | None, today: date) -> Written | None:
    """Nothing: which week is a month's first is not agreed."""
    return None
