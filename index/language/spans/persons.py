"""Persons in a passage: a title with a name, or a name of two words and more that names nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.language.spans.capitals import Capitals, capitals
from index.language.spans.name_lists import (
    DIRECTIONS,
    NO_PERSON,
    OPENING_PLACE_NOUNS,
    PLACE_NOUNS,
    PLACES,
    TITLES,
)
from index.release import Span

_OTHER_THINGS = NO_PERSON | PLACE_NOUNS | OPENING_PLACE_NOUNS | DIRECTIONS
_NO_PERSON_BEHIND = re.compile(r"\b(?:the|in|at|near|a|an)\s$", re.IGNORECASE)
_LONGEST_NAME = 5


def persons(passage: str) -> Iterator[Span]:
    """Names of persons with their titles, in reading order.

    >>> passage = "Yesterday Secretary of State Antony Blinken met Rick Santorum in New York."
    >>> [passage[span.start : span.end] for span in persons(passage)]
    ['Secretary of State Antony Blinken', 'Rick Santorum']
    """
    for run in capitals(passage):
        person = _person(passage, run)
        if person:
            yield person


def _person(passage: str, run: Capitals) -> Span | None:
    last = len(run.words) - 1
    title = next((place for place, word in enumerate(run.words) if word in TITLES), None)
    first = _name_start(run, 0 if title is None else title)
    titled = title is not None and first > title
    if first > last or not _is_name(run, first, titled=titled):
        return None
    if title is not None and titled:
        return run.span(title, last)
    is_full = 2 <= last - first + 1 <= _LONGEST_NAME
    start = run.spans[first].start
    if not is_full or _NO_PERSON_BEHIND.search(passage, max(0, start - 6), start):
        return None
    return run.span(first, last)


def _name_start(run: Capitals, title: int) -> int:
    """The first word behind the titles and what they are of ("Secretary of Homeland Security Mayorkas")."""
    place = title
    while place < len(run.words) and _is_of_title(run, place, title):
        place += 1
    return place


def _is_of_title(run: Capitals, place: int, title: int) -> bool:
    word = run.words[place]
    return word in TITLES or word in {"of", "and", "the"} or (place > title and word in NO_PERSON)


def _is_name(run: Capitals, first: int, *, titled: bool) -> bool:
    words = run.words[first:]
    if run.text(first, len(run.words) - 1) in PLACES:
        return False
    # behind a title a name may hold any word ("Justice Sandra Day O'Connor")
    if not _OTHER_THINGS.isdisjoint((words[0], words[-1]) if titled else words):
        return False
    return len(words) > 1 or not words[0].isupper() or len(words[0]) <= 2
