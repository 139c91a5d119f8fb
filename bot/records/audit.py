"""Who did what to a server's releases, collections and settings: added to, never changed.

In: an entry. Out: the entries of a server, newest first. The database itself refuses to change or remove one; they go
together, when the bot leaves the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

_COLUMNS = "server_id, actor_id, at, action, subject, before, after"
_ADD = f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_READ = f"SELECT {_COLUMNS} FROM audit WHERE server_id = ? ORDER BY id DESC LIMIT ? OFFSET ?"
_COUNT = "SELECT count(*) FROM audit WHERE server_id = ?"
_COUNT_SINCE = "SELECT count(*) FROM audit WHERE server_id = ? AND action = ? AND at >= ?"
_LEAVE = "INSERT OR IGNORE INTO servers_leaving (server_id) VALUES (?)"
_FORGET = "DELETE FROM audit WHERE server_id = ?"
_LEFT = "DELETE FROM servers_leaving WHERE server_id = ?"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What somebody did, to what, and how that was before and after (None where there is no such thing)."""

    server_id: int
    actor_id: int
    at: datetime
    action: str
    subject: str
    before: str | None = None
    after: str | None = None


class Audit:
    """The audit log of all servers."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def add(self, entry: AuditEntry) -> None:
        """Note what was done."""
        values = (
            entry.server_id, entry.actor_id, entry.at.isoformat(), entry.action, entry.subject, entry.before, entry.after
        )  # fmt: skip
        async with self._connection.execute(_ADD, values):
            pass

    async def entries(self, server_id: int, *, limit: int, offset: int = 0) -> Sequence[AuditEntry]:
        """A server's entries, newest first."""
        async with self._connection.execute(_READ, (server_id, limit, offset)) as cursor:
            return [
                AuditEntry(server, actor, datetime.fromisoformat(at), action, subject, before, after)
                for server, actor, at, action, subject, before, after in await cursor.fetchall()
            ]

    async def count(self, server_id: int) -> int:
        """How many entries a server has."""
        return await self._number(_COUNT, (server_id,))

    async def count_since(self, server_id: int, action: str, since: datetime) -> int:
        """How often something was done in a server since then."""
        return await self._number(_COUNT_SINCE, (server_id, action, since.isoformat()))

    async def forget_server(self, server_id: int) -> None:
        """All entries of a server that the bot left."""
        for statement in (_LEAVE, _FORGET, _LEFT):
            async with self._connection.execute(statement, (server_id,)):
                pass

    async def _number(self, statement: str, values: tuple[object, ...]) -> int:
        async with self._connection.execute(statement, values) as cursor:
            row = await cursor.fetchone()
        return int(row[0]) if row else 0
