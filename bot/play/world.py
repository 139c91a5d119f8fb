"""The bot on a Discord of its own, in one process: a server with a channel, and people in it.

In: settings and a moment. Out: the running bot with those who may talk to it. The world's clock stands still at that
moment, and the bot counts "last week" from there.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import discord
import simcord
from simcord.actors import MemberActor, MessageLike
from simcord.backend.serializers import guild_create_payload
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env

from bot.client import CommuniqueBot, create_bot
from config.settings import Settings

BOT_NAME = "Communiqué"

_SETTLE_S = 120.0
"""How long an action may take, indexing included, before the page calls it failed."""

_TOPIC = f"Write @{BOT_NAME} and a question, or / for commands."

_TYPED_NAME = re.compile(
    r"""
    (?<![\w<])@        # an at sign that begins a word, and is no mention already
    communiqu[eé]\b    # the bot's name, with or without its accent
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Person(MemberActor):
    """A member who may type the bot's name: Discord's own client makes a mention of it, the page doesn't."""

    async def send(
        self,
        channel: ChannelHandle,
        content: str = "",
        *,
        reply_to: MessageLike | None = None,
        attachments: Sequence[tuple[str, bytes]] = (),
    ) -> discord.Message:
        """Write to a channel."""
        mentioning = self._mentioning(content)
        return await super().send(channel, mentioning, reply_to=reply_to, attachments=attachments)

    async def edit(self, message: MessageLike, content: str) -> None:
        """Change what was written."""
        await super().edit(message, self._mentioning(content))

    def _mentioning(self, content: str) -> str:
        me = self._env.bot.user
        assert me is not None
        return _TYPED_NAME.sub(me.mention, content)


@dataclass(frozen=True, slots=True)
class World:
    """A server with one channel: you, who may do everything there, and a guest."""

    env: Env
    bot: CommuniqueBot
    channel: ChannelHandle
    you: Person
    guest: Person


@asynccontextmanager
async def open_world(settings: Settings, *, now: datetime) -> AsyncIterator[World]:
    """Start the bot among people."""
    async with create_bot(settings, clock=lambda: now) as bot, _discord(bot, now) as env:
        await bot.me.edit(username=BOT_NAME)
        server = env.create_guild("Press room", shard_id=settings.shards.ids[0])
        world = _people(env, bot, server)
        await _join(env, server)
        yield world


@asynccontextmanager
async def _discord(bot: CommuniqueBot, now: datetime) -> AsyncIterator[Env]:
    """A Discord whose clock stands at that moment; ``simcord.run`` would begin at the start of 2026."""
    # commands that the process with the first shard registers are there for the others, too
    env = Env(bot, settle_timeout=_SETTLE_S, strict_sync=bot.settings.shards.has_first)
    env.backend.clock.advance((now - env.now()).total_seconds())
    await env.start()
    try:
        with env.time_context():
            yield env
    finally:
        await env.shutdown()


async def _join(env: Env, server: GuildHandle) -> None:
    """Tell the bot that it joined, as Discord does: servers made in this world count as known before."""
    payload = guild_create_payload(env.backend, env.backend.get_guild(server.id))
    del payload["unavailable"]
    env.backend.emit("GUILD_CREATE", payload)
    await env.settle()


def _people(env: Env, bot: CommuniqueBot, server: GuildHandle) -> World:
    channel = server.create_text_channel("releases", topic=_TOPIC)
    admin = server.create_role("admin", permissions=discord.Permissions.all())
    you, guest = _person(env, server, "you", admin), _person(env, server, "Alice")
    return World(env, bot, channel, you, guest)


def _person(env: Env, server: GuildHandle, name: str, *roles: simcord.RoleHandle) -> Person:
    user = env.create_user(name)
    server.add_member(user, roles=roles)
    return Person(env, server, user)
