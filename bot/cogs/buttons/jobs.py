"""Cancel a re-indexing: for those who manage the server that it is of."""

from __future__ import annotations

import re
from typing import Self

import discord

from bot.cogs.buttons.pressing import Button, Item, refuse, view_of
from bot.cogs.guarded import Guarded
from bot.cogs.managing import Refused, managed_server, note
from bot.cogs.respond import Interaction
from bot.cogs.surface import surface_of

_DONE = "This re-indexing is over already."
_CANCELLING = "It is being cancelled; its message tells the end."


def cancel_view(job_id: int) -> discord.ui.View:
    """Below the message of a job that is not done."""
    return view_of([CancelJobButton(job_id)])


class CancelJobButton(Guarded, discord.ui.DynamicItem[Button], template=r"cnj:v1:(?P<job>\d{1,15})"):
    """Ends a job; what was indexed before stays."""

    def __init__(self, job_id: int) -> None:
        super().__init__(discord.ui.Button(label="Cancel", custom_id=f"cnj:v1:{job_id}"))
        self.job_id = job_id

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Item, match: re.Match[str], /) -> Self:
        """The button as it was pressed."""
        return cls(int(match["job"]))

    async def press(self, interaction: Interaction) -> None:
        """End it."""
        try:
            server_id = await managed_server(interaction)
        except Refused as refused:
            await refuse(interaction, str(refused))
            return
        if not surface_of(interaction).reindexing.cancel(self.job_id, server_id=server_id):
            await refuse(interaction, _DONE)
            return
        await note(interaction, "reindex cancel", f"job {self.job_id}")
        await refuse(interaction, _CANCELLING)
