"""Generations: which versions a collection holds, and which segments serve them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from index.errors import StoreError
from index.release import VersionId
from index.store.database import Database

_NEWEST = """
SELECT collections.name, max(generations.id) FROM generations
JOIN collections ON collections.id = generations.collection_id GROUP BY collections.id"""
_NEWEST_OF = "SELECT max(id) FROM generations WHERE collection_id = ?"
_PASSAGES_OF = "SELECT passages FROM generations WHERE collection_id = ? ORDER BY id DESC LIMIT 1"
_MEMBERS = """
SELECT version_id FROM memberships
JOIN collections ON collections.id = memberships.collection_id
WHERE name = ? AND since_generation <= ? AND (until_generation IS NULL OR until_generation > ?)"""
_CURRENT = """
SELECT releases.id, releases.source_id, releases.path, memberships.version_id FROM memberships
JOIN versions ON versions.id = memberships.version_id
JOIN releases ON releases.id = versions.release_id
WHERE memberships.collection_id = ? AND until_generation IS NULL"""
_SEGMENTS = """
SELECT segments.id, segments.name FROM segments
JOIN collections ON collections.id = segments.collection_id
WHERE collections.name = ? AND since_generation <= ? AND (until_generation IS NULL OR until_generation > ?)
ORDER BY segments.id"""
_SEGMENT_VERSIONS = "SELECT version_id FROM segment_versions WHERE segment_id = ? ORDER BY version_id"
_NEW_GENERATION = """
INSERT INTO generations (collection_id, made_at, reason, releases, passages) VALUES (?, ?, ?, 0, 0)"""
_COUNT_RELEASES = "SELECT count(*) FROM memberships WHERE collection_id = ? AND until_generation IS NULL"
_COUNT_PASSAGES = """
SELECT count(*) FROM memberships JOIN passages ON passages.version_id = memberships.version_id
WHERE memberships.collection_id = ? AND until_generation IS NULL"""
_SET_COUNTS = "UPDATE generations SET releases = ?, passages = ? WHERE id = ?"
_JOIN = "INSERT INTO memberships (collection_id, version_id, since_generation) VALUES (?, ?, ?)"
_LEAVE = """
UPDATE memberships SET until_generation = ?
WHERE collection_id = ? AND version_id = ? AND until_generation IS NULL"""
_NEW_SEGMENT = "INSERT INTO segments (collection_id, name, since_generation) VALUES (?, ?, ?)"
_NEW_SEGMENT_VERSION = "INSERT INTO segment_versions (segment_id, version_id) VALUES (?, ?)"
_RETIRE = "UPDATE segments SET until_generation = ? WHERE id = ?"
_NAMES = "SELECT name FROM segments"
_LONG_RETIRED = """
SELECT id FROM segments WHERE until_generation <= (
  SELECT id FROM generations WHERE generations.collection_id = segments.collection_id
  ORDER BY id DESC LIMIT 1 OFFSET ?)"""
_FORGET_VERSIONS = "DELETE FROM segment_versions WHERE segment_id = ?"
_FORGET_SEGMENT = "DELETE FROM segments WHERE id = ?"

KEPT_GENERATIONS = 3
"""How many generations of a collection keep their segments; older ones would be rebuilt from the store."""


@dataclass(frozen=True, slots=True)
class Member:
    """A release of the newest generation: its row, where it was read, and its version."""

    release: int
    source: int
    path: str
    version: VersionId


@dataclass(frozen=True, slots=True)
class SegmentRecord:
    """A segment's row and the name of its file."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class NewSegment:
    """A segment that was written for a generation to come, and the versions that it holds."""

    name: str
    versions: Sequence[VersionId]


@dataclass(frozen=True, slots=True)
class Change:
    """What the next generation of a collection does differently from the newest one."""

    reason: str
    base: int | None
    joining: Collection[VersionId] = ()
    leaving: Collection[VersionId] = ()
    segment: NewSegment | None = None
    retired: Sequence[SegmentRecord] = ()


class Generations:
    """The generations of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self) -> dict[str, int]:
        """The newest generation of each collection that has any, by the collection's name."""
        return dict(await self._database.rows(_NEWEST))

    async def versions(self, collection: str, generation: int) -> list[VersionId]:
        """The versions of a generation."""
        rows = await self._database.rows(_MEMBERS, (collection, generation, generation))
        return [VersionId(row[0]) for row in rows]

    async def members(self, collection: int) -> list[Member]:
        """The releases of the newest generation."""
        rows = await self._database.rows(_CURRENT, (collection,))
        return [Member(release, source, path, VersionId(version)) for release, source, path, version in rows]

    async def segments(self, collection: str, generation: int) -> list[SegmentRecord]:
        """The segments that serve a generation, oldest first."""
        rows = await self._database.rows(_SEGMENTS, (collection, generation, generation))
        return [SegmentRecord(*row) for row in rows]

    async def segment_versions(self, segment: SegmentRecord) -> list[VersionId]:
        """The versions that a segment holds."""
        rows = await self._database.rows(_SEGMENT_VERSIONS, (segment.id,))
        return [VersionId(row[0]) for row in rows]

    async def segment_names(self) -> set[str]:
        """The names of all segments that any generation may need."""
        return {row[0] for row in await self._database.rows(_NAMES)}

    async def passages(self, collection: int) -> int:
        """How many passages the newest generation holds."""
        row = await self._database.row(_PASSAGES_OF, (collection,))
        return int(row[0]) if row else 0

    async def forget_retired_segments(self) -> None:
        """Forget the segments that only generations older than the kept ones were served by."""
        async with self._database.transaction():
            retired = await self._database.rows(_LONG_RETIRED, (KEPT_GENERATIONS - 1,))
            await self._database.execute_many(_FORGET_VERSIONS, retired)
            await self._database.execute_many(_FORGET_SEGMENT, retired)

    async def publish(self, collection: int, change: Change) -> int:
        """Make the next generation of a collection, all or nothing; its number.

        Raises:
            StoreError: the newest generation is no longer the one that the change was computed for.
        """
        database = self._database
        async with database.transaction():
            (newest,) = await database.row(_NEWEST_OF, (collection,))
            if newest != change.base:
                raise StoreError("The index was changed by another run meanwhile; run the command again.")
            generation = await database.insert(_NEW_GENERATION, (collection, _now(), change.reason))
            await database.execute_many(
                _LEAVE, [(generation, collection, version) for version in change.leaving]
            )
            await database.execute_many(
                _JOIN, [(collection, version, generation) for version in change.joining]
            )
            await database.execute_many(_RETIRE, [(generation, segment.id) for segment in change.retired])
            if change.segment is not None:
                await self._add_segment(collection, generation, change.segment)
            await self._count(collection, generation)
        return generation

    async def _add_segment(self, collection: int, generation: int, segment: NewSegment) -> None:
        row = await self._database.insert(_NEW_SEGMENT, (collection, segment.name, generation))
        await self._database.execute_many(
            _NEW_SEGMENT_VERSION, [(row, version) for version in segment.versions]
        )

    async def _count(self, collection: int, generation: int) -> None:
        (releases,) = await self._database.row(_COUNT_RELEASES, (collection,))
        (passages,) = await self._database.row(_COUNT_PASSAGES, (collection,))
        await self._database.execute(_SET_COUNTS, (releases, passages, generation))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
