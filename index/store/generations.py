"""Generations: which versions a collection holds, and which segments serve them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from index.errors import StoreError
from index.release import VersionId
from index.store.database import Database

_TURNED = """(
  SELECT release_id, (SELECT count(*) FROM passages WHERE passages.version_id = versions.id) AS passages
  FROM memberships JOIN versions ON versions.id = memberships.version_id WHERE {edge} = :generation)"""
"""The versions that join or leave with a generation."""

_NEWEST = """
SELECT collections.name, max(generations.id) FROM generations
JOIN collections ON collections.id = generations.collection_id GROUP BY collections.id"""
_NEWEST_OF = "SELECT max(id) FROM generations WHERE collection_id = ?"
_PASSAGES_OF = "SELECT passages FROM generations WHERE collection_id = ? ORDER BY id DESC LIMIT 1"
# in one row: to fetch a row for each of many versions takes three times as long
_MEMBERS = """
SELECT group_concat(version_id) FROM memberships
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
_MADE = """
SELECT releases, passages, made_at, (SELECT min(made_at) FROM generations AS others
  WHERE others.collection_id = generations.collection_id) FROM generations WHERE id = ?"""
_COUNTS_OF = "SELECT releases, passages FROM generations WHERE id = ?"
# counted by difference: to count all passages anew would take longer than a small change
_DIFFERENCE = f"""
WITH joined AS {_TURNED.format(edge="since_generation")}, left_ AS {_TURNED.format(edge="until_generation")}
SELECT
  (SELECT count(*) FROM joined WHERE release_id NOT IN (SELECT release_id FROM left_)),
  (SELECT count(*) FROM joined WHERE release_id IN (SELECT release_id FROM left_)),
  (SELECT count(*) FROM left_ WHERE release_id NOT IN (SELECT release_id FROM joined)),
  (SELECT coalesce(sum(passages), 0) FROM joined) - (SELECT coalesce(sum(passages), 0) FROM left_)"""
_SET_COUNTS = (
    "UPDATE generations SET releases = ?, passages = ?, added = ?, changed = ?, removed = ? WHERE id = ?"
)
_JOINED_LIVE = """
UPDATE releases SET state = 'live', version_id = joined.id, changed_at = ?, reason = NULL, held_until = NULL
FROM (SELECT versions.id, release_id FROM memberships JOIN versions ON versions.id = version_id
  WHERE since_generation = ?) AS joined
WHERE releases.id = joined.release_id"""
_LEFT_GONE = """
UPDATE releases SET state = 'gone', changed_at = ?, reason = ?, held_until = NULL WHERE id IN (
  SELECT release_id FROM memberships JOIN versions ON versions.id = version_id WHERE until_generation = ?
  EXCEPT
  SELECT release_id FROM memberships JOIN versions ON versions.id = version_id WHERE since_generation = ?)"""
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
"""How many generations before the newest one keep their segments, so that a rollback to them writes little."""

_WHY_GONE = {
    "rollback": "It was not in the generation that was rolled back to.",
    "full index": "It is no longer in the folder that it was read from.",
    "index": "It is no longer in the folder that it was read from.",
}


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
    joining: Sequence[VersionId] = ()
    leaving: Sequence[VersionId] = ()
    segments: Sequence[NewSegment] = ()
    retired: Sequence[SegmentRecord] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What a generation holds, when it was made and when the collection's first one (ISO 8601, UTC)."""

    releases: int
    passages: int
    at: str
    first_at: str


class Generations:
    """The generations of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self) -> dict[str, int]:
        """The newest generation of each collection that has any, by the collection's name."""
        return dict(await self._database.rows(_NEWEST))

    async def made(self, generation: int) -> Made | None:
        """How large a generation is, and how old; None where there never was one of that number."""
        row = await self._database.row(_MADE, (generation,))
        return None if row is None else Made(*row)

    async def versions(self, collection: str, generation: int) -> list[VersionId]:
        """The versions of a generation."""
        (held,) = await self._database.row(_MEMBERS, (collection, generation, generation))
        versions: list[Any] = [int(version) for version in held.split(",")] if held else []
        return versions

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
            retired = await self._database.rows(_LONG_RETIRED, (KEPT_GENERATIONS,))
            await self._database.execute_many(_FORGET_VERSIONS, retired)
            await self._database.execute_many(_FORGET_SEGMENT, retired)

    async def publish(self, collection: int, change: Change) -> int:
        """Make the next generation of a collection, all or nothing; its number.

        Raises:
            StoreError: the newest generation is no longer the one that the change was computed for.
        """
        async with self._database.transaction():
            return await self.apply(collection, change)

    async def apply(self, collection: int, change: Change) -> int:
        """The same within a transaction that is open already, with whatever else belongs to the change."""
        database = self._database
        (newest,) = await database.row(_NEWEST_OF, (collection,))
        if newest != change.base:
            raise StoreError("The index was changed by another run meanwhile; run the command again.")
        made_at = _now()
        generation = await database.insert(_NEW_GENERATION, (collection, made_at, change.reason))
        await database.execute_many(_LEAVE, [(generation, collection, version) for version in change.leaving])
        await database.execute_many(_JOIN, [(collection, version, generation) for version in change.joining])
        await database.execute_many(_RETIRE, [(generation, segment.id) for segment in change.retired])
        for segment in change.segments:
            await self.add_segment(collection, generation, segment)
        await self._count(generation, change.base)
        await database.execute(_JOINED_LIVE, (made_at, generation))
        why = _WHY_GONE.get(change.reason)
        await database.execute(_LEFT_GONE, (made_at, why, generation, generation))
        return generation

    async def add_segment(self, collection: int, generation: int, segment: NewSegment) -> None:
        """Let a segment serve a generation and those after it, within an open transaction."""
        row = await self._database.insert(_NEW_SEGMENT, (collection, segment.name, generation))
        await self._database.execute_many(
            _NEW_SEGMENT_VERSION, [(row, version) for version in segment.versions]
        )

    async def _count(self, generation: int, base: int | None) -> None:
        releases, passages = (0, 0) if base is None else await self._database.row(_COUNTS_OF, (base,))
        added, changed, removed, more = await self._database.row(_DIFFERENCE, {"generation": generation})
        counts = (releases + added - removed, passages + more, added, changed, removed)
        await self._database.execute(_SET_COUNTS, (*counts, generation))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
