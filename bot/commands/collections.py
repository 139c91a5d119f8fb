"""`communique collection create|list|delete`, `reindex`, `history`, `rollback`, `audit`.

In: the name of a collection, in full. Out: what is so now.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import asdict
from pathlib import Path

import click

from bot.answering import speakers
from bot.cluster.pushing import index_and_bring
from bot.commands.opening import collection_option, workbench
from bot.options import database_option, json_option
from bot.progress import progress_bar
from bot.records.records import Records
from bot.render.json import report_json
from bot.render.records import history_json, history_text
from bot.render.text import report_text
from bot.render.wording import counted
from bot.terminal import chosen_settings, dumps, errors_reported, terminal_width
from index.errors import IndexingError
from index.job import IndexJob
from index.query import PUBLIC
from index.report import IndexReport
from index.store.database import Database
from index.store.generations import Generations


@click.group()
def collection() -> None:
    """Create, list or delete collections."""


@collection.command()
@click.argument("name")
@database_option
@json_option
@click.pass_obj
def create(config: Path | None, name: str, db: Path | None, as_json: bool) -> None:
    """Make the empty collection NAME; a server's own is “<server id>/<name>”."""

    async def make() -> None:
        async with workbench(config, db, create=True) as bench:
            await bench.editor.create(name)
            click.echo(dumps({"collection": name}) if as_json else f"Created: {name}.")

    with errors_reported(as_json):
        asyncio.run(make())


@collection.command()
@click.argument("name")
@click.option("--force", is_flag=True, help="Also if it holds releases: they are gone for good.")
@database_option
@json_option
@click.pass_obj
def delete(config: Path | None, name: str, force: bool, db: Path | None, as_json: bool) -> None:
    """Delete the collection NAME with all that it holds."""

    async def drop() -> None:
        async with workbench(config, db) as bench:
            held = (await bench.editor.records(name, limit=1)).total
            if held and not force:
                raise IndexingError(
                    f"{name} holds {counted(held, 'release')}: --force deletes them for good."
                )
            gone = await bench.editor.drop(name)
            told = f"Deleted: {name}, with {counted(gone, 'release')}."
            click.echo(dumps({"collection": name, "releases": gone}) if as_json else told)

    with errors_reported(as_json):
        asyncio.run(drop())


@collection.command("list")
@database_option
@json_option
@click.pass_obj
def list_(config: Path | None, db: Path | None, as_json: bool) -> None:
    """List the collections with how much they hold."""

    async def show() -> None:
        async with (
            workbench(config, db) as bench,
            Database.open(chosen_settings(config, db).database) as opened,
        ):
            names = sorted(await Generations(opened).newest())
            usages = [await bench.editor.usage([name]) for name in names]
        if as_json:
            held = [{"collection": name} | asdict(usage) for name, usage in zip(names, usages, strict=True)]
            click.echo(dumps({"collections": held}))
            return
        for name, usage in zip(names, usages, strict=True):
            click.echo(f"{name}: {counted(usage.releases, 'release')}, {usage.bytes:,} bytes")

    with errors_reported(as_json):
        asyncio.run(show())


@click.command()
@collection_option
@click.option("--full", is_flag=True, help="Split and attribute anew also what did not change.")
@click.option("--force", is_flag=True, help="Publish also if most releases would be gone.")
@database_option
@json_option
@click.pass_obj
def reindex(
    config: Path | None, collection: str, full: bool, force: bool, db: Path | None, as_json: bool
) -> None:
    """Read a collection's releases again: the folder of the settings for “public”, else the stored uploads."""
    with errors_reported(as_json):
        settings = chosen_settings(config, db)
        if collection == PUBLIC and settings.releases_folder is None and not full:
            raise IndexingError(
                "No folder of releases is set: set releases_folder in the configuration, or use --full for uploads."
            )
        folders = [settings.releases_folder] if collection == PUBLIC and settings.releases_folder else []
        job = IndexJob(
            settings.database,
            folders,
            collection=collection,
            release_max_bytes=settings.release_max_bytes,
            speakers=speakers(settings),
            full=full or collection != PUBLIC,
            force=force,
        )
        with progress_bar(shown=sys.stderr.isatty() and not as_json) as told:
            report = asyncio.run(index_and_bring(settings, job, told))
        _report(report, as_json)
        sys.exit(1 if report.failed else 0)


@click.command()
@collection_option
@click.option(
    "--limit", type=click.IntRange(1, 1_000), default=10, show_default=True, help="Generations at most."
)
@database_option
@json_option
@click.pass_obj
def history(config: Path | None, collection: str, limit: int, db: Path | None, as_json: bool) -> None:
    """List the generations of a collection, newest first."""

    async def show() -> None:
        async with workbench(config, db) as bench:
            generations = await bench.editor.history(collection, limit=limit)
            click.echo(dumps(history_json(generations)) if as_json else history_text(generations))

    with errors_reported(as_json):
        asyncio.run(show())


@click.command()
@click.argument("generation", type=int)
@collection_option
@database_option
@json_option
@click.pass_obj
def rollback(config: Path | None, generation: int, collection: str, db: Path | None, as_json: bool) -> None:
    """Make a new generation that holds what GENERATION held (`history` lists them)."""

    async def go_back() -> None:
        async with workbench(config, db) as bench:
            _report(await bench.editor.rollback(collection, generation), as_json)

    with errors_reported(as_json):
        asyncio.run(go_back())


@click.command()
@click.argument("server_id", type=int)
@click.option(
    "--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="Entries at most."
)
@database_option
@json_option
@click.pass_obj
def audit(config: Path | None, server_id: int, limit: int, db: Path | None, as_json: bool) -> None:
    """List who did what on a server (its id), newest first."""

    async def show() -> None:
        async with workbench(config, db), Records.open(chosen_settings(config, db).database) as records:
            entries = await records.audit.entries(server_id, limit=limit)
        if as_json:
            click.echo(
                dumps({"entries": [asdict(entry) | {"at": entry.at.isoformat()} for entry in entries]})
            )
            return
        for entry in entries:
            change = f": {entry.before or '—'} → {entry.after or '—'}" if entry.before or entry.after else ""
            click.echo(
                f"{entry.at:%Y-%m-%d %H:%M}  {entry.actor_id}  {entry.action}  {entry.subject}{change}"
            )

    with errors_reported(as_json):
        asyncio.run(show())


def _report(report: IndexReport, as_json: bool) -> None:
    click.echo(dumps(report_json(report)) if as_json else report_text(report, width=terminal_width()))
