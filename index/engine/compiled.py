"""The first stage by compiled code: ``kernels/first_stage.c``, which explains the method.

In: live segments, terms and masks as numpy holds them. Out: candidates. The call lets other threads run.
"""

from __future__ import annotations

import ctypes
import struct
from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engine.kernels import WIDEST, library
from index.engine.ordering import Candidates, Mask
from index.engine.ranker import Ranker, Scores
from index.engine.segment import Longs
from index.engine.statistics import LiveSegment

MOST_TERMS = 64
"""As in the C file."""

MOST_WANTED = 4_096
"""Beyond this, too little can be left out for bounds to pay."""

_QUERY = struct.Struct("=2Q3q3d")
_ROW = np.dtype(np.int32)
_ABSENT = -1


def search(
    parts: Sequence[LiveSegment],
    ranker: Ranker,
    terms: Sequence[str],
    limit: int,
    masks: Sequence[Mask],
    *,
    widest: int = WIDEST,
) -> list[Candidates]:
    """The ``limit`` best passages of those that the masks allow.

    Raises:
        MemoryError: there is none left for a few hundred kilobytes.
    """
    compiled = library()
    assert compiled is not None, "the caller has looked"
    # what the call reads and writes has a name here, so that it lives until the call is over
    held = [np.ascontiguousarray(mask) for mask in masks]
    numbers = [array("i", [_number(part, term) for term in terms]) for part in parts]
    idf = array("d", [ranker.idf.get(term, 0.0) for term in terms])
    described = array("Q")
    for part, mask, own in zip(parts, held, numbers, strict=True):
        described.extend((part.segment.address, _address(mask), own.buffer_info()[0]))
    sizes = (len(parts), len(terms), limit)
    query = _QUERY.pack(
        described.buffer_info()[0], idf.buffer_info()[0], *sizes, ranker.k1, ranker.b, ranker.avgdl
    )
    # one block for scores, then rows, then the places of their parts
    block = np.empty(2 * limit)
    scores = _address(block)
    rows = scores + limit * block.itemsize
    owners = rows + limit * _ROW.itemsize
    count = compiled.first_stage(query, widest, owners, rows, scores)
    if count < 0:
        raise MemoryError
    whole = block[limit:].view(_ROW)
    return _by_part(parts, whole[limit : limit + count], whole[:count].astype(np.int64), block[:count])


def _by_part(
    parts: Sequence[LiveSegment], owners: NDArray[np.int32], rows: Longs, scores: Scores
) -> list[Candidates]:
    if len(parts) == 1:
        return [Candidates(parts[0], rows, scores)]
    bounds = np.searchsorted(owners, np.arange(len(parts) + 1)).tolist()
    return [
        Candidates(part, rows[start:end], scores[start:end])
        for part, start, end in zip(parts, bounds[:-1], bounds[1:], strict=True)
    ]


def _address(values: NDArray[Any]) -> int:
    if values.flags.writeable and len(values):
        # a quarter of what numpy takes to tell it
        return ctypes.addressof(ctypes.c_char.from_buffer(values.data))
    return values.ctypes.data


def _number(part: LiveSegment, term: str) -> int:
    number = part.segment.vocabulary.number(term)
    return _ABSENT if number is None else number
