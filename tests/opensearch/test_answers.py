"""The cluster answers as the embedded engine does: the same passages in the same order, with the same bits of scores."""

from __future__ import annotations

from pathlib import Path

from index.cluster.push.pusher import PushParams
from index.cluster.search.question import ProofParams
from index.query import PUBLIC
from tests.asked import drawn_queries
from tests.opensearch.cluster import Cluster
from tests.opensearch.comparing import Opened, compared, opened
from tests.opensearch.corpus import OWN, changed, index_records, lengthened, sample_records

SETS = (frozenset({PUBLIC}), frozenset({OWN}), frozenset({PUBLIC, OWN}))


async def assert_all_the_same(ways: Opened, collections: frozenset[str], *, count: int = 40) -> None:
    cluster, embedded = ways.snapshots()
    parts = embedded.corpus(collections).parts
    queries = drawn_queries(parts, count, seed=len(parts), collections=collections)

    comparison = await compared(cluster, embedded, queries)

    assert not comparison.wrong
    assert comparison.exact == count


async def test_a_pushed_generation_answers_as_the_embedded_engine_does(
    cluster: Cluster, prefix: str, sample_database: Path
) -> None:
    async with opened(sample_database, cluster.addresses, prefix=prefix) as ways:
        await ways.push(PUBLIC)

        assert ways.searcher.snapshot.generations == {PUBLIC: 1}
        await assert_all_the_same(ways, SETS[0], count=60)


async def test_what_leaves_changes_and_comes_and_what_is_a_servers_own(
    cluster: Cluster, prefix: str, tmp_path: Path
) -> None:
    database, records = tmp_path / "test.db", sample_records(60)
    await index_records(database, records)
    await index_records(database, sample_records(12, skipped=100), collection=OWN)
    async with opened(database, cluster.addresses, prefix=prefix) as ways:
        await ways.push(PUBLIC, OWN)
        for collections in SETS:
            await assert_all_the_same(ways, collections)

        await index_records(database, changed(records))
        await index_records(database, changed(sample_records(12, skipped=100)), collection=OWN)
        (public, own) = await ways.push(PUBLIC, OWN)

        assert not public.built_anew
        assert (public.removed, public.added) == (5, 6)
        assert own.removed == 3
        for collections in SETS:
            await assert_all_the_same(ways, collections)


async def test_a_collection_that_was_not_pushed_is_searched_beside_one_that_was(
    cluster: Cluster, prefix: str, tmp_path: Path
) -> None:
    database = tmp_path / "test.db"
    await index_records(database, sample_records(30))
    await index_records(database, sample_records(12, skipped=100), collection=OWN)
    async with opened(database, cluster.addresses, prefix=prefix) as ways:
        await ways.push(PUBLIC)

        assert ways.searcher.snapshot.generations.keys() == {PUBLIC}
        for collections in SETS:
            await assert_all_the_same(ways, collections)


async def test_another_servers_collection_in_the_same_indices_is_never_found(
    cluster: Cluster, prefix: str, tmp_path: Path
) -> None:
    database, other = tmp_path / "test.db", "2/own"
    await index_records(database, sample_records(10), collection=OWN)
    await index_records(database, sample_records(10, skipped=20), collection=other)
    async with opened(database, cluster.addresses, prefix=prefix) as ways:
        await ways.push(OWN, other)

        for collection in (OWN, other):
            await assert_all_the_same(ways, frozenset({collection}))


async def test_without_the_next_page_some_are_wrong_and_none_of_them_is_called_exact(
    cluster: Cluster, prefix: str, sample_database: Path
) -> None:
    async with opened(sample_database, cluster.addresses, prefix=prefix) as ways:
        await ways.push(PUBLIC)
        unproven, embedded = ways.snapshots(ProofParams(goes_on=False))
        queries = drawn_queries(embedded.corpus(SETS[0]).parts, 150, seed=5)

        comparison = await compared(unproven, embedded, queries)

        assert comparison.exact < len(queries)
        assert not comparison.believed


async def test_without_the_factor_for_longer_passages_wrong_answers_are_called_exact(
    cluster: Cluster, prefix: str, tmp_path: Path
) -> None:
    database, params = tmp_path / "test.db", PushParams(shards=3, small_change=9.0, drift=9.0)
    short, long = sample_records(288), lengthened(sample_records(288))
    async with opened(database, cluster.addresses, prefix=prefix) as ways:
        await index_records(database, short)
        await ways.push(PUBLIC, params=params)
        await index_records(database, long)
        await ways.push(PUBLIC, params=params)
        trusting, embedded = ways.snapshots(ProofParams(with_drift=False))
        queries = drawn_queries(embedded.corpus(SETS[0]).parts, 150, seed=5)

        assert (await compared(trusting, embedded, queries)).believed
        assert not (await compared(ways.searcher.snapshot, embedded, queries)).wrong
