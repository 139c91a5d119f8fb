"""Statistics of the collections searched: what BM25 needs to know of the corpus as a whole.

They are summed over the segments of all collections that a question searches, without the versions
that a generation has dropped, so that scores are those of one corpus holding just these passages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.engine.segment import Longs, Segment


@dataclass(frozen=True, slots=True)
class LiveSegment:
    """A segment and which of its versions the generation still holds."""

    segment: Segment
    live: NDArray[np.bool_]

    @property
    def whole(self) -> bool:
        """Whether every version of the segment is live."""
        return bool(self.live.all())

    @property
    def live_rows(self) -> NDArray[np.bool_]:
        """Which rows belong to live versions."""
        return self.live[self.segment.version_of]

    def frequencies(self) -> Longs:
        """In how many live passages each term stands, by term number."""
        if self.whole:
            return self.segment.frequencies
        return self.segment.frequencies - self.segment.frequencies_within(np.flatnonzero(~self.live))


@dataclass(frozen=True, slots=True)
class Statistics:
    """``passages`` is BM25's N, ``total_length`` the terms in all of them, ``frequencies`` each term's document frequency."""

    passages: int
    total_length: int
    frequencies: Mapping[str, int]

    @classmethod
    def over(cls, segments: Sequence[LiveSegment]) -> Statistics:
        """The statistics of all live passages of these segments together."""
        frequencies: Counter[str] = Counter()
        passages = total_length = 0
        for part in segments:
            lengths = part.segment.lengths if part.whole else part.segment.lengths[part.live_rows]
            passages += len(lengths)
            total_length += int(lengths.sum())
            counts = zip(part.segment.vocabulary, part.frequencies().tolist(), strict=True)
            frequencies.update({term: count for term, count in counts if count})
        return cls(passages, total_length, frequencies)
