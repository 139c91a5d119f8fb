"""An answer is that of the releases, however these are spread over segments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.engine.builder import SegmentBuilder
from index.engine.entries import VersionEntry
from index.engine.statistics import LiveSegment
from index.query import PUBLIC
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
