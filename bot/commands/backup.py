"""`communique backup` and `communique restore`.

In: a file's name. Out: the file, or the database, with what it was found to hold.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path

import click

from bot.options import database_option, json_option
from bot.render.wording import counted
from bot.terminal import chosen_settings, dumps, errors_reported, opened_desk
from index.store.backup import Stored, back_up, restore


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@database_option
@json_option
@click.pass_obj
def backup(config: Path | None, file: Path, db: Path | None, as_json: bool) -> None:
    """Write all that the database holds to FILE, also while the bot runs, and check it."""
    with errors_reported(as_json):
        _tell(
            "Written and checked", asyncio.run(back_up(chosen_settings(config, db).database, file)), as_json
        )


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Put it in the place of a database that is there.")
@database_option
@json_option
@click.pass_obj
def restore_command(config: Path | None, file: Path, force: bool, db: Path | None, as_json: bool) -> None:
    """Check the backup FILE, and put it in the place of the database; stop the bot first."""

    async def put_in_place() -> Stored:
        stored = await restore(file, chosen_settings(config, db).database, force=force)
        async with opened_desk(config, db):
            return stored  # opening it has rebuilt the segments

    with errors_reported(as_json):
        _tell("Restored", asyncio.run(put_in_place()), as_json)


def _tell(done: str, stored: Stored, as_json: bool) -> None:
    if as_json:
        click.echo(dumps(asdict(stored) | {"path": str(stored.path)}))
        return
    held = f"{counted(stored.releases, 'release')} in {counted(stored.collections, 'collection')}"
    click.echo(f"{done}: {stored.path}, {stored.bytes:,} bytes, {held}.")
