"""The Searcher protocol over a cluster: takes up heads as they move, beside the generations of the process's own store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from index.cluster.client import Deadline
from index.cluster.heads import Heads, Serving, served
from index.cluster.owner import owner_of
from index.cluster.snapshot import ClusterAccess, ClusterSnapshot
from index.errors import ClusterUnavailable, NotInCluster
from index.query import PUBLIC
from index.searcher import IndexSearcher
from index.snapshot import SearchParams, SearchSnapshot

log = logging.getLogger(__name__)


class ClusterSearcher:
    """Keeps the current snapshot of what the cluster serves; while it does not answer, the last one stays."""

    def __init__(self, access: ClusterAccess, embedded: IndexSearcher, params: SearchParams) -> None:
        self._access = access
        self._embedded = embedded
        self._params = params
        self._heads = Heads(access.client)
        self.served: Mapping[str, Serving] = {}
        self._doubts: Sequence[str] = ()
        self._beside: SearchSnapshot = embedded.snapshot
        self._snapshot = ClusterSnapshot(access, {}, self._beside, params)

    @property
    def snapshot(self) -> ClusterSnapshot:
        """The newest snapshot; keep it for as long as one question takes."""
        return self._snapshot

    async def refresh(self) -> bool:
        """Take up the newest generations; True if there was anything new."""
        await self._embedded.refresh()
        found = await self._read()
        if found == self.served and self._embedded.snapshot is self._beside:
            return False
        self.served, self._beside = found, self._embedded.snapshot
        self._snapshot = ClusterSnapshot(self._access, found, self._beside, self._params)
        log.info("searching generations %s in the cluster", self._snapshot.generations)
        return True

    async def _read(self) -> Mapping[str, Serving]:
        names = sorted({PUBLIC, *self._embedded.snapshot.collections})
        try:
            heads = await self._heads.read(
                names, Deadline.within(self._access.client.params.question_timeout_s)
            )
        except ClusterUnavailable:
            return self.served
        owner = await asyncio.to_thread(owner_of, self._embedded.path)
        found, doubts = dict[str, Serving](), list[str]()
        for held in heads:
            try:
                found[held.head.collection] = served(held.head, owner, self._params.bm25)
            except NotInCluster as error:
                doubts.append(str(error))
        self._doubt(doubts)
        return found

    def _doubt(self, doubts: Sequence[str]) -> None:
        """Log what the cluster does not serve, once and not at every look."""
        for doubt in doubts:
            if doubt not in self._doubts:
                log.warning("%s", doubt)
        self._doubts = doubts
