"""Candidates: rows with their first-stage scores, and the one total order of candidates and of hits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engine.ranker import Scores
from index.engine.segment import Longs
from index.engine.statistics import LiveSegment

_BLOCK = 64
"""Scores of which the highest stands for all."""

Mask = NDArray[np.bool_]
Filter = Callable[[LiveSegment], Mask]
"""Which rows of a segment may be found at all."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows of one segment, ascending, with their first-stage scores."""

    part: LiveSegment
    rows: Longs
    scores: Scores


def count_matches(found: Sequence[Candidates]) -> int:
    """How many rows these are in all."""
    return sum(len(part.rows) for part in found)


def published_of(found: Candidates) -> NDArray[np.int32]:
    """Day of each row's version."""
    return found.part.segment.published[found.part.segment.version_of[found.rows]]


def best_first(scores: Scores, published: NDArray[np.int32], passage_ids: Longs) -> Longs:
    """The total order of candidates and of hits: score, then newest (undated last), then reading order."""
    return np.lexsort((passage_ids, -published.astype(np.int64), -scores))


def best_of(matching: Sequence[Candidates], limit: int) -> list[Candidates]:
    """The ``limit`` first in the total order over all segments."""
    return [
        Candidates(found.part, found.rows[keep], found.scores[keep])
        for found, keep in zip(matching, _best(matching, limit), strict=True)
    ]


def first_places(scores: Scores, published: NDArray[np.int32], ids: Longs, limit: int) -> Longs:
    """Places of the ``limit`` first in the total order, best first."""
    # only what ties with the last place or beats it has to be sorted
    near = np.flatnonzero(scores >= _least(scores, limit)) if limit < len(scores) else np.arange(len(scores))
    places: Longs = near[best_first(scores[near], published[near], ids[near])[:limit]]
    return places


def _least(scores: Scores, limit: int) -> float:
    """The score at the last place, of fewer places than there are scores."""
    whole = len(scores) // _BLOCK
    if whole >= limit:
        # so many blocks hold a score that is no lower than this one: only higher ones can move the last place up
        highest = scores[: whole * _BLOCK].reshape(whole, _BLOCK).max(axis=1)
        sure = np.partition(highest, -limit)[-limit]
        scores = scores[scores > sure]
        if len(scores) < limit:
            return float(sure)
    return float(np.partition(scores, -limit)[-limit])


def _best(matching: Sequence[Candidates], limit: int) -> list[Mask]:
    sizes = [len(found.rows) for found in matching]
    kept = np.zeros(sum(sizes), np.bool_)
    if kept.size:
        scores = np.concatenate([found.scores for found in matching])
        published = np.concatenate([published_of(found) for found in matching])
        ids = np.concatenate([found.part.segment.passage_ids[found.rows] for found in matching])
        kept[first_places(scores, published, ids, limit)] = True
    return np.split(kept, np.cumsum(sizes)[:-1])
