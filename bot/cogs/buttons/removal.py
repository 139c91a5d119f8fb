"""🗑️: an answer is taken away by who asked, or by who may manage messages there; what was kept of it goes along."""

from __future__ import annotations

import re
from typing import Self

import discord

from bot.cogs.buttons.pressing import Button, Item, refuse
from bot.cogs.guarded import Guarded
from bot.cogs.respond import Interaction
from bot.cogs.surface import surface_of

_NOT_YOURS = "Only whoever asked, or someone who may manage messages here, can delete this answer."
_CUSTOM_ID = re.compile(r"del:v1:(?P<asker>\d{1,20})")


def owner_of(message: discord.Message | None) -> int | None:
    """Who may take a message of the bot away: whoever asked for it or shared it; None where nobody is named."""
    rows = message.components if message is not None else []
    buttons = (button for row in rows if isinstance(row, discord.ActionRow) for button in row.children)
    named = (_CUSTOM_ID.fullmatch(button.custom_id or "") for button in buttons)
    return next((int(match["asker"]) for match in named if match), None)


class DeleteButton(Guarded, discord.ui.DynamicItem[Button], template=_CUSTOM_ID):
    """Takes an answer away, for who asked and for moderators."""

    def __init__(self, asker: int, *, row: int | None = None) -> None:
        super().__init__(discord.ui.Button(emoji="🗑️", custom_id=f"del:v1:{asker}"), row=row)
        self.asker = asker

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(int(match["asker"]))

    async def press(self, interaction: Interaction) -> None:
        """Delete the message that the button stands under."""
        if interaction.user.id != self.asker and not interaction.permissions.manage_messages:
            await refuse(interaction, _NOT_YOURS)
            return
        # the response to a press is the message itself, so this works where the bot is not a member, too
        await interaction.response.defer()
        await interaction.delete_original_response()
        if interaction.message is not None:
            await surface_of(interaction).records.answers.forget_messages([interaction.message.id])
