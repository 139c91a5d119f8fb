"""What goes wrong between a bot and Discord: refusals, failures, silence, cut lines.

In: which requests, how often, and what. Out: the answer that a request gets in place of the right one.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from aiohttp import web

Answer: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse | None]]
"""What a request gets; None lets it go on to the right answer."""


@dataclass(slots=True)
class Fault:
    """Goes wrong for the next ``times`` requests whose method and path match."""

    pattern: str
    answer: Answer
    times: int = 1
    after: bool = False
    """Whether the server does what it is asked before it goes wrong."""
    met: asyncio.Event = field(default_factory=asyncio.Event)


class Faults:
    """The faults that wait for their requests."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Let it wait."""
        self._waiting.append(fault)
        return fault

    def meet(self, line: str) -> Fault | None:
        """The fault that a request meets."""
        for fault in self._waiting:
            if re.fullmatch(fault.pattern, line):
                fault.times -= 1
                if fault.times == 0:
                    self._waiting.remove(fault)
                fault.met.set()
                return fault
        return None


def json_response(
    body: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """JSON as Discord sends it: discord.py compares the whole header, which aiohttp's own helper adds a charset to."""
    kind = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=kind | dict(headers or {}))


def too_many(retry_after: float, *, everywhere: bool = False) -> Answer:
    """429: of this route, or of all requests; discord.py takes it for Discord's own only by its Via header."""

    async def answer(_request: web.Request) -> web.Response:
        headers = {
            "Via": "1.1 google",
            "Retry-After": str(max(1, round(retry_after))),
            "X-RateLimit-Scope": "global" if everywhere else "user",
        }
        if everywhere:
            headers["X-RateLimit-Global"] = "true"
        body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}
        return json_response(body, status=429, headers=headers)

    return answer


def fails(status: int) -> Answer:
    """5xx, as Discord's servers answer when they are unwell."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, text="upstream error")

    return answer


def hangs(until: asyncio.Event) -> Answer:
    """No answer until the event; then the right one."""

    async def answer(_request: web.Request) -> None:
        await until.wait()

    return answer


def cut() -> Answer:
    """The line is cut before the answer."""

    async def answer(request: web.Request) -> web.Response:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    return answer
