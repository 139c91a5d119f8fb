"""The Searcher protocol over a cluster: takes up heads as they move, beside the generations of the process's own store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from index.cluster.access import ClusterAccess
from index.cluster.client import Deadline
from index.cluster.documents import names_id
from index.cluster.heads import Head, Heads, Serving, is_own, served
from index.cluster.layout import is_private
from index.cluster.names import GenerationNames, names_from
from index.cluster.owner import owner_of
from index.cluster.rows import APART
from index.cluster.served import Served
from index.cluster.snapshot import ClusterSnapshot
from index.errors import ClusterUnavailable, NotInCluster
from index.query import PUBLIC
from index.searcher import IndexSearcher
from index.snapshot import SearchParams, SearchSnapshot

log = logging.getLogger(__name__)


class ClusterSearcher:
    """Keeps the current snapshot of what the cluster serves; while it does not answer, the last one stays.

    A collection whose rows this process's own database holds is shown by that. ``public`` of another database is shown as the
    cluster holds it; a server's own collection that another database has pushed is not this process's to show.
    """

    def __init__(self, access: ClusterAccess, embedded: IndexSearcher, params: SearchParams) -> None:
        self._access = access
        self._embedded = embedded
        self._params = params
        self._heads = Heads(access.client)
        self._served: Mapping[str, Served] = {}
        self._has_answered = False
        self._doubts: Sequence[str] = ()
        self._beside: SearchSnapshot = embedded.snapshot
        self._snapshot = ClusterSnapshot(access, {}, self._beside, params)

    @property
    def snapshot(self) -> ClusterSnapshot:
        """The newest snapshot; keep it for as long as one question takes."""
        return self._snapshot

    @property
    def served(self) -> Mapping[str, Served]:
        """What the cluster serves just now.

        Raises:
            ClusterUnavailable: it never answered yet, and what it may serve is nowhere else.
        """
        if self._missed():
            raise ClusterUnavailable("it has not answered yet")
        return self._served

    async def refresh(self) -> bool:
        """Take up the newest generations; True if there was anything new."""
        await self._embedded.refresh()
        found = await self._read()
        changed = found != self._served or self._embedded.snapshot is not self._beside
        self._served, self._beside = found, self._embedded.snapshot
        if not changed and self._missed() == self._snapshot.missed:
            return False
        # names of many releases take a moment to be put in order
        self._snapshot = await asyncio.to_thread(
            lambda: ClusterSnapshot(self._access, found, self._beside, self._params, missed=self._missed())
        )
        log.info("searching generations %s in the cluster", self._snapshot.generations)
        return True

    def _missed(self) -> frozenset[str]:
        """Collections of which nothing is known yet: ``public``, unless this process's own store holds one."""
        if self._has_answered:
            return frozenset()
        return frozenset({PUBLIC}.difference(self._embedded.snapshot.collections))

    async def _read(self) -> Mapping[str, Served]:
        names = sorted({PUBLIC, *self._embedded.snapshot.collections})
        deadline = Deadline.within(self._access.client.params.question_timeout_s)
        try:
            heads = [held.head for held in await self._heads.read(names, deadline)]
            owner = await asyncio.to_thread(owner_of, self._embedded.path)
            found, doubts = dict[str, Served](), list[str]()
            for head in heads:
                try:
                    found[head.collection] = await self._taken_up(head, owner, deadline)
                except NotInCluster as error:
                    doubts.append(str(error))
        except ClusterUnavailable:
            return self._served
        self._has_answered = True
        self._doubt(doubts)
        return found

    async def _taken_up(self, head: Head, owner: str | None, deadline: Deadline) -> Served:
        """What is served of a collection; the same object as long as that is the same.

        Raises:
            NotInCluster: nothing that this process may show.
        """
        serving = served(head, self._params.bm25)
        own = is_own(head, owner)
        if not own and is_private(head.collection):
            raise NotInCluster(
                f"The search cluster holds {head.collection} as it stands in another database ({head.owner}): "
                f"it is searched in this one."
            )
        known = self._served.get(head.collection)
        if known is not None and (known.serving, known.is_own) == (serving, own):
            return known
        return Served(serving, None if own else await self._names(head.collection, serving, deadline))

    async def _names(self, collection: str, serving: Serving, deadline: Deadline) -> GenerationNames:
        ids = [names_id(collection, serving.epoch, chunk) for chunk in range(serving.names)]
        path = f"/{serving.indices.names}/_mget"
        found = await self._access.client.ask("POST", path, {"ids": ids}, deadline=deadline)
        lacking = [document["_id"] for document in found["docs"] if not document.get("found")]
        if lacking or not ids:
            raise ClusterUnavailable(f"names of {collection} are missing")
        chunks = [document["_source"]["packed"] for document in found["docs"]]
        return await asyncio.to_thread(lambda: names_from(chunks).apart(APART))

    def _doubt(self, doubts: Sequence[str]) -> None:
        """Log what the cluster does not serve, once and not at every look."""
        for doubt in doubts:
            if doubt not in self._doubts:
                log.warning("%s", doubt)
        self._doubts = doubts
