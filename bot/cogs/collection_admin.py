"""/admin collection and /admin index: a server's own collections, and how each came to be what it is.

In: the interactions. Out: private cards; a collection is deleted only after being asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from discord import app_commands

from bot.cogs.buttons.collections import deletion_view, rollback_view
from bot.cogs.managing import (
    Refused,
    edited_server,
    managed_server,
    note,
    own_collection,
    own_names,
    shown_name,
    told,
)
from bot.cogs.quotas import spare_collection
from bot.cogs.release_admin import own_choices
from bot.cogs.release_work import went_live
from bot.cogs.respond import Interaction, Reply, respond
from bot.cogs.surface import Surface
from bot.render import limits
from bot.render.card import Card, notice_card
from bot.render.collections import history_card, status_card
from bot.render.quote import bold, cut
from bot.render.standing import standing_lines
from index.query import PUBLIC

_COLLECTION = "One of this server's own collections (default: the only one)"
_NAME = re.compile(
    r"""
    [^\W_] [\w .-]{0,30} [^\W_]    # letters and digits, with blanks, dots and dashes between them
    | [^\W_]
    """,
    re.VERBOSE,
)
_BAD_NAME = "A name has 1 to 32 letters or digits, with blanks, dots or dashes between them."
_TAKEN = "There is a collection of this name already. Choose another name."
_NO_SERVER = (
    "That is no server's id. Copy it on that server (Developer Mode, Copy Server ID): some 18 digits."
)
_OWN_SERVER = "That is this server: it may search its own collections anyway."
_ELSEWHERE = (
    "The server {} is served by another process of this bot, which knows nothing of this server's collections: they are "
    "shared with servers of the same one."
)
_HISTORY = 5


class CollectionGroup(app_commands.Group):
    """The commands below /admin collection."""

    def __init__(self, bot: Surface) -> None:
        super().__init__(name="collection", description="This server's own collections")
        self._bot = bot

    @app_commands.command(description="Make a collection of this server's own")
    @app_commands.describe(name="Its name, for example: press")
    async def create(self, interaction: Interaction, name: str) -> None:
        """Make it, empty."""

        async def card() -> Card:
            server_id = await managed_server(interaction)
            full = self._new_name(server_id, name)
            spare_collection(self._bot, server_id)
            await self._bot.service.editor.create(full)
            await went_live(interaction)
            shown = shown_name(server_id, full)
            await note(interaction, "collection create", shown)
            return notice_card(
                f"There is a collection {bold(shown, room=limits.WORD)} now. Fill it with `/admin release add`, and let "
                "channels search it with `/admin channel collections:`."
            )

        await respond(interaction, told(card()), private=True)

    @app_commands.command(description="Let another server search a collection, or let it no longer")
    @app_commands.describe(server="The other server's id", collection=_COLLECTION, stop="Share it no longer")
    async def share(
        self, interaction: Interaction, server: str, collection: str | None = None, stop: bool = False
    ) -> None:
        """Share it, to be searched and not changed."""

        async def card() -> Card:
            server_id = await managed_server(interaction)
            full = own_collection(self._bot, server_id, collection)
            other = _server_id(server, server_id)
            if not stop and not self._bot.settings.shards.hold(other):
                raise Refused(_ELSEWHERE.format(other))
            servers = self._bot.records.servers
            before = _servers(servers.sharing(full))
            await (servers.unshare(full, other) if stop else servers.share(full, other))
            shown = shown_name(server_id, full)
            await note(interaction, "collection share", shown, before, _servers(servers.sharing(full)))
            name = bold(shown, room=limits.WORD)
            if stop:
                return notice_card(f"The server {other} can no longer search {name}.")
            return notice_card(
                f"The server {other} can search {name} now, once its admins choose it: "
                f"`/admin channel collections: {cut(full, room=limits.WORD)}`. It can change nothing in it."
            )

        await respond(interaction, told(card()), private=True)

    @app_commands.command(description="Delete a collection with all that it holds")
    @app_commands.describe(collection=_COLLECTION)
    async def delete(self, interaction: Interaction, collection: str | None = None) -> None:
        """Ask first."""

        async def question() -> Reply:
            server_id = await managed_server(interaction)
            full = own_collection(self._bot, server_id, collection)
            used, shown = await self._bot.service.editor.usage([full]), shown_name(server_id, full)
            card = notice_card(
                f"Delete {bold(shown, room=limits.WORD)} with its {used.releases:,} releases? "
                "Their texts are erased. That cannot be undone."
            )
            return Reply(card, deletion_view(shown))

        await respond(interaction, told(question()), private=True)

    @share.autocomplete("collection")
    @delete.autocomplete("collection")
    async def _collections(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return own_choices(interaction, typed)

    def _new_name(self, server_id: int, name: str) -> str:
        tidy = " ".join(name.split())
        if _NAME.fullmatch(tidy) is None:
            raise Refused(_BAD_NAME)
        taken = {PUBLIC, *(shown_name(server_id, one).casefold() for one in own_names(self._bot, server_id))}
        if tidy.casefold() in taken:
            raise Refused(_TAKEN)
        return f"{server_id}/{tidy}"


class IndexGroup(app_commands.Group):
    """The commands below /admin index."""

    def __init__(self, bot: Surface) -> None:
        super().__init__(name="index", description="What is indexed, and how that came to be")
        self._bot = bot

    @app_commands.command(description="What this server's collections hold, and how much it may keep")
    async def status(self, interaction: Interaction) -> None:
        """Show it."""

        async def card() -> Card:
            server_id = await edited_server(interaction)
            editor = self._bot.service.editor
            used = {
                shown_name(server_id, name): await editor.usage([name])
                for name in own_names(self._bot, server_id)
            }
            return status_card(
                used,
                releases=self._bot.settings.quota_releases,
                size=self._bot.settings.quota_bytes,
                cluster=await self._cluster(server_id),
            )

        await respond(interaction, told(card()), private=True)

    async def _cluster(self, server_id: int) -> list[str]:
        """How the search cluster stands to what this server searches; nothing where none is used."""
        own = own_names(self._bot, server_id)
        standing = await self._bot.service.bringer.standing([PUBLIC, *own])
        if standing is None:
            return []

        def shown(collection: str) -> str:
            return bold(shown_name(server_id, collection), room=limits.WORD)

        return standing_lines(standing.collections, standing.trouble, name=shown)

    @app_commands.command(description="The last changes of a collection")
    @app_commands.describe(collection=_COLLECTION)
    async def history(self, interaction: Interaction, collection: str | None = None) -> None:
        """List its generations."""

        async def card() -> Card:
            server_id = await edited_server(interaction)
            full = own_collection(self._bot, server_id, collection)
            generations = await self._bot.service.editor.history(full, limit=_HISTORY)
            return history_card(generations, shown_name(server_id, full))

        await respond(interaction, told(card()), private=True)

    @app_commands.command(description="Make a collection again what it was before its last changes")
    @app_commands.describe(collection=_COLLECTION)
    async def rollback(self, interaction: Interaction, collection: str | None = None) -> None:
        """Offer the generations that can be had back."""

        async def question() -> Reply:
            server_id = await managed_server(interaction)
            full = own_collection(self._bot, server_id, collection)
            generations = await self._bot.service.editor.history(full, limit=_HISTORY)
            older = [one for one in generations if one.restorable and not one.current]
            shown = shown_name(server_id, full)
            card = history_card(generations, shown)
            ask = "Which one is to be had back?" if older else "There is none to go back to."
            card = replace(card, text=f"{card.text}\n\n{ask}")
            return Reply(card, rollback_view(shown, older) if older else None)

        await respond(interaction, told(question()), private=True)

    @history.autocomplete("collection")
    @rollback.autocomplete("collection")
    async def _collections(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return own_choices(interaction, typed)


def _servers(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids)) or "nobody"


def _server_id(typed: str, own: int) -> int:
    if not typed.strip().isdecimal() or not 0 < int(typed) < 2**63:
        raise Refused(_NO_SERVER)
    if int(typed) == own:
        raise Refused(_OWN_SERVER)
    return int(typed)
