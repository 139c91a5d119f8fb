"""The real bot and an unmodified discord.py, over real sockets, on a small Discord of our own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import discord
import pytest
import pytest_asyncio
import yarl

from bot.client import CommuniqueBot, create_bot
from config.settings import Settings, load_settings
from tests.bot.discord_limits import complaints
from tests.bot.discord_schema import schema_complaints
from tests.discord_server.server import DiscordServer
from tests.discord_server.world import make_world


class PromptBot(CommuniqueBot):
    """The bot, without the pause that discord.py makes before each login but the first."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for nothing: a server of our own has no limit of logins."""


class NoDelay:
    """In place of discord.py's pauses, seconds at random, before it connects again."""

    def delay(self) -> float:
        """No pause."""
        return 0


@pytest.fixture
def point_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[DiscordServer], None]:
    """Points discord.py at a server of our own instead of Discord."""

    def point(server: DiscordServer) -> None:
        monkeypatch.setattr(discord.http.Route, "BASE", server.api)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway.url))
        monkeypatch.setattr(discord.shard, "ExponentialBackoff", NoDelay)

    return point


@pytest_asyncio.fixture
async def wire(point_at: Callable[[DiscordServer], None]) -> AsyncIterator[DiscordServer]:
    """A Discord with three servers of two channels, which the bot has not reached yet."""
    async with DiscordServer(make_world(servers=3)) as server:
        point_at(server)
        yield server
        sent = [(request.method, request.path, request.body) for request in server.requests.seen]
        assert [] == [line for request in sent for line in complaints(*request) + schema_complaints(*request)]


@pytest.fixture
def wire_settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings for a bot on the wire: paced as by default, commands not registered, as many questions as one likes."""
    monkeypatch.delenv("COMMUNIQUE_MESSAGES_PER_SECOND")
    monkeypatch.setenv("COMMUNIQUE_SYNC_COMMANDS", "false")
    monkeypatch.setenv("COMMUNIQUE_COOLDOWN_QUESTIONS", "1000")
    return load_settings()


@asynccontextmanager
async def online(settings: Settings, server: DiscordServer) -> AsyncIterator[CommuniqueBot]:
    """The bot, logged in to a server; closed in the end, and nothing of it left."""
    bot = create_bot(settings, bot_class=PromptBot)
    running = asyncio.create_task(bot.start("token"))
    try:
        await server.gateway.ready()
        yield bot
    finally:
        await bot.close()
        await asyncio.wait({running})


@pytest_asyncio.fixture
async def wire_bot(wire_settings: Settings, wire: DiscordServer) -> AsyncIterator[CommuniqueBot]:
    """The bot, logged in."""
    async with online(wire_settings, wire) as bot:
        yield bot
