"""Keeps a collection's segments: writes the next one, merges small ones, rebuilds what is damaged.

Segments stand beside the database and can always be made again from it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import shutil
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.engine.segment import Segment
from index.errors import SegmentDamaged
from index.release import VersionId
from index.report import Phase, Progress, Told, untold
from index.store.database import Database, store_errors
from index.store.generations import Generations, NewSegment, SegmentRecord
from index.store.releases import Releases

if TYPE_CHECKING:
    from index.engine.builder import SegmentBuilder

log = logging.getLogger(__name__)

_MERGE_RATIO = 2
"""A segment is merged into the new one while it holds at most this many times as many releases: a collection
of n releases then has about log2 n segments, and a release is written log2 n times in its life."""


@dataclass(frozen=True, slots=True)
class SegmentPlan:
    """The segments that were written for the next generation, and those that they take the place of."""

    segments: Sequence[NewSegment]
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
        merge_most: int | None = None,
        told: Told = untold,
    ) -> SegmentPlan:
        """Write one segment with the joining versions, and those of small segments merged into it.

        ``merge_most`` keeps a small change small: segments that hold more versions are not merged.

        Raises:
            StoreError: the segment cannot be written.
        """
        held = await self._held(collection, base)
        left = set(leaving)
        everywhere = {version for versions in held.values() for version in versions}
        wanted = [version for version in joining if version not in everywhere]
        retired = _to_merge(_at_most(held, merge_most), len(wanted), left)
        wanted += [version for segment in retired for version in held[segment] if version not in left]
        if not wanted:
            return SegmentPlan((), retired)
        return SegmentPlan([await self.write_new(sorted(wanted), told)], retired)

    async def write_new(self, versions: Sequence[VersionId], told: Told = untold) -> NewSegment:
        """Write a segment with these versions."""
        name = _new_name()
        await self._build(versions, self._path(name), told)
        return NewSegment(name, versions)

    async def trim(self, record: SegmentRecord, gone: Sequence[VersionId]) -> NewSegment | None:
        """Write a segment anew without some of its versions; None where nothing is left of it."""
        from index.engine.trimming import without

        erased = set(gone)
        held = await self._generations.segment_versions(record)
        left = [version for version in held if version not in erased]
        if not left:
            return None
        whole = await self.open(record)
        cut = await self._builder([version for version in held if version in erased])
        name = _new_name()
        with store_errors(self._path(name)):
            await asyncio.to_thread(lambda: without(whole, cut.build()).write(self._path(name)))
        return NewSegment(name, left)

    async def copy(self, record: SegmentRecord) -> NewSegment:
        """The same segment once more, under another name; what is damaged in it is found when it is opened."""
        name = _new_name()
        with store_errors(self._database.path), suppress(FileNotFoundError):
            await asyncio.to_thread(_copy, self._path(record.name), self._path(name))
        return NewSegment(name, await self._generations.segment_versions(record))

    async def open(self, record: SegmentRecord) -> Segment:
        """Open a segment; one that is missing or damaged is rebuilt from the store first."""
        path = self._path(record.name)
        try:
            return await asyncio.to_thread(Segment.open, path)
        except SegmentDamaged as damage:
            log.warning("segment %s is rebuilt from the store: %s", record.id, damage.reason)
            await self._build(await self._generations.segment_versions(record), path)
            return await asyncio.to_thread(Segment.open, path)

    async def open_new(self, written: NewSegment) -> Segment:
        """Open a segment that was written for a generation to come.

        Raises:
            SegmentDamaged: it does not hold what was written.
        """
        return await asyncio.to_thread(Segment.open, self._path(written.name))

    async def clean(self) -> None:
        """Remove files that no generation needs: left by a run that was killed, or by segments long retired."""
        await self._generations.forget_retired_segments()
        needed = await self._generations.segment_names()
        for path in self._database.segment_folder.glob("*"):
            if path.name not in needed:
                # what cannot be removed now is tried again after the next change
                with suppress(OSError):
                    path.unlink()

    async def _held(self, collection: str, base: int | None) -> dict[SegmentRecord, list[VersionId]]:
        if base is None:
            return {}
        records = await self._generations.segments(collection, base)
        return {record: await self._generations.segment_versions(record) for record in records}

    async def _build(self, versions: Sequence[VersionId], path: Path, told: Told = untold) -> None:
        builder = await self._builder(versions, told)
        with store_errors(path):
            await asyncio.to_thread(lambda: builder.build().write(path))

    async def _builder(self, versions: Sequence[VersionId], told: Told = untold) -> SegmentBuilder:
        """A segment of these versions, not yet built."""
        # here, and above: what writes segments costs time that asking need not spend
        from index.engine.builder import SegmentBuilder

        builder = SegmentBuilder()
        for done, version in enumerate(versions, start=1):
            # in a thread: a bot that takes in a release goes on answering
            await asyncio.to_thread(builder.add, await self._releases.entry(version))
            told(Progress(Phase.BUILDING, done, len(versions)))
        return builder

    def _path(self, name: str) -> Path:
        return self._database.segment_folder / name


def _new_name() -> str:
    return f"{secrets.token_hex(8)}.segment"


def _copy(path: Path, copy: Path) -> None:
    try:
        os.link(path, copy)
    except FileNotFoundError:
        raise
    except OSError:
        # a file system without links
        shutil.copyfile(path, copy)


def _at_most(
    held: dict[SegmentRecord, list[VersionId]], most: int | None
) -> dict[SegmentRecord, list[VersionId]]:
    return {record: versions for record, versions in held.items() if most is None or len(versions) <= most}


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
