"""Pages of a list: buttons that turn them and a form to jump to one, at work after a restart and a re-index.

In: the key of a list, which stands in the buttons' ids. Out: the page in place of the old one for who looked it up, a
private copy for others; what may be searched there is asked again at each press.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

import discord

from bot.asking.days import Phrases
from bot.asking.lookup import LookupFailure
from bot.cogs.buttons.forms import Form, open_form, typed
from bot.cogs.buttons.lists import PassageButtons
from bot.cogs.buttons.pressing import Button, Item, on_private_card, refuse, view_of
from bot.cogs.buttons.removal import DeleteButton
from bot.cogs.guarded import Guarded
from bot.cogs.lists import Kind, ListKey, key_of, list_card, listed
from bot.cogs.post import post
from bot.cogs.respond import Interaction, respond, shows_embeds
from bot.cogs.scope import scope_of
from bot.cogs.surface import surface_of
from bot.cogs.waiting import asked_to_pause
from bot.render import limits
from bot.render.card import Card, notice_card
from bot.render.quote import cut

_LIST = r"(?P<kind>days|topic|speaker|latest):(?P<key>[0-9a-f.-]{0,40})"
_LAST_ROW = limits.ROWS - 1
_DIGITS = 7
_PAGE_FIELD = "page"
_GONE = "This list is no longer there: its name is no longer known. Look it up again."


@dataclass(frozen=True, slots=True)
class ListButtons:
    """The buttons of a page: its passages' contexts, the pages before and after it, and removal where there is an ``asker``."""

    key: ListKey
    asker: int | None = None

    def __call__(self, card: Card) -> discord.ui.View | None:
        """The buttons of a card; None where it needs none."""
        view = PassageButtons(asker=self.asker)(card)
        if card.pages == 1:
            return view
        others = list(view.children) if view else []
        removal = [item for item in others if isinstance(item, DeleteButton)]
        for item in removal:
            item.row = _LAST_ROW
        return view_of([*(item for item in others if item not in removal), *self._pages(card), *removal])

    def _pages(self, card: Card) -> list[Item]:
        before, after = PageButton(self.key, card.page - 1, "←"), PageButton(self.key, card.page + 1, "→")
        before.item.disabled, after.item.disabled = card.page == 1, card.page == card.pages
        return [before, JumpButton(self.key, card.page, card.pages), after]


class PageButton(
    Guarded, discord.ui.DynamicItem[Button], template=rf"page:v1:(?P<page>\d{{1,{_DIGITS}}}):{_LIST}"
):
    """Leads to a page of a list."""

    def __init__(self, key: ListKey, page: int, label: str) -> None:
        custom_id = f"page:v1:{page}:{key.kind}:{key.key}"
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id, row=_LAST_ROW))
        self.key = key
        self.page = page

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed; its label no longer matters."""
        return cls(_key(match), int(match["page"]), "→")

    async def press(self, interaction: Interaction) -> None:
        """Show the page that the button leads to."""
        await turn(interaction, self.key, self.page)


class JumpButton(
    Guarded,
    discord.ui.DynamicItem[Button],
    template=rf"jump:v1:(?P<page>\d{{1,{_DIGITS}}}):(?P<pages>\d{{1,{_DIGITS}}}):{_LIST}",
):
    """Says which page is shown, and asks for another one."""

    def __init__(self, key: ListKey, page: int, pages: int) -> None:
        custom_id = f"jump:v1:{page}:{pages}:{key.kind}:{key.key}"
        label = f"Page {page:,} of {pages:,}"
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id, row=_LAST_ROW))
        self.key = key
        self.page = page
        self.pages = pages

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(_key(match), int(match["page"]), int(match["pages"]))

    async def press(self, interaction: Interaction) -> None:
        """Open the form."""
        await open_form(interaction, JumpForm(self.key, self.pages))


class JumpForm(Form):
    """Asks for the number of a page."""

    template = re.compile(rf"jumpto:v1:(?P<pages>\d{{1,{_DIGITS}}}):{_LIST}")

    def __init__(self, key: ListKey, pages: int) -> None:
        super().__init__(title="Go to a page", custom_id=f"jumpto:v1:{pages}:{key.kind}:{key.key}")
        self.key = key
        self.pages = pages
        number = discord.ui.TextInput[Any](
            custom_id=_PAGE_FIELD, max_length=20, placeholder=f"1 to {pages:,}"
        )
        self.add_item(discord.ui.Label(text=f"Which page, from 1 to {pages:,}?", component=number))

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        """The form as it was opened."""
        return cls(_key(match), int(match["pages"]))

    async def press(self, interaction: Interaction) -> None:
        """Show the page, or say which numbers there are."""
        number = typed(interaction, _PAGE_FIELD).strip()
        page = _number(number)
        if page is None or not 1 <= page <= self.pages:
            line = f"“{cut(number, room=limits.WORD)}” is no page of this list. Give a number from 1 to {self.pages:,}."
            await refuse(interaction, line)
            return
        await turn(interaction, self.key, page)


class DatedPageButton(
    Guarded,
    discord.ui.DynamicItem[Button],
    template=r"date:v1:(?P<offset>\d{1,7}):(?P<asked>\d{1,11}):(?P<phrase>.+)",
):
    """A button of an earlier version of the bot, which knew the days by a phrase and the time of asking."""

    def __init__(self, offset: int, asked: int, phrase: str) -> None:
        super().__init__(discord.ui.Button(label="→", custom_id=f"date:v1:{offset}:{asked}:{phrase}"))
        self.offset = offset
        self.asked_at = datetime.fromtimestamp(asked, tz=UTC)
        self.phrase = phrase

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(int(match["offset"]), int(match["asked"]), match["phrase"])

    async def press(self, interaction: Interaction) -> None:
        """Show the page that the button led to, with the buttons of today."""
        bot = surface_of(interaction)
        phrases = Phrases(on=self.phrase)
        listing = await bot.desk.on_days(phrases, scope=scope_of(interaction), now=self.asked_at)
        if isinstance(listing, LookupFailure):
            await refuse(interaction, _GONE)
            return
        await turn(interaction, key_of(listing), self.offset // bot.settings.releases_listed + 1)


async def turn(interaction: Interaction, key: ListKey, page: int) -> None:
    """Show another page: in place to who looked the list up, to others as a copy of their own."""
    if await asked_to_pause(interaction):
        return
    asker = _asker(interaction)
    if asker not in (None, interaction.user.id):
        await respond(interaction, _card(interaction, key, page), private=True, buttons=ListButtons(key))
        return
    await interaction.response.defer()
    card = await _card(interaction, key, page)
    buttons = ListButtons(key, None if on_private_card(interaction) else asker)
    turned = post(card, embeds=shows_embeds(interaction), view=buttons(card))
    await interaction.edit_original_response(**turned.editing())


async def _card(interaction: Interaction, key: ListKey, page: int) -> Card:
    listing = await listed(interaction, key, page)
    if isinstance(listing, LookupFailure):
        return notice_card(_GONE)
    return list_card(interaction, listing)


def _key(match: re.Match[str]) -> ListKey:
    kind: Kind = match["kind"]  # type: ignore[assignment]  # the template lets no other kind through
    return ListKey(kind, match["key"])


def _number(number: str) -> int | None:
    digits = number.replace(",", "")
    return int(digits) if digits.isdecimal() else None


def _asker(interaction: Interaction) -> int | None:
    """Who made the look-up under whose answer the button stands."""
    metadata = interaction.message.interaction_metadata if interaction.message else None
    return metadata.user.id if metadata else None
