"""The first stage: the passages with the highest BM25 scores, exactly, in one total order.

In: the live segments of the collections searched and the query's terms. Out: for each segment the rows
that are among the best overall, with their scores. A passage is a candidate only if postings say that it
holds a term: a score of 0 or less can still be a match in a tiny corpus.

There are three ways to the same rows and scores: compiled code, numpy with bounds, and adding up everything.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.engine import compiled, exhaustive, pruned
from index.engine.kernels import WIDEST, library
from index.engine.ordering import (
    Candidates,
    Filter,
    Mask,
    best_first,
    best_of,
    count_matches,
    published_of,
)
from index.engine.ranker import Ranker
from index.engine.statistics import LiveSegment

__all__ = [
    "Candidates",
    "Filter",
    "Mask",
    "best_candidates",
    "best_first",
    "best_of",
    "count_matches",
    "first_stage_name",
    "published_of",
]


def best_candidates(
    parts: Sequence[LiveSegment], ranker: Ranker, terms: Sequence[str], *, limit: int, allowed: Filter
) -> list[Candidates]:
    """The ``limit`` best passages over all segments, best first by score, then newest, then reading order."""
    masks = [allowed(part) for part in parts]
    if not _bounded(ranker, terms, limit):
        return exhaustive.search(parts, ranker, terms, limit, masks)
    if library() is None:
        return pruned.search(parts, ranker, terms, limit, masks)
    return compiled.search(parts, ranker, terms, limit, masks)


def first_stage_name() -> str:
    """Which way questions take on this machine, in words."""
    opened = library()
    if opened is None:
        return "numpy (no compiled code was built here)"
    return f"compiled, {opened.instructions_name(WIDEST).decode()} instructions"


def _bounded(ranker: Ranker, terms: Sequence[str], limit: int) -> bool:
    """Whether bounds hold for these terms, and pay."""
    return (
        0 < len(terms) <= compiled.MOST_TERMS
        and 0 < limit <= compiled.MOST_WANTED
        and all(ranker.idf.get(term, 1.0) > 0 for term in terms)
    )
