"""Generations come to the cluster whole or not at all, from one writer at a time."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from index.cluster.kept.heads import Head, Heads, Serving
from index.cluster.push.pusher import Pusher, PushParams
from index.cluster.standing import standings
from index.cluster.wire.client import Deadline
from index.editor import Editor
from index.engine.ranker import Bm25Params
from index.errors import IndexingError, WriterRefused
from index.query import PUBLIC, Query, QueryTerm
from index.snapshot import SearchParams
from tests.opensearch.breaking import begun, node_of
from tests.opensearch.cluster import Cluster
from tests.opensearch.comparing import LIMIT, Opened, Over, compared, opened
from tests.opensearch.corpus import OTHER, OWN, changed, index_records, sample_records
from tests.opensearch.test_answers import SETS, assert_all_the_same

QUERY = Query([QueryTerm("fund", "funding"), QueryTerm("committe", "committee")])

IMPATIENT = PushParams(shards=3, idle_s=0.5)


def pusher_of(ways: Opened) -> Pusher:
    return Pusher(ways.database, ways.client, PushParams())


async def test_pushing_again_changes_nothing(over: Over) -> None:
    async with over(sample_records(10)) as ways:
        await ways.push(PUBLIC)
        before = await Heads(ways.client).read([PUBLIC], Deadline.within(10))

        (again,) = await ways.push(PUBLIC)

        assert (again.added, again.removed) == (0, 0)
        assert before == await Heads(ways.client).read([PUBLIC], Deadline.within(10))


async def test_a_writer_of_another_database_is_refused_until_it_takes_over(
    over: Over,
) -> None:
    async with (
        over(sample_records(10), name="first.db") as mine,
        over(sample_records(12, skipped=30), name="second.db") as theirs,
    ):
        await mine.push(PUBLIC)
        with pytest.raises(WriterRefused, match=r"another writer \(first\.db-"):
            await theirs.push(PUBLIC)
        # what the owner has pushed is what everybody shows
        await theirs.searcher.refresh()
        assert await _scores(theirs) == await _scores(mine)

        await theirs.push(PUBLIC, params=PushParams(take_over=True))

        await assert_all_the_same(theirs, SETS[0])
        with pytest.raises(WriterRefused):
            await pusher_of(mine).push(PUBLIC)
        await mine.searcher.refresh()
        assert await _scores(mine) == await _scores(theirs)


async def test_after_an_older_backup_took_its_place_a_database_pushes_everything_anew(
    cluster: Cluster, prefix: str, tmp_path: Path
) -> None:
    database, backup = tmp_path / "test.db", tmp_path / "backup.db"
    await index_records(database, sample_records(10))
    shutil.copy(database, backup)
    async with opened(database, cluster.addresses, prefix=prefix) as ways:
        await index_records(database, sample_records(14))
        await ways.push(PUBLIC)
    backup.replace(database)
    # the same numbers of generation and versions, for other releases
    await index_records(database, sample_records(14, skipped=30))
    async with opened(database, cluster.addresses, prefix=prefix) as ways:
        (standing,) = await standings(
            ways.client, ways.database, [PUBLIC], SearchParams().bm25, Deadline.within(10)
        )
        assert standing.is_behind

        (report,) = await ways.push(PUBLIC)

        assert report.built_anew
        await assert_all_the_same(ways, SETS[0])


async def test_a_collection_that_was_dropped_leaves_the_cluster(
    cluster: Cluster, prefix: str, tmp_path: Path
) -> None:
    database = tmp_path / "test.db"
    await index_records(database, sample_records(6))
    await index_records(database, sample_records(5, skipped=10), collection=OWN)
    await index_records(database, sample_records(5, skipped=20), collection=OTHER)
    async with opened(database, cluster.addresses, prefix=prefix) as ways:
        await ways.push(PUBLIC, OWN, OTHER)
        await Editor(ways.database).drop(OWN)

        assert await pusher_of(ways).forget_dropped() == [OWN]

        assert await _documents(ways, OWN) == 0
        assert await _documents(ways, OTHER) > 0
        assert await pusher_of(ways).forget_dropped() == []
        await ways.searcher.refresh()
        assert ways.searcher.snapshot.generations.keys() == {PUBLIC, OTHER}
        await assert_all_the_same(ways, frozenset({PUBLIC, OTHER}), count=5)


async def _documents(ways: Opened, collection: str) -> int:
    """How many documents there are of a collection, of any kind."""
    path = f"/{ways.client.params.prefix}-private-*/_count"
    query = {"query": {"term": {"collection": collection}}}
    return int((await ways.ask("POST", path, query))["count"])


async def _scores(ways: Opened) -> list[float]:
    hits = await asyncio.to_thread(ways.searcher.snapshot.find, QUERY, limit=LIMIT)
    return [hit.score for hit in hits.best]


async def test_of_two_writers_at_once_the_second_is_refused(over: Over) -> None:
    async with (
        over(sample_records(60), name="first.db") as mine,
        over(sample_records(12, skipped=100), name="second.db") as theirs,
    ):
        pushing = asyncio.create_task(mine.push(PUBLIC))
        await begun(mine)

        with pytest.raises(IndexingError, match="being pushed just now"):
            await pusher_of(mine).push(PUBLIC)
        with pytest.raises(WriterRefused, match=r"another writer \(first\.db-"):
            await pusher_of(theirs).push(PUBLIC)

        assert not pushing.done()
        await pushing
        await assert_all_the_same(mine, SETS[0])


async def test_other_constants_of_ranking_are_another_build(over: Over) -> None:
    async with over(sample_records(10)) as ways:
        (first,) = await ways.push(PUBLIC)

        (other,) = await ways.push(PUBLIC, params=PushParams(Bm25Params(k1=1.5)))

        assert first.built_anew
        assert other.built_anew
        assert ways.searcher.snapshot.generations == {}


async def test_a_writer_that_was_displaced_meanwhile_publishes_nothing(over: Over) -> None:
    async with over(sample_records(10)) as ways:
        await ways.push(PUBLIC)
        heads = Heads(ways.client)
        (slow,) = await heads.read([PUBLIC], Deadline.within(10))
        await heads.write(replace(slow.head, last_epoch=7), slow, Deadline.within(10))

        with pytest.raises(WriterRefused):
            await heads.write(replace(slow.head, serving=None), slow, Deadline.within(10))


async def test_going_back_answers_as_before_and_the_next_push_goes_on_from_there(over: Over) -> None:
    records = sample_records(40)
    async with over(records) as ways:
        await ways.push(PUBLIC)
        before = ways.embedded.snapshot
        await index_records(ways.database.path, changed(records))
        await ways.push(PUBLIC)

        await pusher_of(ways).roll_back(PUBLIC)
        await ways.searcher.refresh()

        assert ways.searcher.snapshot.generations == {PUBLIC: 1}
        assert not (await compared(ways.searcher.snapshot, before, [QUERY])).wrong
        await index_records(ways.database.path, changed(changed(records)))
        await ways.push(PUBLIC)
        await assert_all_the_same(ways, SETS[0])


async def test_there_is_nothing_to_go_back_to_after_the_first_push(over: Over) -> None:
    async with over(sample_records(10)) as ways:
        await ways.push(PUBLIC)

        with pytest.raises(IndexingError, match="keeps no generation"):
            await pusher_of(ways).roll_back(PUBLIC)


async def test_a_question_under_way_is_answered_from_the_generation_it_began_with(over: Over) -> None:
    records = sample_records(40)
    async with over(records) as ways:
        await ways.push(PUBLIC)
        theirs, ours = ways.snapshots()
        await index_records(ways.database.path, changed(records))
        await ways.push(PUBLIC)

        assert not (await compared(theirs, ours, [QUERY])).wrong
        assert ways.searcher.snapshot is not theirs
        assert ours.find(QUERY, limit=LIMIT) != ways.embedded.snapshot.find(QUERY, limit=LIMIT)


@asynccontextmanager
async def without_copies(ways: Opened) -> AsyncIterator[None]:
    """The cluster makes no copies while the block runs."""

    async def enable(what: str | None) -> None:
        settings = {"persistent": {"cluster.routing.allocation.enable": what}}
        await ways.ask("PUT", "/_cluster/settings", settings)

    await enable("primaries")
    try:
        yield
    finally:
        await enable(None)


async def test_where_the_cluster_makes_no_copies_a_push_says_why_and_the_same_again_completes_it(
    over: Over,
) -> None:
    async with over(sample_records(10)) as ways:
        await ways.push(PUBLIC)
        before = ways.embedded.snapshot
        await index_records(ways.database.path, sample_records(20, skipped=20))
        async with without_copies(ways):
            with pytest.raises(IndexingError, match=r"makes no copies .*allocation\.enable=primaries"):
                await ways.push(PUBLIC, params=IMPATIENT)

            written = (await begun(ways)).attempt
            await ways.searcher.refresh()
            assert ways.searcher.snapshot.generations == {PUBLIC: 1}
            assert not (await compared(ways.searcher.snapshot, before, [QUERY])).wrong

        await ways.push(PUBLIC)

        assert written is not None
        assert (written.done, written.indices) == (20, (await served(ways)).indices)
        await assert_all_the_same(ways, SETS[0])


async def test_a_build_that_lost_a_node_before_there_were_copies_is_made_anew(
    cluster: Cluster, over: Over
) -> None:
    async with over(sample_records(10)) as ways:
        await ways.push(PUBLIC)
        await index_records(ways.database.path, sample_records(20, skipped=20))
        async with without_copies(ways):
            with pytest.raises(IndexingError, match="makes no copies"):
                await ways.push(PUBLIC, params=IMPATIENT)
            await asyncio.to_thread(node_of(cluster, leading=False).kill)
            await lost(ways, await begun(ways))

            with pytest.raises(IndexingError, match="makes no copies"):
                await ways.push(PUBLIC, params=IMPATIENT)

        await ways.push(PUBLIC)

        await assert_all_the_same(ways, SETS[0])


async def served(ways: Opened) -> Serving:
    """What the cluster serves of the public."""
    (held,) = await Heads(ways.client).read([PUBLIC], Deadline.within(10))
    assert held.head.serving is not None
    return held.head.serving


async def lost(ways: Opened, head: Head) -> None:
    """Wait until the cluster has noticed that a part of what is on its way is gone."""
    assert head.attempt is not None
    path = f"/_cluster/health/{','.join(head.attempt.indices.all)}"
    while (await ways.ask("GET", path))["status"] != "red":
        await asyncio.sleep(0.1)


async def test_old_builds_are_removed_when_nothing_can_go_back_to_them(
    cluster: Cluster, prefix: str, tmp_path: Path
) -> None:
    database = tmp_path / "test.db"
    async with opened(database, cluster.addresses, prefix=prefix) as ways:
        # a half of all changes each time: too much for another epoch within the same indices
        for start in range(0, 50, 10):
            await index_records(database, sample_records(20, skipped=start))
            (report,) = await ways.push(PUBLIC)
            assert report.built_anew

        await assert_all_the_same(ways, SETS[0])
    indices = cluster.get(cluster.nodes[0], f"/_cat/indices/{prefix}-*?format=json&h=index")
    assert len({entry["index"].rpartition("-")[0] for entry in indices} - {prefix}) == 3
