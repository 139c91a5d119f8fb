"""Answers to messages, as messages: sent as a reply or in a thread of their own, replaced, and taken away.

In: the message that asks, and what to say. Out: the message that says it.
"""

from __future__ import annotations

import logging

import discord

from bot.cogs.post import Post
from bot.cogs.surface import Surface
from bot.records.answers import PostedAnswer
from bot.render.citation import shortened

log = logging.getLogger(__name__)

_THREAD_NAME = 100


def permissions_at(message: discord.Message) -> discord.Permissions:
    """What the bot may do where the message stands."""
    if message.guild is None or isinstance(message.channel, discord.PartialMessageable):
        return discord.Permissions.all()
    try:
        return message.channel.permissions_for(message.guild.me)
    except discord.ClientException:  # a thread whose channel is not known
        return discord.Permissions.all()


def may_speak(message: discord.Message) -> bool:
    """Whether the bot may answer where the message stands."""
    permissions = permissions_at(message)
    if isinstance(message.channel, discord.Thread):
        return permissions.send_messages_in_threads
    return permissions.send_messages


async def reply(message: discord.Message, post: Post) -> discord.Message:
    """Reply without a ping; as a plain message where the bot may not quote what was said."""
    if permissions_at(message).read_message_history:
        reference = message.to_reference(fail_if_not_exists=False)
        return await message.channel.send(**post.sending(), reference=reference, mention_author=False)
    return await message.channel.send(**post.sending())


async def reply_in_thread(message: discord.Message, post: Post, *, name: str) -> discord.Message:
    """Answer in a thread that the message opens; as a reply where none can be opened."""
    permissions = permissions_at(message)
    if not (permissions.create_public_threads and permissions.send_messages_in_threads):
        return await reply(message, post)
    try:
        thread = await message.create_thread(name=shortened(name, _THREAD_NAME) or "Answer")
    except discord.HTTPException as error:  # there is one already, or as many as a server may have
        log.warning("no thread could be opened in channel=%s: %s", message.channel.id, error)
        return await reply(message, post)
    return await thread.send(**post.sending())


def can_open_thread(message: discord.Message) -> bool:
    """Whether threads can be opened from messages of that channel."""
    return isinstance(message.channel, discord.TextChannel)


async def replace_answer(bot: Surface, posted: PostedAnswer, post: Post) -> None:
    """Show something else in place of an answer; nothing happens where that is gone."""
    message = _answer_message(bot, posted)
    if message is not None:
        try:
            await message.edit(**post.editing())
        except discord.NotFound:
            await bot.records.answers.forget(posted.id)


async def remove_answer(bot: Surface, posted: PostedAnswer) -> None:
    """Take an answer away, with what is kept of it."""
    await bot.records.answers.forget(posted.id)
    message = _answer_message(bot, posted)
    if message is not None:
        try:
            await message.delete()
        except discord.NotFound:
            return
        except discord.HTTPException as error:
            log.warning("answer=%s could not be taken away: %s", message.id, error)


def _answer_message(bot: Surface, posted: PostedAnswer) -> discord.PartialMessage | None:
    if posted.message_id is None:
        return None
    return bot.get_partial_messageable(posted.channel_id).get_partial_message(posted.message_id)
