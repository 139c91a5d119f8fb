"""All that the bot remembers about Discord, open together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.records.answers import Answers
from bot.records.caretakers import Caretakers
from bot.records.channels import Channels
from bot.records.command_syncs import CommandSyncs
from bot.records.database import open_records
from bot.records.votes import Votes
from bot.records.welcomes import Welcomes


@dataclass(frozen=True, slots=True)
class Records:
    """The bot's tables."""

    answers: Answers
    caretakers: Caretakers
    channels: Channels
    command_syncs: CommandSyncs
    votes: Votes
    welcomes: Welcomes

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[Records]:
        """Open the tables in the database at ``path``; closed on leaving."""
        async with open_records(path) as connection:
            channels = Channels(connection)
            await channels.load()
            yield cls(
                Answers(connection),
                Caretakers(connection),
                channels,
                CommandSyncs(connection),
                Votes(connection),
                Welcomes(connection),
            )
