"""What servers chose for themselves, and which of their collections they let others search; read from memory.

In: a server's id. Out: its settings, at once; and the names of collections of others that it may search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import aiosqlite

_READ = "SELECT server_id, editor_role, audit_channel FROM servers"
_WRITE = """
INSERT INTO servers (server_id, editor_role, audit_channel) VALUES (?, ?, ?)
ON CONFLICT (server_id) DO UPDATE
SET editor_role = excluded.editor_role, audit_channel = excluded.audit_channel
"""
_FORGET = "DELETE FROM servers WHERE server_id = ?"
_READ_SHARES = "SELECT collection, server_id FROM shares"
_SHARE = "INSERT OR IGNORE INTO shares (collection, server_id) VALUES (?, ?)"
_UNSHARE = "DELETE FROM shares WHERE collection = ? AND server_id = ?"
_UNSHARE_ALL = "DELETE FROM shares WHERE collection = ?"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The role whose members look after a server's releases, and the channel that its audit log is posted to."""

    editor_role: int | None = None
    audit_channel: int | None = None


_DEFAULTS = ServerSettings()


class Servers:
    """The settings of all servers."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._settings: dict[int, ServerSettings] = {}
        self._shared: dict[str, set[int]] = {}

    async def load(self) -> None:
        """Read all settings into memory."""
        async with self._connection.execute(_READ) as cursor:
            async for server, editor_role, audit_channel in cursor:
                self._settings[server] = ServerSettings(editor_role, audit_channel)
        async with self._connection.execute(_READ_SHARES) as cursor:
            async for collection, server in cursor:
                self._shared.setdefault(collection, set()).add(server)

    def of(self, server_id: int) -> ServerSettings:
        """A server's settings; the defaults where nothing was chosen."""
        return self._settings.get(server_id, _DEFAULTS)

    def shared_with(self, server_id: int) -> Sequence[str]:
        """The collections of other servers that a server may search, sorted."""
        return sorted(name for name, servers in self._shared.items() if server_id in servers)

    def sharing(self, collection: str) -> Sequence[int]:
        """The servers that may search a collection beside its own."""
        return sorted(self._shared.get(collection, ()))

    async def choose(self, server_id: int, settings: ServerSettings) -> None:
        """Keep what was chosen for a server."""
        values = (server_id, settings.editor_role, settings.audit_channel)
        async with self._connection.execute(_WRITE, values):
            self._settings[server_id] = settings

    async def share(self, collection: str, server_id: int) -> None:
        """Let a server search a collection."""
        async with self._connection.execute(_SHARE, (collection, server_id)):
            self._shared.setdefault(collection, set()).add(server_id)

    async def unshare(self, collection: str, server_id: int) -> None:
        """Let it do so no longer."""
        async with self._connection.execute(_UNSHARE, (collection, server_id)):
            self._shared.get(collection, set()).discard(server_id)

    async def forget_collection(self, collection: str) -> None:
        """A collection that is gone is shared with nobody."""
        async with self._connection.execute(_UNSHARE_ALL, (collection,)):
            self._shared.pop(collection, None)

    async def forget_channel(self, channel_id: int) -> None:
        """A channel that was deleted: an audit log that was posted to it is posted nowhere."""
        for server_id, settings in list(self._settings.items()):
            if settings.audit_channel == channel_id:
                await self.choose(server_id, replace(settings, audit_channel=None))

    async def forget(self, server_id: int) -> None:
        """A server that the bot left; what it shared, it shares no longer."""
        async with self._connection.execute(_FORGET, (server_id,)):
            self._settings.pop(server_id, None)
        for collection in [name for name in self._shared if name.startswith(f"{server_id}/")]:
            await self.forget_collection(collection)
        for collection in self.shared_with(server_id):
            await self.unshare(collection, server_id)
