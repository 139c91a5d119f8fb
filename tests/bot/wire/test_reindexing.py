"""A real job in its child process, over real sockets: questions go on being answered, and its message tells how it ends."""

from __future__ import annotations

import json

import pytest

from bot.records.jobs import Job
from config.settings import Settings, load_settings
from index.query import PUBLIC
from tests.bot.wire.conftest import online
from tests.discord_server.requests import Request, message_to, taken
from tests.discord_server.server import DiscordServer

CHINA = "what did the Secretary General say about China?"


def says_the_end(request: Request) -> bool:
    """Whether a request edits a message into the end of a job."""
    return request.method == "PATCH" and "Re-indexing is done" in json.dumps(request.body)


async def test_questions_are_answered_while_releases_are_read_again(
    wire: DiscordServer, wire_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = wire_settings.database.parent / "releases"
    monkeypatch.setenv("COMMUNIQUE_RELEASES_FOLDER", str(folder))
    (folder / "new.md").write_text("---\ntitle: News\ndate: 2024-03-01\n---\n\nThe walrus summit began.\n")
    server = wire.world.servers[0]
    channel = server.channel
    async with online(load_settings(), wire) as bot:
        job = Job(PUBLIC, True, server.id, channel.id, wire.world.bob.id, bot.clock())
        await bot.reindexing.ask(job)
        await wire.requests.wait_for(taken(message_to(channel.id)))
        questions = [await wire.mention(channel, CHINA) for _ in range(3)]
        answers = await wire.requests.wait_for(taken(message_to(channel.id)), count=1 + len(questions))
        under_way = bot.reindexing.waiting
        [done] = await wire.requests.wait_for(says_the_end)
        await wire.mention(channel, "walrus summit")
        [*_, after] = await wire.requests.wait_for(taken(message_to(channel.id)), count=2 + len(questions))

    assert 1 == under_way
    assert all("harmful" in json.dumps(answer.body) for answer in answers[1:])
    assert " 0 failed" in json.dumps(done.body)
    assert "walrus" in json.dumps(after.body)
