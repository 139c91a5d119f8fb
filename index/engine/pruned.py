"""The first stage by numpy alone: bounds in float32, then exact scores for the few that can be among the best.

The bound of a passage is the sum of its terms' idf, times what a term counts that stands once in a passage of this length; where
a term stands more often, the quotient of the two is added (see ``kernels/first_stage.c``, which does the same in
bytes). The rarest terms' passages give a score that ``limit`` passages reach: only bounds above it are looked at again.
Needs every term's idf to be above zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.engine.ordering import Candidates, Mask, best_of
from index.engine.ranker import Ranker, Scores
from index.engine.segment import Longs, Postings, Segment, insertion_places
from index.engine.statistics import LiveSegment

_ROUNDING = 1e-4
"""More than float32 sums of a question's terms can be off, as a share of the sum."""

Bounds = NDArray[np.float32]


def search(
    parts: Sequence[LiveSegment], ranker: Ranker, terms: Sequence[str], limit: int, masks: Sequence[Mask]
) -> list[Candidates]:
    """The ``limit`` best passages of those that the masks allow."""
    found, least = [], 0.0
    for part, mask in zip(parts, masks, strict=True):
        sums = _sums(part.segment, ranker, terms)
        least = max(least, _reached(part.segment, ranker, terms, limit, sums=sums, mask=mask))
        rows = _survivors(part.segment, ranker, sums, least, mask)
        found.append(Candidates(part, rows, exact_scores(part.segment, ranker, terms, rows)))
    return best_of(found, limit)


def exact_scores(segment: Segment, ranker: Ranker, terms: Sequence[str], rows: Longs) -> Scores:
    """BM25 of these rows, ascending, added up in the query's order."""
    scores = np.zeros(len(rows))
    for term in terms:
        postings = segment.postings(term)
        if len(postings.rows):
            places = np.minimum(insertion_places(postings.rows, rows), len(postings.rows) - 1)
            held = np.flatnonzero(postings.rows[places] == rows)
            own = Postings(postings.rows[places[held]], postings.counts[places[held]])
            scores[held] += ranker.weights(segment, term, own)
    return scores


def _sums(segment: Segment, ranker: Ranker, terms: Sequence[str]) -> Bounds:
    """Each row's bound, but for the factor of its length."""
    sums = np.zeros(segment.passages, np.float32)
    once = ranker.once(segment)
    for term in terms:
        idf = np.float32(ranker.idf.get(term, 0.0))
        sums[segment.postings(term).rows] += idf
        again = segment.repeats(term)
        quotient = ranker.saturation(again.counts, segment.lengths[again.rows]) / once[again.rows] - 1
        sums[again.rows] += (idf * quotient).astype(np.float32)
    return sums


def _reached(
    segment: Segment, ranker: Ranker, terms: Sequence[str], limit: int, *, sums: Bounds, mask: Mask
) -> float:
    """A score that ``limit`` rows reach; 0 where the segment has no such."""
    for rows in _rarest(segment, terms):
        near = rows[mask[rows]]
        if len(near) >= limit:
            bounds = sums[near] * ranker.once(segment)[near]
            return float(np.partition(bounds, -limit)[-limit]) * (1 - _ROUNDING)
    return 0.0


def _rarest(segment: Segment, terms: Sequence[str]) -> Iterator[NDArray[np.int32]]:
    """Rows of each term, the rarest first."""
    lists = [segment.postings(term).rows for term in terms]
    return iter(sorted(lists, key=len))


def _survivors(segment: Segment, ranker: Ranker, sums: Bounds, least: float, mask: Mask) -> Longs:
    once = ranker.once(segment)
    floor = least * (1 - _ROUNDING)
    near = np.flatnonzero(sums >= max(floor / once.max(initial=1.0), np.finfo(np.float32).tiny))
    return near[mask[near] & (sums[near] * once[near] >= floor)]
