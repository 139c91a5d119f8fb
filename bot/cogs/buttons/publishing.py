"""Buttons of those who look after releases: publish what was previewed, remove, undo, and the pages of a list.

Rights are checked again at each press. A preview lives for a quarter of an hour; what else is needed stands in the ids.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import ClassVar, Self

import discord

from bot.cogs.buttons.facts import fact_fields, facts_read, typed_facts
from bot.cogs.buttons.forms import Form, open_form
from bot.cogs.buttons.pressing import Button, Item, refuse, view_of
from bot.cogs.finding import readable_collection
from bot.cogs.guarded import Guarded
from bot.cogs.managing import Refused, edited_server, own_collection, shown_name, told
from bot.cogs.post import post
from bot.cogs.previews import Preview, PreviewId
from bot.cogs.release_work import edited, known_places, listed, published, read_all, removed, restored, stated
from bot.cogs.respond import Interaction, respond, shows_embeds
from bot.cogs.surface import surface_of
from bot.render.card import Card, notice_card
from bot.render.releases import failures, preview_card
from index.editing import ReleaseState
from index.intake.raw import Facts

OVER = "This preview is over: they are kept for a quarter of an hour. Add the release again."
_CANCELLED = "Nothing was published."

_PREVIEW = r"(?P<preview>[0-9a-f]{16})"
_RELEASE = r"(?P<handle>[0-9a-f]{16}):(?P<collection>.{1,60})"
_EVERY_STATE = "all"


def preview_view(preview: PreviewId, *, one: bool) -> discord.ui.View:
    """Below a preview; the facts of one release can be stated anew."""
    facts: list[Item] = [FactsButton(preview)] if one else []
    return view_of([PublishButton(preview), *facts, CancelButton(preview)])


def removal_view(collection: str, handle: str) -> discord.ui.View:
    """Below the question whether a release is to be removed."""
    return view_of([RemoveButton(collection, handle)])


def undo_view(collection: str, handle: str) -> discord.ui.View:
    """Below what was just done to a release."""
    return view_of([UndoButton(collection, handle)])


class _PreviewButton(Guarded, discord.ui.DynamicItem[Button], template=r"(?!)"):
    """A button about a preview."""

    kind: ClassVar[str]
    face: ClassVar[str]
    style: ClassVar[discord.ButtonStyle] = discord.ButtonStyle.secondary

    def __init__(self, preview: PreviewId) -> None:
        custom_id = f"{self.kind}:v1:{preview}"
        super().__init__(discord.ui.Button(label=self.face, style=self.style, custom_id=custom_id))
        self.preview = preview

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(PreviewId(match["preview"]))


class PublishButton(_PreviewButton, template=rf"pub:v1:{_PREVIEW}"):
    """Lets go live what was previewed."""

    kind = "pub"
    face = "Publish"
    style = discord.ButtonStyle.primary

    async def press(self, interaction: Interaction) -> None:
        """Publish it, once; where that fails, it can be tried again."""
        await interaction.response.defer()
        card = await told(self._card(interaction))
        if _preview(interaction, self.preview) is None:
            await _shown(interaction, card)
        else:
            await refuse(interaction, card.text)

    async def _card(self, interaction: Interaction) -> Card:
        await edited_server(interaction)
        bot = surface_of(interaction)
        preview = bot.previews.take(
            self.preview, server_id=interaction.guild_id, actor_id=interaction.user.id, now=bot.clock()
        )
        if preview is None:
            return notice_card(OVER)
        try:
            return await published(interaction, preview)
        except BaseException:
            bot.previews.replace(self.preview, preview)
            raise


class CancelButton(_PreviewButton, template=rf"cnl:v1:{_PREVIEW}"):
    """Drops what was previewed."""

    kind = "cnl"
    face = "Cancel"

    async def press(self, interaction: Interaction) -> None:
        """Forget it."""
        bot = surface_of(interaction)
        bot.previews.take(
            self.preview, server_id=interaction.guild_id, actor_id=interaction.user.id, now=bot.clock()
        )
        page = post(notice_card(_CANCELLED), embeds=False)
        await interaction.response.edit_message(**page.editing())


class FactsButton(_PreviewButton, template=rf"fct:v1:{_PREVIEW}"):
    """Opens the form for a release's facts."""

    kind = "fct"
    face = "Edit facts"

    async def press(self, interaction: Interaction) -> None:
        """Open it with what is assumed now."""
        preview = _preview(interaction, self.preview)
        if preview is None:
            await refuse(interaction, OVER)
            return
        await open_form(interaction, FactsForm(self.preview, preview))


