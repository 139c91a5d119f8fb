"""Keeping the search cluster up with this process's own collections: what changed is brought there, whoever changed it.

In: the generations of the process's own store, looked at every second. Out: pushes in a child process, one at a time. What
counts is what the cluster lacks, not what was done: so one that failed, or was killed, is made up for.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.child import Children
from bot.cluster.pushing import Brought, bring, forget_dropped, pushes
from bot.cluster.standing import ClusterStanding, cluster_standing
from config.settings import Settings
from index.errors import IndexingError
from index.library import Searcher
from index.report import Told, untold
from index.store.database import Database
from index.store.generations import Generations

log = logging.getLogger(__name__)

_AGAIN_AFTER = timedelta(minutes=1)
"""After a push that failed; a cluster that is away is asked no more often."""


@dataclass(frozen=True, slots=True)
class _Task:
    settings: Settings
    collection: str


class Bringer:
    """Pushes what changed, and lets the process search it."""

    def __init__(self, settings: Settings, database: Database, searcher: Searcher) -> None:
        self._settings = settings
        self._database = database
        self._generations = Generations(database)
        self._searcher = searcher
        self._children = Children()
        self._one_at_a_time = asyncio.Lock()
        self._brought: dict[str, int | None] | None = None
        self._failed: set[str] = set()
        self._failed_at: datetime | None = None

    def wants(self, collection: str) -> bool:
        """Whether changes of a collection are brought to the cluster."""
        return pushes(self._settings, collection)

    async def bring(self, collection: str, told: Told = untold) -> Brought:
        """Bring the newest generation of a collection; whatever goes wrong is told, not raised."""
        async with self._one_at_a_time:
            newest = (await self._generations.newest()).get(collection)
            try:
                brought = await self._children.run(_push, _Task(self._settings, collection), told)
            except IndexingError as error:
                return Brought(collection, str(error), done=False)
            if brought.done or brought.is_refused:
                self._note(collection, newest)
            if brought.done:
                await self._searcher.refresh()
            return brought

    async def standing(self, collections: Iterable[str]) -> ClusterStanding | None:
        """How the cluster stands to this process's database; None where none is used."""
        return await cluster_standing(self._settings, self._database, collections)

    async def look(self, now: datetime) -> None:
        """Bring what the cluster lacks, one collection at a look."""
        if self._settings.push_on_change == "off" or self._one_at_a_time.locked() or self._waits(now):
            return
        if self._brought is None and not await self._learn():
            self._failed_at = now
            return
        newest = await self._generations.newest()
        if any(name not in newest for name in self._brought or ()):
            await self._forget_dropped(now)
            return
        lacking = sorted(name for name in newest if self.wants(name) and self._lacks(name, newest[name]))
        if not lacking:
            return
        # those that were not tried yet come before those that failed
        collection = min(lacking, key=self._failed.__contains__)
        brought = await self.bring(collection)
        log.info("%s", brought.sentence)
        if brought.done or brought.is_refused:
            self._failed.discard(collection)
        else:
            self._failed.add(collection)
            self._failed_at = now

    async def _forget_dropped(self, now: datetime) -> None:
        """Let collections leave the cluster that were dropped here."""
        async with self._one_at_a_time:
            try:
                forgotten = await self._children.run(_forget, self._settings, untold)
            except IndexingError as error:
                log.warning("dropped collections are still in the cluster: %s", error)
                self._failed_at = now
                return
        newest = await self._generations.newest()
        self._brought = {name: at for name, at in (self._brought or {}).items() if name in newest}
        log.info("removed from the cluster: %s", ", ".join(forgotten) or "nothing")

    def look_again(self) -> None:
        """Something was changed that no new generation tells of: what was erased has to leave the cluster as well."""
        # names stay: of those that are gone too, the cluster has to be told
        self._brought = dict.fromkeys(self._brought or ())

    def _waits(self, now: datetime) -> bool:
        return self._failed_at is not None and now - self._failed_at < _AGAIN_AFTER

    def _lacks(self, collection: str, generation: int) -> bool:
        return self._brought is None or self._brought.get(collection) != generation

    def _note(self, collection: str, generation: int | None) -> None:
        if self._brought is not None:
            self._brought[collection] = generation

    async def _learn(self) -> bool:
        """Read once what the cluster serves already: a start is no reason to push everything."""
        newest = await self._generations.newest()
        found = await self.standing(filter(self.wants, newest))
        if found is None or found.trouble is not None:
            return False
        self._brought = {one.collection: one.served for one in found.collections if not one.elsewhere}
        return True

    async def close(self) -> None:
        """End what is under way: the next push goes on from there."""
        await self._children.close()


async def _push(task: _Task, told: Told) -> Brought:
    return await bring(task.settings, task.collection, told)


async def _forget(settings: Settings, told: Told) -> list[str]:  # there is little to tell
    return await forget_dropped(settings)
