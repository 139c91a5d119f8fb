"""A backup holds all, taken while others write; a restore puts it back, and nothing unsound in anything's place."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest

from index.errors import StoreError
from index.query import PUBLIC
from index.store.backup import back_up, restore
from index.store.database import Database, one_writer
from tests.corpus import index_paths, write_files
from tests.index.editing import an_editor, found, handle_of, upload

ONE = "Visit to Finland\n\n3 May 2023\n\nThe minister thanked Finland. He spoke of Russia."


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    path = tmp_path / "test.db"
    await index_paths(path, write_files(tmp_path / "releases", {"one.txt": ONE}))
    return path


async def finds(path: Path, word: str) -> list[str]:
    async with Database.open(path) as database:
        return await found(database, word)


async def test_a_backup_is_one_file_from_which_the_same_answers_come(path: Path, tmp_path: Path) -> None:
    stored = await back_up(path, tmp_path / "safe" / "backup.db")
    await restore(tmp_path / "safe" / "backup.db", tmp_path / "new" / "test.db")

    assert (stored.releases, stored.collections) == (1, 1)
    assert [file.name for file in (tmp_path / "safe").iterdir()] == ["backup.db"]
    assert await finds(tmp_path / "new" / "test.db", "Russia") == ["He spoke of Russia."]


async def test_a_backup_waits_for_nobody_and_holds_what_was_committed(path: Path, tmp_path: Path) -> None:
    async with Database.open(path) as database:
        await an_editor(database).add(PUBLIC, upload("two.txt", ONE.replace("Finland", "Norway")))
        await database.execute("BEGIN IMMEDIATE")
        await database.execute("DELETE FROM memberships")

        stored = await back_up(path, tmp_path / "backup.db")

        await database.execute("ROLLBACK")
    await restore(tmp_path / "backup.db", tmp_path / "new.db")
    assert stored.releases == 2
    assert await finds(tmp_path / "new.db", "Norway") == ["The minister thanked Norway."]


async def test_an_older_backup_is_replaced_only_by_one_that_is_sound(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    await back_up(path, backup)
    before = backup.read_bytes()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM versions")
    connection.commit()
    connection.close()

    with pytest.raises(StoreError, match="is damaged"):
        await back_up(path, backup)

    assert backup.read_bytes() == before
    assert not list(tmp_path.glob("*.partial"))


async def test_what_is_there_is_replaced_only_by_force(path: Path, tmp_path: Path) -> None:
    await back_up(path, tmp_path / "backup.db")
    async with Database.open(path) as database:
        editor = an_editor(database)
        await editor.remove(PUBLIC, await handle_of(editor, "Finland"))

    with pytest.raises(StoreError, match="--force"):
        await restore(tmp_path / "backup.db", path)
    assert await finds(path, "Russia") == []
    await restore(tmp_path / "backup.db", path, force=True)

    assert await finds(path, "Russia") == ["He spoke of Russia."]


async def test_a_database_in_use_is_not_replaced(path: Path, tmp_path: Path) -> None:
    await back_up(path, tmp_path / "backup.db")

    async with Database.open(path) as database:
        await database.rows("SELECT * FROM releases")
        with pytest.raises(StoreError, match="in use"):
            await restore(tmp_path / "backup.db", path, force=True)
    with one_writer(path), pytest.raises(StoreError, match="another run"):
        await restore(tmp_path / "backup.db", path, force=True)

    assert await finds(path, "Russia") == ["He spoke of Russia."]


@pytest.mark.parametrize("damage", ["cut", "altered", "other", "empty"])
async def test_a_backup_that_is_not_sound_replaces_nothing(path: Path, tmp_path: Path, damage: str) -> None:
    backup = tmp_path / "backup.db"
    await back_up(path, backup)
    content = backup.read_bytes()
    damaged = {
        "cut": content[: len(content) // 2],
        "altered": content[:4_096] + b"\xff" * 40_000 + content[44_096:],
        "other": b"no database " * 1_000,
        "empty": b"",
    }
    backup.write_bytes(damaged[damage])

    with pytest.raises(StoreError, match=r"backup\.db"):
        await restore(backup, path, force=True)

    assert await finds(path, "Russia") == ["He spoke of Russia."]


async def test_a_database_that_cannot_be_opened_any_more_is_replaced(path: Path, tmp_path: Path) -> None:
    await back_up(path, tmp_path / "backup.db")
    path.write_bytes(b"\0" * 10_000)
    path.with_name("test.db-wal").write_bytes(b"left behind")

    await restore(tmp_path / "backup.db", path, force=True)

    assert await finds(path, "Russia") == ["He spoke of Russia."]


async def test_segments_that_are_cut_altered_or_gone_are_found_rebuilt_and_logged(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Database.open(path) as database:
        editor = an_editor(database)
        for collection in ("1/a", "2/b"):
            await editor.add(collection, upload("one.txt", ONE))
        segments = sorted(database.segment_folder.iterdir())
    sound = [segment.read_bytes() for segment in segments]
    segments[0].write_bytes(sound[0][: len(sound[0]) // 3])
    segments[1].write_bytes(bytes(byte ^ 1 for byte in sound[1]))
    segments[2].unlink()

    with caplog.at_level(logging.WARNING):
        async with Database.open(path) as database:
            answers = [await found(database, "Russia", collection=name) for name in (PUBLIC, "1/a", "2/b")]

    assert answers == [["He spoke of Russia."]] * 3
    assert [segment.read_bytes() for segment in segments] == sound
    assert caplog.text.count("is rebuilt from the store") == 3
