"""Questions in messages: a mention, a direct message, a reply to the bot, a thread it opened.

In: every message that Discord shows the bot. Out: a reply with the answer's card; silence where nobody asked.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial

import discord
from discord.ext import commands

from bot.asking.answer import Answer, NoAnswer
from bot.asking.scope import Scope
from bot.cogs.addressing import in_own_thread, is_asking, is_pinged, question_of
from bot.cogs.buttons import Buttons
from bot.cogs.conversations import Conversations
from bot.cogs.outbox import FULL_LINE, OutboxFull
from bot.cogs.post import Post, post
from bot.cogs.recent import RecentIds
from bot.cogs.respond import failure_line
from bot.cogs.surface import Surface
from bot.cogs.waiting import message_wait, wait_line
from bot.logs import question_context
from bot.render.card import answer_card, notice_card

log = logging.getLogger(__name__)

_TYPING_AFTER_S = 0.5


class ConversationCog(commands.Cog):
    """Answers messages that ask."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot
        self._seen = RecentIds()
        self._hinted_threads = RecentIds()
        self._conversations = Conversations()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer the message, once, if it asks."""
        me = self._bot.me
        if not is_asking(message, me) or not self._seen.add(message.id) or not _may_speak(message):
            return
        guild_id = message.guild.id if message.guild else None
        with question_context(user_id=message.author.id, guild_id=guild_id):
            try:
                with self._bot.outbox.place(channel_id=message.channel.id, server_id=guild_id):
                    await self._reply(message, question_of(message.content, me))
            except discord.Forbidden as error:
                log.warning("not allowed to reply in channel=%s: %s", message.channel.id, error)
            except OutboxFull:
                await self._say_full(message)
            except Exception as error:  # noqa: BLE001 - the command boundary
                await self._send(message, post(notice_card(failure_line(error)), embeds=False))

    async def _reply(self, message: discord.Message, question: str) -> None:
        if not question:
            await self._hint(message)
            return
        wait = message_wait(self._bot, message)
        if wait is None:
            await self._answer(message, question)
        elif self._bot.cooldowns.tell(wait):
            await self._send(message, post(notice_card(wait_line(wait)), embeds=False))

    async def _answer(self, message: discord.Message, question: str) -> None:
        embeds = _permissions(message).embed_links
        result = await self._result(message, question)
        card = answer_card(result, embeds=embeds)
        reply = post(card, embeds=embeds, view=Buttons(asker=message.author.id)(card))
        sent = await self._send(message, reply)
        if isinstance(result, Answer) and result.earlier is not None:
            self._conversations.remember(message, sent, result.earlier, self._bot.me)
        log.info("replied with=%s passages=%d", card.tone, len(card.contexts))

    async def _result(self, message: discord.Message, question: str) -> Answer | NoAnswer:
        """What the question comes to; "typing…" is shown only while it takes longer than people notice."""
        earlier = self._conversations.before(message, self._bot.me)
        asking = self._bot.desk.answer(question, scope=Scope(), now=self._bot.clock(), earlier=earlier)
        work = asyncio.ensure_future(asking)
        await asyncio.wait({work}, timeout=_TYPING_AFTER_S)
        if work.done():
            return work.result()
        async with message.channel.typing():
            return await work

    async def _hint(self, message: discord.Message) -> None:
        """Say how to ask; in an own thread, where a message without a mention can't be read, only once."""
        me = self._bot.me
        example = f"Write your question after my name, as in “{me.mention} what was said about China?”, or use `/ask`."
        if message.guild is None:
            example = "Write your question here, as in “What was said about China?”, or use `/ask`."
        elif not is_pinged(message, me):
            if not in_own_thread(message, me) or not self._hinted_threads.add(message.channel.id):
                return
            example = f"I can read messages here only where they mention me. {example}"
        await self._send(message, post(notice_card(example), embeds=False))

    async def _send(self, message: discord.Message, reply: Post) -> discord.Message:
        """Reply without a ping; as a plain message where the bot may not quote what was said."""
        send = partial(_post, message, reply)
        server_id = message.guild.id if message.guild else None
        return await self._bot.outbox.send(send, channel_id=message.channel.id, server_id=server_id)

    async def _say_full(self, message: discord.Message) -> None:
        log.warning("too much waits to be sent: left out a question in channel=%s", message.channel.id)
        send = partial(_post, message, post(notice_card(FULL_LINE), embeds=False))
        server_id = message.guild.id if message.guild else None
        with suppress(discord.HTTPException):
            await self._bot.outbox.say_full(send, channel_id=message.channel.id, server_id=server_id)


async def _post(message: discord.Message, reply: Post) -> discord.Message:
    if _permissions(message).read_message_history:
        reference = message.to_reference(fail_if_not_exists=False)
        return await message.channel.send(**reply.sending(), reference=reference, mention_author=False)
    return await message.channel.send(**reply.sending())


def _permissions(message: discord.Message) -> discord.Permissions:
    """What the bot may do where the message stands."""
    if message.guild is None or isinstance(message.channel, discord.PartialMessageable):
        return discord.Permissions.all()
    try:
        return message.channel.permissions_for(message.guild.me)
    except discord.ClientException:  # a thread whose channel is not known
        return discord.Permissions.all()


def _may_speak(message: discord.Message) -> bool:
    permissions = _permissions(message)
    if isinstance(message.channel, discord.Thread):
        return permissions.send_messages_in_threads
    return permissions.send_messages
