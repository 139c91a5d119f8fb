"""A question comes over the wire, and its answer goes back."""

from __future__ import annotations

import json

from bot.client import CommuniqueBot
from tests.discord_server.requests import CALLBACK, message_to, taken
from tests.discord_server.server import DiscordServer

CHINA = "what did the Secretary General say about China?"


def words(body: object) -> str:
    """All that a request says, without marks of emphasis."""
    return json.dumps(body, ensure_ascii=False).replace("**", "")


async def test_mention_is_answered_with_a_quotation(wire: DiscordServer, wire_bot: CommuniqueBot) -> None:
    channel = wire.world.servers[0].channel

    question = await wire.mention(channel, CHINA)
    [answer] = await wire.requests.wait_for(taken(message_to(channel.id)))

    assert "harmful dependencies" in words(answer.body)
    assert question["id"] == str(answer.body["message_reference"]["message_id"])


async def test_slash_command_is_answered_by_its_callback(
    wire: DiscordServer, wire_bot: CommuniqueBot
) -> None:
    await wire.command(wire.world.servers[0].channel, "ask", question=CHINA)
    [answer] = await wire.requests.wait_for(taken(CALLBACK))

    assert "harmful dependencies" in words(answer.body)
