"""`communique push`: brings collections to the search cluster of the settings, or lets it go back.

In: names of collections. Out: what the cluster answers from now. Killed at any moment, the same command completes it.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import asdict
from pathlib import Path

import click

from bot.cluster.pushing import opened_pusher, push_text, pushed
from bot.commands.opening import collection_option
from bot.options import database_option, json_option
from bot.progress import progress_bar
from bot.terminal import chosen_settings, dumps, errors_reported
from config.settings import Settings
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
            for name in await _all_of(settings) if every else [collection]:
                if roll_back:
                    async with opened_pusher(settings) as (pusher, _):
                        generation = (await pusher.roll_back(name)).generation
                    fields = {"collection": name, "generation": generation}
                    _tell(f"{name}: answered from generation {generation} again.", fields, as_json)
                else:
                    report = await pushed(settings, name, told, take_over=take_over)
                    _tell(push_text(report), asdict(report), as_json)
        if not every or roll_back:
            return
        async with opened_pusher(settings) as (pusher, _):
            for name in await pusher.forget_dropped():
                fields = {"collection": name, "generation": None}
                _tell(f"{name}: no longer there, and removed from the cluster.", fields, as_json)

    with errors_reported(as_json):
        asyncio.run(bring())


async def _all_of(settings: Settings) -> list[str]:
    async with opened_pusher(settings) as (_, database):
        return sorted(await Generations(database).newest())


def _tell(sentence: str, fields: dict[str, object], as_json: bool) -> None:
    click.echo(dumps(fields) if as_json else sentence)
