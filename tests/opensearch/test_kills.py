"""Whatever is killed, at whatever moment: no answer is wrong, nothing is lost, and the same again completes it."""

from __future__ import annotations

import asyncio
import random
import shutil
import signal
import sys
from pathlib import Path

import pytest

from bot.cogs.respond import failure_line
from index.errors import ClusterUnavailable
from index.query import PUBLIC
from tests.asked import drawn_queries
from tests.opensearch.breaking import (
    Asked,
    asked_around_a_kill,
    asked_under_a_kill_in_an_update,
    indexed,
    node_of,
    node_that_lacks_a_part,
    removed,
)
from tests.opensearch.cluster import Cluster
from tests.opensearch.comparing import LIMIT, Over, compared, opened
from tests.opensearch.corpus import changed, index_records, sample_records
from tests.opensearch.test_answers import SETS, assert_all_the_same

STRIDE = 5
"""Every fifth request of a writer is one that it is killed at, before it and after it in turn; random moments are another test."""

UNAVAILABLE = "The search cluster cannot answer at the moment. Try again in a minute."


async def killed_at(cluster: Cluster, database: Path, prefix: str, request: int) -> bool:
    """Whether the writer was killed at its n-th request, and did not end well before."""
    moment = "after" if request % 2 else "before"
    arguments = [str(database), ",".join(cluster.addresses), prefix, str(request), moment]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.opensearch.writer", *arguments, stdout=asyncio.subprocess.DEVNULL
    )
    ended = await process.wait()
    assert ended in {0, -signal.SIGKILL}
    return ended != 0


async def test_a_writer_killed_at_a_request_leaves_the_old_generation_and_the_same_again_completes_it(
    cluster: Cluster, prefix: str, over: Over
) -> None:
    records = sample_records(120)
    async with over(records) as ways:
        await ways.push(PUBLIC)
        before = ways.embedded.snapshot
        await index_records(ways.database.path, changed(records))
        queries = drawn_queries(before.corpus(SETS[0]).parts, 3, seed=1)
        request = 1
        while await killed_at(cluster, ways.database.path, prefix, request):
            await ways.searcher.refresh()
            if ways.searcher.snapshot.generations == {PUBLIC: 1}:
                assert not (await compared(ways.searcher.snapshot, before, queries)).wrong
            request += STRIDE

        await ways.push(PUBLIC)

        assert request > 20
        await assert_all_the_same(ways, SETS[0], count=30)


async def test_a_writer_killed_at_a_request_of_the_first_push_is_completed_by_the_same_again(
    cluster: Cluster, prefix: str, over: Over
) -> None:
    async with over(sample_records(120)) as ways:
        request = 1
        while await killed_at(cluster, ways.database.path, prefix, request):
            request += STRIDE

        await ways.push(PUBLIC)

        assert request > 20
        await assert_all_the_same(ways, SETS[0], count=30)


@pytest.mark.parametrize("update", [False, True], ids=["first push", "update"])
async def test_a_writer_killed_at_random_moments_is_completed_by_the_same_again(
    cluster: Cluster, over: Over, update: bool
) -> None:
    draw, records = random.Random(11), sample_records(120)
    async with over(records) as ways:
        if update:
            await ways.push(PUBLIC)
        known = {1: ways.embedded.snapshot}
        queries = drawn_queries(known[1].corpus(SETS[0]).parts, 10, seed=3)
        for _ in range(3):
            if update:
                records = changed(records)
                await indexed(ways, known, records)
            else:
                await removed(ways)

            asked, _ = await asked_around_a_kill(cluster, ways, known, queries, after_s=draw.uniform(0, 2))

            assert not asked.wrong
            assert not asked.failed
            assert ways.searcher.snapshot.generations == {PUBLIC: max(known)}


@pytest.mark.parametrize("leading", [False, True], ids=["a node", "the node that leads"])
async def test_no_answer_is_wrong_when_a_node_is_killed_under_questions(
    cluster: Cluster, prefix: str, sample_database: Path, leading: bool
) -> None:
    async with opened(sample_database, cluster.addresses, prefix=prefix, timeout_s=5.0) as ways:
        await ways.push(PUBLIC)
        embedded = ways.embedded.snapshot
        queries = drawn_queries(embedded.corpus(SETS[0]).parts, 60, seed=9)
        asked = Asked()
        killing = asyncio.create_task(asyncio.to_thread(node_of(cluster, leading=leading).kill))
        for query in queries:
            await asked.ask(ways, {1: embedded}, query)
        await killing

        assert not asked.wrong
        assert asked.right
        assert not (await compared(ways.searcher.snapshot, embedded, queries[:20])).wrong


async def test_no_answer_is_wrong_when_a_node_is_killed_while_an_update_is_written(
    cluster: Cluster, over: Over
) -> None:
    records = sample_records(120)
    async with over(records, timeout_s=5.0) as ways:
        await ways.push(PUBLIC)
        queries = drawn_queries(ways.embedded.snapshot.corpus(SETS[0]).parts, 20, seed=4)

        asked = await asked_under_a_kill_in_an_update(cluster, ways, records, queries)

        assert not asked.wrong
        assert asked.right
        assert ways.searcher.snapshot.generations == {PUBLIC: 2}
        await assert_all_the_same(ways, SETS[0], count=20)


async def test_without_two_of_three_nodes_questions_fail_in_one_sentence_until_these_are_back(
    cluster: Cluster, prefix: str, over: Over
) -> None:
    async with over(sample_records(60), timeout_s=1.0) as ways:
        await ways.push(PUBLIC)
        known = {1: ways.embedded.snapshot}
        queries = drawn_queries(known[1].corpus(SETS[0]).parts, 10, seed=5)
        left = node_that_lacks_a_part(cluster, prefix)
        gone = [node for node in cluster.nodes if node is not left]
        for node in gone:
            await asyncio.to_thread(node.kill)

        for query in queries[:3]:
            with pytest.raises(ClusterUnavailable) as raised:
                await asyncio.to_thread(ways.searcher.snapshot.find, query, limit=LIMIT)
            assert failure_line(raised.value) == UNAVAILABLE

        for node in gone:
            node.start(cluster.nodes)
        asked = Asked()
        async with asyncio.timeout(120):
            while not asked.right:
                await asked.ask(ways, known, queries[0])
        for query in queries:
            await asked.ask(ways, known, query)
        assert not asked.wrong


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


def documents_in(cluster: Cluster, prefix: str) -> int:
    """How many documents of indices have been written, whether they can be found yet or not."""
    found = cluster.get(cluster.nodes[0], f"/{prefix}-*/_stats/indexing") or {"_all": {"primaries": {}}}
    return int(found["_all"]["primaries"].get("indexing", {"index_total": 0})["index_total"])
