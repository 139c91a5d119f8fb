"""Buttons that work after a restart: all they need stands in their custom_id, or behind its key in the index.

In: a card, and who asked. Out: the buttons below it; and what happens when one is pressed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self, TypeAlias

import discord

from bot.asking.lookup import LookupFailure
from bot.asking.scope import Scope
from bot.cogs.post import post
from bot.cogs.respond import Interaction, deliver, report, respond, shows_embeds
from bot.cogs.surface import surface_of
from bot.logs import question_context
from bot.render import limits
from bot.render.card import Card, failure_card, notice_card
from bot.render.context import GONE, context_card
from bot.render.listing import date_card
from index.release import PassageKey

_Item: TypeAlias = discord.ui.Item[Any]
_Button: TypeAlias = discord.ui.Button[Any]

_NOT_YOURS = "Only whoever asked, or someone who may manage messages here, can delete this answer."


@dataclass(frozen=True, slots=True)
class DateLookup:
    """A look-up by date and the time it was made: "last week" means the same week on every page."""

    phrase: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Buttons:
    """Which buttons a card gets: contexts and pages always, removal where an ``asker`` is named."""

    asker: int | None = None
    lookup: DateLookup | None = None

    def __call__(self, card: Card) -> discord.ui.View | None:
        """The buttons of a card; None where it needs none."""
        room = limits.BUTTONS - limits.BUTTONS_PER_ROW
        buttons: list[_Item] = [
            ContextButton(key, number) for number, key in enumerate(card.contexts[:room], 1)
        ]
        if self.lookup is not None:
            buttons += _pages(card, self.lookup)
        if self.asker is not None and not card.private:
            buttons.append(DeleteButton(self.asker))
        return _view(buttons) if buttons else None


def _view(buttons: list[_Item]) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    return view


def _pages(card: Card, lookup: DateLookup) -> list[_Item]:
    pages = ((card.previous, "← Newer"), (card.next, "Older →"))
    return [PageButton(lookup, offset, label) for offset, label in pages if offset is not None]


class _Guarded:
    """A button whose errors reach the one who pressed it, and the log."""

    async def press(self, interaction: Interaction) -> None:
        """Do what the button says."""
        raise NotImplementedError

    async def callback(self, interaction: Interaction) -> None:
        """Called by discord.py, which would only log what goes wrong."""
        with question_context(user_id=interaction.user.id, guild_id=interaction.guild_id):
            try:
                await self.press(interaction)
            except Exception as error:  # noqa: BLE001 - the command boundary
                await report(interaction, error)


class ContextButton(_Guarded, discord.ui.DynamicItem[_Button], template=r"ctx:v1:(?P<key>[0-9a-f]{22})"):
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
        context = await surface_of(interaction).desk.context(self.key, scope=Scope())
        if context is None:
            return notice_card(GONE)
        return context_card(context, embeds=shows_embeds(interaction))


class DeleteButton(_Guarded, discord.ui.DynamicItem[_Button], template=r"del:v1:(?P<asker>\d{1,20})"):
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


class PageButton(
    _Guarded,
    discord.ui.DynamicItem[_Button],
    template=r"date:v1:(?P<offset>\d{1,7}):(?P<asked>\d{1,11}):(?P<phrase>.+)",
):
    """Turns the pages of a look-up by date: in place for who made it, as a private copy for others."""

    def __init__(self, lookup: DateLookup, offset: int, label: str) -> None:
        asked = int(lookup.asked_at.timestamp())
        super().__init__(
            discord.ui.Button(label=label, custom_id=f"date:v1:{offset}:{asked}:{lookup.phrase}")
        )
        self.lookup = lookup
        self.offset = offset

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: _Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed; its label no longer matters."""
        lookup = DateLookup(match["phrase"], datetime.fromtimestamp(int(match["asked"]), tz=UTC))
        return cls(lookup, int(match["offset"]), "→")

    async def press(self, interaction: Interaction) -> None:
        """Show the page that the button leads to."""
        asker = _asker(interaction)
        if asker not in (None, interaction.user.id):
            await respond(
                interaction, self._card(interaction), private=True, buttons=Buttons(lookup=self.lookup)
            )
            return
        await interaction.response.defer()
        card = await self._card(interaction)
        buttons = Buttons(asker=None if _is_private(interaction) else asker, lookup=self.lookup)
        page = post(card, embeds=shows_embeds(interaction), view=buttons(card))
        await interaction.edit_original_response(**page.editing())

    async def _card(self, interaction: Interaction) -> Card:
        return await date_lookup_card(interaction, self.lookup, offset=self.offset)


async def date_lookup_card(interaction: Interaction, lookup: DateLookup, *, offset: int = 0) -> Card:
    """One page of the releases of some days, or why there is none."""
    bot = surface_of(interaction)
    listing = await bot.desk.on_dates(lookup.phrase, scope=Scope(), now=lookup.asked_at, offset=offset)
    if isinstance(listing, LookupFailure):
        return failure_card(listing.message)
    size = bot.settings.releases_listed
    return date_card(listing, offset=offset, size=size, embeds=shows_embeds(interaction))


def _asker(interaction: Interaction) -> int | None:
    """Who made the look-up under whose answer the button stands."""
    metadata = interaction.message.interaction_metadata if interaction.message else None
    return metadata.user.id if metadata else None


def _is_private(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


DYNAMIC_ITEMS = (ContextButton, DeleteButton, PageButton)
