"""Discord's gateway: HELLO, IDENTIFY or RESUME, heartbeats, events with their numbers, and the ways a connection ends.

In: a bot's web sockets, and events for it. Out: the events, in order, to whoever holds the session; after RESUME again
from where the bot stopped, or from earlier, as Discord does.
"""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.discord_server import payloads
from tests.discord_server.requests import PATIENCE_S
from tests.discord_server.world import Payload, World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11

_HEARTBEAT_MS = 41_250
_FORGETTING = (4_003, 4_007, 4_009)
"""Close codes after which Discord does not know the session any more."""


class Connection:
    """One web socket, compressed where the bot asked for it."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self._socket = socket
        self._zlib = zlib.compressobj() if compressed else None

    async def send(
        self, op: int, data: Any = None, *, name: str | None = None, number: int | None = None
    ) -> None:
        """Send a frame; a bot that has gone gets it when it resumes."""
        text = json.dumps({"op": op, "d": data, "t": name, "s": number})
        if self._socket.closed:
            return
        if self._zlib is None:
            await self._socket.send_str(text)
            return
        frame = self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
        await self._socket.send_bytes(frame)

    async def close(self, code: int) -> None:
        """End the connection with a close code."""
        await self._socket.close(code=code)


@dataclass(slots=True)
class Session:
    """What a bot has been sent, by number; ``connection`` is None while it is away."""

    id: str
    shard: int = 0
    connection: Connection | None = None
    events: list[tuple[str, Payload]] = field(default_factory=list)

    async def send(self, name: str, event: Payload) -> None:
        """Number an event, keep it, and send it to a bot that is there."""
        self.events.append((name, event))
        if self.connection is not None:
            await self.connection.send(DISPATCH, event, name=name, number=len(self.events))

    async def replay(self, after: int) -> None:
        """Send again what came after a number."""
        assert self.connection is not None
        for number, (name, event) in enumerate(self.events[after:], after + 1):
            await self.connection.send(DISPATCH, event, name=name, number=number)


class Gateway:
    """The sessions of the bot, one for each shard; the newest of a shard is the one that gets events."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.url = ""
        self.identified = 0
        self.resumed = 0
        self.rewind = 0
        """How many events a bot that resumes is sent again though it had them."""
        self._sessions: dict[str, Session] = {}
        self._shards: dict[int, Session] = {}
        self._shard_count = 1
        self._changed = asyncio.Condition()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Hold a connection until it ends."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, compressed=request.query.get("compress") == "zlib-stream")
        await connection.send(HELLO, {"heartbeat_interval": _HEARTBEAT_MS})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self._receive(connection, json.loads(frame.data))
        for session in self._sessions.values():
            if session.connection is connection:
                session.connection = None
        return socket

    async def send(self, name: str, event: Payload) -> None:
        """Send an event to the shard that its server belongs to."""
        server_id = int(event.get("guild_id", 0))
        session = self._shards.get((server_id >> 22) % self._shard_count)
        if session is not None:
            await session.send(name, event)

    async def ready(self, *, identified: int = 1, resumed: int = 0) -> None:
        """Wait until the bot has identified and resumed so many times."""
        async with asyncio.timeout(PATIENCE_S), self._changed:
            await self._changed.wait_for(lambda: self.identified >= identified and self.resumed >= resumed)

    async def drop(self, code: int) -> None:
        """End every connection with a close code."""
        if code in _FORGETTING:
            self._sessions.clear()
        await self._at_each(lambda connection: connection.close(code))

    async def ask_to_reconnect(self) -> None:
        """Opcode 7: Discord is about to end the connection, and the bot shall resume on another."""
        await self._at_each(lambda connection: connection.send(RECONNECT))

    async def invalidate(self, *, resumable: bool) -> None:
        """Opcode 9: the session is over, or may be resumed on another connection."""
        if not resumable:
            self._sessions.clear()
        await self._at_each(lambda connection: connection.send(INVALID_SESSION, resumable))

    async def _at_each(self, do: Callable[[Connection], Awaitable[None]]) -> None:
        for session in self._shards.values():
            connection, session.connection = session.connection, None
            if connection is not None:
                await do(connection)

    async def _receive(self, connection: Connection, frame: Payload) -> None:
        match frame["op"]:
            case 1:
                await connection.send(ACK)
            case 2:
                await self._identify(connection, frame["d"])
            case 6:
                await self._resume(connection, frame["d"])

    async def _identify(self, connection: Connection, data: Payload) -> None:
        shard, self._shard_count = data.get("shard", [0, 1])
        session = Session(f"session-{len(self._sessions)}-{self.identified}", shard, connection)
        self._sessions[session.id] = self._shards[shard] = session
        servers = [one for one in self.world.servers if (one.id >> 22) % self._shard_count == shard]
        await session.send("READY", self._ready(session, data, [one.id for one in servers]))
        for server in servers:
            await session.send("GUILD_CREATE", payloads.server(server, self.world.bot))
        await self._count(identified=1)

    async def _resume(self, connection: Connection, data: Payload) -> None:
        session = self._sessions.get(data["session_id"])
        if session is None:
            await connection.send(INVALID_SESSION, False)
            return
        session.connection = connection
        await session.replay(max(data["seq"] - self.rewind, 0))
        await session.send("RESUMED", {})
        await self._count(resumed=1)

    async def _count(self, *, identified: int = 0, resumed: int = 0) -> None:
        async with self._changed:
            self.identified += identified
            self.resumed += resumed
            self._changed.notify_all()

    def _ready(self, session: Session, data: Payload, server_ids: list[int]) -> Payload:
        return {
            "v": 10,
            "user": payloads.user(self.world.bot),
            "guilds": [{"id": str(id_), "unavailable": True} for id_ in server_ids],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": data.get("shard", [0, 1]),
            "application": {"id": str(self.world.bot.id), "flags": 0},
        }
