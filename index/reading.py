"""Reads releases into the store: files and stored uploads in, the versions that a generation is to hold out.

What is stored here is not answered from until a generation with it is published.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.editing import ReleaseState
from index.errors import ReleaseReadError
from index.intake.parser import Draft, parse
from index.intake.raw import Facts, RawRelease, release_key
from index.intake.readers import reader_for
from index.intake.stated import overlaid
from index.job import IndexJob
from index.release import Version, VersionId
from index.report import FailedFile, Told
from index.speaking import with_speakers
from index.store.database import DATABASE_ERRORS, Database
from index.store.releases import Identity, Known, Origin, Releases, reading_of
from index.store.states import States
from index.store.uploads import UploadedVersion, Uploads
from index.told import ReadingTold
from index.uploads import NO_SENTENCE, raw_releases

log = logging.getLogger(__name__)

_KEPT_AWAY = (ReleaseState.REMOVED, ReleaseState.WITHDRAWN, ReleaseState.HELD)


@dataclass(slots=True)
class Read:
    """What one run has come across so far: of each release the version to answer from, and what went wrong."""

    versions: dict[int, VersionId] = field(default_factory=dict)
    failed: list[FailedFile] = field(default_factory=list)
    unread: set[Path] = field(default_factory=set)
    repeated: int = 0
    kept_away: int = 0
    assumed: dict[str, int] = field(default_factory=dict)

    def fail(self, path: Path, error: ReleaseReadError) -> None:
        """Note what could not be read."""
        self.failed.append(FailedFile(error.path, error.reason))
        self.unread.add(path)


class ReleaseReading:
    """Reads what one job names into an open database."""

    def __init__(self, database: Database, job: IndexJob, told: Told) -> None:
        self.read = Read()
        self._job = job
        self._told = ReadingTold(told)
        self._releases = Releases(database)
        self._states = States(database)
        self._uploads = Uploads(database)

    def expect(self, releases: int) -> None:
        """Say how many releases there are about to be read."""
        self._told.of += releases

    async def file(self, path: Path, origin: Origin) -> None:
        """Read a file."""
        reader = reader_for(path)
        assert reader is not None, "files_under yields only files that have a reader"
        try:
            for raw in reader(path, self._job.release_max_bytes):
                if isinstance(raw, ReleaseReadError):
                    self.read.fail(path, raw)
                else:
                    await self._release(raw, path, origin)
                self._told.one_more(path.name)
        except ReleaseReadError as error:
            self.read.fail(path, error)

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
        with self._failing(raw, Path(raw.name)):
            draft = self._stated(parse(raw, given=uploaded.given), await self._states.stated(release))
            version = with_speakers(draft.split(), self._job.speakers)
            if version.passages:
                same = await self._same(release, version, uploaded.version)
                reading = reading_of(version) if same else ""
                version_id = await self._read_so(same, reading)
                if version_id is None:
                    version_id = await self._releases.save_version(release, key, version, reading=reading)
                await self._uploads.copy_link(version_id, of=uploaded.version)
                self.read.versions[release] = version_id

    async def _release(self, raw: RawRelease, path: Path, origin: Origin) -> None:
        with self._failing(raw, path):
            draft = parse(raw, given=self._job.given)
            await self._store(draft, _identity(raw, self._job.given, draft, origin.path), origin, raw)

    @contextmanager
    def _failing(self, raw: RawRelease, path: Path) -> Iterator[None]:
        try:
            yield
        except ReleaseReadError as error:
            self.read.fail(path, ReleaseReadError(str(path), error.reason))
        except DATABASE_ERRORS:
            raise
        except Exception:
            # one release that no one foresaw must not end a run over thousands
            log.exception("parsing failed in a release of collection %s", self._job.collection)
            reason = f"{raw.name} could not be parsed; the log has the details"
            self.read.fail(path, ReleaseReadError(str(path), reason))

    async def _store(self, draft: Draft, identity: Identity, origin: Origin, raw: RawRelease) -> None:
        known = await self._releases.known(identity, origin)
        if known is not None and known.state in _KEPT_AWAY:
            self.read.kept_away += known.release not in self.read.versions
            self._keep(known.release, known.current)
            return
        if known is not None and known.is_stated:
            draft = self._stated(draft, await self._states.stated(known.release))
        same = [] if known is None else await self._same(known.release, draft.version, known.current)
        if known is not None and self._is_settled(known, same):
            return
        version = with_speakers(draft.split(), self._job.speakers)
        if not version.passages:
            raise ReleaseReadError(raw.name, NO_SENTENCE)
        reading = reading_of(version) if same else ""
        found = await self._read_so(same, reading)
        if known is not None and found is not None:
            self._keep(known.release, found)
            return
        stored = await self._releases.save(identity, version, origin, reading=reading)
        for sentence in version.assumed:
            self.read.assumed[f"{raw.name}: {sentence}"] = 1
        self._keep(stored.release, stored.version)

    def _keep(self, release: int, version: VersionId | None) -> None:
        if release in self.read.versions:
            self.read.repeated += 1
        elif version is not None:
            self.read.versions[release] = version

    def _stated(self, draft: Draft, stated: Facts) -> Draft:
        return replace(draft, version=overlaid(draft.version, stated))

    def _is_settled(self, known: Known, same: Sequence[VersionId]) -> bool:
        """Whether the file reads as it did and need not be split; ``same`` are the stored versions of its content."""
        if same and known.is_uploaded and known.current not in (None, *same):
            # an upload changed the release since, and the file did not; a full run reads the upload by and by
            self._keep(known.release, None if self._job.full else known.current)
            return True
        if not same or self._job.full:
            return False
        self._keep(known.release, same[0])
        return True

    async def _same(self, release: int, version: Version, current: VersionId | None) -> list[VersionId]:
        """The stored versions of this content: the one answered from first, then the newest."""
        same = await self._releases.same(release, version)
        return sorted(same, key=lambda stored: stored != current)

    async def _read_so(self, same: Sequence[VersionId], reading: str) -> VersionId | None:
        """The first of some versions that was split and attributed just so."""
        for stored in same:
            if await self._releases.reading(stored) == reading:
                return stored
        return None


def _identity(raw: RawRelease, given: Facts, draft: Draft, path: str) -> Identity:
    url = draft.version.url
    key = release_key(raw, given, url=url, path=path)
    return Identity(key, addressed=key == url)
