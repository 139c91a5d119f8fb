"""Spelling: a word of a question that no passage holds → the word that was probably meant, or none.

A candidate is near in letters (OSA: insert, delete, replace, swap neighbours) and frequent. Which slips count for
little was settled on typing errors and on correct words of other subjects: doubled letters, vowels and letters that
sound alike are mistaken often; a first letter seldom is, and another last letter is mostly another word.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.language.analyzer import words
from index.language.slips import slip_cost

MIN_LETTERS = 4
"""Shorter words have too many neighbours to guess by."""

MAX_LETTERS = 30
"""A longer run of letters is no mistyped word."""

_MAX_DISTANCE = 2
_LETTERS = re.compile(r"[a-z]+")
_PART = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’ʼ]s?$")
_APOSTROPHE = re.compile(r"['’ʼ]")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A correction of ``letters`` or more may cost ``cost`` if it is as frequent as ``share`` of the commonest word."""

    letters: int
    cost: float
    share: float


TOLERANCES = (
    Tolerance(letters=4, cost=0.6, share=1e-3),
    Tolerance(letters=5, cost=0.6, share=5e-4),
    Tolerance(letters=6, cost=0.8, share=1e-4),
    Tolerance(letters=6, cost=1.05, share=8e-4),
    Tolerance(letters=8, cost=0.7, share=5e-5),
    Tolerance(letters=9, cost=1.0, share=1e-5),
    Tolerance(letters=8, cost=1.0, share=2e-4),
)

_FREQUENCY_WEIGHT = 0.2
"""What ten times the frequency is worth in cost of slips, between candidates."""


def surface_words(text: str) -> Iterator[str]:
    """The text's words as a speller knows them: folded, lower-case, not stemmed, parts of a compound apart.

    >>> list(surface_words("Erdoğan's cyber-attacks"))
    ['erdogan', 'cyber', 'attacks']
    """
    if text.isascii() and text.replace(" ", "").isalpha():
        # as almost every name and word is: nothing to look for
        yield from text.lower().split()
        return
    for found in words(text):
        for part in _PART.findall(found):
            word = _APOSTROPHE.sub("", _POSSESSIVE.sub("", part))
            yield _plain(word)


def _plain(word: str) -> str:
    return (word if word.isascii() else anyascii(word)).lower()


class Speller:
    """Corrects words against the vocabulary of the collections searched."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        """Take surface words and in how many passages each stands."""
        self._frequencies = frequencies
        self._commonest = max(frequencies.values(), default=1)
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(frequencies, key=self._rarity):
            self._by_length.setdefault(len(word), []).append(word)

    def knows(self, word: str) -> bool:
        """Whether some passage spells the word just so."""
        return _plain(word) in self._frequencies

    def suggest(self, word: str, *, held: Callable[[str], bool] = lambda _word: True) -> str | None:
        """The word that was probably meant; None if the vocabulary holds the word or nothing is near enough.

        ``held`` tells whether a word of the vocabulary still is one: those of dropped releases are left in it.

        >>> Speller({"nuclear": 30, "unclear": 2}).suggest("nuclaer")
        'nuclear'
        """
        typed = _plain(word)
        if not MIN_LETTERS <= len(typed) <= MAX_LETTERS or not _LETTERS.fullmatch(typed):
            return None
        if typed in self._frequencies and held(typed):
            return None
        return min(self._ranked(typed, held), default=(0.0, None))[1]

    def _ranked(self, typed: str, held: Callable[[str], bool]) -> Iterator[tuple[float, str]]:
        """Corrections that may be meant, each behind its rank (the least is best)."""
        for candidate in self._near(typed):
            cost, frequency = slip_cost(typed, candidate), self._frequencies[candidate]
            if self._is_tolerable(typed, cost, frequency) and held(candidate):
                yield cost - _FREQUENCY_WEIGHT * math.log10(frequency), candidate

    def _near(self, typed: str) -> Iterator[str]:
        # the shorter the word, the more others stand two slips away
        distance = _MAX_DISTANCE if len(typed) > 5 else 1
        least = self._commonest * min(rule.share for rule in TOLERANCES if rule.letters <= len(typed))
        for length in range(len(typed) - distance, len(typed) + distance + 1):
            same = self._by_length.get(length, [])
            frequent = same[: bisect_right(same, -least, key=self._rarity)]
            near = process.extract(typed, frequent, scorer=OSA.distance, score_cutoff=distance, limit=None)
            yield from (candidate for candidate, _, _ in near)

    def _rarity(self, word: str) -> int:
        return -self._frequencies[word]

    def _is_tolerable(self, typed: str, cost: float, frequency: int) -> bool:
        return any(
            len(typed) >= rule.letters and cost <= rule.cost and frequency >= rule.share * self._commonest
            for rule in TOLERANCES
        )
