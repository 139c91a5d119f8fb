"""Who looks after the bot in a server, and about which channels they were told that it cannot speak there.

In: whoever uses a command for admins. Out: whom to tell, and whether it is time to. A person's rows go when they ask
for it, and when the bot leaves the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiosqlite

_CHANNEL_PAUSE = timedelta(days=7)
_SERVER_PAUSE = timedelta(days=1)
"""A server with many such channels is told of one a day."""

_REMEMBER = """
INSERT INTO caretakers (server_id, user_id, since) VALUES (?, ?, ?)
ON CONFLICT (server_id) DO UPDATE SET user_id = excluded.user_id, since = excluded.since
"""
_OF_SERVER = "SELECT user_id FROM caretakers WHERE server_id = ?"
_OF_PERSON = "SELECT server_id, since FROM caretakers WHERE user_id = ? ORDER BY since"
_FORGET_PERSON = "DELETE FROM caretakers WHERE user_id = ?"
_TELL = """
INSERT INTO unheard (channel_id, server_id, told_at) SELECT ?1, ?2, ?3 WHERE NOT EXISTS (
  SELECT 1 FROM unheard WHERE (channel_id = ?1 AND told_at > ?4) OR (server_id = ?2 AND told_at > ?5))
ON CONFLICT (channel_id) DO UPDATE SET told_at = excluded.told_at
"""
_FORGET_CHANNEL = "DELETE FROM unheard WHERE channel_id = ?"
_FORGET_SERVER = ("DELETE FROM unheard WHERE server_id = ?", "DELETE FROM caretakers WHERE server_id = ?")
_SERVERS = "SELECT server_id FROM caretakers UNION SELECT server_id FROM unheard"


@dataclass(frozen=True, slots=True)
class Caretaking:
    """A server that somebody looks after, and since when."""

    server_id: int
    since: datetime


class Caretakers:
    """The members who set the bot up, one a server: the last."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def remember(self, server_id: int, user_id: int, now: datetime) -> None:
        """A member who has just set something up."""
        async with self._connection.execute(_REMEMBER, (server_id, user_id, now.isoformat())):
            pass

    async def of_server(self, server_id: int) -> int | None:
        """Who looks after the bot there; None where nobody has set anything up yet."""
        async with self._connection.execute(_OF_SERVER, (server_id,)) as cursor:
            row = await cursor.fetchone()
        return None if row is None else int(row[0])

    async def of_person(self, user_id: int) -> Sequence[Caretaking]:
        """The servers that a person looks after, by time."""
        async with self._connection.execute(_OF_PERSON, (user_id,)) as cursor:
            rows = await cursor.fetchall()
        return [Caretaking(server, datetime.fromisoformat(since)) for server, since in rows]

    async def tell(self, server_id: int, channel_id: int, now: datetime) -> bool:
        """Note that it is told of a channel that the bot cannot speak there.

        False within a week of the last time, and within a day of telling of another channel of the server.
        """
        pauses = ((now - pause).isoformat() for pause in (_CHANNEL_PAUSE, _SERVER_PAUSE))
        values = (channel_id, server_id, now.isoformat(), *pauses)
        async with self._connection.execute(_TELL, values) as cursor:
            return cursor.rowcount > 0

    async def servers(self) -> frozenset[int]:
        """All servers of which something is remembered here."""
        async with self._connection.execute(_SERVERS) as cursor:
            return frozenset([int(row[0]) for row in await cursor.fetchall()])

    async def forget_person(self, user_id: int) -> int:
        """A person who wants to be forgotten; how many servers they looked after."""
        async with self._connection.execute(_FORGET_PERSON, (user_id,)) as cursor:
            return cursor.rowcount

    async def forget_channel(self, channel_id: int) -> None:
        """A channel that is gone."""
        async with self._connection.execute(_FORGET_CHANNEL, (channel_id,)):
            pass

    async def forget_server(self, server_id: int) -> None:
        """A server that the bot left."""
        for statement in _FORGET_SERVER:
            async with self._connection.execute(statement, (server_id,)):
                pass
