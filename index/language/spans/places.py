"""Places in a passage: countries, states and cities that are known, "Preston, Minnesota", names behind "in" or "near"."""

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
    STATE_ABBREVIATIONS,
    TITLES,
)
from index.release import Span

_WITHIN = re.compile(
    r"(?:^|\W)(?:in|at|near|outside|inside|across|throughout|around)\s(?:the\s|both\s|nearby\s|downtown\s)?$",
    re.IGNORECASE,
)
_TOWARDS = re.compile(
    r"""\b (?: (?: go|goes|going|went|come|came|travel\w*|trips?|return\w*|flew|fly|mov(?:e|ed|ing)|head(?:ed|ing)?|way|sent|welcome|drive|drove
        | flights?|deploy\w*|visits?|tour\w*|arriv\w+ ) \s (?:\w+\s)? (?:to|from) | visit(?:s|ed|ing)? | leav(?:e|es|ing) ) \s (?:the\s)? $""",
    re.VERBOSE | re.IGNORECASE,
)
_CONTINUED = re.compile(r",\s(?=[A-Z])")
_ABBREVIATION = re.compile(r"(?:[A-Z][a-z]*\.)+|[A-Z]{2}\b")
_LOOK_BACK = 40
_NOT_WITHIN = NO_PERSON | TITLES | {"April", "May"}


def places(passage: str) -> Iterator[Span]:
    """Places, in reading order; a city with its state is one.

    >>> passage = "The plant in Preston, Minnesota, ships to Northeastern Iowa."
    >>> [passage[span.start : span.end] for span in places(passage)]
    ['Preston, Minnesota', 'Northeastern Iowa']
    """
    end = 0
    for run in capitals(passage):
        place = None if run.spans[0].start < end else _place(passage, run)
        if place:
            end = place.end
            yield place


def _place(passage: str, run: Capitals) -> Span | None:
    last = len(run.words) - 1
    whole = run.span(0, last)
    state = None if run.words[0] in TITLES else _state_behind(passage, whole.end)
    if state is not None:
        return Span(whole.start, state)
    if _is_known(run) or _is_place_noun(run):
        return whole
    before = passage[max(0, whole.start - _LOOK_BACK) : whole.start]
    if (
        (_WITHIN.search(before) or _TOWARDS.search(before))
        and _NOT_WITHIN.isdisjoint(run.words)
        and not _is_initials(run)
    ):
        return whole
    return None


def _is_known(run: Capitals) -> bool:
    """Whether the run is a place of the lists, "Northern Iraq" included."""
    last = len(run.words) - 1
    if run.text(0, last) in PLACES:
        return True
    return run.words[0] in DIRECTIONS and run.text(1, last) in PLACES


def _is_place_noun(run: Capitals) -> bool:
    """Whether the run is named for what it is: "Columbia River", "Lake Champlain", "Fort Bragg"."""
    ends_so = run.words[-1] in PLACE_NOUNS or run.words[0] in OPENING_PLACE_NOUNS
    return ends_so and len(run.words) > 1 and TITLES.isdisjoint(run.words)


def _is_initials(run: Capitals) -> bool:
    return len(run.words) == 1 and run.words[0].isupper()


def _state_behind(passage: str, place: int) -> int | None:
    """Where the state or country ends that follows a comma."""
    comma = _CONTINUED.match(passage, place)
    if not comma:
        return None
    short = _ABBREVIATION.match(passage, comma.end())
    if short and short[0] in STATE_ABBREVIATIONS:
        return short.end()
    following = next(capitals(passage[comma.end() : comma.end() + _LOOK_BACK]), None)
    if following and following.spans[0].start == 0 and _is_known(following):
        return comma.end() + following.spans[-1].end
    return None
