"""How the search cluster of the settings stands to this process's database; whether it answers at all.

In: settings, an open database, collections. Out: what admins and the operator are told of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering import cluster_params, search_params
from bot.render.standing import standing_lines
from config.settings import Settings
from index.errors import ClusterRefused, ClusterUnavailable
from index.query import PUBLIC
from index.store.database import Database
from index.store.generations import Generations

if TYPE_CHECKING:
    from index.cluster.standing import Standing


@dataclass(frozen=True, slots=True)
class ClusterStanding:
    """How collections stand; where the cluster does not answer, ``trouble`` says so and there are none."""

    collections: Sequence[Standing] = ()
    trouble: str | None = None


async def cluster_standing(
    settings: Settings, database: Database, collections: Iterable[str]
) -> ClusterStanding | None:
    """How these collections stand; None where no cluster is used."""
    if settings.engine == "embedded" and settings.push_on_change == "off":
        return None
    # here: what speaks HTTP costs time that most need not spend
    from index.cluster.standing import standings
    from index.cluster.wire.client import Client, Deadline

    async with Client.open(cluster_params(settings)) as client:
        deadline = Deadline.within(settings.question_timeout_s)
        try:
            found = await standings(client, database, collections, search_params(settings).bm25, deadline)
        except (ClusterUnavailable, ClusterRefused) as error:
            return ClusterStanding(trouble=str(error))
    return ClusterStanding(found)


async def cluster_lines(settings: Settings) -> list[str]:
    """How the cluster stands to all collections of the settings' database; nothing where none is used."""
    if not settings.database.exists():
        return []
    async with Database.open(settings.database) as database:
        names = {PUBLIC, *await Generations(database).newest()}
        standing = await cluster_standing(settings, database, names)
    if standing is None:
        return []
    return standing_lines(standing.collections, standing.trouble, name=str)
