"""Bringing to the search cluster what an index change made, where the settings want that.

In: settings and the name of a collection. Out: one sentence on what came of it: a push that fails undoes no change, and
the next one brings it.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answering import cluster_params, lexicon, search_params
from bot.cluster.standing import cluster_standing
from bot.moving import opened_rows
from bot.records.moving import ServerRows
from bot.render.wording import counted
from config.settings import Settings
from index.errors import IndexingError, StoreError, WriterRefused
from index.job import IndexJob
from index.query import PUBLIC
from index.report import IndexReport, Told, untold
from index.store.database import Database
from index.store.generations import Generations

if TYPE_CHECKING:
    from index.cluster.push.pusher import Pusher, PushReport

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a push, as a sentence; ``done`` where the cluster answers from the newest generation.

    ``is_refused`` says that it is another writer's to bring, now and in a minute.
    """

    collection: str
    sentence: str
    done: bool
    is_refused: bool = False


def pushes(settings: Settings, collection: str) -> bool:
    """Whether changes of a collection are brought to the cluster as they are made."""
    return settings.push_on_change == "all" or (settings.push_on_change == "public" and collection == PUBLIC)


async def bring(settings: Settings, collection: str, told: Told = untold) -> Brought:
    """Bring the newest generation of a collection; whatever goes wrong is told, not raised."""
    try:
        if (trouble := await _trouble(settings)) is not None:
            return _not_brought(collection, trouble)
        report = await pushed(settings, collection, told)
    except WriterRefused as refused:
        return replace(_not_brought(collection, str(refused)), is_refused=True)
    except IndexingError as error:
        return _not_brought(collection, str(error))
    return Brought(collection, push_text(report), done=True)


async def pushed(
    settings: Settings, collection: str, told: Told = untold, *, take_over: bool = False
) -> PushReport:
    """Push a collection; the place of the database that it was moved from is taken.

    Raises:
        IndexingError: it cannot be pushed.
    """
    try:
        async with opened_pusher(settings, told, take_over=take_over) as (pusher, _):
            return await pusher.push(collection)
    except WriterRefused as refused:
        async with opened_rows(settings.database) as database:
            if not await ServerRows(database).is_origin(collection, refused.owner):
                raise
    async with opened_pusher(settings, told, take_over=True) as (pusher, _):
        return await pusher.push(collection)


async def forget_dropped(settings: Settings) -> list[str]:
    """Remove from the cluster what was pushed from the database and is there no longer; the names of these collections.

    Raises:
        IndexingError: the cluster does not answer.
    """
    async with opened_pusher(settings) as (pusher, _):
        return await pusher.forget_dropped()


async def _trouble(settings: Settings) -> str | None:
    """What is wrong with the cluster, found out within a question's time: each step of a push would be tried for longer."""
    async with Database.open(settings.database) as database:
        standing = await cluster_standing(settings, database, [PUBLIC])
    return standing.trouble if standing is not None else None


def _not_brought(collection: str, reason: str) -> Brought:
    log.warning("%s was not brought to the cluster: %s", collection, reason)
    sentence = f"{collection}: the change is made, and not in the search cluster yet; the next push brings it. {reason}"
    return Brought(collection, sentence, done=False)


async def index_and_bring(settings: Settings, job: IndexJob, told: Told = untold) -> IndexReport:
    """Carry out a job, and bring what it made; what came of that is a note of the report.

    Raises:
        IndexingError: the job cannot be done.
    """
    # here: what reads files is of no use where questions are answered
    from index.indexer import run_job

    report = await run_job(job, told)
    if not pushes(settings, job.collection):
        return report
    brought = await bring(settings, job.collection, told)
    return replace(report, notes=[brought.sentence, *report.notes])


async def bring_changed(settings: Settings, before: Mapping[str, int], told: Told = untold) -> list[Brought]:
    """Bring all collections whose newest generation is another one than before, and remove those that are gone."""
    async with Database.open(settings.database) as database:
        now = await Generations(database).newest()
    changed = sorted(name for name, generation in now.items() if before.get(name) != generation)
    brought = [await bring(settings, name, told) for name in changed if pushes(settings, name)]
    dropped = sorted(name for name in before.keys() - now.keys() if pushes(settings, name))
    return [*brought, *(await _forgotten(settings, dropped) if dropped else ())]


async def _forgotten(settings: Settings, dropped: Sequence[str]) -> list[Brought]:
    """Let collections that were dropped leave the cluster."""
    trouble, gone = await _trouble(settings), list[str]()
    try:
        gone = await forget_dropped(settings) if trouble is None else gone
    except IndexingError as error:
        trouble = str(error)
    if trouble is not None:
        kept = "it is deleted, and in the search cluster yet; `communique push --all` removes it there."
        return [Brought(name, f"{name}: {kept} {trouble}", done=False) for name in dropped]
    return [Brought(name, f"{name}: removed from the search cluster.", done=True) for name in gone]


@asynccontextmanager
async def opened_pusher(
    settings: Settings, told: Told = untold, *, take_over: bool = False
) -> AsyncIterator[tuple[Pusher, Database]]:
    """What pushes from the database of the settings to their cluster, and that database.

    Raises:
        IndexingError: no cluster is set, or there is no such database.
    """
    if not settings.cluster_nodes:
        raise IndexingError("No search cluster is set: set cluster_nodes in the configuration.")
    if not settings.database.exists():
        raise StoreError(f"{settings.database}: there is no such database; `communique index` writes one.")
    # here: what speaks HTTP costs time that most need not spend
    from index.cluster.push.pusher import Pusher, PushParams
    from index.cluster.wire.client import Client

    bm25, topics = search_params(settings).bm25, lexicon(settings).topics
    params = PushParams(bm25, settings.cluster_shards, take_over, topics=topics)
    async with (
        Database.open(settings.database) as database,
        Client.open(cluster_params(settings)) as client,
    ):
        yield Pusher(database, client, params, told), database


def push_text(report: PushReport) -> str:
    """What a push did."""
    held = f"{report.collection}: generation {report.generation}, {counted(report.passages, 'passage')}"
    if not report.added and not report.removed:
        return f"{held}; the cluster holds it already."
    how = " into indices of its own" if report.built_anew else ""
    return (
        f"{held}; {counted(report.added, 'release')} came and {counted(report.removed, 'release')} went{how}."
    )
