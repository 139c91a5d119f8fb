"""The first stage by compiled code: ``kernels/first_stage.c``, which explains the method.

In: live segments, terms and masks as numpy holds them. Out: candidates. The call lets other threads run.
"""

from __future__ import annotations

import ctypes
import struct
from array import array
from collections.abc import Sequence

import numpy as np

from index.engine.kernels import WIDEST, library
from index.engine.ordering import Candidates, Mask
from index.engine.ranker import Ranker
from index.engine.statistics import LiveSegment

MOST_TERMS = 64
"""As in the C file."""

MOST_WANTED = 4_096
"""Beyond this, too little can be left out for bounds to pay."""

_PART = struct.Struct("=3Q")
_QUERY = struct.Struct("=2Q3q3d")
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
    owners, rows, scores = np.empty(limit, np.int32), np.empty(limit, np.int32), np.empty(limit)
    # what the call reads has a name here, so that it lives until the call is over
    held = [np.ascontiguousarray(mask) for mask in masks]
    numbers = [array("i", [_number(part, term) for term in terms]) for part in parts]
    idf = array("d", [ranker.idf.get(term, 0.0) for term in terms])
    described = ctypes.create_string_buffer(
        b"".join(
            _PART.pack(part.segment.address, mask.ctypes.data, own.buffer_info()[0])
            for part, mask, own in zip(parts, held, numbers, strict=True)
        )
    )
    sizes = (len(parts), len(terms), limit)
    query = _QUERY.pack(
        ctypes.addressof(described), idf.buffer_info()[0], *sizes, ranker.k1, ranker.b, ranker.avgdl
    )
    count = compiled.first_stage(query, widest, owners.ctypes.data, rows.ctypes.data, scores.ctypes.data)
    if count < 0:
        raise MemoryError
    bounds = np.searchsorted(owners[:count], np.arange(len(parts) + 1))
    return [
        Candidates(part, rows[start:end].astype(np.int64), scores[start:end])
        for part, start, end in zip(parts, bounds[:-1], bounds[1:], strict=True)
    ]


def _number(part: LiveSegment, term: str) -> int:
    number = part.segment.vocabulary.number(term)
    return _ABSENT if number is None else number
