"""A question comes over the wire, and its answer goes back."""

from __future__ import annotations

import json

from bot.client import CommuniqueBot
from tests.discord_server.requests import CALLBACK, message_to, taken
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import Payload

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


async def test_button_is_answered_by_its_callback(wire: DiscordServer, wire_bot: CommuniqueBot) -> None:
    channel = wire.world.servers[0].channel
    await wire.mention(channel, CHINA)
    await wire.requests.wait_for(taken(message_to(channel.id)))
    [card] = [message for message in wire.world.messages.values() if message["components"]]
    button = next(part for part in buttons(card) if part.get("label", "").startswith("Context"))

    await wire.press(channel, card, button["custom_id"], person=wire.world.bob)
    [answer] = await wire.requests.wait_for(taken(CALLBACK))

    assert "harmful dependencies" in words(answer.body)


async def test_typing_a_topic_is_answered_with_choices(wire: DiscordServer, wire_bot: CommuniqueBot) -> None:
    await wire.type_into(wire.world.servers[0].channel, "topic", "name", "chi")
    [answer] = await wire.requests.wait_for(taken(CALLBACK))

    assert "China" in [choice["name"] for choice in answer.body["data"]["choices"]]


async def test_answer_follows_its_question(wire: DiscordServer, wire_bot: CommuniqueBot) -> None:
    channel = wire.world.servers[0].channel
    question = await wire.mention(channel, CHINA)
    await wire.requests.wait_for(taken(message_to(channel.id)))

    await wire.edit(channel, question, f"{wire.world.bot.mention} what about the orchard budget?")
    [edited] = await wire.requests.wait_for(taken(rf"PATCH /channels/{channel.id}/messages/\d+"))
    await wire.delete(channel, question)
    await wire.requests.wait_for(taken(rf"DELETE /channels/{channel.id}/messages/\d+"))

    assert "orchard" in words(edited.body)
    assert {} == wire.world.messages


def buttons(message: Payload) -> list[Payload]:
    """The buttons below a message."""
    return [part for row in message["components"] for part in row["components"]]
