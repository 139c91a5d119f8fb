"""Where terms stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.engine.segment import NO_ROWS, Longs, Segment


def rows_with_phrase(segment: Segment, phrase: Sequence[str]) -> Longs:
    """Rows in which the phrase's terms follow one another, ascending."""
    rows = NO_ROWS.astype(np.int64)
    for place, term in enumerate(phrase):
        holding = segment.postings(term).rows.astype(np.int64)
        rows = holding if place == 0 else np.intersect1d(rows, holding, assume_unique=True)
    return rows if len(phrase) < 2 else rows[_in_sequence(segment, rows, phrase)]


def _in_sequence(segment: Segment, rows: Longs, phrase: Sequence[str]) -> Longs:
    owners, terms = segment.texts(rows)
    numbers = [segment.vocabulary.number(term) for term in phrase]
    last = max(len(terms) - len(phrase) + 1, 0)
    follows = owners[:last] == owners[len(phrase) - 1 : len(phrase) - 1 + last]
    for shift, number in enumerate(numbers):
        follows &= terms[shift : shift + last] == number
    return np.unique(owners[:last][follows])
