"""What the first stage scans: lists, bitmaps and repeats by place, a place being a passage's number when all are sorted by length.

In: postings and passage lengths of a segment. Out: the arrays that ``kernels/first_stage.c`` explains. They hold no weights, so
they stay as they are when the collections searched, and with them idf and mean length, change.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engine.segment import Ints, Longs

_DENSE = 96
"""A term in more than one of so many passages is a bitmap: it costs less to add than its list of places."""

_DENSE_AT_LEAST = 64
"""… and in more than so many: in a small segment a list is read as fast."""

_LENGTH_BITS = 6
"""Lengths that begin with the same so many binary digits make a run: each of its own up to 63, then the less apart the longer."""

_COUNT_BITS = 16


def scanned(
    starts: Longs, rows: Ints, counts: NDArray[np.uint16], lengths: NDArray[np.integer[Any]]
) -> dict[str, NDArray[Any]]:
    """The arrays for these postings: of each term from ``starts`` on, in which rows it stands and how often."""
    place_rows = np.argsort(lengths, kind="stable").astype(np.int32)
    row_places = np.empty(len(lengths), np.int32)
    row_places[place_rows] = np.arange(len(lengths), dtype=np.int32)
    frequencies = np.diff(starts)
    is_dense = frequencies > max(len(lengths) // _DENSE, _DENSE_AT_LEAST)
    terms = np.repeat(np.arange(len(frequencies)), frequencies)
    places, counts = _by_place(terms, row_places[rows], counts)
    dense = np.flatnonzero(is_dense)
    bitmaps = [_bitmap(places[starts[term] : starts[term + 1]], len(lengths)) for term in dense]
    listed, repeated = np.flatnonzero(~is_dense[terms]), np.flatnonzero(counts > 1)
    return {
        "lists_starts": np.searchsorted(listed, starts).astype(np.int64),
        "lists_places": places[listed],
        "dense_terms": dense.astype(np.int32),
        "bitmaps": np.concatenate([np.zeros(0, np.uint64), *bitmaps]),
        "repeats_starts": np.searchsorted(repeated, starts).astype(np.int64),
        "repeats_places": places[repeated],
        "repeats_counts": counts[repeated],
        "place_rows": place_rows,
        "row_places": row_places,
        **_runs(lengths[place_rows]),
    }


def _bitmap(places: Ints, passages: int) -> NDArray[np.uint64]:
    """One bit a place, from the lowest on, padded to whole words."""
    bits = np.zeros(-(-passages // 64) * 64, np.bool_)
    bits[places] = True
    return np.packbits(bits, bitorder="little").view("<u8")


def _by_place(terms: Longs, places: Ints, counts: NDArray[np.uint16]) -> tuple[Ints, NDArray[np.uint16]]:
    """Places and counts of each of the ascending terms, by place."""
    if not len(terms):
        return places, counts
    # all in one number: numpy sorts these several times faster than it finds an order
    bits = int(places.max()).bit_length()
    keys = np.sort((terms << bits | places) << _COUNT_BITS | counts)
    return (
        (keys >> _COUNT_BITS & (1 << bits) - 1).astype(np.int32),
        (keys & (1 << _COUNT_BITS) - 1).astype(np.uint16),
    )


def _runs(ascending: NDArray[np.integer[Any]]) -> dict[str, NDArray[Any]]:
    """Where runs of about equal lengths start, and the shortest length of each."""
    shifts = np.maximum(np.frexp(ascending.astype(np.float64))[1] - _LENGTH_BITS, 0)
    starts = np.unique(ascending >> shifts << shifts, return_index=True)[1]
    return {
        "run_lengths": ascending[starts].astype(np.int32),
        "run_starts": np.append(starts, len(ascending)).astype(np.int32),
    }
