"""Asked where it may not answer: whoever set the bot up is told, once per channel and week, once a day at most.

In: a message that asks. Out: a direct message to the member who used /admin or /setup last, else to the server's owner;
never to the one who asked, and nothing in the channel.
"""

from __future__ import annotations

import logging

import discord

from bot.cogs.speaking import tell_person
from bot.cogs.surface import Surface
from bot.render import limits
from bot.render.quote import bold

log = logging.getLogger(__name__)


async def tell_unheard(bot: Surface, message: discord.Message) -> None:
    """Tell who looks after the bot that it was asked in a channel where it may not speak."""
    guild, channel = message.guild, message.channel
    if guild is None or not await bot.records.caretakers.tell(guild.id, channel.id, bot.clock()):
        return
    log.warning("asked where it may not answer: server=%s channel=%s", guild.id, channel.id)
    in_thread = isinstance(channel, discord.Thread)
    permission = "Send Messages in Threads" if in_thread else "Send Messages"
    text = (
        f"I was asked something in <#{channel.id}> on {bold(guild.name, room=limits.SPEAKER)} and may not answer there: "
        f"I lack the permission **{permission}**. Give it to my role in that channel, or tell people to use `/ask`; "
        "`/setup check` there lists all that I lack. I won't repeat this within a week."
    )
    caretaker = await bot.records.caretakers.of_server(guild.id)
    if (
        caretaker is not None
        and await _is_member(guild, caretaker)
        and await tell_person(bot, caretaker, text)
    ):
        return
    if guild.owner_id is not None and guild.owner_id != caretaker:
        await tell_person(bot, guild.owner_id, text)


async def _is_member(guild: discord.Guild, user_id: int) -> bool:
    """Whether the person is still there: what happens on a server is no business of who left it."""
    try:
        await guild.fetch_member(user_id)
    except discord.HTTPException:
        return False
    return True
