"""/privacy: what is stored about whoever asks, and its removal.

In: the interactions. Out: a private list, as a file where it is long; a button that removes everything, and how much
that was. docs/privacy.md says what is stored and why.
"""

from __future__ import annotations

import re
from typing import Self

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.buttons.pressing import Button, Item, view_of
from bot.cogs.dossier import NOTHING, Dossier, attached, counts, dossier_file, dossier_message
from bot.cogs.guarded import Guarded
from bot.cogs.respond import Interaction, respond
from bot.cogs.surface import Surface, surface_of
from bot.render import limits
from bot.render.card import Card, TextFile, notice_card
from bot.render.wording import counted

_FILE_NAME = "stored-about-you.txt"
_CONSEQUENCES = (
    "Without them, buttons below those answers that need your question no longer work, edits of your questions "
    "change nothing, and follow-up questions stand alone. The answers themselves stay where they are."
)
_OTHER_PROCESSES = (
    "This is about the part of me that serves this place. Other servers, and direct messages, may be served by other parts, "
    "which keep what they know to themselves: where you asked me there, use the command there as well."
)


class ForgetButton(Guarded, discord.ui.DynamicItem[Button], template=r"forget:v1"):
    """Removes what is stored about whoever presses; only they see it."""

    def __init__(self) -> None:
        style = discord.ButtonStyle.danger
        super().__init__(discord.ui.Button(label="Remove everything", style=style, custom_id="forget:v1"))

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls()

    async def press(self, interaction: Interaction) -> None:
        """Remove everything, and say how much that was in place of the question."""
        removed = await _forget(surface_of(interaction), interaction.user.id)
        await interaction.response.edit_message(content=removed, view=None)


class PrivacyCog(commands.Cog):
    """Tells people what is stored about them, and removes it."""

    privacy = app_commands.Group(
        name="privacy",
        description="What is stored about you",
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
    )

    def __init__(self, bot: Surface) -> None:
        self._bot = bot

    @privacy.command(description="Show everything that is stored about you; only you see it")
    async def show(self, interaction: Interaction) -> None:
        """Show it as a message, or as a file where it is long."""
        await respond(interaction, self._shown(interaction), private=True)

    @privacy.command(description="Remove everything that is stored about you")
    async def forget(self, interaction: Interaction) -> None:
        """Ask first: it cannot be undone."""
        await respond(interaction, self._asked(interaction), private=True, buttons=_confirmation)

    async def _shown(self, interaction: Interaction) -> Card:
        stored = await _stored(self._bot, interaction.user.id)
        text, elsewhere = dossier_message(stored), _elsewhere(self._bot)
        if text is not None and len(text + elsewhere) <= limits.CONTENT:
            return notice_card(text + elsewhere)
        file = TextFile(_FILE_NAME, dossier_file(stored))
        return Card(attached(stored) + elsewhere, private=True, file=file)

    async def _asked(self, interaction: Interaction) -> Card:
        stored = await _stored(self._bot, interaction.user.id)
        asked = NOTHING if stored.empty else f"{counts(stored)} {_CONSEQUENCES}"
        return notice_card(asked + _elsewhere(self._bot))


def _confirmation(card: Card) -> discord.ui.View | None:
    return None if card.text.startswith(NOTHING) else view_of([ForgetButton()])


def _elsewhere(bot: Surface) -> str:
    """That others remember as well, where there are others."""
    return "" if bot.settings.shards.is_all else f"\n{_OTHER_PROCESSES}"


async def _stored(bot: Surface, user_id: int) -> Dossier:
    records = bot.records
    return Dossier(
        await records.answers.of_person(user_id),
        await records.votes.of_person(user_id),
        await records.caretakers.of_person(user_id),
    )


async def _forget(bot: Surface, user_id: int) -> str:
    # votes first: those on the person's own answers would go with the questions, uncounted
    votes = await bot.records.votes.forget_person(user_id)
    questions = await bot.records.answers.forget_person(user_id)
    await bot.records.caretakers.forget_person(user_id)
    removed = f"Removed: {counted(questions, 'question')} and {counted(votes, 'vote')}."
    return f"{removed} Nothing is stored about you now.{_elsewhere(bot)}"
