"""`communique release add|list|show|edit|remove|restore|withdraw`; with anything else, the look-up of a title.

In: files, or the handle of a release as `list` prints it. Out: what is so now; a change is live at once.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from bot.commands.opening import Workbench, collection_option, workbench
from bot.looking_up import release as release_by_title
from bot.options import database_option, json_option, offset_option
from bot.render.json import report_json
from bot.render.records import (
    handle_meant,
    published_text,
    reading_json,
    reading_text,
    record_json,
    record_text,
    records_json,
    records_text,
)
from bot.terminal import dumps, errors_reported, terminal_width
from index.editing import Reading, ReleaseRecord, ReleaseState, Upload
from index.intake.raw import Facts
from index.uploads import pasted

_TITLE = "title"
_FACTS = {
    "speaker": "Who speaks in it.",
    "url": "Its address on the web.",
    "date": "The day it was published.",
    "title": "Its title.",
}


class ReleaseGroup(click.Group):
    """A group whose command is left out where a title is looked up: `communique release Visit to Finland`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command there where none is named."""
        known = {*self.commands, "-h", "--help"}
        return super().parse_args(ctx, args if not args or args[0] in known else [_TITLE, *args])


@click.group(cls=ReleaseGroup)
def release() -> None:
    """Show a release by its TITLE; or add, list, change, remove releases."""


release.add_command(release_by_title, _TITLE)


def _facts(command: Callable[..., None]) -> Callable[..., None]:
    """--title, --date, --url and --speaker, as the Facts that they state."""

    @wraps(command)
    def with_facts(*arguments: Any, **options: Any) -> None:
        stated = {name: options.pop(name) for name in _FACTS}
        command(*arguments, facts=Facts(**stated), **options)

    decorated: Callable[..., None] = with_facts
    for name, help_ in _FACTS.items():
        decorated = click.option(f"--{name}", help=help_)(decorated)
    return decorated


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    return click.pass_obj(json_option(database_option(collection_option(command))))


@release.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@_facts
@click.option("--held-until", type=click.DateTime(), help="Answer from it only from then on (UTC).")
@click.option("--preview", is_flag=True, help="Only show what the files hold.")
@_shared
def add(
    config: Path | None,
    files: tuple[Path, ...],
    facts: Facts,
    held_until: datetime | None,
    preview: bool,
    collection: str,
    db: Path | None,
    as_json: bool,
) -> None:
    """Add releases from FILES (“-”: text on standard input); each is kept as it was given."""
    if facts != Facts() and len(files) != 1:
        raise click.UsageError("Title, date, address and speaker describe one release: give just its file.")

    async def take_in() -> int:
        async with workbench(config, db, create=not preview) as bench:
            reading = await _read(bench, files, facts)
            if preview or not reading.prepared:
                click.echo(dumps(reading_json(reading)) if as_json else reading_text(reading))
            else:
                held = held_until.replace(tzinfo=UTC) if held_until else None
                report = await bench.editor.add(collection, reading.prepared, held_until=held)
                told = report_json(report) | {"failed": reading_json(reading)["failed"]}
                click.echo(
                    dumps(told) if as_json else published_text(report, reading, width=terminal_width())
                )
            return 1 if reading.failed else 0

    with errors_reported(as_json):
        sys.exit(asyncio.run(take_in()))


@release.command("list")
@click.argument("typed", nargs=-1)
@click.option("--state", type=click.Choice([state.value for state in ReleaseState]), help="Only those.")
@click.option(
    "--limit", type=click.IntRange(1, 1_000), default=50, show_default=True, help="Releases at most."
)
@offset_option
@_shared
def list_(
    config: Path | None,
    typed: tuple[str, ...],
    state: str | None,
    limit: int,
    offset: int,
    collection: str,
    db: Path | None,
    as_json: bool,
) -> None:
    """List the releases whose titles hold the words TYPED, those changed last first."""
    states = frozenset({ReleaseState(state)}) if state else frozenset(ReleaseState)

    async def show_page() -> None:
        async with workbench(config, db) as bench:
            found = await bench.editor.records(
                collection, states=states, typed=" ".join(typed), limit=limit, offset=offset
            )
            click.echo(dumps(records_json(found)) if as_json else records_text(found, offset=offset))

    with errors_reported(as_json):
        asyncio.run(show_page())


@release.command()
@click.argument("handle")
@_shared
def show(config: Path | None, handle: str, **shared: Any) -> None:
    """Show the state, versions and size of a release."""
    _with_record(config, lambda bench, name: bench.editor.record(name, handle_meant(handle)), **shared)


@release.command()
@click.argument("handle")
@_facts
@_shared
def edit(config: Path | None, handle: str, facts: Facts, **shared: Any) -> None:
    """State facts of a release anew; they outlast a re-indexing."""
    if facts == Facts():
        raise click.UsageError("Name what is to change: --title, --date, --url or --speaker.")
    _with_record(config, lambda bench, name: bench.editor.edit(name, handle_meant(handle), facts), **shared)


@release.command()
@click.argument("handle")
@click.option("--reason", help="Why; it is kept with the release.")
@_shared
def remove(config: Path | None, handle: str, reason: str | None, **shared: Any) -> None:
    """Answer no longer from a release; `restore` undoes that for 30 days."""
    _with_record(
        config, lambda bench, name: bench.editor.remove(name, handle_meant(handle), reason=reason), **shared
    )


@release.command()
@click.argument("handle")
@click.option("--reason", help="Why; it is kept with the release.")
@_shared
def withdraw(config: Path | None, handle: str, reason: str | None, **shared: Any) -> None:
    """Answer no longer from a release that its publisher took back; old answers say so."""
    _with_record(
        config, lambda bench, name: bench.editor.withdraw(name, handle_meant(handle), reason=reason), **shared
    )


@release.command()
@click.argument("handle")
@_shared
def restore(config: Path | None, handle: str, **shared: Any) -> None:
    """Answer again from a release that was removed, withdrawn or held."""
    _with_record(config, lambda bench, name: bench.editor.restore(name, handle_meant(handle)), **shared)


def _with_record(
    config: Path | None,
    act: Callable[[Workbench, str], Awaitable[ReleaseRecord]],
    *,
    collection: str,
    db: Path | None,
    as_json: bool,
) -> None:
    async def act_and_tell() -> None:
        async with workbench(config, db) as bench:
            record = await act(bench, collection)
            click.echo(dumps(record_json(record)) if as_json else record_text(record))

    with errors_reported(as_json):
        asyncio.run(act_and_tell())


async def _read(bench: Workbench, files: tuple[Path, ...], facts: Facts) -> Reading:
    readings = [
        await bench.uploads.read(pasted(sys.stdin.read()) if file == Path("-") else _upload(file), facts)
        for file in files
    ]
    return Reading(
        [prepared for reading in readings for prepared in reading.prepared],
        [failed for reading in readings for failed in reading.failed],
    )


def _upload(file: Path) -> Upload:
    try:
        return Upload(file.name, file.read_bytes())
    except OSError as error:
        raise click.UsageError(f"{file}: cannot be read: {error.strerror or error}") from error