class FactsForm(Form, title="What the release states"):
    """Title, day, address and speaker of the one release of a preview."""

    template = re.compile(rf"facts:v1:{_PREVIEW}")

    def __init__(self, preview: PreviewId, shown: Preview | None = None) -> None:
        super().__init__(custom_id=f"facts:v1:{preview}")
        self.preview = preview
        version = shown.reading.prepared[0].release.version if shown and shown.reading.prepared else None
        for field in fact_fields(facts_read(version) if version else Facts()):
            self.add_item(field)

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        """The form as it was opened."""
        return cls(PreviewId(match["preview"]))

    async def press(self, interaction: Interaction) -> None:
        """Read the release again with these facts; where they can't be used, the preview stays."""
        await interaction.response.defer()
        try:
            await edited_server(interaction)
            again = await self._read(interaction)
        except Refused as refused:
            await refuse(interaction, str(refused))
            return
        bot = surface_of(interaction)
        card = preview_card(
            again.reading,
            shown_name(again.server_id, again.collection),
            held_until=again.held_until,
            known=await known_places(bot, again),
        )
        await _shown(interaction, card, preview_view(self.preview, one=True))

    async def _read(self, interaction: Interaction) -> Preview:
        bot, preview = surface_of(interaction), _preview(interaction, self.preview)
        if preview is None:
            raise Refused(OVER)
        given = stated(typed_facts(interaction), now=bot.clock()).over(preview.given)
        reading = await read_all(bot, preview.uploads, given)
        if not reading.prepared:
            raise Refused("\n".join(failures(reading.failed)))
        again = replace(preview, reading=reading, given=given)
        bot.previews.replace(self.preview, again)
        return again


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
        gone: list[bool] = []

        async def card() -> Card:
            done = await removed(interaction, await self._collection(interaction), self.handle)
            gone.append(True)
            return done

        said = await told(card())
        await _shown(interaction, said, undo_view(self.collection, self.handle) if gone else None)


class UndoButton(_ReleaseButton, template=rf"und:v1:{_RELEASE}"):
    """Brings a release back."""

    kind = "und"
    face = "Undo"

    async def press(self, interaction: Interaction) -> None:
        """Restore it."""
        await interaction.response.defer()

        async def card() -> Card:
            return await restored(interaction, await self._collection(interaction), self.handle)

        await _shown(interaction, await told(card()))


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

        async def card() -> Card:
            bot, server_id = surface_of(interaction), await edited_server(interaction)
            collection = readable_collection(bot, server_id, self.collection)
            return await listed(bot, server_id, collection, self.state, page=self.page)

        buttons = RecordsButtons()
        buttons.of(self.collection, self.state)
        said = await told(card())
        await _shown(interaction, said, buttons(said))


class RecordsButtons:
    """The buttons below a page of releases, once it is known of which collection and state they are."""

    def __init__(self) -> None:
        self._collection: str | None = None
        self._state: str | None = None

    def of(self, collection: str, state: str | None) -> None:
        """What is listed."""
        self._collection, self._state = collection, state

    def __call__(self, card: Card) -> discord.ui.View | None:
        """The pages before and after."""
        if self._collection is None or card.pages < 2:
            return None
        pages = [(card.page - 2, "←"), (card.page, "→")]
        return view_of(
            RecordsButton(page, self._state, self._collection, label)
            for page, label in pages
            if 0 <= page < card.pages
        )


def _preview(interaction: Interaction, id: PreviewId) -> Preview | None:
    bot = surface_of(interaction)
    return bot.previews.get(id, server_id=interaction.guild_id, actor_id=interaction.user.id, now=bot.clock())


async def _shown(interaction: Interaction, card: Card, view: discord.ui.View | None = None) -> None:
    """Show a card in place of the one that the button stands under."""
    page = post(card, embeds=shows_embeds(interaction), view=view)
    await interaction.edit_original_response(**page.editing())
