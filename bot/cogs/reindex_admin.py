"""/admin reindex: reading releases again, with a message that tells how far it is and how it ended.

In: which collection, and who asked. Out: an ordinary message in the channel, edited now and then; questions are answered
from what was indexed before until it is done. One job at a time; the others wait their turn. A job that was not done when
the bot was stopped is begun again when it starts.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import discord

from bot.cogs.buttons.jobs import cancel_view
from bot.cogs.managing import keeps_public, shown_name
from bot.cogs.outbox import OutboxFull
from bot.cogs.respond import failure_line
from bot.cogs.surface import Surface
from bot.records.audit import AuditEntry
from bot.records.jobs import Job
from bot.render import limits
from bot.render.quote import cut
from bot.render.report import counts_text, progress_text, report_text
from index.errors import IndexingError, StoreError
from index.query import PUBLIC
from index.report import Phase, Progress

log = logging.getLogger(__name__)

_EDIT_EVERY = timedelta(seconds=3)
"""Discord lets a message be edited five times in five seconds, and people read no faster."""

_LAST_WORDS_S = 3.0
_MOST_WAITING = 20

CANCELLED = "Cancelled. What was indexed before is still searched."
CANCELLED_LATE = (
    "Cancelled while it came to the search cluster. It is indexed, and is searched once it is there."
)
STOPPED = "The bot was stopped; this goes on when it starts again."
FULL = "Too many re-indexings are waiting already. Try again later."


Otherwise = Callable[[str], Awaitable[object]]
"""Where the end of a job is told when no message could be sent."""


@dataclass(eq=False, slots=True)
class _Open:
    """A job with how far it is."""

    job: Job
    task: asyncio.Task[None] | None = None
    progress: Progress | None = None
    began: datetime | None = None
    cancelled: bool = False
    told_at: datetime | None = None
    message: discord.PartialMessage | None = None
    otherwise: Otherwise | None = None


class Reindexing:
    """The jobs, in the order in which they were asked for."""

    def __init__(self, bot: Surface) -> None:
        self._bot = bot
        self._open: deque[_Open] = deque()
        self._editing: set[asyncio.Task[None]] = set()
        self._stopping = False

    @property
    def waiting(self) -> int:
        """How many jobs are not done."""
        return len(self._open)

    def asked_for(self, collection: str) -> bool:
        """Whether the collection is to be read again already."""
        return any(one.job.collection == collection for one in self._open)

    def has_room(self) -> bool:
        """Whether one more may wait."""
        return len(self._open) < _MOST_WAITING

    async def ask(self, job: Job, otherwise: Otherwise | None = None) -> int:
        """Carry out a job when those before it are done; how many these are."""
        before = len(self._open)
        one = _Open(job, otherwise=otherwise)
        self._open.append(one)  # before anything is awaited: a second command at the same moment finds it
        one.job = replace(job, id=await self._bot.records.jobs.add(job))
        await self._begin(one)
        return before

    async def resume(self) -> None:
        """Begin again what was not done when the bot was stopped."""
        there = {*self._bot.service.own.snapshot.collections, *([PUBLIC] if keeps_public(self._bot) else [])}
        for job in await self._bot.records.jobs.open():
            if not self._bot.settings.shards.hold(job.server_id):
                # its server came to another process, and what is known of it is yet to be moved there
                continue
            if job.collection not in there:
                # indexing would make the collection anew
                await self._bot.records.jobs.done(job.id)
            elif not any(one.job.id == job.id for one in self._open):
                one = _Open(job)
                self._open.append(one)
                await self._begin(one)

    def cancel(self, job_id: int, *, server_id: int) -> bool:
        """End a job of a server; False where it is done already."""
        for one in self._open:
            if (one.job.id, one.job.server_id) == (job_id, server_id) and one.task is not None:
                one.cancelled = True
                one.task.cancel()
                return True
        return False

    async def forget_server(self, server_id: int) -> None:
        """End all jobs of a server that the bot left."""
        await self._bot.records.jobs.forget_server(server_id)
        for one in list(self._open):
            if one.job.server_id == server_id:
                self.cancel(one.job.id, server_id=server_id)

    async def close(self) -> None:
        """End jobs with the bot, and give them the time to say so: they go on when it starts again."""
        self._stopping = True
        tasks = [one.task for one in self._open if one.task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_LAST_WORDS_S)
        for task in self._editing:
            task.cancel()

    async def _begin(self, one: _Open) -> None:
        await self._announce(one)
        one.task = asyncio.create_task(self._run(one), name="reindex")

    async def _run(self, one: _Open) -> None:
        try:
            said = await self._outcome(one)
        except asyncio.CancelledError:
            said = _cancelled(one) if one.cancelled else STOPPED
        finally:
            self._open.remove(one)
        if not self._stopping or one.cancelled:
            await self._bot.records.jobs.done(one.job.id)
        await self._say(one, said, done=True)
        if not self._stopping:
            await self._move_up()

    async def _move_up(self) -> None:
        """Those that wait wait for one less."""
        for one in list(self._open):
            if one.progress is None:
                await self._say(one, self._text(one))

    async def _outcome(self, one: _Open) -> str:
        reindexer = self._bot.service.reindexer

        def told(progress: Progress) -> None:
            self._told(one, progress)

        searched = one.job.collection in self._bot.records.channels.of(one.job.channel_id).collections
        try:
            report = await reindexer.reindex(one.job.collection, full=one.job.full, told=told)
        except StoreError as error:
            return f"{failure_line(error)} What was indexed before is still searched."
        except IndexingError as error:
            # what was wrong with a new generation names releases
            why = f"\n{cut(str(error), room=limits.NOTE)}" if searched else ""
            return f"{failure_line(error)}{why}"
        except Exception as error:  # noqa: BLE001 - a job has no caller that could be told
            return f"{failure_line(error)} What was indexed before is still searched."
        for failed in report.failed:
            log.warning("not indexed: %s: %s", failed.path, failed.reason)
        await self._note(one.job, counts_text(report))
        return report_text(report, titles=searched)

    async def _note(self, job: Job, counts: str) -> None:
        """What came of it, for the audit log."""
        name, now = shown_name(job.server_id, job.collection), self._bot.clock()
        entry = AuditEntry(job.server_id, job.actor_id, now, "reindex done", name, None, counts)
        await self._bot.auditor.add(entry)

    def _told(self, one: _Open, progress: Progress) -> None:
        now = self._bot.clock()
        if one.progress is None or one.progress.phase is not progress.phase:
            one.began = now
        one.progress = progress
        if one.told_at is None or now - one.told_at >= _EDIT_EVERY:
            one.told_at = now
            task = asyncio.create_task(self._say(one, self._text(one)), name="reindex progress")
            self._editing.add(task)
            task.add_done_callback(self._editing.discard)

    def _text(self, one: _Open) -> str:
        name = shown_name(one.job.server_id, one.job.collection)
        if one.progress is None or one.began is None:
            before = list(self._open).index(one) if one in self._open else 0
            return progress_text(name, None, took=timedelta(), before=before)
        return progress_text(name, one.progress, took=self._bot.clock() - one.began)

    async def _announce(self, one: _Open) -> None:
        """An ordinary message, which can be edited after more than 15 minutes; none where none is allowed."""
        channel = self._bot.get_partial_messageable(one.job.channel_id)
        if one.job.message_id is not None:
            one.message = channel.get_partial_message(one.job.message_id)
            return
        try:
            sent = await channel.send(self._text(one), view=cancel_view(one.job.id))
        except discord.HTTPException as error:
            log.warning("the start of a re-indexing could not be told: %s", error)
            return
        one.message = channel.get_partial_message(sent.id)
        await self._bot.records.jobs.announced(one.job.id, sent.id)

    async def _say(self, one: _Open, text: str, *, done: bool = False) -> None:
        message = one.message
        if message is None:
            await self._say_otherwise(one, text, done=done)
            return
        view = None if done else cancel_view(one.job.id)
        try:
            await self._bot.outbox.send(
                lambda: message.edit(content=text, view=view),
                channel_id=one.job.channel_id,
                server_id=one.job.server_id,
            )
        except (discord.HTTPException, OutboxFull) as error:
            log.warning("how far a re-indexing is could not be told: %s", error)

    async def _say_otherwise(self, one: _Open, text: str, *, done: bool) -> None:
        if one.otherwise is None or not done:
            return
        try:
            await one.otherwise(text)
        except discord.HTTPException as error:
            log.warning("the end of a re-indexing could not be told: %s", error)


def _cancelled(one: _Open) -> str:
    """What came of a job that was cancelled: the index has changed once that is being brought to the cluster."""
    pushing = one.progress is not None and one.progress.phase in {Phase.PUSHING, Phase.COPYING}
    return CANCELLED_LATE if pushing else CANCELLED
