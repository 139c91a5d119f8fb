"""Statistics of the collections searched: what BM25 needs to know of the corpus as a whole.

They are summed over the segments of all collections that a question searches, without the versions
that a generation has dropped, so that scores are those of one corpus holding just these passages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, ValuesView
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.engine.segment import NOBODY, Longs, Segment


@dataclass(frozen=True, eq=False)
class LiveSegment:
    """A segment and which of its versions the generation still holds."""

    segment: Segment
    live: NDArray[np.bool_]

    @cached_property
    def whole(self) -> bool:
        """Whether every version of the segment is live."""
        return bool(self.live.all())

    @cached_property
    def live_rows(self) -> NDArray[np.bool_]:
        """Which rows belong to live versions; kept, for every question asks."""
        return self.segment.by_version(self.live)

    @cached_property
    def quotable_rows(self) -> NDArray[np.bool_]:
        """Which live rows may answer: no reporter's question does."""
        quotable: NDArray[np.bool_] = self.live_rows & (self.segment.questions == 0)
        return quotable

    @cached_property
    def frequencies(self) -> Longs:
        """In how many live passages each term stands, by term number."""
        if self.whole:
            return self.segment.frequencies
        return self.segment.frequencies - self.segment.frequencies_within(np.flatnonzero(~self.live))

    def frequency(self, term: str) -> int:
        """In how many live passages the term stands."""
        number = self.segment.vocabulary.number(term)
        return 0 if number is None else int(self.frequencies[number])

    @cached_property
    def live_speakers(self) -> Sequence[str]:
        """Who speaks in live passages, and for whom live versions speak, by their numbers."""
        segment = self.segment
        speaking = np.zeros(
            len(segment.speaker_names) + 1, np.bool_
        )  # one place more, which NOBODY (-1) finds
        for numbers, live in ((segment.speakers, self.live_rows), (segment.version_speakers, self.live)):
            speaking[numbers if self.whole else numbers[live]] = True
        return [segment.speaker_names[number] for number in np.flatnonzero(speaking[:NOBODY]).tolist()]

    def with_live(self, live: NDArray[np.bool_]) -> LiveSegment:
        """The same segment when other versions are live: what a small change leaves as it was is not counted anew."""
        if np.array_equal(live, self.live):
            return self
        changed = LiveSegment(self.segment, live)
        if "frequencies" in self.__dict__ and not changed.whole:
            came, went = np.flatnonzero(live & ~self.live), np.flatnonzero(self.live & ~live)
            within = self.segment.frequencies_within
            # where a cached property keeps what it computed
            changed.__dict__["frequencies"] = self.frequencies + within(came) - within(went)
        return changed


class Frequencies(Mapping[str, int]):
    """In how many live passages of some segments each term stands; terms that stand in none are not among them.

    Looked up term by term: a question needs a few of them, and a corpus of a million passages has 100,000.
    """

    def __init__(self, parts: Sequence[LiveSegment]) -> None:
        self._parts = parts

    def __getitem__(self, term: str) -> int:
        count = sum(part.frequency(term) for part in self._parts)
        if not count:
            raise KeyError(term)
        return count

    def __iter__(self) -> Iterator[str]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)

    def values(self) -> ValuesView[int]:
        """All frequencies, without looking each term up."""
        return self._every.values()

    @cached_property
    def _every(self) -> Counter[str]:
        frequencies: Counter[str] = Counter()
        for part in self._parts:
            counts = zip(part.segment.vocabulary, part.frequencies.tolist(), strict=True)
            frequencies.update({term: count for term, count in counts if count})
        return frequencies


@dataclass(frozen=True, slots=True)
class Statistics:
    """``passages`` is BM25's N, ``total_length`` the terms in all of them, ``frequencies`` each term's document frequency."""

    passages: int
    total_length: int
    frequencies: Mapping[str, int]

    @classmethod
    def over(cls, segments: Sequence[LiveSegment]) -> Statistics:
        """The statistics of all live passages of these segments together."""
        lengths = [
            part.segment.lengths if part.whole else part.segment.lengths[part.live_rows] for part in segments
        ]
        return cls(sum(map(len, lengths)), sum(int(part.sum()) for part in lengths), Frequencies(segments))
