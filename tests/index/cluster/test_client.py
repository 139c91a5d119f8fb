"""The client finds a node that can answer, before its deadline."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest
import trustme
from aiohttp import web
from aiohttp.test_utils import TestServer

from index.cluster.params import ClusterParams
from index.cluster.wire.client import Client, Deadline
from index.errors import ClusterNotTrusted, ClusterRefused, ClusterUnavailable

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


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
async def guarded(authority: trustme.CA) -> AsyncIterator[str]:
    """The address of a node behind TLS that answers whoever names a user and the right password."""
    expected = aiohttp.encode_basic_auth("communique", "secret")

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != expected:
            return web.json_response({"error": {"reason": "Unauthorized"}}, status=401)
        return works()

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    shown = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(shown)
    server = TestServer(app)
    await server.start_server(ssl=shown)
    yield str(server.make_url("")).rstrip("/")
    await server.close()


@pytest.mark.parametrize("password", ["secret", "another"])
async def test_behind_tls_a_user_is_let_in_by_the_password(
    authority: trustme.CA, guarded: str, tmp_path: Path, password: str
) -> None:
    trusted = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(trusted))
    params = ClusterParams((guarded,), user="communique", password=password, ca_file=trusted)
    async with Client.open(params) as client:
        if password == "secret":
            assert await client.ask("GET", "/", deadline=Deadline.within(5)) == {"by": "a node that works"}
            return
        with pytest.raises(ClusterRefused, match=r"\(401\): Unauthorized"):
            await client.ask("GET", "/", deadline=Deadline.within(5))


async def test_a_certificate_that_nobody_vouches_for_is_said_at_once(guarded: str) -> None:
    async with Client.open(ClusterParams((guarded, guarded), user="communique", password="secret")) as client:
        async with asyncio.timeout(30):
            with pytest.raises(ClusterNotTrusted, match="cluster_ca_file"):
                await client.ask("GET", "/", deadline=Deadline.within(600))
