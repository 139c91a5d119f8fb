"""A word of welcome in a server that the bot has just joined, once: how to ask, what is indexed, how it is set up.

In: the event of joining, which Discord may send again. Out: a message where the bot may write, else one to the owner.
"""

from __future__ import annotations

import logging

import discord
from discord.ext import commands

from bot.asking.examples import ExampleBook, Examples
from bot.asking.scope import PUBLIC_SCOPE
from bot.cogs.post import post
from bot.cogs.speaking import first_writable, tell_person
from bot.cogs.surface import Surface
from bot.render import limits
from bot.render.card import Card, notice_card
from bot.render.quote import bold, cut
from bot.render.wording import held
from index.query import Holdings

log = logging.getLogger(__name__)


class WelcomeCog(commands.Cog):
    """Says hello."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot
        self._examples = ExampleBook()

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Welcome a server, unless that was done before."""
        now = self._bot.clock()
        if not await self._bot.records.welcomes.add(guild.id, now):
            return
        # what a server chooses later is not chosen yet
        holdings = await self._bot.desk.holdings(scope=PUBLIC_SCOPE)
        examples = await self._examples.of(self._bot.desk, scope=PUBLIC_SCOPE, now=now)
        card = notice_card(
            welcome_text(self._bot.me.mention, examples, held(holdings, now=now), holdings),
            title=f"Hello from {cut(self._bot.me.display_name, room=limits.SPEAKER)}",
        )
        if not await self._say(guild, card):
            await self._tell_owner(guild, card)

    async def _say(self, guild: discord.Guild, card: Card) -> bool:
        channel = first_writable(guild)
        if channel is None:
            return False
        embeds = channel.permissions_for(guild.me).embed_links
        try:
            await channel.send(**post(card, embeds=embeds).sending())
        except discord.HTTPException as error:
            log.warning("server=%s could not be welcomed in channel=%s: %s", guild.id, channel.id, error)
            return False
        log.info("welcomed server=%s in channel=%s", guild.id, channel.id)
        return True

    async def _tell_owner(self, guild: discord.Guild, card: Card) -> None:
        """Who added the bot stands in the audit log alone, which it may not read; the owner can be found."""
        lead = (
            f"I was added to {bold(guild.name, room=limits.SPEAKER)}, and may write in none of its channels."
        )
        told = guild.owner_id is not None and await tell_person(
            self._bot, guild.owner_id, f"{lead}\n\n{card.text}"
        )
        log.warning("server=%s has no channel to write in; owner told: %s", guild.id, told)


def welcome_text(mention: str, examples: Examples, indexed: str, holdings: Holdings) -> str:
    """The welcome: for those who ask, then for those who set it up."""
    question = cut(examples.questions[0], room=limits.NOTE) if examples.questions else "and your question"
    missing = "" if holdings.releases else "; whoever runs this bot does that with `communique index PATH`"
    return "\n".join(
        [
            "I answer questions from official releases, in their own words, and show where each word stands.",
            "",
            f"**Ask**: {mention} {question}",
            "or by command: `/ask`; `/help` has more examples.",
            f"**Indexed**: {indexed}{missing}",
            "**For those who manage this server**: `/setup check` tells which permissions I lack and what breaks, "
            "`/admin channel` sets what a channel searches and how it is answered.",
            "**Privacy**: `/privacy show` lists what is stored about you, `/privacy forget` removes it.",
        ]
    )
