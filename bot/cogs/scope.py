"""What may be searched where a message or an interaction stands.

In: the place. Out: the collections that its admins chose, as far as the server may still search them; in direct messages
and where a person brought the bot along, the public collection alone. Asked again at each press of a button.
"""

from __future__ import annotations

from collections.abc import Iterable

import discord

from bot.asking.scope import PUBLIC_SCOPE, Scope
from bot.cogs.respond import Interaction
from bot.cogs.surface import Surface, surface_of
from bot.records.channels import ChannelSettings
from index.query import PUBLIC

_DEFAULTS = ChannelSettings()


def scope_of(interaction: Interaction) -> Scope:
    """What an interaction may search."""
    server_id = None if brought_along(interaction) else interaction.guild_id
    return _allowed(surface_of(interaction), server_id, settings_of(interaction))


def brought_along(interaction: Interaction) -> bool:
    """Whether only the person who uses it installed the bot, not the server."""
    return interaction.is_user_integration() and not interaction.is_guild_integration()


def settings_of(interaction: Interaction) -> ChannelSettings:
    """What was chosen for the channel of an interaction; nothing where only a person installed the bot."""
    if interaction.guild_id is None or brought_along(interaction):
        return _DEFAULTS
    return _chosen(surface_of(interaction), interaction.channel, interaction.channel_id)


def is_private(interaction: Interaction, chosen: bool | None) -> bool:
    """Whether a command is answered privately: as its user chose, else as the channel's admins did."""
    return settings_of(interaction).private if chosen is None else chosen


def scope_of_message(bot: Surface, message: discord.Message) -> Scope:
    """What a message's question may search."""
    server_id = message.guild.id if message.guild else None
    return _allowed(bot, server_id, settings_of_message(bot, message))


def settings_of_message(bot: Surface, message: discord.Message) -> ChannelSettings:
    """What was chosen for the channel of a message."""
    if message.guild is None:
        return _DEFAULTS
    return _chosen(bot, message.channel, message.channel.id)


def may_search(bot: Surface, server_id: int, names: Iterable[str]) -> list[str]:
    """Those of the named collections that a server may search: the public one, its own, and those shared with it."""
    shared = bot.records.servers.shared_with(server_id)
    return [name for name in names if name == PUBLIC or is_own(server_id, name) or name in shared]


def is_own(server_id: int, collection: str) -> bool:
    """Whether a collection belongs to a server."""
    return collection.startswith(f"{server_id}/")


def _chosen(bot: Surface, channel: object, channel_id: int | None) -> ChannelSettings:
    # a thread has the settings of the channel that it belongs to
    if isinstance(channel, discord.Thread):
        channel_id = channel.parent_id
    return bot.records.channels.of(channel_id or 0)


def _allowed(bot: Surface, server_id: int | None, settings: ChannelSettings) -> Scope:
    if server_id is None:
        return PUBLIC_SCOPE
    return Scope(frozenset(may_search(bot, server_id, settings.collections)))
