"""Titles of a generation's releases, to suggest them from memory."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from index.query import TitledRelease
from index.release import ReleaseKey, VersionId, release_handle
from index.store.database import Database
from index.store.rows import KEYED_WITHIN, MEMBERSHIPS, day_from

_TITLES = f"""
SELECT releases.key, {KEYED_WITHIN},
  versions.title, versions.published, versions.id
FROM versions JOIN releases ON releases.id = versions.release_id JOIN sources ON sources.id = releases.source_id
{MEMBERSHIPS}
WHERE collections.name = ? AND since_generation <= ? AND (until_generation IS NULL OR until_generation > ?)
ORDER BY versions.published DESC, versions.id"""


async def titles_of(database: Database, collection: str, generation: int) -> Sequence[TitledRelease]:
    """The releases of a generation, newest first, undated ones last."""
    rows = await database.rows(_TITLES, (collection, generation, generation))
    return await asyncio.to_thread(_titled, collection, rows)


def _titled(collection: str, rows: Sequence[Any]) -> list[TitledRelease]:
    return [
        TitledRelease(
            release_handle(collection, source, ReleaseKey(key)),
            title,
            day_from(published),
            VersionId(version),
        )
        for key, source, title, published, version in rows
    ]
