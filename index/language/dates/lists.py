"""Periods in a row: "(in) January, February and March 2024", "(on) 3 and 4 May 2023".

A row that leaves no gap is one range. Where a gap remains, the members are left to be read one by one, unless
they lean on each other for a month or year: then the row can't be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from index.language.dates.names import is_person
from index.language.dates.period import Period, pattern
from index.language.dates.periods import periods_at
from index.language.dates.ranges import day_number_at
from index.language.dates.vocabulary import GAP
from index.language.dates.wording import Wording
from index.language.dates.written import Written, days, resolve
from index.query import DateRange

_NEXT = pattern(rf",{GAP}(?:(?:and|or){GAP})? | {GAP}(?:and|or){GAP}")
_LONGEST = 12


def lists_at(wording: Wording, place: int, periods: Sequence[Period]) -> Iterator[Period]:
    """The row that starts with the longest of the place's periods, or with the number of a day."""
    members = _members(wording, periods[0] if periods else day_number_at(wording.text, place))
    for size in range(len(members), 1, -1):
        completed = _completed(_written(members[:size]))
        if dates := _joined(_resolved(completed, wording.today)):
            yield Period(members[size - 1].end, Written(dates=dates), members[0].needs)
            return
    if len(members) > 1 and _completed(_written(members)) != _written(members):
        yield Period(members[-1].end, None, members[0].needs)


def _members(wording: Wording, first: Period | None) -> Sequence[Period]:
    members: list[Period] = []
    following = first
    while following and following.written and len(members) < _LONGEST:
        members.append(following)
        conjunction = _NEXT.match(wording.text, following.end)
        following = _member(wording, conjunction, following.written) if conjunction else None
    while members and _is_loose(members[-1]):  # "on May 3, 10 senators …"
        members.pop()
    return members


def _member(wording: Wording, conjunction: re.Match[str], previous: Written) -> Period | None:
    """The longest period behind the conjunction, or the number of a day behind a day."""
    place = conjunction.end()
    if periods := periods_at(wording.text, place, wording.today):
        is_sentence = conjunction[0].strip() == "," and is_person(wording.text, place, periods[0].end)
        return None if is_sentence else periods[0]
    return day_number_at(wording.text, place) if previous.day is not None else None


def _is_loose(member: Period) -> bool:
    """Whether it is a number that no year makes a day."""
    return member.written is not None and member.written.is_day_number and member.written.year is None


def _written(members: Sequence[Period]) -> list[Written]:
    return [member.written for member in members if member.written]


def _completed(row: Sequence[Written]) -> list[Written]:
    """The members with the month of a neighbour and the year of the one behind, where they lack it."""
    forward = list(row[:1])
    for member in row[1:]:
        forward.append(replace(member, month=forward[-1].month) if member.is_day_number else member)
    completed = forward[-1:]
    for member in reversed(forward[:-1]):
        behind = completed[0]
        month = behind.month if member.is_day_number else member.month
        year = behind.year if member.lacks_year else member.year
        completed.insert(0, replace(member, month=month, year=year))
    return completed


def _resolved(row: Sequence[Written], today: date) -> list[DateRange]:
    """The days of each member; without a year, the latest that began before the next."""
    found: list[DateRange] = []
    for member in reversed(row):
        later = found[0].start if found and member.lacks_year else None
        dates = resolve(member, later or today)
        if dates is None:
            return []
        found.insert(0, dates)
    return found


def _joined(row: Sequence[DateRange]) -> DateRange | None:
    if not row or any(first.end != second.start for first, second in pairwise(row)):
        return None
    return days(row[0].start, row[-1].end)
