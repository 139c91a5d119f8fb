"""Copies are waited for while the cluster is at work on them; where it is not, the operator reads why."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from index.cluster.params import ClusterParams
from index.cluster.push.allocation import Allocation
from index.cluster.wire.client import Client
from index.errors import ClusterRefused, IndexingError
from index.report import Phase, Progress

Json = dict[str, Any]

INDICES = ["i-passages", "i-terms"]
NEXT = "Once it does, push again: that goes on from here."

SAME_NODE = {"decider": "same_shard", "decision": "NO", "explanation": "a copy is allocated to this node"}
FULL = {"decider": "disk_threshold", "decision": "NO", "explanation": "the node is above the low watermark."}
BUSY = {"decider": "throttling", "decision": "THROTTLE", "explanation": "reached the limit of recoveries"}


def health(*, initializing: int = 0, unassigned: int = 0, primary_active: bool = True) -> Json:
    """How two indices are that have not reached a status: copies of the passages are made, or missing."""
    parts = {
        str(number): {"primary_active": primary_active, "unassigned_shards": int(number < unassigned)}
        for number in range(3)
    }
    whole = {"shards": {"0": {"primary_active": True, "unassigned_shards": 0}}}
    return {
        "timed_out": True,
        "active_shards": 5 - initializing - unassigned,
        "initializing_shards": initializing,
        "unassigned_shards": unassigned,
        "indices": {"i-passages": {"shards": parts}, "i-terms": whole},
    }


REACHED = health() | {"timed_out": False}


def explained(can_allocate: str, *deciders: Sequence[Json]) -> Json:
    """Why a copy stands nowhere: what decides so at each node."""
    decisions = [{"node_name": f"node-{number}", "deciders": of} for number, of in enumerate(deciders)]
    return {
        "can_allocate": can_allocate,
        "allocate_explanation": "cannot allocate because of all nodes",
        "node_allocation_decisions": decisions,
    }


class Node:
    """A node that answers so, one after another, the last for ever; and what it was asked to explain."""

    def __init__(self, healths: Sequence[Json | int], explanations: Sequence[Json | int] = ()) -> None:
        self._healths, self._explanations = _lasting(healths), _lasting(explanations)
        self.asked: list[Json] = []

    async def health(self, request: web.Request) -> web.Response:
        assert request.path == f"/_cluster/health/{','.join(INDICES)}"
        told = next(self._healths)
        late = not isinstance(told, int) and told["timed_out"]
        return _reply(told, status=408 if late else 200)

    async def explain(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        return _reply(next(self._explanations), status=200)

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        app = web.Application()
        app.router.add_get("/_cluster/health/{indices}", self.health)
        app.router.add_post("/_cluster/allocation/explain", self.explain)
        async with (
            TestServer(app) as server,
            Client.open(ClusterParams((str(server.make_url("")),))) as client,
        ):
            yield client


def _lasting(answers: Sequence[Json | int]) -> Iterator[Json | int]:
    yield from answers
    while True:
        yield answers[-1]


def _reply(told: Json | int, *, status: int) -> web.Response:
    if isinstance(told, int):
        return web.json_response({"error": {"reason": "no permissions"}}, status=told)
    return web.json_response(told, status=status)


async def test_copies_that_are_made_are_waited_for_however_long_it_takes() -> None:
    node, told = Node([health(initializing=3), health(initializing=1), REACHED]), list[Progress]()
    async with node.client() as client:
        await Allocation(client, idle_s=0, told=told.append).copied(INDICES)

    assert told == [Progress(Phase.COPYING, 2, 5), Progress(Phase.COPYING, 4, 5)]
    assert not node.asked


@pytest.mark.parametrize("can_allocate", ["yes", "throttled", "awaiting_info", "allocation_delayed"])
async def test_copies_that_the_cluster_has_no_time_for_yet_are_waited_for(can_allocate: str) -> None:
    node = Node([health(unassigned=1), health(unassigned=1), REACHED], [explained(can_allocate, [BUSY])])
    async with node.client() as client:
        await Allocation(client, idle_s=0).copied(INDICES)

    assert node.asked == [{"index": "i-passages", "shard": 0, "primary": False}] * 2


async def test_of_several_copies_one_that_is_made_soon_is_enough() -> None:
    explanations = [explained("no", [FULL]), explained("throttled", [BUSY])]
    node = Node([health(unassigned=2), REACHED], explanations)
    async with node.client() as client:
        await Allocation(client, idle_s=0).copied(INDICES)

    assert [asked["shard"] for asked in node.asked] == [0, 1]


async def test_a_cluster_that_does_nothing_for_a_moment_is_given_time() -> None:
    node = Node([health(unassigned=1), REACHED], [explained("no", [FULL])])
    async with node.client() as client:
        await Allocation(client, idle_s=60).copied(INDICES)

    assert len(node.asked) == 1


@pytest.mark.parametrize(
    ("explanation", "why"),
    [
        (explained("no", [SAME_NODE], [SAME_NODE, BUSY, FULL]), ": the node is above the low watermark"),
        (explained("no", [SAME_NODE]), ": cannot allocate because of all nodes"),
        (explained("no"), ": cannot allocate because of all nodes"),
        ({"current_state": "started"}, ""),
        (403, ""),
    ],
)
async def test_where_no_copies_are_made_the_operator_reads_why(explanation: Json | int, why: str) -> None:
    node = Node([health(initializing=1, unassigned=2), health(unassigned=2)], [explanation])
    async with node.client() as client:
        with pytest.raises(IndexingError) as raised:
            await Allocation(client, idle_s=0).copied(INDICES)

    assert str(raised.value) == f"The search cluster makes no copies of the new indices{why}. {NEXT}"


async def test_health_that_may_not_be_asked_is_a_refusal() -> None:
    async with Node([403]).client() as client:
        with pytest.raises(ClusterRefused, match="no permissions"):
            await Allocation(client, idle_s=0).copied(INDICES)


async def test_indices_are_whole_where_each_part_stands_somewhere_and_not_where_one_is_lost() -> None:
    lost = Node([health(unassigned=1, primary_active=False)], [explained("no_valid_shard_copy")])
    async with Node([health(initializing=1), REACHED]).client() as whole, lost.client() as gone:
        assert await Allocation(whole, idle_s=0).is_whole(INDICES)
        assert not await Allocation(gone, idle_s=0).is_whole(INDICES)

    assert lost.asked == [{"index": "i-passages", "shard": 0, "primary": True}]
