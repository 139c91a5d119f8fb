"""/ask: a question in a slash command.

In: the interaction. Out: the answer's card, or "not found", shown to all unless it is asked for privately.
"""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.asking.scope import Scope
from bot.cogs.buttons import Buttons
from bot.cogs.installs import everywhere
from bot.cogs.respond import Interaction, respond, shows_embeds
from bot.cogs.surface import Surface
from bot.cogs.waiting import asked_to_wait
from bot.render.card import Card, answer_card


class AskCog(commands.Cog):
    """Answers questions asked by a slash command."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot

    @everywhere
    @app_commands.command(description="Ask what the releases say, in plain words")
    @app_commands.describe(
        question="For example: what was said about China?",
        private="Show the answer to me alone",
        any_date="Search releases of all days, whatever days the question names",
    )
    async def ask(
        self, interaction: Interaction, question: str, private: bool = False, any_date: bool = False
    ) -> None:
        """Answer the question."""
        if await asked_to_wait(interaction):
            return
        buttons = Buttons(asker=None if private else interaction.user.id)
        await respond(
            interaction,
            self._card(interaction, question, any_date=any_date),
            private=private,
            buttons=buttons,
        )

    async def _card(self, interaction: Interaction, question: str, *, any_date: bool) -> Card:
        result = await self._bot.desk.answer(
            question, scope=Scope(), now=self._bot.clock(), any_date=any_date
        )
        # others in the channel see the command, but not what was asked
        return answer_card(result, embeds=shows_embeds(interaction), titled=True)
