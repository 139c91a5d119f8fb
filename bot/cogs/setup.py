"""/setup check: what the bot lacks in a server, channel by channel, and whether settings can be met.

In: the interaction. Out: a private report for those who manage the server.
"""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.channel_settings import NO_MESSAGE_CONTENT
from bot.cogs.managing import NOT_ALLOWED, manages, remember_caretaker, shown_name
from bot.cogs.permissions import Askable, missing
from bot.cogs.respond import Interaction, respond, shows_embeds
from bot.cogs.scope import may_search
from bot.cogs.setup_report import Setup, setup_text
from bot.cogs.surface import Surface
from bot.records.channels import ChannelSettings
from bot.render import limits
from bot.render.card import Card, notice_card, room_for
from bot.render.quote import cut
from index.query import PUBLIC


class SetupCog(commands.Cog):
    """Tells those who manage a server what is missing."""

    setup = app_commands.Group(
        name="setup",
        description="For those who set this bot up on a server",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, bot: Surface) -> None:
        self._bot = bot

    @setup.command(description="List missing permissions, channel by channel, and what breaks without them")
    async def check(self, interaction: Interaction) -> None:
        """Show what is missing."""
        await respond(interaction, self._card(interaction), private=True)

    async def _card(self, interaction: Interaction) -> Card:
        if not manages(interaction) or interaction.guild is None:
            return notice_card(NOT_ALLOWED)
        await remember_caretaker(interaction)
        found = setup_of(self._bot, interaction.guild)
        return notice_card(
            setup_text(found, room=room_for(embeds=shows_embeds(interaction))), title="Setup check"
        )


def setup_of(bot: Surface, guild: discord.Guild) -> Setup:
    """What the bot lacks in a server, and which settings can't be met."""
    channels = [channel for channel in guild.channels if isinstance(channel, Askable)]
    channels.sort(key=lambda channel: (channel.position, channel.id))
    settings = bot.records.channels
    lacks = {channel.id: missing(channel, settings.of(channel.id)) for channel in channels}
    chosen = settings.chosen_in(guild.id)
    problems = [
        f"<#{channel_id}>: {problem}"
        for channel_id in lacks
        if channel_id in chosen
        for problem in unmet(bot, guild, chosen[channel_id])
    ]
    return Setup(lacks, problems)


def unmet(bot: Surface, guild: discord.Guild, settings: ChannelSettings) -> Sequence[str]:
    """Why a channel's settings can't be met."""
    problems = []
    if settings.answers_all and not bot.settings.message_content:
        problems.append(f"`answer_everything` is on. {NO_MESSAGE_CONTENT}")
    if settings.asker_role is not None and guild.get_role(settings.asker_role) is None:
        problems.append(
            "the role whose members may ask no longer exists. Choose another: `/admin channel askers:` or `everyone:`"
        )
    # one that another server shares no longer is as good as gone
    there = {PUBLIC, *may_search(bot, guild.id, bot.desk.collections())}
    for name in sorted(settings.collections - there):
        shown = cut(shown_name(guild.id, name), room=limits.WORD)
        problems.append(
            f"the collection “{shown}” no longer exists. Choose others: `/admin channel collections:`"
        )
    return problems
