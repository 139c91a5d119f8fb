"""Copies a collection from another database: all of its rows, under numbers of their own here.

In: a database to which the other one is attached as ``origin``, within an open transaction. Out: the collection with its
releases, versions, uploads and generations, and without segments. Numbers of rows keep their order, which is the order of reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.store.database import Database

ORIGIN = "origin"
"""The name that the other database is attached under."""

_RELEASES = f"SELECT id FROM {ORIGIN}.releases WHERE collection_id = :collection"
_VERSIONS = f"SELECT id FROM {ORIGIN}.versions WHERE release_id IN ({_RELEASES})"
MOVED: Mapping[str, str] = {
    "sources": "collection_id = :collection",
    "releases": "collection_id = :collection",
    "versions": f"release_id IN ({_RELEASES})",
    "passages": f"version_id IN ({_VERSIONS})",
    "generations": "collection_id = :collection",
    "memberships": "collection_id = :collection",
    "stated_facts": f"release_id IN ({_RELEASES})",
    "uploads": "collection_id = :collection",
    "version_uploads": f"version_id IN ({_VERSIONS})",
}
"""The tables of what moves, with which rows of each do."""

_ATTACH = f"ATTACH DATABASE ? AS {ORIGIN}"
_DETACH = f"DETACH DATABASE {ORIGIN}"
_COLLECTION = f"SELECT id FROM {ORIGIN}.collections WHERE name = ?"
_NEW_COLLECTION = f"""
INSERT INTO main.collections (name, created_at) SELECT name, created_at FROM {ORIGIN}.collections WHERE id = ?"""
_COLUMNS = "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid"
_REFERENCES = 'SELECT "from", "table" FROM pragma_foreign_key_list(?)'
_LAST = "SELECT coalesce(max(id), 0) FROM main.{table}"
_LAST_GENERATION = "SELECT coalesce(max(seq), 0) FROM main.sqlite_sequence WHERE name = 'generations'"
_COPY = "INSERT INTO main.{table} ({columns}) SELECT {values} FROM {origin}.{table} WHERE {condition}"
_GENERATIONS = "SELECT id, releases FROM main.generations WHERE collection_id = ? ORDER BY id"


@dataclass(frozen=True, slots=True)
class MovedCollection:
    """A collection that came: its row, how many releases its newest generation holds, and the numbers that generations have now."""

    row: int
    name: str
    releases: int
    first_generation: int
    last_generation: int


class Copying:
    """Copies rows of collections into a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def attach(self, database: Database) -> None:
        """Let rows be read from another database."""
        await self._database.execute(_ATTACH, (str(database.path),))

    async def detach(self) -> None:
        """Let it go again."""
        await self._database.execute(_DETACH)

    async def copy(self, name: str) -> MovedCollection:
        """Copy a collection."""
        (old,) = await self._database.row(_COLLECTION, (name,))
        # rows refer to one another in circles
        await self._database.execute("PRAGMA defer_foreign_keys = ON")
        new = await self._database.insert(_NEW_COLLECTION, (old,))
        shifts = {table: await self._last(table) for table in MOVED} | {"collections": new - old}
        for table, condition in MOVED.items():
            await self._copy(table, condition, old, shifts)
        generations = await self._database.rows(_GENERATIONS, (new,))
        (first, _), (last, releases) = generations[0], generations[-1]
        return MovedCollection(new, name, releases, first, last)

    async def _last(self, table: str) -> int:
        """The number after which this database's own rows end."""
        keyed = [column for column, pk in await self._database.rows(_COLUMNS, (table,)) if pk]
        if keyed != ["id"]:
            return 0
        # numbers of generations are never used twice, not even of those that are gone
        (last,) = await self._database.row(
            _LAST_GENERATION if table == "generations" else _LAST.format(table=table)
        )
        return int(last)

    async def _copy(self, table: str, condition: str, collection: int, shifts: Mapping[str, int]) -> None:
        columns = [name for name, _ in await self._database.rows(_COLUMNS, (table,))]
        numbered = {"id": table, **dict(await self._database.rows(_REFERENCES, (table,)))}
        values = [f"{name} + {shifts[numbered[name]]}" if name in numbered else name for name in columns]
        copy = _COPY.format(
            table=table,
            columns=", ".join(columns),
            values=", ".join(values),
            origin=ORIGIN,
            condition=condition,
        )
        await self._database.execute(copy, {"collection": collection})
