"""Examples of questions: made from what is indexed, each one answered, the same until the index changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.asking.answer import Answer
from bot.asking.desk import Desk
from bot.asking.examples import ExampleBook, Examples
from bot.asking.scope import PUBLIC_SCOPE, Scope
from index.indexer import run_job
from index.job import IndexJob
from index.language.lexicon import Lexicon
from index.language.topics import topics_from
from index.store.database import Database
from tests.corpus import NATO_RELEASE, NOW, index_paths, open_desk, write_files

LEXICON = Lexicon(
    topics=topics_from(
        {
            "China": {"phrases": ["China", "Chinese"]},
            "Energy": {"phrases": ["energy", "oil"]},
            "Fishing": {"phrases": ["fish", "trawler"]},
        }
    )
)
ORCHARD = {
    "a.md": "---\ntitle: Budget meeting of the orchard\ndate: 2023-05-02\n---\n\n"
    "The committee discussed the budget of the orchard with great care.\n"
}
WALRUS = {
    "own/a.md": "---\ntitle: Walrus\ndate: 2024-04-01\n---\n\nThe minister said that the trawler caught no fish.\n"
}


async def examples(desk: Desk, scope: Scope = PUBLIC_SCOPE) -> Examples:
    """The examples of a new book."""
    return await ExampleBook().of(desk, scope=scope, now=NOW)


async def indexed(tmp_path: Path, files: Mapping[str, str]) -> Path:
    """A database with these releases."""
    await index_paths(tmp_path / "a.db", write_files(tmp_path / "files", files))
    return tmp_path / "a.db"


async def test_each_example_is_answered(tmp_path: Path) -> None:
    await index_paths(tmp_path / "a.db", NATO_RELEASE)
    async with Database.open(tmp_path / "a.db") as database:
        desk, _ = await open_desk(database, lexicon=LEXICON)
        found = await examples(desk)

        assert found.questions
        for question in found.questions:
            result = await desk.answer(question, scope=PUBLIC_SCOPE, now=NOW)
            assert isinstance(result, Answer)
            assert "answered" == result.status


async def test_examples_name_who_speaks_what_on_and_when(tmp_path: Path) -> None:
    await index_paths(tmp_path / "a.db", NATO_RELEASE)
    async with Database.open(tmp_path / "a.db") as database:
        desk, _ = await open_desk(database, lexicon=LEXICON)
        found = await examples(desk)

        assert "Jens Stoltenberg" in found.questions[0]
        assert "China" == found.topic
        assert "January 2024" == found.month
        assert not any("Fishing" in question for question in found.questions)


async def test_where_no_topic_is_held_the_newest_titles_serve(tmp_path: Path) -> None:
    async with Database.open(await indexed(tmp_path, ORCHARD)) as database:
        desk, _ = await open_desk(database, lexicon=LEXICON)

        assert Examples(
            ["What was said about “Budget meeting of the orchard”?"], None, "May 2023"
        ) == await examples(desk)


async def test_nothing_indexed_gives_no_examples(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "a.db") as database:
        desk, _ = await open_desk(database, lexicon=LEXICON)

        assert Examples() == await examples(desk)


async def test_examples_of_one_scope_tell_nothing_of_another(tmp_path: Path) -> None:
    path = await indexed(tmp_path, ORCHARD)
    own = write_files(tmp_path, WALRUS) / "own"
    await run_job(IndexJob(path, [own], "7/own"))
    async with Database.open(path) as database:
        desk, _ = await open_desk(database, lexicon=LEXICON)
        book = ExampleBook()
        public = await book.of(desk, scope=PUBLIC_SCOPE, now=NOW)
        both = await book.of(desk, scope=Scope(frozenset({"public", "7/own"})), now=NOW)

        assert "fishing" not in str(public).casefold()
        assert "May 2023" == public.month
        assert "Fishing" == both.topic
        assert "April 2024" == both.month


async def test_examples_stay_until_the_index_changes(tmp_path: Path) -> None:
    path = await indexed(tmp_path, ORCHARD)
    async with Database.open(path) as database:
        desk, searcher = await open_desk(database, lexicon=LEXICON)
        book = ExampleBook()
        first = await book.of(desk, scope=PUBLIC_SCOPE, now=NOW)
        again = await book.of(desk, scope=PUBLIC_SCOPE, now=NOW)
        await index_paths(path, write_files(tmp_path / "more", WALRUS))
        await searcher.refresh()
        changed = await book.of(desk, scope=PUBLIC_SCOPE, now=NOW)

        assert again is first
        assert first == await examples_before(tmp_path)
        assert "April 2024" == changed.month


async def examples_before(tmp_path: Path) -> Examples:
    """What another process makes of the same releases."""
    await index_paths(tmp_path / "b.db", tmp_path / "files")
    async with Database.open(tmp_path / "b.db") as database:
        desk, _ = await open_desk(database, lexicon=LEXICON)
        return await examples(desk)
