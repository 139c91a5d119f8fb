"""Backup and restore of a database: one file that holds all of it but its segments, which are made again from it.

In: a database, in use or not, and a file. Out: the file, checked; or the database as the file has it.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import StoreError
from index.store.database import newest_schema, one_writer, segment_folder, store_errors

_PARTIAL = ".partial"


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file was found to hold, once all of it was checked."""

    path: Path
    bytes: int
    collections: int
    releases: int
    versions: int


async def back_up(database: Path, file: Path) -> Stored:
    """Write a consistent copy of a database while it is used; an older backup of that name is replaced in the end.

    Raises:
        StoreError: there is no such database, the copy cannot be written, or is not what was read.
    """
    return await asyncio.to_thread(_back_up, database, file)


async def restore(file: Path, database: Path, *, force: bool = False) -> Stored:
    """Put a backup in the place of a database; its segments are rebuilt when it is opened.

    Raises:
        StoreError: the file is no sound backup, there is a database already and no ``force``, or it is in use.
    """
    return await asyncio.to_thread(_restore, file, database, force=force)


def _back_up(database: Path, file: Path) -> Stored:
    if not database.is_file():
        raise StoreError(f"{database}: there is no such database.")
    if file.exists() and file.samefile(database):
        raise StoreError(f"{file}: is the database itself; name another file.")
    with _moved_when_sound(file) as partial:
        _copy(database, partial)
        stored = _check(partial)
    return replace(stored, path=file)


def _restore(file: Path, database: Path, *, force: bool) -> Stored:
    _check(file)
    if database.exists() and not force:
        raise StoreError(f"{database}: there is a database already; --force puts the backup in its place.")
    with one_writer(database), _moved_when_sound(database) as partial:
        _copy(file, partial)
        stored = _check(partial)
        if database.exists():
            _close_wal(database)
    for segment in segment_folder(database).glob("*.segment"):
        segment.unlink(missing_ok=True)
    return replace(stored, path=database)


@contextmanager
def _moved_when_sound(path: Path) -> Iterator[Path]:
    """A file beside the path, which takes its place at once when nothing went wrong, and else is removed."""
    partial = path.with_name(path.name + _PARTIAL)
    with store_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        try:
            yield partial
            with partial.open("rb") as written:
                os.fsync(written.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """All pages at one moment: a reader that stays at it long keeps nobody from writing."""
    with closing(_read_only(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)
        # one file, without a log beside it
        writing.execute("PRAGMA journal_mode = DELETE")


def _check(path: Path) -> Stored:
    """What the file holds.

    Raises:
        StoreError: it cannot be read, is damaged, no database of this program, or one of a newer version.
    """
    try:
        with closing(_read_only(path)) as reading:
            problems = [text for (text,) in reading.execute("PRAGMA integrity_check(1)")]
            problems += [f"a row of {row[0]} is alone" for row in reading.execute("PRAGMA foreign_key_check")]
            if problems != ["ok"]:
                raise StoreError(f"{path}: is damaged: {problems[-1]}")
            if reading.execute("PRAGMA user_version").fetchone()[0] > newest_schema():
                raise StoreError(f"{path}: written by a newer version of Communiqué; upgrade to use it.")
            counts = [
                reading.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("collections", "releases", "versions")
            ]
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{path}: is no backup that can be read: {error}") from error
    return Stored(path, path.stat().st_size, *counts)


def _close_wal(database: Path) -> None:
    """Bring what the log of a database holds into it, and leave no log behind for the file that takes its place.

    Raises:
        StoreError: somebody else has the database open.
    """
    try:
        with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        raise StoreError(f"{database}: is in use ({error}); stop the bot first.") from error
    except sqlite3.DatabaseError:
        # it cannot be opened any more, which is why a backup is to take its place
        for ending in ("-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
