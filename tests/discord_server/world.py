"""Who and what there is: servers with channels, people, the bot, and the messages that were written.

In: how many servers. Out: a world whose ids are new for each thing, as Discord's are.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Payload: TypeAlias = dict[str, Any]

_EPOCH_MS = 1_420_070_400_000
"""Discord's first millisecond, from which ids count."""


class Ids:
    """New ids, each with the time in it."""

    def __init__(self) -> None:
        self._count = itertools.count()

    def __call__(self) -> int:
        """The next one."""
        return (int(time.time() * 1_000) - _EPOCH_MS) << 22 | next(self._count) % (1 << 22)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody, or the bot."""

    id: int
    name: str
    bot: bool = False

    @property
    def mention(self) -> str:
        """How a message names them."""
        return f"<@{self.id}>"


@dataclass(frozen=True, slots=True)
class Channel:
    """A text channel of a server."""

    id: int
    server_id: int
    name: str = "general"


@dataclass(frozen=True, slots=True)
class Server:
    """A server with its channels."""

    id: int
    channels: tuple[Channel, ...]

    @property
    def channel(self) -> Channel:
        """The first channel."""
        return self.channels[0]


@dataclass(slots=True)
class World:
    """All of it."""

    ids: Ids
    bot: User
    alice: User
    bob: User
    servers: list[Server]
    messages: dict[int, Payload] = field(default_factory=dict)
    """The messages as they stand now, by their id."""
    interactions: dict[str, Channel] = field(default_factory=dict)
    """Where each interaction happened, by its token."""
    originals: dict[str, int] = field(default_factory=dict)
    """The message that answered an interaction, by the interaction's token."""


def make_world(servers: int = 1, channels: int = 2) -> World:
    """A world with so many servers."""
    ids = Ids()
    bot, alice, bob = User(ids(), "Communiqué", bot=True), User(ids(), "alice"), User(ids(), "bob")
    made = []
    for _ in range(servers):
        server_id = ids()
        made.append(Server(server_id, tuple(Channel(ids(), server_id) for _ in range(channels))))
    return World(ids, bot, alice, bob, made)
