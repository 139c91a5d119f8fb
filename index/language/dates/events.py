"""Names of events that stand for days: "the Washington summit"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from index.query import DateRange

NO_EVENTS: Mapping[str, DateRange] = {}

_WORD = re.compile(r"[\w'.&-]{1,40}")
_GAP = re.compile(r"\s{1,4}")
_LONGEST_NAME_WORDS = 10


@dataclass(frozen=True, slots=True)
class Event:
    """An event named in the text up to ``end``."""

    end: int
    dates: DateRange


class Events:
    """The events of a lexicon, looked up by the words at a place of the text."""

    def __init__(self, named: Mapping[str, DateRange]) -> None:
        self._dates = {_key(name): dates for name, dates in named.items()}

    def at(self, text: str, place: int) -> Event | None:
        """The longest event name that starts at the place, with or without "the"."""
        if not self._dates:
            return None
        ends = [end for end in _word_ends(text, place) if _key(text[place:end]) in self._dates]
        return Event(ends[-1], self._dates[_key(text[place : ends[-1]])]) if ends else None


@lru_cache(maxsize=4_096)  # each question looks up every event by its name again
def _key(name: str) -> str:
    return " ".join(name.lower().split()).removeprefix("the ")


def _word_ends(text: str, place: int) -> Iterator[int]:
    """Where the first, second, … word from the place ends, a possessive or full stop behind it left out."""
    for _ in range(_LONGEST_NAME_WORDS):
        word = _WORD.match(text, place)
        if not word:
            return
        yield word.start() + len(word[0].removesuffix("'s").rstrip(".'"))
        gap = _GAP.match(text, word.end())
        if not gap:
            return
        place = gap.end()
