"""Releases that are not answered from (removed, withdrawn, held back), by title, in memory: to be suggested while typing.

In: a server's own collections. Out: their titles, once they were read; until then none, since who types can't wait.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bot.cogs.surface import Surface
from index.editing import ReleaseRecord, ReleaseState
from index.language.characters import folded

log = logging.getLogger(__name__)

_STATES = frozenset({ReleaseState.REMOVED, ReleaseState.WITHDRAWN, ReleaseState.HELD})
_KEPT = 200
_COLLECTIONS = 500


class PutAside:
    """What is put aside, by collection."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot
        self._records: dict[str, Sequence[ReleaseRecord]] = {}
        self._reading: dict[str, asyncio.Task[None]] = {}

    def titled(self, typed: str, collections: Sequence[str]) -> list[ReleaseRecord]:
        """Releases of just these collections whose titles hold what was typed, those changed last first."""
        words = folded(typed).split()
        found = []
        for collection in collections:
            if collection not in self._records:
                self._read_soon(collection)
            found += [
                one
                for one in self._records.get(collection, ())
                if all(word in folded(one.title) for word in words)
            ]
        return found

    def forget(self) -> None:
        """Something was changed: what is in memory may be wrong."""
        self._records.clear()
        for task in self._reading.values():
            task.cancel()
        self._reading.clear()

    def _read_soon(self, collection: str) -> None:
        if collection in self._reading:
            return
        if len(self._records) >= _COLLECTIONS:
            self._records.clear()
        task = asyncio.create_task(self._read(collection), name="put aside")
        self._reading[collection] = task

    async def _read(self, collection: str) -> None:
        try:
            page = await self._bot.service.editor.records(collection, states=_STATES, limit=_KEPT)
        except Exception:
            log.exception("titles could not be read")
        else:
            self._records[collection] = page.records
        finally:
            if self._reading.get(collection) is asyncio.current_task():
                del self._reading[collection]
