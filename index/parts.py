"""Builds parts of segments: versions of the store in, the arrays of parts out, to be merged into one segment.

Many versions make several parts, in other processes where there are any; memory grows with the arrays alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from index.engine.builder import Arrays, SegmentBuilder, with_scanned
from index.engine.entries import VersionEntry
from index.engine.merging import Part, merged
from index.engine.segment import Segment
from index.engine.trimming import without
from index.processes import Processes
from index.release import VersionId
from index.report import Phase, Progress, Told, untold
from index.store.database import Database
from index.store.releases import Releases

_PARTS = 16
"""So many are merged at little cost, and are enough to be shared among processes."""

_SMALLEST, _LARGEST = 256, 2_048
"""Versions of a part: fewer are not worth a process, and more would take more memory."""

_AT_ONCE = 32
"""Versions that are read from the store together."""


class PartBuilding:
    """Builds parts from one database; other processes read it by themselves, and find there what is committed."""

    def __init__(self, database: Database, told: Told = untold, *, processes: int = 0) -> None:
        self._database = database
        self._releases = Releases(database)
        self._told = told
        self._processes = processes

    async def parts(self, versions: Sequence[VersionId]) -> list[Arrays]:
        """The parts that these versions make, in their order."""
        size = min(max(-(-len(versions) // _PARTS), _SMALLEST), _LARGEST)
        shares = _cut(versions, size)
        count = min(self._processes, len(shares)) if len(shares) > 1 else 0
        if count:
            return await self._in_processes(shares, count)
        counting = _Counting(self._told, len(versions))
        return [(await self.builder(share, counting)).part() for share in shares]

    async def cut(self, segment: Segment, gone: Sequence[VersionId]) -> Segment:
        """A segment without some of its versions."""
        builder = await self.builder(gone)
        return await asyncio.to_thread(lambda: without(segment, builder.build()))

    def whole(self, parts: Sequence[Part]) -> Segment:
        """The segment that these parts make."""
        return Segment(with_scanned(merged(parts)))

    async def builder(
        self, versions: Sequence[VersionId], counting: _Counting | None = None
    ) -> SegmentBuilder:
        """What has taken in these versions."""
        builder = SegmentBuilder()
        for some in _cut(versions, _AT_ONCE):
            # in a thread: a bot that takes in a release goes on answering
            await asyncio.to_thread(_add_all, builder, await self._releases.entries(some))
            if counting:
                counting.add(len(some))
        return builder

    async def _in_processes(self, shares: Sequence[Sequence[VersionId]], count: int) -> list[Arrays]:
        counting = _Counting(self._told, sum(map(len, shares)))
        parts = []
        async with Processes(partial(part_of, database=self._database.path), count=count) as building:
            for share, made in zip(shares, [await building.give(share) for share in shares], strict=True):
                parts.append(await made)
                counting.add(len(share))
        return parts


class _Counting:
    """Tells how many of the versions are built."""

    def __init__(self, told: Told, of: int) -> None:
        self._told = told
        self._done = 0
        self._of = of

    def add(self, count: int) -> None:
        self._done += count
        self._told(Progress(Phase.BUILDING, self._done, self._of))


def part_of(versions: Sequence[VersionId], *, database: Path) -> Arrays:
    """One part, by a connection of its own."""
    return asyncio.run(_part_of(versions, database))


async def _part_of(versions: Sequence[VersionId], path: Path) -> Arrays:
    async with Database.open(path) as database:
        return (await PartBuilding(database).builder(versions)).part()


def _add_all(builder: SegmentBuilder, entries: Sequence[VersionEntry]) -> None:
    for entry in entries:
        builder.add(entry)


def _cut(versions: Sequence[VersionId], size: int) -> list[Sequence[VersionId]]:
    return [versions[place : place + size] for place in range(0, len(versions), size)]
