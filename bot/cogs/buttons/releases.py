"""Buttons about releases of a server's own: remove one, have it back, its facts, and the pages of a list of them.

Rights are checked again at each press; all that is needed stands in the ids.
"""

from __future__ import annotations

import re
from typing import ClassVar, Self

import discord

from bot.cogs.buttons.facts import fact_fields, typed_facts
from bot.cogs.buttons.forms import Form
from bot.cogs.buttons.pressing import Button, Item, neighbours, show_instead, view_of
from bot.cogs.finding import readable_collection
from bot.cogs.guarded import Guarded
from bot.cogs.managing import edited_server, own_collection, shown_name, told
from bot.cogs.release_work import edited, listed, removed, restored
from bot.cogs.respond import Interaction, Reply, respond
from bot.cogs.surface import surface_of
from bot.render.card import Card
from index.editing import ReleaseState
from index.intake.raw import Facts

_RELEASE = r"(?P<handle>[0-9a-f]{16}):(?P<collection>.{1,60})"
_EVERY_STATE = "all"


def removal_view(collection: str, handle: str) -> discord.ui.View:
    """Below the question whether a release is to be removed."""
    return view_of([RemoveButton(collection, handle)])


def undo_view(collection: str, handle: str) -> discord.ui.View:
    """Below what was just done to a release."""
    return view_of([UndoButton(collection, handle)])


class _ReleaseButton(Guarded, discord.ui.DynamicItem[Button], template=r"(?!)"):
    """A button about a release of one of the server's own collections."""

    kind: ClassVar[str]
    face: ClassVar[str]
    style: ClassVar[discord.ButtonStyle] = discord.ButtonStyle.secondary

    def __init__(self, collection: str, handle: str) -> None:
        custom_id = f"{self.kind}:v1:{handle.removeprefix('#')}:{collection}"
        super().__init__(discord.ui.Button(label=self.face, style=self.style, custom_id=custom_id))
        self.collection = collection
        self.handle = f"#{handle.removeprefix('#')}"

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(match["collection"], match["handle"])

    async def _collection(self, interaction: Interaction) -> str:
        server_id = await edited_server(interaction)
        return own_collection(surface_of(interaction), server_id, self.collection)


class RemoveButton(_ReleaseButton, template=rf"rmv:v1:{_RELEASE}"):
    """Removes a release."""

    kind = "rmv"
    face = "Remove"
    style = discord.ButtonStyle.danger

    async def press(self, interaction: Interaction) -> None:
        """Remove it, with a way back."""
        await interaction.response.defer()
        await show_instead(interaction, await told(self._removed(interaction)))

    async def _removed(self, interaction: Interaction) -> Reply:
        card = await removed(interaction, await self._collection(interaction), self.handle)
        return Reply(card, undo_view(self.collection, self.handle))


class UndoButton(_ReleaseButton, template=rf"und:v1:{_RELEASE}"):
    """Brings a release back."""

    kind = "und"
    face = "Undo"

    async def press(self, interaction: Interaction) -> None:
        """Restore it."""
        await interaction.response.defer()
        await show_instead(interaction, await told(self._restored(interaction)))

    async def _restored(self, interaction: Interaction) -> Card:
        return await restored(interaction, await self._collection(interaction), self.handle)


class RecordsButton(
    Guarded,
    discord.ui.DynamicItem[Button],
    template=r"rls:v1:(?P<page>\d{1,6}):(?P<state>[a-z]{1,10}):(?P<collection>.{1,60})",
):
    """Turns the pages of a list of releases."""

    def __init__(self, page: int, state: str | None, collection: str, label: str = "→") -> None:
        custom_id = f"rls:v1:{page}:{state or _EVERY_STATE}:{collection}"
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id))
        self.page = page
        self.state = state
        self.collection = collection

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        state = match["state"] if match["state"] in set(ReleaseState) else None
        return cls(int(match["page"]), state, match["collection"])

    async def press(self, interaction: Interaction) -> None:
        """Show the page."""
        await interaction.response.defer()
        await show_instead(
            interaction, await told(records_page(interaction, self.collection, self.state, page=self.page))
        )


async def records_page(
    interaction: Interaction, collection: str | None, state: str | None, *, page: int = 0
) -> Reply:
    """A page of the releases of a collection, with the buttons to the pages before and after it."""
    bot, server_id = surface_of(interaction), await edited_server(interaction)
    full = readable_collection(bot, server_id, collection)
    card = await listed(bot, server_id, full, state, page=page)
    shown = shown_name(server_id, full)
    turning = [RecordsButton(other, state, shown, label) for other, label in neighbours(page, card.pages)]
    return Reply(card, view_of(turning) if turning else None)


class EditForm(Form, title="What the release states"):
    """Title, day, address and speaker of a release that is there."""

    template = re.compile(rf"edit:v1:{_RELEASE}")

    def __init__(self, collection: str, handle: str, facts: Facts = Facts()) -> None:  # noqa: B008  # Facts is frozen
        super().__init__(custom_id=f"edit:v1:{handle.removeprefix('#')}:{collection}")
        self.collection = collection
        self.handle = f"#{handle.removeprefix('#')}"
        for field in fact_fields(facts):
            self.add_item(field)

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        """The form as it was opened."""
        return cls(match["collection"], match["handle"])

    async def press(self, interaction: Interaction) -> None:
        """State them."""

        async def card() -> Card:
            server_id = await edited_server(interaction)
            collection = own_collection(surface_of(interaction), server_id, self.collection)
            return await edited(interaction, collection, self.handle, typed_facts(interaction))

        await respond(interaction, told(card()), private=True)
