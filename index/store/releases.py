"""Writes releases with their versions and passages, and finds what is already there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from index.engine.builder import PassageEntry, VersionEntry
from index.release import PassageId, Release, Version, VersionId, passage_key, wording_hash
from index.store.database import Database

_COLLECTION = "SELECT id FROM collections WHERE name = ?"
_NEW_COLLECTION = "INSERT INTO collections (name, created_at) VALUES (?, ?)"
_SOURCES = "SELECT id, location FROM sources WHERE collection_id = ?"
_NEW_SOURCE = "INSERT INTO sources (collection_id, location) VALUES (?, ?)"
_RELEASE = """
SELECT id FROM releases
WHERE collection_id = ? AND key = ? AND (addressed OR source_id = ?) AND addressed = ?"""
_NEW_RELEASE = "INSERT INTO releases (collection_id, source_id, key, addressed, path) VALUES (?, ?, ?, ?, ?)"
_MOVE_RELEASE = "UPDATE releases SET path = ?, source_id = ? WHERE id = ? AND (path != ? OR source_id != ?)"
_VERSION = "SELECT id FROM versions WHERE release_id = ? AND content_hash = ?"
_NEW_VERSION = """
INSERT INTO versions (release_id, content_hash, title, published, updated, url, speaker, voice, text, assumed, added_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_NEW_PASSAGE = """
INSERT INTO passages (version_id, key, wording, paragraph, sentence, start_char, end_char, heading, question, speaker)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ENTRY = "SELECT title, published, voice, text FROM versions WHERE id = ?"
_ENTRY_PASSAGES = """
SELECT id, wording, paragraph, heading, speaker, question, start_char, end_char FROM passages WHERE version_id = ? ORDER BY id"""


@dataclass(frozen=True, slots=True)
class Source:
    """A source's row and the folder it reads."""

    id: int
    location: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a release was read: its source and the file's path within it."""

    collection: int
    source: int
    path: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A release's row and the row of the version that was stored or found."""

    release: int
    version: VersionId


class Releases:
    """The releases of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def collection(self, name: str) -> int:
        """The row of a collection, made where it is new."""
        row = await self._database.row(_COLLECTION, (name,))
        return row[0] if row else await self._database.insert(_NEW_COLLECTION, (name, _now()))

    async def sources(self, collection: int) -> list[Source]:
        """All sources of a collection."""
        return [Source(*row) for row in await self._database.rows(_SOURCES, (collection,))]

    async def add_source(self, collection: int, location: str) -> Source:
        """A new source."""
        return Source(await self._database.insert(_NEW_SOURCE, (collection, location)), location)

    async def save(self, release: Release, origin: Origin) -> Stored:
        """Store a release's version with its passages, all or nothing; an equal version is found, not stored again."""
        addressed = release.key == release.version.url
        async with self._database.transaction():
            row = await self._database.row(
                _RELEASE, (origin.collection, release.key, origin.source, addressed)
            )
            if row is None:
                release_id = await self._database.insert(
                    _NEW_RELEASE, (origin.collection, origin.source, release.key, addressed, origin.path)
                )
            else:
                release_id = row[0]
                await self._database.execute(
                    _MOVE_RELEASE, (origin.path, origin.source, release_id, origin.path, origin.source)
                )
            return Stored(release_id, await self._save_version(release, release_id))

    async def find(self, release: Release, origin: Origin) -> Stored | None:
        """The release as stored, if this very version of it is; its passages need not be known."""
        addressed = release.key == release.version.url
        row = await self._database.row(_RELEASE, (origin.collection, release.key, origin.source, addressed))
        version = row and await self._database.row(_VERSION, (row[0], release.version.content_hash))
        return Stored(row[0], VersionId(version[0])) if version else None

    async def entry(self, version: VersionId) -> VersionEntry:
        """A version as the engine indexes it."""
        title, published, voice, text = await self._database.row(_ENTRY, (version,))
        rows = await self._database.rows(_ENTRY_PASSAGES, (version,))
        passages = [
            PassageEntry(
                PassageId(id_), text[start:end], wording, paragraph, bool(heading), speaker, bool(question)
            )
            for id_, wording, paragraph, heading, speaker, question, start, end in rows
        ]
        return VersionEntry(
            version, title, date.fromisoformat(published) if published else None, passages, voice
        )

    async def _save_version(self, release: Release, release_id: int) -> VersionId:
        version, database = release.version, self._database
        row = await database.row(_VERSION, (release_id, version.content_hash))
        if row:
            return VersionId(row[0])
        version_id = await database.insert(_NEW_VERSION, _version_row(version, release_id))
        await database.execute_many(_NEW_PASSAGE, _passage_rows(release, version_id))
        return VersionId(version_id)


def _version_row(version: Version, release_id: int) -> Sequence[object]:
    published = version.published.isoformat() if version.published else None
    return (
        release_id,
        version.content_hash,
        version.title,
        published,
        version.updated,
        version.url,
        version.speaker,
        version.voice,
        version.text,
        json.dumps(list(version.assumed)),
        _now(),
    )


def _passage_rows(release: Release, version_id: int) -> list[Sequence[object]]:
    seen: Counter[str] = Counter()
    rows: list[Sequence[object]] = []
    for passage in release.version.passages:
        quote = release.version.quote(passage)
        key = passage_key(release.key, quote, seen[quote])
        seen[quote] += 1
        place = (passage.paragraph, passage.sentence, passage.span.start, passage.span.end)
        rows.append(
            (version_id, key, wording_hash(quote), *place, passage.heading, passage.question, passage.speaker)
        )
    return rows


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
