"""Opens the database, brings its schema up to date, and commits together what belongs together."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import aiosqlite

from index.errors import StoreError

_BUSY_TIMEOUT_MS = 10_000
"""How long a writer waits for another one: indexing commits release by release, so a turn comes soon."""

_CACHE_KIB = 65_536

_ERRORS = (sqlite3.Error, OSError)


class Database:
    """An open SQLite database (WAL), reached through aiosqlite; rows are tuples that stay in index.store."""

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @property
    def segment_folder(self) -> Path:
        """Where the segments of this database stand."""
        return self.path.with_name(self.path.name + ".index")

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[Database]:
        """Open the database, create or upgrade it where needed, and close it in the end.

        Raises:
            StoreError: it cannot be opened, is no database, or was written by a newer version of the program.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = await aiosqlite.connect(path, isolation_level=None)
        except _ERRORS as error:
            raise StoreError(f"{path}: the database cannot be opened: {error}") from error
        try:
            database = cls(connection, path)
            await database._prepare()
            yield database
        finally:
            await connection.close()

    async def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        """All rows of a query."""
        return list(await self._connection.execute_fetchall(sql, parameters))

    async def row(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first row of a query, None if there is none."""
        async with self._connection.execute(sql, parameters) as cursor:
            return await cursor.fetchone()

    async def insert(self, sql: str, parameters: Sequence[object]) -> int:
        """Insert a row; its rowid."""
        async with self._connection.execute(sql, parameters) as cursor:
            assert cursor.lastrowid is not None
            return cursor.lastrowid

    async def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement."""
        # a cursor left open would hold its statement, and with it the transaction, open
        async with self._connection.execute(sql, parameters):
            pass

    async def execute_many(self, sql: str, parameters: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row of parameters."""
        await self._connection.executemany(sql, parameters)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """All or nothing: commit at the end, roll back on any error.

        Raises:
            StoreError: the database cannot be written (another writer, a full disk).
        """
        try:
            await self.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                await self.execute("ROLLBACK")
                raise
            await self.execute("COMMIT")
        except _ERRORS as error:
            raise StoreError(f"{self.path}: cannot be written: {error}") from error

    async def _prepare(self) -> None:
        try:
            for pragma in (
                f"busy_timeout = {_BUSY_TIMEOUT_MS}",
                "journal_mode = WAL",
                "synchronous = NORMAL",
                "foreign_keys = ON",
                f"cache_size = -{_CACHE_KIB}",
            ):
                await self.execute(f"PRAGMA {pragma}")
            await self._migrate()
        except _ERRORS as error:
            raise StoreError(
                f"{self.path}: not a usable database: {error}. Name another file with --db, or move this one away."
            ) from error

    async def _migrate(self) -> None:
        scripts = sorted(
            (
                script
                for script in files("index.store").joinpath("schema").iterdir()
                if script.name.endswith(".sql")
            ),
            key=lambda script: script.name,
        )
        (applied,) = await self.row("PRAGMA user_version")
        if applied > len(scripts):
            raise StoreError(f"{self.path}: written by a newer version of Communiqué; upgrade to open it.")
        for number, script in enumerate(scripts[applied:], start=applied + 1):
            # one script is one transaction: a process killed here leaves the schema before or after it
            statements = script.read_text(encoding="utf-8")
            await self._connection.executescript(
                f"BEGIN IMMEDIATE; {statements} PRAGMA user_version = {number}; COMMIT;"
            )


@contextmanager
def one_writer(path: Path) -> Iterator[None]:
    """Keep other processes from indexing into the same database; ends with the process, however that ends.

    Raises:
        StoreError: another process is at it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = sqlite3.connect(path.with_name(path.name + ".lock"), timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"{path}: another run is indexing into it; run the command again when it is done."
        ) from error
    finally:
        lock.close()
