"""/admin: for those who manage the server; reading the folder of releases again, and the settings of channels.

In: the interaction. Out, for a re-indexing: a message in the channel that says how it began and, edited, how it ended;
meanwhile questions are answered from what was indexed before. For a channel: see channel_settings.
"""

from __future__ import annotations

import asyncio
import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.channel_settings import (
    OPTIONS,
    Choice,
    SettableChannel,
    channel_card,
    searchable,
    shown_name,
    suggested,
)
from bot.cogs.managing import NOT_ALLOWED, manages, remember_caretaker
from bot.cogs.respond import Interaction, failure_line, respond
from bot.cogs.surface import Surface
from bot.render import limits
from bot.render.card import Card, notice_card
from bot.render.quote import cut
from bot.render.report import report_text
from index.errors import IndexingError

log = logging.getLogger(__name__)

_LAST_WORDS_S = 3.0

_NO_FOLDER = (
    "There is no folder to read: whoever runs this bot has to set `releases_folder` in its configuration "
    "(or `COMMUNIQUE_RELEASES_FOLDER`)."
)
_RUNNING = "A re-indexing is under way already. Its message tells how it ends."
_WATCH = "On its way: my message in this channel tells how it ends."
_STARTED = "Re-indexing has begun. Questions are answered from the present index until it is done."


class AdminCog(commands.Cog):
    """Commands for those who manage the server."""

    admin = app_commands.Group(
        name="admin",
        description="For those who manage this server",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, bot: Surface) -> None:
        self._bot = bot
        self._jobs: set[asyncio.Task[None]] = set()

    async def cog_unload(self) -> None:
        """End jobs with the bot, and give them the time to say so: what they stored is kept."""
        if not self._jobs:
            return
        await self._bot.service.reindexer.close()
        await asyncio.wait(self._jobs, timeout=_LAST_WORDS_S)
        for job in self._jobs:
            job.cancel()

    @admin.command(description="Read the folder of releases again, and index what is new or changed")
    async def reindex(self, interaction: Interaction) -> None:
        """Start a job, unless there is a reason not to."""
        refusal = self._refusal(interaction)
        if refusal is None:
            # before anything is awaited: a second command at the same moment finds it running
            self._start(interaction)
        await respond(interaction, _said(refusal or _WATCH), private=True)
        if refusal != NOT_ALLOWED:
            await remember_caretaker(interaction)

    @admin.command(name="channel", description="What is searched in a channel, and how it is answered")
    @app_commands.describe(**OPTIONS)
    async def choose(
        self,
        interaction: Interaction,
        channel: app_commands.Transform[int, SettableChannel] | None = None,
        collections: str | None = None,
        answer_everything: bool | None = None,
        threads: bool | None = None,
        compact: bool | None = None,
    ) -> None:
        """Change the settings of a channel, or show them where no option is given."""
        choice = Choice(channel, collections, answer_everything, threads, compact)
        await respond(interaction, channel_card(interaction, choice), private=True)

    @choose.autocomplete("collections")
    async def _suggest(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if interaction.guild_id is None or not manages(interaction):
            return []
        names = [
            shown_name(interaction.guild_id, name) for name in searchable(self._bot, interaction.guild_id)
        ]
        return [app_commands.Choice(name=text, value=text) for text in suggested(names, typed)]

    def _refusal(self, interaction: Interaction) -> str | None:
        """Why not; a server's settings may let anyone use the command, so the permission is checked here."""
        if not manages(interaction):
            return NOT_ALLOWED
        if self._bot.service.reindexer.folder is None:
            return _NO_FOLDER
        return _RUNNING if self._jobs or self._bot.service.reindexer.running else None

    def _start(self, interaction: Interaction) -> None:
        job = asyncio.create_task(self._run(interaction), name="reindex")
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)

    async def _run(self, interaction: Interaction) -> None:
        announcement = await self._announce(interaction)
        outcome = await self._outcome()
        try:
            if announcement is not None:
                await announcement.edit(content=outcome)
            else:
                await interaction.edit_original_response(content=outcome)
        except discord.HTTPException as error:
            log.warning("the end of a re-indexing could not be told: %s", error)

    async def _announce(self, interaction: Interaction) -> discord.Message | None:
        """An ordinary message, which can be edited after more than 15 minutes; None where none is allowed."""
        channel = self._bot.get_partial_messageable(interaction.channel_id or 0)
        try:
            return await channel.send(_STARTED)
        except discord.HTTPException as error:
            log.warning("the start of a re-indexing could not be told: %s", error)
            return None

    async def _outcome(self) -> str:
        try:
            report = await self._bot.service.reindexer.run()
        except IndexingError as error:
            return f"{failure_line(error)}\n{cut(str(error), room=limits.NOTE)}"
        except Exception as error:  # noqa: BLE001 - a job has no caller that could be told
            return f"{failure_line(error)} What was indexed before is still searched."
        for failed in report.failed:
            log.warning("not indexed: %s: %s", failed.path, failed.reason)
        return report_text(report)


async def _said(text: str) -> Card:
    return notice_card(text)
