"""Taking up what another process indexed, a few seconds after it did.

In: the searcher. Out: the same searcher with its newest generation.
"""

from __future__ import annotations

import logging

from discord.ext import commands, tasks

from bot.cogs.surface import Surface

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 5.0


class FreshnessCog(commands.Cog):
    """Looks for new generations."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Begin to look."""
        self._look.start()

    async def cog_unload(self) -> None:
        """Look no more."""
        self._look.cancel()

    @tasks.loop(seconds=_LOOK_EVERY_S)
    async def _look(self) -> None:
        # whatever it was this time, the next look may go well: an error would end the loop
        try:
            await self._bot.service.searcher.refresh()
        except Exception:
            log.exception("a new generation could not be taken up; the old one goes on answering")
