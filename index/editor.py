"""The protocol Editing over an open database: each change is one transaction, made by a connection of its own.

In: what somebody wants changed, release by release. Out: a generation with just that change, live at once. The writer's
lock is held for one change only; what people read meanwhile is what was before.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from index.changing import Changes
from index.editing import (
    GenerationRecord,
    Prepared,
    ReleaseRecord,
    ReleaseRecords,
    ReleaseState,
    Usage,
)
from index.erasing import Eraser
from index.errors import NoSuchRelease, NothingToChange
from index.intake.raw import Facts
from index.language.speakers.lexicon import SpeakerLexicon
from index.report import IndexReport
from index.rollback import Rollback
from index.store.database import Database, store_errors, writer_in_turn
from index.store.generations import Generations
from index.store.history import history_of
from index.store.records import Records
from index.store.releases import Releases
from index.store.states import Due, Standing, States

WAIT_S = 10.0
"""How long a change waits for another one, or for an indexing job, before it says so."""


class Editor:
    """Changes the collections of a database."""

    def __init__(
        self,
        database: Database,
        *,
        speakers: SpeakerLexicon | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        wait_s: float = WAIT_S,
    ) -> None:
        """``database`` is read from only: whoever else reads by it never sees half a change."""
        self._database = database
        self._speakers = speakers or SpeakerLexicon(())
        self._clock = clock
        self._wait_s = wait_s
        self._records = Records(database)
        self._states = States(database)

    async def add(
        self, collection: str, prepared: Sequence[Prepared], *, held_until: datetime | None = None
    ) -> IndexReport:
        """Take in releases; one whose key is known becomes a new version of it, one that is held goes live later."""
        now = self._clock()
        held = held_until if held_until and held_until > now else None
        async with self._writing() as own:
            return await self._changes(own).add(collection, prepared, now, held)

    async def edit(self, collection: str, handle: str, facts: Facts) -> ReleaseRecord:
        """State facts (title, date, address, speaker) anew; they outlast a re-indexing. Facts that are None stay."""
        async with self._writing() as own:
            changes = self._changes(own)
            standing = await changes.standing(collection, handle)
            await changes.edit(standing, collection, facts)
            return await _record(own, standing)

    async def remove(self, collection: str, handle: str, *, reason: str | None = None) -> ReleaseRecord:
        """Answer no longer from a release; its text is kept for REMOVED_KEPT_DAYS."""
        return await self._leave(collection, handle, ReleaseState.REMOVED, reason)

    async def withdraw(self, collection: str, handle: str, *, reason: str | None = None) -> ReleaseRecord:
        """Answer no longer from a release that its publisher took back; its text stays, for answers given from it."""
        return await self._leave(collection, handle, ReleaseState.WITHDRAWN, reason)

    async def restore(self, collection: str, handle: str) -> ReleaseRecord:
        """Answer again from a release that was removed, withdrawn or held."""
        async with self._writing() as own:
            changes = self._changes(own)
            standing = await changes.standing(collection, handle)
            await changes.go_live(collection, [standing], "restore")
            return await _record(own, standing)

    async def records(
        self,
        collection: str,
        *,
        states: frozenset[ReleaseState] = frozenset(ReleaseState),
        typed: str = "",
        limit: int = 10,
        offset: int = 0,
    ) -> ReleaseRecords:
        """Releases of these states whose titles hold what was typed, changed last first."""
        return await self._records.matching(
            collection, states=states, typed=typed, limit=limit, offset=offset
        )

    async def record(self, collection: str, handle: str) -> ReleaseRecord:
        """One release."""
        standing = await self._states.find(collection, handle)
        if standing is None:
            raise NoSuchRelease(handle)
        return await _record(self._database, standing)

    async def create(self, collection: str) -> None:
        """Make an empty collection; one that is there already is an error."""
        async with self._writing() as own:
            if collection in await Generations(own).newest():
                raise NothingToChange("There is a collection of this name already; choose another name.")
            await self._changes(own).create(collection)

    async def drop(self, collection: str) -> int:
        """Remove a collection with all that it holds; how many releases that were."""
        async with self._writing() as own:
            if not await Releases(own).has_collection(collection):
                raise NothingToChange("There is no collection of this name.")
            return await Eraser(own).drop(collection)

    async def usage(self, collections: Sequence[str]) -> Usage:
        """How much these collections hold together."""
        return await self._records.usage(collections)

    async def history(self, collection: str, *, limit: int = 10) -> Sequence[GenerationRecord]:
        """The newest generations, newest first."""
        return await history_of(self._database, collection, limit=limit)

    async def rollback(self, collection: str, generation: int) -> IndexReport:
        """Make a new generation that holds what an old one held."""
        async with self._writing() as own:
            return await Rollback(own).to(collection, generation)

    async def release_held(self, now: datetime) -> int:
        """Let releases go live whose embargo is over; how many there were. To be called every minute."""
        if not await self._states.due(now):
            return 0
        async with self._writing() as own:
            due = await States(own).due(now)
            for collection in dict.fromkeys(one.collection for one in due):
                await self._changes(own).go_live(
                    collection, await _standings(own, collection, due), "embargo"
                )
            return len(due)

    async def erase_removed(self, now: datetime) -> int:
        """Erase the text of releases that were removed more than REMOVED_KEPT_DAYS ago; how many there were."""
        if not await Eraser(self._database).long_removed(now):
            return 0
        async with self._writing() as own:
            return await Eraser(own).erase_removed(now)

    async def _leave(
        self, collection: str, handle: str, state: ReleaseState, reason: str | None
    ) -> ReleaseRecord:
        async with self._writing() as own:
            changes = self._changes(own)
            standing = await changes.standing(collection, handle)
            await changes.leave(standing, collection, state, self._clock(), reason)
            return await _record(own, standing)

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[Database]:
        path = self._database.path
        with store_errors(path):
            async with writer_in_turn(path, wait_s=self._wait_s), Database.open(path) as own:
                yield own

    def _changes(self, own: Database) -> Changes:
        return Changes(own, self._speakers)


async def _record(database: Database, standing: Standing) -> ReleaseRecord:
    (record,) = await Records(database).of([standing.release])
    return record


async def _standings(own: Database, collection: str, due: Sequence[Due]) -> list[Standing]:
    return [await States(own).standing(one.release) for one in due if one.collection == collection]
