"""`python -m tests.opensearch.trials`: breaks what a cluster of three nodes lives by, longer than tests do.

In: a seed. Out: how questions went under swaps and roll-backs, with nodes killed in updates, with two of three nodes gone, and
around writers killed at random moments; an error where any answer was another than the embedded engine's.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from index.query import PUBLIC, Query
from tests.asked import drawn_queries
from tests.opensearch.breaking import (
    Asked,
    asked_around_a_kill,
    asked_under_a_kill_in_an_update,
    asked_under_swaps,
    indexed,
    node_that_lacks_a_part,
    removed,
)
from tests.opensearch.cluster import Cluster, running_cluster
from tests.opensearch.comparing import Opened, opened
from tests.opensearch.corpus import changed, index_records, sample_records

_SWAPS = 8
_KILLS = 10
_NODES_KILLED = 3
_ANSWERED_WITHIN_S = 120
_DEADLINE_S = 3.0
_AT_WORK_S = 3.0
"""About as long as a writer takes for what is pushed here."""


async def tried(cluster: Cluster, folder: Path, seed: int) -> bool:
    """Try it all, print, and say whether no answer was wrong."""
    database, records, draw = folder / "tried.db", sample_records(200), random.Random(seed)
    await index_records(database, records)
    async with opened(database, cluster.addresses, prefix="trials", timeout_s=_DEADLINE_S) as ways:
        await ways.push(PUBLIC)
        parts = ways.embedded.snapshot.corpus(frozenset({PUBLIC})).parts
        queries = drawn_queries(parts, 40, seed=seed)
        readers = await asked_under_swaps(ways, records, queries, swaps=_SWAPS)
        well = _told(f"{_SWAPS} changes pushed and rolled back under two readers", readers)
        well &= await _nodes_killed(cluster, ways, queries)
        well &= await _without_two_nodes(cluster, ways, queries)
        for update in (True, False):
            well &= await _writers_killed(cluster, ways, queries, draw, update=update)
    return well


async def _nodes_killed(cluster: Cluster, ways: Opened, queries: Sequence[Query]) -> bool:
    well = True
    for number in range(_NODES_KILLED):
        records = sample_records(200, skipped=3 * number)
        await index_records(ways.database.path, records)
        await ways.embedded.refresh()
        await ways.push(PUBLIC)
        asked = await asked_under_a_kill_in_an_update(cluster, ways, records, queries)
        well &= _told("a node killed while an update is written", [asked])
        await _all_back(cluster)
    return well


async def _without_two_nodes(cluster: Cluster, ways: Opened, queries: Sequence[Query]) -> bool:
    known = {ways.searcher.snapshot.generations[PUBLIC]: ways.embedded.snapshot}
    left = node_that_lacks_a_part(cluster, ways.client.params.prefix)
    for node in cluster.nodes:
        if node is not left:
            await asyncio.to_thread(node.kill)
    without, after = Asked(), Asked()
    for query in queries[:10]:
        await without.ask(ways, known, query)
    began = time.perf_counter()
    backing = asyncio.create_task(_all_back(cluster))
    while not after.right and time.perf_counter() - began < _ANSWERED_WITHIN_S:
        await after.ask(ways, known, queries[0])
    print(f"answers again {time.perf_counter() - began:.1f} s after both were started")
    await backing
    for query in queries:
        await after.ask(ways, known, query)
    return _told("two of three nodes gone", [without]) & _told("both back", [after]) & bool(after.right)


async def _writers_killed(
    cluster: Cluster, ways: Opened, queries: Sequence[Query], draw: random.Random, *, update: bool
) -> bool:
    known = {ways.searcher.snapshot.generations[PUBLIC]: ways.embedded.snapshot}
    records, went, killed_at_work = sample_records(200), list[Asked](), 0
    for _ in range(_KILLS):
        if update:
            records = changed(records)
            await indexed(ways, known, records)
        else:
            await removed(ways)
        after_s = draw.uniform(0, _AT_WORK_S)
        asked, killed = await asked_around_a_kill(cluster, ways, known, queries, after_s=after_s)
        went.append(asked)
        killed_at_work += killed
    what = "an update" if update else "a first push"
    return _told(f"a writer killed at {_KILLS} random moments of {what}, {killed_at_work} at work", went)


async def _all_back(cluster: Cluster) -> None:
    for node in cluster.nodes:
        if not node.running:
            node.start(cluster.nodes)
    await asyncio.to_thread(cluster.wait_for_green)


def _told(what: str, went: Sequence[Asked]) -> bool:
    right, failed = sum(asked.right for asked in went), sum(asked.failed for asked in went)
    wrong = sum(len(asked.wrong) for asked in went)
    slowest = max(asked.slowest_s for asked in went)
    print(
        f"{what}: {right} right, {wrong} wrong, {failed} without answer, {slowest:.1f} s at most", flush=True
    )
    return not wrong


def main() -> None:
    """Try it all, with the seed that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    with (
        tempfile.TemporaryDirectory() as folder,
        running_cluster(Path(folder) / "nodes", size=3) as cluster,
    ):
        if not asyncio.run(tried(cluster, Path(folder), seed)):
            raise SystemExit("Some answers were wrong.")


if __name__ == "__main__":
    main()
