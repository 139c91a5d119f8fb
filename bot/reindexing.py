"""Re-indexing while questions are answered: the build runs in a child process, then the searcher swaps."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.child import Children
from bot.cluster.bringing import Bringer
from config.settings import Settings
from index.errors import IndexingError
from index.job import IndexJob
from index.language.speakers.lexicon import SpeakerLexicon
from index.library import Searcher
from index.query import PUBLIC
from index.report import IndexReport, Told, untold

_WAIT_S = 30.0
"""A change of one release, which is made in a moment, is waited for."""


class Reindexer:
    """Indexes in a child process, one job at a time."""

    def __init__(
        self,
        settings: Settings,
        searcher: Searcher,
        speakers: SpeakerLexicon,
        bringer: Bringer | None = None,
    ) -> None:
        """``bringer`` brings what a job made to the search cluster."""
        self.folder = settings.releases_folder
        self._settings = settings
        self._searcher = searcher
        self._speakers = speakers
        self._bringer = bringer
        self._lock = asyncio.Lock()
        self._children = Children()

    @property
    def running(self) -> bool:
        """Whether a job is under way."""
        return self._lock.locked()

    async def reindex(self, collection: str, *, full: bool = False, told: Told = untold) -> IndexReport:
        """Read a collection's releases again: the configured folder's for the public one, else the stored uploads.

        Questions are answered from the old generation until it is done.

        Raises:
            IndexingError: no folder is set, the store failed, a check did, or the child process was ended.
        """
        if collection == PUBLIC and self.folder is None:
            raise IndexingError("No folder of releases is set: set releases_folder in the configuration.")
        folders = [self.folder] if collection == PUBLIC and self.folder is not None else []
        job = IndexJob(
            self._settings.database,
            folders,
            collection=collection,
            release_max_bytes=self._settings.release_max_bytes,
            speakers=self._speakers,
            full=full or collection != PUBLIC,
        )
        return await self.carry_out(job, told)

    async def carry_out(self, job: IndexJob, told: Told = untold) -> IndexReport:
        """Carry out any job once those before it are done, and search what it published.

        Raises:
            IndexingError: the store failed, a check did, or the child process was ended.
        """
        async with self._lock:
            report = await self._children.run(_index, job, told)
            await self._searcher.refresh()
            if self._bringer is None or not self._bringer.wants(job.collection):
                return report
            brought = await self._bringer.bring(job.collection, told)
            # first: where room is short, the first notes are told
            return replace(report, notes=[brought.sentence, *report.notes])

    async def close(self) -> None:
        """End a job that is under way: what it stored is kept, and the next run completes it."""
        await self._children.close()


async def _index(job: IndexJob, told: Told) -> IndexReport:
    # here, in the child: what reads files is of no use where questions are answered
    from index.indexer import run_job

    return await run_job(job, told, wait_s=_WAIT_S)
