"""A collection's generation as it stands beside the database: what a push brings to the cluster.

In: an open database. Out: the versions that the generation holds, packed, and BM25's statistics of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.cluster.kept.packing import PackedVersion, Packer
from index.engine.ranker import Bm25Params, Idf
from index.engine.statistics import LiveSegment, Statistics
from index.errors import IndexingError
from index.release import VersionId
from index.segments import SegmentKeeper
from index.store.database import Database
from index.store.generations import Generations, Made


@dataclass(frozen=True)
class LocalGeneration:
    """The newest generation of a collection."""

    collection: str
    id: int
    made: Made
    parts: Sequence[LiveSegment]
    statistics: Statistics
    idf_floor: float
    places: Mapping[VersionId, tuple[int, int]]
    """Which segment each live version stands in, and which of its versions it is."""

    @property
    def mean_length(self) -> float:
        """Terms in a passage; 1 where there are none."""
        return (
            self.statistics.total_length / self.statistics.passages if self.statistics.total_length else 1.0
        )

    @property
    def findable(self) -> int:
        """How many passages may answer."""
        return sum(int(np.count_nonzero(part.quotable_rows)) for part in self.parts)

    def packers(self) -> Sequence[Packer]:
        """What takes versions out of each segment."""
        return [Packer(part.segment) for part in self.parts]


async def newest_generation(database: Database, collection: str, bm25: Bm25Params) -> LocalGeneration:
    """Open the newest generation of a collection.

    Raises:
        IndexingError: there is none.
    """
    async with Database.open(database.path) as own, own.at_one_moment():
        generations, keeper = Generations(own), SegmentKeeper(own)
        newest = (await generations.newest()).get(collection)
        if newest is None:
            raise IndexingError(f"There is no collection {collection} to push.")
        versions = np.array(await generations.versions(collection, newest), np.int64)
        records = await generations.segments(collection, newest)
        made = await generations.made(newest)
        assert made is not None, "the newest is there"
        segments = [await keeper.open(record) for record in records]
    parts = [LiveSegment(segment, np.isin(segment.version_ids, versions)) for segment in segments]
    return await asyncio.to_thread(_generation, collection, newest, made, parts, bm25)


def _generation(
    collection: str, newest: int, made: Made, parts: Sequence[LiveSegment], bm25: Bm25Params
) -> LocalGeneration:
    counted = Statistics.over(parts)
    every = dict(zip(counted.frequencies, counted.frequencies.values(), strict=True))
    statistics = Statistics(counted.passages, counted.total_length, every)
    idf = Idf(statistics.frequencies, statistics.passages, bm25.epsilon)
    idf_floor = idf.floor if statistics.total_length else 0.0
    places = {
        VersionId(int(part.segment.version_ids[column])): (number, column)
        for number, part in enumerate(parts)
        for column in np.flatnonzero(part.live).tolist()
    }
    return LocalGeneration(collection, newest, made, parts, statistics, idf_floor, places)


def packed_versions(
    packers: Sequence[Packer], generation: LocalGeneration, versions: Sequence[VersionId]
) -> list[PackedVersion]:
    """Some versions of the generation."""
    places = [generation.places[version] for version in versions]
    return [packers[number].version(column) for number, column in places]
