"""Builds a generation: intake → language → store → engine.

In: paths of files and folders. Out: a new generation of one collection, published at once when all is
written, and a report. A process killed on the way leaves the old generation in place, and what was stored until
then is found again by the next run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import ReleaseReadError
from index.intake.parser import parse
from index.intake.raw import Facts, RawRelease
from index.intake.readers import reader_for
from index.intake.sources.folder import files_under
from index.job import IndexJob
from index.release import Release, ReleaseKey, VersionId
from index.report import FailedFile, IndexReport
from index.segments import SegmentKeeper
from index.speaking import with_speakers
from index.store.database import Database, one_writer
from index.store.generations import Change, Generations, Member
from index.store.releases import Origin, Releases, Source

log = logging.getLogger(__name__)

Progress = Callable[[Path, int], None]
"""Told after each release: the file it stands in and how many releases of that file are done."""


@dataclass(slots=True)
class _Run:
    """What one run has come across so far."""

    versions: dict[int, VersionId] = field(default_factory=dict)
    fresh: set[VersionId] = field(default_factory=set)
    read: set[Path] = field(default_factory=set)
    failed: list[FailedFile] = field(default_factory=list)
    unread: set[Path] = field(default_factory=set)
    repeated: int = 0
    assumed: dict[str, int] = field(default_factory=dict)

    def fail(self, path: Path, error: ReleaseReadError) -> None:
        self.failed.append(FailedFile(error.path, error.reason))
        self.unread.add(path)


async def run_job(job: IndexJob, progress: Progress | None = None) -> IndexReport:
    """Open the database, index what the job names, close it.

    Raises:
        StoreError: the database cannot be opened or written, or another process is indexing into it.
    """
    with one_writer(job.database):
        async with Database.open(job.database) as database:
            return await Indexer(database, job).run(progress or (lambda _path, _done: None))


class Indexer:
    """Carries out one job on an open database."""

    def __init__(self, database: Database, job: IndexJob) -> None:
        self._job = job
        self._releases = Releases(database)
        self._generations = Generations(database)
        self._segments = SegmentKeeper(database)

    async def run(self, progress: Progress) -> IndexReport:
        """Read all files, store what is new, publish a generation if anything changed."""
        run = _Run()
        collection = await self._releases.collection(self._job.collection)
        base = (await self._generations.newest()).get(self._job.collection)
        roots = [path.resolve() for path in self._job.paths]
        sources = await self._releases.sources(collection)
        for root in roots:
            for path in files_under(root):
                if isinstance(path, ReleaseReadError):
                    run.fail(Path(path.path), path)
                elif path not in run.read:
                    await self._read(path, await self._source(path, root, collection, sources), run, progress)
        members = await self._generations.members(collection)
        return await self._publish(collection, base, members, run, _Scope(roots, sources))

    async def _source(self, path: Path, root: Path, collection: int, sources: list[Source]) -> Source:
        """The source that already holds the file, else a new one: the folder that was named, or the file's own."""
        for source in sources:
            if path.is_relative_to(source.location):
                return source
        location = str(_home(path, root))
        sources.append(await self._releases.add_source(collection, location))
        log.info("new source %s in collection %s", sources[-1].id, collection)
        return sources[-1]

    async def _read(self, path: Path, source: Source, run: _Run, progress: Progress) -> None:
        run.read.add(path)
        reader = reader_for(path)
        assert reader is not None, "files_under yields only files that have a reader"
        relative = path.relative_to(source.location).as_posix()
        collection = await self._releases.collection(self._job.collection)
        origin = Origin(collection, source.id, relative)
        try:
            for done, raw in enumerate(reader(path, self._job.release_max_bytes), start=1):
                if isinstance(raw, ReleaseReadError):
                    run.fail(path, raw)
                else:
                    await self._store(raw, path, origin, run)
                progress(path, done)
        except ReleaseReadError as error:
            run.fail(path, error)

    async def _store(self, raw: RawRelease, path: Path, origin: Origin, run: _Run) -> None:
        try:
            draft = parse(raw, given=self._job.given)
        except ReleaseReadError as error:
            run.fail(path, ReleaseReadError(str(path), error.reason))
            return
        except Exception:
            # one file that no one foresaw must not end a run over thousands
            log.exception("parsing failed in a file of source %s", origin.source)
            run.fail(
                path, ReleaseReadError(str(path), f"{raw.name} could not be parsed; the log has the details")
            )
            return
        key = _key(raw, self._job.given, draft.version.url, origin.path)
        stored = await self._releases.find(Release(key, draft.version), origin)
        if stored is None:
            stored = await self._releases.save(
                Release(key, with_speakers(draft.split(), self._job.speakers)), origin
            )
            for sentence in draft.version.assumed:
                run.assumed[f"{raw.name}: {sentence}"] = 1
        if stored.release in run.versions:
            run.repeated += 1
        else:
            run.versions[stored.release] = stored.version

    async def _publish(
        self, collection: int, base: int | None, members: Sequence[Member], run: _Run, scope: _Scope
    ) -> IndexReport:
        before = {member.release: member.version for member in members}
        gone = {
            member.release
            for member in members
            if member.release not in run.versions and scope.lost(member, run)
        }
        changed = {
            release for release, version in run.versions.items() if before.get(release, version) != version
        }
        added = run.versions.keys() - before.keys()
        if added or changed or gone:
            joining = [run.versions[release] for release in sorted(added | changed)]
            leaving = [before[release] for release in sorted(changed | gone)]
            plan = await self._segments.write(self._job.collection, base, joining=joining, leaving=leaving)
            change = Change("index", base, joining, leaving, plan.segment, plan.retired)
            await self._generations.publish(collection, change)
            await self._segments.clean()
        return IndexReport(
            added=len(added),
            changed=len(changed),
            unchanged=len(run.versions) - len(added) - len(changed),
            removed=len(gone),
            passages=await self._generations.passages(collection),
            failed=run.failed,
            notes=_notes(run),
        )


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which files a run was to look at."""

    roots: Sequence[Path]
    sources: Sequence[Source]

    def lost(self, member: Member, run: _Run) -> bool:
        """Whether a release that the run did not come across is gone: its file was looked for, and nothing failed."""
        location = next(source.location for source in self.sources if source.id == member.source)
        path = Path(location) / member.path
        looked_for = any(path.is_relative_to(root) for root in self.roots)
        unsure = any(path.is_relative_to(unread) for unread in run.unread)
        return looked_for and not unsure


def _home(path: Path, root: Path) -> Path:
    """The folder that a new source reads: the one that was named, or the one that the named file stands in."""
    return path.parent if path == root else root


def _key(raw: RawRelease, given: Facts, url: str | None, path: str) -> ReleaseKey:
    own = url or given.id or raw.facts.id
    line = raw.name.rsplit(" line ", 1)[1] if not raw.page and not own else ""
    return ReleaseKey(own or path + (f"#{line}" if line else ""))


def _notes(run: _Run) -> list[str]:
    notes = _digest(list(run.assumed))
    if run.repeated:
        notes.append(
            f"{run.repeated:,} releases stand more than once in the files; the first of each was taken."
        )
    return notes


_NOTES_SHOWN = 5


def _digest(notes: list[str]) -> list[str]:
    """The notes, or the first few and how many more."""
    if len(notes) <= _NOTES_SHOWN:
        return notes
    return [*notes[:_NOTES_SHOWN], f"… and {len(notes) - _NOTES_SHOWN:,} more assumptions of these kinds."]
