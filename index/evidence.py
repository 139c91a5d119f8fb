"""The second stage: candidates are weighed again with all that surrounds them, and become hits.

A sentence seldom holds all the words of a question: the speaker is named a sentence before, the subject in the
title. Each term of the query counts once, by the best of where it was found:

    score(passage) = Σ over the query's terms t of  weight(t) · max(own(t), context(t))   (· heading, for a headline)

own(t) is BM25's saturated frequency of t in the passage; context(t) is the constant of the nearest place
outside it that holds t. weight(t) is the first stage's idf, kept above zero, which only tiny corpora need.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engine.candidates import Candidates
from index.engine.ranker import Ranker, Scores
from index.engine.segment import Ints, Longs, Segment
from index.query import QueryTerm, Share


@dataclass(frozen=True, slots=True)
class EvidenceParams:
    """What a term is worth that stands outside the passage, in hits of a sentence (measured on six sets of questions)."""

    title: float = 0.5
    first: float = 0.3  # the release's first sentence
    paragraph: float = 0.1
    adjacent: float = 0.1  # the sentence before or after
    nearby: float = 0.05  # five sentences around
    heading: float = 0.9  # factor for a line that only names what follows
    least_idf: float = 0.01  # floor of a term's weight, as a share of the highest idf


_PLACES = (
    "in the sentence",
    "in the title",
    "in the first sentence",
    "in the paragraph",
    "beside it",
    "nearby",
)
_NEARBY = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rows of one segment with their scores; ``levels`` and ``places`` are rows × terms."""

    candidates: Candidates
    scores: Scores
    coverage: Scores
    levels: NDArray[np.float64]
    places: NDArray[np.int8]
    factors: Scores


class Weigher:
    """Weighs rows for one query over one set of collections."""

    def __init__(self, ranker: Ranker, params: EvidenceParams, terms: Sequence[QueryTerm]) -> None:
        self._ranker = ranker
        self._params = params
        self._terms = terms
        least = params.least_idf * ranker.highest_idf
        self.weights = np.array([max(ranker.idf.get(term.term, ranker.highest_idf), least) for term in terms])

    def weigh(self, candidates: Candidates) -> Evidence:
        """The evidence for each candidate of a segment."""
        segment, rows = candidates.part.segment, candidates.rows
        levels = np.zeros((len(rows), len(self._terms)))
        places = np.full(levels.shape, -1, np.int8)
        for column, term in enumerate(self._terms):
            found = self._levels(segment, rows, term.term)
            places[:, column] = np.where(found.max(axis=0) > 0, found.argmax(axis=0), -1)
            levels[:, column] = found.max(axis=0)
        factors = np.where(segment.headings[rows] > 0, self._params.heading, 1.0)
        coverage = (levels > 0) @ self.weights / self.weights.sum()
        return Evidence(candidates, (levels @ self.weights) * factors, coverage, levels, places, factors)

    def shares(self, evidence: Evidence, place: int) -> list[Share]:
        """Each term's part of the score of one of the rows; the parts sum to the score."""
        return [
            Share(f"{term.word} {_PLACES[evidence.places[place, column]]}", float(level * weight))
            for column, (term, level, weight) in enumerate(
                zip(self._terms, evidence.levels[place] * evidence.factors[place], self.weights, strict=True)
            )
            if level > 0
        ]

    def matched(self, evidence: Evidence, place: int) -> frozenset[str]:
        """The terms that stand in the passage itself."""
        return self._where(evidence.places[place] == 0)

    def found(self, evidence: Evidence, place: int) -> frozenset[str]:
        """The terms that stand in the passage or around it."""
        return self._where(evidence.places[place] >= 0)

    def _where(self, chosen: NDArray[np.bool_]) -> frozenset[str]:
        return frozenset(term.term for term, is_chosen in zip(self._terms, chosen, strict=True) if is_chosen)

    def _levels(self, segment: Segment, rows: Longs, term: str) -> NDArray[np.float64]:
        """What the term is worth at each place (in the order of ``_PLACES``), for each row."""
        params, holding = self._params, segment.postings(term)
        versions = segment.version_of[rows]
        found = np.zeros((len(_PLACES), len(rows)))
        found[1] = params.title * _holds(segment.titled(term), versions)
        if not len(holding.rows):
            return found
        own = _own(rows, holding.rows)
        found[0, own >= 0] = self._saturated(segment, holding.counts[own[own >= 0]], rows[own >= 0])
        found[2] = params.first * _holds(holding.rows, segment.version_starts[versions])
        for neighbour in _neighbours(rows, holding.rows):
            same = segment.version_of[neighbour] == versions
            distance = np.abs(neighbour - rows)
            paragraph = same & (segment.paragraphs[neighbour] == segment.paragraphs[rows])
            found[3] = np.maximum(found[3], params.paragraph * paragraph)
            found[4] = np.maximum(found[4], params.adjacent * (same & (distance == 1)))
            found[5] = np.maximum(found[5], params.nearby * (same & (distance <= _NEARBY)))
        return found

    def _saturated(self, segment: Segment, counts: NDArray[np.uint16], rows: Longs) -> Scores:
        return self._ranker.saturation(counts, segment.lengths[rows])


def _holds(ascending: Ints, wanted: Ints | Longs) -> NDArray[np.bool_]:
    """Whether each wanted number is among the ascending ones."""
    if not len(ascending):
        return np.zeros(len(wanted), np.bool_)
    return ascending[np.minimum(np.searchsorted(ascending, wanted), len(ascending) - 1)] == wanted


def _own(rows: Longs, holding: Ints) -> Longs:
    """Place of each row among the postings, -1 where it is not there."""
    places = np.minimum(np.searchsorted(holding, rows), len(holding) - 1)
    return np.where(holding[places] == rows, places, -1)


def _neighbours(rows: Longs, holding: Ints) -> tuple[Longs, Longs]:
    """The nearest row before, and after, each row that is among the postings (else the first or the last one)."""
    before = np.searchsorted(holding, rows, side="left") - 1
    after = np.searchsorted(holding, rows, side="right")
    return (
        holding[np.maximum(before, 0)].astype(np.int64),
        holding[np.minimum(after, len(holding) - 1)].astype(np.int64),
    )
