"""Lists: a context for each passage, and pages that turn in place for who made the look-up, as a private copy for others.

In: a card, who asked, and what was looked up. Out: the buttons below it; and what happens when a page is turned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

import discord

from bot.asking.lookup import LookupFailure
from bot.cogs.buttons.pressing import Button, Item, Pressed, on_private_card, view_of
from bot.cogs.buttons.removal import DeleteButton
from bot.cogs.buttons.sources import ContextButton
from bot.cogs.post import post
from bot.cogs.respond import Interaction, respond, shows_embeds
from bot.cogs.scope import scope_of
from bot.cogs.surface import surface_of
from bot.render import limits
from bot.render.card import Card, failure_card
from bot.render.listing import date_card


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
        buttons: list[Item] = [
            ContextButton(key, number) for number, key in enumerate(card.contexts[:room], 1)
        ]
        if self.lookup is not None:
            buttons += _pages(card, self.lookup)
        if self.asker is not None and not card.private:
            buttons.append(DeleteButton(self.asker))
        return view_of(buttons) if buttons else None


def _pages(card: Card, lookup: DateLookup) -> list[Item]:
    pages = ((card.previous, "← Newer"), (card.next, "Older →"))
    return [PageButton(lookup, offset, label) for offset, label in pages if offset is not None]


class PageButton(
    Pressed,
    discord.ui.DynamicItem[Button],
    template=r"date:v1:(?P<offset>\d{1,7}):(?P<asked>\d{1,11}):(?P<phrase>.+)",
):
    """Turns the pages of a look-up by date: in place for who made it, as a private copy for others."""

    searches = True

    def __init__(self, lookup: DateLookup, offset: int, label: str) -> None:
        asked = int(lookup.asked_at.timestamp())
        super().__init__(
            discord.ui.Button(label=label, custom_id=f"date:v1:{offset}:{asked}:{lookup.phrase}")
        )
        self.lookup = lookup
        self.offset = offset

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
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
        buttons = Buttons(asker=None if on_private_card(interaction) else asker, lookup=self.lookup)
        page = post(card, embeds=shows_embeds(interaction), view=buttons(card))
        await interaction.edit_original_response(**page.editing())

    async def _card(self, interaction: Interaction) -> Card:
        return await date_lookup_card(interaction, self.lookup, offset=self.offset)


async def date_lookup_card(interaction: Interaction, lookup: DateLookup, *, offset: int = 0) -> Card:
    """One page of the releases of some days, or why there is none."""
    bot = surface_of(interaction)
    listing = await bot.desk.on_dates(
        lookup.phrase, scope=scope_of(interaction), now=lookup.asked_at, offset=offset
    )
    if isinstance(listing, LookupFailure):
        return failure_card(listing.message)
    size = bot.settings.releases_listed
    return date_card(listing, offset=offset, size=size, embeds=shows_embeds(interaction))


def _asker(interaction: Interaction) -> int | None:
    """Who made the look-up under whose answer the button stands."""
    metadata = interaction.message.interaction_metadata if interaction.message else None
    return metadata.user.id if metadata else None
