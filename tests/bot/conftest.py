"""The real bot on a virtual Discord: real releases, a real index, real SQLite."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio
import simcord
from simcord.actors import MemberActor
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle, GuildHandle
from simcord.enums import OverwriteType
from simcord.env import Env
from simcord.results import InteractionResult, ResponseMessage

from bot.client import CommuniqueBot, create_bot
from config.settings import Settings, load_settings
from index.indexer import run_job
from index.job import IndexJob
from tests.bot.discord_limits import complaints
from tests.bot.discord_schema import schema_complaints
from tests.bot.releases import write_releases


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of the test releases, built once."""
    home = tmp_path_factory.mktemp("indexed")
    releases = write_releases(home / "releases")
    report = asyncio.run(run_job(IndexJob(home / "communique.db", [releases])))
    assert not report.failed
    return home


@pytest.fixture
def settings(indexed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings for a copy of that database, as an operator would give them."""
    home = tmp_path / "home"
    shutil.copytree(indexed, home)
    monkeypatch.setenv("COMMUNIQUE_DATABASE", str(home / "communique.db"))
    monkeypatch.setenv("COMMUNIQUE_SHARD_COUNT", "1")
    monkeypatch.setenv("COMMUNIQUE_DEFER_AFTER_S", "0.2")
    # a virtual Discord's clock stands still, and with it what would make room for the next message
    monkeypatch.setenv("COMMUNIQUE_MESSAGES_PER_SECOND", "10000")
    return load_settings()


@dataclass(frozen=True, slots=True)
class Server:
    """A server with one channel and two members."""

    env: Env
    guild: GuildHandle
    channel: ChannelHandle
    alice: MemberActor
    bob: MemberActor

    @property
    def bot(self) -> CommuniqueBot:
        assert isinstance(self.env.bot, CommuniqueBot)
        return self.env.bot

    @property
    def mention(self) -> str:
        return self.bot.me.mention


def server_in(env: Env) -> Server:
    """Arrange a server around the bot."""
    guild = env.create_guild()
    bot = env.bot
    assert isinstance(bot, CommuniqueBot)
    # the operator's own: the public collection may be read again from it
    bot.settings = bot.settings.model_copy(update={"operator_servers": frozenset({guild.id})})
    channel = guild.create_text_channel("general")
    alice = guild.add_member(env.create_user("alice"))
    bob = guild.add_member(env.create_user("bob"))
    return Server(env, guild, channel, alice, bob)


@asynccontextmanager
async def running(bot: CommuniqueBot) -> AsyncIterator[Server]:
    """The bot, logged in, in a server; closed in the end."""
    async with bot, simcord.run(bot) as env:
        yield server_in(env)
        assert [] == refused_by_discord(env)


@pytest_asyncio.fixture
async def simcord_bot(settings: Settings) -> AsyncIterator[CommuniqueBot]:
    """The bot that ``simcord_env`` starts and detaches."""
    bot = create_bot(settings)
    yield bot
    await bot.close()


@pytest_asyncio.fixture
async def simcord_env(simcord_env: Env) -> AsyncIterator[Env]:
    """The running environment; in the end each request of the bot is held to Discord's limits and description."""
    yield simcord_env
    assert [] == refused_by_discord(simcord_env)


def refused_by_discord(env: Env) -> list[str]:
    """What Discord would have refused of all that the bot sent."""
    sent = [(request.method, request.path, request.json) for request in env.http_requests]
    return [line for request in sent for line in complaints(*request) + schema_complaints(*request)]


@pytest.fixture
def server(simcord_env: Env) -> Server:
    """The bot, logged in, in a server."""
    return server_in(simcord_env)


def manager(server: Server, name: str = "carol") -> MemberActor:
    """Someone who may manage the server."""
    permissions = discord.Permissions(manage_guild=True, view_channel=True, send_messages=True)
    role = server.guild.create_role("managers", permissions=permissions)
    return server.guild.add_member(server.env.create_user(name), roles=[role])


def forbid(server: Server, *permissions: str) -> None:
    """Take permissions in the channel from the bot."""
    denied = discord.Permissions(**dict.fromkeys(permissions, True)).value
    overwrite = Overwrite(server.bot.me.id, OverwriteType.MEMBER, deny=denied)
    server.env.backend.set_overwrite(server.channel.id, overwrite)


def shown(message: discord.Message | ResponseMessage | None) -> str:
    """All text of a message."""
    assert message is not None
    embeds = (f"{embed.title or ''}\n{embed.description}" for embed in message.embeds)
    return "\n".join([message.content, *embeds]).strip()


def labels(message: discord.Message | ResponseMessage | None) -> list[str]:
    """What stands on the buttons of a message."""
    assert message is not None
    if isinstance(message, ResponseMessage):
        message = message.message
    buttons = discord.ui.View.from_message(message).children
    return [str(button.label or button.emoji) for button in buttons if isinstance(button, discord.ui.Button)]


def command_payload(server: Server, name: str) -> dict[str, Any]:
    """A slash command as Discord has it."""
    command = server.env.backend.find_command(name, None, type=1)
    assert command is not None
    return command


def sent(result: InteractionResult) -> ResponseMessage:
    """The message that answered an interaction."""
    assert result.response is not None
    return result.response
