"""Adding releases: files or a text are read, and shown to who gives them with the buttons that publish them.

In: what was given, with the facts that are stated of it and an embargo. Out: a private preview; nothing is live yet.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import discord

from bot.asking.moments import read_moment
from bot.cogs.buttons.forms import Form, typed
from bot.cogs.buttons.publishing import preview_view
from bot.cogs.guarded import Guarded
from bot.cogs.managing import Refused, edited_server, own_collection, shown_name, told
from bot.cogs.previews import Preview
from bot.cogs.quotas import spare_for
from bot.cogs.release_work import ONE_RELEASE, known_places, read_all, stated
from bot.cogs.respond import Interaction, Reply, respond
from bot.cogs.surface import surface_of
from bot.render import limits
from bot.render.quote import cut
from bot.render.releases import preview_card
from index.editing import Upload
from index.intake.raw import Facts

_FILES = 10
_FORM_OPEN_S = 900.0
_TEXT_MOST = 4_000
_TITLE_MOST = 300

_TOO_LARGE = "{}: {:,} bytes; a file may have {:,} at most."
_NO_MOMENT = (
    "I don't understand “{}” as a time for the embargo. Try “12 March 2027”, “12 March 2027 14:30” (UTC), or a Discord "
    "timestamp."
)
_PAST = "“{}” is over already: leave the embargo out, or name a later time."

Uploads = Callable[[], Awaitable[list[Upload]]]


@dataclass(frozen=True, slots=True)
class Given:
    """What is given with uploads, as typed."""

    collection: str | None = None
    facts: Facts = Facts()  # noqa: RUF009  # Facts is frozen
    embargo: str | None = None


async def show_preview(interaction: Interaction, uploads: Uploads, given: Given) -> None:
    """Read what was given, and show it with the buttons that publish it."""
    bot = surface_of(interaction)

    async def previewed() -> Reply:
        server_id = await edited_server(interaction)
        collection = own_collection(bot, server_id, given.collection)
        held_until = _moment(given.embargo, bot.clock())
        facts = stated(given.facts, now=bot.clock())
        files = await uploads()
        reading = await read_all(bot, files, facts)
        await spare_for(bot, server_id, reading, files)
        preview = Preview(
            server_id, interaction.user.id, collection, files, reading, bot.clock(), held_until, facts
        )
        known = await known_places(bot, preview)
        card = preview_card(reading, shown_name(server_id, collection), held_until=held_until, known=known)
        if not reading.prepared:
            return Reply(card)
        return Reply(card, preview_view(bot.previews.add(preview), one=len(reading.prepared) == 1))

    await respond(interaction, told(previewed()), private=True)


async def attached(
    interaction: Interaction, files: Sequence[discord.Attachment], given: Given
) -> list[Upload]:
    """The files, read at once: Discord's links to attachments end."""
    if len(files) > 1 and given.facts != Facts():
        raise Refused(ONE_RELEASE)
    most = surface_of(interaction).service.uploads.limits.upload_bytes
    for file in files:
        if file.size > most:
            raise Refused(_TOO_LARGE.format(cut(file.filename, room=limits.TITLE), file.size, most))
    contents = await asyncio.gather(*(file.read() for file in files))
    return [Upload(file.filename, content) for file, content in zip(files, contents, strict=True)]


class UploadForm(Guarded, discord.ui.Modal):
    """Asks for files. Each opening is a form of its own, which lasts as long as the bot runs: discord.py alone can tell
    which files were sent with it.
    """

    def __init__(self, given: Given) -> None:
        custom_id = f"upload:v1:{secrets.token_hex(8)}"
        super().__init__(title="Add releases", custom_id=custom_id, timeout=_FORM_OPEN_S)
        self._given = given
        self._files = discord.ui.FileUpload[Any](custom_id="files", max_values=_FILES)
        self.add_item(
            discord.ui.Label(text=f"Up to {_FILES} .txt, .md or .jsonl files", component=self._files)
        )

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Called by discord.py, where it would only log what goes wrong."""
        await self.callback(interaction)

    async def press(self, interaction: Interaction) -> None:
        """Show what would go live."""
        files = self._files.values
        await show_preview(interaction, lambda: attached(interaction, files, self._given), self._given)


class PasteForm(Form, title="Add a release"):
    """The text of a release, with what it states of itself in other places."""

    template = re.compile(r"paste:v1:(?P<collection>.{0,40})")

    headline: discord.ui.TextInput[PasteForm] = discord.ui.TextInput(
        label="Title", custom_id="title", max_length=_TITLE_MOST, required=False
    )
    day: discord.ui.TextInput[PasteForm] = discord.ui.TextInput(
        label="Date", custom_id="date", max_length=60, required=False, placeholder="31 January 2024"
    )
    address: discord.ui.TextInput[PasteForm] = discord.ui.TextInput(
        label="Address of its page", custom_id="url", max_length=500, required=False
    )
    speaker: discord.ui.TextInput[PasteForm] = discord.ui.TextInput(
        label="Speaker", custom_id="speaker", max_length=100, required=False
    )
    text: discord.ui.TextInput[PasteForm] = discord.ui.TextInput(
        label="Text", custom_id="text", style=discord.TextStyle.paragraph, max_length=_TEXT_MOST
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
        fields = ("title", "date", "url", "speaker")
        facts = Facts(**{name: typed(interaction, name).strip() or None for name in fields})
        # here: asking loads nothing of what reads files
        from index.uploads import pasted

        upload = pasted(typed(interaction, "text"))
        await show_preview(interaction, lambda: _given(upload), Given(self.collection or None, facts))


async def _given(upload: Upload) -> list[Upload]:
    return [upload]


def _moment(phrase: str | None, now: datetime) -> datetime | None:
    """The moment that an embargo names; a day alone is its beginning."""
    if not phrase or not phrase.strip():
        return None
    moment = read_moment(phrase, now=now)
    if moment is None:
        raise Refused(_NO_MOMENT.format(cut(phrase, room=limits.WORD)))
    if moment <= now:
        raise Refused(_PAST.format(cut(phrase, room=limits.WORD)))
    return moment
