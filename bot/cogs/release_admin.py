"""/admin release: adding, looking at, changing and taking back a server's own releases.

In: the interactions. Out: private cards; nothing goes live without a preview, nothing is removed without being asked.
"""

from __future__ import annotations

from collections.abc import Callable

import discord
from discord import app_commands

from bot.asking.scope import Scope
from bot.cogs.adding import Given, PasteForm, UploadForm, attached, show_preview
from bot.cogs.buttons.forms import open_form
from bot.cogs.buttons.pressing import refuse
from bot.cogs.buttons.releases import EditForm, records_page, removal_view, undo_view
from bot.cogs.channel_settings import searchable
from bot.cogs.finding import own_release, readable_release
from bot.cogs.managing import (
    Refused,
    edited_server,
    edits,
    own_collection,
    own_names,
    shown_name,
    told,
)
from bot.cogs.release_work import edited, restored, stated_of, withdrawn
from bot.cogs.respond import Interaction, Reply, respond
from bot.cogs.surface import Surface, surface_of
from bot.render import limits
from bot.render.card import Card
from bot.render.choices import title_choices
from bot.render.releases import record_card
from index.editing import REMOVED_KEPT_DAYS, ReleaseState
from index.intake.raw import Facts

_STATES = [app_commands.Choice(name=state.value, value=state.value) for state in ReleaseState]
_FILE = "A .txt, .md or .jsonl file; without any, a form asks for up to ten"
_COLLECTION = "One of this server's own collections (default: the only one)"
_RELEASE = "Begin to type its title, and pick it"


