"""What the cluster's own snapshots keep is all that answers need."""

from __future__ import annotations

from index.query import PUBLIC
from tests.asked import drawn_queries
from tests.opensearch.breaking import removed
from tests.opensearch.comparing import Over, compared
from tests.opensearch.corpus import changed, index_records, sample_records
from tests.opensearch.test_answers import SETS, assert_all_the_same

REPOSITORY = "/_snapshot/kept"


async def test_what_was_restored_from_a_snapshot_answers_as_when_it_was_taken_and_is_pushed_to_again(
    prefix: str, over: Over
) -> None:
    records = sample_records(40)
    async with over(records) as ways:
        await ways.push(PUBLIC)
        then = ways.embedded.snapshot
        await ways.ask("PUT", REPOSITORY, {"type": "fs", "settings": {"location": prefix}})
        indices = {"indices": f"{prefix}-*", "include_global_state": False}
        await ways.ask("PUT", f"{REPOSITORY}/one?wait_for_completion=true", indices)
        await index_records(ways.database.path, changed(records))
        await ways.embedded.refresh()
        await ways.push(PUBLIC)

        await removed(ways)
        await ways.ask("POST", f"{REPOSITORY}/one/_restore?wait_for_completion=true", indices)
        await ways.searcher.refresh()

        assert ways.searcher.snapshot.generations == {PUBLIC: 1}
        queries = drawn_queries(then.corpus(SETS[0]).parts, 30, seed=6)
        assert not (await compared(ways.searcher.snapshot, then, queries)).wrong
        await ways.push(PUBLIC)
        assert ways.searcher.snapshot.generations == {PUBLIC: 2}
        await assert_all_the_same(ways, SETS[0], count=30)
        await ways.ask("DELETE", f"{REPOSITORY}/one")
        await ways.ask("DELETE", REPOSITORY)
