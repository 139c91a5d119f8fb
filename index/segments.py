"""Keeps a collection's segments: writes the next one, merges small ones, rebuilds what is damaged.

Segments stand beside the database and can always be made again from it.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.engine.builder import SegmentBuilder
from index.engine.segment import Segment
from index.errors import SegmentDamaged
from index.release import VersionId
from index.store.database import Database
from index.store.generations import Generations, NewSegment, SegmentRecord
from index.store.releases import Releases

log = logging.getLogger(__name__)

_MERGE_RATIO = 2
"""A segment is merged into the new one while it holds at most this many times as many releases: a collection
of n releases then has about log2 n segments, and a release is written log2 n times in its life."""


@dataclass(frozen=True, slots=True)
class SegmentPlan:
    """The segment that was written for the next generation, and those that it takes the place of."""

    segment: NewSegment | None
    retired: Sequence[SegmentRecord]


class SegmentKeeper:
    """The segment files of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._releases = Releases(database)
        self._generations = Generations(database)

    async def write(
        self,
        collection: str,
        base: int | None,
        *,
        joining: Sequence[VersionId],
        leaving: Collection[VersionId],
    ) -> SegmentPlan:
        """Write one segment with the joining versions, and those of small segments merged into it."""
        held = await self._held(collection, base)
        left = set(leaving)
        everywhere = {version for versions in held.values() for version in versions}
        wanted = [version for version in joining if version not in everywhere]
        retired = _to_merge(held, len(wanted), left)
        wanted += [version for segment in retired for version in held[segment] if version not in left]
        if not wanted:
            return SegmentPlan(None, retired)
        name = f"{secrets.token_hex(8)}.segment"
        await self._build(sorted(wanted), self._path(name))
        return SegmentPlan(NewSegment(name, sorted(wanted)), retired)

    async def open(self, record: SegmentRecord) -> Segment:
        """Open a segment; one that is missing or damaged is rebuilt from the store first."""
        path = self._path(record.name)
        try:
            return await asyncio.to_thread(Segment.open, path)
        except SegmentDamaged as damage:
            log.warning("segment %s is rebuilt from the store: %s", record.id, damage.reason)
            await self._build(await self._generations.segment_versions(record), path)
            return await asyncio.to_thread(Segment.open, path)

    async def clean(self) -> None:
        """Remove files that no generation needs: left by a run that was killed, or by segments long retired."""
        await self._generations.forget_retired_segments()
        needed = await self._generations.segment_names()
        for path in self._database.segment_folder.glob("*"):
            if path.name not in needed:
                path.unlink(missing_ok=True)

    async def _held(self, collection: str, base: int | None) -> dict[SegmentRecord, list[VersionId]]:
        if base is None:
            return {}
        records = await self._generations.segments(collection, base)
        return {record: await self._generations.segment_versions(record) for record in records}

    async def _build(self, versions: Iterable[VersionId], path: Path) -> None:
        builder = SegmentBuilder()
        for version in versions:
            builder.add(await self._releases.entry(version))
        await asyncio.to_thread(lambda: builder.build().write(path))

    def _path(self, name: str) -> Path:
        return self._database.segment_folder / name


def _to_merge(
    held: dict[SegmentRecord, list[VersionId]], joining: int, leaving: Collection[VersionId]
) -> list[SegmentRecord]:
    """Segments to write again: those not much larger than what is written anyway, and those half of which is gone."""
    size, merged = joining, []
    for record in sorted(held, key=lambda record: len(held[record])):
        staying = sum(version not in leaving for version in held[record])
        if len(held[record]) <= _MERGE_RATIO * size or staying * 2 < len(held[record]):
            merged.append(record)
            size += staying
    return merged
