"""What is due: releases whose embargo is over go live, and what was removed long ago is erased.

In: the clock. Out: a new generation, taken up at once.
"""

from __future__ import annotations

import logging

from discord.ext import commands, tasks

from bot.cogs.surface import Surface

log = logging.getLogger(__name__)


class CalendarCog(commands.Cog):
    """Looks every minute for embargoes, every day for what is to be erased."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Begin to look."""
        self._release_held.start()
        self._erase_removed.start()

    async def cog_unload(self) -> None:
        """Look no more."""
        self._release_held.cancel()
        self._erase_removed.cancel()

    @tasks.loop(minutes=1)
    async def _release_held(self) -> None:
        # an error would end the loop, and hold back for good what is due later
        try:
            count = await self._bot.service.editor.release_held(self._bot.clock())
            if count:
                self._bot.put_aside.forget()
                await self._bot.service.searcher.refresh()
                log.info("embargoes over: releases=%d", count)
        except Exception:
            log.exception("releases whose embargo is over could not go live; in a minute again")

    @tasks.loop(hours=24)
    async def _erase_removed(self) -> None:
        try:
            count = await self._bot.service.editor.erase_removed(self._bot.clock())
            if count:
                self._bot.put_aside.forget()
                await self._bot.service.searcher.refresh()
                self._bot.service.bringer.look_again()
                log.info("removed releases erased: releases=%d", count)
        except Exception:
            log.exception("removed releases could not be erased; tomorrow again")
