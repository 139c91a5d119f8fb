"""Opens the database, brings its schema up to date, and commits together what belongs together."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

import aiosqlite

from index.errors import StoreError

_BUSY_TIMEOUT_MS = 10_000
"""How long a writer waits for another one: indexing commits release by release, so a turn comes soon."""

_CACHE_KIB = 65_536

_LONG_LOG_PAGES = 16_384
"""64 MB, where 4 MB are usual."""

_ERRORS = (sqlite3.Error, OSError)

DATABASE_ERRORS = (sqlite3.Error, StoreError)
"""What no release is to blame for: it ends a run, where a release that cannot be read does not."""

_TRY_AGAIN_S = 0.05
"""Between two looks at whether another process is done."""


Parameters = Sequence[object] | Mapping[str, object]


class Database:
    """An open SQLite database (WAL), reached through aiosqlite; rows are tuples that stay in index.store."""

    def __init__(self, connection: aiosqlite.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @property
    def segment_folder(self) -> Path:
        """Where the segments of this database stand."""
        return segment_folder(self.path)

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

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[Any]:
        """All rows of a query."""
        return list(await self._connection.execute_fetchall(sql, parameters))

    async def row(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first row of a query, None if there is none."""
        rows = await self.rows(sql, parameters)
        return rows[0] if rows else None

    async def insert(self, sql: str, parameters: Sequence[object]) -> int:
        """Insert a row; its rowid."""
        inserted = await self._connection.execute_insert(sql, parameters)
        assert inserted is not None
        return int(inserted[0])

    async def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Run one statement."""
        # fetched though it has no rows: one turn of the connection's thread, and no cursor is left open that would
        # hold the transaction open
        await self._connection.execute_fetchall(sql, parameters)

    async def execute_many(self, sql: str, parameters: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row of parameters."""
        await self._connection.executemany(sql, parameters)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """All or nothing: commit at the end, roll back on any error.

        Raises:
            StoreError: the database cannot be written (another writer, a full disk).
        """
        with store_errors(self.path):
            await self.execute("BEGIN IMMEDIATE")
            try:
                yield
                await self.execute("COMMIT")
            finally:
                # a full disk rolls some statements back by itself; a COMMIT that failed leaves all to be undone
                if self._connection.in_transaction:
                    await self.execute("ROLLBACK")

    @asynccontextmanager
    async def at_one_moment(self) -> AsyncIterator[None]:
        """All that is read within is read as it stood at one moment, whatever is written meanwhile."""
        await self.execute("BEGIN")
        try:
            yield
        finally:
            await self.execute("ROLLBACK")

    @asynccontextmanager
    async def writing_much(self) -> AsyncIterator[None]:
        """For the while, let the log of what is written grow: pages that change again and again go into the database once."""
        await self.execute(f"PRAGMA wal_autocheckpoint = {_LONG_LOG_PAGES}")
        try:
            yield
        finally:
            # what remains is written here, rather than by whoever writes next; if it cannot be, it will be then
            with suppress(sqlite3.Error):
                await self.execute("PRAGMA wal_checkpoint(PASSIVE)")

    async def scrub(self) -> None:
        """Leave nothing of deleted rows in the database's files."""
        await self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def _prepare(self) -> None:
        try:
            await self.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
            await self._turn_to_wal()
            for pragma in (
                "synchronous = NORMAL",
                "foreign_keys = ON",
                # what is erased is overwritten, not only forgotten
                "secure_delete = ON",
                f"cache_size = -{_CACHE_KIB}",
            ):
                await self.execute(f"PRAGMA {pragma}")
            await self._migrate()
        except _ERRORS as error:
            raise StoreError(
                f"{self.path}: not a usable database: {error}. Name another file with --db, or move this one away."
            ) from error

    async def _turn_to_wal(self) -> None:
        """Switch a new database to WAL; SQLite does not wait by itself where another process is just doing so."""
        until = time.monotonic() + _BUSY_TIMEOUT_MS / 1_000
        while True:
            try:
                return await self.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
            await asyncio.sleep(_TRY_AGAIN_S)

    async def _migrate(self) -> None:
        scripts = _scripts()
        if await self._applied(scripts) == len(scripts):
            return
        # all scripts are one transaction, and what is applied is read within it: another process may have done it
        # meanwhile, and one that is killed here leaves the schema before or after
        async with self.transaction():
            for script in scripts[await self._applied(scripts) :]:
                for statement in statements_of(script):
                    await self.execute(statement)
            await self.execute(f"PRAGMA user_version = {len(scripts)}")

    async def _applied(self, scripts: Sequence[str]) -> int:
        (applied,) = await self.row("PRAGMA user_version")
        if applied > len(scripts):
            raise StoreError(f"{self.path}: written by a newer version of Communiqué; upgrade to open it.")
        return int(applied)


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Whatever the database or the disk refuses, as a sentence.

    Raises:
        StoreError: something could not be read or written.
    """
    try:
        yield
    except _ERRORS as error:
        raise StoreError(f"{path}: cannot be written: {error}") from error


def segment_folder(database: Path) -> Path:
    """Where the segments of a database stand."""
    return database.with_name(database.name + ".index")


def statements_of(script: str) -> Iterator[str]:
    """The statements of a script, one by one.

    >>> [statement.strip() for statement in statements_of("SELECT 1; -- one\\nSELECT ';'\\n;\\n")]
    ['SELECT 1; -- one', "SELECT ';'\\n;"]
    """
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def newest_schema() -> int:
    """The version of the schema that this program writes."""
    return len(_scripts())


def _scripts() -> list[str]:
    folder = files("index.store").joinpath("schema")
    scripts = [script for script in folder.iterdir() if script.name.endswith(".sql")]
    return [script.read_text(encoding="utf-8") for script in sorted(scripts, key=lambda script: script.name)]


@contextmanager
def one_writer(path: Path) -> Iterator[None]:
    """Keep other processes from indexing into the same database; ends with the process, however that ends.

    Raises:
        StoreError: another process is at it.
    """
    lock = _lock(path)
    try:
        if not _taken(lock):
            raise StoreError(
                f"{path}: another run is indexing into it; run the command again when it is done."
            )
        yield
    finally:
        lock.close()


@asynccontextmanager
async def writer_in_turn(path: Path, *, wait_s: float) -> AsyncIterator[None]:
    """The same, after waiting for a run that may soon be done.

    Raises:
        StoreError: another run is at it for longer.
    """
    lock, until = _lock(path), time.monotonic() + wait_s
    try:
        while not _taken(lock):
            if time.monotonic() > until:
                raise StoreError("The collections are being indexed just now; try again when that is done.")
            await asyncio.sleep(_TRY_AGAIN_S)
        yield
    finally:
        lock.close()


@contextmanager
def run(path: Path) -> Iterator[None]:
    """Let others know that a bot runs on the database, as more than one may; ends with the process, however that ends.

    Raises:
        StoreError: somebody needs the database for themselves.
    """
    lock = _lock(_running(path))
    try:
        if not _taken(lock, "BEGIN; SELECT count(*) FROM sqlite_master"):
            raise StoreError(f"{path}: servers are being moved; start the bot again when that is done.")
        yield
    finally:
        lock.close()


@contextmanager
def not_run(path: Path) -> Iterator[None]:
    """Have the database while no bot runs on it.

    Raises:
        StoreError: one does.
    """
    lock = _lock(_running(path))
    try:
        if not _taken(lock):
            raise StoreError(f"{path}: a bot runs on it, or another command moves servers; stop that first.")
        yield
    finally:
        lock.close()


def _running(path: Path) -> Path:
    return path.with_name(f"{path.name}.run")


def _lock(path: Path) -> sqlite3.Connection:
    with store_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        return sqlite3.connect(path.with_name(path.name + ".lock"), timeout=0, isolation_level=None)


def _taken(lock: sqlite3.Connection, how: str = "BEGIN EXCLUSIVE") -> bool:
    try:
        for statement in how.split(";"):
            lock.execute(statement).fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return False
        raise StoreError(f"The database cannot be locked: {error}.") from error
    return True
