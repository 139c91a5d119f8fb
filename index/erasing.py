"""Erases releases for good: their texts, passages and bytes, in the database, in its segments and in its uploads."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import datetime, timedelta

from index.editing import REMOVED_KEPT_DAYS, Upload
from index.release import VersionId
from index.segments import SegmentKeeper
from index.store.database import Database
from index.store.erasure import Erasure, Rewritten, RewrittenUpload
from index.store.uploads import Uploads


class Eraser:
    """Erases through a connection that nobody else writes by."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._erasure = Erasure(database)
        self._uploads = Uploads(database)
        self._segments = SegmentKeeper(database)

    async def long_removed(self, now: datetime) -> list[int]:
        """Releases that were removed long enough ago to be erased."""
        return await self._erasure.removed_before(now - timedelta(days=REMOVED_KEPT_DAYS))

    async def erase_removed(self, now: datetime) -> int:
        """Erase them; how many there were. What is left of them is that they are not to come back."""
        releases = await self.long_removed(now)
        versions = await self._erasure.versions(releases)
        rewritten = [
            Rewritten(segment.id, await self._segments.trim(segment, versions))
            for segment in await self._erasure.holding(versions)
        ]
        uploads = [
            await self._cut(upload, versions) for upload in await self._erasure.shared_uploads(versions)
        ]
        async with self._database.transaction():
            await self._erasure.replace_segments(rewritten)
            await self._erasure.replace_uploads(uploads)
            await self._erasure.forget_texts(releases)
        await self._tidy()
        return len(releases)

    async def drop(self, collection: str) -> int:
        """Erase a collection; how many releases it held."""
        async with self._database.transaction():
            count = await self._erasure.drop(collection)
        await self._tidy()
        return count

    async def _cut(self, upload: int, versions: Sequence[VersionId]) -> RewrittenUpload:
        whole = await self._uploads.upload(upload)
        places = await self._erasure.places(upload, versions)
        return RewrittenUpload(upload, without_places(whole, frozenset(places)))

    async def _tidy(self) -> None:
        await self._segments.clean()
        await self._database.scrub()


def without_places(upload: Upload, places: frozenset[int]) -> Upload:
    """An upload of several releases without some of them; the others keep their places.

    >>> without_places(Upload("a.jsonl", b'{"text": "One."}\\n\\n{"text": "Two."}\\n'), frozenset({0})).content
    b'{}\\n\\n{"text": "Two."}\\n'
    """
    packed = upload.name.lower().endswith(".gz")
    lines = (gzip.decompress(upload.content) if packed else upload.content).split(b"\n")
    place = -1
    for number, line in enumerate(lines):
        place += bool(line.strip())
        if line.strip() and place in places:
            lines[number] = b"{}"
    content = b"\n".join(lines)
    return Upload(upload.name, gzip.compress(content, mtime=0) if packed else content)
