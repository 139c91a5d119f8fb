"""Keeps the current snapshot: takes up new generations from the store, and swaps at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

import numpy as np

from index.catalogue import NamesInMemory, Shelf, speakers_of, topics_of
from index.engine.segment import Segment
from index.engine.statistics import LiveSegment
from index.language.topics import Topic
from index.query import PUBLIC
from index.segments import SegmentKeeper
from index.snapshot import SearchParams, SearchSnapshot
from index.store.database import Database
from index.store.generations import Generations, SegmentRecord
from index.store.titles import titles_of

log = logging.getLogger(__name__)


class IndexSearcher:
    """The Searcher protocol over a database and its segments."""

    def __init__(
        self,
        database: Database,
        params: SearchParams,
        *,
        topics: Sequence[Topic] = (),
        catalogued: bool = True,
    ) -> None:
        """``catalogued`` keeps names in memory to look things up by, those of topics that passages treat among them."""
        self._database = database
        self._generations = Generations(database)
        self.params = params
        self._loaded: dict[str, int] = {}
        self._parts: dict[str, list[LiveSegment]] = {}
        self._open: dict[str, Segment] = {}
        self._shelves: dict[str, Shelf] = {}
        self._topics = topics
        self._catalogued = catalogued
        self._snapshot = SearchSnapshot({}, params)
        self._refreshing = asyncio.Lock()

    @property
    def database(self) -> Database:
        """What it reads from."""
        return self._database

    @property
    def snapshot(self) -> SearchSnapshot:
        """The newest snapshot; keep it for as long as one question takes."""
        return self._snapshot

    async def refresh(self) -> bool:
        """Take up the newest generations; True if there was anything new."""
        async with self._refreshing:
            if await self._generations.newest() == self._loaded:
                return False
            # by a connection of its own: what is shown to people meanwhile need not wait for long lists
            async with Database.open(self._database.path) as own, own.at_one_moment():
                newest = await self._take_up(own)
            names = NamesInMemory(dict(self._shelves))
            snapshot = SearchSnapshot(dict(self._parts), self.params, names, before=self._snapshot)
            # a tenth of a second at a million passages: ready before the first question, not during it
            await asyncio.to_thread(snapshot.make_ready, frozenset({PUBLIC}), named=self._catalogued)
            self._snapshot, self._loaded = snapshot, dict(newest)
            self._forget_closed()
            log.info("searching generations %s", newest)
            return True

    async def _take_up(self, own: Database) -> Mapping[str, int]:
        """Load what is new, and let go of collections that are there no longer; the newest generations."""
        newest = await Generations(own).newest()
        for collection in self._loaded.keys() - newest.keys():
            self._parts.pop(collection, None)
            self._shelves.pop(collection, None)
        for collection, generation in newest.items():
            if self._loaded.get(collection) != generation:
                self._parts[collection] = await self._load(own, collection, generation)
                if self._catalogued:
                    self._shelves[collection] = await self._shelve(own, collection, generation)
        return newest

    async def _load(self, own: Database, collection: str, generation: int) -> list[LiveSegment]:
        generations, keeper = Generations(own), SegmentKeeper(own)
        records = await generations.segments(collection, generation)
        # whole files are checked when they are opened: meanwhile, what they are to hold is read
        held, segments = await asyncio.gather(
            generations.versions(collection, generation),
            asyncio.gather(*(self._opened(keeper, record) for record in records)),
        )
        versions = np.array(held, np.int64)
        before = {id(part.segment): part for part in self._parts.get(collection, ())}
        parts = []
        for segment in segments:
            live = np.isin(segment.version_ids, versions)
            known = before.get(id(segment))
            parts.append(LiveSegment(segment, live) if known is None else known.with_live(live))
        return parts

    async def _opened(self, keeper: SegmentKeeper, record: SegmentRecord) -> Segment:
        if record.name not in self._open:
            self._open[record.name] = await keeper.open(record)
        return self._open[record.name]

    async def _shelve(self, own: Database, collection: str, generation: int) -> Shelf:
        releases = await titles_of(own, collection, generation)
        parts = self._parts[collection]

        def shelve() -> Shelf:
            return Shelf.of(releases, speakers_of(parts), topics_of(parts, self._topics))

        return await asyncio.to_thread(shelve)

    def _forget_closed(self) -> None:
        used = {id(part.segment) for parts in self._parts.values() for part in parts}
        self._open = {name: segment for name, segment in self._open.items() if id(segment) in used}
