"""Deletes rows for good, in the order in which they refer to one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from index.editing import Upload
from index.release import VersionId
from index.store.database import Database
from index.store.generations import NewSegment, SegmentRecord
from index.store.states import moment
from index.store.uploads import upload_digest

_REMOVED_BEFORE = """
SELECT id FROM releases WHERE state = 'removed' AND changed_at < ? AND version_id IS NOT NULL ORDER BY id"""
_VERSIONS = "SELECT id FROM versions WHERE release_id = ?"
_HOLDING = """
SELECT segments.id, segments.name FROM segments JOIN segment_versions ON segment_id = segments.id WHERE version_id = ?"""
_UPLOADS_OF = "SELECT upload_id, place FROM version_uploads WHERE version_id = ?"
_LINKED = "SELECT version_id FROM version_uploads WHERE upload_id = ?"
_REPLACE_UPLOAD = "UPDATE uploads SET content = ?, bytes = ?, digest = ? WHERE id = ?"
_RENAME_SEGMENT = "UPDATE segments SET name = ? WHERE id = ?"
_FORGET_HELD = "DELETE FROM segment_versions WHERE segment_id = ?"
_HOLD = "INSERT INTO segment_versions (segment_id, version_id) VALUES (?, ?)"
_FORGET_SEGMENT = "DELETE FROM segments WHERE id = ?"
_FORGET_TEXTS = (
    "UPDATE releases SET version_id = NULL WHERE id = ?",
    "DELETE FROM stated_facts WHERE release_id = ?",
    "DELETE FROM memberships WHERE version_id IN (SELECT id FROM versions WHERE release_id = ?)",
    "DELETE FROM passages WHERE version_id IN (SELECT id FROM versions WHERE release_id = ?)",
    "DELETE FROM version_uploads WHERE version_id IN (SELECT id FROM versions WHERE release_id = ?)",
    "DELETE FROM versions WHERE release_id = ?",
)
_FORGET_UNUSED_UPLOADS = "DELETE FROM uploads WHERE id NOT IN (SELECT upload_id FROM version_uploads)"
_ID = "SELECT id FROM collections WHERE name = ?"
_COUNT = "SELECT count(*) FROM releases WHERE collection_id = ? AND state IN ('live', 'held', 'withdrawn')"
_OF_COLLECTION = """
SELECT versions.id FROM versions JOIN releases ON releases.id = versions.release_id WHERE collection_id = ?"""
_DROP = (
    "UPDATE releases SET version_id = NULL WHERE collection_id = ?",
    "DELETE FROM stated_facts WHERE release_id IN (SELECT id FROM releases WHERE collection_id = ?)",
    "DELETE FROM segment_versions WHERE segment_id IN (SELECT id FROM segments WHERE collection_id = ?)",
    "DELETE FROM segments WHERE collection_id = ?",
    "DELETE FROM memberships WHERE collection_id = ?",
    f"DELETE FROM passages WHERE version_id IN ({_OF_COLLECTION})",
    f"DELETE FROM version_uploads WHERE version_id IN ({_OF_COLLECTION})",
    "DELETE FROM versions WHERE release_id IN (SELECT id FROM releases WHERE collection_id = ?)",
    "DELETE FROM uploads WHERE collection_id = ?",
    "DELETE FROM releases WHERE collection_id = ?",
    "DELETE FROM sources WHERE collection_id = ?",
    "DELETE FROM generations WHERE collection_id = ?",
    "DELETE FROM collections WHERE id = ?",
)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A segment's row and what takes the place of its file; None where nothing is left."""

    segment: int
    written: NewSegment | None


@dataclass(frozen=True, slots=True)
class RewrittenUpload:
    """An upload's row and what is left of it."""

    upload: int
    left: Upload


class Erasure:
    """Deletes from a database; each method that does runs within an open transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def removed_before(self, moment_: datetime) -> list[int]:
        """Releases that were removed before then and still have a text."""
        return [row[0] for row in await self._database.rows(_REMOVED_BEFORE, (moment(moment_),))]

    async def versions(self, releases: Sequence[int]) -> list[VersionId]:
        """All versions of releases."""
        return [VersionId(row) for row in await self._each(_VERSIONS, releases)]

    async def holding(self, versions: Sequence[VersionId]) -> list[SegmentRecord]:
        """Segments that hold any of these versions."""
        rows = [row for version in versions for row in await self._database.rows(_HOLDING, (version,))]
        return [SegmentRecord(*row) for row in sorted(set(rows))]

    async def shared_uploads(self, versions: Sequence[VersionId]) -> list[int]:
        """Uploads from which these versions were read, and others as well."""
        uploads = sorted(set(await self._each(_UPLOADS_OF, versions)))
        erased = set(versions)
        linked = {upload: await self._each(_LINKED, [upload]) for upload in uploads}
        return [upload for upload in uploads if not erased.issuperset(linked[upload])]

    async def places(self, upload: int, versions: Sequence[VersionId]) -> set[int]:
        """Where in an upload these versions stand."""
        rows = [await self._database.row(_UPLOADS_OF, (version,)) for version in versions]
        return {row[1] for row in rows if row and row[0] == upload}

    async def replace_segments(self, rewritten: Sequence[Rewritten]) -> None:
        """Let segments without the erased versions take the place of those with them."""
        for one in rewritten:
            await self._database.execute(_FORGET_HELD, (one.segment,))
            if one.written is None:
                await self._database.execute(_FORGET_SEGMENT, (one.segment,))
            else:
                await self._database.execute(_RENAME_SEGMENT, (one.written.name, one.segment))
                held = [(one.segment, version) for version in one.written.versions]
                await self._database.execute_many(_HOLD, held)

    async def replace_uploads(self, uploads: Sequence[RewrittenUpload]) -> None:
        """Keep of uploads what is left of them."""
        for one in uploads:
            content = one.left.content
            values = (content, len(content), upload_digest(one.left), one.upload)
            await self._database.execute(_REPLACE_UPLOAD, values)

    async def forget_texts(self, releases: Sequence[int]) -> None:
        """Delete what releases said; that they were removed is kept, so that no folder brings them back."""
        for statement in _FORGET_TEXTS:
            await self._database.execute_many(statement, [(release,) for release in releases])
        await self._database.execute(_FORGET_UNUSED_UPLOADS)

    async def drop(self, collection: str) -> int:
        """Delete a collection; how many releases it held."""
        (row,) = await self._database.row(_ID, (collection,))
        (count,) = await self._database.row(_COUNT, (row,))
        for statement in _DROP:
            await self._database.execute(statement, (row,))
        return int(count)

    async def _each(self, statement: str, values: Sequence[int]) -> list[int]:
        return [row[0] for value in values for row in await self._database.rows(statement, (value,))]
