"""Indexing: nothing changes twice, nothing is lost, and each bad file is named."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from index.errors import StoreError
from index.indexer import run_job
from index.intake.raw import Facts
from index.job import IndexJob
from index.query import PUBLIC
from index.report import IndexReport
from index.store.database import Database, one_writer
from index.store.generations import Change, Generations
from index.store.releases import Releases
from tests.corpus import index_paths, records, write_files

ONE = "Visit to Finland\n\n3 May 2023\n\nThe Secretary General thanked Finland. He spoke of Russia."
TWO = "Visit to Norway\n\n4 May 2023\n\nThe Secretary General thanked Norway. He spoke of China."


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "data" / "test.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_files(tmp_path / "releases", {"one.txt": ONE, "sub/two.txt": TWO})


def counts(report: IndexReport) -> list[int]:
    return [report.added, report.changed, report.unchanged, report.removed]


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


async def test_a_folder_is_indexed_with_all_its_passages(database: Path, folder: Path) -> None:
    report = await index_paths(database, folder)

    assert counts(report) == [2, 0, 0, 0]
    assert report.passages == 4
    assert report.failed == []


async def test_indexing_again_changes_nothing_and_makes_no_generation(database: Path, folder: Path) -> None:
    await index_paths(database, folder)

    report = await index_paths(database, folder)

    assert counts(report) == [0, 0, 2, 0]
    assert rows(database, "SELECT count(*) FROM generations") == [(1,)]


async def test_a_changed_file_makes_a_new_version_and_keeps_the_old_one(database: Path, folder: Path) -> None:
    await index_paths(database, folder)
    (folder / "one.txt").write_text(ONE + " He left.", encoding="utf-8")

    report = await index_paths(database, folder)

    assert counts(report) == [0, 1, 1, 0]
    assert report.passages == 5
    assert rows(database, "SELECT count(*) FROM versions") == [(3,)]


async def test_a_file_that_vanished_from_the_folder_is_removed(database: Path, folder: Path) -> None:
    await index_paths(database, folder)
    (folder / "one.txt").unlink()

    report = await index_paths(database, folder)

    assert counts(report) == [0, 0, 1, 1]
    assert report.passages == 2


async def test_a_release_that_comes_back_is_the_same_release(database: Path, folder: Path) -> None:
    await index_paths(database, folder)
    (folder / "one.txt").rename(folder / "one.away")
    await index_paths(database, folder)
    (folder / "one.away").rename(folder / "one.txt")

    report = await index_paths(database, folder)

    assert counts(report) == [1, 0, 1, 0]
    assert rows(database, "SELECT count(*) FROM versions") == [(2,)]


async def test_indexing_one_file_leaves_the_others_alone(database: Path, folder: Path) -> None:
    await index_paths(database, folder)

    report = await index_paths(database, folder / "one.txt")

    assert counts(report) == [0, 0, 1, 0]
    assert report.passages == 4


async def test_a_file_has_one_key_whether_it_or_its_folder_was_named(database: Path, folder: Path) -> None:
    await index_paths(database, folder)
    await index_paths(database, folder / "sub" / "two.txt", folder / "sub")

    assert rows(database, "SELECT key FROM releases ORDER BY key") == [("one.txt",), ("sub/two.txt",)]


async def test_a_folder_is_indexed_again_as_the_same_after_a_file_beside_it_was(
    database: Path, folder: Path
) -> None:
    await index_paths(database, folder / "sub")
    assert counts(await index_paths(database, folder / "one.txt")) == [1, 0, 0, 0]

    assert counts(await index_paths(database, folder / "sub")) == [0, 0, 1, 0]
    assert counts(await index_paths(database, folder)) == [0, 0, 2, 0]
    assert rows(database, "SELECT key FROM releases ORDER BY key") == [("one.txt",), ("two.txt",)]


async def test_a_record_that_vanished_from_its_file_is_removed(database: Path, tmp_path: Path) -> None:
    both = records({"id": "a", "text": "One sentence."}, {"id": "b", "text": "Another sentence."})
    path = write_files(tmp_path / "in", {"all.jsonl": both}) / "all.jsonl"
    await index_paths(database, path)
    path.write_text(records({"id": "b", "text": "Another sentence."}), encoding="utf-8")

    assert counts(await index_paths(database, path)) == [0, 0, 1, 1]


async def test_what_cannot_be_read_any_more_is_kept(database: Path, folder: Path) -> None:
    await index_paths(database, folder)
    (folder / "one.txt").write_bytes(b"\0\0\0")

    report = await index_paths(database, folder)

    assert counts(report) == [0, 0, 1, 0]
    assert report.passages == 4
    assert [failed.reason for failed in report.failed] == ["is binary, not text"]


async def test_a_folder_that_is_gone_removes_nothing(database: Path, folder: Path) -> None:
    await index_paths(database, folder)
    folder.rename(folder.with_name("elsewhere"))

    report = await index_paths(database, folder)

    assert counts(report) == [0, 0, 0, 0]
    assert report.passages == 4
    assert "no such file or folder" in report.failed[0].reason


async def test_bad_files_are_named_and_the_rest_goes_on(database: Path, folder: Path) -> None:
    (folder / "empty.txt").touch()
    (folder / "binary.md").write_bytes(b"\x89PNG\0")
    (folder / "broken.jsonl").write_text("{\n", encoding="utf-8")
    (folder / "loop").symlink_to(folder)
    with (folder / "huge.txt").open("wb") as huge:
        os.truncate(huge.fileno(), 1 << 30)

    report = await index_paths(database, folder)

    assert counts(report) == [2, 0, 0, 0]
    named = sorted(Path(failed.path.removesuffix(" line 1")).name for failed in report.failed)
    assert named == ["binary.md", "broken.jsonl", "empty.txt", "huge.txt", "loop"]


async def test_an_address_is_the_key_in_whatever_file_it_stands(database: Path, tmp_path: Path) -> None:
    row = {"id": "1", "url": "https://example.org/a", "text": "One sentence."}
    write_files(tmp_path / "in", {"a.jsonl": records(row), "b.jsonl": records(row)})

    report = await index_paths(database, tmp_path / "in")

    assert counts(report) == [1, 0, 0, 0]
    assert "more than once" in report.notes[-1]
    assert rows(database, "SELECT key FROM releases") == [("https://example.org/a",)]


async def test_the_same_id_in_two_sources_is_two_releases(database: Path, tmp_path: Path) -> None:
    row = {"id": "1", "text": "One sentence."}
    write_files(tmp_path, {"a/x.jsonl": records(row), "b/x.jsonl": records(row)})

    report = await index_paths(database, tmp_path / "a", tmp_path / "b")

    assert counts(report) == [2, 0, 0, 0]


async def test_given_facts_are_stored_and_what_was_assumed_is_said(database: Path, tmp_path: Path) -> None:
    path = write_files(tmp_path, {"bare.txt": "Only one sentence here, and it says little."}) / "bare.txt"

    report = await run_job(IndexJob(database, [path], given=Facts(title="Given")))

    assert rows(database, "SELECT title, published FROM versions") == [("Given", None)]
    assert report.notes == ["bare.txt: No date was found: the release is undated."]


async def test_small_changes_merge_segments_and_old_files_go(database: Path, folder: Path) -> None:
    for number in range(12):
        write_files(folder, {f"more-{number}.txt": TWO.replace("Norway", f"Land{number}")})
        await index_paths(database, folder)

    files = list((database.parent / "test.db.index").iterdir())
    live = rows(database, "SELECT count(*) FROM segments WHERE until_generation IS NULL")

    assert live[0][0] in (1, 2, 3)
    assert len(files) == rows(database, "SELECT count(*) FROM segments")[0][0]


async def test_a_generation_computed_from_an_older_one_is_refused(database: Path, folder: Path) -> None:
    await index_paths(database, folder)
    async with Database.open(database) as opened:
        collection = await Releases(opened).collection(PUBLIC)

        with pytest.raises(StoreError, match="another run"):
            await Generations(opened).publish(collection, Change("late", None))

    assert rows(database, "SELECT count(*) FROM generations") == [(1,)]


async def test_a_file_that_is_no_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("not a database, but long enough to look like one " * 40, encoding="utf-8")

    with pytest.raises(StoreError, match="--db"):
        await index_paths(path, tmp_path)


async def test_a_database_of_a_newer_version_is_refused(database: Path, folder: Path) -> None:
    await index_paths(database, folder)
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA user_version = 999")
    connection.close()

    with pytest.raises(StoreError, match="newer version"):
        await index_paths(database, folder)


async def test_a_second_run_at_the_same_time_is_refused_and_breaks_nothing(
    database: Path, folder: Path
) -> None:
    with one_writer(database), pytest.raises(StoreError, match="another run"):
        await index_paths(database, folder)

    assert counts(await index_paths(database, folder)) == [2, 0, 0, 0]
