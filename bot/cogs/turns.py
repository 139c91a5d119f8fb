"""Whose turn it is to be sent: in order within a channel, in turns among channels and servers.

In: turns as they come. Out: the next one that is ready, of a channel whose earlier ones are over. Nothing here waits or sends.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import TypeAlias

_Channels: TypeAlias = OrderedDict[int, deque["Turn"]]


@dataclass(eq=False, slots=True)
class Turn:
    """One message's place in the queue, from when its question came until it is sent."""

    server_id: int
    channel_id: int
    granted: asyncio.Future[None] | None = None
    """Comes true when the message may be sent; None while there is no message yet."""
    is_over: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether there is a message that waits to be sent."""
        return self.granted is not None and not self.granted.done()


class Turns:
    """At most ``capacity`` turns that are not over yet, ``server_capacity`` of them of one server."""

    def __init__(self, capacity: int, server_capacity: int) -> None:
        self._capacity = capacity
        self._server_capacity = server_capacity
        self._lines: OrderedDict[int, _Channels] = OrderedDict()
        self._sizes: dict[int, int] = {}

    def has_room(self, server_id: int) -> bool:
        """Whether a turn of the server may enter."""
        in_all = sum(self._sizes.values())
        return in_all < self._capacity and self._sizes.get(server_id, 0) < self._server_capacity

    def enter(self, turn: Turn) -> None:
        """Line up behind what the turn's channel waits for already."""
        channels = self._lines.setdefault(turn.server_id, OrderedDict())
        channels.setdefault(turn.channel_id, deque()).append(turn)
        self._sizes[turn.server_id] = self._sizes.get(turn.server_id, 0) + 1

    def next(self) -> Turn | None:
        """The first of a channel that is ready: of the server, and within it the channel, that waited longest."""
        for channels in self._lines.values():
            for line in channels.values():
                if line[0].is_ready:
                    return line[0]
        return None

    def grant_next(self) -> bool:
        """Grant the next turn, if there is one; then other servers, and other channels of its server, come first."""
        turn = self.next()
        if turn is None or turn.granted is None:
            return False
        turn.granted.set_result(None)
        self._lines.move_to_end(turn.server_id)
        self._lines[turn.server_id].move_to_end(turn.channel_id)
        return True

    def leave(self, turn: Turn) -> None:
        """The turn is over, or given up; the next one of its channel is the first."""
        turn.is_over = True
        channels = self._lines[turn.server_id]
        channels[turn.channel_id].remove(turn)
        if not channels[turn.channel_id]:
            del channels[turn.channel_id]
        self._sizes[turn.server_id] -= 1
        if not self._sizes[turn.server_id]:
            del self._sizes[turn.server_id], self._lines[turn.server_id]

    def cancel(self) -> None:
        """Give up every turn that waits to be sent."""
        for channels in self._lines.values():
            for line in channels.values():
                for turn in line:
                    if turn.granted is not None:
                        turn.granted.cancel()
