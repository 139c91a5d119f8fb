"""What the commands of the terminal share: settings, an open desk, errors as sentences, and how wide it is."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import click

from bot.answering import open_answering
from bot.asking.desk import Desk
from bot.errors import BotError
from bot.render.json import Json, error_json
from config.settings import Settings, SettingsError, load_settings
from index.errors import IndexingError
from index.language.topics import LexiconError

_EXPECTED = (SettingsError, IndexingError, LexiconError, BotError)


def chosen_settings(config: Path | None, db: Path | None) -> Settings:
    """The settings, with the database that --db names."""
    settings = load_settings(config)
    return settings.model_copy(update={"database": db}) if db is not None else settings


@asynccontextmanager
async def opened_desk(
    config: Path | None, db: Path | None, *, catalogued: bool = False
) -> AsyncIterator[Desk]:
    """An open desk; ``catalogued`` where things are looked up by their names."""
    settings = chosen_settings(config, db)
    if not settings.database.exists():
        # who only asks leaves no file behind
        settings = settings.model_copy(update={"database": Path(":memory:")})
    async with open_answering(settings, catalogued=catalogued) as answering:
        yield answering.desk


@contextmanager
def errors_reported(as_json: bool, *, question: str = "") -> Iterator[None]:
    """An expected error becomes its own sentence and exit code 2."""
    try:
        yield
    except _EXPECTED as error:
        if as_json:
            click.echo(dumps(error_json(question, str(error))))
        else:
            click.echo(f"communique: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        click.echo("", err=True)
        sys.exit(130)


def print_lookup(printed: Json | str) -> None:
    """Print what a look-up came to."""
    click.echo(printed if isinstance(printed, str) else dumps(printed))


def dumps(value: Any) -> str:
    """The value as JSON, on one line."""
    return json.dumps(value, ensure_ascii=False)


def lines_of(stream: Any) -> Iterator[str]:
    """The lines that hold anything."""
    return (line.rstrip("\r\n") for line in stream if line.strip())


def terminal_width() -> int:
    """How wide text is printed: no wider than one reads easily."""
    return min(shutil.get_terminal_size().columns, 100)
