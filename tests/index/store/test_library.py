"""The library reads back exactly what was indexed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from index.query import PUBLIC, DateRange
from index.release import PassageId, PassageKey, VersionId
from index.store.database import Database
from index.store.generations import Generations
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
            "speaker": "A. Speaker" if n == 1 else None,
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


async def versions(database: Database) -> list[VersionId]:
    """The versions of the newest generation, oldest first."""
    generation = (await Generations(database).newest())[PUBLIC]
    return sorted(await Generations(database).versions(PUBLIC, generation))


async def reword(database: Database, folder: Path, words: str, others: str) -> None:
    """Index the releases again, in the first of which other words stand now."""
    content = (folder / "all.jsonl").read_text()
    (folder / "all.jsonl").write_text(content.replace(words, others, 1))
    await index_paths(database.path, folder, force=True)


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
    assert context.standing == "current"


async def test_a_passage_of_an_earlier_version_is_still_shown_and_said_to_be_old(
    database: Database, library: StoreLibrary, folder: Path
) -> None:
    key = await key_of(database, "The 1. sentence")
    await reword(database, folder, "The 1. sentence is about Norway.", "It rained.")

    context = await library.context(key, collections=EVERYTHING)

    assert context is not None
    assert context.passage.quote == "The 1. sentence is about Norway."
    assert (context.standing, context.now) == ("changed", None)


async def test_a_reworded_passage_comes_with_the_sentence_that_stands_in_its_place(
    database: Database, library: StoreLibrary, folder: Path
) -> None:
    key = await key_of(database, "The 1. sentence")
    await reword(database, folder, "is about Norway. The", "was about Norway and Iceland. The")

    context = await library.context(key, collections=EVERYTHING)

    assert context is not None
    assert context.passage.quote == "The 1. sentence is about Norway."
    assert (context.standing, context.now) == (
        "changed",
        "The 1. sentence was about Norway and Iceland.",
    )


async def test_a_passage_of_a_withdrawn_release_is_still_shown_and_said_to_be_withdrawn(
    database: Database, library: StoreLibrary, folder: Path
) -> None:
    key = await key_of(database, "The 1. sentence")
    (folder / "all.jsonl").unlink()
    await index_paths(database.path, folder, force=True)

    context = await library.context(key, collections=EVERYTHING)

    assert context is not None
    assert (context.standing, context.now) == ("withdrawn", None)


async def test_a_sentence_that_is_said_less_often_still_stands(
    database: Database, library: StoreLibrary, folder: Path
) -> None:
    await reword(
        database, folder, "is about Norway. The", "is about Norway. The 1. sentence is about Norway. The"
    )
    twice = await library.whole((await versions(database))[-1], collections=EVERYTHING)
    assert twice is not None
    await reword(
        database, folder, "is about Norway. The 1. sentence is about Norway. The", "is about Norway. The"
    )

    context = await library.context(twice.passages[1].key, collections=EVERYTHING)

    assert context is not None
    assert (context.passage.quote, context.standing) == ("The 1. sentence is about Norway.", "current")


async def test_an_unchanged_passage_of_a_changed_release_is_current(
    database: Database, library: StoreLibrary, folder: Path
) -> None:
    key = await key_of(database, "second names")
    await reword(database, folder, "The 1. sentence", "Another sentence")

    context = await library.context(key, collections=EVERYTHING)

    assert context is not None
    assert context.before == "Another sentence is about Norway. "
    assert context.standing == "current"


async def test_a_passage_out_of_scope_does_not_exist(database: Database, library: StoreLibrary) -> None:
    key = await key_of(database, "second names")

    assert await library.context(key, collections=frozenset({"other"})) is None
    assert await library.context(PassageKey("0" * 22), collections=EVERYTHING) is None


async def test_passages_by_key_come_in_the_order_asked_for_without_those_out_of_scope(
    database: Database, library: StoreLibrary
) -> None:
    second, first = await key_of(database, "second names"), await key_of(database, "The 1. sentence")
    keys = [second, PassageKey("0" * 22), first]

    assert [passage.key for passage in await library.passages_by_key(keys, collections=EVERYTHING)] == [
        second,
        first,
    ]
    assert await library.passages_by_key(keys, collections=frozenset({"other"})) == []
    assert await library.passages_by_key([], collections=EVERYTHING) == []


async def test_a_passage_by_key_is_read_from_the_newest_version_that_holds_it(
    database: Database, library: StoreLibrary, folder: Path
) -> None:
    key = await key_of(database, "second names")
    await reword(database, folder, "The 1. sentence is about Norway.", "It rained.")

    (passage,) = await library.passages_by_key([key], collections=EVERYTHING)

    assert passage.start == len("It rained. ")


async def test_a_whole_release_reads_as_it_was_published(database: Database, library: StoreLibrary) -> None:
    version = (await versions(database))[0]

    whole = await library.whole(version, collections=EVERYTHING)

    assert whole is not None
    assert whole.text == TEXT.replace("first", "1.")
    assert (whole.release.title, whole.speaker, whole.current) == ("Title 1", "A. Speaker", True)
    assert [whole.text[passage.start : passage.end] for passage in whole.passages] == [
        passage.quote for passage in whole.passages
    ]
    assert [(passage.paragraph, passage.sentence) for passage in whole.passages] == [(1, 1), (1, 2), (2, 1)]


async def test_an_earlier_version_of_a_release_can_still_be_read(
    database: Database, library: StoreLibrary, folder: Path
) -> None:
    version = (await versions(database))[0]
    await reword(database, folder, "The 1. sentence", "Another sentence")

    whole = await library.whole(version, collections=EVERYTHING)

    assert whole is not None
    assert whole.text.startswith("The 1. sentence")
    assert not whole.current


async def test_a_release_out_of_scope_does_not_exist(database: Database, library: StoreLibrary) -> None:
    version = (await versions(database))[0]

    assert await library.whole(version, collections=frozenset({"other"})) is None
    assert await library.whole(version, collections=frozenset()) is None
    assert await library.whole(VersionId(99), collections=EVERYTHING) is None


async def test_holdings_count_what_is_current(
    database: Database, library: StoreLibrary, folder: Path
) -> None:
    before = await library.holdings(collections=EVERYTHING)
    (folder / "all.jsonl").unlink()
    await index_paths(database.path, folder, force=True)
    after = await library.holdings(collections=EVERYTHING)

    assert (before.releases, before.passages) == (4, 10)
    assert (before.first, before.last) == (date(2023, 1, 15), date(2023, 3, 15))
    assert (after.releases, after.passages, after.first) == (0, 0, None)
    assert before.indexed_since == after.indexed_since
