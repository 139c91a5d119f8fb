"""Lists of passages that meet a condition: every one of them, in one total order, a page at a time.

In: the live segments of the collections searched and which of their rows are wanted. Out: a page of passages; those
that say the same words stand in the list once, at the first one's place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.engine.candidates import Candidates, Filter, Mask, best_first, published_of
from index.engine.ranker import Scores
from index.engine.segment import Ints, Longs, Segment
from index.engine.statistics import LiveSegment
from index.query import ListedPassage, PassageList
from index.release import PassageId

Matched = Callable[[Segment, int], frozenset[str]]
"""Which of the terms looked for a row of a segment holds."""


def holds_of(terms: Sequence[str]) -> Matched:
    """Which of these terms a row holds."""

    def matched(segment: Segment, row: int) -> frozenset[str]:
        held = set(segment.text(row).tolist())
        return frozenset(term for term in terms if segment.vocabulary.number(term) in held)

    return matched


def no_terms(_segment: Segment, _row: int) -> frozenset[str]:
    """For lists in which no terms are looked for."""
    return frozenset()


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


def page_of(
    found: Sequence[Candidates], *, offset: int, limit: int, matched: Matched = no_terms
) -> PassageList:
    """Part of the list: by score, then newest first, then in reading order."""
    if not any(len(part.rows) for part in found):
        return PassageList()
    every = _Columns.of(found)
    order = best_first(every.scores, every.published, every.ids)
    firsts = np.sort(np.unique(every.wordings[order], return_index=True)[1])
    shown = order[firsts[offset : offset + limit]]
    return PassageList([_listed(found, every, order, place, matched) for place in shown], len(firsts))


@dataclass(frozen=True, slots=True)
class _Columns:
    """What rows of all segments are ordered and told apart by."""

    owners: Longs
    rows: Longs
    scores: Scores
    published: Ints
    ids: Longs
    wordings: Longs
    versions: Longs

    @classmethod
    def of(cls, found: Sequence[Candidates]) -> _Columns:
        """The columns of all rows found."""
        segments = [part.part.segment for part in found]
        return cls(
            np.repeat(np.arange(len(found)), [len(part.rows) for part in found]),
            np.concatenate([part.rows for part in found]),
            np.concatenate([part.scores for part in found]),
            np.concatenate([published_of(part) for part in found]),
            np.concatenate(
                [segment.passage_ids[part.rows] for segment, part in zip(segments, found, strict=True)]
            ),
            np.concatenate(
                [segment.wordings[part.rows] for segment, part in zip(segments, found, strict=True)]
            ),
            np.concatenate(
                [
                    segment.version_ids[segment.version_of[part.rows]]
                    for segment, part in zip(segments, found, strict=True)
                ]
            ),
        )


def _listed(
    found: Sequence[Candidates], every: _Columns, order: Longs, place: int, matched: Matched
) -> ListedPassage:
    same = order[every.wordings[order] == every.wordings[place]]
    # one passage of each other release that says the same, in the list's order
    others: dict[int, int] = {}
    for other in same.tolist():
        if every.versions[other] != every.versions[place]:
            others.setdefault(int(every.versions[other]), int(every.ids[other]))
    segment = found[int(every.owners[place])].part.segment
    return ListedPassage(
        PassageId(int(every.ids[place])),
        matched(segment, int(every.rows[place])),
        [PassageId(id_) for id_ in others.values()],
    )
