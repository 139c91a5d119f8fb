"""What is remembered of a server, moved from one database to another.

In: two open databases, the older one attached to the newer as ``origin``, each within an open transaction. Out: the rows
of a server here, and no longer there. Server 0 stands for direct messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.store.database import Database
from index.store.moving import ORIGIN

DIRECT_MESSAGES = 0
"""In place of a server's number: what people asked in direct messages."""

_ANSWERS = "SELECT id FROM {schema}.answers WHERE coalesce(server_id, 0) = :server"
_OF_SERVER: Mapping[str, str] = {
    "answers": "coalesce(server_id, 0) = :server",
    "votes": f"answer_id IN ({_ANSWERS})",
    "audit": "server_id = :server",
    "caretakers": "server_id = :server",
    "channels": "server_id = :server",
    "jobs": "server_id = :server",
    "servers": "server_id = :server",
    "shares": "collection GLOB :server || '/*'",
    "collection_origins": "collection GLOB :server || '/*'",
    "unheard": "server_id = :server",
    "welcomes": "server_id = :server",
}
"""The tables of what moves with a server, with which rows of each do."""

_OWN_NUMBERS = ("audit", "jobs")
"""Tables whose rows have numbers that nobody else knows: they get new ones."""

_BY_NUMBER = ("answers", "audit", "caretakers", "channels", "jobs", "servers", "unheard", "welcomes")
_SERVERS = f"""
{" UNION ".join(f"SELECT server_id FROM main.{table}" for table in _BY_NUMBER)}
UNION SELECT CAST(substr(name, 1, instr(name, '/') - 1) AS INTEGER) FROM main.collections WHERE instr(name, '/')"""
_COLLECTIONS = "SELECT name FROM main.collections WHERE name GLOB ? || '/*' ORDER BY name"
_COLUMNS = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
_COUNT = "SELECT count(*) FROM main.{table} WHERE {condition}"
_COPY = """
INSERT OR IGNORE INTO main.{table} ({columns}) SELECT {columns} FROM {origin}.{table} WHERE {condition}"""
_DELETE = "DELETE FROM main.{table} WHERE {condition}"
_ALLOW = "INSERT OR IGNORE INTO main.servers_leaving (server_id) VALUES (:server)"
_ALLOW_NO_LONGER = "DELETE FROM main.servers_leaving WHERE server_id = :server"
# entries are shown by their numbers: those of both databases get new ones, in the order of their days
_AUDIT_HERE = "SELECT {columns} FROM main.audit WHERE server_id = :server"
_AUDIT_OF_BOTH = f"""
SELECT {{columns}} FROM main.audit WHERE server_id = :server
UNION ALL SELECT {{columns}} FROM {ORIGIN}.audit WHERE server_id = :server ORDER BY at"""
_ADD_AUDIT = "INSERT INTO main.audit ({columns}) VALUES ({marks})"
_BEGUN = "SELECT token, target FROM main.servers_moving WHERE server_id = ?"
_BEGIN = "INSERT INTO main.servers_moving (server_id, token, target) VALUES (?, ?, ?)"
_END = "DELETE FROM main.servers_moving WHERE server_id = :server"
_ALL_BEGUN = "SELECT server_id, target FROM main.servers_moving ORDER BY server_id"
_ARRIVED = "SELECT 1 FROM main.servers_arriving WHERE token = ?"
_ARRIVE = "INSERT INTO main.servers_arriving (token, server_id) VALUES (?, ?)"
_HAS_ARRIVED = "SELECT 1 FROM main.servers_arriving WHERE server_id = ?"
_SETTLE = "DELETE FROM main.servers_arriving WHERE server_id = ?"
_CAME_FROM = "INSERT OR IGNORE INTO main.collection_origins (collection, owner) VALUES (?, ?)"
_ORIGIN = "SELECT 1 FROM main.collection_origins WHERE collection = ? AND owner = ?"


@dataclass(frozen=True, slots=True)
class Begun:
    """A move that was begun: a number that both databases know, and where it goes."""

    token: str
    target: Path


