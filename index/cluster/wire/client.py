"""Speaks HTTP with the nodes of a cluster: a request in, the first whole reply of any node out, before a deadline.

A node that does not answer, or answers that it cannot, is left for the next one and given a rest.
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp

from index.cluster.params import ClusterParams
from index.errors import ClusterNotTrusted, ClusterRefused, ClusterUnavailable

log = logging.getLogger(__name__)

_TOO_BUSY = 429
_NODE_FAILS = frozenset({_TOO_BUSY, 500, 502, 503, 504})
"""What another node, or the same one a little later, may do better."""

_REST_S = 5.0
"""For so long a node that failed is asked only if all did."""

KEPT_OPEN_S: float | None = 15.0
"""How long a connection stays open that nobody uses; None: for good."""

_LEAST_ATTEMPT_S = 0.25
_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 1.0

Json = Any
Read = TypeVar("Read")


class Incomplete(Exception):  # never leaves this package
    """A reply that lacks something: it is no answer."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When an answer must be there, by the monotonic clock."""

    at: float

    @classmethod
    def within(cls, seconds: float) -> Deadline:
        """So many seconds from now."""
        return cls(time.monotonic() + seconds)

    @property
    def left_s(self) -> float:
        """How many seconds are left, 0 where none are."""
        return max(self.at - time.monotonic(), 0.0)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of any node; ``body`` is JSON, or lines of JSON where ``lines`` says so."""

    method: str
    path: str
    body: bytes | None = None
    lines: bool = False

    @property
    def headers(self) -> Mapping[str, str]:
        """What kind of body it is."""
        return {"Content-Type": "application/x-ndjson" if self.lines else "application/json"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a node answered."""

    status: int
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether the node did what was asked."""
        return self.status < 400

    def json(self) -> Json:
        """The body as it is meant."""
        return json.loads(self.body)


class Client:
    """The nodes of a cluster, and a session with each."""

    def __init__(self, params: ClusterParams, session: aiohttp.ClientSession) -> None:
        self.params = params
        self._session = session
        self._nodes = [node.rstrip("/") for node in params.nodes]
        self._failed_at: dict[str, float] = {}
        self._is_away = False

    @classmethod
    @asynccontextmanager
    async def open(cls, params: ClusterParams) -> AsyncIterator[Client]:
        """A client for as long as the block runs; opening it asks nothing of the cluster."""
        trusted = ssl.create_default_context(cafile=params.ca_file) if params.ca_file else True
        connector = aiohttp.TCPConnector(limit=0, ssl=trusted, keepalive_timeout=KEPT_OPEN_S)
        # compressing costs more than it saves between machines that stand side by side
        headers = {"Accept-Encoding": "identity"}
        if params.user:
            headers["Authorization"] = aiohttp.encode_basic_auth(params.user, params.password or "")
        async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
            yield cls(params, session)

    async def ask(self, method: str, path: str, body: Json = None, *, deadline: Deadline) -> Json:
        """Send a request, and read the reply.

        Raises:
            ClusterUnavailable: no node answered in time.
            ClusterRefused: the cluster does not do what was asked.
        """
        sent = None if body is None else dumped(body)
        reply = await self.send(Request(method, path, sent), deadline)
        if not reply.ok:
            raise ClusterRefused(path, reply.status, reason_of(reply))
        return reply.json()

    async def ask_whole(
        self, path: str, body: Json, *, deadline: Deadline, read: Callable[[Json], Read]
    ) -> Read:
        """What ``read`` makes of a reply to a POST, asked again until it calls none Incomplete any more.

        Raises:
            ClusterUnavailable: no node gave a whole answer in time.
            ClusterRefused: the cluster does not do what was asked.
        """
        while True:
            reply = await self.ask("POST", path, body, deadline=deadline)
            try:
                return read(reply)
            except Incomplete as incomplete:
                # what lacks a part on one node may be whole on another, or a moment later
                if not deadline.left_s:
                    raise ClusterUnavailable(str(incomplete)) from incomplete
            await asyncio.sleep(min(_PAUSE_S, deadline.left_s))

    async def every_hit(self, path: str, body: Mapping[str, Any], *, step_s: float) -> list[Json]:
        """All hits of a search that is sorted, a page of its ``size`` at a time, each within ``step_s``."""
        page, found = dict(body), list[Json]()
        while True:
            reply = await self.ask("POST", path, page, deadline=Deadline.within(step_s))
            hits = reply["hits"]["hits"]
            found += hits
            if len(hits) < page["size"]:
                return found
            page["search_after"] = hits[-1]["sort"]

    async def send(self, request: Request, deadline: Deadline) -> Reply:
        """Send a request to one node after another until one can answer; refusals are replies as well.

        Raises:
            ClusterUnavailable: none could in time.
        """
        pause, tried, trouble, untrusted = _PAUSE_S, 0, "no time was left", 0
        while deadline.left_s > 0:
            node = self._next()
            tried += 1
            try:
                reply = await self._attempt(node, request, deadline)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                trouble = f"{node}: {type(error).__name__}"
                untrusted += isinstance(error, aiohttp.ClientConnectorCertificateError)
            else:
                if reply.status not in _NODE_FAILS:
                    self._answers()
                    return reply
                trouble = f"{node}: {reply.status} {reason_of(reply)}"
            self._failed_at[node] = time.monotonic()
            log.debug("%s %s: %s", request.method, request.path, trouble)
            if tried % len(self._nodes) == 0:
                if untrusted == tried:
                    raise ClusterNotTrusted(trouble)
                # all have been tried: a new leader is found within a second or two
                await asyncio.sleep(min(pause, deadline.left_s))
                pause = min(pause * 2, _LONGEST_PAUSE_S)
        # once, and not for each of those who ask meanwhile
        log.log(
            logging.DEBUG if self._is_away else logging.WARNING,
            "the cluster did not answer in time: %s",
            trouble,
        )
        self._is_away = True
        raise ClusterUnavailable(trouble)

    def _answers(self) -> None:
        if self._is_away:
            log.info("the cluster answers again")
        self._is_away = False

    async def _attempt(self, node: str, request: Request, deadline: Deadline) -> Reply:
        # half of what is left: a node that hangs leaves time for another one
        timeout = max(deadline.left_s / 2, min(_LEAST_ATTEMPT_S, deadline.left_s))
        async with self._session.request(
            request.method,
            node + request.path,
            data=request.body,
            headers=request.headers,
            timeout=aiohttp.ClientTimeout(total=timeout),
        ) as response:
            return Reply(response.status, await response.read())

    def _next(self) -> str:
        """The node that has waited longest for a request, of those that did not fail just now if there are any."""
        now = time.monotonic()
        well = [node for node in self._nodes if now - self._failed_at.get(node, -_REST_S) >= _REST_S]
        node = well[0] if well else min(self._nodes, key=lambda failed: self._failed_at[failed])
        self._nodes.remove(node)
        self._nodes.append(node)
        return node


def dumped(body: Json) -> bytes:
    """JSON as it is sent."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def lines_of(*bodies: Json) -> bytes:
    """Lines of JSON as they are sent."""
    return b"".join(dumped(body) + b"\n" for body in bodies)


def reason_of(reply: Reply) -> str:
    """Why a node refuses, in its own words, cut short."""
    try:
        error = reply.json()["error"]
        return str(error if isinstance(error, str) else error["reason"])[:300]
    except (ValueError, KeyError, TypeError):
        return reply.body[:100].decode(errors="replace")
