"""Re-indexings: in turn, one for each collection, cancelled, and gone on with after a restart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.client import create_bot
from bot.records.jobs import Job
from bot.render.report import progress_text
from config.settings import Settings
from index.errors import CheckFailed, StoreError
from index.query import PUBLIC
from index.report import IndexReport, Phase, Progress
from tests.bot.conftest import Server, manager, running, sent, shown
from tests.bot.fakes import FakeReindexer, with_reindexer

REPORT = IndexReport(1, 0, 0, 0, 9, added_titles=["Walrus **summit**"])


async def two_collections(server: Server) -> None:
    """Two collections of the server's own, which the channel searches."""
    carol = manager(server)
    for name in ("press", "speeches"):
        await carol.slash(server.channel, "admin collection create", name=name)
    await carol.slash(server.channel, "admin channel", collections="press, speeches")


async def test_second_job_waits_for_the_first_and_both_are_done(settings: Settings) -> None:
    bot = create_bot(settings, open_service=with_reindexer(FakeReindexer(REPORT, seconds=60)))
    async with running(bot) as server:
        await two_collections(server)
        carol = manager(server)
        first = await carol.slash(server.channel, "admin reindex", collection="press")
        second = await carol.slash(server.channel, "admin reindex", collection="speeches")

        assert "On its way" in shown(first.response)
        assert "waits for 1 before it" in shown(second.response)
        await server.env.advance_time(61)
        await server.env.advance_time(61)
        ended = [shown(message) for message in server.channel.history()]
        assert 2 == sum("Re-indexing is done: 1 added" in text for text in ended)
        assert r"Added: Walrus \*\*summit\*\*" in ended[0]
        assert [] == await server.bot.records.jobs.open()


async def test_job_is_cancelled_by_who_manages_the_server(settings: Settings) -> None:
    bot = create_bot(settings, open_service=with_reindexer(FakeReindexer(REPORT, seconds=60)))
    async with running(bot) as server:
        await two_collections(server)
        carol = manager(server)
        await carol.slash(server.channel, "admin reindex", collection="press")
        message = server.channel.last_message
        assert message is not None

        refused = await server.alice.click(message, label="Cancel")
        assert "Only someone who may manage" in shown(refused.response)
        await carol.click(message, label="Cancel")

        assert "Cancelled. What was indexed before is still searched." in shown(server.channel.last_message)
        assert [] == await server.bot.records.jobs.open()


async def test_job_of_a_stopped_bot_is_begun_again_and_told_in_the_same_message(settings: Settings) -> None:
    quick = create_bot(settings, open_service=with_reindexer(FakeReindexer(REPORT)))
    async with running(create_bot(settings)) as server:
        channel = server.bot.get_partial_messageable(server.channel.id)
        message = await channel.send("Re-indexing of **press** has begun.")
        now = server.bot.clock()
        job = Job(
            PUBLIC,
            full=True,
            server_id=server.guild.id,
            channel_id=server.channel.id,
            actor_id=1,
            asked_at=now,
        )
        await server.bot.records.jobs.announced(await server.bot.records.jobs.add(job), message.id)
        await server.bot.close()
        async with quick:
            await server.env.restart_bot(quick)
            await server.env.settle()

            assert "Re-indexing is done" in shown(server.channel.last_message)
            assert 1 == len(server.channel.history())
            assert [] == await quick.records.jobs.open()


async def test_jobs_of_a_day_are_bounded(settings: Settings) -> None:
    bot = create_bot(settings, open_service=with_reindexer(FakeReindexer(REPORT)))
    async with running(bot) as server:
        server.bot.settings = server.bot.settings.model_copy(update={"quota_jobs": 1})
        await two_collections(server)
        carol = manager(server)
        await carol.slash(server.channel, "admin reindex", collection="press")

        second = await carol.slash(server.channel, "admin reindex", collection="press")

        assert "may ask for 1" in shown(sent(second))


def test_progress_shows_phase_bar_rate_and_what_is_left() -> None:
    text = progress_text("press", Progress(Phase.READING, 250, 1_000), took=timedelta(seconds=10))

    assert "reading release 250 of 1,000" in text
    assert "`█████░░░░░░░░░░░░░░░` 25% · 25 a second · about 30 s left" in text


def test_parts_that_are_copied_do_not_tell_how_long_the_rest_takes() -> None:
    text = progress_text("press", Progress(Phase.COPYING, 6, 8), took=timedelta(seconds=10))

    assert "copying part 6 of 8" in text
    assert "left" not in text


def test_waiting_job_says_for_how_many() -> None:
    assert "waits for 2 others" in progress_text("press", None, took=timedelta(), before=2)


async def test_channel_that_does_not_search_a_collection_is_told_no_titles_of_it(settings: Settings) -> None:
    bot = create_bot(settings, open_service=with_reindexer(FakeReindexer(REPORT)))
    async with running(bot) as server:
        await two_collections(server)
        other = server.guild.create_text_channel("other")
        await manager(server).slash(other, "admin reindex", collection="press")

        assert "1 added" in shown(other.last_message)
        assert "Walrus" not in shown(other.last_message)


