"""How the cluster stands to a database: which generation of each collection it serves, and whether the database has a newer one.

In: a client and an open database. Out: a standing a collection; nothing of what is searched is touched.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from index.cluster.kept.heads import Head, Heads, is_own, served
from index.cluster.kept.owner import goes_on_from, owner_of
from index.cluster.wire.client import Client, Deadline
from index.engine.ranker import Bm25Params
from index.errors import NotInCluster
from index.store.database import Database
from index.store.generations import Generations


@dataclass(frozen=True, slots=True)
class Standing:
    """A collection: the newest generation in the database (None: it is not there) and the one that the cluster serves.

    ``elsewhere`` says that the cluster's comes from another database, whose generations have numbers of their own.
    """

    collection: str
    newest: int | None
    served: int | None
    elsewhere: bool = False

    @property
    def is_behind(self) -> bool:
        """Whether the cluster lacks what the database holds."""
        return self.newest is not None and (self.elsewhere or self.newest != self.served)


async def standings(
    client: Client, database: Database, collections: Iterable[str], bm25: Bm25Params, deadline: Deadline
) -> list[Standing]:
    """How collections stand, by name.

    Raises:
        ClusterUnavailable: no node answered in time.
        ClusterRefused: the cluster does not let this client read.
    """
    names = sorted(collections)
    newest = await Generations(database).newest()
    heads = {held.head.collection: held.head for held in await Heads(client).read(names, deadline)}
    owner = await asyncio.to_thread(owner_of, database.path)
    return [await _standing(database, name, newest.get(name), heads.get(name), owner, bm25) for name in names]


async def _standing(
    database: Database,
    collection: str,
    newest: int | None,
    head: Head | None,
    owner: str | None,
    bm25: Bm25Params,
) -> Standing:
    if head is None:
        return Standing(collection, newest, None)
    try:
        serving = served(head, bm25)
    except NotInCluster:
        # what this program cannot read is as good as not there
        return Standing(collection, newest, None, elsewhere=head.owner != owner)
    own = is_own(head, owner) and await goes_on_from(database, serving.generation, serving.made_at)
    return Standing(collection, newest, serving.generation, elsewhere=not own)
