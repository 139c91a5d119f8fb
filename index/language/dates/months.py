"""Months, quarters, halves, seasons, years and decades: "January 2024", "Q1 2023", "spring", "the 1990s"."""

from __future__ import annotations

import re
from datetime import date

from index.language.dates.period import (
    Needs,
    Period,
    Rule,
    pattern,
    unread,
    unread_after_preposition,
    year_of,
)
from index.language.dates.vocabulary import (
    ELECTION,
    GAP,
    MONTH,
    NO_AMOUNT,
    SEASON,
    YEAR,
    YEAR_AFTER,
    YEAR_DIGITS,
    month_number,
)
from index.language.dates.written import Part, Written, months

_MONTH = pattern(rf"""
    (?:(?:the{GAP})?month{GAP}of{GAP})? (?P<month>{MONTH}) {YEAR_AFTER}?
""")

_NO_MONTH = pattern(rf"""{GAP} (?: be | have | not | also | well | only | I | you | he | she | it | we | they
    | on{GAP}washington | for{GAP}(?:our{GAP}lives|life|science) )\b""")

_ISO_MONTH = pattern(rf"(?P<year>{YEAR_DIGITS}) - (?P<month>0[1-9]|1[0-2]) (?![\w%]|[-.,:][0-9])")

_QUARTER = pattern(rf"""
    (?: q(?P<number>[1-4])\b | (?P<name>first|second|third|fourth|last|1st|2nd|3rd|4th){GAP}quarter\b ) {YEAR_AFTER}?
    (?!{GAP}(?:of{GAP})?f(?:iscal|y))
""")

_YEAR_QUARTER = pattern(rf"(?P<year>{YEAR}){GAP}q(?P<number>[1-4])\b")

_HALF = pattern(rf"""
    (?: h(?P<number>[12])\b | (?P<name>first|second|last|1st|2nd){GAP}half\b ) {YEAR_AFTER}
""")

_SEASON = pattern(rf"(?P<season>{SEASON}) {YEAR_AFTER}?")

_FALL_OF = pattern(rf"{GAP} (?:of|in) \b")

_WINTER = pattern(
    rf"winter{GAP}(?:of{GAP})? (?P<year>{YEAR_DIGITS}) [-/] (?P<next>[0-9]{{4}}|[0-9]{{2}}) (?![\w%])"
)

_YEAR_WORD = pattern(rf"(?:the{GAP})?year{GAP}(?:of{GAP})?(?P<year>{YEAR})")

_BARE_YEAR = pattern(rf"""
    (?P<year>19[0-9]{{2}} | 20[0-9]{{2}} | 2100) (?![\w%]|[.,:/][0-9]) {NO_AMOUNT} (?!{GAP}{ELECTION})
""")

_DECADE = pattern(rf"""
    (?:the{GAP})? (?:(?P<third>early|mid|late)[\s-])? (?P<digits>(?:1[7-9]|20)[0-9]0)'?s\b
""")

_SHORT_DECADE = pattern(rf"""
    the{GAP} (?:(?P<third>early|mid|late)[\s-])?
    (?: '?(?P<digits>[3-9]0)'?s\b | (?P<name>thirties|forties|fifties|sixties|seventies|eighties|nineties)\b )
""")

_UNREAD = pattern(rf"""
    (?:{SEASON}|{MONTH}|q[1-4]) {GAP} (?:of{GAP})? '[0-9]{{2}}\b
  | {SEASON} {GAP} (?:of{GAP})? {YEAR_DIGITS}[-/][0-9]{{2,4}}\b
""")

_SHORT_YEARS = pattern(rf"'[0-9]{{2}}\b | {YEAR_DIGITS}[-/](?:1[3-9]|[2-9][0-9])(?![\w%])")

_NAMED_DECADES = ["thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]
_QUARTERS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 4,
}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_THIRDS_OF_DECADE = {"early": (0, 4), "mid": (4, 3), "late": (7, 3)}


