"""Pages of the audit log, for those who manage the server; read anew at each press.

In: a server and the number of a page. Out: a private card with the buttons that turn it.
"""

from __future__ import annotations

import re
from typing import Self

import discord

from bot.cogs.auditing import entry_line
from bot.cogs.buttons.pressing import Button, Item, neighbours, show_instead, view_of
from bot.cogs.guarded import Guarded
from bot.cogs.managing import managed_server, told
from bot.cogs.respond import Interaction, Reply, shows_embeds
from bot.cogs.surface import Surface, surface_of
from bot.render.card import Card, fitted, room_for
from bot.render.wording import counted

_LISTED = 10


async def audit_page(bot: Surface, server_id: int, *, page: int, embeds: bool) -> Reply:
    """A page (from 0) of a server's log, newest first; the last one where the log has fewer."""
    audit = bot.records.audit
    total = await audit.count(server_id)
    pages = max(1, -(-total // _LISTED))
    page = min(page, pages - 1)
    entries = await audit.entries(server_id, limit=_LISTED, offset=page * _LISTED)
    room = room_for(embeds=embeds)
    # each entry whole or not at all: the export has them all
    lines = [entry_line(entry) for entry in entries] or ["Nothing was done yet."]
    count = [f"{counted(total, 'entry', 'entries')}; `export:` gives all as a file."] if total else []
    card = Card(fitted([*lines, "", *count], room), title="Audit log", private=True)
    turning = [AuditButton(other, label) for other, label in neighbours(page, pages)]
    return Reply(card, view_of(turning) if turning else None)


class AuditButton(Guarded, discord.ui.DynamicItem[Button], template=r"aud:v1:(?P<page>\d{1,7})"):
    """Turns the pages of the audit log."""

    def __init__(self, page: int, label: str = "→") -> None:
        super().__init__(discord.ui.Button(label=label, custom_id=f"aud:v1:{page}"))
        self.page = page

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(int(match["page"]))

    async def press(self, interaction: Interaction) -> None:
        """Show the page."""
        await interaction.response.defer()
        await show_instead(interaction, await told(self._page(interaction)))

    async def _page(self, interaction: Interaction) -> Reply:
        server_id = await managed_server(interaction)
        bot = surface_of(interaction)
        return await audit_page(bot, server_id, page=self.page, embeds=shows_embeds(interaction))
