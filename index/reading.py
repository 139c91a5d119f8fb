"""Reads releases into the store: files and stored uploads in, the versions that a generation is to hold out.

What is stored here is not answered from until a generation with it is published.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from index.editing import ReleaseState
from index.errors import IndexingError, ReleaseReadError
from index.intake.parser import Draft, parse
from index.intake.raw import Facts, RawRelease, release_key
from index.intake.readers import reader_for
from index.intake.stated import overlaid
from index.job import IndexJob
from index.read import Read
from index.release import Version, VersionId
from index.report import Told
from index.speaking import with_speakers
from index.store.database import DATABASE_ERRORS, Database
from index.store.releases import Identity, Known, Origin, Releases, WrittenVersion, written
from index.store.states import States
from index.store.uploads import UploadedVersion, Uploads
from index.storing import Splitting, Storing, Waiting, unforeseen
from index.told import ReadingTold
from index.uploads import raw_releases

log = logging.getLogger(__name__)

_KEPT_AWAY = (ReleaseState.REMOVED, ReleaseState.WITHDRAWN, ReleaseState.HELD)


class ReleaseReading:
    """Reads what one job names into an open database."""

    def __init__(self, database: Database, job: IndexJob, told: Told, splitting: Splitting) -> None:
        self.read = Read()
        self._database = database
        self._storing = Storing(database, splitting, self.read)
        self._job = job
        self._told = ReadingTold(told)
        self._releases = Releases(database)
        self._states = States(database)
        self._uploads = Uploads(database)

    def expect(self, releases: int) -> None:
        """Say how many releases there are about to be read."""
        self._told.of += releases

    async def file(self, path: Path, origin: Origin) -> None:
        """Read a file; what is in it is stored by the time that everything is settled."""
        reader = reader_for(path)
        assert reader is not None, "files_under yields only files that have a reader"
        try:
            for raw in reader(path, self._job.release_max_bytes):
                if isinstance(raw, ReleaseReadError):
                    await self._fail(path, raw)
                else:
                    await self._release(raw, path, origin)
                self._told.one_more(path.name)
        except ReleaseReadError as error:
            await self._fail(path, error)

    async def settle(self) -> None:
        """Store what is still under way."""
        await self._storing.settle()

    async def uploads(self, collection: int) -> None:
        """Read again what the newest generation holds of uploads."""
        current = await self._uploads.current(collection)
        self.expect(len(current))
        raws: list[RawRelease | ReleaseReadError] = []
        upload = None
        for uploaded in current:
            if upload != uploaded.upload:
                upload = uploaded.upload
                raws = list(raw_releases(await self._uploads.upload(upload), self._job.release_max_bytes))
            await self._uploaded(uploaded, raws)
            self._told.one_more(None)

    async def _uploaded(self, uploaded: UploadedVersion, raws: list[RawRelease | ReleaseReadError]) -> None:
        """Read a release of an upload again; one that cannot be read any more stays as it is."""
        release, key = await self._releases.owner(uploaded.version)
        if release in self.read.versions:
            return
        self.read.versions[release] = uploaded.version
        raw = raws[uploaded.place] if uploaded.place < len(raws) else None
        if not isinstance(raw, RawRelease):
            return
        async with self._failing(raw, Path(raw.name)):
            draft = self._stated(parse(raw, given=uploaded.given), await self._states.stated(release))
            same = await self._same(release, draft.version, uploaded.version)
            version = with_speakers(draft.split(), self._job.speakers)
            if version.passages:
                self.read.versions[release] = await self._read_again(
                    release, written(key, version, compared=True), same, uploaded.version
                )

    async def _read_again(
        self, release: int, version: WrittenVersion, same: Sequence[VersionId], uploaded: VersionId
    ) -> VersionId:
        """The stored version that was read just so, or a new one."""
        for stored in same:
            if await self._releases.reading(stored) == version.reading:
                found = stored
                break
        else:
            async with self._database.transaction():
                found = await self._releases.put_version(release, version, told_apart=bool(same))
        await self._uploads.copy_link(found, of=uploaded)
        return found

    async def _release(self, raw: RawRelease, path: Path, origin: Origin) -> None:
        async with self._failing(raw, path):
            draft = parse(raw, given=self._job.given)
            identity = _identity(raw, self._job.given, draft, origin.path)
            if self._storing.awaits(identity):
                # the same release once more: it is asked for what the first one came to
                await self.settle()
            await self._take(draft, identity, origin, raw, path)

    async def _take(
        self, draft: Draft, identity: Identity, origin: Origin, raw: RawRelease, path: Path
    ) -> None:
        known = await self._releases.known(identity, origin)
        if known is not None and known.state in _KEPT_AWAY:
            self.read.kept_away += known.release not in self.read.versions
            self.read.keep(known.release, known.current)
            return
        if known is not None and known.is_stated:
            draft = self._stated(draft, await self._states.stated(known.release))
        same = [] if known is None else await self._same(known.release, draft.version, known.current)
        if known is None or not self._is_settled(known, same):
            await self._storing.add(Waiting(raw.name, path, draft, identity, origin, known, same))

    @asynccontextmanager
    async def _failing(self, raw: RawRelease, path: Path) -> AsyncIterator[None]:
        try:
            yield
        except ReleaseReadError as error:
            await self._fail(path, ReleaseReadError(str(path), error.reason))
        except (*DATABASE_ERRORS, IndexingError):
            raise
        except Exception:
            # one release that no one foresaw must not end a run over thousands
            log.exception("parsing failed in a release of collection %s", self._job.collection)
            await self._fail(path, ReleaseReadError(str(path), unforeseen(raw.name)))

    async def _fail(self, path: Path, error: ReleaseReadError) -> None:
        # in the order of the files: after what failed before it
        await self.settle()
        self.read.fail(path, error)

    def _stated(self, draft: Draft, stated: Facts) -> Draft:
        return replace(draft, version=overlaid(draft.version, stated))

    def _is_settled(self, known: Known, same: Sequence[VersionId]) -> bool:
        """Whether the file reads as it did and need not be split; ``same`` are the stored versions of its content."""
        if same and known.is_uploaded and known.current not in (None, *same):
            # an upload changed the release since, and the file did not; a full run reads the upload by and by
            self.read.keep(known.release, None if self._job.full else known.current)
            return True
        if not same or self._job.full:
            return False
        self.read.keep(known.release, same[0])
        return True

    async def _same(self, release: int, version: Version, current: VersionId | None) -> list[VersionId]:
        """The stored versions of this content: the one answered from first, then the newest."""
        same = await self._releases.same(release, version)
        return sorted(same, key=lambda stored: stored != current)


def _identity(raw: RawRelease, given: Facts, draft: Draft, path: str) -> Identity:
    url = draft.version.url
    key = release_key(raw, given, url=url, path=path)
    return Identity(key, addressed=key == url)
