"""/admin: for those who look after a server: its releases and collections, re-indexing, channels, editors, the log.

In: the interactions. Out: private cards, except for a re-indexing, which is told in an ordinary message. Rights are checked
in code: a server's settings may offer the commands to anyone.
"""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.auditing import entries_file
from bot.cogs.buttons.log import audit_page
from bot.cogs.channel_settings import OPTIONS, Choice, SettableChannel, channel_card, searchable, suggested
from bot.cogs.collection_admin import CollectionGroup, IndexGroup
from bot.cogs.managing import (
    KEPT_ELSEWHERE,
    Refused,
    keeps_public,
    managed_server,
    manages,
    note,
    own_collection,
    own_names,
    shown_name,
    told,
)
from bot.cogs.quotas import REINDEX, spare_job
from bot.cogs.reindex_admin import FULL
from bot.cogs.release_admin import ReleaseGroup, own_choices
from bot.cogs.respond import Interaction, Reply, respond, shows_embeds
from bot.cogs.surface import Surface
from bot.records.jobs import Job
from bot.render.card import Card, notice_card
from index.query import PUBLIC

_NO_FOLDER = (
    "There is no folder to read: whoever runs this bot has to set `releases_folder` in its configuration "
    "(or `COMMUNIQUE_RELEASES_FOLDER`)."
)
_NOT_THE_OPERATORS = (
    "The public collection belongs to whoever runs this bot: it is read again on the command line, or from a server "
    "named in `operator_servers`. Make a collection of your own: `/admin collection create`"
)
_RUNNING = "A re-indexing of it is under way already. Its message tells how it ends."
_WATCH = "On its way: my message in this channel tells how it ends."
_WAITS = "It waits for {} before it: my message in this channel tells how it goes."
_MAY_NOT_WRITE = "I may not write in <#{}>. Give me View Channel and Send Messages there first."
_EXPORTED = 100_000


