"""The command line's look-ups: date, latest, topic, speaker, release.

In: days, a name or a title. Out: the list or the release, as text or as one JSON object.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import click

from bot.asking.days import Phrases
from bot.asking.desk import Desk
from bot.asking.scope import PUBLIC_SCOPE
from bot.options import Clock, database_option, json_option, offset_option, passages_option, today_option
from bot.render.json import Json, dates_json, passages_json, release_json
from bot.render.text import dates_text, passages_text, release_text
from bot.terminal import errors_reported, opened_desk, print_lookup, terminal_width


@click.command()
@click.argument("phrase", nargs=-1)
@click.option("--from", "since", default="", help="The first day, month or year to list.")
@click.option("--to", "until", default="", help="The last one.")
@offset_option
@database_option
@json_option
@today_option
@click.pass_obj
def date(
    config: Path | None,
    phrase: tuple[str, ...],
    since: str,
    until: str,
    offset: int,
    db: Path | None,
    as_json: bool,
    today: datetime | None,
) -> None:
    """List what was released: on a day, in a month, in a year, “last week”, or between two."""
    clock, phrases = Clock(today.date() if today else None), Phrases(" ".join(phrase), since, until)

    async def look_up(desk: Desk) -> Json | str:
        listing = await desk.on_days(phrases, scope=PUBLIC_SCOPE, now=clock.now(), offset=offset)
        return dates_json(listing) if as_json else dates_text(listing, width=terminal_width())

    _print(look_up, config, db, as_json=as_json)


@click.command()
@offset_option
@database_option
@json_option
@click.pass_obj
def latest(config: Path | None, offset: int, db: Path | None, as_json: bool) -> None:
    """List the newest releases."""

    async def look_up(desk: Desk) -> Json | str:
        listing = await desk.latest(scope=PUBLIC_SCOPE, offset=offset)
        return dates_json(listing) if as_json else dates_text(listing, width=terminal_width())

    _print(look_up, config, db, as_json=as_json)


@click.command()
@click.argument("name", nargs=-1, required=True)
@passages_option
@offset_option
@database_option
@json_option
@click.pass_obj
def topic(
    config: Path | None, name: tuple[str, ...], limit: int, offset: int, db: Path | None, as_json: bool
) -> None:
    """Show what the releases say on a topic of the lexicon."""

    async def look_up(desk: Desk) -> Json | str:
        listing = await desk.on_topic(" ".join(name), scope=PUBLIC_SCOPE, offset=offset, limit=limit)
        return passages_json(listing) if as_json else passages_text(listing, width=terminal_width())

    _print(look_up, config, db, as_json=as_json, catalogued=True)


@click.command()
@click.argument("name", nargs=-1, required=True)
@passages_option
@offset_option
@database_option
@json_option
@click.pass_obj
def speaker(
    config: Path | None, name: tuple[str, ...], limit: int, offset: int, db: Path | None, as_json: bool
) -> None:
    """Show what somebody says in the releases, the newest first."""

    async def look_up(desk: Desk) -> Json | str:
        listing = await desk.by_speaker(" ".join(name), scope=PUBLIC_SCOPE, offset=offset, limit=limit)
        return passages_json(listing) if as_json else passages_text(listing, width=terminal_width())

    _print(look_up, config, db, as_json=as_json, catalogued=True)


@click.command()
@click.argument("title", nargs=-1, required=True)
@database_option
@json_option
@click.pass_obj
def release(config: Path | None, title: tuple[str, ...], db: Path | None, as_json: bool) -> None:
    """Show a release, by its title or by words of it."""

    async def look_up(desk: Desk) -> Json | str:
        found = await desk.release(" ".join(title), scope=PUBLIC_SCOPE)
        return release_json(found) if as_json else release_text(found, width=terminal_width())

    _print(look_up, config, db, as_json=as_json, catalogued=True)


def _print(
    look_up: Callable[[Desk], Awaitable[Json | str]],
    config: Path | None,
    db: Path | None,
    *,
    as_json: bool,
    catalogued: bool = False,
) -> None:
    """Print what is looked up; ``catalogued`` for what goes by names that are kept in memory."""

    async def printed() -> None:
        async with opened_desk(config, db, catalogued=catalogued) as desk:
            print_lookup(await look_up(desk))

    with errors_reported(as_json):
        asyncio.run(printed())