class ReleaseGroup(app_commands.Group):
    """The commands below /admin release."""

    def __init__(self, bot: Surface) -> None:
        super().__init__(name="release", description="This server's own releases")
        self._bot = bot

    @app_commands.command(description="Add releases from files; you see what they hold before they go live")
    @app_commands.describe(
        file=_FILE, file2="Another one", file3="Another one", file4="Another one", file5="Another one",
        collection=_COLLECTION, title="The title, if the file states none", date="The day, if the file states none",
        url="Its page on the web", speaker="Who speaks in it",
        embargo="Not answered from before: 12 March 2027, 12 March 2027 14:30 (UTC), a Discord timestamp",
    )  # fmt: skip
    async def add(  # noqa: PLR0913, PLR0917 - the options of a command
        self,
        interaction: Interaction,
        file: discord.Attachment | None = None,
        file2: discord.Attachment | None = None,
        file3: discord.Attachment | None = None,
        file4: discord.Attachment | None = None,
        file5: discord.Attachment | None = None,
        collection: str | None = None,
        title: str | None = None,
        date: str | None = None,
        url: str | None = None,
        speaker: str | None = None,
        embargo: str | None = None,
    ) -> None:
        """Read the files, and show what would go live; without any, ask for up to ten."""
        files = [one for one in (file, file2, file3, file4, file5) if one is not None]
        given = Given(collection, Facts(title=title, date=date, url=url, speaker=speaker), embargo)
        if files:
            await show_preview(interaction, lambda: attached(interaction, files, given), given)
        elif await self._may_add(interaction, collection) is not None:
            await interaction.response.send_modal(UploadForm(given))

    @app_commands.command(description="Add a release by pasting its text")
    @app_commands.describe(collection=_COLLECTION)
    async def paste(self, interaction: Interaction, collection: str | None = None) -> None:
        """Open a form for the text."""
        name = await self._may_add(interaction, collection)
        if name is not None:
            await open_form(interaction, PasteForm(name))

    @app_commands.command(name="list", description="List the releases of a collection")
    @app_commands.describe(collection=_COLLECTION, state="Only those that are …")
    @app_commands.choices(state=_STATES)
    async def list_(
        self, interaction: Interaction, collection: str | None = None, state: str | None = None
    ) -> None:
        """Show a page of them."""
        await respond(interaction, told(records_page(interaction, collection, state)), private=True)

    @app_commands.command(description="Show a release: its state, versions and size")
    @app_commands.describe(release=_RELEASE, collection=_COLLECTION)
    async def show(self, interaction: Interaction, release: str, collection: str | None = None) -> None:
        """Show it."""

        async def card() -> Card:
            server_id = await edited_server(interaction)
            found = await readable_release(self._bot, server_id, release, collection)
            return record_card(found.record)

        await respond(interaction, told(card()), private=True)

    @app_commands.command(description="State a release's title, day, address or speaker anew")
    @app_commands.describe(
        release=_RELEASE, collection=_COLLECTION, title="Its title", date="The day it was published",
        url="Its page on the web", speaker="Who speaks in it",
    )  # fmt: skip
    async def edit(
        self,
        interaction: Interaction,
        release: str,
        title: str | None = None,
        date: str | None = None,
        url: str | None = None,
        speaker: str | None = None,
        collection: str | None = None,
    ) -> None:
        """Change what was given; where nothing was, ask in a form."""
        facts = Facts(title=title, date=date, url=url, speaker=speaker)
        if facts == Facts():
            await self._ask_for_facts(interaction, release, collection)
            return

        async def card() -> Card:
            server_id = await edited_server(interaction)
            found = await own_release(self._bot, server_id, release, collection)
            return await edited(interaction, found.collection, found.record.handle, facts)

        await respond(interaction, told(card()), private=True)

    @app_commands.command(description=f"Remove a release; that can be undone for {REMOVED_KEPT_DAYS} days")
    @app_commands.describe(release=_RELEASE, collection=_COLLECTION)
    async def remove(self, interaction: Interaction, release: str, collection: str | None = None) -> None:
        """Ask first."""

        async def question() -> Reply:
            server_id = await edited_server(interaction)
            found = await own_release(self._bot, server_id, release, collection)
            card = record_card(found.record, said="Remove this release? It is no longer answered from then.")
            return Reply(card, removal_view(shown_name(server_id, found.collection), found.record.handle))

        await respond(interaction, told(question()), private=True)

    @app_commands.command(description="Answer no longer from a release that its publisher took back")
    @app_commands.describe(release=_RELEASE, reason="Why, for the record", collection=_COLLECTION)
    async def withdraw(
        self, interaction: Interaction, release: str, reason: str, collection: str | None = None
    ) -> None:
        """Withdraw it, with a way back."""

        async def done() -> Reply:
            server_id = await edited_server(interaction)
            found = await own_release(self._bot, server_id, release, collection)
            handle = found.record.handle
            card = await withdrawn(interaction, found.collection, handle, reason)
            return Reply(card, undo_view(shown_name(server_id, found.collection), handle))

        await respond(interaction, told(done()), private=True)

    @app_commands.command(description="Answer again from a release that was removed, withdrawn or held back")
    @app_commands.describe(release=_RELEASE, collection=_COLLECTION)
    async def restore(self, interaction: Interaction, release: str, collection: str | None = None) -> None:
        """Bring it back."""

        async def card() -> Card:
            server_id = await edited_server(interaction)
            found = await own_release(self._bot, server_id, release, collection)
            return await restored(interaction, found.collection, found.record.handle)

        await respond(interaction, told(card()), private=True)

    @show.autocomplete("release")
    @edit.autocomplete("release")
    @remove.autocomplete("release")
    @withdraw.autocomplete("release")
    async def _live(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        own = _own_named(interaction)
        if not own:
            return []
        titles = self._bot.desk.suggest_titles(typed, scope=Scope(frozenset(own)))
        return [app_commands.Choice(name=one.name, value=one.value) for one in title_choices(titles)]

    @restore.autocomplete("release")
    async def _gone(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        records = self._bot.put_aside.titled(typed, _own_named(interaction))
        return [
            app_commands.Choice(
                name=f"{record.state.value}: {record.title}"[: limits.CHOICE_NAME], value=record.handle
            )
            for record in records[: limits.CHOICES]
        ]

    @add.autocomplete("collection")
    @paste.autocomplete("collection")
    @edit.autocomplete("collection")
    @remove.autocomplete("collection")
    @withdraw.autocomplete("collection")
    @restore.autocomplete("collection")
    async def _collections(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return own_choices(interaction, typed)

    @list_.autocomplete("collection")
    @show.autocomplete("collection")
    async def _readable(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices_of(interaction, typed, searchable)

    async def _may_add(self, interaction: Interaction, collection: str | None) -> str | None:
        """The collection, as its server calls it, or None where that is no good: a form is opened at once or never."""
        try:
            server_id = await edited_server(interaction)
            return shown_name(server_id, own_collection(self._bot, server_id, collection))
        except Refused as refused:
            await refuse(interaction, str(refused))
            return None

    async def _ask_for_facts(self, interaction: Interaction, release: str, collection: str | None) -> None:
        try:
            server_id = await edited_server(interaction)
            found = await own_release(self._bot, server_id, release, collection)
        except Refused as refused:
            await refuse(interaction, str(refused))
            return
        name, record = shown_name(server_id, found.collection), found.record
        await open_form(interaction, EditForm(name, record.handle, stated_of(record)))


def own_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The server's own collections that begin so, for who may change them."""
    return choices_of(interaction, typed, own_names)


def choices_of(
    interaction: Interaction, typed: str, names_of: Callable[[Surface, int], list[str]]
) -> list[app_commands.Choice[str]]:
    """Collections that begin so, for who may look after releases."""
    if interaction.guild_id is None or not edits(interaction):
        return []
    server_id = interaction.guild_id
    names = [shown_name(server_id, name) for name in names_of(surface_of(interaction), server_id)]
    fitting = [name for name in names if name.casefold().startswith(typed.strip().casefold())]
    return [app_commands.Choice(name=name, value=name) for name in fitting[: limits.CHOICES]]


def _own_named(interaction: Interaction) -> list[str]:
    """The collections that a release may be looked for in: the one that was named, else all of the server's own."""
    if interaction.guild_id is None or not edits(interaction):
        return []
    bot = surface_of(interaction)
    named = getattr(interaction.namespace, "collection", None)
    try:
        return (
            [own_collection(bot, interaction.guild_id, named)]
            if named
            else own_names(bot, interaction.guild_id)
        )
    except Refused:
        return []
