"""The client finds a node that can answer, before its deadline."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from index.cluster.params import ClusterParams
from index.cluster.wire.client import Client, Deadline
from index.errors import ClusterRefused, ClusterUnavailable

Answering = Callable[[], web.Response]


def works() -> web.Response:
    return web.json_response({"by": "a node that works"})


def overloaded() -> web.Response:
    return web.json_response({"error": {"reason": "too many requests"}}, status=429)


def lacks_shards() -> web.Response:
    return web.json_response({"error": {"reason": "Partial shards failure"}}, status=503)


def refuses() -> web.Response:
    return web.json_response({"error": {"reason": "no such index"}}, status=404)


class Nodes:
    """Nodes on loopback, each answering in its own way, and how often each was asked."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack
        self.asked: list[int] = []

    async def client(self, *ways: Answering) -> Client:
        addresses = [await self._start(place, way) for place, way in enumerate(ways)]
        self.asked = [0] * len(ways)
        return await self._stack.enter_async_context(Client.open(ClusterParams(tuple(addresses))))

    async def _start(self, place: int, way: Answering) -> str:
        async def answer(_request: web.Request) -> web.Response:
            self.asked[place] += 1
            return way()

        app = web.Application()
        app.router.add_get("/{path:.*}", answer)
        server = TestServer(app)
        await server.start_server()
        self._stack.push_async_callback(server.close)
        return str(server.make_url(""))


@pytest.fixture
async def nodes() -> AsyncIterator[Nodes]:
    async with AsyncExitStack() as stack:
        yield Nodes(stack)


@pytest.mark.parametrize("fails", [overloaded, lacks_shards])
async def test_another_node_is_asked_where_one_cannot_answer(nodes: Nodes, fails: Answering) -> None:
    client = await nodes.client(fails, works)

    assert await client.ask("GET", "/", deadline=Deadline.within(5)) == {"by": "a node that works"}


async def test_a_node_that_failed_is_given_a_rest(nodes: Nodes) -> None:
    client = await nodes.client(overloaded, works)

    for _ in range(10):
        await client.ask("GET", "/", deadline=Deadline.within(5))

    assert nodes.asked == [1, 10]


async def test_a_refusal_is_not_asked_for_again(nodes: Nodes) -> None:
    client = await nodes.client(refuses, works)

    with pytest.raises(ClusterRefused, match="no such index"):
        await client.ask("GET", "/nothing", deadline=Deadline.within(5))


async def test_nobody_answers_in_time(nodes: Nodes) -> None:
    client = await nodes.client(lacks_shards, overloaded)

    with pytest.raises(ClusterUnavailable) as raised:
        await client.ask("GET", "/", deadline=Deadline.within(0.2))

    assert "127.0.0.1" not in str(raised.value)
    assert "127.0.0.1" in raised.value.trouble


async def test_no_time_is_no_answer(nodes: Nodes) -> None:
    client = await nodes.client(works)

    with pytest.raises(ClusterUnavailable):
        await client.ask("GET", "/", deadline=Deadline.within(0))
