"""What the bot asked of the server, in order.

In: each request as it comes. Out: all of them, and a wait until some came.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(slots=True)
class Request:
    """One request; ``status`` is None until it is answered, and 0 where the connection was cut instead."""

    method: str
    path: str
    body: Any
    arrived: float
    status: int | None = None

    @property
    def line(self) -> str:
        """Method and path."""
        return f"{self.method} {self.path}"

    @property
    def taken(self) -> bool:
        """Whether the server did what was asked."""
        return self.status is not None and 200 <= self.status < 300


PATIENCE_S = 10
"""Whoever waits longer than this for the bot waits in vain; nothing here measures a time."""

Wanted: TypeAlias = Callable[[Request], bool]


class Requests:
    """Every request so far."""

    def __init__(self) -> None:
        self.seen: list[Request] = []
        self._changed = asyncio.Condition()

    def fitting(self, wanted: Wanted) -> list[Request]:
        """Those that fit."""
        return [request for request in self.seen if wanted(request)]

    async def changed(self) -> None:
        """Tell who waits that a request came or was answered."""
        async with self._changed:
            self._changed.notify_all()

    async def wait_for(self, wanted: Wanted, count: int = 1) -> list[Request]:
        """The first requests that fit, as soon as there are so many."""
        async with asyncio.timeout(PATIENCE_S), self._changed:
            await self._changed.wait_for(lambda: len(self.fitting(wanted)) >= count)
        return self.fitting(wanted)


def to(pattern: str) -> Wanted:
    """Requests whose method and path match, answered or not."""
    return lambda request: re.fullmatch(pattern, request.line) is not None


def taken(pattern: str) -> Wanted:
    """Requests whose method and path match, and that the server has done."""
    return lambda request: request.taken and to(pattern)(request)


def message_to(channel_id: int) -> str:
    """The pattern of a message to a channel."""
    return rf"POST /channels/{channel_id}/messages"


CALLBACK = r"POST /interactions/\d+/[^/]+/callback"
ANY_MESSAGE = r"POST /channels/\d+/messages"
