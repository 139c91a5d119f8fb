"""Whether passages meet what a question asks beside its terms: the days, and whose words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.engine.segment import NO_DATE, NOBODY, Ints, Longs, Segment
from index.query import DateRange, Query

Mask = NDArray[np.bool_]


def published_within(segment: Segment, dates: Sequence[DateRange]) -> Mask:
    """Which versions were published on one of the days; undated ones never were."""
    mask: Mask = np.zeros(len(segment.published), np.bool_)
    for days in dates:
        mask |= _published(segment, days)
    mask &= segment.published != NO_DATE
    return mask


def spoken_by(segment: Segment, query: Query, rows: Longs | None = None) -> Mask:
    """Which rows, of these or of all, are the words of somebody who is asked for."""
    speakers = segment.speakers if rows is None else segment.speakers[rows]
    return _of_speakers(speakers, segment, query)


def issued_by(segment: Segment, query: Query, rows: Longs | None = None) -> Mask:
    """Which rows, of these or of all, stand, as nobody else's words, in a release that speaks for somebody who is asked for."""
    versions = _of_speakers(segment.version_speakers, segment, query)
    issued = segment.by_version(versions) if rows is None else versions[segment.version_of[rows]]
    issued &= (segment.speakers if rows is None else segment.speakers[rows]) == NOBODY
    return issued


def _of_speakers(speakers: Ints, segment: Segment, query: Query) -> Mask:
    mask: Mask = np.zeros(len(speakers), np.bool_)
    for name in query.speakers & segment.speaker_numbers.keys():
        # for the few people of a question a tenth of what np.isin takes over a million rows
        mask |= speakers == segment.speaker_numbers[name]
    return mask


def _published(segment: Segment, days: DateRange) -> Mask:
    mask: Mask = np.ones(len(segment.published), np.bool_)
    if days.start is not None:
        mask &= segment.published >= days.start.toordinal()
    if days.end is not None:
        mask &= segment.published < days.end.toordinal()
    return mask
