"""Where the bot may write on its own account, and how it reaches a person when it may not.

In: a server, or a person's id. Out: a channel, or whether the direct message arrived.
"""

from __future__ import annotations

import logging

import discord

from bot.cogs.surface import Surface

log = logging.getLogger(__name__)


def first_writable(guild: discord.Guild) -> discord.TextChannel | None:
    """The system channel if the bot may write there, else the first text channel where it may; None: nowhere."""
    channels = sorted(guild.text_channels, key=lambda channel: (channel.position, channel.id))
    if guild.system_channel is not None:
        channels.insert(0, guild.system_channel)
    return next((channel for channel in channels if _may_write(channel)), None)


async def tell_person(bot: Surface, user_id: int, text: str) -> bool:
    """Write to a person; False where they take no messages from the bot."""
    try:
        messages = await bot.create_dm(discord.Object(user_id))
        await messages.send(text)
    except discord.HTTPException as error:
        log.info("user=%s takes no direct messages: %s", user_id, error)
        return False
    return True


def _may_write(channel: discord.TextChannel) -> bool:
    may = channel.permissions_for(channel.guild.me)
    return may.view_channel and may.send_messages
