"""A ranker that knows only a question's terms: statistics from heads, document frequencies from the cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from index.engine.ranker import Bm25Params, Idf, Ranker, Scores
from index.engine.statistics import Statistics

_MOST_COUNTED = np.iinfo(np.uint16).max


class TermRanker(Ranker):
    """As Ranker, over the terms that a question looks for.

    A term in more than half of all passages counts ``floor``, which is of the whole vocabulary: None where nobody knows it,
    as over several collections.
    """

    def __init__(self, statistics: Statistics, floor: float | None, params: Bm25Params) -> None:
        self._floor = floor
        super().__init__(statistics, params)

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        every = Idf(nd, self.corpus_size, self.epsilon, floor=self._floor or 0.0)
        self.idf = dict(every.items())

    @property
    def is_bounded(self) -> bool:
        """Whether every term counts for something: only then do scores in the cluster bound the true ones."""
        return all(idf > 0 for idf in self.idf.values())

    def scores(self, terms: Sequence[str], passages: Sequence[Sequence[str]]) -> Scores:
        """The first stage's scores of some passages, by their terms, to the last bit."""
        totals = np.zeros(len(passages))
        lengths = np.array([len(passage) for passage in passages], np.int32)
        for term in terms:
            counts = np.array([min(passage.count(term), _MOST_COUNTED) for passage in passages], np.uint16)
            held = np.flatnonzero(counts)
            totals[held] += self.idf.get(term, 0.0) * self.saturation(counts[held], lengths[held])
        return totals
