"""Presses whose errors reach the one who pressed, and the log.

In: a button or a form and what it does. Out: the same, at the command boundary.
"""

from __future__ import annotations

from typing import ClassVar

from bot.cogs.respond import Interaction, report
from bot.cogs.waiting import asked_to_pause
from bot.logs import question_context


class Guarded:
    """A button or a form whose errors are told."""

    searches: ClassVar[bool] = False
    """Whether a press costs a search; those of one person are counted."""

    async def press(self, interaction: Interaction) -> None:
        """Do what it says."""
        raise NotImplementedError

    async def callback(self, interaction: Interaction) -> None:
        """Called by discord.py for a button, where it would only log what goes wrong."""
        with question_context(user_id=interaction.user.id, guild_id=interaction.guild_id):
            try:
                if not (self.searches and await asked_to_pause(interaction)):
                    await self.press(interaction)
            except Exception as error:  # noqa: BLE001 - the command boundary
                await report(interaction, error)

    async def on_submit(self, interaction: Interaction) -> None:
        """Called by discord.py for a form."""
        await self.callback(interaction)
