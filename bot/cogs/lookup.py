"""/date and /topic: looking up instead of asking.

In: the interactions. Out: a page of releases, or passages on a topic; suggestions come from memory.
"""

from __future__ import annotations

from collections.abc import Sequence

from discord import app_commands
from discord.ext import commands

from bot.asking.lookup import LookupFailure
from bot.asking.scope import Scope
from bot.cogs.buttons.lists import Buttons, DateLookup, date_lookup_card
from bot.cogs.installs import everywhere
from bot.cogs.respond import Interaction, respond, shows_embeds
from bot.cogs.surface import Surface
from bot.cogs.waiting import asked_to_wait
from bot.render import limits
from bot.render.card import Card, failure_card, topic_card

# The phrase stands in the page buttons' custom_id of 100 characters, beside an offset and a time.
_Phrase = app_commands.Range[str, 1, 60]
_PRIVATE = "Show the list to me alone"


class LookupCog(commands.Cog):
    """Answers look-ups by date and by topic."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot

    @everywhere
    @app_commands.command(description="List what was released on a day, in a month or a year")
    @app_commands.describe(on="For example: 31 January 2024, January 2024, 2024, last week", private=_PRIVATE)
    async def date(self, interaction: Interaction, on: _Phrase, private: bool = False) -> None:
        """List the releases of some days."""
        if await asked_to_wait(interaction):
            return
        lookup = DateLookup(" ".join(on.split()), self._bot.clock())
        buttons = Buttons(asker=None if private else interaction.user.id, lookup=lookup)
        await respond(interaction, date_lookup_card(interaction, lookup), private=private, buttons=buttons)

    @everywhere
    @app_commands.command(description="Show what the releases say on a topic")
    @app_commands.describe(name="Begin to type, and pick one", private=_PRIVATE)
    async def topic(self, interaction: Interaction, name: str, private: bool = False) -> None:
        """Show the passages on a topic."""
        if await asked_to_wait(interaction):
            return
        buttons = Buttons(asker=None if private else interaction.user.id)
        await respond(interaction, self._topic_card(interaction, name), private=private, buttons=buttons)

    @topic.autocomplete("name")
    async def _suggest(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        names = suggestions(self._bot.desk.topic_names(), typed)
        return [app_commands.Choice(name=name, value=name) for name in names]

    async def _topic_card(self, interaction: Interaction, name: str) -> Card:
        listing = await self._bot.desk.on_topic(name, scope=Scope())
        if isinstance(listing, LookupFailure):
            return failure_card(listing.message)
        return topic_card(listing, embeds=shows_embeds(interaction))


def suggestions(names: Sequence[str], typed: str) -> list[str]:
    """Names that hold what was typed, those that begin with it first; all of them for nothing typed.

    >>> suggestions(["Arms control", "China", "Farming"], "ar")
    ['Arms control', 'Farming']
    """
    sought = " ".join(typed.split()).casefold()
    fitting = [name for name in names if sought in name.casefold() and len(name) <= limits.CHOICE_NAME]
    return sorted(fitting, key=lambda name: not name.casefold().startswith(sought))[: limits.CHOICES]
