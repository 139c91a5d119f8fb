"""Breaks what a cluster lives by, while readers ask: kills nodes, and writers at work.

In: a cluster, an open database and queries. Out: how questions went, and whether a writer came to its end.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.cluster.kept.heads import Head, Heads
from index.cluster.push.pusher import Pusher, PushParams
from index.cluster.wire.client import Deadline
from index.errors import ClusterUnavailable
from index.query import PUBLIC, Query
from index.snapshot import SearchSnapshot
from tests.opensearch.cluster import Cluster, Node
from tests.opensearch.comparing import LIMIT, Opened
from tests.opensearch.corpus import changed, index_records

_STEP_S = 10.0
Records = Sequence[dict[str, object]]


@dataclass
class Asked:
    """How questions went: answers as they should be, answers that are others, and no answer within the deadline."""

    right: int = 0
    failed: int = 0
    wrong: list[Query] = field(default_factory=list)
    slowest_s: float = 0.0

    async def ask(self, ways: Opened, known: Mapping[int, SearchSnapshot], query: Query) -> None:
        """Ask once; right is what the generation that answers holds."""
        snapshot, began = ways.searcher.snapshot, time.perf_counter()
        try:
            theirs = await asyncio.to_thread(snapshot.find, query, limit=LIMIT)
        except ClusterUnavailable:
            self.failed += 1
            return
        finally:
            self.slowest_s = max(self.slowest_s, time.perf_counter() - began)
        ours = await asyncio.to_thread(known[snapshot.generations[PUBLIC]].find, query, limit=LIMIT)
        if theirs == ours:
            self.right += 1
        else:
            self.wrong.append(query)


async def asked_until(
    done: asyncio.Event, ways: Opened, known: Mapping[int, SearchSnapshot], queries: Sequence[Query]
) -> Asked:
    """Ask one query after another, again and again."""
    asked = Asked()
    while not done.is_set():
        for query in queries:
            await asked.ask(ways, known, query)
            if done.is_set():
                break
    return asked


async def asked_under_swaps(
    ways: Opened, records: Records, queries: Sequence[Query], *, swaps: int, readers: int = 2
) -> list[Asked]:
    """Push a change and go back from it, so many times, under some readers."""
    known = {ways.searcher.snapshot.generations[PUBLIC]: ways.embedded.snapshot}
    done = asyncio.Event()
    reading = [asyncio.create_task(asked_until(done, ways, known, queries)) for _ in range(readers)]
    try:
        for _ in range(swaps):
            records = changed(records)
            await indexed(ways, known, records)
            await ways.push(PUBLIC)
            await Pusher(ways.database, ways.client, PushParams()).roll_back(PUBLIC)
            await ways.searcher.refresh()
    finally:
        done.set()
    return [await reader for reader in reading]


async def asked_under_a_kill_in_an_update(
    cluster: Cluster, ways: Opened, records: Records, queries: Sequence[Query]
) -> Asked:
    """Push a change, and kill a node when the writer has begun; the node is down still when this returns."""
    known = {ways.searcher.snapshot.generations[PUBLIC]: ways.embedded.snapshot}
    await indexed(ways, known, changed(records))
    done = asyncio.Event()
    reading = asyncio.create_task(asked_until(done, ways, known, queries))
    try:
        pushing = asyncio.create_task(ways.push(PUBLIC))
        await begun(ways)
        await asyncio.to_thread(node_of(cluster, leading=False).kill)
        await pushing
    finally:
        done.set()
    return await reading


async def indexed(ways: Opened, known: dict[int, SearchSnapshot], records: Records) -> None:
    """Let the database hold just these records, and note what its next generation answers."""
    await index_records(ways.database.path, records)
    await ways.embedded.refresh()
    known[max(known) + 1] = ways.embedded.snapshot


async def begun(ways: Opened) -> Head:
    """Wait until a generation is on its way to the cluster."""
    while True:
        held = await Heads(ways.client).read([PUBLIC], Deadline.within(_STEP_S))
        if held and held[0].head.attempt is not None:
            return held[0].head
        await asyncio.sleep(0)


def node_of(cluster: Cluster, *, leading: bool) -> Node:
    """The node that leads, or one that does not."""
    manager = cluster.manager()
    return manager if leading else next(node for node in cluster.nodes if node is not manager)


def node_that_lacks_a_part(cluster: Cluster, prefix: str) -> Node:
    """A node that alone cannot answer, for some part of the passages stands only on others."""
    shards = cluster.get(cluster.nodes[0], f"/_cat/shards/{prefix}-*-passages?format=json")
    parts = {shard["shard"] for shard in shards}
    held = {(shard["node"], shard["shard"]) for shard in shards}
    return next(node for node in cluster.nodes if any((node.name, part) not in held for part in parts))


async def removed(ways: Opened) -> None:
    """Let the cluster hold nothing, as before the first push."""
    await ways.ask("DELETE", f"/{ways.client.params.prefix}-*")
    await ways.searcher.refresh()


async def push_killed(cluster: Cluster, database: Path, prefix: str, *, after_s: float) -> bool:
    """Whether a process that pushes was killed so long after it began, and did not end well before."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.opensearch.writer",
        str(database),
        ",".join(cluster.addresses),
        prefix,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()
    try:
        await asyncio.wait_for(process.wait(), after_s)
    except TimeoutError:
        process.kill()
    ended = await process.wait()
    assert ended in {0, -signal.SIGKILL}
    return ended != 0


async def asked_around_a_kill(
    cluster: Cluster,
    ways: Opened,
    known: Mapping[int, SearchSnapshot],
    queries: Sequence[Query],
    *,
    after_s: float,
) -> tuple[Asked, bool]:
    """Kill a process that pushes, ask, let the same again complete it, and ask; also whether it was killed at work."""
    prefix, asked = ways.client.params.prefix, Asked()
    killed = await push_killed(cluster, ways.database.path, prefix, after_s=after_s)
    await ways.searcher.refresh()
    if ways.searcher.snapshot.generations:
        for query in queries:
            await asked.ask(ways, known, query)
    await ways.push(PUBLIC)
    for query in queries:
        await asked.ask(ways, known, query)
    return asked, killed
