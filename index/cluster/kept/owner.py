"""Whose rows the cluster holds: a database has a name for life, in a file beside it.

Numbers of passages and versions are rows of one database; those of another one would be other sentences. So would those be
that a database gives after an older backup has taken its place: it does not go on from what it pushed.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from index.store.database import Database
from index.store.generations import Generations


def owner_of(database: Path) -> str | None:
    """The name of a database, None where nothing was ever pushed from it."""
    try:
        return _file(database).read_text(encoding="ascii").strip() or None
    except OSError:
        return None


def owner_made(database: Path) -> str:
    """The name of a database, made where it has none; the caller is the only one to push from it."""
    known = owner_of(database)
    if known is not None:
        return known
    # for people the file's name, for the rest of the world a number that nobody else has
    name = f"{database.name}-{secrets.token_hex(8)}".encode("ascii", "replace").decode()
    partial = _file(database).with_suffix(".partial")
    partial.write_text(name, encoding="ascii")
    partial.replace(_file(database))
    return name


async def goes_on_from(database: Database, generation: int, made_at: str) -> bool:
    """Whether a database made this generation itself, at that time, and has its rows."""
    made = await Generations(database).made(generation)
    return made is not None and made.at == made_at


def _file(database: Path) -> Path:
    return database.with_name(f"{database.name}.owner")
