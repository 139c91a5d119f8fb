"""The bot's own connection to the database, with its tables in place.

In: the database's path. Out: an open aiosqlite connection, closed on leaving. The index keeps its
schema's version in ``PRAGMA user_version``; the bot's tables have a version of their own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

import aiosqlite

_BUSY_TIMEOUT_MS = 10_000

_VERSION_TABLE = "CREATE TABLE IF NOT EXISTS records_schema (version INTEGER NOT NULL) STRICT"
_READ_VERSION = "SELECT coalesce(max(version), 0) FROM records_schema"
_WRITE_VERSION = "INSERT INTO records_schema (version) VALUES (?)"
_CLEAR_VERSION = "DELETE FROM records_schema"


@asynccontextmanager
async def open_records(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    """Open the database, bring the bot's tables up to date, and close it in the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # autocommit: each statement stands alone, and a script opens its transaction itself
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        await _do(connection, f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
        await _do(connection, "PRAGMA journal_mode = WAL")
        # a power cut may take the last rows along, never harm the file; FULL would wait for the disk at each answer
        await _do(connection, "PRAGMA synchronous = NORMAL")
        await _do(connection, "PRAGMA foreign_keys = ON")
        await _migrate(connection)
        yield connection


async def _migrate(connection: aiosqlite.Connection) -> None:
    """Run the scripts that this database has not seen; all of them or none."""
    await _do(connection, "BEGIN IMMEDIATE")
    try:
        await _do(connection, _VERSION_TABLE)
        done = await _version(connection)
        for version, script in _scripts():
            if version > done:
                await _apply(connection, version, script)
    except BaseException:
        await _do(connection, "ROLLBACK")
        raise
    await _do(connection, "COMMIT")


async def _do(connection: aiosqlite.Connection, statement: str, values: Sequence[object] = ()) -> None:
    # a cursor left open would hold its statement, and with it the transaction, open
    async with connection.execute(statement, values):
        pass


async def _version(connection: aiosqlite.Connection) -> int:
    async with connection.execute(_READ_VERSION) as cursor:
        row = await cursor.fetchone()
    return int(row[0]) if row else 0


async def _apply(connection: aiosqlite.Connection, version: int, script: str) -> None:
    # executescript would commit first; the scripts hold plain statements, a semicolon after each
    for statement in filter(str.strip, script.split(";\n")):
        await _do(connection, statement)
    await _do(connection, _CLEAR_VERSION)
    await _do(connection, _WRITE_VERSION, (version,))


def _scripts() -> list[tuple[int, str]]:
    """The numbered scripts, in order."""
    folder = files("bot.records") / "schema"
    scripts = [script for script in folder.iterdir() if script.name.endswith(".sql")]
    return sorted((int(script.name.split("_")[0]), script.read_text(encoding="utf-8")) for script in scripts)
