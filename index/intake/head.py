"""The head of a page: title, publication date and time of update, as they stand above the text.

In: the page's blocks. Out: what they state, and which lines they take up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from index.intake.blocks import bullet_length
from index.language.dates import find_day

_HEAD_BLOCKS = 8
"""Nobody puts a date line deeper than this and still above the text."""

_LONGEST_TITLE = 300
_LONGEST_DATE_LINE = 120
_UPDATED = re.compile(r"\b(?:updated|modified|revised)\b", re.IGNORECASE)
_TIME = re.compile(r"\b(\d{1,2})[:.](\d{2})(?::\d{2})?(?:\s?([ap])\.?m\b)?", re.IGNORECASE)
_DATE_WORDS = re.compile(
    r"""
    \b(?:last|first|updated|modified|revised|published|posted|released?|dated?|issued|on|at|for|immediate
      |(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)
      |jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?
      |nov(?:ember)?|dec(?:ember)?|[ap]\.?m|est|edt|gmt|utc|cet|cest|st|nd|rd|th|press|release|statement|news)\b
    | [\W\d_]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_PLACE = 24
"""Letters that a date line may hold beside the date: a place, as in "Washington, D.C., May 3, 2006"."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page states; ``lines`` are the (block, line) places that it takes up."""

    title: str | None = None
    published: date | None = None
    updated: str | None = None
    lines: frozenset[tuple[int, int]] = field(default=frozenset())


def read_head(page: Sequence[Sequence[str]], *, title: str | None) -> Head:
    """Find title and dates; ``title`` is one known from elsewhere, which the first line may repeat."""
    lines = {}
    published: date | None = None
    updated: str | None = None
    own_title = _title(page, title)
    if own_title is not None:
        lines[0, 0] = own_title
    for place, line in _head_lines(page, skip_first=own_title is not None):
        day = _date_line(line)
        if day is None:
            continue
        lines[place] = line
        if _UPDATED.search(line):
            updated = updated or _moment(line, day)
        else:
            published = published or day
    return Head(title or own_title, published, updated, frozenset(lines))


def _title(page: Sequence[Sequence[str]], known: str | None) -> str | None:
    first = page[0][0]
    if known is not None:
        return first if _letters(first) == _letters(known) else None
    is_alone = len(page[0]) == 1 and len(page) > 1
    if not is_alone or len(first) > _LONGEST_TITLE or bullet_length(first) or _date_line(first):
        return None
    # a paragraph that stands first is no title, unless it is as short as one and no full sentence
    return None if first.rstrip("”\"'’").endswith((".", ":", ";", ",")) and len(first) > 60 else first


def _head_lines(page: Sequence[Sequence[str]], *, skip_first: bool) -> list[tuple[tuple[int, int], str]]:
    found = []
    for block, lines in enumerate(page[:_HEAD_BLOCKS]):
        if block == 0 and skip_first:
            continue
        if any(len(line) > _LONGEST_DATE_LINE for line in lines):
            break
        found += [((block, number), line) for number, line in enumerate(lines)]
    return found


def _date_line(line: str) -> date | None:
    """The day, if the line says hardly more than a day."""
    if len(line) > _LONGEST_DATE_LINE or sum(map(str.isalpha, _DATE_WORDS.sub("", line))) > _LONGEST_PLACE:
        return None
    return find_day(line)


def _moment(line: str, day: date) -> str:
    """The day with the time of day, where the line has one: "2024-01-31T17:11"."""
    found = _TIME.search(line)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return day.isoformat()
    hour = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0) if found[3] else int(found[1])
    return f"{day.isoformat()}T{hour:02}:{found[2]}"


def _letters(line: str) -> str:
    return "".join(filter(str.isalnum, line)).casefold()
