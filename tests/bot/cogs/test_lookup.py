"""/date and /topic: pages that turn after a restart, suggestions from memory, names never offered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.client import create_bot
from bot.cogs.lookup import suggestions
from config.settings import Settings
from tests.bot.conftest import Server, labels, running, sent, shown
from tests.bot.fakes import SlowDesk, with_desk


async def test_day_lists_what_was_released_and_said(server: Server) -> None:
    result = await server.alice.slash(server.channel, "date", on="31 January 2024")

    text = shown(result.response)
    assert "Secretary General in Washington" in text
    assert "Heritage Foundation" in text
    assert "<t:1706702400:D>" in text


async def test_last_week_is_counted_from_the_bots_clock(settings: Settings) -> None:
    bot = create_bot(settings, clock=lambda: datetime(2024, 2, 7, 12, tzinfo=UTC))
    async with running(bot) as server:
        result = await server.alice.slash(server.channel, "date", on="last week")

        assert "Secretary General in Washington" in shown(result.response)


async def test_long_list_is_paged_both_ways(server: Server) -> None:
    first = await server.alice.slash(server.channel, "date", on="June 2022")
    assert ["Older →", "🗑️"] == labels(first.response)
    assert "Budget meeting 12" in shown(first.response)

    await server.alice.click(sent(first), label="Older →")
    second = shown(first.response), labels(first.response)
    await server.alice.click(sent(first), label="← Newer")

    assert "Budget meeting 2" in second[0]
    assert "11–12 of 12" in second[0]
    assert ["← Newer", "🗑️"] == second[1]
    assert "Budget meeting 12" in shown(first.response)


async def test_pages_turn_after_a_restart_and_mean_the_same_days(settings: Settings, server: Server) -> None:
    await server.bot.close()
    then = create_bot(settings, clock=lambda: datetime(2022, 7, 7, tzinfo=UTC))
    await server.env.restart_bot(then)
    first = await server.alice.slash(server.channel, "date", on="last month")
    await then.close()
    later = create_bot(settings, clock=lambda: datetime(2023, 1, 1, tzinfo=UTC))
    await server.env.restart_bot(later)

    await server.alice.click(sent(first), label="Older →")

    assert "11–12 of 12" in shown(first.response)
    await later.close()


async def test_who_did_not_ask_gets_a_private_copy_that_turns(server: Server) -> None:
    first = await server.alice.slash(server.channel, "date", on="June 2022")

    copy = await server.bob.click(sent(first), label="Older →")
    assert copy.ephemeral
    assert "11–12 of 12" in shown(copy.response)
    assert ["← Newer"] == labels(copy.response)
    await server.bob.click(sent(copy), label="← Newer")

    assert "1–10 of 12" in shown(copy.response)
    assert "1–10 of 12" in shown(first.response)


async def test_private_list_turns_in_private(server: Server) -> None:
    first = await server.alice.slash(server.channel, "date", on="June 2022", private=True)

    await server.alice.click(sent(first), label="Older →")

    assert first.ephemeral
    assert "11–12 of 12" in shown(first.response)
    assert ["← Newer"] == labels(first.response)


async def test_phrase_that_is_no_date_is_refused_in_private(server: Server) -> None:
    result = await server.alice.slash(server.channel, "date", on="when pigs fly")

    assert result.ephemeral
    assert "31 January 2024" in shown(result.response)


async def test_refusal_is_private_even_after_a_public_deferral(settings: Settings) -> None:
    bot = create_bot(settings, open_service=with_desk(lambda desk: SlowDesk(desk, 0.5)))
    async with running(bot) as server:
        result = await server.alice.slash(server.channel, "date", on="when pigs fly")

        assert result.response is None
        assert [True] == [followup.ephemeral for followup in result.followups]


async def test_days_without_releases_say_so(server: Server) -> None:
    result = await server.alice.slash(server.channel, "date", on="May 1999")

    assert "Nothing was released" in shown(result.response)


async def test_topic_quotes_passages_with_context(server: Server) -> None:
    result = await server.alice.slash(server.channel, "topic", name="China")

    assert "harmful" in shown(result.response)
    assert "Context 1" in labels(result.response)


async def test_topic_that_was_never_offered_is_handled(server: Server) -> None:
    result = await server.alice.slash(server.channel, "topic", name="Chinna <@1>")

    assert result.ephemeral
    assert "China" in shown(result.response)


async def test_topics_are_suggested_from_memory_and_for_nothing_typed(server: Server) -> None:
    typed = await server.alice.autocomplete(server.channel, "topic", "name", "chi")
    empty = await server.alice.autocomplete(server.channel, "topic", "name", "")

    assert "China" in [choice["name"] for choice in typed]
    assert 0 < len(empty) <= 25


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ch", ["China", "Arms chest"]),
        ("CHIN", ["China"]),
        ("", ["Arms chest", "China"]),
        ("zz", []),
    ],
)
def test_suggestions_begin_with_those_that_begin_so(typed: str, expected: list[str]) -> None:
    assert expected == suggestions(["Arms chest", "China"], typed)


def test_no_more_suggestions_than_discord_takes() -> None:
    assert 25 == len(suggestions([f"Topic {number}" for number in range(99)] + ["T" * 101], "t"))
