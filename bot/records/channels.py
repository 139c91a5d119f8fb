"""What the admins of servers chose for their channels; read from memory, written through to the database.

In: a channel's id. Out: its settings, at once: whoever suggests words while someone types cannot wait for a disk.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import aiosqlite

from index.query import PUBLIC

_COLUMNS = "channel_id, server_id, collections, answers_all, threads, compact, asker_role, private, questions"
_READ = f"SELECT {_COLUMNS} FROM channels"
_WRITE = f"""
INSERT INTO channels ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (channel_id) DO UPDATE SET
  server_id = excluded.server_id, collections = excluded.collections, answers_all = excluded.answers_all,
  threads = excluded.threads, compact = excluded.compact, asker_role = excluded.asker_role,
  private = excluded.private, questions = excluded.questions
"""
_FORGET = "DELETE FROM channels WHERE channel_id = ?"
_FORGET_SERVER = "DELETE FROM channels WHERE server_id = ?"


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What is searched in a channel, and how it is answered.

    ``answers_all``: each message is a question; ``threads``: each answer opens a thread; ``compact``: short answers;
    ``asker_role``: whose members may ask (None: all); ``private``: answers to commands are, unless asked for otherwise;
    ``questions``: how many it may ask within the cooldown (None: the setting).
    """

    collections: frozenset[str] = frozenset({PUBLIC})
    answers_all: bool = False
    threads: bool = False
    compact: bool = False
    asker_role: int | None = None
    private: bool = False
    questions: int | None = None


_DEFAULTS = ChannelSettings()


class Channels:
    """The settings of all channels."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._settings: dict[int, ChannelSettings] = {}
        self._servers: dict[int, int] = {}

    async def load(self) -> None:
        """Read all settings into memory."""
        async with self._connection.execute(_READ) as cursor:
            async for (
                channel,
                server,
                collections,
                answers_all,
                threads,
                compact,
                role,
                private,
                questions,
            ) in cursor:
                self._servers[channel] = server
                self._settings[channel] = ChannelSettings(
                    frozenset(json.loads(collections)),
                    bool(answers_all),
                    bool(threads),
                    bool(compact),
                    role,
                    bool(private),
                    questions,
                )

    def of(self, channel_id: int) -> ChannelSettings:
        """A channel's settings; the defaults where nothing was chosen."""
        return self._settings.get(channel_id, _DEFAULTS)

    async def choose(self, server_id: int, channel_id: int, settings: ChannelSettings) -> None:
        """Keep what was chosen for a channel."""
        collections = json.dumps(sorted(settings.collections))
        values = (
            channel_id, server_id, collections, settings.answers_all, settings.threads, settings.compact,
            settings.asker_role, settings.private, settings.questions,
        )  # fmt: skip
        async with self._connection.execute(_WRITE, values):
            pass
        self._settings[channel_id] = settings
        self._servers[channel_id] = server_id

    def servers(self) -> frozenset[int]:
        """The servers in which something was chosen."""
        return frozenset(self._servers.values())

    def chosen_in(self, server_id: int) -> Mapping[int, ChannelSettings]:
        """What was chosen for the channels of a server, by channel."""
        channels = [channel for channel, server in self._servers.items() if server == server_id]
        return {channel: self._settings[channel] for channel in channels}

    async def forget(self, channel_id: int) -> None:
        """A channel that was deleted."""
        async with self._connection.execute(_FORGET, (channel_id,)):
            pass
        self._settings.pop(channel_id, None)
        self._servers.pop(channel_id, None)

    async def forget_server(self, server_id: int) -> None:
        """All channels of a server that the bot left."""
        async with self._connection.execute(_FORGET_SERVER, (server_id,)):
            pass
        for channel_id in [channel for channel, server in self._servers.items() if server == server_id]:
            del self._settings[channel_id], self._servers[channel_id]
