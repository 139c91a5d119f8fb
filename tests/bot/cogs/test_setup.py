"""/setup check: what is missing, where, what breaks, also on a server of 500 channels; and settings that can't be met."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType

from bot.cogs.permissions import ATTACH, EMBED, HISTORY, OPEN_THREADS, SEND, SEND_IN_THREADS, VIEW, Need
from bot.cogs.setup_report import Setup, setup_text
from bot.records.channels import ChannelSettings
from bot.render import limits
from tests.bot.conftest import Server, command_payload, forbid, manager, shown

DOCS = Path(__file__).parents[3] / "docs" / "discord.md"
NEEDS = (VIEW, SEND, SEND_IN_THREADS, EMBED, HISTORY, ATTACH)


async def check(server: Server, channel: ChannelHandle | None = None) -> str:
    """What a manager is told."""
    result = await manager(server).slash(channel or server.channel, "setup check")
    assert result.ephemeral
    return shown(result.response)


def deny(server: Server, channel: ChannelHandle, *permissions: str) -> None:
    """Take permissions in a channel from the bot."""
    denied = discord.Permissions(**dict.fromkeys(permissions, True)).value
    server.env.backend.set_overwrite(
        channel.id, Overwrite(server.bot.me.id, OverwriteType.MEMBER, deny=denied)
    )


async def test_where_all_is_well_it_is_short(server: Server) -> None:
    text = await check(server)

    assert "All is well: I may do everything that I need in the one channel here." in text
    assert len(text) < 120


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.name)
async def test_each_missing_permission_is_named_with_what_breaks(server: Server, need: Need) -> None:
    forbid(server, need.flag)
    office = server.guild.create_text_channel("office")
    text = await check(server, office)

    assert f"<#{server.channel.id}>\n- without **{need.name}**: {need.breaks}" in text
    assert 1 == text.count("without")
    assert "All is well in 1 channel of 2." in text


async def test_opening_threads_is_needed_only_where_it_was_chosen(server: Server) -> None:
    forbid(server, "create_public_threads")
    before = await check(server)
    threads = replace(ChannelSettings(), threads=True)
    await server.bot.records.channels.choose(server.guild.id, server.channel.id, threads)
    after = await check(server)

    assert OPEN_THREADS.name not in before
    assert f"**{OPEN_THREADS.name}**: {OPEN_THREADS.breaks}" in after


async def test_channels_that_lack_the_same_stand_together(server: Server) -> None:
    more = [server.guild.create_text_channel(f"room-{n}") for n in range(3)]
    for channel in (more[0], more[2]):
        deny(server, channel, "embed_links")
    text = await check(server)

    assert f"<#{more[0].id}> <#{more[2].id}>\n- without **Embed Links**" in text
    assert 1 == text.count("Embed Links")


async def test_forum_and_voice_channels_are_checked_for_what_they_need(server: Server) -> None:
    forum = server.guild.create_forum_channel("forum")
    voice = server.guild.create_voice_channel("voice")
    deny(server, forum, "send_messages", "send_messages_in_threads")
    deny(server, voice, "send_messages", "send_messages_in_threads")
    text = await check(server)

    assert f"<#{forum.id}>\n- without **Send Messages in Threads**" in text
    assert f"<#{voice.id}>\n- without **Send Messages**: " in text


async def test_settings_that_cannot_be_met_are_named(server: Server) -> None:
    settings = ChannelSettings(frozenset({"public", f"{server.guild.id}/gone"}), answers_all=True)
    await server.bot.records.channels.choose(server.guild.id, server.channel.id, settings)
    text = await check(server)

    assert f"<#{server.channel.id}>: `answer_everything` is on." in text
    assert "message_content = true" in text
    assert f"<#{server.channel.id}>: the collection “gone” no longer exists" in text


async def test_without_embed_links_the_report_is_plain_text(server: Server) -> None:
    forbid(server, "embed_links")
    result = await manager(server).slash(server.channel, "setup check")

    assert result.response is not None
    assert not result.response.embeds
    assert "Embed Links" in result.response.content


async def test_permission_is_checked_again_where_a_server_lets_anyone_use_it(server: Server) -> None:
    assert "setup check" not in server.alice.available_commands(server.channel)
    command = int(command_payload(server, "setup")["id"])
    server.guild.set_command_permissions(command, {server.alice: True})
    result = await server.alice.slash(server.channel, "setup check")

    assert result.ephemeral
    assert "Only someone who may manage this server" in shown(result.response)


def test_invitation_in_the_docs_asks_for_exactly_what_is_needed() -> None:
    text = DOCS.read_text(encoding="utf-8")
    needed = discord.Permissions(**dict.fromkeys((need.flag for need in (*NEEDS, OPEN_THREADS)), True))

    assert f"scope=bot+applications.commands&permissions={needed.value}\n" in text
    assert f"`{needed.value}`" in text
    for need in (*NEEDS, OPEN_THREADS):
        assert f"| {need.name} |" in text


def test_five_hundred_channels_fit_however_they_differ() -> None:
    kinds = [tuple(need for bit, need in enumerate(NEEDS) if kind >> bit & 1) for kind in range(64)]
    lacks = {10**18 + n: kinds[n % 64] for n in range(500)}
    problems = [f"<#{10**18 + n}>: the collection “{'x' * 40}” no longer exists." for n in range(500)]
    room = limits.CONTENT - limits.EMBED_TITLE
    text = setup_text(Setup(lacks, problems), room=room)

    assert len(text) <= room
    assert "All is well in 8 channels of 500." in text
    assert "more findings" in text


def test_channels_beyond_the_first_are_counted() -> None:
    text = setup_text(Setup(dict.fromkeys(range(500), (EMBED,))), room=limits.EMBED_DESCRIPTION)

    assert "and 492 more channels" in text
    assert 1 == text.count("Embed Links")
