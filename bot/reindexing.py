"""Re-indexing while questions are answered: the build runs in a child process, then the searcher swaps."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from config.settings import Settings
from index.errors import IndexingError, StoreError
from index.job import IndexJob
from index.language.speakers.lexicon import SpeakerLexicon
from index.library import Searcher
from index.query import PUBLIC
from index.report import IndexReport, Phase, Progress, Told, untold

_NICENESS = 10
"""Answering comes first where both want the processor."""

_WAIT_S = 30.0
"""A change of one release, which is made in a moment, is waited for."""

_TELL_EVERY_S = 0.25
"""Progress goes through the pipe no more often than anybody could show it."""


class Reindexer:
    """Indexes in a child process, one job at a time."""

    def __init__(self, settings: Settings, searcher: Searcher, speakers: SpeakerLexicon) -> None:
        self.folder = settings.releases_folder
        self._settings = settings
        self._searcher = searcher
        self._speakers = speakers
        self._lock = asyncio.Lock()
        self._child: SpawnProcess | None = None

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
            report = await self._run_in_child(job, told)
            await self._searcher.refresh()
            return report

    async def close(self) -> None:
        """End a job that is under way: what it stored is kept, and the next run completes it."""
        child = self._child
        if child is not None and child.pid is not None:
            child.terminate()
            await asyncio.to_thread(child.join)

    async def _run_in_child(self, job: IndexJob, told: Told) -> IndexReport:
        # spawned, not forked: a fork would copy the locks of this process's threads in whatever state they are
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        self._child = context.Process(
            target=_index,
            args=(job, sender),
            daemon=True,
        )
        try:
            await _begun(self._child)
            sender.close()
            outcome = await _outcome(receiver, told)
        except asyncio.CancelledError:
            self._child.terminate()
            raise
        except EOFError as error:
            raise IndexingError("The indexing process was ended before it was done; run it again.") from error
        finally:
            receiver.close()
            await asyncio.to_thread(self._child.join)
            self._child = None
        if isinstance(outcome, IndexingError):
            raise outcome
        return outcome


async def _begun(child: SpawnProcess) -> None:
    """Start the child; who is cancelled meanwhile waits until it can be ended."""
    starting = asyncio.ensure_future(asyncio.to_thread(child.start))
    try:
        await asyncio.shield(starting)
    except asyncio.CancelledError:
        await starting
        raise


async def _outcome(receiver: Connection, told: Told) -> IndexReport | IndexingError:
    """What the child comes to; how far it is meanwhile is passed on."""
    while True:
        message: Progress | IndexReport | IndexingError = await asyncio.to_thread(receiver.recv)
        if not isinstance(message, Progress):
            return message
        told(message)


class _Telling:
    """Sends progress through a pipe: each phase's beginning and end, and now and then between them."""

    def __init__(self, sender: Connection) -> None:
        self._sender = sender
        self._phase: Phase | None = None
        self._again_at = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.phase is self._phase and progress.done < progress.of and now < self._again_at:
            return
        self._phase, self._again_at = progress.phase, now + _TELL_EVERY_S
        self._sender.send(progress)


def _index(job: IndexJob, sender: Connection) -> None:
    # here, in the child: what reads files is of no use where questions are answered
    from index.indexer import run_job

    os.nice(_NICENESS)
    try:
        sender.send(asyncio.run(run_job(job, _Telling(sender), wait_s=_WAIT_S)))
    except IndexingError as error:
        # a StoreError stays one: its sentence names files, which is for the operator alone
        kind = StoreError if isinstance(error, StoreError) else IndexingError
        # nobody listens any more where the process that wanted the job has ended: so does this one, at its next word
        with suppress(BrokenPipeError):
            sender.send(kind(str(error)))
    finally:
        sender.close()
