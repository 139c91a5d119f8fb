"""The Searcher protocol over a cluster: takes up heads as they move, beside the generations of the process's own store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from index.cluster.kept.documents import names_id
from index.cluster.kept.heads import Head, Heads, Serving, is_own, served
from index.cluster.kept.layout import is_private
from index.cluster.kept.names import GenerationNames, names_from
from index.cluster.kept.owner import goes_on_from, owner_of
from index.cluster.kept.rows import APART
from index.cluster.kept.served import Served
from index.cluster.search.access import ClusterAccess
from index.cluster.snapshot import ClusterSnapshot
from index.cluster.wire.client import Deadline
from index.errors import ClusterUnavailable, NotInCluster
from index.query import PUBLIC
from index.searcher import IndexSearcher
from index.snapshot import SearchParams, SearchSnapshot

log = logging.getLogger(__name__)

_AT_A_LOOK = 200
"""Heads of its own collections that a process reads at a time: it looks twice a second, and may have thousands."""


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
        self._doubts: dict[str, str] = {}
        self._made: dict[tuple[int, str], bool] = {}
        self._turn = 0
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
        own = self._embedded.snapshot.collections
        due = self._due(own)
        deadline = Deadline.within(self._access.client.params.question_timeout_s)
        try:
            heads = [held.head for held in await self._heads.read(due, deadline)]
            owner = await asyncio.to_thread(owner_of, self._embedded.database.path)
            kept = {name: held for name, held in self._served.items() if name in own and name not in due}
            found = dict[str, Served](kept)
            for head in heads:
                try:
                    found[head.collection] = await self._taken_up(head, owner, deadline)
                except NotInCluster as error:
                    self._doubt(head.collection, str(error))
        except ClusterUnavailable:
            return self._served
        self._has_answered = True
        return found

    def _due(self, own: Sequence[str]) -> list[str]:
        """Collections to look at now: ``public``, and of its own, which hardly anybody else moves, some at each look."""
        others = [name for name in own if name != PUBLIC]
        if len(others) <= _AT_A_LOOK:
            return [PUBLIC, *others]
        start = self._turn % len(others)
        self._turn = start + _AT_A_LOOK
        return [PUBLIC, *others[start : start + _AT_A_LOOK]]

    async def _taken_up(self, head: Head, owner: str | None, deadline: Deadline) -> Served:
        """What is served of a collection; the same object as long as that is the same.

        Raises:
            NotInCluster: nothing that this process may show.
        """
        serving = served(head, self._params.bm25)
        own = is_own(head, owner) and await self._goes_on_from(serving)
        if not own and is_private(head.collection):
            raise NotInCluster(
                f"The search cluster holds {head.collection} as it stands in another database ({head.owner}): "
                f"it is searched in this one."
            )
        known = self._served.get(head.collection)
        if known is not None and (known.serving, known.is_own) == (serving, own):
            return known
        return Served(serving, None if own else await self._names(head.collection, serving, deadline))

    async def _goes_on_from(self, serving: Serving) -> bool:
        """Whether this process's database made what is served; looked up once for each generation."""
        generation = (serving.generation, serving.made_at)
        if generation not in self._made:
            self._made[generation] = await goes_on_from(self._embedded.database, *generation)
        return self._made[generation]

    async def _names(self, collection: str, serving: Serving, deadline: Deadline) -> GenerationNames:
        ids = [names_id(collection, serving.epoch, chunk) for chunk in range(serving.names)]
        path = f"/{serving.indices.names}/_mget"
        found = await self._access.client.ask("POST", path, {"ids": ids}, deadline=deadline)
        lacking = [document["_id"] for document in found["docs"] if not document.get("found")]
        if lacking or not ids:
            raise ClusterUnavailable(f"names of {collection} are missing")
        chunks = [document["_source"]["packed"] for document in found["docs"]]
        return await asyncio.to_thread(lambda: names_from(chunks).apart(APART))

    def _doubt(self, collection: str, doubt: str) -> None:
        """Log what the cluster does not serve, once and not at every look."""
        if self._doubts.get(collection) != doubt:
            log.warning("%s", doubt)
        self._doubts[collection] = doubt
