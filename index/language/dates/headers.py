"""The day that a header line of a release names: "31 Jan. 2024 -", "Wednesday, January 31, 2024", "2024-01-31"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from index.language.dates.days import DAY_RULES
from index.language.dates.period import pattern
from index.language.dates.vocabulary import plain
from index.language.dates.written import Written, resolve

_DAY_STARTS = pattern(r"(?<![\w.,$£€/-]) (?=[a-z0-9])")
_DASH_BEFORE = pattern(r"[0-9]\s?-\s?$")


def find_day(text: str) -> date | None:
    """The first full day in the line, None where it has none or one that can be read in two ways.

    A weekday before the day is not checked: the day is what the publisher means, the weekday where he slips.

    >>> find_day("  • 31 Jan. 2024 -")
    datetime.date(2024, 1, 31)
    """
    line = plain(text)
    for start in _DAY_STARTS.finditer(line):
        if _DASH_BEFORE.search(line[max(0, start.start() - 3) : start.start()]):
            continue  # the end of a range is not a day of its own
        for rule in DAY_RULES:
            if found := rule.pattern.match(line, start.start()):
                day = rule.read(found, date.min)
                if day and (day.written is None or _is_full(found)):
                    return _day(day.written)
    return None


def _is_full(found: re.Match[str]) -> bool:
    """Whether the year is there, in digits ("31 January this year" depends on who reads it when)."""
    return (found.groupdict().get("year") or "").isdecimal()


def _day(written: Written | None) -> date | None:
    dates = resolve(replace(written, weekday=None), date.min) if written else None
    return dates.start if dates else None
