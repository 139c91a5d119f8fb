"""What the bot may do in a channel, and what breaks where it may not.

In: a channel, and what was chosen for it. Out: the permissions that are missing, each with what it costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import discord

from bot.records.channels import ChannelSettings

Askable: TypeAlias = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.ForumChannel
"""A channel in which people may ask."""


@dataclass(frozen=True, slots=True)
class Need:
    """A permission, as Discord calls it, its name in code, and what breaks without it."""

    name: str
    flag: str
    breaks: str


VIEW = Need("View Channel", "view_channel", "I am not there: neither mentions nor buttons reach me")
SEND = Need("Send Messages", "send_messages", "mentions get no answer; slash commands still do")
SEND_IN_THREADS = Need(
    "Send Messages in Threads", "send_messages_in_threads", "mentions in threads get no answer"
)
OPEN_THREADS = Need(
    "Create Public Threads",
    "create_public_threads",
    "answers open no thread, though `threads` is chosen here",
)
EMBED = Need("Embed Links", "embed_links", "answers come as plain text, and shorter")
HISTORY = Need(
    "Read Message History", "read_message_history", "answers don't quote the question they belong to"
)
ATTACH = Need("Attach Files", "attach_files", "whole releases and long lists can't be sent as files")


def missing(channel: Askable, settings: ChannelSettings) -> tuple[Need, ...]:
    """What the bot lacks in a channel; what follows from another lack is not named."""
    may = channel.permissions_for(channel.guild.me)
    return tuple(need for need in _needs(channel, settings, may) if not getattr(may, need.flag))


def _needs(channel: Askable, settings: ChannelSettings, may: discord.Permissions) -> Sequence[Need]:
    if not may.view_channel:
        return [VIEW]
    if isinstance(channel, discord.ForumChannel):
        # people write in its posts, which are threads
        return (
            [SEND_IN_THREADS, EMBED, HISTORY, ATTACH] if may.send_messages_in_threads else [SEND_IN_THREADS]
        )
    threads = [SEND_IN_THREADS] if isinstance(channel, discord.TextChannel) else []
    if settings.threads and threads:
        threads.append(OPEN_THREADS)
    # Discord takes these two away with the right to send
    with_messages = [EMBED, ATTACH] if may.send_messages else []
    return [SEND, *threads, *with_messages, HISTORY]
