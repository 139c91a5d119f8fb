"""The database opens for several at once, takes up what older versions wrote, and lets writers come in turn."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from index.errors import StoreError
from index.query import PUBLIC
from index.store.database import Database, one_writer, writer_in_turn
from index.store.records import Records
from tests.corpus import index_paths, write_files
from tests.index.editing import an_editor, found, handle_of

SCHEMA = files("index.store").joinpath("schema")
SCRIPTS = sorted(script.name for script in SCHEMA.iterdir() if script.name.endswith(".sql"))
OPEN = """
import asyncio, sys
from pathlib import Path
from index.store.database import Database

async def main():
    async with Database.open(Path(sys.argv[1])) as database:
        print(*await database.row("PRAGMA user_version"))

print("ready", flush=True)
sys.stdin.readline()
asyncio.run(main())
"""


def open_at_once(path: Path, processes: int) -> list[str]:
    """What several processes say that open the database at the same moment."""
    command = [sys.executable, "-W", "error", "-c", OPEN, str(path)]
    opening = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(processes)
    ]
    for process in opening:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in opening:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    return [process.communicate(timeout=30)[0].strip() for process in opening]


def of_first_version(path: Path) -> Path:
    """A database as the first version of the program made it, without a release."""
    connection = sqlite3.connect(path)
    connection.executescript(SCHEMA.joinpath(SCRIPTS[0]).read_text(encoding="utf-8"))
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    return path


def test_a_new_database_can_be_opened_by_several_at_once(tmp_path: Path) -> None:
    assert open_at_once(tmp_path / "new.db", 4) == [str(len(SCRIPTS))] * 4


def test_an_old_database_can_be_opened_by_several_at_once(tmp_path: Path) -> None:
    old = of_first_version(tmp_path / "old.db")

    assert open_at_once(old, 4) == [str(len(SCRIPTS))] * 4


async def test_what_an_older_version_indexed_can_be_listed_edited_and_rolled_back(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    releases = {f"{n}.txt": f"Title {n}\n\n3 May 2023\n\nHe spoke of beast{n}." for n in (1, 2)}
    folder = write_files(tmp_path / "releases", releases)
    await index_paths(path, folder)
    (folder / "2.txt").unlink()
    await index_paths(path, folder)
    _undo_second_script(path)

    async with Database.open(path) as database:
        editor = an_editor(database)
        records = (await editor.records(PUBLIC)).records
        history = await editor.history(PUBLIC)
        await editor.rollback(PUBLIC, history[1].id)

        assert sorted((record.title, record.state, record.bytes > 20) for record in records) == [
            ("Title 1", "live", True),
            ("Title 2", "removed", True),
        ]
        assert await found(database, "beast2") == ["He spoke of beast2."]
        await editor.withdraw(PUBLIC, await handle_of(editor, "Title 1"))
        assert await found(database, "beast1") == []


def _undo_second_script(path: Path) -> None:
    """Make the database again from the rows that the first version knew."""
    connection = sqlite3.connect(path)
    connection.execute("ATTACH ? AS old", (str(of_first_version(path.with_name("first.db"))),))
    tables = [
        name for (name,) in connection.execute("SELECT name FROM old.sqlite_master WHERE type = 'table'")
    ]
    for table in tables:
        columns = ", ".join(
            column
            for (column,) in connection.execute("SELECT name FROM pragma_table_info(?, 'old')", (table,))
        )
        connection.execute(f"INSERT INTO old.{table} ({columns}) SELECT {columns} FROM main.{table}")
    connection.commit()
    connection.close()
    path.unlink()
    path.with_name("first.db").rename(path)


async def test_a_script_that_fails_leaves_the_schema_as_it_was(tmp_path: Path) -> None:
    old = of_first_version(tmp_path / "old.db")
    connection = sqlite3.connect(old)
    connection.execute("CREATE TABLE uploads (taken)")
    connection.close()

    with pytest.raises(StoreError, match="already exists"):
        async with Database.open(old):
            pass

    connection = sqlite3.connect(old)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert "state" not in [row[1] for row in connection.execute("PRAGMA table_info(releases)")]
    connection.close()


async def test_a_writer_waits_for_the_one_before(tmp_path: Path) -> None:
    path, order = tmp_path / "test.db", []

    async def second() -> None:
        async with writer_in_turn(path, wait_s=30):
            order.append("second")

    with one_writer(path):
        waiting = asyncio.create_task(second())
        await asyncio.sleep(0)
        order.append("first")
    await waiting

    assert order == ["first", "second"]


async def test_an_error_within_a_lock_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="mine"), one_writer(tmp_path / "test.db"):
        raise sqlite3.OperationalError("mine")


async def test_a_transaction_that_fails_leaves_nothing_and_none_open(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "test.db") as database:
        with pytest.raises(StoreError, match="no such table"):
            await _half_a_change(database)
        async with database.transaction():
            assert await database.rows("SELECT * FROM collections") == []

        assert (await Records(database).usage(["a"])).releases == 0


async def _half_a_change(database: Database) -> None:
    async with database.transaction():
        await database.execute("INSERT INTO collections (name, created_at) VALUES ('a', 'b')")
        await database.execute("INSERT INTO nowhere VALUES (1)")
