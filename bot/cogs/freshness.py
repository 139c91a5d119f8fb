"""Taking up what another process indexed, seconds after it did, and bringing to a search cluster what was changed here.

In: the searcher. Out: the same searcher with its newest generation.
"""

from __future__ import annotations

import logging

from discord.ext import commands, tasks

from bot.cogs.surface import Surface

log = logging.getLogger(__name__)

_LOOK_EVERY_S = 5.0
_LOOK_AT_CLUSTER_EVERY_S = 0.5
"""All processes are to see a generation within a second; a look is one small request."""

_BRING_EVERY_S = 1.0


class FreshnessCog(commands.Cog):
    """Looks for new generations, and for those that the cluster lacks."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot
        self._trouble: str | None = None

    async def cog_load(self) -> None:
        """Begin to look."""
        if self._bot.settings.engine == "opensearch":
            self._look.change_interval(seconds=_LOOK_AT_CLUSTER_EVERY_S)
        self._look.start()
        if self._bot.settings.push_on_change != "off":
            self._bring.start()

    async def cog_unload(self) -> None:
        """Look no more."""
        self._look.cancel()
        self._bring.cancel()

    @tasks.loop(seconds=_LOOK_EVERY_S)
    async def _look(self) -> None:
        # whatever it was this time, the next look may go well: an error would end the loop
        try:
            await self._bot.service.searcher.refresh()
            self._trouble = None
        except Exception as error:
            # once: it looks twice a second
            if self._trouble != str(error):
                log.exception("a new generation could not be taken up; the old one goes on answering")
            self._trouble = str(error)

    @tasks.loop(seconds=_BRING_EVERY_S)
    async def _bring(self) -> None:
        try:
            await self._bot.service.bringer.look(self._bot.clock())
        except Exception:
            log.exception("what was changed could not be brought to the search cluster; in a second again")
