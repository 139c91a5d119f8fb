"""Keeps uploads: files as they were given, and which versions were read from them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from index.editing import Upload
from index.intake.raw import Facts
from index.release import VersionId
from index.store.database import Database

UPLOADS = "upload:"
"""The location of the source that a collection's uploads stand in: no file is below it."""

_FIND = "SELECT id FROM uploads WHERE collection_id = ? AND digest = ?"
_ADD = "INSERT INTO uploads (collection_id, digest, name, bytes, content) VALUES (?, ?, ?, ?, ?)"
_LINK = "INSERT OR REPLACE INTO version_uploads (version_id, upload_id, place, given) VALUES (?, ?, ?, ?)"
_COPY = """
INSERT OR REPLACE INTO version_uploads (version_id, upload_id, place, given)
SELECT ?, upload_id, place, given FROM version_uploads WHERE version_id = ?"""
_CURRENT = """
SELECT version_uploads.version_id, upload_id, place, given FROM version_uploads
JOIN memberships ON memberships.version_id = version_uploads.version_id
WHERE memberships.collection_id = ? AND until_generation IS NULL ORDER BY upload_id, place"""
_CONTENT = "SELECT name, content FROM uploads WHERE id = ?"


@dataclass(frozen=True, slots=True)
class UploadedVersion:
    """A version, the upload that it was read from, its place in that, and the facts that were given."""

    version: VersionId
    upload: int
    place: int
    given: Facts


class Uploads:
    """The uploads of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, collection: int, upload: Upload) -> int:
        """Store an upload; its row. One that is there already is found, not stored again."""
        digest = upload_digest(upload)
        row = await self._database.row(_FIND, (collection, digest))
        if row:
            return int(row[0])
        values = (collection, digest, upload.name, len(upload.content), upload.content)
        return await self._database.insert(_ADD, values)

    async def link(self, read: UploadedVersion) -> None:
        """Note what a version was read from."""
        given = {name: fact for name, fact in asdict(read.given).items() if fact is not None}
        await self._database.execute(_LINK, (read.version, read.upload, read.place, json.dumps(given)))

    async def copy_link(self, version: VersionId, *, of: VersionId) -> None:
        """Note that a version was read from what another one was read from, if that was an upload."""
        await self._database.execute(_COPY, (version, of))

    async def current(self, collection: int) -> list[UploadedVersion]:
        """The versions of the newest generation that were read from uploads, those of one upload side by side."""
        return [_from(row) for row in await self._database.rows(_CURRENT, (collection,))]

    async def upload(self, upload: int) -> Upload:
        """An upload as it was given."""
        name, content = await self._database.row(_CONTENT, (upload,))
        return Upload(name, content)


def upload_digest(upload: Upload) -> str:
    """The same for the same bytes under the same name."""
    return hashlib.blake2b(upload.name.encode() + b"\0" + upload.content, digest_size=16).hexdigest()


def _from(row: Sequence[Any]) -> UploadedVersion:
    version, upload, place, given = row
    return UploadedVersion(VersionId(version), upload, place, Facts(**json.loads(given)))
