"""The pace at which the bot writes ordinary messages: Discord takes 50 requests a second and refuses the rest.

In: what sends a message, and where it goes. Out: what that returned or raised, in its turn. Responses to interactions
do not pass here: Discord does not count them.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from aiolimiter import AsyncLimiter

from bot.cogs.turns import Turn, Turns

T = TypeVar("T")

FULL_LINE = "Too many questions are waiting just now, so I left this one out. Please ask again in a minute."

_BURST = 1 / 15
"""Share of a second's messages that may go at once after a pause; it makes up for timers that fire late."""

_NOTICES = 20
"""Turns kept for saying that the queue is full."""

_NOTICE_EVERY = timedelta(minutes=1)
_PLACE: ContextVar[Turn | None] = ContextVar("place", default=None)
_CHANNELS = 4_096
"""Channels remembered as told; beyond that the one told longest ago is forgotten."""


class OutboxFull(Exception):
    """Too much is waiting already, in all or for one server."""

    def __str__(self) -> str:
        return "Too many messages are waiting to be sent."


class Limiter(Protocol):
    """Lets through only so much in a time."""

    async def acquire(self) -> None:
        """Wait until one more may pass."""
        ...


class Pace:
    """Lets no second see more than so many: what a bucket holds passes on top of what it leaks."""

    def __init__(self, messages_per_second: int) -> None:
        burst = max(1, round(messages_per_second * _BURST))
        rate = messages_per_second - burst + 1
        self._bucket = AsyncLimiter(burst, burst / rate)
        self._drop_s = 1.01 / rate

    async def acquire(self) -> None:
        """Wait until one more may pass."""
        # the bucket's own timer aims at the very moment and may round it down: where a test's clock stands still, forever
        if not self._bucket.has_capacity():
            await asyncio.sleep(self._drop_s)
        await self._bucket.acquire()


class Outbox:
    """Sends messages in turns, so that no channel or server waits for another's."""

    def __init__(
        self, limiter: Limiter, *, clock: Callable[[], datetime], capacity: int, server_capacity: int
    ) -> None:
        self._limiter = limiter
        self._clock = clock
        self._answers = Turns(capacity, server_capacity)
        self._notices = Turns(_NOTICES, _NOTICES)
        self._told: OrderedDict[int, datetime] = OrderedDict()
        self._pump: asyncio.Task[None] | None = None
        self._closed = False

    @contextmanager
    def place(self, *, channel_id: int, server_id: int | None) -> Iterator[None]:
        """Keep a place in the channel's order for what is sent to it within: answers come in the order of questions.

        Raises:
            OutboxFull: too much is waiting.
        """
        with self._lined_up(self._answers, _turn(channel_id, server_id)) as turn:
            before = _PLACE.set(turn)
            try:
                yield
            finally:
                _PLACE.reset(before)

    async def send(self, send: Callable[[], Awaitable[T]], *, channel_id: int, server_id: int | None) -> T:
        """Run ``send`` when its turn comes: in the place that is kept, else after what waits for the channel.

        Raises:
            OutboxFull: too much is waiting; nothing was sent.
        """
        place = _PLACE.get()
        # a task that was begun within a place may outlive it
        if place is not None and place.channel_id == channel_id and not place.is_over:
            return await self._in_turn(send, place)
        with self._lined_up(self._answers, _turn(channel_id, server_id)) as turn:
            return await self._in_turn(send, turn)

    async def say_full(
        self, send: Callable[[], Awaitable[T]], *, channel_id: int, server_id: int | None
    ) -> T | None:
        """Run ``send``, which says that the queue is full, ahead of it: once a minute in a channel, or not at all."""
        turn = _turn(channel_id, server_id)
        if not self._notices.has_room(turn.server_id) or not self._tell(channel_id):
            return None
        with self._lined_up(self._notices, turn):
            return await self._in_turn(send, turn)

    async def close(self) -> None:
        """Give up what waits; what is being sent goes on."""
        self._closed = True
        self._notices.cancel()
        self._answers.cancel()
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.wait({self._pump})

    @contextmanager
    def _lined_up(self, turns: Turns, turn: Turn) -> Iterator[Turn]:
        if not turns.has_room(turn.server_id):
            raise OutboxFull
        turns.enter(turn)
        try:
            yield turn
        finally:
            turns.leave(turn)
            self._wake()

    async def _in_turn(self, send: Callable[[], Awaitable[T]], turn: Turn) -> T:
        turn.granted = asyncio.get_running_loop().create_future()
        if self._closed:
            turn.granted.cancel()
        self._wake()
        await turn.granted
        return await send()

    def _wake(self) -> None:
        """See that whatever can be sent is sent: the pump ends when nothing can."""
        if not self._closed and self._has_next() and (self._pump is None or self._pump.done()):
            self._pump = asyncio.create_task(self._grant_turns())

    async def _grant_turns(self) -> None:
        while self._has_next():
            await self._limiter.acquire()
            # chosen only now: while this waited, turns came and were given up
            if not self._notices.grant_next():
                self._answers.grant_next()

    def _has_next(self) -> bool:
        return self._notices.next() is not None or self._answers.next() is not None

    def _tell(self, channel_id: int) -> bool:
        now = self._clock()
        told = self._told.get(channel_id)
        if told is not None and now < told + _NOTICE_EVERY:
            return False
        self._told[channel_id] = now
        self._told.move_to_end(channel_id)
        if len(self._told) > _CHANNELS:
            self._told.popitem(last=False)
        return True


def _turn(channel_id: int, server_id: int | None) -> Turn:
    # a direct message takes turns with servers as if it were one
    return Turn(channel_id if server_id is None else server_id, channel_id)
