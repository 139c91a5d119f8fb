"""While generations come and go, each answer is right for the generation that it names."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from index.cluster.push import Pusher, PushParams
from index.query import PUBLIC, Query
from index.snapshot import SearchSnapshot
from tests.asked import drawn_queries
from tests.opensearch.cluster import Cluster
from tests.opensearch.comparing import Opened, compared, opened
from tests.opensearch.corpus import changed, index_records, sample_records
from tests.opensearch.test_answers import SETS


async def test_answers_under_eight_swaps_and_roll_backs_are_of_the_generation_that_they_name(
    cluster: Cluster, prefix: str, tmp_path: Path
) -> None:
    database, records = tmp_path / "test.db", sample_records(60)
    async with opened(database, cluster.addresses, prefix=prefix) as ways:
        await index_records(database, records)
        await ways.push(PUBLIC)
        known = {1: ways.embedded.snapshot}
        queries = drawn_queries(known[1].corpus(SETS[0]).parts, 10, seed=2)
        done = asyncio.Event()
        readers = [asyncio.create_task(wrong_ones(ways, known, queries, done)) for _ in range(2)]
        for _ in range(4):
            records = changed(records)
            await index_records(database, records)
            await ways.embedded.refresh()
            known[max(known) + 1] = ways.embedded.snapshot
            await ways.push(PUBLIC)
            await Pusher(ways.database, ways.client, PushParams()).roll_back(PUBLIC)
            await ways.searcher.refresh()
        done.set()

        assert [await reader for reader in readers] == [[], []]


async def wrong_ones(
    ways: Opened, known: Mapping[int, SearchSnapshot], queries: Sequence[Query], done: asyncio.Event
) -> list[Query]:
    """Queries answered otherwise than by the generation that the answering snapshot names."""
    wrong: list[Query] = []
    while not done.is_set():
        snapshot = ways.searcher.snapshot
        comparison = await compared(snapshot, known[snapshot.generations[PUBLIC]], queries)
        wrong += comparison.wrong
    return wrong
