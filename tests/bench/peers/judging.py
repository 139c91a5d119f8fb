"""Whether an engine's ten best are those of rank-bm25: by exact scores, so that ties do not matter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.engine import exhaustive
from index.engine.pruned import exact_scores
from index.engine.ranker import Ranker
from index.engine.segment import Segment
from index.engine.statistics import Statistics
from tests.bench.peers.engines.ours import PARAMS, live

TOLERANCE = 1e-6


class Judge:
    """Knows the exact score of every passage of a segment whose rows are the passages' numbers."""

    def __init__(self, segment: Segment) -> None:
        self._part = live(segment)
        self._ranker = Ranker(Statistics.over([self._part]), PARAMS)

    @classmethod
    def over(cls, folder: Path) -> Judge:
        """Over what our engine has built."""
        return cls(Segment.open(folder / "first"))

    def best(self, terms: Sequence[str], k: int) -> list[float]:
        """The ``k`` highest scores, by adding up everything."""
        found = exhaustive.search([self._part], self._ranker, terms, k, [self._part.live_rows])
        return sorted(found[0].scores.tolist(), reverse=True)

    def scores(self, terms: Sequence[str], numbers: Sequence[int]) -> list[float]:
        """The exact scores of these passages, highest first."""
        rows = np.array(sorted(set(numbers)), np.int64)
        return sorted(exact_scores(self._part.segment, self._ranker, terms, rows).tolist(), reverse=True)


def agrees(best: Sequence[float], scores: Sequence[float]) -> bool:
    """Whether these are the best scores.

    >>> agrees([3.0, 2.0, 2.0], [3.0, 2.0000000001, 2.0]), agrees([3.0, 2.0], [3.0]), agrees([3.0], [2.9])
    (True, False, False)
    """
    return len(best) == len(scores) and largest_difference(best, scores) <= TOLERANCE


def largest_difference(best: Sequence[float], scores: Sequence[float]) -> float:
    """By how much two lists of scores differ at most."""
    return max((abs(one - other) for one, other in zip(best, scores, strict=False)), default=0.0)
