"""Names as people type them: some letters come in, the names that may be meant go out, at once.

First come names that begin with what was typed, then those in which each typed word begins a word, then those that hold
each of them; only where there are none, a word is read as the name's word that it is a slip of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.language.characters import folded

_WORDS_TYPED = 12
_WORDS_MENDED = 3
"""Mending a word costs milliseconds where names have many words."""

_LEAST_MENDED = 4
_LETTERS_PER_SLIP = 4
_MOST_SLIPS = 2


class Fit(IntEnum):
    """How a name fits what was typed; the least is best."""

    BEGINS = 0
    WORDS_BEGIN = 1
    HOLDS = 2
    MENDED = 3


@dataclass(frozen=True, slots=True, order=True)
class Fitting:
    """A name, by its place among the names, and how it fits."""

    fit: Fit
    place: int


class Names:
    """Names in an order of their own, in which those that fit equally well are found."""

    def __init__(self, names: Iterable[str]) -> None:
        # a space before each word: " ab" is found where a word begins
        self._names = [f" {folded(name)}" for name in names]
        words = Counter(word for name in self._names for word in name.split())
        self._words = sorted(words, key=lambda word: (-words[word], word))

    def __len__(self) -> int:
        return len(self._names)

    def find(self, typed: str, *, limit: int) -> list[Fitting]:
        """The ``limit`` best-fitting names; the first ones where nothing is typed.

        >>> names = Names(["Jens Stoltenberg", "Joe Biden", "Olaf Scholz"])
        >>> [fitting.place for typed in ("jo", "b", "olaf sch", "stoltenburg") for fitting in names.find(typed, limit=1)]
        [1, 1, 2, 0]
        """
        words = folded(typed).split()[:_WORDS_TYPED]
        if not words:
            return [Fitting(Fit.BEGINS, place) for place in range(min(limit, len(self)))]
        found = list(islice(self._fitting(words), limit))
        if found:
            return found
        mended = [self._mended(word) for word in words[:_WORDS_MENDED]] + words[_WORDS_MENDED:]
        again = () if mended == words else self._fitting(mended)
        return [Fitting(Fit.MENDED, fitting.place) for fitting in islice(again, limit)]

    def same(self, name: str) -> list[int]:
        """The places of names that have just these words, in this order."""
        wanted = f" {folded(name)}"
        return [place for place, held in enumerate(self._names) if held == wanted] if wanted.strip() else []

    def _fitting(self, words: Sequence[str]) -> Iterator[Fitting]:
        """Names that fit, best first; each kind is looked for only when there are too few of the better ones."""
        start = " " + " ".join(words)
        # the longest word is in the fewest names
        longest, *others = sorted(words, key=len, reverse=True)
        yield from self._kind(Fit.BEGINS, start, (), lambda name: name.startswith(start))
        begun = [f" {word}" for word in others]
        yield from self._kind(Fit.WORDS_BEGIN, f" {longest}", begun, lambda name: not name.startswith(start))
        every = [f" {longest}", *begun]
        yield from self._kind(
            Fit.HOLDS, longest, others, lambda name: not all(begin in name for begin in every)
        )

    def _kind(
        self, fit: Fit, first: str, others: Sequence[str], rule: Callable[[str], bool]
    ) -> Iterator[Fitting]:
        for place, name in enumerate(self._names):
            if first in name and all(other in name for other in others) and rule(name):
                yield Fitting(fit, place)

    def _mended(self, word: str) -> str:
        """The word, or the most frequent of the nearest ones where no name holds it."""
        # another number is another year, or another case
        if len(word) < _LEAST_MENDED or not word.isalpha() or any(word in held for held in self._words):
            return word
        slips = min(len(word) // _LETTERS_PER_SLIP, _MOST_SLIPS)
        # who is still typing has not come to the word's end
        begun = [held[: len(word)] for held in self._words]
        whole, part = (
            process.extractOne(word, words, scorer=OSA.distance, score_cutoff=slips)
            for words in (self._words, begun)
        )
        nearest = min(filter(None, (whole, part)), key=lambda found: found[1], default=None)
        return word if nearest is None else self._words[nearest[2]]
