"""The terms of a segment, sorted, in one block of bytes: looked up in place, without a dict to build."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_STARTING = 8
"""Bytes that one number holds."""


class Vocabulary(Sequence[str]):
    """Terms numbered from 0 in the order of their UTF-8 bytes."""

    def __init__(self, letters: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
        self._letters = letters.tobytes()
        self._offsets = offsets
        self._found: dict[str, int] = {}

    @staticmethod
    def pack(terms: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Letters and offsets of terms that are sorted by their UTF-8 bytes."""
        encoded = [term.encode() for term in terms]
        lengths = np.fromiter((len(term) for term in encoded), np.int64, len(encoded))
        return np.frombuffer(b"".join(encoded), np.uint8), offsets_of(lengths)

    def number(self, term: str) -> int | None:
        """The term's number, None if the segment does not hold it."""
        known = self._found.get(term)
        if known is not None:
            return known
        number = self._number(term)
        if number is not None:
            # what was asked for once is asked for again, and there are no more than terms
            self._found[term] = number
        return number

    def _number(self, term: str) -> int | None:
        wanted = term.encode()
        start = int.from_bytes(wanted[:_STARTING].ljust(_STARTING, b"\0"), "big")
        place = bisect_left(self._starts, start)
        if len(wanted) >= _STARTING:
            # only terms that begin alike are left to compare
            place = bisect_left(
                range(len(self)), wanted, place, bisect_right(self._starts, start, place), key=self._bytes
            )
        return place if place < len(self) and self._bytes(place) == wanted else None

    @cached_property
    def _starts(self) -> array[int]:
        """The first bytes of each term as a number: these order as the terms do, and compare fast."""
        padded = self._letters + bytes(_STARTING)
        # eight letters from each place on, read as one number, wherever that place is
        numbers = np.ndarray(len(self._letters) + 1, ">u8", padded, strides=(1,))[self._offsets[:-1]]
        foreign = _STARTING - np.minimum(np.diff(self._offsets), _STARTING)
        # in two steps: a number cannot be shifted by all of its bits at once
        half = (4 * foreign).astype(np.uint64)
        return array("Q", (numbers.astype(np.uint64) >> half >> half << half << half).tobytes())

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> str:  # type: ignore[override]  # slices are of no use here
        return self._bytes(number).decode()

    def __iter__(self) -> Iterator[str]:
        offsets = self._offsets.tolist()
        return (self._letters[start:end].decode() for start, end in pairwise(offsets))

    def _bytes(self, number: int) -> bytes:
        return self._letters[self._offsets[number] : self._offsets[number + 1]]


def offsets_of(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of consecutive runs begins, and where the last one ends.

    >>> offsets_of(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets
