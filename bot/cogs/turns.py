"""Whose turn it is to be sent: in order within a channel, in turns among channels and servers.

In: turns as they come. Out: the next one, of a channel for which nothing is being sent. Nothing here waits or sends.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import TypeAlias

_Channels: TypeAlias = OrderedDict[int, deque["Turn"]]


@dataclass(eq=False, slots=True)
class Turn:
    """One message's place in the queue; ``granted`` comes true when it may be sent."""

    server_id: int
    channel_id: int
    granted: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Turns:
    """At most ``capacity`` turns that are not over yet, ``server_capacity`` of them of one server."""

    def __init__(self, capacity: int, server_capacity: int) -> None:
        self._capacity = capacity
        self._server_capacity = server_capacity
        self._waiting: OrderedDict[int, _Channels] = OrderedDict()
        self._busy: dict[int, Turn] = {}
        self._sizes: dict[int, int] = {}

    def has_room(self, server_id: int) -> bool:
        """Whether a turn of the server may enter."""
        in_all = sum(self._sizes.values())
        return in_all < self._capacity and self._sizes.get(server_id, 0) < self._server_capacity

    def enter(self, turn: Turn) -> None:
        """Line up behind what the turn's channel waits for already."""
        channels = self._waiting.setdefault(turn.server_id, OrderedDict())
        channels.setdefault(turn.channel_id, deque()).append(turn)
        self._sizes[turn.server_id] = self._sizes.get(turn.server_id, 0) + 1

    def has_next(self) -> bool:
        """Whether a turn could be taken now."""
        return self._ready() is not None

    def take(self) -> Turn | None:
        """The next turn; its server, and its channel within that, go to the end of the line."""
        turn = self._ready()
        if turn is not None:
            self._remove(turn)
            self._busy[turn.channel_id] = turn
            self._last_in_line(turn)
        return turn

    def leave(self, turn: Turn) -> None:
        """The turn is over, or given up; its channel is free for the next one."""
        if self._busy.get(turn.channel_id) is turn:
            del self._busy[turn.channel_id]
        else:
            self._remove(turn)
        self._sizes[turn.server_id] -= 1
        if not self._sizes[turn.server_id]:
            del self._sizes[turn.server_id]

    def waiting(self) -> list[Turn]:
        """Every turn that was not taken yet."""
        return [turn for channels in self._waiting.values() for queue in channels.values() for turn in queue]

    def _ready(self) -> Turn | None:
        for channels in self._waiting.values():
            for channel_id, queue in channels.items():
                if channel_id not in self._busy:
                    return queue[0]
        return None

    def _remove(self, turn: Turn) -> None:
        channels = self._waiting[turn.server_id]
        channels[turn.channel_id].remove(turn)
        if not channels[turn.channel_id]:
            del channels[turn.channel_id]
        if not channels:
            del self._waiting[turn.server_id]

    def _last_in_line(self, turn: Turn) -> None:
        if turn.server_id in self._waiting:
            self._waiting.move_to_end(turn.server_id)
            if turn.channel_id in self._waiting[turn.server_id]:
                self._waiting[turn.server_id].move_to_end(turn.channel_id)
