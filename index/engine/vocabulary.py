"""The terms of a segment, sorted, in one block of bytes: looked up in place, without a dict to build."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


class Vocabulary(Sequence[str]):
    """Terms numbered from 0 in the order of their UTF-8 bytes."""

    def __init__(self, letters: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
        self._letters = letters.tobytes()
        self._offsets = offsets

    @staticmethod
    def pack(terms: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """Letters and offsets of terms that are sorted by their UTF-8 bytes."""
        encoded = [term.encode() for term in terms]
        lengths = np.fromiter((len(term) for term in encoded), np.int64, len(encoded))
        return np.frombuffer(b"".join(encoded), np.uint8), offsets_of(lengths)

    def number(self, term: str) -> int | None:
        """The term's number, None if the segment does not hold it."""
        wanted = term.encode()
        place = bisect_left(range(len(self)), wanted, key=self._bytes)
        return place if place < len(self) and self._bytes(place) == wanted else None

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
