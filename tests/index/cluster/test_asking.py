"""A response that lacks anything is no answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from index.cluster.kept.layout import Indices
from index.cluster.params import ClusterParams
from index.cluster.search.asking import Asking, Search, whole
from index.cluster.wire.bulk import Action, Bulk
from index.cluster.wire.client import Client, Deadline, Incomplete
from index.errors import ClusterRefused, ClusterUnavailable

WHOLE: dict[str, Any] = {
    "timed_out": False,
    "_shards": {"total": 3, "successful": 3, "skipped": 0, "failed": 0},
    "hits": {"hits": [{"_id": "1"}]},
    "status": 200,
}
LACKING = {
    "a part that failed": WHOLE | {"_shards": {"total": 3, "successful": 2, "skipped": 0, "failed": 1}},
    "a part that is away": WHOLE | {"_shards": {"total": 3, "successful": 2, "skipped": 0, "failed": 0}},
    "time that ran out": WHOLE | {"timed_out": True},
    "a part whose node is gone": {"error": {"reason": "Partial shards failure"}, "status": 503},
}
INDICES = Indices("test-1")


def test_a_whole_response_is_an_answer() -> None:
    assert whole(WHOLE) == [{"_id": "1"}]


@pytest.mark.parametrize("response", LACKING.values(), ids=LACKING)
def test_a_response_that_lacks_something_is_none(response: Mapping[str, Any]) -> None:
    with pytest.raises(Incomplete):
        whole(response)


def test_what_asking_again_does_not_change_is_refused_at_once() -> None:
    with pytest.raises(ClusterRefused, match="no such index"):
        whole({"error": {"reason": "no such index [test]"}, "status": 404})


@asynccontextmanager
async def answering(replies: Iterator[Any]) -> AsyncIterator[Client]:
    """A node that gives these replies, one after another."""

    async def answer(_request: web.Request) -> web.Response:
        return web.json_response(next(replies))

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    async with (
        TestServer(app) as server,
        Client.open(ClusterParams((str(server.make_url("")),))) as client,
    ):
        yield client


async def found(client: Client, *, within_s: float) -> list[list[Any]]:
    asking = Asking(client, asyncio.get_running_loop(), Deadline.within(within_s))
    return await asyncio.to_thread(asking.search, [Search(INDICES.passages, INDICES, {"size": 1})])


@pytest.mark.parametrize("response", LACKING.values(), ids=LACKING)
async def test_a_search_is_asked_again_until_its_answer_is_whole(response: Mapping[str, Any]) -> None:
    replies = iter([{"responses": [response]}, {"responses": [WHOLE]}])
    async with answering(replies) as client:
        assert await found(client, within_s=30) == [[{"_id": "1"}]]


async def test_a_search_whose_answer_is_never_whole_has_none_when_time_is_up() -> None:
    def forever() -> Iterator[Any]:
        while True:
            yield {"responses": [LACKING["a part that failed"]]}

    async with answering(forever()) as client:
        with pytest.raises(ClusterUnavailable):
            await found(client, within_s=0.3)


def item(status: int) -> dict[str, Any]:
    error = {"error": {"type": "rejected", "reason": "no room"}} if status >= 400 else {}
    return {"index": {"status": status, **error}}


async def test_documents_that_a_busy_cluster_refuses_are_sent_again() -> None:
    busy = {"errors": True, "items": [item(201), item(429)]}
    async with answering(iter([busy, {"errors": False, "items": [item(201)]}])) as client:
        await Bulk(client).write([Action("index", "test", str(number), {}) for number in range(2)])


async def test_a_document_that_the_cluster_does_not_want_is_an_error() -> None:
    async with answering(iter([{"errors": True, "items": [item(400)]}])) as client:
        with pytest.raises(ClusterRefused, match="no room"):
            await Bulk(client).write([Action("index", "test", "1", {})])
