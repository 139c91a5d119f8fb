"""Dates in questions: a text and the day of asking come in, the date expressions of the text go out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from index.language.dates.events import NO_EVENTS, Events
from index.language.dates.expressions import expression_at
from index.language.dates.labels import label
from index.language.dates.period import pattern
from index.language.dates.vocabulary import GAP, YEAR, plain
from index.language.dates.wording import Wording
from index.query import DateRange
from index.release import Span

_WORD_START = pattern(r"(?<![\w.,$£€#/'-]) (?=[a-z0-9'])")
_SPACE = pattern(r"\s*")
_ARTICLE = pattern(rf"\s*the{GAP}")
_JOINED = pattern(rf"{GAP}(?:and|or){GAP} | ,{GAP}(?={YEAR}(?:,|{GAP}(?:and|or){GAP}{YEAR}|[?.!]?$))")
_REST = pattern(r"[\s?.!,;]*")


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date expression found in a text: where it stands with its preposition, the days it means, their name."""

    span: Span
    dates: DateRange
    label: str


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    dates: DateRange | None


def find_dates(text: str, *, today: date, events: Events = NO_EVENTS) -> list[DatePhrase]:
    """The date expressions of a question, in order, the longest at each place.

    >>> [phrase.label for phrase in find_dates("What did he say last week?", today=date(2026, 11, 24))]
    ['16–22 November 2026']
    """
    wording = Wording(plain(text), today, events)
    return [
        DatePhrase(found.span, found.dates, label(found.dates)) for found in _scan(wording) if found.dates
    ]


def parse_dates(phrase: str, *, today: date, events: Events = NO_EVENTS) -> DatePhrase | None:
    """The phrase as one date expression, None where it is none or isn't understood."""
    text = plain(phrase)
    wording = Wording(text, today, events, whole=True)
    for opening in (_SPACE, _ARTICLE):
        start = opening.match(text)
        found = expression_at(wording, start.end()) if start else None
        if start and found and found.dates and _REST.fullmatch(text, found.end):
            return DatePhrase(Span(start.end(), found.end), found.dates, label(found.dates))
    return None


def not_understood(text: str, *, today: date, events: Events = NO_EVENTS) -> list[str]:
    """The words of a question that are a date and can't be used, for the asker to hear.

    >>> not_understood("What was said on 31 February 2024?", today=date(2026, 11, 24))
    ['on 31 February 2024']
    """
    wording = Wording(plain(text), today, events)
    return [text[found.span.start : found.span.end] for found in _scan(wording) if found.dates is None]


def _scan(wording: Wording) -> Iterator[_Found]:
    end = joined = 0
    for word in _WORD_START.finditer(wording.text):
        if word.start() < end:
            continue
        found = expression_at(wording, word.start(), joined=0 < joined == word.start())
        if found:
            yield _Found(Span(word.start(), found.end), found.dates)
            conjunction = _JOINED.match(wording.text, found.end)
            end, joined = found.end, conjunction.end() if conjunction else 0
