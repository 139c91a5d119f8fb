"""Desks and re-indexing that are slow or fail, at the seam where the bot takes its service from."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.asking.answer import Answer, NoAnswer
from bot.asking.days import Phrases
from bot.asking.desk import Desk
from bot.asking.followup import Earlier
from bot.asking.lookup import DateListing, LookupFailure
from bot.asking.narrowing import NO_NARROWING, Narrowing
from bot.asking.scope import Scope
from bot.client import OpenService
from bot.reindexing import Reindexer
from bot.service import Clock, Service, open_service
from config.settings import Settings
from index.editing import Editing
from index.report import IndexReport, Told, untold


class SlowDesk(Desk):
    """Takes its time over each question, and then asks the real desk."""

    def __init__(self, desk: Desk, seconds: float) -> None:
        self._desk = desk
        self._searcher = desk._searcher
        self._seconds = seconds

    async def answer(
        self,
        text: str,
        *,
        scope: Scope,
        now: datetime,
        limit: int | None = None,
        earlier: Earlier | None = None,
        any_date: bool = False,
        narrowing: Narrowing = NO_NARROWING,
    ) -> Answer | NoAnswer:
        await asyncio.sleep(self._seconds)
        return await self._desk.answer(
            text, scope=scope, now=now, limit=limit, earlier=earlier, any_date=any_date, narrowing=narrowing
        )

    async def on_days(
        self, phrases: Phrases, *, scope: Scope, now: datetime, offset: int = 0
    ) -> DateListing | LookupFailure:
        await asyncio.sleep(self._seconds)
        return await self._desk.on_days(phrases, scope=scope, now=now, offset=offset)


class BrokenDesk(Desk):
    """Fails at every question."""

    def __init__(self, desk: Desk) -> None:
        self._searcher = desk._searcher

    async def answer(self, *_args: Any, **_named: Any) -> Answer | NoAnswer:
        raise RuntimeError("the disk is full")


class SlowlyBrokenDesk(BrokenDesk):
    """Fails after a while."""

    async def answer(self, *_args: Any, **_named: Any) -> Answer | NoAnswer:
        await asyncio.sleep(0.4)
        raise RuntimeError("the disk is full")


class FakeReindexer(Reindexer):
    """Takes ``seconds`` and comes to a given end."""

    def __init__(self, end: IndexReport | Exception, seconds: float = 0) -> None:
        self.folder = Path("releases")
        self._end = end
        self._seconds = seconds
        self._busy = False

    async def reindex(self, collection: str, *, full: bool = False, told: Told = untold) -> IndexReport:
        while self._busy:
            await asyncio.sleep(1)  # simcord knows timers, not locks
        self._busy = True
        try:
            await asyncio.sleep(self._seconds)
        finally:
            self._busy = False
        if isinstance(self._end, Exception):
            raise self._end
        return self._end

    async def close(self) -> None:
        pass


def with_desk(fake: Callable[[Desk], Desk]) -> OpenService:
    """A service whose desk is another one."""
    return _changed(lambda service: replace(service, desk=fake(service.desk)))


class FailingEditor:
    """Fails at the first addition, and is the real editor in everything else."""

    def __init__(self, editor: Editing, error: Exception) -> None:
        self._editor = editor
        self._errors = [error]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._editor, name)

    async def add(self, *args: Any, **named: Any) -> IndexReport:
        if self._errors:
            raise self._errors.pop()
        return await self._editor.add(*args, **named)


def with_editor(*, fail_once: Exception) -> OpenService:
    """A service whose editor fails at the first addition."""

    def changed(service: Service) -> Service:
        editor: Any = FailingEditor(service.editor, fail_once)
        return replace(service, editor=editor)

    return _changed(changed)


def with_reindexer(reindexer: Reindexer) -> OpenService:
    """A service that re-indexes in another way."""
    return _changed(lambda service: replace(service, reindexer=reindexer))


def _changed(change: Callable[[Service], Service]) -> OpenService:
    @asynccontextmanager
    async def opened(settings: Settings, clock: Clock) -> AsyncIterator[Service]:
        async with open_service(settings, clock=clock) as service:
            yield change(service)

    def open_changed(settings: Settings, *, clock: Clock) -> AbstractAsyncContextManager[Service]:
        return opened(settings, clock)

    return open_changed
