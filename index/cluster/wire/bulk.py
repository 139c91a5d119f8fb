"""Writes many documents: in packets, each taken up whole before the next one, the refused ones of a busy cluster again.

In: actions, each with its document. Out: all of them are in the cluster, or an error. The same action done twice is
done once: documents have ids of their own, so that a packet whose reply was lost can be sent again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from index.cluster.wire.client import Client, Deadline, Json, Request, dumped, reason_of
from index.errors import ClusterRefused, ClusterUnavailable

_PACKET_BYTES = 1_000_000
_PATIENCE_S = 120.0
"""How long a packet is tried again: a node that was killed is replaced, or comes back, within a minute or so."""

_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 5.0
_MISSING = 404
_LATER = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Action:
    """What is to become of one document: ``index`` with its fields, ``update`` with some of them, or ``delete``."""

    kind: str
    index: str
    id: str
    fields: Mapping[str, Any] | None = None
    routing: str | None = None

    def lines(self) -> bytes:
        """The action as the cluster reads it."""
        named = {"_index": self.index, "_id": self.id} | ({"routing": self.routing} if self.routing else {})
        lines = dumped({self.kind: named}) + b"\n"
        if self.fields is not None:
            lines += dumped({"doc": self.fields} if self.kind == "update" else self.fields) + b"\n"
        return lines


class Bulk:
    """Writes to a cluster."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def write(self, actions: Iterable[Action]) -> None:
        """Do all of the actions.

        Raises:
            ClusterUnavailable: the cluster did not take them for too long.
            ClusterRefused: it does not want one of them.
        """
        for packet in _packets(actions):
            await self._write_packet(packet)

    async def _write_packet(self, packet: list[bytes]) -> None:
        deadline, pause = Deadline.within(_PATIENCE_S), _PAUSE_S
        left = packet
        while left:
            reply = await self._client.send(Request("POST", "/_bulk", b"".join(left), lines=True), deadline)
            if not reply.ok:
                raise ClusterRefused("/_bulk", reply.status, reason_of(reply))
            left = _refused(left, reply.json())
            if left:
                if not deadline.left_s:
                    raise ClusterUnavailable("documents were refused for too long")
                # the cluster has more to do than it can: it says so, and is given time
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_S)


def _packets(actions: Iterable[Action]) -> Iterator[list[bytes]]:
    packet: list[bytes] = []
    size = 0
    for action in actions:
        packet.append(action.lines())
        size += len(packet[-1])
        if size >= _PACKET_BYTES:
            yield packet
            packet, size = [], 0
    if packet:
        yield packet


def _refused(packet: list[bytes], reply: Json) -> list[bytes]:
    """What of a packet is to be sent again."""
    if not reply["errors"]:
        return []
    again = []
    for lines, done in zip(packet, reply["items"], strict=True):
        ((kind, outcome),) = done.items()
        if outcome["status"] in _LATER:
            again.append(lines)
        elif "error" in outcome and not (kind == "delete" and outcome["status"] == _MISSING):
            raise ClusterRefused("/_bulk", outcome["status"], str(outcome["error"].get("reason", ""))[:300])
    return again
