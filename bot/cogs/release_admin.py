"""/admin release: adding, looking at, changing and taking back a server's own releases.

In: the interactions. Out: private cards; nothing goes live without a preview, nothing is removed without being asked.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Self

import discord
from discord import app_commands

from bot.asking.scope import Scope
from bot.cogs.buttons.forms import Form, open_form, typed
from bot.cogs.buttons.publishing import RecordsButtons, preview_view, removal_view, undo_view
from bot.cogs.managing import (
    Refused,
    edited_server,
    edits,
    note,
    own_collection,
    own_names,
    shown_name,
    told,
)
from bot.cogs.previews import Preview
from bot.cogs.quotas import spare_for
from bot.cogs.release_work import facts_of, listed, named, read_all, restored, went_live
from bot.cogs.respond import Interaction, respond
from bot.cogs.surface import Surface, surface_of
from bot.render import limits
from bot.render.card import Card
from bot.render.choices import title_choices
from bot.render.quote import cut
from bot.render.releases import preview_card, record_card
from index.editing import ReleaseRecord, ReleaseState, Upload
from index.intake.raw import Facts
from index.language.dates import parse_dates

_STATES = [app_commands.Choice(name=state.value, value=state.value) for state in ReleaseState]
_FILE = "A .txt, .md or .jsonl file, as you would index it"
_COLLECTION = "One of this server's own collections (default: the only one)"
_RELEASE = "Begin to type its title, and pick it"

_TOO_LARGE = "{}: {:,} bytes; a file may have {:,} at most."
_ONE_FILE = "Title, date, address and speaker describe one release: give just its file."
_NO_MOMENT = "I don't understand “{}” as a day for the embargo. Try “12 March 2027” or “next month”."
_PAST = "“{}” is over already: leave the embargo out, or name a later day."
_WHICH_RELEASE = "Several releases fit “{}”. Pick one of those suggested: {}"
_NO_RELEASE = "No release of this collection fits “{}”. Begin to type its title, and pick it."


@dataclass(frozen=True, slots=True)
class Given:
    """What is given with uploads, as typed."""

    collection: str | None
    facts: Facts
    embargo: str | None


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
        embargo="The day from which on it is answered from",
    )  # fmt: skip
    async def add(  # noqa: PLR0913, PLR0917 - the options of a command
        self,
        interaction: Interaction,
        file: discord.Attachment,
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
        """Read the files, and show what would go live."""
        files = [one for one in (file, file2, file3, file4, file5) if one is not None]
        given = Given(collection, Facts(title=title, date=date, url=url, speaker=speaker), embargo)
        await _show_preview(interaction, lambda: _attached(interaction, files, given), given)

    @app_commands.command(description="Add a release by pasting its text")
    @app_commands.describe(collection=_COLLECTION)
    async def paste(self, interaction: Interaction, collection: str | None = None) -> None:
        """Open a form for the text."""
        try:
            server_id = await edited_server(interaction)
            full = own_collection(self._bot, server_id, collection)
        except Refused as refused:
            await respond(interaction, told(_refused(refused)), private=True)
            return
        await open_form(interaction, PasteForm(shown_name(server_id, full)))

    @app_commands.command(name="list", description="List the releases of a collection")
    @app_commands.describe(collection=_COLLECTION, state="Only those that are …")
    @app_commands.choices(state=_STATES)
    async def list_(
        self, interaction: Interaction, collection: str | None = None, state: str | None = None
    ) -> None:
        """Show a page of them."""
        buttons = RecordsButtons()

        async def card() -> Card:
            server_id = await edited_server(interaction)
            full = own_collection(self._bot, server_id, collection)
            buttons.of(shown_name(server_id, full), state)
            return await listed(self._bot, server_id, full, state, page=0)

        await respond(interaction, told(card()), private=True, buttons=buttons)

    @app_commands.command(description="Show a release: its state, versions and size")
    @app_commands.describe(release=_RELEASE, collection=_COLLECTION)
    async def show(self, interaction: Interaction, release: str, collection: str | None = None) -> None:
        """Show it."""

        async def card() -> Card:
            server_id = await edited_server(interaction)
            full = own_collection(self._bot, server_id, collection)
            return record_card(await _found(self._bot, full, release))

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
        """Change what was given."""

        async def card() -> Card:
            server_id = await edited_server(interaction)
            full = own_collection(self._bot, server_id, collection)
            before = await _found(self._bot, full, release)
            facts = Facts(title=title, date=date, url=url, speaker=speaker)
            after = await self._bot.service.editor.edit(full, before.handle, facts)
            await went_live(interaction)
            await note(interaction, "release edit", named(after), facts_of(before), facts_of(after))
            return record_card(after, said="Changed.")

        await respond(interaction, told(card()), private=True)

    @app_commands.command(description="Remove a release; that can be undone for 30 days")
    @app_commands.describe(release=_RELEASE, collection=_COLLECTION)
    async def remove(self, interaction: Interaction, release: str, collection: str | None = None) -> None:
        """Ask first."""
        chosen: list[tuple[str, str]] = []

        async def card() -> Card:
            server_id = await edited_server(interaction)
            full = own_collection(self._bot, server_id, collection)
            record = await _found(self._bot, full, release)
            chosen.append((shown_name(server_id, full), record.handle))
            return record_card(record, said="Remove this release? It is no longer answered from then.")

        await respond(
            interaction, told(card()), private=True,
            buttons=lambda _: removal_view(*chosen[0]) if chosen else None,
        )  # fmt: skip

    @app_commands.command(description="Answer no longer from a release that its publisher took back")
    @app_commands.describe(release=_RELEASE, reason="Why, for the record", collection=_COLLECTION)
    async def withdraw(
        self, interaction: Interaction, release: str, reason: str, collection: str | None = None
    ) -> None:
        """Withdraw it, with a way back."""
        chosen: list[tuple[str, str]] = []

        async def card() -> Card:
            server_id = await edited_server(interaction)
            full = own_collection(self._bot, server_id, collection)
            before = await _found(self._bot, full, release)
            after = await self._bot.service.editor.withdraw(full, before.handle, reason=reason)
            await went_live(interaction)
            await note(
                interaction, "release withdraw", named(after), before.state.value, f"withdrawn: {reason}"
            )
            chosen.append((shown_name(server_id, full), after.handle))
            return record_card(after, said="Withdrawn. Answers given from it say so.")

        await respond(
            interaction,
            told(card()),
            private=True,
            buttons=lambda _: undo_view(*chosen[0]) if chosen else None,
        )

    @app_commands.command(description="Answer again from a release that was removed, withdrawn or held back")
    @app_commands.describe(release=_RELEASE, collection=_COLLECTION)
    async def restore(self, interaction: Interaction, release: str, collection: str | None = None) -> None:
        """Bring it back."""

        async def card() -> Card:
            server_id = await edited_server(interaction)
            full = own_collection(self._bot, server_id, collection)
            return await restored(interaction, full, (await _found(self._bot, full, release)).handle)

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
        states = frozenset(ReleaseState) - {ReleaseState.LIVE}
        found: list[ReleaseRecord] = []
        for name in _own_named(interaction):
            records = await self._bot.service.editor.records(
                name, states=states, typed=typed, limit=limits.CHOICES
            )
            found += records.records
        return [
            app_commands.Choice(
                name=f"{record.state.value}: {record.title}"[: limits.CHOICE_NAME], value=record.handle
            )
            for record in found[: limits.CHOICES]
        ]

    @add.autocomplete("collection")
    @paste.autocomplete("collection")
    @list_.autocomplete("collection")
    @show.autocomplete("collection")
    @edit.autocomplete("collection")
    @remove.autocomplete("collection")
    @withdraw.autocomplete("collection")
    @restore.autocomplete("collection")
    async def _collections(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return own_choices(interaction, typed)


class PasteForm(Form, title="Add a release"):
    """The text of a release, with what it states of itself in other places."""

    template = re.compile(r"paste:v1:(?P<collection>.{0,40})")

    headline: discord.ui.TextInput[PasteForm] = discord.ui.TextInput(
        label="Title", custom_id="title", max_length=300, required=False
    )
    day: discord.ui.TextInput[PasteForm] = discord.ui.TextInput(
        label="Date", custom_id="date", max_length=60, required=False, placeholder="31 January 2024"
    )
    address: discord.ui.TextInput[PasteForm] = discord.ui.TextInput(
        label="Address of its page", custom_id="url", max_length=500, required=False
    )
    text: discord.ui.TextInput[PasteForm] = discord.ui.TextInput(
        label="Text", custom_id="text", style=discord.TextStyle.paragraph, max_length=4_000
    )

    def __init__(self, collection: str) -> None:
        super().__init__(custom_id=f"paste:v1:{collection}")
        self.collection = collection

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        """The form as it was opened."""
        return cls(match["collection"])

    async def press(self, interaction: Interaction) -> None:
        """Show what would go live."""
        title, date, url = (typed(interaction, name).strip() or None for name in ("title", "date", "url"))
        given = Given(self.collection or None, Facts(title=title, date=date, url=url), None)
        upload = Upload(f"{_file_name(title or 'pasted text')}.txt", typed(interaction, "text").encode())
        await _show_preview(interaction, lambda: _given(upload), given)


def own_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The server's own collections that begin so, for who may change them."""
    if interaction.guild_id is None or not edits(interaction):
        return []
    names = [
        shown_name(interaction.guild_id, name)
        for name in own_names(surface_of(interaction), interaction.guild_id)
    ]
    fitting = [name for name in names if name.casefold().startswith(typed.strip().casefold())]
    return [app_commands.Choice(name=name, value=name) for name in fitting[: limits.CHOICES]]