async def test_job_under_way_when_the_bot_is_stopped_says_so_and_goes_on_later(settings: Settings) -> None:
    bot = create_bot(settings, open_service=with_reindexer(FakeReindexer(REPORT, seconds=60)))
    async with running(bot) as server:
        await two_collections(server)
        await manager(server).slash(server.channel, "admin reindex", collection="press")
        await server.bot.close()
        stopped = shown(server.channel.last_message)
        async with create_bot(settings, open_service=with_reindexer(FakeReindexer(REPORT))) as again:
            await server.env.restart_bot(again)
            await server.env.settle()

            assert "The bot was stopped" in stopped
            assert "Re-indexing is done" in shown(server.channel.last_message)
            assert [] == await again.records.jobs.open()


async def test_job_of_a_collection_that_is_gone_does_not_bring_it_back(
    settings: Settings, server: Server
) -> None:
    gone = Job("1/gone", False, server.guild.id, server.channel.id, 1, server.bot.clock())
    await server.bot.records.jobs.add(gone)
    await server.bot.close()
    async with create_bot(settings) as again:
        await server.env.restart_bot(again)
        await server.env.settle()

        assert [] == await again.records.jobs.open()
        assert ["public"] == list(again.desk.collections())


async def test_collection_is_not_deleted_or_rolled_back_while_it_is_read_again(settings: Settings) -> None:
    bot = create_bot(settings, open_service=with_reindexer(FakeReindexer(REPORT, seconds=60)))
    async with running(bot) as server:
        await two_collections(server)
        carol = manager(server)
        asked = await carol.slash(server.channel, "admin collection delete", collection="press")
        await carol.slash(server.channel, "admin reindex", collection="press")
        await carol.click(sent(asked), label="Delete for good")

        assert "being read again" in shown(asked.response)
        assert f"{server.guild.id}/press" in server.bot.desk.collections()


async def test_presses_of_who_may_not_cancel_do_not_fill_the_log(settings: Settings) -> None:
    bot = create_bot(settings, open_service=with_reindexer(FakeReindexer(REPORT, seconds=60)))
    async with running(bot) as server:
        await two_collections(server)
        await manager(server).slash(server.channel, "admin reindex", collection="press")
        message = server.channel.last_message
        assert message is not None
        for _ in range(bot.settings.cooldown_presses + 5):
            await server.alice.click(message, label="Cancel")
        entries = await bot.records.audit.entries(server.guild.id, limit=100)

        assert bot.settings.cooldown_presses == sum(entry.action == "refused" for entry in entries)


async def test_end_of_a_job_stands_in_the_audit_log(settings: Settings) -> None:
    bot = create_bot(settings, open_service=with_reindexer(FakeReindexer(REPORT)))
    async with running(bot) as server:
        await two_collections(server)
        await manager(server).slash(server.channel, "admin reindex", collection="press")
        entries = await bot.records.audit.entries(server.guild.id, limit=2)

        assert ["reindex", "reindex done"] == sorted(entry.action for entry in entries)
        assert {"press"} == {entry.subject for entry in entries}
        assert "1 added, 0 changed, 0 removed" in str([entry.after for entry in entries])


@pytest.mark.parametrize(
    ("error", "secret"),
    [
        (StoreError("/data/secret.db: cannot be written"), "secret"),
        (CheckFailed(["“Walrus summit” is not found by its own words."]), "Walrus"),
    ],
)
async def test_failure_tells_a_channel_neither_paths_nor_what_it_does_not_search(
    settings: Settings, error: Exception, secret: str
) -> None:
    bot = create_bot(settings, open_service=with_reindexer(FakeReindexer(error)))
    async with running(bot) as server:
        await two_collections(server)
        other = server.guild.create_text_channel("other")
        await manager(server).slash(other, "admin reindex", collection="press")

        assert "went wrong on my side" in shown(other.last_message)
        assert secret not in shown(other.last_message)


async def test_jobs_that_wait_move_up(settings: Settings) -> None:
    bot = create_bot(settings, open_service=with_reindexer(FakeReindexer(REPORT, seconds=60)))
    async with running(bot) as server:
        await two_collections(server)
        carol = manager(server)
        for name in ("press", "speeches"):
            await carol.slash(server.channel, "admin reindex", collection=name)
        waiting = shown(server.channel.last_message)
        await server.env.advance_time(61)

        assert "waits for 1 other" in waiting
        assert "**speeches** has begun" in shown(server.channel.last_message)


async def test_jobs_of_a_server_that_the_bot_left_end_and_leave_nothing_behind(settings: Settings) -> None:
    bot = create_bot(settings, open_service=with_reindexer(FakeReindexer(REPORT, seconds=60)))
    async with running(bot) as server:
        await two_collections(server)
        carol = manager(server)
        for name in ("press", "speeches"):
            await carol.slash(server.channel, "admin reindex", collection=name)
        server.env.backend.remove_guild(server.guild.id)
        await server.env.settle()

        assert 0 == bot.reindexing.waiting
        assert [] == await bot.records.jobs.open()
        assert 0 == await bot.records.audit.count(server.guild.id)
