"""A disk that is full, or refuses to be written: a sentence, and all is as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from index.errors import StoreError
from index.indexer import run_job
from index.job import IndexJob
from index.query import PUBLIC
from index.store.database import Database
from tests.corpus import index_paths, write_files
from tests.index.editing import an_editor, found, handle_of, upload

LONG = "Visit to Sweden\n\n5 May 2023\n\n" + " ".join(f"He spoke of elk number {n}." for n in range(4_000))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    text = "Visit to Norway\n\n4 May 2023\n\nThe minister thanked Norway. He spoke of salmon."
    await index_paths(tmp_path / "test.db", write_files(tmp_path / "releases", {"norway.txt": text}))
    async with Database.open(tmp_path / "test.db") as opened:
        yield opened


async def test_where_no_page_can_be_added_nothing_is_and_all_is_as_it_was(tmp_path: Path) -> None:
    text = "Visit to Norway\n\n4 May 2023\n\nHe spoke of salmon."
    await index_paths(tmp_path / "test.db", write_files(tmp_path / "releases", {"norway.txt": text}))
    async with Database.open(tmp_path / "test.db") as database:
        (pages,) = await database.row("PRAGMA page_count")
        await database.execute(f"PRAGMA max_page_count = {pages}")

        with pytest.raises(StoreError, match="full"):
            async with database.transaction():
                await database.execute("CREATE TABLE filling AS SELECT zeroblob(100000) AS filled")

        assert await database.row("SELECT count(*) FROM sqlite_master WHERE name = 'filling'") == (0,)
        assert await found(database, "salmon") == ["He spoke of salmon."]


async def test_a_segment_that_cannot_be_written_is_told_and_changes_nothing(database: Database) -> None:
    editor, folder = an_editor(database), database.segment_folder
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("a file stands where the folder was", encoding="utf-8")

    with pytest.raises(StoreError, match="cannot be written"):
        await editor.add(PUBLIC, upload("s.txt", LONG))
    write_files(database.path.parent / "releases", {"sweden.txt": LONG})
    with pytest.raises(StoreError, match="cannot be written"):
        await run_job(IndexJob(database.path, [database.path.parent / "releases"]))

    folder.unlink()
    aside.rename(folder)
    assert [record.title for record in (await editor.records(PUBLIC)).records] == ["Visit to Norway"]
    assert len(await editor.history(PUBLIC)) == 1
    assert await found(database, "salmon") == ["He spoke of salmon."]
    assert (await editor.add(PUBLIC, upload("s.txt", LONG))).added == 1


async def test_a_database_that_cannot_be_written_is_told_and_the_old_answers_stay(database: Database) -> None:
    editor = an_editor(database)
    handle = await handle_of(editor, "Norway")
    writer = sqlite3.connect(database.path)
    writer.execute(
        "CREATE TRIGGER full BEFORE INSERT ON generations BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
    )

    for change in (editor.remove(PUBLIC, handle), editor.add(PUBLIC, upload("s.txt", LONG))):
        with pytest.raises(StoreError, match="disk I/O error"):
            await change

    writer.execute("DROP TRIGGER full")
    writer.execute(
        "CREATE TRIGGER full BEFORE INSERT ON passages BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
    )
    write_files(database.path.parent / "releases", {"sweden.txt": LONG})
    with pytest.raises(StoreError, match="disk I/O error"):
        await run_job(IndexJob(database.path, [database.path.parent / "releases"]))
    writer.execute("DROP TRIGGER full")
    writer.close()
    assert await found(database, "salmon") == ["He spoke of salmon."]
    assert await found(database, "elk") == []
    assert (await editor.usage([PUBLIC])).releases == 1
