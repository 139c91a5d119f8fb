"""Composition of the bot's service: what answers, and what changes what it answers from."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.answering import open_answering
from bot.asking.desk import Desk
from bot.cluster.bringing import Bringer
from bot.reindexing import Reindexer
from bot.uploads.limits import UploadLimits
from bot.uploads.reader import UploadReader
from config.settings import Settings
from index.editing import Editing
from index.editor import Editor
from index.library import Searcher


@dataclass(frozen=True, slots=True)
class Service:
    """What the bot works with; ``own`` holds this process's own store, whatever searches."""

    desk: Desk
    editor: Editing
    reindexer: Reindexer
    uploads: UploadReader
    searcher: Searcher
    own: Searcher
    bringer: Bringer


Clock = Callable[[], datetime]


def real_now() -> datetime:
    """The moment at which this is called."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_service(settings: Settings, *, clock: Clock = real_now) -> AsyncIterator[Service]:
    """Open what answers, and what adds, changes and re-indexes releases.

    Raises:
        StoreError: the database cannot be opened.
    """
    async with open_answering(settings) as answering:
        people = answering.lexicon.speakers
        bringer = Bringer(settings, answering.database, answering.searcher)
        reindexer = Reindexer(settings, answering.searcher, people, bringer)
        editor = Editor(answering.database, speakers=people, clock=clock)
        uploads = UploadReader(UploadLimits(release_bytes=settings.release_max_bytes), people)
        try:
            yield Service(
                answering.desk, editor, reindexer, uploads, answering.searcher, answering.embedded, bringer
            )
        finally:
            await reindexer.close()
            await bringer.close()
