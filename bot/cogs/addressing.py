"""Whether a message asks the bot, and what it asks.

In: a message and who the bot is. Out: yes or no, and the question without the bot's name.
"""

from __future__ import annotations

import re

import discord

_QUESTION = re.compile(
    r"""
    \s* (?: who | whom | whose | what | when | where | why | how | which   # wh-questions
          | did | does | do | is | are | was | were | has | have | had | can | could | will | would | should
    ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)

_HUMAN_MESSAGES = (discord.MessageType.default, discord.MessageType.reply)


def is_asking(message: discord.Message, me: discord.abc.User) -> bool:
    """Whether a person addresses the bot: by name, in private, by a reply to it, or in its own thread."""
    if message.author.bot or message.webhook_id is not None or message.type not in _HUMAN_MESSAGES:
        return False
    if message.guild is None or _names(message, me):
        return True
    # whoever names another bot is talking to that one, even in a reply to this one
    if any(user.bot and user != me for user in message.mentions):
        return False
    return is_pinged(message, me) or _replies_to(message, me) or in_own_thread(message, me)


def is_open_question(message: discord.Message, me: discord.abc.User) -> bool:
    """Whether a person asks whoever reads: a question that names nobody and replies to nobody else."""
    if message.author.bot or message.webhook_id is not None or message.type not in _HUMAN_MESSAGES:
        return False
    to_others = any(user != me for user in message.mentions) or message.reference is not None
    return not to_others and looks_like_a_question(message.content)


def looks_like_a_question(text: str) -> bool:
    """Whether the text asks something.

    >>> [looks_like_a_question(text) for text in ("Who spoke?", "what was said about China", "thanks, see you")]
    [True, True, False]
    """
    return text.rstrip().endswith("?") or _QUESTION.match(text) is not None


def is_pinged(message: discord.Message, me: discord.abc.User) -> bool:
    """Whether the message reached the bot by name or as a reply; @everyone, @here and roles don't count."""
    return me in message.mentions or _names(message, me)


def in_own_thread(message: discord.Message, me: discord.abc.User) -> bool:
    """Whether the message stands in a thread that the bot opened."""
    return isinstance(message.channel, discord.Thread) and message.channel.owner_id == me.id


def question_of(content: str, me: discord.abc.User) -> str:
    """What is asked: the words without the bot's mention."""
    return " ".join(_mention(me).sub(" ", content).split())


def _replies_to(message: discord.Message, me: discord.abc.User) -> bool:
    replied = message.reference.resolved if message.reference is not None else None
    return isinstance(replied, discord.Message) and replied.author.id == me.id


def _names(message: discord.Message, me: discord.abc.User) -> bool:
    return _mention(me).search(message.content) is not None


def _mention(user: discord.abc.User) -> re.Pattern[str]:
    return re.compile(rf"<@!?{user.id}>")
