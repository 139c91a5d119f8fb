"""Options that several commands share, and the clock that --today sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import click

from config.shards import Shards

_Command = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Clock:
    """Now, or noon of the day that --today names."""

    today: date | None = None

    def now(self) -> datetime:
        """The moment from which "last week" is counted."""
        return datetime.combine(self.today, time(12), UTC) if self.today else datetime.now(UTC)


def database_option(command: _Command) -> _Command:
    """--db, on every subcommand."""
    return click.option(
        "--db", type=click.Path(path_type=Path), help="The database (default: the setting `database`)."
    )(command)


def json_option(command: _Command) -> _Command:
    """--json, where programs read along."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")(command)


def today_option(command: _Command) -> _Command:
    """--today, where dates matter."""
    return click.option(
        "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day from which “last week” is counted."
    )(command)


def offset_option(command: _Command) -> _Command:
    """--offset, for lists that are longer than what is printed of them."""
    return click.option("--offset", type=click.IntRange(0), default=0, help="Pass over the first so many.")(
        command
    )


def passages_option(command: _Command) -> _Command:
    """--limit, for lists of passages."""
    return click.option(
        "--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Passages at most."
    )(command)


def shards_given(context: click.Context, parameter: click.Parameter, value: str | None) -> Shards | None:
    """The shards that --shards names."""
    if value is None:
        return None
    try:
        return Shards.parse(value)
    except ValueError as error:
        raise click.BadParameter(f"{error}.", context, parameter) from error
