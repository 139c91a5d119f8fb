"""What cogs and buttons may ask of the client that they belong to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, cast

import discord
from discord import app_commands

from bot.asking.desk import Desk
from bot.cogs.auditing import Auditor
from bot.cogs.cooldown import Cooldowns
from bot.cogs.outbox import Outbox
from bot.cogs.previews import Previews
from bot.records.records import Records
from bot.service import Service
from config.settings import Settings

if TYPE_CHECKING:
    from bot.cogs.put_aside import PutAside  # which work with a Surface themselves
    from bot.cogs.reindex_admin import Reindexing


class Surface(Protocol):
    """The client, as its cogs see it."""

    auditor: Auditor
    clock: Callable[[], datetime]
    cooldowns: Cooldowns
    outbox: Outbox
    previews: Previews
    put_aside: PutAside
    records: Records
    reindexing: Reindexing
    service: Service
    settings: Settings

    @property
    def desk(self) -> Desk:
        """Where questions are answered."""
        ...

    @property
    def me(self) -> discord.ClientUser:
        """The bot's own user."""
        ...

    @property
    def tree(self) -> app_commands.CommandTree[Any]:
        """The slash commands."""
        ...

    @property
    def guilds(self) -> Sequence[discord.Guild]:
        """The servers that the bot is in."""
        ...

    async def create_dm(self, user: discord.abc.Snowflake) -> discord.DMChannel:
        """The direct messages with a person."""
        ...

    def get_partial_messageable(self, id: int, /) -> discord.PartialMessageable:
        """A channel that can be written to by its id."""
        ...


def surface_of(interaction: discord.Interaction[Any]) -> Surface:
    """The client that the interaction came to."""
    return cast("Surface", interaction.client)
