"""The press of a button: errors reach the one who pressed it, and the log.

In: an interaction. Out: whatever the button does; or a private line that says why not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, TypeAlias

import discord

from bot.cogs.post import post
from bot.cogs.respond import Interaction, deliver, report
from bot.cogs.waiting import asked_to_wait
from bot.logs import question_context
from bot.render.card import notice_card

Item: TypeAlias = discord.ui.Item[Any]
Button: TypeAlias = discord.ui.Button[Any]

KEY = r"(?P<key>[0-9a-f]{22})"
"""A passage's key in a custom_id."""

ANSWER = r"(?P<answer>[\w-]{12})"
"""A kept answer's id in a custom_id."""


class Pressed:
    """A component whose errors reach the one who used it, and the log."""

    searches: ClassVar[bool] = False
    """Whether a press costs a search; those of one person are counted."""

    async def press(self, interaction: Interaction) -> None:
        """Do what the button says."""
        raise NotImplementedError

    async def callback(self, interaction: Interaction) -> None:
        """Called by discord.py, which would only log what goes wrong."""
        with question_context(user_id=interaction.user.id, guild_id=interaction.guild_id):
            try:
                if not (self.searches and await asked_to_wait(interaction)):
                    await self.press(interaction)
            except Exception as error:  # noqa: BLE001 - the command boundary
                await report(interaction, error)


async def refuse(interaction: Interaction, why: str) -> None:
    """Say privately why not."""
    await deliver(interaction, post(notice_card(why), embeds=False), private=True)


def on_private_card(interaction: Interaction) -> bool:
    """Whether the button stands below a card that only one person sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def view_of(buttons: Iterable[Item]) -> discord.ui.View:
    """The buttons, which work for as long as their message stands."""
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    return view
