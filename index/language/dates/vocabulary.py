"""The words of dates: fragments of patterns, and what number each word stands for.

The fragments are for verbose, case-insensitive patterns that run over text as `plain` leaves it.
"""

from __future__ import annotations

GAP = r"\s{1,4}"
"""Space between two words; bounded, so that long white space costs no more than other text."""

DASH = r"\s{0,2}-\s{0,2}"

MONTH = r"""(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\b
    | (?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"""

WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"

WEEKDAY_BEFORE = rf"""(?:(?P<weekday>{WEEKDAY} | (?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?)
    ,?{GAP}(?:the{GAP})?)?"""
"""A weekday in front of a day: "Wednesday, 31 January 2024"."""

SEASON = r"(?:spring|summer|autumn|fall|winter)\b"

COUNT = r"(?:[1-9][0-9]{0,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"

UNIT = r"(?:day|week|month|year)"

RELATIVE = r"(?:this|last|next|current|previous)\b"

COUNTED = r"""(?:people|persons|men|women|children|students|teachers|workers|jobs|families|homes|troops|soldiers
    |members|senators|votes|countries|cases|deaths|dollars|euros|pounds|percent|per\ cent|hundred|thousand|million
    |billion|trillion|miles|acres|tons|times|pages|words|hours|minutes|years|months|weeks|days)\b"""
"""Nouns that turn the number before them into an amount."""

ELECTION = r"(?:elections?|campaigns?|census|olympics|games|act|budget|season|levels)\b"
"""Nouns that turn the year before them into part of their name."""

NO_AMOUNT = rf"(?!{GAP}{COUNTED})"

YEAR_DIGITS = r"(?:(?:1[7-9]|20)[0-9]{2}|2100)"

YEAR = rf"{YEAR_DIGITS}(?![\w%]|[.,:][0-9])"

YEAR_AFTER = rf"""(?:(?:,\s{{0,4}}|{GAP}(?:of{GAP})?|-)
    (?P<year>{YEAR} | (?:(?<=of\s)the{GAP})?(?P<relative>{RELATIVE}){GAP}year\b))"""
"""The year behind a month or a part of a year: ", 2024", " of 2024", " last year"."""

DAY_NUMBER = r"""(?P<day>[0-9]{1,2})(?P<suffix>(?:st|nd|rd|th)\b)?
    (?![\w%] | [.:][0-9] | ,[0-9]{1,3}(?![0-9]))"""

_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
ORDINAL = "(?:" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + r")\b"

_PLAIN = str.maketrans("–—‑‒−’‘ʼſıİK", "-----'''siIK")


def plain(text: str) -> str:
    """The text with one kind of dash and apostrophe, character by character, so that offsets stay.

    >>> plain("March–May’s")
    "March-May's"
    """
    return text.translate(_PLAIN)


def month_number(word: str) -> int:
    """1 for "January" or "Jan."."""
    return "janfebmaraprmayjunjulaugsepoctnovdec".index(word[:3].lower()) // 3 + 1


def weekday_number(word: str) -> int:
    """0 for "Monday" or "Mon"."""
    return "montuewedthufrisatsun".index(word[:3].lower()) // 3


def ordinal_number(word: str) -> int:
    """3 for "third" or "3rd"."""
    if word[0].isdigit():
        return int(word.rstrip("stndrhSTNDRH"))
    return _ORDINALS.index(word.lower()) + 1


def count(word: str) -> int:
    """3 for "three" or "3", 1 for "a"."""
    if word.isdecimal():
        return int(word)
    names = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    return names.index(word.lower()) + 1 if word.lower() in names else 1
