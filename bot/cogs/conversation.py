"""Questions in messages: a mention, a direct message, a reply to the bot, a thread it opened, a channel for asking.

In: every message that Discord shows the bot, edited and deleted ones too. Out: a reply with the answer's card, which
follows its question: edited with it, deleted with it. Silence where nobody asked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import discord
from discord.ext import commands

from bot.cogs.addressing import in_own_thread, is_asking, is_open_question, is_pinged, question_of
from bot.cogs.answering import Asking, Place, answered
from bot.cogs.buttons.answers import AnswerButtons
from bot.cogs.message_locks import MessageLocks
from bot.cogs.outbox import FULL_LINE, OutboxFull
from bot.cogs.post import Post, post
from bot.cogs.recent import RecentIds
from bot.cogs.replies import (
    can_open_thread,
    may_speak,
    permissions_at,
    remove_answer,
    replace_answer,
    reply,
    reply_in_thread,
)
from bot.cogs.respond import failure_line
from bot.cogs.scope import scope_of_message, settings_of_message
from bot.cogs.surface import Surface
from bot.cogs.unheard import tell_unheard
from bot.cogs.waiting import asker_line, may_ask, message_wait, wait_line
from bot.logs import question_context
from bot.records.answers import AnswerId, PostedAnswer, new_answer_id
from bot.render.card import Card, notice_card

log = logging.getLogger(__name__)

T = TypeVar("T")

_TYPING_AFTER_S = 0.5

_ASKED_BY_EDIT = timedelta(minutes=10)
"""A message that is edited into a question is answered only while it is this new."""


class ConversationCog(commands.Cog):
    """Answers messages that ask."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot
        self._seen = RecentIds()
        self._unanswered = RecentIds()
        self._hinted_threads = RecentIds()
        self._locks = MessageLocks()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer the message, once, if it asks."""
        if self._is_asking(message) and self._seen.add(message.id):
            await self._attend(message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, edit: discord.RawMessageUpdateEvent) -> None:
        """Answer anew what was edited; a message that no longer asks loses its answer."""
        message = edit.message
        if message.author.bot or message.edited_at is None:  # a preview that Discord added is no edit
            return
        posted = await self._bot.records.answers.of_question(message.id)
        if posted is None and self._unanswered.discard(message.id):
            self._seen.discard(message.id)
        if posted is None and message.id not in self._seen:
            if message.edited_at - message.created_at <= _ASKED_BY_EDIT:
                await self.on_message(message)
            return
        async with self._locks.of(message.id):
            posted = await self._bot.records.answers.of_question(message.id)
            if posted is not None:
                async with self._errors_told(message):
                    await self._follow_edit(message, posted)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, deleted: discord.RawMessageDeleteEvent) -> None:
        """A question takes its answer along."""
        await self._follow_deletion(deleted.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, deleted: discord.RawBulkMessageDeleteEvent) -> None:
        """Questions take their answers along."""
        for message_id in sorted(deleted.message_ids):
            await self._follow_deletion(message_id)

    def _is_asking(self, message: discord.Message) -> bool:
        """Whether the message asks the bot: addressed to it, or a question in a channel for asking."""
        me = self._bot.me
        if is_asking(message, me):
            return True
        everything = (
            self._bot.settings.message_content and settings_of_message(self._bot, message).answers_all
        )
        return everything and is_open_question(message, me)

    async def _follow_deletion(self, message_id: int) -> None:
        async with self._locks.of(message_id):
            posted = await self._bot.records.answers.of_question(message_id)
            if posted is not None:
                await remove_answer(self._bot, posted)

    async def _attend(self, message: discord.Message) -> None:
        """Answer a message that asks."""
        if not may_speak(message):
            await tell_unheard(self._bot, message)
            return
        async with self._errors_told(message):
            # the place first: answers come in the order of their questions
            with self._bot.outbox.place(channel_id=message.channel.id, server_id=_server_id(message)):
                async with self._locks.of(message.id):
                    await self._reply(message, question_of(message.content, self._bot.me))

    @asynccontextmanager
    async def _errors_told(self, message: discord.Message) -> AsyncIterator[None]:
        """Errors reach who asked, and the log."""
        with question_context(user_id=message.author.id, guild_id=_server_id(message)):
            try:
                yield
            except discord.Forbidden as error:
                log.warning("not allowed to reply in channel=%s: %s", message.channel.id, error)
            except OutboxFull:
                await self._say_full(message)
            except Exception as error:  # noqa: BLE001 - the command boundary
                await self._say(message, failure_line(error))

    async def _reply(self, message: discord.Message, question: str) -> None:
        if not question:
            await self._hint(message)
            return
        settings = settings_of_message(self._bot, message)
        # counted first: whoever may not ask is told so no more often than others are answered
        wait = message_wait(self._bot, message)
        if wait is None and not may_ask(message.author, settings):
            await self._say(message, asker_line(settings))
        elif wait is None:
            await self._answer(message, question)
        elif self._bot.cooldowns.tell(wait):
            await self._say(message, wait_line(wait))

    async def _answer(self, message: discord.Message, question: str) -> None:
        previous = await self._previous(message)
        asking = self._asking(message, new_answer_id(), question, previous)
        card = await self._typed(message, answered(self._bot, asking))
        try:
            sent = await self._send(message, self._post(message, asking, card), thread=question)
        except (discord.HTTPException, OutboxFull):
            await self._bot.records.answers.forget(asking.id)
            raise
        await self._bot.records.answers.posted(asking.id, channel_id=sent.channel.id, message_id=sent.id)
        log.info("replied with=%s sources=%d", card.tone, card.sources)

    async def _follow_edit(self, message: discord.Message, posted: PostedAnswer) -> None:
        """Answer an edited question in place of what it was; one that no longer asks loses its answer."""
        if not self._is_asking(message):
            await remove_answer(self._bot, posted)
            return
        question = question_of(message.content, self._bot.me)
        if not question or question == posted.question:
            return
        if not may_ask(message.author, settings_of_message(self._bot, message)):
            return
        wait = message_wait(self._bot, message)
        if wait is not None:
            # the answer stays: what is edited back has it still
            if self._bot.cooldowns.tell(wait):
                await self._send(message, _line(wait_line(wait)))
            return
        previous = await self._bot.records.answers.get(posted.previous) if posted.previous else None
        asking = self._asking(message, posted.id, question, previous)
        card = await answered(self._bot, asking)
        await self._replace(message, posted, self._post(message, asking, card))
        log.info("answered anew with=%s sources=%d", card.tone, card.sources)

    def _asking(
        self, message: discord.Message, id: AnswerId, question: str, previous: PostedAnswer | None
    ) -> Asking:
        return Asking(
            id,
            question,
            message.author.id,
            Place(message.channel.id, _server_id(message)),
            scope_of_message(self._bot, message),
            embeds=permissions_at(message).embed_links,
            question_id=message.id,
            previous=previous,
            compact=settings_of_message(self._bot, message).compact,
        )

    def _post(self, message: discord.Message, asking: Asking, card: Card) -> Post:
        buttons = AnswerButtons(asking.id, asker=message.author.id, compact=asking.compact)
        return post(card, embeds=asking.embeds, view=buttons(card))

    async def _previous(self, message: discord.Message) -> PostedAnswer | None:
        """What the question may go on from: the answer that it replies to, or the last one where two talk alone."""
        answers = self._bot.records.answers
        replied = message.reference.message_id if message.reference else None
        if replied is not None and (posted := await answers.of_message(replied)) is not None:
            return posted
        alone = message.guild is None or in_own_thread(message, self._bot.me)
        return await answers.latest(message.channel.id) if alone else None

    async def _typed(self, message: discord.Message, asking: Coroutine[Any, Any, Card]) -> Card:
        """What the question comes to; "typing…" is shown only while it takes longer than people notice."""
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
        await self._say(message, example)

    async def _say(self, message: discord.Message, text: str) -> None:
        """A line in place of an answer: whoever then edits the message asks anew."""
        self._unanswered.add(message.id)
        await self._send(message, _line(text))

    async def _send(
        self, message: discord.Message, said: Post, *, thread: str | None = None
    ) -> discord.Message:
        """Reply in turn; with ``thread`` in one of that name, where the channel's admins want answers in threads."""
        in_thread = settings_of_message(self._bot, message).threads and can_open_thread(message)
        if thread is not None and in_thread:
            return await self._in_turn(message, partial(reply_in_thread, message, said, name=thread))
        return await self._in_turn(message, partial(reply, message, said))

    async def _replace(self, message: discord.Message, posted: PostedAnswer, said: Post) -> None:
        await self._in_turn(message, partial(replace_answer, self._bot, posted, said))

    async def _in_turn(self, message: discord.Message, send: Callable[[], Awaitable[T]]) -> T:
        return await self._bot.outbox.send(send, channel_id=message.channel.id, server_id=_server_id(message))

    async def _say_full(self, message: discord.Message) -> None:
        log.warning("too much waits to be sent: left out a question in channel=%s", message.channel.id)
        send = partial(reply, message, _line(FULL_LINE))
        with suppress(discord.HTTPException):
            await self._bot.outbox.say_full(
                send, channel_id=message.channel.id, server_id=_server_id(message)
            )


def _line(text: str) -> Post:
    return post(notice_card(text), embeds=False)


def _server_id(message: discord.Message) -> int | None:
    return message.guild.id if message.guild else None
