"""`communique servers list` and `communique servers move`: which servers a database remembers, and moving them to another.

In: servers' ids, or the shards that they belong to. Out: how much of each there is, or moved.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from bot.moving import Moved, opened_mover, opened_rows
from bot.options import database_option, json_option, shards_given
from bot.records.moving import DIRECT_MESSAGES, ServerRows
from bot.render.wording import counted
from bot.terminal import chosen_settings, dumps, errors_reported
from config.settings import Settings
from config.shards import Shards, shard_of
from index.errors import NothingToChange, StoreError


@dataclass(frozen=True, slots=True)
class _Remembered:
    """What a database holds of a server: its shard, its own collections, and rows by table."""

    server_id: int
    shard: int
    collections: Sequence[str]
    rows: Mapping[str, int]


@click.group()
def servers() -> None:
    """List the servers that a database remembers, or move them to another."""


@servers.command("list")
@click.option("--shards", callback=shards_given, help="Only those of these shards: 0-3/16.")
@database_option
@json_option
@click.pass_obj
def list_(config: Path | None, shards: Shards | None, db: Path | None, as_json: bool) -> None:
    """List servers by their ids, with the shard that each belongs to and how much is kept of it."""
    with errors_reported(as_json):
        settings = chosen_settings(config, db)
        remembered = asyncio.run(_remembered(settings, shards or settings.shards))
        if as_json:
            click.echo(dumps({"servers": [asdict(one) for one in remembered]}))
            return
        for one in remembered:
            click.echo(_line(one))
        if not remembered:
            click.echo(f"{settings.database} remembers no server{' of these shards' if shards else ''}.")


@servers.command()
@click.argument("server_ids", metavar="[SERVER]...", nargs=-1, type=click.IntRange(1))
@click.option("--shards", callback=shards_given, help="All servers of these shards: 4-7/16.")
@click.option("--all", "every", is_flag=True, help="All servers.")
@click.option(
    "--into", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The other database."
)
@database_option
@json_option
@click.pass_obj
def move(
    config: Path | None,
    server_ids: tuple[int, ...],
    shards: Shards | None,
    every: bool,
    into: Path,
    db: Path | None,
    as_json: bool,
) -> None:
    """Move servers with their settings, answers, audit log and own collections to another database; stop both bots first.

    The database is made where there is none: it may be carried to another machine. With --all, and with shard 0, go
    direct messages. Killed at any moment, the same command goes on.
    """
    if bool(server_ids) + (shards is not None) + every != 1:
        raise click.UsageError("Name servers, or use either --shards or --all.")

    async def carry() -> None:
        settings = chosen_settings(config, db)
        async with opened_mover(settings.database, into) as mover:
            chosen = server_ids or await mover.servers(shards or Shards())
            if not chosen:
                raise NothingToChange(f"{settings.database} remembers no server of these shards.")
            for server_id in chosen:
                moved = await mover.move(server_id)
                click.echo(dumps(asdict(moved)) if as_json else _moved(moved))

    with errors_reported(as_json):
        asyncio.run(carry())


async def _remembered(settings: Settings, shards: Shards) -> list[_Remembered]:
    if not settings.database.exists():
        raise StoreError(f"{settings.database}: there is no such database.")
    async with opened_rows(settings.database) as database:
        rows = ServerRows(database)
        return [
            _Remembered(
                server_id,
                shard_of(server_id, shards.count),
                await rows.collections(server_id),
                await rows.counts(server_id),
            )
            for server_id in await rows.servers()
            if shards.hold(server_id)
        ]


def _line(one: _Remembered) -> str:
    held = [f"{table.replace('_', ' ')} {count:,}" for table, count in one.rows.items()]
    return f"{_name(one.server_id)} · shard {one.shard} · {', '.join([*one.collections, *held])}"


def _moved(moved: Moved) -> str:
    name = _name(moved.server_id)
    if moved.before:
        return f"{name}: had come already; what was left of it here is gone."
    collections = [
        f"  {one.name}: {counted(one.releases, 'release')}; its generations are "
        f"{one.first_generation} to {one.last_generation} now."
        for one in moved.collections
    ]
    return "\n".join([f"{name}: moved, with {counted(sum(moved.rows.values()), 'row')}.", *collections])


def _name(server_id: int) -> str:
    return "direct messages" if server_id == DIRECT_MESSAGES else f"{server_id}"
