"""Re-indexings that were asked for and have not come to an end: begun again when the bot starts.

In: a job as it is asked for. Out: those that are open, oldest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

_COLUMNS = "collection, full, server_id, channel_id, message_id, actor_id, asked_at"
_ADD = f"INSERT INTO jobs ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_OPEN = f"SELECT id, {_COLUMNS} FROM jobs ORDER BY id"
_ANNOUNCED = "UPDATE jobs SET message_id = ? WHERE id = ?"
_DONE = "DELETE FROM jobs WHERE id = ?"
_FORGET_SERVER = "DELETE FROM jobs WHERE server_id = ?"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be indexed again, who asked for it and where; ``message_id`` shows how far it is."""

    collection: str
    full: bool
    server_id: int
    channel_id: int
    actor_id: int
    asked_at: datetime
    message_id: int | None = None
    id: int = 0


class Jobs:
    """The open jobs."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def add(self, job: Job) -> int:
        """Keep a job; its id."""
        values = (
            job.collection, job.full, job.server_id, job.channel_id, job.message_id, job.actor_id, job.asked_at.isoformat()
        )  # fmt: skip
        async with self._connection.execute(_ADD, values) as cursor:
            return cursor.lastrowid or 0

    async def announced(self, id: int, message_id: int) -> None:
        """The message that shows how far a job is."""
        async with self._connection.execute(_ANNOUNCED, (message_id, id)):
            pass

    async def open(self) -> Sequence[Job]:
        """The jobs that have not come to an end, oldest first."""
        async with self._connection.execute(_OPEN) as cursor:
            return [
                Job(
                    collection,
                    bool(full),
                    server,
                    channel,
                    actor,
                    datetime.fromisoformat(asked),
                    message,
                    id_,
                )
                for id_, collection, full, server, channel, message, actor, asked in await cursor.fetchall()
            ]

    async def done(self, id: int) -> None:
        """A job that came to an end, whichever."""
        async with self._connection.execute(_DONE, (id,)):
            pass

    async def forget_server(self, server_id: int) -> None:
        """The jobs of a server that the bot left."""
        async with self._connection.execute(_FORGET_SERVER, (server_id,)):
            pass
