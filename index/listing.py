"""Lists of passages that meet a condition: every one of them, in one total order, a page at a time.

In: the live segments of the collections searched and which of their rows are wanted. Out: a page of passages; those
that say the same words stand in the list once, at the first one's place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.engine.candidates import Candidates, Filter, Mask, best_first, published_of
from index.engine.ranker import Scores
from index.engine.segment import Ints, Longs, Segment
from index.engine.statistics import LiveSegment
from index.query import ListedPassage, PassageList
from index.release import PassageId

Matched = Callable[[int], frozenset[str]]
"""Which of the terms looked for a row of a listing holds, by its place in it."""


def rows_of(parts: Sequence[LiveSegment], wanted: Filter) -> list[Candidates]:
    """All rows that are wanted, of one score: a list of them is newest first."""
    found = [np.flatnonzero(wanted(part)) for part in parts]
    return [Candidates(part, rows, np.zeros(len(rows))) for part, rows in zip(parts, found, strict=True)]


def spoken_by(speakers: frozenset[str]) -> Filter:
    """Live rows that are the words of one of these people; a reporter's question is no one's words."""

    def wanted(part: LiveSegment) -> Mask:
        segment = part.segment
        numbers = [segment.speaker_numbers[name] for name in speakers & segment.speaker_numbers.keys()]
        mask: Mask = np.isin(segment.speakers, numbers) & part.live_rows & (segment.questions == 0)
        return mask

    return wanted


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows as columns: what they are ordered and told apart by, and which of the terms looked for each one holds."""

    scores: Scores
    published: Ints
    ids: Longs
    wordings: Longs
    versions: Longs
    matched: Matched

    @classmethod
    def of(cls, found: Sequence[Candidates], terms: Sequence[str] = ()) -> Listing:
        """The rows found in some segments, by these terms."""
        ends = np.cumsum([len(part.rows) for part in found])

        def matched(place: int) -> frozenset[str]:
            part = found[owner := int(np.searchsorted(ends, place, side="right"))]
            return _held(part.part.segment, int(part.rows[place - ends[owner]]), terms)

        return cls(
            _joined([part.scores for part in found], np.float64),
            _joined([published_of(part) for part in found], np.int32),
            _joined([part.part.segment.passage_ids[part.rows] for part in found], np.int64),
            _joined([part.part.segment.wordings[part.rows] for part in found], np.int64),
            _joined([_versions(part) for part in found], np.int64),
            matched,
        )

    def and_also(self, other: Listing) -> Listing:
        """Both together."""
        count = len(self.ids)
        return Listing(
            np.concatenate([self.scores, other.scores]),
            np.concatenate([self.published, other.published]),
            np.concatenate([self.ids, other.ids]),
            np.concatenate([self.wordings, other.wordings]),
            np.concatenate([self.versions, other.versions]),
            lambda place: self.matched(place) if place < count else other.matched(place - count),
        )

    def page(self, *, offset: int, limit: int) -> PassageList:
        """Part of the list: by score, then newest first, then in reading order."""
        order = best_first(self.scores, self.published, self.ids)
        firsts = np.sort(np.unique(self.wordings[order], return_index=True)[1])
        shown = order[firsts[offset : offset + limit]]
        return PassageList([self._listed(order, place) for place in shown.tolist()], len(firsts))

    def _listed(self, order: Longs, place: int) -> ListedPassage:
        same = order[self.wordings[order] == self.wordings[place]]
        # one passage of each other release that says the same, in the list's order
        others: dict[int, int] = {}
        for other in same.tolist():
            if self.versions[other] != self.versions[place]:
                others.setdefault(int(self.versions[other]), int(self.ids[other]))
        repeated_in = [PassageId(id_) for id_ in others.values()]
        return ListedPassage(PassageId(int(self.ids[place])), self.matched(place), repeated_in)


def _held(segment: Segment, row: int, terms: Sequence[str]) -> frozenset[str]:
    if not terms:
        return frozenset()
    held = set(segment.text(row).tolist())
    return frozenset(term for term in terms if segment.vocabulary.number(term) in held)


def _versions(part: Candidates) -> Longs:
    segment = part.part.segment
    versions: Longs = segment.version_ids[segment.version_of[part.rows]]
    return versions


def _joined(parts: Sequence[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, kind), *parts])
