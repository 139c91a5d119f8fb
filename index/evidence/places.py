"""Where a term stands, seen from a passage: in it, in the title, near it, elsewhere in its release."""

from __future__ import annotations

from collections.abc import Sequence

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
        self._known: dict[str, Levels] = {}
        versions = segment.version_of[rows]
        self._starts, self._ends = segment.version_starts[versions], segment.version_starts[versions + 1]
        # rows of a version stand side by side: what is the same for all of them is looked up once
        changes = np.flatnonzero(versions[1:] != versions[:-1]) + 1
        self._firsts = np.concatenate([np.zeros(min(len(rows), 1), np.int64), changes])
        self._sizes = np.diff(self._firsts, append=len(rows))
        self._versions = versions[self._firsts]

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
        if term not in self._known:
            self._known[term] = self._term(term)
        return self._known[term]

    def _term(self, term: str) -> Levels:
        params, segment, rows = self._params, self._segment, self._rows
        holding = segment.postings(term)
        found = np.zeros((len(PLACES), len(rows)))
        found[TITLE] = params.title * self._of_versions(segment.titled(term), self._versions)
        if not len(holding.rows):
            return found
        at = insertion_places(holding.rows, rows)
        own = holding.rows[np.minimum(at, len(holding.rows) - 1)] == rows
        found[OWN, own] = self._ranker.saturation(holding.counts[at[own]], segment.lengths[rows[own]])
        found[FIRST] = params.first * self._of_versions(holding.rows, self._starts[self._firsts])
        near = np.zeros(len(rows), np.bool_)
        same = np.zeros(len(rows), np.bool_)
        # the nearest row before, and after, each row; at the segment's edge the row itself, or one on its other side
        for places in (np.maximum(at - 1, 0), np.minimum(at + own, len(holding.rows) - 1)):
            neighbour = holding.rows[places]
            inside = (self._starts <= neighbour) & (neighbour < self._ends) & (neighbour != rows)
            same |= inside
            near |= inside & (np.abs(neighbour - rows) <= _NEARBY_SENTENCES)
        found[NEARBY] = params.nearby * near
        found[RELEASE] = params.release * same
        return found

    def _of_versions(self, ascending: Ints, wanted: Ints | Longs) -> NDArray[np.bool_]:
        """For each row, whether what is wanted of its version is among the ascending numbers."""
        return np.repeat(_holds(ascending, wanted), self._sizes)

    def _idf(self, terms: Sequence[str]) -> float:
        least = self._params.least_idf * self._ranker.highest_idf
        return max(least, *(self._ranker.idf.get(term, self._ranker.highest_idf) for term in terms))


def _holds(ascending: Ints, wanted: Ints | Longs) -> NDArray[np.bool_]:
    """Whether each wanted number is among the ascending ones."""
    if not len(ascending):
        return np.zeros(len(wanted), np.bool_)
    places = np.minimum(insertion_places(ascending, wanted), len(ascending) - 1)
    held: NDArray[np.bool_] = ascending[places] == wanted
    return held
