"""Whatever is killed, at whatever moment: no answer is wrong, nothing is lost, and the same again completes it."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.errors import ClusterUnavailable
from index.query import PUBLIC, Query
from index.snapshot import SearchSnapshot
from tests.asked import drawn_queries
from tests.opensearch.cluster import Cluster, Node
from tests.opensearch.comparing import LIMIT, Opened, compared, opened
from tests.opensearch.corpus import changed, index_records, sample_records
from tests.opensearch.test_answers import SETS, assert_all_the_same


async def killed_at(cluster: Cluster, database: Path, prefix: str, request: int) -> bool:
    """Whether the writer was killed at its n-th request, and did not end well before."""
    moment = "after" if request % 2 else "before"
    arguments = [str(database), ",".join(cluster.addresses), prefix, str(request), moment]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.opensearch.writer", *arguments
    )
    ended = await process.wait()
    assert ended in {0, -signal.SIGKILL}
    return ended != 0


async def test_a_writer_killed_at_any_request_leaves_the_old_generation_and_the_same_again_completes_it(
    cluster: Cluster, prefix: str, tmp_path: Path
) -> None:
    database, records = tmp_path / "test.db", sample_records(120)
    await index_records(database, records)
    async with opened(database, cluster.addresses, prefix=prefix) as ways:
        await ways.push(PUBLIC)
        before = ways.embedded.snapshot
        await index_records(database, changed(records))
        queries = drawn_queries(before.corpus(SETS[0]).parts, 3, seed=1)
        request = 1
        while await killed_at(cluster, database, prefix, request):
            await ways.searcher.refresh()
            if ways.searcher.snapshot.generations == {PUBLIC: 1}:
                assert not (await compared(ways.searcher.snapshot, before, queries)).wrong
            request += 2

        await ways.push(PUBLIC)

        assert request > 20
        await assert_all_the_same(ways, SETS[0], count=30)


async def test_a_writer_killed_at_any_request_of_the_first_push_is_completed_by_the_same_again(
    cluster: Cluster, prefix: str, tmp_path: Path
) -> None:
    database = tmp_path / "test.db"
    await index_records(database, sample_records(120))
    request = 1
    while await killed_at(cluster, database, prefix, request):
        request += 2
    async with opened(database, cluster.addresses, prefix=prefix) as ways:
        await ways.push(PUBLIC)

        assert request > 20
        await assert_all_the_same(ways, SETS[0], count=30)


@pytest.mark.parametrize("leading", [False, True], ids=["a node", "the node that leads"])
async def test_no_answer_is_wrong_when_a_node_is_killed_under_questions(
    cluster: Cluster, prefix: str, sample_database: Path, leading: bool
) -> None:
    async with opened(sample_database, cluster.addresses, prefix=prefix, timeout_s=5.0) as ways:
        await ways.push(PUBLIC)
        _, embedded = ways.snapshots()
        queries = drawn_queries(embedded.corpus(SETS[0]).parts, 60, seed=9)
        asking = asyncio.create_task(wrong_answers(ways, embedded, queries))
        await asyncio.to_thread(node_of(cluster, leading=leading).kill)

        assert not await asking
        assert not (await compared(ways.searcher.snapshot, embedded, queries[:20])).wrong


async def test_a_load_goes_on_when_a_node_was_killed_and_is_back(
    cluster: Cluster, prefix: str, sample_database: Path, tmp_path: Path
) -> None:
    database = tmp_path / "copy.db"
    shutil.copy(sample_database, database)
    async with opened(database, cluster.addresses, prefix=prefix) as ways:
        pushing = asyncio.create_task(ways.push(PUBLIC))
        node = node_of(cluster, leading=False)
        while not await asyncio.to_thread(documents_in, cluster, prefix):
            assert not pushing.done()
        await asyncio.to_thread(node.kill)
        node.start(cluster.nodes)

        await pushing

        await assert_all_the_same(ways, SETS[0])


async def wrong_answers(ways: Opened, embedded: SearchSnapshot, queries: Sequence[Query]) -> list[Query]:
    """Those answered otherwise; no answer within the deadline is none."""
    wrong = []
    for query in queries:
        try:
            theirs = await asyncio.to_thread(ways.searcher.snapshot.find, query, limit=LIMIT)
        except ClusterUnavailable:
            continue
        if theirs != await asyncio.to_thread(embedded.find, query, limit=LIMIT):
            wrong.append(query)
    return wrong


def node_of(cluster: Cluster, *, leading: bool) -> Node:
    manager = cluster.manager()
    return manager if leading else next(node for node in cluster.nodes if node is not manager)


def documents_in(cluster: Cluster, prefix: str) -> int:
    """How many documents of indices have been written, whether they can be found yet or not."""
    found = cluster.get(cluster.nodes[0], f"/{prefix}-*/_stats/indexing") or {"_all": {"primaries": {}}}
    return int(found["_all"]["primaries"].get("indexing", {"index_total": 0})["index_total"])
