"""Asking too often, whichever way: who does is told when the next question is welcome.

In: an interaction or a message. Out: whether it has to wait; an interaction is told so here, privately.
"""

from __future__ import annotations

import discord

from bot.cogs.cooldown import Asker, Wait, Whose
from bot.cogs.post import post
from bot.cogs.respond import Interaction, deliver
from bot.cogs.roles import has_role
from bot.cogs.scope import settings_of, settings_of_message
from bot.cogs.surface import Surface, surface_of
from bot.records.channels import ChannelSettings
from bot.render.card import notice_card

_LINES: dict[Whose, str] = {
    "person": "That was a lot at once.",
    "channel": "This channel has asked a lot at once.",
    "server": "This server has asked a lot at once.",
}


async def asked_to_wait(interaction: Interaction) -> bool:
    """Count the interaction as a question; where it is one too many, or may not be asked here, say so privately."""
    bot = surface_of(interaction)
    settings = settings_of(interaction)
    if not may_ask(interaction.user, settings):
        await deliver(interaction, post(notice_card(asker_line(settings)), embeds=False), private=True)
        return True
    channel_id = interaction.channel_id if interaction.guild_id else None
    asker = Asker(interaction.user.id, channel_id, interaction.guild_id, settings.questions)
    return await _told(interaction, bot.cooldowns.ask(asker, bot.clock()))


async def asked_to_pause(interaction: Interaction) -> bool:
    """Count the interaction as a press that searches, like the turn of a page; where it is one too many, say so."""
    bot = surface_of(interaction)
    return await _told(interaction, bot.cooldowns.press(interaction.user.id, bot.clock()))


def message_wait(bot: Surface, message: discord.Message) -> Wait | None:
    """Count the message as a question; or, where it is one too many, what to wait for."""
    server_id = message.guild.id if message.guild else None
    channel_id = message.channel.id if message.guild else None
    questions = settings_of_message(bot, message).questions
    return bot.cooldowns.ask(Asker(message.author.id, channel_id, server_id, questions), bot.clock())


def may_ask(person: discord.abc.User, settings: ChannelSettings) -> bool:
    """Whether the channel's admins let the person ask there; who manages the server always may."""
    if settings.asker_role is None or has_role(person, settings.asker_role):
        return True
    return isinstance(person, discord.Member) and person.guild_permissions.manage_guild


def asker_line(settings: ChannelSettings) -> str:
    """Who may ask there."""
    return f"Only members of <@&{settings.asker_role}> may ask here. Write to me in a direct message instead."


def wait_line(wait: Wait) -> str:
    """A line that says when the next question is welcome; Discord counts the seconds down."""
    return f"{_LINES[wait.whose]} Please ask again <t:{int(wait.until.timestamp()) + 1}:R>."


async def _told(interaction: Interaction, wait: Wait | None) -> bool:
    if wait is None:
        return False
    await deliver(interaction, post(notice_card(wait_line(wait)), embeds=False), private=True)
    return True
