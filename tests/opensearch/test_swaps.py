"""While generations come and go, each answer is right for the generation that it names."""

from __future__ import annotations

from index.query import PUBLIC
from tests.asked import drawn_queries
from tests.opensearch.breaking import asked_under_swaps
from tests.opensearch.comparing import Over
from tests.opensearch.corpus import sample_records
from tests.opensearch.test_answers import SETS


async def test_answers_under_eight_swaps_and_roll_backs_are_of_the_generation_that_they_name(
    over: Over,
) -> None:
    records = sample_records(60)
    async with over(records) as ways:
        await ways.push(PUBLIC)
        queries = drawn_queries(ways.embedded.snapshot.corpus(SETS[0]).parts, 10, seed=2)

        readers = await asked_under_swaps(ways, records, queries, swaps=4)

        assert [(asked.wrong, asked.failed) for asked in readers] == [([], 0), ([], 0)]
        assert all(asked.right for asked in readers)
