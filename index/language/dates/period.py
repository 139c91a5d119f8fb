"""What the rules of the grammar have in common: a place in the text comes in, a Period goes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from index.language.dates.written import Written


class Needs(Enum):
    """What must stand around a period for it to be a date at all."""

    NOTHING = "nothing"  # January 2024
    PREPOSITION = "preposition"  # in (the) spring
    BARE_PREPOSITION = "bare preposition"  # in May, not in the May
    YEAR_PLACE = "year place"  # in 2022, the 2021 address, a speech of 2021


@dataclass(frozen=True, slots=True)
class Period:
    """A period in the text up to ``end``; ``written`` None is a date that can't be read ("03/04/2024")."""

    end: int
    written: Written | None
    needs: Needs = Needs.NOTHING


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what a match of it means on the day of asking; None: it is no date after all."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], date], Period | None]


def pattern(verbose: str) -> re.Pattern[str]:
    """A verbose pattern that ignores case."""
    return re.compile(verbose, re.VERBOSE | re.IGNORECASE)


def shift(relative: str) -> int:
    """How many periods on from the current one: -1 for "last"."""
    return {"last": -1, "previous": -1, "next": 1}.get(relative.lower(), 0)


def year_of(found: re.Match[str], today: date) -> int | None:
    """The year that stands behind a month or a part of a year, "last year" included."""
    if not found["year"]:
        return None
    return today.year + shift(found["relative"]) if found["relative"] else int(found["year"])


def may_be_a_verb(month: str) -> bool:
    """Whether the month, as typed, is as likely the word "may" or "march"."""
    return month in {"may", "march"}


def unread(found: re.Match[str], today: date) -> Period:
    """A date whose days the words don't settle."""
    return Period(found.end(), None)


def unread_after_preposition(found: re.Match[str], today: date) -> Period:
    """The same, where only a preposition makes it a date."""
    return Period(found.end(), None, Needs.BARE_PREPOSITION)
