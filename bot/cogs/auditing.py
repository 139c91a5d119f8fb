"""What is done by those who manage, written down and posted to the channel of their choice.

In: an entry. Out: a row, and a line in that channel, in its turn; where the channel takes none, the row stands.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Sequence

import discord

from bot.cogs.outbox import Outbox, OutboxFull
from bot.records.audit import AuditEntry
from bot.records.records import Records
from bot.render import limits
from bot.render.card import TextFile
from bot.render.quote import bold, cut

log = logging.getLogger(__name__)

_PART = 100
"""What was done something to, and how that was before and after; the export has it whole."""


class Auditor:
    """Keeps the audit log, and posts it."""

    def __init__(
        self, records: Records, outbox: Outbox, channel: Callable[[int], discord.PartialMessageable]
    ) -> None:
        self._records = records
        self._outbox = outbox
        self._channel = channel
        self._posting: set[asyncio.Task[None]] = set()

    async def add(self, entry: AuditEntry) -> None:
        """Keep the entry; posting it is not waited for."""
        await self._records.audit.add(entry)
        channel_id = self._records.servers.of(entry.server_id).audit_channel
        if channel_id is not None:
            task = asyncio.create_task(self._post(entry, channel_id), name="audit")
            self._posting.add(task)
            task.add_done_callback(self._posting.discard)

    async def _post(self, entry: AuditEntry, channel_id: int) -> None:
        channel = self._channel(channel_id)
        try:
            await self._outbox.send(
                lambda: channel.send(entry_line(entry)), channel_id=channel_id, server_id=entry.server_id
            )
        except (discord.HTTPException, OutboxFull) as error:
            log.warning("an audit entry of server=%s could not be posted: %s", entry.server_id, error)


def entry_line(entry: AuditEntry) -> str:
    """One entry; the actor is named without being pinged."""
    change = ""
    if entry.before is not None or entry.after is not None:
        before, after = (cut(text or "—", room=_PART) for text in (entry.before, entry.after))
        change = f": {before} → {after}"
    subject = cut(entry.subject, room=_PART)
    return f"<t:{int(entry.at.timestamp())}:f> <@{entry.actor_id}> {bold(entry.action, room=limits.WORD)} {subject}{change}"


def entries_file(entries: Sequence[AuditEntry]) -> TextFile:
    """All entries, one JSON object a line, oldest first."""
    lines = [
        json.dumps(
            {
                "at": entry.at.isoformat(),
                "actor": str(entry.actor_id),
                "action": entry.action,
                "subject": entry.subject,
                "before": entry.before,
                "after": entry.after,
            },
            ensure_ascii=False,
        )
        for entry in reversed(entries)
    ]
    return TextFile("audit.jsonl", "".join(f"{line}\n" for line in lines))
