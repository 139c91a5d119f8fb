"""Forms that people send, whenever they were opened.

In: every interaction. Out: what the form does, where it is one that a button of the bot opened.
"""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.cogs.buttons.registered import FORMS
from bot.cogs.respond import Interaction
from bot.cogs.surface import Surface


class FormsCog(commands.Cog):
    """Knows forms by their custom_id."""

    def __init__(self, _bot: Surface) -> None:
        super().__init__()

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Do what a form that was sent is for."""
        if interaction.type is not discord.InteractionType.modal_submit or interaction.data is None:
            return
        for form in FORMS:
            match = form.template.fullmatch(str(interaction.data.get("custom_id")))
            if match is not None:
                await form.from_custom_id(match).callback(interaction)