class AdminCog(commands.Cog):
    """Commands for those who look after the server."""

    admin = app_commands.Group(
        name="admin",
        description="For those who manage this server",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, bot: Surface) -> None:
        self._bot = bot
        for group in (ReleaseGroup(bot), CollectionGroup(bot), IndexGroup(bot)):
            self.admin.add_command(group, override=True)

    async def cog_load(self) -> None:
        """Go on with what was not done when the bot was stopped."""
        await self._bot.reindexing.resume()

    async def cog_unload(self) -> None:
        """End jobs with the bot: they go on when it starts again."""
        await self._bot.reindexing.close()

    @admin.command(description="Read a collection's releases again, and index what is new or changed")
    @app_commands.describe(
        collection="Which one (default: this server's only one)",
        full="Split and attribute all of it anew, whatever did not change",
    )
    async def reindex(
        self, interaction: Interaction, collection: str | None = None, full: bool = False
    ) -> None:
        """Start a job, or let it wait for those before it."""
        await respond(interaction, told(self._start(interaction, collection, full=full)), private=True)

    @reindex.autocomplete("collection")
    async def _own(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return own_choices(interaction, typed)

    async def _start(self, interaction: Interaction, typed: str | None, *, full: bool) -> Card:
        server_id = await managed_server(interaction)
        collection = self._collection(server_id, typed)
        jobs = self._bot.reindexing
        if jobs.asked_for(collection):
            raise Refused(_RUNNING)
        if not jobs.has_room():
            raise Refused(FULL)
        await spare_job(self._bot, server_id)
        job = Job(
            collection, full, server_id, interaction.channel_id or 0, interaction.user.id, self._bot.clock()
        )
        before = await jobs.ask(job, lambda text: interaction.edit_original_response(content=text))
        await note(interaction, REINDEX, shown_name(server_id, collection), None, "full" if full else None)
        return notice_card(_WAITS.format(before) if before else _WATCH)

    def _collection(self, server_id: int, typed: str | None) -> str:
        """Which collection: one of the server's own, or for the operator's servers the public one."""
        public = (typed or "").strip().casefold() == PUBLIC or (
            not typed and not own_names(self._bot, server_id)
        )
        if not public:
            return own_collection(self._bot, server_id, typed)
        if server_id not in self._bot.settings.operator_servers:
            raise Refused(_NOT_THE_OPERATORS)
        if not keeps_public(self._bot):
            raise Refused(KEPT_ELSEWHERE)
        if self._bot.service.reindexer.folder is None:
            raise Refused(_NO_FOLDER)
        return PUBLIC

    @admin.command(description="Name the role whose members may look after this server's releases")
    @app_commands.describe(role="The role (default: nobody but those who manage the server)")
    async def editors(self, interaction: Interaction, role: discord.Role | None = None) -> None:
        """Keep the role."""

        async def card() -> Card:
            server_id = await managed_server(interaction)
            servers = self._bot.records.servers
            before = servers.of(server_id)
            await servers.choose(server_id, replace(before, editor_role=role.id if role else None))
            await note(
                interaction, "editors", "role", _id(before.editor_role), _id(role.id if role else None)
            )
            if role is None:
                return notice_card("Only those who may manage this server look after its releases now.")
            return notice_card(
                f"Members of <@&{role.id}> may look after this server's releases now (`/admin release`). Let them see the "
                "command too: Server Settings → Integrations."
            )

        await respond(interaction, told(card()), private=True)

    @admin.command(description="What was done by those who look after this server's releases")
    @app_commands.describe(
        export="All of it, as a file",
        channel="Post each entry there from now on",
        stop="Post entries no longer",
    )
    async def audit(
        self,
        interaction: Interaction,
        export: bool = False,
        channel: discord.TextChannel | None = None,
        stop: bool = False,
    ) -> None:
        """Show the newest entries, or all, or say where they are posted."""

        async def card() -> Card | Reply:
            server_id = await managed_server(interaction)
            if channel is not None or stop:
                return await self._post_to(interaction, server_id, None if stop else channel)
            if export:
                entries = await self._bot.records.audit.entries(server_id, limit=_EXPORTED)
                return Card("The audit log, oldest first:", private=True, file=entries_file(entries))
            return await audit_page(self._bot, server_id, page=0, embeds=shows_embeds(interaction))

        await respond(interaction, told(card()), private=True)

    async def _post_to(
        self, interaction: Interaction, server_id: int, channel: discord.TextChannel | None
    ) -> Card:
        servers = self._bot.records.servers
        before = servers.of(server_id)
        if channel is not None and not channel.permissions_for(channel.guild.me).send_messages:
            raise Refused(_MAY_NOT_WRITE.format(channel.id))
        await servers.choose(server_id, replace(before, audit_channel=channel.id if channel else None))
        after = channel.id if channel else None
        await note(interaction, "audit", "channel", _id(before.audit_channel), _id(after))
        return notice_card(
            f"Entries are posted to <#{after}> now: whoever sees that channel sees them."
            if after
            else "Entries are posted nowhere now."
        )

    @admin.command(name="channel", description="What is searched in a channel, and how it is answered")
    @app_commands.describe(**OPTIONS)
    async def choose(  # noqa: PLR0913, PLR0917 - the options of a command
        self,
        interaction: Interaction,
        channel: app_commands.Transform[int, SettableChannel] | None = None,
        collections: str | None = None,
        answer_everything: bool | None = None,
        threads: bool | None = None,
        compact: bool | None = None,
        askers: discord.Role | None = None,
        everyone: bool | None = None,
        private: bool | None = None,
        questions: app_commands.Range[int, 0, 10_000] | None = None,
    ) -> None:
        """Change the settings of a channel, or show them where no option is given."""
        choice = Choice(
            channel,
            collections,
            answer_everything,
            threads,
            compact,
            askers.id if askers else None,
            everyone,
            private,
            questions,
        )
        await respond(interaction, told(channel_card(interaction, choice)), private=True)

    @choose.autocomplete("collections")
    async def _suggest(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if interaction.guild_id is None or not manages(interaction):
            return []
        names = [
            shown_name(interaction.guild_id, name) for name in searchable(self._bot, interaction.guild_id)
        ]
        return [app_commands.Choice(name=text, value=text) for text in suggested(names, typed)]


def _id(value: int | None) -> str | None:
    return None if value is None else str(value)
