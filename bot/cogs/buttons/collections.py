"""Buttons of those who manage: delete a collection, and go back to an older generation of one.

Rights are checked again at each press.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Self

import discord

from bot.cogs.buttons.pressing import Button, Item, show_instead, view_of
from bot.cogs.guarded import Guarded
from bot.cogs.managing import Refused, managed_server, note, own_collection, told
from bot.cogs.release_work import went_live
from bot.cogs.respond import Interaction
from bot.cogs.surface import surface_of
from bot.render import limits
from bot.render.card import Card, notice_card
from bot.render.quote import bold
from bot.render.wording import counted
from index.editing import GenerationRecord

BEING_READ = "It is being read again just now. Cancel that first, or wait until it is done."

_COLLECTION = r"(?P<collection>.{1,40})"


def deletion_view(collection: str) -> discord.ui.View:
    """Below the question whether a collection is to be deleted."""
    return view_of([DropButton(collection)])


def rollback_view(collection: str, generations: Sequence[GenerationRecord]) -> discord.ui.View:
    """The generations that a collection can go back to."""
    return view_of(RollbackButton(one.id, collection) for one in generations[: limits.BUTTONS_PER_ROW])


class _CollectionButton(Guarded, discord.ui.DynamicItem[Button], template=r"(?!)"):
    """A button that changes a whole collection, unless that is being read again."""

    def __init__(self, button: Button, collection: str) -> None:
        super().__init__(button)
        self.collection = collection

    async def press(self, interaction: Interaction) -> None:
        """Change it, and tell what it is now."""
        await interaction.response.defer()
        await show_instead(interaction, await told(self._card(interaction)))

    async def _card(self, interaction: Interaction) -> Card:
        bot, server_id = surface_of(interaction), await managed_server(interaction)
        full = own_collection(bot, server_id, self.collection)
        if bot.reindexing.asked_for(full):
            raise Refused(BEING_READ)
        return notice_card(
            f"{bold(self.collection, room=limits.WORD)} is {await self._change(interaction, full)}."
        )

    async def _change(self, interaction: Interaction, full: str) -> str:
        """Make the change, live and in the audit log; what the collection is now."""
        raise NotImplementedError


class DropButton(_CollectionButton, template=rf"drp:v1:{_COLLECTION}"):
    """Deletes a collection."""

    def __init__(self, collection: str) -> None:
        danger = discord.ButtonStyle.danger
        super().__init__(
            discord.ui.Button(label="Delete for good", style=danger, custom_id=f"drp:v1:{collection}"),
            collection,
        )

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(match["collection"])

    async def _change(self, interaction: Interaction, full: str) -> str:
        bot = surface_of(interaction)
        releases = counted(await bot.service.editor.drop(full), "release")
        await bot.records.servers.forget_collection(full)
        await went_live(interaction)
        await note(interaction, "collection delete", self.collection, releases, "deleted")
        return f"gone, with {releases}"


class RollbackButton(_CollectionButton, template=rf"rbk:v1:(?P<generation>\d{{1,10}}):{_COLLECTION}"):
    """Makes a collection again what it was: that is a new generation, so that it can be undone in the same way."""

    def __init__(self, generation: int, collection: str) -> None:
        custom_id = f"rbk:v1:{generation}:{collection}"
        super().__init__(discord.ui.Button(label=f"Back to {generation}", custom_id=custom_id), collection)
        self.generation = generation

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(int(match["generation"]), match["collection"])

    async def _change(self, interaction: Interaction, full: str) -> str:
        report = await surface_of(interaction).service.editor.rollback(full, self.generation)
        await went_live(interaction)
        change = f"{report.added:,} added, {report.changed:,} changed, {report.removed:,} removed"
        await note(interaction, "index rollback", self.collection, None, f"to {self.generation}: {change}")
        return f"what it was at {self.generation}: {change}"
