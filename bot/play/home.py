"""The database to play with, in a folder that goes with the play.

In: the settings, and what to play with: a folder of releases, or a database that stays as it is. Out: settings for
a copy of that database, or for a new one with those releases indexed.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from bot.answering import speakers
from bot.errors import NothingToPlayWith
from config.settings import Settings
from index.indexer import run_job
from index.job import IndexJob
from index.report import Told, untold

# the clock of the page stands still, so that a wait would never end; and what needs an intent can be tried
_FREE = {
    "cooldown_questions": 1_000,
    "cooldown_presses": 1_000,
    "channel_questions": 10_000,
    "server_questions": 10_000,
    "messages_per_second": 10_000,
    "message_content": True,
    "shard_count": 1,
    "shard_ids": "",
    "sync_commands": True,
}


@dataclass(frozen=True, slots=True)
class Stock:
    """What the bot may search: the releases of a folder, or else those of a database."""

    releases: Path
    database: Path | None = None


@asynccontextmanager
async def open_home(
    settings: Settings, stock: Stock, progress: Told | None = None
) -> AsyncIterator[Settings]:
    """Settings of a bot that may do as it likes: whatever it writes is removed in the end.

    Raises:
        NothingToPlayWith: the database does not exist.
        IndexingError: the releases cannot be indexed, or the database cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="communique-play-") as folder:
        own = settings.model_copy(
            update={
                **_FREE,
                "database": Path(folder) / "communique.db",
                "releases_folder": settings.releases_folder if stock.database else stock.releases.resolve(),
            }
        )
        if stock.database is not None:
            _copy(stock.database, own.database)
        else:
            await run_job(_job(own, stock.releases), progress or untold)
        yield own


def _job(settings: Settings, releases: Path) -> IndexJob:
    return IndexJob(
        settings.database,
        [releases],
        release_max_bytes=settings.release_max_bytes,
        speakers=speakers(settings),
    )


def _copy(database: Path, copy: Path) -> None:
    """Copy a database, though others may be writing to it, and the segments beside it."""
    if not database.is_file():
        raise NothingToPlayWith(database)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    segments = _segments(database)
    if segments.is_dir():
        shutil.copytree(segments, _segments(copy))


def _segments(database: Path) -> Path:
    return database.with_name(f"{database.name}.index")
