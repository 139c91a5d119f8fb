"""The model of the limit: bytes that a question's terms stand for, over what one core reads from memory in a second."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Sequence

import numpy as np

from index.engine.segment import Segment
from tests.bench.peers.figures import Limit

_ROW, _REPEAT = 4, 6
"""Bytes of a row in a list, and of a row with its count among the repeats."""

_READ_MB, _READS = 512, 7


def limit_of(segment: Segment, questions: Iterable[Sequence[str]]) -> Limit:
    """The limit of the median question."""
    touched = statistics.median(bytes_touched(segment, terms) for terms in questions)
    return Limit(touched / 1e3, bandwidth())


def bytes_touched(segment: Segment, terms: Sequence[str]) -> int:
    """Bytes of the terms' bitmaps, lists and repeats."""
    return sum(_of_term(segment, term) for term in terms)


def bandwidth() -> float:
    """GB that one core reads in a second: the best of some sums over more than the caches hold."""
    numbers = np.ones(_READ_MB * 1_000_000 // 8, np.int64)
    return max(_gb_per_second(numbers) for _ in range(_READS))


def _gb_per_second(numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    began = time.perf_counter()
    numbers.sum()
    return float(numbers.nbytes / (time.perf_counter() - began) / 1e9)


def _of_term(segment: Segment, term: str) -> int:
    number = segment.vocabulary.number(term)
    if number is None:
        return 0
    repeats = _REPEAT * len(segment.repeats(term).rows)
    if number in segment.arrays["dense_terms"]:
        return -(-segment.passages // 64) * 8 + repeats
    return _ROW * len(segment.postings(term).rows) + repeats
