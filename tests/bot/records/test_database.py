"""The bot's tables: made once, kept, and no matter whose database they stand in."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.records.command_syncs import CommandSyncs
from bot.records.database import open_records


async def test_nothing_was_registered_at_first(tmp_path: Path) -> None:
    async with open_records(tmp_path / "new" / "a.db") as connection:
        assert await CommandSyncs(connection).last(1) is None


async def test_registered_commands_are_remembered_for_each_application(tmp_path: Path) -> None:
    async with open_records(tmp_path / "a.db") as connection:
        syncs = CommandSyncs(connection)
        await syncs.remember(1, "old")
        await syncs.remember(1, "new")
        await syncs.remember(2, "other")
    async with open_records(tmp_path / "a.db") as connection:
        syncs = CommandSyncs(connection)

        assert ("new", "other") == (await syncs.last(1), await syncs.last(2))


async def test_two_bots_may_open_the_database_at_once(tmp_path: Path) -> None:
    async with open_records(tmp_path / "a.db") as one, open_records(tmp_path / "a.db") as other:
        await CommandSyncs(one).remember(1, "hash")

        assert "hash" == await CommandSyncs(other).last(1)


async def test_version_of_the_index_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 41")
    database.close()

    async with open_records(path) as connection, connection.execute("PRAGMA user_version") as cursor:
        assert [(41,)] == [tuple(row) for row in await cursor.fetchall()]
