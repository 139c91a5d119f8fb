"""What the first stage scans beside the postings: bitmaps, repeats and length classes.

In: postings and passage lengths of a segment. Out: the arrays that ``kernels/first_stage.c`` explains. They hold no weights, so
they stay as they are when the collections searched, and with them idf and mean length, change.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

CLASS_LENGTHS = np.array([0, 2, 3, 4, 5, 6, 8, 10, 12, 14, 17, 20, 24, 29, 36, 48], np.int32)
"""The shortest passage of each length class, in terms: narrow where BM25 ranks highest, among the short."""

_DENSE = 96
"""A term in more than one of so many passages is a bitmap: it costs less to add than its list of rows."""

_DENSE_AT_LEAST = 64
"""… and in more than so many: in a small segment a list is read as fast."""


def scanned(
    starts: NDArray[np.int64],
    rows: NDArray[np.int32],
    counts: NDArray[np.uint16],
    lengths: NDArray[np.integer],
) -> dict[str, NDArray[Any]]:
    """The arrays for these postings: of each term from ``starts`` on, in which rows it stands and how often."""
    dense = _dense(starts, len(lengths))
    repeats = np.flatnonzero(counts > 1)
    bitmaps = [_bitmap(rows[starts[term] : starts[term + 1]], len(lengths)) for term in dense]
    return {
        "dense_terms": dense.astype(np.int32),
        "bitmaps": np.concatenate([np.zeros(0, np.uint64), *bitmaps]),
        "repeats_starts": np.searchsorted(repeats, starts).astype(np.int64),
        "repeats_rows": rows[repeats],
        "repeats_counts": counts[repeats],
        "length_classes": (np.searchsorted(CLASS_LENGTHS, lengths, side="right") - 1).astype(np.uint8),
        "class_lengths": CLASS_LENGTHS,
    }


def _dense(starts: NDArray[np.int64], passages: int) -> NDArray[np.int64]:
    return np.flatnonzero(np.diff(starts) > max(passages // _DENSE, _DENSE_AT_LEAST))


def _bitmap(rows: NDArray[np.int32], passages: int) -> NDArray[np.uint64]:
    """One bit a passage, from the lowest on, padded to whole words."""
    bits = np.zeros(-(-passages // 64) * 64, np.bool_)
    bits[rows] = True
    return np.packbits(bits, bitorder="little").view("<u8")
