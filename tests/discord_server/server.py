"""The small Discord as a whole: one port on 127.0.0.1 with REST and gateway, and what people do there.

In: a world, and what people do. Out: events for the bot, and its requests, recorded. Opened and closed by ``async with``.
"""

from __future__ import annotations

import asyncio
from typing import Any, Self

from aiohttp import web

from tests.discord_server import payloads
from tests.discord_server.gateway import Gateway
from tests.discord_server.requests import Requests
from tests.discord_server.rest import PREFIX, Rest
from tests.discord_server.world import Channel, Payload, User, World

_GATEWAY = "/gateway"
_COMMAND, _COMPONENT, _AUTOCOMPLETE = 2, 3, 4
_TYPES: dict[type, int] = {bool: 5, str: 3, int: 4}
"""How Discord calls the kinds of values that a command's options have."""


class DiscordServer:
    """A Discord with one bot."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.gateway = Gateway(world)
        self.rest = Rest(world, self.gateway.send)
        self._app = web.Application()
        self._app.router.add_get(_GATEWAY + "/", self.gateway.handle)
        self._app.router.add_get(_GATEWAY, self.gateway.handle)
        self._app.router.add_route("*", PREFIX + "/{path:.*}", self.rest.handle)
        self._runner = web.AppRunner(self._app, shutdown_timeout=0.1)
        self.port = 0

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.gateway.url = self.rest.gateway_url = f"ws://127.0.0.1:{self.port}{_GATEWAY}"
        return self

    async def __aexit__(self, *_error: object) -> None:
        """End every connection."""
        await self.gateway.drop(1_001)
        await self._runner.cleanup()

    @property
    def api(self) -> str:
        """Where the REST interface is."""
        return f"http://127.0.0.1:{self.port}{PREFIX}"

    @property
    def requests(self) -> Requests:
        """What the bot asked."""
        return self.rest.requests

    async def write(self, place: Channel, text: str, *, author: User | None = None) -> Payload:
        """Somebody, alice if nobody else, writes a message."""
        author = author or self.world.alice
        made = payloads.message(self.world, place, author, {"content": text})
        await self.gateway.send("MESSAGE_CREATE", payloads.as_event(made, place, author))
        return made

    async def mention(self, place: Channel, question: str, *, author: User | None = None) -> Payload:
        """Somebody asks by naming the bot."""
        return await self.write(place, f"{self.world.bot.mention} {question}", author=author)

    async def edit(self, place: Channel, message: Payload, text: str) -> None:
        """The author of a message changes it."""
        message |= {"content": text, "edited_timestamp": payloads.now()}
        author = next(
            one for one in (self.world.alice, self.world.bob) if str(one.id) == message["author"]["id"]
        )
        await self.gateway.send("MESSAGE_UPDATE", payloads.as_event(message, place, author))

    async def delete(self, place: Channel, message: Payload) -> None:
        """A message is deleted."""
        del self.world.messages[int(message["id"])]
        ids = {"id": message["id"], "channel_id": str(place.id), "guild_id": str(place.server_id)}
        await self.gateway.send("MESSAGE_DELETE", ids)

    async def command(
        self, place: Channel, name: str, *, person: User | None = None, **options: Any
    ) -> Payload:
        """Somebody uses a slash command."""
        return await self._interact(place, person, _COMMAND, self._command_data(name, options))

    async def type_into(self, place: Channel, name: str, option: str, typed: str) -> Payload:
        """Somebody begins to fill in an option that suggests values."""
        data = self._command_data(name, {option: typed})
        data["options"][0]["focused"] = True
        return await self._interact(place, None, _AUTOCOMPLETE, data)

    async def press(
        self, place: Channel, message: Payload, custom_id: str, *, person: User | None = None
    ) -> Payload:
        """Somebody presses a button under a message."""
        data = {"component_type": 2, "custom_id": custom_id}
        return await self._interact(place, person, _COMPONENT, data, {"message": message})

    async def settle(self) -> None:
        """Let what is under way on this side come to its end."""
        for _ in range(20):
            await asyncio.sleep(0)

    def _command_data(self, name: str, options: Payload) -> Payload:
        values = [
            {"name": option, "type": _TYPES[type(value)], "value": value} for option, value in options.items()
        ]
        return {"id": str(self.world.bot.id), "name": name, "type": 1, "options": values}

    async def _interact(
        self, place: Channel, person: User | None, kind: int, data: Payload, more: Payload | None = None
    ) -> Payload:
        made = payloads.interaction(self.world, place, person or self.world.alice, kind, data) | (more or {})
        await self.gateway.send("INTERACTION_CREATE", made)
        return made
