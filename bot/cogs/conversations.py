"""What a follow-up goes on from: which question each answer belonged to, for as long as that is remembered.

In: the messages that were answered. Out: what was asked before a message, where that is plain: it replies to an
answer, or stands below one in a direct message or in a thread of the bot's. Kept in memory alone, bounded, and
forgotten at a restart; no text of a question is kept, only what was looked for.
"""

from __future__ import annotations

from collections import OrderedDict

import discord

from bot.asking.followup import Earlier
from bot.cogs.addressing import in_own_thread

_CAPACITY = 2_048


class Conversations:
    """The last questions, by the id of the message that answered and by the channel where two talk alone."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._capacity = capacity
        self._earlier: OrderedDict[int, Earlier] = OrderedDict()

    def before(self, message: discord.Message, me: discord.abc.User) -> Earlier | None:
        """What was asked before the message."""
        replied = message.reference.message_id if message.reference else None
        if replied is not None and replied in self._earlier:
            return self._earlier[replied]
        return self._earlier.get(message.channel.id) if _is_private(message, me) else None

    def remember(
        self, question: discord.Message, answer: discord.Message, earlier: Earlier, me: discord.abc.User
    ) -> None:
        """Keep what an answer was about."""
        self._keep(answer.id, earlier)
        if _is_private(question, me):
            self._keep(question.channel.id, earlier)

    def _keep(self, key: int, earlier: Earlier) -> None:
        self._earlier[key] = earlier
        self._earlier.move_to_end(key)
        if len(self._earlier) > self._capacity:
            self._earlier.popitem(last=False)


def _is_private(message: discord.Message, me: discord.abc.User) -> bool:
    """Whether what stands last in the channel is what the message goes on from."""
    return message.guild is None or in_own_thread(message, me)
