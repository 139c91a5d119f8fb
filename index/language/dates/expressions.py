"""Date expressions: periods and ranges with their prepositions.

A wording and a place in it come in; the longest expression that starts there goes out, with its days, or without
them where it is a date and can't be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from index.language.dates.lists import lists_at
from index.language.dates.period import Period, pattern
from index.language.dates.periods import periods_at
from index.language.dates.ranges import AND, TO, ranges_at
from index.language.dates.standing import Lead, is_target, stands
from index.language.dates.vocabulary import GAP
from index.language.dates.wording import Wording
from index.language.dates.written import days, resolve
from index.query import DateRange

_RANGE_OPENER = pattern(rf"(?: (?P<between>between) | from ) {GAP} (?:the{GAP})?")

_PREPOSITION = pattern(rf"""
    (?: (?P<both> before{GAP}(?:and|or){GAP}after )
      | (?P<since> (?:ever{GAP})?since | (?:on|in){GAP}or{GAP}after )
      | (?P<after> after )
      | (?P<before> before | prior{GAP}to )
      | (?P<until> (?:on|in){GAP}or{GAP}before | up{GAP}(?:to|until) | until | till? | through | thru | by | no{GAP}later{GAP}than )
      | (?P<within> in | on | at | during | over | within | throughout | of | for | from )
    ) {GAP} (?P<article>the{GAP})?
""")

_EDGE = pattern(rf"(?P<side>beginning|start|end){GAP}of{GAP}(?:the{GAP})?")
_ONWARDS = pattern(rf"{GAP}(?: onwards?\b | on (?=\s{{0,4}}(?:[?.!,;:)]|$)) )")
_POSSESSIVE = pattern(r"'s\b")


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression up to ``end``; ``dates`` None where it can't be read."""

    end: int
    dates: DateRange | None


def expression_at(wording: Wording, place: int, *, joined: bool = False) -> Expression | None:
    """The longest expression that starts at the place; ``joined`` says that it goes on another by "and"."""
    found = [*_opened(wording, place), *_bounded(wording, place)]
    lead = Lead(word="in", place=place) if joined else Lead(place=place)
    found += _led(wording, place, lead)
    if not found:
        return None
    longest = max(found, key=lambda expression: (expression.end, expression.dates is None))
    possessive = _POSSESSIVE.match(wording.text, longest.end)
    return Expression(possessive.end(), longest.dates) if possessive else longest


def _opened(wording: Wording, place: int) -> Iterator[Expression]:
    """Ranges that "between" or "from" announces."""
    opener = _RANGE_OPENER.match(wording.text, place)
    if not opener:
        return
    periods = periods_at(wording.text, opener.end(), wording.today)
    for found in ranges_at(wording, opener.end(), periods, AND if opener["between"] else TO):
        if not is_target(wording, found):
            yield Expression(found.end, found.written.dates if found.written else None)


def _bounded(wording: Wording, place: int) -> Iterator[Expression]:
    """Periods and events behind a preposition."""
    found = _PREPOSITION.match(wording.text, place)
    if not found:
        return
    bound = next(name for name in ("both", "since", "after", "before", "until", "within") if found[name])
    word = " ".join(found[bound].lower().split())
    if bound != "within":
        yield from _edge(wording, found.end(), bound)
    if found["article"]:
        yield from _led(wording, found.start("article"), Lead(bound, word, place))
    yield from _led(wording, found.end(), Lead(bound, word, place, article=found["article"] is not None))
    if bound != "within" or word in {"during", "at"}:
        yield from _event(wording, found.end(), bound)


def _led(wording: Wording, place: int, lead: Lead) -> Iterator[Expression]:
    """The longest period or range at the place that its lead lets stand."""
    periods = periods_at(wording.text, place, wording.today)
    found = [*periods, *ranges_at(wording, place, periods, TO)]
    if lead.word in {"in", "on", "during"} or wording.whole:
        found += lists_at(wording, place, periods)
    for period in sorted(found, key=lambda period: -period.end):
        if wording.whole or stands(wording, place, period, lead):
            yield _expression(wording, period, lead.bound)
            return
    if wording.whole and not lead.word:
        yield from _event(wording, place, "within")


def _expression(wording: Wording, period: Period, bound: str) -> Expression:
    onwards = _ONWARDS.match(wording.text, period.end) if bound == "within" else None
    dates = resolve(period.written, wording.today) if period.written else None
    if onwards:
        return Expression(onwards.end(), bounded(dates, "since"))
    return Expression(period.end, bounded(dates, bound))


def _event(wording: Wording, place: int, bound: str) -> Iterator[Expression]:
    if event := wording.events.at(wording.text, place):
        yield Expression(event.end, bounded(event.dates, bound))


def _edge(wording: Wording, place: int, bound: str) -> Iterator[Expression]:
    """The first or last day of a period as a bound: "by the end of March 2022"."""
    edge = _EDGE.match(wording.text, place)
    if not edge:
        return
    for period in periods_at(wording.text, edge.end(), wording.today)[:1]:
        dates = resolve(period.written, wording.today) if period.written else None
        yield Expression(period.end, bounded(_edge_day(dates, edge["side"].lower()), bound))


def _edge_day(dates: DateRange | None, side: str) -> DateRange | None:
    if dates is None or dates.start is None or dates.end is None:
        return None
    day = timedelta(days=1)
    return days(dates.end - day, dates.end) if side == "end" else days(dates.start, dates.start + day)


def bounded(dates: DateRange | None, bound: str) -> DateRange | None:
    """The days that a period bounds: from it, after it, before it, up to and with it, or its own."""
    if dates is None or bound == "within":
        return dates
    if bound == "both":  # before and after a day is any day
        return None
    start = {"since": dates.start, "after": dates.end}.get(bound)
    end = {"before": dates.start, "until": dates.end}.get(bound)
    return DateRange(start, end) if start or end else None
