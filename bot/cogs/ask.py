"""/ask, and "Ask about this" in a message's menu.

In: the interactions. Out: the answer's card, or "not found", shown to all unless it is asked for privately. Of the message
that somebody else wrote nothing is kept.
"""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.asking.narrowing import Options
from bot.cogs.answering import Asking, Place, answered
from bot.cogs.buttons.answers import AnswerButtons
from bot.cogs.buttons.lists import PassageButtons
from bot.cogs.installs import everywhere, message_menu
from bot.cogs.respond import Interaction, respond, shows_embeds
from bot.cogs.scope import is_private, scope_of, settings_of
from bot.cogs.suggesting import suggested_days, suggested_speakers, suggested_topics
from bot.cogs.surface import Surface
from bot.cogs.waiting import asked_to_wait
from bot.records.answers import new_answer_id
from bot.render.card import Card, claim_card, notice_card

_NO_WORDS = "That message holds no words that I can read."


class AskCog(commands.Cog):
    """Answers questions asked by a command, and says what the releases hold on a message."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot
        self._menu = message_menu("Ask about this", self.ask_about)

    async def cog_load(self) -> None:
        """Offer the message menu."""
        self._bot.tree.add_command(self._menu, override=True)

    async def cog_unload(self) -> None:
        """Take the message menu away with the cog."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @everywhere
    @app_commands.command(description="Ask what the releases say, in plain words")
    @app_commands.autocomplete(
        since=suggested_days, until=suggested_days, speaker=suggested_speakers, topic=suggested_topics
    )
    @app_commands.rename(since="from", until="to")
    @app_commands.describe(
        question="For example: what was said about China?",
        since="Only what was released from then on: 31 January 2024, 2023, last week …",
        until="Only what was released until then",
        speaker="Whose words you want",
        topic="Only passages on this topic",
        private="Show the answer to me alone",
        any_date="Search releases of all days, whatever days the question names",
    )
    async def ask(
        self,
        interaction: Interaction,
        question: str,
        since: str = "",
        until: str = "",
        speaker: str = "",
        topic: str = "",
        private: bool | None = None,
        any_date: bool = False,
    ) -> None:
        """Answer the question."""
        if await asked_to_wait(interaction):
            return
        settings = settings_of(interaction)
        private = is_private(interaction, private)
        compact = settings.compact and not private
        asking = Asking(
            new_answer_id(),
            question,
            interaction.user.id,
            Place(interaction.channel_id or 0, interaction.guild_id),
            scope_of(interaction),
            embeds=shows_embeds(interaction),
            any_date=any_date,
            options=Options(since, until, speaker, topic),
            # others in the channel see the command, but not what was asked
            titled=True,
            compact=compact,
        )
        asker = None if private else interaction.user.id
        buttons = AnswerButtons(asking.id, asker=asker, private=private, compact=compact, follow_up=True)
        work = answered(self._bot, asking)
        await respond(interaction, work, private=private, buttons=buttons, answer=asking.id)

    async def ask_about(self, interaction: Interaction, message: discord.Message) -> None:
        """Show privately what the releases say on the message."""
        if await asked_to_wait(interaction):
            return
        await respond(interaction, self._about(interaction, message), private=True, buttons=PassageButtons())

    async def _about(self, interaction: Interaction, message: discord.Message) -> Card:
        words = message.clean_content.strip() or " ".join(embed.description or "" for embed in message.embeds)
        if not words.strip():
            return notice_card(_NO_WORDS)
        result = await self._bot.desk.answer(words, scope=scope_of(interaction), now=self._bot.clock())
        return claim_card(result, embeds=shows_embeds(interaction))
