"""`communique push`: brings collections to the search cluster of the settings, or lets it go back.

In: names of collections. Out: what the cluster answers from now. Killed at any moment, the same command completes it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path

import click

from bot.answering import cluster_params, lexicon, search_params
from bot.commands.opening import collection_option
from bot.options import database_option, json_option
from bot.progress import progress_bar
from bot.render.wording import counted
from bot.terminal import chosen_settings, dumps, errors_reported
from config.settings import Settings
from index.cluster.client import Client
from index.cluster.push import Pusher, PushParams, PushReport
from index.errors import IndexingError, StoreError
from index.report import Told
from index.store.database import Database
from index.store.generations import Generations


@click.command()
@collection_option
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="All collections of the database; those that are there no longer leave the cluster.",
)
@click.option("--roll-back", is_flag=True, help="Let the cluster answer from the generation before, at once.")
@click.option("--take-over", is_flag=True, help="Take the place of a writer that is gone for good.")
@database_option
@json_option
@click.pass_obj
def push(
    config: Path | None,
    collection: str,
    every: bool,
    roll_back: bool,
    take_over: bool,
    db: Path | None,
    as_json: bool,
) -> None:
    """Bring the newest generation of a collection to the search cluster of the settings."""

    async def bring() -> None:
        settings = chosen_settings(config, db)
        with progress_bar(shown=sys.stderr.isatty() and not as_json) as told:
            async with _pusher(settings, told, take_over=take_over) as (pusher, database):
                names = sorted(await Generations(database).newest()) if every else [collection]
                for name in names:
                    if roll_back:
                        generation = (await pusher.roll_back(name)).generation
                        fields = {"collection": name, "generation": generation}
                        _tell(f"{name}: answered from generation {generation} again.", fields, as_json)
                    else:
                        report = await pusher.push(name)
                        _tell(_sentence(report), asdict(report), as_json)
                for name in await pusher.forget_dropped() if every and not roll_back else ():
                    fields = {"collection": name, "generation": None}
                    _tell(f"{name}: no longer there, and removed from the cluster.", fields, as_json)

    with errors_reported(as_json):
        asyncio.run(bring())


@asynccontextmanager
async def _pusher(
    settings: Settings, told: Told, *, take_over: bool
) -> AsyncIterator[tuple[Pusher, Database]]:
    if not settings.cluster_nodes:
        raise IndexingError("No search cluster is set: set cluster_nodes in the configuration.")
    if not settings.database.exists():
        raise StoreError(f"{settings.database}: there is no such database; `communique index` writes one.")
    params = PushParams(
        search_params(settings).bm25,
        settings.cluster_shards,
        take_over,
        topics=lexicon(settings).topics,
    )
    async with (
        Database.open(settings.database) as database,
        Client.open(cluster_params(settings)) as client,
    ):
        yield Pusher(database, client, params, told), database


def _sentence(report: PushReport) -> str:
    held = f"{report.collection}: generation {report.generation}, {counted(report.passages, 'passage')}"
    if not report.added and not report.removed:
        return f"{held}; the cluster holds it already."
    how = " into indices of its own" if report.built_anew else ""
    return (
        f"{held}; {counted(report.added, 'release')} came and {counted(report.removed, 'release')} went{how}."
    )


def _tell(sentence: str, fields: dict[str, object], as_json: bool) -> None:
    click.echo(dumps(fields) if as_json else sentence)
