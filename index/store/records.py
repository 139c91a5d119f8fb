"""Releases as those who look after a collection see them, and what collections hold."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from index.editing import ReleaseRecord, ReleaseRecords, ReleaseState, Usage
from index.language.characters import folded
from index.release import ReleaseKey, VersionId, release_handle
from index.store.database import Database
from index.store.rows import day_from, marks
from index.store.states import GONE, moment_from
from index.store.uploads import UPLOADS

_TITLES = """
SELECT releases.id, versions.title FROM releases
JOIN versions ON versions.id = releases.version_id
JOIN collections ON collections.id = releases.collection_id
WHERE collections.name = ? AND state IN ({states}) ORDER BY changed_at DESC, releases.id DESC"""
_RECORDS = """
SELECT releases.id, collections.name, key, addressed, location, versions.id, title, published, speaker, url, state,
  changed_at, held_until, reason,
  (SELECT count(*) FROM passages WHERE passages.version_id = versions.id),
  (SELECT count(*) FROM versions AS others WHERE others.release_id = releases.id),
  (SELECT sum(bytes) FROM versions AS others WHERE others.release_id = releases.id)
FROM releases
JOIN versions ON versions.id = releases.version_id
JOIN collections ON collections.id = releases.collection_id
JOIN sources ON sources.id = releases.source_id
WHERE releases.id IN ({ids})"""
_RELEASES_HELD = """
SELECT count(*) FROM releases JOIN collections ON collections.id = releases.collection_id
WHERE collections.name IN ({names}) AND state IN ('live', 'held', 'withdrawn')"""
_BYTES_HELD = """
SELECT coalesce(sum(versions.bytes), 0) FROM releases
JOIN versions ON versions.release_id = releases.id
JOIN collections ON collections.id = releases.collection_id WHERE collections.name IN ({names})"""
_UPLOADED_BYTES = """
SELECT coalesce(sum(bytes), 0) FROM uploads
JOIN collections ON collections.id = uploads.collection_id WHERE collections.name IN ({names})"""


class Records:
    """Reads the records of a database's releases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def matching(
        self, collection: str, *, states: frozenset[ReleaseState], typed: str, limit: int, offset: int
    ) -> ReleaseRecords:
        """Releases of these states whose titles hold what was typed, changed last first."""
        stored = [name for state in sorted(states) for name in _stored_as(state)]
        rows = await self._database.rows(_TITLES.format(states=marks(stored)), (collection, *stored))
        found = await asyncio.to_thread(_holding, rows, typed)
        return ReleaseRecords(await self.of(found[offset : offset + limit]), len(found))

    async def of(self, releases: Sequence[int]) -> list[ReleaseRecord]:
        """The records of releases, in the order asked for."""
        rows = await self._database.rows(_RECORDS.format(ids=marks(releases)), releases)
        found = {row[0]: _record(row) for row in rows}
        return [found[release] for release in releases if release in found]

    async def usage(self, collections: Sequence[str]) -> Usage:
        """How much these collections hold together."""
        names = marks(collections)
        (releases,), (texts,), (uploads,) = [
            await self._database.row(statement.format(names=names), collections)
            for statement in (_RELEASES_HELD, _BYTES_HELD, _UPLOADED_BYTES)
        ]
        return Usage(releases, texts + uploads)


def _stored_as(state: ReleaseState) -> tuple[str, ...]:
    return (state, GONE) if state is ReleaseState.REMOVED else (state,)


def _holding(rows: Iterable[Sequence[Any]], typed: str) -> list[int]:
    words = folded(typed).split()
    return [release for release, title in rows if not words or all(word in folded(title) for word in words)]


def _record(row: Sequence[Any]) -> ReleaseRecord:
    _, collection, key, addressed, location, version, title, published, speaker, url = row[:10]
    state, changed_at, held_until, reason, passages, versions, size = row[10:]
    return ReleaseRecord(
        handle=release_handle(collection, "" if addressed else location, ReleaseKey(key)),
        key=ReleaseKey(key),
        version=VersionId(version),
        title=title,
        published=day_from(published),
        speaker=speaker,
        url=url,
        state=ReleaseState.REMOVED if state == GONE else ReleaseState(state),
        changed_at=moment_from(changed_at),
        passages=passages,
        versions=versions,
        bytes=size,
        uploaded=location == UPLOADS,
        held_until=moment_from(held_until) if held_until else None,
        reason=reason,
    )
