"""Builds a generation: intake → language → store → engine.

In: paths of files and folders. Out: a new generation of one collection, published at once when all is
written and checked, and a report. A process killed on the way leaves the old generation in place, and what was stored
until then is found again by the next run.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from index.checking import Checker, refuse_implausible
from index.difference import Difference, report_of
from index.errors import ReleaseReadError
from index.intake.readers import count_releases
from index.intake.sources.folder import files_under
from index.job import IndexJob
from index.processes import Processes, processors_to_use
from index.read import Read
from index.reading import ReleaseReading
from index.release import VersionId
from index.report import IndexReport, Told, untold
from index.segments import SegmentKeeper
from index.splitting import split_all
from index.store.database import Database, one_writer, store_errors, writer_in_turn
from index.store.generations import Change, Generations, Member
from index.store.releases import Origin, Releases, Source

log = logging.getLogger(__name__)

_FIRST_HERE = 8
"""Batches of releases that are split before other processes start: few releases are done sooner without them."""


async def run_job(job: IndexJob, told: Told = untold, *, wait_s: float = 0) -> IndexReport:
    """Open the database, index what the job names, close it; others that write get ``wait_s`` seconds to be done.

    Raises:
        StoreError: the database cannot be opened or written, or another process is indexing into it.
        CheckFailed: the new generation is not fit to be answered from; the old one stays.
    """
    async with AsyncExitStack() as stack:
        if wait_s:
            await stack.enter_async_context(writer_in_turn(job.database, wait_s=wait_s))
        else:
            stack.enter_context(one_writer(job.database))
        stack.enter_context(store_errors(job.database))
        database = await stack.enter_async_context(Database.open(job.database))
        await stack.enter_async_context(database.writing_much())
        return await Indexer(database, job, told).run()


class Indexer:
    """Carries out one job on an open database."""

    def __init__(self, database: Database, job: IndexJob, told: Told = untold) -> None:
        self._database = database
        self._job = job
        self._told = told
        self._releases = Releases(database)
        self._generations = Generations(database)
        self._segments = SegmentKeeper(database)
        self._processes = processors_to_use() if job.processes is None else job.processes

    async def run(self) -> IndexReport:
        """Read all files, store what is new, publish a generation if anything changed."""
        collection = await self._releases.collection(self._job.collection)
        base = (await self._generations.newest()).get(self._job.collection)
        roots = [path.resolve() for path in self._job.paths]
        sources = await self._releases.sources(collection)
        read = await self._read(roots, collection, sources)
        members = await self._generations.members(collection)
        scope = _Scope(roots, sources)
        before = {member.release: member.version for member in members}
        kept = {member.release: member.version for member in members if not scope.lost(member, read)}
        after = {**kept, **dict(sorted(read.versions.items()))}
        return await self._publish(collection, base, read, before, after)

    async def _read(self, roots: Sequence[Path], collection: int, sources: list[Source]) -> Read:
        work = partial(split_all, speakers=self._job.speakers)
        async with Processes(work, count=self._processes, first_here=_FIRST_HERE) as splitting:
            reading = ReleaseReading(self._database, self._job, self._told, splitting)
            files = _files(roots, reading.read)
            reading.expect(sum(count_releases(file.path) for file in files))
            for file in files:
                source = await self._source(file, collection, sources)
                relative = file.path.relative_to(source.location).as_posix()
                await reading.file(file.path, Origin(collection, source.id, relative))
            await reading.settle()
            if self._job.full:
                await reading.uploads(collection)
        return reading.read

    async def _source(self, file: _File, collection: int, sources: list[Source]) -> Source:
        """The source that already holds the file, else a new one: the folder that was named, or the file's own."""
        # of a folder and one around it that was named later, the first holds what stands in both
        for source in sources:
            if file.path.is_relative_to(source.location):
                return source
        sources.append(await self._releases.add_source(collection, str(file.home)))
        log.info("new source %s in collection %s", sources[-1].id, collection)
        return sources[-1]

    async def _publish(
        self,
        collection: int,
        base: int | None,
        read: Read,
        before: Mapping[int, VersionId],
        after: Mapping[int, VersionId],
    ) -> IndexReport:
        difference = Difference.between(before, after)
        if difference.any:
            if not self._job.force:
                refuse_implausible(before=len(before), gone=len(difference.gone), come=len(difference.added))
            change = await self._change(base, before, difference)
            await Checker(self._database, self._told).check(self._job.collection, change)
            await self._generations.publish(collection, change)
            await self._segments.clean()
        unchanged = len(read.versions) - len(difference.added) - len(difference.changed)
        return await report_of(
            self._database,
            collection,
            difference,
            unchanged=unchanged,
            failed=read.failed,
            notes=_notes(read),
        )

    async def _change(
        self, base: int | None, before: Mapping[int, VersionId], difference: Difference
    ) -> Change:
        joining = [*difference.added.values(), *difference.changed.values()]
        leaving = [*(before[release] for release in difference.changed), *difference.gone.values()]
        plan = await self._segments.write(
            self._job.collection,
            base,
            joining=joining,
            leaving=leaving,
            told=self._told,
            processes=self._processes,
        )
        reason = "full index" if self._job.full else "index"
        return Change(reason, base, joining, leaving, plan.segments, plan.retired)


@dataclass(frozen=True, slots=True)
class _File:
    """A file to read, and the path that was named and leads to it."""

    path: Path
    root: Path

    @property
    def home(self) -> Path:
        """The folder that a new source reads: the one that was named, or the one that the named file stands in."""
        return self.path.parent if self.path == self.root else self.root


def _files(roots: Sequence[Path], read: Read) -> list[_File]:
    """Every file below the roots, once; what cannot be walked is noted."""
    found: dict[Path, _File] = {}
    for root in roots:
        for path in files_under(root):
            if isinstance(path, ReleaseReadError):
                read.fail(Path(path.path), path)
            else:
                found.setdefault(path, _File(path, root))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which files a run was to look at."""

    roots: Sequence[Path]
    sources: Sequence[Source]

    def lost(self, member: Member, read: Read) -> bool:
        """Whether a release that the run did not come across is gone: its file was looked for, and nothing failed."""
        location = next(source.location for source in self.sources if source.id == member.source)
        path = Path(location) / member.path
        looked_for = any(path.is_relative_to(root) for root in self.roots)
        unsure = any(path.is_relative_to(unread) for unread in read.unread)
        return looked_for and not unsure


def _notes(read: Read) -> list[str]:
    notes = _digest(list(read.assumed))
    if read.repeated:
        notes.append(
            f"{read.repeated:,} releases stand more than once in the files; the first of each was taken."
        )
    if read.kept_away:
        notes.append(f"{read.kept_away:,} releases were removed, withdrawn or held back, and stay so.")
    return notes


_NOTES_SHOWN = 5


def _digest(notes: list[str]) -> list[str]:
    """The notes, or the first few and how many more."""
    if len(notes) <= _NOTES_SHOWN:
        return notes
    return [*notes[:_NOTES_SHOWN], f"… and {len(notes) - _NOTES_SHOWN:,} more assumptions of these kinds."]
