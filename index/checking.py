"""Checks a generation before it is published: what it would hold is loaded and asked, as questions will be.

In: a change whose segments are written. Out: nothing, or CheckFailed with what is wrong.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np

from index.engine.candidates import Candidates, best_candidates
from index.engine.ranker import Bm25Params, Ranker
from index.engine.segment import Longs, Segment
from index.engine.statistics import LiveSegment, Statistics
from index.errors import CheckFailed
from index.language.analyzer import terms
from index.release import VersionId
from index.report import Phase, Progress, Told, untold
from index.segments import SegmentKeeper
from index.store.database import Database
from index.store.generations import Change, Generations
from index.store.releases import Releases

SAMPLES = 5
"""How many of the new releases are asked for."""

_FOUND_AMONG = 20
"""A release is found if its sentence is among so many best: others may say the same."""

_WORDS_ASKED = 12
_FEW_RELEASES = 20
"""Fewer releases may well be replaced at one time."""


def refuse_implausible(*, before: int, gone: int, come: int) -> None:
    """Refuse what looks like a folder that was emptied by mistake.

    Raises:
        CheckFailed: nothing would be left, or less than half of many releases.
    """
    if gone and gone == before and not come:
        raise CheckFailed([f"All {before:,} releases would be removed.", _BY_FORCE])
    if before >= _FEW_RELEASES and gone * 2 > before:
        raise CheckFailed([f"{gone:,} of {before:,} releases would be removed.", _BY_FORCE])


_BY_FORCE = "If that is meant, run it again with force."


class Checker:
    """Checks changes of a database's collections."""

    def __init__(self, database: Database, told: Told = untold) -> None:
        self._generations = Generations(database)
        self._releases = Releases(database)
        self._segments = SegmentKeeper(database)
        self._told = told

    async def check(self, collection: str, change: Change) -> None:
        """Load the generation that the change would make, and ask for some of what it adds.

        Raises:
            CheckFailed: a release has no passages, is held twice or not at all, or is not found by its own words.
        """
        versions = await self._versions(collection, change)
        parts = await self._parts(collection, change, versions)
        failures = _miscounted(parts, versions, change.joining)
        samples = _spread(change.joining, SAMPLES)
        ranker = await asyncio.to_thread(_ranker, parts)
        for done, version in enumerate(samples, start=1):
            if not failures and ranker is not None:
                failures += await self._unfound(parts, ranker, version)
            self._told(Progress(Phase.CHECKING, done, len(samples)))
        if failures:
            raise CheckFailed(failures)

    async def _versions(self, collection: str, change: Change) -> set[VersionId]:
        held = [] if change.base is None else await self._generations.versions(collection, change.base)
        return (set(held) - set(change.leaving)) | set(change.joining)

    async def _parts(self, collection: str, change: Change, versions: set[VersionId]) -> list[LiveSegment]:
        base = [] if change.base is None else await self._generations.segments(collection, change.base)
        retired = {record.id for record in change.retired}
        live = np.array(sorted(versions), np.int64)
        opened: list[Segment] = [
            await self._segments.open(record) for record in base if record.id not in retired
        ]
        opened += [await self._segments.open_new(written) for written in change.segments]
        return [LiveSegment(segment, np.isin(segment.version_ids, live)) for segment in opened]

    async def _unfound(self, parts: Sequence[LiveSegment], ranker: Ranker, version: VersionId) -> list[str]:
        entry = await self._releases.entry(version)
        asked = max(
            ([*dict.fromkeys(terms(passage.quote))] for passage in entry.passages[:_FOUND_AMONG]), key=len
        )
        if not asked or await asyncio.to_thread(_is_found, parts, ranker, asked[:_WORDS_ASKED], version):
            return []
        return [f"“{entry.title}” is not found by its own words."]


def _ranker(parts: Sequence[LiveSegment]) -> Ranker | None:
    statistics = Statistics.over(parts)
    return Ranker(statistics, Bm25Params()) if statistics.total_length else None


def _is_found(parts: Sequence[LiveSegment], ranker: Ranker, asked: Sequence[str], version: VersionId) -> bool:
    passages = sum(part.segment.passages for part in parts)
    found = best_candidates(parts, ranker, asked, limit=passages, allowed=lambda part: part.live_rows)
    scores = np.sort(np.concatenate([part.scores for part in found]))[::-1]
    own = np.concatenate([part.scores[_versions_of(part) == version] for part in found])
    return bool(own.size) and float(own.max()) >= scores[min(_FOUND_AMONG, len(scores)) - 1]


def _versions_of(found: Candidates) -> Longs:
    segment = found.part.segment
    return segment.version_ids[segment.version_of[found.rows]]


def _miscounted(
    parts: Sequence[LiveSegment], versions: set[VersionId], joining: Sequence[VersionId]
) -> list[str]:
    held = np.concatenate([part.segment.version_ids[part.live] for part in parts] or [np.zeros(0, np.int64)])
    sizes = {
        int(version): int(size)
        for part in parts
        for version, size in zip(part.segment.version_ids, np.diff(part.segment.version_starts), strict=True)
    }
    empty = sum(sizes.get(version, 0) == 0 for version in joining)
    failures = []
    if len(held) != len(versions) or set(held.tolist()) != versions:
        failures.append(f"Its segments hold {len(held):,} releases, and {len(versions):,} were to be held.")
    if empty:
        failures.append(f"{empty:,} releases have no passages.")
    return failures


def _spread(versions: Sequence[VersionId], count: int) -> list[VersionId]:
    """Some versions, evenly spread."""
    step = max(len(versions) // count, 1)
    return list(versions)[::step][:count]
