"""Buttons: what they show, to whom, and that they outlive a restart and a re-indexing."""

from __future__ import annotations

import discord
import pytest
from simcord.results import InteractionResult

from bot.client import create_bot
from config.settings import Settings
from tests.bot.conftest import Server, sent, shown
from tests.bot.reindexed import reindex_without_china

CHINA = "what was said about China?"
MODERATOR = discord.Permissions(manage_messages=True, view_channel=True)


async def asked(server: Server, question: str = CHINA) -> InteractionResult:
    return await server.alice.slash(server.channel, "ask", question=question)


async def test_context_shows_the_paragraph_with_the_passage_in_bold_to_who_presses(server: Server) -> None:
    answer = await asked(server)

    pressed = await server.bob.click(sent(answer), label="Context")

    assert pressed.ephemeral
    text = shown(pressed.response)
    assert "**On China" in text
    assert "dependencies make us vulnerable" in text


async def test_context_works_under_a_reply_to_a_mention_and_in_direct_messages(server: Server) -> None:
    await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    await server.alice.send_dm(CHINA)
    reply, direct = server.channel.last_message, server.alice.user.dm_channel.last_message
    assert reply is not None
    assert direct is not None

    below_reply = await server.alice.click(reply, label="Context")
    below_direct = await server.alice.user.click(direct, label="Context")

    assert "**On China" in shown(below_reply.response)
    assert "**On China" in shown(below_direct.response)


async def test_context_works_after_a_restart(server: Server, settings: Settings) -> None:
    answer = await asked(server)
    await server.bot.close()
    async with create_bot(settings) as bot:
        await server.env.restart_bot(bot)

        pressed = await server.alice.click(sent(answer), label="Context")

        assert "**On China" in shown(pressed.response)


async def test_context_works_after_the_same_bot_logs_in_anew(server: Server) -> None:
    answer = await asked(server)
    await server.env.restart_bot()

    pressed = await server.alice.click(sent(answer), label="Context")

    assert "**On China" in shown(pressed.response)


async def test_context_of_a_changed_release_shows_what_was_quoted_and_says_so(
    server: Server, settings: Settings
) -> None:
    answer = await asked(server)
    await reindex_without_china(settings)
    await server.bot.service.searcher.refresh()

    pressed = await server.alice.click(sent(answer), label="Context")

    text = shown(pressed.response)
    assert "**On China" in text
    assert "has changed since" in text
    assert "**Chile,**" in text


async def test_context_of_an_unknown_passage_says_so(server: Server) -> None:
    answer = await asked(server)
    assert answer.response is not None
    stored = server.env.backend.get_message(server.channel.id, answer.response.id)
    stored.components[0]["components"][0]["custom_id"] = f"ctx:v1:{'0' * 22}"

    pressed = await server.alice.click(sent(answer), label="Context")

    assert pressed.ephemeral
    assert "Ask again" in shown(pressed.response)


async def test_asker_deletes_the_answer(server: Server) -> None:
    answer = await asked(server)

    await server.alice.click(sent(answer), custom_id=f"del:v1:{server.alice.id}")

    assert answer.response is None


async def test_moderator_deletes_the_answer(server: Server) -> None:
    answer = await asked(server)
    role = server.guild.create_role("mods", permissions=MODERATOR)
    moderator = server.guild.add_member(server.env.create_user("mod"), roles=[role])

    await moderator.click(sent(answer), custom_id=f"del:v1:{server.alice.id}")

    assert answer.response is None


async def test_others_are_told_that_they_cannot_delete(server: Server) -> None:
    answer = await asked(server)

    pressed = await server.bob.click(sent(answer), custom_id=f"del:v1:{server.alice.id}")

    assert pressed.ephemeral
    assert "can delete" in shown(pressed.response)
    assert answer.response is not None


async def test_asker_of_a_mention_deletes_the_reply(server: Server) -> None:
    await server.alice.send(server.channel, f"{server.mention} {CHINA}")
    reply = server.channel.last_message
    assert reply is not None

    await server.alice.click(reply, custom_id=f"del:v1:{server.alice.id}")

    assert reply.id not in [message.id for message in server.channel.history()]


async def test_error_under_a_button_is_told_in_private(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await asked(server)
    server.env.inject_error("DELETE", "/webhooks/*/messages/@original", status=500)

    pressed = await server.alice.click(sent(answer), custom_id=f"del:v1:{server.alice.id}")

    told = pressed.followups[0]
    assert told.ephemeral
    assert shown(told).partition("(error ")[2].partition(")")[0] in caplog.text
