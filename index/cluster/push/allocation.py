"""Waits until a cluster has put the parts of indices on its nodes: however long that takes, if it is at work on it.

In: names of indices. Out: all parts are there, or a copy of each; or that, and why, the cluster does nothing about it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.cluster.wire.client import Client, Deadline, Json, Request, reason_of
from index.errors import ClusterRefused, IndexingError
from index.report import Phase, Progress, Told, untold

log = logging.getLogger(__name__)

IDLE_S = 120.0
"""How long a cluster may do nothing: a node that went may come back."""

_STEP_S = 60.0
_LOOKED_EVERY_S = 5.0
_TIMED_OUT = 408
"""How a cluster answers that indices have not reached a status yet: with their health all the same."""

_AT_WORK = frozenset({"yes", "throttled", "awaiting_info", "allocation_delayed"})
"""Of a part that stands nowhere: it is put on a node as soon as one has time for it."""

_SAME_NODE = "same_shard"
"""Why a copy is not put beside the part that it is made of: so it should be, and no obstacle."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a cluster from going on; ``reason`` is in its words, None where it gives none."""

    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an index (a shard), or a copy of it, that stands on no node."""

    index: str
    number: int
    primary: bool


class Allocation:
    """Watches how a cluster puts parts on nodes; gives up where it has done nothing about it for ``idle_s``."""

    def __init__(self, client: Client, *, idle_s: float = IDLE_S, told: Told = untold) -> None:
        self._client = client
        self._idle_s = idle_s
        self._told = told

    async def is_whole(self, indices: Sequence[str]) -> bool:
        """Whether each part of each index is on some node, now or soon."""
        return await self._obstacle_to("yellow", indices, untold) is None

    async def copied(self, indices: Sequence[str]) -> None:
        """Wait until there is a copy of each part that is to have one.

        Raises:
            IndexingError: the cluster makes none; the sentence says why, and what to do.
            ClusterUnavailable: it does not answer.
        """
        obstacle = await self._obstacle_to("green", indices, self._told)
        if obstacle is not None:
            why = f": {obstacle.reason.rstrip('.')}" if obstacle.reason else ""
            raise IndexingError(
                f"The search cluster makes no copies of the new indices{why}. "
                "Once it does, push again: that goes on from here."
            )

    async def _obstacle_to(self, status: str, indices: Sequence[str], told: Told) -> Obstacle | None:
        """What keeps indices from a status; None once they have it."""
        idle = Deadline.within(self._idle_s)
        while True:
            health = await self._health(status, indices)
            if not health["timed_out"]:
                return None
            told(_progress(health))
            obstacle = await self._obstacle(health)
            if obstacle is None:
                idle = Deadline.within(self._idle_s)
            elif not idle.left_s:
                return obstacle

    async def _health(self, status: str, indices: Sequence[str]) -> Json:
        """How indices are, once they have a status or some seconds have gone by."""
        wait_ms = round(min(_LOOKED_EVERY_S, self._idle_s) * 1000)
        wait = f"wait_for_status={status}&timeout={wait_ms}ms&level=shards"
        path = f"/_cluster/health/{','.join(indices)}?{wait}"
        reply = await self._client.send(Request("GET", path), Deadline.within(_STEP_S))
        if not reply.ok and reply.status != _TIMED_OUT:
            raise ClusterRefused(path, reply.status, reason_of(reply))
        return reply.json()

    async def _obstacle(self, health: Json) -> Obstacle | None:
        """What keeps a cluster from going on; None where it is at work."""
        if health["initializing_shards"]:
            return None
        obstacle = Obstacle()
        for part in _on_no_node(health):
            try:
                explained = await self._explained(part)
            except ClusterRefused as refused:
                log.debug("why %s stands on no node is not told: %s", part, refused)
                break
            if explained.get("can_allocate") in _AT_WORK:
                return None
            # the first one stands for all: they mostly lack the same
            obstacle = obstacle if obstacle.reason else Obstacle(_reason(explained))
        return obstacle

    async def _explained(self, part: _Part) -> Json:
        body = {"index": part.index, "shard": part.number, "primary": part.primary}
        path = "/_cluster/allocation/explain"
        return await self._client.ask("POST", path, body, deadline=Deadline.within(_STEP_S))


def _on_no_node(health: Json) -> Iterator[_Part]:
    for index, parts in health["indices"].items():
        for number, part in parts["shards"].items():
            if part["unassigned_shards"]:
                yield _Part(index, int(number), primary=not part["primary_active"])


def _reason(explained: Json) -> str | None:
    """Why a part is put on no node, in the cluster's words: what decided against the first node that might have it."""
    otherwise: str | None = explained.get("allocate_explanation")
    against: Iterator[str] = (
        decider["explanation"]
        for node in explained.get("node_allocation_decisions", ())
        for decider in node.get("deciders", ())
        if decider["decision"] == "NO" and decider["decider"] != _SAME_NODE
    )
    return next(against, otherwise)


def _progress(health: Json) -> Progress:
    there = health["active_shards"]
    return Progress(Phase.COPYING, there, there + health["initializing_shards"] + health["unassigned_shards"])