class ServerRows:
    """What a database remembers of servers; each method that writes runs within an open transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def servers(self) -> list[int]:
        """All servers of which anything is remembered, direct messages among them as 0."""
        return sorted(server or DIRECT_MESSAGES for (server,) in await self._database.rows(_SERVERS))

    async def collections(self, server_id: int) -> list[str]:
        """The server's own collections."""
        return [name for (name,) in await self._database.rows(_COLLECTIONS, (str(server_id),))]

    async def counts(self, server_id: int) -> dict[str, int]:
        """How many rows are the server's, by table, of tables that hold any."""
        counts = {}
        for table, condition in _OF_SERVER.items():
            sql = _COUNT.format(table=table, condition=condition.format(schema="main"))
            (count,) = await self._database.row(sql, _named(server_id, sql))
            if count:
                counts[table] = count
        return counts

    async def take(self, server_id: int) -> None:
        """Copy from the origin; what was remembered here already stays as it is, for it is newer."""
        for table, condition in _OF_SERVER.items():
            if table == "audit":
                await self._take_audit(server_id)
                continue
            sql = _COPY.format(
                table=table,
                columns=", ".join(await self._columns(table)),
                origin=ORIGIN,
                condition=condition.format(schema=ORIGIN),
            )
            await self._database.execute(sql, _named(server_id, sql))

    async def leave(self, server_id: int) -> None:
        """Delete all rows of the server, and that it was on its way."""
        await self._database.execute(_ALLOW, {"server": server_id})
        # votes would go with their answers, which say whose they are
        for table in ("votes", *(name for name in _OF_SERVER if name != "votes")):
            sql = _DELETE.format(table=table, condition=_OF_SERVER[table].format(schema="main"))
            await self._database.execute(sql, _named(server_id, sql))
        for sql in (_ALLOW_NO_LONGER, _END):
            await self._database.execute(sql, {"server": server_id})

    async def begun(self, server_id: int) -> Begun | None:
        """The move of a server out of here that was begun and did not end."""
        row = await self._database.row(_BEGUN, (server_id,))
        return None if row is None else Begun(row[0], Path(row[1]))

    async def begin(self, server_id: int, move: Begun) -> None:
        """Note that a server is on its way."""
        await self._database.execute(_BEGIN, (server_id, move.token, str(move.target)))

    async def stay(self, server_id: int) -> None:
        """Note that it is on its way no longer."""
        await self._database.execute(_END, {"server": server_id})

    async def on_their_way(self) -> Mapping[int, Path]:
        """Servers whose move out of here did not end, and where they go."""
        return {server: Path(target) for server, target in await self._database.rows(_ALL_BEGUN)}

    async def has(self, token: str) -> bool:
        """Whether all rows of a move have come here."""
        return await self._database.row(_ARRIVED, (token,)) is not None

    async def arrive(self, token: str, server_id: int) -> None:
        """Note, with the rows, that they have come."""
        await self._database.execute(_ARRIVE, (token, server_id))

    async def is_arriving(self, server_id: int) -> bool:
        """Whether a server came here and it was not noted that it is gone from where it was."""
        return await self._database.row(_HAS_ARRIVED, (server_id,)) is not None

    async def settle(self, server_id: int) -> None:
        """Note that it is gone from there."""
        await self._database.execute(_SETTLE, (server_id,))

    async def came_from(self, collections: Iterable[str], owner: str) -> None:
        """Note under whose name collections that came may stand in a search cluster."""
        await self._database.execute_many(_CAME_FROM, [(name, owner) for name in collections])

    async def is_origin(self, collection: str, owner: str) -> bool:
        """Whether a collection came from a database of that name."""
        return await self._database.row(_ORIGIN, (collection, owner)) is not None

    async def _take_audit(self, server_id: int) -> None:
        columns = await self._columns("audit")
        listed, named = ", ".join(columns), {"server": server_id}
        here = await self._database.rows(_AUDIT_HERE.format(columns=listed), named)
        entries = await self._database.rows(_AUDIT_OF_BOTH.format(columns=listed), named)
        if len(entries) == len(here):
            return
        for sql in (_ALLOW, "DELETE FROM main.audit WHERE server_id = :server", _ALLOW_NO_LONGER):
            await self._database.execute(sql, named)
        marks = ", ".join("?" for _ in columns)
        await self._database.execute_many(_ADD_AUDIT.format(columns=listed, marks=marks), entries)

    async def _columns(self, table: str) -> Sequence[str]:
        names = [name for (name,) in await self._database.rows(_COLUMNS, (table,))]
        return [name for name in names if name != "id" or table not in _OWN_NUMBERS]


def _named(server_id: int, sql: str) -> dict[str, object]:
    """The server as a statement's condition takes it: within a collection's name it is text."""
    return {"server": str(server_id) if "GLOB" in sql else server_id}
