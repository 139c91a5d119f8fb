"""What one question asks of the cluster: searches and documents in, whole answers out, all before its one deadline.

A question is answered in a thread. Its requests go to the event loop, where the connections are, and the thread waits; what
comes back is read and scored in the thread, so that neither holds up the loop. That a thread waits costs nothing but the thread:
there are as many of them as questions may wait for a cluster.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import TimeoutError as WaitedTooLong
from dataclasses import dataclass, replace
from typing import Any

from index.cluster.kept.layout import Indices
from index.cluster.kept.live import routed
from index.cluster.wire.client import (
    Client,
    Deadline,
    Incomplete,
    Json,
    Read,
    Request,
    lines_of,
    reason_of,
)
from index.errors import ClusterRefused, ClusterUnavailable

_GRACE_S = 0.5
"""The loop ends a request in time by itself; this is for a loop that is busy."""


@dataclass(frozen=True, slots=True)
class Search:
    """One search of one index; ``body`` is the cluster's query language."""

    index: str
    indices: Indices
    body: Mapping[str, Any]


_SEARCHES = "/_msearch?filter_path=" + ",".join(
    f"responses.{part}"
    for part in (
        "hits.hits.sort",
        "hits.hits.fields",
        "hits.hits._source",
        "_shards",
        "timed_out",
        "error",
        "status",
    )
)
"""Just what is read of a response."""

_PAUSE_S = 0.02
_REFUSALS = frozenset({400, 401, 403, 404})
"""What asking again does not change."""


class Asking:
    """The requests of one question."""

    def __init__(self, client: Client, loop: asyncio.AbstractEventLoop, deadline: Deadline) -> None:
        self._client = client
        self._loop = loop
        self._deadline = deadline

    def search(self, searches: Sequence[Search]) -> list[list[Json]]:
        """The hits of each search.

        Raises:
            ClusterUnavailable: no node gave a whole answer in time.
        """
        if not searches:
            return []
        lines = [line for search in searches for line in (_header(search), self._timed(search.body))]
        request = Request("POST", _SEARCHES, lines_of(*lines), lines=True)
        return self._ask(request, lambda reply: [whole(found) for found in reply["responses"]])

    def every_hit(self, search: Search, *, most: int = sys.maxsize) -> list[Json]:
        """All hits of a search that is sorted, a page of its ``size`` at a time; no further page once there are ``most``.

        Raises:
            ClusterUnavailable: no node gave a whole answer in time.
        """
        found: list[Json] = []
        while len(found) < most:
            (hits,) = self.search([search])
            found += hits
            if len(hits) < search.body["size"]:
                break
            search = replace(search, body={**search.body, "search_after": hits[-1]["sort"]})
        return found

    def documents(self, index: str, indices: Indices, body: Json, *, all_there: bool) -> list[Json]:
        """Documents by their ids, as the cluster gives them; where ``all_there``, none may be missing."""

        def read(reply: Json) -> list[Json]:
            found: list[Json] = reply["docs"]
            if any("error" in document for document in found):
                raise Incomplete("a document could not be read")
            if all_there and not all(document["found"] for document in found):
                raise Incomplete("a document is missing")
            return found

        request = Request("POST", routed(f"/{index}/_mget?realtime=false", indices), lines_of(body))
        return self._ask(request, read)

    def _ask(self, request: Request, read: Callable[[Json], Read]) -> Read:
        """Ask until an answer is whole: what lacks a part on one node may be whole on another."""
        trouble = ""
        while self._deadline.left_s > 0:
            reply = self._send(request)
            if not reply.ok:
                raise ClusterRefused(request.path, reply.status, reason_of(reply))
            try:
                return read(json.loads(reply.body))
            except Incomplete as incomplete:
                trouble = str(incomplete)
                # in the question's own thread
                time.sleep(min(_PAUSE_S, self._deadline.left_s))
        raise ClusterUnavailable(trouble or "no time was left")

    def _send(self, request: Request) -> Any:
        sending = asyncio.run_coroutine_threadsafe(self._client.send(request, self._deadline), self._loop)
        try:
            return sending.result(self._deadline.left_s + _GRACE_S)
        except WaitedTooLong as error:
            sending.cancel()
            raise ClusterUnavailable("the event loop was busy for too long") from error

    def _timed(self, body: Mapping[str, Any]) -> Json:
        return {**body, "timeout": f"{max(int(self._deadline.left_s * 1_000), 1)}ms"}


def whole(response: Json) -> list[Json]:
    """The hits of a response that lacks nothing.

    Raises:
        Incomplete: it ran out of time, or a part of the index did not answer.
        ClusterRefused: the cluster will not answer it.
    """
    if "error" in response:
        if response["status"] in _REFUSALS:
            raise ClusterRefused("/_msearch", response["status"], str(response["error"].get("reason"))[:300])
        raise Incomplete(str(response["error"].get("reason", response["error"].get("type")))[:200])
    shards = response["_shards"]
    if response["timed_out"]:
        raise Incomplete("a search ran out of time")
    if shards["failed"] or shards["successful"] != shards["total"]:
        raise Incomplete("a part of the index did not answer")
    # whoever is asked for just some parts leaves out a list that is empty
    hits: list[Json] = response.get("hits", {"hits": []})["hits"]
    return hits


def _header(search: Search) -> Json:
    header: dict[str, Any] = {"index": search.index, "allow_partial_search_results": False}
    if search.indices.routing is not None:
        header["routing"] = search.indices.routing
    return header
