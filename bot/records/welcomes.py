"""Servers that were welcomed: an event that is sent twice is no second joining.

In: a server's id. Out: whether it is to be welcomed.
"""

from __future__ import annotations

from datetime import datetime

import aiosqlite

_ADD = "INSERT OR IGNORE INTO welcomes (server_id, welcomed_at) VALUES (?, ?)"
_SERVERS = "SELECT server_id FROM welcomes"
_FORGET = "DELETE FROM welcomes WHERE server_id = ?"


class Welcomes:
    """Which servers were welcomed."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def add(self, server_id: int, now: datetime) -> bool:
        """Note that a server is welcomed; False where it was before."""
        async with self._connection.execute(_ADD, (server_id, now.isoformat())) as cursor:
            return cursor.rowcount > 0

    async def servers(self) -> frozenset[int]:
        """All servers that were welcomed."""
        async with self._connection.execute(_SERVERS) as cursor:
            return frozenset([int(row[0]) for row in await cursor.fetchall()])

    async def forget(self, server_id: int) -> None:
        """A server that the bot left: should it come back, it is welcomed again."""
        async with self._connection.execute(_FORGET, (server_id,)):
            pass
