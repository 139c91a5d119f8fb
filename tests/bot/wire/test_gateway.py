"""The connection ends, in each way that Discord ends it: the bot comes back, or ends with the reason."""

from __future__ import annotations

import asyncio

import discord
import pytest

from bot.client import CommuniqueBot, create_bot
from config.settings import Settings
from tests.bot.wire.conftest import PromptBot
from tests.bot.wire.test_answers import CHINA
from tests.discord_server.requests import ANY_MESSAGE, taken
from tests.discord_server.server import DiscordServer

RESUMED = (4_000, 4_001, 4_002, 4_005, 4_008)
FORGOTTEN = (4_003, 4_007, 4_009)
FINAL = (4_004, 4_010, 4_011, 4_012, 4_013)
PRIVILEGED_INTENTS = 4_014


async def answers(wire: DiscordServer, count: int) -> list[str]:
    """Ask once more; the ids of all questions that were answered until the last was."""
    question = await wire.mention(wire.world.servers[0].channel, CHINA)
    requests = await wire.requests.wait_for(taken(ANY_MESSAGE), count=count)
    answered = [str(request.body["message_reference"]["message_id"]) for request in requests]
    assert question["id"] == answered[-1]
    return answered


async def test_events_replayed_after_resuming_are_answered_once(
    wire: DiscordServer, wire_bot: CommuniqueBot
) -> None:
    await answers(wire, 1)
    await answers(wire, 2)
    wire.gateway.rewind = 10
    await wire.gateway.drop(4_000)
    await wire.gateway.ready(resumed=1)

    assert 3 == len(set(await answers(wire, 3)))


async def test_question_asked_while_the_bot_was_away_is_answered(
    wire: DiscordServer, wire_bot: CommuniqueBot
) -> None:
    await wire.gateway.drop(4_000)
    question = await wire.mention(wire.world.servers[0].channel, CHINA)
    await wire.gateway.ready(resumed=1)
    [answer] = await wire.requests.wait_for(taken(ANY_MESSAGE))

    assert question["id"] == str(answer.body["message_reference"]["message_id"])


@pytest.mark.parametrize("code", RESUMED)
async def test_bot_resumes_and_goes_on(wire: DiscordServer, wire_bot: CommuniqueBot, code: int) -> None:
    await wire.gateway.drop(code)
    await wire.gateway.ready(resumed=1)

    assert await answers(wire, 1)


@pytest.mark.parametrize("code", FORGOTTEN)
async def test_bot_logs_in_anew_and_goes_on(wire: DiscordServer, wire_bot: CommuniqueBot, code: int) -> None:
    await wire.gateway.drop(code)
    await wire.gateway.ready(identified=2)

    assert await answers(wire, 1)


async def test_opcode_7_makes_the_bot_resume(wire: DiscordServer, wire_bot: CommuniqueBot) -> None:
    await wire.gateway.ask_to_reconnect()
    await wire.gateway.ready(resumed=1)

    assert await answers(wire, 1)


@pytest.mark.parametrize("resumable", [True, False])
async def test_opcode_9_makes_the_bot_resume_or_log_in(
    wire: DiscordServer, wire_bot: CommuniqueBot, resumable: bool
) -> None:
    await wire.gateway.invalidate(resumable=resumable)
    await wire.gateway.ready(identified=1 if resumable else 2, resumed=int(resumable))

    assert await answers(wire, 1)


@pytest.mark.parametrize("code", [*FINAL, PRIVILEGED_INTENTS])
async def test_final_close_code_ends_the_bot_with_the_reason(
    wire: DiscordServer, wire_settings: Settings, code: int
) -> None:
    async with create_bot(wire_settings, bot_class=PromptBot) as bot:
        running = asyncio.create_task(bot.start("token"))
        await wire.gateway.ready()
        await wire.gateway.drop(code)

        with pytest.raises(discord.ClientException) as ended:
            await running

        assert bot.is_closed()
    if code == PRIVILEGED_INTENTS:
        assert isinstance(ended.value, discord.PrivilegedIntentsRequired)
    else:
        assert isinstance(ended.value, discord.ConnectionClosed)
        assert code == ended.value.code


async def test_two_shards_answer_their_servers(
    wire: DiscordServer, wire_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = wire_settings.model_copy(update={"shard_count": 0})
    wire.rest.shards = 2
    async with create_bot(settings, bot_class=PromptBot) as bot:
        running = asyncio.create_task(bot.start("token"))
        await wire.gateway.ready(identified=2)
        for server in wire.world.servers:
            await wire.mention(server.channel, CHINA)
        await wire.requests.wait_for(taken(ANY_MESSAGE), count=len(wire.world.servers))

        assert 2 == len(bot.shards)
    await running
