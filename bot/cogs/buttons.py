"""Buttons that work after a restart: all they need stands in their custom_id, or behind its key in the index.

In: a card, and who asked. Out: the buttons below it; and what happens when one is pressed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import discord

from bot.cogs.guarded import Guarded
from bot.cogs.post import post
from bot.cogs.respond import Interaction, deliver, respond, shows_embeds
from bot.cogs.scope import scope_of
from bot.cogs.surface import surface_of
from bot.render import limits
from bot.render.card import Card, notice_card
from bot.render.context import GONE, context_card
from index.release import PassageKey

_Item: TypeAlias = discord.ui.Item[Any]
_Button: TypeAlias = discord.ui.Button[Any]

_NOT_YOURS = "Only whoever asked, or someone who may manage messages here, can delete this answer."


@dataclass(frozen=True, slots=True)
class Buttons:
    """Which buttons a card gets: contexts always, removal where an ``asker`` is named."""

    asker: int | None = None

    def __call__(self, card: Card) -> discord.ui.View | None:
        """The buttons of a card; None where it needs none."""
        room = limits.BUTTONS - limits.BUTTONS_PER_ROW
        buttons: list[_Item] = [
            ContextButton(key, number) for number, key in enumerate(card.contexts[:room], 1)
        ]
        if self.asker is not None and not card.private:
            buttons.append(DeleteButton(self.asker))
        return _view(buttons) if buttons else None


def _view(buttons: list[_Item]) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    return view


class ContextButton(Guarded, discord.ui.DynamicItem[_Button], template=r"ctx:v1:(?P<key>[0-9a-f]{22})"):
    """Shows a passage in its paragraph, to whoever presses."""

    def __init__(self, key: PassageKey, number: int) -> None:
        super().__init__(discord.ui.Button(label=f"Context {number}", custom_id=f"ctx:v1:{key}"))
        self.key = key

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: _Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed; its number no longer matters."""
        return cls(PassageKey(match["key"]), 1)

    async def press(self, interaction: Interaction) -> None:
        """Answer privately with the passage in its paragraph."""
        await respond(interaction, self._card(interaction), private=True)

    async def _card(self, interaction: Interaction) -> Card:
        context = await surface_of(interaction).desk.context(self.key, scope=scope_of(interaction))
        if context is None:
            return notice_card(GONE)
        return context_card(context, embeds=shows_embeds(interaction))


class DeleteButton(Guarded, discord.ui.DynamicItem[_Button], template=r"del:v1:(?P<asker>\d{1,20})"):
    """Takes an answer away, for who asked and for moderators."""

    def __init__(self, asker: int) -> None:
        super().__init__(discord.ui.Button(emoji="🗑️", custom_id=f"del:v1:{asker}"))
        self.asker = asker

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: _Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(int(match["asker"]))

    async def press(self, interaction: Interaction) -> None:
        """Delete the message that the button stands under."""
        if interaction.user.id != self.asker and not interaction.permissions.manage_messages:
            await deliver(interaction, post(notice_card(_NOT_YOURS), embeds=False), private=True)
            return
        # the response to a press is the message itself, so this works where the bot is not a member, too
        await interaction.response.defer()
        await interaction.delete_original_response()


DYNAMIC_ITEMS = (ContextButton, DeleteButton)
