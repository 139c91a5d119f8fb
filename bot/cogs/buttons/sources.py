"""Buttons about one passage, by its key: its paragraph, its whole release, its words to take along, and sharing it.

Anyone may press; the reply is private.
"""

from __future__ import annotations

import asyncio
import re
from typing import ClassVar, Self

import discord

from bot.cogs.buttons.pressing import KEY, Button, Item, neighbours, refuse, view_of
from bot.cogs.buttons.removal import DeleteButton
from bot.cogs.guarded import Guarded
from bot.cogs.post import post
from bot.cogs.respond import Interaction, respond, shows_embeds
from bot.cogs.scope import scope_of
from bot.cogs.surface import surface_of
from bot.render.card import Card, notice_card, passage_card, shared_by
from bot.render.context import GONE, context_card
from bot.render.excerpt import excerpt_card
from bot.render.whole import whole_card, whole_file
from index.query import PassageContext, WholeRelease
from index.release import PassageKey

NOT_HERE = "You may not write in this channel, so there is nobody to share it with here."
_NO_FILES = "I may not attach files in this channel. An admin can allow it: “Attach Files”."


def _template(kind: str) -> str:
    return rf"{kind}:v1:{KEY}"


class _PassageButton(Guarded, discord.ui.DynamicItem[Button], template=r"(?!)"):
    """A button about one passage: its key stands in the custom_id."""

    kind: ClassVar[str]
    face: ClassVar[str]

    def __init__(self, key: PassageKey, *, row: int | None = None) -> None:
        super().__init__(discord.ui.Button(label=self.face, custom_id=f"{self.kind}:v1:{key}"), row=row)
        self.key = key

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(PassageKey(match["key"]))


class ContextButton(_PassageButton, template=_template("ctx")):
    """Shows a passage in its paragraph."""

    kind = "ctx"
    face = "Context"

    def __init__(self, key: PassageKey, number: int | None = None, *, row: int | None = None) -> None:
        super().__init__(key, row=row)
        if number is not None:
            self.item.label = f"{self.face} {number}"

    async def press(self, interaction: Interaction) -> None:
        """Answer privately with the passage in its paragraph."""
        await respond(interaction, self._card(interaction), private=True, buttons=_below_context)

    async def _card(self, interaction: Interaction) -> Card:
        context = await _context(interaction, self.key)
        return context_card(context, embeds=shows_embeds(interaction)) if context else notice_card(GONE)


class WholeButton(
    Guarded, discord.ui.DynamicItem[Button], template=rf"rel:v1:{KEY}(?::(?P<page>\d{{1,5}}))?"
):
    """Shows the release that a passage stands in, page by page, beginning with the page of the passage."""

    def __init__(
        self,
        key: PassageKey,
        page: int | None = None,
        label: str = "Whole release",
        *,
        row: int | None = None,
    ) -> None:
        suffix = "" if page is None else f":{page}"
        super().__init__(discord.ui.Button(label=label, custom_id=f"rel:v1:{key}{suffix}"), row=row)
        self.key = key
        self.page = page

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(PassageKey(match["key"]), int(match["page"]) if match["page"] else None)

    async def press(self, interaction: Interaction) -> None:
        """Answer privately with a page; where a page of it is shown already, in its place."""
        if self.page is None:
            await respond(interaction, self._card(interaction), private=True, buttons=whole_view)
            return
        card = await self._card(interaction)
        page = post(card, embeds=shows_embeds(interaction), view=whole_view(card))
        await interaction.response.edit_message(**page.editing())

    async def _card(self, interaction: Interaction) -> Card:
        found = await _whole(interaction, self.key)
        if found is None:
            return notice_card(GONE)
        context, whole = found
        # a report of a thousand pages takes a while to part into them
        return await asyncio.to_thread(
            whole_card, whole, passage=context.passage, page=self.page, embeds=shows_embeds(interaction)
        )


class FileButton(_PassageButton, template=_template("fil")):
    """Sends the release that a passage stands in as a file."""

    kind = "fil"
    face = "As a file"

    async def press(self, interaction: Interaction) -> None:
        """Answer privately with the file."""
        if interaction.guild_id is not None and not interaction.app_permissions.attach_files:
            await refuse(interaction, _NO_FILES)
            return
        await respond(interaction, self._card(interaction), private=True)

    async def _card(self, interaction: Interaction) -> Card:
        found = await _whole(interaction, self.key)
        return whole_file(found[1]) if found else notice_card(GONE)


class CopyButton(_PassageButton, template=_template("cpy")):
    """Shows a passage with its source as plain text to copy."""

    kind = "cpy"
    face = "Copy as quote"

    async def press(self, interaction: Interaction) -> None:
        """Answer privately with the words."""
        await respond(interaction, self._card(interaction), private=True)

    async def _card(self, interaction: Interaction) -> Card:
        context = await _context(interaction, self.key)
        return excerpt_card(context.passage) if context else notice_card(GONE)


class SharePassageButton(_PassageButton, template=_template("shp")):
    """Shows a passage to the channel, from a card that only one person sees."""

    kind = "shp"
    face = "Share"

    async def press(self, interaction: Interaction) -> None:
        """Show the passage to all, if it may be shown here and whoever presses may write here."""
        if not may_share(interaction):
            await refuse(interaction, NOT_HERE)
            return
        context = await _context(interaction, self.key)
        if context is None:
            await refuse(interaction, GONE)
            return
        work = _shared(passage_card(context, embeds=shows_embeds(interaction)), interaction)
        await respond(interaction, work, buttons=lambda _: _below_shared(self.key, interaction.user.id))


async def _shared(card: Card, interaction: Interaction) -> Card:
    return shared_by(card, interaction.user.id)


def may_share(interaction: Interaction) -> bool:
    """Whether whoever presses may write where it would be shown."""
    if interaction.guild_id is None:
        return True
    if isinstance(interaction.channel, discord.Thread):
        return interaction.permissions.send_messages_in_threads
    return interaction.permissions.send_messages


def source_buttons(key: PassageKey, *, row: int | None = None) -> list[Item]:
    """What can be asked about a passage that is shown in full."""
    return [ContextButton(key, row=row), WholeButton(key, row=row), CopyButton(key, row=row)]


def _below_context(card: Card) -> discord.ui.View | None:
    if card.source is None:
        return None
    return view_of([WholeButton(card.source), CopyButton(card.source), SharePassageButton(card.source)])


def _below_shared(key: PassageKey, sharer: int) -> discord.ui.View:
    return view_of([*source_buttons(key), DeleteButton(sharer)])


def whole_view(card: Card) -> discord.ui.View | None:
    """Pages of a release, and the whole of it as a file."""
    if card.source is None:
        return None
    pages = neighbours(card.place, card.sources)
    turning = [WholeButton(card.source, page, label) for page, label in pages]
    return view_of([*turning, FileButton(card.source)])


async def _context(interaction: Interaction, key: PassageKey) -> PassageContext | None:
    return await surface_of(interaction).desk.context(key, scope=scope_of(interaction))


async def _whole(interaction: Interaction, key: PassageKey) -> tuple[PassageContext, WholeRelease] | None:
    context = await _context(interaction, key)
    if context is None:
        return None
    whole = await surface_of(interaction).desk.whole(context.passage, scope=scope_of(interaction))
    return (context, whole) if whole else None
