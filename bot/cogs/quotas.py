"""How much a server may keep and ask for: releases, bytes, collections, and re-indexings a day.

In: what is wanted. Out: nothing, or a Refused that says the limit and what is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.cogs.managing import Refused, own_names
from bot.cogs.surface import Surface
from index.editing import Reading, Upload

REINDEX = "reindex"
"""The action of the audit log that counts as a re-indexing."""


async def spare_for(bot: Surface, server_id: int, reading: Reading, uploads: Sequence[Upload]) -> None:
    """Refuse releases that the server has no room for.

    Raises:
        Refused: a limit would be passed.
    """
    settings = bot.settings
    used = await bot.service.editor.usage(own_names(bot, server_id))
    if used.releases + len(reading.prepared) > settings.quota_releases:
        raise Refused(
            f"That would be {used.releases + len(reading.prepared):,} releases with the {used.releases:,} there are; "
            f"this server may keep {settings.quota_releases:,}. Remove some, or ask whoever runs this bot for more room."
        )
    # files are kept as they were given, beside the texts that were read from them
    more = sum(len(prepared.release.version.text.encode()) for prepared in reading.prepared)
    more += sum(len(upload.content) for upload in uploads)
    if used.bytes + more > settings.quota_bytes:
        raise Refused(
            f"That would be {used.bytes + more:,} bytes with the {used.bytes:,} there are; this server may keep "
            f"{settings.quota_bytes:,}. "
            "Remove some releases, or ask whoever runs this bot for more room."
        )


def spare_collection(bot: Surface, server_id: int) -> None:
    """Refuse one collection more than there may be.

    Raises:
        Refused: the server has as many as it may.
    """
    most, there = bot.settings.quota_collections, len(own_names(bot, server_id))
    if there >= most:
        raise Refused(f"This server has {there} collections, and may have {most}. Delete one first.")


async def spare_job(bot: Surface, server_id: int) -> None:
    """Refuse one re-indexing more than a day's.

    Raises:
        Refused: the server has asked for as many today as it may.
    """
    since, most = bot.clock() - timedelta(days=1), bot.settings.quota_jobs
    asked = await bot.records.audit.count_since(server_id, REINDEX, since)
    if asked >= most:
        raise Refused(f"This server asked for {asked} re-indexings within a day, and may ask for {most}.")