async def _show_preview(
    interaction: Interaction, uploads: Callable[[], Awaitable[list[Upload]]], given: Given
) -> None:
    """Read what was given, and show it with the buttons that publish it."""
    bot = surface_of(interaction)
    shown: list[Preview] = []

    async def card() -> Card:
        server_id = await edited_server(interaction)
        collection = own_collection(bot, server_id, given.collection)
        held_until = _moment(given.embargo, bot.clock())
        files = await uploads()
        reading = await read_all(bot, files, given.facts)
        await spare_for(bot, server_id, reading)
        preview = Preview(server_id, interaction.user.id, collection, files, reading, bot.clock(), held_until)
        shown.append(preview)
        return preview_card(reading, shown_name(server_id, collection), held_until=held_until)

    def buttons(_card: Card) -> discord.ui.View | None:
        if not shown or not shown[0].reading.prepared:
            return None
        return preview_view(bot.previews.add(shown[0]), one=len(shown[0].reading.prepared) == 1)

    await respond(interaction, told(card()), private=True, buttons=buttons)


async def _attached(
    interaction: Interaction, files: Sequence[discord.Attachment], given: Given
) -> list[Upload]:
    if len(files) > 1 and given.facts != Facts():
        raise Refused(_ONE_FILE)
    most = surface_of(interaction).service.uploads.limits.upload_bytes
    for file in files:
        if file.size > most:
            raise Refused(_TOO_LARGE.format(cut(file.filename, room=limits.TITLE), file.size, most))
    # at once: Discord's links to attachments end
    contents = await asyncio.gather(*(file.read() for file in files))
    return [Upload(file.filename, content) for file, content in zip(files, contents, strict=True)]


