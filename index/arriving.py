"""Takes in collections from another database, with a segment of their own here.

In: the name of a collection of a database that is attached, within an open transaction. Out: the collection, ready to be
searched once the transaction is committed.
"""

from __future__ import annotations

from index.errors import NothingToChange
from index.segments import SegmentKeeper
from index.store.database import Database
from index.store.generations import Generations
from index.store.moving import Copying, MovedCollection


class Arrivals:
    """Takes collections into a database, through a connection that nobody else writes by."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._copying = Copying(database)
        self._generations = Generations(database)
        self._segments = SegmentKeeper(database)

    async def attach(self, database: Database) -> None:
        """Take from another database."""
        await self._copying.attach(database)

    async def detach(self) -> None:
        """Let it go again."""
        await self._copying.detach()

    async def take(self, name: str) -> MovedCollection:
        """Take a collection; segments of older generations are written again when one of these is wanted back.

        Raises:
            NothingToChange: there is one of this name already.
        """
        if name in await self._generations.newest():
            raise NothingToChange(
                f"{self._database.path} holds a collection {name} already: one of the two has to be deleted first."
            )
        came = await self._copying.copy(name)
        versions = await self._generations.versions(name, came.last_generation)
        plan = await self._segments.write(name, None, joining=versions, leaving=())
        for segment in plan.segments:
            await self._generations.add_segment(came.row, came.last_generation, segment)
        return came

    async def tidy(self) -> None:
        """Remove files of a transaction that was not committed."""
        await self._segments.clean()
