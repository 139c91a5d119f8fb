"""The first stage by adding up every posting in float64: slow, plain, and right for every corpus.

It is what the faster ways are tested against, and takes their place where they do not hold: where a term's idf is not
above zero (tiny corpora), and where so many passages are wanted that nothing can be left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.engine.ordering import Candidates, Mask, best_of
from index.engine.ranker import Ranker
from index.engine.statistics import LiveSegment


def search(
    parts: Sequence[LiveSegment], ranker: Ranker, terms: Sequence[str], limit: int, masks: Sequence[Mask]
) -> list[Candidates]:
    """The ``limit`` best passages of those that the masks allow."""
    return best_of(
        [_matches(part, ranker, terms, mask) for part, mask in zip(parts, masks, strict=True)], limit
    )


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
