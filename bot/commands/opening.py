"""What the operator's commands work on: an editor over the database, and what reads files for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from bot.answering import speakers
from bot.terminal import chosen_settings
from bot.uploads.limits import UploadLimits
from bot.uploads.reader import UploadReader
from index.editing import Editing
from index.editor import Editor
from index.errors import StoreError
from index.query import PUBLIC
from index.store.database import Database
from index.store.generations import Generations

WAIT_S = 60.0
"""How long a command waits while a job runs: whoever types it has time."""


@dataclass(frozen=True, slots=True)
class Workbench:
    """An editor, and a reader of uploads."""

    editor: Editing
    uploads: UploadReader


@asynccontextmanager
async def workbench(
    config: Path | None, db: Path | None, *, create: bool = False
) -> AsyncIterator[Workbench]:
    """Open the database that is there; only what adds to it may ``create`` one. What was changed is then brought to the
    cluster, where the settings want that.

    Raises:
        StoreError: there is none, or it cannot be opened.
    """
    settings = chosen_settings(config, db)
    if not create and not settings.database.exists():
        raise StoreError(f"{settings.database}: there is no such database; `communique index` writes one.")
    people = speakers(settings)
    async with Database.open(settings.database) as database:
        limits = UploadLimits(release_bytes=settings.release_max_bytes)
        before = await Generations(database).newest()
        yield Workbench(Editor(database, speakers=people, wait_s=WAIT_S), UploadReader(limits, people))
    if settings.push_on_change != "off":
        # here: what speaks HTTP costs time that most need not spend
        from bot.cluster.pushing import bring_changed

        for brought in await bring_changed(settings, before):
            click.echo(brought.sentence, err=True)


def collection_option(command: click.decorators.FC) -> click.decorators.FC:
    """--collection, named in full: "public", or a server's as "<server id>/<name>"."""
    return click.option(
        "--collection",
        default=PUBLIC,
        show_default=True,
        help="“public”, or a server's: “<server id>/<name>”.",
    )(command)
