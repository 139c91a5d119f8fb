"""A small Discord in a process of its own that asks at a steady rate, so that it shares no event loop with the bot.

In: orders through a pipe. Out: for each load how long every answer took, from the event sent to the request received.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Literal, TypeAlias

from tests.bench.timing import Timing
from tests.discord_server.requests import Request
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import Payload, Server, User, make_world

Kind: TypeAlias = Literal["commands", "mentions"]

_PATIENCE_S = 15.0


@dataclass(frozen=True, slots=True)
class Where:
    """Where the server listens."""

    api: str
    gateway: str


@dataclass(frozen=True, slots=True)
class Login:
    """An order: wait until a bot has logged in for the n-th time."""

    number: int


@dataclass(frozen=True, slots=True)
class Load:
    """An order: so many questions in each second, each by another person, in one server after the other."""

    kind: Kind
    rate: int
    seconds: int
    questions: list[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a load."""

    timing: Timing
    asked: int

    @property
    def dropped(self) -> int:
        """Questions without an answer."""
        return self.asked - len(self.timing.seconds)


def serve(orders: Connection, servers: int) -> None:
    """Run the server until the order None."""
    asyncio.run(_serve(orders, servers))


async def _serve(orders: Connection, servers: int) -> None:
    async with DiscordServer(make_world(servers=servers, channels=1)) as server:
        orders.send(Where(server.api, server.gateway.url))
        while (order := await asyncio.to_thread(orders.recv)) is not None:
            if isinstance(order, Login):
                await server.gateway.ready(identified=order.number)
                orders.send(None)
            else:
                orders.send(await _ask(server, order))


async def _ask(server: DiscordServer, load: Load) -> Outcome:
    server.requests.seen.clear()
    asked: dict[str, float] = {}
    count = load.rate * load.seconds
    began = time.perf_counter()
    for number in range(count):
        await asyncio.sleep(began + number / load.rate - time.perf_counter())
        place = server.world.servers[number % len(server.world.servers)]
        sent = time.perf_counter()
        key = await _one(server, load, place, number)
        asked[key] = sent
    await _until(lambda: len(_answers(server, asked)) == count)
    answers = _answers(server, asked)
    return Outcome(Timing([arrived - asked[key] for key, arrived in answers.items()]), count)


async def _one(server: DiscordServer, load: Load, place: Server, number: int) -> str:
    """Ask one question; out comes what its answer names."""
    person = User(server.world.ids(), f"user{number}")
    question = load.questions[number % len(load.questions)]
    if load.kind == "commands":
        made: Payload = await server.command(place.channel, "ask", person=person, question=question)
        return str(made["token"])
    made = await server.mention(place.channel, question, author=person)
    return str(made["id"])


def _answers(server: DiscordServer, asked: dict[str, float]) -> dict[str, float]:
    """When the first answer to each question came."""
    arrived: dict[str, float] = {}
    for request in server.requests.seen:
        key = _answered(request)
        if key in asked and request.taken:
            arrived.setdefault(key, request.arrived)
    return arrived


def _answered(request: Request) -> str:
    parts = request.path.split("/")
    if parts[1] == "interactions":
        return parts[3]
    if request.method == "POST" and parts[-1] == "messages":
        return str((request.body.get("message_reference") or {}).get("message_id"))
    return ""


async def _until(done: Callable[[], bool]) -> None:
    deadline = time.perf_counter() + _PATIENCE_S
    while not done() and time.perf_counter() < deadline:
        await asyncio.sleep(0.1)
