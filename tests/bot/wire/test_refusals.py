"""Discord refuses, fails, is slow or cuts the line: nothing is dropped, nothing doubled, nobody else waits."""

from __future__ import annotations

import asyncio

import pytest

from bot.client import CommuniqueBot
from tests.bot.wire.test_answers import CHINA, words
from tests.discord_server.faults import Fault, cut, fails, hangs, too_many
from tests.discord_server.requests import ANY_MESSAGE, CALLBACK, Request, message_to, taken, to
from tests.discord_server.server import DiscordServer


async def ask_everywhere(wire: DiscordServer, rounds: int) -> dict[int, list[str]]:
    """Ask in each server, in turns; the questions' ids by channel."""
    asked: dict[int, list[str]] = {}
    for _ in range(rounds):
        for server in wire.world.servers:
            question = await wire.mention(server.channel, CHINA)
            asked.setdefault(server.channel.id, []).append(question["id"])
    return asked


def answered(requests: list[Request]) -> dict[int, list[str]]:
    """The ids of the questions that messages answer, by channel, in order."""
    by_channel: dict[int, list[str]] = {}
    for request in requests:
        channel_id = int(request.path.split("/")[2])
        by_channel.setdefault(channel_id, []).append(str(request.body["message_reference"]["message_id"]))
    return by_channel


@pytest.mark.parametrize("everywhere", [True, False], ids=["global", "per route"])
async def test_429_drops_nothing_doubles_nothing_and_keeps_the_order(
    wire: DiscordServer, wire_bot: CommuniqueBot, everywhere: bool
) -> None:
    wire.rest.faults.add(Fault(ANY_MESSAGE, too_many(0.05, everywhere=everywhere), times=4))

    asked = await ask_everywhere(wire, rounds=4)
    answers = await wire.requests.wait_for(taken(ANY_MESSAGE), count=12)

    assert 4 == sum(request.status == 429 for request in wire.requests.seen)
    assert asked == answered(answers)


async def test_429_of_one_channel_holds_up_no_other(wire: DiscordServer, wire_bot: CommuniqueBot) -> None:
    refused, other = (server.channel for server in wire.world.servers[:2])
    wire.rest.faults.add(Fault(message_to(refused.id), too_many(0.2), times=2))

    await wire.mention(refused, CHINA)
    await wire.requests.wait_for(to(message_to(refused.id)))
    await wire.mention(other, CHINA)
    await wire.requests.wait_for(taken(ANY_MESSAGE), count=2)

    assert [other.id, refused.id] == list(answered(wire.requests.fitting(taken(ANY_MESSAGE))))


async def test_slow_server_delays_no_other(wire: DiscordServer, wire_bot: CommuniqueBot) -> None:
    slow, other = (server.channel for server in wire.world.servers[:2])
    release = asyncio.Event()
    fault = wire.rest.faults.add(Fault(message_to(slow.id), hangs(release)))

    asked = [await wire.mention(slow, CHINA) for _ in range(3)]
    await fault.met.wait()
    for _ in range(3):
        await wire.mention(other, CHINA)
    await wire.requests.wait_for(taken(message_to(other.id)), count=3)
    while_it_hung = wire.requests.fitting(taken(message_to(slow.id)))
    release.set()
    late = await wire.requests.wait_for(taken(message_to(slow.id)), count=3)

    assert [] == while_it_hung
    assert [question["id"] for question in asked] == answered(late)[slow.id]


async def test_slow_callback_delays_no_other_command(wire: DiscordServer, wire_bot: CommuniqueBot) -> None:
    release = asyncio.Event()
    fault = wire.rest.faults.add(Fault(CALLBACK, hangs(release)))

    await wire.command(wire.world.servers[0].channel, "ask", question=CHINA)
    await fault.met.wait()
    await wire.command(wire.world.servers[1].channel, "ask", question=CHINA)
    first = await wire.requests.wait_for(taken(CALLBACK))
    release.set()
    both = await wire.requests.wait_for(taken(CALLBACK), count=2)

    assert first == both[1:]


async def test_failing_discord_is_tried_again(wire: DiscordServer, wire_bot: CommuniqueBot) -> None:
    channel = wire.world.servers[0].channel
    wire.rest.faults.add(Fault(ANY_MESSAGE, fails(502)))

    await wire.mention(channel, CHINA)
    await wire.requests.wait_for(taken(ANY_MESSAGE))

    assert [502, 200] == [request.status for request in wire.requests.fitting(to(ANY_MESSAGE))]


@pytest.mark.parametrize("after", [False, True], ids=["before it was written", "after it was written"])
async def test_cut_answer_is_not_doubled_and_the_bot_goes_on(
    wire: DiscordServer, wire_bot: CommuniqueBot, after: bool
) -> None:
    channel = wire.world.servers[0].channel
    wire.rest.faults.add(Fault(ANY_MESSAGE, cut(), after=after))

    first = await wire.mention(channel, CHINA)
    told = await wire.requests.wait_for(lambda request: "went wrong on my side" in words(request.body))
    second = await wire.mention(channel, CHINA)
    quotations = await wire.requests.wait_for(_quotes, count=2)

    assert 1 == len(told)
    assert [first["id"], second["id"]] == answered(quotations)[channel.id]


async def test_message_to_a_channel_that_is_gone_stops_nothing(
    wire: DiscordServer, wire_bot: CommuniqueBot
) -> None:
    gone, other = (server.channel for server in wire.world.servers[:2])
    wire.rest.faults.add(Fault(message_to(gone.id), fails(404), times=10))

    await wire.mention(gone, CHINA)
    await wire.requests.wait_for(to(message_to(gone.id)))
    await wire.mention(other, CHINA)

    assert await wire.requests.wait_for(taken(message_to(other.id)))


def _quotes(request: Request) -> bool:
    return "harmful dependencies" in words(request.body)
