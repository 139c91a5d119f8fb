"""Compares the answers of a cluster with the embedded engine's: passages, their order, and every bit of their scores.

In: an open database, a client and queries. Out: how many answers are the same, how many are not and yet called exact.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.cluster.params import ClusterParams
from index.cluster.push.pusher import Pusher, PushParams, PushReport
from index.cluster.search.access import ClusterAccess
from index.cluster.search.question import ProofParams
from index.cluster.searcher import ClusterSearcher
from index.cluster.snapshot import ClusterSnapshot
from index.cluster.wire.client import Client, Deadline
from index.query import Query
from index.searcher import IndexSearcher
from index.snapshot import SearchParams, SearchSnapshot
from index.store.database import Database

LIMIT = 20
_STEP_S = 60.0


@dataclass(frozen=True)
class Opened:
    """A database and a cluster, and both ways to search."""

    database: Database
    client: Client
    searcher: ClusterSearcher
    embedded: IndexSearcher
    access: ClusterAccess

    async def push(self, *collections: str, params: PushParams | None = None) -> list[PushReport]:
        """Bring the newest generations of collections to the cluster, and search them."""
        pusher = Pusher(self.database, self.client, params or PushParams(shards=3, drift=0.1))
        reports = [await pusher.push(collection) for collection in collections]
        await self.searcher.refresh()
        return reports

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """What the cluster itself says."""
        return await self.client.ask(method, path, body, deadline=Deadline.within(_STEP_S))

    def snapshots(self, proof: ProofParams | None = None) -> tuple[ClusterSnapshot, SearchSnapshot]:
        """What both search now; ``proof`` for showing what proofs are good for."""
        if proof is None:
            return self.searcher.snapshot, self.embedded.snapshot
        # what was read before is read again: nothing is to be known that this way would not know
        changed = ClusterSnapshot(
            ClusterAccess(self.access.client, self.access.loop),
            self.searcher.served,
            self.embedded.snapshot,
            self.embedded.params,
            proof,
        )
        return changed, self.embedded.snapshot


@asynccontextmanager
async def opened(
    path: Path, nodes: Sequence[str], *, prefix: str, timeout_s: float = 30.0
) -> AsyncIterator[Opened]:
    """Open a database beside a cluster; a slow machine is no reason to fail."""
    params = SearchParams()
    cluster = ClusterParams(tuple(nodes), prefix=prefix, question_timeout_s=timeout_s)
    async with Database.open(path) as database, Client.open(cluster) as client:
        embedded = IndexSearcher(database, params, catalogued=False)
        access = ClusterAccess(client, asyncio.get_running_loop())
        searcher = ClusterSearcher(access, embedded, params)
        await searcher.refresh()
        yield Opened(database, client, searcher, embedded, access)


Over = Callable[..., AbstractAsyncContextManager[Opened]]
"""Opens a database that is made of these records; ``name`` is the file's, ``timeout_s`` what a question has."""


@dataclass
class Comparison:
    """What a comparison came to; ``wrong`` are queries answered otherwise, ``believed`` those of them that were called exact."""

    same: int = 0
    exact: int = 0
    wrong: list[Query] = field(default_factory=list)
    believed: list[Query] = field(default_factory=list)


async def compared(
    cluster: ClusterSnapshot, embedded: SearchSnapshot, queries: Sequence[Query]
) -> Comparison:
    """Ask both, one query after another."""
    comparison = Comparison()
    for query in queries:
        theirs = await asyncio.to_thread(cluster.find, query, limit=LIMIT)
        ours = await asyncio.to_thread(embedded.find, query, limit=LIMIT)
        comparison.exact += theirs.exact
        if (theirs.best, theirs.unknown, theirs.total) == (ours.best, ours.unknown, ours.total):
            comparison.same += 1
        else:
            comparison.wrong.append(query)
            if theirs.exact:
                comparison.believed.append(query)
    return comparison
