"""Whether passages meet what a question asks beside its terms: the days, and whose words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.engine.segment import NO_DATE, NOBODY, Longs, Segment
from index.query import DateRange, Query

Mask = NDArray[np.bool_]


def published_within(segment: Segment, dates: Sequence[DateRange]) -> Mask:
    """Which versions were published on one of the days; undated ones never were."""
    mask: Mask = np.zeros(len(segment.published), np.bool_)
    for days in dates:
        mask |= _published(segment, days)
    mask &= segment.published != NO_DATE
    return mask


def spoken_by(segment: Segment, query: Query, rows: Longs | slice) -> Mask:
    """Which rows are the words of somebody who is asked for."""
    spoken: Mask = _wanted(segment, query)[segment.speakers[rows]]
    return spoken


def issued_by(segment: Segment, query: Query, rows: Longs | slice) -> Mask:
    """Which rows stand, as nobody else's words, in a release that speaks for somebody who is asked for."""
    issued: Mask = _wanted(segment, query)[segment.version_speakers][segment.version_of[rows]]
    issued &= segment.speakers[rows] == NOBODY
    return issued


def _wanted(segment: Segment, query: Query) -> Mask:
    # NOBODY is -1: it points at the last place, which is nobody's
    return np.array([*(name in query.speakers for name in segment.speaker_names), False])


def _published(segment: Segment, days: DateRange) -> Mask:
    mask: Mask = np.ones(len(segment.published), np.bool_)
    if days.start is not None:
        mask &= segment.published >= days.start.toordinal()
    if days.end is not None:
        mask &= segment.published < days.end.toordinal()
    return mask
