"""/date, /topic, /speaker, /release and /latest: looking up instead of asking.

In: the interactions. Out: a page of a list, or a release; a name that is not known is answered in private.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.days import Phrases
from bot.asking.lookup import LookupFailure
from bot.cogs.buttons.lists import PassageButtons
from bot.cogs.buttons.pages import ListButtons
from bot.cogs.installs import everywhere
from bot.cogs.lists import LATEST, Listing, key_of, list_card
from bot.cogs.respond import Interaction, respond, shows_embeds
from bot.cogs.scope import is_private, scope_of
from bot.cogs.suggesting import suggested_days, suggested_speakers, suggested_titles, suggested_topics
from bot.cogs.surface import Surface
from bot.cogs.waiting import asked_to_wait
from bot.render import limits
from bot.render.card import Card, failure_card
from bot.render.found import release_card

_Phrase = app_commands.Range[str, 1, limits.CHOICE_VALUE]
_Name = app_commands.Range[str, 1, limits.NAME_TYPED]
_PRIVATE = "Show it to me alone"


class LookupCog(commands.Cog):
    """Answers look-ups."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot

    @everywhere
    @app_commands.command(description="List what was released on a day, in a month or a year, or between two")
    @app_commands.rename(since="from", until="to")
    @app_commands.describe(
        on="For example: 31 January 2024, January 2024, 2024, last week",
        since="The first day, month or year to list",
        until="The last day, month or year to list",
        private=_PRIVATE,
    )
    @app_commands.autocomplete(on=suggested_days, since=suggested_days, until=suggested_days)
    async def date(
        self,
        interaction: Interaction,
        on: _Phrase = "",
        since: _Phrase = "",
        until: _Phrase = "",
        private: bool | None = None,
    ) -> None:
        """List the releases of some days."""
        if await asked_to_wait(interaction):
            return
        phrases, scope = Phrases(on, since, until), scope_of(interaction)
        work = self._bot.desk.on_days(phrases, scope=scope, now=self._bot.clock())
        await _Lookup(interaction, work, private=private).respond()

    @everywhere
    @app_commands.command(description="Show what the releases say on a topic")
    @app_commands.describe(name="Begin to type, and pick one", private=_PRIVATE)
    @app_commands.autocomplete(name=suggested_topics)
    async def topic(self, interaction: Interaction, name: _Name, private: bool | None = None) -> None:
        """Show the passages on a topic."""
        if await asked_to_wait(interaction):
            return
        work = self._bot.desk.on_topic(name, scope=scope_of(interaction))
        await _Lookup(interaction, work, private=private).respond()

    @everywhere
    @app_commands.command(description="Show what somebody says in the releases, the newest first")
    @app_commands.describe(name="Begin to type a name, and pick one", private=_PRIVATE)
    @app_commands.autocomplete(name=suggested_speakers)
    async def speaker(self, interaction: Interaction, name: _Name, private: bool | None = None) -> None:
        """Show the passages that somebody speaks."""
        if await asked_to_wait(interaction):
            return
        work = self._bot.desk.by_speaker(name, scope=scope_of(interaction))
        await _Lookup(interaction, work, private=private).respond()

    @everywhere
    @app_commands.command(description="Show the newest releases")
    @app_commands.describe(private=_PRIVATE)
    async def latest(self, interaction: Interaction, private: bool | None = None) -> None:
        """List the newest releases."""
        if await asked_to_wait(interaction):
            return
        work = self._bot.desk.latest(scope=scope_of(interaction))
        await _Lookup(interaction, work, private=private).respond()

    @everywhere
    @app_commands.command(
        description="Show a release: when it was published, who speaks in it, how it begins"
    )
    @app_commands.describe(title="Begin to type words of the title, and pick one", private=_PRIVATE)
    @app_commands.autocomplete(title=suggested_titles)
    async def release(self, interaction: Interaction, title: _Name, private: bool | None = None) -> None:
        """Show a release."""
        if await asked_to_wait(interaction):
            return
        alone = is_private(interaction, private)
        buttons = PassageButtons(asker=None if alone else interaction.user.id)
        await respond(interaction, self._release_card(interaction, title), private=alone, buttons=buttons)

    async def _release_card(self, interaction: Interaction, title: str) -> Card:
        found = await self._bot.desk.release(title, scope=scope_of(interaction))
        if isinstance(found, LookupFailure):
            return failure_card(found.message)
        return release_card(found, embeds=shows_embeds(interaction))


class _Lookup:
    """A look-up under way: which list its buttons turn is known when it is done."""

    def __init__(
        self,
        interaction: Interaction,
        work: Coroutine[Any, Any, Listing | LookupFailure],
        *,
        private: bool | None,
    ) -> None:
        self._interaction = interaction
        self._work = work
        self._private = is_private(interaction, private)
        self._key = LATEST

    async def respond(self) -> None:
        """Answer with the list's first page."""
        await respond(self._interaction, self._card(), private=self._private, buttons=self._buttons)

    async def _card(self) -> Card:
        listing = await self._work
        if not isinstance(listing, LookupFailure):
            self._key = key_of(listing)
        return list_card(self._interaction, listing)

    def _buttons(self, card: Card) -> discord.ui.View | None:
        return ListButtons(self._key, None if self._private else self._interaction.user.id)(card)
