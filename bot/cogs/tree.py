"""The command tree: registers commands only when they changed, and is the last to catch an error.

In: the bot's commands, and the hash of those registered last. Out: a call to Discord, or none.
"""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

import discord
from discord import app_commands

from bot.cogs.respond import Interaction, report
from bot.records.command_syncs import CommandSyncs

log = logging.getLogger(__name__)


class CommuniqueTree(app_commands.CommandTree[Any]):
    """The bot's slash commands."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Tell the asker, and the log, of whatever no command caught itself."""
        await report(interaction, getattr(error, "original", error))

    async def sync_if_changed(self, syncs: CommandSyncs, application_id: int) -> bool:
        """Register the commands if they are not those registered last; True if they were registered."""
        payload_hash = self._payload_hash()
        if await syncs.last(application_id) == payload_hash:
            return False
        try:
            await self.sync()
        except discord.HTTPException:
            log.exception("the commands could not be registered; mentions and messages are answered")
            return False
        await syncs.remember(application_id, payload_hash)
        return True

    def _payload_hash(self) -> str:
        payload = [command.to_dict(self) for command in self.get_commands()]
        return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
