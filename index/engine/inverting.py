"""Inverts a text: which term stands where comes in, in which passages each term stands, and how often, goes out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engine.segment import Ints, Longs
from index.engine.vocabulary import offsets_of

_MOST_COUNTED = np.iinfo(np.uint16).max


def inverted(terms: Ints, rows: Longs, *, passages: int, vocabulary: int) -> dict[str, NDArray[Any]]:
    """The postings of terms, given by number, that stand each in the row of the same place; ``vocabulary`` is how many terms there are."""
    width = max(passages, 1)
    pairs, counts = np.unique(terms.astype(np.int64) * width + rows, return_counts=True)
    numbers, holding = np.divmod(pairs, width)
    return {
        "postings_starts": offsets_of(np.bincount(numbers, minlength=vocabulary)),
        "postings_rows": holding.astype(np.int32),
        "postings_counts": np.minimum(counts, _MOST_COUNTED).astype(np.uint16),
    }
