"""What people asked of a release: its state, and facts they stated of it.

A release is live if and only if the newest generation holds it; one that is held may have an earlier version that is
answered from until then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from index.editing import ReleaseState
from index.intake.raw import Facts
from index.release import ReleaseKey, VersionId, release_handle
from index.store.database import Database
from index.store.rows import KEYED_WITHIN

GONE = "gone"
"""The state of a release that the newest generation does not hold though nobody asked for that."""

_HANDLES = f"""
SELECT releases.id, releases.key, {KEYED_WITHIN}
FROM releases JOIN sources ON sources.id = releases.source_id
JOIN collections ON collections.id = releases.collection_id
WHERE collections.name = ? AND releases.version_id IS NOT NULL"""
_STANDING = """
SELECT releases.id, releases.collection_id, releases.key, state, releases.version_id,
  (SELECT memberships.version_id FROM memberships JOIN versions ON versions.id = memberships.version_id
   WHERE versions.release_id = releases.id AND until_generation IS NULL)
FROM releases WHERE releases.id = ?"""
_MARK = "UPDATE releases SET state = ?, changed_at = ?, reason = ?, held_until = ? WHERE id = ?"
_STAND_FOR = "UPDATE releases SET version_id = ? WHERE id = ?"
_DUE = """
SELECT collections.name, releases.id FROM releases JOIN collections ON collections.id = releases.collection_id
WHERE state = 'held' AND held_until <= ? ORDER BY held_until, releases.id"""
_PUT_AWAY = """
SELECT count(*) FROM releases JOIN versions ON versions.release_id = releases.id
WHERE versions.id = ? AND state IN ('held', 'withdrawn', 'removed')"""
_STATED = "SELECT title, date, updated, url, speaker FROM stated_facts WHERE release_id = ?"
_STATE = "INSERT OR REPLACE INTO stated_facts (release_id, title, date, updated, url, speaker) VALUES (?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Standing:
    """A release's row, its state, the version that stands for it, and the one that the newest generation holds."""

    release: int
    collection: int
    key: ReleaseKey
    state: str
    version: VersionId | None
    current: VersionId | None


@dataclass(frozen=True, slots=True)
class Due:
    """A release whose embargo is over."""

    collection: str
    release: int


class States:
    """The states of a database's releases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, collection: str, handle: str) -> Standing | None:
        """The release of a handle."""
        rows = await self._database.rows(_HANDLES, (collection,))
        release = await asyncio.to_thread(_with_handle, collection, rows, handle)
        return None if release is None else await self.standing(release)

    async def standing(self, release: int) -> Standing:
        """How a release stands."""
        row = await self._database.row(_STANDING, (release,))
        return Standing(*row)

    async def mark(
        self,
        release: int,
        state: ReleaseState,
        at: datetime,
        *,
        reason: str | None = None,
        held_until: datetime | None = None,
    ) -> None:
        """Note a release's state."""
        await self._database.execute(
            _MARK, (state, moment(at), reason, held_until and moment(held_until), release)
        )

    async def stand_for(self, release: int, version: VersionId) -> None:
        """Let a version stand for its release."""
        await self._database.execute(_STAND_FOR, (version, release))

    async def put_away(self, versions: Sequence[VersionId]) -> int:
        """How many of these versions are of releases that people removed, withdrew or held back."""
        rows = [await self._database.row(_PUT_AWAY, (version,)) for version in versions]
        return sum(count for (count,) in rows)

    async def due(self, now: datetime) -> list[Due]:
        """Releases that were to be held until now at the latest."""
        return [Due(*row) for row in await self._database.rows(_DUE, (moment(now),))]

    async def stated(self, release: int) -> Facts:
        """The facts that people stated of a release."""
        row = await self._database.row(_STATED, (release,))
        return Facts() if row is None else Facts(None, *row)

    async def state(self, release: int, facts: Facts) -> None:
        """Keep facts that people stated, instead of those before."""
        values = (facts.title, facts.date, facts.updated, facts.url, facts.speaker)
        await self._database.execute(_STATE, (release, *values))


def moment(at: datetime) -> str:
    """A moment as the store writes it: in UTC, so that text sorts as time does."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def moment_from(text: str) -> datetime:
    """A moment as the store wrote it."""
    return datetime.fromisoformat(text)


def _with_handle(collection: str, rows: Iterable[Sequence[Any]], handle: str) -> int | None:
    named = (row[0] for row in rows if release_handle(collection, row[2], ReleaseKey(row[1])) == handle)
    return next(named, None)
