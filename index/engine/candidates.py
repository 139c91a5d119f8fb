"""The first stage: the passages with the highest BM25 scores, exactly, in one total order.

In: the live segments of the collections searched and the query's terms. Out: for each segment the rows
that are among the best overall, with their scores. A passage is a candidate only if postings say that it
holds a term: a score of 0 or less can still be a match in a tiny corpus.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engine.ranker import Ranker, Scores
from index.engine.segment import Longs
from index.engine.statistics import LiveSegment

Mask = NDArray[np.bool_]
Filter = Callable[[LiveSegment], Mask]
"""Which rows of a segment may be found at all."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows of one segment, ascending, with their first-stage scores."""

    part: LiveSegment
    rows: Longs
    scores: Scores


def best_candidates(
    parts: Sequence[LiveSegment], ranker: Ranker, terms: Sequence[str], *, limit: int, allowed: Filter
) -> list[Candidates]:
    """The ``limit`` best passages over all segments, best first by score, then newest, then reading order."""
    matching = [_matches(part, ranker, terms, allowed(part)) for part in parts]
    kept = _best(matching, limit)
    return [
        Candidates(found.part, found.rows[keep], found.scores[keep])
        for found, keep in zip(matching, kept, strict=True)
    ]


def count_matches(found: Sequence[Candidates]) -> int:
    """How many rows these are in all."""
    return sum(len(part.rows) for part in found)


def best_first(scores: Scores, published: NDArray[np.int32], passage_ids: Longs) -> Longs:
    """The total order of candidates and of hits: score, then newest (undated last), then reading order."""
    return np.lexsort((passage_ids, -published.astype(np.int64), -scores))


def _matches(part: LiveSegment, ranker: Ranker, terms: Sequence[str], allowed: Mask) -> Candidates:
    scores = np.zeros(part.segment.passages)
    matched = np.zeros(part.segment.passages, np.bool_)
    for term in terms:
        postings = part.segment.postings(term)
        # in the query's order, as rank-bm25 adds: the sums are then equal to the last bit
        scores[postings.rows] += ranker.weights(part.segment, term, postings)
        matched[postings.rows] = True
    rows = np.flatnonzero(matched & allowed)
    return Candidates(part, rows, scores[rows])


def _best(matching: Sequence[Candidates], limit: int) -> list[Mask]:
    sizes = [len(found.rows) for found in matching]
    kept = np.zeros(sum(sizes), np.bool_)
    if kept.size:
        scores = np.concatenate([found.scores for found in matching])
        published = np.concatenate([published_of(found) for found in matching])
        ids = np.concatenate([found.part.segment.passage_ids[found.rows] for found in matching])
        # only what ties with the last place or beats it has to be sorted
        least = np.partition(scores, -limit)[-limit] if limit < len(scores) else -np.inf
        near = np.flatnonzero(scores >= least)
        kept[near[best_first(scores[near], published[near], ids[near])[:limit]]] = True
    return np.split(kept, np.cumsum(sizes)[:-1])


def published_of(found: Candidates) -> NDArray[np.int32]:
    """Day of each row's version."""
    return found.part.segment.published[found.part.segment.version_of[found.rows]]
