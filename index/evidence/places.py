"""Where a term stands, seen from a passage: in it, in the title, near it, elsewhere in its release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.engine.ranker import Ranker
from index.engine.segment import Ints, Longs, Segment, insertion_places
from index.evidence.weights import EvidenceParams
from index.query import QueryTerm

Levels = NDArray[np.float64]
"""Places × rows: what a term is worth at each place, 0 where it does not stand there."""

PLACES = (
    "in the sentence",
    "in the title",
    "in the first sentence",
    "nearby",
    "in the release",
)
OWN, TITLE, FIRST, NEARBY, RELEASE = range(len(PLACES))

_NEARBY_SENTENCES = 5


class PlaceFinder:
    """Finds terms around the rows of one segment."""

    def __init__(self, ranker: Ranker, params: EvidenceParams, segment: Segment, rows: Longs) -> None:
        self._ranker = ranker
        self._params = params
        self._segment = segment
        self._rows = rows
        self._versions = segment.version_of[rows]

    def query_term(self, term: QueryTerm) -> Levels:
        """What the term, or what means the same, is worth at each place."""
        found = self.term(term.term)
        for other in term.alternatives:
            parts = [self.term(word) for word in other.terms]
            # a rarer way of saying it says no more than the word that was asked for
            share = other.weight * min(1.0, self._idf(other.terms) / self._idf((term.term,)))
            found = np.maximum(found, share * np.minimum.reduce(parts))
        return found

    def stands(self, term: str, places: Sequence[int]) -> NDArray[np.bool_]:
        """Whether the term stands at one of the places, for each row."""
        found: NDArray[np.bool_] = self.term(term)[list(places)].max(axis=0) > 0
        return found

    def term(self, term: str) -> Levels:
        """What one term is worth at each place."""
        params, segment, rows, versions = self._params, self._segment, self._rows, self._versions
        holding = segment.postings(term)
        found = np.zeros((len(PLACES), len(rows)))
        found[TITLE] = params.title * _holds(segment.titled(term), versions)
        if not len(holding.rows):
            return found
        own = _places_among(rows, holding.rows)
        counts = holding.counts[own[own >= 0]]
        found[OWN, own >= 0] = self._ranker.saturation(counts, segment.lengths[rows[own >= 0]])
        found[FIRST] = params.first * _holds(holding.rows, segment.version_starts[versions])
        for neighbour in _neighbours(rows, holding.rows):
            # at the segment's edge there is none on one side, and the row itself comes instead
            same = (segment.version_of[neighbour] == versions) & (neighbour != rows)
            close = same & (np.abs(neighbour - rows) <= _NEARBY_SENTENCES)
            found[NEARBY] = np.maximum(found[NEARBY], params.nearby * close)
            found[RELEASE] = np.maximum(found[RELEASE], params.release * same)
        return found

    def _idf(self, terms: Sequence[str]) -> float:
        least = self._params.least_idf * self._ranker.highest_idf
        return max(least, *(self._ranker.idf.get(term, self._ranker.highest_idf) for term in terms))


def _holds(ascending: Ints, wanted: Ints | Longs) -> NDArray[np.bool_]:
    """Whether each wanted number is among the ascending ones."""
    if not len(ascending):
        return np.zeros(len(wanted), np.bool_)
    held: NDArray[np.bool_] = ascending[_first_not_below(ascending, wanted)] == wanted
    return held


def _places_among(rows: Longs, holding: Ints) -> Longs:
    """Place of each row among the postings, -1 where it is not there."""
    places = _first_not_below(holding, rows)
    own: Longs = np.where(holding[places] == rows, places, -1)
    return own


def _first_not_below(ascending: Ints, wanted: Ints | Longs) -> Longs:
    return np.minimum(insertion_places(ascending, wanted), len(ascending) - 1)


def _neighbours(rows: Longs, holding: Ints) -> Iterator[Longs]:
    """The nearest row before, and after, each row that is among the postings (else the first or the last one)."""
    before = insertion_places(holding, rows) - 1
    after = insertion_places(holding, rows, side="right")
    yield holding[np.maximum(before, 0)].astype(np.int64)
    yield holding[np.minimum(after, len(holding) - 1)].astype(np.int64)