async def _given(upload: Upload) -> list[Upload]:
    return [upload]


async def _refused(refused: Refused) -> Card:
    raise refused


async def _found(bot: Surface, collection: str, typed: str) -> ReleaseRecord:
    """The release that was picked, or the only one whose title fits."""
    editor = bot.service.editor
    if typed.startswith("#"):
        return await editor.record(collection, typed)
    found = await editor.records(collection, typed=typed.strip(), limit=3)
    if found.total == 1:
        return found.records[0]
    shown = cut(typed, room=limits.TITLE)
    if not found.total:
        raise Refused(_NO_RELEASE.format(shown))
    titles = "; ".join(cut(record.title, room=limits.TITLE) for record in found.records)
    raise Refused(_WHICH_RELEASE.format(shown, titles))


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


def _moment(phrase: str | None, now: datetime) -> datetime | None:
    """The first moment (UTC) of the day that an embargo names."""
    if not phrase or not phrase.strip():
        return None
    understood = parse_dates(phrase.strip(), today=now.date())
    if understood is None or understood.dates.start is None:
        raise Refused(_NO_MOMENT.format(cut(phrase, room=limits.WORD)))
    moment = datetime.combine(understood.dates.start, time(), tzinfo=UTC)
    if moment <= now:
        raise Refused(_PAST.format(cut(phrase, room=limits.WORD)))
    return moment


def _file_name(title: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in title)[:60].strip()
