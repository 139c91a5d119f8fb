"""The Discord client: which events it hears, what it holds open, and how it starts and ends.

In: settings and a clock. Out: a bot that whoever likes may start; all that it needs is opened in
``setup_hook`` and closed with it.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import datetime
from typing import Any, Protocol

import aiohttp
import discord
from discord.ext import commands

from bot.asking.desk import Desk
from bot.cogs.admin import AdminCog
from bot.cogs.ask import AskCog
from bot.cogs.auditing import Auditor
from bot.cogs.buttons.registered import DYNAMIC_ITEMS
from bot.cogs.calendar import CalendarCog
from bot.cogs.conversation import ConversationCog
from bot.cogs.cooldown import CooldownParams, Cooldowns
from bot.cogs.forgetting import ForgettingCog
from bot.cogs.forms import FormsCog
from bot.cogs.freshness import FreshnessCog
from bot.cogs.guide import GuideCog
from bot.cogs.lookup import LookupCog
from bot.cogs.outbox import Outbox, Pace
from bot.cogs.previews import Previews
from bot.cogs.privacy import ForgetButton, PrivacyCog
from bot.cogs.put_aside import PutAside
from bot.cogs.reindex_admin import Reindexing
from bot.cogs.setup import SetupCog
from bot.cogs.tree import CommuniqueTree
from bot.cogs.welcome import WelcomeCog
from bot.errors import Disconnected, IntentRefused, TokenMissing, TokenRefused, Unreachable
from bot.moving import run_by_a_bot
from bot.records.records import Records
from bot.service import Service, open_service
from config.settings import Settings
from config.shards import Shards

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class OpenService(Protocol):
    """Opens the service of a bot that has these settings and this clock."""

    def __call__(self, settings: Settings, *, clock: Clock) -> AbstractAsyncContextManager[Service]:
        """The service, closed on leaving."""
        ...


_COGS = (
    AskCog,
    LookupCog,
    GuideCog,
    AdminCog,
    SetupCog,
    PrivacyCog,
    ConversationCog,
    FormsCog,
    CalendarCog,
    FreshnessCog,
    ForgettingCog,
    WelcomeCog,
)


class CommuniqueBot(commands.AutoShardedBot):
    """Answers questions from official releases."""

    def __init__(self, settings: Settings, *, clock: Clock, open_service: OpenService) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=CommuniqueTree,
            intents=intents(message_content=settings.message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=settings.shard_count or None,
            **_taken(settings.shards),
        )
        self.settings = settings
        self.clock = clock
        self.cooldowns = Cooldowns(_cooldown_params(settings))
        self.outbox = _outbox(settings, clock)
        self.records: Records
        self.service: Service
        self._open_service = open_service
        self._resources = AsyncExitStack()

    @property
    def desk(self) -> Desk:
        """Where questions are answered."""
        return self.service.desk

    @property
    def me(self) -> discord.ClientUser:
        """The bot's own user, known once it is logged in."""
        assert self.user is not None
        return self.user

    async def setup_hook(self) -> None:
        """Open what is needed, before Discord sends anything; after another login, anew."""
        await self._resources.aclose()
        await self._resources.enter_async_context(run_by_a_bot(self.settings.database))
        opened = self._open_service(self.settings, clock=self.clock)
        self.service = await self._resources.enter_async_context(opened)
        self.records = await self._resources.enter_async_context(Records.open(self.settings.database))
        self.outbox = _outbox(self.settings, self.clock)
        self.auditor = Auditor(self.records, self.outbox, self.get_partial_messageable)
        self.previews = Previews()
        self.put_aside = PutAside(self)
        self.reindexing = Reindexing(self)
        self.add_dynamic_items(*DYNAMIC_ITEMS, ForgetButton)
        for cog in _COGS:
            await self.add_cog(cog(self), override=True)
        await self._sync_commands()

    async def _sync_commands(self) -> None:
        # of several processes one: each would do it once, for its own database remembers
        if not self.settings.sync_commands or not self.settings.shards.has_first:
            return
        if self.application_id is not None:
            tree = self.tree
            assert isinstance(tree, CommuniqueTree)
            synced = await tree.sync_if_changed(self.records.command_syncs, self.application_id)
            log.info("commands %s", "registered" if synced else "unchanged")

    async def on_message(self, message: discord.Message, /) -> None:
        """Messages are questions, not commands with a prefix: ConversationCog hears them."""

    async def close(self) -> None:
        """Give up what waits to be sent, leave Discord, then close what was opened; again is harmless."""
        if hasattr(self, "reindexing"):
            # while messages can still be edited: jobs say that they were stopped
            await self.reindexing.close()
        await self.outbox.close()
        await super().close()
        await self._resources.aclose()


def _cooldown_params(settings: Settings) -> CooldownParams:
    return CooldownParams(
        person=settings.cooldown_questions,
        channel=settings.channel_questions,
        server=settings.server_questions,
        presses=settings.cooldown_presses,
        window_s=settings.cooldown_s,
    )


def _taken(shards: Shards) -> dict[str, Any]:
    """The shards that discord.py is to take; all of them where it is told of none, also where Discord says how many."""
    return {} if shards.is_all else {"shard_ids": list(shards.ids)}


def messages_per_second(settings: Settings) -> int:
    """How many messages this process may write: Discord counts those of all processes together."""
    shards = settings.shards
    return max(settings.messages_per_second * len(shards.ids) // shards.count, 1)


def _outbox(settings: Settings, clock: Clock) -> Outbox:
    return Outbox(
        Pace(messages_per_second(settings)),
        clock=clock,
        capacity=settings.outbox_capacity,
        server_capacity=settings.outbox_server_capacity,
    )


def intents(*, message_content: bool = False) -> discord.Intents:
    """Servers and messages; nothing that Discord would have to approve, unless the operator wants all texts."""
    return discord.Intents(
        guilds=True, guild_messages=True, dm_messages=True, message_content=message_content
    )


def create_bot(
    settings: Settings,
    *,
    clock: Clock = discord.utils.utcnow,
    open_service: OpenService = open_service,
    bot_class: type[CommuniqueBot] = CommuniqueBot,
) -> CommuniqueBot:
    """A bot that is ready to be started; "last week" is counted from the clock."""
    return bot_class(settings, clock=clock, open_service=open_service)


async def run_bot(settings: Settings, *, bot_class: type[CommuniqueBot] = CommuniqueBot) -> None:
    """Run the bot until it is told to stop (SIGINT, SIGTERM), and close it in good order.

    Raises:
        TokenMissing, TokenRefused: there is no token, or Discord does not accept it.
        Disconnected: Discord ended the connection for good.
        IntentRefused: Discord does not let the application read messages, which the settings want.
        Unreachable: Discord could not be reached at start.
    """
    if settings.discord_token is None:
        raise TokenMissing
    async with create_bot(settings, bot_class=bot_class) as bot:
        _close_on_signals(bot)
        try:
            await bot.start(settings.discord_token.get_secret_value())
        except discord.LoginFailure as error:
            raise TokenRefused from error
        except discord.PrivilegedIntentsRequired as error:
            raise IntentRefused from error
        except discord.ConnectionClosed as error:
            raise Disconnected(error.code) from error
        except (aiohttp.ClientConnectionError, OSError) as error:
            raise Unreachable(error) from error


def _close_on_signals(bot: CommuniqueBot) -> None:
    loop = asyncio.get_running_loop()
    closing: list[asyncio.Task[None]] = []

    def close() -> None:
        if not closing:
            log.info("stopping")
            closing.append(loop.create_task(bot.close()))

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, close)
