"""The desk answers in the releases' own words, or says what was missing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.asking.answer import Answer, NoAnswer
from bot.asking.desk import Desk
from bot.asking.lookup import DateListing, LookupFailure, PassageListing
from bot.asking.scope import PUBLIC_SCOPE, Scope
from index.language.lexicon import Lexicon
from index.language.topics import topics_from
from index.store.database import Database
from tests.corpus import NATO_RELEASE, NOW, index_paths, open_desk

TOPICS = topics_from({"China": {"phrases": ["China", "Chinese"]}, "Mars": {"phrases": ["red planet"]}})


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk over the one release of NATO."""
    await index_paths(tmp_path / "nato.db", NATO_RELEASE)
    async with Database.open(tmp_path / "nato.db") as database:
        yield (await open_desk(database, lexicon=Lexicon(TOPICS)))[0]


async def ask(desk: Desk, text: str, *, limit: int | None = None) -> Answer | NoAnswer:
    return await desk.answer(text, scope=PUBLIC_SCOPE, now=NOW, limit=limit)


async def answered(desk: Desk, text: str, *, limit: int | None = None) -> Answer:
    result = await ask(desk, text, limit=limit)
    assert isinstance(result, Answer), result
    return result


async def unanswered(desk: Desk, text: str) -> NoAnswer:
    result = await ask(desk, text)
    assert isinstance(result, NoAnswer), result
    return result


@pytest.mark.parametrize(
    ("question", "beginning"),
    [
        ("what did Stoltenberg say about China?", "On China, the Secretary General outlined"),
        ("how much increased spending by allies did he welcome?", "The Secretary General welcomed increased"),
        ("when does he travel to Alabama?", "Later today, the Secretary General will travel to Troy"),
    ],
)
async def test_the_right_sentence_comes_first(desk: Desk, question: str, beginning: str) -> None:
    answer = await answered(desk, question)

    assert answer.citations[0].passage.quote.startswith(beginning)


async def test_the_right_sentence_is_cited_among_hundreds_of_other_releases(sample_database: Path) -> None:
    async with Database.open(sample_database) as database:
        desk, _ = await open_desk(database)

        answer = await answered(desk, "what did Stoltenberg say about China?")
        nothing = await unanswered(desk, "what is the capital of Peru?")

    assert any(citation.passage.quote.startswith("On China, the Secretary") for citation in answer.citations)
    assert "Peru" in nothing.missing


async def test_a_quotation_is_the_text_at_its_offsets(desk: Desk, tmp_path: Path) -> None:
    for citation in (await answered(desk, "Ukraine Russia China Allies", limit=10)).citations:
        passage = citation.passage
        async with Database.open(tmp_path / "nato.db") as database:
            (text,) = await database.row("SELECT text FROM versions")

        assert text[passage.start : passage.end] == passage.quote
        marked = [passage.quote[mark.start : mark.end] for mark in citation.highlights]
        assert set(marked) <= {"Ukraine", "Russia’s", "Russia", "Russian", "China", "Allies", "Allied"}


async def test_limit_is_the_most_passages(desk: Desk) -> None:
    assert len((await answered(desk, "Secretary General", limit=1)).citations) == 1
    assert len((await answered(desk, "Secretary General", limit=5)).citations) == 5


async def test_no_answer_names_what_was_missing_and_what_is_indexed(desk: Desk) -> None:
    result = await unanswered(desk, "what is the capital of Peru?")

    assert result.missing == ["capital", "Peru"]
    assert result.holdings.releases == 1


@pytest.mark.parametrize("question", ["", "   ", "what is it?", "???", "\u200b", "🙂"])
async def test_a_question_without_words_gets_a_clear_answer(desk: Desk, question: str) -> None:
    result = await unanswered(desk, question)

    assert result.message


async def test_a_very_long_question_is_cut_and_that_is_said(desk: Desk) -> None:
    text = "China " + " ".join(f"word{number}" for number in range(1_000))

    result = await ask(desk, text[:5_000])

    assert result.notes == [
        "Only the first 500 characters of the question were used.",
        "Only the first 32 different words of the question were used.",
    ]


async def test_an_empty_index_says_what_to_do(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "empty.db") as database:
        desk, _ = await open_desk(database)

        assert "communique index" in (await unanswered(desk, "what about China?")).message


async def test_words_of_asking_alone_are_looked_for(desk: Desk) -> None:
    assert "said" in (await answered(desk, "what was said?")).citations[0].passage.quote


async def test_nothing_out_of_scope_is_found_or_counted(desk: Desk) -> None:
    result = await desk.answer("China", scope=Scope(frozenset({"other"})), now=NOW)

    assert isinstance(result, NoAnswer)
    assert (result.nearest, result.holdings.releases) == ([], 0)


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("31 January 2024", 1),
        ("January 2024", 1),
        ("2024", 1),
        ("last week", 1),
        ("yesterday", 0),
        ("May 2023", 0),
    ],
)
async def test_releases_are_listed_by_date(desk: Desk, phrase: str, found: int) -> None:
    listing = await desk.on_dates(phrase, scope=PUBLIC_SCOPE, now=NOW)

    assert isinstance(listing, DateListing)
    assert listing.page.total == len(listing.page.releases) == found


async def test_a_phrase_that_is_no_date_is_not_guessed_at(desk: Desk) -> None:
    assert isinstance(await desk.on_dates("whenever", scope=PUBLIC_SCOPE, now=NOW), LookupFailure)


async def test_a_topic_lists_the_passages_that_name_it(desk: Desk) -> None:
    listing = await desk.on_topic("china", scope=PUBLIC_SCOPE, limit=10)

    assert isinstance(listing, PassageListing)
    assert listing.part.total == 3
    assert all("China" in citation.passage.quote for citation in listing.citations)


async def test_a_topic_that_no_release_treats_is_an_empty_list(desk: Desk) -> None:
    listing = await desk.on_topic("Mars", scope=PUBLIC_SCOPE)

    assert isinstance(listing, PassageListing)
    assert (listing.citations, listing.part.total) == ([], 0)


async def test_a_topic_that_does_not_exist_offers_those_that_do(desk: Desk) -> None:
    failure = await desk.on_topic("Chine", scope=PUBLIC_SCOPE)

    assert isinstance(failure, LookupFailure)
    assert "China" in failure.message
