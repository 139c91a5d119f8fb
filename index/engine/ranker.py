"""BM25 as rank-bm25 scores it, from postings: the first stage.

    score(passage) = Σ over the query's terms t of  idf(t) · tf·(k1 + 1) / (tf + k1·(1 − b + b·length/mean length))

    idf(t) = ln(N − n + 0.5) − ln(n + 0.5), or epsilon × the mean idf of all terms where that is below zero

tf is how often t stands in the passage, n in how many of the N passages it stands. Source: S. Robertson and H. Zaragoza, "The
Probabilistic Relevance Framework: BM25 and Beyond" (2009), https://doi.org/10.1561/1500000019; the variant, with
its floor, is rank_bm25.BM25Okapi's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from index.engine.segment import Postings, Segment
from index.engine.statistics import Statistics

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bm25Params:
    """BM25's three constants; the defaults were measured on sentences."""

    k1: float = 0.9  # term saturation: how soon a repeated term stops helping
    b: float = 0.25  # length normalisation: 0 ignores passage length, 1 applies it fully
    epsilon: float = 0.25  # floor of a frequent term's idf, as a share of the mean idf


class Idf(Mapping[str, float]):
    """The idf of each term that any passage holds, computed when it is first asked for.

    ``floor`` is what a term in more than half of all passages counts, where that is known without looking at all terms.
    """

    def __init__(
        self, frequencies: Mapping[str, int], passages: int, epsilon: float, floor: float | None = None
    ) -> None:
        self._frequencies = frequencies
        self._passages = passages
        self._epsilon = epsilon
        self._known: dict[str, float] = {}
        self._given_floor = floor

    def __getitem__(self, term: str) -> float:
        known = self._known.get(term)
        if known is None:
            known = self._known[term] = self._floored(self._frequencies[term])
        return known

    def get(self, term: str, default: Any = None) -> Any:
        """The term's idf; asked for several times of each term of a question."""
        known = self._known.get(term)
        return super().get(term, default) if known is None else known

    def __iter__(self) -> Iterator[str]:
        return iter(self._frequencies)

    def __len__(self) -> int:
        return len(self._frequencies)

    def _floored(self, frequency: int) -> float:
        idf = self._plain(frequency)
        return idf if idf >= 0 else self.floor

    def _plain(self, frequency: int) -> float:
        return math.log(self._passages - frequency + 0.5) - math.log(frequency + 0.5)

    @cached_property
    def floor(self) -> float:
        """What a term in more than half of all passages counts: a share of the mean idf."""
        if self._given_floor is not None:
            return self._given_floor
        every = self._frequencies.values()
        # summed without rounding, so that the order of segments does not show
        return self._epsilon * math.fsum(map(self._plain, every)) / len(every)


class Ranker(BM25Okapi):
    """BM25Okapi whose counts come from statistics and postings instead of a tokenised corpus."""

    def __init__(self, statistics: Statistics, params: Bm25Params) -> None:
        if not statistics.total_length:
            raise ValueError("BM25 is not defined over a corpus without terms")
        self._statistics = statistics
        self._once: dict[Segment, NDArray[np.float32]] = {}
        self.idf: Mapping[str, float]
        super().__init__((), k1=params.k1, b=params.b, epsilon=params.epsilon)

    def _initialize(self, corpus: object) -> Mapping[str, int]:
        self.corpus_size = self._statistics.passages
        self.avgdl = self._statistics.total_length / self._statistics.passages
        return self._statistics.frequencies

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = Idf(nd, self.corpus_size, self.epsilon)

    @property
    def highest_idf(self) -> float:
        """The idf of a term that no passage holds."""
        return math.log(self.corpus_size + 0.5) - math.log(0.5)

    def saturation(self, counts: NDArray[np.uint16], lengths: NDArray[np.int32]) -> Scores:
        """What a term counts, before its idf, in passages that hold it ``counts`` times: from 0 up to k1 + 1."""
        tf = counts.astype(np.float64)
        return tf * (self.k1 + 1) / (tf + self.k1 * (1 - self.b + self.b * lengths / self.avgdl))

    def once(self, segment: Segment) -> NDArray[np.float32]:
        """What a term counts, before its idf, that stands once in each of the segment's passages; kept."""
        if segment not in self._once:
            ones = np.ones(segment.passages, np.uint16)
            self._once[segment] = self.saturation(ones, segment.lengths).astype(np.float32)
        return self._once[segment]

    def weights(self, segment: Segment, term: str, postings: Postings) -> Scores:
        """The term's share of the score of each passage that holds it."""
        return self.idf.get(term, 0.0) * self.saturation(postings.counts, segment.lengths[postings.rows])
