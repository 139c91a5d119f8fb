"""Which commands were registered with Discord last.

In: an application's id and the hash of a payload. Out: whether that is news.
"""

from __future__ import annotations

import aiosqlite

_READ = "SELECT payload_hash FROM command_syncs WHERE application_id = ?"
_WRITE = """
INSERT INTO command_syncs (application_id, payload_hash) VALUES (?, ?)
ON CONFLICT (application_id) DO UPDATE
SET payload_hash = excluded.payload_hash, synced_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
"""


class CommandSyncs:
    """The hash of the commands that each application registered last."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def last(self, application_id: int) -> str | None:
        """The hash registered last; None if nothing ever was."""
        async with self._connection.execute(_READ, (application_id,)) as cursor:
            row = await cursor.fetchone()
        return None if row is None else str(row[0])

    async def remember(self, application_id: int, payload_hash: str) -> None:
        """Note that these commands are registered now."""
        async with self._connection.execute(_WRITE, (application_id, payload_hash)):
            pass
