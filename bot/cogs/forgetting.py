"""Forgetting what need not be kept: answers with their messages, channels and servers that are gone, and all after 30 days.

In: what Discord tells of deletions, and the time. Out: fewer rows. A server that the bot was taken from while it was
not running is forgotten when it is back.
"""

from __future__ import annotations

import logging

import discord
from discord.ext import commands, tasks

from bot.cogs.surface import Surface
from bot.records.answers import KEPT_DAYS

log = logging.getLogger(__name__)

_LOOK_EVERY_H = 24


class ForgettingCog(commands.Cog):
    """Removes what belonged to messages, channels and servers that are gone."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Remove what is too old, now and every day."""
        self._forget_old.start()

    async def cog_unload(self) -> None:
        """Look no more."""
        self._forget_old.cancel()

    @tasks.loop(hours=_LOOK_EVERY_H)
    async def _forget_old(self) -> None:
        # an error would end the loop, and with it the promise of docs/privacy.md
        try:
            count = await self._bot.records.answers.forget_old(self._bot.clock())
        except Exception:
            log.exception("what is older than %d days could not be removed; tomorrow again", KEPT_DAYS)
        else:
            log.info("forgot what is older than %d days: answers=%d", KEPT_DAYS, count)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Forget an answer whose message was deleted, by whomever."""
        await self._bot.records.answers.forget_posts([event.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """Forget answers whose messages were deleted together."""
        await self._bot.records.answers.forget_posts(event.message_ids)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Forget a channel: what was asked there, and what was chosen for it."""
        await self._bot.records.answers.forget_channel(channel.id)
        await self._bot.records.channels.forget(channel.id)
        await self._bot.records.caretakers.forget_channel(channel.id)
        await self._bot.records.servers.forget_channel(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """Forget what was asked in a thread; it had its channel's settings."""
        await self._bot.records.answers.forget_channel(event.thread_id)
        await self._bot.records.caretakers.forget_channel(event.thread_id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that the bot left, or was taken from; an outage is no leaving."""
        await self._forget_server(guild.id)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Forget servers that the bot was taken from meanwhile."""
        here = {guild.id for guild in self._bot.guilds}
        records = self._bot.records
        known = (
            records.channels.servers() | await records.welcomes.servers() | await records.caretakers.servers()
        )
        for server_id in known - here:
            # whether the bot is in a server of another process's, this one cannot tell
            if self._bot.settings.shards.hold(server_id):
                await self._forget_server(server_id)

    async def _forget_server(self, server_id: int) -> None:
        records = self._bot.records
        await records.answers.forget_server(server_id)
        await records.channels.forget_server(server_id)
        await records.caretakers.forget_server(server_id)
        await records.welcomes.forget(server_id)
        await records.servers.forget(server_id)
        await self._bot.reindexing.forget_server(server_id)
        await records.audit.forget_server(server_id)
        log.info("forgot server=%s", server_id)
