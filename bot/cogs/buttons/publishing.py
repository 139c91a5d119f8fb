"""Buttons below what would go live: publish it, state its facts anew, drop it.

Rights are checked again at each press. A preview lives for a quarter of an hour.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import ClassVar, Self

import discord

from bot.cogs.buttons.facts import fact_fields, facts_read, typed_facts
from bot.cogs.buttons.forms import Form, open_form
from bot.cogs.buttons.pressing import Button, Item, refuse, show_instead, view_of
from bot.cogs.guarded import Guarded
from bot.cogs.managing import Refused, edited_server, shown_name, told
from bot.cogs.post import post
from bot.cogs.previews import Preview, PreviewId
from bot.cogs.release_work import known_places, published, read_all, stated
from bot.cogs.respond import Interaction, Reply
from bot.cogs.surface import surface_of
from bot.render.card import Card, notice_card
from bot.render.releases import failures, preview_card
from index.intake.raw import Facts

OVER = "This preview is over: they are kept for a quarter of an hour. Add the release again."
_CANCELLED = "Nothing was published."

_PREVIEW = r"(?P<preview>[0-9a-f]{16})"


def preview_view(preview: PreviewId, *, one: bool) -> discord.ui.View:
    """Below a preview; the facts of one release can be stated anew."""
    facts: list[Item] = [FactsButton(preview)] if one else []
    return view_of([PublishButton(preview), *facts, CancelButton(preview)])


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
        reply = await told(self._card(interaction))
        if _preview(interaction, self.preview) is None:
            await show_instead(interaction, reply)
        else:
            await refuse(interaction, reply.card.text)

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
        await show_instead(interaction, Reply(card, preview_view(self.preview, one=True)))

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


def _preview(interaction: Interaction, id: PreviewId) -> Preview | None:
    bot = surface_of(interaction)
    return bot.previews.get(id, server_id=interaction.guild_id, actor_id=interaction.user.id, now=bot.clock())
