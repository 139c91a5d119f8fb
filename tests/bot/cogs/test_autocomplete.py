"""Suggestions while someone types: at most 25, the rest by typing on, and only of what may be searched there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.client import create_bot
from config.settings import Settings, load_settings
from index.query import PUBLIC
from tests.bot.cogs.looking import SPEAKER, add_releases, own_collection, search_here, speech, speeches
from tests.bot.conftest import Server, running, sent, shown
from tests.corpus import write_files

TREES = ["ash", "beech", "birch", "cedar", "elm", "fir", "hazel", "holly", "larch", "lime", "maple", "oak", "pine",
         "plum", "rowan", "spruce", "willow", "yew", "alder", "apple", "aspen", "cherry", "olive", "pear", "poplar",
         "quince", "walnut", "teak", "ebony", "sequoia"]  # fmt: skip


async def offered(server: Server, command: str, option: str, typed: str) -> list[str]:
    choices = await server.alice.autocomplete(server.channel, command, option, typed)
    assert all(1 <= len(choice["name"]) <= 100 and 1 <= len(choice["value"]) <= 100 for choice in choices)
    return [choice["name"] for choice in choices]


@pytest.fixture
def many_topics(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an operator with thirty topics more."""
    topics = "\n".join(f'["Tree {tree}"]\nphrases = ["{tree}"]' for tree in TREES)
    lexicon = write_files(tmp_path / "lexicon", {"topics.toml": topics})
    monkeypatch.setenv("COMMUNIQUE_LEXICON_FOLDER", str(lexicon))
    return load_settings()


async def test_of_many_topics_25_are_offered_and_the_rest_by_typing(many_topics: Settings) -> None:
    async with running(create_bot(many_topics)) as server:
        texts = [f"The {tree} grew well. " * (1 + number) for number, tree in enumerate(TREES)]
        rows = [speech(number) | {"text": text} for number, text in enumerate(texts)]
        await add_releases(server, many_topics, *rows)

        empty = await offered(server, "topic", "name", "")
        typed = await offered(server, "topic", "name", "tree")
        rest = [await offered(server, "topic", "name", tree) for tree in TREES]

        assert (len(empty), len(typed)) == (25, 25)
        assert all(f"Tree {tree}" == names[0] for tree, names in zip(TREES, rest, strict=True))


async def test_topics_that_nothing_is_said_on_are_not_offered(server: Server) -> None:
    assert "China" in await offered(server, "topic", "name", "")
    assert await offered(server, "topic", "name", "covid") == []


async def test_speakers_are_offered_by_what_is_typed_and_who_says_most(
    server: Server, settings: Settings
) -> None:
    await add_releases(server, settings, *speeches(5), speech(6, speaker="Peter Jones"))

    assert (await offered(server, "speaker", "name", ""))[0] == SPEAKER
    assert await offered(server, "speaker", "name", "jon") == ["Peter Jones"]
    assert await offered(server, "speaker", "name", "parker mary") == [SPEAKER]
    assert await offered(server, "speaker", "name", "stoltenburg") == ["Jens Stoltenberg"]
    assert await offered(server, "speaker", "name", "zzyzx") == []


async def test_titles_are_offered_newest_first_with_their_dates(server: Server) -> None:
    empty = await offered(server, "release", "title", "")

    assert empty[0] == "Secretary General in Washington: more friends and allies · 31 January 2024"
    assert (await offered(server, "release", "title", "budget 1"))[0] == "Budget meeting 12 · 12 June 2022"


async def test_a_long_title_is_cut_and_still_leads_to_its_release(server: Server, settings: Settings) -> None:
    title = "Remarks on the planting of a forest " * 20
    await add_releases(server, settings, speech(3, title=title))
    (choice,) = await server.alice.autocomplete(server.channel, "release", "title", "planting")

    result = await server.alice.slash(server.channel, "release", title=choice["value"])

    assert choice["name"].endswith("… · 4 January 2021")
    assert "tree number 3" in shown(sent(result))


@pytest.mark.parametrize("option", ["on", "from", "to"])
async def test_days_with_releases_are_offered(settings: Settings, option: str) -> None:
    clock = datetime(2024, 2, 5, 12, tzinfo=UTC)
    async with running(create_bot(settings, clock=lambda: clock)) as server:
        empty = await offered(server, "date", option, "")
        typed = await offered(server, "date", option, "ju")
        exact = await offered(server, "date", option, "31 jan 2024")
        unknown = await offered(server, "date", option, "may 1999")

    assert empty[:3] == [
        "last week (29 January–4 February 2024)",
        "last month (January 2024)",
        "this year (2024)",
    ]
    assert empty[-3:] == ["2024", "2023", "2022"]
    assert typed == ["June 2022"]
    assert exact == ["31 jan 2024 (31 January 2024)"]
    assert unknown == []


async def test_what_is_offered_for_a_day_is_understood(settings: Settings) -> None:
    clock = datetime(2024, 2, 5, 12, tzinfo=UTC)
    async with running(create_bot(settings, clock=lambda: clock)) as server:
        for choice in (await server.alice.autocomplete(server.channel, "date", "on", ""))[:3]:
            result = await server.alice.slash(server.channel, "date", on=choice["value"])

            assert "Secretary General in Washington" in shown(result.response)


@pytest.mark.parametrize(
    ("command", "option", "typed"),
    [
        ("speaker", "name", ""),
        ("speaker", "name", "mary"),
        ("speaker", "name", "mary parkre"),
        ("release", "title", ""),
        ("release", "title", "speech"),
        ("topic", "name", ""),
        ("topic", "name", "environment"),
        ("date", "on", ""),
        ("date", "on", "january 2021"),
        ("date", "on", "2021"),
    ],
)
async def test_names_of_another_collection_are_never_offered(
    server: Server, settings: Settings, command: str, option: str, typed: str
) -> None:
    row = speech(1)
    row["text"] = f"{row['text']} Their conservation is wildlife policy."
    own = own_collection(server)
    await add_releases(server, settings, row, collection=own)
    hidden = {"Speech", SPEAKER, "Environment", "2021"}

    elsewhere = await offered(server, command, option, typed)
    await search_here(server, PUBLIC, own)
    here = await offered(server, command, option, typed)
    await search_here(server, PUBLIC)
    after = await offered(server, command, option, typed)

    assert any(name in " ".join(here) for name in hidden)
    assert not any(name in " ".join(elsewhere + after) for name in hidden)


@pytest.mark.parametrize(
    ("option", "typed", "expected"),
    [
        ("from", "june", ["June 2022"]),
        ("to", "june", ["June 2022"]),
        ("speaker", "stolt", ["Jens Stoltenberg"]),
        ("topic", "chin", ["China"]),
    ],
)
async def test_options_of_a_question_are_offered_as_well(
    server: Server, option: str, typed: str, expected: list[str]
) -> None:
    assert await offered(server, "ask", option, typed) == expected


async def test_another_servers_collection_is_never_offered(server: Server, settings: Settings) -> None:
    await add_releases(server, settings, *speeches(3), collection="1/private")
    await search_here(server, PUBLIC, "1/private")

    assert await offered(server, "speaker", "name", "parker") == []
    assert await offered(server, "release", "title", "speech") == []


async def test_direct_messages_are_offered_the_public_collection(server: Server, settings: Settings) -> None:
    await add_releases(server, settings, *speeches(3), collection=own_collection(server))
    await search_here(server, PUBLIC, own_collection(server))

    direct = await server.alice.user.autocomplete("speaker", "name", "")

    assert [choice["name"] for choice in direct] == ["Jens Stoltenberg"]
