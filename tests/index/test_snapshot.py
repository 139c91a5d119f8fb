"""An answer is that of the releases, however these are spread over segments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.engine.builder import SegmentBuilder
from index.engine.entries import PassageEntry, VersionEntry
from index.engine.statistics import LiveSegment
from index.query import PUBLIC, Query, QueryTerm
from index.release import PassageId, VersionId
from index.snapshot import SearchParams, SearchSnapshot
from index.store.database import Database
from index.store.generations import Generations
from index.store.releases import Releases
from tests.asked import drawn_queries


async def entries_of(path: Path) -> list[VersionEntry]:
    async with Database.open(path) as database:
        newest = await Generations(database).newest()
        versions = await Generations(database).versions(PUBLIC, newest[PUBLIC])
        return [await Releases(database).entry(version) for version in sorted(versions)]


def segment_of(versions: Sequence[VersionEntry], *, dead: int = 0) -> LiveSegment:
    """A segment whose first versions the generation holds no longer."""
    builder = SegmentBuilder()
    for version in versions:
        builder.add(version)
    return LiveSegment(builder.build(), np.arange(len(versions)) >= dead)


async def test_the_same_hits_from_one_segment_as_from_many(sample_database: Path) -> None:
    entries = await entries_of(sample_database)
    whole = [segment_of(entries[40:])]
    spread = [segment_of(entries[start : start + 40], dead=40 * (start == 0)) for start in range(0, 289, 40)]
    one, many = (SearchSnapshot({PUBLIC: parts}, SearchParams()) for parts in (whole, spread))

    for query in drawn_queries(spread, 150, seed=7):
        assert one.find(query, limit=20) == many.find(query, limit=20), query


def saying(number: int, text: str) -> VersionEntry:
    passage = PassageEntry(PassageId(number), text, wording=number, paragraph=1, heading=False)
    return VersionEntry(VersionId(number), "", None, [passage])


def test_a_run_of_words_counts_the_same_where_a_segment_lacks_another_word_of_the_question() -> None:
    releases = [saying(1, "peace peace for the people"), saying(2, "a treaty with the neighbours")]
    releases += [saying(number, f"other words altogether in {number}") for number in range(3, 9)]
    whole, spread = [segment_of(releases)], [segment_of([release]) for release in releases]
    one, many = (SearchSnapshot({PUBLIC: parts}, SearchParams()) for parts in (whole, spread))
    for words in (("peac", "treati"), ("peac", "zzyzx")):
        query = Query([QueryTerm(word, word) for word in words])

        assert one.find(query, limit=20) == many.find(query, limit=20)
