"""/admin reindex: who may, one at a time, how it is told, and that questions go on being answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.client import create_bot
from config.settings import Settings, load_settings
from index.errors import IndexingError
from index.report import FailedFile, IndexReport
from tests.bot.conftest import Server, command_payload, forbid, manager, running, shown
from tests.bot.fakes import FakeReindexer, with_reindexer
from tests.bot.releases import write_releases

REPORT = IndexReport(3, 2, 14, 1, 99, [FailedFile(f"bad-{n}.txt", "holds no **text**") for n in range(7)])


async def test_folder_is_read_again_by_the_real_indexer(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_releases(tmp_path / "releases")
    (folder / "new.md").write_text("---\ntitle: News\ndate: 2024-03-01\n---\n\nThe walrus summit began.\n")
    monkeypatch.setenv("COMMUNIQUE_RELEASES_FOLDER", str(folder))
    async with running(create_bot(load_settings())) as server:
        server.env.settle_timeout = 60
        await manager(server).slash(server.channel, "admin reindex")

        assert "Re-indexing is done" in shown(server.channel.last_message)
        await server.alice.send(server.channel, f"{server.mention} walrus summit")
        assert "walrus" in shown(server.channel.last_message)


async def test_questions_are_answered_while_it_runs_and_its_message_is_edited(settings: Settings) -> None:
    slow = with_reindexer(FakeReindexer(REPORT, seconds=60))
    async with running(create_bot(settings, open_service=slow)) as server:
        result = await manager(server).slash(server.channel, "admin reindex")
        announcement = server.channel.last_message
        assert announcement is not None
        begun = announcement.content
        await server.alice.send(server.channel, f"{server.mention} what was said about China?")
        answer = shown(server.channel.last_message)
        await server.env.advance_time(61)

        assert result.ephemeral
        assert "Re-indexing of **public** has begun" in begun
        assert "harmful" in answer
        ended = next(m for m in server.channel.history() if m.id == announcement.id).content
        assert "3 added, 2 changed, 1 removed, 14 unchanged, 7 failed" in ended
        assert r"**bad-0.txt**: holds no \*\*text\*\*" in ended
        assert "2 more" in ended


async def test_only_one_runs_at_a_time(settings: Settings) -> None:
    slow = with_reindexer(FakeReindexer(REPORT, seconds=60))
    async with running(create_bot(settings, open_service=slow)) as server:
        carol = manager(server)
        await carol.slash(server.channel, "admin reindex")

        second = await carol.slash(server.channel, "admin reindex")

        assert "under way" in shown(second.response)
        assert 1 == len(server.channel.history())


async def test_without_a_folder_it_names_the_setting(server: Server) -> None:
    result = await manager(server).slash(server.channel, "admin reindex")

    assert result.ephemeral
    assert "releases_folder" in shown(result.response)


@pytest.mark.parametrize("error", [IndexingError("The store is locked."), RuntimeError("secret path")])
async def test_failure_is_told_with_an_id_that_is_logged(
    settings: Settings, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(create_bot(settings, open_service=with_reindexer(FakeReindexer(error)))) as server:
        await manager(server).slash(server.channel, "admin reindex")

        text = shown(server.channel.last_message)
        assert text.partition("(error ")[2].partition(")")[0] in caplog.text
        assert isinstance(error, IndexingError) == ("locked" in text)
        assert "secret" not in text


async def test_job_that_ends_with_the_bot_says_so(settings: Settings) -> None:
    slow = with_reindexer(FakeReindexer(REPORT, seconds=60))
    async with running(create_bot(settings, open_service=slow)) as server:
        await manager(server).slash(server.channel, "admin reindex")
        await server.bot.remove_cog("AdminCog")

        assert "goes on when it starts again" in shown(server.channel.last_message)


async def test_where_it_may_not_write_the_private_reply_tells_the_end(settings: Settings) -> None:
    async with running(create_bot(settings, open_service=with_reindexer(FakeReindexer(REPORT, 1)))) as server:
        carol = manager(server)
        forbid(server, "send_messages")

        result = await carol.slash(server.channel, "admin reindex")
        await server.env.advance_time(2)

        assert "3 added" in shown(result.response)


async def test_command_is_offered_to_managers_only_and_in_servers_only(server: Server) -> None:
    assert "admin reindex" not in server.alice.available_commands(server.channel)
    assert "admin reindex" in manager(server).available_commands(server.channel)
    assert "admin reindex" not in server.alice.user.available_commands()


async def test_permission_is_checked_again_where_a_server_lets_anyone_use_it(settings: Settings) -> None:
    reindexer = FakeReindexer(REPORT)
    async with running(create_bot(settings, open_service=with_reindexer(reindexer))) as server:
        command = int(command_payload(server, "admin")["id"])
        server.guild.set_command_permissions(command, {server.alice: True})

        result = await server.alice.slash(server.channel, "admin reindex")

        assert result.ephemeral
        assert "Only someone who may manage this server" in shown(result.response)
        assert [] == server.channel.history()
