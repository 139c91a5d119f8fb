"""Queries of every kind, drawn from what is indexed: for comparing one way of searching with another.

In: live segments and a seed. Out: the same queries for the same segments: plain, of some days, of some people, with
words that mean the same, with a phrase, asking for the newest, and going on from releases that answered before.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from index.engine.segment import NO_DATE
from index.engine.statistics import LiveSegment
from index.query import PUBLIC, Alternative, AnswerType, DateRange, Query, QueryTerm
from index.release import VersionId

_DAYS = (1, 7, 31, 366)
_UNKNOWN = "zzyzx"


def drawn_queries(
    parts: Sequence[LiveSegment], count: int, *, seed: int, collections: frozenset[str] = frozenset({PUBLIC})
) -> list[Query]:
    """``count`` queries over what these segments hold."""
    draw = random.Random(seed)
    return [_query(parts, draw, collections) for _ in range(count)]


def _query(parts: Sequence[LiveSegment], draw: random.Random, collections: frozenset[str]) -> Query:
    part = draw.choices(parts, [part.segment.passages for part in parts])[0]
    row = draw.randrange(part.segment.passages)
    text = _texts(part, row)
    count = draw.randint(1, 6)
    start = draw.randint(0, max(len(text) - count, 0))
    words = list(dict.fromkeys(text[start : start + count])) or ["the"]
    if draw.random() < 0.1:
        words.append(_UNKNOWN)
    if draw.random() < 0.1:
        words += _texts(part, draw.randrange(part.segment.passages))[:2]
    kind = draw.random()
    return Query(
        terms=[_term(part, word, draw) for word in dict.fromkeys(words)],
        phrases=[words[:2]] if kind < 0.1 else (),
        dates=[_days(part, draw)] if 0.1 <= kind < 0.35 else (),
        date_terms=[("2024",)] if 0.1 <= kind < 0.2 else (),
        speakers=_people(part, draw) if 0.3 <= kind < 0.5 else frozenset(),
        speaker_terms=["nelson"] if 0.4 <= kind < 0.5 else (),
        asks_for=draw.choice([AnswerType.NONE, AnswerType.WHEN, AnswerType.HOW_MUCH]),
        newest=draw.random() < 0.15,
        releases=_versions(part, draw) if draw.random() < 0.1 else frozenset(),
        collections=collections,
    )


def _texts(part: LiveSegment, row: int) -> list[str]:
    return [part.segment.vocabulary[number] for number in part.segment.text(row).tolist()]


def _term(part: LiveSegment, word: str, draw: random.Random) -> QueryTerm:
    others = _texts(part, draw.randrange(part.segment.passages))[:2]
    alternatives = (Alternative(tuple(others), 0.8),) if others and draw.random() < 0.2 else ()
    return QueryTerm(word, word, draw.choice([1.0, 1.0, 0.5]), alternatives)


def _days(part: LiveSegment, draw: random.Random) -> DateRange:
    dated = part.segment.published[part.segment.published != NO_DATE].tolist() or [
        date(2024, 1, 1).toordinal()
    ]
    start = date.fromordinal(draw.choice(dated))
    return DateRange(start, start + timedelta(days=draw.choice(_DAYS)))


def _people(part: LiveSegment, draw: random.Random) -> frozenset[str]:
    names = part.segment.speaker_names
    return frozenset(draw.sample(names, min(2, len(names))))


def _versions(part: LiveSegment, draw: random.Random) -> frozenset[VersionId]:
    return frozenset({VersionId(int(draw.choice(part.segment.version_ids.tolist())))})
