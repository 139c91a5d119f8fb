"""The library reads back exactly what was indexed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from index.query import PUBLIC, DateRange
from index.release import PassageId, PassageKey
from index.store.database import Database
from index.store.library import StoreLibrary
from tests.corpus import index_paths, records, write_files

TEXT = "The first sentence is about Norway. The second names China’s aims.\n\nA second paragraph stands here."
EVERYTHING = frozenset({PUBLIC})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [
        {
            "id": str(n),
            "title": f"Title {n}",
            "date": f"2023-0{n}-15",
            "url": None,
            "text": TEXT.replace("first", f"{n}."),
        }
        for n in (1, 2, 3)
    ]
    undated = {"id": "4", "title": "Undated", "date": None, "text": "No day is named in this release."}
    return write_files(tmp_path / "in", {"all.jsonl": records(*rows, undated)})


@pytest.fixture
async def database(tmp_path: Path, folder: Path) -> AsyncIterator[Database]:
    await index_paths(tmp_path / "test.db", folder)
    async with Database.open(tmp_path / "test.db") as opened:
        yield opened


@pytest.fixture
def library(database: Database) -> StoreLibrary:
    return StoreLibrary(database)


async def key_of(database: Database, words: str) -> PassageKey:
    library = StoreLibrary(database)
    passages = await library.passages([PassageId(number) for number in range(1, 40)])
    return next(passage.key for passage in passages if words in passage.quote)


async def test_passages_come_in_the_order_asked_for(library: StoreLibrary) -> None:
    passages = await library.passages([PassageId(2), PassageId(99), PassageId(1)])

    assert [passage.quote for passage in passages] == [
        "The second names China’s aims.",
        "The 1. sentence is about Norway.",
    ]
    assert [(passage.start, passage.end) for passage in passages] == [(33, 63), (0, 32)]


async def test_releases_of_a_range_come_newest_first_with_their_first_sentence(library: StoreLibrary) -> None:
    range_ = DateRange(date(2023, 1, 15), date(2023, 3, 15))

    page = await library.published(range_, collections=EVERYTHING, limit=10)

    assert [release.title for release in page.releases] == ["Title 2", "Title 1"]
    assert [lead.quote for lead in page.leads if lead] == [
        "The 2. sentence is about Norway.",
        "The 1. sentence is about Norway.",
    ]
    assert page.total == 2


async def test_a_page_knows_how_many_there_are_in_all(library: StoreLibrary) -> None:
    page = await library.published(DateRange(None, None), collections=EVERYTHING, limit=1, offset=1)

    assert ([release.title for release in page.releases], page.total) == (["Title 2"], 3)


async def test_a_passage_stands_in_its_paragraph(database: Database, library: StoreLibrary) -> None:
    context = await library.context(await key_of(database, "second names"), collections=EVERYTHING)

    assert context is not None
    assert context.before + context.passage.quote + context.after == TEXT.split("\n\n", 1)[0].replace(
        "first", "1."
    )
    assert context.current


async def test_a_passage_of_an_earlier_version_is_still_shown_and_said_to_be_old(
    database: Database, library: StoreLibrary, folder: Path
) -> None:
    key = await key_of(database, "The 1. sentence")
    content = (folder / "all.jsonl").read_text()
    (folder / "all.jsonl").write_text(content.replace("The 1. sentence", "Another sentence"))
    await index_paths(database.path, folder)

    context = await library.context(key, collections=EVERYTHING)

    assert context is not None
    assert context.passage.quote == "The 1. sentence is about Norway."
    assert not context.current


async def test_an_unchanged_passage_of_a_changed_release_is_current(
    database: Database, library: StoreLibrary, folder: Path
) -> None:
    key = await key_of(database, "second names")
    content = (folder / "all.jsonl").read_text()
    (folder / "all.jsonl").write_text(content.replace("The 1. sentence", "Another sentence"))
    await index_paths(database.path, folder)

    context = await library.context(key, collections=EVERYTHING)

    assert context is not None
    assert context.before == "Another sentence is about Norway. "
    assert context.current


async def test_a_passage_out_of_scope_does_not_exist(database: Database, library: StoreLibrary) -> None:
    key = await key_of(database, "second names")

    assert await library.context(key, collections=frozenset({"other"})) is None
    assert await library.context(PassageKey("0" * 22), collections=EVERYTHING) is None


async def test_holdings_count_what_is_current(
    database: Database, library: StoreLibrary, folder: Path
) -> None:
    before = await library.holdings(collections=EVERYTHING)
    (folder / "all.jsonl").unlink()
    await index_paths(database.path, folder)
    after = await library.holdings(collections=EVERYTHING)

    assert (before.releases, before.passages) == (4, 10)
    assert (before.first, before.last) == (date(2023, 1, 15), date(2023, 3, 15))
    assert (after.releases, after.passages, after.first) == (0, 0, None)
    assert before.indexed_since == after.indexed_since
