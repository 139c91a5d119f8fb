"""The first word on a server: once, where the bot may write, true to what is indexed; and what it does where it may not speak."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.backend.serializers import guild_create_payload
from simcord.builders import ChannelHandle, GuildHandle, UserHandle
from simcord.enums import OverwriteType
from simcord.env import Env

from bot.asking.examples import Examples
from bot.client import CommuniqueBot, create_bot
from bot.cogs.welcome import welcome_text
from config.settings import Settings
from index.query import Holdings
from tests.bot.conftest import Server, forbid, manager, shown


@asynccontextmanager
async def empty_discord(bot: CommuniqueBot) -> AsyncIterator[Env]:
    """The bot, logged in, in no server yet."""
    async with bot, simcord.run(bot) as env:
        yield env


async def join(
    env: Env, *channels: str, system: str | None = None, denied: Sequence[str] = ()
) -> GuildHandle:
    """A server that the bot joins, as Discord tells it: with all its channels, of which it may not write in some."""
    guild = env.create_guild("Newcomers")
    for name in channels:
        channel = guild.create_text_channel(name)
        if name in denied:
            deny_writing(env, channel)
        if name == system:
            env.backend.edit_guild(guild.id, {"system_channel_id": channel.id})
    await announce(env, guild)
    return guild


async def announce(env: Env, guild: GuildHandle) -> None:
    """The event that a server which nobody spoke of before is there: the bot has joined it."""
    payload = guild_create_payload(env.backend, env.backend.get_guild(guild.id))
    del payload["unavailable"]
    env.backend.emit("GUILD_CREATE", payload)
    await env.settle()


def deny_writing(env: Env, channel: ChannelHandle, *permissions: str) -> None:
    """Take the right to write in a channel, or others, from the bot."""
    value = discord.Permissions(**dict.fromkeys(permissions or ("send_messages",), True)).value
    assert env.bot.user is not None
    env.backend.set_overwrite(channel.id, Overwrite(env.bot.user.id, OverwriteType.MEMBER, deny=value))


def said(channel: ChannelHandle) -> list[str]:
    """What stands in a channel."""
    return [shown(message) for message in channel.history()]


def told(person: UserHandle) -> list[str]:
    """What stands in the direct messages with a person."""
    return [shown(message) for message in person.dm_channel.history()]


async def test_it_says_how_to_ask_what_is_indexed_and_how_it_is_set_up(settings: Settings) -> None:
    async with empty_discord(create_bot(settings)) as env:
        guild = await join(env, "rules", "general", system="general")

        assert not said(guild.channels["rules"])
        (text,) = said(guild.channels["general"])
        assert env.bot.user is not None
        assert f"{env.bot.user.mention} What did Jens Stoltenberg say about China?" in text
        assert "14 releases, 2022–2024" in text
        for command in (
            "/ask",
            "/help",
            "/setup check",
            "/admin channel",
            "/privacy show",
            "/privacy forget",
        ):
            assert f"`{command}`" in text


async def test_its_example_gets_an_answer(settings: Settings) -> None:
    async with empty_discord(create_bot(settings)) as env:
        guild = await join(env, "general")
        channel = guild.channels["general"]
        alice = guild.add_member(env.create_user("alice"))
        example = said(channel)[0].partition("**Ask**: ")[2].partition("\n")[0]
        await alice.send(channel, example)

        assert "harmful dependencies" in shown(channel.last_message)


async def test_without_a_system_channel_it_takes_the_first_where_it_may_write(settings: Settings) -> None:
    async with empty_discord(create_bot(settings)) as env:
        guild = await join(env, "rules", "news", "general", system="rules", denied=["rules", "news"])

        assert [0, 0, 1] == [len(said(guild.channels[name])) for name in ("rules", "news", "general")]


async def test_without_embed_links_it_is_plain_text(settings: Settings) -> None:
    async with empty_discord(create_bot(settings)) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("general")
        deny_writing(env, channel, "embed_links")
        await announce(env, guild)

        assert channel.last_message is not None
        assert not channel.last_message.embeds
        assert "`/setup check`" in channel.last_message.content


async def test_where_it_may_write_nowhere_the_owner_is_told_once(settings: Settings) -> None:
    async with empty_discord(create_bot(settings)) as env:
        guild = await join(env, "general", denied=["general"])

        (text,) = told(guild.owner)
        assert "**Newcomers**, and may write in none of its channels" in text
        assert "`/setup check`" in text


async def test_owner_who_takes_no_messages_is_no_error(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with empty_discord(create_bot(settings)) as env:
        env.inject_error("POST", "/users/@me/channels", status=403)
        guild = await join(env, "general", denied=["general"])

        assert not env.errors
        assert f"server={guild.id} has no channel to write in; owner told: False" in caplog.text


async def test_neither_a_repeated_event_nor_a_restart_welcomes_again(settings: Settings) -> None:
    bot = create_bot(settings)
    async with empty_discord(bot) as env:
        guild = await join(env, "general")
        await announce(env, guild)
        await bot.close()
        async with create_bot(settings) as again:
            await env.restart_bot(again)
            await announce(env, guild)

            assert 1 == len(said(guild.channels["general"]))


def test_where_nothing_is_indexed_no_example_is_made_up() -> None:
    text = welcome_text("<@1>", Examples(), "nothing is indexed yet", Holdings())

    assert "China" not in text
    assert "communique index" in text


async def unheard(server: Server, channel: ChannelHandle | None = None) -> None:
    """Alice asks where the bot may not speak."""
    await server.alice.send(channel or server.channel, f"{server.mention} what was said about China?")


async def test_asked_where_it_may_not_speak_it_tells_the_owner_and_not_the_asker(server: Server) -> None:
    forbid(server, "send_messages")
    await unheard(server)

    (text,) = told(server.guild.owner)
    assert f"<#{server.channel.id}>" in text
    assert "**Send Messages**" in text
    assert "`/setup check`" in text
    assert not told(server.alice.user)


async def test_whoever_set_it_up_is_told_instead_of_the_owner(server: Server) -> None:
    carol = manager(server)
    await carol.slash(server.channel, "setup check")
    forbid(server, "send_messages")
    await unheard(server)

    assert 1 == len(told(carol.user))
    assert not told(server.guild.owner)


async def test_whoever_set_it_up_and_left_is_not_told(server: Server) -> None:
    carol = manager(server)
    await carol.slash(server.channel, "setup check")
    server.guild.remove_member(carol)
    forbid(server, "send_messages")
    await unheard(server)

    assert not told(carol.user)
    assert 1 == len(told(server.guild.owner))


async def test_it_is_told_once_a_week_for_a_channel_and_once_a_day_for_a_server(server: Server) -> None:
    start = server.bot.clock()
    other = server.guild.create_text_channel("other")
    for channel in (server.channel, other):
        deny_writing(server.env, channel)
    asked = [
        (0, other),
        (0.5, server.channel),
        (1, server.channel),
        (6, other),
        (7, other),
        (8, server.channel),
    ]
    for days, channel in asked:
        server.bot.clock = lambda days=days: start + timedelta(days=days)  # type: ignore[misc]
        await unheard(server, channel)

    assert [other.id, server.channel.id, other.id, server.channel.id] == [
        int(text.partition("<#")[2].partition(">")[0]) for text in told(server.guild.owner)
    ]
