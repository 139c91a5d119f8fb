"""Keeps a collection's segments: writes the next one, merges small ones, rebuilds what is damaged.

Segments stand beside the database and can always be made again from it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import shutil
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.engine.segment import Segment
from index.errors import SegmentDamaged
from index.release import VersionId
from index.report import Told, untold
from index.store.database import Database, store_errors
from index.store.generations import Generations, NewSegment, SegmentRecord

if TYPE_CHECKING:
    from index.engine.merging import Part
    from index.parts import PartBuilding

log = logging.getLogger(__name__)

_MERGE_RATIO = 2
"""A segment is merged into the new one while it holds at most this many times as many releases: a collection
of n releases then has about log2 n segments, and a release is written log2 n times in its life."""


@dataclass(frozen=True, slots=True)
class SegmentPlan:
    """The segments that were written for the next generation, and those that they take the place of."""

    segments: Sequence[NewSegment]
    retired: Sequence[SegmentRecord]


@dataclass(frozen=True, slots=True)
class _Held:
    """A segment, the versions that it holds, and those of them that the next generation holds as well."""

    record: SegmentRecord
    versions: Sequence[VersionId]
    staying: Sequence[VersionId]
    bytes: int


class SegmentKeeper:
    """The segment files of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._generations = Generations(database)
        self._rebuilding = asyncio.Lock()

    async def write(
        self,
        collection: str,
        base: int | None,
        *,
        joining: Sequence[VersionId],
        leaving: Collection[VersionId],
        merge_most_bytes: int = sys.maxsize,
        told: Told = untold,
        processes: int = 0,
    ) -> SegmentPlan:
        """Write one segment with the joining versions, and small segments merged into it without what they hold in vain.

        ``merge_most_bytes`` keeps a small change small: larger segments are not merged. What is joining
        must be committed where other ``processes`` are to read it.

        Raises:
            StoreError: the segment cannot be written.
        """
        held = await self._held(collection, base, joining, leaving)
        everywhere = {version for one in held for version in one.versions}
        wanted = sorted(version for version in joining if version not in everywhere)
        merging = _to_merge([one for one in held if one.bytes <= merge_most_bytes], len(wanted))
        parts: list[Part] = [*await self._building(told, processes).parts(wanted)]
        parts += [await self._left_of(one) for one in merging if one.staying]
        retired = [one.record for one in merging]
        if not parts:
            return SegmentPlan((), retired)
        name = _new_name()
        await self._write(parts, self._path(name))
        versions = sorted([*wanted, *(version for one in merging for version in one.staying)])
        return SegmentPlan([NewSegment(name, versions)], retired)

    async def trim(self, record: SegmentRecord, gone: Sequence[VersionId]) -> NewSegment | None:
        """Write a segment anew without some of its versions; None where nothing is left of it."""
        erased = set(gone)
        held = await self._generations.segment_versions(record)
        left = [version for version in held if version not in erased]
        if not left:
            return None
        whole = await self.open(record)
        cut = await self._building().cut(whole, [version for version in held if version in erased])
        name = _new_name()
        with store_errors(self._path(name)):
            await asyncio.to_thread(cut.write, self._path(name))
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
            # one at a time, however many are opened at once: building takes memory
            async with self._rebuilding:
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

    async def _held(
        self,
        collection: str,
        base: int | None,
        joining: Sequence[VersionId],
        leaving: Collection[VersionId],
    ) -> list[_Held]:
        if base is None:
            return []
        # a version may come back that a segment still holds from earlier
        live = {*await self._generations.versions(collection, base), *joining}.difference(leaving)
        held = []
        for record in await self._generations.segments(collection, base):
            versions = await self._generations.segment_versions(record)
            staying = [version for version in versions if version in live]
            held.append(_Held(record, versions, staying, _bytes(self._path(record.name))))
        return held

    async def _left_of(self, held: _Held) -> Part:
        """The arrays of a segment without what it holds in vain."""
        whole = await self.open(held.record)
        staying = set(held.staying)
        gone = [version for version in held.versions if version not in staying]
        return (await self._building().cut(whole, gone)).arrays if gone else whole.arrays

    async def _build(self, versions: Sequence[VersionId], path: Path) -> None:
        await self._write(await self._building().parts(versions), path)

    async def _write(self, parts: Sequence[Part], path: Path) -> None:
        building = self._building()
        with store_errors(path):
            await asyncio.to_thread(lambda: building.whole(parts).write(path))

    def _building(self, told: Told = untold, processes: int = 0) -> PartBuilding:
        # here: what writes segments costs time that asking need not spend
        from index.parts import PartBuilding

        return PartBuilding(self._database, told, processes=processes)

    def _path(self, name: str) -> Path:
        return self._database.segment_folder / name


def _new_name() -> str:
    return f"{secrets.token_hex(8)}.segment"


def _bytes(path: Path) -> int:
    """How large a segment is; one that is missing is as large as can be, for it would have to be built again."""
    try:
        return path.stat().st_size
    except OSError:
        return sys.maxsize


def _copy(path: Path, copy: Path) -> None:
    try:
        os.link(path, copy)
    except FileNotFoundError:
        raise
    except OSError:
        # a file system without links
        shutil.copyfile(path, copy)


def _to_merge(held: Sequence[_Held], joining: int) -> list[_Held]:
    """Segments to write again: those not much larger than what is written anyway, and those half of which is gone."""
    size, merged = joining, []
    for one in sorted(held, key=lambda one: len(one.staying)):
        if len(one.staying) <= _MERGE_RATIO * size or len(one.staying) * 2 < len(one.versions):
            merged.append(one)
            size += len(one.staying)
    return merged
