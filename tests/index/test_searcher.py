"""The searcher swaps at once, and rebuilds from the store what is missing or damaged."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from index.query import DateRange, Hit, Query, QueryTerm
from index.searcher import IndexSearcher
from index.snapshot import SearchParams, SearchSnapshot
from index.store.database import Database
from tests.corpus import index_paths, write_files

CHINA = Query([QueryTerm("china", "China")])


def release(day: int, text: str) -> str:
    return f"A title of day {day}\n\n{day} May 2023\n\n{text}"


def naming(searched: SearchSnapshot, query: Query) -> list[Hit]:
    """The hits that hold the words themselves; those beside them are hits as well."""
    return [hit for hit in searched.find(query, limit=10).best if hit.matched]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_files(
        tmp_path / "releases",
        {
            "1.txt": release(1, "The Secretary General spoke of China at length. He left early."),
            "2.txt": release(2, "The Secretary General spoke of Norway at length. He left late."),
        },
    )


@pytest.fixture
async def database(tmp_path: Path, folder: Path) -> AsyncIterator[Database]:
    await index_paths(tmp_path / "test.db", folder)
    async with Database.open(tmp_path / "test.db") as opened:
        yield opened


@pytest.fixture
async def searcher(database: Database) -> IndexSearcher:
    searcher = IndexSearcher(database, SearchParams())
    await searcher.refresh()
    return searcher


async def test_an_empty_database_answers_with_no_hits(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "empty.db") as empty:
        searcher = IndexSearcher(empty, SearchParams())

        assert await searcher.refresh() is False
        assert not searcher.snapshot.find(CHINA, limit=3).best
        assert searcher.snapshot.find(CHINA, limit=3).unknown == ["China"]


async def test_a_snapshot_stays_as_it_was_when_the_index_changes(
    searcher: IndexSearcher, database: Database, folder: Path
) -> None:
    before = searcher.snapshot
    write_files(folder, {"3.txt": release(3, "China came up again in the talks of the Secretary General.")})
    await index_paths(database.path, folder)

    assert await searcher.refresh() is True
    assert len(naming(before, CHINA)) == 1
    assert len(naming(searcher.snapshot, CHINA)) == 2


async def test_a_removed_release_is_not_found_any_more(
    searcher: IndexSearcher, database: Database, folder: Path
) -> None:
    (folder / "1.txt").unlink()
    await index_paths(database.path, folder)
    await searcher.refresh()

    assert not searcher.snapshot.find(CHINA, limit=10).best


async def test_nothing_new_is_no_refresh(searcher: IndexSearcher) -> None:
    snapshot = searcher.snapshot

    assert await searcher.refresh() is False
    assert searcher.snapshot is snapshot


@pytest.mark.parametrize("damage", ["missing", "altered", "cut"])
async def test_a_damaged_segment_is_rebuilt_from_the_store(
    database: Database, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    (path,) = database.segment_folder.iterdir()
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "altered":
        path.write_bytes(content[:-100].replace(b"china", b"chine") + content[-100:])
    else:
        path.write_bytes(content[: len(content) // 2])

    searcher = IndexSearcher(database, SearchParams())
    await searcher.refresh()

    assert len(naming(searcher.snapshot, CHINA)) == 1
    assert "rebuilt from the store" in caplog.text
    assert path.read_bytes() == content


@pytest.mark.parametrize("day", [1, 2])
async def test_releases_of_the_days_asked_for_come_first(searcher: IndexSearcher, day: int) -> None:
    days = DateRange(date(2023, 5, day), date(2023, 5, day + 1))

    first, second = naming(searcher.snapshot, Query([QueryTerm("spoke", "spoke")], dates=[days]))

    assert (first.in_days, second.in_days) == (True, False)
    assert first.version == day


async def test_another_collection_is_never_searched(searcher: IndexSearcher) -> None:
    assert not searcher.snapshot.find(Query(CHINA.terms, collections=frozenset({"other"})), limit=3).best


async def test_a_phrase_is_found_only_where_its_words_stand_side_by_side(searcher: IndexSearcher) -> None:
    terms = [
        QueryTerm("secretari", "secretary"),
        QueryTerm("general", "general"),
        QueryTerm("spoke", "spoke"),
    ]

    side_by_side = searcher.snapshot.find(Query(terms, [("secretari", "general")]), limit=9)
    apart = searcher.snapshot.find(Query(terms, [("secretari", "spoke")]), limit=9)

    assert (side_by_side.total, apart.total) == (2, 0)
