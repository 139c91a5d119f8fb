"""All that the bot remembers about Discord, open together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.records.answers import Answers
from bot.records.audit import Audit
from bot.records.caretakers import Caretakers
from bot.records.channels import Channels
from bot.records.command_syncs import CommandSyncs
from bot.records.database import open_records
from bot.records.jobs import Jobs
from bot.records.servers import Servers
from bot.records.votes import Votes
from bot.records.welcomes import Welcomes


@dataclass(frozen=True, slots=True)
class Records:
    """The bot's tables."""

    answers: Answers
    audit: Audit
    caretakers: Caretakers
    channels: Channels
    command_syncs: CommandSyncs
    jobs: Jobs
    servers: Servers
    votes: Votes
    welcomes: Welcomes

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[Records]:
        """Open the tables in the database at ``path``; closed on leaving."""
        async with open_records(path) as connection:
            channels, servers = Channels(connection), Servers(connection)
            await channels.load()
            await servers.load()
            yield cls(
                Answers(connection),
                Audit(connection),
                Caretakers(connection),
                channels,
                CommandSyncs(connection),
                Jobs(connection),
                servers,
                Votes(connection),
                Welcomes(connection),
            )
