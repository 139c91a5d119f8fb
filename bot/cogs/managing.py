"""Who manages a server: checked in code, since a server's own settings may offer a command to anyone.

In: the interaction of a command for admins. Out: whether it may go on; who used it last is who is told of trouble.
"""

from __future__ import annotations

from bot.cogs.respond import Interaction
from bot.cogs.surface import surface_of

NOT_ALLOWED = "Only someone who may manage this server can do that."


def manages(interaction: Interaction) -> bool:
    """Whether the person may manage the server."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


async def remember_caretaker(interaction: Interaction) -> None:
    """Note who looks after the bot here."""
    assert interaction.guild_id is not None
    bot = surface_of(interaction)
    await bot.records.caretakers.remember(interaction.guild_id, interaction.user.id, bot.clock())
