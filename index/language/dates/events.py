"""Names of events that stand for days: "the Washington summit"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.query import DateRange

_WORD = re.compile(r"[\w'.&-]{1,40}")
_GAP = re.compile(r"\s{1,4}")
_ARTICLE = "the"
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
        self._first_words = {key.partition(" ")[0] for key in self._dates}

    def at(self, text: str, place: int) -> Event | None:
        """The longest event name that starts at the place, with or without "the"."""
        if not self._may_begin(text, place):
            return None
        ends = [end for end in _word_ends(text, place) if _key(text[place:end]) in self._dates]
        return Event(ends[-1], self._dates[_key(text[place : ends[-1]])]) if ends else None

    def _may_begin(self, text: str, place: int) -> bool:
        """Whether any name begins with the word at the place: most words of a question begin none."""
        word = _WORD.match(text, place)
        if not word:
            return False
        first = word[0].lower()
        return first == _ARTICLE or first in self._first_words or _bare(first) in self._first_words


NO_EVENTS = Events({})


def _key(name: str) -> str:
    return " ".join(name.lower().split()).removeprefix(f"{_ARTICLE} ")


def _word_ends(text: str, place: int) -> Iterator[int]:
    """Where the first, second, … word from the place ends, a possessive or full stop behind it left out."""
    for _ in range(_LONGEST_NAME_WORDS):
        word = _WORD.match(text, place)
        if not word:
            return
        yield word.start() + len(_bare(word[0]))
        gap = _GAP.match(text, word.end())
        if not gap:
            return
        place = gap.end()


def _bare(word: str) -> str:
    return word.removesuffix("'s").rstrip(".'")