def season_part(name: str) -> Part:
    """The three months of a season; winter begins in December."""
    return Part(_SEASONS[name.lower()], 3)


def month_stands(found: re.Match[str]) -> bool:
    """Whether the month's name isn't a verb or part of another name ("may have", "March for Life")."""
    return found["month"].lower() not in {"may", "march"} or not _NO_MONTH.match(found.string, found.end())


def season_stands(found: re.Match[str]) -> bool:
    """Whether it isn't the fall of something."""
    return found["season"].lower() != "fall" or not _FALL_OF.match(found.string, found.end())


def _month(found: re.Match[str], today: date) -> Period | None:
    written = Written(year_of(found, today), month_number(found["month"]))
    if found["year"]:
        return Period(found.end(), written)
    return Period(found.end(), written, Needs.BARE_PREPOSITION) if month_stands(found) else None


def _iso_month(found: re.Match[str], today: date) -> Period:
    return Period(found.end(), Written(int(found["year"]), int(found["month"])))


def _quarter(found: re.Match[str], today: date) -> Period | None:
    number = int(found["number"]) if found["number"] else _QUARTERS[found["name"].lower()]
    year = year_of(found, today)
    if year is None and (found["name"] or "").lower() == "last":
        return None
    written = Written(year, part=Part(3 * number - 2, 3))
    return Period(found.end(), written, Needs.NOTHING if year else Needs.PREPOSITION)


def _year_quarter(found: re.Match[str], today: date) -> Period:
    return Period(found.end(), Written(int(found["year"]), part=Part(3 * int(found["number"]) - 2, 3)))


def _half(found: re.Match[str], today: date) -> Period:
    first = found["number"] == "1" or (found["name"] or "").lower() in {"first", "1st"}
    return Period(found.end(), Written(year_of(found, today), part=Part(1 if first else 7, 6)))


def _season(found: re.Match[str], today: date) -> Period | None:
    written = Written(year_of(found, today), part=season_part(found["season"]))
    if found["year"]:
        return Period(found.end(), written)
    return Period(found.end(), written, Needs.PREPOSITION) if season_stands(found) else None


def _winter(found: re.Match[str], today: date) -> Period:
    year = int(found["year"])
    follows = int(found["next"]) in {year + 1, (year + 1) % 100}
    return Period(found.end(), Written(year, part=season_part("winter")) if follows else None)


def _year_word(found: re.Match[str], today: date) -> Period:
    return Period(found.end(), Written(int(found["year"])), Needs.PREPOSITION)


def _bare_year(found: re.Match[str], today: date) -> Period:
    return Period(found.end(), Written(int(found["year"])), Needs.YEAR_PLACE)


def _decade(found: re.Match[str], today: date) -> Period:
    return _years_of_decade(found, int(found["digits"]))


def _short_decade(found: re.Match[str], today: date) -> Period:
    tens = int(found["digits"]) if found["digits"] else 30 + 10 * _NAMED_DECADES.index(found["name"].lower())
    return _years_of_decade(found, 1900 + tens)


def _years_of_decade(found: re.Match[str], year: int) -> Period:
    first, length = _THIRDS_OF_DECADE[found["third"].lower()] if found["third"] else (0, 10)
    return Period(found.end(), Written(dates=months(year + first, 1, 12 * length)))


MONTH_RULES = (
    Rule(_MONTH, _month),
    Rule(_ISO_MONTH, _iso_month),
    Rule(_QUARTER, _quarter),
    Rule(_YEAR_QUARTER, _year_quarter),
    Rule(_HALF, _half),
    Rule(_SEASON, _season),
    Rule(_WINTER, _winter),
    Rule(_YEAR_WORD, _year_word),
    Rule(_BARE_YEAR, _bare_year),
    Rule(_DECADE, _decade),
    Rule(_SHORT_DECADE, _short_decade),
    Rule(_UNREAD, unread),
    Rule(_SHORT_YEARS, unread_after_preposition),
)
