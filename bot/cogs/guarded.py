"""Presses whose errors reach the one who pressed, and the log.

In: a button or a form and what it does. Out: the same, at the command boundary.
"""

from __future__ import annotations

from bot.cogs.respond import Interaction, report
from bot.logs import question_context


class Guarded:
    """A button or a form whose errors are told."""

    async def press(self, interaction: Interaction) -> None:
        """Do what it says."""
        raise NotImplementedError

    async def callback(self, interaction: Interaction) -> None:
        """Called by discord.py for a button, where it would only log what goes wrong."""
        with question_context(user_id=interaction.user.id, guild_id=interaction.guild_id):
            try:
                await self.press(interaction)
            except Exception as error:  # noqa: BLE001 - the command boundary
                await report(interaction, error)
