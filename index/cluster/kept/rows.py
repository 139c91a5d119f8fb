"""Numbers of rows that another process's database gave, kept apart from those of this one.

A process that owns no ``public`` shows the one of the cluster beside its own collections: the rows of both
are numbered from 1.
"""

from __future__ import annotations

APART = 1 << 40
"""What is added to a row of another database: no database has so many rows."""


def is_apart(row: int) -> bool:
    """Whether the row is one of another database."""
    return row >= APART
